"""Conditions judged, with their explanation."""

from __future__ import annotations

from datetime import date

import pytest

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.conditions import (
    AllOf,
    AnyOf,
    Condition,
    ContainsAny,
    Not,
    RuleHolds,
    Term,
    always,
)
from exportcheck.core.conditions import Test as FactTest
from exportcheck.core.evaluate import Situation, Step, evaluate
from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.groups import Groups
from exportcheck.core.places import Place
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth
from exportcheck.core.values import Choice

HERE = Place("r", 1, 1)
YES = "parties.listed"
USE = "end_use"


def known(*words: str) -> Known:
    return Known(value=Choice.of(*words), origin=Origin.STATED)


def judged(
    catalogue: Catalogue,
    condition: Condition,
    stated: dict[str, Known] | None = None,
    contains: tuple[Facts, ...] | None = None,
    rules: dict[str, Truth] | None = None,
) -> Step:
    facts = Facts(catalogue, stated or {}, contains=contains)
    return evaluate(condition, Situation(facts, Groups(), date(2025, 6, 2), rules or {}))


@pytest.fixture
def listed(catalogue: Catalogue) -> Condition:
    """A party is on a list."""
    return FactTest(
        fact=catalogue[YES], operator="equals", operand=("yes",), written="yes", place=HERE
    )


@pytest.fixture
def military(catalogue: Catalogue) -> Condition:
    """The end use is military."""
    return FactTest(
        fact=catalogue[USE],
        operator="equals",
        operand=("military",),
        written="military",
        place=HERE,
    )


def test_every_part_is_judged_after_the_answer_is_settled(
    catalogue: Catalogue, listed: Condition, military: Condition
) -> None:
    """The explanation has all parts, those after a part that decides as well."""
    whole = judged(
        catalogue,
        AllOf(parts=(listed, military), place=HERE),
        {YES: known("no"), USE: known("military")},
    )
    assert whole.truth is FAILS
    assert [part.truth for part in whole.parts] == [FAILS, HOLDS]
    assert whole.parts[1].known == known("military")


def test_an_unknown_matters_only_where_it_decides(
    catalogue: Catalogue, listed: Condition, military: Condition
) -> None:
    """A missing fact beside one that settles the whole leaves the whole settled."""
    for joined, word, settled in ((AnyOf, "military", HOLDS), (AllOf, "civil", FAILS)):
        condition = joined(parts=(listed, military), place=HERE)
        assert judged(catalogue, condition, {USE: known(word)}).truth is settled
        assert judged(catalogue, condition).truth is UNKNOWN


def test_unknown_leaves_are_those_that_leave_it_unknown(
    catalogue: Catalogue, listed: Condition, military: Condition
) -> None:
    """Below a negation too, the unknown leaves lead to the facts to ask for."""
    condition = AllOf(
        parts=(Not(part=AnyOf(parts=(listed, military), place=HERE), place=HERE),), place=HERE
    )
    step = judged(catalogue, condition, {USE: known("civil")})
    assert step.truth is UNKNOWN
    assert [leaf.condition for leaf in step.leaves(UNKNOWN)] == [listed]
    assert [leaf.condition for leaf in step.leaves()] == [listed, military]


def test_leaves_that_hold_below_a_negation_are_those_that_fail_it(
    catalogue: Catalogue, listed: Condition
) -> None:
    """A negation that fails rests on what holds below it."""
    step = judged(catalogue, Not(part=listed, place=HERE), {YES: known("yes")})
    assert step.truth is FAILS
    assert [leaf.truth for leaf in step.leaves(FAILS)] == [HOLDS]
    assert list(step.leaves(HOLDS)) == []


def test_a_term_is_its_condition(catalogue: Catalogue, listed: Condition) -> None:
    """A defined term has the truth of what it stands for, and keeps its name."""
    step = judged(catalogue, Term(name="t", part=listed, place=HERE), {YES: known("yes")})
    assert step.truth is HOLDS
    assert [each.condition for each in step.walk()][1] == listed


def test_a_rule_that_was_not_judged_does_not_hold(catalogue: Catalogue) -> None:
    """A rule without a version on the day says nothing; one that is unknown leaves it open."""
    condition = RuleHolds(rules=("a", "b"), place=HERE)
    assert judged(catalogue, condition).truth is FAILS
    assert judged(catalogue, condition, rules={"a": UNKNOWN}).truth is UNKNOWN
    assert judged(catalogue, condition, rules={"a": UNKNOWN, "b": HOLDS}).truth is HOLDS


def test_the_condition_without_parts_always_holds(catalogue: Catalogue) -> None:
    """A rule without a condition is for every shipment."""
    assert judged(catalogue, always(HERE)).truth is HOLDS


@pytest.mark.parametrize(
    ("kind", "contents", "truth"),
    [
        ("integrated_circuit", None, FAILS),
        ("system", None, UNKNOWN),
        (None, None, UNKNOWN),
        ("system", (), FAILS),
        (None, (), FAILS),
        ("system", ("yes",), HOLDS),
        ("system", ("no", "yes"), HOLDS),
        ("system", ("no", "no"), FAILS),
        ("system", ("no", ""), UNKNOWN),
        (None, ("yes",), UNKNOWN),
        (None, ("no",), FAILS),
    ],
)
def test_contents_of_a_system(
    catalogue: Catalogue, kind: str | None, contents: tuple[str, ...] | None, truth: Truth
) -> None:
    """A system holds if any contained item does; unknown contents or kind leave it open."""
    datacenter = FactTest(
        fact=catalogue["item.designed_for_datacenters"],
        operator="equals",
        operand=("yes",),
        written="yes",
        place=HERE,
    )
    inner = contents and tuple(
        Facts(catalogue, {"item.designed_for_datacenters": known(word)} if word else {})
        for word in contents
    )
    stated = {"item.kind": known(kind)} if kind else {}
    step = judged(
        catalogue,
        ContainsAny(part=datacenter, place=HERE),
        stated,
        contains=() if contents == () else inner,
    )
    assert step.truth is truth
