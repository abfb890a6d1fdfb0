"""`exportcheck rules impact`: which lines of real orders a change of rules gives another answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.exits import FAILS, PASSES, UNUSABLE, leave
from exportcheck.cli.rules.analyze import TextOrJson
from exportcheck.cli.rules.diff import New, Old

if TYPE_CHECKING:
    from exportcheck.cli.orders import Orders
    from exportcheck.core.problems import Problem
    from exportcheck.core.shipment import Judged
    from exportcheck.reading.shipments import ShipmentReader

# A line by its file, its place in it and its id: what both sides know it by.
Line = tuple[str, int, int, str]


def impact(
    old: Old,
    new: New,
    orders: Annotated[
        list[str],
        typer.Argument(metavar="ORDERS...", help="Order files, folders of them, or patterns."),
    ],
    input_format: options.InputFormat = None,
    delimiter: options.Delimiter = None,
    day: options.Day = None,
    assume: options.Assume = None,
    reading: options.ReadingOption = None,
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    format: TextOrJson = "text",
    output: options.Output = None,
) -> None:
    """Judge order files by two bodies of rules: which lines turn, by rule and customer.

    A line that one of the two cannot use counts as not passing there. Of a configuration all counts
    but its folders of rules, since OLD and NEW name what is compared.

    Exit codes: 0 no line passes that did not; 1 some line newly passes; 2 a file or line that the
    new rules cannot use, whatever else there is.
    """
    import tempfile
    from pathlib import Path

    from exportcheck.cli import arguments
    from exportcheck.cli.orders import orders_of
    from exportcheck.cli.output import print_problems
    from exportcheck.cli.rules.trials import print_pages
    from exportcheck.core.impact import impact_of, row_of
    from exportcheck.reading.revisions import library_at
    from exportcheck.reporting.as_proofs import impact_page
    from exportcheck.reporting.as_proofs_json import impact_json

    arguments.choice("--format", format, ("text", "json"))
    if "-" in orders:
        raise arguments.usage(
            "ORDERS", "the standard input cannot be judged twice", "write it to a file"
        )
    settings = arguments.settings_of(config, no_config, orders=orders)
    law_of = arguments.day_of(day)
    profile = arguments.profile_of(assume, settings, "none")
    lines = orders_of(orders, settings, input_format=input_format, delimiter=delimiter)
    over = tuple(map(Path, rules or ()))
    judged: list[dict[Line, Judged]] = []
    problems: list[Problem] = []
    with tempfile.TemporaryDirectory(prefix="exportcheck-") as aside:
        for each, name in ((old, "old"), (new, "new")):
            library = library_at(each, Path(aside, name), over)
            taken = arguments.readings_of(reading, settings, library)
            reader = arguments.reader_of(library, profile, taken, law_of)
            problems.clear()  # those of the new rules are told
            judged.append(_judged(lines, reader, problems))
    earlier, later = judged
    found = impact_of(
        (
            row_of(line[0], line[-1], earlier.get(line), later.get(line))
            for line in dict.fromkeys((*earlier, *later))
        ),
        len(problems),
    )
    print_pages(
        lambda width: [impact_page(found, width=width)],
        lambda: impact_json(found),
        format,
        output,
    )
    print_problems(problems)
    if problems or not found.rows:
        leave(UNUSABLE)
    leave(FAILS if found.newly_passes else PASSES)


def _judged(orders: Orders, reader: ShipmentReader, problems: list[Problem]) -> dict[Line, Judged]:
    """The lines of order files, judged; what cannot be used goes to the problems."""
    from exportcheck.core.problems import Problem
    from exportcheck.core.shipment import Judged
    from exportcheck.reading.desk import OrderDesk

    desk = OrderDesk(reader)
    found = {}
    for each in orders.rows(reader.library.catalogue):
        if isinstance(each, Problem):
            problems.append(each)
            continue
        row, line_id = each
        judged = desk.judge(row, line_id)
        if isinstance(judged, Judged):
            found[row.file, row.line, row.number, line_id] = judged
        else:
            problems += judged
    return found
