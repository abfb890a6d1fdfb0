"""Where the control list draws its lines: TPP against performance density, asked of the rules.

The thresholds are those that the classifying rules in force compare the two numbers with. They cut
the plane into cells; each cell is asked about as an item would be, so the regions are whatever the
rules say, and never what someone remembers of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from exportcheck.core.conditions import tests_in
from exportcheck.core.quantities import show_number
from exportcheck.core.rules import Classifies
from exportcheck.reporting.site.atlas import Material
from exportcheck.reporting.site.items import short_paragraph

TPP = "item.total_processing_performance"
DENSITY = "item.performance_density"


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers from `low` up to, not including, `high`; None is without end."""

    low: Fraction
    high: Fraction | None

    def __contains__(self, number: Fraction) -> bool:
        return self.low <= number and (self.high is None or number < self.high)

    @property
    def words(self) -> str:
        """The span as an order line states it; its ends are left out, where a line may lie."""
        low = f"more than {plain_number(self.low)}"
        return low if self.high is None else f"{low} and less than {plain_number(self.high)}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of the plane in which every item is classified alike."""

    tpp: Span
    density: Span
    paragraph: str


@dataclass(frozen=True, slots=True)
class Plane:
    """The thresholds of both numbers, and the cells between them."""

    tpp: tuple[Fraction, ...]
    density: tuple[Fraction, ...]
    cells: tuple[Cell, ...]

    def at(self, tpp: Fraction, density: Fraction) -> str:
        """The paragraph at a point of the plane."""
        return next(c.paragraph for c in self.cells if tpp in c.tpp and density in c.density)


def plain_number(number: Fraction) -> str:
    """A threshold in digits, as the grammar of quantities reads it."""
    return show_number(number, 12).replace(",", "")


def thresholds(material: Material, fact: str) -> tuple[Fraction, ...]:
    """The limits with which the classifying rules in force compare a number."""
    found = {
        test.operand
        for book in material.library.rulebooks
        for _, version in book.in_force(Classifies, material.day)
        for condition in (version.when, version.unless)
        if condition is not None
        for test in tests_in(condition)
        if test.fact.name == fact and isinstance(test.operand, Fraction)
    }
    return tuple(sorted(found))


def spans(limits: tuple[Fraction, ...]) -> Iterator[Span]:
    """The stretches between limits, from zero to no end."""
    ends = [Fraction(0), *(limit for limit in limits if limit > 0)]
    for number, low in enumerate(ends):
        yield Span(low, ends[number + 1] if number + 1 < len(ends) else None)


def plane(material: Material, *, for_datacenters: bool) -> Plane:
    """The regions for integrated circuits that are, or are not, designed for datacenters."""
    tpp, density = thresholds(material, TPP), thresholds(material, DENSITY)
    cells = tuple(
        Cell(across, up, paragraph_at(material, across.words, up.words, for_datacenters))
        for across in spans(tpp)
        for up in spans(density)
    )
    return Plane(tpp, density, cells)


def paragraph_at(material: Material, tpp: str, density: str, for_datacenters: bool) -> str:
    """How the rules classify an integrated circuit of these numbers."""
    stated: Mapping[str, str] = {
        "item.kind": "integrated_circuit",
        "item.designed_for_datacenters": "yes" if for_datacenters else "no",
        TPP: tpp,
        DENSITY: density,
    }
    return short_paragraph(material.ask(stated, None))
