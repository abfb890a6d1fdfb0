"""Neighbors: conditions that differ only in the limits they set to one number or day.

They are the steps of one scale, as in tiers of performance or successive periods; between two steps
there should be neither room nor shared ground.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any, TypeAlias

from exportcheck.core.catalogue import Fact
from exportcheck.core.conditions import AllOf, AnyOf, Condition, Test, parts_of
from exportcheck.core.places import Place
from exportcheck.core.records import Record
from exportcheck.core.rules import Rulebook
from exportcheck.core.values import UNBOUNDED, Interval
from exportcheck.linting.check import View
from exportcheck.linting.deciding import common
from exportcheck.linting.shapes import all_terms, conditions_of, is_written, shape


class Step(Record):
    """The limits that one condition sets to a fact, and where it sets the first of them."""

    fact: Fact
    limits: Interval
    place: Place


class Neighbors(Record):
    """Two steps of one scale, the lower one first."""

    lower: Step
    upper: Step


# What a condition asks apart from limits, and the limits it sets to each fact.
_Split: TypeAlias = tuple[frozenset[Any], dict[str, Step]]
_BOUNDS = {
    "at_least": lambda limit: Interval(low=limit),
    "on_or_after": lambda limit: Interval(low=limit),
    "more_than": lambda limit: Interval(low=limit, low_open=True),
    "at_most": lambda limit: Interval(high=limit),
    "less_than": lambda limit: Interval(high=limit, high_open=True),
    "before": lambda limit: Interval(high=limit, high_open=True),
}


def neighbors(view: View) -> Iterator[Neighbors]:
    """The neighbors among the ways of each `any`, and among rules of one kind in force together."""
    found: dict[tuple[Place, Place], Neighbors] = {}
    splits: dict[int, _Split] = {}
    for pair in _pairs(view):
        for condition in pair:
            if id(condition) not in splits:
                splits[id(condition)] = _split(condition)
        one, other = (splits[id(condition)] for condition in pair)
        compared = _compared(one, other)
        if compared is not None:
            found.setdefault((compared.lower.place, compared.upper.place), compared)
    yield from found.values()


def _pairs(view: View) -> Iterator[tuple[Condition, Condition]]:
    for rulebook in view.rulebooks:
        terms = [term.part for term in all_terms((rulebook,)).values()]
        rules = [c for rule in rulebook.rules for v in rule.versions for c in conditions_of(v)]
        for alternative in _alternatives([*terms, *rules]):
            yield from combinations(alternative.parts, 2)
        yield from _rules(rulebook)


def _alternatives(conditions: Iterable[Condition]) -> Iterator[AnyOf]:
    for condition in conditions:
        if isinstance(condition, AnyOf):
            yield condition
        # What a term stands for is looked at once, where it is defined.
        if isinstance(condition, AllOf | AnyOf):
            yield from _alternatives(condition.parts)
        elif not hasattr(condition, "name"):
            yield from _alternatives(parts_of(condition))


def _rules(rulebook: Rulebook) -> Iterator[tuple[Condition, Condition]]:
    """The conditions of two rules with effects of one kind, in force together."""
    for first, second in combinations(rulebook.rules, 2):
        if type(first.effect) is type(second.effect):
            for one in first.versions:
                for other in second.versions:
                    if (
                        common(one.window, other.window)
                        and is_written(one.when)
                        and is_written(other.when)
                        and shape(one.unless) == shape(other.unless)
                    ):
                        yield one.when, other.when


def _compared(one: _Split, other: _Split) -> Neighbors | None:
    """The steps of two conditions if they differ only in the limits of one fact, else None."""
    (rest, steps), (other_rest, other_steps) = one, other
    if steps.keys() != other_steps.keys() or rest != other_rest:
        return None
    differing = [n for n in steps if steps[n].limits != other_steps[n].limits]
    if len(differing) != 1:
        return None
    lower, upper = steps[differing[0]], other_steps[differing[0]]
    if _begins(upper.limits) < _begins(lower.limits):
        lower, upper = upper, lower
    low, high = lower.limits, upper.limits
    # Of two steps each must leave something that the other has not.
    if high.low is None or low.high is None:
        return None
    if high.high is not None and high.high < low.high:
        return None
    return Neighbors(lower=lower, upper=upper)


def _begins(limits: Interval) -> tuple[bool, Fraction]:
    return (limits.low is not None, limits.low or Fraction(0))


def _split(condition: Condition) -> _Split:
    """What a conjunction asks apart from limits, and the limits it sets to each fact."""
    rest: set[Any] = set()
    steps: dict[str, Step] = {}
    for part in condition.parts if isinstance(condition, AllOf) else (condition,):
        if isinstance(part, Test) and isinstance(part.operand, Fraction):
            bound = _BOUNDS.get(part.operator)
            if bound is not None:
                name = part.fact.name
                before = steps.get(name)
                limits = bound(part.operand).meet(before.limits if before else UNBOUNDED)
                place = before.place if before else part.place
                steps[name] = Step(fact=part.fact, limits=limits, place=place)
                continue
        rest.add(shape(part))
    return frozenset(rest), steps
