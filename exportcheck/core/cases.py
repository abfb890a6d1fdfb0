"""A case: a shipment, the answer expected, and whether the rules give it for the right reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from exportcheck.core.evaluate import Step
from exportcheck.core.findings import Finding, RequirementFinding
from exportcheck.core.judgments import Determination
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.questions import open_questions, policy_questions
from exportcheck.core.records import Record
from exportcheck.core.rules import Rule, Rulebook
from exportcheck.core.shipment import Shipment, decide
from exportcheck.core.telling import deciding_findings, reason
from exportcheck.core.truth import FAILS, HOLDS, Truth


class Case(Record):
    """What is given and what is expected; empty expectations are not checked.

    `given` are the facts as they were written, the item among them as `item.sku`; `known_gap` says
    why the case is expected to fail today.
    """

    name: str
    file: str
    shipment: Shipment
    given: tuple[tuple[str, object], ...]
    assume: str
    readings: Mapping[str, str]
    expect: str
    rests_on: tuple[str, ...]
    not_on: tuple[str, ...]
    paragraph: str
    review_policy: str
    asks: tuple[str, ...]
    known_gap: str
    place: Place


class Deciding(Record):
    """A rule to look up for a case that differs: what it came to, and by which steps.

    A rule without a version on the day of the case has no truth and no steps.
    """

    rule: str
    place: Place
    truth: Truth | None
    steps: tuple[Step, ...]


class CaseResult(Record):
    """A case that was run: what differs from what was expected, and the reason that was found.

    `deciding` are the steps behind a difference.
    """

    case: Case
    differences: tuple[str, ...]
    reason: str
    found: str = ""
    deciding: tuple[Deciding, ...] = ()

    @property
    def status(self) -> str:
        """A case with a known gap is to fail: that it passes is an error, so that nobody keeps a
        note of a gap that was closed. What could not be judged shows no gap."""
        if self.case.known_gap and self.found:
            return "known_gap" if self.differences else "closed_gap"
        return "failed" if self.differences else "passed"

    @property
    def passes(self) -> bool:
        """Whether it came out as its author says, a known gap included."""
        return self.status in ("passed", "known_gap")


def run_case(case: Case, rulebooks: Iterable[Rulebook]) -> CaseResult:
    """Decide the case and compare the answer, its rules, and what it asks."""
    return judge_case(case, rulebooks)[0]


def judge_case(
    case: Case, rulebooks: Iterable[Rulebook]
) -> tuple[CaseResult, Determination | None]:
    """The result of a case, with the determination that it compares, if there is one."""
    rulebooks = tuple(rulebooks)
    judged = decide(rulebooks, case.shipment)
    if isinstance(judged, Problem):
        return CaseResult(case=case, differences=(judged.message,), reason=judged.help), None
    found = judged.determination
    differences = tuple(_differences(case, found))
    result = CaseResult(
        case=case,
        differences=differences,
        reason=reason(found),
        found=found.outcome.value,
        deciding=tuple(_deciding(case, found, rulebooks)) if differences else (),
    )
    return result, found


def _differences(case: Case, found: Determination) -> Iterator[str]:
    if found.outcome.value != case.expect:
        yield f"expected `{case.expect}`, found `{found.outcome.value}`"
    yield from (f"does not rest on `{r}`" for r in case.rests_on if r not in found.rests_on)
    yield from (f"rests on `{r}`, but must not" for r in case.not_on if r in found.rests_on)
    paragraphs = [judgment.paragraph.written for judgment in found.judgments]
    if case.paragraph and case.paragraph not in paragraphs:
        yield f"expected paragraph `{case.paragraph}`, found `{paragraphs[0]}`"
    if case.review_policy:
        policies = {r.review_policy or "none" for r in found.requirements if r.truth is HOLDS}
        if case.review_policy not in policies:
            told = ", ".join(sorted(policies)) or "no requirement"
            yield f"expected review policy `{case.review_policy}`, found `{told}`"
    if case.asks:
        questions = (*open_questions(found, ask_outcomes=False), *policy_questions(found))
        asked = {question.fact.name for question in questions}
        yield from (f"does not ask for `{name}`" for name in case.asks if name not in asked)


def _deciding(
    case: Case, found: Determination, rulebooks: Iterable[Rulebook]
) -> Iterator[Deciding]:
    """The rules that the case names and that came out otherwise; else those that decide."""
    judged = {finding.name: finding for finding in found.findings}
    named = [
        *(rule for rule in case.rests_on if rule not in found.rests_on),
        *(rule for rule in case.not_on if rule in found.rests_on),
    ]
    findings = [judged[rule] for rule in named if rule in judged]
    if case.paragraph:
        classified = (each for judgment in found.judgments for each in judgment.classifications)
        findings += (finding for finding in classified if finding.truth is not FAILS)
    if case.review_policy:
        findings += (each for each in found.requirements if each.truth is HOLDS)
    if not named or found.outcome.value != case.expect:
        findings += deciding_findings(found)
    for finding in {finding.name: finding for finding in findings}.values():
        yield Deciding(
            rule=finding.name,
            place=finding.version.place,
            truth=finding.truth,
            steps=tuple(_steps(finding, policies=bool(case.review_policy))),
        )
    for rulebook in rulebooks:
        for rule in rulebook.rules:
            if rule.name in named and rule.name not in judged:
                yield Deciding(rule=rule.name, place=rule.place, truth=None, steps=())


def _steps(finding: Finding, *, policies: bool) -> Iterator[Step]:
    yield from finding.step.deciding
    if policies and isinstance(finding, RequirementFinding):
        for policy in finding.policies:
            yield from policy.step.deciding


class CaseReport(Record):
    """The cases that were run, and what is wrong with their files.

    `paths` lead from the names of rule files to those that a person can open.
    """

    results: tuple[CaseResult, ...]
    problems: tuple[Problem, ...]
    paths: Mapping[str, str]

    def that(self, *statuses: str) -> tuple[CaseResult, ...]:
        """The results with one of these statuses."""
        return tuple(result for result in self.results if result.status in statuses)

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        return tuple(result for result in self.results if not result.passes)


class Untested(Record):
    """A rule that no case requires, or that no case excludes."""

    rule: Rule
    key: str


def untested(rulebooks: Iterable[Rulebook], cases: Iterable[Case]) -> Iterator[Untested]:
    """The rules of which nobody would notice if they stopped holding, or held always."""
    required: set[str] = set()
    excluded: set[str] = set()
    for case in cases:
        if case.known_gap:
            continue
        required.update(case.rests_on)
        excluded.update(case.not_on)
    for rulebook in rulebooks:
        for rule in rulebook.rules:
            if rule.name not in required:
                yield Untested(rule=rule, key="rests_on")
            if rule.name not in excluded:
                yield Untested(rule=rule, key="not_on")
