"""CSV, Excel and Parquet order files, and what spreadsheets do to them."""

from __future__ import annotations

import csv
import io
import random
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from exportcheck.core.library import Library
from exportcheck.core.problems import Problem
from exportcheck.reading import csv_files
from exportcheck.reading.blocks import Block
from exportcheck.reading.csv_files import csv_rows
from exportcheck.reading.order_files import (
    OrderSource,
    order_sources,
    rows_of,
    shipment_of,
    with_ids,
)
from exportcheck.reading.rows import OWN_NAMES, Columns, Row
from exportcheck.reading.seen_ids import SeenIds
from exportcheck.reading.sheet_files import _rows as sheet_rows
from exportcheck.reading.sheet_files import cell_text
from exportcheck.reading.shipments import ShipmentReader
from exportcheck.reading.spoiled import spoiled

Read = Callable[..., list[Row | Problem]]
HEADING = "id,item.sku,destination\n"


def rows_in(read: Iterable[Row | Block | Problem]) -> list[Row | Problem]:
    """Rows one by one, also of blocks."""
    found: list[Row | Problem] = []
    for each in read:
        if isinstance(each, Block):
            found += [each.row(index) for index in range(len(each))]
        else:
            found.append(each)
    return found


@pytest.fixture
def read(library: Library, tmp_path: Path) -> Read:
    """The rows of a file with that content."""

    def rows(content: str | bytes, name: str = "a.csv", **columns: str) -> list[Row | Problem]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (source,) = order_sources([str(path)])
        assert isinstance(source, OrderSource)
        return rows_in(rows_of(source, library.catalogue, Columns(columns), shown=name))

    return rows


