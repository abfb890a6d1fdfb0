"""The determination: rules in force on a day, against the facts of one shipment.

This is the page to check against the law. In three-valued algebra, for one rulebook:

    covered(r) = some license exception or license held e that covers r holds, and no bar of e holds
    passes     = no prohibition holds, and every license requirement r fails or is covered(r)

A red flag that is open, two classifications that disagree, or a day outside the rulebook hold a
passing answer open. The shipment passes when it passes every rulebook that applies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from operator import is_

from exportcheck.core.evaluate import Situation, evaluate
from exportcheck.core.facts import Facts, Known, combine
from exportcheck.core.findings import (
    AdvisoryFinding,
    ExceptionFinding,
    Finding,
    Outcome,
    RequirementFinding,
)
from exportcheck.core.groups import Groups
from exportcheck.core.judging import Judging
from exportcheck.core.judgments import Determination, Judgment
from exportcheck.core.paragraphs import PARAGRAPH, paragraph_by, paragraph_left
from exportcheck.core.rules import (
    Advises,
    Classifies,
    Excepts,
    Obliges,
    Prohibits,
    RequiresLicense,
    Rulebook,
    reading_fact,
)
from exportcheck.core.screening import read_by_lists, screened, screened_since
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth, all_of, any_of
from exportcheck.core.values import Choice


def determine(
    rulebooks: Iterable[Rulebook],
    facts: Facts,
    as_of: date,
    before: Determination | None = None,
    truths: Sequence[Mapping[str, Truth]] = (),
    *,
    is_screened: bool = False,
) -> Determination:
    """Judge one shipment by every rulebook, by the law of one day.

    A name on a list of any rulebook answers what all of them ask. `before` is a determination by
    the same rulebooks: what rests on facts and law that are the same is taken from it. `truths`
    are those of the rules of each rulebook where a batch has found them for such lines; a
    classification, a requirement, a prohibition or an exception for it that is not among them
    fails. Facts that are screened have in them what the lists say of the names.
    """
    rulebooks = tuple(rulebooks)
    if not rulebooks:
        raise ValueError("a determination needs at least one rulebook")
    facts.settle()
    lists = tuple(each for rulebook in rulebooks for each in rulebook.lists)
    earlier: Iterable[Judgment | None] = (None,) * len(rulebooks)
    changed: frozenset[str] = frozenset()
    if before is not None and before.as_of == as_of:
        read = read_by_lists(lists, facts.catalogue)
        facts = screened_since(lists, facts, as_of, before.facts, read)
    elif not is_screened:
        facts = screened(lists, facts, as_of)
    if before is not None:
        earlier, changed = before.judgments, facts.unlike(before.facts)
    judgments: tuple[Judgment, ...] = ()
    for number, (rulebook, like) in enumerate(zip(rulebooks, earlier, strict=True)):
        found = truths[number] if truths else None
        judged = judge(rulebook, facts, as_of, judgments, like, changed, found)
        judgments = (*judgments, judged)
    passes = all_of(any_of((~judgment.applies.truth, judgment.passes)) for judgment in judgments)
    return Determination(
        facts=facts, as_of=as_of, outcome=outcome_of(passes, judgments), judgments=judgments
    )


def outcome_of(passes: Truth, judgments: tuple[Judgment, ...]) -> Outcome:
    """What the judgments come to."""
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


def with_cover(
    rulebook: Rulebook,
    required: Iterable[RequirementFinding],
    exceptions: Iterable[ExceptionFinding],
) -> Iterator[RequirementFinding]:
    """The requirements, each with what is able to cover it."""
    by_id = {each.rule.id: each for each in exceptions}
    found: dict[frozenset[str], tuple[ExceptionFinding, ...]] = {}
    for each in required:
        covering = rulebook.covering(each.rule)
        able = found.get(covering)
        if able is None:
            able = found[covering] = tuple(e for id, e in by_id.items() if id in covering)
        same = len(able) == len(each.able) and all(map(is_, able, each.able))
        yield each if same else each.but(able=able)


def judge(
    rulebook: Rulebook,
    facts: Facts,
    as_of: date,
    others: Iterable[Judgment] = (),
    like: Judgment | None = None,
    changed: frozenset[str] = frozenset(),
    truths: Mapping[str, Truth] | None = None,
) -> Judgment:
    """Judge one shipment by one rulebook.

    A rulebook that classifies nothing, as a company's own, goes by the paragraph that the `others`
    find. `like` is an earlier judgment, since which the facts named have changed; `truths` are
    those found for such lines.
    """
    paragraph = None if rulebook.that(Classifies) else _paragraph_found(others)
    if paragraph is not None:
        facts = facts.supposing(PARAGRAPH, paragraph)
    groups = groups_for(rulebook, facts)
    if like is not None and groups is not like.groups:
        like = None
    if like is not None and like.as_of != as_of:
        days = sorted((like.as_of, as_of))
        if any(days[0] < day <= days[1] for day in groups.days_of_change()):
            changed |= facts.catalogue.countries_asked
    earlier = {} if like is None else {found.rule.id: found for found in like.findings}
    work = Judging(rulebook, as_of, Situation(facts, groups, as_of, {}), earlier, changed, truths)
    if like is not None and like.as_of != as_of:
        gone = {id: each for id, each in earlier.items() if each.rule.on(as_of) is None}
        work.replaced.update((id, (each, None)) for id, each in gone.items())
    applies = evaluate(rulebook.applies_when, work.situation)
    classifications = work.stage(Classifies, work.finding)
    if paragraph is None:
        classified = ((paragraph_of(found), found.truth) for found in classifications)
        paragraph = paragraph_with(facts, paragraph_left(classified))
    if like is not None and like.paragraph.value != paragraph.value:
        work.changed |= {PARAGRAPH}
    work.situation = work.situation.about(facts.supposing(PARAGRAPH, paragraph))

    required = work.stage(RequiresLicense, work.requirement)
    prohibitions = work.stage(Prohibits, work.finding)
    exceptions = work.stage(Excepts, work.exception)
    requirements = tuple(with_cover(rulebook, required, exceptions))
    advisories = work.stage(Advises, work.advisory)
    obliging = work.stage(Obliges, work.finding)
    limits = tuple(_limits(rulebook, as_of, classifications))
    return Judgment(
        rulebook=rulebook,
        facts=work.situation.facts,
        groups=groups,
        applies=applies,
        classifications=classifications,
        paragraph=paragraph,
        requirements=requirements,
        exceptions=exceptions,
        prohibitions=prohibitions,
        advisories=advisories,
        obliging=obliging,
        limits=limits,
        passes=passing(prohibitions, requirements, advisories, limits),
        as_of=as_of,
    )


def passing(
    prohibitions: Iterable[Finding],
    requirements: Iterable[RequirementFinding],
    advisories: Iterable[AdvisoryFinding],
    limits: Sequence[str],
) -> Truth:
    """Whether a shipment passes by the rules of one rulebook, as they are judged."""
    unmet = (~each.truth for each in prohibitions)
    requirements = tuple(requirements)
    passes = all_of(chain(unmet, (each.met for each in requirements if each.truth is not UNKNOWN)))
    # A requirement that is open is no failure, so that its cover matters to what may pass alone.
    if passes is HOLDS and any(each.met is not HOLDS for each in requirements):
        return UNKNOWN
    if passes is HOLDS and (
        limits or any(flag.truth is not FAILS for flag in advisories if flag.holds_open)
    ):
        return UNKNOWN
    return passes


def groups_for(rulebook: Rulebook, facts: Facts) -> Groups:
    """The groups of a rulebook by the readings taken."""
    return rulebook.groups.under(options_taken(rulebook.groups, facts))


def options_taken(groups: Groups, facts: Facts) -> dict[str, str]:
    """The options taken of the readings that choose the day of a change of a group."""
    options = {}
    for name in groups.readings:
        value = facts[reading_fact(name)].value
        if isinstance(value, Choice) and value.only is not None:
            options[name] = value.only
    return options


def paragraph_with(facts: Facts, derived: Known) -> Known:
    """The paragraphs still possible, by what the classifications leave and the line states."""
    stated = facts.stated.get(PARAGRAPH)
    if stated is None:
        return derived
    return combine(facts.catalogue[PARAGRAPH], derived, stated)


def paragraph_of(finding: Finding) -> str:
    assert isinstance(finding.rule.effect, Classifies)
    return finding.rule.effect.paragraph


def _paragraph_found(before: Iterable[Judgment]) -> Known | None:
    """The paragraphs that the rulebooks which classify leave possible, if there is such a one."""
    return paragraph_by([each.paragraph for each in before if each.rulebook.that(Classifies)])


def silent_on(rulebook: Rulebook, day: date) -> str:
    """Why a rulebook says nothing of a day on which no rule of it is in force; else nothing."""
    if any(rule.on(day) for rule in rulebook.rules):
        return ""
    later = [w.first for rule in rulebook.rules for w in rule.windows if w.first > day]
    begins = f" (the first begins on {min(later)})" if later else ""
    return f"no rule of {rulebook.title} is in force on the day{begins}, so it says nothing"


def _limits(rulebook: Rulebook, as_of: date, classifications: tuple[Finding, ...]) -> Iterable[str]:
    """Why the rulebook by itself cannot give a passing answer."""
    if as_of < rulebook.first_day:
        yield (
            f"{rulebook.title} records the law from {rulebook.first_day}; "
            "it cannot answer for an earlier day"
        )
    elif why := silent_on(rulebook, as_of):
        yield why
    if rulebook.strict_currency and as_of > rulebook.verified_through:
        yield (
            f"{rulebook.title} was verified through {rulebook.verified_through} only, and "
            f"--strict-currency lets no later day pass"
        )
    # INVARIANT: a conflict that may still come out holds a pass open already, or learning of it
    # would turn the answer.
    possible: dict[str, Finding] = {}
    for finding in classifications:
        if finding.truth is not FAILS:
            possible.setdefault(paragraph_of(finding), finding)
    holding = [paragraph for paragraph, f in possible.items() if f.truth is HOLDS]
    if holding and len(possible) > 1:
        places = ", ".join(
            f"{paragraph} ({finding.version.place.address}, {finding.truth.value})"
            for paragraph, finding in sorted(possible.items())
        )
        verb = "disagree, so the rules need mending" if len(holding) > 1 else "may disagree"
        yield f"the classifications {verb}: {places}"
