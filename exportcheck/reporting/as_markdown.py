"""A report as Markdown, fit for the comment of a pull request or the summary of a job."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exportcheck.core.reports import Answered, Report
from exportcheck.core.telling import OUTCOMES, deciding_findings, reason, warnings
from exportcheck.reporting.as_table import tally
from exportcheck.reporting.printing import plain

MOST_ROWS = 200
_SIGNS = {"fail": "❌ fail", "review": "❓ review", "pass": "✅ pass"}
_ACTIVE = re.compile(r"([\\`*_{}\[\]()#+!|<>~@&$:-])")


def markdown_text(report: Report) -> str:
    """The counts, what could not be judged, and the lines, failures first."""
    parts = ["## Export-control check", "", f"**{tally(report.summary)}**", ""]
    if report.problems:
        parts += ["| file | what could not be used |", "|---|---|"]
        parts += [
            f"| {_cell(str(problem.place))} | {_cell(problem.message)} ({problem.code}) |"
            for problem in report.problems[:MOST_ROWS]
        ]
        parts.append("")
    order = {"fail": 0, "review": 1, "pass": 2}
    lines = sorted(report.lines, key=lambda line: order[line.verdict])
    if lines:
        parts += ["| | order | item | to | on | answer | law |", "|---|---|---|---|---|---|---|"]
        parts += [_row(line) for line in lines[:MOST_ROWS]]
        parts.append("")
    left = len(lines) - MOST_ROWS
    if left > 0:
        parts += [f"… and {left} more lines.", ""]
    parts += [f"> {_escape(warning)}" for warning in _warnings(report.lines)]
    parts += ["", "This is not legal advice."]
    return "\n".join(parts) + "\n"


def _row(line: Answered) -> str:
    found, shipment = line.judged.determination, line.judged.shipment
    cites = dict.fromkeys(cite for each in deciding_findings(found) for cite in each.cites)
    asks = "".join(f"<br>? {_cell(question.fact.ask)}" for question in line.questions[:3])
    return " | ".join(
        (
            f"| {_SIGNS[found.verdict]}",
            _cell(shipment.id),
            _cell(shipment.item or "described by its figures"),
            _cell(found.facts["destination"].written or "?"),
            found.as_of.isoformat(),
            f"**{OUTCOMES[found.outcome]}**: {_cell(reason(found))}{asks}",
            f"{_cell('; '.join(list(cites)[:3]))} |",
        )
    )


def _warnings(lines: Iterable[Answered]) -> list[str]:
    found = (warning for line in lines for warning in warnings(line.judged.determination))
    return list(dict.fromkeys(found))


def _cell(text: str) -> str:
    return _escape(text).replace("\n", " ")


def _escape(text: str) -> str:
    """Text in which nothing is marked up, linked, mentioned or run."""
    return _ACTIVE.sub(r"\\\1", plain(text)).replace("\\<", "&lt;").replace("\\>", "&gt;")