def told(rows: list[Row | Problem]) -> list[object]:
    """The cells of rows, and codes and places of problems."""
    return [list(r.cells) if isinstance(r, Row) else f"{r.code} {r.place}" for r in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_delimiter_is_found_from_the_heading(
    read: Read, delimiter: str, mark: str, end: str
) -> None:
    """Any usual delimiter, a byte order mark and the line ends of any system are read."""
    text = mark + end.join(["id,item.sku,destination", "A,H20,CN", "", 'B,"H20",DE', ""])
    assert told(read(text.replace(",", delimiter))) == [["A", "H20", "CN"], ["B", "H20", "DE"]]


ODD = [
    ("an umlaut", "Müller"),
    ("a quote", '"Works, North"'),
    ("a formula", "=1+1"),
    ("a sign", "-5"),
    ("a blank before it", " Works"),
    ("a control character", "a\x07b"),
    ("an at sign inside", "a@b"),
    ("nothing odd", "Works; (North) 1/2: a_b-c"),
    ("nothing at all", ""),
]


@pytest.mark.parametrize("cell", [cell for _, cell in ODD], ids=[what for what, _ in ODD])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", "|"])
def test_a_block_of_plain_lines_has_the_rows_that_a_reader_of_csv_finds(
    library: Library, cell: str, end: str, delimiter: str
) -> None:
    """Each row with its cells, its place and its id, whether lines are read together or apart."""
    lines = ["id,item.sku,end_user.name", "A,H20,Works", f",H20,{cell}", "C,T4,", "D,T4,Last"]
    if delimiter == ",":
        cells = [list(row) for row in csv.reader(lines[1:])]
    else:
        lines = [line.replace(",", delimiter) for line in lines]
        cells = [list(row) for row in csv.reader(lines[1:], delimiter=delimiter)]
    text = io.StringIO(end.join(lines), newline="")
    rows = rows_in(csv_rows(text, "o.csv", library.catalogue, OWN_NAMES))
    found = [row for row in rows if isinstance(row, Row)]
    assert [list(row.cells) for row in found] == cells
    assert [(row.line, row.number) for row in found] == [(2, 1), (3, 2), (4, 3), (5, 4)]
    blocks = list(with_ids(rows_in(iter(rows)), "o.csv"))
    assert [list(block.ids) for block in blocks if isinstance(block, Block)] == [
        ["A", "2", "C", "D"]
    ]
    for row in found:
        for entry in row.entries():
            written = lines[row.line - 1][entry.place.column - 1 :]
            assert entry.written is None or written.strip('"').startswith(str(entry.written))


def test_lines_after_many_plain_ones_have_their_places(library: Library) -> None:
    """What is odd in a later part of a file is told at its line, and the rest is read."""
    many = [f"SO-{number},H20,CN" for number in range(20_000)]
    many[15_000] = 'SO-x,"H20\nagain",CN'
    many[17_000] = "SO-y,H20"
    rows = rows_in(
        csv_rows(io.StringIO(HEADING + "\n".join(many)), "o.csv", library.catalogue, OWN_NAMES)
    )
    problems = [row for row in rows if isinstance(row, Problem)]
    assert [str(problem.place) for problem in problems] == ["o.csv:17003:1"]
    found = [row for row in rows if isinstance(row, Row)]
    assert len(found) == 19_999
    assert (found[15_000].line, found[15_000].cells[1]) == (15_002, "H20\nagain")
    assert (found[-1].line, found[-1].number, found[-1].cells[0]) == (20_002, 20_000, "SO-19999")


@pytest.mark.parametrize("seed", range(6))
def test_how_much_of_a_file_is_looked_at_together_does_not_matter(
    library: Library, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Each row has its cells and its line, wherever one stands that is not plain."""
    chance = random.Random(seed)
    end = chance.choice(["\n", "\r\n"])
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator=end)
    writer.writerow(["id", "item.sku", "end_user.name"])
    for number in range(300):
        cells = [f"SO-{number}", "H20", "Works"]
        if chance.random() < 0.03:
            cells[chance.randrange(3)] = chance.choice([cell for _, cell in ODD] + ["a\nb", "a,b"])
        writer.writerow(cells[: chance.choice([2, 3, 3, 3, 3, 3])])
        if chance.random() < 0.01:
            file.write(end)
    found = []
    for together, less in ((1, 1), (80, 20), (1500, 200), (256 * 1024, 900)):
        monkeypatch.setattr(csv_files, "TOGETHER", together)
        monkeypatch.setattr(csv_files, "LESS", less)
        text = io.StringIO(file.getvalue(), newline="")
        rows = rows_in(csv_rows(text, "o.csv", library.catalogue, OWN_NAMES))
        places = [(r.line, r.number) if isinstance(r, Row) else r.message for r in rows]
        found.append((told(rows), places))
    assert all(each == found[0] for each in found)


@pytest.mark.parametrize(
    ("blocks", "again"),
    [
        ([["a", "b"], ["b", "c"]], [4]),
        ([["9", "10"], ["11", "12"]], []),
        ([["10", "9"], ["11", "10"]], [5]),
        ([["SO-1", "SO-2", "SO-2"]], [4]),
        ([["b", "aa"], ["a", "b"]], [5]),
    ],
)
def test_ids_are_told_whether_they_count_up_or_not(
    blocks: list[list[str]], again: list[int]
) -> None:
    """An id used twice is found beside the first, in another block, and out of order."""
    seen, line = SeenIds(), 2
    for ids in blocks:
        seen.add(ids, range(line, line + len(ids)))
        line += len(ids)
    assert [problem.place.line for problem in seen.repeated("o.csv")] == again


def test_an_id_that_comes_again_after_many_lines_is_told() -> None:
    """Ids are compared over the whole file, a part at a time."""
    ids = [f"SO-{number}" for number in range(600_000)]
    ids[599_000] = "SO-17"
    seen = SeenIds()
    for begin in range(0, len(ids), 50_000):
        seen.add(ids[begin : begin + 50_000], range(begin + 2, begin + 50_002))
    (problem,) = seen.repeated("o.csv")
    assert str(problem.place) == "o.csv:599002:1"
    assert "o.csv:19" in problem.help


def test_a_cell_in_quotes_may_hold_delimiters_and_line_breaks(read: Read) -> None:
    """The line of a row is the one on which it begins, and cells have their places."""
    rows = read(HEADING + 'A,"H20, ""new""",CN\nB,H20,DE\n')
    assert told(rows) == [["A", 'H20, "new"', "CN"], ["B", "H20", "DE"]]
    first = rows[0]
    assert isinstance(first, Row)
    assert [str(entry.place) for entry in first.entries()] == [
        "a.csv:2:1",
        "a.csv:2:3",
        "a.csv:2:18",
    ]
    (row,) = read(HEADING + 'A,"H20\n""new"", again",CN\n')
    assert isinstance(row, Row)
    assert [str(entry.place) for entry in row.entries()] == ["a.csv:2:1", "a.csv:2:3", "a.csv:3:17"]


@pytest.mark.parametrize("first", ["sep=;\n", "SEP=;\r\n", '"sep=;"\n', "\ufeffsep=;\n"])
def test_the_line_that_says_what_parts_the_cells_is_no_heading(read: Read, first: str) -> None:
    """Excel writes it; what it says counts, and places are those of the file."""
    rows = read(f"{first}id;item.sku;destination\nA;H20;CN\nB;H20\n")
    assert told(rows) == [["A", "H20", "CN"], "EC107 a.csv:4:1"]
    assert isinstance(rows[0], Row)
    assert rows[0].line == 3
    assert told(read(f"{first}id;item.skU\nA;H20\n")) == ["EC201 a.csv:2:4"]
    assert told(read(first)) == ["EC101 a.csv:1:1"]


@pytest.mark.parametrize("mark", [b"", b"\xff\xfe"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", HEADING + "A,H20,CN\n"),
        ("a.yaml", "shipments:\n- destination: CN\n"),
        ("a.json", '{"shipments": [{"destination": "CN"}]}'),
        ("a.jsonl", '{"destination": "CN"}\n{"destination": "CN"}\n'),
    ],
)
def test_a_file_in_utf_16_is_told_as_such(read: Read, name: str, text: str, mark: bytes) -> None:
    """With its mark or without, in either order of bytes."""
    for raw in (mark + text.encode("utf-16-le"), mark[::-1] + text.encode("utf-16-be")):
        (problem,) = read(raw, name)
        assert isinstance(problem, Problem)
        assert "UTF-16" in problem.message
        assert "UTF-8" in problem.help


def test_headings_of_other_systems_are_mapped_or_left_out(read: Read) -> None:
    """A heading that is mapped stands for its fact; one that is ignored is not read."""
    text = "Order,Ship-to,Note,item.sku\n1,CN,=x,H20\n"
    rows = read(text, **{"Order": "id", "Ship-to": "destination", "Note": "ignore"})
    (row,) = rows
    assert isinstance(row, Row)
    assert row.names == ("id", "destination", "item.sku")
    assert list(row.cells) == ["1", "CN", "H20"]
    assert [entry.place.column for entry in row.entries()] == [1, 3, 9]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["EC101 a.csv:1:1", "EC101 a.csv:1:1"][:1]),
        (HEADING, ["EC101 a.csv:1:1"]),
        ("id,item.sku,destinaton\nA,H20,CN\n", ["EC201 a.csv:1:13"]),
        ("id,destination,destination\nA,CN,CN\n", ["EC003 a.csv:1:16"]),
        ("id,reading.tf32\nA,x\n", ["EC201 a.csv:1:4"]),
        (HEADING + "A,H20\nB,H20,DE\n", ["EC107 a.csv:2:1", ["B", "H20", "DE"]]),
        (HEADING + "A,H20,CN,x\n", ["EC107 a.csv:2:1"]),
        (HEADING + 'A,"H20,CN\nB,H20,DE\n', ["EC001 a.csv:2:3"]),
        (HEADING + 'A,"H\n20","CN\nB,H20,DE\n', ["EC001 a.csv:3:5"]),
        (HEADING + 'A,"H20"x,CN\nB,H20,DE\n', ["EC001 a.csv:2:8", ["B", "H20", "DE"]]),
        (HEADING + 'A,"H20,CN\nB,"H20",DE\nC,H20,DE\n', ["EC001 a.csv:2:3"]),
    ],
)
def test_what_is_broken_is_told_with_its_line(
    read: Read, text: str, expected: list[object]
) -> None:
    """A heading that names no fact stops the file; a broken line is told, and others are read."""
    assert told(read(text)) == expected


