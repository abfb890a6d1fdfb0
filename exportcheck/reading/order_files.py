"""Order files: lines of shipments in YAML, JSON or JSONL, one after another.

A broken line is reported with its place, and the others are still read; whoever judges them must
not let the run pass. A file without a line is a problem, never a pass.
"""

from __future__ import annotations

import json
from bisect import bisect
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, did_you_mean
from exportcheck.core.shipment import Shipment
from exportcheck.reading.documents import Route
from exportcheck.reading.shipments import (
    Entry,
    ShipmentReader,
    as_written,
    entries_in,
    flatten,
)
from exportcheck.reading.strict_yaml import MOST_BYTES, read_yaml

MOST_LINE = 1024 * 1024
MOST_DEPTH = 8


def read_orders(path: Path, shown: str, reader: ShipmentReader) -> Iterator[Shipment | Problem]:
    """The shipments of a file in its order, and a problem wherever there is one."""
    count = 0
    if path.is_dir():
        yield _problem(Place(shown), "EC001", "it is a folder", "name the order files in it")
        return
    try:
        size = path.stat().st_size
        if path.suffix == ".jsonl":
            lines = _jsonl(path, shown)
        elif path.suffix in (".yaml", ".yml", ".json"):
            if size > MOST_BYTES:
                yield _problem(
                    Place(shown),
                    "EC001",
                    f"the file is larger than {MOST_BYTES // 2**20} MiB",
                    "write it as JSONL, one line a shipment",
                )
                return
            lines = _yaml(path.read_bytes(), shown)
        else:
            yield _problem(
                Place(shown),
                "EC001",
                f"`{path.suffix}` is not a kind of order file",
                "write .yaml, .json or .jsonl",
            )
            return
        seen: dict[str, Place] = {}
        for line in lines:
            count += 1
            if isinstance(line, Problem):
                yield line
                continue
            entries, place, number = line
            yield from _shipment(entries, place, number, reader, seen)
    except OSError as error:
        yield _problem(
            Place(shown), "EC001", f"the file cannot be read ({error.strerror or error})", ""
        )
        return
    if count == 0:
        yield _problem(
            Place(shown, 1, 1),
            "EC101",
            "the file has no shipment line",
            "an empty order file is not a pass",
        )


Line = tuple[list[Entry], Place, int]


def _shipment(
    entries: list[Entry],
    place: Place,
    number: int,
    reader: ShipmentReader,
    seen: dict[str, Place],
) -> Iterator[Shipment | Problem]:
    line_id = str(number)
    facts = []
    for entry in entries:
        if entry.name != "id":
            facts.append(entry)
        elif isinstance(entry.written, str) and not entry.written.isprintable():
            yield _problem(
                entry.place, "EC401", "`id` has a character that cannot be printed", "write it anew"
            )
            return
        elif isinstance(entry.written, str) and entry.written.strip():
            line_id = entry.written
            if line_id in seen:
                yield _problem(
                    entry.place,
                    "EC003",
                    f"the id `{line_id}` is used twice",
                    f"it is used first at {seen[line_id]}",
                )
                return
            seen[line_id] = entry.place
        elif entry.written is not None:
            yield _problem(entry.place, "EC401", "`id` is not a text", "write the order's number")
            return
    if not facts:
        yield _problem(
            place,
            "EC106",
            f"the line `{line_id}` states no facts",
            "state at least the item and the destination",
        )
        return
    shipment, problems = reader.read(facts, id=line_id, place=place)
    yield from problems
    if shipment is not None:
        written = tuple((entry.name, as_written(entry.written)) for entry in entries)
        yield shipment.but(written=written)


def _yaml(raw: bytes, shown: str) -> Iterator[Line | Problem]:
    document = read_yaml(raw, shown)
    yield from document.problems
    if any(problem.code == "EC001" for problem in document.problems):
        return
    data = document.data
    if not isinstance(data, dict) or "shipments" not in data:
        if data is not None:
            yield _problem(
                document.place(()),
                "EC103",
                "the file has no list `shipments`",
                "write `shipments:` and a list of lines under it",
            )
        return
    for key in data:
        if key != "shipments":
            place = document.place((key,), key=True)
            yield _problem(
                place,
                "EC102",
                f"`{key}` is not a key of an order file",
                did_you_mean(key, ("shipments",)) or "it may have `shipments` only",
            )
    lines = data["shipments"]
    if not isinstance(lines, list):
        if lines is not None:
            yield _problem(
                document.place(("shipments",)),
                "EC104",
                "`shipments` is not a list",
                "begin each line with `- `",
            )
        return
    starts = [document.place(("shipments", index)) for index in range(len(lines))]
    broken = {bisect(starts, problem.place) - 1 for problem in document.problems}
    for index, line in enumerate(lines):
        route: Route = ("shipments", index)
        if index in broken:
            continue
        if not isinstance(line, dict):
            yield _problem(
                document.place(route),
                "EC104",
                "the line is not a mapping of facts",
                "write `destination: ...` and the other facts",
            )
            continue
        yield list(entries_in(document, route, line)), document.place(route), index + 1


def _jsonl(path: Path, shown: str) -> Iterator[Line | Problem]:
    number = 0
    with path.open("rb") as file:
        while raw := file.readline(MOST_LINE + 1):
            number += 1
            place = Place(shown, number, 1)
            if len(raw) > MOST_LINE:
                yield _problem(
                    place, "EC001", "the line is longer than 1 MiB", "one line is one shipment"
                )
                return
            if not raw.strip():
                continue
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
                data = load_json(text)
            except UnicodeDecodeError:
                yield _problem(place, "EC001", "the line is not UTF-8 text", "")
                continue
            except RepeatedKey as error:
                yield _problem(
                    place, "EC003", f"the key `{error.key}` is here twice", "remove one of the two"
                )
                continue
            except json.JSONDecodeError as error:
                yield _problem(
                    Place(shown, number, error.colno),
                    "EC001",
                    f"the line is not JSON: {error.msg}",
                    "write one object a line",
                )
                continue
            except (ValueError, RecursionError):
                yield _problem(
                    place,
                    "EC001",
                    "the line is not JSON this tool reads",
                    "write one object a line, without NaN or Infinity",
                )
                continue
            if not isinstance(data, dict):
                yield _problem(place, "EC104", "the line is not an object", "write {...}")
                continue
            yield list(_json_entries(text, data, shown, number)), place, number


def _json_entries(text: str, data: dict[str, Any], shown: str, number: int) -> Iterator[Entry]:
    for keys, value in flatten(data):
        # Good enough for people: the first place where the last key is written.
        column = text.find(f'"{keys[-1]}"') + 1
        yield Entry(".".join(keys), value, Place(shown, number, max(column, 1)), len(keys[-1]) + 2)


class RepeatedKey(ValueError):
    """An object has one key twice."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise RepeatedKey(key)
        result[key] = value
    return result


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def load_json(text: str) -> Any:
    """JSON with numbers kept as the text they were written in; repeated keys and NaN refused."""
    return json.loads(
        text, object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=_constant
    )


def _problem(place: Place, code: str, message: str, help: str) -> Problem:
    return Problem(place=place, code=code, message=message, help=help)
