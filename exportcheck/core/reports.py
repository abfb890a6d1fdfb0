"""What reporters are given: the lines judged, what could not be judged, and the counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from exportcheck.core.answers import Answered, Answers
from exportcheck.core.problems import Problem
from exportcheck.core.records import Record

if TYPE_CHECKING:
    from exportcheck.core.changes import Changes
    from exportcheck.core.counts import Counts

VERDICTS = ("pass", "fail", "review")
# Which lines fail a run: those that cannot be told, too, or only those that fail.
FAIL_ON = ("review", "fail")


class Summary(Record):
    """How many lines came to what; `unusable` counts the lines and files with a mistake.

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


class Tally:
    """How many lines came to each verdict, and how many of them are waived.

    Beside it, how many have no ship date, or one that the day asked for overrides.
    """

    def __init__(self) -> None:
        self.counts = dict.fromkeys(VERDICTS, 0)
        self.waived = dict.fromkeys(VERDICTS, 0)
        self.undated = self.overridden = 0

    def add(self, lines: Sequence[Answered]) -> None:
        if isinstance(lines, Answers):  # none of them is waived yet
            for verdict, count in lines.verdicts:
                self.counts[verdict] += count
            self.undated += lines.undated
            self.overridden += lines.overridden
            return
        for line in lines:
            self.counts[line.verdict] += 1
            if line.waiver is not None:
                self.waived[line.verdict] += 1
            self.undated += line.dated_today
            self.overridden += line.date_overridden

    def merge(self, later: Tally) -> None:
        """Count the lines that were counted elsewhere."""
        for verdict in VERDICTS:
            self.counts[verdict] += later.counts[verdict]
            self.waived[verdict] += later.waived[verdict]
        self.undated += later.undated
        self.overridden += later.overridden


class Report(Record):
    """All lines of a run, in their order, and what was asked for beside them.

    Where the lines are told one by one and not kept, only their `tally` is here.

    `warnings` are mistakes that leave nothing undecided, such as a waiver that is not needed.
    """

    lines: tuple[Answered, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    fail_on: str = "review"
    counts: Counts | None = None
    changes: Changes | None = None
    counted: Tally | None = None

    @property
    def tally(self) -> Tally:
        if self.counted is not None:
            return self.counted
        tally = Tally()
        tally.add(self.lines)
        return tally

    @property
    def all_pass(self) -> bool:
        """Whether there is nothing to tell: every line passes by itself, and nothing is wrong."""
        summary = self.summary
        told = self.problems or self.warnings or not summary.lines
        return not told and summary.counts["pass"] == summary.lines

    @property
    def summary(self) -> Summary:
        tally = self.tally
        return Summary(
            counts=tally.counts,
            unusable=unusable_in(self.problems),
            waived=tally.waived,
            fail_on=self.fail_on,
        )


def unusable_in(problems: Sequence[Problem]) -> int:
    """How many lines, cases and files problems leave unjudged, each once; none is left out.

    Where no line is told, it is that of the file on which the problem stands.
    """
    lines = {each.line for each in problems if each.line is not None}
    told = {(line.file, line.line) for line in lines}
    stand = {(each.place.file, each.place.line) for each in problems if each.line is None}
    return len(lines) + len(stand - told)
