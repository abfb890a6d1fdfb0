"""Laws of the cases that stand beside the rules.

1. Every number that a rule compares with has a case below it, one at it and one above it.
2. Every day on which a version begins or ends has a case on it and one on the day before, and both
   name the rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest

from exportcheck.core.cases import Case
from exportcheck.core.conditions import Test as Comparison
from exportcheck.core.library import Library
from exportcheck.core.shipment import Judged, decide
from exportcheck.core.values import Interval
from exportcheck.reading.case_files import read_cases
from exportcheck.reading.folders import default_rules

Threshold = tuple[str, Fraction]


@pytest.fixture(scope="module")
def cases(library: Library) -> tuple[Case, ...]:
    """The cases that come with the rules."""
    return read_cases([default_rules()], library).cases


def compared(judged: Judged) -> Iterator[tuple[Threshold, Interval]]:
    """Each number that a rule compared, with the limit it stood beside."""
    for judgment in judged.determination.judgments:
        for whole in (*judgment.steps, *judgment.policy_steps):
            for step in whole.walk():
                test = step.condition
                if (
                    isinstance(test, Comparison)
                    and isinstance(test.operand, Fraction)
                    and step.known is not None
                    and isinstance(step.known.value, Interval)
                ):
                    yield (test.fact.name, test.operand), step.known.value


def test_every_threshold_has_a_case_below_at_and_above_it(
    library: Library, cases: tuple[Case, ...]
) -> None:
    """No limit of the rulebook is tested on one side only."""
    sides: dict[Threshold, set[str]] = defaultdict(set)
    for case in cases:
        judged = decide(library.rulebooks, case.shipment)
        assert isinstance(judged, Judged)
        for threshold, value in compared(judged):
            sides[threshold]
            if value.low is not None and value.is_exact:
                limit = threshold[1]
                side = "at" if value.low == limit else "below" if value.low < limit else "above"
                sides[threshold].add(side)
    lacking = {
        f"{fact} {float(limit):g}": sorted({"below", "at", "above"} - found)
        for (fact, limit), found in sides.items()
        if len(found) < 3
    }
    assert not lacking


def test_every_day_of_a_rule_has_a_case_on_it_and_before_it(
    library: Library, cases: tuple[Case, ...]
) -> None:
    """A version that began a day late, or a day early, would be noticed."""
    days: dict[str, set[date]] = defaultdict(set)
    for case in cases:
        for rule in (*case.rests_on, *case.not_on):
            days[rule].add(case.shipment.as_of)
    lacking = [
        f"{rule.name} {day}"
        for rulebook in library.rulebooks
        for rule in rulebook.rules
        for window in rule.windows
        for day in (window.first, window.end)
        if day is not None
        and not {day, day - timedelta(days=1)} <= days[rule.name]
        # Before the first day recorded no answer is given.
        and not (day == rulebook.first_day and day in days[rule.name])
    ]
    assert not lacking
