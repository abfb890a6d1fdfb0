"""What the lists say of the parties that a line names, where a name may be on one of them.

Most names are on no list and like none on one, and their lines are answered as if there were no
lists. Of the others what the lists say is found from all columns at which they look, and is known
with the day, before anything else of the line is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from exportcheck.batch.columns import ITEM, MOST_KEPT, Cell, Part, of_item
from exportcheck.core.facts import Contradiction, Facts, Known
from exportcheck.core.library import Library
from exportcheck.core.screening import screened


class Said:
    """What the lists say, by fact. Two that say the same have the same `values`, whomever they say
    it of; the `doubts` have the names in them."""

    __slots__ = ("doubts", "known", "values")

    def __init__(self, known: Mapping[str, Known]) -> None:
        self.known = known
        self.doubts = tuple(each.note for each in known.values() if each.doubted)
        self.values = tuple((name, *each.says) for name, each in known.items())


NOTHING_SAID = Said({})


class Naming:
    """Looks up the names of lines of one shape; `cell` reads a part of a line.

    `around` is what all lines have in common. What lists may tell is read with the item where a
    column among those of the item states it.
    """

    def __init__(
        self,
        library: Library,
        parts: tuple[Part, ...],
        around: Facts,
        cell: Callable[[int, Any], Cell],
    ) -> None:
        self._library, self._around, self._cell = library, around, cell
        catalogue = library.catalogue
        self._lists = tuple(each for rulebook in library.rulebooks for each in rulebook.lists)
        self._days = sorted({day for each in self._lists for day in each.days_of_change()})
        named = {name for each in self._lists for name in each.parties}
        told = {
            name
            for each in self._lists
            for name in (
                *(fact.name for fact in each.answered(catalogue)),
                *(name for name, _ in (*each.disbelieves, *each.but_where)),
            )
        }
        self._looked_at = tuple(
            number
            for number, part in enumerate(parts)
            if not part.is_item
            and not (
                told.isdisjoint(part.facts) and named.isdisjoint(catalogue.followers_of(part.facts))
            )
        )
        first = parts[0].names if parts and parts[0].is_item else ()
        self._with_item = tuple(
            n for n, name in enumerate(first) if name in told and not name.startswith(ITEM)
        )
        self._told = told
        self._stated = frozenset[str]().union(*(part.facts for part in parts))
        self._reached = catalogue.followers_of(self._stated)
        with_item = of_item(catalogue)
        # Whether all have to be on a list of whom some are known with the item and some are not.
        self._is_divided = any(
            each.every
            and not with_item.isdisjoint(each.parties)
            and not with_item >= {*each.parties}
            for each in self._lists
        )
        self._said: dict[tuple[object, ...], Said | None] = {}
        self._same: dict[object, Said] = {}

    def __len__(self) -> int:
        return len(self._said)

    def said(self, written: Sequence[Sequence[Any]], index: int, day: date) -> Said | None:
        """What the lists say of a line, by what is `written` in its parts; nothing where the line
        is to be judged by itself."""
        raws = tuple(written[number][index] for number in self._looked_at)
        stated = tuple(written[0][index][at] for at in self._with_item)
        key = (raws, stated, bisect_right(self._days, day))
        if key not in self._said:
            if len(self._said) >= MOST_KEPT:
                self._said.clear()
                self._same.clear()
            known = {
                name: each
                for number, raw in zip(self._looked_at, raws, strict=True)
                for name, each in self._cell(number, raw).known.items()
            }
            if stated:
                with_item = self._cell(0, written[0][index]).known
                known |= {n: each for n, each in with_item.items() if n in self._told}
            self._said[key] = self._found(self._around.with_known(known), day)
        return self._said[key]

    def _found(self, facts: Facts, day: date) -> Said | None:
        if self._is_divided:
            return None
        try:
            told = screened(self._lists, facts, day).stated
        except Contradiction:  # it is told of the line as it stands
            return None
        found = {name: each for name, each in told.items() if facts.stated.get(name) is not each}
        # What a column states and a list does not let stand is weighed with the whole line.
        if not self._stated.isdisjoint(found):
            return None
        around = self._around.with_known(found)
        reached = self._library.catalogue.followers_of(found)
        if any(
            declared.may_hold(around, self._library.groups, self._reached)
            for declared in self._library.contradictions
            if not reached.isdisjoint(declared.facts)
        ):
            return None
        said = Said(found)
        return self._same.setdefault((said.values, said.doubts), said)
