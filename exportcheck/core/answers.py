"""Lines with their answers in short: by itself, and many that follow each other in a block.

What lines that ask the same have in common is one answer; the whole determination of a line is made
when it is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Protocol, overload

from exportcheck.core.catalogue import NUMERIC_KINDS, Fact
from exportcheck.core.findings import Decided, Outcome
from exportcheck.core.judgments import Determination
from exportcheck.core.places import Place
from exportcheck.core.questions import (
    Answer,
    Asks,
    Question,
    asked_by,
    open_questions,
    policy_questions,
)
from exportcheck.core.readings import ReadingTaken, readings_taken
from exportcheck.core.records import Record
from exportcheck.core.sameness import Sameness
from exportcheck.core.shipment import Judged
from exportcheck.core.telling import Reason, deciding_findings, reason_of

if TYPE_CHECKING:
    from exportcheck.core.waivers import Waiver


class Written(Protocol):
    """A line as it was written: its place, and its facts as text."""

    @property
    def place(self) -> Place: ...

    @property
    def written(self) -> tuple[tuple[str, str], ...]: ...

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def texts(self) -> Sequence[str]: ...


class Brief(Record):
    """An answer in short, as all lines that ask the same have it, and the rules it rests on.

    It may tell of `doubts` about what its line states, such as a name; then it is the answer of
    none but lines with the same. Whatever the outcome is, some prohibition may apply, of which it
    is not known yet. An answer is equal to none but itself, since many are told apart by which they
    are.
    """

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    outcome: Outcome
    reason: Reason
    rules: tuple[Decided, ...]
    questions: tuple[Question, ...]
    doubts: tuple[str, ...]
    may_be_prohibited: bool
    work_out: Callable[[], Determination]
    # What each answer to a question leads to, once it was found for one of the lines.
    heard: dict[str, tuple[Answer, ...]]

    @cached_property
    def determination(self) -> Determination:
        """The whole determination of a line that has the answer."""
        return self.work_out()

    @cached_property
    def verdict(self) -> str:
        return self.outcome.verdict

    def doubting(self, doubts: tuple[str, ...]) -> Brief:
        """The same answer to a line of which the same is doubted in other words."""
        words = dict(zip(self.doubts, doubts, strict=True))
        begin = self.reason.begin
        told = next((own for own in words if begin.startswith(own)), "")
        return self.but(
            reason=self.reason.but(begin=f"{words[told]}{begin[len(told) :]}")
            if told
            else self.reason,
            questions=tuple(
                each.but(note=words[each.note]) if each.note in words else each
                for each in self.questions
            ),
            doubts=doubts,
            work_out=lambda: self.determination,
            heard={},
        )


def brief_of(
    found: Determination,
    whole: Callable[[], Determination] | None = None,
    asks: Asks = asked_by,
    *,
    ask_outcomes: bool = False,
) -> Brief:
    """The answer to one line in short.

    It may be found by that of a determination which tells the rules that matter; then the `whole`
    is worked out when it is looked at.
    """
    return Brief(
        outcome=found.outcome,
        reason=reason_of(found),
        rules=tuple(
            Decided(rule=each.rule, version=each.version, truth=each.truth)
            for each in deciding_findings(found)
        ),
        questions=open_questions(found, asks=asks, ask_outcomes=ask_outcomes),
        doubts=found.facts.doubts,
        may_be_prohibited=found.may_be_prohibited,
        work_out=whole or (lambda: found),
        heard={},
    )


class Answered:
    """A line with its answer in short, and its waiver, if it has one.

    The whole determination of the line is made when it is looked at.
    """

    __slots__ = (
        "_judge",
        "_judged",
        "_questions",
        "_readings",
        "_same",
        "as_of",
        "brief",
        "date_overridden",
        "dated_today",
        "destination",
        "id",
        "item",
        "row",
        "waiver",
    )

    def __init__(
        self,
        row: Written,
        id: str,
        brief: Brief,
        as_of: date,
        item: str,
        destination: str,
        judge: Callable[[], Judged] | None,
        *,
        judged: Judged | None = None,
        same: Callable[[], Sameness | None] | None = None,
        dated_today: bool = False,
        date_overridden: bool = False,
    ) -> None:
        self.row, self.id, self.brief, self.as_of = row, id, brief, as_of
        self.item, self.destination = item, destination
        self.dated_today, self.date_overridden = dated_today, date_overridden
        self.waiver: Waiver | None = None
        self._judge, self._judged, self._same = judge, judged, same
        self._questions: tuple[Question, ...] | None = None
        self._readings: tuple[ReadingTaken, ...] | None = None

    @classmethod
    def of(cls, judged: Judged) -> Answered:
        """A line that was judged by itself."""
        shipment = judged.shipment
        destination = judged.determination.facts["destination"].written
        return cls(
            shipment,
            shipment.id,
            brief_of(judged.determination, ask_outcomes=True),
            shipment.as_of,
            shipment.item,
            destination,
            None,
            judged=judged,
            dated_today=shipment.dated_today,
            date_overridden=shipment.date_overridden,
        )

    @property
    def judged(self) -> Judged:
        """The line with its own determination, in full."""
        if self._judged is None:
            assert self._judge is not None
            self._judged = self._judge()
        return self._judged

    @property
    def place(self) -> Place:
        return self.row.place

    @property
    def verdict(self) -> str:
        return self.brief.outcome.verdict

    @property
    def outcome(self) -> Outcome:
        return self.brief.outcome

    @property
    def reason(self) -> str:
        return self.brief.reason.on(self.as_of)

    @property
    def rules(self) -> tuple[Decided, ...]:
        return self.brief.rules

    @property
    def asked(self) -> tuple[Question, ...]:
        """The open questions; what each answer leads to is told by `questions`."""
        return self.brief.questions

    @property
    def questions(self) -> tuple[Question, ...]:
        """The open questions of the line, with what each answer leads to."""
        if self._judge is None:
            return self.brief.questions
        if self._questions is None:
            self._questions = tuple(
                each.but(work_out=partial(self._heard, each))
                for each in open_questions(self._found)
            )
        return self._questions

    @property
    def sameness(self) -> Sameness | None:
        """By what the line asks the same as others, if that is known."""
        return self._same and self._same()

    def _heard(self, question: Question) -> tuple[Answer, ...]:
        """What each answer leads to; it is found once, where it is the same for all such lines."""
        if not self._answers_like_others(question.fact):
            return question.answers
        name, heard = question.fact.name, self.brief.heard
        if name not in heard:
            heard[name] = question.answers
        return heard[name]

    def _answers_like_others(self, fact: Fact) -> bool:
        """Whether each answer to a question leads to the same for all lines that ask the same.

        It does unless it has a say in what the line states and might contradict it, or in a number
        that is worked out from others that are the line's own.
        """
        stated, catalogue = self._found.facts.stated, self._found.facts.catalogue
        return not any(
            name in stated or (catalogue[name].formula and catalogue[name].kind in NUMERIC_KINDS)
            for name in catalogue.followers_of((fact.name,))
        )

    @property
    def policy_questions(self) -> tuple[Question, ...]:
        return policy_questions(self._found)

    @property
    def readings(self) -> tuple[ReadingTaken, ...]:
        if self._readings is None:
            self._readings = readings_taken(self._found)
        return self._readings

    @property
    def _found(self) -> Determination:
        return self.judged.determination

    def waived(self, waiver: Waiver) -> Answered:
        """The same line with a waiver."""
        line = copy(self)
        line.waiver = waiver
        return line


class Block(Protocol):
    """Lines with the same columns as they were written, each with its id."""

    names: tuple[str, ...]
    ids: Sequence[str]

    def __len__(self) -> int: ...

    @property
    def columns(self) -> Sequence[Sequence[Any]]: ...

    @property
    def file(self) -> str: ...

    @property
    def lines(self) -> Sequence[int]: ...

    @property
    def as_csv(self) -> Sequence[str] | None: ...

    def row(self, index: int) -> Written: ...


class Answers(Sequence[Answered]):
    """Lines of a block that follow each other, from `start` on, with an answer in short for each.

    A line with its answer is made where it is looked at by itself, by `line`. So many are `undated`
    or have a ship date that is `overridden`.
    """

    def __init__(
        self,
        block: Block,
        start: int,
        briefs: Sequence[Brief],
        days: Sequence[date],
        line: Callable[[int], Answered],
        *,
        undated: int = 0,
        overridden: int = 0,
    ) -> None:
        self.block, self.start, self.briefs, self.days = block, start, briefs, days
        self._line = line
        self.undated, self.overridden = undated, overridden

    def __len__(self) -> int:
        return len(self.briefs)

    @overload
    def __getitem__(self, index: int) -> Answered: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Answered]: ...
    def __getitem__(self, index: int | slice) -> Answered | Sequence[Answered]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self._line(self.start + index % len(self))

    @property
    def verdicts(self) -> Iterator[tuple[str, int]]:
        """Each answer's verdict, and how many lines have it."""
        for brief, count in Counter(self.briefs).items():
            yield brief.verdict, count


def answered(judged: Judged) -> Answered:
    return Answered.of(judged)
