"""`exportcheck classify`: an item's paragraph, and each number beside each line."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.check import _described, _entries
from exportcheck.cli.output import show, width_of
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.core.shipment import decide
from exportcheck.reading.shipments import ShipmentReader


def classify(
    item: Annotated[
        str | None, typer.Argument(metavar="[ITEM]", help="A name or alias of the item.")
    ] = None,
    day: options.Day = None,
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
    rules: options.Rules = None,
) -> None:
    """Show which paragraph describes an item, and how far its numbers are from each line."""
    from exportcheck.reporting.as_text import classification_page

    law_of = options.day_of(day)
    library = options.library_of(rules)
    reader = ShipmentReader(library, "none", {}, law_of, date.today())
    entries = _entries([("item.sku", item, "ITEM")], fact or [])
    described = _described(spec, library) if spec is not None else None
    shipment, problems = reader.read(
        entries, id="classify", place=Place("classify"), item=described
    )
    if shipment is None:
        raise UnusableInput(problems)
    judged = decide(library.rulebooks, shipment)
    if isinstance(judged, Problem):
        raise UnusableInput([judged])
    show(
        classification_page(
            judged,
            width=width_of(sys.stdout),
            said="today, since no --date is given" if law_of is None else "",
        ),
        sys.stdout,
    )
