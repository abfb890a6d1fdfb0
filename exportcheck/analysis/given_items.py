"""Items that two libraries know otherwise, each as a question about the shipments of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import date

from exportcheck.analysis.given import Given, Sides, words_known
from exportcheck.analysis.vocabulary import asked_by, conditions_of
from exportcheck.core.catalogue import Catalogue, Fact, fold
from exportcheck.core.conditions import OPERATORS, Test, tests_in
from exportcheck.core.facts import Facts
from exportcheck.core.items import Item, full_name
from exportcheck.core.library import Library
from exportcheck.core.paragraphs import PARAGRAPH
from exportcheck.core.proofs import Line


def every_test(library: Library, *, of_contents: bool = False) -> Iterator[Test]:
    """Every test of every version, whatever its days, or those of what an item contains alone."""
    conditions = [
        condition
        for rulebook in library.rulebooks
        for rule in rulebook.rules
        for version in rule.versions
        for condition in conditions_of(version)
    ]
    asked = asked_by(conditions)
    yield from () if of_contents else asked.tests
    for content in asked.contents:
        yield from tests_in(content.part)


def item_givens(old: Library, new: Library, *, derived: bool = False) -> Iterator[Given]:
    """Names that mean on the two sides what some test tells apart, or that only the new one has.

    `derived` says that something is found otherwise from what is stated of an item.
    """
    named = _named_otherwise(old, new)
    if old.items.digest == new.items.digest and not (named or derived):
        return
    tests = {
        (test.fact.name, test.operator, test.operand): test
        for library in (old, new)
        for test in every_test(library)
        if test.fact.name.startswith("item.") and test.fact.name != PARAGRAPH
    }
    kinds: dict[Hashable, Given] = {}
    for name, facts in _by_name(old, new):
        asked = fold(name) in named and None not in facts
        if _says(facts[0]) == _says(facts[1]) and not (asked or derived):
            continue
        stands = tuple(
            None if each is None else _stand(each, library, tests.values())
            for each, library in zip(facts, (old, new), strict=True)
        )
        if stands[0] == stands[1] and not asked:
            continue
        line: Line = {"item.sku": name}
        first = kinds.get(stands)
        kinds[stands] = (
            Given(
                told=f"item {name}",
                known=_known_of(facts, (old.catalogue, new.catalogue)),
                lines=(line, line),
                items=facts,
                only=1 if facts[0] is None else 0 if facts[1] is None else None,
            )
            if first is None
            else first.but(alike=first.alike + 1)
        )
    for given in kinds.values():
        yield given
        old_item, new_item = given.items
        if old_item is not None and new_item is not None:
            yield from _contained(given, (old_item, new_item), (old, new))


def _named_otherwise(old: Library, new: Library) -> frozenset[str]:
    """The items, folded, that rules of one side name by `item.sku` where those of the other do not.

    An item that is described has no such name, so these are compared as what they are.
    """
    asked = [
        {
            (rule.name, test.operator, word)
            for rulebook in library.rulebooks
            for rule in rulebook.rules
            for version in rule.versions
            for condition in conditions_of(version)
            for test in tests_in(condition)
            if test.fact.name == "item.sku" and isinstance(test.operand, tuple)
            for word in test.operand
        }
        for library in (old, new)
    ]
    return frozenset(word for _, _, word in asked[0] ^ asked[1])


def _contained(
    given: Given, items: tuple[Facts, Facts], libraries: tuple[Library, Library]
) -> Iterator[Given]:
    """A system that is described, and contains nothing but an item that is known otherwise."""
    inner = [
        test
        for library in libraries
        for test in every_test(library, of_contents=True)
        if test.fact.name.startswith("item.") and test.fact.name != PARAGRAPH
    ]
    first, second = (_stand(*each, inner) for each in zip(items, libraries, strict=True))
    if first == second or items[1].contains:
        return
    (name,) = given.lines[1].values()
    assert isinstance(name, str)
    line: Line = {"item.kind": "system", "item.contains": (name,)}
    kind = words_known({"item.kind": "system"})
    systems = [Facts(each.catalogue, kind, contains=(each,)) for each in items]
    yield Given(
        told=f"a system that contains {name}",
        known=(kind, kind),
        lines=(line, line),
        items=(systems[0], systems[1]),
    )


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
    full = dict.fromkeys(map(fold, (*new.items.names, *old.items.names)))
    for folded in (*full, *sorted(new.items.index.keys() | old.items.index.keys())):
        found = old.items.index.get(folded), new.items.index.get(folded)
        if found in seen:
            continue
        seen.add(found)
        items = old.items.find(folded), new.items.find(folded)
        name = _written(folded, items[1] or items[0])
        facts = [
            library.items.facts_of(library.catalogue, each, name) if each else None
            for library, each in zip((old, new), items, strict=True)
        ]
        yield name, (facts[0], facts[1])


def _written(folded: str, items: tuple[Item, ...]) -> str:
    """A name of items as their file writes it."""
    for each in items:
        for name in (each.sku, *each.aliases, each.family):
            for written in (full_name(each.maker, name), name):
                if fold(written) == folded:
                    return written
    return folded


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


def _stand(facts: Facts, library: Library, tests: Iterable[Test]) -> Hashable:
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
        else frozenset(_stand(each, library, tests) for each in facts.contained()),
    )
