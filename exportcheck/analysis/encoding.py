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
)
from exportcheck.analysis.space import NOT_STATED, Space, compared
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
    rests_on_rules,
)
from exportcheck.core.facts import Facts
from exportcheck.core.paragraphs import PARAGRAPH
from exportcheck.core.records import Record
from exportcheck.core.rule_changes import meaning
from exportcheck.core.rules import Rulebook
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth
from exportcheck.core.values import ANYTHING, Choice, Value


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
    """Encodes one side; contents are told once all sides can be asked about them."""

    def __init__(self, side: Side, space: Space) -> None:
        self.side, self.space = side, space
        self.contents: tuple[Content, ...] = ()
        self._tests: dict[tuple[str, str, str, object], Pair] = {}

    def condition(self, condition: Condition, rulebook: Rulebook, scope: Scope) -> Pair:
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
        if fact.name in self.side.fixed:
            return self._judged(test, self.side.fixed[fact.name].value, rulebook)
        if scope.inner is not None and fact.name.startswith("item."):
            return self._judged(test, scope.inner[fact.name].value, rulebook)
        if fact.name == PARAGRAPH and scope.paragraph is not None:
            assert isinstance(test.operand, tuple)
            return scope.paragraph(test.operand)
        if fact.name in NOT_STATED:
            return self._judged(test, ANYTHING, rulebook)
        key = (rulebook.id, fact.name, test.operator, test.operand)
        if key not in self._tests:
            self._tests[key] = self._guarded(test, self._open_test(test, rulebook))
        return self._tests[key]

    def _open_test(self, test: Test, rulebook: Rulebook) -> Pair:
        if test.fact.name in self.space.numbers:
            variable = self.space.numbers[test.fact.name]
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
        """What is stated of an intermediate consignee is stated only where there is one."""
        name = test.fact.name
        if not is_of_intermediate(name) or "intermediate.exists" not in self.space.words:
            return pair
        exists = self.space.is_word("intermediate.exists", "yes")
        return Pair(holds=both((exists, pair.holds)), fails=both((exists, pair.fails)))

    def _judged(self, test: Test, value: Value, rulebook: Rulebook) -> Pair:
        return constant(self._truth(test, value, rulebook))

    def _truth(self, test: Test, value: Value, rulebook: Rulebook) -> Truth:
        return OPERATORS[test.operator].truth(
            value, test.operand, self.side.groups[rulebook.id], self.side.day
        )

    def _contains_any(self, condition: ContainsAny, rulebook: Rulebook, scope: Scope) -> Pair:
        if scope.inner is not None:
            kind = scope.inner["item.kind"].value
            assert isinstance(kind, Choice)
            system = constant(kind.one_of({"system"}))
            if system is NEVER or scope.inner.contains is None:
                return NEVER if system is NEVER else NOT_TOLD
            return all_hold(
                (
                    system,
                    any_holds(
                        self.condition(condition.part, rulebook, scope.about(each))
                        for each in scope.inner.contained()
                    ),
                )
            )
        system = exactly(self.space.is_word("item.kind", "system"))
        if not self.contents:
            return all_hold((system, NOT_TOLD))
        inside = []
        for content in self.contents:
            truth = self.condition(
                condition.part, rulebook, scope.about(content.facts[id(self.side)])
            )
            inside.append(all_hold((exactly(content.inside), truth)))
        return all_hold((system, any_holds(inside)))


def is_of_intermediate(name: str) -> bool:
    """Whether a fact is of an intermediate consignee, so that stating it says there is one."""
    return name.startswith("intermediate.") and name not in (
        "intermediate.exists",
        "intermediate.reviewed",
    )


def _number(test: Test) -> Any:
    assert not isinstance(test.operand, tuple)
    return test.operand


def contents_of(encoders: tuple[Encoder, ...]) -> tuple[Content, ...]:
    """The items that a system may contain, those that every test treats alike as one."""
    asking = [encoder for encoder in encoders if encoder.side.asked.contents]
    if not asking:
        return ()
    questions = _content_questions(asking)
    kinds: dict[tuple[object, ...], Content] = {}
    kept: list[Pair] = []  # a formula that is let go may give its number to another
    rest = any(rests_on_rules(c) for encoder in asking for c in encoder.side.asked.contents)
    names = set(encoders[0].side.library.items.names)
    for encoder in encoders[1:]:
        names &= set(encoder.side.library.items.names)
    for name in sorted(names):
        facts = {id(encoder.side): _facts_of(encoder.side, name) for encoder in encoders}
        if any(each is None for each in facts.values()):
            continue
        truths = [
            encoder.condition(
                condition.part,
                rulebook,
                Scope({}, {}, inner=facts[id(encoder.side)]),
            )
            for encoder, rulebook, condition in questions
        ]
        kept += truths
        key = tuple(key_of(part) for truth in truths for part in (truth.holds, truth.fails))
        if rest:
            # What rests on rules judged before cannot be compared here: each item is a kind.
            key = (*key, name)
        first = kinds.get(key)
        kinds[key] = (
            Content(
                name=name,
                inside=z3.Bool(f"contains {name}"),
                alike=1,
                facts={side: each for side, each in facts.items() if each is not None},
            )
            if first is None
            else first.but(alike=first.alike + 1)
        )
    return tuple(kinds.values())


def _content_questions(
    asking: list[Encoder],
) -> list[tuple[Encoder, Rulebook, ContainsAny]]:
    """What is asked of contents, each question once: sides alike answer one question alike."""
    first = asking[0].side
    found: dict[Hashable, tuple[Encoder, Rulebook, ContainsAny]] = {}
    for encoder in asking:
        side = encoder.side
        alike = (side.standing, side.fixed, side.library.items.digest, side.catalogue.facts) == (
            (first.standing, first.fixed, first.library.items.digest, first.catalogue.facts)
        )
        for condition in side.asked.contents:
            asked = meaning(condition)
            for rulebook in side.rulebooks:
                key = (rulebook.id, asked, None if alike else id(side))
                found.setdefault(key, (encoder, rulebook, condition))
    return list(found.values())


def _facts_of(side: Side, name: str) -> Facts | None:
    """The facts of an item, with what was found from them for the same item on another day."""
    items = side.library.items
    found = items.find(name)
    if len(found) != 1:
        return None
    key = (id(side.library), name)
    facts = side.memory.seen.get(key) or items.facts_of(side.catalogue, found, name)
    side.memory.seen[key] = facts = facts.with_known(
        # What is fixed as before leaves what was found from it.
        {n: known for n, known in side.fixed.items() if facts.stated.get(n) != known}
    )
    return facts
