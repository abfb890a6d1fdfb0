"""Which rules name a place: a destination by its code, or a group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exportcheck.core.conditions import tests_in
from exportcheck.core.rules import Rule, Rulebook
from exportcheck.reporting.as_rules import conditions_of, effect_words
from exportcheck.reporting.site.atlas import Atlas
from exportcheck.reporting.site.blocks import Block, Heading, Say, Table, spread


def places_named(book: Rulebook) -> dict[str, list[Rule]]:
    """For each code and group the rules of which some version compares a place with it."""
    found: dict[str, list[Rule]] = {}
    for rule in book.rules:
        named = dict.fromkeys(
            name
            for version in rule.versions
            for condition in conditions_of(version)
            for test in tests_in(condition)
            if test.fact.kind == "country" and isinstance(test.operand, tuple)
            for name in test.operand
        )
        for name in named:
            found.setdefault(name, []).append(rule)
    return found


def rules_that_name(
    book: Rulebook, named: dict[str, list[Rule]], names: Iterable[str], atlas: Atlas
) -> Iterator[Block]:
    """The rules that name any of these, each with the names by which it does."""
    ways: dict[str, list[str]] = {}
    for name in names:
        for rule in named.get(name, ()):
            ways.setdefault(rule.id, []).append(name)
    yield Heading((f"Rules of {book.title} that name it",))
    if not ways:
        yield Say(("None does.",), "faint")
        return
    rows = tuple(
        (
            (atlas.rule(rule.name, rule.id),),
            (rule.title,),
            (effect_words(rule.effect),),
            spread(ways[rule.id]),
        )
        for rule in book.rules
        if rule.id in ways
    )
    yield Table(("rule", "title", "what it does", "by"), rows)
