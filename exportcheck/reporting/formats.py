"""The formats of a report: one table from a name to a function from the report to text.

A format never changes the exit code. Each module is imported when its format is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from exportcheck.core.records import Record
from exportcheck.core.reports import Report
from exportcheck.reporting.printing import WIDTH


class Style(Record):
    """How much is told, and how wide the text may be."""

    why: bool = False
    width: int = WIDTH


def _text(report: Report, style: Style) -> str:
    from exportcheck.reporting.as_table import report_pages

    return "\n".join(page.text() for page in report_pages(report, style.width, why=style.why))


def _json(report: Report, style: Style) -> str:
    from exportcheck.reporting.as_json import report_text

    return report_text(report, why=style.why)


def _jsonl(report: Report, style: Style) -> str:
    from exportcheck.reporting.as_json import line_text

    return "".join(line_text(line, why=style.why) for line in report.lines)


def _csv(report: Report, _: Style) -> str:
    from exportcheck.reporting.as_csv import csv_text

    return csv_text(report)


def _markdown(report: Report, _: Style) -> str:
    from exportcheck.reporting.as_markdown import markdown_text

    return markdown_text(report)


def _github(report: Report, _: Style) -> str:
    from exportcheck.reporting.as_github import github_text

    return github_text(report)


def _sarif(report: Report, _: Style) -> str:
    from exportcheck.reporting.as_sarif import sarif_text

    return sarif_text(report)


def _junit(report: Report, _: Style) -> str:
    from exportcheck.reporting.as_junit import junit_text

    return junit_text(report)


FORMATS: Mapping[str, Callable[[Report, Style], str]] = {
    "text": _text,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "markdown": _markdown,
    "github": _github,
    "sarif": _sarif,
    "junit": _junit,
}
