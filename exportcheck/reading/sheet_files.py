"""Excel workbooks and Parquet files: rows under a heading, as CSV has them.

They are read by optional libraries. A cell that has a type of its own is written out as text: a day
as 2025-05-01, yes and no for true and false, a number in its shortest exact form. What a reader of
the table sees in a cell and the file does not say there is a mistake, never a fact left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.reading.entries import Entry
from exportcheck.reading.headings import facts_named
from exportcheck.reading.rows import IGNORED, Columns, Row, problem

EXTRA = "pip install 'exportcheck[tables]'"


def excel_rows(
    path: Path, shown: str, catalogue: Catalogue, columns: Columns
) -> Iterator[Row | Problem]:
    """The rows of the first sheet of a workbook; what stands on another is a problem."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        yield _without("openpyxl", shown, "an Excel workbook")
        return
    with path.open("rb") as file, path.open("rb") as again:
        try:
            book = load_workbook(file, read_only=True, data_only=True)
            formulas = load_workbook(again, read_only=True)
        except Exception as error:  # whatever a broken archive raises
            message = f"it is not a workbook ({error})"
            yield problem(Place(shown), "EC001", message, "save it as .xlsx")
            return
        for sheet in (*book.worksheets, *formulas.worksheets):
            # Some programs write an area that is too small; cells beyond it would not be read.
            sheet.reset_dimensions()
        yield from _sheets(book, formulas, shown, catalogue, columns)


def _sheets(
    book: Any, formulas: Any, shown: str, catalogue: Catalogue, columns: Columns
) -> Iterator[Row | Problem]:
    """The rows of a workbook that was opened twice: for its values, and for its formulas."""
    broken: list[Problem] = []
    try:
        rows = _until_broken(_first_sheet(book, formulas), shown, broken)
        yield from _rows(next(rows, ()), rows, shown, catalogue, columns)
        others = (
            (sheet.title,)
            for sheet in formulas.worksheets[1:]
            if any(
                cell not in (None, "") for row in sheet.iter_rows(values_only=True) for cell in row
            )
        )
        for (title,) in _until_broken(others, shown, broken):
            yield problem(
                Place(shown),
                "EC001",
                f"the sheet `{title}` is not read, and it is not empty",
                "put its lines on the first sheet, or in a file of their own",
            )
        yield from broken[:1]
    finally:
        book.close()
        formulas.close()


def _first_sheet(book: Any, formulas: Any) -> Iterator[tuple[Any, ...]]:
    if not book.worksheets:
        return
    saved, written = book.worksheets[0], formulas.worksheets[0]
    rows = _values(saved, written, formulas)
    merged = _merged(formulas, written)
    yield from _uncovered(rows, merged) if merged else rows


@dataclass(frozen=True, slots=True)
class _Unread:
    """A cell that seems to say something, and what it says cannot be told."""

    message: str
    help: str


# The cells of a sheet that are shown as one: columns and rows of the first and of the last.
_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\s(?:[^>]*\s)?ref\s*=\s*["']\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)"""
)
_CHUNK, _OVERLAP = 1024 * 1024, 256


def _merged(book: Any, sheet: Any) -> list[tuple[int, int, int, int]]:
    """First row, first column, last row and last column of merged cells, by their first row.

    The library that reads a sheet row by row does not tell them.
    """
    from openpyxl.utils import column_index_from_string as index_of

    found: set[tuple[int, int, int, int]] = set()
    with book._archive.open(sheet._worksheet_path) as file:
        text = b""
        while more := file.read(_CHUNK):
            text = text[-_OVERLAP:] + more
            found.update(
                (int(top), index_of(left.decode()), int(bottom), index_of(right.decode()))
                for left, top, right, bottom in _MERGED.findall(text)
            )
    return sorted(found)


