"""`exportcheck check`: one item, one destination, one answer."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.exits import leave
from exportcheck.cli.output import emit, print_problems, show, width_of
from exportcheck.core.items import Item
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.core.reports import Report, answered
from exportcheck.core.shipment import Shipment, decide
from exportcheck.reading.shipments import Entry, ShipmentReader


def check(
    item: Annotated[
        str | None, typer.Argument(metavar="[ITEM]", help="A name or alias of the item.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="COUNTRY", help="The destination (CN).")
    ] = None,
    day: options.Day = None,
    hq: Annotated[
        str | None,
        typer.Option("--hq", metavar="COUNTRY", help="Where the end user is headquartered."),
    ] = None,
    end_use: Annotated[
        str | None, typer.Option("--end-use", metavar="USE", help="The end use (civil).")
    ] = None,
    fact: Annotated[
        list[str] | None,
        typer.Option("--fact", metavar="NAME=VALUE", help="State any fact; repeat as needed."),
    ] = None,
    spec: Annotated[
        Path | None,
        typer.Option(
            "--spec", metavar="FILE", help="Describe an item that is not in the catalogue."
        ),
    ] = None,
    assume: options.Assume = None,
    reading: options.ReadingOption = None,
    rules: options.Rules = None,
    why: options.Why = False,
    format: options.Format = "text",
    output: options.Output = None,
) -> None:
    """Check one item to one destination.

    Assumes an ordinary buyer unless told otherwise, and prints each assumption.
    Exit codes: 0 passes, 1 fails, 2 cannot be used, 3 cannot be told, 70 a bug.
    """
    options.choice("--format", format, options.FORMATS)
    profile = options.profile_of(assume, "ordinary")
    law_of = options.day_of(day)
    library = options.library_of(rules)
    reader = ShipmentReader(
        library, profile, options.readings_of(reading, library), law_of, date.today()
    )
    said = "today, since no --date is given" if law_of is None else ""
    entries = _entries(
        [
            ("item.sku", item, "ITEM"),
            ("destination", to, "--to"),
            ("end_user.headquarters", hq, "--hq"),
            ("end_use", end_use, "--end-use"),
        ],
        fact or [],
    )
    described = _described(spec, library) if spec is not None else None
    if described is not None and item is not None:
        raise options.usage(
            "--spec", "an ITEM and --spec describe the item twice", "give one of the two"
        )
    if any(entry.name == "ship_date" for entry in entries):
        said = ""
    shipment, problems = reader.read(entries, id="check", place=Place("check"), item=described)
    if shipment is None:
        raise UnusableInput(problems)
    answer(shipment, library, format=format, output=output, why=why, said=said)


def answer(
    shipment: Shipment, library: Library, *, format: str, output: Path | None, why: bool, said: str
) -> None:
    """Decide one shipment, print the answer, and leave with its exit code."""
    judged = decide(library.rulebooks, shipment)
    if isinstance(judged, Problem):
        raise UnusableInput([judged])
    line = answered(judged)
    if format == "text":
        from exportcheck.reporting.as_text import determination_page

        page = determination_page(line, width=width_of(sys.stdout), why=why, said=said)
        if output is None:
            show(page, sys.stdout)
        else:
            emit(page.text(), output)
    else:
        from exportcheck.reporting.as_json import line_text, report_text

        report = Report(lines=(line,), problems=())
        emit(report_text(report, why=why) if format == "json" else line_text(line, why=why), output)
        if said:
            sys.stderr.write(f"checked by the law of {shipment.as_of} ({said})\n")
    leave(Report(lines=(line,), problems=()).summary.exit_code)


def _entries(given: list[tuple[str, str | None, str]], facts: list[str]) -> list[Entry]:
    entries = [
        Entry(name, value, Place(option)) for name, value, option in given if value is not None
    ]
    for each in facts:
        name, sign, value = each.partition("=")
        if not sign:
            raise options.usage("--fact", f"`{each}` has no `=`", "write NAME=VALUE")
        entries.append(Entry(name, value, Place(f"--fact {name}")))
    return entries


def _described(spec: Path, library: Library) -> Item:
    from exportcheck.reading.spec_files import read_spec

    item, problems = read_spec(spec, library)
    if item is None:
        raise UnusableInput(problems)
    if problems:
        print_problems(problems)
    return item
