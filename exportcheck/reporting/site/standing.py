"""Where each item stands in the charts: to which it belongs, and its mark there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from exportcheck.core.facts import Facts
from exportcheck.core.items import Item
from exportcheck.core.judgments import Determination
from exportcheck.core.problems import joined
from exportcheck.core.quantities import show_number, show_quantity
from exportcheck.core.truth import HOLDS, UNKNOWN, Truth, all_of
from exportcheck.core.values import Choice, Interval
from exportcheck.reporting.site.atlas import Atlas, Material, every_item
from exportcheck.reporting.site.blocks import Block, Heading, Picture, Say, To
from exportcheck.reporting.site.drawing import Drawing, Mark
from exportcheck.reporting.site.paper import LARGE, SMALL
from exportcheck.reporting.site.regions import NONE, OPEN, Chart, Plane, planes, region_of
from exportcheck.reporting.site.sentences import capital


@dataclass(frozen=True, slots=True)
class Charted:
    """A chart with the items that belong to it; without a mark, a number of it is not known."""

    plane: Plane
    axes: tuple[str, ...]
    marks: Mapping[str, Mark | None]

    @property
    def chart(self) -> Chart:
        return self.plane.chart

    @property
    def shown(self) -> list[Mark]:
        return [mark for mark in self.marks.values() if mark is not None]

    @property
    def missing(self) -> list[str]:
        return [name for name, mark in self.marks.items() if mark is None]

    @property
    def numbers(self) -> str:
        """The numbers that it draws, in a sentence."""
        names = (fact.removeprefix("item.").replace("_", " ") for fact in self.chart.axes)
        return joined(list(names))

    def picture(self, marks: list[Mark], name: str, *, large: bool) -> Picture:
        """The chart with some of its marks, on the scales of all."""
        drawing = Drawing(self.plane, self.shown, self.axes, LARGE if large else SMALL)
        parts = tuple(drawing.parts(marks, self.chart.title, self.chart.name))
        return Picture(parts, f"{name}.svg", f"{self.chart.title}: {self.told}")

    @property
    def told(self) -> str:
        """The lines and regions in words."""
        lines = joined(
            [
                f"at a {fact.removeprefix('item.').replace('_', ' ')} of "
                + joined(list(dict.fromkeys(show_number(limit.number) for limit in limits)))
                for fact, limits in zip(self.chart.axes, self.plane.limits, strict=True)
                if limits
            ]
        )
        found = {cell.region for cell in self.plane.cells}
        names = "; ".join(
            sorted(region.told for region in found if region.paragraph not in (NONE, OPEN))
        )
        told = f"lines {lines}; " if lines else ""
        told += f"regions: {names}" if names else "no region"
        if any(region.paragraph == OPEN for region in found):
            told += f"; in parts the paragraph does not follow from {self.numbers} alone"
        return f"{capital(told)}."


@dataclass(frozen=True, slots=True)
class Charts:
    """All charts with their items, and items of which nothing says to which chart they belong."""

    charted: tuple[Charted, ...]
    unplaced: tuple[str, ...]


def charts_of(
    material: Material, atlas: Atlas, found: Mapping[str, Determination | None]
) -> Charts:
    """Every chart with its items; `found` tells how each item is classified."""
    drawn = planes(material)
    marks: list[dict[str, Mark | None]] = [{} for _ in drawn]
    unplaced = []
    for item in every_item(material):
        facts = material.library.items.facts_of(material.library.catalogue, (item,), item.name)
        truths = [_belongs(facts, plane.chart) for plane in drawn]
        for plane, truth, mine in zip(drawn, truths, marks, strict=True):
            if truth is HOLDS:
                page = To(item.name, atlas.paths["item", item.name])
                mine[item.name] = _mark(item, facts, plane.chart, material, found[item.name], page)
        if HOLDS not in truths and UNKNOWN in truths:
            unplaced.append(item.name)
    charted = tuple(
        Charted(plane, tuple(_axis(material, fact) for fact in plane.chart.axes), mine)
        for plane, mine in zip(drawn, marks, strict=True)
    )
    return Charts(charted, tuple(unplaced))


def standing(item: Item, charts: Charts, path: str) -> Iterator[Block]:
    """The part of an item's page that shows it among the limits."""
    for each in charts.charted:
        if item.name not in each.marks:
            continue
        yield Heading(("Among the thresholds",), 3)
        whole = To(each.chart.title, "chart", each.chart.name)
        mark = each.marks[item.name]
        if mark is None:
            yield Say((f"It is not drawn, since not all is known of its {each.numbers}. ", whole))
        else:
            own = Mark(mark.numbers, item.sku, mark.told, mark.region, mark.to)
            yield each.picture([own], path, large=False)
            yield Say((f"{mark.told}. With all other items: ", whole, "."), "faint")


def _belongs(facts: Facts, chart: Chart) -> Truth:
    """Whether an item is of those that a chart is for, by what its maker's file says."""
    return all_of(_is(facts, name, word) for name, word in chart.stated.items())


def _is(facts: Facts, name: str, word: str) -> Truth:
    value = facts[name].value
    return value.one_of({word}) if isinstance(value, Choice) else UNKNOWN


def _axis(material: Material, fact: str) -> str:
    """The number along an axis with its unit."""
    name = capital(fact.removeprefix("item.").replace("_", " "))
    return f"{name} ({material.library.catalogue[fact].unit})"


def _mark(
    item: Item,
    facts: Facts,
    chart: Chart,
    material: Material,
    found: Determination | None,
    page: To,
) -> Mark | None:
    """The mark of an item; none where one of its numbers is not known at all."""
    numbers, told = [], []
    for fact in chart.axes:
        value = facts[fact].value
        if not isinstance(value, Interval) or (not value.low and value.high is None):
            return None
        numbers.append(value)
        told.append(show_quantity(value, material.library.catalogue[fact].unit))
    region = region_of(material, chart, found)
    family = item.family.removeprefix(item.maker).strip() or item.sku
    said = f"{item.name}: {', '.join(told)}; {region.told}"
    return Mark(tuple(numbers), family, said, region, page)