def _uncovered(
    rows: Iterator[tuple[Any, ...]], merged: Sequence[tuple[int, int, int, int]]
) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet; a cell that shows the value of another one is not empty."""
    waiting = list(reversed(merged))
    shown: list[tuple[tuple[int, int, int, int], Any]] = []
    for number, row in enumerate(rows, 1):
        shown = [each for each in shown if each[0][2] >= number]
        while waiting and waiting[-1][0] <= number:
            area = waiting.pop()
            value = row[area[1] - 1] if area[1] <= len(row) else None
            if cell_text(value):
                shown.append((area, value))
        if not shown or number == 1:
            yield row
            continue
        cells = list(row)
        for (top, left, _, right), _value in shown:
            cells += [None] * (right - len(cells))
            for index in range(left - 1, right):
                if cells[index] is None and (number, index) != (top, left - 1):
                    cells[index] = _Unread(
                        f"the cell is merged with one of row {top}, whose value it shows",
                        "split merged cells, and write the value into each line that it is for",
                    )
        yield tuple(cells)


def _values(saved: Any, written: Any, book: Any) -> Iterator[tuple[Any, ...]]:
    """The values of cells; a formula without one is not empty, unless it says so itself."""
    empty: set[tuple[int, int]] | None = None
    both = zip(saved.iter_rows(values_only=True), written.iter_rows(values_only=True), strict=True)
    for number, (values, formulas) in enumerate(both, 1):
        cells = list(values)
        for index, (value, formula) in enumerate(zip(values, formulas, strict=True)):
            if value == 0 and value != formula and book.calculation.fullCalcOnLoad:
                cells[index] = _Unread(
                    "the cell is a formula, whose 0 may stand for what is not worked out yet",
                    "have the spreadsheet work it out and save it, or write the value",
                )
                continue
            if value is not None or formula is None:
                continue
            if empty is None:
                empty = _empty_texts(book, written)
            if (number, index + 1) not in empty:
                cells[index] = _Unread(
                    "the cell is a formula, and no value of it is saved",
                    "have the spreadsheet work it out and save it; clear the cell if it states "
                    "nothing",
                )
        yield tuple(cells)


# A cell of a formula whose value is a text without a character, as a spreadsheet saves it.
_EMPTY_TEXT = re.compile(
    rb"""<c\s([^>]*)>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*<v\s*(?:/>|></v>)\s*</c>"""
)
_ITS_PLACE = re.compile(rb"""(?<!\S)r=["']([A-Z]+)(\d+)["']""")
_IS_TEXT = re.compile(rb"""(?<!\S)t=["']str["']""")
# The longest formula, with what is written for some of its characters.
_LONGEST = 64 * 1024


def _empty_texts(book: Any, sheet: Any) -> set[tuple[int, int]]:
    """Row and column of each formula that has been worked out, and shows nothing.

    A formula that no program has worked out has the kind of a number, or no value at all.
    """
    from openpyxl.utils import column_index_from_string as index_of

    found: set[tuple[int, int]] = set()
    with book._archive.open(sheet._worksheet_path) as file:
        text = b""
        while more := file.read(_CHUNK):
            text = text[-_LONGEST:] + more
            for (told,) in (each.groups() for each in _EMPTY_TEXT.finditer(text)):
                place = _ITS_PLACE.search(told)
                if place is not None and _IS_TEXT.search(told) is not None:
                    found.add((int(place[2]), index_of(place[1].decode())))
    return found


def _until_broken(
    rows: Iterator[tuple[Any, ...]], shown: str, broken: list[Problem]
) -> Iterator[tuple[Any, ...]]:
    """The rows of a file as far as it can be read, and the problem that ends them, if any."""
    number = 0
    try:
        for row in rows:
            number += 1
            yield row
    except Exception as error:  # whatever a file that is broken in its midst raises
        message = f"it cannot be read beyond row {number} ({error})"
        broken.append(problem(Place(shown), "EC001", message, "save it anew"))


def parquet_rows(
    path: Path, shown: str, catalogue: Catalogue, columns: Columns
) -> Iterator[Row | Problem]:
    """The rows of a Parquet file, a batch at a time."""
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError:
        yield _without("pyarrow", shown, "a Parquet file")
        return
    with path.open("rb") as opened:
        try:
            file = ParquetFile(opened)
        except Exception as error:  # whatever a broken file raises
            yield problem(Place(shown), "EC001", f"it is not a Parquet file ({error})", "")
            return
        yield from _batches(file, shown, catalogue, columns)


def _batches(
    file: Any, shown: str, catalogue: Catalogue, columns: Columns
) -> Iterator[Row | Problem]:
    """The rows of a Parquet file that is open."""
    broken: list[Problem] = []
    read = (
        row
        for batch in file.iter_batches(batch_size=8192)
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)
    )
    rows = _until_broken(read, shown, broken)
    yield from _rows(tuple(file.schema_arrow.names), rows, shown, catalogue, columns)
    yield from broken


