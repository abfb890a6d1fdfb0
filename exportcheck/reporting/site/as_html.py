"""A page of the site as HTML: every text escaped, every address checked, nothing from elsewhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from html import escape

from exportcheck.reporting.printing import plain
from exportcheck.reporting.site.blocks import (
    Away,
    Block,
    Code,
    Faint,
    Fold,
    Heading,
    Pairs,
    Picture,
    Piece,
    Point,
    Points,
    Say,
    Sheet,
    Strong,
    Table,
    To,
    Words,
)
from exportcheck.reporting.site.citations import is_address

# What a sentence of a rule file sets in backticks.
_CODE = re.compile(r"`([^`]+)`")
# A day, which no line breaks.
_DAY = re.compile(r"(?<![\w./-])([0-9]{4}-[0-9]{2}-[0-9]{2})(?![\w/-])")
ENDING = ".html"
MENU = (
    ("Rules", "rules/index"),
    ("Destinations", "destinations/index"),
    ("Items", "items/index"),
    ("Chart", "chart"),
    ("Terms", "terms/index"),
    ("Facts", "facts"),
    ("Cases", "cases/index"),
    ("Timeline", "timeline"),
    ("Due", "due"),
)


def file_of(path: str) -> str:
    """The file of a page."""
    return path + ENDING


def html_page(sheet: Sheet, foot: Iterable[str]) -> str:
    """A whole page."""
    writer = _Writer(sheet.path)
    root = "../" * sheet.path.count("/")
    menu = "".join(f"<li>{writer.piece(To(text, page))}</li>" for text, page in MENU)
    trail = "".join(f"<li>{writer.piece(link)}</li>" for link in sheet.trail)
    crumbs = f'<nav class="trail" aria-label="You are here"><ol>{trail}</ol></nav>' if trail else ""
    said = "".join(f"<p>{text_of(line)}</p>" for line in foot)
    return f"""<!DOCTYPE html>
<html lang="en" data-root="{root}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{text_of(sheet.title)}</title>
<link rel="stylesheet" href="{root}style.css">
<script src="{root}search-index.js" defer></script>
<script src="{root}search.js" defer></script>
</head>
<body>
<header class="top">
<p class="home">{writer.piece(To("The rulebook", "index"))}</p>
<form class="search" role="search" hidden>
<label for="search">Search</label>
<input id="search" type="search" placeholder="rule, item, country, word" autocomplete="off">
<ol id="found" class="found" hidden></ol>
</form>
<nav class="menu" aria-label="Main"><ul>{menu}</ul></nav>
</header>
<main>
{crumbs}
<h1>{text_of(sheet.title)}</h1>
{writer.blocks(sheet.blocks)}
</main>
<footer>{said}</footer>
</body>
</html>
"""


def text_of(text: str) -> str:
    """Text that a browser shows and does not read."""
    return escape(plain(text), quote=True)


class _Writer:
    """Writes blocks as they stand on one page, from which links lead."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.ways: dict[str, str] = {}

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        match block:
            case Heading():
                at = f' id="{text_of(block.anchor)}"' if block.anchor else ""
                level = 2 if block.level == 2 else 3
                return f"<h{level}{at}>{self.words(block.words)}</h{level}>"
            case Say():
                tone = f' class="{text_of(block.tone)}"' if block.tone else ""
                return f"<p{tone}>{self.words(block.words)}</p>"
            case Points():
                return self.points(block.points)
            case Pairs():
                rows = "".join(
                    f"<div><dt>{text_of(label)}</dt><dd>{self.words(words)}</dd></div>"
                    for label, words in block.pairs
                )
                return f"<dl>{rows}</dl>"
            case Table():
                return self.table(block)
            case Picture():
                label = text_of(block.alternative)
                svg = "".join(p if isinstance(p, str) else self.way(p) for p in block.svg)
                return (
                    f'<div class="wide picture" role="group" aria-label="{label}" tabindex="0">'
                    f"{svg}</div>"
                )
            case Fold():
                return (
                    f"<details><summary>{text_of(block.summary)}</summary>\n"
                    f"{self.blocks(block.blocks)}\n</details>"
                )

    def points(self, points: Iterable[Point]) -> str:
        entries = "".join(
            f"<li>{self.words(point.words)}"
            f"{self.points(point.points) if point.points else ''}</li>\n"
            for point in points
        )
        return f"<ul>\n{entries}</ul>"

    def table(self, table: Table) -> str:
        kinds = [
            ' class="figure"' if number in table.figures else ""
            for number in range(len(table.head))
        ]
        head = "".join(
            f'<th scope="col"{kind}>{text_of(text)}</th>'
            for kind, text in zip(kinds, table.head, strict=True)
        )
        rows = "\n".join(
            "<tr>"
            + "".join(
                f"<td{kind}>{self.words(cell)}</td>" for kind, cell in zip(kinds, row, strict=True)
            )
            + "</tr>"
            for row in table.rows
        )
        return (
            f'<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n'
            f"<tbody>\n{rows}\n</tbody>\n</table></div>"
        )

    def words(self, words: Words) -> str:
        return "".join(map(self.piece, words))

    def piece(self, piece: Piece) -> str:
        match piece:
            case str():
                said = _DAY.sub(r"<time>\1</time>", text_of(piece))
                return _CODE.sub(r"<code>\1</code>", said)
            case To():
                return f'<a href="{self.way(piece)}">{text_of(piece.text)}</a>'
            case Away():
                if not is_address(piece.url):
                    return text_of(piece.text)
                href = escape(piece.url, quote=True)
                away = f'<a class="away" rel="noreferrer noopener" href="{href}">'
                return f"{away}{text_of(piece.text)}</a>"
            case Code():
                return f"<code>{text_of(piece.text)}</code>"
            case Strong():
                return f"<strong>{text_of(piece.text)}</strong>"
            case Faint():
                return f'<span class="faint">{text_of(piece.text)}</span>'

    def way(self, link: To) -> str:
        """The way from this page to another, and to a place on it."""
        at = f"#{text_of(link.at)}" if link.at else ""
        if link.page not in self.ways:
            here = posixpath.dirname(self.path) or "."
            self.ways[link.page] = posixpath.relpath(file_of(link.page), here)
        return self.ways[link.page] + at
