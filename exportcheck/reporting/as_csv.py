"""A report as CSV: the columns of the orders as they were written, and the answer beside them.

What could not be judged has a row, too, after the lines: its verdict is `unusable`.
What a spreadsheet would take for a formula is written with a `'` before it, which spreadsheets show
as text.
"""

from __future__ import annotations

import csv
import io

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.reports import Answered, Report
from exportcheck.core.telling import deciding_findings, reason
from exportcheck.reporting.printing import plain

ANSWER = ("verdict", "outcome", "reason", "rules", "cites", "as_of", "open_questions")
# Beside the answer: whether it is waived, and where the line or the mistake stands.
BESIDE = ("waiver", "file", "line", "column")
UNUSABLE = "unusable"
# What spreadsheets begin a formula with (also after blanks, and in full width).
_FORMULA = tuple("=+-@\t\r＝＋－＠")


def csv_text(report: Report) -> str:
    """One row a line judged, then one a mistake; a column that a line does not have is empty."""
    columns = list(
        dict.fromkeys(n for line in report.lines for n, _ in line.judged.shipment.written)
    )
    added = [name if name not in columns else f"exportcheck.{name}" for name in ANSWER + BESIDE]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([safe(cell) for cell in (*columns, *added)])
    for line in report.lines:
        given = dict(line.judged.shipment.written)
        row = (*(given.get(name, "") for name in columns), *_answer(line))
        writer.writerow([safe(cell) for cell in row])
    for problem in report.problems:
        writer.writerow([safe(cell) for cell in ("",) * len(columns) + _mistake(problem)])
    return out.getvalue()


def _answer(line: Answered) -> tuple[str, ...]:
    found = line.judged.determination
    rules = deciding_findings(found)
    return (
        found.verdict,
        found.outcome.value,
        reason(found),
        "; ".join(finding.name for finding in rules),
        "; ".join(dict.fromkeys(cite for finding in rules for cite in finding.cites)),
        found.as_of.isoformat(),
        "; ".join(question.fact.name for question in line.questions),
        line.waiver.words if line.waiver else "",
        *_place(line.judged.shipment.place),
    )


def _mistake(problem: Problem) -> tuple[str, ...]:
    told = "; ".join(part for part in (problem.message, problem.help) if part)
    return (UNUSABLE, problem.code, told, "", "", "", "", "", *_place(problem.place))


def _place(place: Place) -> tuple[str, str, str]:
    return place.file, str(place.line or ""), str(place.column or "")


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula and no terminal obeys."""
    shown = plain(cell)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown
