"""Conditions judged, with their explanation."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportcheck.core.catalogue import Catalogue, Fact
from exportcheck.core.conditions import (
    AllOf,
    AnyOf,
    Condition,
    ContainsAny,
    Not,
    PartRequires,
    RuleHolds,
    Term,
    always,
    rests_on_rules,
)
from exportcheck.core.conditions import Test as FactTest
from exportcheck.core.evaluate import Situation, Step, evaluate, requirements_under, turns_on
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


def in_stage(catalogue: Catalogue, rules: dict[str, Truth], parts: dict[str, str]) -> Situation:
    return Situation(Facts(catalogue, {}), Groups(), date(2025, 6, 2), rules, parts)


@pytest.mark.parametrize(
    ("rules", "truth"),
    [
        ({"a": HOLDS, "b": FAILS, "c": FAILS}, HOLDS),
        ({"a": FAILS, "b": FAILS, "c": HOLDS}, FAILS),
        ({"a": FAILS, "b": HOLDS, "c": FAILS}, FAILS),
        ({"a": UNKNOWN, "b": HOLDS, "c": HOLDS}, UNKNOWN),
        ({"a": FAILS, "b": UNKNOWN, "c": UNKNOWN}, FAILS),
    ],
)
def test_requirements_of_a_part(
    catalogue: Catalogue, rules: dict[str, Truth], truth: Truth
) -> None:
    """The strongest requirement of the parts decides; others, and those left out, do not count."""
    condition = PartRequires(parts=("742",), other_than=("b",), place=HERE)
    situation = in_stage(catalogue, rules, {"a": "742", "b": "742", "c": "744"})
    assert evaluate(condition, situation).truth is truth
    assert list(requirements_under(condition, situation)) == ["a"]


def test_no_requirement_of_a_part_is_no_license_required(catalogue: Catalogue) -> None:
    """Where no requirement of the part was in force, none of it holds."""
    condition = PartRequires(parts=("742",), other_than=(), place=HERE)
    assert evaluate(condition, in_stage(catalogue, {"c": HOLDS}, {"c": "744"})).truth is FAILS


@pytest.mark.parametrize(
    "condition",
    [
        RuleHolds(rules=("a",), place=HERE),
        PartRequires(parts=("742",), other_than=(), place=HERE),
    ],
)
def test_a_term_that_rests_on_rules_is_not_kept(catalogue: Catalogue, condition: Condition) -> None:
    """A rule judged in the meantime changes the truth of a term that looks at it."""
    judged_so_far: dict[str, Truth] = {"a": FAILS}
    situation = in_stage(catalogue, judged_so_far, {"a": "742"})
    inner = AnyOf(parts=(Not(part=Not(part=condition, place=HERE), place=HERE),), place=HERE)
    outer = Term(
        name="outer",
        part=Term(name="inner", part=inner, rests_on_rules=rests_on_rules(inner), place=HERE),
        rests_on_rules=rests_on_rules(inner),
        place=HERE,
    )
    assert rests_on_rules(outer)
    assert evaluate(outer, situation).truth is FAILS
    judged_so_far["a"] = HOLDS
    assert evaluate(outer, situation).truth is HOLDS


def test_a_term_of_facts_is_judged_once_for_each_item(
    catalogue: Catalogue, listed: Condition
) -> None:
    """A term is judged once in a situation, and anew for other facts and for contained items."""
    term = Term(name="t", part=listed, rests_on_rules=rests_on_rules(listed), place=HERE)
    assert not rests_on_rules(term)
    inner = Facts(catalogue, {YES: known("yes")})
    facts = Facts(catalogue, {YES: known("no")}, contains=(inner,))
    situation = Situation(facts, Groups(), date(2025, 6, 2), {})
    first = evaluate(term, situation)
    assert first.truth is FAILS
    assert evaluate(term, situation).parts[0] is first.parts[0]
    again = situation.about(Facts(catalogue, {YES: known("yes")}))
    assert evaluate(term, again).truth is HOLDS
    assert evaluate(term, situation).truth is FAILS


def test_contained_items_have_a_situation_each(catalogue: Catalogue) -> None:
    """Inside a system each item is judged by its own facts, in the same shipment and stage."""
    use = {"end_use": known("military"), "item.kind": known("system")}
    boards = tuple(Facts(catalogue, {"item.kind": known(kind)}) for kind in ("memory", "system"))
    rules: dict[str, Truth] = {}
    situation = Situation(
        Facts(catalogue, use, contains=boards), Groups(), date(2025, 6, 2), rules, {"a": "742"}
    )
    inside = situation.inside()
    assert [each.facts["item.kind"].value for each in inside] == [
        Choice.of("memory"),
        Choice.of("system"),
    ]
    assert all(each.facts["end_use"].value == Choice.of("military") for each in inside)
    assert all(each.rules is rules and each.parts is situation.parts for each in inside)
    assert situation.inside() is inside
    assert situation.about(situation.facts).inside() is not inside


NAMES = ("one", "two", "three")
LITTLE = Catalogue(
    facts={name: Fact(name=name, kind="yes_no", meaning="", ask="") for name in NAMES},
    countries={},
)
KIND = Fact(name="item.kind", kind="one_of", meaning="", ask="", options={"system": ""})
tests = st.builds(
    lambda name, word: FactTest(
        fact=LITTLE[name], operator="equals", operand=(word,), written=word, place=HERE
    ),
    st.sampled_from(NAMES),
    st.sampled_from(("yes", "no")),
)
conditions = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.builds(lambda parts: AllOf(parts=tuple(parts), place=HERE), st.lists(inner, max_size=3)),
        st.builds(lambda parts: AnyOf(parts=tuple(parts), place=HERE), st.lists(inner, max_size=3)),
        st.builds(lambda part: Not(part=part, place=HERE), inner),
        st.builds(lambda part: Term(name=repr(part), part=part, place=HERE), inner),
    ),
    max_leaves=8,
)
words = st.sampled_from((("yes",), ("no",), ("yes", "no")))


@given(conditions, st.fixed_dictionaries(dict.fromkeys(NAMES, words)))
def test_what_may_change_a_truth_is_named(
    condition: Condition, values: dict[str, tuple[str, ...]]
) -> None:
    """If another value of a fact changes the truth of a condition, it turns on that fact."""
    stated = {name: known(*options) for name, options in values.items()}
    step = judged(LITTLE, condition, stated)
    turning = turns_on(step, frozenset(NAMES))
    for name in NAMES:
        for other in (known("yes"), known("no"), known("yes", "no")):
            if judged(LITTLE, condition, {**stated, name: other}).truth is not step.truth:
                assert name in turning
        assert turns_on(step, frozenset({name})) == turning & {name}


@given(conditions, st.lists(st.fixed_dictionaries(dict.fromkeys(NAMES, words)), max_size=3))
def test_what_may_change_a_system_is_named(
    condition: Condition, items: list[dict[str, tuple[str, ...]]]
) -> None:
    """Of a system, too: the facts of any item inside it, unless another item settles it."""
    catalogue = LITTLE.but(facts={**LITTLE.facts, "item.kind": KIND})

    def system(changed: dict[str, Known]) -> Step:
        boards = tuple(
            Facts(catalogue, {n: known(*o) for n, o in item.items() if n not in changed})
            for item in items
        )
        stated = {"item.kind": known("system"), **changed}
        return judged(catalogue, ContainsAny(part=condition, place=HERE), stated, boards)

    step = system({})
    turning = turns_on(step, frozenset(NAMES))
    for name in NAMES:
        for other in (known("yes"), known("no")):
            if system({name: other}).truth is not step.truth:
                assert name in turning


@pytest.mark.parametrize(("use", "turning"), [("civil", set()), ("military", {YES}), (None, {YES})])
def test_what_is_settled_elsewhere_does_not_turn(
    catalogue: Catalogue, listed: Condition, military: Condition, use: str | None, turning: set[str]
) -> None:
    """Beside a part that settles it a conjunction does not turn on the others."""
    condition = AllOf(parts=(listed, military), place=HERE)
    stated = {YES: known("yes"), **({USE: known(use)} if use else {})}
    assert turns_on(judged(catalogue, condition, stated), frozenset({YES})) == turning
