"""Lines of a block at work, and each as it is judged whole: by what its parts state.

What stands in a part was read once for all lines that have it, so a line is put together from that
rather than read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from exportcheck.batch.columns import Cell, Part
from exportcheck.batch.days import Dated
from exportcheck.batch.desks import Block
from exportcheck.batch.naming import NOTHING_SAID, Naming, Said
from exportcheck.batch.tree import Tree
from exportcheck.core.determine import determine
from exportcheck.core.facts import Facts, Known
from exportcheck.core.judgments import Determination
from exportcheck.core.shipment import Judged, Shipment
from exportcheck.core.truth import Truth

A = TypeVar("A")


@dataclass(slots=True)
class Lines:
    """A block at work: what is written in each part and the day, line by line.

    Lines that are `apart` are judged by themselves. For those that name a party which may be on a
    list it is kept what the lists have `said`.
    """

    block: Block
    written: Sequence[Sequence[Any]]
    dated: Sequence[Dated | None]
    apart: set[int]
    said: dict[int, Said] = field(default_factory=dict)

    def add(self, named: Iterable[int], naming: Naming) -> None:
        """Look up the names of lines; where that is not enough, a line is judged by itself."""
        for index in named:
            dated = self.dated[index]
            if index in self.apart or dated is None:
                continue
            said = naming.said(self.written, index, dated[0])
            if said is None:
                self.apart.add(index)
            else:
                self.said[index] = said

    def day(self, index: int) -> date:
        """The day whose law applies to a line that is not judged by itself."""
        dated = self.dated[index]
        assert dated is not None, "a line without a day is judged by itself"
        return dated[0]


class WholeLines(Generic[A]):
    """Judges lines of one shape whole, none of which has to be read by itself.

    `cell` reads a part of a line.
    """

    def __init__(
        self, tree: Tree[A], parts: Sequence[Part], cell: Callable[[int, Any], Cell]
    ) -> None:
        self._tree, self._cell = tree, cell
        self._all = range(len(parts))
        self._has_item = bool(parts) and parts[0].is_item

    def item(self, lines: Lines, index: int) -> str:
        """What the item of a line is called."""
        return self._cell(0, lines.written[0][index]).item if self._has_item else ""

    def facts(self, lines: Lines, index: int, numbers: Iterable[int]) -> Facts:
        """What some parts of a line state, and what the lists say of it."""
        day = lines.day(index)
        around = self._tree.around
        if self._has_item:
            around = self._tree.item(self._cell(0, lines.written[0][index]), day).facts
        said = lines.said.get(index, NOTHING_SAID)
        known = self._known(lines, index, numbers)
        return around.with_known({**known, **self._tree.dated(day), **said.known})

    def determination(
        self, lines: Lines, index: int, truths: Sequence[Mapping[str, Truth]] = ()
    ) -> Determination:
        """The determination of a line; `truths` are those of the rules that are found for it.

        Raises `Contradiction` where the lists contradict what is stated.
        """
        return self._determined(lines, index, self._stated(lines, index), truths)

    def judged(
        self, lines: Lines, index: int, *, dated_today: bool, date_overridden: bool
    ) -> Judged:
        """A line with its own determination."""
        row = lines.block.row(index)
        facts = self._stated(lines, index)
        shipment = Shipment(
            id=lines.block.ids[index],
            item=self.item(lines, index),
            facts=facts,
            as_of=lines.day(index),
            place=row.place,
            written=row.written,
            dated_today=dated_today,
            date_overridden=date_overridden,
        )
        return Judged(shipment=shipment, determination=self._determined(lines, index, facts))

    def _determined(
        self,
        lines: Lines,
        index: int,
        stated: Facts,
        truths: Sequence[Mapping[str, Truth]] = (),
    ) -> Determination:
        """The determination of a line that states this."""
        day, is_screened = lines.day(index), index not in lines.said
        if is_screened and self._has_item:
            # What is kept of the lists says whether, and may say it of another name.
            cell = self._cell(0, lines.written[0][index])
            is_screened = self._tree.item(cell, day).facts is cell.facts
        return determine(self._tree.rulebooks, stated, day, truths=truths, is_screened=is_screened)

    def _stated(self, lines: Lines, index: int) -> Facts:
        """All that a line states; what follows for its item is not found anew."""
        around = self._tree.around
        if self._has_item:
            around = self._cell(0, lines.written[0][index]).facts
        known = self._known(lines, index, self._all)
        return around.with_known({**known, **self._tree.dated(lines.day(index))})

    def _known(self, lines: Lines, index: int, numbers: Iterable[int]) -> dict[str, Known]:
        cells = (self._cell(number, lines.written[number][index]) for number in numbers)
        return {name: known for cell in cells for name, known in cell.known.items()}
