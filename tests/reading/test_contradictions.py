"""What no line can state together: declared beside the facts, and told where a line states it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from exportcheck.cli.app import app
from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.core.problems import Problem
from exportcheck.reading.library import load_library

FACTS = """\
facts:
  cooling.liquid:
    kind: yes_no
    meaning: Whether the system is cooled by liquid.
    ask: Is the system cooled by liquid?
    assume: {ordinary: no}
  cooling.capacity:
    kind: quantity
    unit: W
    meaning: Capacity of the cooling.
    ask: What is the capacity of the cooling?
contradictions:
  - says: what is not cooled by liquid cools no more than 10 kW
    when:
      cooling.liquid: no
      cooling.capacity: {more_than: 10 kW}
"""
RULE = """\
title: T
cites: [C]
rules:
  - id: cooled
    title: No liquid cooling
    prohibits: true
    versions:
      - effective_from: "2022-01-01"
        source: s
        read_in: r
        confidence: primary
        when:
          any:
            - cooling.liquid: yes
            - cooling.capacity: {more_than: 20 kW}
"""
SAYS = "what is not cooled by liquid cools no more than 10 kW"
LINE: dict[str, Any] = {"item.kind": "memory", "destination": "DE", "ship_date": "2025-06-02"}
Mistakes = Callable[[Path], tuple[Problem, ...]]


@pytest.mark.parametrize(
    ("stated", "profile", "told"),
    [
        (
            {"cooling.liquid": "no", "cooling.capacity": "10.001 kW"},
            "none",
            "`cooling.liquid` is no and `cooling.capacity` is 10,001 W",
        ),
        (
            {"cooling.capacity": "10.001 kW"},
            "ordinary",
            "`cooling.liquid` is no (assumed) and `cooling.capacity` is 10,001 W",
        ),
        ({"cooling.liquid": "no", "cooling.capacity": "10 kW"}, "none", ""),
        ({"cooling.liquid": "no", "cooling.capacity": "at most 11 kW"}, "none", ""),
        ({"cooling.capacity": "11 kW"}, "none", ""),
    ],
)
@pytest.mark.parametrize("says", [SAYS, f"{SAYS}."])
def test_a_line_that_states_what_cannot_be_is_not_judged(
    write: Callable[[Mapping[str, str]], Path],
    ask: Callable[..., Any],
    stated: dict[str, str],
    profile: str,
    told: str,
    says: str,
) -> None:
    """Where the condition holds, by what is stated and assumed; not where it may only hold."""
    facts = FACTS.replace(SAYS, says)
    library = load_library([write({"facts.yaml": facts, "co/rules.yaml": RULE})], use_cache=False)
    found = ask(library, {**LINE, **stated}, profile=profile)
    if not told:
        assert isinstance(found, Determination)
        return
    (problem,) = found
    assert problem.code == "EC402"
    assert problem.message == f"{SAYS}: {told}"


@pytest.mark.parametrize(
    ("old", "new", "line", "code", "message"),
    [
        ("cooling.liquid: no", "cooling.liquit: no", 15, "EC201", "`cooling.liquit` is not a fact"),
        ("cooling.liquid: no", "cooling.liquid: maybe", 15, "EC401", "`maybe` is not"),
        ("cooling.liquid: no", "destination: A:1", 15, "EC202", "takes no country groups"),
        ("cooling.liquid: no", "holds: cooled", 15, "EC205", "a contradiction looks at a rule"),
        ("cooling.liquid: no", "item.paragraph: none", 15, "EC205", "a contradiction looks at"),
        ("cooling.liquid: no", "is: in short", 15, "EC205", "a contradiction takes facts only"),
        ("cooling.liquid: no", "destination: XX", 15, "EC202", "`XX` is not a country code or a"),
        ("says:", "said:", 13, "EC10", "a contradiction"),
        ("assume: {ordinary: no}", "only_where: destination", 6, "EC205", "`only_where` is about"),
        (
            "    unit: W\n",
            "    unit: W\n    no_when_stated: [destination]\n",
            10,
            "EC205",
            "`no_when_stated` is about a fact of kind yes_no, and `cooling.capacity` is none",
        ),
        (
            "assume: {ordinary: no}",
            "one_name: [a.b, c.d]",
            3,
            "EC201",
            "`a.b` is not a fact this tool knows",
        ),
    ],
)
def test_a_mistake_in_what_is_declared_is_told_at_its_line(
    write: Callable[[Mapping[str, str]], Path],
    mistakes: Mistakes,
    old: str,
    new: str,
    line: int,
    code: str,
    message: str,
) -> None:
    """A contradiction is of facts only, in the words of rules; names are declared."""
    folder = write({"facts.yaml": FACTS.replace(old, new), "co/rules.yaml": RULE})
    problem = mistakes(folder)[0]
    assert (problem.place.line, problem.code[: len(code)]) == (line, code)
    assert message in problem.message


def test_a_table_tells_it_of_columns_in_any_order(
    write: Callable[[Mapping[str, str]], Path], tmp_path: Path
) -> None:
    """Columns between which a contradiction is possible are looked at together, and no other."""
    folder = write({"facts.yaml": FACTS, "co/rules.yaml": RULE})
    cells = {"cooling.liquid": ("no", "yes", ""), "cooling.capacity": ("9 kW", "11 kW", "")}
    for columns in permutations(cells):
        table = tmp_path / f"{columns[0]}.csv"
        rows = [
            f"memory,DE,2025-06-02,{','.join(values)}"
            for values in product(*(cells[name] for name in columns))
        ]
        table.write_text(
            "\n".join([f"item.kind,destination,ship_date,{','.join(columns)}", *rows]) + "\n",
            encoding="utf-8",
        )
        asked = ["validate", str(table), "--rules", str(folder), "--assume", "none", "--no-config"]
        found = CliRunner().invoke(app, asked)
        assert found.exit_code == 2
        refused = [line for line in found.stderr.splitlines() if "error[EC402]" in line]
        (wrong,) = (n for n, row in enumerate(rows, 2) if "no" in row and "11 kW" in row)
        assert len(refused) == 1
        assert f"{table.name}:{wrong}" in refused[0]


SLOWER = "the DRAM of a circuit is all together no slower"
MEMORY = {"item.kind": "memory"}
PLANAR = {"item.advanced_logic": "no"}
CIRCUIT = {"item.kind": "integrated_circuit", "item.contains_hbm": "no"}
SOME = {"item.kind": "integrated_circuit", "item.total_processing_performance": "1600 TPP"}
NONE_OF_IT = {"item.total_processing_performance": "0 TPP"}
STACK = {"item.memory_bandwidth": "1200 GB/s"}
IN_CRIMEA = {"parties.of_regions_of_746_6": "yes"}
PACKAGED = {"item.kind": "memory", "packaging.by_party": "yes"}
NODE = {"item.process_node": "7 nm"}
APPROVED = {"designer.approved": "yes", "item.maker": "Example Designs"}
OSAT = {"packaging.by": "osat", "packaging.by_approved_osat": "yes"}
FOUNDRY = {
    "exporter.role": "fabricator",
    "packaging.by": "fabricator",
    "exporter.name": "Example Foundry",
}
LPP = {**SOME, "item.total_processing_performance": "5000 TPP", "license": "LPP"}


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        (
            {**CIRCUIT, "item.memory_bandwidth_density": "2.001 GB/s/mm²"},
            "memory of more than 2 GB/s/mm² is high bandwidth memory",
        ),
        ({**CIRCUIT, "item.memory_bandwidth_density": "2 GB/s/mm²"}, ""),
        ({**PLANAR, "item.logic_die_area": "0.001 mm²"}, "what has logic dies with non-planar"),
        ({**PLANAR, "item.logic_die_area": "0 mm²", "item.peak.int8": "9 TOPS dense"}, ""),
        ({**PLANAR, "item.logic_die_area": "at most 9 mm²", "item.peak.int8": "9 TOPS dense"}, ""),
        ({**PLANAR, "item.performance_density": "1 TPP/mm²"}, "what has logic dies with"),
        ({**PLANAR, "item.performance_density": "0 TPP/mm²"}, ""),
        ({**PLANAR, "item.aggregated_transistors": "0.001 billion"}, "transistors are aggregated"),
        ({**PLANAR, "item.aggregated_transistors": "0 billion"}, ""),
        ({**PLANAR, "item.transistors": "2 billion"}, ""),
        ({"item.advanced_logic": "yes", "item.logic_die_area": "9 mm²"}, ""),
        ({"item.memory_bandwidth": "1400 GB/s", "item.dram_bandwidth": "1399.9 GB/s"}, SLOWER),
        ({"item.memory_bandwidth": "1400 GB/s", "item.dram_bandwidth": "1400 GB/s"}, ""),
        ({"item.memory_bandwidth": "1399.9 GB/s", "item.dram_bandwidth": "350 GB/s"}, ""),
        ({"item.memory_bandwidth": "700 GB/s", "item.dram_bandwidth": "349 GB/s"}, SLOWER),
        ({"item.memory_bandwidth": "4000 GB/s", "item.dram_bandwidth": "3999 GB/s"}, SLOWER),
        ({"item.memory_bandwidth": "4000 GB/s", "item.dram_bandwidth": "4000 GB/s"}, ""),
        ({"item.memory_bandwidth": "6500 GB/s", "item.dram_bandwidth": "6499 GB/s"}, SLOWER),
        ({"item.memory_bandwidth": "6500 GB/s", "item.dram_bandwidth": "6500 GB/s"}, ""),
        ({**MEMORY, "item.memory_bandwidth": "4800 GB/s", "item.dram_bandwidth": "0 GB/s"}, ""),
        ({"item.eccn": "none", "license": "STA"}, "a license exception of items that some entry"),
        ({"item.eccn": "EAR99", "license": "LVS"}, "a license exception of items that some entry"),
        (
            {"item.eccn": "3A991", "license": "STA"},
            "a license exception for reasons of control that",
        ),
        ({"item.eccn": "3A991.p", "license": "STA"}, "a license exception for reasons of control"),
        ({"item.eccn": "4A994", "license": "LVS"}, "a license exception for reasons of control"),
        ({"item.eccn": "5A992.c", "license": "APP"}, "a license exception for reasons of control"),
        ({"item.eccn": "5A991", "license": "ENC"}, "a license exception for reasons of control"),
        ({"item.eccn": "5A992.c", "license": "ENC"}, ""),
        ({"item.eccn": "5A992.z.1", "license": "STA"}, ""),
        ({"item.eccn": "3A991", "license": "TMP"}, ""),
        ({"item.eccn": "3A001.a.7", "license": "STA"}, ""),
        ({"item.eccn": "none", "license": "NAC"}, ""),
        ({"license": "STA"}, ""),
        (
            {"item.eccn": "4A994", "item.for_fingerprint_equipment": "yes"},
            "a computer for fingerprint equipment is one of 4A003 or 4A980",
        ),
        ({"item.eccn": "4A003.b", "item.for_fingerprint_equipment": "yes"}, ""),
        ({"item.for_fingerprint_equipment": "yes"}, ""),
        ({**CIRCUIT, "item.mainly_memory": "yes"}, "what is mainly memory shares its package"),
        (
            {**CIRCUIT, "item.memory_type": "High-Bandwidth Memory"},
            "which is high bandwidth memory",
        ),
        (
            {"uae.government_agency": "yes", "destination": "AE", "end_user.headquarters": "SA"},
            "an agency of the United Arab Emirates is headquartered there",
        ),
        ({"designer.approved": "yes", "designer.of_macau_or_d5": "yes"}, "an approved designer"),
        (
            {"item.kind": "system", "item.family": "Atlas 800T A2", "item.contains": "NVIDIA T4"},
            "a system that bears the name of one with the Ascend 910",
        ),
        ({"item.kind": "system", "item.family": "Atlas 800T A2"}, ""),
        ({"item.kind": "system", "item.family": "Atlas 500", "item.contains": "NVIDIA T4"}, ""),
        ({"packaging.by": "other", "packaging.by_approved_osat": "yes"}, "an approved OSAT"),
        ({"packaging.by": "fabricator", "packaging.by_approved_osat": "yes"}, ""),
        (
            {"item.maker": "NVIDIA", "designer.of_macau_or_d5": "yes"},
            "`designer.approved` is yes (`item.maker` is Nvidia Corporation, on the list of",
        ),
        ({"item.maker": "NVIDIA", "designer.of_macau_or_d5": "no"}, ""),
        ({"item.maker": "Example", "designer.of_macau_or_d5": "yes"}, ""),
        (
            {"item.maker": "HiSilicon", "designer.approved": "yes"},
            "`designer.of_macau_or_d5` is yes (`item.maker` is HiSilicon Technologies Co., Ltd.",
        ),
        (
            {"item.maker": "Alibaba", "item.maker_headquarters": "US", "designer.approved": "yes"},
            "`designer.approved` is yes and `designer.of_macau_or_d5` is yes (`item.maker` is",
        ),
        (
            {"item.family": "NVIDIA H100", "item.total_processing_performance": "4799"},
            "`item.total_processing_performance` is 4799 TPP, and the catalogue says that of",
        ),
        ({"item.family": "H100", "item.dram_bandwidth": "1399 GB/s"}, "the catalogue says that"),
        (
            {
                "item.family": "H100",
                "item.maker": "NVIDIA",
                "item.dram_bandwidth": "at most 9 GB/s",
            },
            "`item.dram_bandwidth` is at most 9 GB/s, and the catalogue says that of H100",
        ),
        ({"item.family": "H100", "item.dram_bandwidth": "at most 2039 GB/s"}, ""),
        ({"item.family": "H100", "item.dram_bandwidth": "9000 GB/s"}, ""),
        ({"item.family": "H100", "item.maker": "Other", "item.dram_bandwidth": "1 GB/s"}, ""),
        ({"item.family": "Example H1", "item.dram_bandwidth": "1 GB/s"}, ""),
        (
            {"packaging.name": "Amkor Technology, Inc.", "packaging.by": "other"},
            "an OSAT company or the fabricator: `packaging.by` is other",
        ),
        ({"packaging.name": "Amkor Technology, Inc.", "packaging.by": "osat"}, ""),
        (
            {
                "hbm.designer_packages": "yes",
                "hbm.bought_by_designer": "yes",
                "purchaser.is_consignee": "yes",
                "packaging.by_party": "no",
            },
            "memory that its designer buys and packages",
        ),
        (
            {**NONE_OF_IT, "item.performance_density": "0.01 TPP/mm²"},
            "which it divides, is zero",
        ),
        ({**NONE_OF_IT, "item.performance_density": "0 TPP/mm²"}, ""),
        ({**SOME, "item.performance_density": "0 TPP/mm²"}, "only what has no dies of non-planar"),
        ({"item.performance_density": "0 TPP/mm²"}, "only what has no dies of non-planar"),
        (
            {
                "item.total_processing_performance": "at most 4799 TPP",
                "item.performance_density": "0",
            },
            "only what has no dies of non-planar",
        ),
        ({**SOME, **PLANAR, "item.performance_density": "0 TPP/mm²"}, ""),
        ({**SOME, "item.kind": "system", "item.performance_density": "0 TPP/mm²"}, ""),
        ({**SOME, "item.performance_density": "at most 1 TPP/mm²"}, ""),
        ({**SOME, "item.performance_density": "0.0226 TPP/mm²"}, "larger together than a wafer"),
        ({**SOME, "item.performance_density": "0.0227 TPP/mm²"}, ""),
        ({**SOME, "item.logic_die_area": "70700 mm²"}, ""),
        ({**NONE_OF_IT, "item.formats": "fp16"}, "`item.formats` says that a rate is claimed"),
        (
            {"item.bit_length_times_tops": "0", "item.formats": "fp16"},
            "says that a rate is claimed",
        ),
        (
            {"item.formats": "fp16,int8", "item.peak.int8": "0 TOPS dense"},
            "`item.peak.int8` is zero",
        ),
        ({"item.formats": "fp16", "item.peak.fp16": "0 TOPS"}, "`item.peak.fp16` is zero"),
        ({"item.formats": "fp16", "item.peak.int8": "0 TOPS dense"}, ""),
        ({"item.peak.int8": "0 TOPS dense"}, ""),
        ({**NONE_OF_IT}, ""),
        (
            {**STACK, "item.memory_bandwidth_density": "0 GB/s/mm²"},
            "which it divides, is 1200 GB/s",
        ),
        (
            {"item.memory_bandwidth": "0 GB/s", "item.memory_bandwidth_density": "3 GB/s/mm²"},
            "which it divides, is zero",
        ),
        (
            {**MEMORY, "item.memory_bandwidth_density": "0 GB/s/mm²"},
            "no memory without a bandwidth",
        ),
        ({**MEMORY, "item.memory_bandwidth": "0 GB/s"}, "there is no memory without a bandwidth"),
        ({**CIRCUIT, "item.memory_bandwidth": "0 GB/s", "item.dram_bandwidth": "0 GB/s"}, ""),
        (
            {**CIRCUIT, "item.contains_hbm": "yes", "item.dram_bandwidth": "0 GB/s"},
            "there is no memory without a bandwidth",
        ),
        ({**MEMORY, "item.link_bandwidth": "0 GB/s", "item.host_bandwidth": "0 GB/s"}, ""),
        (
            {**CIRCUIT, "item.advanced_logic": "yes", "item.aggregated_transistors": "0 billion"},
            "an advanced logic circuit has transistors",
        ),
        (
            {**CIRCUIT, "item.advanced_logic": "yes", "item.logic_die_area": "0 mm²"},
            "an advanced logic circuit has transistors",
        ),
        (
            {"parties.military": "yes", "end_use": "civil"},
            "police, government intelligence or a maker",
        ),
        ({"parties.military": "yes", "end_use": "military"}, ""),
        ({"parties.military": "no", "end_use": "civil"}, ""),
        ({"parties.military": "yes"}, ""),
        ({**IN_CRIMEA, "destination": "UA", "destination_region": "none"}, "746.6 treats apart"),
        ({**IN_CRIMEA, "destination": "UA", "destination_region": "crimea"}, ""),
        ({**IN_CRIMEA, "destination": "RU"}, ""),
        ({**IN_CRIMEA, "destination": "SG", "end_user.country": "SG"}, "746.6 treats apart"),
        ({**IN_CRIMEA, "destination": "SG", "end_user.country": "UA"}, ""),
        ({**IN_CRIMEA, "destination": "SG"}, ""),
        (
            {
                "parties.of_regions_of_746_6": "no",
                "destination": "UA",
                "destination_region": "none",
            },
            "",
        ),
        ({"quantity": "0.5 units"}, "a shipment is of one unit at least"),
        ({"quantity": "1 units"}, ""),
        ({"equipment_maker.at_destination": "no"}, "an end use that is civil"),
        ({"equipment_maker.at_destination": "no", "end_use": "semiconductor_equipment"}, ""),
        (
            {"equipment_maker.headquarters": "CN", "end_use": "civil"},
            "an end use that is civil is not the making",
        ),
        (
            {"item.transistors": "80 billion", "item.aggregated_transistors": "79.9 billion"},
            "`item.aggregated_transistors` is 79.9 billion, which is less than `item.transistors`",
        ),
        ({"item.transistors": "80 billion", "item.aggregated_transistors": "80 billion"}, ""),
        ({"unit_value": "6000 USD", "shipment.value": "5999 USD"}, "`shipment.value` is 5999"),
        ({"unit_value": "6000 USD", "shipment.value": "6000 USD"}, ""),
        ({**PACKAGED, "packaging.headquarters": "CN"}, "`packaging.headquarters` is CN (stated)"),
        ({**PACKAGED, "packaging.headquarters": "DE"}, ""),
        ({**PACKAGED, "packaging.name": "SMIC", "parties.listed": "no"}, "`consignee.name` is"),
        ({"item.aggregated_transistors": "0 billion"}, "`item.advanced_logic` is not said to be"),
        ({**NODE, "item.aggregated_transistors": "0 billion"}, "an advanced logic circuit has"),
        (
            {**PLANAR, **NODE, "item.aggregated_transistors": "0 billion"},
            "an advanced logic circuit has",
        ),
        ({**NODE, "item.aggregated_transistors": "0.001 billion"}, ""),
        ({"item.transistors": "0 billion"}, "a circuit has transistors"),
        ({"item.kind": "system", "item.transistors": "0 billion"}, ""),
        (
            {"item.processing_dominates": "yes", **NONE_OF_IT},
            "what processes for its dominant function has",
        ),
        ({"item.processing_dominates": "no", **NONE_OF_IT}, ""),
        ({**APPROVED, "item.maker_headquarters": "CN"}, "no approved designer is headquartered"),
        (
            {**APPROVED, "designer.ultimate_parent_headquarters": "MO"},
            "no approved designer is headquartered",
        ),
        ({**APPROVED, "item.maker_headquarters": "TW"}, ""),
        ({**APPROVED, "item.kind": "system", "item.maker_headquarters": "CN"}, ""),
        (
            {"item.maker": "Intel", "designer.ultimate_parent_headquarters": "CN"},
            "no approved designer is headquartered",
        ),
        ({**OSAT, "packaging.headquarters": "CN"}, "no approved OSAT company is headquartered"),
        (
            {**OSAT, "packaging.ultimate_parent_headquarters": "CN"},
            "no approved OSAT company is headquartered",
        ),
        ({**OSAT, "packaging.country": "CN"}, ""),
        ({**OSAT, "consignee.headquarters": "CN"}, ""),
        ({**FOUNDRY, "packaging.name": "Example Packaging"}, "`packaging.name` is another company"),
        ({**FOUNDRY, "packaging.name": "Example Foundry Co., Ltd."}, ""),
        ({**FOUNDRY, "packaging.by": "osat", "packaging.name": "Example Packaging"}, ""),
        ({**FOUNDRY, "exporter.role": "osat", "packaging.name": "Example Packaging"}, ""),
        ({**LPP, "lpp.tpp_in_the_year": "4999.9 TPP"}, "less than `item.total_processing_perform"),
        ({**LPP, "lpp.tpp_in_the_year": "5000 TPP"}, ""),
        (
            {**LPP, "quantity": "2 units", "lpp.tpp_in_the_year": "9999 TPP"},
            "and it is also at least 10,000 TPP",
        ),
        (
            {"item.sku": "NVIDIA H20", "item.mainly_memory": "yes"},
            "`item.mainly_memory` is yes, and `item.sku` is an item",
        ),
        (
            {"item.sku": "NVIDIA H20", "item.bears_known_name": "yes"},
            "`item.bears_known_name` is yes, and `item.sku` is an item",
        ),
        ({"item.sku": "NVIDIA H20", "item.mainly_memory": "no"}, ""),
        ({"item.mainly_memory": "yes", "item.contains_hbm": "yes"}, ""),
        *(
            (
                {"item.contains_hbm": "no", "item.memory_type": name},
                "`item.contains_hbm` is no, and `item.memory_type` is",
            )
            for name in ("Shinebolt", "高带宽存储器", "HBM3E 8H", "고대역폭 메모리")
        ),
        ({"item.contains_hbm": "no", "item.memory_type": "High-bandwidth GDDR7"}, ""),
    ],
)
def test_what_our_facts_cannot_say_together(
    library: Library, ask: Callable[..., Any], stated: dict[str, str], told: str
) -> None:
    """Each was found in a shipment that passed by it."""
    line = {"item.kind": "integrated_circuit", "destination": "DE", "ship_date": "2026-08-03"}
    found = ask(library, {**line, **stated}, profile="ordinary")
    if told:
        assert any(told in problem.message for problem in found)
    else:
        assert isinstance(found, Determination)


def test_the_names_of_high_bandwidth_memory_are_those_of_the_list(
    library: Library, ask: Callable[..., Any]
) -> None:
    """A name that is on the list alone would be doubted where it says what the memory is."""
    lists = (each for rulebook in library.rulebooks for each in rulebook.lists)
    (by_name,) = (each for each in lists if each.answers == "item.hbm_by_name")
    names = {name for listing in by_name.listings() for name in listing.names}
    line = {**CIRCUIT, "destination": "DE", "ship_date": "2026-08-03"}
    for name in names - {"HighBandwidth"}:  # so a maker may praise another memory
        found = ask(library, {**line, "item.memory_type": name}, profile="ordinary")
        assert any("which is high bandwidth memory" in each.message for each in found), name
