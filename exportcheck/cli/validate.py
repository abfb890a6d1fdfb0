"""`exportcheck validate`: order files, line by line."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.exits import leave
from exportcheck.cli.output import emit, print_problems, show, width_of
from exportcheck.core.problems import Problem
from exportcheck.core.reports import Answered, Report, answered
from exportcheck.core.shipment import decide
from exportcheck.reading.order_files import read_orders
from exportcheck.reading.shipments import ShipmentReader


def validate(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Order files (.yaml, .json, .jsonl).")
    ],
    day: options.Day = None,
    assume: options.Assume = None,
    reading: options.ReadingOption = None,
    rules: options.Rules = None,
    why: options.Why = False,
    format: options.Format = "text",
    output: options.Output = None,
) -> None:
    """Judge every line of order files; assume nothing unless told to.

    A line without a ship date is judged by the law of today, which is said. A broken line is
    reported, the others are still judged, and the run does not pass.
    Exit codes: 0 all pass, 1 some line fails, 2 something could not be used, 3 some line is open.
    """
    options.choice("--format", format, options.FORMATS)
    profile = options.profile_of(assume, "none")
    law_of = options.day_of(day)
    library = options.library_of(rules)
    today = date.today()
    reader = ShipmentReader(library, profile, options.readings_of(reading, library), law_of, today)
    lines: list[Answered] = []
    problems: list[Problem] = []
    for path in files:
        for each in read_orders(path, str(path), reader):
            judged = each if isinstance(each, Problem) else decide(library.rulebooks, each)
            if isinstance(judged, Problem):
                problems.append(judged)
            else:
                lines.append(answered(judged))
    report = Report(lines=tuple(lines), problems=tuple(problems))
    _print(report, format, output, why)
    print_problems(report.problems)
    undated = [
        line
        for line in lines
        if line.judged.determination.as_of == today
        and line.judged.determination.facts["ship_date"].place is None
    ]
    if undated and law_of is None:
        sys.stderr.write(
            f"{len(undated)} line{'s'[: len(undated) > 1]} without a ship date judged by the law "
            f"of today, {today}\n"
        )
    from exportcheck.reporting.as_text import tally

    sys.stderr.write(tally(report.summary) + "\n")
    leave(report.summary.exit_code)


def _print(report: Report, format: str, output: Path | None, why: bool) -> None:
    if format == "text":
        from exportcheck.reporting.as_text import determination_page, lines_page

        width = width_of(sys.stdout)
        if why:
            pages = [determination_page(line, width=width, why=True) for line in report.lines]
        else:
            pages = [lines_page(report.lines, width=width)]
        for page in pages:
            if output is None:
                show(page, sys.stdout)
        if output is not None:
            emit("\n".join(page.text() for page in pages), output)
    else:
        from exportcheck.reporting.as_json import line_text, report_text

        if format == "json":
            emit(report_text(report, why=why), output)
        else:
            emit("".join(line_text(line, why=why) for line in report.lines), output)
