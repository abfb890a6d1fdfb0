"""What is written in the parts of lines of one shape, read: each different cell once.

A cell says nothing odd, or a line that has it is judged by itself: one with a mistake in it, or one
that contradicts itself. One that names a party which may be on a list is told apart.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from exportcheck.batch.columns import MOST_KEPT, NO_KEY, Cell, Part, of_item
from exportcheck.batch.desks import Desk
from exportcheck.core.facts import Contradiction, Facts, Known
from exportcheck.core.library import Library
from exportcheck.core.paragraphs import PARAGRAPH
from exportcheck.core.screening import Screen
from exportcheck.core.values import Choice

# So many cells are kept of a part; each takes some kilobytes, and is soon read again.
MOST_READ = 20_000


class Cells:
    """The reader of the cells of each part; `around` is what all lines have in common.

    `screens` are kept for all shapes: for each fact that names a party the lists on which it may
    be.
    """

    def __init__(
        self,
        library: Library,
        desk: Desk,
        parts: tuple[Part, ...],
        around: Facts,
        *,
        blanks: bool,
        screens: dict[str, Screen | None],
    ) -> None:
        self.desk, self.parts, self.blanks, self._around = desk, parts, blanks, around
        self._screens = screens
        self._lists = tuple(each for rulebook in library.rulebooks for each in rulebook.lists)
        # Lists are asked for these when the day and the item are known.
        self._of_item = of_item(library.catalogue)
        # Whether this is believed rests on the names in other columns.
        self._of_whole_lists = frozenset(each.answers for each in self._lists if each.whole)

    def cell(self, number: int, raw: Any) -> Cell:
        """What is known of a part of a line that says nothing odd."""
        part = self.parts[number]
        cell = part.cells.get(raw)
        if cell is None:
            cell = self._read(part, raw)
            assert cell is not None, "it was read before"
            keep(part.cells, raw, cell, MOST_READ)
        return cell

    def some_are_odd(self, part: Part, new: Set[Any]) -> bool:
        """Read what is written in a part for the first time; whether something of it is odd, or
        names a party that may be on a list."""
        if len(part.fine) + len(part.naming) + len(part.odd) > MOST_KEPT:
            part.fine.clear()
            part.naming.clear()
            part.odd = {NO_KEY}
        if part.is_apart:
            part.fine.update(self.desk.plain(part.names[0], new))
        for raw in new - part.odd - part.naming - part.fine:
            cell = self._read(part, raw)
            if cell is not None and not self._names_any(part, cell):
                part.fine.add(raw)
            elif cell is None or part.is_item:
                part.odd.add(raw)
            else:
                part.naming.add(raw)
        return not (part.odd.isdisjoint(new) and part.naming.isdisjoint(new))

    def _read(self, part: Part, raw: Any) -> Cell | None:
        """What a part of a line states; None where a line with it is to be judged by itself.

        Raises no `Contradiction`: what contradicts itself is told of the line as it stands.
        """
        cells = (raw,) if len(part.at) == 1 else raw
        read = self.desk.read_cells(part.names, cells, blanks=self.blanks)
        if read is None or not read[0].keys() <= part.facts or self._is_special(read[0]):
            return None
        cell = Cell(*read, self._around)
        try:
            for name in cell.known:
                cell.facts[name]
            for inner in cell.facts.contained():
                inner.settle()
        except Contradiction:
            return None
        return cell

    def _is_special(self, known: dict[str, Known]) -> bool:
        """Whether a column states what a line is judged by that has it, or is not believed."""
        return PARAGRAPH in known or any(
            name in self._of_whole_lists and each.value == Choice.of("yes")
            for name, each in known.items()
        )

    def _names_any(self, part: Part, cell: Cell) -> bool:
        """Whether a cell names a party that may be on a list.

        Who is known with the item, such as its maker, is looked up at the root, with the day.
        """
        with_item = self._of_item if part.is_item else ()
        return any(
            self._is_listed(name, known)
            for name, known in cell.known.items()
            if name not in with_item
        )

    def _is_listed(self, name: str, known: Known) -> bool:
        """Whether a party may be on a list."""
        screen = self._screens.get(name)
        if screen is None and name not in self._screens:
            lists = [each for each in self._lists if name in each.parties]
            screen = self._screens[name] = Screen(lists) if lists else None
        return screen is not None and screen.may_find(known)


def keep(kept: dict[Any, Cell], raw: Any, cell: Cell, most: int = MOST_KEPT) -> None:
    """Keep a cell by what is written in it, among at most so many."""
    if len(kept) >= most:
        kept.clear()
    kept[raw] = cell
