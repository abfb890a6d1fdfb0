"""`exportcheck rules analyze`: what holds for all shipments by the law of a day."""

from __future__ import annotations

from typing import Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.exits import BROKEN, FAILS, PASSES, UNDETERMINED, leave

Most = Annotated[
    str,
    typer.Option("--most", metavar="N", help="How many groups to show of each kind."),
]
TextOrJson = Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json.")]


def analyze(
    day: options.Day = None,
    reading: options.ReadingOption = None,
    most: Most = "3",
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    format: TextOrJson = "text",
    output: options.Output = None,
) -> None:
    """Decide, over all shipments: overlaps, gaps, idle rules, and whether more is treated lighter.

    What is treated more lightly as the law has it is accepted, with its reason, in a file
    NAME.accepted.yaml beside the rules.

    Exit codes: 0 no classifications overlap, no gap, and nothing is treated more lightly for having
    more, or only as accepted; 1 there is such a thing, shown with a shipment; 3 the solver gave up
    on a question; 70 a shipment that the solver found does not get the answers it was found for
    when it is judged, which is a bug of the tool.
    """
    from datetime import date

    from exportcheck.cli import arguments
    from exportcheck.cli.rules.folders import rule_folders
    from exportcheck.cli.rules.trials import judge_by, number_of, print_pages
    from exportcheck.reading.accepted_files import read_accepted

    arguments.choice("--format", format, ("text", "json"))
    shown = number_of("--most", most)
    settings = arguments.settings_of(config, no_config)
    folders = arguments.folders_laid(rules, settings)
    library = arguments.library_of(folders)
    acceptances = read_accepted(rule_folders(folders), library)
    readings = arguments.readings_of(reading, settings, library)
    from exportcheck.analysis.properties import Analyzer
    from exportcheck.analysis.vocabulary import side_on
    from exportcheck.reporting.as_proofs import analysis_page
    from exportcheck.reporting.as_proofs_json import analysis_json

    side = side_on(library, readings, arguments.day_of(day) or date.today())
    analysis = Analyzer(side, judge_by(library, readings), shown, acceptances).analysis()
    print_pages(
        lambda width: [analysis_page(analysis, width=width)],
        lambda: analysis_json(analysis),
        format,
        output,
    )
    if analysis.unconfirmed:
        leave(BROKEN)
    found = analysis.overlaps or any(axis.lighter or axis.gaps for axis in analysis.axes)
    leave(FAILS if found else UNDETERMINED if analysis.undecided else PASSES)
