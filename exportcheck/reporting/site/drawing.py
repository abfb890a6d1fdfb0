"""A plane of regions with marks as an SVG drawing: logarithmic scales, labels that do not overlap.

It has its own colors for light and dark, and tells regions apart by their names as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from exportcheck.core.quantities import show_number
from exportcheck.core.values import Interval
from exportcheck.reporting.printing import plain
from exportcheck.reporting.site.blocks import To
from exportcheck.reporting.site.regions import Cell, Plane

WIDTH, HEIGHT = 960, 640
LEFT, RIGHT, TOP, BOTTOM = 62, 18, 34, 56
RADIUS = 4
LETTER, LINE = 6.4, 12
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


# What the key calls items that no paragraph describes, and those of which it cannot be told.
_SAID = {"none": "no paragraph", "open": "cannot be told"}


@dataclass(frozen=True, slots=True)
class Mark:
    """An item in the plane: its two numbers, a short label, what is told of it, and its page."""

    across: Interval
    up: Interval
    label: str
    told: str
    paragraph: str
    to: To


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic scale from numbers to places of the drawing."""

    low: float
    high: float
    start: float
    end: float

    def at(self, number: Fraction | float) -> float:
        value = min(max(float(number), self.low), self.high)
        part = math.log10(value / self.low) / math.log10(self.high / self.low)
        return self.start + part * (self.end - self.start)

    def ticks(self) -> Iterator[Fraction]:
        """One, two and five of each power of ten."""
        power = math.floor(math.log10(self.low))
        while 10**power <= self.high:
            for step in (1, 2, 5):
                tick = Fraction(10) ** power * step
                if self.low <= tick <= self.high:
                    yield tick
            power += 1


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the drawing that something takes."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def place(number: float) -> str:
    """A place with one decimal, the same on every machine."""
    return f"{number:.1f}"


def text_of(text: str) -> str:
    return escape(plain(text), quote=True)


def drawing(regions: Plane, marks: list[Mark], title: str, name: str) -> Iterator[str | To]:
    """The parts of the SVG text."""
    across = _scale([m.across for m in marks], regions.tpp, LEFT, WIDTH - RIGHT)
    up = _scale([m.up for m in marks], regions.density, HEIGHT - BOTTOM, TOP)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plane" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" aria-labelledby="{name}-title"><title id="{name}-title">{text_of(title)}'
        f"</title><style>{STYLE}</style>"
    )
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="var(--paper)"/>'
    kinds = _kinds(regions, marks)
    yield from _shades(regions, across, up, kinds)
    yield from _axes(regions, across, up)
    points = [(mark, _middle(mark.across, across), _middle(mark.up, up)) for mark in marks]
    taken = [Box(x - 4, y - 4, x + 4, y + 4) for _, x, y in points]
    key = _key(kinds)
    taken.append(key[1])
    names = list(_names(regions, across, up, kinds, taken))
    yield from (text for text, _ in names)
    taken += [box for _, box in names]
    yield from _marks(points, across, up, kinds, taken)
    yield key[0]
    yield "</svg>"


def _scale(values: list[Interval], limits: tuple[Fraction, ...], start: float, end: float) -> Scale:
    """From below the lowest number to above the highest."""
    ends = [e for v in values for e in (v.low, v.high) if e is not None and e > 0]
    shown = [float(number) for number in (*ends, *limits)] or [1.0, 10.0]
    return Scale(min(shown) / 1.5, max(shown) * 1.5, start, end)


def _kinds(regions: Plane, marks: list[Mark]) -> dict[str, str]:
    """The class of each paragraph; those that are described take a color each."""
    found = {cell.paragraph for cell in regions.cells} | {mark.paragraph for mark in marks}
    named = sorted(found - {"none", "open"})
    kinds = {name: f"r{min(number, 3)}" for number, name in enumerate(named, 1)}
    return kinds | {name: name for name in ("none", "open") if name in found}


def _key(kinds: dict[str, str]) -> tuple[str, Box]:
    """What the colors say, in the corner where few items are."""
    lines = [_SAID.get(n, f"paragraph {n}") for n in kinds]
    wide = 28 + LETTER * max(map(len, lines))
    tall = 16 * len(lines) + 8
    box = Box(WIDTH - RIGHT - wide - 8, HEIGHT - BOTTOM - tall - 8, WIDTH - RIGHT, HEIGHT - BOTTOM)
    parts = [
        f'<rect class="key" x="{place(box.left)}" y="{place(box.top)}" width="{place(wide)}" '
        f'height="{tall}" rx="3"/>'
    ]
    for number, (kind, line) in enumerate(zip(kinds.values(), lines, strict=True)):
        y = box.top + 16 * number + 12
        parts.append(
            f'<g class="{kind}"><circle class="mark" cx="{place(box.left + 11)}" '
            f'cy="{place(y)}" r="{RADIUS}"/></g>'
            f'<text x="{place(box.left + 20)}" y="{place(y)}" dy="4">{text_of(line)}</text>'
        )
    return "".join(parts), box


def _box(cell: Cell, across: Scale, up: Scale) -> Box:
    def ends(low: Fraction, high: Fraction | None, scale: Scale) -> tuple[float, float]:
        return scale.at(low), scale.at(scale.high if high is None else high)

    left, right = ends(cell.tpp.low, cell.tpp.high, across)
    bottom, top = ends(cell.density.low, cell.density.high, up)
    return Box(left, top, right, bottom)


