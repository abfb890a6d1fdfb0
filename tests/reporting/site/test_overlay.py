"""The site of a company's rules over ours: each thing is told once, by whom it is declared."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exportcheck.reading.library import load_library
from exportcheck.reporting.site.atlas import Material
from exportcheck.reporting.site.whole import site_files

RULES = """\
title: T
cites: [C]
terms:
  of the company:
    meaning: It is for the military.
    when: {end_use: military}
rules:
  - id: r1
    title: Ours and theirs
    prohibits: true
    versions:
      - effective_from: "2022-01-01"
        source: s
        read_in: r
        confidence: primary
        when: {is: [of the company, excluded by Note 2], destination: {in: ["D:5", "co:few"]}}
"""
GROUPS = """\
title: T
cites: [C]
read_in: r
recorded_from: "2022-01-01"
treated_as:
  - {code: "TW", as: "CN", since: "2022-01-01", source: s}
listed: ["CN"]
groups:
  "co:few": {meaning: a few, members: ["CN"]}
"""
ITEMS = """\
maker: Somebody
headquarters: "US"
items:
  - sku: Small
    family: Small
    kind: integrated_circuit
    confidence: high
    sources: [s]
    facts: {formats: [int8], peak: {int8: 1 TOPS dense}, designed_for_datacenters: no}
"""


@pytest.fixture
def site(
    write: Callable[[Mapping[str, str]], Path], material_of: Callable[..., Material]
) -> dict[str, str]:
    folder = write(
        {"co/rules.yaml": RULES, "co/destinations/g.yaml": GROUPS, "items/somebody.yaml": ITEMS}
    )
    return site_files(material_of(load_library([folder], use_cache=False)), "html")


def told_on(read_page: Any, text: str) -> str:
    """The text of a page, in one line."""
    return " ".join("".join(read_page(text).text).split())


def test_a_rulebook_that_classifies_nothing_says_nothing_of_paragraphs(
    site: dict[str, str], read_page: Any
) -> None:
    """A company goes by the paragraph that ours find: it is told once, not once a rulebook."""
    items = told_on(read_page, site["items/index.html"])
    assert "Small" in items
    assert not re.search(r"(none|open|3A090\.[abc]) and ", items)
    chart = told_on(read_page, site["chart.html"])
    assert "paragraph 3A090.a" in chart
    assert not re.search(r"(none|open|3A090\.[abc]) and (none|open|3A090)", chart)


def test_a_term_has_one_page_that_tells_all_who_use_it(
    site: dict[str, str], read_page: Any
) -> None:
    """A term is told by the rulebook that defines it, with the rules of all that use it."""
    terms = {name for name in site if re.fullmatch(r"terms/[^/]+/.*", name)}
    assert {name for name in terms if name.startswith("terms/co/")} == {
        "terms/co/of-the-company.html"
    }
    note_2 = told_on(read_page, site["terms/us-ear/excluded-by-Note-2.html"])
    assert "It holds when all of this holds" in note_2
    assert "co/r1: Ours and theirs" in note_2
    titles = re.findall(r'^\["(\\u201c.*?)", "term"', site["search-index.js"], re.MULTILINE)
    assert len(titles) == len(set(titles)) == len(terms)


def test_a_group_has_one_page(site: dict[str, str], read_page: Any) -> None:
    """A group of ours is not told again under the company; its rules that name it are."""
    assert [name for name in site if name.startswith("groups/co/")] == ["groups/co/co-few.html"]
    text = told_on(read_page, site["groups/us-ear/D-5.html"])
    assert "Rules of Rules of the company that name it" in text
    china = told_on(read_page, site["destinations/CN.html"])
    assert china.count("Country Group D:5") == 1
    listed = told_on(read_page, site["destinations/index.html"])
    assert re.search(r"China ?CN ?D:1, D:3, D:4, D:5, co:few", listed)
    book = told_on(read_page, site["rulebooks/co.html"])
    assert "co:few" in book
    assert "D:5" not in book


def test_what_a_company_treats_as_another_is_told_as_its_own(
    site: dict[str, str], read_page: Any
) -> None:
    """Taiwan as China is a treatment of the company; Hong Kong as China one of ours, told once."""
    taiwan = told_on(read_page, site["destinations/TW.html"])
    assert "In Rules of the company it counts as China (CN) since 2022-01-01" in taiwan
    assert "Country Group A:6" in taiwan
    hong_kong = told_on(read_page, site["destinations/HK.html"])
    assert hong_kong.count("t counts as China (CN)") == 1


def test_the_law_told_is_that_which_all_rulebooks_were_verified_through(
    write: Callable[[Mapping[str, str]], Path],
) -> None:
    """A company that looks ahead does not tell our law of a day to which nobody has read it."""
    folder = write({"co/rules.yaml": RULES, "co/destinations/g.yaml": GROUPS})
    head = folder / "co" / "rulebook.yaml"
    later = re.sub(r'verified_through: ".*"', 'verified_through: "2029-12-31"', head.read_text())
    head.write_text(later)
    library = load_library([folder], use_cache=False)
    assert library.rulebooks[1].verified_through == date(2029, 12, 31)
    assert library.verified_through == library.rulebooks[0].verified_through
