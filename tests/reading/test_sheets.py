"""Excel workbooks and Parquet files: what is seen in a cell is stated, or it is a mistake."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.reading.blocks import Block
from exportcheck.reading.order_files import OrderSource, rows_of, shipment_of
from exportcheck.reading.rows import Row
from exportcheck.reading.sheet_files import cell_text
from exportcheck.reading.shipments import ShipmentReader

HEADING = ["id", "item.sku", "destination", "end_user.name"]
Lines = Callable[..., list[str]]


@pytest.fixture
def lines(library: Library, tmp_path: Path) -> Lines:
    """What is found of each line of a workbook or of a Parquet file with that content."""

    def found(raw: bytes, kind: str = "excel") -> list[str]:
        path = tmp_path / "a"
        path.write_bytes(raw)
        reader = ShipmentReader(library, "ordinary", {}, None, date(2026, 9, 1))
        told = []
        for row in rows_of(OrderSource(str(path), kind), library.catalogue, shown="a"):
            assert not isinstance(row, Block)
            each = [row] if isinstance(row, Problem) else shipment_of(row, "", reader)
            told += [
                f"{one.place} {one.code} {one.message}" if isinstance(one, Problem) else "read"
                for one in each
            ]
        return told

    return found


def workbook(*rows: list[Any], change: Callable[[Any], None] | None = None) -> bytes:
    book = pytest.importorskip("openpyxl").Workbook()
    for row in (HEADING, *rows):
        book.active.append(row)
    if change is not None:
        change(book.active)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def parquet(**columns: Any) -> bytes:
    pyarrow = pytest.importorskip("pyarrow")
    saved = io.BytesIO()
    pytest.importorskip("pyarrow.parquet").write_table(pyarrow.table(columns), saved)
    return saved.getvalue()


def test_a_formula_without_a_value_is_not_the_name_of_anybody(lines: Lines) -> None:
    """It would be looked up in the lists as it is written, and not be found."""
    raw = workbook(["A", "NVIDIA T4", "DE", "=Customers!B7"])
    assert lines(raw) == [
        "a:2:4 EC107 `end_user.name`: the cell is a formula, and no value of it is saved"
    ]


@pytest.mark.parametrize("value", ["<v></v>", "<v />", "<v/>"])
@pytest.mark.parametrize(
    ("kind", "found"), [(' t="str"', "read"), ("", "no value of it is saved"), (None, "is saved")]
)
def test_a_formula_that_shows_nothing_states_nothing(
    lines: Lines, value: str, kind: str | None, found: str
) -> None:
    """A spreadsheet saves an empty text as a text; what it has not worked out is no text yet."""
    raw = workbook(["A", "NVIDIA T4", "DE", '=IF(A2="","x","")'], ["B", "NVIDIA T4", "DE", "C"])
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                cell = re.search(rb'<c r="D2"[^>]*>(<f>.*?</f>)<v ?/?>(?:</v>)?</c>', text)
                assert cell is not None
                if kind is None:
                    told = b'<c r="D2" t="str">' + cell[1] + b"</c>"
                else:
                    told = f'<c r="D2"{kind}>'.encode() + cell[1] + value.encode() + b"</c>"
                text = text.replace(cell[0], told)
            new.writestr(name, text)
    first, second = lines(changed.getvalue())
    assert first.endswith(found)
    assert second == "read"


def test_a_merged_cell_is_stated_of_no_line_but_the_first(lines: Lines) -> None:
    """Whoever sees SMIC beside two lines means both; the file has it in one."""
    rows = ["A", "NVIDIA T4", "DE", "ACME"], ["B", "NVIDIA T4", "DE", None]

    def merge(sheet: Any) -> None:
        sheet.merge_cells("D2:D3")
        sheet.merge_cells("B4:C5")  # with nothing in it
        sheet.merge_cells("F2:H3")  # beyond the heading

    assert lines(workbook(*rows, change=merge)) == [
        "read",
        "a:3:4 EC107 `end_user.name`: the cell is merged with one of row 2, whose value it shows",
    ]


def test_a_mistake_is_told_at_its_column(lines: Lines) -> None:
    """The row alone would have the reader search it."""
    raw = workbook(["A", "NVIDIA T4", "germany", None])
    assert lines(raw)[0].startswith("a:2:3 EC401 `destination`")


def test_cells_beside_the_table_that_are_empty_are_no_columns(lines: Lines) -> None:
    """A frame around the table makes the sheet wider than its heading."""

    def widen(sheet: Any) -> None:
        sheet["G3"] = ""
        sheet["H3"].number_format = "0.00"

    assert lines(workbook(["A", "NVIDIA T4", "DE", None], change=widen)) == ["read"]

    def leave_out(sheet: Any) -> None:
        sheet["B1"] = None
        sheet["C1"] = None

    raw = workbook(["A", "NVIDIA T4", "DE", None], change=leave_out)
    assert lines(raw) == [
        "a:1:2 EC201 the column has no heading",
        "a:1:3 EC201 the column has no heading",
    ]

    def move_down(sheet: Any) -> None:
        sheet.insert_rows(1)

    raw = workbook(["A", "NVIDIA T4", "DE", None], change=move_down)
    assert lines(raw) == ["a:1:1 EC101 the first row has no heading"]


def rewritten(raw: bytes, name: str, *changes: tuple[str, str]) -> bytes:
    """A workbook in which a file of its archive says something else."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(saved, "w") as new:
        for each in old.namelist():
            text = old.read(each)
            if each == name:
                for pattern, instead in changes:
                    text, count = re.subn(pattern.encode(), instead.encode(), text)
                    assert count, pattern
            new.writestr(each, text)
    return saved.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("area", ["A1", "A1:B2", "A1:D2"])
