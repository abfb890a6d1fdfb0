"""Open questions: what is asked, by which rules, and where each answer leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exportcheck.core.findings import Outcome
from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.core.questions import (
    Question,
    open_questions,
    policy_questions,
)
from exportcheck.core.readings import readings_taken
from exportcheck.reading.library import load_library

Ask = Callable[..., Any]
FULL: dict[str, Any] = {
    "item.sku": "NVIDIA H100 SXM5 80GB",
    "ship_date": "2025-06-02",
    "destination": "SA",
    "end_user.country": "SA",
    "end_user.headquarters": "SA",
    "end_user.ultimate_parent_headquarters": "SA",
    "consignee.is_end_user": "yes",
    "datacenter.country": "SA",
    "purchaser.is_consignee": "yes",
    "datacenter.operated_by_end_user": "yes",
    "exporter.name": "NVIDIA",
    "transaction": "export",
    "shipped_from": "US",
    "parties.listed": "no",
    "parties.of_macau_or_d5": "no",
    "end_use": "civil",
    "bis_notice": "no",
    "iran.prohibited_by_part_560": "no",
    "license": "none",
    "purchase_order": "yes",
    "nac.confirmed": "no",
    "intermediate.exists": "no",
    "item.eccn": "none",
    "exporter.role": "other",
    "designer.country": "US",
    "designer.ultimate_parent_headquarters": "US",
    "designer.of_macau_or_d5": "no",
}


def line(library: Library, **changes: Any) -> dict[str, Any]:
    """The full line with changes; facts that the catalogue does not have are left out."""
    told = {**FULL, **{name.replace("__", "."): value for name, value in changes.items()}}
    return {name: value for name, value in told.items() if name in library.catalogue}


def asked(found: Determination) -> dict[str, Question]:
    return {question.fact.name: question for question in open_questions(found)}


def test_a_settled_answer_asks_nothing(library: Library, ask: Ask) -> None:
    """Where the answer is settled, no fact is asked for."""
    found = ask(library, line(library))
    assert found.outcome is Outcome.LICENSE_REQUIRED
    assert open_questions(found) == ()


def test_a_missing_headquarters_country_leaves_the_line_undetermined(
    library: Library, ask: Ask
) -> None:
    """Without the headquarters of the buyer the answer is open, asks for it, and says why."""
    found = ask(
        library,
        line(
            library,
            destination="DE",
            end_user__country="DE",
            end_user__headquarters=None,
            end_user__ultimate_parent_headquarters="DE",
            datacenter__country="DE",
        ),
    )
    assert found.outcome is Outcome.UNDETERMINED
    question = asked(found)["end_user.headquarters"]
    assert "us-ear/742.6(a)(6)(iii).hq" in question.needed_by
    outcomes = {answer.outcome for answer in question.answers}
    assert {Outcome.LICENSE_REQUIRED, Outcome.NO_LICENSE_REQUIRED} <= outcomes


def test_a_missing_license_leads_to_a_license_held(library: Library, ask: Ask) -> None:
    """Where only a license could cover it, the question after the license says where it leads."""
    found = ask(library, line(library, license=None))
    question = asked(found)["license"]
    answers = {answer.words: answer.outcome for answer in question.answers}
    assert answers["none"] is Outcome.LICENSE_REQUIRED
    assert answers["anything else"] is Outcome.LICENSE_HELD


def test_an_open_figure_is_asked_for_with_what_it_rests_on(library: Library, ask: Ask) -> None:
    """A derived fact that is open names the stated facts behind it, and each range its outcome."""
    told = line(library)
    del told["item.sku"]
    told |= {
        "item.kind": "integrated_circuit",
        "item.maker": "Example",
        "item.maker_headquarters": "US",
        "item.family": "Example X1",
        "item.bears_known_name": "no",
        "item.mainly_memory": "no",
        "item.designed_for_datacenters": "yes",
        "item.formats": ["fp16"],
        "item.peak.fp16": "200 TFLOPS dense",
        "item.dram_bandwidth": "100 GB/s",
        "item.link_bandwidth": "0 GB/s",
        "item.host_bandwidth": "64 GB/s",
    }
    found = ask(library, told)
    assert found.outcome is Outcome.UNDETERMINED
    question = asked(found)["item.performance_density"]
    assert [fact.name for fact in question.rests_on] == ["item.logic_die_area"]
    outcomes = [answer.outcome for answer in question.answers]
    assert outcomes[0] is Outcome.NO_LICENSE_REQUIRED
    assert outcomes[-1] is Outcome.LICENSE_REQUIRED


def test_an_answer_that_contradicts_what_is_stated_is_not_offered(
    library: Library, ask: Ask
) -> None:
    """Supposing an answer that other facts exclude is no way out, and breaks nothing."""
    found = ask(
        library,
        line(
            library,
            destination="DE",
            end_user__country=None,
            consignee__country="DE",
            datacenter__country="DE",
        ),
    )
    assert isinstance(found, Determination)
    for question in open_questions(found):
        for answer in question.answers:
            assert "China" not in answer.words or question.fact.name != "end_user.country"


def test_a_license_needed_asks_what_its_review_turns_on(library: Library, ask: Ask) -> None:
    """Of a license that is needed, the open facts of its review policy are asked for."""
    found = ask(library, line(library, ship_date="2026-02-10", destination="CN",
                              end_user__country="CN", datacenter__country="CN"))  # fmt: skip
    assert found.verdict == "fail"
    assert "certification.supplement_2_dd" in {
        question.fact.name for question in policy_questions(found)
    }


def test_policies_are_asked_of_failing_lines_only(library: Library, ask: Ask) -> None:
    """A line that passes or is open has no review to ask about."""
    passing = line(library, destination="US", end_user__country="US", datacenter__country="US")
    assert policy_questions(ask(library, passing)) == ()


@pytest.mark.parametrize(("day", "matters"), [("2025-05-14", False), ("2025-05-15", True)])
def test_an_answer_says_when_another_reading_would_change_it(
    library: Library, ask: Ask, day: str, matters: bool
) -> None:
    """A reading of disputed law is told with the outcome of its other option, from its day on."""
    found = ask(
        library,
        line(
            library,
            ship_date=day,
            destination="CH",
            end_user__country="CH",
            end_user__headquarters="CH",
            end_user__ultimate_parent_headquarters="CH",
            datacenter__country="CH",
        ),
    )
    assert found.outcome is Outcome.NO_LICENSE_REQUIRED
    taken = {each.reading.name: each for each in readings_taken(found)}
    assert ("ai-diffusion" in taken) is matters
    if matters:
        diffusion = taken["ai-diffusion"]
        assert diffusion.option == "enforced_only"
        assert diffusion.others == (("as_codified", Outcome.LICENSE_REQUIRED),)
        assert diffusion.matters(found.outcome)


FACTS = """\
facts:
  my.listed: {kind: yes_no, meaning: m, ask: a}
  my.denied: {kind: yes_no, meaning: m, ask: a, derived: {formula: no_when_no, from: [my.listed]}}
  my.eccn: {kind: eccn, meaning: m, ask: a}
  my.entry: {kind: text, meaning: m, ask: a, derived: {formula: entry_of, from: [my.eccn]}}
  my.buyer: {kind: country, meaning: m, ask: a}
  my.same: {kind: yes_no, meaning: m, ask: a}
  my.payer:
    {kind: country, meaning: m, ask: a, derived: {formula: same_as_when, from: [my.same, my.buyer]}}