def test_a_file_that_is_not_utf_8_says_how_to_save_it(read: Read) -> None:
    """Latin-1 and UTF-16 are refused."""
    (problem,) = read(HEADING.encode() + b"A,H\xe9,CN\n")
    assert isinstance(problem, Problem)
    assert problem.help == "save it as CSV UTF-8"
    assert told(read("id\nA\n".encode("utf-16"))) == ["EC001 a.csv"]


def test_folders_patterns_and_files(tmp_path: Path) -> None:
    """A folder gives its order files, not the configuration; nothing found is a problem."""
    for name in ("b.csv", "a.jsonl", "exportcheck.yaml", "notes.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "empty").mkdir()

    def named(argument: str) -> list[str]:
        return [
            Path(each.path).name if isinstance(each, OrderSource) else each.code
            for each in order_sources([argument])
        ]

    assert named(str(tmp_path)) == ["a.jsonl", "b.csv"]
    assert named(str(tmp_path / "*.csv")) == ["b.csv"]
    assert named(str(tmp_path / "*.parquet")) == ["EC001"]
    assert named(str(tmp_path / "empty")) == ["EC001"]
    assert named("-") == ["-"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("csv", "id,destination\nA,CN\n"),
        ("jsonl", '{"id": "A", "destination": "CN"}\n'),
        ("json", '{"shipments": [{"id": "A", "destination": "CN"}]}'),
        ("yaml", "shipments:\n  - {id: A, destination: CN}\n"),
    ],
)
def test_the_standard_input_is_read_when_its_kind_is_said(
    library: Library, monkeypatch: pytest.MonkeyPatch, kind: str, text: str
) -> None:
    """Any kind of order file comes through a pipe."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    (row,) = rows_in(rows_of(OrderSource("-", kind), library.catalogue))
    assert isinstance(row, Row)
    assert list(row.cells) == ["A", "CN"]
    assert row.file == "stdin"


def test_a_pipe_of_which_the_kind_is_not_said_is_a_problem(library: Library) -> None:
    """Nothing is guessed of the standard input."""
    (problem,) = rows_of(OrderSource("-", ""), library.catalogue)
    assert isinstance(problem, Problem)
    assert "--input-format" in problem.help


def test_a_workbook_is_read_as_a_csv_file_is(read: Read, tmp_path: Path) -> None:
    """Days, numbers and yes-or-no cells are written out as text."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["id", "item.sku", "destination", "ship_date", "quantity"])
    book.active.append([1, "H20", "CN", date(2025, 5, 1), 12.0])
    book.active.append([None, None, None, None, None])
    book.save(tmp_path / "b.xlsx")
    rows = read((tmp_path / "b.xlsx").read_bytes(), "a.xlsx")
    assert told(rows) == [["1", "H20", "CN", "2025-05-01", "12"]]
    assert told(read(b"no zip", "a.xlsx")) == ["EC001 a.xlsx"]


