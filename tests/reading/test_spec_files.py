"""Specifications: one item that is not in the catalogue, or what is wrong with its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from exportcheck.core.facts import Origin
from exportcheck.core.library import Library
from exportcheck.core.values import Interval
from exportcheck.reading.spec_files import read_spec

SPEC = """\
sku: X1
maker: Example
headquarters: "US"
kind: integrated_circuit
facts:
  designed_for_datacenters: yes
  formats: [fp16]
  peak: {fp16: 200 TFLOPS dense}
  logic_die_area: at most 800 mm²
"""
SYSTEM = "sku: X2\nkind: system\nfacts: {power: 1 kW}\ncontains: [{item: NVIDIA L4, count: 2}]\n"


def test_a_specification_is_an_item(library: Library, tmp_path: Path) -> None:
    """The facts of a specification are stated facts, with the same formulas behind them."""
    path = tmp_path / "x1.yaml"
    path.write_text(SPEC, encoding="utf-8")
    item, problems = read_spec(path, library)
    assert problems == []
    assert item is not None
    facts = library.items.facts_of(library.catalogue, (item,), item.name)
    assert facts["item.peak.fp16"].origin is Origin.STATED
    assert facts["item.total_processing_performance"].value == Interval.exactly(3200)
    density = facts["item.performance_density"].value
    assert density == Interval(Interval.exactly(4).low, None)


def test_a_system_may_be_specified(library: Library, tmp_path: Path) -> None:
    """A specified system contains items of the catalogue."""
    path = tmp_path / "x2.yaml"
    path.write_text(SYSTEM, encoding="utf-8")
    item, problems = read_spec(path, library)
    assert problems == []
    assert item is not None
    assert item.contains == (("NVIDIA L4", 2),)


@pytest.mark.parametrize(
    ("text", "place", "code", "message"),
    [
        ("", (1, 1), "EC101", "the file is empty"),
        (SPEC.replace("sku: X1\n", ""), (1, 1), "EC103", "an item specification lacks `sku`"),
        (SPEC.replace("200 TFLOPS", "200"), (8, 16), "EC401", "has no unit"),
        (SPEC.replace("[fp16]", "[fp8]"), (6, 3), "EC402", "`item.peak.fp16` is stated for"),
        (SPEC.replace('"US"', "usa"), (1, 1), "EC401", "`usa` is not a country code"),
        (SPEC.replace("peak:", "peaks:"), (8, 3), "EC102", "`peaks` is not a key of"),
        (SPEC.replace("sku: X1", "sku: &a X1"), (1, 6), "EC002", "the anchor `&a` is not"),
        (SYSTEM.replace("NVIDIA L4", "NVIDIA L5"), (4, 12), "EC202", "`NVIDIA L5` is not in the"),
        (SYSTEM.replace("count: 2", "count: two"), (4, 37), "EC401", "`two` is not a number of"),
        (SYSTEM.replace("kind: system", "kind: memory"), (2, 7), "EC402", "only a system contains"),
    ],
)
def test_a_mistake_in_a_specification_is_told_at_its_place(
    library: Library,
    tmp_path: Path,
    text: str,
    place: tuple[int, int],
    code: str,
    message: str,
) -> None:
    """A specification with a mistake gives no item."""
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    item, problems = read_spec(path, library)
    assert item is None
    assert problems[0].code == code
    assert message in problems[0].message
    assert (problems[0].place.line, problems[0].place.column) == place


def test_a_specification_that_is_not_there_is_told(library: Library, tmp_path: Path) -> None:
    """A file that cannot be opened is a problem."""
    item, problems = read_spec(tmp_path / "none.yaml", library)
    assert item is None
    assert [problem.code for problem in problems] == ["EC001"]


def test_a_specification_written_as_a_line_is_helped(library: Library, tmp_path: Path) -> None:
    """Who writes `item:` as in an order file is told that it is left out here."""
    path = tmp_path / "x.yaml"
    path.write_text("item:\n  sku: X1\n  kind: integrated_circuit\n", encoding="utf-8")
    _, problems = read_spec(path, library)
    assert "without `item`" in problems[0].help
