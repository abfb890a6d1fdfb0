"""The catalogue of facts: what may be known of an item or a shipment, and how it is written.

Each fact has a kind, and its kind decides what may be written for it and how it is shown. Country
codes come with their names. What is refused is refused with what to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from exportcheck.core import eccns
from exportcheck.core.assumptions import Assumption
from exportcheck.core.mistyped import error_help, look_alike_in, named
from exportcheck.core.places import Place
from exportcheck.core.problems import close_words, did_you_mean, either
from exportcheck.core.quantities import (
    Unreadable,
    parse_quantity,
    parse_throughput,
    refuse_thousands,
    show_quantity,
)
from exportcheck.core.records import Record
from exportcheck.core.values import (
    ANYTHING,
    NOT_NEGATIVE,
    UNBOUNDED,
    Choice,
    Interval,
    Value,
    meet,
)
from exportcheck.core.windows import day_help, parse_day

if TYPE_CHECKING:
    from exportcheck.core.facts import Known

NUMERIC_KINDS = ("quantity", "throughput")
# The fact that takes in all places to which an item goes.
PLACES = "destined"
STATED_KINDS = (
    *NUMERIC_KINDS,
    *("date", "yes_no", "one_of", "country", "eccn", "text", "formats", "items"),
)
KINDS = (*STATED_KINDS, "any_of")


class Member(Record):
    """A fact that an any_of fact takes in, counted only where the guard has the value."""

    fact: str
    guard: str = ""
    value: str = ""


class Fact(Record):
    """The declaration of one fact: its kind and unit, its meaning, and the question to ask."""

    name: str
    kind: str
    meaning: str
    ask: str
    unit: str = ""
    options: Mapping[str, str] = {}
    flag: str = ""
    formula: str = ""
    inputs: tuple[str, ...] = ()
    bit_length: Interval | None = None
    bits_reading: str = ""
    bits_by_option: Mapping[str, Interval] = {}
    assume: Mapping[str, Assumption] = {}
    members: tuple[Member, ...] = ()
    # Of a fact that says that two parties are one: what is known of the first, which is another
    # where one of these is stated; and its name, with those of whom one bears it if they are one.
    no_when_stated: tuple[str, ...] = ()
    one_name: tuple[str, ...] = ()
    # The fact that must be yes where this one is stated, and that is when it is not said.
    only_where: str = ""
    # The fact than which a number is never less.
    at_least: str = ""
    pattern: str = ""
    like: str = ""
    # Values that the law knows and no rule here judges, with what each is.
    not_judged: Mapping[str, str] = {}
    # Of entries that are known whole, every paragraph of each, as ECCNs are kept.
    paragraphs: Mapping[str, frozenset[str]] = {}
    cites: tuple[str, ...] = ()
    place: Place = Place("")

    def _values(self) -> dict[str, Any]:
        # Two declarations that say the same are equal wherever they stand.
        return {name: value for name, value in super()._values().items() if name != "place"}

    @cached_property
    def unknown(self) -> Value:
        """The value of the fact when nothing is known of it."""
        if self.kind in NUMERIC_KINDS:
            return NOT_NEGATIVE
        if self.kind == "date":
            return UNBOUNDED
        if self.kind == "yes_no":
            return Choice.of("yes", "no")
        if self.kind == "one_of":
            return Choice(frozenset(self.options))
        return ANYTHING

    def meet(self, first: Value, second: Value) -> Value:
        """What both values of the fact allow."""
        if self.kind == "eccn" and isinstance(first, Choice) and isinstance(second, Choice):
            return eccns.meet(first, second)
        return meet(first, second)

    @property
    def how_to_state(self) -> str:
        """The option of the command line that states the fact."""
        return f"{self.flag} ..." if self.flag else f"--fact {self.name}=..."


class Catalogue(Record):
    """All facts by name, and the country codes with their names."""

    facts: Mapping[str, Fact]
    countries: Mapping[str, str]

    def __getitem__(self, name: str) -> Fact:
        return self.facts[name]

    def __contains__(self, name: object) -> bool:
        return name in self.facts

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts.values())

    @cached_property
    def formats(self) -> Mapping[str, Fact]:
        """The peak-rate facts by the name of their arithmetic format."""
        return {
            name.rpartition(".")[2]: fact
            for name, fact in self.facts.items()
            if fact.bit_length is not None
        }

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The facts that are places to which an item goes."""
        return tuple(member.fact for member in self[PLACES].members) if PLACES in self else ()

    @cached_property
    def of_one_party(self) -> tuple[Fact, ...]:
        """The facts that say that two parties are one."""
        return tuple(fact for fact in self if fact.no_when_stated or fact.one_name)

    @cached_property
    def told_by_names(self) -> frozenset[str]:
        """The facts by which names that speak of places doubt what is assumed."""
        assumed = (assumption for fact in self for assumption in fact.assume.values())
        return frozenset(each.by_names.fact for each in assumed if each.by_names)

    @cached_property
    def countries_asked(self) -> frozenset[str]:
        """The facts that are countries."""
        return frozenset(fact.name for fact in self if fact.kind == "country")

    @cached_property
    def _assumed(self) -> dict[tuple[str, str], Value]:
        return {}

    def assumed(self, fact: Fact, written: str) -> Value:
        """The value that a profile takes for granted; it is read once."""
        found = self._assumed.get((fact.name, written))
        if found is None:
            found = self._assumed[fact.name, written] = self.parse(fact, written)
        return found

    @cached_property
    def _followers(self) -> Mapping[str, frozenset[str]]:
        """For each fact, itself and all that are derived from it or assumed to be the same."""
        return self._followers_by(lambda assumption: assumption.rests_on)

    @cached_property
    def _followers_unnamed(self) -> Mapping[str, frozenset[str]]:
        """The same where no name speaks of a place."""
        return self._followers_by(lambda assumption: assumption.unnamed)

    def _followers_by(
        self, rests_on: Callable[[Assumption], Iterable[str]]
    ) -> Mapping[str, frozenset[str]]:
        from exportcheck.core.formulas import FORMULAS

        next_to: dict[str, set[str]] = {name: set() for name in self.facts}
        for fact in self:
            inputs = FORMULAS[fact.formula].inputs_of(self, fact) if fact.formula else ()
            assumed = (name for each in fact.assume.values() for name in rests_on(each))
            for name in (*inputs, *assumed):
                next_to.setdefault(name, set()).add(fact.name)
        followers = {}
        for name in next_to:
            reached, ahead = {name}, [name]
            while ahead:
                new = next_to[ahead.pop()] - reached
                reached |= new
                ahead.extend(new)
            followers[name] = frozenset(reached)
        return followers

    def followers_of(self, names: Iterable[str]) -> frozenset[str]:
        """These facts and all that may be known otherwise when they are."""
        return frozenset[str]().union(*(self._followers.get(name, {name}) for name in names))

    def followers_unnamed(self, names: Iterable[str]) -> frozenset[str]:
        """These facts and all that may be known otherwise where no name speaks of a place."""
        followers = self._followers_unnamed
        return frozenset[str]().union(*(followers.get(name, {name}) for name in names))

    def no_less_than(self, name: str) -> tuple[str, ...]:
        """The numbers than which one is never less: what it is made of, and what that is."""
        found: list[str] = []
        while (name := self[name].at_least) and name not in found:
            found.append(name)
        return tuple(found)

    def parse(self, fact: Fact, written: object) -> Value:
        """The value that was written for a fact; raises `Unreadable` with what to write."""
        if fact.kind == "any_of":
            names = either([f"`{member.fact}`" for member in fact.members])
            raise Unreadable(f"`{fact.name}` cannot be stated by itself", f"state {names}")
        if fact.kind == "formats":
            return self._parse_formats(written)
        if isinstance(written, bool) and fact.kind not in ("yes_no", "one_of"):
            shown = "true" if written else "false"
            if fact.kind == "country":
                help = "write its two-letter code in quotes; some programs take `NO` for false"
                raise Unreadable(f"`{shown}` is not a country code", help)
            what = "a text" if fact.kind == "text" else f"a value of `{fact.name}`"
            raise Unreadable(f"`{shown}` is not {what}", "write it in quotes, or leave it out")
        if isinstance(written, bool):
            written = "yes" if written else "no"
        if not isinstance(written, str):
            raise Unreadable(f"`{fact.name}` is not a single value", "write one value")
        _refuse_stray_characters(written)
        if fact.kind in NUMERIC_KINDS:
            # In whose country it was written, by hand or by a program, nobody knows.
            of_processing = fact.kind == "throughput" or fact.unit == "TPP"
            refuse_thousands(written, of_processing=of_processing)
        if fact.kind == "throughput":
            return parse_throughput(written, fact.unit or "TOPS")
        if fact.kind == "quantity":
            return parse_quantity(written, fact.unit)
        if fact.kind == "date":
            return self._parse_date(written)
        if fact.kind == "country":
            return self._parse_country(written)
        if fact.kind in ("yes_no", "one_of"):
            options = tuple(fact.options) if fact.kind == "one_of" else ("yes", "no")
            if written not in options:
                choices = either([f"`{option}`" for option in options])
                hint = did_you_mean(written, options)
                raise Unreadable(f"`{written}` is not {choices}", hint or f"write {choices}")
            return Choice.of(written)
        if fact.pattern and not re.fullmatch(fact.pattern, written, re.ASCII):
            if written in fact.not_judged:
                raise Unreadable(
                    f"`{written}` is {fact.not_judged[written]}, which is not judged here",
                    "leave the shipment to somebody who knows it; what is judged is "
                    + either([f"`{fact.like}`", *_words_of(fact.pattern)]),
                )
            raise Unreadable(
                f"`{written}` does not look like a value of `{fact.name}`",
                either([f"write it like `{fact.like}`", *_words_of(fact.pattern)]),
            )
        if fact.kind == "eccn":
            word = eccns.eccn_word(written)
            if word is None:
                raise Unreadable(f"`{written}` is not an ECCN", "write it like `3A001.a.7`")
            return Choice.of(eccns.as_stated(word, fact.paragraphs))
        look_alike = look_alike_in(written) if fact.name.startswith("item.") else ""
        if look_alike:
            raise Unreadable(
                f"`{written}` has {named(look_alike)}, of another alphabet",
                "write the letter that looks like it",
            )
        error = error_help(written)
        if error:
            raise Unreadable(f"`{written}` is not a text", error)
        folded = fold(written)
        if not folded:
            raise Unreadable(f"`{written}` has no letter or digit", "write a name, or leave it out")
        return Choice.of(folded)

    def _parse_formats(self, written: object) -> Value:
        formats = self.formats
        if isinstance(written, str):
            written = [name.strip() for name in written.split(",")]
        known = either([f"`{name}`" for name in formats])
        if not isinstance(written, list) or not written:
            raise Unreadable("the formats are not a list", f"write a list of {known}")
        names = []
        for name in written:
            if not isinstance(name, str) or name not in formats:
                raise Unreadable(
                    f"`{name}` is not an arithmetic format", f"write a list of {known}"
                )
            names.append(name)
        return Choice.of(",".join(sorted(set(names))))

    def _parse_date(self, written: str) -> Value:
        day = parse_day(written)
        if day is None:
            raise Unreadable(f"`{written}` is not a calendar day", day_help(written))
        return Interval.exactly(day.toordinal())

    def _parse_country(self, written: str) -> Value:
        if written in self.countries:
            return Choice.of(written)
        raise Unreadable(f"`{written}` is not a country code", self.country_hint(written))

    def country_hint(self, written: str) -> str:
        """The code that was probably meant: by case, by name, else where codes are listed."""
        # Only a mistake needs it.
        from exportcheck.core.alpha_3 import ALPHA_2

        upper = written.strip().upper()
        if upper in self.countries:
            return f"write `{upper}` ({self.countries[upper]})"
        short = ALPHA_2.get(upper, "")
        if short in self.countries:
            return f"write `{short}` ({self.countries[short]}), its code of two letters"
        for code, name in self.countries.items():
            if fold(written) and fold(written) in (fold(name), fold(name.partition(" (")[0])):
                return f"write `{code}` ({name})"
        if upper == "UK":
            return "write `GB` (United Kingdom)"
        names = {name.casefold(): code for code, name in self.countries.items()}
        close = [names[name] for name in close_words(written, tuple(names))]
        if close:
            return f"did you mean {either([f'`{c}` ({self.countries[c]})' for c in close])}?"
        return "write a two-letter ISO 3166 code, such as `CN` or `DE`"

    def show(self, fact: Fact, known: Known, beside: Fraction | None = None) -> str:
        """The value of a fact for people: as written where it was, else in full."""
        value = known.value
        if isinstance(value, Interval):
            if fact.kind == "date":
                if value.low is not None and value.is_exact:
                    return date.fromordinal(int(value.low)).isoformat()
                return "not known"
            return show_quantity(value, fact.unit, beside)
        if value.options is None or value == fact.unknown:
            return "not known"
        if fact.kind == "country":
            if len(value.options) > 4:
                return f"one of {len(value.options)} countries"
            return " or ".join(
                f"{self.countries.get(code, code)} ({code})" for code in sorted(value.options)
            )
        return known.written or " or ".join(sorted(value.options))


def _refuse_stray_characters(written: str) -> None:
    if not written.strip():
        raise Unreadable("the value is empty", "write a value, or leave the fact out")
    if written != written.strip():
        raise Unreadable(
            f"`{written}` has a space or line break at its edge", f"write `{written.strip()}`"
        )
    stray = stray_character(written)
    if stray:
        raise Unreadable(
            f"`{written}` has an invisible or control character (U+{ord(stray):04X})",
            "write it again by hand",
        )


def stray_character(written: str) -> str:
    """The first character that nobody sees or that is no text, or nothing."""
    if written.isascii() and written.isprintable():
        return ""
    stray = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    return next((each for each in written if unicodedata.category(each) in stray), "")


_OF_TRADE = dict.fromkeys(map(ord, "™℠®"))


def fold(text: str) -> str:
    """A name without case, width, spaces and punctuation, so that spellings of one name agree."""
    # The sign of a trade mark is no part of a name, and would become letters.
    plain = unicodedata.normalize("NFKC", text.translate(_OF_TRADE)).casefold()
    return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))


def _words_of(pattern: str) -> list[str]:
    """The words that a pattern names one by one, such as the symbols of license exceptions."""
    return [f"`{word}`" for word in pattern.split("|") if word.isalpha()]