def test_what_stands_on_another_sheet_is_not_passed_over(read: Read, tmp_path: Path) -> None:
    """Lines on a second sheet are a problem; an empty sheet is none."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["id", "destination"])
    book.active.append(["A", "DE"])
    more = book.create_sheet("more")
    for cells, expected in [([], [["A", "DE"]]), (["B", "CN"], [["A", "DE"], "EC001 a.xlsx"])]:
        more.append(cells)
        book.save(tmp_path / "b.xlsx")
        assert told(read((tmp_path / "b.xlsx").read_bytes(), "a.xlsx")) == expected


def test_a_parquet_file_is_read_as_a_csv_file_is(read: Read, tmp_path: Path) -> None:
    """Its columns are headings; a column that is no fact is told."""
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    for name, expected in [
        ("destination", [["1", "CN", "2025-05-01"], ["2", None, "2025-05-02"]]),
        ("destinaton", ["EC201 a.parquet:1:2"]),
    ]:
        days = [date(2025, 5, 1), date(2025, 5, 2)]
        table = pyarrow.table({"id": [1, 2], name: ["CN", None], "ship_date": days})
        parquet.write_table(table, tmp_path / "b.parquet")
        assert told(read((tmp_path / "b.parquet").read_bytes(), "a.parquet")) == expected
    assert told(read(b"no parquet", "a.parquet")) == ["EC001 a.parquet"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet"])
def test_without_the_optional_library_it_says_how_to_get_it(
    read: Read, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The extra is named in the help."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (problem,) = read(b"", name)
    assert isinstance(problem, Problem)
    assert problem.help == "pip install 'exportcheck[tables]'"


def test_a_typed_cell_as_text() -> None:
    """A float keeps its shortest exact form, a time of day is not dropped."""
    from datetime import datetime
    from decimal import Decimal

    cells = [None, True, False, 1.5, 2.0, Decimal("0.10"), datetime(2025, 5, 1, 12), 3]
    assert [cell_text(cell) for cell in cells] == [
        "",
        "yes",
        "no",
        "1.5",
        "2",
        "0.1",
        "2025-05-01T12:00:00",
        "3",
    ]


@pytest.mark.parametrize(
    ("fact", "written", "says"),
    [
        ("item.eccn", "3.00E+001", "`3E001`"),
        ("item.eccn", "3,00E+001", "`3E001`"),
        ("ship_date", "45778", "`2025-05-01`"),
        ("ship_date", "5/1/2025", "write `2025-01-05` for 5 January, or `2025-05-01` for 1 May"),
        ("ship_date", "01-May-25", "own way; write `2025-05-01`"),
        (None, "01-May", "turned it into a date"),
        (None, "May-80", "turned it into a date"),
        (None, "1.00E+03", "turned it into a number"),
        ("parties.listed", "TRUE", "`yes`"),
        (None, "H20", ""),
        ("item.eccn", "3E001", ""),
        ("ship_date", "soon", ""),
        ("ship_date", "########", "wider"),
        ("ship_date", "#VALUE!", "error value"),
        (None, "#N/A", "error value"),
        (None, "#NAME?", "error value"),
        (None, "#DIV/0!", "error value"),
        (None, "#BEZUG!", "error value"),
        ("destination", "#REF!", "error value"),
        ("destination", "False", "truth value"),
        ("destination", "TRUE", "truth value"),
        ("quantity", "#NUM!", "error value"),
        (None, "#1 chip", ""),
    ],
)
def test_what_a_spreadsheet_has_spoiled_is_told(
    library: Library, fact: str | None, written: str, says: str
) -> None:
    """A number of days, a power of ten and a day in place of a name are recognized."""
    found = spoiled(library.catalogue[fact] if fact else None, written)
    assert (says in found) if says else found == ""


def test_a_formula_that_was_never_worked_out_is_no_empty_cell(library: Library, read: Read) -> None:
    """What a spreadsheet has not saved the value of is a mistake, never a fact left out."""
    openpyxl = pytest.importorskip("openpyxl")
    book, saved = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["id", "item.sku", "destination", "parties.listed"])
    book.active.append(["A", "NVIDIA T4", "DE", '=IF(1,"yes","no")'])
    book.active.append(["B", "NVIDIA T4", "DE", None])
    book.save(saved)
    formula, empty = read(saved.getvalue(), "a.xlsx")
    assert isinstance(formula, Problem)
    assert str(formula.place).endswith(":2:4")
    assert isinstance(empty, Row)
    reader = ShipmentReader(library, "ordinary", {}, None, date(2026, 9, 1))
    assert [type(each).__name__ for each in shipment_of(empty, "", reader)] == ["Shipment"]


def test_a_cell_beyond_the_headings_is_a_mistake(library: Library) -> None:
    """A column without a heading could have been the one that matters."""
    rows = sheet_rows(
        ("id", "destination"),
        iter([("A", "DE", None), ("B", "DE", "CN"), ("C", "DE")]),
        "a.xlsx",
        library.catalogue,
        Columns({}),
    )
    assert told(list(rows)) == [["A", "DE"], "EC107 a.xlsx:3:1", ["C", "DE"]]


def test_a_file_in_a_folder_counts_however_its_ending_is_written(tmp_path: Path) -> None:
    """A file that is passed over would let pass what stands in it."""
    for name in ("a.CSV", "b.csv", "c.txt"):
        (tmp_path / name).write_text(HEADING, encoding="utf-8")
    found = [each.path for each in order_sources([str(tmp_path)]) if isinstance(each, OrderSource)]
    assert [Path(each).name for each in found] == ["a.CSV", "b.csv"]


def as_workbook(table: bytes, path: Path) -> bytes:
    """A table of commas as a workbook, which is written to a path."""
    book = pytest.importorskip("openpyxl").Workbook()
    for row in table.decode().splitlines():
        book.active.append(row.split(","))
    book.save(path)
    return path.read_bytes()


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_heading_says_not_by_itself_that_it_is_left_out(
    read: Read, tmp_path: Path, name: str
) -> None:
    """A column named `ignore` is no fact; one that is mapped to `ignore` is left out."""
    raw = b"id,destination,ignore\nA,DE,x\n"
    raw = raw if name == "a.csv" else as_workbook(raw, tmp_path / "b.xlsx")
    (found,) = told(read(raw, name))
    assert str(found).startswith("EC201 ")
    assert told(read(raw, name, ignore="ignore")) == [["A", "DE"]]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
@pytest.mark.parametrize("taken", ["ignore", "end_user.country"])
def test_a_heading_that_is_a_fact_means_that_fact(
    read: Read, tmp_path: Path, name: str, taken: str
) -> None:
    """A configuration that leaves out what lines state would have it assumed to be ordinary."""
    raw = b"id,destination,end_user.headquarters\nA,SG,CN\n"
    raw = raw if name == "a.csv" else as_workbook(raw, tmp_path / "b.xlsx")
    (found,) = read(raw, name, **{"end_user.headquarters": taken})
    assert isinstance(found, Problem)
    assert found.code == "EC203"
    assert found.message.startswith("the heading `end_user.headquarters` is the name of a fact")


def test_the_id_may_stand_under_another_heading(read: Read) -> None:
    """It is no fact: a table that has an `id` of its own may name the line by another column."""
    text = "id,Order,destination\n7,SO-1,DE\n"
    (row,) = read(text, id="ignore", Order="id")
    assert isinstance(row, Row)
    assert row.written == (("id", "SO-1"), ("destination", "DE"))


def test_a_nul_character_is_no_text(read: Read) -> None:
    """It is told, in the heading and in a line, and never taken for nothing."""
    assert told(read("id,\0,destination\nA,x,DE\n")) == ["EC001 a.csv:1:1"]
    found = told(read("id,item.sku\nA,H20\nB,H\x0020\n"))
    assert found == [["A", "H20"], "EC001 a.csv:3:1"]


def test_a_link_that_leads_nowhere_is_not_passed_over(library: Library, tmp_path: Path) -> None:
    """A folder with one is not taken for a folder without that file."""
    (tmp_path / "a.csv").write_text("id,destination\nA,DE\n", encoding="utf-8")
    (tmp_path / "b.csv").symlink_to("b.csv")
    (tmp_path / "c.csv").symlink_to("none.csv")
    found = [
        told(rows_in(rows_of(each, library.catalogue, shown=Path(each.path).name)))
        for each in order_sources([str(tmp_path)])
        if isinstance(each, OrderSource)
    ]
    assert found == [[["A", "DE"]], ["EC001 b.csv"], ["EC001 c.csv"]]


def test_a_link_to_a_folder_is_not_passed_over(tmp_path: Path) -> None:
    """What lies behind it is not read, and is told."""
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "a.csv").write_text("id,destination\nA,DE\n", encoding="utf-8")
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / "b.csv").write_text("id,destination\nB,DE\n", encoding="utf-8")
    (tmp_path / "orders" / "link").symlink_to("../more")
    first, second = order_sources([str(tmp_path / "orders")])
    assert isinstance(first, Problem)
    assert first.place.file.endswith("link")
    assert isinstance(second, OrderSource)


def test_the_standard_input_is_read_once(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told where it is named twice, is closed, or is no stream of text."""
    first, second = order_sources(["-", "-"], "csv")
    assert isinstance(first, OrderSource)
    assert told([second]) == ["EC001 stdin"]
    monkeypatch.setattr("sys.stdin", None)
    assert told(rows_in(rows_of(first, library.catalogue))) == ["EC001 stdin"]
    for kind in ("excel", "parquet"):
        assert told(rows_in(rows_of(OrderSource("-", kind), library.catalogue))) == ["EC001 stdin"]


