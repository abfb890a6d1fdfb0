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
from exportcheck.core.goals import Goal, side_of
from exportcheck.core.truth import Truth

# How many cases are kept beside a part, to start from when one is written for it.
MOST_NEAR = 8


@dataclass(slots=True)
class _Open:
    """What is still to be seen of a part, and some cases in which it was judged."""

    wants: set[Truth | str] = field(default_factory=set)
    naming: list[Case] = field(default_factory=list)
    others: list[Case] = field(default_factory=list)


class Coverage:
    """Some goals, and what the cases seen so far have left of them."""

    def __init__(self, goals: Iterable[Goal]) -> None:
        self.goals = tuple(goals)
        self._open: dict[int, _Open] = {}
        self._naming: dict[str, list[Case]] = {}
        for goal in self.goals:
            if goal.day is None:
                self._open.setdefault(id(goal.key), _Open()).wants.add(goal.want)

    @property
    def missing(self) -> tuple[Goal, ...]:
        """The goals that no case has met, in the order of the rules."""
        return tuple(goal for goal in self.goals if self._is_open(goal))

    def _is_open(self, goal: Goal) -> bool:
        if goal.day is None:
            return id(goal.key) in self._open and goal.want in self._open[id(goal.key)].wants
        cases = self._naming.get(goal.owner.name, ())
        return all(case.shipment.as_of != goal.day for case in cases)

    def near(self, goal: Goal) -> tuple[Case, ...]:
        """Cases to start from when one is written for a goal, the likeliest first."""
        naming = self._naming.get(goal.owner.name, [])
        seen = self._open.get(id(goal.key)) or _Open()
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
        for judgment in found.judgments:
            for finding in judgment.findings:
                self._note(id(finding.version), finding.truth, "", case, finding.name in named)
        for step, rule in _judged(found):
            condition = step.condition
            if id(condition) not in self._open:
                continue
            side = ""
            if isinstance(condition, Test) and step.known is not None:
                side = side_of(condition, step.known.value)
            self._note(id(condition), step.truth, side, case, rule in named)

    def _note(self, key: int, truth: Truth, side: str, case: Case, is_named: bool) -> None:
        still = self._open.get(key)
        if still is None:
            return
        still.wants -= {truth, side}
        if not still.wants:
            del self._open[key]
            return
        near = still.naming if is_named else still.others
        if len(near) < MOST_NEAR and not (near and near[-1] is case):
            near.append(case)


def shown_by(case: Case, found: Determination, goals: Iterable[Goal]) -> tuple[Goal, ...]:
    """Those of some goals that one case meets."""
    alone = Coverage(goals)
    alone.see(case, found)
    missing = set(alone.missing)
    return tuple(goal for goal in alone.goals if goal not in missing)


def _judged(found: Determination) -> Iterator[tuple[Step, str]]:
    """Every step of a determination once, with the rule for which it was judged."""
    ahead: list[tuple[Step, str]] = []
    for judgment in found.judgments:
        ahead.append((judgment.applies, ""))
        ahead += ((finding.step, finding.name) for finding in judgment.findings)
        for requirement in judgment.requirements:
            ahead += ((policy.step, requirement.name) for policy in requirement.policies)
    walked: set[int] = set()
    while ahead:
        step, rule = ahead.pop()
        # A term is judged once in a situation, and its steps are shared by all that use it.
        if id(step) not in walked:
            walked.add(id(step))
            yield step, rule
            ahead += ((part, rule) for part in step.parts)