"""
OWN = """\
title: T
cites: [C]
rules:
"""
VERSION = """\
    versions:
      - effective_from: "2022-01-01"
        source: s
        read_in: r
        confidence: primary
"""
READINGS = """\
readings:
  mine:
    question: q
    options: {strict: s, mild: m}
    default: strict
    why: w
    confidence: unverified
    sources: [s]
  other:
    question: q
    options: {one: s, two: m}
    default: one
    why: w
    confidence: unverified
    sources: [s]
"""
Write = Callable[[Mapping[str, str]], Path]


def own(write: Write, when: str, *more: str) -> Library:
    """The library with one prohibition, further rules, and two readings."""
    head = (write({}) / "co" / "rulebook.yaml").read_text(encoding="utf-8")
    rule = f"  - id: r\n    title: R\n    prohibits: true\n{VERSION}        when: {when}\n"
    files = {
        "facts.yaml": FACTS,
        "co/rulebook.yaml": head + READINGS,
        "co/rules.yaml": OWN + rule + "".join(more),
    }
    return load_library([write(files)], use_cache=False)


@pytest.mark.parametrize(
    ("when", "told", "names"),
    [
        ("{my.denied: yes}", {}, ["my.listed"]),
        ("{my.denied: yes}", {"my.listed": "yes"}, ["my.denied"]),
        ("{my.denied: yes}", {"my.listed": "no"}, []),
        ("{my.entry: 3A001}", {}, ["my.eccn"]),
        ("{my.entry: 3A001}", {"my.eccn": "3A001.a"}, []),
        ('{my.payer: "CN"}', {"my.same": "yes"}, ["my.buyer"]),
        ('{my.payer: "CN"}', {"my.same": "no"}, ["my.payer"]),
        ('{my.payer: "CN"}', {}, ["my.payer"]),
        ('{my.payer: "CN"}', {"my.same": "yes", "my.buyer": "DE"}, []),
        ('{my.payer: "CN", my.buyer: "CN"}', {"my.same": "yes"}, ["my.buyer"]),
    ],
)
def test_the_fact_from_which_another_follows_is_asked_for(
    write: Write, judge_by: Ask, when: str, told: dict[str, str], names: list[str]
) -> None:
    """While it is open: the lists as a whole, the ECCN, the end user who is the consignee."""
    found = judge_by(own(write, when), told, date(2025, 6, 2))
    assert [question.fact.name for question in open_questions(found)] == names


def test_an_umbrella_question_says_where_its_answers_lead(write: Write, judge_by: Ask) -> None:
    """A no to the whole settles the part; a yes leaves the part to be asked for."""
    found = judge_by(own(write, "{my.denied: yes}"), {}, date(2025, 6, 2))
    (question,) = open_questions(found)
    assert {answer.words: answer.outcome for answer in question.answers} == {
        "yes": Outcome.UNDETERMINED,
        "no": Outcome.NO_LICENSE_REQUIRED,
    }


EXCEPT = f"""\
  - id: need
    title: N
    requires_license: {{reason: RS, part: "742"}}
{VERSION}        when: {{destination: "CN"}}
  - id: exc
    title: E
    excepts: {{symbol: X, covers: all}}
{VERSION}        when: {{end_use: civil}}
        bars:
          - {{title: barred, cites: [C], when: {{reading.mine: strict}}}}
