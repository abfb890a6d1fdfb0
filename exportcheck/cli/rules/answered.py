"""What is wrong with an answer to `rules new`, told by the rules that are there as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exportcheck.core.library import Library
    from exportcheck.core.problems import Problem
    from exportcheck.reading.compiling import Cursor


@dataclass(frozen=True)
class Words:
    """The words that answers may use: those of our rules, and of these folders of rules.

    They are read when the first answer needs them. Where they cannot be read nothing is said here:
    what was written is checked as a whole.
    """

    folders: tuple[str, ...]

    @cached_property
    def library(self) -> Library | None:
        from exportcheck.cli.arguments import library_of
        from exportcheck.core.problems import UnusableInput

        try:
            return library_of(list(self.folders))
        except UnusableInput:
            return None

    def wrong(self, reads_as: str, texts: Sequence[str]) -> str:
        """The first mistake in the answers, with what to write, or nothing."""
        return next((told for text in texts for told in _READS[reads_as](text, self.library)), "")


def _id(text: str, _: Library | None) -> Iterator[str]:
    from exportcheck.reading.compiling import RULE_ID

    if not RULE_ID.fullmatch(text):
        yield f"`{text}` is not a rule id: use letters, digits, `.`, `-`, `_` and parentheses"


def _book(text: str, _: Library | None) -> Iterator[str]:
    from exportcheck.reading.compiling import RULEBOOK_ID

    if not RULEBOOK_ID.fullmatch(text):
        yield f"`{text}` is not an id of a rulebook: use lower-case letters, digits and `-`"


def _country(text: str, library: Library | None) -> Iterator[str]:
    if library is not None and text not in library.catalogue.countries:
        yield f"`{text}` is not a country code: {library.catalogue.country_hint(text)}"


def _value(text: str, library: Library | None, prefix: str = "") -> Iterator[str]:
    """A fact with its value, by its kind; what is no single value is left to the reader."""
    from exportcheck.core.problems import did_you_mean
    from exportcheck.core.quantities import Unreadable

    name, _, written = (part.strip() for part in text.partition("="))
    if library is None or name in ("item.sku", "item.contains"):
        return
    catalogue = library.catalogue
    if f"{prefix}{name}" not in catalogue:
        known = [each.removeprefix(prefix) for each in catalogue.facts if each.startswith(prefix)]
        hint = did_you_mean(name, known) or "`exportcheck facts` lists the facts"
        yield f"`{name}` is not a fact this tool knows: {hint}"
    elif written[:1] not in ("[", "{", '"', "'"):
        try:
            catalogue.parse_by_hand(catalogue[f"{prefix}{name}"], written)
        except Unreadable as error:
            yield f"{error.message}: {error.help}" if error.help else error.message


def _figure(text: str, library: Library | None) -> Iterator[str]:
    yield from _value(text.removeprefix("item."), library, "item.")


def _test(text: str, library: Library | None) -> Iterator[str]:
    """A fact with its test, by the groups of some rulebook; terms may be those of the new file."""
    name, _, written = (part.strip() for part in text.partition("="))
    if library is None or name in ("is", "holds", "all", "any", "not", "contains_any"):
        return
    found = [_problems(name, written, library, number) for number in range(len(library.rulebooks))]
    if found and all(found):
        first = found[0][0]
        yield f"{first.message}: {first.help}" if first.help else first.message


def _problems(name: str, written: str, library: Library, number: int) -> list[Problem]:
    from exportcheck.reading.compiling import Cursor
    from exportcheck.reading.condition_files import ConditionCompiler
    from exportcheck.reading.strict_yaml import read_yaml
    from exportcheck.reporting.templates import value

    document = read_yaml(f"{name}: {value(written)}\n".encode(), "answer")
    problems = list(document.problems)
    if not problems:
        terms: Mapping[str, Cursor] = {}
        groups = library.rulebooks[number].groups
        compiler = ConditionCompiler(library.catalogue, groups, terms)
        compiler.condition(Cursor.at_root(document, problems))
    return problems


_READS: Mapping[str, Callable[[str, Library | None], Iterator[str]]] = {
    "id": _id,
    "book": _book,
    "country": _country,
    "values": _value,
    "figures": _figure,
    "tests": _test,
}
