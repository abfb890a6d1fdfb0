"""How the shipments that an analysis finds are tried: as order lines, judged like any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from exportcheck.core.findings import Determination
from exportcheck.core.library import Library


def judge_by(
    library: Library, readings: Mapping[str, str]
) -> Callable[[Mapping[str, str | tuple[str, ...]]], Determination | None]:
    """A judge of lines by a library, who assumes nothing; None for a line that cannot be used."""
    from exportcheck.core.places import Place
    from exportcheck.core.problems import Problem
    from exportcheck.core.shipment import decide
    from exportcheck.reading.shipments import Entry, ShipmentReader

    known = {name: option for name, option in readings.items() if name in library.readings}
    reader = ShipmentReader(library, profile="none", readings=known)
    place = Place("witness")

    def judge(line: Mapping[str, str | tuple[str, ...]]) -> Determination | None:
        entries = [
            Entry(name, list(value) if isinstance(value, tuple) else value, place)
            for name, value in line.items()
        ]
        shipment, problems = reader.read(entries, id="witness", place=place)
        if problems or shipment is None:
            return None
        judged = decide(library.rulebooks, shipment)
        return None if isinstance(judged, Problem) else judged.determination

    return judge
