"""The shipments of which something is asked: one variable for each fact that the rules test.

A number is any number of zero or more; a word is one of the kinds of words that the tests tell
apart. What holds between facts, so that a line may state them together, stands in `links`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import z3

from exportcheck.analysis.algebra import Formula, both, either, is_true_in, negated
from exportcheck.analysis.apart import TOGETHER, Apart
from exportcheck.analysis.vocabulary import Option, Side, asked_by, derived, options_of
from exportcheck.core.catalogue import NUMERIC_KINDS, Fact
from exportcheck.core.conditions import Test, plain_operator
from exportcheck.core.formulas import FORMULAS, word_of
from exportcheck.core.paragraphs import PARAGRAPH
from exportcheck.core.quantities import WAFER
from exportcheck.core.records import Record
from exportcheck.core.rule_changes import contradictions, meaning

# An item described on a line is not looked up, so tests of its catalogue name cannot be told.
NOT_STATED = frozenset({PARAGRAPH, "item.sku", "item.contains"})
COUNTRY = "country"
TPP = "item.total_processing_performance"


class Word(Record):
    """One word that a fact may have, and the formula that says that it has it."""

    option: Option
    formula: Formula


class Space:
    """All shipments that state every fact which some side tests."""

    def __init__(self, sides: tuple[Side, ...], declared: Apart = TOGETHER) -> None:
        self.sides, self.declared = sides, declared
        self.facts: dict[str, Fact] = {}
        self.numbers: dict[str, Any] = {}
        self.words: dict[str, tuple[Word, ...]] = {}
        self.premises: list[Formula] = []
        # The facts that only one side knows, or that the two declare otherwise.
        self.apart: tuple[str, ...] = ()
        # Of a fact with a variable on each side: that a line states it to the side, when anything
        # is known of it there, and what it is at least where not all is.
        self.stated: dict[str, Formula] = {}
        self.known: dict[str, Formula] = {}
        self.least: dict[str, Any] = {}
        self._tests: list[tuple[Side, Test]] = []
        self._side_of: dict[str, Side] = {}
        self._collect()
        self._declare()
        for side in self.sides:
            self.premises += self._believed(self.of(side), side)

    def _collect(self) -> None:
        seen: set[tuple[int, int, str]] = set()
        for side in self.sides:
            for test in side.asked.tests:
                fact = test.fact
                # The same test under other groups is another question.
                key = (id(side.catalogue), id(side.truths(test)), fact.name)
                if key in seen or fact.name in side.fixed or fact.name in NOT_STATED:
                    continue
                seen.add(key)
                self._tests.append((side, test))
                self._have(source_of(fact, side), side)
            if side.asked.contents and side.item is None:
                # What is inside counts in a system only.
                self._have(side.catalogue["item.kind"], side)
        for side in self.sides:
            for name in self.declared.otherwise - side.fixed.keys():
                self._have(side.catalogue[name], side)
            self._contradicted(side)
        catalogues = {id(side.catalogue): side.catalogue for side in self.sides}.values()
        self.apart = tuple(
            name
            for name in self.facts
            if name not in self._side_of and any(name not in catalogue for catalogue in catalogues)
        )

    def _contradicted(self, side: Side) -> None:
        """The tests of what no line can state together, and the facts that one side refuses so."""
        said = [contradictions(each.library).values() for each in self.sides]
        for contradiction in side.library.contradictions:
            everywhere = all(meaning(contradiction.when) in each for each in said)
            for test in asked_by((contradiction.when,)).tests:
                if test.fact.name in side.fixed or test.fact.name in NOT_STATED:
                    continue
                if not everywhere:
                    self._have(source_of(test.fact, side), side)
                if self.has(test.fact, side):
                    self._tests.append((side, test))

    def _have(self, fact: Fact, side: Side) -> None:
        """Take a fact in; one with a variable on each side with both, and all it is derived from.

        What cannot be a variable is left out: a list of formats, and what is fixed.
        """
        key = self.key(fact.name, side)
        if key in self.facts or fact.kind in ("formats", "items") or fact.name in side.fixed:
            return
        self.facts[key] = fact
        if fact.name not in self.declared.names:
            return
        self._side_of[key] = side
        inputs = FORMULAS[fact.formula].inputs_of(side.catalogue, fact) if fact.formula else ()
        for name in inputs:
            if name in side.catalogue and not name.startswith("reading."):
                self._have(source_of(side.catalogue[name], side), side)
        for other in self.sides:
            if other.library is not side.library:
                self._have(other.catalogue[fact.name], other)

    def from_formats(self, side: Side) -> bool:
        """Whether a line has to state the formats for what is derived from their rates."""
        return "item.formats" not in side.fixed and any(
            fact.formula and FORMULAS[fact.formula].reads_formats
            for key, fact in self.facts.items()
            if key in self._side_of
        )

    def key(self, name: str, side: Side) -> str:
        """The name of the variable of a fact on a side."""
        return self.declared.key(name, side.library)

    def of(self, side: Side) -> Seen:
        """The variables as a side sees them, by the names of their facts."""
        keys = {
            fact.name: key for key, fact in self.facts.items() if key == self.key(fact.name, side)
        }
        return Seen(
            keys=keys,
            facts={name: self.facts[key] for name, key in keys.items()},
            numbers={n: self.numbers[key] for n, key in keys.items() if key in self.numbers},
            words={name: self.words[key] for name, key in keys.items() if key in self.words},
        )

    def _declare(self) -> None:
        families: dict[str, list[tuple[Side, Test]]] = {}
        for side, test in self._tests:
            families.setdefault(self._family(test.fact, side), []).append((side, test))
        options: dict[str, tuple[Option, ...]] = {}
        for name, fact in self.facts.items():
            if fact.kind in NUMERIC_KINDS:
                self.numbers[name] = z3.Real(name)
                self.premises.append(self.numbers[name] >= 0)
                continue
            if fact.kind == "date":
                self.numbers[name] = z3.Int(name)
                low, high = date.min.toordinal(), date.max.toordinal()
                self.premises += [self.numbers[name] >= low, self.numbers[name] <= high]
                continue
            side = self._side_of.get(name, self.sides[0])
            family = self._family(fact, side)
            if family not in options:
                tests = families.get(family, [])
                options[family] = options_of(fact, tests or [(side, _none_of(fact))])
            self.words[name] = self._words(name, options[family])

    def _believed(self, seen: Seen, side: Side) -> Iterator[Formula]:
        """That no zero stands for a figure where the reader of a line does not believe it."""
        if self.from_formats(side):
            rates = [fact.name for fact in side.catalogue.formats.values()]
            yield z3.Or(*(seen.numbers[rate] > 0 for rate in rates if rate in seen.numbers))
        density = seen.numbers.get("item.performance_density")
        if density is None:
            return
        believed = [density > 0]
        if TPP in seen.numbers:
            believed = [both([density > 0, seen.numbers[TPP] <= density * WAFER])]
            believed.append(seen.numbers[TPP] == 0)
        if "item.advanced_logic" in seen.words:
            believed.append(is_word(seen.words["item.advanced_logic"], "no"))
        if "item.kind" in seen.words:
            believed.append(z3.Not(is_word(seen.words["item.kind"], "integrated_circuit")))
        yield z3.Or(*believed)

    def _family(self, fact: Fact, side: Side) -> str:
        """Facts that may have to be equal have their words in common."""
        if fact.name in self.declared.unread:
            return self.key(fact.name, side)
        if fact.kind == "country":
            return COUNTRY
        while word_of(fact) is not None or fact.formula == "same_as_when":
            fact = side.catalogue[fact.inputs[-1]]
        return fact.name

    def _words(self, name: str, options: tuple[Option, ...]) -> tuple[Word, ...]:
        if len(options) == 1:
            return (Word(option=options[0], formula=True),)
        if len(options) == 2:
            second = z3.Bool(f"{name} is {options[1].word}")
            return (
                Word(option=options[0], formula=z3.Not(second)),
                Word(option=options[1], formula=second),
            )
        words = tuple(
            Word(option=option, formula=z3.Bool(f"{name} is {option.word}")) for option in options
        )
        literals = [word.formula for word in words]
        self.premises.append(z3.PbEq([(literal, 1) for literal in literals], 1))
        return words

    def has(self, fact: Fact, side: Side) -> bool:
        """Whether shipments of the space state a fact, or what it is found from."""
        return self.key(source_of(fact, side).name, side) in self.facts

    def words_of(self, fact: Fact, side: Side) -> Iterator[tuple[str, Formula]]:
        """The words that a fact may have, found from its source where it has one."""
        source = source_of(fact, side)
        for word in self.words[self.key(source.name, side)]:
            yield derived(fact, source, word.option.on(side)), word.formula

    def is_word(self, name: str, *wanted: str) -> Formula:
        """That a fact has one of these words."""
        return is_word(self.words[name], *wanted)

    def equal(self, first: str, second: str) -> Formula:
        """That two facts of one family have the same word."""
        return have_one_word(self.words[first], self.words[second])

    def assignment(self, model: Any) -> Assignment:
        """What a model says of every fact."""
        return Assignment(
            words={
                name: next(word.option for word in words if is_true_in(model, word.formula))
                for name, words in self.words.items()
            },
            numbers={name: number_in(model, variable) for name, variable in self.numbers.items()},
            left_out=frozenset(k for k, each in self.stated.items() if not is_true_in(model, each)),
        )

    def thresholds(self, name: str) -> list[Fraction]:
        """The numbers with which a fact is compared, from the lowest."""
        return sorted(
            {
                test.operand
                for side, test in self._tests
                if self.key(test.fact.name, side) == name and isinstance(test.operand, Fraction)
            }
        )


class Seen(Record):
    """The variables of a space as one side sees them, by the names of its facts."""

    keys: Mapping[str, str]
    facts: Mapping[str, Fact]
    numbers: Mapping[str, Any]
    words: Mapping[str, tuple[Word, ...]]

    def is_word(self, name: str, *wanted: str) -> Formula:
        return is_word(self.words[name], *wanted)

    def equal(self, first: str, second: str) -> Formula:
        return have_one_word(self.words[first], self.words[second])

    def is_same(self, fact: Fact) -> Formula:
        """That a fact tells rightly whether two have the same word; two of one kind may differ."""
        first, second = (self.words[name] for name in fact.inputs)
        several = tuple(word for word in first if word.option.alike > 1)
        yes = self.is_word(fact.name, "yes")
        same = have_one_word(first, second)
        apart = either((negated(same), have_one_word(several, second)))
        return both((either((negated(yes), same)), either((yes, apart))))


def is_word(words: Iterable[Word], *wanted: str) -> Formula:
    """That a fact has one of these words."""
    return either(word.formula for word in words if word.option.word in wanted)


def have_one_word(first: Iterable[Word], second: Iterable[Word]) -> Formula:
    """That two facts of one family have the same word."""
    others = {word.option.word: word.formula for word in second}
    return either(
        both((word.formula, others[word.option.word]))
        for word in first
        if word.option.word in others
    )


class Assignment(Record):
    """One shipment of the space: the word or number of each fact, and those left out of a line."""

    words: Mapping[str, Option]
    numbers: Mapping[str, Fraction]
    left_out: frozenset[str] = frozenset()

    def where(self, space: Space, names: Iterable[str] | None = None) -> Formula:
        """The formula that says these facts are as assigned."""
        chosen = frozenset(names) if names is not None else None
        return both(
            [
                *(
                    space.is_word(name, option.word)
                    for name, option in self.words.items()
                    if chosen is None or name in chosen
                ),
                *(
                    space.numbers[name] == rational(number)
                    for name, number in self.numbers.items()
                    if chosen is None or name in chosen
                ),
            ]
        )


def source_of(fact: Fact, side: Side) -> Fact:
    """The fact that is stated for this one: the ECCN for its entry."""
    while word_of(fact) is not None:
        fact = side.catalogue[fact.inputs[0]]
    return fact


def number_in(model: Any, variable: Any) -> Fraction:
    value = model.eval(variable, model_completion=True)
    if z3.is_int_value(value):
        return Fraction(value.as_long())
    return Fraction(value.numerator_as_long(), value.denominator_as_long())


def rational(number: Fraction) -> Any:
    return z3.Q(number.numerator, number.denominator)


def _none_of(fact: Fact) -> Test:
    """A test that tells nothing apart, for a fact that only others rest on."""
    from exportcheck.core.places import Place

    words = tuple(fact.options) if fact.kind == "one_of" else ()
    return Test(
        fact=fact, operator=plain_operator(fact), operand=words, written="", place=Place("")
    )


def compared(operator: str, variable: Any, operand: Fraction) -> Formula:
    """A test of a number as a formula; the tests of the model hold it to the operators."""
    limit = rational(operand)
    match operator:
        case "at_least" | "on_or_after":
            return variable >= limit
        case "more_than":
            return variable > limit
        case "at_most":
            return variable <= limit
        case "less_than" | "before":
            return variable < limit
        case _:
            return variable == limit
