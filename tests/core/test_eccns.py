"""ECCNs that are stated: what is told and asked of them, and what is no license number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from exportcheck import assess, load_rulebooks
from exportcheck.core import conditions
from exportcheck.core.catalogue import Catalogue
from exportcheck.core.caveats import places_not_told
from exportcheck.core.facts import Contradiction, Known, Origin, combine
from exportcheck.core.library import Library
from exportcheck.core.problems import Problem
from exportcheck.core.quantities import Unreadable
from exportcheck.core.questions import open_questions
from exportcheck.core.values import Choice
from exportcheck.reading.library import load_library

FACT = "facts:\n  my.eccn: {kind: eccn, meaning: m, ask: a}\n"
RULE = """\
title: t
cites: [c]
rules:
  - id: r
    title: t
    prohibits: true
    versions:
      - effective_from: "2022-01-01"
        source: s
        read_in: r
        confidence: primary
        when: {{my.eccn: {}}}
"""
Ask = Callable[..., Any]
T4 = {"item.sku": "NVIDIA T4", "ship_date": "2026-08-03", "destination": "CN"}
# Every license exception of part 740, by its section.
SYMBOLS = (
    *("LVS", "GBS", "TSR", "APP", "NAC", "ACA", "TMP", "RPL", "GOV", "GFT", "TSU", "BAG", "AVS"),
    *("APR", "ENC", "AGR", "CCD", "STA", "SPP", "ACE", "MED", "IEC", "HBM", "RFF", "AIA", "ACM"),
    *("LPP", "KMI", "CIV", "VEU", "TGL"),
)


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_symbol_with_a_section_is_no_license(catalogue: Catalogue, symbol: str) -> None:
    """A license exception's symbol with digits behind it is refused, not taken for a license."""
    for digits in ("74014", "740140", "7401400"):
        with pytest.raises(Unreadable):
            catalogue.parse(catalogue["license"], f"{symbol}{digits}")
    assert catalogue.parse(catalogue["license"], "D1234567") == Choice.of("d1234567")


@pytest.mark.parametrize(
    "number",
    ["PO12345", "NO00000", "V00000", "AB12345", "C1234567", "D12345", "D12345678", "D0000000"],
)
def test_a_number_of_another_form_is_no_license(catalogue: Catalogue, number: str) -> None:
    """The number of an order or of an invoice is refused, not taken for a license held."""
    with pytest.raises(Unreadable):
        catalogue.parse(catalogue["license"], number)
    assert catalogue.parse(catalogue["license"], "D123456") == Choice.of("d123456")


def test_what_is_no_license_number_holds_no_license(library: Library) -> None:
    """The term for a license held leaves out every word that may be stated and is no number."""
    terms = {test.operand for test in _tests_of(library) if test.fact.name == "license"}
    claims = max((each for each in terms if isinstance(each, tuple)), key=len)
    pattern = library.catalogue["license"].pattern
    words = [each for each in pattern.split("|") if each.isalpha()]
    assert sorted(claims) == sorted(word.casefold() for word in words)


def _tests_of(library: Library) -> list[conditions.Test]:
    (license,) = (r for book in library.rulebooks for r in book.rules if r.id == "license")
    return [test for version in license.versions for test in conditions.tests_in(version.when)]


def test_the_paragraph_that_takes_in_a_deeper_one_is_told() -> None:
    """Of a list the report names the paragraph that decides, and none where it is stated itself."""
    told = assess(load_rulebooks(), {**T4, "item.eccn": "3A090.a.1"}, assume="ordinary")
    assert told.verdict == "fail"
    assert "item.eccn is 3A090.a.1, in 3A090.a" in str(told.as_dict())
    told = assess(load_rulebooks(), {**T4, "item.eccn": "3A090.a"}, assume="ordinary")
    assert "in 3A090.a" not in str(told.as_dict())


def test_what_is_stated_above_a_paragraph_is_asked_for(library: Library, ask: Ask) -> None:
    """Who states 3A090 is asked for the paragraph, and told where each leads."""
    found = ask(library, {**T4, "item.eccn": "3A090"}, profile="ordinary")
    questions = {each.fact.name: each for each in open_questions(found)}
    answers = {each.words: each.outcome.value for each in questions["item.eccn"].answers}
    assert answers["3A090.a"] == "license_required"
    assert "another paragraph of 3A090" in answers


