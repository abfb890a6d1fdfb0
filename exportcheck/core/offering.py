"""Cases to paste for goals that no case has met: a case nearby, stated otherwise, and run.

What such a case expects is what came out, and says nothing of the law: who pastes it checks that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import TypeAlias

from exportcheck.core.cases import Case
from exportcheck.core.conditions import Test
from exportcheck.core.coverage import Coverage, shown_by
from exportcheck.core.facts import Contradiction
from exportcheck.core.goals import Goal
from exportcheck.core.judgments import Determination
from exportcheck.core.nearby import Changes, changes_for
from exportcheck.core.records import Record
from exportcheck.core.rules import Rulebook
from exportcheck.core.shipment import Judged, decide
from exportcheck.core.telling import deciding_findings
from exportcheck.core.truth import FAILS, HOLDS

MOST_TRIES = 60
MOST_NAMED = 3
# A case with some facts stated otherwise; none where they do not go together.
Alter: TypeAlias = Callable[[Case, Changes], Case | None]
# Cases that state next to nothing, to start from where no case is near.
Plain: TypeAlias = Callable[[Goal], Iterable[Case]]


class Offer(Record):
    """A case to paste, the one it was made from, and the goals that it would meet."""

    case: Case
    beside: Case
    goals: tuple[Goal, ...]


def _no_case(_: Goal) -> Iterable[Case]:
    return ()


def offers(
    coverage: Coverage, rulebooks: Iterable[Rulebook], alter: Alter, plain: Plain = _no_case
) -> Iterator[Offer]:
    """Cases for the goals that are not met, each with all of them that it meets."""
    rulebooks = tuple(rulebooks)
    missing = coverage.missing
    met: set[Goal] = set()
    for goal in missing:
        if goal in met:
            continue
        near = _tries(goal, coverage.near(goal), rulebooks, alter)
        from_nothing = _tries(goal, _starts(goal, plain, rulebooks, alter), rulebooks, alter)
        for beside, case, found in chain(
            islice(near, MOST_TRIES), islice(from_nothing, MOST_TRIES)
        ):
            expected = _expecting(case, found, goal)
            goals = shown_by(expected, found, missing)
            if goal in goals:
                yield Offer(
                    case=expected,
                    beside=beside,
                    goals=tuple(each for each in goals if each not in met),
                )
                met.update(goals)
                break


def _starts(
    goal: Goal, plain: Plain, rulebooks: tuple[Rulebook, ...], alter: Alter
) -> Iterator[Case]:
    """Plain cases in which the rule of the goal holds, then plain cases as they are.

    From the first one the goal is met by what it is about alone: a limit is tried at a destination
    that the rule is for. Elsewhere, where all of it fails, is where nothing is the matter.
    """
    starts = tuple(plain(goal))
    elsewhere = goal.key is goal.owner.version or (
        isinstance(goal.key, Test) and goal.key.fact.kind == "country"
    )
    if elsewhere and goal.want is FAILS:
        yield from starts
    for start in starts:
        yield from islice(_held(goal, start, rulebooks, alter), 1)
    yield from starts


def _held(goal: Goal, start: Case, rulebooks: tuple[Rulebook, ...], alter: Alter) -> Iterator[Case]:
    """A case with what has to be stated otherwise for the rule of the goal to hold."""
    version = goal.owner.version
    if version is None:
        return
    day = {"ship_date": version.window.first.isoformat()}
    dated = start if start.shipment.as_of in version.window else alter(start, day)
    before = None if dated is None else decide(rulebooks, dated.shipment)
    if dated is None or not isinstance(before, Judged):
        return
    holds = replace(goal, key=version, want=HOLDS, day=None)
    for changes in _changes(holds, before.determination):
        case = alter(dated, changes)
        after = None if case is None else decide(rulebooks, case.shipment)
        if case is not None and isinstance(after, Judged):
            findings = after.determination.findings
            if any(each.version is version and each.truth is HOLDS for each in findings):
                yield case


def _tries(
    goal: Goal, starts: Iterable[Case], rulebooks: tuple[Rulebook, ...], alter: Alter
) -> Iterator[tuple[Case, Case, Determination]]:
    for beside in starts:
        before = decide(rulebooks, beside.shipment)
        if not isinstance(before, Judged):
            continue
        for changes in _changes(goal, before.determination):
            case = alter(beside, changes)
            after = None if case is None else decide(rulebooks, case.shipment)
            if case is not None and isinstance(after, Judged):
                yield beside, case, after.determination


def _changes(goal: Goal, found: Determination) -> list[Changes]:
    """What to state otherwise; nothing where parts that were not asked cannot be judged."""
    try:
        return list(islice(changes_for(goal, found), MOST_TRIES))
    except Contradiction:
        return []


def _expecting(case: Case, found: Determination, goal: Goal) -> Case:
    """The case with what came out of it as what it expects."""
    owner = goal.owner.rule
    named = [finding.name for finding in deciding_findings(found)][:MOST_NAMED]
    excluded: tuple[str, ...] = ()
    if owner is not None and owner.name in found.rests_on:
        named = list(dict.fromkeys((owner.name, *named)))
    elif owner is not None:
        excluded = (owner.name,)
    return case.but(
        name=f"To be named: {goal.owner.name}, {goal.title}",
        expect=found.outcome.value,
        rests_on=tuple(name for name in named if name in found.rests_on),
        not_on=excluded,
    )
