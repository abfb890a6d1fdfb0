"""Lines of a CSV file that were read: a row with its cells, and a block of lines that are plain.

Most lines of order files are plain: nothing in them is quoted, and every cell is the same to
whoever reads it. Such lines are cut into cells many at a time, and can be told again as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from string import ascii_letters, digits
from typing import Any, TypeAlias

from exportcheck.core.places import Place
from exportcheck.reading.blocks import Block
from exportcheck.reading.entries import Entry
from exportcheck.reading.rows import IGNORED, Row

MOST_CELL = 128 * 1024


# What a cell may have in it and is the same to whoever reads it, a spreadsheet or a terminal.
_HARMLESS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz ._:;/()-"


class Layout:
    """The columns of a file that are facts, and what stands between them."""

    def __init__(self, names: list[str], delimiter: str) -> None:
        self.delimiter, self.width = delimiter, len(names)
        self.taken = tuple(index for index, name in enumerate(names) if name != IGNORED)
        self.names = tuple(names[index] for index in self.taken)
        self.may_be_plain = delimiter.isascii() and delimiter not in ' -"' + ascii_letters + digits
        between = delimiter.encode() if self.may_be_plain else b","
        # What a plain block has in it, and all of that but what ends a cell.
        self.harmless = _HARMLESS + between + b"\n"
        self.inside = bytes(sign for sign in _HARMLESS if sign not in between)
        # Where a cell begins so that it is odd, there is `-` after the end of a line.
        odd = b" :".replace(between, b"")
        self.begins = bytes.maketrans(between + odd, b"\n" + b"-" * len(odd))
        self.ends = between * (self.width - 1) + b"\n"


class CsvRow(Row):
    """A row of a CSV file."""

    blanks = True
    __slots__ = ("_layout", "_raw")

    def __init__(
        self,
        layout: Layout,
        cells: list[str],
        file: str,
        line: int,
        number: int,
        raw: tuple[str, ...],
    ) -> None:
        taken = layout.taken
        if len(taken) != len(cells):
            cells = [cells[index] for index in taken]
        super().__init__(layout.names, cells, file, line, number)
        self._layout, self._raw = layout, raw

    @property
    def texts(self) -> Sequence[str]:
        """What is written for each fact: a cell of such a file is text."""
        return self.cells

    def entries(self) -> list[Entry]:
        begins = list(starts("".join(self._raw), self._layout.delimiter))
        places = [Place(self.file, self.line + down, column) for down, column in begins]
        return [
            Entry(
                name,
                cell or None,
                places[index] if index < len(places) else self.place,
                max(len(cell.partition("\n")[0]), 1),
            )
            for name, cell, index in zip(self.names, self.cells, self._layout.taken, strict=True)
        ]


class PlainBlock(Block):
    """Lines of a CSV file in which every cell is harmless: nothing is quoted, and no cell is odd.

    `written` are the lines as they stand in the file, without their ends.
    """

    blanks = True

    def __init__(
        self, layout: Layout, lines: list[str], cells: list[str], file: str, line: int, number: int
    ) -> None:
        self._layout, self._cells = layout, cells
        self.written, self._file = lines, file
        self._line, self._number = line, number
        self.names = layout.names
        self.ids = [str(number + step) for step in range(len(lines))]
        if "id" in self.names:
            stated = self.columns[self.names.index("id")]
            self.ids = stated if "" not in stated else list(map(_either, stated, self.ids))

    def __len__(self) -> int:
        return len(self.written)

    @cached_property
    def columns(self) -> Sequence[Sequence[str]]:
        step = self._layout.width
        return tuple(self._cells[index::step] for index in self._layout.taken)

    @property
    def lines(self) -> range:
        return range(self._line, self._line + len(self))

    @property
    def file(self) -> str:
        return self._file

    @property
    def as_csv(self) -> list[str] | None:
        layout = self._layout
        if len(layout.taken) < layout.width:
            return None
        if layout.delimiter == ",":
            return self.written
        return [line.replace(layout.delimiter, ",") for line in self.written]

    def row(self, index: int) -> Row:
        line = self.written[index]
        cells = line.split(self._layout.delimiter)
        return CsvRow(
            self._layout, cells, self._file, self.lines[index], self._number + index, (line,)
        )

    def part(self, start: int, stop: int) -> Block:
        width = self._layout.width
        return PlainBlock(
            self._layout,
            self.written[start:stop],
            self._cells[start * width : stop * width],
            self._file,
            self._line + start,
            self._number + start,
        )

    def __reduce__(self) -> tuple[Any, ...]:
        # To another process only the lines are sent.
        lines = "\n".join(self.written)
        return _again, (self._layout, lines, self._file, self._line, self._number)


def _again(layout: Layout, lines: str, file: str, line: int, number: int) -> PlainBlock:
    """The block of lines of which it is known that all their cells are plain."""
    return PlainBlock(layout, lines.split("\n"), _cells(lines, layout), file, line, number)


def _cells(lines: str, layout: Layout) -> list[str]:
    """The cells of lines in which nothing is quoted, and as many as the heading has in each."""
    return lines.replace("\n", layout.delimiter).split(layout.delimiter)


def _either(stated: str, number: str) -> str:
    return stated or number


def plain_block(text: str, layout: Layout, file: str, line: int, number: int) -> PlainBlock | None:
    """The block of whole lines, if all their cells are plain: harmless, and not quoted."""
    # Nothing is quoted here, so that an end of a line is one, however it is written.
    text = text.replace("\r\n", "\n").removesuffix("\n")
    if layout.width == 1 or not (layout.may_be_plain and text.isascii()):
        return None
    signs = f"{text}\n".encode()
    if signs.translate(None, layout.harmless):
        return None
    # What begins with a blank is a mistake, with a sign a formula, and with `::` a command.
    if b"\n-" in b"\n" + signs.translate(layout.begins):
        return None
    # Each line has as many cells as the heading.
    ends = signs.translate(None, layout.inside)
    if ends != layout.ends * ends.count(b"\n"):
        return None
    if len(text) >= MOST_CELL and max(map(len, text.split("\n"))) >= MOST_CELL:
        return None
    return _again(layout, text, file, line, number)


def starts(raw: str, delimiter: str) -> Iterator[tuple[int, int]]:
    """The line, from 0 on, and the column at which each cell of a row begins."""
    quoted = False
    down, before = 0, 0
    yield 0, 1
    for index, character in enumerate(raw):
        if character == '"':
            quoted = not quoted
        elif character == delimiter and not quoted:
            yield down, index - before + 2
        elif character == "\n" or (character == "\r" and raw[index + 1 : index + 2] != "\n"):
            down, before = down + 1, index + 1


Spot: TypeAlias = tuple[int, int] | None


def misquoted(record: Sequence[str], delimiter: str) -> tuple[Spot, Spot]:
    """Where the quote opens that is wrong in the lines of a row, and what follows where it closes.

    A line is counted from 0 on, a column from 1. Nothing follows one that is not closed.
    """
    opened: Spot = None
    begins = True  # whether a cell begins here
    for down, line in enumerate(record):
        at = 0
        while at < len(line):
            character = line[at]
            if opened is None:
                if begins and character == '"':
                    opened = (down, at + 1)
                begins = character == delimiter
            elif character == '"':
                follows = line[at + 1 : at + 2]
                if follows == '"':
                    at += 1
                elif follows in ("", delimiter, "\r", "\n"):
                    opened = None
                else:
                    return opened, (down, at + 2)
            at += 1
    return opened, None