def test_nothing_is_asked_of_a_paragraph_that_decides(library: Library, ask: Ask) -> None:
    """Where the paragraph stated is deep enough its ECCN is not asked for."""
    found = ask(library, {**T4, "item.eccn": "3A991.p"}, profile="ordinary")
    assert found.verdict == "pass"
    found = ask(library, {**T4, "item.eccn": "3A001.e.2.a"}, profile="ordinary")
    assert "item.eccn" not in {each.fact.name for each in open_questions(found)}


def test_the_deeper_of_two_statements_speaks_for_both(catalogue: Catalogue) -> None:
    """An item of 3A001 by the catalogue that a line states as 3A001.a.7 is that."""

    def stated(written: str) -> Known:
        value = catalogue.parse(catalogue["item.eccn"], written)
        return Known(value=value, origin=Origin.STATED, written=written)

    fact = catalogue["item.eccn"]
    assert combine(fact, stated("3A001"), stated("3A001.a.7")).written == "3A001.a.7"
    assert combine(fact, stated("3A001.a.7"), stated("3A001")).written == "3A001.a.7"
    with pytest.raises(Contradiction):
        combine(fact, stated("3A001.a.7"), stated("3A001.a.5"))


def test_what_is_no_eccn_is_refused(write: Callable[[Mapping[str, str]], Path]) -> None:
    """A fact of kind eccn without a pattern of its own takes ECCNs only."""
    library = load_library(
        [write({"facts.yaml": FACT, "co/r.yaml": RULE.format("{within: [3A001.a, none]}")})],
        use_cache=False,
    )
    fact = library.catalogue["my.eccn"]
    assert library.catalogue.parse(fact, "3A001.a7") == Choice.of("3a001.a.7")
    with pytest.raises(Unreadable, match="is not an ECCN"):
        library.catalogue.parse(fact, "chip")


def test_a_rule_asks_in_which_paragraph_it_is(
    write: Callable[[Mapping[str, str]], Path],
    mistakes: Callable[[Path], tuple[Problem, ...]],
) -> None:
    """The tests of an ECCN are a plain one and `within`; another is refused."""
    (problem,) = mistakes(
        write({"facts.yaml": FACT, "co/r.yaml": RULE.format("{one_of: [3A001]}")})
    )
    assert problem.code == "EC102"
    assert "`within`" in problem.help


def test_a_paragraph_in_the_catalogue_has_to_be_one(
    write: Callable[[Mapping[str, str]], Path],
    mistakes: Callable[[Path], tuple[Problem, ...]],
) -> None:
    """The paragraphs of an entry are written as such, under the entry."""
    facts = "facts:\n  my.eccn: {kind: eccn, meaning: m, ask: a, paragraphs: {3A001: [a.1, A]}}\n"
    (problem,) = mistakes(write({"facts.yaml": facts}))
    assert problem.code == "EC401"
    assert "`3A001.A` is not an ECCN" in problem.message


def test_why_a_place_leaves_the_answer_open_is_told(library: Library, ask: Ask) -> None:
    """Of a list that is known from a later day on that day is told; of a territory, what to do."""
    line = {**T4, "item.eccn": "3A001.a.7", "destination": "AE", "ship_date": "2026-07-09"}
    (why,) = places_not_told(ask(library, line, profile="ordinary"))
    assert why.startswith("whether United Arab Emirates (AE) stood in NS Column 2 on 2026-07-09 ")
    assert why.endswith("recorded from 2026-07-23 only")
    line |= {"destination": "GL", "ship_date": "2026-08-03"}
    (why,) = places_not_told(ask(library, line, profile="ordinary"))
    assert why.startswith("Greenland (GL) is not named in the Country Groups")


@pytest.mark.parametrize(
    "symbol", ["GFT", "BAG", "AVS", "TSR", "ACE", "IEC", "CCD", "MED", "SCP", "SPP", "AGR", "RFF"]
)
def test_an_exception_that_is_not_judged_is_told_by_its_name(
    catalogue: Catalogue, symbol: str
) -> None:
    """Part 740 has license exceptions that no rule reads: they are named, and left to a person."""
    with pytest.raises(Unreadable) as refused:
        catalogue.parse(catalogue["license"], symbol)
    told = str(refused.value)
    assert told.startswith(f"`{symbol}` is License Exception {symbol}, for ")
    assert "15 CFR 740." in told
    assert told.endswith("which is not judged here")
    assert refused.value.help.startswith("leave the shipment to somebody who knows it")
    assert "`NAC`" in refused.value.help
