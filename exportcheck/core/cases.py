"""A case: a shipment, the answer expected, and whether the rules give it for the right reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.questions import open_questions, policy_questions
from exportcheck.core.records import Record
from exportcheck.core.rules import Rule, Rulebook
from exportcheck.core.shipment import Shipment, decide
from exportcheck.core.telling import reason
from exportcheck.core.truth import HOLDS


class Case(Record):
    """What is given and what is expected; empty expectations are not checked."""

    name: str
    file: str
    shipment: Shipment
    expect: str
    rests_on: tuple[str, ...]
    not_on: tuple[str, ...]
    paragraph: str
    review_policy: str
    asks: tuple[str, ...]
    place: Place


class CaseResult(Record):
    """A case that was run: what differs from what was expected, and the reason that was found."""

    case: Case
    differences: tuple[str, ...]
    reason: str

    @property
    def passes(self) -> bool:
        return not self.differences


def run_case(case: Case, rulebooks: Iterable[Rulebook]) -> CaseResult:
    """Decide the case and compare the answer, its rules, and what it asks."""
    judged = decide(rulebooks, case.shipment)
    if isinstance(judged, Problem):
        return CaseResult(case=case, differences=(judged.message,), reason=judged.help)
    found = judged.determination
    differences = []
    if found.outcome.value != case.expect:
        differences.append(f"expected `{case.expect}`, found `{found.outcome.value}`")
    differences += [f"does not rest on `{r}`" for r in case.rests_on if r not in found.rests_on]
    differences += [f"rests on `{r}`, but must not" for r in case.not_on if r in found.rests_on]
    paragraphs = [judgment.paragraph.written for judgment in found.judgments]
    if case.paragraph and case.paragraph not in paragraphs:
        differences.append(f"expected paragraph `{case.paragraph}`, found `{paragraphs[0]}`")
    if case.review_policy:
        policies = {r.review_policy or "none" for r in found.requirements if r.truth is HOLDS}
        if case.review_policy not in policies:
            told = ", ".join(sorted(policies)) or "no requirement"
            differences.append(f"expected review policy `{case.review_policy}`, found `{told}`")
    if case.asks:
        questions = (*open_questions(found), *policy_questions(found))
        asked = {question.fact.name for question in questions}
        differences += [f"does not ask for `{name}`" for name in case.asks if name not in asked]
    return CaseResult(case=case, differences=tuple(differences), reason=reason(found))


class Untested(Record):
    """A rule that no case requires, or that no case excludes."""

    rule: Rule
    key: str


def untested(rulebooks: Iterable[Rulebook], cases: Iterable[Case]) -> Iterator[Untested]:
    """The rules of which nobody would notice if they stopped holding, or held always."""
    required: set[str] = set()
    excluded: set[str] = set()
    for case in cases:
        required.update(case.rests_on)
        excluded.update(case.not_on)
    for rulebook in rulebooks:
        for rule in rulebook.rules:
            if rule.name not in required:
                yield Untested(rule=rule, key="rests_on")
            if rule.name not in excluded:
                yield Untested(rule=rule, key="not_on")
