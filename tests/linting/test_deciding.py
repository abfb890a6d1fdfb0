"""Whether conditions can hold together, against the judgment of every combination of values.

A few facts with a few values each are all that the conditions can tell apart, so trying all of them
gives the right answer by another way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportcheck.cli.rules.looking import look
from exportcheck.core import conditions
from exportcheck.core.catalogue import Catalogue
from exportcheck.core.conditions import AllOf, AnyOf, Condition, Not
from exportcheck.core.evaluate import Situation, evaluate
from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.places import Place
from exportcheck.core.rules import Rulebook
from exportcheck.core.truth import HOLDS
from exportcheck.core.values import Choice, Interval
from exportcheck.core.windows import Window
from exportcheck.linting.deciding import Decider, common
from exportcheck.linting.meaning import meaning
from exportcheck.linting.shapes import shape

HERE = Place("here", 1, 1)
RULES = """\
title: t
cites: [p]
rules:
  - id: r
    title: t
    prohibits: true
    versions:
      - effective_from: "2023-01-01"
        source: s
        read_in: r
        confidence: primary
        when: {destination: {in: [D:5]}, item.kind: memory}
"""
VALUES: dict[str, list[Any]] = {
    "item.total_processing_performance": [Interval.exactly(Fraction(n, 2)) for n in range(9)],
    "item.kind": [Choice.of(word) for word in ("integrated_circuit", "memory", "system")],
    "destination": [Choice.of(code) for code in ("CN", "FR", "MO", "RU", "IT")],
    "item.eccn_entry": [Choice.of(word) for word in ("3a001", "other")],
    "item.eccn": [
        Choice.of(word)
        for word in ("3a090.a.1", "3a090.a.2", "3a090.c", "3a091.a", "4a003", "none")
    ],
}
DAYS = (date(2023, 1, 1), date(2024, 3, 1))


def leaves(catalogue: Catalogue) -> st.SearchStrategy[Condition]:
    def test(name: str, operator: str, operand: Any) -> Condition:
        return conditions.Test(
            fact=catalogue[name], operator=operator, operand=operand, written="", place=HERE
        )

    number = "item.total_processing_performance"
    limits = st.sampled_from(["at_least", "more_than", "at_most", "less_than", "equals"])
    words = st.lists(st.sampled_from(["integrated_circuit", "memory", "system"]), min_size=1)
    places = st.lists(st.sampled_from(["CN", "FR", "D:5"]), min_size=1)
    entries = st.sampled_from(["3a001"])
    paragraphs = st.lists(
        st.sampled_from(["3a090", "3a090.a", "3a090.a.1", "3a091", "none"]), min_size=1
    )
    return st.one_of(
        st.builds(lambda o, n: test(number, o, Fraction(n)), limits, st.integers(0, 3)),
        st.builds(lambda w: test("item.kind", "one_of", tuple(w)), words),
        st.builds(
            lambda o, p: test("destination", o, tuple(p)), st.sampled_from(["in", "not_in"]), places
        ),
        st.builds(lambda e: test("item.eccn_entry", "equals", (e,)), entries),
        st.builds(lambda p: test("item.eccn", "within", tuple(p)), paragraphs),
    )


def trees(catalogue: Catalogue) -> st.SearchStrategy[Condition]:
    def joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, min_size=0, max_size=3).map(tuple)
        return st.one_of(
            st.builds(lambda p: AllOf(parts=p, place=HERE), parts),
            st.builds(lambda p: AnyOf(parts=p, place=HERE), parts),
            st.builds(lambda p: Not(part=p, place=HERE), inner),
        )

    return st.recursive(leaves(catalogue), joined, max_leaves=8)


def by_trying(condition: Condition, rulebook: Rulebook, catalogue: Catalogue) -> bool:
    """Whether the condition holds for some values on some day."""
    for day in DAYS:
        for values in product(*VALUES.values()):
            known = {
                name: Known(value=value, origin=Origin.STATED)
                for name, value in zip(VALUES, values, strict=True)
            }
            situation = Situation(Facts(catalogue, known), rulebook.groups, day, {})
            if evaluate(condition, situation).truth is HOLDS:
                return True
    return False


@pytest.fixture(scope="module")
def book(
    tmp_path_factory: pytest.TempPathFactory,
    write_small: Callable[[Path, Mapping[str, str]], Path],
) -> tuple[Rulebook, Catalogue]:
    """The rulebook of the small set, and its facts."""
    folder = tmp_path_factory.mktemp("deciding")
    write_small(folder, {"co/rules.yaml": RULES})
    library = look([folder], date(2026, 6, 1)).library
    assert library is not None
    return library.rulebooks[0], library.catalogue


@given(data=st.data())
def test_what_can_hold_is_what_some_values_make_hold(
    book: tuple[Rulebook, Catalogue], data: st.DataObject
) -> None:
    """The search finds a situation exactly where one of all combinations of values is one."""
    rulebook, catalogue = book
    condition = data.draw(trees(catalogue))
    decider = Decider(rulebook, [condition])
    window = Window(date(2023, 1, 1))
    found = decider.situation([condition], [], window)
    assert (found is not None) == by_trying(condition, rulebook, catalogue)
    if found is not None:
        assert found.certain
    never_fails = decider.situation([], [condition], window) is None
    negated = Not(part=condition, place=HERE)
    assert never_fails == (not by_trying(negated, rulebook, catalogue))


def test_a_window_has_the_days_of_both() -> None:
    """The common window begins with the later and ends with the earlier; none if they miss."""
    first, second = Window(date(2023, 1, 1), date(2024, 1, 1)), Window(date(2023, 6, 1))
    assert common(first, second) == Window(date(2023, 6, 1), date(2024, 1, 1))
    assert common(first, Window(date(2024, 1, 1))) is None


def test_a_shape_is_what_is_asked_and_not_how() -> None:
    """Order, repetition, places and a term's name do not matter; an operator does."""

    class Fact:
        name = "f"

    def test(operator: str, line: int) -> Condition:
        fact: Any = Fact()
        return conditions.Test(
            fact=fact, operator=operator, operand=Fraction(1), written="", place=Place("x", line)
        )

    one = AllOf(parts=(test("at_least", 1), test("at_most", 2)), place=HERE)
    other = AllOf(parts=(test("at_most", 3), test("at_least", 4), test("at_most", 5)), place=HERE)
    assert shape(one) == shape(other)
    assert shape(one) != shape(AnyOf(parts=one.parts, place=HERE))
    assert shape(test("at_least", 1)) != shape(test("more_than", 1))


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("title: t", "title: another", True),
        ("source: s", "source: another # and a comment", True),
        ("item.kind: memory", 'item.kind: "memory"', True),
        ("item.kind: memory", "item.kind: system", False),
        ("in: [D:5]", "not_in: [D:5]", False),
        ("2023-01-01", "2023-01-02", False),
        ("prohibits: true", "advises: {holds_open: false}", False),
    ],
)
def test_the_meaning_changes_with_what_is_decided_alone(
    small: Callable[[Mapping[str, str]], Path], old: str, new: str, same: bool
) -> None:
    """Two sets of rules have one digest of meaning exactly when they decide alike."""

    def digest(text: str) -> str:
        advice = text.replace("when:", "advice: a\n        when:") if "advises" in text else text
        looked = look([small({"co/rules.yaml": advice})], date(2026, 6, 1))
        assert looked.library is not None, looked.problems
        return meaning(looked.library)

    assert (digest(RULES) == digest(RULES.replace(old, new))) is same
