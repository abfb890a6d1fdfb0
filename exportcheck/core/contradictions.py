"""What no line can state together: each a sentence, and the condition that holds of such a line.

A line of which one holds is not judged. They are declared beside the facts, in the words of rules.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import date
from functools import cached_property

from exportcheck.core.conditions import AllOf, AnyOf, Condition, Not, Test, facts_read
from exportcheck.core.evaluate import Situation, Step, evaluate
from exportcheck.core.facts import Facts
from exportcheck.core.groups import Groups
from exportcheck.core.places import Place
from exportcheck.core.records import Record
from exportcheck.core.truth import FAILS, HOLDS, Truth


class DeclaredContradiction(Record):
    """Facts that cannot all be true of a shipment, whatever its day."""

    says: str
    when: Condition
    place: Place

    @cached_property
    def facts(self) -> frozenset[str]:
        """The facts that it looks at."""
        return facts_read(self.when)

    def judged(self, facts: Facts, groups: Groups) -> Step:
        """Whether it holds of what is known; countries are asked for by their codes only."""
        return evaluate(self.when, Situation(facts, groups, date.max, {}))

    def may_hold(self, around: Facts, groups: Groups, stated: Set[str]) -> bool:
        """Whether a line may contradict itself so that states these facts beside what is known."""
        return HOLDS in _possible(self.judged(around, groups), stated)


def _possible(step: Step, stated: Set[str]) -> frozenset[Truth]:
    """What a step may come to, once these facts are anything."""
    parts = [_possible(part, stated) for part in step.parts]
    match step.condition:
        case Test() as test if test.fact.name in stated:
            return frozenset((HOLDS, FAILS))
        case Not():
            return frozenset(~truth for truth in parts[0])
        case AllOf() | AnyOf():
            settling = FAILS if isinstance(step.condition, AllOf) else HOLDS
            some = any(settling in part for part in parts)
            every = all(~settling in part for part in parts)
            return frozenset((*(settling,) * some, *(~settling,) * every))
        case _:
            return frozenset((step.truth,))
