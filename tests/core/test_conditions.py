"""Operators: each below, at and above its limit, and with what is not known."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from exportcheck.core.conditions import OPERATORS, Operand
from exportcheck.core.groups import Group, Groups
from exportcheck.core.places import Place
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth
from exportcheck.core.values import ANYTHING, UNBOUNDED, Choice, Interval, Value

DAY = date(2025, 6, 2)
GROUPS = Groups(
    groups={
        "D:5": Group(
            name="D:5", meaning="", members=frozenset({"CN"}), changes=(), place=Place("g")
        )
    },
    listed=frozenset({"CN", "DE", "US"}),
)
BELOW, AT, ABOVE = (Interval.exactly(Fraction(n, 100)) for n in (591, 592, 593))
LIMIT = Fraction(592, 100)


def truth(operator: str, value: Value, operand: Operand) -> Truth:
    return OPERATORS[operator].truth(value, operand, GROUPS, DAY)


@pytest.mark.parametrize(
    ("operator", "below", "at", "above"),
    [
        ("at_least", FAILS, HOLDS, HOLDS),
        ("more_than", FAILS, FAILS, HOLDS),
        ("at_most", HOLDS, HOLDS, FAILS),
        ("less_than", HOLDS, FAILS, FAILS),
        ("equals", FAILS, HOLDS, FAILS),
        ("on_or_after", FAILS, HOLDS, HOLDS),
        ("before", HOLDS, FAILS, FAILS),
    ],
)
def test_below_at_and_above(operator: str, below: Truth, at: Truth, above: Truth) -> None:
    """Each comparison of numbers and days counts its limit in or out as its words say."""
    assert truth(operator, BELOW, LIMIT) is below
    assert truth(operator, AT, LIMIT) is at
    assert truth(operator, ABOVE, LIMIT) is above
    assert truth(operator, UNBOUNDED, LIMIT) is UNKNOWN


@pytest.mark.parametrize(
    ("value", "operand", "inside"),
    [
        (Choice.of("CN"), ("D:5",), HOLDS),
        (Choice.of("DE"), ("D:5",), FAILS),
        (Choice.of("DE"), ("DE", "D:5"), HOLDS),
        (Choice.of("CN", "DE"), ("D:5",), UNKNOWN),
        (Choice.of("CN", "DE"), ("D:5", "DE"), HOLDS),
        (Choice.of("DE", "US"), ("D:5",), FAILS),
        (Choice.of("GL"), ("D:5",), UNKNOWN),
        (Choice.of("GL"), ("GL",), HOLDS),
        (ANYTHING, ("D:5",), UNKNOWN),
    ],
)
def test_countries_and_groups(value: Choice, operand: tuple[str, ...], inside: Truth) -> None:
    """A country is in a place if each country still possible is; `not_in` is its negation."""
    assert truth("in", value, operand) is inside
    assert truth("not_in", value, operand) is ~inside


@pytest.mark.parametrize("operator", ["equals", "one_of"])
def test_words(operator: str) -> None:
    """A word is compared with the words of the rule by what is still possible."""
    assert truth(operator, Choice.of("military"), ("military",)) is HOLDS
    assert truth(operator, Choice.of("civil"), ("military",)) is FAILS
    assert truth(operator, Choice.of("civil", "military"), ("military",)) is UNKNOWN


def test_the_beginning_of_a_name() -> None:
    """A name begins as one of those of the rule if each name still possible does."""
    named = ("ascend910b", "nvidia")
    assert truth("begins_with", Choice.of("ascend910b3"), named) is HOLDS
    assert truth("begins_with", Choice.of("nvidia"), named) is HOLDS
    assert truth("begins_with", Choice.of("ascend910", "thenvidia"), named) is FAILS
    assert truth("begins_with", Choice.of("ascend910b3", "ascend910"), named) is UNKNOWN
    assert truth("begins_with", ANYTHING, named) is UNKNOWN


def test_what_is_in_a_name() -> None:
    """A name has a part wherever it stands in it, and however signs that look alike are written."""
    part = ("ascend910", "昇腾910")
    assert truth("contains", Choice.of("npuascend910b"), part) is HOLDS
    assert truth("contains", Choice.of("ascend9iob"), part) is HOLDS
    assert truth("contains", Choice.of("昇騰910b"), part) is HOLDS
    assert truth("contains", Choice.of("ascend310"), part) is FAILS
    assert truth("contains", Choice.of("npuascend910b", "ascend310"), part) is UNKNOWN
    assert truth("contains", ANYTHING, part) is UNKNOWN


def test_every_operator_has_words_and_kinds() -> None:
    """Each operator is told in words, and is for some kind of fact."""
    for name, operator in OPERATORS.items():
        assert operator.words, name
        assert operator.kinds, name
        assert not set("<>=") & set(operator.words)


@pytest.mark.parametrize("operator", OPERATORS)
def test_values_of_another_kind_are_a_bug(operator: str) -> None:
    """A comparison across kinds is refused, never unknown: the rules are checked before."""
    numeric = OPERATORS[operator].kinds & {"quantity", "date"}
    wrong: Value = ANYTHING if numeric else UNBOUNDED
    operand: Operand = LIMIT if numeric else ("x",)
    with pytest.raises(TypeError):
        truth(operator, wrong, LIMIT if operator == "equals" else operand)
