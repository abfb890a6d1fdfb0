"""Order files: lines of shipments in YAML, JSON, JSONL, CSV, Excel or Parquet, one after another.

A broken line is reported with its place, and the others are still read; whoever judges them must
not let the run pass. A file without a line is a problem, never a pass, and so is a folder or a
pattern without a file. Only YAML and JSON are held in memory whole.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from errno import EBADF
from glob import has_magic
from io import TextIOWrapper

# These say no, where `Path` raises, of what may not be looked at; it is told when it is opened.
from os.path import isdir, lexists
from pathlib import Path
from typing import IO, TypeAlias

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, close_words, either, in_order, suggestion
from exportcheck.core.shipment import Shipment
from exportcheck.reading.blocks import Block, in_blocks, one_by_one
from exportcheck.reading.csv_files import csv_rows
from exportcheck.reading.encodings import not_utf_8
from exportcheck.reading.json_lines import json_rows
from exportcheck.reading.listed_files import listed_rows
from exportcheck.reading.rows import OWN_NAMES, Columns, Row, problem
from exportcheck.reading.seen_ids import SeenIds
from exportcheck.reading.sheet_files import excel_rows, parquet_rows
from exportcheck.reading.shipments import ShipmentReader
from exportcheck.reading.walking import matched, walked

MOST_DEPTH = 8
STDIN, SHOWN = "-", "stdin"
# Kinds of files that are not read from their beginning on.
NOT_PIPED = ("excel", "parquet")


@dataclass(frozen=True, slots=True)
class OrderSource:
    """An order file or the standard input: its path, how it is shown, and its kind."""

    path: str
    kind: str


def order_sources(arguments: Iterable[str], kind: str = "") -> Iterator[OrderSource | Problem]:
    """The order files that arguments name: files, folders, patterns such as `*.csv`, and `-`.

    A file that is named twice, as by itself and by its folder, is judged once. `kind` is that of
    the standard input, or of files whose name does not say it.
    """
    read: set[object] = set()
    for source in _named(arguments, kind):
        if isinstance(source, OrderSource) and source.path != STDIN:
            same = _same(source.path)
            if same in read:
                continue
            read.add(same)
        yield source


def _same(path: str) -> object:
    """What tells a file from others, however it is named: through a link or a pattern, too."""
    try:
        found = Path(path).stat()
    except OSError:  # what is not there is told once under each name
        return path
    return found.st_dev, found.st_ino


def _named(arguments: Iterable[str], kind: str) -> Iterator[OrderSource | Problem]:
    taken = False
    for argument in arguments:
        path = Path(argument)
        if argument == STDIN and taken:
            yield problem(Place(SHOWN), "EC001", "it is named twice", "name `-` once")
        elif argument == STDIN:
            taken = True
            yield OrderSource(STDIN, kind)
        elif isdir(argument):  # noqa: PTH112
            yield from _in_folder(path)
        elif not lexists(argument) and has_magic(argument):
            found, hidden = matched(argument)
            yield from hidden
            yield from (OrderSource(each, kind_of(each) or kind) for each in found)
            if not found:
                yield problem(Place(argument), "EC001", "no file has such a name", SEEN_FROM)
        else:
            yield OrderSource(argument, kind_of(argument) or kind)


def _in_folder(folder: Path) -> Iterator[OrderSource | Problem]:
    """The order files of a folder and those in it; a link to another folder is not followed."""
    found, hidden = walked(folder)
    yield from hidden
    for each in found:
        if each.suffix.lower() in NOT_READ:
            yield problem(
                Place(str(each)),
                "EC001",
                "a table of this kind is not read, and its lines are not judged",
                "save it as .xlsx or .csv, or move it out of the folder",
            )
    # A link that leads nowhere is told when it is opened; perhaps it was to be the orders.
    files = [each for each in found if kind_of(each.name) and each.name != CONFIG]
    yield from (OrderSource(str(each), kind_of(str(each))) for each in files)
    if not files:
        kinds = either(list(SUFFIXES))
        yield problem(Place(str(folder)), "EC001", f"the folder has no file {kinds}", "")


def _missing(path: Path) -> str:
    """What to write for a file that is not there: the name of one that is called alike."""
    if path.is_symlink():
        return "the link leads nowhere: mend it, or remove it"
    if not path.parent.is_dir():
        return f"there is no folder `{path.parent}`; {SEEN_FROM}"
    try:
        beside = [each for each in path.parent.iterdir() if kind_of(each.name)]
    except OSError:
        beside = []
    close = close_words(path.name, sorted(each.name for each in beside))
    return suggestion([str(path.parent / name) for name in close]) or SEEN_FROM


SEEN_FROM = "paths are seen from the working directory"
CONFIG = "exportcheck.yaml"


def kind_of(path: str) -> str:
    return SUFFIXES.get(Path(path).suffix.lower(), "")


def read_orders(path: Path, shown: str, reader: ShipmentReader) -> Iterator[Shipment | Problem]:
    """The shipments of a file in its order, and a problem wherever there is one."""
    source = OrderSource(str(path), kind_of(str(path)))
    for each in one_by_one(with_ids(rows_of(source, reader.library.catalogue, shown=shown), shown)):
        if isinstance(each, Problem):
            yield each
        else:
            yield from shipment_of(*each, reader)


def with_ids(rows: Iterable[Row | Block | Problem], shown: str) -> Iterator[Block | Problem]:
    """The rows of a file in blocks, each with its id; an id used twice is told after them."""
    seen = SeenIds()

    def with_id() -> Iterator[tuple[Row, str] | Block | Problem]:
        for row in rows:
            if isinstance(row, (Block, Problem)):
                yield row
                continue
            line_id = id_of(row)
            yield line_id if isinstance(line_id, Problem) else (row, line_id)

    for each in in_blocks(with_id()):
        if isinstance(each, Block) and "id" in each.names:
            seen.add(each.ids, each.lines)
        yield each
    yield from seen.repeated(shown)


def rows_of(
    source: OrderSource,
    catalogue: Catalogue,
    columns: Columns = OWN_NAMES,
    delimiter: str = "",
    shown: str = "",
) -> Iterator[Row | Block | Problem]:
    """The rows of an order file, and a problem wherever there is one."""
    shown = shown or (SHOWN if source.path == STDIN else source.path)
    if source.path == STDIN and source.kind in NOT_PIPED:
        message = f"orders of the kind {source.kind} are not read from the standard input"
        yield problem(Place(shown), "EC001", message, "write them to a file, and name it")
        return
    if source.kind not in KINDS:
        yield problem(
            Place(shown),
            "EC001",
            "the kind of the standard input is not said"
            if source.path == STDIN
            else f"`{Path(source.path).suffix or Path(source.path).name}` is not a kind of order "
            "file",
            f"write --input-format with {either(list(KINDS))}"
            if source.path == STDIN
            else f"write {either(list(SUFFIXES))}",
        )
        return
    count = 0
    try:
        for row in KINDS[source.kind](source.path, shown, catalogue, columns, delimiter):
            count += 1
            yield row
    except OSError as error:
        help = _missing(Path(source.path)) if isinstance(error, FileNotFoundError) else ""
        yield problem(
            Place(shown), "EC001", f"the file cannot be read ({error.strerror or error})", help
        )
        return
    if count == 0:
        yield problem(
            Place(shown, 1, 1),
            "EC101",
            "the file has no shipment line",
            "an empty order file is not a pass",
        )


def id_of(row: Row) -> str | Problem:
    """The id of a line: as it is stated, else its number."""
    if "id" not in row.names:
        return str(row.number)
    written = row.cells[row.names.index("id")]
    if written is None or written == "":
        return str(row.number)
    if not isinstance(written, str) or not written.strip():
        return problem(
            place_of_id(row),
            "EC401",
            "`id` is not a text",
            "write the order's number",
            line=row.place,
        )
    if not written.isprintable():
        return problem(
            place_of_id(row),
            "EC401",
            "`id` has a character that cannot be printed",
            "write it anew",
            line=row.place,
        )
    return written


def place_of_id(row: Row) -> Place:
    return next((entry.place for entry in row.entries() if entry.name == "id"), row.place)


def shipment_of(row: Row, line_id: str, reader: ShipmentReader) -> Iterator[Shipment | Problem]:
    """The shipment that a line states, or the problems that leave nothing to judge."""
    facts = [entry for entry in row.entries() if entry.name != "id"]
    if all(entry.written is None for entry in facts):
        yield problem(
            row.place,
            "EC106",
            f"the line `{line_id}` states no facts",
            "state at least the item and the destination",
            line=row.place,
        )
        return
    shipment, problems = reader.read(facts, id=line_id, place=row.place)
    yield from (each.but(line=row.place) for each in in_order(problems))
    if shipment is not None:
        yield shipment.but(written=row.written)


def _yaml(path: str, shown: str, *_: object) -> Iterator[Row | Problem]:
    with _open(path) as file:
        yield from listed_rows(file, shown)


def _json(path: str, shown: str, *_: object) -> Iterator[Row | Problem]:
    with _open(path) as file:
        yield from listed_rows(file, shown, as_json=True)


def _jsonl(path: str, shown: str, *_: object) -> Iterator[Row | Problem]:
    with _open(path) as file:
        yield from json_rows(file, shown)


def _csv(
    path: str, shown: str, catalogue: Catalogue, columns: Columns, delimiter: str
) -> Iterator[Row | Block | Problem]:
    with _open(path) as file, TextIOWrapper(file, encoding="utf-8-sig", newline="") as lines:
        try:
            yield from csv_rows(lines, shown, catalogue, columns, delimiter)
        except UnicodeDecodeError as error:
            first = error.object if error.start < 2 else b""
            yield problem(Place(shown), "EC001", not_utf_8(first), "save it as CSV UTF-8")


def _excel(
    path: str, shown: str, catalogue: Catalogue, columns: Columns, _: str
) -> Iterator[Row | Problem]:
    yield from excel_rows(Path(path), shown, catalogue, columns)


def _parquet(
    path: str, shown: str, catalogue: Catalogue, columns: Columns, _: str
) -> Iterator[Row | Problem]:
    yield from parquet_rows(Path(path), shown, catalogue, columns)


def _open(path: str) -> IO[bytes]:
    if path != STDIN:
        return Path(path).open("rb")
    if sys.stdin is None:  # as it is where whoever starts the tool has closed it
        raise OSError(EBADF, "it is closed")
    return sys.stdin.buffer


Reads: TypeAlias = Callable[[str, str, Catalogue, Columns, str], Iterator[Row | Block | Problem]]
KINDS: dict[str, Reads] = {
    "yaml": _yaml,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "excel": _excel,
    "parquet": _parquet,
}
SUFFIXES = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "excel",
    ".parquet": "parquet",
}
# What in a folder of orders may hold some, and cannot be read.
NOT_READ = frozenset({".xls", ".xlsm", ".xlsb", ".ods", ".numbers"})
