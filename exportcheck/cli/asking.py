"""Asks the rules how they classify something, for who tells of the rules rather than a shipment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from exportcheck.core.items import Item
from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.rules import Classifies
from exportcheck.core.shipment import Judged, decide
from exportcheck.reading.entries import Entry
from exportcheck.reading.shipments import ShipmentReader


def asker(
    library: Library, law_of: date
) -> Callable[[Mapping[str, str], Item | None], Determination | None]:
    """Asks how the rules classify an item, or one of such facts, for an ordinary buyer.

    Nothing is told of facts that contradict each other. The other rules are not judged.
    """
    reader = ShipmentReader(library, "ordinary", {}, law_of)
    books = [book.only(Classifies) for book in library.rulebooks]

    def ask(stated: Mapping[str, str], item: Item | None) -> Determination | None:
        entries = [Entry(name, value, Place(name)) for name, value in stated.items()]
        shipment, _ = reader.read(entries, id="", place=Place(""), item=item)
        judged = None if shipment is None else decide(books, shipment)
        return judged.determination if isinstance(judged, Judged) else None

    return ask
