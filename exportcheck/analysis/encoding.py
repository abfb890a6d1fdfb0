"""Conditions as formulas over all shipments: reads beside `core/evaluate.py`.

What a system contains are items of the catalogue; their own facts are judged as they are, by the
same operators, and only what the shipment adds to them is left open.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import z3

from exportcheck.analysis.algebra import (
    NEVER,
    NOT_TOLD,
    Formula,
    Pair,
    all_hold,
    any_holds,
    both,
    constant,
    either,
    exactly,
    key_of,
    negated,
)
from exportcheck.analysis.shared import Shared
from exportcheck.analysis.space import NOT_STATED, Space, compared, rational, source_of
from exportcheck.analysis.vocabulary import Side
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
    facts_read,
)
from exportcheck.core.contradictions import DeclaredContradiction
from exportcheck.core.facts import Facts
from exportcheck.core.paragraphs import PARAGRAPH
from exportcheck.core.records import Record
from exportcheck.core.rules import Rulebook
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth
from exportcheck.core.values import Choice, Value


class Content(Record):
    """Items of the catalogue that all tests of contents treat alike, by the name of the first."""

    name: str
    inside: Formula
    alike: int
    facts: Mapping[int, Facts]


@dataclass(slots=True)
class Scope:
    """In what a condition is encoded: the facts of a contained item, or those of the shipment."""

    judged: dict[str, Pair]
    parts: dict[str, str]
    paragraph: Callable[[tuple[str, ...]], Pair] | None = None
    inner: Facts | None = None
    terms: dict[str, Pair] = field(default_factory=dict)

    def about(self, inner: Facts) -> Scope:
        return Scope(self.judged, self.parts, inner=inner)


class Encoder:
    """Encodes one side; contents are told once all sides can be asked about them.

    What other encoders of the space found, of other days or the other side, is taken over where
    the condition means the same and what it looks at stands the same.
    """

    def __init__(self, side: Side, space: Space, shared: Shared) -> None:
        self.side, self.space, self.shared = side, space, shared
        self.contents: tuple[Content, ...] = ()
        self._keys: dict[tuple[int, str], int] = {}

    def condition(self, condition: Condition, rulebook: Rulebook, scope: Scope) -> Pair:
        if scope.inner is not None:
            return self._encoded(condition, rulebook, scope)
        rests_on = self.shared.look(condition).rests_on
        if rests_on == (condition,):
            return self._encoded(condition, rulebook, scope)
        before = tuple(self._encoded(each, rulebook, scope) for each in rests_on)
        told = (key_of(part) for pair in before for part in (pair.holds, pair.fails))
        key = (self.key(condition, rulebook), *told)
        if key not in self.shared.pairs:
            # A formula that is let go may give its number to another.
            self.shared.pairs[key] = (self._encoded(condition, rulebook, scope), before)
        return self.shared.pairs[key][0]

    def contradicts(self, declared: DeclaredContradiction) -> Formula:
        """That a line contradicts itself so."""
        return self.condition(declared.when, self.side.rulebooks[0], Scope({}, {})).holds

    def rests_on_rules(self, condition: Condition) -> bool:
        """Whether rules judged before, or the paragraph that they find, count for it."""
        return bool(self.shared.look(condition).rests_on)

    def key(self, condition: Condition, rulebook: Rulebook) -> int:
        """All that the formula of a condition rests on beside the space, as a number."""
        at = (id(condition), rulebook.id)
        known = self._keys.get(at)
        if known is None:
            known = self._keys[at] = self.shared.number(self._rests_on(condition, rulebook))
        return known

    def _rests_on(self, condition: Condition, rulebook: Rulebook) -> Hashable:
        side, look = self.side, self.shared.look(condition)
        return (
            look.meaning,
            rulebook.id,
            self.shared.variant(side, look),
            *(side.stand(name, rulebook.id) for name in look.places),
            *(
                self._truth(test, side.fixed[test.fact.name].value, rulebook)
                for test in look.tests
                if test.fact.name in side.fixed
            ),
        )

    def _encoded(self, condition: Condition, rulebook: Rulebook, scope: Scope) -> Pair:
        match condition:
            case Test():
                return self._test(condition, rulebook, scope)
            case AllOf():
                return all_hold(self.condition(part, rulebook, scope) for part in condition.parts)
            case AnyOf():
                return any_holds(self.condition(part, rulebook, scope) for part in condition.parts)
            case Not():
                return self.condition(condition.part, rulebook, scope).opposite
            case Term():
                if condition.rests_on_rules:
                    return self.condition(condition.part, rulebook, scope)
                if condition.name not in scope.terms:
                    scope.terms[condition.name] = self.condition(condition.part, rulebook, scope)
                return scope.terms[condition.name]
            case ContainsAny():
                return self._contains_any(condition, rulebook, scope)
            case RuleHolds():
                return any_holds(scope.judged.get(rule, NEVER) for rule in condition.rules)
            case PartRequires():
                return any_holds(
                    scope.judged[rule]
                    for rule, part in scope.parts.items()
                    if part in condition.parts and rule not in condition.other_than
                )

    def _test(self, test: Test, rulebook: Rulebook, scope: Scope) -> Pair:
        fact = test.fact
        if scope.inner is not None and fact.name.startswith("item."):
            return self._judged(test, scope.inner[fact.name].value, rulebook)
        if fact.name in self.side.fixed:
            return self._judged(test, self.side.fixed[fact.name].value, rulebook)
        if fact.name == PARAGRAPH and scope.paragraph is not None:
            assert isinstance(test.operand, tuple)
            return scope.paragraph(test.operand)
        if fact.name in NOT_STATED or not self.space.has(fact, self.side):
            return NOT_TOLD
        pair = self._guarded(test, self._open_test(test, rulebook))
        key = self.space.key(source_of(fact, self.side).name, self.side)
        known = self.space.known.get(key, True)
        if known is True or self._truth(test, fact.unknown, rulebook) is not UNKNOWN:
            return pair
        partly = self._partly(test, key)
        return Pair(
            holds=either((both((known, pair.holds)), partly.holds)),
            fails=either((both((known, pair.fails)), partly.fails)),
        )

    def _partly(self, test: Test, key: str) -> Pair:
        """What a test says of a number of which it is known how much it is at least."""
        if key not in self.space.least:
            return NOT_TOLD
        least, limit = self.space.least[key], rational(_number(test))
        match test.operator:
            case "at_least":
                return Pair(holds=least >= limit, fails=False)
            case "more_than":
                return Pair(holds=least > limit, fails=False)
            case "less_than":
                return Pair(holds=False, fails=least >= limit)
            case _:
                return Pair(holds=False, fails=least > limit)

    def _open_test(self, test: Test, rulebook: Rulebook) -> Pair:
        variable = self.space.numbers.get(self.space.key(test.fact.name, self.side))
        if variable is not None:
            return exactly(compared(test.operator, variable, _number(test)))
        found: dict[Truth, list[Formula]] = {HOLDS: [], FAILS: [], UNKNOWN: []}
        answers, place = self.side.truths(test), list(self.side.groups).index(rulebook.id)
        for word, formula in self.space.words_of(test.fact, self.side):
            found[self.side.answer(test, word, answers)[place]].append(formula)
        if found[UNKNOWN]:
            return Pair(holds=either(found[HOLDS]), fails=either(found[FAILS]))
        if len(found[HOLDS]) <= len(found[FAILS]):
            return exactly(either(found[HOLDS]))
        return exactly(either(found[FAILS])).opposite

    def _guarded(self, test: Test, pair: Pair) -> Pair:
        """What is stated of a party is stated only where there is one."""
        needed = test.fact.only_where
        if needed not in self.space.words:
            return pair
        exists = self.space.is_word(needed, "yes")
        return Pair(holds=both((exists, pair.holds)), fails=both((exists, pair.fails)))

    def _judged(self, test: Test, value: Value, rulebook: Rulebook) -> Pair:
        return constant(self._truth(test, value, rulebook))

    def _truth(self, test: Test, value: Value, rulebook: Rulebook) -> Truth:
        return OPERATORS[test.operator].truth(
            value, test.operand, self.side.groups[rulebook.id], self.side.day
        )

    def _contains_any(self, condition: ContainsAny, rulebook: Rulebook, scope: Scope) -> Pair:
        inner = self.side.item if scope.inner is None else scope.inner
        if inner is not None:
            kind = inner["item.kind"].value
            assert isinstance(kind, Choice)
            system = constant(kind.one_of({"system"}))
            if system is NEVER or inner.contains is None:
                return NEVER if system is NEVER else NOT_TOLD
            return all_hold(
                (
                    system,
                    any_holds(
                        self.condition(condition.part, rulebook, scope.about(each))
                        for each in inner.contained()
                    ),
                )
            )
        # Where no rule asks of what kind the item is, only what no line can state together does.
        is_asked = "item.kind" in self.space.words
        system = exactly(self.space.is_word("item.kind", "system")) if is_asked else NOT_TOLD
        if not self.contents:
            return all_hold((system, NOT_TOLD))
        inside = []
        for content in self.contents:
            truth = self.condition(
                condition.part, rulebook, scope.about(content.facts[id(self.side.library)])
            )
            inside.append(all_hold((exactly(content.inside), truth)))
        return all_hold((system, any_holds(inside)))


class Outline(Encoder):
    """Encodes one side of two in outline: what is asked alike on both stands for itself.

    A condition on words that both sides ask alike, of facts that count for nothing in which they
    differ, is a variable by what it means. So the outline is the same on many days, and what holds
    for it holds for the law; what does not may hold for the law all the same.
    """

    def __init__(self, of: Encoder, other: Encoder, differing: frozenset[str]) -> None:
        super().__init__(of.side, of.space, of.shared)
        self.contents, self._keys = of.contents, of._keys
        self.of, self.other, self.differing = of, other, differing

    def condition(self, condition: Condition, rulebook: Rulebook, scope: Scope) -> Pair:
        if self.rests_on_rules(condition):
            return self._encoded(condition, rulebook, scope)
        if scope.inner is not None or isinstance(condition, ContainsAny):
            return self.of.condition(condition, rulebook, scope)
        keys = self.key(condition, rulebook), self.other.key(condition, rulebook)
        pair = self.shared.outlined.get((*keys, self.differing))
        if pair is None:
            told = keys[0] == keys[1] and self._is_told(condition)
            encoded = self._told if told else self._encoded
            pair = encoded(condition, rulebook, scope)
            self.shared.outlined[(*keys, self.differing)] = pair
        return pair

    def _is_told(self, condition: Condition) -> bool:
        read = facts_read(condition)
        return read.isdisjoint(self.differing) and read.isdisjoint(self.space.numbers)

    def _told(self, condition: Condition, rulebook: Rulebook, scope: Scope) -> Pair:
        pair = self.of.condition(condition, rulebook, scope)
        if isinstance(pair.holds, bool) and isinstance(pair.fails, bool):
            return pair
        name = f"told {rulebook.id} {self.shared.look(condition).meaning}"
        if pair.exact:
            return exactly(z3.Bool(name))
        holds, fails = z3.Bool(name), z3.Bool(f"{name} not")
        self.shared.exclusive[name] = either((negated(holds), negated(fails)))
        return Pair(holds=holds, fails=fails)


def _number(test: Test) -> Any:
    assert not isinstance(test.operand, tuple)
    return test.operand
