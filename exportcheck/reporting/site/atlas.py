"""Where each thing has its page: one name for a path, whatever the file system folds.

Ids and names are made of what any file system takes; two that would fall together there are told
apart by a number, in the order of the files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from exportcheck.core.cases import Case
from exportcheck.core.groups import Group
from exportcheck.core.items import Item
from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.core.rules import Rule, Rulebook
from exportcheck.reporting.site.blocks import Piece, To

# What is asked to tell a classification: facts as an order line states them, or an item.
Ask = Callable[[Mapping[str, str], Item | None], Determination | None]

_UNSAFE = re.compile(r"[^A-Za-z0-9.]+")
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|index|readme|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE
)
_LONGEST = 80


def slug(text: str) -> str:
    """A name for a file: letters, digits, points and hyphens."""
    plain = _UNSAFE.sub("-", text).strip("-.")[:_LONGEST].rstrip("-.") or "x"
    return f"{plain}-" if _RESERVED.fullmatch(plain) else plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that the site tells: the library, the cases, and the day whose law it tells."""

    library: Library
    cases: tuple[Case, ...]
    day: date
    ask: Ask


@dataclass(slots=True)
class Atlas:
    """The page of each rule, term, destination and so on, and links to them."""

    paths: dict[tuple[str, ...], str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def add(self, key: tuple[str, ...], folder: str, name: str) -> None:
        """Give a thing the page of that name, or the next free one."""
        if key in self.paths:
            return
        path = first = f"{folder}/{slug(name)}"
        number = 2
        while path.casefold() in self._taken:
            path, number = f"{first}-{number}", number + 1
        self._taken.add(path.casefold())
        self.paths[key] = path

    def to(self, text: str, *key: str, at: str = "") -> Piece:
        """A link to the page of a thing; without one, the text alone."""
        path = self.paths.get(key)
        return To(text, path, at) if path is not None else text

    def rule(self, name: str, text: str = "") -> Piece:
        """A link to a rule by its full name."""
        return self.to(text or name, "rule", name)


def atlas_of(material: Material) -> Atlas:
    """Pages for everything in the library, in the order of the files."""
    library = material.library
    atlas = Atlas(defaults={each.fact: each.default for each in library.readings.values()})
    for book in library.rulebooks:
        _add_rulebook(atlas, book)
    for code in library.catalogue.countries:
        atlas.add(("destination", code), "destinations", code)
    for name in library.items.names:
        atlas.add(("item", name), "items", name)
    for case in material.cases:
        atlas.add(("cases", case.file), "cases", case.file.partition(".cases.")[0])
    return atlas


def _add_rulebook(atlas: Atlas, book: Rulebook) -> None:
    folder = slug(book.id)
    atlas.add(("rulebook", book.id), "rulebooks", book.id)
    for rule in book.rules:
        atlas.add(("rule", rule.name), f"rules/{folder}", rule.id)
    for name, (_, place) in book.terms.items():
        if book.declares(place):
            atlas.add(("term", name), f"terms/{folder}", name)
    for group in groups_of(book):
        atlas.add(("group", group.name), f"groups/{folder}", group.name)
    for party_list in book.lists:
        atlas.add(("list", book.id, party_list.name), f"lists/{folder}", party_list.name)


def groups_of(book: Rulebook) -> list[Group]:
    """The groups that a rulebook declares; it sees those of all."""
    return [each for each in book.groups.groups.values() if book.declares(each.place)]


def every_item(material: Material) -> Iterator[Item]:
    """The items in the order of their files."""
    items = material.library.items
    return (items.at(position) for position in range(len(items)))


def rules_in(library: Library) -> Iterable[tuple[Rulebook, Rule]]:
    """Every rule with its rulebook."""
    return ((book, rule) for book in library.rulebooks for rule in book.rules)
