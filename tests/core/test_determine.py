"""The determination, over a tiny rulebook that has one rule of each effect.

Outcomes, verdicts, what covers what, bars, red flags, and the limits of a rulebook.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exportcheck.core.determine import determine
from exportcheck.core.facts import Contradiction, Facts, Known, Origin
from exportcheck.core.findings import Determination, Outcome
from exportcheck.core.library import Library
from exportcheck.core.rules import Rulebook
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN
from exportcheck.core.values import Choice
from exportcheck.reading.library import load_library

HEAD = """\
id: co
title: Rules of the company
jurisdiction: the company
version: "1"
first_day: "2022-01-01"
verified_through: "2027-01-01"
covers: [everything]
not_covered: [nothing]
"""
VERSION = """
    versions:
      - effective_from: "2022-01-01"
        source: s
        read_in: r
        confidence: primary
"""
RULES = f"""\
title: T
cites: [C]
rules:
  - id: class.a
    title: Class A
    classifies: A
{VERSION}
        when: {{item.total_processing_performance: {{at_least: 4800}}}}
  - id: class.b
    title: Class B
    classifies: B
{VERSION}
        when: {{item.total_processing_performance: {{at_least: 1600, less_than: 4800}}}}
  - id: need.a
    title: Class A to China
    requires_license: {{reason: RS, part: "742"}}
{VERSION}
        when: {{item.paragraph: A, destination: "CN"}}
        review_policy:
          - policy: case_by_case
            cites: [C]
            when: {{end_use: civil}}
          - policy: presumption_of_denial
            cites: [C]
  - id: need.b
    title: Class B to China
    requires_license: {{reason: RS, part: "742"}}
{VERSION}
        when: {{item.paragraph: B, destination: "CN"}}
        unless: {{certification.supplement_2_dd: yes}}
  - id: need.listed
    title: A listed party
    requires_license: {{reason: end user, part: "744"}}
{VERSION}
        when: {{parties.listed: yes}}
  - id: never
    title: Weapons
    prohibits: true
{VERSION}
        when: {{end_use: weapons_of_mass_destruction}}
  - id: exc
    title: License Exception NAC
    excepts: {{symbol: NAC, covers: [need.a, need.b]}}
{VERSION}
        when: {{nac.confirmed: yes}}
        bars:
          - title: a party is listed
            cites: [C]
            when: {{holds: [need.listed]}}
        obligations:
          - do: Notify
            cites: [C]
            days_before: 25
  - id: held
    title: A license held
    excepts: {{symbol: license, covers: all, license: true}}
{VERSION}
        when: {{not: {{license: none}}}}
  - id: flag
    title: A red flag
    advises: true
{VERSION}
        when: {{bis_notice: yes}}
        advice: Ask
        resolved_when: {{letter_reviewed: yes}}
  - id: keep
    title: Keep records
    obliges: true
{VERSION}
        obligations: [{{do: Keep records, cites: [C]}}]
