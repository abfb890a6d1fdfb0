"""A figure whose point may set off thousands is refused wherever a person writes one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exportcheck.cli.arguments import entries_of
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.reading.blocks import Block
from exportcheck.reading.case_files import read_cases
from exportcheck.reading.order_files import order_sources, rows_of
from exportcheck.reading.shipments import ShipmentReader
from exportcheck.reading.spec_files import read_spec

WORDS = "the point of `4.800` may set off thousands"
FACT = "item.total_processing_performance"
AREA = "item.logic_die_area"


def test_in_a_specification(library: Library, tmp_path: Path) -> None:
    """A die of 4.800 mm² is no die of 4.8 mm², nor one of 4800 mm²."""
    path = tmp_path / "x.yaml"
    path.write_text(
        "sku: X1\nkind: integrated_circuit\nfacts: {logic_die_area: at most 4.800 mm²}\n",
        encoding="utf-8",
    )
    item, problems = read_spec(path, library)
    assert item is None
    assert [(str(each.place), each.message) for each in problems] == [(f"{path}:3:25", WORDS)]


def test_in_a_case(library: Library, tmp_path: Path) -> None:
    """What a case gives is no other number than its author means."""
    given = f"given: {{{FACT}: 4.800}}"
    case = f'cases:\n  - {{name: n, date: "2026-01-01", {given}, expect: prohibited}}\n'
    (tmp_path / "x.cases.yaml").write_text(case, encoding="utf-8")
    (problem,) = read_cases([tmp_path], library).problems
    assert problem.message == f"`{FACT}`: {WORDS}"


def test_on_the_command_line(library: Library) -> None:
    """An option is written by hand, too."""
    entries = entries_of((), [f"{FACT}=4.800"])
    reader = ShipmentReader(library, today=library.rulebooks[0].verified_through)
    _, (problem,) = reader.read(entries, id="", place=Place("x"))
    assert problem.message == f"`{FACT}`: {WORDS}"


@pytest.mark.parametrize(
    ("name", "text", "refused"),
    [
        ("a.yaml", f"shipments:\n  - {{id: A, {AREA}: 4.800 mm²}}\n", True),
        ("a.json", json.dumps({"shipments": [{"id": "A", AREA: "4.800 mm²"}]}), True),
        ("a.jsonl", json.dumps({"id": "A", AREA: "4.800 mm²"}), True),
        ("a.csv", f"id,{AREA}\nA,4.800 mm²\n", True),
    ],
)
def test_in_order_files(
    library: Library, tmp_path: Path, name: str, text: str, *, refused: bool
) -> None:
    """A program may have written thousands as well as a person: no file is an exception."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    reader = ShipmentReader(library, today=library.rulebooks[0].verified_through)
    told = [
        problem.message
        for source in order_sources([str(path)])
        if not isinstance(source, Problem)
        for each in rows_of(source, library.catalogue)
        for row in ([each.row(0)] if isinstance(each, Block) else [each])
        if not isinstance(row, Problem)
        for problem in reader.read(
            [entry for entry in row.entries() if entry.name != "id"], id="A", place=row.place
        )[1]
    ]
    assert told == ([f"`{AREA}`: {WORDS}"] if refused else [])
