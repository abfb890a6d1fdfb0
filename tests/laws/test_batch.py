"""Many lines: the answer to each is the one it would have had alone, in any order.

Laws, for lines drawn at random and for lines made to be awkward:

- a batch gives each line the outcome, reason, rules and questions of the line judged by itself;
- in any order, and whatever came before;
- a line with a mistake is told as it is alone.
"""

from __future__ import annotations

import gc
import random
import shutil
import weakref
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise, permutations, product
from pathlib import Path

import pytest

from exportcheck.batch import run
from exportcheck.batch.columns import Cell
from exportcheck.batch.run import Batch
from exportcheck.batch.tree import Tree
from exportcheck.core.answers import Answered, brief_of
from exportcheck.core.findings import Outcome
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
from exportcheck.reporting.as_json import line_text

ROOT = Path(__file__).parents[2]

TODAY = date(2026, 9, 1)
PLACES = (
    "CN",
    "HK",
    "MO",
    "US",
    "DE",
    "SG",
    "AE",
    "SA",
    "RU",
    "TW",
    "MY",
    "KH",
    "IR",
    "GB",
    "IN",
    "GL",
)
DAYS = [(date(2022, 9, 1) + timedelta(days=11 * step)).isoformat() for step in range(150)]
VALUES: dict[str, tuple[object, ...]] = {
    "item.sku": (
        *("NVIDIA H20", "H100", "A100", "RTX 4090", "GeForce RTX 4090 D", "L40S", "L2", "T4"),
        *("MI308X", "MI300X", "DGX H100", "Gaudi 2", "H800", "HI00", "Ascend 910B"),
        *("MetaX C500 OAM", "Moore Threads MTT S5000"),
    ),
    "destination": PLACES,
    "ship_date": tuple(DAYS),
    "end_user.headquarters": (*PLACES, "", None),
    "end_user.country": (*PLACES, ""),
    "end_user.ultimate_parent_headquarters": (*PLACES, ""),
    "end_user.name": (
        *("Acme Works", "Buyer 12 Works", "Huawei Technologies", "Inspur Group", "TBD", "中芯国际"),
        *(
            "Sophgo",
            "wird nachgereicht",
            "Salvation Army",
            "People's Liberation Army",
            "G42 Health",
            "Bank of Yalta",
            "Bank of China, Singapore Branch",
            "ICBC Ltd",
            "Sberbank Europe",
            "NIO Europe Ltd",
            "IranKhodro Works",
            "Embassy of Iran",
            "AWS",
            "Ministry of Energy",
        ),
    ),
    "exporter.name": (
        "NVIDIA",
        "NVIDIA, Inc.",
        "AMD",
        "TSMC",
        "Amkor Philippines",
        "Acme Works",
        "",
    ),
    "end_use": ("civil", "supercomputer", "military", "advanced_node_fabrication", "datacenter"),
    "license": ("none", "D1234567", "NAC", "ACA", "TMP", ""),
    "license_exception_confirmed": ("yes", "no", ""),
    "nac.confirmed": ("yes", "no", ""),
    "datacenter.country": (*PLACES, "", ""),
    "license_exception": ("NAC", "ACA", "none", ""),
    "quantity": ("1", "12", "1000", "x", "0"),
    "unit_value": ("100 USD", "9000 USD", "9000"),
    "transaction": ("export", "reexport", "transfer"),
    "shipped_from": ("US", "TW", "CN", ""),
    "parties.listed": ("no", "yes", ""),
    "parties.blocked": ("no", "yes", ""),
    "intermediate.country": ("CN", "SG", ""),
    "end_user.majority_owner_headquarters": (*PLACES, ""),
    "end_use_country": (*PLACES, ""),
    "destination_region": ("none", "crimea", ""),
    "parties.military": ("yes", "no", ""),
    "parties.of_regions_of_746_6": ("yes", "no", ""),
    "parties.called_after_macau_or_d5": ("yes", "no", ""),
    "uae.government_agency": ("yes", "no", ""),
    "parties.entry_states_policy_of_denial": ("yes", "no", ""),
    "consignee.is_end_user": ("yes", "no"),
    "consignee.country": ("CN", "SG", ""),
    "consignee.headquarters": ("CN", "SG", ""),
    "consignee.name": ("Acme Works", "Buyer 12 Works", "Inspur Group", ""),
    "item.kind": ("integrated_circuit", "system", ""),
    "item.family": ("H100", "Tesla A100", "Atlas 800", "Works 1", ""),
    "item.maker": ("Example", "NVIDIA", ""),
    "item.bears_known_name": ("yes", "no", ""),
    "item.total_processing_performance": ("1599", "2400", "4800", "at most 1600"),
    "item.adjusted_peak_performance": ("at most 70 WT", "161 WT", ""),
    "item.logic_die_area": ("814 mm²", "300 mm²"),
    "item.eccn": ("3A991", "EAR99", "5A992", "4A003", "3A001", "3A090", "3A090.a.1", "3A090.d", ""),
}
CONSIGNEE = ("consignee.name", "consignee.country", "consignee.headquarters")
USUAL = ("item.sku", "destination", "ship_date", "end_user.headquarters", "end_user.name")


