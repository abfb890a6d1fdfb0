"""What holds between facts: the formulas of the catalogue, and what no line may state together.

Each link is what the reader of shipments and the derived facts ask for, so that a shipment found
here can be written as an order line and judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date

import z3

from exportcheck.analysis.algebra import Formula, both, either, negated
from exportcheck.analysis.space import Seen, Space, rational
from exportcheck.analysis.vocabulary import Side
from exportcheck.core.catalogue import Fact
from exportcheck.core.formulas import FORMULAS
from exportcheck.core.parties import PartyList
from exportcheck.core.values import Choice


def links(space: Space) -> Iterator[Formula]:
    """All that holds between the facts of a space, on whatever day."""
    for side in {id(side.library): side for side in space.sides}.values():
        seen = space.of(side)
        for name in seen.facts:
            # One with a variable on each side is tied to what it is derived from there.
            if name in side.catalogue and name not in space.declared.names:
                yield from _formula(seen, side, side.catalogue[name])
        yield from _same_formula(seen, side, space.declared.names)
        yield from _transferred(seen, side)
        yield from _elsewhere(seen, side)
        yield from _at_least(seen, side)


def listed(space: Space, side: Side) -> Iterator[Formula]:
    """What the lists of parties of a day answer."""
    seen = space.of(side)
    for rulebook in side.rulebooks:
        for party_list in rulebook.lists:
            yield from _listed(seen, side, party_list)


def _formula(space: Seen, side: Side, fact: Fact) -> Iterator[Formula]:
    known = [name for name in fact.inputs if name in space.facts]
    match fact.formula:
        case "sum":
            inputs = z3.Sum([space.numbers[name] for name in known] or [z3.RealVal(0)])
            result = space.numbers[fact.name]
            yield result == inputs if len(known) == len(fact.inputs) else result >= inputs
        case "ratio" if known:
            result = space.numbers[fact.name]
            above, below = (space.numbers.get(name) for name in fact.inputs)
            if above is not None and below is not None:
                yield below > 0
                yield above == result * below
            elif above is not None:
                yield (above > 0) == (result > 0)
            elif below is not None:
                yield z3.Implies(result > 0, below > 0)
        case "product" if len(known) == len(fact.inputs):
            yield space.numbers[fact.name] == z3.Product([space.numbers[name] for name in known])
        case "highest_rate_times_bit_length":
            for each in side.catalogue.formats.values():
                bits = each.bit_length
                if each.name in space.numbers and bits is not None and bits.low is not None:
                    product = space.numbers[each.name] * rational(bits.low)
                    yield space.numbers[fact.name] >= product
        case "no_when_no" if known:
            yield either((space.is_word(fact.name, "no"), space.is_word(known[0], "yes")))
        case "is_same" if len(known) == 2:
            yield space.is_same(fact)
        case "same_as_when" if len(known) == 2:
            yield either((space.is_word(known[0], "no"), space.equal(fact.name, known[1])))


def _same_formula(space: Seen, side: Side, apart: Set[str]) -> Iterator[Formula]:
    """Two numbers that are found in the same way are equal."""
    found: dict[tuple[str, tuple[str, ...]], str] = {}
    for name in space.numbers:
        if name in side.catalogue and name not in apart and side.catalogue[name].formula:
            fact = side.catalogue[name]
            inputs = fact.inputs[:1] if FORMULAS[fact.formula].reads_formats else fact.inputs
            first = found.setdefault((fact.formula, inputs), name)
            if first != name:
                yield space.numbers[first] == space.numbers[name]


def _transferred(space: Seen, side: Side) -> Iterator[Formula]:
    """A transfer (in-country) begins and ends in one country, as the law counts it; a reexport
    goes elsewhere, be it to another country of which all is as of the first.
    """
    if not {"transaction", "shipped_from", "destination"} <= space.words.keys():
        return
    groups = side.rulebooks[0].groups

    def counted(word: str) -> str:
        return groups.counts_as(word, date.max)

    same = either(
        both((begins.formula, ends.formula))
        for begins in space.words["shipped_from"]
        for ends in space.words["destination"]
        if counted(begins.option.word) == counted(ends.option.word)
    )
    yield either((negated(space.is_word("transaction", "transfer")), same))
    yield from (
        negated(both((space.is_word("transaction", "reexport"), begins.formula, ends.formula)))
        for begins in space.words["shipped_from"]
        for ends in space.words["destination"]
        if begins.option.word == ends.option.word and not ends.option.another
    )


def _elsewhere(space: Seen, side: Side) -> Iterator[Formula]:
    """The place of an end use that is civil is where the item goes."""
    places = [name for name in side.catalogue.places if name in space.words]
    if places and "end_use" in space.words and "end_use_country" in space.words:
        same = (space.equal("end_use_country", name) for name in places)
        yield either((negated(space.is_word("end_use", "civil")), *same))


def _at_least(space: Seen, side: Side) -> Iterator[Formula]:
    """A number that is never less than others."""
    for name, number in space.numbers.items():
        for least in side.catalogue.no_less_than(name) if name in side.catalogue else ():
            if least in space.numbers:
                yield number >= space.numbers[least]


def _listed(space: Seen, side: Side, party_list: PartyList) -> Iterator[Formula]:
    """A name on a list answers the list's fact, as the screening does."""
    if party_list.is_of_words:
        return
    asked = side.catalogue[party_list.answers]
    words = {name: _names(space, side, name) for name in party_list.parties}
    parties = [name for name, each in words.items() if each]
    on = {
        name: [
            formula for word, formula in words[name] if party_list.on(side.day, word) is not None
        ]
        for name in parties
    }
    answers = [asked.name]
    while asked.formula == "no_when_no":
        asked = side.catalogue[asked.inputs[0]]
        answers.append(asked.name)
    if party_list.every:
        lapsed = [
            formula
            for name in parties
            for word, formula in words[name]
            if party_list.by_name.get(word) and party_list.on(side.day, word) is None
        ]
        if answers[0] in space.words:
            yield from (either((negated(each), space.is_word(answers[0], "no"))) for each in lapsed)
        if len(parties) < len(party_list.parties):
            return
        found = both(either(on[name]) for name in parties)
    else:
        found = either(formula for each in on.values() for formula in each)
    for answer in answers:
        if answer in space.words:
            yield either((negated(found), space.is_word(answer, "yes")))


def _names(space: Seen, side: Side, party: str) -> list[tuple[str, Formula]]:
    """The names that a party may have; one that is given has that name."""
    if party in space.words:
        return [(word.option.word, word.formula) for word in space.words[party]]
    known = side.fixed.get(party)
    name = known.value.only if known is not None and isinstance(known.value, Choice) else None
    return [] if name is None else [(name, True)]