"""
DAY = date(2025, 6, 2)
CLEAR: dict[str, Any] = {
    "item.total_processing_performance": "5000",
    "destination": "CN",
    "parties.listed": "no",
    "end_use": "civil",
    "nac.confirmed": "no",
    "license": "none",
    "bis_notice": "no",
    "certification.supplement_2_dd": "no",
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Library:
    root = tmp_path_factory.mktemp("rules")
    (root / "co").mkdir()
    (root / "co" / "rulebook.yaml").write_text(HEAD, encoding="utf-8")
    (root / "co" / "rules.yaml").write_text(RULES, encoding="utf-8")
    return load_library([Path(root)], use_cache=False)


@pytest.fixture(scope="module")
def book(loaded: Library) -> Rulebook:
    return next(rulebook for rulebook in loaded.rulebooks if rulebook.id == "co")


Judge = Callable[..., Determination]


@pytest.fixture(scope="module")
def judge(loaded: Library, book: Rulebook) -> Judge:
    """The determination of a clear case with some facts changed; None takes a fact away."""

    def judged(_day: date = DAY, /, **changes: str | None) -> Determination:
        catalogue = loaded.catalogue
        written = {**CLEAR, **{name.replace("__", "."): text for name, text in changes.items()}}
        known = {
            name: Known(
                value=catalogue.parse(catalogue[name], text), origin=Origin.STATED, written=text
            )
            for name, text in written.items()
            if text is not None
        }
        return determine([book], Facts(catalogue, known), _day)

    return judged


TPP = "item__total_processing_performance"
HELD = {"license": "D1234567"}


@pytest.mark.parametrize(
    ("changes", "outcome", "verdict"),
    [
        ({"end_use": "weapons_of_mass_destruction"}, "prohibited", "fail"),
        ({}, "license_required", "fail"),
        ({"nac__confirmed": "yes"}, "license_exception", "pass"),
        ({"nac__confirmed": None}, "undetermined", "review"),
        (HELD, "license_held", "pass"),
        ({**HELD, "nac__confirmed": "yes"}, "license_exception", "pass"),
        ({"destination": "DE"}, "no_license_required", "pass"),
        ({"destination": None}, "undetermined", "review"),
        ({"destination": None, "nac__confirmed": "yes"}, "license_exception", "pass"),
        ({TPP: "1000"}, "no_license_required", "pass"),
        ({TPP: "2000"}, "license_required", "fail"),
        ({TPP: "2000", "certification__supplement_2_dd": "yes"}, "no_license_required", "pass"),
        ({TPP: "2000", "certification__supplement_2_dd": None}, "undetermined", "review"),
        ({TPP: None}, "undetermined", "review"),
        ({TPP: None, "destination": "DE"}, "no_license_required", "pass"),
        ({"parties__listed": "yes", "nac__confirmed": "yes"}, "license_required", "fail"),
        ({"parties__listed": None, "nac__confirmed": "yes"}, "undetermined", "review"),
        ({"parties__listed": "yes", **HELD}, "license_held", "pass"),
        ({"end_use": "weapons_of_mass_destruction", **HELD}, "prohibited", "fail"),
        ({"end_use": None, **HELD}, "undetermined", "review"),
        ({"bis_notice": "yes", "destination": "DE"}, "undetermined", "review"),
        ({"bis_notice": None, "destination": "DE"}, "undetermined", "review"),
        ({"bis_notice": "yes"}, "license_required", "fail"),
        (
            {"bis_notice": "yes", "letter_reviewed": "yes", "destination": "DE"},
            "no_license_required",
            "pass",
        ),
        (
            {"bis_notice": "yes", "letter_reviewed": "no", "destination": "DE"},
            "undetermined",
            "review",
        ),
    ],
)  # fmt: skip
def test_outcome_and_verdict(
    judge: Judge, changes: dict[str, str | None], outcome: str, verdict: str
) -> None:
    """Each outcome comes from its own state of requirements, exceptions, prohibitions and flags."""
    found = judge(**changes)
    assert (found.outcome.value, found.verdict) == (outcome, verdict)


def test_bounds_across_two_paragraphs_leave_the_answer_open(judge: Judge) -> None:
    """An item that may be in either of two paragraphs is open, though each would need a license.

    The algebra has no cases: what is asked for is the figure, and never a pass.
    """
    found = judge(item__total_processing_performance="at least 1600 and at most 9000")
    assert found.judgments[0].paragraph.value == Choice.of("a", "b", "none")
    assert found.outcome is Outcome.UNDETERMINED
    truths = {each.rule.id: each.truth for each in found.requirements}
    assert truths["need.a"] is truths["need.b"] is UNKNOWN


@pytest.mark.parametrize(
    ("tpp", "paragraphs"),
    [
        ("4799.99", {"b"}),
        ("4800", {"a"}),
        ("4800.01", {"a"}),
        ("1599", {"none"}),
        (None, {"a", "b", "none"}),
        ("at most 1500", {"none"}),
        ("at least 1600 and at most 4799", {"b"}),
    ],
)
def test_the_paragraph_is_known_only_when_all_others_fail(
    judge: Judge, tpp: str | None, paragraphs: set[str]
) -> None:
    """The paragraphs still possible are those of rules that do not fail."""
    paragraph = judge(**{TPP: tpp}).judgments[0].paragraph
    assert isinstance(paragraph.value, Choice)
    assert paragraph.value.options == paragraphs


def test_a_stated_paragraph_must_be_a_possible_one(judge: Judge) -> None:
    """A paragraph that the rules exclude contradicts them; one that they leave open settles it."""
    with pytest.raises(Contradiction):
        judge(item__paragraph="B")
    found = judge(item__total_processing_performance=None, item__paragraph="A")
    assert found.outcome is Outcome.LICENSE_REQUIRED


def test_the_answer_rests_on_the_rules_that_hold(judge: Judge) -> None:
    """What an answer rests on are the names of the rules that hold, with their rulebook."""
    assert judge().rests_on - {"co/keep"} == {"co/class.a", "co/need.a"}
    assert judge(nac__confirmed="yes").rests_on >= {"co/need.a", "co/exc"}


def test_a_bar_that_holds_closes_the_exception_and_is_named(judge: Judge) -> None:
    """An exception whose bar holds does not cover, though its own conditions hold."""
    found = judge(parties__listed="yes", nac__confirmed="yes")
    exception = next(each for each in found.exceptions if each.rule.id == "exc")
    assert exception.eligible is HOLDS
    assert exception.truth is FAILS
    assert exception.barred_by is not None
    assert exception.barred_by.title == "a party is listed"


@pytest.mark.parametrize(
    ("end_use", "policy", "open_"),
    [
        ("civil", "case_by_case", False),
        ("military", "presumption_of_denial", False),
        (None, None, True),
    ],
)
def test_the_first_review_policy_that_holds_applies(
    judge: Judge, end_use: str | None, policy: str | None, open_: bool
) -> None:
    """A later policy applies only when those before it fail; an unknown one leaves it open."""
    requirement = judge(end_use=end_use).requirements[0]
    assert requirement.rule.id == "need.a"
    assert requirement.review_policy == policy
    assert requirement.policy_is_open is open_


def test_obligations_of_what_is_used_and_of_what_applies(judge: Judge) -> None:
    """The duties of an exception come with its use; 25 days before are calendar days."""
    duties = {duty.obligation.do: duty.due for duty in judge(nac__confirmed="yes").duties}
    assert duties == {"Notify": date(2025, 5, 8), "Keep records": None}
    assert [duty.obligation.do for duty in judge(destination="DE").duties] == ["Keep records"]
    unused = judge(destination="DE", nac__confirmed="yes")
    assert [duty.obligation.do for duty in unused.duties] == ["Keep records"]


def test_before_its_first_day_a_rulebook_passes_nothing(judge: Judge) -> None:
    """The law before the first day that a rulebook records is not known to be no law."""
    found = judge(date(2021, 12, 31), destination="DE")
    assert found.outcome is Outcome.UNDETERMINED
    assert any("2022-01-01" in limit for limit in found.judgments[0].limits)


def test_every_rulebook_must_pass(loaded: Library, book: Rulebook) -> None:
    """A shipment that one rulebook fails is not saved by another that passes it."""
    us = next(each for each in loaded.rulebooks if each.id == "us-ear")
    catalogue = loaded.catalogue
    known = {
        name: Known(value=catalogue.parse(catalogue[name], text), origin=Origin.STATED)
        for name, text in CLEAR.items()
    }
    facts = Facts(catalogue, known)
    for order in ([book, us], [us, book]):
        assert determine(order, facts, DAY).verdict == "fail"


def test_without_a_rulebook_there_is_no_answer(loaded: Library) -> None:
    """Nothing judged is never a pass."""
    with pytest.raises(ValueError, match="at least one rulebook"):
        determine([], Facts(loaded.catalogue, {}), DAY)


def test_assumptions_are_told_where_the_answer_rests_on_them(loaded: Library) -> None:
    """What a profile assumed is listed with the answer."""
    catalogue = loaded.catalogue
    known = {
        name: Known(value=catalogue.parse(catalogue[name], text), origin=Origin.STATED)
        for name, text in CLEAR.items()
        if name != "parties.listed"
    }
    facts = Facts(catalogue, known, profile="ordinary")
    book = next(each for each in loaded.rulebooks if each.id == "co")
    assumed = {fact.name: known.written for fact, known in determine([book], facts, DAY).assumed()}
    assert assumed["parties.listed"] == "no"
    assert "destination" not in assumed
