"""A page of the site as Markdown, in the dialect of code hosts: a README leads each folder."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from exportcheck.reporting.as_markdown import escape
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

_NUMBERED = re.compile(r"^(\s*[0-9]+)\.")
_WWW = re.compile(r"www\.", re.IGNORECASE)
_CODE = re.compile(r"`([^`]+)`")
_TONES = {"note": "> ", "warning": "> **Note:** "}


def file_of(path: str) -> str:
    """The file of a page; that of a folder is its README."""
    folder, _, name = path.rpartition("/")
    if name == "index":
        return f"{folder}/README.md" if folder else "README.md"
    return f"{path}.md"


def markdown_page(sheet: Sheet, foot: Iterable[str]) -> str:
    """A whole page."""
    writer = _Writer(sheet.path)
    trail = " › ".join(writer.piece(link) for link in sheet.trail)
    parts = [trail] if trail else []
    parts.append(f"# {text_of(sheet.title)}")
    parts.extend(writer.blocks(sheet.blocks))
    parts.append("---")
    parts.extend(text_of(line) for line in foot)
    return "\n\n".join(parts) + "\n"


def picture_file(picture: Picture) -> str:
    """The file of a drawing; its links lead to the pages beside it."""
    writer = _Writer(picture.name)
    return "".join(part if isinstance(part, str) else writer.way(part) for part in picture.svg)


def text_of(text: str) -> str:
    """Text in which nothing is marked up or linked."""
    escaped = escape(" ".join(text.split()) if text.strip() else text)
    if text[:1] == " " and text.strip():
        escaped = f" {escaped}"
    if text[-1:] == " " and text.strip():
        escaped = f"{escaped} "
    return _WWW.sub(lambda found: found[0][:-1] + "\\.", escaped)


class _Writer:
    """Writes blocks as they stand on one page, from which links lead."""

    def __init__(self, path: str) -> None:
        self.path = path

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading():
                at = f'<a id="{_anchor(block.anchor)}"></a>' if block.anchor else ""
                yield f"{'#' * block.level} {at}{self.words(block.words)}"
            case Say():
                words = self.words(block.words).strip()
                yield _TONES.get(block.tone, "") + _NUMBERED.sub(r"\1\\.", words)
            case Points():
                yield "\n".join(self.points(block.points, 0))
            case Pairs():
                yield "\n".join(
                    f"- **{text_of(label)}:** {self.words(words)}" for label, words in block.pairs
                )
            case Table():
                yield "\n".join(self.table(block))
            case Picture():
                picture = posixpath.relpath(block.name, posixpath.dirname(self.path) or ".")
                yield f"![{text_of(block.alternative)}]({picture})"
            case Fold():
                yield f"**{text_of(block.summary)}**"
                yield from self.blocks(block.blocks)

    def points(self, points: Iterable[Point], depth: int) -> Iterator[str]:
        for point in points:
            words = _NUMBERED.sub(r"\1\\.", self.words(point.words))
            yield f"{'  ' * depth}- {words}"
            yield from self.points(point.points, depth + 1)

    def table(self, table: Table) -> Iterator[str]:
        yield f"| {' | '.join(map(text_of, table.head))} |"
        marks = ["--:" if number in table.figures else "---" for number in range(len(table.head))]
        yield f"|{'|'.join(marks)}|"
        for row in table.rows:
            yield f"| {' | '.join(map(self.words, row))} |"

    def words(self, words: Words) -> str:
        return "".join(map(self.piece, words))

    def piece(self, piece: Piece) -> str:
        match piece:
            case str():
                said = _CODE.split(piece)
                return "".join(
                    self.piece(Code(part)) if number % 2 else text_of(part)
                    for number, part in enumerate(said)
                )
            case To():
                return f"[{text_of(piece.text)}]({self.way(piece)})"
            case Away():
                if not is_address(piece.url):
                    return text_of(piece.text)
                return f"[{text_of(piece.text)}](<{piece.url}>)"
            case Code():
                text = plain(piece.text)
                return text_of(text) if set(text) & set("`|\\<>\n") else f"`{text}`"
            case Strong():
                return f"**{text_of(piece.text)}**"
            case Faint():
                return text_of(piece.text)

    def way(self, link: To) -> str:
        """The way from this page to another, and to a place on it."""
        at = f"#{_anchor(link.at)}" if link.at else ""
        return posixpath.relpath(file_of(link.page), posixpath.dirname(self.path) or ".") + at


def _anchor(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "-", text)
