"""Where the control list draws its lines: a chart is its facts, and the rules say the rest.

A chart names the kind of item that it is for and the one or two numbers that it draws. The limits
are those with which the rules in force compare the numbers: the classifying rules, and the license
exceptions. They part the numbers into cells, and each cell is asked about as an item would be, so
the regions are whatever the rules say, and never what someone remembers of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from exportcheck.core.conditions import Condition, tests_in
from exportcheck.core.evaluate import Situation, evaluate
from exportcheck.core.facts import Facts
from exportcheck.core.judgments import Determination
from exportcheck.core.problems import either, joined
from exportcheck.core.quantities import show_number, without_thousands
from exportcheck.core.rules import Classifies, Excepts
from exportcheck.core.truth import FAILS
from exportcheck.core.values import Interval
from exportcheck.reporting.site.atlas import Material

# What a region says of itself where no paragraph describes an item, and where it cannot be told.
NONE, OPEN = "none", "open"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: where it stands, its title, what is stated of its items, the facts it draws."""

    name: str
    title: str
    stated: Mapping[str, str]
    axes: tuple[str, ...]


_TPP_AND_DENSITY = ("item.total_processing_performance", "item.performance_density")
CHARTS = (
    Chart(
        "chart-datacenter",
        "Integrated circuits designed or marketed for datacenters",
        {"item.kind": "integrated_circuit", "item.designed_for_datacenters": "yes"},
        _TPP_AND_DENSITY,
    ),
    Chart(
        "chart-other",
        "Integrated circuits not designed or marketed for datacenters",
        {"item.kind": "integrated_circuit", "item.designed_for_datacenters": "no"},
        _TPP_AND_DENSITY,
    ),
    Chart("chart-memory", "Memory", {"item.kind": "memory"}, ("item.memory_bandwidth_density",)),
)


@dataclass(frozen=True, slots=True, order=True)
class Limit:
    """A number at which a line is drawn, and whether it lies below the line itself."""

    number: Fraction
    below: bool


