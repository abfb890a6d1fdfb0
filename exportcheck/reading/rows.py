"""A row: one line of an order file, as it was written, whatever kind of file it stands in.

A row has the names of facts and a cell for each; what a cell means is found later, and its place is
worked out only when something has to be said about it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.reading.entries import Entry, as_written

# What a heading that the configuration maps to `ignore` is called here. No heading is spelled so,
# for the blanks around one are left out: only who says so leaves a column out.
IGNORED = " ignore"


class Row:
    """The names of the facts that a line states, what is written for each, and where it stands.

    `blanks` says whether an empty cell states nothing, as in a table; elsewhere it is a mistake.
    """

    blanks = False
    __slots__ = ("cells", "file", "line", "names", "number")

    def __init__(
        self, names: tuple[str, ...], cells: Sequence[Any], file: str, line: int, number: int
    ) -> None:
        self.names, self.cells = names, cells
        self.file, self.line, self.number = file, line, number

    @property
    def place(self) -> Place:
        return Place(self.file, self.line, 1)

    def entries(self) -> list[Entry]:
        """The facts, each with its place."""
        return [
            Entry(name, cell, self.place) for name, cell in zip(self.names, self.cells, strict=True)
        ]

    @property
    def texts(self) -> Sequence[str]:
        """What is written for each fact, as text."""
        return tuple(map(as_written, self.cells))

    @property
    def written(self) -> tuple[tuple[str, str], ...]:
        """The facts as text, in the order of the line."""
        return tuple(zip(self.names, self.texts, strict=True))


class PlacedRow(Row):
    """A row of facts whose places are known already."""

    __slots__ = ("_entries", "_place")

    def __init__(self, entries: list[Entry], place: Place, number: int) -> None:
        names = tuple(entry.name for entry in entries)
        cells = tuple(entry.written for entry in entries)
        super().__init__(names, cells, place.file, place.line, number)
        self._entries, self._place = entries, place

    @property
    def place(self) -> Place:
        return self._place

    def entries(self) -> list[Entry]:
        return self._entries


@dataclass(frozen=True, slots=True)
class Columns:
    """How the headings of foreign files are named here: `Ship-to country` is `destination`."""

    named: Mapping[str, str]

    def fact(self, heading: str) -> str:
        """The fact that a heading stands for, or `IGNORED`."""
        if self.named.get(heading) == IGNORED.strip():
            return IGNORED
        return self.named.get(heading, heading)


OWN_NAMES = Columns({})


def problem(
    place: Place, code: str, message: str, help: str, width: int = 1, line: Place | None = None
) -> Problem:
    return Problem(place=place, code=code, message=message, help=help, width=width, line=line)
