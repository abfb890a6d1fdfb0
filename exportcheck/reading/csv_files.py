"""CSV files: the delimiter is found from the heading, and every cell is text."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from io import StringIO
from typing import TextIO

from exportcheck.core.catalogue import NUMERIC_KINDS, Catalogue
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.reading.blocks import Block
from exportcheck.reading.csv_lines import MOST_CELL, CsvRow, Layout, misquoted, plain_block, starts
from exportcheck.reading.encodings import not_text
from exportcheck.reading.headings import facts_named
from exportcheck.reading.rows import IGNORED, Columns, Row, problem

DELIMITERS = (",", ";", "\t", "|")
# A number with points before each three digits.
_THOUSANDS = re.compile(r"\s*[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])", re.ASCII)
# What Excel may write in the first line, to say what parts the cells.
_SEPARATOR = re.compile(r'"?sep=([^\w"\r\n])"?\s*', re.IGNORECASE)
NUL = "NUL character"


# How much of a file is looked at together, in characters, and how much where some line in that is
# not plain.
TOGETHER, LESS = 256 * 1024, 32 * 1024


class _Lines:
    """The lines of a file, one by one or some together; those of one row are kept by who asks."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._waiting: deque[str] = deque()
        self._ahead = ""
        self.record: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._ahead and not self._waiting:
            self.give_back(self._ahead)
            self._ahead = ""
        line = self._waiting.popleft() if self._waiting else self._file.readline()
        if not line:
            raise StopIteration
        self.number += 1
        self.record.append(line)
        if "\0" in line:
            raise csv.Error(f"it has a {NUL}, which no text has")
        return line

    def __bool__(self) -> bool:
        """Whether lines wait that were given back."""
        return bool(self._waiting)

    def together(self) -> str:
        """Some whole lines, or nothing at the end."""
        text, self._ahead = self._ahead, ""
        if not text:
            text = self._file.read(TOGETHER)
            text += self._file.readline() if text else ""
        return text

    def less_of(self, text: str) -> str:
        """The first lines of some, where there are many; the others come after them."""
        end = text.find("\n", LESS) + 1 or len(text)
        self._ahead = text[end:]
        return text[:end]

    def give_back(self, text: str) -> None:
        """Have lines come one by one after all."""
        self._waiting.extend(StringIO(text, newline=""))


def csv_rows(
    file: TextIO,
    shown: str,
    catalogue: Catalogue,
    columns: Columns,
    delimiter: str = "",
) -> Iterator[Row | Block | Problem]:
    """The rows under the heading of a CSV file, and a problem wherever there is one."""
    csv.field_size_limit(MOST_CELL)
    lines = _Lines(file)
    try:
        heading = next(lines, "")
        said = _SEPARATOR.fullmatch(heading)
        if said is not None:
            # Excel writes and reads this line; it says what parts the cells, and is no heading.
            delimiter = delimiter or said[1]
            heading = next(lines, "")
    except csv.Error as error:
        yield problem(Place(shown, lines.number, 1), "EC001", *not_text(lines.record[-1], error))
        return
    top = max(lines.number, 1)
    if not heading.strip():
        yield problem(
            Place(shown, top, 1),
            "EC101",
            "the file has no heading",
            "write the names of facts in the first line: id,item.sku,destination",
        )
        return
    delimiter = delimiter or _delimiter(heading, catalogue, columns)
    reader = csv.reader(_Chained(heading, lines), delimiter=delimiter, strict=True)
    try:
        headings = next(reader)
    except (csv.Error, StopIteration) as error:
        yield problem(Place(shown, top, 1), "EC001", f"the heading is not CSV: {error}", "")
        return
    begins = [*starts(heading, delimiter), *[(0, 1)] * len(headings)]
    places = [Place(shown, top, begins[index][1]) for index in range(len(headings))]
    names, problems = facts_named(headings, places, catalogue, columns)
    yield from problems
    if problems:
        return
    numbers = _numbers(names, catalogue)
    rows = _rows(lines, shown, Layout(names, delimiter), plain=delimiter == "," or not numbers)
    if delimiter == "," or not numbers:
        yield from rows
        return
    for row in rows:
        grouped = list(_grouped(row, numbers)) if isinstance(row, Row) else []
        yield from grouped or (row,)


def _numbers(names: list[str], catalogue: Catalogue) -> list[str]:
    """The columns that are numbers."""
    return [name for name in names if name in catalogue and catalogue[name].kind in NUMERIC_KINDS]


