"""Reads the lines of a batch: in part, where only what they state is asked, and whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from exportcheck.core.facts import Facts, Known
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.quantities import plain_quantity
from exportcheck.core.shipment import Judged, Shipment, decide
from exportcheck.reading.entries import Entry
from exportcheck.reading.order_files import shipment_of
from exportcheck.reading.rows import Row
from exportcheck.reading.shipments import ShipmentReader

NOWHERE = Place("")


class OrderDesk:
    """One reader of lines at work for a batch."""

    def __init__(self, reader: ShipmentReader) -> None:
        self.reader = reader

    @property
    def law_of(self) -> date | None:
        return self.reader.law_of

    @property
    def today(self) -> date | None:
        return self.reader.today

    @property
    def profile(self) -> str:
        return self.reader.profile

    def common(self) -> dict[str, Known]:
        """The readings taken."""
        return dict(self.reader.readings_known())

    def read_cells(
        self, names: Sequence[str], cells: Sequence[Any], *, blanks: bool
    ) -> tuple[dict[str, Known], tuple[Facts, ...] | None] | None:
        """What cells of a line state, or None where there is something to say about them."""
        entries = [
            Entry(name, None if blanks and cell == "" else cell, NOWHERE)
            for name, cell in zip(names, cells, strict=True)
        ]
        problems: list[Problem] = []
        known, contains, _ = self.reader.stated_by(entries, NOWHERE, problems)
        if "ship_date" in names:
            self.reader.as_of(known, NOWHERE, problems)
        return None if problems else (known, contains)

    def plain(self, name: str, cells: Iterable[Any]) -> Iterable[Any]:
        """Those of the cells of one column of which it is seen at once that they are not odd."""
        fact = self.reader.library.catalogue.facts.get(name)
        if fact is None or fact.kind != "quantity" or fact.formula or not fact.unit:
            return ()
        matches = plain_quantity(fact.unit).fullmatch
        return [cell for cell in cells if isinstance(cell, str) and matches(cell)]

    def judge(
        self,
        row: Row,
        line_id: str,
    ) -> Judged | list[Problem]:
        """The determination of a line by itself, or what is wrong with it."""
        problems = []
        for each in shipment_of(row, line_id, self.reader):
            if isinstance(each, Shipment):
                judged = decide(self.reader.library.rulebooks, each)
                return judged if isinstance(judged, Judged) else [judged.but(line=row.place)]
            problems.append(each)
        return problems
