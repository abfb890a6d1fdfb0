"""What holds between facts: the formulas of the catalogue, and what no line may state together.

Each link is what the reader of shipments and the derived facts ask for, so that a shipment found
here can be written as an order line and judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import z3

from exportcheck.analysis.algebra import Formula, both, either, negated
from exportcheck.analysis.space import Space, rational
from exportcheck.analysis.vocabulary import Side
from exportcheck.core.catalogue import FACILITIES, OF_REGIONS, PLACES, Fact
from exportcheck.core.formulas import FORMULAS
from exportcheck.core.parties import PartyList
from exportcheck.core.values import Choice

PROCESSING = ("item.peak.", "item.total_processing", "item.bit_length")


def links(space: Space) -> Iterator[Formula]:
    """All that holds between the facts of a space, on whatever day."""
    for side in {id(side.library): side for side in space.sides}.values():
        for name in space.facts:
            if name in side.catalogue:
                yield from _formula(space, side, side.catalogue[name])
        yield from _same_formula(space, side)
        yield from _transferred(space, side)
        yield from _elsewhere(space)
        yield from _facility(space, side)
    yield from _agency(space)
    yield from _memory_does_not_process(space)


def listed(space: Space, side: Side) -> Iterator[Formula]:
    """What the lists of parties of a day answer."""
    for rulebook in side.rulebooks:
        for party_list in rulebook.lists:
            yield from _listed(space, side, party_list)


def _formula(space: Space, side: Side, fact: Fact) -> Iterator[Formula]:
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
            yield space.is_word(fact.name, "yes") == space.equal(*known)
        case "same_as_when" if len(known) == 2:
            yield either((space.is_word(known[0], "no"), space.equal(fact.name, known[1])))


def _same_formula(space: Space, side: Side) -> Iterator[Formula]:
    """Two numbers that are found in the same way are equal."""
    found: dict[tuple[str, tuple[str, ...]], str] = {}
    for name in space.numbers:
        if name in side.catalogue and side.catalogue[name].formula:
            fact = side.catalogue[name]
            inputs = fact.inputs[:1] if FORMULAS[fact.formula].reads_formats else fact.inputs
            first = found.setdefault((fact.formula, inputs), name)
            if first != name:
                yield space.numbers[first] == space.numbers[name]


def _memory_does_not_process(space: Space) -> Iterator[Formula]:
    if "item.kind" not in space.words:
        return
    idle = [space.is_word("item.kind", "memory")]
    if "item.processing_dominates" in space.words:
        idle.append(space.is_word("item.processing_dominates", "no"))
        if "item.mainly_memory" in space.words:
            mainly = space.is_word("item.mainly_memory", "no")
            yield either((mainly, space.is_word("item.processing_dominates", "no")))
    for name, variable in space.numbers.items():
        if name.startswith(PROCESSING):
            yield from (either((negated(each), variable == 0)) for each in idle)


def _transferred(space: Space, side: Side) -> Iterator[Formula]:
    """A transfer (in-country) begins and ends in one country, as the law counts it."""
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


def _elsewhere(space: Space) -> Iterator[Formula]:
    """A region, and the place of an end use that is civil, are where the item goes."""
    places = [name for name in PLACES if name in space.words]
    if not places:
        return
    if "destination_region" in space.words:
        there = (space.is_word(name, *OF_REGIONS) for name in places)
        yield either((space.is_word("destination_region", "none"), *there))
    if "end_use" in space.words and "end_use_country" in space.words:
        same = (space.equal("end_use_country", name) for name in places)
        yield either((negated(space.is_word("end_use", "civil")), *same))


def _facility(space: Space, side: Side) -> Iterator[Formula]:
    """What is packaged at a facility of advanced nodes is packaged where those facilities are."""
    fact, at = "hbm.at_advanced_node_facility", "packaging.country"
    if not {fact, at} <= space.words.keys():
        return
    groups = side.rulebooks[0].groups
    there = either(
        word.formula for word in space.words[at] if groups.ever_within(FACILITIES, word.option.word)
    )
    yield either((space.is_word(fact, "no"), there))


def _agency(space: Space) -> Iterator[Formula]:
    """An agency of a government is none of the private sector."""
    agency, private = "uae.government_agency", "end_user.private_sector"
    if {agency, private} <= space.words.keys():
        yield either((space.is_word(agency, "no"), space.is_word(private, "no")))


def _listed(space: Space, side: Side, party_list: PartyList) -> Iterator[Formula]:
    """A name on a list answers the list's fact, as the screening does."""
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


def _names(space: Space, side: Side, party: str) -> list[tuple[str, Formula]]:
    """The names that a party may have; one that is given has that name."""
    if party in space.words:
        return [(word.option.word, word.formula) for word in space.words[party]]
    known = side.fixed.get(party)
    name = known.value.only if known is not None and isinstance(known.value, Choice) else None
    return [] if name is None else [(name, True)]