def _grouped(row: Row, numbers: list[str]) -> Iterator[Problem]:
    """The numbers whose points may set off thousands.

    Where cells are not parted by commas, a comma is often the decimal point and a point no more
    than a space: `4.800` is 4800 to one reader and 4.8 to another.
    """
    if not any(map(_THOUSANDS.match, row.texts)):
        return
    for entry in row.entries():
        found = _THOUSANDS.match(str(entry.written or ""))
        if entry.name in numbers and found is not None:
            number = found[0].strip()
            yield problem(
                entry.place,
                "EC401",
                f"`{entry.name}` is {number}, whose point may set off thousands",
                f"write {number.replace('.', '')} if it does, and {number}0 if it does not",
                entry.width,
                row.place,
            )


def _rows(
    lines: _Lines, shown: str, layout: Layout, *, plain: bool
) -> Iterator[Row | Block | Problem]:
    """What follows the heading, in blocks as far as that may be `plain`."""
    number = 0
    while text := lines.together():
        at = (layout, shown, lines.number + 1, number + 1)
        block = plain_block(text, *at) if plain else None
        if block is None and len(text) > LESS:
            text = lines.less_of(text)
            block = plain_block(text, *at) if plain else None
        if block is not None:
            yield block
            lines.number += len(block)
            number += len(block)
            continue
        lines.give_back(text)
        reader = csv.reader(lines, delimiter=layout.delimiter, strict=True)
        while lines:
            lines.record.clear()
            line = lines.number + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                yield _no_csv(error, lines, layout.delimiter, shown)
                if len(lines.record) > 1 or NUL in str(error):
                    return
                # The line is broken in itself, and the next begins a row.
                number += 1
                continue
            if not cells:
                continue
            number += 1
            if len(cells) != layout.width:
                yield _uneven(cells, layout.width, Place(shown, line, 1), layout.delimiter)
                continue
            yield CsvRow(layout, cells, shown, line, number, tuple(lines.record))


def _no_csv(error: csv.Error, lines: _Lines, delimiter: str, shown: str) -> Problem:
    """What is wrong with the lines of a row that the reader cannot part into cells."""
    first = lines.number - len(lines.record) + 1
    if NUL in str(error):
        message = f"the line is not CSV: {error}"
        help = "save it anew; what follows is not read"
        return problem(Place(shown, lines.number, 1), "EC001", message, help)
    open_at, after = misquoted(lines.record, delimiter)
    rest = "; what follows is not read" if len(lines.record) > 1 else ""
    if open_at is None:
        return problem(Place(shown, first, 1), "EC001", f"the line is not CSV: {error}", rest[2:])
    place = Place(shown, first + open_at[0], open_at[1])
    twice = 'write a quote within a cell twice, `""`'
    if after is None:
        message = "the quote that opens here is not closed"
        return problem(place, "EC001", message, f"close it, or {twice}{rest}")
    if after[0] == open_at[0]:
        place = Place(shown, place.line, after[1])
        return problem(place, "EC001", "text after the quote that closes", f"{twice}{rest}")
    closes = first + after[0]
    message = f"the quote that opens here closes in line {closes}, and text follows it"
    return problem(place, "EC001", message, f"close it in its own line, or {twice}{rest}")


def _uneven(cells: list[str], width: int, place: Place, delimiter: str) -> Problem:
    few = len(cells) < width
    return problem(
        place,
        "EC107",
        f"the line has {len(cells)} cell{'' if len(cells) == 1 else 's'}, and the heading {width}",
        f"cells are missing, or the delimiter is not {delimiter!r}"
        if few
        else f"put a cell that has {delimiter!r} in it in quotes",
    )


class _Chained:
    """The heading again, and the lines after it."""

    def __init__(self, heading: str, rest: _Lines) -> None:
        self._heading: str | None = heading
        self._rest = rest

    def __iter__(self) -> Iterator[str]:
        yield self._heading or ""
        yield from self._rest


def _delimiter(heading: str, catalogue: Catalogue, columns: Columns) -> str:
    """The delimiter by which most headings are names that are known."""

    def known(delimiter: str) -> tuple[int, int]:
        try:
            headings = next(csv.reader([heading], delimiter=delimiter))
        except (csv.Error, StopIteration):
            return 0, 0
        names = [columns.fact(each.strip()) for each in headings]
        return sum(n in catalogue or n in ("id", "item.sku", IGNORED) for n in names), len(names)

    return max(DELIMITERS, key=known)