def _shades(regions: Plane, across: Scale, up: Scale, kinds: dict[str, str]) -> Iterator[str]:
    for name, kind in kinds.items():
        boxes = [_box(cell, across, up) for cell in regions.cells if cell.paragraph == name]
        if name == "none" or not boxes:
            continue
        path = "".join(
            f"M{place(b.left)} {place(b.top)}H{place(b.right)}V{place(b.bottom)}H{place(b.left)}Z"
            for b in boxes
        )
        yield f'<path class="region {kind}" shape-rendering="crispEdges" d="{path}"/>'


def _names(
    regions: Plane, across: Scale, up: Scale, kinds: dict[str, str], taken: list[Box]
) -> Iterator[tuple[str, Box]]:
    """The name of each region, in a corner of a large cell where nothing else stands."""
    for name, kind in kinds.items():
        boxes = [_box(cell, across, up) for cell in regions.cells if cell.paragraph == name]
        if name in _SAID or not boxes:
            continue
        boxes.sort(key=lambda box: (box.left - box.right) * (box.bottom - box.top))
        wide = 9 * len(name)
        places = [
            Box(x, y, x + wide, y + 17)
            for b in boxes
            for y in (b.top + 5, b.bottom - 22)
            for x in (b.left + 8, b.right - wide - 8)
        ]
        free = (p for p in places if not any(map(p.meets, taken)))
        box = next(free, places[0])
        yield (
            f'<text class="name {kind}" x="{place(box.left)}" y="{place(box.bottom - 4)}">'
            f"{text_of(name)}</text>",
            box,
        )


def _axes(regions: Plane, across: Scale, up: Scale) -> Iterator[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    for tick in across.ticks():
        x = place(across.at(tick))
        yield f'<path class="grid" d="M{x} {TOP}V{bottom}"/>'
        yield (
            f'<text class="tick" text-anchor="middle" x="{x}" y="{bottom + 16}">'
            f"{show_number(tick)}</text>"
        )
    for tick in up.ticks():
        y = place(up.at(tick))
        yield f'<path class="grid" d="M{LEFT} {y}H{right}"/>'
        yield (
            f'<text class="tick" text-anchor="end" x="{LEFT - 7}" y="{y}" dy="4">'
            f"{show_number(tick)}</text>"
        )
    for limit in regions.tpp:
        x = place(across.at(limit))
        yield f'<path class="limit" d="M{x} {TOP}V{bottom}"/>'
        yield (
            f'<text class="limits" text-anchor="middle" x="{x}" y="{TOP - 8}">'
            f"{show_number(limit)}</text>"
        )
    for limit in regions.density:
        y = place(up.at(limit))
        yield f'<path class="limit" d="M{LEFT} {y}H{right}"/>'
        yield (f'<text class="limits" x="{LEFT + 5}" y="{y}" dy="-4">{show_number(limit)}</text>')
    yield (
        f'<rect class="frame" x="{LEFT}" y="{TOP}" width="{right - LEFT}" height="{bottom - TOP}"/>'
    )
    yield (
        f'<text class="axis" text-anchor="middle" x="{(LEFT + right) / 2}" y="{HEIGHT - 14}">'
        "Total processing performance (TPP)</text>"
    )
    middle = (TOP + bottom) / 2
    yield (
        f'<text class="axis" text-anchor="middle" transform="translate(16 {middle}) rotate(-90)">'
        "Performance density (TPP/mm²)</text>"
    )


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


def _marks(
    points: list[tuple[Mark, float, float]],
    across: Scale,
    up: Scale,
    kinds: dict[str, str],
    taken: list[Box],
) -> Iterator[str | To]:
    """Every mark, and a label for as many as there is room for, one for each family."""
    for mark, x, y in points:
        wide, tall = _bounds(mark.across, across, 16), _bounds(mark.up, up, -16)
        if wide:
            taken.append(Box(min(wide), y - 1, max(wide), y + 1))
        if tall:
            taken.append(Box(x - 1, min(tall), x + 1, max(tall)))
    labelled: set[str] = set()
    for mark, x, y in points:
        kind = kinds[mark.paragraph]
        yield '<a href="'
        yield mark.to
        yield f'" class="{kind}"><title>{text_of(mark.told)}</title>'
        wide = _bounds(mark.across, across, 16)
        tall = _bounds(mark.up, up, -16)
        if wide:
            yield f'<path class="bound" d="M{place(wide[0])} {place(y)}H{place(wide[1])}"/>'
        if tall:
            yield f'<path class="bound" d="M{place(x)} {place(tall[0])}V{place(tall[1])}"/>'
        exact = "ring" if wide or tall else "mark"
        yield f'<circle class="{exact}" cx="{place(x)}" cy="{place(y)}" r="{RADIUS}"/>'
        if mark.label not in labelled:
            room = _room(mark.label, x, y, taken)
            if room is not None:
                taken.append(room)
                labelled.add(mark.label)
                yield (
                    f'<text class="label" x="{place(room.left)}" y="{place(room.bottom - 3)}">'
                    f"{text_of(mark.label)}</text>"
                )
        yield "</a>"


def _room(label: str, x: float, y: float, taken: list[Box]) -> Box | None:
    """A free place for a label beside its mark: right, left, above or below."""
    wide = LETTER * len(label)
    for left, bottom in (
        (x + 7, y + 6),
        (x - 7 - wide, y + 6),
        (x - wide / 2, y - 5),
        (x - wide / 2, y + 18),
    ):
        box = Box(left, bottom - LINE, left + wide, bottom)
        inside = box.left > LEFT and box.right < WIDTH - RIGHT and box.top > TOP
        if inside and box.bottom < HEIGHT - BOTTOM and not any(map(box.meets, taken)):
            return box
    return None
