"""A digest of what the rules decide, apart from how and where they are written.

Two libraries with one digest give the same answers: every rule with its effect, days and
conditions, every group, list, reading, fact and item. Titles, notes and citations are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from exportcheck.core.catalogue import fold
from exportcheck.core.items import Item
from exportcheck.core.library import Library
from exportcheck.core.rules import Rulebook, Version
from exportcheck.linting.shapes import shape


def meaning(library: Library) -> str:
    """The digest of a library."""
    total = sha256()
    for part in _parts(library):
        total.update(repr(part).encode())
    return total.hexdigest()


def _parts(library: Library) -> Iterator[tuple[Any, ...]]:
    catalogue = library.catalogue
    yield ("countries", *sorted(catalogue.countries))
    for fact in catalogue:
        assumed = sorted((name, str(each)) for name, each in fact.assume.items())
        bits = sorted((name, str(each)) for name, each in fact.bits_by_option.items())
        yield (
            *("fact", fact.name, fact.kind, fact.unit, *fact.options, fact.formula, *fact.inputs),
            *(fact.bit_length, fact.bits_reading, bits, assumed, fact.members, fact.pattern),
            *(fact.no_when_stated, fact.one_name, fact.only_where, fact.at_least),
        )
    for contradiction in library.contradictions:
        yield ("contradiction", shape(contradiction.when))
    for position in range(len(library.items)):
        yield _item(library.items.at(position))
    for rulebook in library.rulebooks:
        yield from _rulebook(rulebook)


def _item(item: Item) -> tuple[Any, ...]:
    facts = sorted((name, _value(known.value)) for name, known in item.facts.items())
    names = sorted(map(fold, (item.sku, item.family, *item.aliases)))
    return ("item", fold(item.maker), names, item.kind, facts, item.contains)


def _value(value: Any) -> str:
    options = getattr(value, "options", None)
    return str(sorted(options)) if options is not None else str(value)


def _rulebook(rulebook: Rulebook) -> Iterator[tuple[Any, ...]]:
    yield ("rulebook", rulebook.id, rulebook.first_day, rulebook.verified_through)
    yield ("applies", shape(rulebook.applies_when))
    for reading in rulebook.readings.values():
        yield ("reading", reading.name, *reading.options, reading.default)
    groups = rulebook.groups
    yield ("listed", *sorted(groups.listed))
    for treated in groups.treated.values():
        yield ("treated", treated.code, treated.as_code, treated.since)
    for group in groups.groups.values():
        yield ("group", group.name, *sorted(group.members), group.recorded_from)
        for change in group.changes:
            days = sorted(change.otherwise.items())
            yield (change.day, sorted(change.added), sorted(change.removed), change.reading, days)
    for party_list in rulebook.lists:
        whole = (party_list.every, party_list.knows_items, party_list.near_by, party_list.whole)
        asks = (party_list.asks_only, party_list.says_where)
        others = sorted(
            (name, str(value)) for name, value in (*party_list.but_where, *party_list.disbelieves)
        )
        yield (
            "list",
            party_list.name,
            party_list.answers,
            *party_list.parties,
            *whole,
            *asks,
            others,
        )
        for name, listings in sorted(party_list.by_name.items()):
            yield (name, *((listing.window, listing.alone) for listing in listings))
    for rule in rulebook.rules:
        effect = sorted((name, _plain(value)) for name, value in vars(rule.effect).items())
        yield ("rule", rule.id, type(rule.effect).__name__, effect)
        for version in rule.versions:
            yield _version(version)


def _plain(value: Any) -> str:
    return str(sorted(value)) if isinstance(value, frozenset) else str(value)


def _version(version: Version) -> tuple[Any, ...]:
    return (
        version.window,
        shape(version.when),
        shape(version.unless),
        shape(version.resolved_when),
        [shape(bar.when) for bar in version.bars],
        [(policy.policy, shape(policy.when)) for policy in version.policies],
        [(duty.days_before, duty.for_application) for duty in version.obligations],
    )
