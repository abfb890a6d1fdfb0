"""The regions of the chart are those of the classifier, whatever the rules say."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from exportcheck.core.library import Library
from exportcheck.core.values import Interval
from exportcheck.reporting.site.atlas import Material
from exportcheck.reporting.site.blocks import To
from exportcheck.reporting.site.drawing import Mark, drawing
from exportcheck.reporting.site.regions import paragraph_at, plain_number, plane


@pytest.mark.parametrize("for_datacenters", [True, False])
def test_a_region_is_what_the_classifier_says(material: Material, for_datacenters: bool) -> None:
    """Points anywhere, on every line and just beside it are classified as the region is named."""
    regions = plane(material, for_datacenters=for_datacenters)
    dice = random.Random(3090)
    step = Fraction(1, 1000)
    beside = [
        [limit + way * step for limit in limits for way in (-1, 0, 1)]
        for limits in (regions.tpp, regions.density)
    ]
    points = [(dice.choice(beside[0]), dice.choice(beside[1])) for _ in range(60)]
    points += [
        (Fraction(dice.randrange(1, 12000)), Fraction(dice.randrange(1, 1200), 100))
        for _ in range(60)
    ]
    for tpp, density in points:
        asked = paragraph_at(material, plain_number(tpp), plain_number(density), for_datacenters)
        assert regions.at(tpp, density) == asked, (tpp, density)
    assert {regions.at(*point) for point in points} >= {"none", "3A090.a"}


def test_the_regions_are_those_of_the_day(
    library: Library, material_of: Callable[..., Material]
) -> None:
    """Before the rule of 2023 no line was drawn by TPP and density: they alone tell nothing."""
    earlier = plane(material_of(library, day=date(2023, 1, 2)), for_datacenters=True)
    assert (earlier.tpp, earlier.density) == ((), ())
    assert [cell.paragraph for cell in earlier.cells] == ["open"]


def test_every_item_with_known_numbers_is_drawn(pages: dict[str, str]) -> None:
    """A chip whose TPP and density are known is a point that leads to its page."""
    chart = pages["chart.html"]
    assert '<a href="items/NVIDIA-H20-SXM-96GB.html" class="none"><title>NVIDIA H20' in chart
    assert "2368 TPP, density ≈2.9091; paragraph none" in chart
    assert 'href="items/NVIDIA-H100-SXM5-80GB.html" class="r1"' in chart


def test_labels_do_not_overlap(material: Material) -> None:
    """Of marks in one place one is labelled; the others are told by their titles."""
    regions = plane(material, for_datacenters=True)
    number = Interval.exactly(3000), Interval.exactly(2)
    marks = [Mark(*number, f"chip {n}", f"told {n}", "none", To("x", "x")) for n in range(40)]
    text = "".join(part for part in drawing(regions, marks, "t", "n") if isinstance(part, str))
    assert text.count('class="label"') < 5
    assert all(f"<title>told {n}</title>" in text for n in range(40))