"""


@pytest.mark.parametrize(
    ("when", "more", "told", "taken"),
    [
        ('{destination: "DE"}', "", {"destination": "CN"}, {}),
        ("{reading.mine: strict}", "", {}, {"mine": True}),
        ('{reading.mine: strict, destination: "DE"}', "", {"destination": "DE"}, {"mine": True}),
        ('{reading.mine: strict, destination: "DE"}', "", {"destination": "CN"}, {"mine": False}),
        (
            "{any: [{reading.mine: mild}, {reading.other: two}, {destination: DE}]}",
            "",
            {"destination": "DE"},
            {"mine": False, "other": False},
        ),
        (
            "{end_use: military}",
            EXCEPT,
            {"destination": "CN", "end_use": "civil"},
            {"mine": True},
        ),
    ],
)
def test_readings_are_told_where_a_rule_asks(
    write: Write,
    judge_by: Ask,
    when: str,
    more: str,
    told: dict[str, str],
    taken: dict[str, bool],
) -> None:
    """A reading that no rule asks is not told; one that is settled otherwise does not matter."""
    when = when.replace("destination: DE", 'destination: "DE"')
    stated = {**told, "reading.mine": "strict", "reading.other": "one"}
    found = judge_by(own(write, when, more), stated, date(2025, 6, 2))
    readings = readings_taken(found)
    assert {each.reading.name: each.matters(found.outcome) for each in readings} == taken


@pytest.mark.parametrize(
    ("formats", "rate", "told"),
    [
        (["fp16"], {}, False),
        (["mine"], {"item.peak.mine": "100 TFLOPS dense"}, True),
        (["mine", "fp16"], {"item.peak.mine": "1 TFLOPS dense"}, False),
    ],
)
def test_a_reading_of_a_length_is_told_where_it_changes_a_number(
    write: Write, ask: Ask, formats: list[str], rate: dict[str, str], told: bool
) -> None:
    """A format that the item does not have, or that is not its highest, leaves it untold."""
    length = """\
  item.peak.mine:
    kind: throughput
    bit_length: {reading: mine, options: {strict: 32, mild: 19}}
    meaning: m
    ask: a
"""
    library = own(write, '{destination: "CN"}')
    (write({}) / "facts.yaml").write_text(FACTS + length, encoding="utf-8")
    library = load_library([write({})], use_cache=False)
    line: dict[str, Any] = {
        "item.kind": "integrated_circuit",
        "item.formats": formats,
        **({"item.peak.fp16": "100 TFLOPS dense"} if "fp16" in formats else {}),
        **rate,
        "destination": "DE",
    }
    found = ask(library, line)
    assert isinstance(found, Determination)
    assert ("mine" in {each.reading.name for each in readings_taken(found)}) is told


def test_what_most_rules_wait_for_is_asked_first(library: Library, ask: Ask) -> None:
    """The order is by how many rules need the fact, whatever the order of the rules."""
    found = ask(library, {"item.sku": "NVIDIA T4", "destination": "DE", "ship_date": "2026-09-01"})
    waiting = [len(question.needed_by) for question in open_questions(found)]
    assert waiting == sorted(waiting, reverse=True)
    assert len(waiting) > 5


def test_whether_two_places_are_one_is_asked_by_the_place(library: Library, ask: Ask) -> None:
    """The place that is not known is asked for; what it is compared with is no list of places."""
    memory = {
        "item.kind": "memory",
        "item.memory_bandwidth_density": "3 GB/s/mm²",
        "destination": "MY",
        "license": "HBM",
    }
    question = asked(ask(library, memory))["packaging.country"]
    assert all(answer.outcome for answer in question.answers)


@pytest.mark.parametrize("entry", ["3D001", "3E001", "4D090", "5D002.z.1.a", "5D992.z.1"])
def test_a_chip_may_answer_the_question_for_software(
    library: Library, ask: Ask, entry: str
) -> None:
    """While its ECCN is open it may be one of software, so the question says what a chip answers.

    Nothing passes by that answer: an ECCN of software is doubted of a chip.
    """
    chip = {"item.sku": "NVIDIA T4", "destination": "DE", "ship_date": "2026-09-01"}
    assert "`none`, too, of a chip" in asked(ask(library, chip))["item.companion_of"].fact.ask
    told = {**line(library, **chip, item__companion_of="none", item__eccn=entry)}
    told = {**told, "destination": "DE", "end_user.country": "DE", "end_user.headquarters": "DE"}
    assert ask(library, told, profile="ordinary").verdict != "pass"
