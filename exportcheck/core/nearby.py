"""From a case to one beside it: what to state otherwise, so that a part comes out otherwise.

Nothing found here is certain: facts hang together, and who uses a change runs the case again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import islice
from typing import TypeAlias

from exportcheck.core.catalogue import NUMERIC_KINDS, Fact
from exportcheck.core.conditions import AllOf, AnyOf, Not, PartRequires, RuleHolds, Term, Test
from exportcheck.core.evaluate import Step
from exportcheck.core.findings import Finding
from exportcheck.core.formulas import word_of
from exportcheck.core.goals import ABOVE, AT, BELOW, DAY_BEFORE, THE_DAY, Goal
from exportcheck.core.judgments import Determination, Judgment
from exportcheck.core.quantities import without_thousands
from exportcheck.core.truth import FAILS, HOLDS, Truth

# What to state otherwise: facts by name, as they are written.
Changes: TypeAlias = Mapping[str, str]
# How many ways of one part are followed, and where a country is looked for first.
MOST_WAYS = 4
COUNTRIES = ("CN", "DE", "SG", "JP", "VN", "RU", "AE", "MO", "IR", "CU", "KP", "BY", "VE")
DEEPEST = 12


def changes_for(goal: Goal, found: Determination) -> Iterator[Changes]:
    """What to state otherwise for a goal, beginning at a case in which its part was judged."""
    if goal.day is not None:
        yield {"ship_date": goal.day.isoformat()}
        return
    for judgment in found.judgments:
        nearby = _Nearby(judgment)
        for finding in judgment.findings:
            if finding.version is goal.key and isinstance(goal.want, Truth):
                yield from nearby.ways(finding.step, goal.want)
        for step in _steps(judgment):
            if step.condition is goal.key:
                if isinstance(goal.want, Truth):
                    yield from nearby.ways(step, goal.want)
                elif isinstance(step.condition, Test):
                    for value in _side(step.condition, goal.want):
                        yield {_stated(step.condition.fact): value}
                break


def _steps(judgment: Judgment) -> Iterator[Step]:
    for whole in (*judgment.steps, *judgment.policy_steps):
        yield from whole.walk()


@dataclass(frozen=True, slots=True)
class _Nearby:
    """The ways to another truth within one judgment."""

    judgment: Judgment

    def ways(self, step: Step, want: Truth, depth: int = 0) -> Iterator[Changes]:
        """Changes that may give the step this truth; none are needed where it has it."""
        if step.truth is want:
            yield {}
            return
        if depth > DEEPEST:
            return
        condition = step.condition
        match condition:
            case Test():
                for value in self._values(condition, want):
                    yield {_stated(condition.fact): value}
            case Not():
                yield from self.ways(step.parts[0], ~want, depth + 1)
            case Term():
                yield from self.ways(step.parts[0], want, depth + 1)
            case AllOf() | AnyOf():
                if isinstance(condition, AllOf) is (want is HOLDS):
                    yield from self._together(step.parts, want, depth + 1)
                else:
                    for part in step.parts:
                        yield from self.ways(part, want, depth + 1)
            case RuleHolds() | PartRequires():
                findings = [f for f in self.judgment.findings if _counts(condition, f)]
                if want is FAILS:
                    yield from self._together(tuple(f.step for f in findings), want, depth + 1)
                    return
                for finding in findings:
                    yield from islice(self.ways(finding.step, want, depth + 1), MOST_WAYS)

    def _together(self, parts: tuple[Step, ...], want: Truth, depth: int) -> Iterator[Changes]:
        """Changes that give every part this truth."""
        if not parts:
            yield {}
            return
        for first in islice(self.ways(parts[0], want, depth), MOST_WAYS):
            for others in islice(self._together(parts[1:], want, depth), MOST_WAYS):
                if all(others.get(name, value) == value for name, value in first.items()):
                    yield {**first, **others}

    def _values(self, test: Test, want: Truth) -> Iterator[str]:
        """Values of a fact for which a test has this truth."""
        fact, holds = test.fact, want is HOLDS
        if fact.kind == "country":
            yield from self._countries(test, want)
        elif isinstance(test.operand, Fraction):
            sides = {
                "at_least": (AT, BELOW),
                "more_than": (ABOVE, AT),
                "at_most": (AT, ABOVE),
                "less_than": (BELOW, AT),
                "on_or_after": (THE_DAY, DAY_BEFORE),
                "before": (DAY_BEFORE, THE_DAY),
                "equals": (AT, ABOVE),
            }
            yield from _side(test, sides[test.operator][0 if holds else 1])
        elif holds:
            yield from islice(iter(test.written.split(", ")), MOST_WAYS)
        else:
            options = fact.options if fact.kind == "one_of" else ("yes", "no")
            if fact.kind in ("text", "eccn"):
                options = ("none", fact.like or "Example")
            yield from (option for option in options if option not in test.operand)

    def _countries(self, test: Test, want: Truth) -> Iterator[str]:
        groups, day = self.judgment.groups, _day(self.judgment)
        sought = want if test.operator in ("in", "equals") else ~want
        codes = dict.fromkeys((*COUNTRIES, *sorted(groups.listed)))
        assert isinstance(test.operand, tuple)
        inside = (
            code
            for code in codes
            if sought
            is (
                HOLDS
                if any(groups.contains(name, code, day) is HOLDS for name in test.operand)
                else FAILS
            )
        )
        yield from islice(inside, MOST_WAYS)


def _day(judgment: Judgment) -> date:
    value = judgment.facts["ship_date"].value
    low = getattr(value, "low", None)
    return date.fromordinal(int(low)) if low is not None else judgment.rulebook.first_day


def _counts(condition: RuleHolds | PartRequires, finding: Finding) -> bool:
    if isinstance(condition, RuleHolds):
        return finding.rule.id in condition.rules
    return finding.rule.part in condition.parts and finding.rule.id not in condition.other_than


def _side(test: Test, side: str) -> Iterator[str]:
    """The value of a fact on this side of the limit or day of a test."""
    limit = test.operand
    assert isinstance(limit, Fraction)
    if test.fact.kind == "date":
        ordinal = int(limit) + {DAY_BEFORE: -1, BELOW: -1, ABOVE: 1}.get(side, 0)
        yield date.fromordinal(ordinal).isoformat()
        return
    step = Fraction(1)
    while (limit / step).denominator != 1 and step > Fraction(1, 10**9):
        step /= 10
    if limit < 1:
        step /= 10
    number = limit + {BELOW: -step, ABOVE: step}.get(side, 0)
    if number >= 0:
        yield f"{_decimal(number)} {_unit(test.fact)}".rstrip()


def _stated(fact: Fact) -> str:
    """The name of the fact to state: the entry follows from the ECCN."""
    return fact.inputs[0] if word_of(fact) is not None else fact.name


def _unit(fact: Fact) -> str:
    if fact.kind not in NUMERIC_KINDS:
        return ""
    return f"{fact.unit} dense" if fact.kind == "throughput" else fact.unit


def _decimal(number: Fraction) -> str:
    """A number of at most nine decimal places, written exactly."""
    whole, rest = divmod(number * 10**9, 10**9)
    digits = f"{int(rest):09d}".rstrip("0")
    return without_thousands(f"{whole}.{digits}") if digits else str(whole)
