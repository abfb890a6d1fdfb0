"""A report as Markdown, fit for the comment of a pull request or the summary of a job."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exportcheck.core.counts import SUBJECTS, Counts
from exportcheck.core.reports import Answered, Report
from exportcheck.core.telling import OUTCOMES, warnings
from exportcheck.reporting.as_counts import by_outcome, verdict_words
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
    if report.changes is not None:
        parts += [f"### Changed since {_cell(report.changes.since)}", ""]
        parts += [
            f"- {_cell(change.id)} ({_cell(change.file)}): {_cell(change.words)}"
            for change in report.changes.all[:MOST_ROWS]
        ] or ["Nothing changed."]
        if len(report.changes.all) > MOST_ROWS:
            parts += [f"- … and {len(report.changes.all) - MOST_ROWS} more"]
        parts.append("")
    if report.counts is not None:
        parts += _counts(report.counts)
    parts += [
        f"> {_cell(str(warning.place))}: {_cell(warning.message)} ({warning.code})"
        for warning in report.warnings
    ]
    parts += [f"> {escape(warning)}" for warning in _warnings(report.lines)]
    parts += ["", "This is not legal advice."]
    return "\n".join(parts) + "\n"


def _row(line: Answered) -> str:
    cites = dict.fromkeys(cite for each in line.rules for cite in each.cites)
    asks = "".join(f"<br>? {_cell(question.fact.ask)}" for question in line.questions[:3])
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
        found = counts.by(subject)
        rows += [(subject, name, verdict_words(each)) for name, each in found[:MOST_ROWS]]
    told = [" | ".join((f"| {subject}", _cell(name), f"{n} |")) for subject, name, n in rows]
    return ["### Counts", "", "| by | | lines |", "|---|---|---|", *told, ""]


def _warnings(lines: Iterable[Answered]) -> list[str]:
    found = (warning for line in lines for warning in warnings(line.judged.determination))
    return list(dict.fromkeys(found))


def _cell(text: str) -> str:
    return escape(text).replace("\n", " ")


def escape(text: str) -> str:
    """Text in which nothing is marked up, linked, mentioned or run."""
    return _ACTIVE.sub(r"\\\1", plain(text)).replace("\\<", "&lt;").replace("\\>", "&gt;")
