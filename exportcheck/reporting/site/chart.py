"""The page with the thresholds drawn: the regions of the control list, and the items as points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exportcheck.reporting.site.atlas import Atlas, Material
from exportcheck.reporting.site.blocks import Block, Heading, Say, Sheet, spread
from exportcheck.reporting.site.rules import HOME
from exportcheck.reporting.site.standing import Charted, Charts


def chart_sheet(material: Material, atlas: Atlas, charts: Charts) -> Sheet:
    """Every chart, each followed by what it cannot show."""
    blocks: list[Block] = [
        Say(
            (
                "The numbers with which the control list draws its lines, on logarithmic "
                f"scales, by the law of {material.day}. The shaded regions are found by asking the "
                "rules about each cell between the limits that they name. A full point is an item "
                "of which the numbers are known, a ring one of which they are only bounded; its "
                "line shows within which bounds. Each leads to the page of its item.",
            )
        )
    ]

    for each in charts.charted:
        chart = each.chart
        blocks.append(Heading((chart.title,), anchor=chart.name))
        blocks.append(each.picture(each.shown, chart.name, large=True))
        blocks.append(Say((f"{each.told} {_drawn(each)}",), "faint"))
        why = f"not all is known of their {each.numbers}"
        blocks += _left_out(each.missing, why, atlas)
    why = "it is not stated to which of these charts they belong"
    blocks += _left_out(charts.unplaced, why, atlas)
    return Sheet("chart", "The thresholds drawn", "chart", "TPP density", tuple(blocks), (HOME,))


def _drawn(each: Charted) -> str:
    """How many items are drawn, of those of the kind that the chart is for."""
    if not each.marks:
        return "No item of the catalogue is of this kind, so the regions stand alone."
    if not each.shown:
        return f"No item of the catalogue has figures for {each.numbers}."
    return f"{len(each.shown)} items are drawn."


def _left_out(names: Iterable[str], why: str, atlas: Atlas) -> Iterator[Block]:
    """The items that are not drawn, and why."""
    links = [atlas.to(name, "item", name) for name in names]
    if links:
        yield Heading((f"Not drawn, since {why}",), 3)
        yield Say(spread(links))
