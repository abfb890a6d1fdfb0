"""EC405 gap-between-thresholds: numbers or days between two steps of a scale that neither takes

What it finds
    Two ways of an `any`, or two rules of one kind in force together, that ask the same but for the
    limits of one fact, where one step ends before the other begins, be it by a single number: less
    than 4800 and more than 4800 leave out 4800 itself.

Why it matters
    The item that lies exactly in between is caught by neither step. Items are designed to lie
    there.

Instead of
    any:
      - item.performance_density: {at_least: 1.6, less_than: 3.2}
      - item.performance_density: {more_than: 3.2}

Write
    any:
      - item.performance_density: {at_least: 1.6, less_than: 3.2}
      - item.performance_density: {at_least: 3.2}

Where the law itself leaves a gap, say so in what else the two ways ask, as with a reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from exportcheck.core.catalogue import Fact
from exportcheck.core.problems import Problem
from exportcheck.core.quantities import show_quantity
from exportcheck.core.values import Interval
from exportcheck.linting.check import WARNING, Check, View
from exportcheck.linting.limits import neighbors


def words(fact: Fact, limits: Interval) -> str:
    """Limits of a number or day in words."""
    if fact.kind != "date":
        return show_quantity(limits, fact.unit)
    sides = []
    if limits.low is not None:
        sides.append(f"on or after {date.fromordinal(int(limits.low))}")
    if limits.high is not None:
        sides.append(f"before {date.fromordinal(int(limits.high))}")
    return " and ".join(sides)


def find(view: View) -> Iterator[Problem]:
    """Each gap, at the upper step."""
    for pair in neighbors(view):
        low, high = pair.lower.limits, pair.upper.limits
        # What lies above the lower step and below the upper one.
        between = Interval(
            low=low.high, high=high.low, low_open=not low.high_open, high_open=not high.low_open
        )
        if not between.is_empty:
            fact = pair.upper.fact
            yield CHECK.problem(
                pair.upper.place,
                f"between this step and its neighbor `{fact.name}` is left out where it is "
                f"{words(fact, between)}",
                f"the step below, {words(fact, low)}, is in line {pair.lower.place.line} of "
                f"{pair.lower.place.file.rpartition('/')[2]}; let one begin where the other ends",
            )


CHECK = Check(code="EC405", name="gap-between-thresholds", severity=WARNING, find=find)