def test_the_area_that_a_sheet_says_it_has_is_not_believed(lines: Lines, area: str) -> None:
    """Some programs write one that is too small, and the lines and columns beyond it passed."""
    raw = workbook(["A", "NVIDIA T4", "DE", None], ["B", "NVIDIA T4", "germany", None])
    raw = rewritten(raw, SHEET, ('<dimension ref="[^"]*"', f'<dimension ref="{area}"'))
    found = lines(raw)
    assert found[0] == "read"
    assert found[1].startswith("a:3:3 EC401 `destination`")


@pytest.mark.parametrize(
    "written",
    ['<mergeCell ref="D2:D3"', '<mergeCell\n ref = "D2:D3"', "<mergeCell ref='$D$2:$D$3'"],
)
def test_a_merged_cell_is_seen_where_its_row_ends_before_it(lines: Lines, written: str) -> None:
    """A row need not have the cells that another one covers."""
    raw = workbook(["A", "NVIDIA T4", "DE", "SMIC"], ["B", "NVIDIA T4", "DE"])
    raw = rewritten(
        raw, SHEET, ("</sheetData>", f'</sheetData><mergeCells count="1">{written}/></mergeCells>')
    )
    assert lines(raw)[1].startswith("a:3:4 EC107 `end_user.name`: the cell is merged")


@pytest.mark.parametrize(
    ("calculated", "told"), [("1", "a:2:5 EC107 `quantity`"), ("0", "a:2:1 EC402 a shipment is of")]
)
def test_a_zero_of_a_formula_that_is_still_to_be_worked_out_is_none(
    lines: Lines, calculated: str, told: str
) -> None:
    """Some programs save a 0 with each formula, and have it worked out when the file is opened."""

    def add(sheet: Any) -> None:
        sheet["E1"] = "quantity"
        sheet["E2"] = "=2*3"

    raw = workbook(["A", "NVIDIA T4", "DE", "Beispiel GmbH"], change=add)
    raw = rewritten(raw, SHEET, (r"<f>2\*3</f>\s*<v\s*/>", "<f>2*3</f><v>0</v>"))
    raw = rewritten(
        raw, "xl/workbook.xml", ('fullCalcOnLoad="1"', f'fullCalcOnLoad="{calculated}"')
    )
    found = lines(raw)[0]
    assert ("whose 0 may stand" in found) == (calculated == "1")
    assert found.startswith(told)


def test_a_cell_of_bytes_is_text_or_a_mistake(lines: Lines) -> None:
    """Older programs write the texts of a Parquet file as bytes."""
    raw = parquet(destination=[b"DE", b"DE"], **{"end_user.name": [b"ACME", b"M\xfcller"]})
    assert lines(raw, "parquet") == [
        "read",
        "a:3:2 EC107 `end_user.name`: the cell holds bytes that are not UTF-8 text",
    ]


def test_a_span_of_time_is_the_name_of_nobody(lines: Lines) -> None:
    """It was read as a text, and found on no list."""
    raw = parquet(**{"destination": ["DE"], "end_user.name": [timedelta(days=1)]})
    assert lines(raw, "parquet") == ["a:2:2 EC107 `end_user.name`: the cell holds a span of time"]


def test_a_heading_that_is_no_text_yet_is_told_as_such(lines: Lines) -> None:
    """A formula without a value is told in words, in the heading, too."""

    def formula(sheet: Any) -> None:
        sheet["D1"] = "=Names!A1"

    raw = workbook(["A", "NVIDIA T4", "DE", "ACME"], change=formula)
    assert lines(raw) == [
        "a:1:4 EC201 the heading: the cell is a formula, and no value of it is saved"
    ]


def test_a_cell_with_several_values_is_a_mistake(lines: Lines) -> None:
    """A list is no name."""
    raw = parquet(destination=["DE"], **{"end_user.name": [["ACME", "SMIC"]]})
    assert lines(raw, "parquet") == [
        "a:2:2 EC107 `end_user.name`: the cell holds several values",
    ]


def test_a_file_that_is_broken_in_its_midst_is_a_problem(lines: Lines) -> None:
    """The file is at fault, not the tool."""
    pyarrow = pytest.importorskip("pyarrow")
    far = pyarrow.array([400_000_000_000_000_000], pyarrow.timestamp("us"))
    (told,) = lines(parquet(destination=["DE"], ship_date=far), "parquet")
    assert told.startswith("a EC001 it cannot be read beyond row 0")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1e-07, "0.0000001"),
        (1e20, "100000000000000000000"),
        (4.8, "4.8"),
        (12.0, "12"),
        (-0.5, "-0.5"),
        (Decimal("0.10"), "0.1"),
        (Decimal("12.000"), "12"),
        (Decimal("12345678901234567890123456789.50"), "12345678901234567890123456789.5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("100"), "100"),
        (datetime(2025, 5, 1), "2025-05-01"),
    ],
)
def test_a_number_is_written_as_people_do(cell: Any, text: str) -> None:
    """Without a power of ten, which is what a spreadsheet makes of a name such as 1E7."""
    assert cell_text(cell) == text


def test_a_row_of_a_sheet_knows_its_place(library: Library, tmp_path: Path) -> None:
    """Of the row itself, that is its first column."""
    (tmp_path / "a").write_bytes(workbook(["A", "NVIDIA T4", "DE", None]))
    (row,) = rows_of(OrderSource(str(tmp_path / "a"), "excel"), library.catalogue)
    assert isinstance(row, Row)
    assert row.place == Place(str(tmp_path / "a"), 2, 1)
