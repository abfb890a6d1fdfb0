"""Judgments of whole rulebooks, and the determination that they make up, as values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property

from exportcheck.core.catalogue import Fact
from exportcheck.core.conditions import places_read
from exportcheck.core.evaluate import Step, tested_facts
from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.findings import (
    CLAIM,
    AdvisoryFinding,
    ExceptionFinding,
    Finding,
    Outcome,
    RequirementFinding,
)
from exportcheck.core.groups import Groups
from exportcheck.core.records import Record
from exportcheck.core.rules import (
    Obligation,
    Rule,
    Rulebook,
)
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth
from exportcheck.core.values import Choice


class Duty(Record):
    """An obligation that applies to the shipment, with the day by which it is due."""

    obligation: Obligation
    rule: Rule
    due: date | None


class Judgment(Record):
    """One rulebook's answer for one shipment, with everything it rests on.

    `facts` are those of the shipment with the paragraph that was found, and `groups` those of the
    readings taken.
    """

    rulebook: Rulebook
    facts: Facts
    groups: Groups
    applies: Step
    classifications: tuple[Finding, ...]
    paragraph: Known
    requirements: tuple[RequirementFinding, ...]
    exceptions: tuple[ExceptionFinding, ...]
    prohibitions: tuple[Finding, ...]
    advisories: tuple[AdvisoryFinding, ...]
    obliging: tuple[Finding, ...]
    limits: tuple[str, ...]
    passes: Truth
    as_of: date

    @cached_property
    def _not_recorded(self) -> frozenset[str]:
        """The places known of the shipment of which it is not known in which groups they stand."""
        values = (
            about[name].value
            for about in (self.facts, *self.facts.contained())
            for name in self.facts.catalogue.countries_asked
        )
        codes = {value.only for value in values if isinstance(value, Choice)}
        return frozenset(
            code for code in codes if code and not self.groups.is_recorded(code, self.as_of)
        )

    @property
    def places_are_recorded(self) -> bool:
        """Whether it is known in which groups each place stands that is known of the shipment."""
        return not self._not_recorded

    def may_miss_places(self, finding: Finding) -> bool:
        """Whether a rule looks for some place where it is not known whether it stands there."""
        looked_in = places_read(finding.step.condition)
        return any(
            self.groups.not_recorded(looked_in, code, self.as_of) is not None
            for code in self._not_recorded
        )

    @property
    def duties(self) -> tuple[Duty, ...]:
        """The obligations that apply.

        What an exception obliges to matters only where the shipment passes by it.
        """
        used = (
            exception
            for exception in self.exceptions
            if self.passes is HOLDS and any(exception in r.covered_by for r in self.requirements)
        )
        return self._due((*used, *(found for found in self.obliging if found.truth is HOLDS)))

    @property
    def duties_in_question(self) -> tuple[Duty, ...]:
        """The obligations that apply if what is open comes out so."""
        possible = (
            exception
            for exception in self.exceptions
            if exception.truth is UNKNOWN
            and not exception.effect.is_license
            and any(r.truth is HOLDS and exception.covers(r.rule) for r in self.requirements)
        )
        return self._due((*possible, *(f for f in self.obliging if f.truth is UNKNOWN)))

    def _due(self, findings: Iterable[Finding]) -> tuple[Duty, ...]:
        """What the shipment needs unless it fails, and an application unless it passes."""
        return tuple(
            Duty(
                obligation=each,
                rule=finding.rule,
                due=None if each.days_before is None else self.as_of - timedelta(each.days_before),
            )
            for finding in findings
            for each in finding.version.obligations
            if self.passes is not (HOLDS if each.for_application else FAILS)
        )

    def steps_that_matter(self) -> Iterator[Step]:
        """The steps on which the answer rests, those of unneeded exceptions left out."""
        yield self.applies
        for finding in (*self.classifications, *self.prohibitions, *self.advisories):
            yield finding.step
        for requirement in self.requirements:
            yield requirement.step
            if requirement.truth is not FAILS:
                yield from (policy.step for policy in requirement.policies)
        for exception in self.exceptions:
            if self.is_needed(exception):
                yield exception.step

    @property
    def findings_told(self) -> Iterator[Finding]:
        """What a reader is told of: every classification, and what does not fail of the rest.

        An exception that no requirement needs has no part in the answer.
        """
        yield from self.classifications
        for finding in self.findings[len(self.classifications) :]:
            is_idle = isinstance(finding, ExceptionFinding) and not self.is_needed(finding)
            if finding.truth is not FAILS and not is_idle:
                yield finding

    def is_needed(self, exception: ExceptionFinding) -> bool:
        """Whether an exception is able to cover a requirement that does not fail."""
        return exception.rule.id in self._needed

    @cached_property
    def _needed(self) -> frozenset[str]:
        """The exceptions that are able to cover a requirement that does not fail."""
        open_still = (each.rule for each in self.requirements if each.truth is not FAILS)
        return frozenset[str]().union(*map(self.rulebook.covering, open_still))

    @property
    def steps(self) -> Iterator[Step]:
        """The step of every rule in force; that of an exception holds those of its bars."""
        yield self.applies
        for finding in self.findings:
            yield finding.step

    @property
    def policy_steps(self) -> Iterator[Step]:
        """The step of every review policy."""
        for requirement in self.requirements:
            yield from (policy.step for policy in requirement.policies)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return (
            *self.classifications,
            *self.requirements,
            *self.exceptions,
            *self.prohibitions,
            *self.advisories,
            *self.obliging,
        )


class Determination(Record):
    """The answer for one shipment: its outcome, and one judgment for each rulebook."""

    facts: Facts
    as_of: date
    outcome: Outcome
    judgments: tuple[Judgment, ...]

    def forget(self) -> None:
        """Let go of the steps under the findings; they are found anew when they are looked at."""
        for finding in self.findings:
            finding.step.forget()

    @property
    def verdict(self) -> str:
        return self.outcome.verdict

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for judgment in self.judgments for finding in judgment.findings)

    @property
    def requirements(self) -> tuple[RequirementFinding, ...]:
        return tuple(found for judgment in self.judgments for found in judgment.requirements)

    @property
    def exceptions(self) -> tuple[ExceptionFinding, ...]:
        return tuple(found for judgment in self.judgments for found in judgment.exceptions)

    @property
    def prohibitions(self) -> tuple[Finding, ...]:
        return tuple(found for judgment in self.judgments for found in judgment.prohibitions)

    @property
    def may_be_prohibited(self) -> bool:
        """Whether some prohibition holds, or would by what is not known yet."""
        return any(
            found.truth is not FAILS
            for judgment in self.judgments
            if judgment.applies.truth is not FAILS
            for found in judgment.prohibitions
        )

    @property
    def advisories(self) -> tuple[AdvisoryFinding, ...]:
        return tuple(found for judgment in self.judgments for found in judgment.advisories)

    @property
    def red_flags(self) -> tuple[AdvisoryFinding, ...]:
        """The advisories that hold a passing answer open."""
        return tuple(found for found in self.advisories if found.holds_open)

    @property
    def advice(self) -> tuple[AdvisoryFinding, ...]:
        """The advisories raised that the answer does not wait for, and that are not resolved."""
        return tuple(
            found
            for found in self.advisories
            if not found.holds_open and found.raised is HOLDS and found.truth is not FAILS
        )

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        return tuple(duty for judgment in self.judgments for duty in judgment.duties)

    @cached_property
    def duties_in_question(self) -> tuple[Duty, ...]:
        """What an exception would oblige to that may cover the shipment and is not told to yet."""
        return tuple(duty for judgment in self.judgments for duty in judgment.duties_in_question)

    @property
    def claimed(self) -> str:
        """The symbol of the license exception that the exporter claims, if it claims one."""
        if CLAIM not in self.facts.catalogue:
            return ""
        known = self.facts[CLAIM]
        held = any(e.effect.is_license and e.truth is not FAILS for e in self.exceptions)
        if held or known.origin is not Origin.STATED or known.written in ("none", "NLR"):
            return ""
        return known.written

    @cached_property
    def assumed(self) -> tuple[tuple[Fact, Known], ...]:
        """The assumptions that the answer rests on, in the order of the catalogue.

        An exception that no requirement needs was judged too; what it asked for is left out.
        """
        names = {
            name
            for judgment in self.judgments
            for whole in judgment.steps_that_matter()
            for name in tested_facts(whole)
        }
        used: dict[str, Known] = {}
        for judgment in self.judgments:
            seen: set[str] = set()
            for name in sorted(names):
                _follow(judgment.facts, name, used, seen)
        return tuple((fact, used[fact.name]) for fact in self.facts.catalogue if fact.name in used)

    @property
    def rests_on(self) -> frozenset[str]:
        """The names of the rules that hold: those an answer rests on.

        An advisory counts while it is raised and nothing says that it is resolved.
        """
        raised = {f.name for f in self.advisories if f.raised is HOLDS and f.truth is not FAILS}
        return frozenset(found.name for found in self.findings if found.truth is HOLDS) | raised


def _follow(facts: Facts, name: str, used: dict[str, Known], seen: set[str]) -> None:
    """Note an assumed fact, and those that it, or the formula behind it, was taken from."""
    if name in seen:
        return
    seen.add(name)
    fact, known = facts.catalogue[name], facts[name]
    if known.origin is Origin.ASSUMED:
        used[name] = known
        assumption = fact.assume.get(facts.profile)
        if assumption is not None and assumption.same_as:
            _follow(facts, assumption.same_as, used, seen)
    for inner in fact.inputs:
        _follow(facts, inner, used, seen)
