"""What rules ask on a day: every test in force, and the words that tell its answers apart.

All countries that no test tells apart are one kind of country, and one stands for all; so with
names, ECCNs and other words. The tests themselves say what they tell apart: they are asked, by the
same operators by which a shipment is judged.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TypeAlias

from exportcheck.core.catalogue import Catalogue, Fact
from exportcheck.core.conditions import (
    OPERATORS,
    Condition,
    ContainsAny,
    Test,
    parts_of,
)
from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.formulas import word_of
from exportcheck.core.groups import Groups
from exportcheck.core.library import Library
from exportcheck.core.quantities import Unreadable
from exportcheck.core.records import Record
from exportcheck.core.rules import Obliges, Rulebook, Version, reading_fact
from exportcheck.core.truth import UNKNOWN, Truth
from exportcheck.core.values import Choice, Interval

# Countries that readers know stand for their kind, where one of them is of it.
_KNOWN = (
    *("DE", "CN", "US", "JP", "KR", "TW", "SG", "MY", "IN", "AE", "SA", "VN", "IL", "GB", "FR"),
    *("NL", "CA", "AU", "BR", "MX", "ZA", "TR", "RU", "BY", "IR", "KP", "CU", "SY", "HK", "MO"),
)
# The operators whose answer rests on the groups of countries.
OF_PLACES = ("in", "not_in")
_OTHER_WORDS = ("none", "NLR", "EAR99", "Example Ltd", "Example", "0A000", "9A999", "ZZZ")


class Option(Record):
    """A word that stands for all that are treated alike, as it is written, and `another` of them.

    `words` is how each catalogue keeps it, by its identity, where they do not keep it alike.
    """

    written: str
    word: str
    alike: int = 1
    another: str = ""
    words: Mapping[int, str] = {}

    def on(self, side: Side) -> str:
        return self.words.get(id(side.catalogue), self.word)


def conditions_of(version: Version) -> Iterator[Condition]:
    """Every condition of a version that its truth, and so the outcome, rests on."""
    yield version.when
    for each in (version.unless, version.resolved_when):
        if each is not None:
            yield each
    for bar in version.bars:
        yield bar.when


def conditions_on(rulebooks: Iterable[Rulebook], day: date) -> Iterator[Condition]:
    """Every condition in force on a day that may matter to an outcome."""
    for rulebook in rulebooks:
        yield rulebook.applies_when
        for rule in rulebook.rules:
            version = rule.on(day)
            if version is not None and not isinstance(rule.effect, Obliges):
                yield from conditions_of(version)


class Asked(Record):
    """The tests of facts, and the conditions on what an item contains."""

    tests: tuple[Test, ...]
    contents: tuple[ContainsAny, ...]


def asked_by(conditions: Iterable[Condition], known: dict[int, Asked] | None = None) -> Asked:
    """What conditions ask of a shipment; what they ask of contained items stands apart.

    `known` is what was found for conditions before, by their identity.
    """
    if known is not None:
        every = [
            known.get(id(each)) or known.setdefault(id(each), asked_by((each,)))
            for each in conditions
        ]
        return Asked(
            tests=tuple({_key_of(test): test for each in every for test in each.tests}.values()),
            contents=tuple({id(c): c for each in every for c in each.contents}.values()),
        )
    tests: dict[tuple[str, str, object], Test] = {}
    contents: dict[int, ContainsAny] = {}
    seen: set[tuple[int, bool]] = set()

    def walk(condition: Condition, inside: bool) -> None:
        if (id(condition), inside) in seen:
            return
        seen.add((id(condition), inside))
        if isinstance(condition, Test):
            if not (inside and condition.fact.name.startswith("item.")):
                tests.setdefault(_key_of(condition), condition)
        elif isinstance(condition, ContainsAny) and not inside:
            contents[id(condition)] = condition
        inside = inside or isinstance(condition, ContainsAny)
        for part in parts_of(condition):
            walk(part, inside)

    for condition in conditions:
        walk(condition, False)
    return Asked(tests=tuple(tests.values()), contents=tuple(contents.values()))


def _key_of(test: Test) -> tuple[str, str, object]:
    return test.fact.name, test.operator, test.operand


# What a test says of words, under the groups of each rulebook; and that of tests asked alike.
Answers: TypeAlias = dict[str, tuple[Truth, ...]]


class Memory(Record):
    """What the laws of several days share.

    What tests say of words, the words that tests tell apart, the facts of items, what each
    condition asks, and how groups stood.
    """

    told: dict[Hashable, Answers]
    options: dict[Hashable, tuple[Option, ...]]
    seen: dict[tuple[int, str], Facts]
    asked: dict[int, Asked]
    stood: dict[Hashable, int]

    @classmethod
    def empty(cls) -> Memory:
        return cls(told={}, options={}, seen={}, asked={}, stood={})


class Side(Record):
    """One body of law on one day: its facts, items, rulebooks and groups, and the tests in force.

    `fixed` are the facts that the analysis does not vary: the day, the readings taken, and what is
    given. `item` is the item, where it is given.
    """

    library: Library
    groups: Mapping[str, Groups]
    day: date
    fixed: Mapping[str, Known]
    asked: Asked
    memory: Memory
    item: Facts | None = None

    @property
    def catalogue(self) -> Catalogue:
        return self.library.catalogue

    @property
    def rulebooks(self) -> tuple[Rulebook, ...]:
        return self.library.rulebooks

    def truths(self, test: Test) -> Answers:
        """What a test says of each word asked so far; `answer` adds to it."""
        stands: Hashable = len(self.groups)
        if test.operator in OF_PLACES and isinstance(test.operand, tuple):
            stands = tuple(self.stand(name, each) for each in self.groups for name in test.operand)
        return self.memory.told.setdefault((test.operator, test.operand, stands), {})

    def stand(self, name: str, rulebook: str) -> int:
        """Where a country or group stands on the day: a number, equal where all is equal."""
        found = self._stands.get((name, rulebook))
        if found is None:
            groups, day = self.groups[rulebook], self.day
            treated = (each for each in groups.treated.values() if each.since <= day)
            whole: Hashable = (groups.listed, frozenset((e.code, e.as_code) for e in treated))
            if name in groups.groups:
                recorded = day >= groups.groups[name].recorded_from
                whole = (whole, recorded, groups.members(name, day))
            stood = self.memory.stood
            found = self._stands[name, rulebook] = stood.setdefault(whole, len(stood))
        return found

    @cached_property
    def _stands(self) -> dict[tuple[str, str], int]:
        return {}

    def answer(self, test: Test, word: str, answers: Answers) -> tuple[Truth, ...]:
        """What a test says of a word, under the groups of each rulebook."""
        found = answers.get(word)
        if found is None:
            value = Choice.of(word)
            truth = OPERATORS[test.operator].truth
            found = answers[word] = tuple(
                truth(value, test.operand, groups, self.day) for groups in self.groups.values()
            )
        return found


def side_on(
    library: Library,
    readings: Mapping[str, str],
    day: date,
    memory: Memory | None = None,
    given: Mapping[str, Known] | None = None,
    item: Facts | None = None,
) -> Side:
    """The law of a day, under the readings taken; one not named is taken as its rulebook does.

    `given` are facts that are known beside them, and `item` what is known of the item.
    """
    taken = {
        name: readings.get(name, reading.default) for name, reading in library.readings.items()
    }
    fixed = {
        reading_fact(name): Known(value=Choice.of(option), origin=Origin.READING, written=option)
        for name, option in taken.items()
    }
    fixed["ship_date"] = Known(
        value=Interval.exactly(day.toordinal()), origin=Origin.STATED, written=day.isoformat()
    )
    if item is not None:
        # What is found from a reading is found under the one taken.
        item = item.with_known(fixed)
        given = {name: item[name] for name in given or {}}
    fixed |= given or {}
    groups = {
        rulebook.id: rulebook.groups.under(
            {name: taken[name] for name in rulebook.groups.readings if name in taken}
        )
        for rulebook in library.rulebooks
    }
    memory = memory or Memory.empty()
    asked = asked_by(conditions_on(library.rulebooks, day), memory.asked)
    refused = asked_by((each.when for each in library.contradictions), memory.asked)
    return Side(
        library=library,
        groups=groups,
        memory=memory,
        day=day,
        fixed=fixed,
        item=item,
        # What no line can state together may be about contents of which no rule asks.
        asked=asked.but(contents=(*asked.contents, *refused.contents)),
    )


def options_of(fact: Fact, tests: Iterable[tuple[Side, Test]]) -> tuple[Option, ...]:
    """One word for each kind that the tests tell apart; `tests` may be of facts derived from it."""
    tests = tuple(tests)
    facts = {id(side.catalogue): as_declared(fact, side) for side, _ in tests}
    kept = {number: (each.kind, dict(each.paragraphs)) for number, each in facts.items()}
    alike = all(each == kept[next(iter(kept))] for each in kept.values())
    # Many facts are asked the same, and on both sides; each question counts once, unless the sides
    # keep what is written otherwise.
    asked = {
        (id(answers), test.fact.formula, alike or id(side.catalogue)): (
            side,
            test,
            answers,
            word_of(test.fact),
            facts[id(side.catalogue)],
        )
        for side, test in tests
        for answers in (side.truths(test),)
    }
    memory = next(side.memory for side, _ in tests)
    catalogues = frozenset(id(side.catalogue) for side, _ in tests)
    known = (fact.name, catalogues, frozenset(asked))
    if known in memory.options:
        return memory.options[known]
    kinds: dict[tuple[Truth, ...], Option] = {}
    for option in _candidates(fact, tests):
        told: list[Truth] = []
        for side, test, answers, of, source in asked.values():
            word = option.on(side) if option.words else option.word
            word = word if of is None else of(source, word)
            told += answers.get(word) or side.answer(test, word, answers)
        key = tuple(told)
        if fact.kind == "eccn" and UNKNOWN in key:
            # Who states a paragraph of which some test asks for one below has not told it all.
            continue
        first = kinds.get(key)
        if first is not None:
            another = first.another or option.written
            option = first.but(alike=first.alike + 1, another=another)
        kinds[key] = option
    memory.options[known] = tuple(kinds.values())
    return memory.options[known]


def derived(fact: Fact, source: Fact, word: str) -> str:
    """The word of a fact that is taken from that of its source: the entry of an ECCN."""
    of = word_of(fact)
    return word if of is None else of(source, word)


def _candidates(fact: Fact, tests: tuple[tuple[Side, Test], ...]) -> Iterator[Option]:
    """Words that may be written for a fact, among them one of every kind, each once."""
    catalogues = {id(side.catalogue): side.catalogue for side, _ in tests}
    seen: set[tuple[str, ...]] = set()
    declared = {as_declared(fact, side).kind: as_declared(fact, side) for side, _ in tests}
    countries = tests[0][0].catalogue.countries
    asked = [test for _, test in tests]
    spelled = (word for each in declared.values() for word in spellings(each, asked, countries))
    for written in dict.fromkeys(spelled):
        words: dict[int, str] = {}
        for number, catalogue in catalogues.items():
            word = word_read(catalogue, catalogue.facts.get(fact.name, fact), written)
            if word is None:
                break
            words[number] = word
        else:
            every = tuple(words.values())
            if every not in seen:
                seen.add(every)
                apart = words if len(set(every)) > 1 else {}
                yield Option(written=written, word=every[0], words=apart)


def as_declared(fact: Fact, side: Side) -> Fact:
    """A fact as a side declares it."""
    return side.catalogue.facts.get(fact.name, fact)


def word_read(catalogue: Catalogue, fact: Fact, written: str) -> str | None:
    """The word that is read for a fact; None for what cannot be read as one."""
    try:
        value = catalogue.parse(fact, written)
    except (Unreadable, LookupError):
        return None
    return value.only if isinstance(value, Choice) else None


def spellings(fact: Fact, tests: Iterable[Test], countries: Mapping[str, str]) -> Iterator[str]:
    """Ways to write words of a fact, among them all that tests name."""
    if fact.kind == "country":
        yield from (code for code in _KNOWN if code in countries)
        yield from countries
        return
    if fact.kind == "yes_no":
        yield from ("no", "yes")
        return
    if fact.kind == "one_of":
        yield from fact.options
        return
    yield from _OTHER_WORDS[:3] if fact.pattern else _OTHER_WORDS[3:4]
    if fact.like:
        yield fact.like
        yield re.sub("[0-9]", "9", fact.like)
    for test in tests:
        words = test.operand if isinstance(test.operand, tuple) else ()
        written = test.written.split(", ")
        yield from written if len(written) == len(words) else words
        yield test.written
        # Other paragraphs of an entry that is asked for, where the fact is an ECCN.
        yield from (f"{each}{end}" for each in written for end in ("", ".y", ".y.9"))
    if fact.kind == "eccn":
        yield from (f"9{group}999" for group in "ABCDE")
    yield from _OTHER_WORDS
