"""A rule as a person reads it: each defined term that it uses is told once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from exportcheck.core.conditions import AllOf
from exportcheck.core.evaluate import Situation, evaluate
from exportcheck.core.facts import Facts
from exportcheck.core.library import Library
from exportcheck.core.step_words import step_words
from exportcheck.reading.library import load_library
from exportcheck.reporting.as_rules import effect_words, rule_page
from exportcheck.reporting.site.sentences import told_lines

RULES = """\
title: T
cites: [C]
terms:
  outer:
    meaning: The outer term.
    when: {any: [{is: inner}, {not: {is: [inner, barred]}}]}
  inner:
    meaning: The inner term.
    when: {destination: "CN", contains_any: {is: board}}
  board:
    meaning: A board.
    when: {item.kind: memory}
  barred:
    meaning: What bars.
    when: {end_use: military}
  policy:
    meaning: What a policy asks.
    when: {end_use: civil}
  unused:
    meaning: Nobody uses it.
    when: {end_use: civil}
rules:
  - id: need
    title: A requirement
    requires_license: {reason: RS, part: "742"}
    versions:
      - {effective_from: "2022-01-01", source: s, read_in: r, confidence: primary,
         when: {is: outer}}
      - {effective_from: "2023-01-01", source: s, read_in: r, confidence: primary,
         when: {is: [outer, inner]}, unless: {is: inner},
         review_policy: [{policy: denial, cites: [C], when: {is: policy}}]}
  - id: hint
    title: By the way
    advises: {holds_open: false}
    versions:
      - {effective_from: "2022-01-01", source: s, read_in: r, confidence: primary, advice: Look,
         when: {requires_license_under: {parts: ["742"], other_than: [need]}},
         resolved_when: {is: barred}}
  - id: flag
    title: A flag
    advises: true
    versions:
      - {effective_from: "2022-01-01", source: s, read_in: r, confidence: primary, advice: Ask}
"""


@pytest.fixture
def loaded(write: Callable[[Mapping[str, str]], Path]) -> Library:
    return load_library([write({"co/rules.yaml": RULES})], use_cache=False)


def page(loaded: Library, rule_id: str) -> list[str]:
    book = next(each for each in loaded.rulebooks if each.id == "co")
    rule = next(each for each in book.rules if each.id == rule_id)
    return rule_page(rule, book, width=80).text().splitlines()


def test_every_term_that_is_used_is_told_once(loaded: Library) -> None:
    """Terms of all versions, of terms, policies and negations stand below, each once."""
    lines = page(loaded, "need")
    below = lines[lines.index("Defined terms") :]
    told = [line.strip() for line in below if line.startswith("  “")]
    assert told == [
        "“outer”: The outer term.",
        "“inner”: The inner term.",
        "“board”: A board.",
        "“barred”: What bars.",
        "“policy”: What a policy asks.",
    ]
    above = "\n".join(lines[: lines.index("Defined terms")])
    assert "“outer”" in above
    assert "The outer term" not in above


def test_terms_of_a_resolution_are_told_and_parts_are_in_words(loaded: Library) -> None:
    """What resolves advice may be a term; a condition on parts names them and what is left out."""
    text = "\n".join(page(loaded, "hint"))
    assert "“barred”: What bars." in text
    assert "a license is required under part 742 (other than need)" in " ".join(text.split())
    assert "  advises; C" in text
    assert "Defined terms" not in "\n".join(page(loaded, "flag"))


def test_advice_is_a_red_flag_or_is_not(loaded: Library) -> None:
    """What holds an answer open is called a red flag."""
    book = next(each for each in loaded.rulebooks if each.id == "co")
    effects = {rule.id: effect_words(rule.effect) for rule in book.rules}
    assert effects == {
        "need": "requires a license (RS)",
        "hint": "advises",
        "flag": "raises a red flag",
    }
    flag = next(rule for rule in book.rules if rule.id == "flag")
    assert flag.versions[0].when == AllOf(parts=(), place=flag.versions[0].place)


def test_a_number_is_told_with_one_unit(write: Callable[[Mapping[str, str]], Path]) -> None:
    """A limit in another unit than that of its fact is told as it is written, by each report."""
    rules = RULES[: RULES.index("terms:")] + "rules:\n" + RULES[RULES.index("  - id: flag") :]
    asked = "{when: {item.dram_bandwidth: {at_least: 4 TB/s}}, effective_from"
    rules = rules.replace("{effective_from", asked)
    library = load_library([write({"co/rules.yaml": rules})], use_cache=False)
    book = next(each for each in library.rulebooks if each.id == "co")
    (version,) = book.rules[0].versions
    told = [
        " ".join(page(library, "flag")),
        " ".join(told_lines(library, book, version.when)),
        step_words(
            evaluate(
                version.when, Situation(Facts(library.catalogue, {}), book.groups, date.max, {})
            ),
            library.catalogue,
        ),
    ]
    for each in told:
        assert "at least 4 TB/s" in each
        assert "GB/s" not in each
