"""The whole site: every page, in one of the formats, with the files that go with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from exportcheck.reporting.site import as_html, as_markdown
from exportcheck.reporting.site.atlas import Atlas, Material, atlas_of, every_item
from exportcheck.reporting.site.blocks import Block, Fold, Picture, Sheet
from exportcheck.reporting.site.books import (
    group_sheets,
    list_sheets,
    rulebook_sheets,
    term_sheets,
)
from exportcheck.reporting.site.chart import chart_sheet
from exportcheck.reporting.site.destinations import destination_sheets
from exportcheck.reporting.site.home import home_sheet
from exportcheck.reporting.site.items import item_sheets
from exportcheck.reporting.site.lists import case_sheets, due_sheet, facts_sheet, timeline_sheet
from exportcheck.reporting.site.rules import rule_sheets, rules_index
from exportcheck.reporting.site.standing import charts_of

FORMATS = ("html", "markdown")
_BESIDE = ("style.css", "search.js")


def site_files(material: Material, format: str) -> dict[str, str]:
    """Every file of the site by its path from the folder of the site."""
    sheets = tuple(sheets_of(material, atlas_of(material)))
    foot = tuple(_foot(material))
    if format == "markdown":
        pages = {as_markdown.file_of(s.path): as_markdown.markdown_page(s, foot) for s in sheets}
        return pages | {p.name: as_markdown.picture_file(p) for p in _pictures(sheets)}
    beside = {name: Path(__file__).with_name(name).read_text(encoding="utf-8") for name in _BESIDE}
    pages = {as_html.file_of(s.path): as_html.html_page(s, foot) for s in sheets}
    return pages | beside | {"search-index.js": search_index(sheets)}


def sheets_of(material: Material, atlas: Atlas) -> Iterator[Sheet]:
    """Every page."""
    found = {item.name: material.ask({}, item) for item in every_item(material)}
    charts = charts_of(material, atlas, found)
    yield home_sheet(material, atlas)
    yield rules_index(material, atlas)
    yield from rule_sheets(material, atlas)
    yield from rulebook_sheets(material, atlas)
    yield from term_sheets(material, atlas)
    yield from group_sheets(material, atlas)
    yield from list_sheets(material, atlas)
    yield from destination_sheets(material, atlas)
    yield from item_sheets(material, atlas, found, charts)
    yield chart_sheet(material, atlas, charts)
    yield from case_sheets(material, atlas)
    yield facts_sheet(material, atlas)
    yield timeline_sheet(material, atlas)
    yield due_sheet(material, atlas)


def search_index(sheets: Iterable[Sheet]) -> str:
    """What the search looks through, as a script, since a page of a file system fetches nothing."""
    rows = [[sheet.title, sheet.kind, as_html.file_of(sheet.path), sheet.about] for sheet in sheets]
    # JSON in ASCII is also a script: no sign in it ends a line or a string.
    lines = ",\n".join(json.dumps(row, ensure_ascii=True) for row in rows)
    return f"var SEARCH_INDEX = [\n{lines}\n];\n"


def _foot(material: Material) -> Iterator[str]:
    for book in material.library.rulebooks:
        yield (
            f"{book.title}, version {book.version}, verified through {book.verified_through}, "
            f"digest {book.digest.removeprefix('sha256:')[:12]}"
        )
    yield f"By the law of {material.day}. This is not legal advice."


def _pictures(sheets: Iterable[Sheet]) -> Iterator[Picture]:
    def inside(blocks: Iterable[Block]) -> Iterator[Picture]:
        for block in blocks:
            if isinstance(block, Picture):
                yield block
            elif isinstance(block, Fold):
                yield from inside(block.blocks)

    for sheet in sheets:
        yield from inside(sheet.blocks)
