"""A report as GitHub workflow commands: an annotation at the line of the order file.

What a file says is escaped, so that it can neither end an annotation nor give a command. GitHub
marks the first ten errors, warnings and notices of a step; the others stand in its log alone, so
the counts say that there are more.
"""

from __future__ import annotations

from exportcheck.core.answers import Answered
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.reports import Report
from exportcheck.core.telling import OUTCOMES
from exportcheck.reporting.as_table import tally
from exportcheck.reporting.printing import plain

_LEVELS = {"fail": "error", "review": "warning"}
MOST_MARKED = 10
NOTICE = "::notice "


def line_text(line: Answered) -> str:
    """An error for a line that fails, a warning for one that cannot be told."""
    level = _LEVELS.get(line.verdict)
    if level is None:
        return ""
    cites = dict.fromkeys(cite for each in line.rules for cite in each.cites)
    asks = [f"? {question.fact.ask}" for question in line.asked[:3]]
    told = "\n".join([line.reason, *asks, *(f"[{cite}]" for cite in list(cites)[:3])])
    title = f"{line.id}: {OUTCOMES[line.outcome]}{', waived' if line.waiver else ''}"
    if line.waiver is not None:
        # It does not fail the run, so it is no error; it is shown all the same.
        level, told = "notice", f"{told}\n{line.waiver.words}"
    return _command(level, line.place, 0, title, told) + "\n"


def end_text(report: Report) -> str:
    """An error for each line that could not be read, and the counts."""
    rows = [of_problem(problem) for problem in (*report.problems, *report.warnings)]
    summary = report.summary
    told = tally(summary)
    counts = summary.counts
    waived = sum(summary.waived.values())
    errors = counts["fail"] + len(report.problems)
    if max(errors, counts["review"] + len(report.warnings), waived + 1) > MOST_MARKED:
        told += f"; GitHub marks {MOST_MARKED} errors, warnings and notices each, the log has all"
    rows.append(notice(told))
    return "".join(f"{row}\n" for row in rows)


def of_problem(problem: Problem) -> str:
    """A problem as an annotation."""
    told = "\n".join(part for part in (problem.message, problem.help) if part)
    return _command(problem.severity, problem.place, problem.width, problem.code, told)


def notice(told: str) -> str:
    """What is said of the run as a whole."""
    return f"{NOTICE}title=exportcheck::{_data(told)}"


def _command(level: str, place: Place, width: int, title: str, told: str) -> str:
    where = [f"file={_property(place.file)}"]
    if place.line:
        where.append(f"line={place.line}")
    if place.line and place.column:
        where.append(f"col={place.column}")
        if width > 1:
            where.append(f"endColumn={place.column + width}")
    return f"::{level} {','.join(where)},title={_property(title)}::{_data(told)}"


def _data(text: str) -> str:
    shown = "\n".join(plain(line) for line in text.split("\n"))
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
