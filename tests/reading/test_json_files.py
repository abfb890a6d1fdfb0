"""JSON order files are told in the words of JSON, though the parser of YAML reads them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from exportcheck.core.library import Library
from exportcheck.core.problems import Problem
from exportcheck.reading.json_mistakes import json_mistake
from exportcheck.reading.order_files import OrderSource, rows_of
from exportcheck.reading.rows import Row

Read = Callable[[str], list[Row | Problem]]


@pytest.fixture
def read(library: Library, tmp_path: Path) -> Read:
    """The rows of a JSON file with that text."""

    def rows(text: str) -> list[Row | Problem]:
        path = tmp_path / "a.json"
        path.write_text(text, encoding="utf-8")
        found = rows_of(OrderSource(str(path), "json"), library.catalogue, shown="a.json")
        return [each for each in found if isinstance(each, (Row, Problem))]

    return rows


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ('{"shipments": [{"id": "A", "destination": "D', "1:43", "quote that opens here"),
        ('{"shipments": [{"id": "A"},\n', "1:28", "cut off"),
        ('{"shipments": [{"id": "A"', "1:26", "cut off"),
        ('{"shipments": [\n  {"id": "A",}\n]}x', "2:13", "comma before a bracket that closes"),
        ('{"shipments": [\n  {"id": "A"} {"id": "B"}\n]}', "2:15", "comma"),
        ('{"shipments": [{"id" "A"}]}', "1:22", "colon"),
        ('{"id": "A"}\n{"id": "B"}\n', "2:1", ".jsonl"),
        ('{"shipments": [{"id": "\\ud83d"}]}', "1:24", "half of a character"),
        ('{"shipments": [{"id": "a\\qb"}]}', "1:25", "backslash"),
        ('{"shipments": [{"id": "A" /* ] */]}', "1:27", "comment"),
        ("- id: A\n  - id: B\n", "1:1", "not JSON"),
        ("shipments:\n- id: A\n - id: B\n", "1:1", "not JSON"),
    ],
)
def test_what_is_no_json_is_told_of_json(read: Read, text: str, at: str, says: str) -> None:
    """Where it is, what it is and what to write; YAML and its indentation are no matter here."""
    (problem,) = read(text)
    assert isinstance(problem, Problem)
    told = f"{problem.message} ({problem.help})"
    assert (str(problem.place), problem.code) == (f"a.json:{at}", "EC001")
    assert says in told
    assert problem.help
    assert "YAML" not in told
    assert "indent" not in told
    assert problem.line is not None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[{"id": "A", "destination": "DE"}]', "EC103"),
        ('{"id": "A", "destination": "DE"}', "EC103"),
        ('{"shipments": {"id": "A"}}', "EC104"),
        ('{"shipments": ["DE"]}', "EC104"),
    ],
)
def test_what_is_no_list_of_lines_is_shown_one_in_json(read: Read, text: str, code: str) -> None:
    """What to write is JSON."""
    (problem,) = read(text)
    assert isinstance(problem, Problem)
    assert problem.code == code
    assert '{"' in problem.help or "[{" in problem.help


def test_whatever_is_json_is_read(read: Read) -> None:
    """Tabs between values, and characters that need two escapes, are no mistakes."""
    text = (
        '{\n\t"shipments":\t[\n\t\t{"id": "\\ud83d\\ude00 \\\\ud83d", "destination": "DE"}\n\t]\n}'
    )
    (row,) = read(text)
    assert isinstance(row, Row)
    assert list(row.cells) == ["\U0001f600 \\ud83d", "DE"]
    assert [entry.place.line for entry in row.entries()] == [3, 3]


def test_what_is_json_has_no_mistake_and_what_is_not_has_one() -> None:
    """Wherever a file is cut off, something is told."""
    whole = '{"a": [1, {"b": "x\\ty", "c": null}], "d": -1.5e3}'
    assert json_mistake(whole) is None
    for end in range(len(whole)):
        assert json_mistake(whole[:end]) is not None
    for text in ('{"a": 1,}', "[1 2]", "{a: 1}", "{'a': 1}", '{"a": "x\ny"}', "[01]", "[.5]"):
        with pytest.raises(json.JSONDecodeError):
            json.loads(text)
        mistake = json_mistake(text)
        assert mistake is not None
        assert mistake[3]
