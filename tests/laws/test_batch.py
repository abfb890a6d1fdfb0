"""Many lines: the answer to each is the one it would have had alone, in any order.

Laws, for lines drawn at random and for lines made to be awkward:

- a batch gives each line the outcome, reason, rules and questions of the line judged by itself;
- in any order, and whatever came before;
- a line with a mistake is told as it is alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import pytest

from exportcheck.batch.run import Batch
from exportcheck.core.library import Library
from exportcheck.core.problems import Problem
from exportcheck.core.reports import Answered, brief_of
from exportcheck.core.shipment import Judged
from exportcheck.reading.desk import OrderDesk
from exportcheck.reading.rows import Row
from exportcheck.reading.shipments import ShipmentReader
from exportcheck.reporting.as_json import line_text

TODAY = date(2026, 9, 1)
PLACES = ("CN", "HK", "MO", "US", "DE", "SG", "AE", "SA", "RU", "TW", "MY", "KH", "IR", "GB", "IN")
DAYS = [(date(2022, 9, 1) + timedelta(days=11 * step)).isoformat() for step in range(150)]
VALUES: dict[str, tuple[object, ...]] = {
    "item.sku": (
        *("NVIDIA H20", "H100", "A100", "RTX 4090", "GeForce RTX 4090 D", "L40S", "L2", "T4"),
        *("MI308X", "MI300X", "DGX H100", "Gaudi 2", "H800", "HI00", "Ascend 910B"),
    ),
    "destination": PLACES,
    "ship_date": tuple(DAYS),
    "end_user.headquarters": (*PLACES, "", None),
    "end_user.country": (*PLACES, ""),
    "end_user.ultimate_parent_headquarters": (*PLACES, ""),
    "end_user.name": (
        *("Acme Works", "Buyer 12", "Huawei Technologies", "Inspur Group", "TBD", "中芯国际"),
        "Sophgo",
    ),
    "exporter.name": ("NVIDIA", "AMD", "Acme Works", ""),
    "end_use": ("civil", "supercomputer", "military", "advanced_node_fabrication", "datacenter"),
    "license": ("none", "D1234567", ""),
    "license_exception": ("NAC", "ACA", "none", ""),
    "quantity": ("1", "12", "1000", "x"),
    "unit_value": ("100 USD", "9000 USD", "9000"),
    "transaction": ("export", "reexport", "transfer"),
    "shipped_from": ("US", "TW", "CN", ""),
    "parties.listed": ("no", "yes", ""),
    "intermediate.country": ("CN", "SG", ""),
    "consignee.is_end_user": ("yes", "no"),
    "consignee.country": ("CN", "SG", ""),
    "item.kind": ("integrated_circuit", "system", ""),
    "item.total_processing_performance": ("1599", "2400", "4800", "at most 1600"),
    "item.logic_die_area": ("814 mm²", "300 mm²"),
    "item.eccn": ("3A991", "EAR99", "5A992", "4A003", ""),
}
USUAL = ("item.sku", "destination", "ship_date", "end_user.headquarters", "end_user.name")


def lines(library: Library, seed: int, count: int) -> Iterator[Row]:
    """Lines of a few shapes, some in order of the columns and some not."""
    chance = random.Random(seed)
    known = [name for name in VALUES if name in library.catalogue or name == "item.sku"]
    shapes = [USUAL, USUAL[:2], ("destination",), USUAL[:4]]
    shapes += [tuple(chance.sample(known, chance.randrange(2, 9))) for _ in range(4)]
    for number in range(1, count + 1):
        names = chance.choice(shapes)
        cells = [chance.choice(VALUES[name]) for name in names]
        yield Row(names, cells, "orders", number, number)


def told(line: Answered | Problem) -> object:
    """All that the short answer says, and what the full one says of it."""
    if isinstance(line, Problem):
        return str(line.place), line.code, line.message
    return (
        line.id,
        line.item,
        line.destination,
        line.as_of,
        line.outcome,
        line.reason,
        [finding.name for finding in line.rules],
        [cite for finding in line.rules for cite in finding.cites],
        [question.fact.name for question in line.questions],
    )


def alone(desk: OrderDesk, row: Row) -> list[object]:
    judged = desk.judge(row, str(row.number))
    if isinstance(judged, Judged):
        return [told(Answered.of(judged))]
    return [told(problem) for problem in judged]


def with_ids(rows: Iterable[Row]) -> Iterator[tuple[Row, str]]:
    return ((row, str(row.number)) for row in rows)


@pytest.mark.parametrize("profile", ["none", "ordinary"])
@pytest.mark.parametrize("seed", range(12))
def test_a_batch_answers_each_line_as_it_is_answered_alone(
    library: Library, profile: str, seed: int
) -> None:
    """The same outcome, reason, rules, citations and questions, and the same mistakes."""
    rows = list(lines(library, seed, 60))
    desk = OrderDesk(ShipmentReader(library, profile, {}, None, TODAY))
    batch = Batch(library, desk)
    found = [told(line) for line in batch.answers(with_ids(rows))]
    expected = [each for row in rows for each in alone(desk, row)]
    assert found == expected


@pytest.mark.parametrize("law_of", [date(2023, 1, 1), date(2025, 5, 1)])
def test_a_day_that_is_given_goes_before_the_ship_dates(library: Library, law_of: date) -> None:
    """With one day of the law for all, each line is answered as alone."""
    rows = list(lines(library, 99, 60))
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, law_of, TODAY))
    found = [told(line) for line in Batch(library, desk).answers(with_ids(rows))]
    assert found == [each for row in rows for each in alone(desk, row)]


def test_the_order_of_lines_does_not_matter(library: Library) -> None:
    """Shuffled lines get the same answers."""
    rows = list(lines(library, 7, 120))
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    first = [told(line) for line in Batch(library, desk).answers(with_ids(rows))]
    random.Random(8).shuffle(rows)
    second = [told(line) for line in Batch(library, desk).answers(with_ids(rows))]
    assert sorted(map(str, first)) == sorted(map(str, second))


def test_the_whole_determination_of_a_line_is_its_own(library: Library) -> None:
    """Looked at in full, a line has its own facts, and the answer that was told in short."""
    rows = list(lines(library, 3, 30))
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    by_id = {str(row.number): row for row in rows}
    for line in Batch(library, desk).answers(with_ids(rows)):
        if isinstance(line, Problem):
            continue
        whole = line.judged
        assert whole.shipment.id == line.id
        assert whole.determination.facts["destination"].written == line.destination
        assert whole.determination.as_of == line.as_of
        again = brief_of(whole)
        assert (again.outcome, again.reason) == (line.outcome, line.reason)
        by_itself = desk.judge(by_id[line.id], line.id)
        assert isinstance(by_itself, Judged)
        assert line_text(line) == line_text(Answered.of(by_itself))


def test_lines_that_ask_the_same_share_one_answer(library: Library) -> None:
    """Ten thousand orders of one kind are judged once."""
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    judged = 0
    plain = desk.judge

    def counted(*given: object) -> object:
        nonlocal judged
        judged += 1
        return plain(*given)  # type: ignore[arg-type]

    desk.judge = counted  # type: ignore[method-assign, assignment]
    names = ("item.sku", "destination", "ship_date", "end_user.name")
    rows = [
        Row(names, ["H100", "DE", "2025-05-01", f"Buyer {number % 50} Works"], "o", number, number)
        for number in range(1000)
    ]
    found = list(Batch(library, desk).answers(with_ids(rows)))
    assert len(found) == 1000
    assert judged == 1
