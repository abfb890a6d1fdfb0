"""`exportcheck validate`: order files, line by line."""

from __future__ import annotations

from typing import Annotated

import typer

from exportcheck.cli import options


def validate(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Order files (.yaml, .json, .jsonl).")
    ],
    day: options.Day = None,
    assume: options.Assume = None,
    reading: options.ReadingOption = None,
    rules: options.Rules = None,
    strict_currency: options.StrictCurrency = False,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    waivers: options.Waivers = None,
    fail_on: options.FailOn = None,
    changed_since: options.ChangedSince = None,
    summary: options.Summary = False,
    quiet: options.Quiet = False,
    why: options.Why = False,
    format: options.Format = None,
    output: options.Output = None,
) -> None:
    """Judge every line of order files; assume nothing unless told to.

    A line without a ship date is judged by the law of today, which is said. A broken line is
    reported, the others are still judged, and the run does not pass.

    Exit codes: 0 all pass, 1 some line fails, 2 something could not be used, 3 some line is open.
    """
    import sys
    from pathlib import Path

    from exportcheck.cli import arguments
    from exportcheck.cli.exits import leave
    from exportcheck.cli.output import print_problems, print_report
    from exportcheck.cli.pipeline import pipeline_of, tell_beside
    from exportcheck.core.problems import Problem
    from exportcheck.core.reports import Answered, answered
    from exportcheck.core.shipment import decide
    from exportcheck.reading.order_files import read_orders
    from exportcheck.reporting.as_table import tally

    settings = arguments.settings_of(config, no_config, orders=files, quiet=quiet)
    outputs = arguments.outputs_of(format, output, settings)
    profile = arguments.profile_of(assume, settings, "none")
    law_of = arguments.day_of(day)
    library = arguments.library_of(rules, settings, strict_currency=strict_currency)
    reader = arguments.reader_of(
        library, profile, arguments.readings_of(reading, settings, library), law_of, settings
    )
    run = pipeline_of(
        settings,
        reader,
        fail_on=fail_on,
        waivers=waivers,
        changed_since=changed_since,
        summary=summary,
    )
    lines: list[Answered] = []
    problems: list[Problem] = []
    undated = overridden = 0
    for path in files:
        for each in read_orders(Path(path), path, reader):
            judged = each if isinstance(each, Problem) else decide(library.rulebooks, each)
            if isinstance(judged, Problem):
                problems.append(judged)
                continue
            line = run.take(judged, answered(judged))
            if isinstance(line, Problem):
                problems.append(line)
                continue
            undated += judged.shipment.dated_today
            overridden += judged.shipment.date_overridden
            lines.append(line)
    report = run.report(lines, problems)
    print_report(report, outputs=outputs, why=why, quiet=quiet)
    print_problems(report.problems)
    tell_beside(report, outputs)
    if quiet and report.all_pass:
        leave(report.summary.exit_code)
    if undated:
        plural = "line" if undated == 1 else "lines"
        sys.stderr.write(
            f"{undated} {plural} without a ship date judged by the law of today, {reader.today}\n"
        )
    if overridden:
        plural = "line" if overridden == 1 else "lines"
        sys.stderr.write(
            f"{overridden} {plural} judged by the law of {law_of}, by --date, instead of their own "
            f"ship date\n"
        )
    sys.stderr.write(tally(report.summary) + "\n")
    leave(report.summary.exit_code)
