"""A report as Markdown, fit for the comment of a pull request or the summary of a job."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exportcheck.core.answers import Answered
from exportcheck.core.caveats import warnings
from exportcheck.core.changes import Changes
from exportcheck.core.counts import SUBJECTS, Counts
from exportcheck.core.problems import counted
from exportcheck.core.reports import Report
from exportcheck.core.telling import OUTCOMES
from exportcheck.reporting.as_counts import by_outcome, verdict_words
from exportcheck.reporting.as_table import tally
from exportcheck.reporting.printing import plain

# A comment on GitHub takes 65,536 characters: what each part of the page may have of them.
OF_LINES, OF_PROBLEMS, OF_CHANGES, OF_COUNTS, OF_WARNINGS = 36_000, 8_000, 8_000, 8_000, 4_000
# No longer cell is shown whole.
MOST_OF_A_CELL = 1_000
_SIGNS = {"fail": "❌ fail", "review": "❓ review", "pass": "✅ pass"}
# What is said of the lines of a verdict that have no room, of one and of several.
_NOT_SHOWN = {
    "fail": ("that fails", "that fail"),
    "review": ("that cannot be told", "that cannot be told"),
    "pass": ("that passes", "that pass"),
}
MOST_WARNINGS = 100
_ACTIVE = re.compile(r"([\\`*_{}\[\]()#+!|<>~@&$:-])")


class Rows:
    """The first rows for which there is room, and how many others there were."""

    def __init__(self, room: int, rows: Iterable[str] = ()) -> None:
        self.shown: list[str] = []
        self.left = 0
        self._room = room
        for row in rows:
            self.add(row)

    def add(self, row: str) -> None:
        # Once one has no room none after it is shown, so that the shown ones are the first.
        self._room -= len(row) + 1
        if self._room >= 0:
            self.shown.append(row)
        else:
            self.left += 1


class Lines:
    """The lines of a report that a page has room for, failures first, and what warns of them."""

    def __init__(self) -> None:
        self._rows = {verdict: Rows(OF_LINES) for verdict in _NOT_SHOWN}
        self._warnings: dict[str, None] = {}

    def add(self, verdict: str, row: str, warned: tuple[str, ...]) -> None:
        """Take what `line_of` gives of a line."""
        self._rows[verdict].add(row)
        if len(self._warnings) < MOST_WARNINGS:
            self._warnings.update(dict.fromkeys(warned))

    def page(self, report: Report) -> str:
        """The counts, what could not be judged, and the lines."""
        told = _problems(report) + self._table()
        if report.changes is not None:
            told += _changes(report.changes)
        if report.counts is not None:
            told += _counts(report.counts)
        notes = [
            *(
                f"> {_cell(str(warning.place))}: {_cell(warning.message)} ({warning.code})"
                for warning in report.warnings
            ),
            *(f"> {_cell(warning)}" for warning in self._warnings),
        ]
        warned = Rows(OF_WARNINGS, notes)
        told += warned.shown
        if warned.left:
            told.append(f"> Not shown: {warned.left} more warnings")
        heading = ["## Export-control check", "", f"**{tally(report.summary)}**", ""]
        return "\n".join([*heading, *told]) + "\n"

    def _table(self) -> list[str]:
        if not any(rows.shown for rows in self._rows.values()):
            return []
        table, left = Rows(OF_LINES), []
        for verdict, rows in self._rows.items():
            before = len(table.shown)
            for row in rows.shown:
                table.add(row)
            number = len(rows.shown) + rows.left - (len(table.shown) - before)
            if rows.left and not table.left:
                table.left = 1  # what is left out of a verdict comes before the next one
            if number:
                left.append((number, *_NOT_SHOWN[verdict]))
        head = ["| | order | item | to | on | answer | law |", "|---|---|---|---|---|---|---|"]
        return [*head, *table.shown, "", *_left_out(left)]


def line_of(line: Answered) -> tuple[str, str, tuple[str, ...]]:
    """The verdict of a line, its row, and what warns of it."""
    # The answer is that of every line that asks the same, but for the day.
    found = line.brief.determination.but(as_of=line.as_of)
    return line.verdict, _row(line), warnings(found)


def _left_out(left: list[tuple[int, str, str]]) -> list[str]:
    if not left:
        return []
    told = [f"{number} {one if number == 1 else more}" for number, one, more in left]
    told[0] = told[0].replace(" ", " line " if left[0][0] == 1 else " lines ", 1)
    return [f"Not shown: {', '.join(told)}. The other formats have them all.", ""]


def _problems(report: Report) -> list[str]:
    if not report.problems:
        return []
    rows = Rows(
        OF_PROBLEMS,
        (
            f"| {_cell(str(problem.place))} | {_cell(problem.message)} ({problem.code}) |"
            for problem in report.problems
        ),
    )
    told = ["| file | what could not be used |", "|---|---|", *rows.shown, ""]
    if rows.left:
        told += [f"Not shown: {counted(rows.left, 'more mistake')}.", ""]
    return told


def _changes(changes: Changes) -> list[str]:
    rows = Rows(
        OF_CHANGES,
        (
            f"- {_cell(change.id)} ({_cell(change.file)}): {_cell(change.words)}"
            for change in changes.all
        ),
    )
    told = rows.shown or ["Nothing changed."]
    if rows.left:
        told = [*rows.shown, f"- … and {rows.left} more"]
    return [f"### Changed since {_cell(changes.since)}", "", *told, ""]


def _row(line: Answered) -> str:
    cites = dict.fromkeys(cite for each in line.rules for cite in each.cites)
    asks = "".join(f"<br>? {_cell(question.fact.ask)}" for question in line.asked[:3])
    waived = f"<br>{_cell(line.waiver.words)}" if line.waiver else ""
    return " | ".join(
        (
            f"| {_SIGNS[line.verdict]}{', waived' if line.waiver else ''}",
            _cell(line.id),
            _cell(line.item or "described by its figures"),
            _cell(line.destination or "?"),
            line.as_of.isoformat(),
            f"**{OUTCOMES[line.outcome]}**: {_cell(line.reason)}{asks}{waived}",
            f"{_cell('; '.join(list(cites)[:3]))} |",
        )
    )


def _counts(counts: Counts) -> list[str]:
    rows = [("outcome", words, str(number)) for words, number in by_outcome(counts)]
    for subject in SUBJECTS:
        rows += [(subject, name, verdict_words(each)) for name, each in counts.by(subject)]
    told = Rows(
        OF_COUNTS,
        (" | ".join((f"| {subject}", _cell(name), f"{n} |")) for subject, name, n in rows),
    )
    left = [f"Not shown: {told.left} more rows.", ""] if told.left else []
    return ["### Counts", "", "| by | | lines |", "|---|---|---|", *told.shown, "", *left]


def _cell(text: str) -> str:
    cut = text if len(text) <= MOST_OF_A_CELL else f"{text[:MOST_OF_A_CELL]} …"
    return escape(cut).replace("\n", " ")


def escape(text: str) -> str:
    """Text in which nothing is marked up, linked, mentioned or run."""
    return _ACTIVE.sub(r"\\\1", plain(text)).replace("\\<", "&lt;").replace("\\>", "&gt;")
