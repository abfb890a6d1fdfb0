"""What reporters are given: the lines judged, what could not be judged, and the counts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from exportcheck.core.problems import Problem
from exportcheck.core.questions import (
    Question,
    ReadingTaken,
    open_questions,
    policy_questions,
    readings_taken,
)
from exportcheck.core.records import Record
from exportcheck.core.shipment import Judged
from exportcheck.core.waivers import Waiver

if TYPE_CHECKING:
    from exportcheck.core.changes import Changes
    from exportcheck.core.counts import Counts

VERDICTS = ("pass", "fail", "review")
# Which lines fail a run: those that cannot be told, too, or only those that fail.
FAIL_ON = ("review", "fail")


class Answered(Record):
    """A judged shipment, and its waiver, if it has one.

    What a report says beside the determination is worked out when needed.
    """

    judged: Judged
    waiver: Waiver | None = None

    @property
    def verdict(self) -> str:
        return self.judged.determination.verdict

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return open_questions(self.judged.determination)

    @cached_property
    def policy_questions(self) -> tuple[Question, ...]:
        return policy_questions(self.judged.determination)

    @cached_property
    def readings(self) -> tuple[ReadingTaken, ...]:
        return readings_taken(self.judged.determination)


def answered(judged: Judged) -> Answered:
    return Answered(judged=judged)


class Summary(Record):
    """How many lines came to what; `unusable` counts the problems that left a line undecided.

    `waived` counts those of the lines, by verdict, that a waiver covers: they are among `counts`.
    """

    counts: Mapping[str, int]
    unusable: int
    waived: Mapping[str, int] = {}
    fail_on: str = "review"

    @property
    def lines(self) -> int:
        return sum(self.counts.values())

    @property
    def exit_code(self) -> int:
        """2 before 1 before 3 before 0; nothing judged is never a pass."""
        if self.unusable or not self.lines:
            return 2
        if self._unwaived("fail"):
            return 1
        return 3 if self.fail_on == "review" and self._unwaived("review") else 0

    @property
    def let_go(self) -> int:
        """The lines that cannot be told and do not fail the run, since only failures do."""
        return self._unwaived("review") if self.fail_on == "fail" else 0

    def _unwaived(self, verdict: str) -> int:
        return self.counts[verdict] - self.waived.get(verdict, 0)


class Report(Record):
    """All lines of a run, in their order, and what was asked for beside them.

    `warnings` are mistakes that leave nothing undecided, such as a waiver that is not needed.
    """

    lines: tuple[Answered, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    fail_on: str = "review"
    counts: Counts | None = None
    changes: Changes | None = None

    @property
    def all_pass(self) -> bool:
        """Whether there is nothing to tell: every line passes by itself, and nothing is wrong."""
        told = self.problems or self.warnings or not self.lines
        return not told and all(line.verdict == "pass" for line in self.lines)

    @property
    def summary(self) -> Summary:
        counts = dict.fromkeys(VERDICTS, 0)
        waived = dict.fromkeys(VERDICTS, 0)
        for line in self.lines:
            counts[line.verdict] += 1
            waived[line.verdict] += line.waiver is not None
        return Summary(
            counts=counts, unusable=len(self.problems), waived=waived, fail_on=self.fail_on
        )
