"""Lines that ask the same: what is told of one of them is told of all, but for what is their own.

Their own are the id and the place of a line, and the day, figures and names of which every test
comes out alike.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING

from exportcheck.core.caveats import places_not_told, warnings
from exportcheck.core.conditions import Test
from exportcheck.core.records import Record

if TYPE_CHECKING:
    from exportcheck.core.answers import Answered

SHIP_DATE = "ship_date"


class Sameness(Record):
    """By what a line is known to ask the same as others.

    Lines with the same `key` may differ in what is their `own`: the facts that follow from each
    such thing, and what the line has for it.
    """

    key: Hashable
    own: tuple[tuple[frozenset[str], Hashable], ...]

    def own_told(self, facts: frozenset[str]) -> tuple[int, ...]:
        """Which of what is a line's own is told where some facts are."""
        return tuple(n for n, (follow, _) in enumerate(self.own) if not follow.isdisjoint(facts))


def facts_told(line: Answered, *, why: bool = False) -> frozenset[str]:
    """The facts of which more than a truth is told of a line, or on which that depends."""
    return frozenset(_told(line, why=why))


def _told(line: Answered, *, why: bool) -> Iterator[str]:
    found = line.judged.determination
    yield from (fact.name for fact, _ in found.assumed)
    # An answer to a question has a say in what follows from it.
    asked = (each.fact.name for each in (*line.questions, *line.policy_questions))
    yield from found.facts.catalogue.followers_of(asked)
    if (
        any(duty.due for duty in (*found.duties, *found.duties_in_question))
        or any(judgment.limits for judgment in found.judgments)
        or places_not_told(found)
        or warnings(found)
    ):
        yield SHIP_DATE
    for judgment in found.judgments:
        for finding in judgment.findings if why else judgment.findings_told:
            if why:
                yield from finding.version.facts_read
                continue
            tests = (step.condition for step in finding.step.deciding)
            yield from (test.fact.name for test in tests if isinstance(test, Test))
