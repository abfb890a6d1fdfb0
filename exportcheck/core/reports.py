"""What reporters are given: the lines judged, what could not be judged, and the counts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

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

VERDICTS = ("pass", "fail", "review")


class Answered(Record):
    """A judged shipment; what a report says beside the determination is worked out when needed."""

    judged: Judged

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
    """How many lines came to what; `unusable` counts the problems that left a line undecided."""

    counts: Mapping[str, int]
    unusable: int

    @property
    def lines(self) -> int:
        return sum(self.counts.values())

    @property
    def exit_code(self) -> int:
        """2 before 1 before 3 before 0; nothing judged is never a pass."""
        if self.unusable or not self.lines:
            return 2
        if self.counts["fail"]:
            return 1
        return 3 if self.counts["review"] else 0


class Report(Record):
    """All lines of a run, in their order."""

    lines: tuple[Answered, ...]
    problems: tuple[Problem, ...]

    @property
    def summary(self) -> Summary:
        counts = dict.fromkeys(VERDICTS, 0)
        for line in self.lines:
            counts[line.verdict] += 1
        return Summary(counts=counts, unusable=len(self.problems))
