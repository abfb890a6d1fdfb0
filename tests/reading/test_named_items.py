"""An item outside the catalogue with the name of one in it, and stated to be less than that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.core.screening import screened
from exportcheck.reading.item_meant import meant

LINE = {"destination": "CN", "ship_date": "2026-09-24"}
LESS = {
    "item.kind": "integrated_circuit",
    "item.total_processing_performance": "1000",
    "item.performance_density": "1",
    "item.designed_for_datacenters": "no",
}


def _told(found: Any) -> list[str]:
    return [] if isinstance(found, Determination) else [each.message for each in found]


@pytest.mark.parametrize(
    ("family", "maker", "contains", "contradicts"),
    [
        ("DGX H100", "NVIDIA", "NVIDIA T4", True),
        ("DGX H100", "", "NVIDIA T4", True),
        ("NVIDIA DGX A100", "", "NVIDIA T4", True),
        ("DGX H100", "Example", "NVIDIA T4", True),
        ("HGX H20 8-GPU", "NVIDIA", "GeForce RTX 4080", True),
        ("GB200 NVL72", "NVIDIA", "NVIDIA T4", True),
        ("H100", "NVIDIA", "NVIDIA T4", True),
        ("HGX H100", "NVIDIA", "NVIDIA T4", True),
        ("HGX H100 baseboard", "", "NVIDIA T4", True),
        ("PowerEdge XE9680 H100", "Dell", "NVIDIA T4", True),
        ("PowerEdge XE9680-H100SXM", "Dell", "NVIDIA T4", True),
        ("MI300X platform", "AMD", "NVIDIA T4", True),
        ("G593 for MI300X", "Example", "NVIDIA T4", True),
        ("Xeon server with T4 and H100", "Example", "NVIDIA T4", True),
        ("DGX H100", "NVIDIA", "NVIDIA H100 PCIe", False),
        ("DGX H100", "NVIDIA", "NVIDIA H100", False),
        ("DGX H100", "NVIDIA", "NVIDIA H200 SXM", False),
        ("PowerEdge XE9680 H100", "Dell", "NVIDIA H100", False),
        ("Atlas 800T A2", "Huawei", "Ascend 910B1", False),
        ("Atlas 500 A2", "", "Ascend 310P", False),
        ("PowerEdge R750", "Dell", "NVIDIA T4", False),
        ("Elbow rest", "Dell", "NVIDIA T4", False),
        ("Bow rest", "Dell", "NVIDIA T4", False),
        ("RTX 4090 laptop", "Example", "GeForce RTX 3090", False),
        ("DGX Spark", "NVIDIA", "NVIDIA GB10", False),
    ],
)
def test_a_system_is_no_less_than_its_name_says(
    library: Library,
    ask: Callable[..., Any],
    family: str,
    maker: str,
    contains: str,
    contradicts: bool,
) -> None:
    """A server that was called after a circuit passed by a lesser one that it was to contain."""
    line = {"item.kind": "system", "item.family": family, "item.contains": [contains]}
    line |= {"item.maker": maker} if maker else {}
    told = _told(ask(library, {**LINE, **line}, profile="ordinary"))
    assert any("has the name of" in each for each in told) is contradicts, told
    assert bool(told) is contradicts


@pytest.mark.parametrize(
    ("family", "maker", "contradicts"),
    [
        ("NVIDIA H100", "Example", True),
        ("NVIDIA H100-96", "Example", True),
        ("Hopper H100", "NVIDIA", True),
        ("Hopper H100", "", True),
        ("Tesla A100", "NVIDIA", True),
        ("H100-96", "NVIDIA", True),
        ("Trainium accelerator", "AWS", True),
        ("Trainium accelerator", "Example", False),
        ("H100-96", "Example", False),
        ("H100X", "NVIDIA", False),
        ("L40G", "NVIDIA", False),
        ("RTX 4090 Laptop", "NVIDIA", False),
        ("Gaudi 2 China", "Intel", True),
    ],
)
def test_a_circuit_is_no_less_than_its_name_says(
    library: Library, ask: Callable[..., Any], family: str, maker: str, contradicts: bool
) -> None:
    """Another maker, or a word more, let figures below those of the name pass."""
    line = {**LINE, **LESS, "item.family": family, **({"item.maker": maker} if maker else {})}
    told = _told(ask(library, line, profile="ordinary"))
    assert any("the catalogue says that of" in each for each in told) is contradicts, told


def test_the_longest_name_counts(library: Library) -> None:
    """A part of a longer name names nothing, and the form of a module is a word of its own."""
    found = {
        written: [name for name, _ in library.items.named_in(written)]
        for written in ("Big DGX H100 rack", "GH200/H100SXM", "HGX  B300 (NVL16)", "A2, A2", "")
    }
    assert found == {
        "Big DGX H100 rack": ["dgxh100"],
        "GH200/H100SXM": ["h100sxm", "gh200"],
        "HGX  B300 (NVL16)": ["hgxb300nvl16"],
        "A2, A2": ["a2", "a2"],
        "": [],
    }


def test_memory_is_no_circuit_of_the_name(library: Library, ask: Callable[..., Any]) -> None:
    """A stack that is made for a circuit is slower than all of that circuit's memory."""
    line = {"item.kind": "memory", "item.family": "HBM3 for H100", "item.dram_bandwidth": "1 GB/s"}
    assert not _told(ask(library, {**LINE, **line}, profile="ordinary"))


