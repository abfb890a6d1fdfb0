"""What is wrong with an answer to `rules new`, told by the rules that are there as it is typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exportcheck.core.library import Library
    from exportcheck.core.problems import Problem
    from exportcheck.core.rules import Rule
    from exportcheck.reading.compiling import Cursor


@dataclass(frozen=True)
class Words:
    """The words that answers may use: those of our rules, and of these folders of rules.

    `home` is the rulebook in which what is written will stand, if there is one. They are read when
    the first answer needs them. Where they cannot be read nothing is said here: what was written is
    checked as a whole.
    """

    folders: tuple[str, ...]
    home: str = ""

    @cached_property
    def library(self) -> Library | None:
        from exportcheck.cli.arguments import library_of
        from exportcheck.core.problems import UnusableInput

        try:
            return library_of(list(self.folders))
        except UnusableInput:
            return None

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules that are there, by their names."""
        books = self.library.rulebooks if self.library else ()
        return {rule.name: rule for book in books for rule in book.rules}

    def mistakes(self, reads_as: str, text: str) -> Iterator[str]:
        """The mistakes in an answer, each with what to write."""
        return _READS[reads_as](text, self)


def _id(text: str, words: Words) -> Iterator[str]:
    from exportcheck.reading.compiling import RULE_ID

    if not RULE_ID.fullmatch(text):
        yield f"`{text}` is not a rule id: use letters, digits, `.`, `-`, `_` and parentheses"
    used = words.rules.get(f"{words.home}/{text}")
    if used is not None:
        yield f"the rule id `{text}` is used already, at {used.place.address}: write another"


def _book(text: str, words: Words) -> Iterator[str]:
    from exportcheck.reading.compiling import RULEBOOK_ID

    if not RULEBOOK_ID.fullmatch(text):
        yield f"`{text}` is not an id of a rulebook: use lower-case letters, digits and `-`"
    if words.library is not None and text in (book.id for book in words.library.rulebooks):
        yield f"there is a rulebook `{text}`, whose place this one would take: write another id"


def _cites(text: str, _: Words) -> Iterator[str]:
    from exportcheck.linting.checks.malformed_citation import what_is_wrong

    wrong = what_is_wrong(text)
    if wrong:
        yield (
            f"the citation `{text}` {wrong}: write it as it is looked up: `15 CFR 742.6(a)(6)`, "
            "`88 FR 73458`"
        )


def _item(text: str, words: Words) -> Iterator[str]:
    """An item, as a shipment that names it and nothing else would be read."""
    from exportcheck.core.places import Place
    from exportcheck.reading.entries import Entry
    from exportcheck.reading.shipments import ShipmentReader

    if words.library is not None:
        book = words.library.rulebooks[0]
        reader = ShipmentReader(words.library, "ordinary", {}, book.first_day)
        place = Place("answer")
        _, problems = reader.read([Entry("item.sku", text, place)], id="", place=place)
        yield from map(_in_one, problems)


def _rule(text: str, words: Words) -> Iterator[str]:
    from exportcheck.reading.case_files import not_a_rule, rules_meant

    if words.library is not None and len(rules_meant(text, words.rules, [words.home])) != 1:
        message, help = not_a_rule(text, words.rules)
        yield f"{message}: {help}" if help else message


def _in_one(problem: Problem) -> str:
    return f"{problem.message}: {problem.help}" if problem.help else problem.message


def _country(text: str, words: Words) -> Iterator[str]:
    library = words.library
    if library is not None and text not in library.catalogue.countries:
        yield f"`{text}` is not a country code: {library.catalogue.country_hint(text)}"


def _value(text: str, words: Words, prefix: str = "") -> Iterator[str]:
    """A fact with its value, by its kind; what is no single value is left to the reader."""
    from exportcheck.core.problems import did_you_mean
    from exportcheck.core.quantities import Unreadable

    library = words.library
    name, _, written = (part.strip() for part in text.partition("="))
    if library is None or name in ("item.sku", "item.contains"):
        return
    catalogue = library.catalogue
    second = _second(written, library, prefix)
    if second:
        yield second
    elif f"{prefix}{name}" not in catalogue:
        known = [each.removeprefix(prefix) for each in catalogue.facts if each.startswith(prefix)]
        hint = did_you_mean(name, known) or "`exportcheck facts` lists the facts"
        yield f"`{name}` is not a fact this tool knows: {hint}"
    elif written[:1] not in ("[", "{", '"', "'"):
        try:
            catalogue.parse(catalogue[f"{prefix}{name}"], written)
        except Unreadable as error:
            yield f"{error.message}: {error.help}" if error.help else error.message


def _figure(text: str, words: Words) -> Iterator[str]:
    yield from _value(text.removeprefix("item."), words, "item.")


def _test(text: str, words: Words) -> Iterator[str]:
    """A fact with its test, by the groups of some rulebook; terms may be those of the new file."""
    library = words.library
    name, _, written = (part.strip() for part in text.partition("="))
    if library is None or name in ("is", "holds", "all", "any", "not", "contains_any"):
        return
    second = _second(written, library)
    if second:
        yield second
        return
    found = [_problems(name, written, library, number) for number in range(len(library.rulebooks))]
    if found and all(found):
        yield _in_one(found[0][0])


# Where another answer begins after a sign that parts none, or only those that are typed.
_SECOND = re.compile(r"[,;\s]\s*([a-z][a-z0-9_.]*)\s*=")


def _second(written: str, library: Library, prefix: str = "") -> str:
    """What is said of two answers that were written as one."""
    found = _SECOND.search(written)
    if not found or f"{prefix}{found[1].removeprefix(prefix)}" not in library.catalogue:
        return ""
    if found[0].startswith(";"):
        return f"here are two answers: give `{found[1]}` its own --answer, in which `;` parts none"
    return f"here are two answers: write `;` before `{found[1]}`, or give each its own --answer"


def _problems(name: str, written: str, library: Library, number: int) -> list[Problem]:
    from exportcheck.reading.compiling import Cursor
    from exportcheck.reading.condition_files import ConditionCompiler
    from exportcheck.reading.rule_schemas import condition_schema, with_conditions
    from exportcheck.reading.strict_yaml import read_yaml
    from exportcheck.reading.structure import check_structure
    from exportcheck.reporting.templates import value

    document = read_yaml(f"{name}: {value(written)}\n".encode(), "answer")
    schema = with_conditions(condition_schema(library.catalogue), library.catalogue)
    problems = list(document.problems) or check_structure(document, schema)
    if not problems:
        terms: Mapping[str, Cursor] = {}
        groups = library.rulebooks[number].groups
        compiler = ConditionCompiler(library.catalogue, groups, terms)
        compiler.condition(Cursor.at_root(document, problems))
    return problems


_READS: Mapping[str, Callable[[str, Words], Iterator[str]]] = {
    "id": _id,
    "book": _book,
    "cites": _cites,
    "item": _item,
    "rule": _rule,
    "country": _country,
    "values": _value,
    "figures": _figure,
    "tests": _test,
}