def lines(library: Library, seed: int, count: int) -> Iterator[Row]:
    """Lines of a few shapes, some in order of the columns and some not."""
    chance = random.Random(seed)
    known = [name for name in VALUES if name in library.catalogue or name == "item.sku"]
    shapes = [USUAL, USUAL[:2], ("destination",), USUAL[:4]]
    shapes.append(("item.sku", "destination", "end_user.name", *CONSIGNEE))
    shapes += [tuple(chance.sample(known, chance.randrange(2, 9))) for _ in range(4)]
    for number in range(1, count + 1):
        names = chance.choice(shapes)
        cells = [chance.choice(VALUES[name]) for name in names]
        yield Row(names, cells, "orders", number, number)


class TableRow(Row):
    """A line of a table, where an empty cell states nothing."""

    blanks = True
    __slots__ = ()

    def entries(self) -> list[Entry]:
        return [
            Entry(name, cell or None, self.place)
            for name, cell in zip(self.names, self.cells, strict=True)
        ]


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
        [(question.fact.name, question.needed_by) for question in line.asked],
    )


def differences(desk: OrderDesk, rows: list[Row]) -> list[tuple[object, object]]:
    """What a batch tells of lines otherwise than what is told of each alone."""
    library = desk.reader.library
    found = [told(line) for line in answers(Batch(library, desk), rows)]
    expected = [each for row in rows for each in alone(desk, row)]
    assert len(found) == len(expected)
    return [(one, other) for one, other in zip(found, expected, strict=True) if one != other]


def alone(desk: OrderDesk, row: Row) -> list[object]:
    judged = desk.judge(row, str(row.number))
    if isinstance(judged, Judged):
        return [told(Answered.of(judged))]
    return [told(problem) for problem in judged]


def judgments_of(desk: OrderDesk) -> list[object]:
    """The rows that a desk judges, as they come."""
    rows: list[object] = []
    plain = desk.judge

    def counted(*given: object) -> object:
        rows.append(given[0])
        return plain(*given)  # type: ignore[arg-type]

    desk.judge = counted  # type: ignore[method-assign, assignment]
    return rows


def answers(batch: Batch, rows: Iterable[Row], size: int = 7) -> Iterator[Answered | Problem]:
    """The answers to rows, given to a batch so many at a time."""
    numbered = [(row, str(row.number)) for row in rows]
    for begin in range(0, len(numbered), size):
        for each in batch.answers(in_blocks(numbered[begin : begin + size])):
            if isinstance(each, Problem):
                yield each
            else:
                yield from each


@pytest.mark.parametrize("profile", ["none", "ordinary"])
@pytest.mark.parametrize("seed", range(4))
def test_a_batch_answers_each_line_as_it_is_answered_alone(
    library: Library, profile: str, seed: int
) -> None:
    """The same outcome, reason, rules, citations and questions, and the same mistakes."""
    rows = list(lines(library, seed, 60))
    desk = OrderDesk(ShipmentReader(library, profile, {}, None, TODAY))
    batch = Batch(library, desk)
    found = [told(line) for line in answers(batch, rows)]
    expected = [each for row in rows for each in alone(desk, row)]
    assert found == expected


