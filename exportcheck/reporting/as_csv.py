"""A report as CSV: the columns of the orders as they were written, and the answer beside them.

What could not be judged has a row, too, after the lines: its verdict is `unusable`.
What a spreadsheet would take for a formula, or a workflow for a command, is written with a `'`
before it, which spreadsheets show as text.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from exportcheck.core.answers import Answered, Brief
from exportcheck.core.answers import Answers as Block
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.reporting.printing import plain
from exportcheck.reporting.spooled import Spool

K = TypeVar("K")
V = TypeVar("V")
ANSWER = ("verdict", "outcome", "reason", "rules", "cites", "as_of", "open_questions")
# Beside the answer: whether it is waived, and where the line or the mistake stands.
BESIDE = ("waiver", "file", "line", "column")
UNUSABLE = "unusable"
# Answers of which the text is kept.
MOST_KEPT = 10_000
# Cells in which nothing has to be quoted or made harmless.
_CELL = r"(?:[A-Za-z0-9(][A-Za-z0-9 ._:/;()-]*)?"
_PLAIN = re.compile(rf"{_CELL}(?:\x1f{_CELL})*")
# What spreadsheets begin a formula with (also after blanks, and in full width), and workflows a
# command.
_OBEYED = (*"=+-@\t\r＝＋－＠", "::")


def heading(columns: Iterable[str]) -> str:
    """The columns of the orders, and those of the answers beside them."""
    columns = tuple(columns)
    added = (name if name not in columns else f"exportcheck.{name}" for name in ANSWER + BESIDE)
    return _row((*columns, *added))


def mistake(problem: Problem, columns: Sequence[str]) -> str:
    """The row of what could not be judged."""
    return _row(("",) * len(columns) + _mistake(problem))


class Kept(dict[K, V]):
    """What is made of each thing that is looked up, made when it is looked up first."""

    def __init__(self, make: Callable[[K], V]) -> None:
        self._make = make

    def __missing__(self, key: K) -> V:
        made = self[key] = self._make(key)
        return made


class _Cells(NamedTuple):
    """The cells of an answer: those that `begin` before the day of the line, and what is `after`.

    Where the answer tells of a day so much before that of the line, it stands before the `rest`.
    """

    begin: str
    notice: int | None
    rest: str
    after: str

    def before(self, day: date) -> str:
        """The cells before the day of a line."""
        if self.notice is None:
            return self.begin
        return f"{self.begin}{_first_due((day, self.notice))}{self.rest}"


class Answers:
    """The cells beside those of a line; what lines of one answer share is written once."""

    def __init__(self) -> None:
        # The last file named, and its cell.
        self._file = ("", "")
        self._around = Kept(self._answer)
        self._shown = Kept(date.isoformat)
        self._first_due = Kept(_first_due)
        # An answer that one line alone has goes with that line.
        self._answers: WeakKeyDictionary[Brief, _Cells] = WeakKeyDictionary()

    def together(self, lines: Sequence[Answered]) -> list[tuple[tuple[str, ...], str]]:
        """The rows of lines with the same columns: these columns, and the text."""
        if isinstance(lines, Block):
            written = lines.block.as_csv
            if written is not None:
                return [(lines.block.names, self._as_written(lines, written))]
        return [
            (line.row.names, f"{_row(line.row.texts)[:-1]},{self.beside(line)}") for line in lines
        ]

    def beside(self, line: Answered) -> str:
        """What follows the cells of a line."""
        cells = self._answer(line.brief)
        before, after = cells.before(line.as_of), cells.after
        waiver = _row((line.waiver.words,))[:-1] if line.waiver else ""
        place = line.row.place
        stands = f"{self._named(place.file)},{place.line or ''},{place.column or ''}"
        return f"{before},{line.as_of},{after},{waiver},{stands}\n"

    def _as_written(self, lines: Block, written: Sequence[str]) -> str:
        """The rows of lines that stand in their file as they will here."""
        block, days = lines.block, lines.days
        named = self._named(block.file)
        own = slice(lines.start, lines.start + len(lines))
        if len(self._around) + len(self._shown) + len(self._first_due) > MOST_KEPT:
            self._around.clear()
            self._shown.clear()
            self._first_due.clear()
        rows = zip(
            written[own],
            map(self._around.__getitem__, lines.briefs),
            days,
            map(self._shown.__getitem__, days),
            block.lines[own],
            strict=True,
        )
        due = self._first_due
        end = f",,{named},"
        return "".join(
            [
                f"{text},{begin},{shown},{after}{end}{number},1\n"
                if notice is None
                else f"{text},{begin}{due[day, notice]}{rest},{shown},{after}{end}{number},1\n"
                for text, (begin, notice, rest, after), day, shown, number in rows
            ]
        )

    def _named(self, file: str) -> str:
        """The cell for a file."""
        if file != self._file[0]:
            self._file = file, _row((file,))[:-1]
        return self._file[1]

    def _answer(self, brief: Brief) -> _Cells:
        """The cells of an answer, whatever day it is of."""
        found = self._answers.get(brief)
        if found is None:
            found = self._answers[brief] = _cells_of(brief)
        return found


class Mixed:
    """Lines that have columns of their own: they wait until the columns of all are known."""

    def __init__(self) -> None:
        self._columns: dict[str, None] = {}
        self._shapes: dict[tuple[str, ...], int] = {}
        self._waiting = Spool()

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self._columns)

    def line(self, line: Answered, answers: Answers) -> tuple[tuple[str, ...], str]:
        """The columns of a line, and its cells with what follows them."""
        return line.row.names, json.dumps([list(line.row.texts), answers.beside(line)])

    def put(self, columns: tuple[str, ...], text: str) -> None:
        self._columns.update(dict.fromkeys(columns))
        shape = self._shapes.setdefault(columns, len(self._shapes))
        self._waiting.put(f"{shape} {text}\n")

    def rows(self) -> Iterator[str]:
        """The rows in the columns of all; a column that a line does not have is empty."""
        shapes = list(self._shapes)
        for part in self._waiting.all():
            for entry in part.splitlines():
                shape, _, text = entry.partition(" ")
                texts, beside = json.loads(text)
                given = dict(zip(shapes[int(shape)], texts, strict=True))
                own = [given.get(name, "") for name in self._columns]
                yield f"{_row(own)[:-1]},{beside}"


def _row(cells: Sequence[str]) -> str:
    """Cells as a row of CSV, nothing in it a formula."""
    joined = "\x1f".join(cells)
    if _PLAIN.fullmatch(joined):
        return joined.replace("\x1f", ",") + "\n"
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([safe(cell) for cell in cells])
    # An empty cell alone is written as two quotes, so that the row is not taken for none.
    return "\n" if out.getvalue() == '""\n' else out.getvalue()


def _cells_of(brief: Brief) -> _Cells:
    rules, reason = brief.rules, brief.reason
    answer = (brief.verdict, brief.outcome.value)
    rest_on = (
        "; ".join(finding.name for finding in rules),
        "; ".join(dict.fromkeys(cite for finding in rules for cite in finding.cites)),
    )
    after = _row(("; ".join(question.fact.name for question in brief.questions),))[:-1]
    if reason.notice is None:
        return _Cells(_row((*answer, reason.before, *rest_on))[:-1], None, "", after)
    # What stands before the day has a comma in it, so that the cell is quoted.
    begin = f'{_row(answer)[:-1]},"{_quoted(safe(reason.before))}'
    return _Cells(
        begin, reason.notice, f'{_quoted(plain(reason.end))}",{_row(rest_on)[:-1]}', after
    )


def _quoted(text: str) -> str:
    """A text as it stands within quotes."""
    return text.replace('"', '""')


def _first_due(told: tuple[date, int]) -> str:
    """The day so many days before another."""
    day, notice = told
    return (day - timedelta(notice)).isoformat()


def _mistake(problem: Problem) -> tuple[str, ...]:
    told = "; ".join(part for part in (problem.message, problem.help) if part)
    return (UNUSABLE, problem.code, told, "", "", "", "", "", *_place(problem.place))


def _place(place: Place) -> tuple[str, str, str]:
    return place.file, str(place.line or ""), str(place.column or "")


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula and no terminal or workflow obeys."""
    shown = plain(cell)
    return f"'{shown}" if shown.lstrip().startswith(_OBEYED) else shown
