"""What two libraries know otherwise beside their rules, each as a question about shipments.

An item whose figures change, a party that joins or leaves a list, a fact that is assumed otherwise:
each fixes some facts to what the one side knows and to what the other does, and leaves all else to
be equal and any. A word that only the new side can read has no answer before.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from exportcheck.analysis.vocabulary import asked_by, conditions_of
from exportcheck.core.catalogue import Catalogue, Fact, fold
from exportcheck.core.conditions import OPERATORS, Test, tests_in
from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.library import Library
from exportcheck.core.paragraphs import PARAGRAPH
from exportcheck.core.parties import PartyList
from exportcheck.core.proofs import Line
from exportcheck.core.records import Record
from exportcheck.core.rule_changes import Change, declared, moved
from exportcheck.core.values import Choice
from exportcheck.core.windows import Window

# What each side knows, old and new.
Sides: TypeAlias = tuple[Mapping[str, Known], Mapping[str, Known]]
# The place in what is declared of a fact where its options and what is assumed of it stand.
OPTIONS, ASSUMED = 6, 9


class Given(Record):
    """What one thing comes to on each side, and how a line states it there.

    `told` names it, and `alike` counts all that come to the same. `item` is what the item contains
    and is; `named` are names with the days on which they are so, and the facts that hold them.
    Where `new_only`, the old side cannot read it.
    """

    told: str
    known: Sides
    lines: tuple[Line, Line]
    items: tuple[Facts | None, Facts | None] = (None, None)
    profile: str = "none"
    alike: int = 1
    named: tuple[tuple[str, Window], ...] = ()
    parties: tuple[str, ...] = ()
    new_only: bool = False

    def within(self, span: Window) -> Window | None:
        """The days of a span on which it is so, for the first name that has some."""
        if not self.named:
            return span
        for _, window in self.named:
            if window.overlaps(span):
                ends = [end for end in (window.end, span.end) if end is not None]
                return Window(max(window.first, span.first), min(ends, default=None))
        return None

    def line(self, side: int, day: date) -> Line:
        """What a line of that day states of it."""
        name = next((name for name, window in self.named if day in window), None)
        return {**self.lines[side], **({} if name is None else dict.fromkeys(self.parties, name))}


def givens_between(old: Library, new: Library) -> Iterator[Given]:
    """Everything of the two that is known otherwise, items first."""
    yield from _items(old, new)
    yield from _lists(old, new)
    yield from _assumptions(old, new)
    yield from _words(old, new)


def decided_of(old: Library, new: Library) -> frozenset[str]:
    """The names of facts that differ in their assumptions and options alone, which are solved."""
    before, after = declared(old), declared(new)
    return frozenset(
        name
        for name in before.keys() & after.keys()
        if before[name] != after[name]
        and all(
            before[name][at] == after[name][at]
            for at in range(len(before[name]))
            if at not in (OPTIONS, ASSUMED)
        )
        and not any(
            assumption.same_as
            for library in (old, new)
            for assumption in library.catalogue[name].assume.values()
        )
    )


def every_test(library: Library) -> Iterator[Test]:
    """Every test of every version, whatever its days."""
    conditions = [
        condition
        for rulebook in library.rulebooks
        for rule in rulebook.rules
        for version in rule.versions
        for condition in conditions_of(version)
    ]
    asked = asked_by(conditions)
    yield from asked.tests
    for content in asked.contents:
        yield from tests_in(content.part)


def _items(old: Library, new: Library) -> Iterator[Given]:
    """Names that mean on the two sides what some test tells apart, or that only the new one has."""
    if old.items.digest == new.items.digest:
        return
    tests = {
        (test.fact.name, test.operator, test.operand): test
        for library in (old, new)
        for test in every_test(library)
        if test.fact.name.startswith("item.") and test.fact.name != PARAGRAPH
    }
    kinds: dict[Hashable, Given] = {}
    for name, facts in _by_name(old, new):
        if facts[1] is None or _says(facts[0]) == _says(facts[1]):
            continue
        stands = tuple(
            None if each is None else _stand(each, tests.values(), library)
            for each, library in zip(facts, (old, new), strict=True)
        )
        if stands[0] == stands[1]:
            continue
        line: Line = {"item.sku": name}
        first = kinds.get(stands)
        kinds[stands] = (
            Given(
                told=f"item {name}",
                known=_known_of(facts, (old.catalogue, new.catalogue)),
                lines=(line, line),
                items=facts,
                new_only=facts[0] is None,
            )
            if first is None
            else first.but(alike=first.alike + 1)
        )
    yield from kinds.values()


def _says(facts: Facts | None) -> Hashable:
    """All that is stated of an item and of what it contains."""
    if facts is None:
        return None
    return (
        frozenset((name, known.value) for name, known in facts.stated.items()),
        None if facts.contains is None else tuple(map(_says, facts.contains)),
    )


def _by_name(old: Library, new: Library) -> Iterator[tuple[str, tuple[Facts | None, Facts | None]]]:
    """Each name by which an item is found, with what each side knows under it."""
    seen: set[Hashable] = set()
    full = dict.fromkeys((*new.items.names, *old.items.names))
    names = {fold(name): name for name in full}
    for folded in (*names, *sorted(new.items.index.keys() | old.items.index.keys())):
        found = old.items.index.get(folded), new.items.index.get(folded)
        if found in seen:
            continue
        seen.add(found)
        facts = tuple(
            library.items.facts_of(library.catalogue, items, names.get(folded, folded))
            if (items := library.items.find(folded))
            else None
            for library in (old, new)
        )
        yield names.get(folded, folded), (facts[0], facts[1])


def _known_of(
    facts: tuple[Facts | None, Facts | None], catalogues: tuple[Catalogue, Catalogue]
) -> Sides:
    """What is known of an item, on both sides where it is on one."""

    def is_known(each: Facts | None, fact: Fact) -> bool:
        return (
            each is not None
            and fact.name in each.catalogue
            and each[fact.name].value != each.catalogue[fact.name].unknown
        )

    fixed = {
        fact.name
        for catalogue in catalogues
        for fact in catalogue
        if fact.name.startswith("item.") and fact.name != PARAGRAPH and fact.kind != "items"
        if any(is_known(each, fact) for each in facts)
    }
    known = [
        {}
        if each is None
        else {name: each[name] for name in sorted(fixed) if name in each.catalogue}
        for each in facts
    ]
    return known[0], known[1]


def _stand(facts: Facts, tests: Iterable[Test], library: Library) -> Hashable:
    """On which side of every test an item stands, and what it contains does."""
    groups = library.rulebooks[0].groups
    return (
        tuple(
            OPERATORS[test.operator].truth(
                facts[test.fact.name].value, test.operand, groups, date.max
            )
            if test.operator not in ("in", "not_in")
            else facts[test.fact.name].value
            for test in tests
            if test.fact.name in facts.catalogue
        ),
        None
        if facts.contains is None
        else frozenset(_stand(each, tests, library) for each in facts.contained()),
    )


def _lists(old: Library, new: Library) -> Iterator[Given]:
    """Names that stand on other lists on the one side than on the other, by those lists."""
    before, after = (
        {each.name: each for rulebook in library.rulebooks for each in rulebook.lists}
        for library in (old, new)
    )
    kinds: dict[tuple[frozenset[str], frozenset[str]], list[tuple[str, Window]]] = {}
    for written, window, on in moved(before.values(), after.values()):
        kinds.setdefault(on, []).append((written, window))
    for on, names in kinds.items():
        lists = tuple(
            [each for each in side.values() if each.name in standing]
            for side, standing in zip((before, after), on, strict=True)
        )
        yield from _listed((lists[0], lists[1]), tuple(names), (old.catalogue, new.catalogue))


def _listed(
    lists: tuple[list[PartyList], list[PartyList]],
    names: tuple[tuple[str, Window], ...],
    catalogues: tuple[Catalogue, Catalogue],
) -> Iterator[Given]:
    """Names that stand on these lists on the two sides.

    A list answers its fact and that some list has the name; what the other side alone answers is
    stated: of one who is on no list there, and of one who is on another one.
    """
    answered = [
        {fact for each in side for fact in _chain(each, catalogue)}
        for side, catalogue in zip(lists, catalogues, strict=True)
    ]
    either_way = sorted(answered[0] | answered[1])
    catalogue = catalogues[1]
    turning = answered[0] ^ answered[1]
    below = {
        fact.name: "no"
        for fact in catalogue
        if fact.formula == "no_when_no"
        and fact.inputs[0] in turning
        and fact.name not in either_way
    }
    above = {
        catalogue[name].inputs[0]
        for name in either_way
        if name in catalogue and catalogue[name].formula == "no_when_no"
    }
    ways = [(set[str](), below)] if not below else [(set[str](), below), (above, {})]
    named = (
        party
        for each in (*lists[0], *lists[1])
        for party in (each.parties if each.every else each.parties[:1])
    )
    titles = [", ".join(each.title for each in side) or "no list" for side in lists]
    count = f"{len(names)} parties" if len(names) > 1 else "a party"
    parties = tuple(dict.fromkeys(named))
    for elsewhere, around in ways:
        known, stated = [], []
        for side in answered:
            off = {name: "no" for name in either_way if name not in side | elsewhere}
            known.append({**dict.fromkeys(either_way, "yes"), **off, **around})
            stated.append({**off, **around})
        yield Given(
            told=f"{count} on {titles[0]} before, on {titles[1]} now",
            known=(_words_known(known[0]), _words_known(known[1])),
            lines=(stated[0], stated[1]),
            named=names,
            parties=parties,
        )


def _chain(party_list: PartyList, catalogue: Catalogue) -> Iterator[str]:
    """The facts that a name on a list answers."""
    fact = catalogue[party_list.answers]
    yield fact.name
    while fact.formula == "no_when_no":
        fact = catalogue[fact.inputs[0]]
        yield fact.name


def _words_known(words: Mapping[str, str]) -> Mapping[str, Known]:
    return {
        name: Known(value=Choice.of(word), origin=Origin.STATED, written=word)
        for name, word in words.items()
    }


def _assumptions(old: Library, new: Library) -> Iterator[Given]:
    """Facts that a profile assumes otherwise where a line leaves them out."""
    for name in sorted(decided_of(old, new)):
        profiles = sorted({*old.catalogue[name].assume, *new.catalogue[name].assume})
        for profile in profiles:
            following = sorted(
                {*old.catalogue.followers_of([name]), *new.catalogue.followers_of([name])}
            )
            sides: list[Mapping[str, Known]] = []
            for library in (old, new):
                facts = Facts(library.catalogue, {}, profile=profile)
                sides.append({each: facts[each] for each in following if each in library.catalogue})
            if [k.value for k in sides[0].values()] != [k.value for k in sides[1].values()]:
                yield Given(
                    told=f"a line that leaves out {name}, with --assume {profile}",
                    known=(sides[0], sides[1]),
                    lines=({}, {}),
                    profile=profile,
                )


def _words(old: Library, new: Library) -> Iterator[Given]:
    """Options and countries that only the new side can read."""
    for fact in new.catalogue:
        if fact.name not in old.catalogue or fact.kind != old.catalogue[fact.name].kind:
            continue
        if fact.kind == "one_of":
            more = [word for word in fact.options if word not in old.catalogue[fact.name].options]
        elif fact.name == "destination":
            more = [code for code in new.catalogue.countries if code not in old.catalogue.countries]
        else:
            continue
        for word in more:
            yield Given(
                told=f"{fact.name}: {word}",
                known=({}, _words_known({fact.name: word})),
                lines=({}, {fact.name: word}),
                new_only=True,
            )


def still_not_decided(changes: Sequence[Change], old: Library, new: Library) -> tuple[Change, ...]:
    """Facts that are declared otherwise in more than their options and assumptions."""
    solved = decided_of(old, new)
    return tuple(each for each in changes if each.name.partition(" ")[2] not in solved)
