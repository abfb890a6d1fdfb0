"""The paper of a drawing: its frame, its scales, the parts that things take, and text on it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from exportcheck.core.quantities import show_number
from exportcheck.core.values import Interval
from exportcheck.reporting.printing import plain

# The width of a letter and the height of a line of labels.
LETTER, LINE = 6.4, 12


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a drawing, and the room in it that axes leave."""

    width: int
    height: int
    left: int = 62
    above: int = 34

    @property
    def right(self) -> int:
        return self.width - 18

    @property
    def bottom(self) -> int:
        return self.height - 56


# The drawings of the chart page, and the one on the page of an item; a strip is less high.
LARGE, SMALL = Frame(960, 640), Frame(560, 380)
STRIP = 250


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

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.bottom - self.top)

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


def text_at(kind: str, x: object, y: object, text: str, anchor: str = "start", dy: int = 0) -> str:
    anchored = "" if anchor == "start" else f' text-anchor="{anchor}"'
    lowered = f' dy="{dy}"' if dy else ""
    return f'<text class="{kind}"{anchored} x="{x}" y="{y}"{lowered}>{text_of(text)}</text>'


def rows_of(numbers: Iterable[Fraction], scale: Scale) -> Iterator[tuple[Fraction, str, int]]:
    """Numbers along an axis with their places, and 1 for one that would touch the one before."""
    end, row = 0.0, 0
    for number in numbers:
        x, half = scale.at(number), LETTER * len(show_number(number)) / 2 + 2
        row = 1 if x - half < end and row == 0 else 0
        end = x + half
        yield number, place(x), row


def scale_of(
    values: Iterable[Interval], limits: Iterable[Fraction], start: float, end: float
) -> Scale:
    """From below the lowest number to above the highest; farther where there are limits alone."""
    ends = [e for value in values for e in (value.low, value.high) if e is not None and e > 0]
    beyond = 1.5 if ends else 3
    shown = [float(number) for number in (*ends, *limits)] or [1.0, 10.0]
    return Scale(min(shown) / beyond, max(shown) * beyond, start, end)
