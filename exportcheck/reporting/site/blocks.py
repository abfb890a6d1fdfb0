"""What a page is made of, whether it is written as HTML or as Markdown.

Text is a sequence of pieces. A link inside the site names a page, never a file; one that leads
out is followed only where it is an https address.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class To:
    """A link to a page of the site, or to a place on it."""

    text: str
    page: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Away:
    """A link to an address elsewhere."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Code:
    """A word of the rule files or of the command line."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Text that stands out."""

    text: str


@dataclass(frozen=True, slots=True)
class Faint:
    """Text by the way."""

    text: str


Piece: TypeAlias = str | To | Away | Code | Strong | Faint
Words: TypeAlias = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a page; `level` is 2 or 3, and `anchor` lets others link to it."""

    words: Words
    level: int = 2
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Say:
    """A paragraph; `tone` is empty, `lead`, `note`, `warning` or `faint`."""

    words: Words
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """An entry of a list, with what stands under it."""

    words: Words
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Points:
    """A list, nested where its entries are."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """What is said of a thing, each under its label."""

    pairs: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns under their headings; those named in `figures` hold numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    figures: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, the name of its file where it is one, and what it shows for who cannot see it.

    A link among its parts stands for the way to its page.
    """

    svg: tuple[str | To, ...]
    name: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Fold:
    """Blocks that a reader opens."""

    summary: str
    blocks: tuple[Block, ...]


Block: TypeAlias = Heading | Say | Points | Pairs | Table | Picture | Fold


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the site: where it is, its title, of which kind it is, what is searched, blocks."""

    path: str
    title: str
    kind: str
    about: str
    blocks: tuple[Block, ...]
    trail: tuple[To, ...] = ()


def spread(parts: Iterable[Piece | Words], between: str = ", ", last: str = "") -> Words:
    """Pieces one after another with a separator between them."""
    pieces: list[Piece] = []
    listed = list(parts)
    for number, part in enumerate(listed):
        if number:
            pieces.append(last if last and number == len(listed) - 1 else between)
        pieces.extend(part if isinstance(part, tuple) else (part,))
    return tuple(pieces)


def flat(words: Words) -> str:
    """The text of pieces without their links."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in words)