def test_a_table_that_cannot_be_read_is_not_passed_over_in_a_folder(tmp_path: Path) -> None:
    """Its lines may be orders like the others; a text beside them is none."""
    for name in ("a.csv", "b.ndjson", "c.XLS", "notes.txt"):
        (tmp_path / name).write_text("id,destination\n", encoding="utf-8")
    found = list(order_sources([str(tmp_path)]))
    told = [each.place.file for each in found if isinstance(each, Problem)]
    assert told == [str(tmp_path / "c.XLS")]
    kinds = [each.kind for each in found if isinstance(each, OrderSource)]
    assert kinds == ["csv", "jsonl"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize(
    ("cell", "told"), [("4.800", True), ("1.234.567", True), ("4.8", False), ("0.125", False)]
)
def test_a_point_that_may_set_off_thousands_is_told(
    library: Library, delimiter: str, cell: str, told: bool
) -> None:
    """Where commas part no cells, 4.800 may be 4800: the line is not judged by either."""
    heading = ["item.total_processing_performance", "destination"]
    text = f"{delimiter.join(heading)}\n{delimiter.join([cell, 'CN'])}\n"
    rows = rows_in(csv_rows(io.StringIO(text), "orders.csv", library.catalogue, OWN_NAMES))
    problems = [row for row in rows if isinstance(row, Problem)]
    assert bool(problems) is told
    if told:
        assert "may set off thousands" in problems[0].message
        assert str(problems[0].place) == "orders.csv:2:1"


def test_a_day_that_does_not_exist_is_not_laid_to_a_spreadsheet(library: Library) -> None:
    """It is written as it should be: the calendar says what is wrong with it."""
    assert spoiled(library.catalogue["ship_date"], "2026-06-31") == ""
    assert "spreadsheet" in spoiled(library.catalogue["ship_date"], "30/06/2026")


def test_an_error_value_names_nobody(library: Library) -> None:
    """A name that a formula failed to look up is a mistake, not the name of a party."""
    reader = ShipmentReader(library, "none", {}, None, date(2026, 9, 1))
    as_shown = ("#N/A", "#REF!", "#VALUE!", "#N/D", "Err:502")
    for written in (*as_shown, "err:502", "#DIV/0", "#ERR", "1.#QNAN", "-1.#IND", "＃ＲＥＦ！"):
        row = Row(("destination", "end_user.name"), ["DE", written], "o.csv", 2, 1)
        (problem,) = shipment_of(row, "A", reader)
        assert isinstance(problem, Problem)
        assert "error value" in problem.help


def test_a_formula_as_text_names_nobody(library: Library) -> None:
    """A table that was written out with its formulas has no names in it."""
    reader = ShipmentReader(library, "none", {}, None, date(2026, 9, 1))
    formulas = ("=VLOOKUP(A2;B:C;2;0)", "+A1", "@A1", "{=A1}", "＝A1", "Sheet1!A1", "INDIRECT(A1)")
    for written in (*formulas, "'Sheet 1'!$A$1", "A1:B7"):
        row = Row(("destination", "end_user.name"), ["DE", written], "o.csv", 2, 1)
        (problem,) = shipment_of(row, "A", reader)
        assert isinstance(problem, Problem)
        assert "it is a formula" in problem.help
    for written in ("A1 Telekom", "Acme (UK)", "Yahoo!", "+Plus Energy", "@Home", "E5", "#1 Works"):
        row = Row(("destination", "end_user.name"), ["DE", written], "o.csv", 2, 1)
        (shipment,) = shipment_of(row, "A", reader)
        assert not isinstance(shipment, Problem)


def test_yes_and_no_of_a_typed_cell_are_no_name_and_no_country(
    library: Library, read: Read
) -> None:
    """A cell that a workbook holds as true or false is told where it cannot be that."""
    openpyxl = pytest.importorskip("openpyxl")
    book, saved = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["destination", "end_user.name", "parties.listed"])
    book.active.append([False, None, False])
    book.active.append(["DE", True, True])
    book.active.append(["DE", None, False])
    book.save(saved)
    reader = ShipmentReader(library, "none", {}, None, date(2026, 9, 1))
    found = []
    for row in read(saved.getvalue(), "a.xlsx"):
        assert isinstance(row, Row)
        found += [
            each.message if isinstance(each, Problem) else "read"
            for each in shipment_of(row, "", reader)
        ]
    assert found == [
        "`destination`: `false` is not a country code",
        "`end_user.name`: `true` is not a text",
        "read",
    ]


