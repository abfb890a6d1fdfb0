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
from exportcheck.core.findings import Outcome
from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.core.rules import Rulebook
from exportcheck.core.step_words import step_words
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth
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
    assumed = {fact.name: known.written for fact, known in determine([book], facts, DAY).assumed}
    assert assumed["parties.listed"] == "no"
    assert "destination" not in assumed


MORE = f"""\
title: T
cites: [C]
terms:
  a license is required:
    meaning: m
    when: {{requires_license_under: {{parts: ["742"], other_than: [need.small]}}}}
  need.listed holds:
    meaning: m
    when: {{any: [{{holds: need.listed}}]}}
rules:
  - id: need.cn
    title: To China
    requires_license: {{reason: RS, part: "742"}}
{VERSION}
        when: {{destination: "CN"}}
  - id: need.small
    title: Small quantities
    requires_license: {{reason: RS, part: "742"}}
{VERSION}
        when: {{quantity: {{at_most: 10}}}}
  - id: need.listed
    title: A listed party
    requires_license: {{reason: end user, part: "744"}}
{VERSION}
        when: {{parties.listed: yes}}
  - id: never
    title: A listed party and weapons
    prohibits: true
{VERSION}
        when: {{is: need.listed holds, end_use: weapons_of_mass_destruction}}
  - id: held
    title: A license held
    excepts: {{symbol: license, covers: [part 742], license: true}}
{VERSION}
        when: {{not: {{license: none}}}}
        bars:
          - title: a party is listed
            cites: [C]
            when: {{is: need.listed holds}}
  - id: flag
    title: A red flag
    advises: {{holds_open: true}}
{VERSION}
        when: {{bis_notice: yes}}
        advice: Ask
  - id: hint
    title: Advice by the way
    advises: {{holds_open: false}}
{VERSION}
        when: {{purchase_order: no}}
        advice: Write one
        resolved_when: {{letter_reviewed: yes}}
  - id: duties
    title: What is to be done
    obliges: true
{VERSION}
        when: {{any: [{{is: a license is required}}, {{destination: "DE"}}, {{destination: "FR"}}]}}
        obligations:
          - {{do: Ship, cites: [C]}}
          - {{do: Apply, cites: [C], for: application}}
  - id: required
    title: What a requirement asks
    obliges: true
{VERSION}
        when: {{is: a license is required}}
        obligations: [{{do: Note, cites: [C]}}]
"""
QUIET = {
    "destination": "DE",
    "quantity": "100 units",
    "parties.listed": "no",
    "end_use": "civil",
    "license": "none",
    "bis_notice": "no",
    "purchase_order": "yes",
    "letter_reviewed": "no",
}


