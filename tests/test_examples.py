"""Every file in examples/ is run, and no stated fact can be removed to get a pass.

Laws: an example gives the verdicts that its story tells; a line with one stated fact taken away has
the same answer or an open one, and never becomes a pass; the README shows every example.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.shipment import Shipment, decide
from exportcheck.reading.entries import Entry, flatten
from exportcheck.reading.json_lines import load_json
from exportcheck.reading.library import load_library
from exportcheck.reading.order_files import read_orders
from exportcheck.reading.shipments import ShipmentReader
from exportcheck.reading.spec_files import read_spec
from exportcheck.reading.strict_yaml import read_yaml

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
VERDICTS = {
    "h20-story.yaml": ["pass", "fail", "pass"],
    "orders.jsonl": ["pass", "fail", "review", "pass"],
    "mistakes.yaml": ["fail"],
}
PROBLEMS = {"mistakes.yaml": ["EC206", "EC401", "EC401", "EC401", "EC402", "EC201"]}


@pytest.fixture(scope="module")
def rules() -> Library:
    return load_library(use_cache=False)


def reader(rules: Library, profile: str = "none") -> ShipmentReader:
    return ShipmentReader(rules, profile, today=date(2026, 11, 1))


def judged(rules: Library, shipment: Shipment) -> Determination:
    result = decide(rules.rulebooks, shipment)
    assert not isinstance(result, Problem), result
    return result.determination


def test_every_example_is_expected() -> None:
    """No example file is without a test here."""
    assert {path.name for path in EXAMPLES.iterdir()} == {
        *VERDICTS,
        "unreleased-chip.yaml",
        "company-rulebook",
    }


@pytest.mark.parametrize("name", VERDICTS)
def test_an_example_gives_the_verdicts_of_its_story(name: str, rules: Library) -> None:
    """The lines come out as the file's comment and ids say, and its mistakes are found."""
    found = list(read_orders(EXAMPLES / name, name, reader(rules)))
    verdicts = [judged(rules, each).verdict for each in found if isinstance(each, Shipment)]
    assert verdicts == VERDICTS[name]
    assert [each.code for each in found if isinstance(each, Problem)] == PROBLEMS.get(name, [])


def test_the_license_example_rests_on_the_letter_and_the_license(rules: Library) -> None:
    """The H20 passes under license because the letter's requirement is covered by it."""
    *_, last = read_orders(EXAMPLES / "h20-story.yaml", "x", reader(rules))
    assert isinstance(last, Shipment)
    found = judged(rules, last)
    assert {"us-ear/letter.2025-04-09.nvidia", "us-ear/license"} <= found.rests_on
    assert any("data centers" in duty.obligation.do for duty in found.duties)


def lines() -> Iterator[tuple[str, list[Entry]]]:
    """The lines of all order examples that state every fact, as entries."""
    for name in ("h20-story.yaml", "orders.jsonl"):
        if name.endswith(".yaml"):
            data: Any = read_yaml((EXAMPLES / name).read_bytes(), name).data
            rows = data["shipments"]
        else:
            text = (EXAMPLES / name).read_text(encoding="utf-8")
            rows = [load_json(line) for line in text.splitlines()]
        for row in rows:
            entries = [
                Entry(".".join(keys), value, Place(name))
                for keys, value in flatten(row)
                if keys != ("id",)
            ]
            yield f"{name}: {row['id']}", entries


LINES = list(lines())


@pytest.mark.parametrize(("name", "entries"), LINES, ids=[name for name, _ in LINES])
def test_taking_a_fact_away_leaves_the_answer_or_opens_it(
    name: str, entries: list[Entry], rules: Library
) -> None:
    """Without any one of its facts a line has the same answer or an undetermined one."""
    whole, problems = reader(rules).read(entries, id=name, place=Place(name))
    assert whole is not None, problems
    answer = judged(rules, whole)
    for entry in entries:
        rest = [each for each in entries if each is not entry]
        less, _ = reader(rules).read(rest, id=name, place=Place(name))
        if less is None:
            continue
        if entry.name == "ship_date":
            # Another day is another question; the law of today is asked for then, aloud.
            assert less.dated_today
            continue
        found = judged(rules, less)
        assert found.outcome is answer.outcome or found.verdict == "review", entry.name


DAMAGES: list[Any] = [
    None,
    "",
    " ",
    "NaN",
    "-1",
    "abc",
    "cn",
    "CN ",
    "ＣＮ",
    "１",
    "CN\n",
    [],
    ["CN"],
    {},
    True,
    "0",
    "none",
    "no",
    "yes",
]


