"""Intervals and choices: their ends, and what they cannot be told of."""

from __future__ import annotations

from fractions import Fraction

import pytest

from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth
from exportcheck.core.values import ANYTHING, UNBOUNDED, Choice, Interval, hull, meet

LIMIT = Fraction(4800)


@pytest.mark.parametrize(
    ("interval", "at_least", "more_than"),
    [
        (Interval.exactly(4799), FAILS, FAILS),
        (Interval.exactly(LIMIT), HOLDS, FAILS),
        (Interval.exactly(4801), HOLDS, HOLDS),
        (Interval(low=LIMIT), HOLDS, UNKNOWN),
        (Interval(low=LIMIT, low_open=True), HOLDS, HOLDS),
        (Interval(high=LIMIT), UNKNOWN, FAILS),
        (Interval(high=LIMIT, high_open=True), FAILS, FAILS),
        (Interval(Fraction(4000), Fraction(5000)), UNKNOWN, UNKNOWN),
        (UNBOUNDED, UNKNOWN, UNKNOWN),
    ],
)
def test_ends_that_are_in_and_ends_that_are_out(
    interval: Interval, at_least: Truth, more_than: Truth
) -> None:
    """A bound at the very limit decides by whether the bound itself is in."""
    assert interval.at_least(LIMIT) is at_least
    assert interval.more_than(LIMIT) is more_than


def test_equality_needs_one_point() -> None:
    """A number equals another only if it is known exactly, and does not if it cannot be there."""
    five = Fraction(5)
    assert Interval.exactly(5).equals(five) is HOLDS
    assert Interval(low=five).equals(five) is UNKNOWN
    assert Interval(low=five, low_open=True).equals(five) is FAILS
    assert Interval(high=Fraction(4)).equals(five) is FAILS


@pytest.mark.parametrize(
    ("interval", "empty"),
    [
        (Interval.exactly(1), False),
        (Interval(Fraction(1), Fraction(1), low_open=True), True),
        (Interval(Fraction(1), Fraction(1), high_open=True), True),
        (Interval(Fraction(2), Fraction(1)), True),
        (Interval(Fraction(1), Fraction(2), True, True), False),
        (Interval(low=Fraction(1)), False),
    ],
)
def test_an_interval_without_a_number_is_empty(interval: Interval, empty: bool) -> None:
    """Ends that cross, or meet at a point that is out, leave no number."""
    assert interval.is_empty is empty


def test_a_third_is_exact() -> None:
    """Ratios are compared exactly, where a decimal would round."""
    third = Fraction(1, 3)
    assert Interval.exactly(third * 3).at_least(Fraction(1)) is HOLDS
    assert Interval.exactly(Fraction(4992, 826)).more_than(Fraction(6043, 1000)) is HOLDS


@pytest.mark.parametrize(
    ("choice", "truth"),
    [
        (Choice.of("CN"), HOLDS),
        (Choice.of("CN", "RU"), HOLDS),
        (Choice.of("CN", "DE"), UNKNOWN),
        (Choice.of("DE"), FAILS),
        (ANYTHING, UNKNOWN),
        (Choice(frozenset()), UNKNOWN),
    ],
)
def test_a_choice_is_told_when_all_that_is_possible_agrees(choice: Choice, truth: Truth) -> None:
    """A word is one of some if each word still possible is, and is not if none is."""
    assert choice.one_of(("CN", "RU")) is truth


def test_choices_meet_and_join() -> None:
    """What both allow is the meet and what either allows is the hull; anything is neutral there."""
    one, other = Choice.of("a", "b"), Choice.of("b", "c")
    assert meet(one, other) == Choice.of("b")
    assert hull(one, other) == Choice.of("a", "b", "c")
    assert meet(one, ANYTHING) == one
    assert meet(ANYTHING, one) == one
    assert hull(one, ANYTHING) == ANYTHING
    assert Choice.of("a").meet(Choice.of("b")).is_empty
    assert Choice.of("a").only == "a"
    assert one.only is None


def test_kinds_do_not_mix() -> None:
    """A number and a word have nothing in common: joining them is a bug and says so."""
    for join in (meet, hull):
        with pytest.raises(TypeError, match="kinds"):
            join(UNBOUNDED, ANYTHING)
        with pytest.raises(TypeError, match="kinds"):
            join(ANYTHING, UNBOUNDED)
