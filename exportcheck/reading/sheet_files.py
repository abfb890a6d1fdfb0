"""Excel workbooks and Parquet files: rows under a heading, as CSV has them.

They are read by optional libraries. A cell that has a type of its own is written out as text: a day
as 2025-05-01, yes and no for true and false, a number in its shortest exact form.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
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
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        formulas = load_workbook(path, read_only=True)
    except Exception as error:  # whatever a broken archive raises
        yield problem(Place(shown), "EC001", f"it is not a workbook ({error})", "save it as .xlsx")
        return
    try:
        rows = (
            tuple(map(_value, saved, written))
            for saved, written in zip(
                book.worksheets[0].iter_rows(values_only=True),
                formulas.worksheets[0].iter_rows(values_only=True),
                strict=True,
            )
        )
        yield from _rows(next(rows, ()), rows, shown, catalogue, columns)
        for sheet in formulas.worksheets[1:]:
            if any(
                cell not in (None, "") for row in sheet.iter_rows(values_only=True) for cell in row
            ):
                yield problem(
                    Place(shown),
                    "EC001",
                    f"the sheet `{sheet.title}` is not read, and it is not empty",
                    "put its lines on the first sheet, or in a file of their own",
                )
    finally:
        book.close()
        formulas.close()


def _value(saved: Any, written: Any) -> Any:
    """The value of a cell; a formula without one stands for itself, since it is not empty."""
    return written if saved is None else saved


def parquet_rows(
    path: Path, shown: str, catalogue: Catalogue, columns: Columns
) -> Iterator[Row | Problem]:
    """The rows of a Parquet file, a batch at a time."""
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError:
        yield _without("pyarrow", shown, "a Parquet file")
        return
    try:
        file = ParquetFile(path)
    except Exception as error:  # whatever a broken file raises
        yield problem(Place(shown), "EC001", f"it is not a Parquet file ({error})", "")
        return
    rows = (
        row
        for batch in file.iter_batches(batch_size=8192)
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)
    )
    yield from _rows(tuple(file.schema_arrow.names), rows, shown, catalogue, columns)


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
    headings = ["" if cell is None else str(cell).strip() for cell in heading]
    places = [Place(shown, 1, 1)] * len(headings)
    names, problems = facts_named(headings, places, catalogue, columns)
    yield from problems
    if problems:
        return
    taken = [index for index, name in enumerate(names) if name != IGNORED]
    shape = tuple(names[index] for index in taken)
    for number, row in enumerate(rows, 1):
        if any(cell_text(cell) for cell in row[len(names) :]):
            yield problem(
                Place(shown, number + 1, 1),
                "EC107",
                f"the line has cells beyond the {len(names)} of the heading",
                "give their column a heading, or remove them",
            )
            continue
        cells = [_cell(row[index]) if index < len(row) else None for index in taken]
        if any(cell is not None for cell in cells):
            yield Row(shape, cells, shown, number + 1, number)


def _cell(cell: Any) -> str | bool | None:
    """A typed cell as a line has it: yes and no stay what they are, for no name is one of them."""
    return cell if isinstance(cell, bool) else cell_text(cell) or None


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
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)
