"""Conditions in plain English, citations with their addresses, and names of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from exportcheck.reading.library import load_library
from exportcheck.reporting.site.atlas import Atlas, Material, atlas_of, slug
from exportcheck.reporting.site.blocks import Point, flat
from exportcheck.reporting.site.sentences import Speaker

RULES = """\
title: T
cites: [C]
terms:
  small:
    meaning: It is small.
    when: {item.total_processing_performance: {less_than: 10}}
rules:
  - id: list
    title: A paragraph
    classifies: X1
    versions:
      - {effective_from: "2022-01-01", source: s, read_in: r, confidence: primary,
         when: {item.kind: memory}}
  - id: need
    title: A requirement
    requires_license: {reason: RS, part: "742"}
    versions:
      - effective_from: "2022-01-01"
        source: s
        read_in: r
        confidence: primary
        when:
          holds: list
          destination: {in: ["CN", D:5]}
          end_user.country: {not_in: ["DE", "FR"]}
          item.designed_for_datacenters: yes
          item.memory_bandwidth: {at_least: 600 GB/s}
          ship_date: {before: "2025-01-01"}
          transaction: {one_of: [export, reexport]}
          contains_any: {is: small}
          not:
            any:
              - item.designed_for_datacenters: no
                quantity: 2 units
              - is: small
  - id: always
    title: Always
    advises: true
    versions:
      - {effective_from: "2022-01-01", source: s, read_in: r, confidence: primary, advice: Ask}
"""


def told(points: tuple[Point, ...], depth: int = 0) -> list[str]:
    return [
        line
        for point in points
        for line in ("  " * depth + flat(point.words), *told(point.points, depth + 1))
    ]


@pytest.fixture
def said(
    write: Callable[[Mapping[str, str]], Path], material_of: Callable[..., Material]
) -> Callable[[str], list[str]]:
    library = load_library([write({"co/rules.yaml": RULES})], use_cache=False)
    atlas: Atlas = atlas_of(material_of(library))
    book = next(each for each in library.rulebooks if each.id == "co")
    speaker = Speaker(book, library.catalogue, atlas)

    def of(rule_id: str) -> list[str]:
        rule = next(each for each in book.rules if each.id == rule_id)
        return told(speaker.points(rule.versions[0].when))

    return of


def test_a_condition_is_told_in_sentences(said: Callable[[str], list[str]]) -> None:
    """Each part is a sentence, and what stands under another is nested under it."""
    lines = said("need")
    for line in (
        "This rule holds: list.",
        "The destination is China (CN) or in Country Group D:5.",
        "The country of the end user is neither Germany (DE) nor France (FR).",
        "The item is designed or marketed for use in datacenters.",
        "The memory bandwidth of the item is at least 600 GB/s.",
        "The ship date is before 2025-01-01.",
        "The system contains an item of which this holds:",
        "  “small”: It is small.",
        "None of these holds:",
        "  All of these hold:",
        "    It is not so that the item is designed or marketed for use in datacenters.",
        "    The quantity is 2 units.",
    ):
        assert line in lines, lines
    assert any(line.startswith("The transaction is export (") for line in lines)


def test_a_condition_that_asks_nothing_says_so(said: Callable[[str], list[str]]) -> None:
    """A rule without a condition always holds."""
    assert said("always") == ["It always holds."]


def test_names_of_files_are_safe_and_apart() -> None:
    """A name has no sign that a file system refuses, and case alone tells no files apart."""
    assert slug("742.6(a)(6)(iii).a") == "742.6-a-6-iii-.a"
    assert slug("../../etc/passwd") == "etc-passwd"
    assert slug("///") == "x"
    assert slug("CON") != "CON"
    assert slug("index") != "index"
    atlas = Atlas()
    for name in ("A b", "a-B", "a/b"):
        atlas.add(("rule", name), "rules", name)
    assert len({path.casefold() for path in atlas.paths.values()}) == 3
