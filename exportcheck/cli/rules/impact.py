"""`exportcheck rules impact`: which lines of real orders a change of rules gives another answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.exits import FAILS, PASSES, UNUSABLE, leave
from exportcheck.cli.rules.analyze import TextOrJson
from exportcheck.cli.rules.diff import New, Old

if TYPE_CHECKING:
    from exportcheck.core.impact import Row
    from exportcheck.core.problems import Problem
    from exportcheck.core.shipment import Judged
    from exportcheck.reading.shipments import ShipmentReader


def impact(
    old: Old,
    new: New,
    orders: Annotated[list[str], typer.Argument(metavar="ORDERS...", help="Order files.")],
    day: options.Day = None,
    assume: options.Assume = None,
    reading: options.ReadingOption = None,
    rules: options.Rules = None,
    format: TextOrJson = "text",
    output: options.Output = None,
) -> None:
    """Judge order files by two bodies of rules: which lines turn, by rule and customer.

    A line that one of the two cannot use counts as not passing there.

    Exit codes: 0 no line passes that did not; 1 some line newly passes; 2 a file or line that the
    new rules cannot use.
    """
    import tempfile
    from pathlib import Path

    from exportcheck.cli import arguments
    from exportcheck.cli.output import print_problems
    from exportcheck.cli.rules.trials import print_pages
    from exportcheck.core.impact import impact_of, row_of
    from exportcheck.reading.config_files import Settings
    from exportcheck.reading.revisions import library_at
    from exportcheck.reporting.as_proofs import impact_page
    from exportcheck.reporting.as_proofs_json import impact_json

    arguments.choice("--format", format, ("text", "json"))
    law_of = arguments.day_of(day)
    profile = arguments.profile_of(assume, Settings(), "none")
    over = tuple(map(Path, rules or ()))
    rows: list[Row] = []
    problems: list[Problem] = []
    with tempfile.TemporaryDirectory(prefix="exportcheck-") as aside:
        readers = []
        for each, name in ((old, "old"), (new, "new")):
            library = library_at(each, Path(aside, name), over)
            taken = arguments.readings_of(reading, Settings(), library)
            readers.append(arguments.reader_of(library, profile, taken, law_of))
        for file in orders:
            earlier = dict(_judged(file, readers[0], []))
            later = dict(_judged(file, readers[1], problems))
            rows += [
                row_of(file, id, earlier.get(id), later.get(id))
                for id in dict.fromkeys((*earlier, *later))
            ]
    found = impact_of(rows, len(problems))
    print_pages(
        lambda width: [impact_page(found, width=width)],
        lambda: impact_json(found),
        format,
        output,
    )
    print_problems(problems)
    if found.newly_passes:
        leave(FAILS)
    leave(UNUSABLE if problems or not found.rows else PASSES)


def _judged(
    file: str, reader: ShipmentReader, problems: list[Problem]
) -> Iterator[tuple[str, Judged]]:
    """The lines of an order file by their ids, judged; what cannot be used goes to the problems."""
    from pathlib import Path

    from exportcheck.core.problems import Problem
    from exportcheck.core.shipment import decide
    from exportcheck.reading.order_files import read_orders

    for each in read_orders(Path(file), file, reader):
        judged = each if isinstance(each, Problem) else decide(reader.library.rulebooks, each)
        if isinstance(judged, Problem):
            problems.append(judged)
        else:
            yield judged.shipment.id, judged
