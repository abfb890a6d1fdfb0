"""A chart of regions with marks as an SVG drawing: logarithmic scales, labels that do not overlap.

It has its own colors for light and dark, and tells regions apart by their names as well. A chart of
one number is a strip: its regions stand side by side, and its marks one above another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from exportcheck.core.quantities import show_number
from exportcheck.core.values import Interval
from exportcheck.reporting.site.blocks import To
from exportcheck.reporting.site.paper import (
    LARGE,
    LETTER,
    LINE,
    STRIP,
    Box,
    Frame,
    Scale,
    place,
    rows_of,
    scale_of,
    text_at,
    text_of,
)
from exportcheck.reporting.site.regions import NONE, OPEN, Cell, Limit, Plane, Region

RADIUS = 4
STYLE = """
.plane{--ink:#1f2328;--faint:#59616b;--grid:#d9dde2;--line:#6b7280;--paper:#fff;--own:#1f6f4a;
--r1:#b3261e;--r2:#a15c00;--r3:#1d5fa8;--open:#6b4fb3;font:11px system-ui,sans-serif}
@media screen and (prefers-color-scheme:dark){.plane{--ink:#e6e8eb;--faint:#a4acb6;--grid:#333a42;
--line:#8b95a1;--paper:#14171a;--own:#5cc796;--r1:#ff8a80;--r2:#f0b35a;--r3:#7db8f5;--open:#bfaaf8}}
.plane text{fill:var(--ink)}.plane .tick{fill:var(--faint)}.plane .axis{font-size:13px}
.plane .grid{stroke:var(--grid);stroke-width:1}
.plane .limit{stroke:var(--line);stroke-dasharray:4 3}
.plane .frame{fill:none;stroke:var(--line)}.plane .limits{font-weight:600}
.plane .region{stroke:none;fill-opacity:.14}.plane .name{font-size:15px;font-weight:700}
.plane .none{--c:var(--own)}.plane .r1{--c:var(--r1)}
.plane .r2{--c:var(--r2)}.plane .r3{--c:var(--r3)}
.plane .open{--c:var(--open)}
.plane path.region{fill:var(--c)}.plane text.name{fill:var(--c)}
.plane .mark{fill:var(--c);stroke:var(--paper);stroke-width:1}
.plane .ring{fill:var(--paper);stroke:var(--c);stroke-width:1.6}
.plane .key{fill:var(--paper);stroke:var(--grid)}
.plane .bound{stroke:var(--c);stroke-width:1.2;fill:none}
.plane .label{paint-order:stroke;stroke:var(--paper);stroke-width:2.5px;stroke-linejoin:round}
.plane a:hover .label,.plane a:focus .label{text-decoration:underline}
.plane a:hover .mark,.plane a:focus .mark,
.plane a:focus .ring,.plane a:hover .ring{stroke:var(--ink)}
""".strip().replace("\n", "")


@dataclass(frozen=True, slots=True)
class Mark:
    """An item in a chart: its numbers, a short label, what is told of it, its region, its page."""

    numbers: tuple[Interval, ...]
    label: str
    told: str
    region: Region
    to: To


# The regions that are not shaded as a paragraph is.
NOTHING, UNTOLD = Region(NONE), Region(OPEN)


@dataclass(frozen=True, slots=True)
class Point:
    """A mark where it stands, with the lines of those of its numbers that are only bounded."""

    mark: Mark
    x: float
    y: float
    wide: tuple[float, float] | None
    tall: tuple[float, float] | None


class Drawing:
    """A chart in a frame, with scales that reach from its lowest to its highest mark.

    The scales are those of all its marks, however few are shown, so that an item stands in the same
    place of every drawing of a chart.
    """

    def __init__(
        self, plane: Plane, marks: Sequence[Mark], axes: tuple[str, ...], frame: Frame = LARGE
    ) -> None:
        self.plane, self.axes = plane, axes
        self.frame = frame = frame if len(axes) > 1 else replace(frame, height=STRIP)
        ends = ((frame.left, frame.right), (frame.bottom, frame.above))
        self.scales = tuple(
            scale_of([mark.numbers[axis] for mark in marks], _numbers(limits), *ends[axis])
            for axis, limits in enumerate(plane.limits)
        )
        self.kinds = _kinds([c.region for c in plane.cells], [mark.region for mark in marks])
        self.boxes = [(cell.region, self._box(cell)) for cell in plane.cells]

    def parts(self, marks: Sequence[Mark], title: str, name: str) -> Iterator[str | To]:
        """The parts of the SVG text, with these marks."""
        frame = self.frame
        kind = "plane" if frame.width == LARGE.width else "plane small"
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" '
            f'viewBox="0 0 {frame.width} {frame.height}" '
            f'role="img" aria-labelledby="{name}-title"><title id="{name}-title">{text_of(title)}'
            f"</title><style>{STYLE}</style>"
        )
        yield f'<rect width="{frame.width}" height="{frame.height}" fill="var(--paper)"/>'
        yield from self._shades()
        yield from self._grid()
        points = self._points(marks)
        taken = [Box(p.x - RADIUS, p.y - RADIUS, p.x + RADIUS, p.y + RADIUS) for p in points]
        shown = {cell.region for cell in self.plane.cells} | {mark.region for mark in marks}
        key, box = self._key([region for region in self.kinds if region in shown], taken)
        taken.append(box)
        for text, box in self._names(taken):
            yield text
            taken.append(box)
        yield from self._marks(points, taken)
        yield key
        yield "</svg>"

    def _box(self, cell: Cell) -> Box:
        def ends(interval: Interval, scale: Scale) -> tuple[float, float]:
            high = scale.high if interval.high is None else interval.high
            return scale.at(interval.low or 0), scale.at(high)

        left, right = ends(cell.spans[0], self.scales[0])
        if len(self.scales) == 1:
            return Box(left, self.frame.above, right, self.frame.bottom)
        bottom, top = ends(cell.spans[1], self.scales[1])
        return Box(left, top, right, bottom)

    def _points(self, marks: Sequence[Mark]) -> list[Point]:
        """Where each mark stands; on a strip one above another."""
        frame, found = self.frame, []
        for number, mark in enumerate(marks, 1):
            x = _middle(mark.numbers[0], self.scales[0])
            wide = _bounds(mark.numbers[0], self.scales[0], 16)
            y, tall = frame.above + (frame.bottom - frame.above) * number / (len(marks) + 1), None
            if len(self.scales) > 1:
                y = _middle(mark.numbers[1], self.scales[1])
                tall = _bounds(mark.numbers[1], self.scales[1], -16)
            found.append(Point(mark, x, y, wide, tall))
        return found

    def _shades(self) -> Iterator[str]:
        for region, kind in self.kinds.items():
            boxes = [box for each, box in self.boxes if each == region]
            if region == NOTHING or not boxes:
                continue
            path = "".join(
                f"M{place(b.left)} {place(b.top)}H{place(b.right)}"
                f"V{place(b.bottom)}H{place(b.left)}Z"
                for b in boxes
            )
            yield f'<path class="region {kind}" shape-rendering="crispEdges" d="{path}"/>'

    def _key(self, shown: list[Region], taken: list[Box]) -> tuple[str, Box]:
        """What the colors say, in the corner where fewest items are."""
        frame, lines = self.frame, [region.told for region in shown]
        wide = 28 + LETTER * max(map(len, lines))
        tall = 16 * len(lines) + 8
        corners = [
            Box(x, y, x + wide, y + tall)
            for x in (frame.right - wide - 8, frame.left + 8)
            for y in (frame.bottom - tall - 8, frame.above + 8)
        ]
        box = min(corners, key=lambda corner: sum(map(corner.meets, taken)))
        parts = [
            f'<rect class="key" x="{place(box.left)}" y="{place(box.top)}" width="{place(wide)}" '
            f'height="{tall}" rx="3"/>'
        ]
        for number, (region, line) in enumerate(zip(shown, lines, strict=True)):
            kind = self.kinds[region]
            y = box.top + 16 * number + 12
            parts.append(
                f'<g class="{kind}"><circle class="mark" cx="{place(box.left + 11)}" '
                f'cy="{place(y)}" r="{RADIUS}"/></g>'
                f'<text x="{place(box.left + 20)}" y="{place(y)}" dy="4">{text_of(line)}</text>'
            )
        return "".join(parts), box

    def _names(self, taken: list[Box]) -> Iterator[tuple[str, Box]]:
        """The name of each region, in a corner of a large cell where nothing else stands."""
        paragraphs = Counter(region.paragraph for region in self.kinds)
        for region, kind in self.kinds.items():
            boxes = [box for each, box in self.boxes if each == region]
            if region.paragraph in (NONE, OPEN) or not boxes:
                continue
            boxes.sort(key=lambda box: -box.area)
            name = region.name if paragraphs[region.paragraph] > 1 else region.paragraph
            wide = 9 * len(name)
            places = [
                Box(x, y, x + wide, y + 17)
                for b in boxes
                for y in (b.top + 5, b.bottom - 22, b.top + 27)
                for x in (b.left + 8, b.right - wide - 8)
            ]
            free = (p for p in places if not any(map(p.meets, taken)))
            box = next(free, places[0])
            yield (
                f'<text class="name {kind}" x="{place(box.left)}" y="{place(box.bottom - 4)}">'
                f"{text_of(name)}</text>",
                box,
            )

    def _grid(self) -> Iterator[str]:
        """Ticks, limits and names along the axes."""
        frame = self.frame
        across = self.scales[0]
        for tick in across.ticks():
            x = place(across.at(tick))
            yield f'<path class="grid" d="M{x} {frame.above}V{frame.bottom}"/>'
        for tick, x, row in rows_of(across.ticks(), across):
            if row == 0:
                yield text_at("tick", x, frame.bottom + 16, show_number(tick), "middle")
        for tick in self.scales[1].ticks() if len(self.scales) > 1 else ():
            y = place(self.scales[1].at(tick))
            yield f'<path class="grid" d="M{frame.left} {y}H{frame.right}"/>'
            yield text_at("tick", frame.left - 7, y, show_number(tick), "end", 4)
        for number, x, row in rows_of(_numbers(self.plane.limits[0]), across):
            yield f'<path class="limit" d="M{x} {frame.above}V{frame.bottom}"/>'
            yield text_at("limits", x, frame.above - 8 - LINE * row, show_number(number), "middle")
        for number in _numbers(self.plane.limits[1]) if len(self.scales) > 1 else ():
            y = place(self.scales[1].at(number))
            yield f'<path class="limit" d="M{frame.left} {y}H{frame.right}"/>'
            yield text_at("limits", frame.left + 5, y, show_number(number), "start", -4)
        yield (
            f'<rect class="frame" x="{frame.left}" y="{frame.above}" '
            f'width="{frame.right - frame.left}" height="{frame.bottom - frame.above}"/>'
        )
        middle = (frame.left + frame.right) / 2
        yield text_at("axis", middle, frame.height - 14, self.axes[0], "middle")
        for name in self.axes[1:]:
            middle = (frame.above + frame.bottom) / 2
            yield (
                f'<text class="axis" text-anchor="middle" '
                f'transform="translate(16 {middle}) rotate(-90)">{text_of(name)}</text>'
            )

    def _marks(self, points: Sequence[Point], taken: list[Box]) -> Iterator[str | To]:
        """Every mark, and a label for as many as there is room for, one for each family."""
        for point in points:
            if point.wide:
                taken.append(Box(min(point.wide), point.y - 1, max(point.wide), point.y + 1))
            if point.tall:
                taken.append(Box(point.x - 1, min(point.tall), point.x + 1, max(point.tall)))
        labelled: set[str] = set()
        for point in points:
            mark, x, y = point.mark, place(point.x), place(point.y)
            yield '<a href="'
            yield mark.to
            yield f'" class="{self.kinds[mark.region]}"><title>{text_of(mark.told)}</title>'
            if point.wide:
                low, high = map(place, point.wide)
                yield f'<path class="bound" d="M{low} {y}H{high}"/>'
            if point.tall:
                low, high = map(place, point.tall)
                yield f'<path class="bound" d="M{x} {low}V{high}"/>'
            exact = "ring" if point.wide or point.tall else "mark"
            yield f'<circle class="{exact}" cx="{x}" cy="{y}" r="{RADIUS}"/>'
            room = None if mark.label in labelled else self._room(point, taken)
            if room is not None:
                taken.append(room)
                labelled.add(mark.label)
                yield text_at("label", place(room.left), place(room.bottom - 3), mark.label)
            yield "</a>"

    def _room(self, point: Point, taken: list[Box]) -> Box | None:
        """A free place for a label beside its mark: right, left, above or below."""
        frame, x, y = self.frame, point.x, point.y
        wide = LETTER * len(point.mark.label)
        for left, bottom in (
            (x + 7, y + 6),
            (x - 7 - wide, y + 6),
            (x - wide / 2, y - 5),
            (x - wide / 2, y + 18),
        ):
            box = Box(left, bottom - LINE, left + wide, bottom)
            inside = box.left > frame.left and box.right < frame.right and box.top > frame.above
            if inside and box.bottom < frame.bottom and not any(map(box.meets, taken)):
                return box
        return None


def _numbers(limits: Iterable[Limit]) -> list[Fraction]:
    return sorted({limit.number for limit in limits})


def _kinds(cells: Iterable[Region], marks: Iterable[Region]) -> dict[Region, str]:
    """The class of each region; those in which a paragraph describes items take a color each."""
    plain_ones = {NOTHING: "none", UNTOLD: "open"}
    found = {*cells, *marks}
    named = sorted(found - set(plain_ones), key=lambda region: region.name)
    kinds = {region: f"r{min(number, 3)}" for number, region in enumerate(named, 1)}
    return kinds | {region: kind for region, kind in plain_ones.items() if region in found}


def _middle(value: Interval, scale: Scale) -> float:
    """Where a mark stands: at its number, between its bounds, or at the bound that there is."""
    ends = [scale.at(end) for end in (value.low or None, value.high) if end is not None]
    return sum(ends) / len(ends)


def _bounds(value: Interval, scale: Scale, beyond: float) -> tuple[float, float] | None:
    """The line of a number that is only bounded; where an end is open it goes a little beyond."""
    if value.is_exact:
        return None
    low = scale.at(value.low) if value.low else None
    high = scale.at(value.high) if value.high is not None else None
    if low is None:
        assert high is not None
        low = high - beyond
    return low, low + beyond if high is None else high
