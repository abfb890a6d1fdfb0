"""A report as CSV: the columns of the orders as they were written, and the answer beside them.

What a spreadsheet would take for a formula is written with a `'` before it, which spreadsheets show
as text.
"""

from __future__ import annotations

import csv
import io

from exportcheck.core.reports import Report
from exportcheck.core.telling import deciding_findings, reason
from exportcheck.reporting.printing import plain

ANSWER = ("verdict", "outcome", "reason", "rules", "cites", "as_of", "open_questions")
# What spreadsheets begin a formula with (also after blanks, and in full width).
_FORMULA = tuple("=+-@\t\r＝＋－＠")


def csv_text(report: Report) -> str:
    """One row a line judged; a column that a line does not have is empty there."""
    columns = list(
        dict.fromkeys(n for line in report.lines for n, _ in line.judged.shipment.written)
    )
    added = [name if name not in columns else f"exportcheck.{name}" for name in ANSWER]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([safe(cell) for cell in (*columns, *added)])
    for line in report.lines:
        found, shipment = line.judged.determination, line.judged.shipment
        given = dict(shipment.written)
        rules = deciding_findings(found)
        answer = (
            found.verdict,
            found.outcome.value,
            reason(found),
            "; ".join(finding.name for finding in rules),
            "; ".join(dict.fromkeys(cite for finding in rules for cite in finding.cites)),
            found.as_of.isoformat(),
            "; ".join(question.fact.name for question in line.questions),
        )
        writer.writerow([safe(cell) for cell in (*(given.get(n, "") for n in columns), *answer)])
    return out.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula and no terminal obeys."""
    shown = plain(cell)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown
