"""Conditions in plain English: a list whose entries are sentences, nested as the law nests them.

Each fact, term, rule, group and destination in a sentence leads to its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from exportcheck.core.catalogue import Catalogue, Fact
from exportcheck.core.conditions import (
    OPERATORS,
    AllOf,
    AnyOf,
    Condition,
    ContainsAny,
    Not,
    PartRequires,
    RuleHolds,
    Term,
    Test,
    amount_of,
)
from exportcheck.core.library import Library
from exportcheck.core.rules import Rulebook
from exportcheck.core.step_words import part_words
from exportcheck.reporting.as_rules import always_holds
from exportcheck.reporting.site.atlas import Atlas
from exportcheck.reporting.site.blocks import Faint, Piece, Point, To, Words, flat, spread

# Words of fact names that are written in capitals.
_CAPITALS = frozenset(
    [
        "acm",
        "bf16",
        "bis",
        "dram",
        "eccn",
        "fp16",
        "fp32",
        "fp4",
        "fp6",
        "fp64",
        "fp8",
        "hbm",
        "int16",
        "int32",
        "int4",
        "int8",
        "lpp",
        "nac",
        "osat",
        "sku",
        "tf32",
        "tops",
        "tpp",
        "uae",
    ]
)
_WHETHER = re.compile(r"Whether (.+)", re.DOTALL)


def fact_words(fact: Fact) -> str:
    """What a fact is called in a sentence, after its name: the end user's country."""
    *of, last = (" ".join(map(_word, part.split("_"))) for part in fact.name.split("."))
    return " of the ".join([f"the {last}", *reversed(of)])


def _word(word: str) -> str:
    return word.upper() if word in _CAPITALS else word


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class Speaker:
    """Tells the conditions of one rulebook."""

    def __init__(self, book: Rulebook, catalogue: Catalogue, atlas: Atlas) -> None:
        self.book, self.catalogue, self.atlas = book, catalogue, atlas

    def points(self, condition: Condition) -> tuple[Point, ...]:
        """A condition as a list: what must hold together stands side by side."""
        if always_holds(condition):
            return (Point(("It always holds.",)),)
        if isinstance(condition, AllOf):
            return tuple(point for part in condition.parts for point in self.points(part))
        return (self._point(condition),)

    def _together(self, condition: Condition) -> Point:
        """A condition as one entry."""
        points = self.points(condition)
        return points[0] if len(points) == 1 else Point(("All of these hold:",), points)

    def _point(self, condition: Condition) -> Point:
        match condition:
            case Test():
                return Point((*self._test(condition), "."))
            case AnyOf():
                parts = tuple(self._together(part) for part in condition.parts)
                return Point(("At least one of these holds:",), parts)
            case Not():
                return self._negated(condition.part)
            case Term():
                return Point(self._term(condition))
            case ContainsAny():
                return Point(
                    ("The system contains an item of which this holds:",),
                    self.points(condition.part),
                )
            case RuleHolds():
                rules = [
                    self.atlas.rule(f"{self.book.id}/{rule}", rule) for rule in condition.rules
                ]
                said = (
                    "This rule holds: "
                    if len(rules) == 1
                    else "At least one of these rules holds: "
                )
                return Point((said, *spread(rules), "."))
            case PartRequires():
                return Point((f"{capital(part_words(condition))}.",))
            case AllOf():
                return self._together(condition)

    def _negated(self, part: Condition) -> Point:
        if isinstance(part, AnyOf):
            return Point(
                ("None of these holds:",), tuple(self._together(each) for each in part.parts)
            )
        points = self.points(part)
        said = "This does not hold:" if len(points) == 1 else "These do not all hold together:"
        return Point((said,), points)

    def _term(self, term: Term) -> Words:
        meaning, _ = self.book.terms[term.name]
        link = self.atlas.to(f"“{term.name}”", "term", term.name)
        return (link, Faint(f": {meaning}"))

    def _test(self, test: Test) -> Words:
        fact, operator = test.fact, OPERATORS[test.operator]
        written = test.written.split(", ") if isinstance(test.operand, tuple) else [test.written]
        if fact.kind == "yes_no" and test.operator == "equals":
            return self._yes_or_no(fact, test.written)
        subject = (self._fact(fact, capital(fact_words(fact))),)
        if fact.kind == "country":
            return (*subject, *self._places(written, negated=test.operator == "not_in"))
        if fact.kind == "one_of":
            return (*subject, " is ", *spread([self._option(fact, w) for w in written], "; or "))
        joins = f" {operator.words} " if operator.words == "is" else " is "
        if operator.words not in ("is", "one of"):
            joins = f" is {operator.words} "
        amount = ", ".join(written[:-1]) + (" or " if written[1:] else "") + written[-1]
        return (*subject, joins, amount_of(test, amount))

    def _yes_or_no(self, fact: Fact, written: str) -> Words:
        """The meaning of a yes-or-no fact as the sentence that it asks about."""
        asked = _WHETHER.fullmatch(re.split(r"[.;](?:\s|$)", fact.meaning)[0])
        if asked is None:
            return (self._fact(fact, capital(fact_words(fact))), f" is {written}")
        if written == "yes":
            return (self._fact(fact, capital(asked[1])),)
        return ("It is not so that ", self._fact(fact, asked[1]))

    def _fact(self, fact: Fact, text: str) -> Piece:
        return To(text, "facts", fact.name)

    def _option(self, fact: Fact, written: str) -> Words:
        """An option of a fact with its meaning, where that says more."""
        meaning = fact.options.get(written, "")
        told = written.replace("_", " ")
        if not meaning or meaning.casefold().removeprefix("an ").removeprefix("a ") == told:
            return (told,)
        return (told, Faint(f" ({meaning.rstrip('.')})"))

    def _places(self, names: list[str], *, negated: bool) -> Words:
        """Of which places one is meant, or none is."""
        places = [self._place(name) for name in names]
        if not negated:
            return (" is ", *spread(places, ", ", " or "))
        if len(places) == 1:
            return (" is not ", *places)
        return (" is neither ", *spread(places, ", ", " nor "))

    def _place(self, name: str) -> Piece:
        """A destination by its name, or a group."""
        group = self.book.groups.groups.get(name)
        if group is not None:
            text = f"in {group.title}" if group.is_country_group else f"in {name}"
            return self.atlas.to(text, "group", name)
        country = self.catalogue.countries.get(name, name)
        return self.atlas.to(f"{country} ({name})", "destination", name)


def told_lines(library: Library, book: Rulebook, condition: Condition) -> list[str]:
    """A condition in sentences without links, each a line, with what stands under it indented."""
    speaker = Speaker(book, library.catalogue, Atlas())
    return list(_lines(speaker.points(condition), ""))


def _lines(points: Iterable[Point], indent: str) -> Iterator[str]:
    for point in points:
        yield f"{indent}{flat(point.words)}"
        yield from _lines(point.points, f"{indent}  ")


def plain_points(points: tuple[Point, ...]) -> str:
    """The text of a list, for the search."""
    return " ".join(f"{flat(p.words)} {plain_points(p.points)}".strip() for p in points)