@dataclass(frozen=True, slots=True)
class Region:
    """How an item is treated: its paragraph, and the license exceptions its numbers leave open.

    Of the exceptions those are counted that draw a line of their own.
    """

    paragraph: str
    exceptions: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return (
            f"{self.paragraph} ({', '.join(self.exceptions)})"
            if self.exceptions
            else self.paragraph
        )

    @property
    def told(self) -> str:
        """The region in words."""
        said = {NONE: "no paragraph", OPEN: "cannot be told"}
        paragraph = said.get(self.paragraph, f"paragraph {self.paragraph}")
        if not self.exceptions:
            return paragraph
        return f"{paragraph}, License Exception {either(self.exceptions)} not ruled out"


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of the chart in which every item is treated alike: an interval of each number."""

    spans: tuple[Interval, ...]
    region: Region


@dataclass(frozen=True, slots=True)
class Plane:
    """The limits of each number of a chart, and the cells between them."""

    chart: Chart
    limits: tuple[tuple[Limit, ...], ...]
    cells: tuple[Cell, ...]

    def at(self, *numbers: Fraction) -> Region:
        """The region at a point."""
        return next(
            cell.region
            for cell in self.cells
            if all(
                not span.meet(Interval.exactly(number)).is_empty
                for span, number in zip(cell.spans, numbers, strict=True)
            )
        )


def planes(material: Material) -> tuple[Plane, ...]:
    """Every chart, with its regions by the law of the day."""
    return tuple(plane(material, chart) for chart in CHARTS)


def plane(material: Material, chart: Chart) -> Plane:
    """The regions of one chart."""
    limits = tuple(map(tuple, map(sorted, _limits(material, chart, Classifies, Excepts))))
    cells = (
        Cell(intervals, region_at(material, chart, intervals))
        for intervals in product(*map(spans, limits))
    )
    return Plane(chart, limits, tuple(cells))


def region_at(material: Material, chart: Chart, intervals: tuple[Interval, ...]) -> Region:
    """How the rules treat an item of the chart of which these numbers are known."""
    catalogue = material.library.catalogue
    numbers = {
        fact: _written(interval, catalogue[fact].unit)
        for fact, interval in zip(chart.axes, intervals, strict=True)
    }
    return region_of(material, chart, material.ask({**chart.stated, **numbers}, None))


def region_of(material: Material, chart: Chart, found: Determination | None) -> Region:
    """The region in which something that was classified lies."""
    paragraph = short_paragraph(found)
    if found is None or paragraph in (NONE, OPEN):
        return Region(paragraph)
    return Region(paragraph, tuple(_not_ruled_out(material, chart, found)))


def short_paragraph(found: Determination | None) -> str:
    """The paragraph in a word, for a table: open where it cannot be told."""
    judgments = found.judgments if found else ()
    told = [each.paragraph for each in judgments if each.rulebook.that(Classifies)]
    return joined([each.written if each.is_exact else OPEN for each in told]) or OPEN


def spans(limits: tuple[Limit, ...]) -> Iterator[Interval]:
    """The stretches between limits, from more than zero to no end."""
    low = Limit(Fraction(0), below=True)
    for limit in limits:
        if limit > low:
            yield Interval(low.number, limit.number, low.below, not limit.below)
            low = limit
    yield Interval(low.number, None, low.below)


def _limits(material: Material, chart: Chart, *effects: type) -> list[frozenset[Limit]]:
    """For each number of a chart the limits with which rules in force compare it."""
    conditions = [condition for _, _, condition in _conditions(material, *effects)]
    return [
        frozenset(limit for condition in conditions for limit in _limits_in(condition, fact))
        for fact in chart.axes
    ]


def _limits_in(condition: Condition, fact: str) -> Iterator[Limit]:
    """The limits with which a condition compares a number; zero is beyond every scale."""
    for test in tests_in(condition):
        if test.fact.name == fact and isinstance(test.operand, Fraction) and test.operand:
            if test.operator not in ("more_than", "at_most"):
                yield Limit(test.operand, below=False)
            if test.operator not in ("at_least", "less_than"):
                yield Limit(test.operand, below=True)


def _not_ruled_out(material: Material, chart: Chart, found: Determination) -> Iterator[str]:
    """The exceptions with a line of their own that do not fail by what the item is."""
    drawn = _limits(material, chart, Classifies)
    judged = {judgment.rulebook.id: judgment for judgment in found.judgments}
    for book, effect, condition in _conditions(material, Excepts):
        limits = (frozenset(_limits_in(condition, fact)) for fact in chart.axes)
        if all(mine <= theirs for mine, theirs in zip(limits, drawn, strict=True)):
            continue
        judgment = judged.get(book)
        if judgment is None or not isinstance(effect, Excepts):
            continue
        # What the item is, without what a profile assumes of the shipment.
        facts = Facts(judgment.facts.catalogue, judgment.facts.stated)
        situation = Situation(facts, judgment.groups, judgment.as_of, {})
        if evaluate(condition, situation).truth is not FAILS:
            yield effect.symbol


def _conditions(
    material: Material, *effects: type
) -> Iterator[tuple[str, Classifies | Excepts, Condition]]:
    """What the rules in force with these effects ask, with their rulebook."""
    for book in material.library.rulebooks:
        for effect in effects:
            for rule, version in book.in_force(effect, material.day):
                if isinstance(rule.effect, Classifies | Excepts):
                    yield book.id, rule.effect, version.whole


def _written(interval: Interval, unit: str) -> str:
    """An interval as an order line states it, to the last digit."""
    low, high = interval.low, interval.high
    sides = []
    if low is not None:
        sides.append(f"{'more than' if interval.low_open else 'at least'} {_digits(low)} {unit}")
    if high is not None:
        sides.append(f"{'less than' if interval.high_open else 'at most'} {_digits(high)} {unit}")
    return " and ".join(sides)


def _digits(number: Fraction) -> str:
    """A limit in digits, as the grammar of quantities reads it; limits are written as decimals."""
    return without_thousands(show_number(number, 30).replace(",", ""))
