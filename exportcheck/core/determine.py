"""The determination: rules in force on a day, against the facts of one shipment.

This is the page to check against the law. In three-valued algebra, for one rulebook:

    covered(r) = some license exception or license held e that covers r holds, and no bar of e holds
    passes     = no prohibition holds, and every license requirement r fails or is covered(r)

A red flag that is open, two classifications that disagree, or a day outside the rulebook hold a
passing answer open. The shipment passes when it passes every rulebook that applies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import Enum

from exportcheck.core.conditions import AllOf, Condition, Not, Test
from exportcheck.core.evaluate import Situation, Step, evaluate
from exportcheck.core.facts import Fact, Facts, Known, Origin, combine, fold
from exportcheck.core.records import Record
from exportcheck.core.rules import (
    ALL,
    Advises,
    Bar,
    Classifies,
    Excepts,
    Obligation,
    Obliges,
    Prohibits,
    RequiresLicense,
    ReviewPolicy,
    Rule,
    Rulebook,
    Version,
)
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth, all_of, any_of
from exportcheck.core.values import Choice

NONE = "none"
PARAGRAPH = "item.paragraph"


class Outcome(Enum):
    """What the determination comes to; each has one verdict."""

    PROHIBITED = "prohibited"
    LICENSE_REQUIRED = "license_required"
    UNDETERMINED = "undetermined"
    NO_LICENSE_REQUIRED = "no_license_required"
    LICENSE_HELD = "license_held"
    LICENSE_EXCEPTION = "license_exception"

    @property
    def verdict(self) -> str:
        return _VERDICTS[self]


_VERDICTS = {
    Outcome.PROHIBITED: "fail",
    Outcome.LICENSE_REQUIRED: "fail",
    Outcome.UNDETERMINED: "review",
    Outcome.NO_LICENSE_REQUIRED: "pass",
    Outcome.LICENSE_HELD: "pass",
    Outcome.LICENSE_EXCEPTION: "pass",
}


class Finding(Record):
    """One rule in force, judged."""

    rule: Rule
    version: Version
    truth: Truth
    step: Step

    @property
    def name(self) -> str:
        return self.rule.name

    @property
    def cites(self) -> tuple[str, ...]:
        return self.rule.cites_of(self.version)


class PolicyFinding(Record):
    """A review policy, judged: it applies when it holds and all before it fail."""

    policy: ReviewPolicy
    truth: Truth
    step: Step


class RequirementFinding(Finding):
    """A license requirement: whether it holds, what covers it, and how a license is reviewed."""

    covered: Truth
    covered_by: tuple[ExceptionFinding, ...]
    policies: tuple[PolicyFinding, ...]

    @property
    def review_policy(self) -> str | None:
        """The policy that applies; None where the law states none, or it cannot be told."""
        for finding in self.policies:
            if finding.truth is HOLDS:
                return finding.policy.policy
            if finding.truth is UNKNOWN:
                return None
        return None

    @property
    def policy_is_open(self) -> bool:
        for finding in self.policies:
            if finding.truth is not FAILS:
                return finding.truth is UNKNOWN
        return False


class ExceptionFinding(Finding):
    """A license exception or a license held; its truth already counts the bars."""

    bars: tuple[tuple[Bar, Step], ...]
    eligible: Truth

    @property
    def effect(self) -> Excepts:
        assert isinstance(self.rule.effect, Excepts)
        return self.rule.effect

    @property
    def barred_by(self) -> Bar | None:
        for bar, step in self.bars:
            if step.truth is HOLDS:
                return bar
        return None

    def covers(self, rule: Rule) -> bool:
        return ALL in self.effect.covers or rule.id in self.effect.covers


class Duty(Record):
    """An obligation that applies to the shipment, with the day by which it is due."""

    obligation: Obligation
    rule: Rule
    due: date | None


class Judgment(Record):
    """One rulebook's answer for one shipment, with everything it rests on.

    `facts` are those of the shipment with the paragraph that was found.
    """

    rulebook: Rulebook
    facts: Facts
    applies: Step
    classifications: tuple[Finding, ...]
    paragraph: Known
    requirements: tuple[RequirementFinding, ...]
    exceptions: tuple[ExceptionFinding, ...]
    prohibitions: tuple[Finding, ...]
    advisories: tuple[Finding, ...]
    duties: tuple[Duty, ...]
    limits: tuple[str, ...]
    passes: Truth

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
            if any(r.truth is not FAILS and exception.covers(r.rule) for r in self.requirements):
                yield exception.step

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (
            *self.classifications,
            *self.requirements,
            *self.exceptions,
            *self.prohibitions,
            *self.advisories,
        )


class Determination(Record):
    """The answer for one shipment: its outcome, and one judgment for each rulebook."""

    facts: Facts
    as_of: date
    outcome: Outcome
    judgments: tuple[Judgment, ...]

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
    def advisories(self) -> tuple[Finding, ...]:
        return tuple(found for judgment in self.judgments for found in judgment.advisories)

    @property
    def duties(self) -> tuple[Duty, ...]:
        return tuple(duty for judgment in self.judgments for duty in judgment.duties)

    def assumed(self) -> tuple[tuple[Fact, Known], ...]:
        """The assumptions that the answer rests on, in the order of the catalogue.

        An exception that no requirement needs was judged too; what it asked for is left out.
        """
        names = {
            step.condition.fact.name
            for judgment in self.judgments
            for whole in judgment.steps_that_matter()
            for step in whole.walk()
            if isinstance(step.condition, Test)
        }
        used: dict[str, Known] = {}
        for judgment in self.judgments:
            for name in sorted(names):
                _follow(judgment.facts, name, used)
        return tuple((fact, used[fact.name]) for fact in self.facts.catalogue if fact.name in used)

    @property
    def rests_on(self) -> frozenset[str]:
        """The names of the rules that hold: those an answer rests on."""
        return frozenset(found.name for found in self.findings if found.truth is HOLDS)


def _follow(facts: Facts, name: str, used: dict[str, Known]) -> None:
    """Note an assumed fact, and those that it, or the formula behind it, was taken from."""
    fact, known = facts.catalogue[name], facts[name]
    if known.origin is Origin.ASSUMED:
        used[name] = known
        assumption = fact.assume.get(facts.profile)
        if assumption is not None and assumption.same_as:
            _follow(facts, assumption.same_as, used)
    for inner in fact.inputs:
        _follow(facts, inner, used)


def determine(rulebooks: Iterable[Rulebook], facts: Facts, as_of: date) -> Determination:
    """Judge one shipment by every rulebook, by the law of one day."""
    judgments = tuple(judge(rulebook, facts, as_of) for rulebook in rulebooks)
    if not judgments:
        raise ValueError("a determination needs at least one rulebook")
    passes = all_of(any_of((~judgment.applies.truth, judgment.passes)) for judgment in judgments)
    return Determination(
        facts=facts, as_of=as_of, outcome=_outcome(passes, judgments), judgments=judgments
    )


def _outcome(passes: Truth, judgments: tuple[Judgment, ...]) -> Outcome:
    if passes is UNKNOWN:
        return Outcome.UNDETERMINED
    applying = [judgment for judgment in judgments if judgment.applies.truth is not FAILS]
    if passes is FAILS:
        prohibited = any(
            finding.truth is HOLDS for judgment in applying for finding in judgment.prohibitions
        )
        return Outcome.PROHIBITED if prohibited else Outcome.LICENSE_REQUIRED
    needed = [
        requirement
        for judgment in applying
        for requirement in judgment.requirements
        if requirement.truth is not FAILS
    ]
    if not needed:
        return Outcome.NO_LICENSE_REQUIRED
    if any(_only_by_license(requirement) for requirement in needed):
        return Outcome.LICENSE_HELD
    return Outcome.LICENSE_EXCEPTION


def _only_by_license(requirement: RequirementFinding) -> bool:
    covering = [e for e in requirement.covered_by if e.truth is HOLDS]
    return bool(covering) and all(e.effect.is_license for e in covering)


def judge(rulebook: Rulebook, facts: Facts, as_of: date) -> Judgment:
    """Judge one shipment by one rulebook, stage after stage: each may rest on those before it."""
    judged: dict[str, Truth] = {}
    situation = Situation(facts, rulebook.groups, as_of, judged)
    applies = evaluate(rulebook.applies_when, situation)

    classifications = tuple(
        _find(rule, version, situation) for rule, version in rulebook.in_force(Classifies, as_of)
    )
    judged.update((finding.rule.id, finding.truth) for finding in classifications)
    paragraph = _paragraph(facts, classifications)
    situation = Situation(facts.supposing(PARAGRAPH, paragraph), rulebook.groups, as_of, judged)

    found = [
        (_find(rule, version, situation), tuple(_policies(version, situation)))
        for rule, version in rulebook.in_force(RequiresLicense, as_of)
    ]
    judged.update((finding.rule.id, finding.truth) for finding, _ in found)
    prohibitions = tuple(
        _find(rule, version, situation) for rule, version in rulebook.in_force(Prohibits, as_of)
    )
    judged.update((finding.rule.id, finding.truth) for finding in prohibitions)
    exceptions = tuple(
        _find_exception(rule, version, situation)
        for rule, version in rulebook.in_force(Excepts, as_of)
    )
    judged.update((finding.rule.id, finding.truth) for finding in exceptions)
    requirements = tuple(_with_cover(finding, policies, exceptions) for finding, policies in found)
    advisories = tuple(
        _find_advisory(rule, version, situation)
        for rule, version in rulebook.in_force(Advises, as_of)
    )
    obliging = [
        _find(rule, version, situation) for rule, version in rulebook.in_force(Obliges, as_of)
    ]
    limits = tuple(_limits(rulebook, as_of, classifications))
    passes = all_of(
        (
            *(~prohibition.truth for prohibition in prohibitions),
            *(any_of((~found.truth, found.covered)) for found in requirements),
        )
    )
    held_open = bool(limits) or any(flag.truth is not FAILS for flag in advisories)
    if passes is HOLDS and held_open:
        passes = UNKNOWN
    used = [e for e in exceptions if any(e in found.covered_by for found in requirements)]
    return Judgment(
        rulebook=rulebook,
        facts=situation.facts,
        applies=applies,
        classifications=classifications,
        paragraph=paragraph,
        requirements=requirements,
        exceptions=exceptions,
        prohibitions=prohibitions,
        advisories=advisories,
        duties=tuple(_duties((*used, *obliging), as_of)),
        limits=limits,
        passes=passes,
    )


def _find(rule: Rule, version: Version, situation: Situation) -> Finding:
    step = evaluate(_whole(version), situation)
    return Finding(rule=rule, version=version, truth=step.truth, step=step)


def _whole(version: Version) -> Condition:
    """What the version asks, its `unless` counted."""
    if version.unless is None:
        return version.when
    return AllOf(
        parts=(version.when, Not(part=version.unless, place=version.place)), place=version.place
    )


def _find_advisory(rule: Rule, version: Version, situation: Situation) -> Finding:
    """A red flag is open when it is raised and not resolved."""
    finding = _find(rule, version, situation)
    if version.resolved_when is None:
        return finding
    condition = AllOf(
        parts=(_whole(version), Not(part=version.resolved_when, place=version.place)),
        place=version.place,
    )
    step = evaluate(condition, situation)
    return Finding(rule=rule, version=version, truth=step.truth, step=step)


def _find_exception(rule: Rule, version: Version, situation: Situation) -> ExceptionFinding:
    eligible = evaluate(_whole(version), situation)
    bars = tuple((bar, evaluate(bar.when, situation)) for bar in version.bars)
    truth = all_of((eligible.truth, *(~step.truth for _, step in bars)))
    return ExceptionFinding(
        rule=rule,
        version=version,
        truth=truth,
        step=Step(
            version.when, truth, (eligible, *(Step(_barring(b), ~s.truth, (s,)) for b, s in bars))
        ),
        bars=bars,
        eligible=eligible.truth,
    )


def _barring(bar: Bar) -> Condition:
    return Not(part=bar.when, place=bar.place)


def _with_cover(
    finding: Finding,
    policies: tuple[PolicyFinding, ...],
    exceptions: tuple[ExceptionFinding, ...],
) -> RequirementFinding:
    able = [exception for exception in exceptions if exception.covers(finding.rule)]
    return RequirementFinding(
        rule=finding.rule,
        version=finding.version,
        truth=finding.truth,
        step=finding.step,
        covered=any_of(exception.truth for exception in able),
        covered_by=tuple(
            exception
            for exception in able
            if exception.truth is HOLDS and finding.truth is not FAILS
        ),
        policies=policies,
    )


def _policies(version: Version, situation: Situation) -> Iterable[PolicyFinding]:
    for policy in version.policies:
        step = evaluate(policy.when, situation)
        yield PolicyFinding(policy=policy, truth=step.truth, step=step)


def _paragraph(facts: Facts, classifications: tuple[Finding, ...]) -> Known:
    """The paragraphs still possible.

    INVARIANT: the set only shrinks as facts are learned. While a rule holds, `none` is out; a
    paragraph stays in until every rule for it fails.
    """
    possible: dict[str, Truth] = {}
    for finding in classifications:
        assert isinstance(finding.rule.effect, Classifies)
        paragraph = finding.rule.effect.paragraph
        possible[paragraph] = any_of((possible.get(paragraph, FAILS), finding.truth))
    options = {paragraph for paragraph, truth in possible.items() if truth is not FAILS}
    if not any(truth is HOLDS for truth in possible.values()):
        options.add(NONE)
    derived = Known(
        value=Choice(frozenset(fold(option) for option in options)),
        origin=Origin.DERIVED,
        written=" or ".join(sorted(options)),
    )
    stated = facts.stated.get(PARAGRAPH)
    if stated is None:
        return derived
    return combine(facts.catalogue[PARAGRAPH], derived, stated)


def _limits(rulebook: Rulebook, as_of: date, classifications: tuple[Finding, ...]) -> Iterable[str]:
    """Why the rulebook by itself cannot give a passing answer."""
    if as_of < rulebook.first_day:
        yield (
            f"{rulebook.title} records the law from {rulebook.first_day}; "
            f"it cannot answer for {as_of}"
        )
    holding: Mapping[str, Finding] = {
        finding.rule.effect.paragraph: finding
        for finding in classifications
        if finding.truth is HOLDS and isinstance(finding.rule.effect, Classifies)
    }
    if len(holding) > 1:
        places = ", ".join(
            f"{paragraph} ({finding.version.place.address})"
            for paragraph, finding in sorted(holding.items())
        )
        yield f"the classifications disagree, so the rules need mending: {places}"


def _duties(findings: Iterable[Finding], as_of: date) -> Iterable[Duty]:
    for finding in findings:
        if finding.truth is not HOLDS:
            continue
        for obligation in finding.version.obligations:
            days = obligation.days_before
            due = None if days is None else as_of - timedelta(days=days)
            yield Duty(obligation=obligation, rule=finding.rule, due=due)
