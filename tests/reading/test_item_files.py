"""Item files: mistakes at their places, and what is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from exportcheck.core.problems import Problem
from exportcheck.core.values import Interval
from exportcheck.reading.library import load_library

Mistakes = Callable[[Path], tuple[Problem, ...]]
ITEM = """\
maker: Acme
headquarters: "US"
items:
  - sku: QX9
    family: QX9
    kind: integrated_circuit
    confidence: high
    sources: [https://example.org]
    facts:
      formats: [fp16]
      peak:
        fp16: 500 TFLOPS dense
      logic_die_area: {value: 800 mm², confidence: low, note: guessed}
"""
SYSTEM = """\
  - sku: QX9 Server
    family: QX9 Server
    kind: system
    confidence: high
    sources: [https://example.org]
    contains: [{item: QX9, count: 8}]
"""


@pytest.fixture
def beside_ours(tmp_path: Path) -> Path:
    """A folder of rules that holds items only, laid over all that come with the tool."""
    (tmp_path / "more" / "items").mkdir(parents=True)
    return tmp_path / "more"


@pytest.fixture
def items(beside_ours: Path, lean: None) -> Path:  # noqa: ARG001
    """The same, laid over rules without items."""
    return beside_ours


@pytest.mark.parametrize(
    ("old", "new", "place", "code", "message", "help"),
    [
        ("500 TFLOPS", "500 TFLOP", (12, 15), "EC401", "`TFLOP` is not a unit", "`TFLOPS`"),
        ("800 mm²", "800", (13, 31), "EC401", "`800` has no unit", "write `800 mm²`"),
        ("800 mm²", "NaN", (13, 31), "EC401", "`NaN` is not a quantity", "600 mm²"),
        ("fp16: 500", "fp17: 500", (12, 9), "EC102", "`fp17` is not a key of an item", "`fp16`"),
        ("[fp16]", "[fp17]", (10, 16), "EC401", "`fp17` is not an arithmetic format", "`fp16`"),
        ("[fp16]", "[fp8]", (10, 7), "EC402", "`item.peak.fp16` is stated for a format", "add"),
        ("kind: integrated_circuit", "kind: chip", (6, 11), "EC105", "`kind` is `chip`", ""),
        ("confidence: high", "confidence: sure", (7, 17), "EC105", "`confidence` is `sure`", ""),
        (
            "    sources: [https://example.org]\n",
            "",
            (4, 5),
            "EC103",
            "an item lacks `sources`",
            "write `sources` here",
        ),
        ('headquarters: "US"', "headquarters: USA", (4, 5), "EC401", "`USA` is not a country", ""),
        ("maker: Acme\n", "", (1, 1), "EC103", "an items file lacks `maker`", ""),
        (
            "    family",
            "    alias: [x]\n    family",
            (5, 5),
            "EC102",
            "`alias` is not",
            "`aliases`",
        ),
    ],
)
def test_a_mistake_in_an_item_is_told_at_its_place(
    items: Path,
    mistakes: Mistakes,
    old: str,
    new: str,
    place: tuple[int, int],
    code: str,
    message: str,
    help: str,
) -> None:
    """Each mistake in an item is a problem at the figure or key where it stands."""
    path = items / "items" / "acme.yaml"
    path.write_text(ITEM.replace(old, new, 1), encoding="utf-8")
    problem = mistakes(items)[0]
    assert str(problem.place) == f"{path}:{place[0]}:{place[1]}"
    assert problem.code == code
    assert message in problem.message
    assert help in problem.help


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ("item: QX9,", "item: QX8,", "EC202", "`QX8` is not in the item catalogue"),
        ("item: QX9,", "item: QX9 Server,", "EC204", "`QX9 Server` contains itself"),
        ("    contains: [{item: QX9, count: 8}]\n", "", "EC108", "not said to contain items"),
        ("kind: system", "kind: memory", "EC108", "but it is not a system"),
        ("count: 8", "count: eight", "EC401", "`eight` is not a number of items"),
        ("count: 8", 'count: "0"', "EC401", "`0` is not a number of items"),
        ("count: 8", "count: -1", "EC401", "`-1` is not a number of items"),
        ("count: 8", "count: 8.5", "EC401", "`8.5` is not a number of items"),
        ("count: 8", "count: ²", "EC401", "`²` is not a number of items"),
    ],
)
def test_contents_must_be_items(
    items: Path, mistakes: Mistakes, old: str, new: str, code: str, message: str
) -> None:
    """A system contains items of the catalogue in whole numbers, and nothing else contains any."""
    path = items / "items" / "acme.yaml"
    path.write_text(ITEM + SYSTEM.replace(old, new, 1), encoding="utf-8")
    (problem,) = mistakes(items)
    assert problem.code == code
    assert message in problem.message
    assert problem.place.file == str(path)
    assert problem.place.line >= 14


def test_systems_that_contain_each_other_are_a_mistake(items: Path, mistakes: Mistakes) -> None:
    """Two systems cannot each contain the other."""
    other = SYSTEM.replace("QX9 Server", "QX9 Rack").replace("item: QX9,", "item: QX9 Server,")
    path = items / "items" / "acme.yaml"
    path.write_text(
        ITEM + SYSTEM.replace("item: QX9,", "item: QX9 Rack,") + other, encoding="utf-8"
    )
    assert [(each.code, each.message, each.place.line) for each in mistakes(items)] == [
        ("EC204", "`QX9 Rack` contains itself", 19),
        ("EC204", "`QX9 Server` contains itself", 25),
    ]


def test_two_items_of_one_name_are_a_mistake(items: Path, mistakes: Mistakes) -> None:
    """A name that two items share would be a guess; it is refused."""
    again = (
        ITEM.partition("items:\n")[2]
        .replace("sku: QX9", "sku: q-x 9")
        .replace("family: QX9", "family: Other")
    )
    path = items / "items" / "acme.yaml"
    path.write_text(ITEM + again, encoding="utf-8")
    problem = mistakes(items)[0]
    assert problem.code == "EC203"
    assert problem.place.line == 14


def test_an_item_of_ones_own_is_found(beside_ours: Path) -> None:
    """An item in one's own folder stands beside those that come with the tool."""
    (beside_ours / "items" / "acme.yaml").write_text(ITEM, encoding="utf-8")
    library = load_library([beside_ours], use_cache=False)
    (item,) = library.items.find("acme qx9")
    assert item.maker == "Acme"
    area = item.facts["item.logic_die_area"]
    assert area.value == Interval.exactly(800)
    assert (area.confidence, area.note) == ("low", "guessed")
    assert item.facts["item.peak.fp16"].confidence == "high"
    assert item.facts["item.peak.fp8"].value == Interval.exactly(0)
    assert library.items.find("NVIDIA H20")


def test_an_item_without_a_family_is_its_own(items: Path, mistakes: Mistakes) -> None:
    """The family of an item of the catalogue is stated."""
    path = items / "items" / "acme.yaml"
    path.write_text(ITEM.replace("    family: QX9\n", ""), encoding="utf-8")
    assert mistakes(items)[0].message == "an item lacks `family`"


def test_a_name_of_another_makers_item_is_taken(beside_ours: Path, mistakes: Mistakes) -> None:
    """An item that bears the name of one that comes with the tool is refused, naming both."""
    path = beside_ours / "items" / "acme.yaml"
    path.write_text(ITEM.replace("family: QX9", "family: QX9\n    aliases: [H800 PCIe]"), "utf-8")
    problem = mistakes(beside_ours)[0]
    assert problem.code == "EC203"
    assert "Acme QX9" in problem.message
    assert "NVIDIA H800 PCIe" in problem.message
