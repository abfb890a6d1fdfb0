"""The regions of the charts are those of the rules, whatever the rules say."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from exportcheck.core.library import Library
from exportcheck.core.values import Interval
from exportcheck.reading.library import load_library
from exportcheck.reporting.site.atlas import Material
from exportcheck.reporting.site.blocks import To
from exportcheck.reporting.site.drawing import Drawing, Mark
from exportcheck.reporting.site.regions import CHARTS, Chart, Region, plane, region_at
from exportcheck.reporting.site.whole import site_files

DATACENTER, OTHER, MEMORY = CHARTS
MADE_UP = """
maker: Example
headquarters: "KR"
items:
  - {sku: Stack A, kind: memory, family: Stack A, confidence: low, sources: [made up],
     facts: {memory_bandwidth: 300 GB/s, memory_package_area: 110 mm²}}
  - {sku: Stack B, kind: memory, family: Stack B, confidence: low, sources: [made up],
     facts: {memory_bandwidth: 1.2 TB/s, memory_package_area: at most 121 mm²}}
  - {sku: Stack C, kind: memory, family: Stack C, confidence: low, sources: [made up],
     facts: {memory_bandwidth: 1.2 TB/s}}
"""


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
def test_a_region_is_what_the_rules_say(material: Material, chart: Chart) -> None:
    """Points anywhere, on every line and just beside it are treated as the region is named."""
    drawn = plane(material, chart)
    dice = random.Random(3090)
    step = Fraction(1, 1000)
    beside = [
        [limit.number + way * step for limit in limits for way in (-1, 0, 1)]
        for limits in drawn.limits
    ]
    points = [tuple(map(dice.choice, beside)) for _ in range(60)]
    points += [
        tuple(Fraction(dice.randrange(1, 1000 * int(max(numbers)) * 2), 1000) for numbers in beside)
        for _ in range(60)
    ]
    for point in points:
        asked = region_at(material, chart, tuple(map(Interval.exactly, point)))
        assert drawn.at(*point) == asked, point
    assert len({drawn.at(*point) for point in points}) > 1


def test_the_lines_of_memory_are_those_of_the_list_and_of_its_exception(
    material: Material,
) -> None:
    """3A090.c begins above 2 GB/s/mm², and License Exception HBM ends at 3.3 (15 CFR 740.25)."""
    drawn = plane(material, MEMORY)
    found = {number: drawn.at(Fraction(number)) for number in ("2", "2.001", "3.299", "3.3", "9")}
    assert found == {
        "2": Region("none"),
        "2.001": Region("3A090.c", ("HBM",)),
        "3.299": Region("3A090.c", ("HBM",)),
        "3.3": Region("3A090.c"),
        "9": Region("3A090.c"),
    }


def test_an_exception_without_a_line_of_its_own_makes_no_region(material: Material) -> None:
    """NAC asks for the TPP only as the list does: the regions of chips are their paragraphs."""
    for chart in (DATACENTER, OTHER):
        assert not any(cell.region.exceptions for cell in plane(material, chart).cells)


def test_the_regions_are_those_of_the_day(
    library: Library, material_of: Callable[..., Material]
) -> None:
    """Before the rule of 2023 no line was drawn by TPP and density: they alone tell nothing."""
    earlier = plane(material_of(library, day=date(2023, 1, 2)), DATACENTER)
    assert earlier.limits == ((), ())
    assert [cell.region for cell in earlier.cells] == [Region("open")]


def test_every_item_with_known_numbers_is_drawn(pages: dict[str, str]) -> None:
    """A chip whose TPP and density are known is a point that leads to its page."""
    chart = pages["chart.html"]
    assert '<a href="items/NVIDIA-H20-SXM-96GB.html" class="none"><title>NVIDIA H20' in chart
    assert "2368 TPP, ≈2.9091 TPP/mm²; no paragraph" in chart
    assert 'href="items/NVIDIA-H100-SXM5-80GB.html" class="r1"' in chart


def test_a_chart_without_items_says_so(pages: dict[str, str]) -> None:
    """No memory stands in the catalogue: its regions are drawn, and the page says why alone."""
    chart = pages["chart.html"]
    assert "regions: paragraph 3A090.c; paragraph 3A090.c, License Exception HBM not" in chart
    assert "No item of the catalogue is of this kind, so the regions stand alone." in chart


def test_the_page_of_an_item_shows_where_it_stands(pages: dict[str, str]) -> None:
    """Its page has its chart with itself alone, in the place where the chart has it."""
    page = pages["items/NVIDIA-H20-SXM-96GB.html"]
    assert "Among the thresholds" in page
    assert page.count('class="mark" cx=') == 1 + 3  # its own, and those of the key
    assert ">H20 SXM 96GB</text>" in page
    assert 'href="../chart.html#chart-datacenter"' in page
    # A figure that is not known is said, and a system, whose circuits are drawn, has none.
    assert "not all is known of its total processing" in pages["items/AWS-Trainium2.html"]
    assert "Among the thresholds" not in pages["items/NVIDIA-DGX-H100.html"]


def test_items_of_a_folder_are_drawn_in_a_strip(
    tmp_path: Path, material_of: Callable[..., Material]
) -> None:
    """Memory of one's own stands in the regions by its figures; bounds are lines."""
    (tmp_path / "items").mkdir()
    (tmp_path / "items" / "example.yaml").write_text(MADE_UP, encoding="utf-8")
    library = load_library((tmp_path,), use_cache=False)
    notes = site_files(material_of(library), "markdown")
    strip = notes["chart-memory.svg"]
    assert '"items/Example-Stack-A.md" class="r2"' in strip
    assert '"items/Example-Stack-B.md" class="r1"' in strip
    assert "Stack C" not in strip
    assert strip.count('class="bound"') == 1
    assert "(Example-Stack-B.svg)" in notes["items/Example-Stack-B.md"]
    assert 'class="plane small"' in notes["items/Example-Stack-B.svg"]
    assert "not all is known of its memory bandwidth density" in notes["items/Example-Stack-C.md"]


def test_labels_do_not_overlap(material: Material) -> None:
    """Of marks in one place one is labelled; the others are told by their titles."""
    numbers = (Interval.exactly(3000), Interval.exactly(2))
    marks = [
        Mark(numbers, f"chip {n}", f"told {n}", Region("none"), To("x", "x")) for n in range(40)
    ]
    parts = Drawing(plane(material, DATACENTER), marks, ("TPP", "density")).parts(marks, "t", "n")
    text = "".join(part for part in parts if isinstance(part, str))
    assert text.count('class="label"') < 5
    assert all(f"<title>told {n}</title>" in text for n in range(40))
