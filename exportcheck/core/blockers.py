"""What keeps an answer open that no answer to a question can change: places of which the law of the
day is not recorded.

A rule is blocked where it would stay unknown whatever else became known of the shipment: then it
never fails. That errs on one side only. What is told as blocked is so, though more may be. The
words name no place and no day of a line, since lines that ask the same share them.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.conditions import AllOf, AnyOf, ContainsAny, Not, Term, Test
from exportcheck.core.evaluate import Step, is_system
from exportcheck.core.findings import Finding
from exportcheck.core.groups import Groups
from exportcheck.core.judgments import Determination, Judgment
from exportcheck.core.problems import joined
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth
from exportcheck.core.values import Choice


def blocked(determination: Determination) -> Iterator[tuple[Finding, str]]:
    """The rules that let nothing pass whatever is answered, each with why, in words."""
    for judgment in determination.judgments:
        if judgment.passes is UNKNOWN and not judgment.places_are_recorded:
            yield from _blocked(judgment)


def _blocked(judgment: Judgment) -> Iterator[tuple[Finding, str]]:
    uncovered = (each for each in judgment.requirements if each.covered is FAILS)
    flags = (each for each in judgment.advisories if each.holds_open)
    for finding in (*judgment.prohibitions, *uncovered, *flags):
        if finding.truth is not UNKNOWN or not judgment.may_miss_places(finding):
            continue
        if not _may_be(FAILS, finding.step):
            yield finding, _why(finding.step)


def stated_country(leaf: Step) -> str | None:
    """The country that a test looked at, where it was stated."""
    test, known = leaf.condition, leaf.known
    if not isinstance(test, Test) or test.fact.kind != "country" or known is None:
        return None
    return known.value.only if isinstance(known.value, Choice) else None


def _may_be(truth: Truth, step: Step) -> bool:
    """Whether a step may come to this truth once more is known; no where it surely may not."""
    if step.truth is not UNKNOWN:
        return step.truth is truth
    condition = step.condition
    match condition:
        case Not():
            return _may_be(~truth, step.parts[0])
        case Term():
            return _may_be(truth, step.parts[0])
        case AllOf() | AnyOf() | ContainsAny() if step.parts:
            if isinstance(condition, ContainsAny) and is_system(step.situation.facts) is UNKNOWN:
                return True
            settles = FAILS if isinstance(condition, AllOf) else HOLDS
            each = (_may_be(truth, part) for part in step.parts)
            return any(each) if truth is settles else all(each)
    return stated_country(step) is None


def _why(step: Step) -> str:
    """What is not recorded, of the first place by which a step is blocked."""
    for leaf in step.leaves(UNKNOWN):
        code, test = stated_country(leaf), leaf.condition
        if code is None or not isinstance(test, Test) or not isinstance(test.operand, tuple):
            continue
        groups, day = leaf.situation.groups, leaf.situation.day
        names = groups.not_recorded(test.operand, code, day)
        if names is not None:
            return _words(groups, names)
    raise LookupError("a blocked step has a place of which something is not recorded")


def _words(groups: Groups, names: tuple[str, ...]) -> str:
    if not names:
        return (
            "the Country Groups do not name a place that is stated; a territory gets the "
            "treatment of the country it belongs to (15 CFR 738.3(b)), so state that country"
        )
    since = max(groups.groups[name].recorded_from for name in names)
    verb = "is" if len(names) == 1 else "are"
    titles = joined([groups.groups[name].title for name in names])
    return f"{titles} {verb} recorded from {since} only, and no answer to a question changes that"
