"""Lines of facts to shipments; damaged facts never make a line pass."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from exportcheck.core.facts import Origin
from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.shipment import Judged, decide
from exportcheck.core.values import Choice
from exportcheck.reading.entries import Entry, flatten
from exportcheck.reading.shipments import ShipmentReader

Ask = Callable[..., Any]
HERE = Place("f", 3, 7)


def entries(line: dict[str, Any]) -> list[Entry]:
    return [Entry(".".join(keys), value, HERE, 4) for keys, value in flatten(line)]


def test_nested_and_dotted_names_are_the_same(library: Library, ask: Ask) -> None:
    """A line may nest its facts or join their names with dots."""
    nested = ask(library, {"end_user": {"country": "DE"}, "item": {"peak": {"fp16": "1 TOPS"}}})
    dotted = ask(library, {"end_user.country": "DE", "item.peak.fp16": "1 TOPS"})
    mixed = ask(library, {"end_user": {"country": "DE"}, "item.peak": {"fp16": "1 TOPS"}})
    for found in (nested, dotted, mixed):
        assert found.facts["end_user.country"].value == Choice.of("DE")
        assert found.facts["item.peak.fp16"].origin is Origin.STATED


@pytest.mark.parametrize(
    ("line", "code", "message", "help"),
    [
        ({"destinaton": "DE"}, "EC201", "`destinaton` is not a fact", "did you mean `destination`"),
        ({"reading.ai-diffusion": "as_codified"}, "EC201", "is not a fact this tool knows", ""),
        ({"destination": "cn"}, "EC401", "`destination`: `cn` is not a country", "write `CN`"),
        ({"item.sku": "H10O"}, "EC206", "`H10O` is not in the item catalogue", ""),
        ({"item.sku": ""}, "EC401", "`item.sku` is not a name", ""),
        ({"item.sku": ["H100"]}, "EC401", "`item.sku` is not a name", ""),
        (
            {"item.sku": "H\x00100"},
            "EC401",
            "`item.sku` has an invisible or control character (U+0000)",
            "",
        ),
        (
            {"item.sku": "H\u200b100"},
            "EC401",
            "`item.sku` has an invisible or control character (U+200B)",
            "",
        ),
        ({"item.sku": True}, "EC401", "`item.sku` is not a name", ""),
        (
            {"end_user": {"country": "DE"}, "end_user.country": "CN"},
            "EC003",
            "`end_user.country` is stated twice",
            "remove one of the two",
        ),
        (
            {"item": {"sku": "NVIDIA L4"}, "item.sku": "NVIDIA H20"},
            "EC003",
            "`item.sku` is stated twice",
            "remove one of the two",
        ),
        ({"destined": "DE"}, "EC401", "`destined` cannot be stated by itself", "`destination`"),
        ({"ship_date": "2025-02-30"}, "EC401", "`2025-02-30` is not a calendar day", ""),
        ({"ship_date": "at least 2025-01-01"}, "EC401", "is not a calendar day", ""),
    ],
)
def test_a_line_that_cannot_be_read_is_a_problem(
    library: Library, line: dict[str, Any], code: str, message: str, help: str
) -> None:
    """What cannot be read is told at its place, and the line is not judged."""
    reader = ShipmentReader(library, today=date(2025, 6, 2))
    shipment, problems = reader.read(entries(line), id="1", place=HERE)
    assert shipment is None
    (problem,) = problems
    assert (problem.code, problem.place) == (code, HERE)
    assert message in problem.message
    assert help in problem.help


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ("CloudMatrix 384", "Huawei Ascend 910C"),
        ("NVIDIA DGX H100", "NVIDIA H100 SXM5 80GB"),
    ],
)
def test_a_system_inside_a_system_stands_for_what_it_contains(
    library: Library, inside: str, named: str
) -> None:
    """A rule that asks what a system contains finds it however deep it lies."""
    reader = ShipmentReader(library, "ordinary", today=date(2026, 9, 20))
    line = {"item.contains": [inside], "destination": "MY"}
    shipment, problems = reader.read(entries(line), id="1", place=HERE)
    assert not problems
    assert shipment is not None
    contained = [each["item.sku"].written for each in shipment.facts.contained()]
    assert named in contained
    assert inside not in contained
    alone, _ = reader.read(entries({"item.sku": inside, "destination": "MY"}), id="1", place=HERE)
    assert alone is not None
    one, other = (decide(library.rulebooks, each) for each in (shipment, alone))
    assert isinstance(one, Judged)
    assert isinstance(other, Judged)
    assert one.determination.outcome is other.determination.outcome


def test_a_circuit_that_is_for_something_else_states_no_processing(library: Library) -> None:
    """A TPP, and that processing is not the dominant function, is a contradiction, not judged."""
    reader = ShipmentReader(library, today=date(2026, 9, 20))
    line = {"item.processing_dominates": "no", "item.total_processing_performance": "1 TPP"}
    shipment, problems = reader.read(entries(line), id="1", place=HERE)
    assert shipment is None
    (problem,) = problems
    assert (problem.code, problem.place) == ("EC402", HERE)
    line["item.total_processing_performance"] = "0 TPP"
    assert reader.read(entries(line), id="1", place=HERE)[0] is not None


@pytest.mark.parametrize(
    ("stated", "same", "asked"),
    [
        ("purchaser.name", "purchaser.is_consignee", "purchaser.headquarters"),
        ("datacenter.name", "datacenter.operated_by_end_user", "datacenter.operator_headquarters"),
    ],
)
def test_a_party_that_is_named_is_another_unless_it_is_said(
    library: Library, stated: str, same: str, asked: str
) -> None:
    """What is stated of a purchaser or a data center tells of one, whatever is assumed."""
    reader = ShipmentReader(library, "ordinary", today=date(2026, 9, 20))
    line = {"item.sku": "NVIDIA T4", "destination": "SG"}
    for extra, known in (
        ({}, Choice.of("SG")),
        ({stated: "Beispiel"}, Choice(options=None)),
        ({stated: "Beispiel", same: "yes"}, Choice.of("SG")),
    ):
        shipment, problems = reader.read(entries({**line, **extra}), id="1", place=HERE)
        assert not problems
        assert shipment is not None
        assert shipment.facts[asked].value == known


@pytest.mark.parametrize(
    ("same", "named", "other"),
    [
        ("purchaser.is_consignee", "purchaser.name", "consignee.name"),
        ("purchaser.is_consignee", "purchaser.name", "end_user.name"),
        ("packaging.by_party", "packaging.name", "end_user.name"),
    ],
)
def test_parties_that_are_one_have_one_name(
    library: Library, same: str, named: str, other: str
) -> None:
    """Two parties that are said to be one, each of another name, are a contradiction."""
    reader = ShipmentReader(library, "ordinary", today=date(2026, 9, 20))
    line = {"item.sku": "NVIDIA T4", "destination": "SG", same: "yes", named: "Beispiel"}
    shipment, problems = reader.read(entries({**line, other: "Muster"}), id="1", place=HERE)
    assert shipment is None
    assert [(each.code, each.place) for each in problems] == [("EC402", HERE)]
    both = {"end_user.name": "Muster", "consignee.name": "Beispiel"}
    for stated in ({}, {other: "Beispiel"}, {other: "Muster", same: "no"}, both):
        assert reader.read(entries({**line, **stated}), id="1", place=HERE)[0] is not None


def test_a_transfer_within_a_country_does_not_come_from_another(library: Library) -> None:
    """A transfer (in-country) that is shipped from elsewhere is a contradiction, not judged."""
    reader = ShipmentReader(library, today=date(2025, 6, 2))
    line = {"transaction": "transfer", "shipped_from": "TW", "destination": "CN"}
    shipment, problems = reader.read(entries(line), id="1", place=HERE)
    assert shipment is None
    (problem,) = problems
    assert (problem.code, problem.place) == ("EC402", HERE)
    assert problem.message == (
        "`transaction` is a transfer within one country, and the item is shipped from TW to CN"
    )


@pytest.mark.parametrize("country", ["DE", "CN"])
def test_a_reexport_goes_to_another_country(library: Library, country: str) -> None:
    """A reexport that ends where it begins passed; 734.14 has it go to another foreign country."""
    reader = ShipmentReader(library, "ordinary", today=date(2026, 9, 20))
    line = {"transaction": "reexport", "shipped_from": country, "destination": country}
    shipment, problems = reader.read(entries(line), id="1", place=HERE)
    assert shipment is None
    assert [each.message for each in problems] == [
        "`transaction` is a reexport, which goes from one foreign country to another, and the item "
        f"is shipped from {country} to {country}"
    ]


@pytest.mark.parametrize(
    "line",
    [
        {"transaction": "transfer", "shipped_from": "CN", "destination": "CN"},
        {"transaction": "transfer", "shipped_from": "HK", "destination": "CN"},
        {"transaction": "transfer", "destination": "CN"},
        {"transaction": "reexport", "shipped_from": "TW", "destination": "CN"},
        {"transaction": "reexport", "shipped_from": "HK", "destination": "CN"},
        {"transaction": "reexport", "destination": "CN"},
        {"shipped_from": "CN", "destination": "CN"},
        {"shipped_from": "TW", "destination": "CN"},
    ],
)
def test_a_transfer_may_be_within_a_country(library: Library, line: dict[str, str]) -> None:
    """From and to one country is a transfer, Hong Kong counted as China."""
    reader = ShipmentReader(library, today=date(2025, 6, 2))
    shipment, problems = reader.read(entries(line), id="1", place=HERE)
    assert (problems, shipment is None) == ([], False)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"transaction": "export", "shipped_from": "VN"}, "an export is out of the United States"),
        ({"transaction": "reexport", "shipped_from": "US"}, "a reexport is from abroad"),
        ({"transaction": "reexport", "shipped_from": "PR"}, "a reexport is from abroad"),
    ],
)
def test_an_export_leaves_the_united_states(
    library: Library, line: dict[str, str], says: str
) -> None:
    """An export from abroad, or a reexport out of the United States, is a contradiction."""
    reader = ShipmentReader(library, "ordinary", today=date(2026, 9, 20))
    shipment, problems = reader.read(entries({**line, "destination": "DE"}), id="1", place=HERE)
    assert shipment is None
    assert [each.code for each in problems] == ["EC402"]
    assert says in problems[0].message


def test_a_value_below_that_of_one_unit_is_told_and_no_crash(library: Library) -> None:
    """It is less than what it is made of, and it is not what it follows to be: that is told."""
    reader = ShipmentReader(library, "ordinary", today=date(2026, 9, 20))
    line = {"quantity": "1", "unit_value": "500 USD", "shipment.value": "400 USD"}
    shipment, problems = reader.read(entries({**line, "destination": "DE"}), id="1", place=HERE)
    assert shipment is None
    assert [each.message for each in problems] == [
        "`shipment.value` is 400 USD (stated), and it is also 500 USD (1 units × 500 USD)"
    ]


@pytest.mark.parametrize(
    "line",
    [
        {"transaction": "export", "shipped_from": "PR"},
        {"transaction": "export"},
        {"transaction": "reexport"},
        {"shipped_from": "VN"},
        {"shipped_from": "US"},
    ],
)
def test_what_is_not_stated_contradicts_nothing(library: Library, line: dict[str, str]) -> None:
    """Neither an export nor the United States is assumed against what is stated of the other."""
    reader = ShipmentReader(library, "ordinary", today=date(2026, 9, 20))
    shipment, problems = reader.read(entries({**line, "destination": "DE"}), id="1", place=HERE)
    assert (problems, shipment is None) == ([], False)


def test_all_mistakes_of_a_line_are_told(library: Library) -> None:
    """A line with several mistakes tells each of them."""
    reader = ShipmentReader(library, today=date(2025, 6, 2))
    line = {"destination": "cn", "item.sku": "H10O", "quantity": "-1", "colour": "red"}
    _, problems = reader.read(entries(line), id="1", place=HERE)
    assert sorted(problem.code for problem in problems) == ["EC201", "EC206", "EC401", "EC401"]


@pytest.mark.parametrize(
    ("law_of", "line", "today", "day", "dated_today"),
    [
        (None, {"ship_date": "2023-11-16"}, date(2025, 6, 2), date(2023, 11, 16), False),
        (date(2024, 1, 1), {"ship_date": "2023-11-16"}, None, date(2024, 1, 1), False),
        (date(2024, 1, 1), {}, date(2025, 6, 2), date(2024, 1, 1), False),
        (None, {}, date(2025, 6, 2), date(2025, 6, 2), True),
    ],
)
def test_the_day_whose_law_applies(
    library: Library,
    law_of: date | None,
    line: dict[str, str],
    today: date | None,
    day: date,
    dated_today: bool,
) -> None:
    """The day asked for goes first, then the ship date, then today, which is said."""
    reader = ShipmentReader(library, law_of=law_of, today=today)
    shipment, problems = reader.read(entries({"destination": "DE", **line}), id="1", place=HERE)
    assert problems == []
    assert shipment is not None
    assert (shipment.as_of, shipment.dated_today) == (day, dated_today)


def test_without_any_day_nothing_is_judged(library: Library) -> None:
    """There is no clock inside: without a day there is no answer."""
    shipment, problems = ShipmentReader(library).read(
        entries({"destination": "DE"}), id="1", place=HERE
    )
    assert shipment is None
    assert [problem.message for problem in problems] == ["no day is stated"]


def test_readings_are_taken_by_default_or_as_told(library: Library) -> None:
    """Each reading is a fact with its default, unless another option is chosen."""
    for chosen, option in (({}, "enforced_only"), ({"ai-diffusion": "as_codified"}, "as_codified")):
        reader = ShipmentReader(library, readings=chosen, today=date(2025, 6, 2))
        shipment, _ = reader.read(entries({"destination": "DE"}), id="1", place=HERE)
        assert shipment is not None
        known = shipment.facts["reading.ai-diffusion"]
        assert (known.value, known.origin) == (Choice.of(option), Origin.READING)


def test_null_is_missing(library: Library, ask: Ask) -> None:
    """A fact that is written and empty is not stated."""
    found = ask(library, {"destination": None, "end_user": {"country": None}})
    assert found.facts["destination"].origin is Origin.MISSING
    assert found.facts["end_user.country"].origin is Origin.MISSING


# ---- damaged facts ----------------------------------------------------------------------

SHIPPED: dict[str, Any] = {
    "ship_date": "2025-06-02",
    "destination": "CN",
    "end_user.country": "CN",
    "end_user.headquarters": "CN",
    "end_user.ultimate_parent_headquarters": "CN",
    "consignee.is_end_user": "yes",
    "datacenter.country": "CN",
    "intermediate.exists": "no",
    "exporter.name": "NVIDIA",
    "transaction": "export",
    "shipped_from": "US",
    "parties.listed": "no",
    "parties.of_macau_or_d5": "no",
    "end_use": "civil",
    "bis_notice": "no",
    "license": "none",
    "purchase_order": "yes",
    "nac.confirmed": "no",
    "gp10.authorized": "no",
    "letter_reviewed": "no",
    "uae.approved_entities": "no",
    "quantity": "8",
    "unit_value": "30000 USD",
}
CHIP: dict[str, Any] = {
    "item.kind": "integrated_circuit",
    "item.maker": "Example",
    "item.maker_headquarters": "US",
    "item.family": "Example X1",
    "item.designed_for_datacenters": "yes",
    "item.formats": ["fp16", "int8"],
    "item.peak.fp16": "300 TFLOPS dense",
    "item.peak.int8": "600 TOPS dense",
    "item.logic_die_area": "800 mm²",
    "item.dram_bandwidth": "100 GB/s",
    "item.link_bandwidth": "0 GB/s",
    "item.host_bandwidth": "64 GB/s",
}
MEMORY: dict[str, Any] = {
    "item.kind": "memory",
    "item.memory_bandwidth": "819 GB/s",
    "item.memory_package_area": "110 mm²",
}
ELSEWHERE = {name: "DE" if value == "CN" else value for name, value in SHIPPED.items()}
FAILING: dict[str, dict[str, Any]] = {
    "H100 by name": {**SHIPPED, "item.sku": "NVIDIA H100 SXM5 80GB"},
    "DGX by name": {**SHIPPED, "item.sku": "NVIDIA DGX H100"},
    "H20 under the letter": {**SHIPPED, "item.sku": "NVIDIA H20 SXM 96GB"},
    "chip by its figures": {**SHIPPED, **CHIP},
    "memory by its figures": {**SHIPPED, **MEMORY},
    "system by its contents": {**SHIPPED, "item.contains": ["NVIDIA H100 SXM5 80GB"]},
    "chip for a buyer of China abroad": {
        **ELSEWHERE,
        **CHIP,
        "end_user.headquarters": "CN",
    },
    "any chip for a listed party": {
        **ELSEWHERE,
        **CHIP,
        "item.peak.fp16": "1 TFLOPS dense",
        "item.peak.int8": "2 TOPS dense",
        "parties.listed": "yes",
        "parties.on_entity_list": "yes",
    },
    "any chip to Russia": {
        **{name: "RU" if value == "CN" else value for name, value in SHIPPED.items()},
        "item.sku": "NVIDIA L4",
    },
    "Ascend, prohibited": {**ELSEWHERE, "item.sku": "Huawei Ascend 910B"},
}
DAMAGES: dict[str, Any] = {
    "empty": "",
    "a space": " ",
    "null": None,
    "a word": "unknown",
    "n/a": "n/a",
    "NaN": "NaN",
    "negative": "-1",
    "negative with unit": "-1 TOPS dense",
    "zero": "0",
    "no unit": "1",
    "small letters": "cn",
    "space after": "CN ",
    "no-break space after": "CN\u00a0",
    "full-width letters": "ＣＮ",
    "full-width digits": "１２３ mm²",
    "line break after": "CN\n",
    "thousands": "1,000 mm²",
    "exponent": "1e-9 mm²",
    "infinity": "inf",
    "spreadsheet error": "#REF!",
    "list": ["CN"],
    "empty list": [],
    "list in a list": [["CN"]],
    "mapping": {"CN": "x"},
    "empty mapping": {},
    "true": True,
    "false": False,
}
# A text fact takes any word, so another word is another statement and no damage: a line for another
# exporter, or an item of another family, is a different line.
OTHER_STATEMENTS = {"exporter.name", "item.family", "item.maker"}


def _damaged(line: dict[str, Any], name: str, damage: Any) -> dict[str, Any]:
    return {**line, name: damage}


def test_the_lines_to_be_damaged_fail(library: Library, ask: Ask) -> None:
    """Each of the lines below is a fail before it is damaged."""
    for told, line in FAILING.items():
        found = ask(library, line)
        assert isinstance(found, Determination), (told, found)
        assert found.verdict == "fail", told


@pytest.mark.parametrize("told", FAILING)
def test_a_damaged_fact_never_makes_a_line_pass(library: Library, ask: Ask, told: str) -> None:
    """Whatever stands for any fact by mistake, a line that fails does not pass."""
    line = FAILING[told]
    passing = []
    for name in line:
        for damage, value in DAMAGES.items():
            if name in OTHER_STATEMENTS and isinstance(value, str):
                continue
            if isinstance(value, bool) and library.catalogue[name].kind == "yes_no":
                continue  # That is how yes and no are written in JSON.
            found = ask(library, _damaged(line, name, value))
            if isinstance(found, Determination) and found.verdict == "pass":
                passing.append((name, damage))
    assert passing == []


@pytest.mark.parametrize("told", FAILING)
def test_a_missing_fact_never_makes_a_line_pass(library: Library, ask: Ask, told: str) -> None:
    """Without any one of its facts a line that fails does not pass."""
    line = FAILING[told]
    for lost in set(line) - {"ship_date"}:
        found = ask(library, {name: value for name, value in line.items() if name != lost})
        assert not isinstance(found, Determination) or found.verdict != "pass", lost


def test_two_missing_facts_never_make_a_line_pass(library: Library, ask: Ask) -> None:
    """Without any two of its facts a line that fails does not pass."""
    line = FAILING["chip by its figures"]
    for lost in combinations(sorted(set(line) - {"ship_date"}), 2):
        found = ask(library, {name: value for name, value in line.items() if name not in lost})
        assert not isinstance(found, Determination) or found.verdict != "pass", lost


def test_a_name_damaged_by_signs_is_never_another_name(library: Library, ask: Ask) -> None:
    """For an exporter, a family or a maker too, what is no text is never taken for one."""
    for name in OTHER_STATEMENTS:
        for damage in ("", " ", "NVIDIA ", "NVIDIA\n", ["NVIDIA"], True, False, "---", "\u200bX"):
            found = ask(library, _damaged(FAILING["chip by its figures"], name, damage))
            assert isinstance(found, list), (name, damage)
            assert all(isinstance(each, Problem) for each in found)


def test_a_rate_of_no_format_at_all_is_not_zero(library: Library, ask: Ask) -> None:
    """An empty list of formats does not say that the chip computes nothing."""
    line = {**SHIPPED, **CHIP, "item.formats": []}
    del line["item.peak.fp16"], line["item.peak.int8"]
    found = ask(library, line)
    assert not isinstance(found, Determination) or found.verdict == "review"


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (
            {"item.maker": "Huawei Technologies", "item.maker_headquarters": "US"},
            "the catalogue says that Huawei Technologies is headquartered in CN",
        ),
    ],
)
def test_what_the_catalogue_says_of_a_maker_is_not_contradicted(
    library: Library, facts: dict[str, str], told: str
) -> None:
    """A maker whose country is known is headquartered there."""
    entries = [Entry(name, written, Place("a")) for name, written in facts.items()]
    reader = ShipmentReader(library, today=library.rulebooks[0].verified_through)
    _, problems = reader.read(entries, id="", place=Place("a"))
    assert [each.code for each in problems] == ["EC402"]
    assert told in problems[0].message


@pytest.mark.parametrize(
    "facts",
    [
        {"item.maker": "Intelligent Fusion", "item.maker_headquarters": "CN"},
        {"item.maker": "Huawei", "item.maker_headquarters": "CN"},
    ],
)
def test_another_maker_is_no_contradiction(library: Library, facts: dict[str, str]) -> None:
    """A maker whose name only begins alike is another."""
    entries = [Entry(name, written, Place("a")) for name, written in facts.items()]
    reader = ShipmentReader(library, today=library.rulebooks[0].verified_through)
    _, problems = reader.read(entries, id="", place=Place("a"))
    assert not problems


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            {"item.kind": "integrated_circuit", "item.memory_type": "HBM3E"},
            "`item.contains_hbm` is no, and `item.memory_type` is HBM3E, which is high bandwidth "
            "memory",
        ),
        (
            {"item.sku": "NVIDIA H100 SXM5 80GB"},
            "`item.contains_hbm` is no, and the catalogue says that `item.memory_type` is HBM3, "
            "which is high bandwidth memory",
        ),
    ],
)
def test_a_circuit_with_high_bandwidth_memory_contains_it(
    library: Library, line: dict[str, str], told: str
) -> None:
    """A type of high bandwidth memory, and none in the package, is a contradiction."""
    reader = ShipmentReader(library, "ordinary", today=date(2026, 9, 20))
    line = {**line, "item.contains_hbm": "no", "destination": "SG"}
    shipment, problems = reader.read(entries(line), id="1", place=HERE)
    assert shipment is None
    assert [(each.code, each.message) for each in problems] == [("EC402", told)]
    other = {**line, "item.contains_hbm": "yes"}
    assert reader.read(entries(other), id="1", place=HERE)[0] is not None


def test_an_agency_of_a_government_is_not_of_the_private_sector(library: Library) -> None:
    """An end user that is a government agency and of the private sector is a contradiction."""
    reader = ShipmentReader(library, "ordinary", today=date(2026, 9, 20))
    line = {"item.sku": "NVIDIA T4", "destination": "AE", "uae.government_agency": "yes"}
    assert reader.read(entries(line), id="1", place=HERE)[0] is not None
    line["end_user.private_sector"] = "yes"
    shipment, problems = reader.read(entries(line), id="1", place=HERE)
    assert shipment is None
    assert [each.message for each in problems] == [
        "an agency of a government is none of the private sector: "
        "`uae.government_agency` is yes and `end_user.private_sector` is yes"
    ]


def test_a_type_of_high_bandwidth_memory_says_that_a_circuit_contains_it(library: Library) -> None:
    """It follows from what a line states, and not from the catalogue, whose items process."""
    reader = ShipmentReader(library, "ordinary", today=date(2026, 9, 20))
    small = {"item.kind": "integrated_circuit", "item.total_processing_performance": "1 TPP"}
    for line, contains, settled in (
        ({**small, "item.memory_type": "HBM2e"}, True, False),
        ({**small, "item.memory_type": "GDDR6"}, False, True),
        ({"item.sku": "NVIDIA H100 SXM5 80GB"}, False, True),
    ):
        shipment, problems = reader.read(entries({**line, "destination": "SG"}), id="1", place=HERE)
        assert not problems
        assert shipment is not None
        assert shipment.facts["item.contains_hbm"].is_exact is contains
        assert shipment.facts["item.mainly_memory"].is_exact is settled


def test_what_is_mainly_memory_does_not_mainly_process(library: Library) -> None:
    """One dominant function is stated of a circuit, or the line contradicts itself."""
    reader = ShipmentReader(library, "ordinary", today=date(2026, 9, 20))
    line = {"item.processing_dominates": "yes", "item.mainly_memory": "yes", "destination": "SG"}
    shipment, problems = reader.read(entries(line), id="1", place=HERE)
    assert shipment is None
    assert [each.code for each in problems] == ["EC402"]
    line["item.mainly_memory"] = "no"
    assert reader.read(entries(line), id="1", place=HERE)[0] is not None


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("\u0410scend 910B", "U+0410 (cyrillic capital letter a)"),
        ("Ascend 910\u0412", "U+0412 (cyrillic capital letter ve)"),
        ("910\u0392", "U+0392 (greek capital letter beta)"),
        ("Ascend 910B", ""),
        # A name in its own alphabet.
        ("\u042d\u043b\u044c\u0431\u0440\u0443\u0441-8\u0421", ""),
        ("\u6607\u817e910B", ""),
    ],
)
@pytest.mark.parametrize("fact", ["item.family", "item.maker"])
def test_a_letter_that_looks_like_another_is_refused_in_the_name_of_an_item(
    library: Library, fact: str, name: str, refused: str
) -> None:
    """A name with a letter of another alphabet among ours fits none that a rule states."""
    reader = ShipmentReader(library, "ordinary", today=date(2026, 9, 20))
    line = {"item.kind": "integrated_circuit", "destination": "SG", fact: name}
    shipment, problems = reader.read(entries(line), id="1", place=HERE)
    assert (shipment is None) == bool(refused)
    told = f"`{fact}`: `{name}` has {refused}, of another alphabet"
    assert [(each.code, each.message) for each in problems] == (
        [("EC401", told)] if refused else []
    )


@pytest.mark.parametrize("count", ["eight", "many", "0", "-1", "8.5", None])
def test_a_count_that_is_no_number_is_not_taken_for_one(
    library: Library, count: str | None
) -> None:
    """Eight circuits taken for one let the performance stated of a system stand, and it passed."""
    reader = ShipmentReader(library, "ordinary", today=date(2026, 9, 1))
    line = {
        "item.kind": "system",
        "item.contains": [{"item": "NVIDIA H100 SXM5 80GB", "count": count}],
        "item.adjusted_peak_performance": "at most 25 WT",
        "destination": "DE",
    }
    shipment, problems = reader.read(entries(line), id="1", place=HERE)
    assert shipment is None
    (problem,) = problems
    assert problem.code == "EC401"
    told = "`count` is empty" if count is None else f"`{count}` is not a number of items"
    assert problem.message == told
