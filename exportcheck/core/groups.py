"""Groups of countries with dated membership: Country Groups, and columns of the Country Chart.

The table as read is kept with the amendments that led to it; membership on an earlier day is found
by undoing the later ones. A place that the regulation does not name has an unknown membership: it
follows the country it belongs to (15 CFR 738.3(b)), which nobody lists. Where the day of an
amendment is disputed, a reading chooses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType

from exportcheck.core.places import Place
from exportcheck.core.records import Record
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth, agreed, any_of

# How many questions about groups are kept, each for some countries and a day.
MOST_KEPT = 100_000


class Change(Record):
    """An amendment of one group: from this day these codes are in, those are out.

    `otherwise` gives the day under other options of the reading named; None is never.
    """

    day: date
    added: frozenset[str]
    removed: frozenset[str]
    source: str
    confidence: str
    reading: str = ""
    otherwise: Mapping[str, date | None] = MappingProxyType({})


class Group(Record):
    """A group of countries: its members as read, and its changes, oldest first.

    `is_country_group` is false for a column of the Commerce Country Chart or another list. Before
    `recorded_from` the membership is not known.
    """

    name: str
    meaning: str
    members: frozenset[str]
    changes: tuple[Change, ...]
    place: Place
    recorded_from: date = date.min
    is_country_group: bool = True

    @property
    def title(self) -> str:
        """What the group is called in a sentence."""
        return f"Country Group {self.name}" if self.is_country_group else self.name

    def on(self, day: date) -> frozenset[str]:
        """The members on a day."""
        members = self.members
        for change in reversed(self.changes):
            if change.day > day:
                members = (members - change.added) | change.removed
        return members


class TreatedAs(Record):
    """A code that counts as another since a day: Hong Kong as China."""

    code: str
    as_code: str
    since: date
    source: str


class Groups(Record):
    """All groups of a rulebook, the codes that it names at all, and those treated as others."""

    groups: Mapping[str, Group] = {}
    listed: frozenset[str] = frozenset()
    treated: Mapping[str, TreatedAs] = {}

    # What was found before, by these groups alone: no copy with other members takes it over.

    @cached_property
    def _members(self) -> dict[tuple[str, date], frozenset[str]]:
        return {}

    @cached_property
    def _under(self) -> dict[tuple[tuple[str, str], ...], Groups]:
        return {}

    @cached_property
    def _stand(self) -> dict[tuple[tuple[str, ...], date], tuple[object, ...]]:
        return {}

    @cached_property
    def _within(self) -> dict[object, Truth]:
        return {}

    @cached_property
    def _parted(self) -> dict[object, tuple[frozenset[str], frozenset[str]]]:
        return {}

    def counts_as(self, code: str, day: date) -> str:
        """The code whose treatment governs: `CN` for `HK`, else the code itself."""
        treated = self.treated.get(code)
        return treated.as_code if treated and treated.since <= day else code

    def members(self, name: str, day: date) -> frozenset[str]:
        key = (name, day)
        if key not in self._members:
            self._members[key] = self.groups[name].on(day)
        return self._members[key]

    def contains(self, name: str, code: str, day: date) -> Truth:
        """Whether a country, or a group's membership on that day, takes in a code.

        `name` is a country code or a group. A code that is not listed is unknown unless it is
        the very code asked for, and so is any membership before records begin.
        """
        governing = self.counts_as(code, day)
        if name in (code, governing):
            return HOLDS
        if governing not in self.listed:
            return UNKNOWN
        if name not in self.groups:
            return FAILS
        if day < self.groups[name].recorded_from:
            return UNKNOWN
        return HOLDS if governing in self.members(name, day) else FAILS

    def is_recorded(self, code: str, day: date) -> bool:
        """Whether it is known in which groups a place stands on a day, and in which it does not."""
        return day >= self._all_recorded_from and self.counts_as(code, day) in self.listed

    @cached_property
    def _all_recorded_from(self) -> date:
        return max((group.recorded_from for group in self.groups.values()), default=date.min)

    def not_recorded(self, names: Iterable[str], code: str, day: date) -> tuple[str, ...] | None:
        """Of these groups, those that are not recorded so early; None where all are.

        Nothing is recorded of a place that is not listed: then there are none to name.
        """
        if self.counts_as(code, day) not in self.listed:
            return ()
        early = (n for n in names if n in self.groups and day < self.groups[n].recorded_from)
        return tuple(early) or None

    def within(self, names: tuple[str, ...], codes: frozenset[str], day: date) -> Truth:
        """Whether a country that is one of these codes is in one of these countries or groups."""
        key = (names, codes, self.stand(names, day))
        found = self._within.get(key)
        if found is None:
            if len(self._within) == MOST_KEPT:
                self._within.clear()
            found = self._within[key] = agreed(
                any_of(self.contains(name, code, day) for name in names) for code in codes
            )
        return found

    def parted(
        self, names: tuple[str, ...], codes: frozenset[str], day: date
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Which of the codes are in one of these countries or groups, and which in none."""
        key = (names, codes, self.stand(names, day))
        found = self._parted.get(key)
        if found is None:
            truths = {
                code: any_of(self.contains(name, code, day) for name in names) for code in codes
            }
            found = self._parted[key] = (
                frozenset(code for code, truth in truths.items() if truth is HOLDS),
                frozenset(code for code, truth in truths.items() if truth is FAILS),
            )
        return found

    def stand(self, names: tuple[str, ...], day: date) -> tuple[object, ...]:
        """What decides on a day who is in these countries and groups; equal where all is equal."""
        found = self._stand.get((names, day))
        if found is None:
            named = (self.groups[name] for name in names if name in self.groups)
            found = self._stand[names, day] = (
                *(
                    (day >= group.recorded_from, sum(change.day <= day for change in group.changes))
                    for group in named
                ),
                *(each.code for each in self.treated.values() if each.since <= day),
            )
        return found

    def days_of_change(self) -> Iterator[date]:
        """The days on which some membership may become another one."""
        for group in self.groups.values():
            yield group.recorded_from
            yield from (change.day for change in group.changes)
        yield from (each.since for each in self.treated.values())

    def of(self, code: str, day: date) -> tuple[str, ...]:
        """The Country Groups that hold a code on a day, in the order of the regulation."""
        governing = self.counts_as(code, day)
        return tuple(
            name
            for name, group in self.groups.items()
            if group.is_country_group
            and day >= group.recorded_from
            and governing in self.members(name, day)
        )

    @cached_property
    def readings(self) -> frozenset[str]:
        """The names of the readings that choose the day of an amendment."""
        return frozenset(
            change.reading
            for group in self.groups.values()
            for change in group.changes
            if change.reading
        )

    def under(self, options: Mapping[str, str]) -> Groups:
        """The groups with the days that these options of readings choose."""
        key = tuple(sorted(options.items()))
        if key not in self._under:
            groups = {name: _under(group, options) for name, group in self.groups.items()}
            self._under[key] = self.but(groups=groups)
        return self._under[key]


def _under(group: Group, options: Mapping[str, str]) -> Group:
    if not any(change.reading for change in group.changes):
        return group
    members = group.on(date.min)
    changes = []
    for change in group.changes:
        day = change.otherwise.get(options.get(change.reading, ""), change.day)
        if day is not None:
            changes.append(change.but(day=day))
    changes.sort(key=lambda change: change.day)
    for change in changes:
        members = (members - change.removed) | change.added
    return group.but(members=members, changes=tuple(changes))
