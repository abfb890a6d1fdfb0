"""EC406 overlapping-thresholds: numbers or days that two steps of a scale both take

What it finds
    Two ways of an `any`, or two rules of one kind in force together, that ask the same but for the
    limits of one fact, where one step begins before the other ends, be it by a single number: at
    most 4800 and at least 4800 both take 4800. A step that lies wholly within another is not one
    of two neighbors; if it belongs to another rule, see EC409 and EC410.

Why it matters
    In the shared ground both steps apply: an item in two paragraphs, two review policies, two
    obligations for one act. The regulation makes each step end where the next begins.

Instead of
    any:
      - item.performance_density: {at_least: 1.6, at_most: 3.2}
      - item.performance_density: {at_least: 3.2}

Write
    any:
      - item.performance_density: {at_least: 1.6, less_than: 3.2}
      - item.performance_density: {at_least: 3.2}
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.problems import Problem
from exportcheck.linting.check import WARNING, Check, View
from exportcheck.linting.checks.gap_between_thresholds import words
from exportcheck.linting.limits import neighbors


def find(view: View) -> Iterator[Problem]:
    """Each overlap, at the upper step."""
    for pair in neighbors(view):
        shared = pair.lower.limits.meet(pair.upper.limits)
        if not shared.is_empty:
            fact = pair.upper.fact
            yield CHECK.problem(
                pair.upper.place,
                f"this step and its neighbor both take `{fact.name}` where it is "
                f"{words(fact, shared)}",
                f"the step below, {words(fact, pair.lower.limits)}, is in line "
                f"{pair.lower.place.line} of {pair.lower.place.file.rpartition('/')[2]}; let one "
                "begin where the other ends",
            )


CHECK = Check(code="EC406", name="overlapping-thresholds", severity=WARNING, find=find)
