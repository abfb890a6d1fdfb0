"""The item catalogue against the figures that others publish, recomputed exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest

from exportcheck.core.items import Item
from exportcheck.core.library import Library
from exportcheck.core.values import Interval
from exportcheck.reading.library import load_library

LIBRARY = load_library(use_cache=False)
ITEMS = [LIBRARY.items.at(position) for position in range(len(LIBRARY.items))]
PUBLISHED = [
    pytest.param(item, figure, id=f"{item.name} {figure}")
    for item in ITEMS
    for figure in item.published
    if figure != "note"
]


@pytest.fixture(scope="module")
def library() -> Library:
    return LIBRARY


def recomputed(library: Library, item: Item, figure: str) -> Interval:
    facts = library.items.facts_of(library.catalogue, (item,), item.name)
    value = facts[f"item.{figure}"].value
    assert isinstance(value, Interval)
    return value


def agrees(library: Library, item: Item, figure: str) -> bool:
    """Whether the figure, or its bounds, lie within 1 percent of what is published."""
    published = Fraction(item.published[figure])
    value = recomputed(library, item, figure)
    above = value.low is None or value.low <= published * Fraction(101, 100)
    below = value.high is None or value.high >= published * Fraction(99, 100)
    return above and below


@pytest.mark.parametrize(("item", "figure"), PUBLISHED)
def test_a_published_figure_agrees_or_the_item_says_why_not(
    library: Library, item: Item, figure: str
) -> None:
    """Recomputed TPP and density lie within 1 percent of what is published, or a note says why."""
    assert agrees(library, item, figure) or "note" in item.published


@pytest.mark.parametrize(
    "item", [item for item in ITEMS if "note" in item.published], ids=lambda item: item.name
)
def test_a_note_on_published_figures_explains_something(library: Library, item: Item) -> None:
    """The note stands where a figure differs, or where ours is a bound and theirs is not."""
    figures = [figure for figure in item.published if figure != "note"]
    assert any(
        not agrees(library, item, figure)
        or not recomputed(library, item, figure).is_exact
        or recomputed(library, item, figure).low != Fraction(item.published[figure])
        for figure in figures
    )


def test_many_published_figures_are_compared() -> None:
    """The comparison is not empty."""
    assert len(PUBLISHED) > 60


@pytest.mark.parametrize(
    ("name", "tpp"),
    [
        ("A100", "4992"),
        ("H100 SXM", "15832"),
        ("H20", "2368"),
        ("L40S", "5864"),
        ("L4", "1940"),
        ("RTX 4090 D", "4707.2"),
        ("MI300X", "20919.2"),
        ("MTT S4000", "1600"),
        ("A40", "2395.2"),
    ],
)
def test_known_chips_have_their_known_performance(library: Library, name: str, tpp: str) -> None:
    """Figures that the rules turn on, to the last place."""
    items = library.items.find(name)
    facts = library.items.facts_of(library.catalogue, items, name)
    assert facts["item.total_processing_performance"].value == Interval.exactly(Fraction(tpp))


def test_the_catalogue_has_every_chip_and_the_systems() -> None:
    """144 chips, and systems that are judged by what they contain."""
    systems = [item for item in ITEMS if item.kind == "system"]
    assert len(ITEMS) - len(systems) == 144
    assert len(systems) == 21
    assert all(item.contains for item in systems)


def test_every_item_has_sources_and_a_confidence() -> None:
    """No figure stands without a source."""
    for item in ITEMS:
        assert item.sources, item.name
        assert item.confidence in ("high", "medium", "low")


def test_an_unpublished_area_with_a_known_limit_is_a_bound(library: Library) -> None:
    """The B200 has two dies within the reticle limit, so its density is at least 20.97."""
    (item,) = library.items.find("B200")
    density = recomputed(library, item, "performance_density")
    assert density.low is not None
    assert density.low >= Fraction(36000, 1716)
    assert density.high is None