def test_a_line_that_contradicts_a_list_on_which_the_maker_is_gets_no_answer(
    library: Library,
) -> None:
    """Where no rule asks for the fact on that day, the mistake is told all the same."""
    names = ("item.sku", "destination", "ship_date", "designer.approved")
    rows = [
        Row(names, ["NVIDIA T4", "DE", "2026-09-01", stated], "orders", number, number)
        for number, stated in enumerate(("yes", "no", "yes"), 1)
    ]
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    found = list(answers(Batch(library, desk), rows))
    assert [isinstance(line, Problem) for line in found] == [False, True, False]
    assert not differences(desk, rows)


OF_THEIR_OWN = """\
facts:
  maker.audited:
    kind: yes_no
    meaning: Whether we have audited the maker.
    ask: Have we audited the maker?
contradictions:
  - says: an approved designer is audited
    when: {designer.approved: yes, maker.audited: no, item.eccn: none}
"""
THEIRS = {
    "item.sku": ("NVIDIA T4", "Ascend 910B", "Hanguang 800", "TPU v4", "T4", "DGX H100"),
    "ship_date": ("2025-01-30", "2025-01-31", "2026-09-01"),
    "maker.audited": ("yes", "no", ""),
    "item.eccn": ("none", "4A994", ""),
}


@pytest.mark.parametrize("profile", ["none", "ordinary"])
def test_a_list_that_makes_a_line_contradict_itself_is_seen_in_a_batch(
    tmp_path: Path, profile: str
) -> None:
    """The maker of the item is on a list, and the rest stands in columns that are not odd."""
    (tmp_path / "facts.yaml").write_text(OF_THEIR_OWN, encoding="utf-8")
    theirs = load_library([ROOT / "rules", tmp_path], use_cache=False)
    names = (*THEIRS, "destination")
    rows = [
        TableRow(names, [*cells, "DE"], "orders", number, number)
        for number, cells in enumerate(product(*THEIRS.values()), 1)
    ]
    desk = OrderDesk(ShipmentReader(theirs, profile, {}, None, TODAY))
    assert not differences(desk, rows)
    found = list(answers(Batch(theirs, desk), rows))
    wrong = [each for each in found if isinstance(each, Problem)]
    assert wrong
    assert all(each.message.startswith("an approved designer is audited") for each in wrong)


@pytest.mark.parametrize("profile", ["none", "ordinary"])
def test_a_column_that_contradicts_what_is_declared_is_told_whatever_else_stands_there(
    library: Library, profile: str
) -> None:
    """No line has zero units, and no other column is needed to see it."""
    names = ("destination", "ship_date", "quantity")
    rows: list[Row] = [
        TableRow(names, ["CN", "2026-09-24", units], "orders", number, number)
        for number, units in enumerate(("5 units", "0 units", "5", "0"), 1)
    ]
    desk = OrderDesk(ShipmentReader(library, profile, {}, None, TODAY))
    found = list(answers(Batch(library, desk), rows))
    assert [isinstance(line, Problem) for line in found] == [False, True, False, True]
    assert not differences(desk, rows)


def test_a_doubt_about_an_item_is_told_of_its_lines_and_of_no_others(library: Library) -> None:
    """Where the rules leave the same of two items, only the reason of one tells its doubt."""
    names = ("item.sku", "destination", "ship_date", "end_user.headquarters")
    rows: list[Row] = [
        TableRow(names, cells, "orders", number, number)
        for number, cells in enumerate(
            (
                ["Hygon DCU K100 / K100_AI", "JE", "2024-10-11", "CW"],
                ["MetaX C500 OAM", "TF", "2024-12-01", "CA"],
                ["Huawei Ascend 910B4", "NU", "2024-10-29", "FJ"],
                ["MetaX C500 OAM", "MO", "2025-02-20", "MS"],
            ),
            1,
        )
    ]
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    assert not differences(desk, rows)


def test_what_is_asked_follows_what_a_line_states_of_the_lists(library: Library) -> None:
    """A party on some list leaves open on which; one of which nothing is said, whether on any."""
    names = ("item.sku", "destination", "ship_date", "parties.listed")
    rows: list[Row] = [
        TableRow(names, ["Gaudi 2", "KP", "2025-01-14", stated], "orders", number, number)
        for number, stated in enumerate(("", "yes", "no", "yes", ""), 1)
    ]
    desk = OrderDesk(ShipmentReader(library, "none", {}, None, TODAY))
    assert not differences(desk, rows)


