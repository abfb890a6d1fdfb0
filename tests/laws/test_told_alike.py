"""The JSON of lines that ask the same is made once, and is that of each line alone."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from exportcheck.batch.run import Batch
from exportcheck.core.answers import Answered
from exportcheck.core.library import Library
from exportcheck.core.problems import Problem
from exportcheck.core.shipment import Judged
from exportcheck.reading.blocks import in_blocks
from exportcheck.reading.desk import OrderDesk
from exportcheck.reading.entries import Entry
from exportcheck.reading.library import load_library
from exportcheck.reading.order_files import OrderSource, rows_of, with_ids
from exportcheck.reading.rows import Row
from exportcheck.reading.shipments import ShipmentReader
from exportcheck.reporting.as_json import in_row, line_text
from exportcheck.reporting.told_alike import ToldAlike

TODAY = date(2026, 9, 1)
NAMES = (
    *("item.sku", "destination", "ship_date", "end_user.headquarters", "end_user.name"),
    *("quantity", "unit_value", "exporter.name", "license"),
)
# What a line is about, and on which day: some pass, some fail, some are open, some have duties.
LINES = (
    ("NVIDIA H20", "CN", "2025-05-01", "CN"),
    ("NVIDIA H20", "CN", "2024-05-01", "CN"),
    ("NVIDIA H20", "AE", "2025-05-20", "AE"),
    ("GeForce RTX 4090 D", "CN", "2026-02-01", "CN"),
    ("L2", "CN", "2026-02-01", "CN"),
    ("MI308X", "SG", "2025-02-01", "CN"),
    ("Ascend 910B", "MY", "2025-06-01", "MY"),
    ("A100", "DE", "2025-05-10", "DE"),
    ("DGX H100", "IN", "2026-03-03", "IN"),
    ("Hygon DCU K100 / K100_AI", "NO", "2025-10-02", "ES"),
    ("T4", "IL", "2026-08-20", "IL"),
    ("T4", "RU", "2026-08-20", "DE"),
    ("H100", "GL", "2026-10-20", "DK"),
)
BUYERS = ("Acme Works", "Buyer 12 Works", "Huawei Technologies", "Core42", "G42", "Embassy of Iran")
QUANTITIES = ("1", "2", "7", "300", "2000", "9000", "")
VALUES = ("100 USD", "6000 USD", "25000 USD", "25000.01 USD", "")


class TableRow(Row):
    """A line of a table, where an empty cell states nothing."""

    blanks = True
    __slots__ = ()

    def entries(self) -> list[Entry]:
        return [
            Entry(n, c or None, self.place) for n, c in zip(self.names, self.cells, strict=True)
        ]


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def orders(seed: int, count: int) -> Iterator[Row]:
    """Orders that ask much the same: of each kind several, which differ in what is their own."""
    chance = random.Random(seed)
    kinds = chance.sample(LINES, 3)
    for number in range(count):
        item, destination, day, home = chance.choice(kinds)
        later = date.fromisoformat(day) + timedelta(chance.choice((0, 1, 5, 40)))
        cells = (
            *(item, destination, later.isoformat(), home, chance.choice(BUYERS)),
            *(chance.choice(QUANTITIES), chance.choice(VALUES)),
            *(chance.choice(("Acme Works", "")), chance.choice(("none", "NAC"))),
        )
        yield TableRow(NAMES, cells, "orders.csv", number + 2, number)


def answers(batch: Batch, rows: Iterable[Row]) -> Iterator[Answered | Problem]:
    for each in batch.answers(in_blocks((row, f"SO-{row.number}") for row in rows)):
        yield from [each] if isinstance(each, Problem) else each


@pytest.mark.parametrize("why", [False, True])
@pytest.mark.parametrize("profile", ["none", "ordinary"])
@pytest.mark.parametrize("seed", range(2))
def test_each_line_is_told_as_it_is_told_alone(
    library: Library, profile: str, seed: int, why: bool
) -> None:
    """Byte for byte, whatever stood in the lines before it."""
    desk = OrderDesk(ShipmentReader(library, profile, {}, None, TODAY))
    rows = list(orders(seed, 20))
    told = ToldAlike(in_row, why=why)
    count = 0
    for line in answers(Batch(library, desk), rows):
        if isinstance(line, Problem):
            continue
        count += 1
        by_itself = desk.judge(line.row, line.id)
        assert isinstance(by_itself, Judged)
        assert told.text(line) == line_text(Answered.of(by_itself), why=why)
    assert count > 10


def test_lines_that_ask_the_same_are_judged_in_full_once(library: Library) -> None:
    """Buyers, days and amounts differ, and none of them is told of these lines."""
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    judged = []
    plain = desk.judge

    def counted(*given: object) -> object:
        judged.append(given[0])
        return plain(*given)  # type: ignore[arg-type]

    desk.judge = counted  # type: ignore[method-assign, assignment]
    day = date(2025, 6, 2)
    rows = [
        TableRow(
            NAMES[:7],
            (
                *("NVIDIA H100", "DE", (day + timedelta(number % 20)).isoformat(), "DE"),
                *(f"Buyer {number} Works", str(1 + number), f"{number} USD"),
            ),
            "orders.csv",
            number + 2,
            number,
        )
        for number in range(1, 101)
    ]
    told = ToldAlike(in_row, why=False)
    texts = {told.text(line) for line in answers(Batch(library, desk), rows)}  # type: ignore[arg-type]
    assert len(texts) == 100
    assert len(judged) < 10


def test_a_number_that_turns_a_test_is_told_with_its_own_answer(library: Library) -> None:
    """At USD 50,000 no End-User Statement is asked for, and above it is; the amount is told."""
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    kept = ("NVIDIA L40S", "CN", "2025-06-02", "CN", "Acme Works")
    amounts = ("50000 USD", "50000.01 USD", "50000 USD", "70000 USD")
    rows = [
        TableRow(NAMES[:7], (*kept, "1", amount), "orders.csv", number, number)
        for number, amount in enumerate(amounts, 2)
    ]
    told = ToldAlike(in_row, why=False)
    texts = [told.text(line) for line in answers(Batch(library, desk), rows)]  # type: ignore[arg-type]
    assert ["End-User Statement" in text for text in texts] == [False, True, False, True]
    assert ["shipment.value is 50,000.01 USD" in text for text in texts][1]
    assert ["shipment.value is 70,000 USD" in text for text in texts][3]


def test_a_sign_that_stands_for_a_hole_is_not_taken_for_one(
    library: Library, tmp_path: Path
) -> None:
    """A line whose id and item look like the text between which its own is put."""
    path = tmp_path / "o.jsonl"
    line = (
        '{"id": "\\"\\\\u0000%d\\\\u0000\\"", "item.sku": "H100", "destination": "DE", '
        '"ship_date": "2025-05-01", "end_user.name": "\\\\u0000%d\\\\u0000"}'
    )
    path.write_text("\n".join(line % (number, number) for number in range(6)))
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    rows = with_ids(rows_of(OrderSource(str(path), "jsonl"), library.catalogue), "o.jsonl")
    told = ToldAlike(in_row, why=False)
    lines = [each for found in Batch(library, desk).answers(rows) for each in found]  # type: ignore[union-attr]
    assert len(lines) == 6
    for each in lines:
        by_itself = desk.judge(each.row, each.id)
        assert isinstance(by_itself, Judged)
        assert told.text(each) == line_text(Answered.of(by_itself))