@pytest.mark.parametrize(
    ("item", "app", "contradicts"),
    [
        ({"item.sku": "DGX H100"}, "at most 70 WT", True),
        ({"item.sku": "DGX H100"}, "at most 160.79 WT", True),
        ({"item.sku": "DGX H100"}, "160.8 WT", False),
        ({"item.sku": "DGX A100"}, "at most 46.7 WT", True),
        ({"item.sku": "DGX A100"}, "at most 70 WT", False),
        ({"item.sku": "GB200 NVL72"}, "at most 70 WT", True),
        ({"item.sku": "CloudMatrix 384"}, "at most 1 WT", False),
        ({"item.sku": "CS-3"}, "at most 70 WT", False),
        ({"item.contains": ["NVIDIA H100 SXM5 80GB"]}, "at most 20 WT", True),
        ({"item.contains": ["NVIDIA H100 SXM5 80GB"]}, "at most 20.1 WT", False),
        ({"item.contains": [{"item": "NVIDIA H100 SXM", "count": 4}]}, "at most 70 WT", True),
        ({"item.contains": [{"item": "HGX H100", "count": "2"}]}, "at most 300 WT", True),
    ],
)
def test_the_adjusted_peak_performance_is_no_less_than_that_of_what_is_inside(
    library: Library, ask: Callable[..., Any], item: dict[str, Any], app: str, contradicts: bool
) -> None:
    """At 64 bits eight H100 are 160.8 WT at a weight of 0.3, and `at most 70 WT` was believed."""
    line = {"item.adjusted_peak_performance": app, "destination": "DE", "ship_date": "2026-09-24"}
    told = _told(ask(library, {**line, **item}, profile="ordinary"))
    assert any("and it is also at least" in each for each in told) is contradicts
    assert bool(told) is contradicts


@pytest.mark.parametrize(
    ("family", "maker", "doubted"),
    [
        ("H100", "Example", True),
        ("H100-96", "Example", True),
        ("Tesla A100", "Example", True),
        ("RTX A1000", "Example", False),
        ("Ascend server", "Example", True),
        ("Atlas 800", "Huawei", True),
        ("Grace Hopper", "NVIDIA", True),
        ("Atlas 500", "Huawei", False),
    ],
)
def test_a_name_of_the_catalogue_under_another_maker_is_asked_about(
    library: Library, ask: Callable[..., Any], family: str, maker: str, doubted: bool
) -> None:
    """A circuit called H100 passed by low figures where another was said to make it."""
    line = {**LINE, **LESS, "item.family": family, "item.maker": maker}
    found = ask(library, line, profile="ordinary")
    doubts = screened(library.rulebooks[0].lists, found.facts, found.as_of).doubts
    assert any("item.bears_known_name" in each for each in doubts) is doubted
    settled = ask(library, {**line, "item.bears_known_name": "no"}, profile="ordinary")
    assert not any("item.bears_known_name" in each for each in settled.facts.doubts)


def test_figures_that_contradict_each_other_are_told_under_a_known_name(
    library: Library, ask: Callable[..., Any]
) -> None:
    """They were an internal error where the family is one of the catalogue."""
    line = {**LINE, "item.kind": "integrated_circuit", "item.family": "H100"}
    line |= {"item.peak.fp16": "100 TFLOPS dense", "item.total_processing_performance": "1000"}
    (told,) = _told(ask(library, {**line, "item.maker": "NVIDIA"}, profile="ordinary"))
    assert "and it is also at least 1600 TPP" in told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("HBM3E", "it is a name for `item.memory_type` and of no one item: describe the item"),
        ("SK hynix HBM3E", "it is a name for `item.memory_type`"),
        ("H20 HBM3f", "did you mean `NVIDIA H20 HBM3e`?"),
        ("Ascend", "did you mean"),
    ],
)
def test_a_type_of_memory_is_no_item(library: Library, name: str, told: str) -> None:
    """Another item that has such a name in its own is not offered for it."""
    assert meant(name, library).startswith(told)