@pytest.mark.parametrize("profile", ["none", "ordinary"])
@pytest.mark.parametrize("exporter", ["Hillside Robotics Works", "TSMC", "NVIDIA", ""])
def test_an_exporter_that_is_named_is_not_taken_to_be_the_maker(
    library: Library, profile: str, exporter: str
) -> None:
    """Who makes an item is assumed to export it, and is on lists of exporters, unless a column
    names another."""
    items = ("NVIDIA Jetson AGX Orin 64GB", "Gaudi 2", "MI308X")
    rows: list[Row] = [
        TableRow(
            ("item.sku", "destination", "ship_date", "exporter.name", beside),
            [item, place, "2026-09-24", exporter, stated],
            "orders",
            number,
            number,
        )
        for number, (item, place, (beside, stated)) in enumerate(
            product(items, ("BR", "CN"), (("parties.listed", "no"), ("exporter.role", "other"))), 1
        )
    ]
    desk = OrderDesk(ShipmentReader(library, profile, {}, None, TODAY))
    assert not differences(desk, rows)


@pytest.mark.parametrize("profile", ["none", "ordinary"])
def test_a_party_that_is_on_one_list_and_not_on_another_is_on_some(
    library: Library, profile: str
) -> None:
    """Columns of several lists are looked at together: a no of one says nothing of the others."""
    stated = [(one, other) for one in ("no", "yes", "") for other in ("no", "yes", "")]
    columns = ("parties.blocked", "parties.on_entity_list")
    rows: list[Row] = [
        TableRow(
            ("item.sku", "destination", "ship_date", *pair),
            ["T4", "DE", "2026-01-14", *cells],
            "orders",
            number,
            number,
        )
        for number, (pair, cells) in enumerate(product(permutations(columns, 2), stated), 1)
    ]
    desk = OrderDesk(ShipmentReader(library, profile, {}, None, TODAY))
    assert not differences(desk, rows)
    for line in answers(Batch(library, desk), rows):
        if isinstance(line, Answered) and line.verdict == "pass":
            assert "yes" not in dict(line.row.written).values()


def test_an_empty_ship_date_is_not_overridden(library: Library) -> None:
    """A day given for all goes before a ship date that is another, not before one left empty."""
    names = ("item.sku", "destination", "ship_date")
    rows = [
        TableRow(names, ["T4", "DE", day], "orders", number, number)
        for number, day in enumerate(("", "2025-05-01", "2025-05-02"), 1)
    ]
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, date(2025, 5, 1), TODAY))
    found = [
        line.date_overridden
        for line in answers(Batch(library, desk), rows)
        if isinstance(line, Answered)
    ]
    assert found == [False, False, True]


@pytest.mark.parametrize("profile", ["none", "ordinary"])
def test_with_rules_of_a_company_each_line_is_answered_as_alone(profile: str) -> None:
    """The rules of a company go by the groups, and so by the readings, of those below them."""
    library = load_library([ROOT / "examples/company-rulebook/rules"])
    rows = list(lines(library, 5, 12))
    names = (*USUAL, "company.credit_hold", "company.sold_through")
    chance = random.Random(6)
    for number in range(13, 31):
        cells = [chance.choice(VALUES[name]) for name in USUAL]
        cells += [chance.choice(("yes", "no")), chance.choice(("direct", "open_reseller"))]
        rows.append(Row(names, cells, "orders", number, number))
    desk = OrderDesk(ShipmentReader(library, profile, {}, None, TODAY))
    assert not differences(desk, rows)


def test_a_name_that_is_read_with_the_item_is_looked_up(tmp_path: Path) -> None:
    """A company may declare what cannot stand together, and so bind a party to the item."""
    shutil.copytree(ROOT / "examples/company-rulebook/rules", tmp_path / "rules")
    with (tmp_path / "rules/facts.yaml").open("a") as file:
        file.write(
            """
contradictions:
  - says: our own card is not sold to ourselves
    when: {item.family: Works 1, end_user.name: Example Works}
"""
        )
    desk = OrderDesk(
        ShipmentReader(load_library([tmp_path / "rules"]), "ordinary", {}, None, TODAY)
    )
    rows = [
        Row(USUAL, ["T4", "DE", "2026-08-01", "DE", name], "orders", number, number)
        for number, name in enumerate(("Sugon Overseas", "Huawei", "Hillside Works"), 1)
    ]
    assert not differences(desk, rows)