def _without(library: str, shown: str, what: str) -> Problem:
    return problem(
        Place(shown), "EC001", f"{what} is read by `{library}`, which is not installed", EXTRA
    )


def _rows(
    heading: tuple[Any, ...],
    rows: Iterator[tuple[Any, ...]],
    shown: str,
    catalogue: Catalogue,
    columns: Columns,
) -> Iterator[Row | Problem]:
    unread = [
        problem(Place(shown, 1, column), "EC201", f"the heading: {cell.message}", cell.help)
        for column, cell in enumerate(heading, 1)
        if isinstance(cell, _Unread)
    ]
    if unread:
        yield from unread
        return
    headings = ["" if cell is None else str(cell).strip() for cell in heading]
    while headings and not headings[-1]:  # as where cells beside the table have a frame
        headings.pop()
    if not headings and (heading or any(cell_text(cell) for row in rows for cell in row)):
        help = "write the names of facts in the first row: id, item.sku, destination"
        yield problem(Place(shown, 1, 1), "EC101", "the first row has no heading", help)
        return
    places = [Place(shown, 1, column) for column in range(1, len(headings) + 1)]
    names, problems = facts_named(headings, places, catalogue, columns)
    yield from problems
    if problems:
        return
    taken = tuple(index for index, name in enumerate(names) if name != IGNORED)
    shape = tuple(names[index] for index in taken)
    for number, row in enumerate(rows, 1):
        start = Place(shown, number + 1, 1)
        if any(cell_text(cell) for cell in row[len(names) :]):
            yield problem(
                start,
                "EC107",
                f"the line has cells beyond the {len(names)} of the heading",
                "give their column a heading, or remove them",
            )
            continue
        cells = [_cell(row[index]) if index < len(row) else None for index in taken]
        unread = [
            problem(
                Place(shown, number + 1, index + 1),
                "EC107",
                f"`{names[index]}`: {cell.message}",
                cell.help,
                line=start,
            )
            for cell, index in zip(cells, taken, strict=True)
            if isinstance(cell, _Unread)
        ]
        if unread:
            yield from unread
        elif any(cell is not None for cell in cells):
            yield SheetRow(taken, shape, cells, shown, number)


class SheetRow(Row):
    """A row of a sheet, the place of each of whose cells is its row and its column."""

    __slots__ = ("_taken",)

    def __init__(
        self,
        taken: tuple[int, ...],
        names: tuple[str, ...],
        cells: Sequence[Any],
        file: str,
        number: int,
    ) -> None:
        super().__init__(names, cells, file, number + 1, number)
        self._taken = taken

    def entries(self) -> list[Entry]:
        return [
            Entry(name, cell, Place(self.file, self.line, index + 1))
            for name, cell, index in zip(self.names, self.cells, self._taken, strict=True)
        ]


def _cell(cell: Any) -> str | bool | _Unread | None:
    """A typed cell as a line has it: yes and no stay what they are, for no name is one of them."""
    if isinstance(cell, (bool, _Unread)):
        return cell
    if isinstance(cell, (list, tuple, dict)):
        return _Unread("the cell holds several values", "a cell states one")
    if isinstance(cell, timedelta):
        return _Unread("the cell holds a span of time", "no fact is one: write it as text")
    if isinstance(cell, bytes):
        try:
            return cell.decode() or None
        except UnicodeDecodeError:
            return _Unread("the cell holds bytes that are not UTF-8 text", "write it as text")
    return cell_text(cell) or None


def cell_text(cell: Any) -> str:
    """A typed cell as a person writes it in a CSV file."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second, cell.microsecond) == (0, 0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{Decimal(repr(cell)):f}"
    if isinstance(cell, Decimal):
        told = f"{cell:f}"
        return told.rstrip("0").rstrip(".") if "." in told else told
    return str(cell)
