"""What the cases have shown of the rules: goals, met one after another by cases that pass.

Unknown counts for nothing, and neither does a case that fails: what it shows nobody has checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from exportcheck.core.cases import Case
from exportcheck.core.conditions import Condition, Test, parts_of
from exportcheck.core.evaluate import Step
from exportcheck.core.facts import Contradiction
from exportcheck.core.goals import Goal, side_of
from exportcheck.core.judgments import Determination
from exportcheck.core.truth import HOLDS, Truth

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
        # Each condition with the number of parts that were open when it was found not to be done.
        self._done: dict[int, tuple[Condition, int]] = {}
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
        ahead = list(_wholes(found))
        walked: set[int] = set()
        while ahead:
            step, rule = ahead.pop()
            condition = step.condition
            # A term is judged once in a situation, and its steps are shared by all that use it.
            if id(step) in walked or self._is_done(condition):
                continue
            walked.add(id(step))
            try:
                if id(condition) in self._open:
                    side = ""
                    if isinstance(condition, Test) and step.known is not None:
                        side = side_of(condition, step.known.value)
                    self._note(id(condition), step.truth, side, case, rule in named)
                ahead += ((part, rule) for part in step.parts)
            except Contradiction:
                # The answer did not look at facts that cannot all be true; they show nothing.
                continue

    def _is_done(self, condition: Condition) -> bool:
        """Whether nothing is left to be seen of a condition and all that is under it."""
        known = self._done.get(id(condition))
        if known is not None and known[1] in (0, len(self._open)):
            return known[1] == 0
        # What is done stays so; what is not is looked at again once another part was seen.
        is_done = id(condition) not in self._open and all(map(self._is_done, parts_of(condition)))
        self._done[id(condition)] = (condition, 0 if is_done else len(self._open))
        return is_done

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


def _wholes(found: Determination) -> Iterator[tuple[Step, str]]:
    """Every condition of a determination that stands by itself, with the rule that states it."""
    for judgment in found.judgments:
        yield judgment.applies, ""
        for finding in judgment.findings:
            yield finding.step, finding.name
        for requirement in judgment.requirements:
            # The first review policy that holds applies, and those behind it are not looked at.
            for policy in requirement.policies:
                yield policy.step, requirement.name
                if policy.truth is HOLDS:
                    break
