"""The whole site: complete, linked, well formed, from one place, and the same every time."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

import pytest

from exportcheck.cli.site_folder import LIST
from exportcheck.reporting.site import as_html, as_markdown
from exportcheck.reporting.site.atlas import Material, atlas_of

LINK = re.compile(r"(?<!\\)\]\(([^)]*)\)")
PLACE = re.compile(r'<a id="([^"]*)"></a>')


@pytest.fixture(scope="module")
def read(pages: dict[str, str], read_page: Any) -> dict[str, Any]:
    return {name: read_page(text) for name, text in pages.items() if name.endswith(".html")}


def test_every_page_is_well_formed(read: dict[str, Any]) -> None:
    """What is opened is closed in turn, and no place on a page is there twice."""
    mistakes = {name: page.mistakes for name, page in read.items() if page.mistakes}
    assert not mistakes


def test_every_link_leads_somewhere(read: dict[str, Any], pages: dict[str, str]) -> None:
    """A link inside the site leads to a page of it, and to a place that is on that page."""
    lost = []
    for name, page in read.items():
        for link in page.links:
            if link.startswith("https://"):
                continue
            path, _, place = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            if target not in pages or (place and place not in read[target].places):
                lost.append((name, link))
    assert not lost


def test_nothing_is_loaded_from_elsewhere(read: dict[str, Any], pages: dict[str, str]) -> None:
    """Pages load the files beside them alone: no address, no import, no request."""
    loads = {
        posixpath.normpath(posixpath.join(posixpath.dirname(name), load))
        for name, page in read.items()
        for load in page.loads
    }
    assert loads == {"style.css", "search.js", "search-index.js"}
    assert not re.search(r"@import|url\(", pages["style.css"])
    assert not re.search(r"fetch|XMLHttpRequest|import\(|innerHTML|eval", pages["search.js"])


def test_a_page_fits_a_phone(read: dict[str, Any]) -> None:
    """Each page says that it is as wide as the screen, and each table may scroll by itself."""
    for name, page in read.items():
        assert ("meta", "width=device-width, initial-scale=1") in [
            (tag, given.get("content"))
            for tag, given in page.tags
            if given.get("name") == "viewport"
        ], name
        tags = page.tags
        for number, (tag, _) in enumerate(tags):
            assert tag != "table" or tags[number - 1][1].get("class") == "wide", name


@pytest.mark.parametrize("format", ["html", "markdown"])
def test_everything_has_its_page(
    material: Material, pages: dict[str, str], notes: dict[str, str], format: str
) -> None:
    """Every rule, item, destination, term, group, list of parties and file of cases has a page."""
    files, file_of = (pages, as_html.file_of) if format == "html" else (notes, as_markdown.file_of)
    paths, library = atlas_of(material).paths, material.library
    (book,) = library.rulebooks
    wanted = [
        *(("rule", rule.name) for rule in book.rules),
        *(("item", name) for name in library.items.names),
        *(("destination", code) for code in library.catalogue.countries),
        *(("term", name) for name in book.terms),
        *(("group", name) for name in book.groups.groups),
        *(("list", book.id, each.name) for each in book.lists),
        *(("cases", case.file) for case in material.cases),
    ]
    assert not [key for key in wanted if file_of(paths[key]) not in files]
    of_each = {file_of(paths[key]) for key in wanted}
    assert len(of_each) == len(set(wanted))


def told_on(page: Any) -> str:
    """The text of a page, in one line."""
    return " ".join("".join(page.text).split())


def test_what_a_lawyer_looks_for_is_on_the_page(
    read: dict[str, Any], pages: dict[str, str]
) -> None:
    """A rule tells its versions, sources, condition, bars, obligations and cases."""
    text = told_on(read["rules/us-ear/NAC.html"])
    for told in (
        "License Exception NAC, since",
        "Version 2 of 2, since",
        "Version 1 of 2, from",
        "89 FR 23876",
        "eCFR text of 2026-09-24, 740.8",
        "primary: the text itself was read",
        "“needs NAC rather than ACA”",
        "There is a written purchase order for the shipment",
        "Barred where a party is on the Unverified List",
        "25 days before",
        "Cases that must rest on it",
    ):
        assert told in text, told
    assert "https://www.ecfr.gov/current/title-15/section-740.8" in pages["rules/us-ear/NAC.html"]
    h20 = told_on(read["rules/us-ear/h20-license-conditions.html"])
    assert "To be reviewed by export counsel on" in h20


def test_a_destination_tells_its_groups_with_their_days(
    read: dict[str, Any], pages: dict[str, str]
) -> None:
    """Membership has its days and sources, and what counts as another says so."""
    emirates = told_on(read["destinations/AE.html"])
    assert re.search(r"Country Group A:5.*?yes\s*since 2026-07-10\s*91 FR 43034", emirates, re.S)
    assert re.search(r"Country Group D:4.*?no\s*from 2022-01-01 or before, until", emirates)
    hong_kong = pages["destinations/HK.html"]
    assert '<a href="CN.html">China (CN)</a>' in hong_kong
    assert "its membership is not known here" in pages["destinations/GL.html"]


def test_the_same_rules_give_the_same_bytes(written: Path, pages: dict[str, str]) -> None:
    """Another process with another order of sets writes the same files, and no others."""
    files = {p.relative_to(written).as_posix() for p in written.rglob("*") if p.is_file()}
    assert files == {*pages, LIST}
    assert not [
        name for name, text in pages.items() if (written / name).read_bytes() != text.encode()
    ]


def test_every_link_of_the_markdown_leads_somewhere(notes: dict[str, str]) -> None:
    """A link leads to an https address, or to a file of the site and a place in it."""
    lost = []
    for name, text in notes.items():
        for link in LINK.findall(text) if name.endswith(".md") else ():
            if link.startswith("<https://"):
                continue
            path, _, place = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            if target not in notes or (place and place not in PLACE.findall(notes[target])):
                lost.append((name, link))
    assert not lost


def test_both_formats_tell_the_same(pages: dict[str, str], notes: dict[str, str]) -> None:
    """Both formats have the same pages; the sentences of a rule are those of the other format."""
    ours = {as_markdown.file_of(name[:-5]) for name in pages if name.endswith(".html")}
    assert ours == {name for name in notes if name.endswith(".md")}
    note = re.sub(r"\\(.)", r"\1", notes["rules/us-ear/3A090.a.md"])
    for sentence in ("At least one of these holds:", "TPP of 4800 or more; or TPP of 1600"):
        assert sentence in note
        assert sentence in pages["rules/us-ear/3A090.a.html"]
