"""The determination: rules in force on a day, against the facts of one shipment.

This is the page to check against the law. In three-valued algebra, for one rulebook:

    covered(r) = some license exception or license held e that covers r holds, and no bar of e holds
    passes     = no prohibition holds, and every license requirement r fails or is covered(r)

A red flag that is open, two classifications that disagree, or a day outside the rulebook hold a
passing answer open. The shipment passes when it passes every rulebook that applies.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from exportcheck.core.catalogue import fold
from exportcheck.core.conditions import AllOf, Condition, Not
from exportcheck.core.evaluate import Situation, evaluate
from exportcheck.core.facts import Facts, Known, Origin, combine
from exportcheck.core.findings import (
    AdvisoryFinding,
    Determination,
    Duty,
    ExceptionFinding,
    Finding,
    Judgment,
    Outcome,
    PolicyFinding,
    RequirementFinding,
)
from exportcheck.core.groups import Groups
from exportcheck.core.parties import screened
from exportcheck.core.rules import (
    Advises,
    Classifies,
    Excepts,
    Obliges,
    Prohibits,
    RequiresLicense,
    Rule,
    Rulebook,
    Version,
    reading_fact,
)
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth, all_of, any_of
from exportcheck.core.values import Choice

NONE = "none"
PARAGRAPH = "item.paragraph"


def determine(rulebooks: Iterable[Rulebook], facts: Facts, as_of: date) -> Determination:
    """Judge one shipment by every rulebook, by the law of one day.

    A name on a list of any rulebook answers what all of them ask.
    """
    rulebooks = tuple(rulebooks)
    lists = (party_list for rulebook in rulebooks for party_list in rulebook.lists)
    facts = screened(lists, facts, as_of)
    judgments: tuple[Judgment, ...] = ()
    for rulebook in rulebooks:
        judgments = (*judgments, judge(rulebook, facts, as_of, judgments))
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


def judge(
    rulebook: Rulebook, facts: Facts, as_of: date, before: tuple[Judgment, ...] = ()
) -> Judgment:
    """Judge one shipment by one rulebook, stage after stage: each may rest on those before it.

    A rulebook that classifies nothing, as a company's own, goes by the paragraph found `before`.
    """
    judged: dict[str, Truth] = {}
    parts: dict[str, str] = {}
    groups = rulebook.groups.under(_options(rulebook.groups, facts))
    situation = Situation(facts, groups, as_of, judged, parts)
    applies = evaluate(rulebook.applies_when, situation)

    classifications = tuple(
        _find(rule, version, situation) for rule, version in rulebook.in_force(Classifies, as_of)
    )
    judged.update((finding.rule.id, finding.truth) for finding in classifications)
    if rulebook.that(Classifies):
        paragraph = _paragraph(facts, classifications)
    else:
        paragraph = _paragraph_found(before) or _paragraph(facts, ())
    situation = situation.about(facts.supposing(PARAGRAPH, paragraph))

    found = [
        (_find(rule, version, situation), tuple(_policies(version, situation)))
        for rule, version in rulebook.in_force(RequiresLicense, as_of)
    ]
    judged.update((finding.rule.id, finding.truth) for finding, _ in found)
    parts.update((finding.rule.id, finding.rule.part) for finding, _ in found)
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
    obliging = tuple(
        _find(rule, version, situation) for rule, version in rulebook.in_force(Obliges, as_of)
    )
    limits = tuple(_limits(rulebook, as_of, classifications))
    passes = all_of(
        (
            *(~prohibition.truth for prohibition in prohibitions),
            *(any_of((~found.truth, found.covered)) for found in requirements),
        )
    )
    held_open = bool(limits) or any(
        flag.truth is not FAILS for flag in advisories if flag.holds_open
    )
    if passes is HOLDS and held_open:
        passes = UNKNOWN
    # What an exception obliges to matters only where the shipment passes by it.
    used = [
        e
        for e in exceptions
        if passes is HOLDS and any(e in found.covered_by for found in requirements)
    ]
    in_question = [
        e
        for e in exceptions
        if e.truth is UNKNOWN
        and not e.effect.is_license
        and any(r.truth is HOLDS and e.covers(r.rule) for r in requirements)
    ]
    return Judgment(
        rulebook=rulebook,
        facts=situation.facts,
        groups=groups,
        applies=applies,
        classifications=classifications,
        paragraph=paragraph,
        requirements=requirements,
        exceptions=exceptions,
        prohibitions=prohibitions,
        advisories=advisories,
        obliging=obliging,
        duties=tuple(_due(_duties(_that_hold((*used, *obliging)), as_of), passes)),
        duties_in_question=tuple(
            _due(
                _duties((*in_question, *(f for f in obliging if f.truth is UNKNOWN)), as_of), passes
            )
        ),
        limits=limits,
        passes=passes,
    )


def _options(groups: Groups, facts: Facts) -> dict[str, str]:
    """The options taken of the readings that choose the day of a change of a group."""
    options = {}
    for name in groups.readings:
        value = facts[reading_fact(name)].value
        if isinstance(value, Choice) and value.only is not None:
            options[name] = value.only
    return options


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


def _find_advisory(rule: Rule, version: Version, situation: Situation) -> AdvisoryFinding:
    """A red flag is open when it is raised and not resolved."""
    whole = _whole(version)
    condition = whole
    if version.resolved_when is not None:
        condition = AllOf(
            parts=(whole, Not(part=version.resolved_when, place=version.place)),
            place=version.place,
        )
    step = evaluate(condition, situation)
    raised = step.truth if version.resolved_when is None else step.parts[0].truth
    return AdvisoryFinding(rule=rule, version=version, truth=step.truth, step=step, raised=raised)


def _find_exception(rule: Rule, version: Version, situation: Situation) -> ExceptionFinding:
    """An exception is open when its conditions hold and no bar of it does."""
    barring = (Not(part=bar.when, place=bar.place) for bar in version.bars)
    condition = AllOf(parts=(_whole(version), *barring), place=version.place)
    step = evaluate(condition, situation)
    eligible, *not_barred = step.parts
    return ExceptionFinding(
        rule=rule,
        version=version,
        truth=step.truth,
        step=step,
        bars=tuple(zip(version.bars, (each.parts[0] for each in not_barred), strict=True)),
        eligible=eligible.truth,
    )


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


def _paragraph_found(before: Iterable[Judgment]) -> Known | None:
    """The paragraphs that the rulebooks which classify leave possible, if there is such a one."""
    found = [each.paragraph for each in before if each.rulebook.that(Classifies)]
    options: frozenset[str] = frozenset()
    for known in found:
        if not isinstance(known.value, Choice) or known.value.options is None:
            return known
        options |= known.value.options
    if len(found) < 2:
        return found[0] if found else None
    written = dict.fromkeys(word for known in found for word in known.written.split(" or "))
    return Known(value=Choice(options), origin=Origin.DERIVED, written=" or ".join(sorted(written)))


def _limits(rulebook: Rulebook, as_of: date, classifications: tuple[Finding, ...]) -> Iterable[str]:
    """Why the rulebook by itself cannot give a passing answer."""
    if as_of < rulebook.first_day:
        yield (
            f"{rulebook.title} records the law from {rulebook.first_day}; "
            f"it cannot answer for {as_of}"
        )
    elif not any(rule.on(as_of) for rule in rulebook.rules):
        yield f"no rule of {rulebook.title} is in force on {as_of}, so it says nothing"
    if rulebook.strict_currency and as_of > rulebook.verified_through:
        yield (
            f"{rulebook.title} was verified through {rulebook.verified_through} only, and "
            f"--strict-currency lets no later day pass"
        )
    # INVARIANT: a conflict that may still come out holds a pass open already, or learning of it
    # would turn the answer.
    possible: dict[str, Finding] = {}
    for finding in classifications:
        assert isinstance(finding.rule.effect, Classifies)
        if finding.truth is not FAILS:
            possible.setdefault(finding.rule.effect.paragraph, finding)
    holding = [paragraph for paragraph, f in possible.items() if f.truth is HOLDS]
    if holding and len(possible) > 1:
        places = ", ".join(
            f"{paragraph} ({finding.version.place.address}, {finding.truth.value})"
            for paragraph, finding in sorted(possible.items())
        )
        verb = "disagree, so the rules need mending" if len(holding) > 1 else "may disagree"
        yield f"the classifications {verb}: {places}"


def _that_hold(findings: Iterable[Finding]) -> Iterable[Finding]:
    return (finding for finding in findings if finding.truth is HOLDS)


def _due(duties: Iterable[Duty], passes: Truth) -> Iterable[Duty]:
    """What the shipment needs unless it fails, and what an application needs unless it passes."""
    for duty in duties:
        needless = HOLDS if duty.obligation.for_application else FAILS
        if passes is not needless:
            yield duty


def _duties(findings: Iterable[Finding], as_of: date) -> Iterable[Duty]:
    for finding in findings:
        for obligation in finding.version.obligations:
            days = obligation.days_before
            due = None if days is None else as_of - timedelta(days=days)
            yield Duty(obligation=obligation, rule=finding.rule, due=due)
