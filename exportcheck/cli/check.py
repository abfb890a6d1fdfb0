"""`exportcheck check`: one item, one destination, one answer."""

from __future__ import annotations

from typing import Annotated

import typer

from exportcheck.cli import options


def check(
    item: options.Item = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="COUNTRY", help="The destination (CN).")
    ] = None,
    day: options.Day = None,
    hq: Annotated[
        str | None,
        typer.Option("--hq", metavar="COUNTRY", help="Where the end user is headquartered."),
    ] = None,
    parent: Annotated[
        str | None,
        typer.Option(
            "--parent", metavar="COUNTRY", help="Where its ultimate parent is headquartered."
        ),
    ] = None,
    end_use: Annotated[
        str | None, typer.Option("--end-use", metavar="USE", help="The end use (civil).")
    ] = None,
    fact: options.Facts = None,
    spec: options.Spec = None,
    assume: options.Assume = None,
    reading: options.ReadingOption = None,
    rules: options.Rules = None,
    strict_currency: options.StrictCurrency = False,
    locked: options.Locked = False,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    why: options.Why = False,
    format: options.Format = None,
    output: options.Output = None,
) -> None:
    """Check one item to one destination.

    Assumes an ordinary buyer unless told otherwise, and prints each assumption.

    Exit codes: 0 passes, 1 fails, 2 cannot be used, 3 cannot be told, 70 a bug.
    """
    from exportcheck.cli import arguments
    from exportcheck.cli.output import leave_with, print_answer
    from exportcheck.core.answers import answered
    from exportcheck.core.places import Place
    from exportcheck.core.problems import Problem, UnusableInput
    from exportcheck.core.shipment import decide

    settings = arguments.settings_of(config, no_config)
    outputs = arguments.outputs_of(format, output, settings)
    profile = arguments.profile_of(assume, settings, "ordinary")
    law_of = arguments.day_of(day)
    library = arguments.library_of(rules, settings, strict_currency=strict_currency, locked=locked)
    entries = arguments.entries_of(
        [
            ("item.sku", item, "ITEM"),
            ("destination", to, "--to"),
            ("end_user.headquarters", hq, "--hq"),
            ("end_user.ultimate_parent_headquarters", parent, "--parent"),
            ("end_use", end_use, "--end-use"),
        ],
        fact or (),
    )
    if spec is None and not any(entry.name.startswith("item.") for entry in entries):
        raise arguments.usage(
            "ITEM", "no item is given to check", "write exportcheck check ITEM --to COUNTRY"
        )
    reader = arguments.reader_of(
        library, profile, arguments.readings_of(reading, settings, library), law_of, settings
    )
    described = arguments.described_by(spec, item, library)
    shipment, problems = reader.read(entries, id="check", place=Place("check"), item=described)
    if shipment is None:
        raise UnusableInput(problems)
    judged = decide(library.rulebooks, shipment)
    if isinstance(judged, Problem):
        raise UnusableInput([judged])
    if shipment.date_overridden:
        raise arguments.usage(
            "--date", "--date and the fact ship_date name two days", "give one of the two"
        )
    line = answered(judged)
    past = arguments.back_dated(line, settings, reader)
    if past is not None:
        raise UnusableInput([past])
    dated = law_of is not None or any(entry.name == "ship_date" for entry in entries)
    said = "" if dated else "today, since no --date is given"
    print_answer(line, outputs=outputs, why=why, said=said)
    leave_with((line,), ())
