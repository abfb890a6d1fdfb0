"""Order files that are a list of lines: YAML, and JSON, which is read as YAML and told as JSON.

JSON is read by the parser of YAML, since that knows where each value stands. What it cannot read is
asked of the parser of JSON, which tells a mistake in its own words.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, did_you_mean
from exportcheck.reading.documents import Document, Route
from exportcheck.reading.encodings import is_utf_16
from exportcheck.reading.entries import entries_in
from exportcheck.reading.rows import PlacedRow, Row, problem
from exportcheck.reading.strict_yaml import MOST_BYTES, read_yaml


@dataclass(frozen=True, slots=True)
class _Words:
    """How the parts of such a file are called in its language, and what to write for them."""

    line: str
    list_lacks: str
    no_list: str
    no_line: str


_YAML = _Words(
    line="a mapping of facts",
    list_lacks="write `shipments:` and a list of lines under it",
    no_list="begin each line with `- `",
    no_line="write `destination: ...` and the other facts",
)
_JSON = _Words(
    line="an object",
    list_lacks='write `{"shipments": [...]}`, and the lines within the brackets',
    no_list='write the lines within brackets, `"shipments": [{...}, {...}]`',
    no_line='write `{"destination": "...", ...}`',
)


def listed_rows(file: IO[bytes], shown: str, *, as_json: bool = False) -> Iterator[Row | Problem]:
    """The rows of a file, and a problem wherever there is one."""
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        yield problem(
            Place(shown),
            "EC001",
            f"the file is larger than {MOST_BYTES // 2**20} MiB",
            "write it as JSONL, one line a shipment, or as CSV",
        )
        return
    document = read_yaml(raw, shown)
    if as_json and any(each.code == "EC001" for each in document.problems):
        document = _read_again(raw, document)
    if any(each.code == "EC001" for each in document.problems):
        yield from (each.but(line=Place(shown)) for each in document.problems)
        return
    yield from _rows(document, _JSON if as_json else _YAML)


def _rows(document: Document, words: _Words) -> Iterator[Row | Problem]:
    data = document.data
    starts = _starts(document)
    for each in document.problems:
        index = bisect(starts, each.place) - 1
        yield each.but(line=starts[index]) if index >= 0 else each
    if not isinstance(data, dict) or "shipments" not in data:
        if data is not None:
            yield problem(
                document.place(()), "EC103", "the file has no list `shipments`", words.list_lacks
            )
        return
    for key in data:
        if key != "shipments":
            yield problem(
                document.place((key,), key=True),
                "EC102",
                f"`{key}` is not a key of an order file",
                did_you_mean(key, ("shipments",)) or "it may have `shipments` only",
            )
    lines = data["shipments"]
    if not isinstance(lines, list):
        if lines is not None:
            place = document.place(("shipments",))
            yield problem(place, "EC104", "`shipments` is not a list", words.no_list)
        return
    broken = {bisect(starts, problem.place) - 1 for problem in document.problems}
    for index, line in enumerate(lines):
        route: Route = ("shipments", index)
        if index in broken:
            continue
        start = starts[index]
        if not isinstance(line, dict):
            message = f"the line is not {words.line}"
            yield problem(start, "EC104", message, words.no_line, line=start)
            continue
        yield PlacedRow(list(entries_in(document, route, line)), start, index + 1)


def _starts(document: Document) -> list[Place]:
    """Where each line of a file begins, as far as it has a list of lines."""
    data = document.data
    lines = data.get("shipments") if isinstance(data, dict) else None
    number = len(lines) if isinstance(lines, list) else 0
    return [document.place(("shipments", index)) for index in range(number)]


def _read_again(raw: bytes, document: Document) -> Document:
    """The document, as far as it is JSON after all; else what is wrong in the words of JSON."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return document
    if is_utf_16(raw):
        return document
    # Only a mistake needs it.
    from exportcheck.reading.json_mistakes import as_yaml, json_mistake

    mistake = json_mistake(text)
    if mistake is not None:
        line, column, message, help = mistake
        told = [problem(Place(document.file, line, column), "EC001", message, help)]
        refused = Document(document.file)
        refused.problems = told
        return refused
    again = read_yaml(as_yaml(text).encode(), document.file)
    again.problems = [
        each.but(message="it is JSON that this tool does not read", help="write it as JSONL")
        if "YAML" in each.message
        else each
        for each in again.problems
    ]
    return again
