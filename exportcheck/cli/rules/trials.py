"""What the commands that prove things share: how what they find is tried, and how it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.reporting.printing import Page


def judge_by(
    library: Library, readings: Mapping[str, str], profile: str = "none"
) -> Callable[[Mapping[str, str | tuple[str, ...]]], Determination | None]:
    """A judge of lines by a library, who assumes what a profile says, or nothing.

    The answer to a line that cannot be used is None.
    """
    from exportcheck.core.places import Place
    from exportcheck.core.problems import Problem
    from exportcheck.core.shipment import decide
    from exportcheck.reading.entries import Entry
    from exportcheck.reading.shipments import ShipmentReader

    known = {name: option for name, option in readings.items() if name in library.readings}
    reader = ShipmentReader(library, profile=profile, readings=known)
    place = Place("witness")
    before: Determination | None = None  # lines come in a row that are nearly the same

    def judge(line: Mapping[str, str | tuple[str, ...]]) -> Determination | None:
        nonlocal before
        entries = [
            Entry(name, list(value) if isinstance(value, tuple) else value, place)
            for name, value in line.items()
        ]
        shipment, problems = reader.read(entries, id="witness", place=place)
        if problems or shipment is None:
            return None
        judged = decide(library.rulebooks, shipment, before)
        if isinstance(judged, Problem):
            return None
        before = judged.determination
        return before

    return judge


def number_of(option: str, written: str) -> int:
    """A whole number above zero."""
    from exportcheck.cli.arguments import usage

    if not (written.isascii() and written.isdigit() and 0 < int(written) < 1000):
        raise usage(option, f"`{written}` is not a number of groups", "write 1 to 999")
    return int(written)


def print_pages(
    pages: Callable[[int], list[Page]],
    json: Callable[[], str],
    format: str,
    output: str | None,
) -> None:
    """The pages, or the JSON, to stdout or a file."""
    import sys

    from exportcheck.cli.output import emit, show, width_of
    from exportcheck.reporting.printing import WIDTH

    if format == "json":
        emit(json(), output)
    elif output is not None:
        emit("\n".join(page.text() for page in pages(WIDTH)), output)
    else:
        for number, page in enumerate(pages(width_of(sys.stdout))):
            if number:
                sys.stdout.write("\n")
            show(page, sys.stdout)
