"""One thing that two libraries know otherwise: what it fixes on each side, and how it is stated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.proofs import Line
from exportcheck.core.records import Record
from exportcheck.core.values import Choice
from exportcheck.core.windows import Window

# What each side knows, old and new.
Sides: TypeAlias = tuple[Mapping[str, Known], Mapping[str, Known]]


class Given(Record):
    """What one thing comes to on each side, and how a line states it there.

    `told` names it, and `alike` counts all that come to the same. `items` are the item on each
    side; `named` are names with the days on which they are so, and the facts that hold them.
    `only` is the side that can read it, where the other one cannot. Of `stated` facts a line states
    anything; what stands in the lines is for where nothing asks for them.
    """

    told: str
    known: Sides
    lines: tuple[Line, Line]
    items: tuple[Facts | None, Facts | None] = (None, None)
    profile: str = "none"
    alike: int = 1
    named: tuple[tuple[str, Window], ...] = ()
    parties: tuple[str, ...] = ()
    only: int | None = None
    stated: frozenset[str] = frozenset()

    def within(self, span: Window) -> Window | None:
        """The days of a span on which it is so, for the first name that has some."""
        if not self.named:
            return span
        for _, window in self.named:
            if window.overlaps(span):
                ends = [end for end in (window.end, span.end) if end is not None]
                return Window(max(window.first, span.first), min(ends, default=None))
        return None

    def line(self, side: int, day: date) -> Line:
        """What a line of that day states of it."""
        name = next((name for name, window in self.named if day in window), None)
        return {**self.lines[side], **({} if name is None else dict.fromkeys(self.parties, name))}


def words_known(words: Mapping[str, str]) -> Mapping[str, Known]:
    return {
        name: Known(value=Choice.of(word), origin=Origin.STATED, written=word)
        for name, word in words.items()
    }