@pytest.mark.parametrize(("name", "entries"), LINES, ids=[name for name, _ in LINES])
def test_a_damaged_fact_is_never_a_pass_that_the_line_would_not_get(
    name: str, entries: list[Entry], rules: Library
) -> None:
    """Whatever stands for a fact by mistake, a line that does not pass does not begin to.

    A damage that is itself a meaningful statement of the fact, such as `no` for yes, is another
    line and not a damaged one; those are left out where the fact takes them.
    """
    whole, _ = reader(rules).read(entries, id=name, place=Place(name))
    assert whole is not None
    passes = judged(rules, whole).verdict == "pass"
    for entry in entries:
        fact = rules.catalogue.facts.get(entry.name)
        for damage in DAMAGES:
            if fact is not None and damage in ("yes", "no", True, "none"):
                continue
            if fact is not None and fact.kind == "text" and damage in ("abc", "0", "１", "cn"):
                continue
            changed = [
                Entry(each.name, damage if each is entry else each.written, each.place)
                for each in entries
            ]
            less, problems = reader(rules).read(changed, id=name, place=Place(name))
            if less is None:
                assert problems
                continue
            if entry.name == "ship_date":
                assert less.dated_today
                continue
            assert passes or judged(rules, less).verdict != "pass", (entry.name, damage)


def test_the_specification_example_is_open_and_says_where_each_answer_leads(
    rules: Library,
) -> None:
    """A bounded die area leaves the class open, and each range of density has its own outcome."""
    from exportcheck.core.questions import open_questions

    item, problems = read_spec(EXAMPLES / "unreleased-chip.yaml", rules)
    assert item is not None, problems
    entries = [Entry("destination", "CN", Place("x")), Entry("ship_date", "2026-06-01", Place("x"))]
    shipment, _ = reader(rules, "ordinary").read(entries, id="x", place=Place("x"), item=item)
    assert shipment is not None
    found = judged(rules, shipment)
    (question,) = open_questions(found)
    assert question.fact.name == "item.performance_density"
    assert [answer.outcome.value for answer in question.answers] == [
        "no_license_required",
        "undetermined",
        "license_required",
    ]


def test_taking_a_figure_from_the_specification_never_gives_a_pass(rules: Library) -> None:
    """Without any one of its figures the unreleased chip is still not free to go to China."""
    data: Any = read_yaml((EXAMPLES / "unreleased-chip.yaml").read_bytes(), "x").data
    figures = [(keys, value) for keys, value in flatten(data["facts"])]
    common = [
        Entry("item.kind", "integrated_circuit", Place("x")),
        Entry("item.maker_headquarters", "US", Place("x")),
        Entry("item.family", "Example X1", Place("x")),
        Entry("exporter.name", "Example", Place("x")),
        Entry("destination", "CN", Place("x")),
        Entry("ship_date", "2026-06-01", Place("x")),
    ]
    for missing in range(-1, len(figures)):
        entries = common + [
            Entry("item." + ".".join(keys), value, Place("x"))
            for index, (keys, value) in enumerate(figures)
            if index != missing
        ]
        shipment, problems = reader(rules, "ordinary").read(entries, id="x", place=Place("x"))
        assert shipment is not None, problems
        assert judged(rules, shipment).verdict == "review", missing


def test_the_readme_shows_every_example() -> None:
    """An example that the README does not name is not found by anybody."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for path in EXAMPLES.iterdir():
        assert f"examples/{path.name}" in text


@pytest.mark.parametrize("name", ["h20-story.yaml", "orders.jsonl"])
def test_an_order_file_fits_its_schema(name: str, rules: Library) -> None:
    """The JSON Schema of order files, made from the catalogue of facts, accepts the examples."""
    from jsonschema import Draft202012Validator

    from exportcheck.reading.schemas import orders_schema

    validator = Draft202012Validator(orders_schema(rules.catalogue))
    if name.endswith(".yaml"):
        data: Any = read_yaml((EXAMPLES / name).read_bytes(), name).data
    else:
        text = (EXAMPLES / name).read_text(encoding="utf-8")
        data = {"shipments": [load_json(line) for line in text.splitlines()]}
    assert list(validator.iter_errors(data)) == []
    data["shipments"][0]["destinaton"] = "CN"
    assert list(validator.iter_errors(data)) != []