@pytest.fixture(scope="module")
def more(few_rules: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    root = tmp_path_factory.mktemp("rules")
    (root / "co").mkdir()
    (root / "co" / "rulebook.yaml").write_text(HEAD, encoding="utf-8")
    (root / "co" / "rules.yaml").write_text(MORE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("exportcheck.reading.library.default_rules", lambda: few_rules)
        return load_library([root], use_cache=False)


@pytest.fixture(scope="module")
def quietly(more: Library, judge_by: Judge) -> Judge:
    """The determination of a quiet case with some facts changed; None takes a fact away."""

    def judged(**changes: str | None) -> Determination:
        written = {**QUIET, **{name.replace("__", "."): text for name, text in changes.items()}}
        told = {name: text for name, text in written.items() if text is not None}
        return judge_by(more, told, DAY)

    return judged


@pytest.mark.parametrize(
    ("changes", "verdict", "advice"),
    [
        ({}, "pass", []),
        ({"purchase_order": "no"}, "pass", ["hint"]),
        ({"purchase_order": "no", "letter_reviewed": None}, "pass", ["hint"]),
        ({"purchase_order": "no", "letter_reviewed": "yes"}, "pass", []),
        ({"purchase_order": None}, "pass", []),
        ({"bis_notice": "yes", "purchase_order": "no"}, "review", ["hint"]),
        ({"bis_notice": None}, "review", []),
        ({"destination": "CN", "purchase_order": "no"}, "fail", ["hint"]),
    ],
)
def test_advice_by_the_way_does_not_hold_an_answer_open(
    quietly: Judge, changes: dict[str, str | None], verdict: str, advice: list[str]
) -> None:
    """A red flag holds a passing answer open; other advice is told, until it is resolved."""
    found = quietly(**changes)
    assert found.verdict == verdict
    assert [each.rule.id for each in found.advice] == advice
    assert [each.rule.id for each in found.red_flags] == ["flag"]


@pytest.mark.parametrize(
    ("changes", "verdict", "duties"),
    [
        ({}, "pass", ["Ship"]),
        ({"bis_notice": "yes"}, "review", ["Ship", "Apply"]),
        ({"parties__listed": "yes"}, "fail", ["Apply"]),
        ({"destination": "CN"}, "fail", ["Apply"]),
        ({"destination": "CN", "license": "D1234567"}, "pass", ["Ship", "Note"]),
        ({"destination": "CN", "license": None}, "review", ["Ship", "Apply", "Note"]),
    ],
)
def test_what_an_application_needs_and_what_the_shipment_needs(
    quietly: Judge, changes: dict[str, str | None], verdict: str, duties: list[str]
) -> None:
    """What passes needs no application, what fails is not shipped, what is open may be either."""
    found = quietly(**changes)
    assert found.verdict == verdict
    assert [duty.obligation.do for duty in found.duties] == duties


@pytest.mark.parametrize(
    ("changes", "truth"),
    [
        ({}, FAILS),
        ({"destination": "CN"}, HOLDS),
        ({"destination": None}, UNKNOWN),
        ({"quantity": "10 units"}, FAILS),
        ({"quantity": "10 units", "destination": "CN"}, HOLDS),
        ({"quantity": None}, FAILS),
        ({"parties__listed": "yes"}, FAILS),
    ],
)
def test_a_license_required_under_a_part(
    quietly: Judge, changes: dict[str, str | None], truth: Truth
) -> None:
    """Requirements of the parts named count, those left out and those of other parts do not."""
    found = {each.rule.id: each for each in quietly(**changes).judgments[0].obliging}
    assert found["required"].truth is truth


def test_a_license_for_a_part_covers_the_requirements_of_that_part(quietly: Judge) -> None:
    """What covers part 742 covers nothing under part 744."""
    covered = quietly(destination="CN", license="D1234567")
    assert covered.outcome is Outcome.LICENSE_HELD
    found = {each.rule.id: each for each in quietly(license="D1234567").requirements}
    assert found["need.cn"].covered is found["need.small"].covered is HOLDS
    assert found["need.listed"].covered is FAILS


@pytest.mark.parametrize(
    ("listed", "outcome", "held"),
    [("yes", "prohibited", FAILS), ("no", "license_held", HOLDS), (None, "undetermined", UNKNOWN)],
)
def test_a_term_that_rests_on_rules_is_judged_anew_at_each_stage(
    quietly: Judge, listed: str | None, outcome: str, held: Truth
) -> None:
    """A prohibition and a bar that use one term see the requirements judged before them."""
    found = quietly(
        parties__listed=listed,
        end_use="weapons_of_mass_destruction",
        license="D1234567",
        destination="CN",
    )
    assert found.outcome.value == outcome
    assert found.exceptions[0].truth is held


@pytest.mark.parametrize(
    ("changes", "truth", "words"),
    [
        ({"license": "D1234567", "parties__listed": "yes"}, FAILS, ["rules holds: need.listed"]),
        ({"license": "none", "parties__listed": "no"}, FAILS, ["license is none"]),
        (
            {"license": "D1234567", "parties__listed": "no"},
            HOLDS,
            ["license is D1234567", "rules holds: need.listed"],
        ),
    ],
)
def test_an_exception_rests_on_its_conditions_and_on_its_bars(
    quietly: Judge, changes: dict[str, str], truth: Truth, words: list[str]
) -> None:
    """The explanation of an exception whose condition is a negation is that of the whole of it."""
    found = quietly(**changes)
    (exception,) = found.exceptions
    assert exception.truth is exception.step.truth is truth
    catalogue = found.facts.catalogue
    told = [step_words(leaf, catalogue) for leaf in exception.step.deciding]
    assert len(told) == len(words)
    assert all(part in sentence for part, sentence in zip(words, told, strict=True))
    assert [part.truth for part in exception.step.parts] == [
        exception.eligible,
        ~exception.bars[0][1].truth,
    ]