def test_a_file_that_is_named_twice_is_judged_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By itself, by its folder, by a pattern, through a link: it is one file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders").mkdir()
    for name in ("orders/a.csv", "b.csv"):
        (tmp_path / name).write_text(HEADING, encoding="utf-8")
    (tmp_path / "c.csv").symlink_to("b.csv")
    named = [
        "b.csv",
        "b.csv",
        "./b.csv",
        "orders",
        "orders/*.csv",
        "c.csv",
        str(tmp_path / "b.csv"),
    ]
    found = [each.path for each in order_sources(named) if isinstance(each, OrderSource)]
    assert found == ["b.csv", str(Path("orders/a.csv"))]


def test_a_file_that_is_not_there_is_told_with_what_is(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name nearly like it, else the folder that is not there, else from where paths are seen."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders-june.csv").write_text(HEADING, encoding="utf-8")
    (tmp_path / "link.csv").symlink_to("none.csv")

    def help_of(name: str) -> str:
        (source,) = order_sources([name])
        each = source if isinstance(source, Problem) else None
        for row in () if each else rows_of(source, library.catalogue):  # type: ignore[arg-type]
            assert isinstance(row, Problem)
            each = row
        assert each is not None
        return each.help

    assert help_of("order-june.csv") == "did you mean `orders-june.csv`?"
    assert "no folder `june`" in help_of("june/orders.csv")
    assert "working directory" in help_of("x.yaml")
    assert "working directory" in help_of("*.jsonl")
    assert "leads nowhere" in help_of("link.csv")
