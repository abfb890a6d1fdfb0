"""Sentences of a determination: its reason in one, and what each rule, policy and exception is.

Words are made here once, for every format to print.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from exportcheck.core.blockers import blocked
from exportcheck.core.conditions import (
    facts_read,
)
from exportcheck.core.evaluate import Step, tested_facts
from exportcheck.core.findings import ExceptionFinding, Finding, Outcome, RequirementFinding
from exportcheck.core.judgments import Determination
from exportcheck.core.problems import joined
from exportcheck.core.records import Record
from exportcheck.core.rules import REVIEW_POLICIES, Prohibits, RequiresLicense
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN

OUTCOMES = {
    Outcome.PROHIBITED: "prohibited",
    Outcome.LICENSE_REQUIRED: "license required",
    Outcome.UNDETERMINED: "cannot be told yet",
    Outcome.NO_LICENSE_REQUIRED: "no license required",
    Outcome.LICENSE_HELD: "license held",
    Outcome.LICENSE_EXCEPTION: "license exception",
}


class Reason(Record):
    """The one sentence that a reader needs first.

    `notice` counts the days before the shipment by which the first obligation is due; that day is
    told between `begin` and `end`.
    """

    begin: str
    notice: int | None = None
    end: str = ""

    def on(self, day: date) -> str:
        """The sentence for a shipment of that day."""
        if self.notice is None:
            return self.before
        return f"{self.before}{day - timedelta(self.notice)}{self.end}"

    @property
    def before(self) -> str:
        """The sentence up to the day by which the first obligation is due; whole, without one."""
        return f"{self.begin}{self.end if self.notice is None else ', the first by '}"


def reason(determination: Determination) -> str:
    """The one sentence that a reader needs first."""
    return reason_of(determination).on(determination.as_of)


def reason_of(determination: Determination) -> Reason:
    """The reason for an answer, whatever day it is of."""
    match determination.outcome:
        case Outcome.PROHIBITED:
            rules = joined([titled(f) for f in determination.prohibitions if f.truth is HOLDS])
            told = f"It is prohibited by {rules}; no license exception overcomes that."
        case Outcome.LICENSE_REQUIRED:
            rules = joined([titled(r) for r in _uncovered(determination)])
            told = f"A license is required by {rules}; {_why_not_covered(determination)}."
        case Outcome.NO_LICENSE_REQUIRED:
            told = "None of the license requirements checked applies to it."
        case Outcome.LICENSE_HELD:
            told = (
                "A license is required, and the exporter states that a license held covers the "
                "shipment; its conditions apply."
            )
        case Outcome.LICENSE_EXCEPTION:
            return _reason_of_cover(determination)
        case Outcome.UNDETERMINED:
            told = _why_open(determination)
    return Reason(begin=told)


def _reason_of_cover(determination: Determination) -> Reason:
    covering = joined(sorted(_covering(determination)))
    notices = [
        duty.obligation.days_before
        for duty in determination.duties
        if duty.obligation.days_before is not None
    ]
    assumed = _assumed_for_cover(determination)
    return Reason(
        begin=f"A license is required, and {covering} covers it once its obligations are met",
        notice=max(notices, default=None),
        end=f"{f'; that is, if it is right to assume {joined(assumed)}' if assumed else ''}.",
    )


def _assumed_for_cover(determination: Determination) -> list[str]:
    """What is assumed only so that an exception covers the shipment."""
    assumed = {fact.name: known for fact, known in determination.assumed}

    def asked(steps: Iterable[Step]) -> set[str]:
        return set().union(*map(tested_facts, steps))

    covering = asked(
        e.step for r in determination.requirements for e in r.covered_by if not e.effect.is_license
    )
    needed = asked(r.step for r in determination.requirements)
    catalogue = determination.facts.catalogue
    return [
        f"{name} {catalogue.show(catalogue[name], known)}"
        for name, known in assumed.items()
        if name in covering - needed
    ]


def _uncovered(determination: Determination) -> list[RequirementFinding]:
    return [r for r in determination.requirements if r.truth is HOLDS and r.covered is FAILS]


def _why_not_covered(determination: Determination) -> str:
    claimed = determination.claimed
    but = f" ({claimed}, which is claimed, does not)" if claimed else ""
    held = any(e.effect.is_license for e in determination.exceptions)
    return f"no license exception covers it{but}{', and no license is held' if held else ''}"


def claim_words(determination: Determination) -> str:
    """What to say of a license exception that is claimed and has no part in the answer."""
    claimed = determination.claimed
    if not claimed:
        return ""
    needed = [r for r in determination.requirements if r.truth is not FAILS]
    able = [e for e in determination.exceptions if e.symbol == claimed]
    flags = [a for a in determination.advisories if a.holds_open and a.raised is not FAILS]
    if not needed and flags:
        # What is not told here may need it, and its own conditions and bars count there.
        closed = "" if any(e.truth is not FAILS for e in able) else " and is not open"
        said = "no license requirement that is told here applies, and a red flag asks about more"
        return f"{claimed} is claimed{closed}; {said}"
    if not needed:
        return f"{claimed} is claimed and not needed, since no license requirement applies"
    if any(e.covers(r.rule) for e in able for r in needed):
        return ""
    return f"{claimed} is claimed and covers none of these requirements"


def _covering(determination: Determination) -> set[str]:
    return {
        exception.spoken
        for requirement in determination.requirements
        for exception in requirement.covered_by
        if not exception.effect.is_license
    }


def _why_open(determination: Determination) -> str:
    limits = [limit for judgment in determination.judgments for limit in judgment.limits]
    if limits:
        return f"{limits[0][0].upper()}{limits[0][1:]}{_and_more(limits, ' (and {} more)')}."
    stopped = tuple(blocked(determination))
    if stopped:
        finding, why = stopped[0]
        more = _and_more([each for _, each in stopped], " (and {} more such)")
        return f"Whether {_what_is_open(finding)} cannot be told: {why}{more}."
    holding = [r for r in determination.requirements if r.truth is HOLDS and r.covered is not HOLDS]
    unknown = [r for r in determination.requirements if r.truth is UNKNOWN]
    unknown_prohibitions = [p for p in determination.prohibitions if p.truth is UNKNOWN]
    able = [
        e
        for e in determination.exceptions
        if e.truth is UNKNOWN and any(e.covers(r.rule) for r in holding)
    ]
    doubts = determination.facts.doubts
    pressing = _asked_by(determination, (*holding, *unknown, *unknown_prohibitions, *able))
    if pressing:
        return why_doubted([*pressing, *(each for each in doubts if each not in pressing)])
    if holding:
        rules = joined([titled(r) for r in holding])
        covers = ["a license held" if e.effect.is_license else e.spoken for e in able]
        return (
            f"A license is required by {rules}, unless "
            f"{joined(tuple(dict.fromkeys(covers)), 'or')} covers it, which "
            "cannot be told from what is stated."
        )
    if unknown_prohibitions:
        return "Whether it is prohibited cannot be told from what is stated."
    if unknown:
        return "Whether a license is required cannot be told from what is stated."
    open_flags = [f for f in determination.red_flags if f.truth is not FAILS]
    pressing = _asked_by(determination, open_flags)
    if pressing:
        return why_doubted([*pressing, *(each for each in doubts if each not in pressing)])
    raised = [titled(f) for f in open_flags if f.raised is HOLDS]
    if raised:
        more = _and_more(raised, ", and {} more")
        return f"A red flag is open and has to be resolved: {raised[0]}{more}."
    flags = [titled(f) for f in open_flags]
    if flags:
        more = _and_more(flags, ", and {} more")
        return f"Whether a red flag is raised cannot be told from what is stated: {flags[0]}{more}."
    return why_doubted(doubts) if doubts else "It cannot be told from what is stated."


def _what_is_open(finding: Finding) -> str:
    """What cannot be told by a rule that is unknown, as the end of `whether`."""
    match finding.rule.effect:
        case RequiresLicense():
            return f"a license is required by {titled(finding)}"
        case Prohibits():
            return f"it is prohibited by {titled(finding)}"
        case _:
            return f"a red flag is raised, {titled(finding)},"


def _asked_by(determination: Determination, findings: Iterable[Finding]) -> list[str]:
    """What speaks against what is stated where these rules look."""
    doubted, catalogue = determination.facts.doubted, determination.facts.catalogue
    if not doubted:
        return []
    read = frozenset[str]().union(*(facts_read(each.step.condition) for each in findings))
    return [
        words for name, words in doubted if not read.isdisjoint(catalogue.followers_of((name,)))
    ]


def why_doubted(doubts: Sequence[str]) -> str:
    """The reason for an answer that is open for doubts about what is stated."""
    return f"{doubts[0]}{_and_more(doubts, ' (and {} more to find out)')}."


def _and_more(told: Sequence[str], words: str) -> str:
    """How many more there are than the first, of those that say something else."""
    more = len(set(told)) - 1
    return words.format(more) if more else ""


def deciding_findings(determination: Determination) -> list[Finding]:
    """The rules to look up for an answer: those that decide it, or that leave it open."""
    found = determination
    if found.verdict == "pass":
        needed = [r for r in found.requirements if r.truth is not FAILS]
        covering = {e.name: e for r in needed for e in r.covered_by}
        return [*needed, *covering.values()]
    against: list[Finding] = [
        *found.prohibitions,
        *(r for r in found.requirements if r.covered is not HOLDS),
        *found.red_flags,
    ]
    if found.verdict == "fail":
        against = [
            *found.prohibitions,
            *(r for r in found.requirements if r.covered is FAILS),
        ]
    holding = [finding for finding in against if finding.truth is HOLDS]
    return holding or [finding for finding in against if finding.truth is UNKNOWN]


def titled(finding: Finding) -> str:
    """A rule by its title and where it stands in the law."""
    return f"“{finding.rule.title}” ({finding.cites[0]})"


def policy_words(requirement: RequirementFinding) -> str:
    """The review policy in words, or why there is none."""
    policy = requirement.review_policy
    if policy is not None:
        return REVIEW_POLICIES[policy]
    if requirement.policy_is_open:
        options = []
        for found in requirement.policies:
            if found.truth is not FAILS:
                options.append(REVIEW_POLICIES[found.policy.policy])
            if found.truth is HOLDS:
                break
        return f"cannot be told yet ({joined(list(dict.fromkeys(options)), 'or')})"
    return "not told here" if requirement.rule.part else "none is stated"


def exception_words(exception: ExceptionFinding) -> str:
    """Why an exception is or is not open, in few words."""
    if exception.truth is HOLDS:
        return "covers it"
    bar = exception.barred_by
    if exception.eligible is HOLDS and bar is not None:
        return f"barred, since {bar.title}"
    if exception.truth is UNKNOWN:
        return "cannot be told yet"
    if exception.effect.is_license:
        return "none is held"
    return "is not open"
