"""JSONL order files: one object a line, each with its facts nested or dotted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.reading.encodings import SAVE, is_utf_16, not_utf_8
from exportcheck.reading.entries import Entry, flatten
from exportcheck.reading.rows import Row, problem

MOST_LINE = 1024 * 1024


def json_rows(file: IO[bytes], shown: str) -> Iterator[Row | Problem]:
    """The rows of a file, and a problem wherever there is one."""
    number = 0
    while raw := file.readline(MOST_LINE + 1):
        number += 1
        place = Place(shown, number, 1)
        if len(raw) > MOST_LINE:
            yield problem(
                place, "EC001", "the line is longer than 1 MiB", "one line is one shipment"
            )
            return
        if not raw.strip():
            continue
        if number == 1 and is_utf_16(raw):
            yield problem(Place(shown, 1, 1), "EC001", not_utf_8(raw), SAVE)
            return
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            data = load_json(text)
        except UnicodeDecodeError:
            yield problem(place, "EC001", not_utf_8(raw, "the line"), SAVE)
            continue
        except RepeatedKey as error:
            yield problem(
                place, "EC003", f"the key `{error.key}` is here twice", "remove one of the two"
            )
            continue
        except json.JSONDecodeError as error:
            yield problem(
                Place(shown, number, error.colno),
                "EC001",
                f"the line is not JSON: {error.msg}",
                "write one object a line",
            )
            continue
        except (ValueError, RecursionError):
            yield problem(
                place,
                "EC001",
                "the line is not JSON this tool reads",
                "write one object a line, without NaN or Infinity",
            )
            continue
        if not isinstance(data, dict):
            yield problem(place, "EC104", "the line is not an object", "write {...}")
            continue
        yield JsonRow(data, text, shown, number)


class JsonRow(Row):
    """A line of JSONL."""

    __slots__ = ("_text",)

    def __init__(self, data: dict[str, Any], text: str, file: str, line: int) -> None:
        leaves = [(".".join(keys), value) for keys, value in flatten(data)]
        names = tuple(name for name, _ in leaves)
        super().__init__(names, [value for _, value in leaves], file, line, line)
        self._text = text

    def entries(self) -> list[Entry]:
        return [
            Entry(name, value, Place(self.file, self.line, max(self._column(name), 1)))
            for name, value in zip(self.names, self.cells, strict=True)
        ]

    def _column(self, name: str) -> int:
        # Good enough for people: the first place where the last key is written.
        found = self._text.find(f'"{name}"')
        return (found if found >= 0 else self._text.find(f'"{name.rpartition(".")[2]}"')) + 1


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
