"""The days on which an answer may change, and what the lists say of an item by its names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

from exportcheck.batch.columns import of_item, stated_with
from exportcheck.core.conditions import Condition, tests_in
from exportcheck.core.library import Library
from exportcheck.core.parties import PartyList

# A day, and the interval between two changes of the law in which it lies.
Dated: TypeAlias = tuple[date, int]


def lists_of_item(library: Library) -> Iterator[PartyList]:
    """The lists on which a name may be that is known with the item, such as its maker's."""
    with_item = of_item(library.catalogue)
    for rulebook in library.rulebooks:
        for party_list in rulebook.lists:
            if not with_item.isdisjoint(party_list.parties):
                yield party_list


def told_by_item(library: Library) -> Iterator[str]:
    """The facts that such a list may answer or have not believed, and what follows upward."""
    for party_list in lists_of_item(library):
        told = (party_list.answers, *(fact for fact, _ in party_list.disbelieves))
        yield from stated_with(told, library.catalogue)


def looked_at_with_item(library: Library) -> Iterator[str]:
    """The facts that such a name may follow from, since where it is stated nobody else is assumed,
    and those that speak for one on such a list."""
    catalogue = library.catalogue
    with_item = of_item(catalogue)
    names: set[str] = set()
    for each in lists_of_item(library):
        names.update(name for name in each.parties if name in with_item)
        yield from (fact for fact, _ in each.but_where)
    for fact in catalogue.facts:
        if not names.isdisjoint(catalogue.followers_of((fact,))):
            yield fact


def days_of_change(library: Library) -> Iterator[date]:
    """The days from which the rules, the groups or a test of a date may say something else."""
    for party_list in lists_of_item(library):
        yield from party_list.days_of_change()
    for rulebook in library.rulebooks:
        yield rulebook.first_day
        yield date.fromordinal(rulebook.verified_through.toordinal() + 1)
        for name in rulebook.groups.readings:
            # A rulebook laid over another has its groups, and those the readings of that one.
            for option in library.readings[name].options:
                yield from rulebook.groups.under({name: option}).days_of_change()
        yield from rulebook.groups.days_of_change()
        conditions: list[Condition] = [rulebook.applies_when]
        for rule in rulebook.rules:
            for version in rule.versions:
                yield version.window.first
                if version.window.end is not None:
                    yield version.window.end
                conditions.extend(version.conditions)
        for condition in conditions:
            yield from _days_tested(condition)


def _days_tested(condition: Condition) -> Iterator[date]:
    for test in tests_in(condition):
        if test.fact.kind == "date" and not isinstance(test.operand, tuple):
            day = date.fromordinal(int(test.operand))
            # A day may be compared so that it is itself in or out.
            yield day
            yield date.fromordinal(day.toordinal() + 1)
