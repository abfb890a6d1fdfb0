"""`exportcheck validate`: order files, line by line."""

from __future__ import annotations

from typing import Annotated

import typer

from exportcheck.cli import options


def validate(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Order files, folders of them, patterns, or - for the standard input.",
        ),
    ],
    input_format: options.InputFormat = None,
    delimiter: options.Delimiter = None,
    day: options.Day = None,
    assume: options.Assume = None,
    reading: options.ReadingOption = None,
    rules: options.Rules = None,
    strict_currency: options.StrictCurrency = False,
    locked: options.Locked = False,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    waivers: options.Waivers = None,
    fail_on: options.FailOn = None,
    changed_since: options.ChangedSince = None,
    summary: options.Summary = False,
    quiet: options.Quiet = False,
    why: options.Why = False,
    jobs: options.Jobs = None,
    format: options.Format = None,
    output: options.Output = None,
) -> None:
    """Judge every line of order files; assume nothing unless told to.

    A line without a ship date is judged by the law of today, which is said. A broken line is
    reported, the others are still judged, and the run does not pass.

    Exit codes: 0 all pass, 1 some line fails, 2 something could not be used, 3 some line is open.
    """
    import sys

    from exportcheck.batch.run import Batch
    from exportcheck.cli import arguments
    from exportcheck.cli.exits import leave
    from exportcheck.cli.jobs import SHARE, worked
    from exportcheck.cli.orders import orders_of
    from exportcheck.cli.output import Reports, print_problems
    from exportcheck.cli.pipeline import Came, pipeline_of, tell_beside
    from exportcheck.cli.progress import watched
    from exportcheck.core.problems import Problem
    from exportcheck.reading.blocks import MOST_ROWS, Block, in_parts
    from exportcheck.reading.desk import OrderDesk
    from exportcheck.reporting.as_table import tally as tally_words

    settings = arguments.settings_of(config, no_config, orders=files, quiet=quiet)
    outputs = arguments.outputs_of(format, output, settings)
    profile = arguments.profile_of(assume, settings, "none")
    law_of = arguments.day_of(day)
    cores = arguments.jobs_of(jobs, settings)
    orders = orders_of(files, settings, input_format=input_format, delimiter=delimiter)
    orders.keep_from(outputs)
    library = arguments.library_of(rules, settings, strict_currency=strict_currency, locked=locked)
    arguments.check_columns(settings, library)
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
    reports = Reports(outputs, why=why, quiet=quiet, one_shape=orders.one_shape)
    came = run.nothing()
    try:
        batch = Batch(library, OrderDesk(reader))

        def judge(block: Block | Problem) -> Came:
            return run.judged(block, batch, reports)

        # Lines that are told in full take their time, so that fewer are taken at once.
        most = MOST_ROWS if cores == 1 and set(outputs) == {"csv"} else SHARE
        blocks = in_parts(orders.blocks(library.catalogue), most)
        for each in watched(worked(judge, blocks, cores)):
            came.add(each)
            for made in each.made:
                reports.take(made)
        report = run.report(came)
        reports.end(report)
    except BaseException:
        reports.drop()
        raise
    print_problems(report.problems)
    tell_beside(report, outputs)
    if quiet and report.all_pass:
        leave(report.summary.exit_code)
    if undated := came.tally.undated:
        plural = "line" if undated == 1 else "lines"
        sys.stderr.write(
            f"{undated} {plural} without a ship date judged by the law of today, {reader.today}\n"
        )
    if overridden := came.tally.overridden:
        plural = "line" if overridden == 1 else "lines"
        sys.stderr.write(
            f"{overridden} {plural} judged by the law of {law_of}, by --date, instead of their own "
            f"ship date\n"
        )
    sys.stderr.write(tally_words(report.summary) + "\n")
    leave(report.summary.exit_code)
