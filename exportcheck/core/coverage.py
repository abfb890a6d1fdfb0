"""What the cases have shown of the rules: goals, met one after another by cases that pass.

Unknown counts for nothing, and neither does a case that fails: what it shows nobody has checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from exportcheck.core.cases import Case
from exportcheck.core.conditions import Test
from exportcheck.core.evaluate import Step
from exportcheck.core.findings import Determination
from exportcheck.core.goals import Goal, Unreachable, goals_of, side_of
from exportcheck.core.rules import Rulebook
from exportcheck.core.truth import Truth

# How many cases are kept beside a part, to start from when one is written for it.
MOST_NEAR = 8


@dataclass(slots=True)
class _Seen:
    """What was seen of one part, and some cases in which it was judged."""

    wants: set[Truth | str] = field(default_factory=set)
    naming: list[Case] = field(default_factory=list)
    others: list[Case] = field(default_factory=list)


class Coverage:
    """The goals of some rulebooks, and what the cases have shown of them so far."""

    def __init__(self, rulebooks: Iterable[Rulebook]) -> None:
        self.goals: list[Goal]
        self.unreachable: list[Unreachable]
        self.goals, self.unreachable = goals_of(rulebooks)
        self._seen = {id(goal.key): _Seen() for goal in self.goals if goal.key is not None}
        self._naming: dict[str, list[Case]] = {}

    @property
    def missing(self) -> list[Goal]:
        """The goals that no case has met, in the order of the rules."""
        return [goal for goal in self.goals if not self._is_met(goal)]

    def near(self, goal: Goal) -> tuple[Case, ...]:
        """Cases to start from when one is written for a goal, the likeliest first."""
        naming = [] if goal.owner.rule is None else self._naming.get(goal.owner.rule.name, [])
        seen = self._seen.get(id(goal.key)) or _Seen()
        if goal.day is not None:
            day = goal.day
            naming = sorted(naming, key=lambda case: abs(case.shipment.as_of - day))
        cases = {id(c): c for c in (*seen.naming, *naming[:MOST_NEAR], *seen.others)}
        return tuple(cases.values())

    def see(self, case: Case, found: Determination) -> None:
        """Count what a case shows."""
        named = frozenset((*case.rests_on, *case.not_on))
        for rule in named:
            self._naming.setdefault(rule, []).append(case)
        for key, truth, side, rule in _shown(found):
            seen = self._seen.get(key)
            if seen is None:
                continue
            seen.wants.add(truth)
            if side:
                seen.wants.add(side)
            near = seen.naming if rule in named else seen.others
            if len(near) < MOST_NEAR and not (near and near[-1] is case):
                near.append(case)

    def _is_met(self, goal: Goal) -> bool:
        if goal.day is None:
            return goal.want in self._seen[id(goal.key)].wants
        cases = self._naming.get(goal.owner.name, ())
        return any(case.shipment.as_of == goal.day for case in cases)


def shown_goals(goals: Iterable[Goal], case: Case, found: Determination) -> list[Goal]:
    """Those of some goals that one case meets."""
    shown: set[tuple[int, Truth | str]] = set()
    for key, truth, side, _ in _shown(found):
        shown |= {(key, truth), (key, side)}
    named = (*case.rests_on, *case.not_on)
    return [
        goal
        for goal in goals
        if (id(goal.key), goal.want) in shown
        or (goal.day == case.shipment.as_of and goal.owner.name in named)
    ]


def _shown(found: Determination) -> Iterator[tuple[int, Truth, str, str]]:
    """Each part that was judged: its key, its truth, the side of its limit, and for which rule."""
    walked: set[int] = set()
    for judgment in found.judgments:
        yield from _walk(judgment.applies, "", walked)
        for finding in judgment.findings:
            yield id(finding.version), finding.truth, "", finding.name
            yield from _walk(finding.step, finding.name, walked)
        for requirement in judgment.requirements:
            for policy in requirement.policies:
                yield from _walk(policy.step, requirement.name, walked)


def _walk(step: Step, rule: str, walked: set[int]) -> Iterator[tuple[int, Truth, str, str]]:
    ahead = [step]
    while ahead:
        step = ahead.pop()
        # A term is judged once in a situation, and its steps are shared by all that use it.
        if id(step) in walked:
            continue
        walked.add(id(step))
        condition, side = step.condition, ""
        if isinstance(condition, Test) and step.known is not None:
            side = side_of(condition, step.known.value)
        yield id(condition), step.truth, side, rule
        ahead.extend(step.parts)
