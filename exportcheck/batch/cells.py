"""What is written in the parts of lines of one shape, read: each different cell once.

A cell says nothing odd, or a line that has it is judged by itself: one with a mistake in it, one
that contradicts itself or a list, or one that names a party that may be on a list.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from exportcheck.batch.columns import MOST_KEPT, NO_KEY, Cell, Part, of_item
from exportcheck.batch.desks import Desk
from exportcheck.core.facts import Contradiction, Facts, Known
from exportcheck.core.library import Library
from exportcheck.core.paragraphs import PARAGRAPH
from exportcheck.core.parties import Screen
from exportcheck.core.values import Choice


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
            keep(part.cells, raw, cell)
        return cell

    def some_are_odd(self, part: Part, new: Set[Any]) -> bool:
        """Read what is written in a part for the first time; whether something of it is odd."""
        if len(part.fine) + len(part.odd) > MOST_KEPT:
            part.fine.clear()
            part.odd = {NO_KEY}
        if part.is_apart:
            part.fine.update(self.desk.plain(part.names[0], new))
        for raw in new - part.odd - part.fine:
            (part.odd if self._read(part, raw) is None else part.fine).add(raw)
        return not part.odd.isdisjoint(new)

    def _read(self, part: Part, raw: Any) -> Cell | None:
        """What a part of a line states; None where a line with it is to be judged by itself.

        Raises no `Contradiction`: what contradicts itself is told of the line as it stands.
        """
        cells = (raw,) if len(part.at) == 1 else raw
        read = self.desk.read_cells(part.names, cells, blanks=self.blanks)
        if read is None or not read[0].keys() <= part.facts or self._is_special(part, read[0]):
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

    def _is_special(self, part: Part, known: dict[str, Known]) -> bool:
        """Whether a party may be on a list, or a column may contradict one, or is not believed.

        Who is known with the item, such as its maker, is looked up at the root, with the day.
        """
        return PARAGRAPH in known or any(
            (name in self._of_whole_lists and each.value == Choice.of("yes"))
            or (not (part.is_item and name in self._of_item) and self._is_listed(name, each))
            for name, each in known.items()
        )

    def _is_listed(self, name: str, known: Known) -> bool:
        """Whether a party may be on a list."""
        screen = self._screens.get(name)
        if screen is None and name not in self._screens:
            lists = [each for each in self._lists if name in each.parties]
            screen = self._screens[name] = Screen(lists) if lists else None
        return screen is not None and screen.may_find(known)


def keep(kept: dict[Any, Cell], raw: Any, cell: Cell) -> None:
    """Keep a cell by what is written in it, among so many."""
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[raw] = cell