OF_PLACES = """\
title: Places
cites: [Manual]
rules:
  - id: only-places
    title: Only the place is asked for
    cites: [Manual 1]
    prohibits: true
    versions:
      - effective_from: "2020-01-01"
        source: Manual
        read_in: the manual itself
        confidence: primary
        when: {destination: CU}
"""


def test_rules_that_never_ask_for_the_item_are_answered(tmp_path: Path) -> None:
    """The item of a line is known first, even where no rule waits for it."""
    (tmp_path / "us-ear").mkdir()
    shutil.copy(ROOT / "rules/us-ear/rulebook.yaml", tmp_path / "us-ear")
    (tmp_path / "us-ear/places.yaml").write_text(OF_PLACES, encoding="utf-8")
    library = load_library([ROOT / "rules", tmp_path], use_cache=False)
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    assert not differences(desk, list(lines(library, 7, 20)))


@pytest.mark.parametrize("most", [0, 2000])
def test_what_is_held_no_more_is_worked_out_again(
    library: Library, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """A batch lets go of what it held, for lines of any shape, and answers as before."""
    monkeypatch.setattr(run, "MOST_HELD", most)
    rows = list(lines(library, 5, 80))
    desk = OrderDesk(ShipmentReader(library, "none", {}, None, TODAY))
    batch = Batch(library, desk)
    found, held = [], []
    for line in answers(batch, rows):
        found.append(told(line))
        held.append(len(batch._briefs))
    assert found == [each for row in rows for each in alone(desk, row)]
    assert any(later < earlier for earlier, later in pairwise(held))


def test_an_answer_that_is_kept_keeps_nothing_of_what_was_held(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where reports keep answers, what they were found by is still let go of.

    With nothing assumed a file of 50,000 lines took 7 GB.
    """
    monkeypatch.setattr(run, "MOST_HELD", 0)
    batch = Batch(library, OrderDesk(ShipmentReader(library, "none", {}, None, TODAY)))
    names = ("item.sku", "destination", "ship_date")
    kept, held = [], []
    gc.disable()  # as good as it is in a run
    try:
        for code in ("DE", "SG", "VN"):
            row = Row(names, ["H100", code, "2025-05-01"], "o", 1, 1)
            (line,) = answers(batch, [row])
            assert isinstance(line, Answered)
            kept.append(line.brief)
            held += [weakref.ref(shape.tree.residues) for shape in batch._shapes.values()]
            del line
    finally:
        gc.enable()
    assert [each() is None for each in held] == [True, True, False]
    assert all(brief.determination.outcome is Outcome.UNDETERMINED for brief in kept)


@pytest.mark.parametrize("law_of", [date(2023, 1, 1), date(2025, 5, 1)])
def test_a_day_that_is_given_goes_before_the_ship_dates(library: Library, law_of: date) -> None:
    """With one day of the law for all, each line is answered as alone."""
    rows = list(lines(library, 99, 60))
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, law_of, TODAY))
    found = [told(line) for line in answers(Batch(library, desk), rows)]
    assert found == [each for row in rows for each in alone(desk, row)]


@pytest.mark.parametrize("size", [1, 2, 50, 1000])
def test_how_many_lines_come_together_does_not_matter(library: Library, size: int) -> None:
    """Whatever the blocks, each line has its answer in its place."""
    rows = list(lines(library, 21, 80))
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    found = [told(line) for line in answers(Batch(library, desk), rows, size)]
    assert found == [told(line) for line in answers(Batch(library, desk), rows)]


def test_the_order_of_lines_does_not_matter(library: Library) -> None:
    """Shuffled lines get the same answers."""
    rows = list(lines(library, 7, 120))
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    first = [told(line) for line in answers(Batch(library, desk), rows)]
    random.Random(8).shuffle(rows)
    second = [told(line) for line in answers(Batch(library, desk), rows)]
    assert sorted(map(str, first)) == sorted(map(str, second))


def test_the_whole_determination_of_a_line_is_its_own(library: Library) -> None:
    """Looked at in full, a line has its own facts, and the answer that was told in short."""
    rows = list(lines(library, 3, 30))
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    by_id = {str(row.number): row for row in rows}
    for line in answers(Batch(library, desk), rows):
        if isinstance(line, Problem):
            continue
        whole = line.judged
        assert whole.shipment.id == line.id
        assert whole.determination.facts["destination"].written == line.destination
        assert whole.determination.as_of == line.as_of
        again = brief_of(whole.determination)
        assert (again.outcome, again.reason.on(line.as_of)) == (line.outcome, line.reason)
        by_itself = desk.judge(by_id[line.id], line.id)
        assert isinstance(by_itself, Judged)
        assert line_text(line) == line_text(Answered.of(by_itself))
        of_such = brief_of(line.brief.determination)
        assert (of_such.outcome, of_such.reason) == (line.brief.outcome, line.brief.reason)


@pytest.mark.parametrize("first", ["4800 USD", "4.8 USD", "4.800 USD"])
def test_a_number_written_by_hand_is_as_doubtful_after_others(
    library: Library, tmp_path: Path, first: str
) -> None:
    """A point that may set off thousands is told in every line of a file in YAML."""
    line = '{item.sku: H100, destination: DE, ship_date: "2025-05-01", unit_value: %s}'
    written = [first, "4.800 USD", "5 USD", "5.200 USD"]
    path = tmp_path / "o.yaml"
    path.write_text("\n- ".join(["shipments:", *(line % each for each in written)]))
    rows = with_ids(rows_of(OrderSource(str(path), "yaml"), library.catalogue), "o.yaml")
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    batch = Batch(library, desk)
    told = [each for answered in batch.answers(rows) for each in _each(answered)]
    doubtful = [number for number, each in enumerate(told) if isinstance(each, Problem)]
    assert doubtful == [n for n, each in enumerate(written) if each in ("4.800 USD", "5.200 USD")]


def _each(answered: Sequence[Answered] | Problem) -> Sequence[Answered | Problem]:
    return [answered] if isinstance(answered, Problem) else answered


def test_what_an_answer_would_lead_to_is_found_for_the_line(library: Library) -> None:
    """Two lines tell the same in short, and a figure of theirs leads to different outcomes."""
    names = ("item.sku", "destination", "ship_date", "end_user.headquarters")
    lines = (
        ("Hygon DCU K100 / K100_AI", "NO", "2025-10-02", "ES"),
        ("Huawei Ascend 950PR", "NE", "2025-12-07", "MK"),
        ("Huawei Ascend 950DT", "TZ", "2026-03-04", "MU"),
    )
    rows = [Row(names, cells, "o", number, number) for number, cells in enumerate(lines, 1)]
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    told = {}
    for line in answers(Batch(library, desk), rows):
        assert isinstance(line, Answered)
        told[line.id] = {q.fact.name: [a.words for a in q.answers] for q in line.questions}
        by_itself = desk.judge(rows[int(line.id) - 1], line.id)
        assert isinstance(by_itself, Judged)
        assert line_text(line) == line_text(Answered.of(by_itself))
    assert told["1"].keys() == told["2"].keys()
    assert told["1"] != told["2"]


def test_lines_that_ask_the_same_share_one_answer(library: Library) -> None:
    """Of a thousand orders of one kind, which pass, one is read and judged by itself."""
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    judged = judgments_of(desk)
    names = ("item.sku", "destination", "ship_date", "end_user.name")
    rows = [
        Row(names, ["H100", "DE", "2025-05-01", f"Buyer {number % 40} Works"], "o", number, number)
        for number in range(1000)
    ]
    found = list(answers(Batch(library, desk), rows))
    assert len(found) == 1000
    assert len(judged) == 1


def test_licenses_of_their_own_are_no_questions_of_their_own(library: Library) -> None:
    """A thousand lines with a license number each are answered by a few judgments."""
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    judged = judgments_of(desk)
    names = ("item.sku", "destination", "ship_date", "license")
    rows = [
        Row(names, ["H100", "CN", "2025-05-01", f"D{1000000 + number}"], "o", number, number)
        for number in range(1000)
    ]
    found = list(answers(Batch(library, desk), rows))
    assert {line.outcome for line in found if isinstance(line, Answered)} == {Outcome.LICENSE_HELD}
    assert len(judged) <= 4


@pytest.mark.parametrize("column", ["parties.listed", "parties.on_entity_list", "exporter.name"])
def test_lines_that_state_what_a_list_may_tell_share_one_answer(
    library: Library, column: str
) -> None:
    """Who screens elsewhere states it in each line; that is no reason to judge each by itself."""
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    judged = judgments_of(desk)
    names = ("item.sku", "destination", "ship_date", column)
    stated = "Example Exports" if column == "exporter.name" else "no"
    rows = [
        Row(names, ["H100", "DE", "2025-05-01", stated], "o", number, number)
        for number in range(300)
    ]
    found = list(answers(Batch(library, desk), rows))
    assert len(found) == 300
    assert len(judged) <= 2
    assert not differences(desk, rows[:1])


@pytest.mark.parametrize("item", ["H100", "MetaX C500 OAM"])
def test_lines_with_names_like_listed_ones_differ_only_in_the_words_of_the_doubt(
    library: Library, item: str
) -> None:
    """What such a name leaves open is the same of all; whom it is like is told of each."""
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    judged = judgments_of(desk)
    names = ("item.sku", "destination", "ship_date", "end_user.name", "consignee.name")
    listed = ("Huawei", "Inspur", "Sugon", "SMIC", "Phytium")
    rows = [
        Row(
            names,
            [item, "DE", "2025-05-01", f"{one} Overseas {number}", f"{other} Works {number}"],
            "o",
            number,
            number,
        )
        for number, (one, other) in enumerate(product(listed, (*listed, "Hillside")), 1)
    ]
    found = list(answers(Batch(library, desk), rows))
    assert {line.outcome for line in found if isinstance(line, Answered)} == {Outcome.UNDETERMINED}
    doubts = {line.brief.doubts[-1] for line in found if isinstance(line, Answered)}
    assert len(doubts) == len(rows)
    assert len(judged) <= 4
    assert not differences(desk, rows)


@pytest.mark.parametrize("profile", ["ordinary", "none"])
def test_what_packagers_cannot_be_is_told_of_the_same_lines(library: Library, profile: str) -> None:
    """Who packages is compared with who exports, and with where either is headquartered."""
    desk = OrderDesk(ShipmentReader(library, profile, {}, None, TODAY))
    cells = {
        "exporter.role": ("fabricator", "osat", ""),
        "exporter.name": ("Example Foundry", ""),
        "packaging.by": ("fabricator", "osat"),
        "packaging.name": ("Example Foundry Ltd", "Example Packaging", "Amkor", ""),
        "packaging.headquarters": ("CN", "TW", ""),
    }
    names = ("item.sku", "destination", *cells)
    rows = [
        Row(names, ["NVIDIA T4", "MY", *each], "o", number, number)
        for number, each in enumerate(product(*cells.values()), 1)
    ]
    assert not differences(desk, rows)
    told = [each.code for each in answers(Batch(library, desk), rows) if isinstance(each, Problem)]
    assert 0 < told.count("EC402") < len(rows)


def test_headquarters_of_which_no_rule_says_more_come_to_the_same(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else what is kept grows with each pair of a destination and headquarters."""
    monkeypatch.setattr("exportcheck.batch.tree.MANY", 0)
    found: dict[str, set[int]] = {"destination": set(), "end_user.headquarters": set()}
    like = Tree.like

    def seen(tree: Tree[object], number: int, cell: Cell) -> Cell:
        first = like(tree, number, cell)
        for name in found.keys() & cell.known.keys():
            found[name].add(id(first))
        return first

    monkeypatch.setattr(Tree, "like", seen)
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    names = ("item.sku", "destination", "end_user.headquarters", "end_user.name")
    places = ("DE", "FR", "SE", "NL", "FI", "ES")
    rows = [
        Row(names, [item, there, home, f"Buyer {home} Works"], "o", number, number)
        for number, (item, there, home) in enumerate(product(("H100", "T4"), places, places), 1)
    ]
    assert not differences(desk, rows)
    assert {name: len(cells) for name, cells in found.items()} == dict.fromkeys(found, 1)


@pytest.mark.parametrize("claimed", [{"license": "LVS"}, {}])
def test_prices_come_to_the_same_by_the_value_of_the_shipment(
    library: Library, monkeypatch: pytest.MonkeyPatch, claimed: dict[str, str]
) -> None:
    """Else what is kept grows with each price, and with nothing assumed it grew with each line."""
    monkeypatch.setattr("exportcheck.batch.tree.MANY", 0)
    found = set()
    like = Tree.like

    def seen(tree: Tree[object], number: int, cell: Cell) -> Cell:
        first = like(tree, number, cell)
        if "unit_value" in cell.known:
            found.add(id(first))
        return first

    monkeypatch.setattr(Tree, "like", seen)
    desk = OrderDesk(ShipmentReader(library, "none", {}, None, TODAY))
    line = {"item.eccn": "3A001.a.7", "destination": "MY", **claimed, "quantity": "5"}
    rows = [
        Row((*line, "unit_value"), [*line.values(), f"{price} USD"], "o", price, price)
        for price in range(90, 1110, 10)
    ]
    assert not differences(desk, rows)
    # At most 500, 1,500, 3,000 or 5,000 USD (15 CFR Part 774 Supp. No. 1, LVS), or more.
    assert len(found) == 5


def test_figures_that_are_read_together_are_odd_one_by_one(library: Library) -> None:
    """What one of them states wrongly is told of its line, and of no other."""
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    figures = ("2", "", "-1", "3.00E+001", "many", ["2"]), ("500 USD", "500", "500 EUR", "", 7)
    names = ("item.sku", "destination", "quantity", "unit_value")
    rows = [
        Row(names, ["NVIDIA T4", "MY", quantity, price], "o", number, number)
        for number, (quantity, price) in enumerate(product(*figures), 1)
    ]
    assert not differences(desk, rows)
    # A shipment is worth no less than one unit of it.
    names = (*names, "shipment.value")
    rows = [
        Row(names, ["NVIDIA T4", "MY", "1", price, "400 USD"], "o", number, number)
        for number, price in enumerate(("300 USD", "500 USD", "400 USD"), 1)
    ]
    assert not differences(desk, rows)


SPEAKS = "parties.called_after_macau_or_d5"
NAMED_AFTER_PLACES = (
    (
        "Siemens Shanghai Branch",
        "Embassy of Iran",
        "Asmara Trading",
        "Moscow Works",
        "Example",
        "上海",
    ),
    ("CN", "HK", "US", "SG", "DE", "RU", "BY", "ER", "AF", "IR", "CU", ""),
)


@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize("seed", range(2))
def test_names_that_speak_of_places_are_weighed_with_the_places_of_each_line(
    library: Library, monkeypatch: pytest.MonkeyPatch, seed: int, few: bool
) -> None:
    """Cells of which every test comes out alike are told apart where a name may speak of one."""
    if not few:
        monkeypatch.setattr("exportcheck.batch.tree.MANY", 0)
    chance = random.Random(seed)
    names, places = NAMED_AFTER_PLACES
    shapes = (
        ("item.sku", "destination", "end_user.name", "end_user.headquarters"),
        ("item.sku", "destination", "end_user.country", "consignee.name"),
        ("item.sku", "destination", "datacenter.name", "datacenter.operator_headquarters"),
        ("item.sku", "destination", "end_user.name", "purchaser.name", "purchaser.headquarters"),
        ("item.sku", "destination", "exporter.name", "end_user.headquarters"),
        ("item.sku", "item.maker", "destination", "end_user.headquarters"),
        ("item.sku", "destination", "end_user.headquarters", SPEAKS),
        ("item.sku", "destination", "end_user.country", "datacenter.name", SPEAKS),
    )
    rows = []
    for number in range(1, 481):
        columns = shapes[number % len(shapes)]
        cells = [
            chance.choice(("NVIDIA T4", "NVIDIA H100 SXM5 80GB"))
            if name == "item.sku"
            else chance.choice(("yes", "no", "") if name == SPEAKS else places)
            if not name.endswith((".name", ".maker"))
            else chance.choice(names)
            for name in columns
        ]
        rows.append(TableRow(columns, cells, "orders", number, number))
    desk = OrderDesk(ShipmentReader(library, "ordinary", {}, None, TODAY))
    assert differences(desk, rows) == []
