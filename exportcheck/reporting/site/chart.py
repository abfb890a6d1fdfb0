"""The page with the thresholds drawn: the regions of the control list, and the items as points."""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.items import Item
from exportcheck.core.judgments import Determination
from exportcheck.core.problems import joined
from exportcheck.core.quantities import show_number, show_quantity
from exportcheck.core.values import Choice, Interval
from exportcheck.reporting.site.atlas import Atlas, Material
from exportcheck.reporting.site.blocks import Block, Heading, Picture, Say, Sheet, To, spread
from exportcheck.reporting.site.drawing import Mark, drawing
from exportcheck.reporting.site.items import every_item, short_paragraph
from exportcheck.reporting.site.regions import DENSITY, TPP, Plane, plane
from exportcheck.reporting.site.rules import HOME
from exportcheck.reporting.site.sentences import capital


def chart_sheet(material: Material, atlas: Atlas, found: dict[str, Determination | None]) -> Sheet:
    """Two drawings: for items designed or marketed for datacenters, and for others."""
    blocks: list[Block] = [
        Say(
            (
                "Total processing performance against performance density, both on logarithmic "
                f"scales, by the law of {material.day}. The shaded regions are found by asking the "
                "rules about each cell between the thresholds that they name. A full point is an "
                "item whose two numbers are known, a ring one for which one of them is only "
                "bounded; its line shows within which bounds. Each leads to the page of its item.",
            )
        )
    ]
    missing: list[Item] = []
    for title, name, for_datacenters in (
        ("Designed or marketed for datacenters", "chart-datacenter", True),
        ("Not designed or marketed for datacenters", "chart-other", False),
    ):
        regions = plane(material, for_datacenters=for_datacenters)
        marks = []
        for item in every_item(material):
            if item.kind != "integrated_circuit" or _for_datacenters(item) is not for_datacenters:
                continue
            mark = _mark(item, material, atlas, found[item.name])
            if mark is None:
                missing.append(item)
            else:
                marks.append(mark)
        blocks.append(Heading((title,), anchor=name))
        svg = tuple(drawing(regions, marks, title, name))
        blocks.append(Picture(svg, f"{name}.svg", f"{title}: {_told(regions)}"))
        blocks.append(Say((f"{_told(regions)} {len(marks)} items are drawn.",), "faint"))
    blocks += _undrawn(material, missing, atlas)
    return Sheet("chart", "The thresholds drawn", "chart", "TPP density", tuple(blocks), (HOME,))


def _told(regions: Plane) -> str:
    """The lines of a drawing in words."""
    tpp = joined([show_number(limit) for limit in regions.tpp])
    density = joined([show_number(limit) for limit in regions.density])
    found = {cell.paragraph for cell in regions.cells}
    names = joined(sorted(found - {"none", "open"}))
    lines = f"Lines at a TPP of {tpp} and at a density of {density}; " if tpp and density else ""
    told = f"{lines}{f'regions of {names}' if names else 'no region'}"
    if "open" in found:
        told += "; in parts the paragraph does not follow from these two numbers"
    return f"{capital(told)}."


def _for_datacenters(item: Item) -> bool | None:
    """Whether an item is for datacenters, by its maker's file; None where that says nothing."""
    known = item.facts.get("item.designed_for_datacenters")
    if known is None or not isinstance(known.value, Choice) or known.value.only is None:
        return None
    return known.value.only == "yes"


def _mark(item: Item, material: Material, atlas: Atlas, found: Determination | None) -> Mark | None:
    """The point of an item; none where one of its numbers is not known at all."""
    catalogue = material.library.catalogue
    facts = material.library.items.facts_of(catalogue, (item,), item.name)
    values = [facts[TPP].value, facts[DENSITY].value]
    across, up = values
    if not isinstance(across, Interval) or not isinstance(up, Interval):
        return None
    if any(not value.low and value.high is None for value in (across, up)):
        return None
    paragraph = short_paragraph(found)
    told = (
        f"{item.name}: {show_quantity(across, catalogue[TPP].unit)}, density "
        f"{show_quantity(up, '').strip()}; paragraph {paragraph}"
    )
    family = item.family.removeprefix(item.maker).strip() or item.sku
    return Mark(across, up, family, told, paragraph, To(item.name, atlas.paths["item", item.name]))


def _undrawn(material: Material, missing: list[Item], atlas: Atlas) -> Iterator[Block]:
    """What is not drawn, and why."""
    unsaid = [
        item
        for item in every_item(material)
        if item.kind == "integrated_circuit" and _for_datacenters(item) is None
    ]
    for label, items in (
        ("Not drawn, since TPP or density is not known", missing),
        ("Not drawn, since it is not stated whether they are for datacenters", unsaid),
    ):
        if items:
            yield Heading((label,), 3)
            yield Say(spread([atlas.to(item.name, "item", item.name) for item in items]))
