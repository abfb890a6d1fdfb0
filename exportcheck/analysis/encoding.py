"""Rulebooks on a day as formulas: the same stages as `determine`, over all shipments at once.

Reads beside `core/determine.py` and `core/evaluate.py`, and says nothing that they do not. Every
answer found with it is judged again by them before it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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
from exportcheck.analysis.space import NOT_STATED, Space, compared
from exportcheck.analysis.vocabulary import Side
from exportcheck.core.catalogue import fold
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
from exportcheck.core.determine import NONE, PARAGRAPH
from exportcheck.core.facts import Facts
from exportcheck.core.findings import part_of
from exportcheck.core.records import Record
from exportcheck.core.rules import (
    ALL,
    Advises,
    Classifies,
    Excepts,
    Prohibits,
    RequiresLicense,
    Rule,
    Rulebook,
    Version,
)
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth
from exportcheck.core.values import ANYTHING, Choice, Value

Enabled = Callable[[Rule], Formula]


def every_rule(_: Rule) -> Formula:
    return True


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


class Encoded(Record):
    """One rulebook on a day: the truth of each rule in force, and of the whole."""

    rulebook: Rulebook
    applies: Pair
    classifications: Mapping[str, Pair]
    requirements: Mapping[str, Pair]
    covered: Mapping[str, Pair]
    prohibitions: Mapping[str, Pair]
    exceptions: Mapping[str, Pair]
    eligible: Mapping[str, Pair]
    advisories: Mapping[str, Pair]
    paragraphs: Mapping[str, Pair]
    conflict: Formula
    passes: Pair

    def failing(self) -> dict[str, Formula]:
        """Each reason for which a shipment fails: a prohibition, or a requirement uncovered."""
        reasons = {
            name: both((self.applies.holds, truth.holds))
            for name, truth in self.prohibitions.items()
        }
        for name, truth in self.requirements.items():
            reasons[name] = both(
                (self.applies.holds, truth.holds, self.covered[name].fails)
            )
        return reasons


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
        for word, formula in self.space.words_of(test.fact, self.side):
            found[self._truth(test, Choice.of(word), rulebook)].append(formula)
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
        inside = []
        for content in self.contents:
            truth = self.condition(
                condition.part, rulebook, scope.about(content.facts[id(self.side)])
            )
            inside.append(all_hold((exactly(content.inside), truth)))
        return all_hold((system, any_holds(inside)))

    # The stages of a judgment.

    def judgment(self, rulebook: Rulebook, enabled: Enabled = every_rule) -> Encoded:
        day = self.side.day
        scope = Scope({}, {})

        def judge(effect: type) -> list[tuple[Rule, Version, Pair]]:
            return [
                (rule, version, self._whole(version, rulebook, scope).where(enabled(rule)))
                for rule, version in rulebook.in_force(effect, day)
            ]

        def named(found: Iterable[tuple[Rule, Version, Pair]]) -> dict[str, Pair]:
            return {rule.id: truth for rule, _, truth in found}

        applies = self.condition(rulebook.applies_when, rulebook, scope)
        classifying = judge(Classifies)
        scope.judged.update(named(classifying))
        paragraphs = _paragraphs(classifying)
        scope.terms, scope.paragraph = {}, lambda words: _is_paragraph(paragraphs, words)
        requiring = judge(RequiresLicense)
        scope.judged.update(named(requiring))
        scope.parts.update((rule.id, rule.part) for rule, _, _ in requiring)
        prohibiting = judge(Prohibits)
        scope.judged.update(named(prohibiting))
        excepting, eligible = [], {}
        for rule, version in rulebook.in_force(Excepts, day):
            able = self._whole(version, rulebook, scope)
            barred = (self.condition(bar.when, rulebook, scope).opposite for bar in version.bars)
            excepting.append((rule, version, all_hold((able, *barred)).where(enabled(rule))))
            eligible[rule.id] = able
        scope.judged.update(named(excepting))
        advising = [
            (rule, self._advisory(version, rulebook, scope).where(enabled(rule)))
            for rule, version in rulebook.in_force(Advises, day)
        ]
        covered = {
            rule.id: any_holds(truth for e, _, truth in excepting if _covers(e, rule))
            for rule, _, _ in requiring
        }
        passes = all_hold(
            (
                *(truth.opposite for _, _, truth in prohibiting),
                *(any_holds((truth.opposite, covered[r.id])) for r, _, truth in requiring),
            )
        )
        conflict = _conflict(classifying)
        held_open = either(
            (
                self._is_outside(rulebook),
                conflict,
                *(
                    negated(truth.fails)
                    for rule, truth in advising
                    if isinstance(rule.effect, Advises) and rule.effect.holds_open
                ),
            )
        )
        return Encoded(
            rulebook=rulebook,
            applies=applies,
            classifications=named(classifying),
            requirements=named(requiring),
            covered=covered,
            prohibitions=named(prohibiting),
            exceptions=named(excepting),
            eligible=eligible,
            advisories={rule.id: truth for rule, truth in advising},
            paragraphs=paragraphs,
            conflict=conflict,
            passes=Pair(holds=both((passes.holds, negated(held_open))), fails=passes.fails),
        )

    def _whole(self, version: Version, rulebook: Rulebook, scope: Scope) -> Pair:
        when = self.condition(version.when, rulebook, scope)
        if version.unless is None:
            return when
        return all_hold((when, self.condition(version.unless, rulebook, scope).opposite))

    def _advisory(self, version: Version, rulebook: Rulebook, scope: Scope) -> Pair:
        raised = self._whole(version, rulebook, scope)
        if version.resolved_when is None:
            return raised
        resolved = self.condition(version.resolved_when, rulebook, scope)
        return all_hold((raised, resolved.opposite))

    def _is_outside(self, rulebook: Rulebook) -> bool:
        day = self.side.day
        return (
            day < rulebook.first_day
            or not any(rule.on(day) for rule in rulebook.rules)
            or (rulebook.strict_currency and day > rulebook.verified_through)
        )


def is_of_intermediate(name: str) -> bool:
    """Whether a fact is of an intermediate consignee, so that stating it says there is one."""
    return name.startswith("intermediate.") and name not in (
        "intermediate.exists",
        "intermediate.reviewed",
    )


def _number(test: Test) -> Any:
    assert not isinstance(test.operand, tuple)
    return test.operand


def _covers(exception: Rule, requirement: Rule) -> bool:
    assert isinstance(exception.effect, Excepts)
    wanted = (ALL, requirement.id, part_of(requirement))
    return not exception.effect.covers.isdisjoint(wanted)


def _paragraphs(classifying: Iterable[tuple[Rule, Version, Pair]]) -> dict[str, Pair]:
    """Whether each paragraph classifies the item, by any of its rules."""
    found: dict[str, list[Pair]] = {}
    for rule, _, truth in classifying:
        assert isinstance(rule.effect, Classifies)
        found.setdefault(fold(rule.effect.paragraph), []).append(truth)
    return {paragraph: any_holds(truths) for paragraph, truths in found.items()}


def _is_paragraph(paragraphs: Mapping[str, Pair], words: tuple[str, ...]) -> Pair:
    """Whether the paragraph that is found is one of these: all still possible are, or none is."""
    some = either(truth.holds for truth in paragraphs.values())
    unless_some = True if NONE in words else some
    return Pair(
        holds=both(
            (
                *(truth.fails for name, truth in paragraphs.items() if name not in words),
                unless_some,
            )
        ),
        fails=both(
            (
                *(paragraphs[name].fails for name in words if name in paragraphs),
                some if NONE in words else True,
            )
        ),
    )


def _conflict(classifying: Iterable[tuple[Rule, Version, Pair]]) -> Formula:
    """A paragraph holds and another one is not ruled out."""
    by_paragraph: dict[str, list[Pair]] = {}
    for rule, _, truth in classifying:
        assert isinstance(rule.effect, Classifies)
        by_paragraph.setdefault(rule.effect.paragraph, []).append(truth)
    holding, possible = [], []
    for truths in by_paragraph.values():
        # The first rule that is not ruled out speaks for its paragraph.
        holding.append(
            either(
                both((truth.holds, *(before.fails for before in truths[:number])))
                for number, truth in enumerate(truths)
            )
        )
        possible.append(negated(both(truth.fails for truth in truths)))
    two = either(
        both((each, either(possible[:number]))) for number, each in enumerate(possible)
    )
    return both((either(holding), two))


def contents_of(encoders: tuple[Encoder, ...]) -> tuple[Content, ...]:
    """The items that a system may contain, those that every test treats alike as one."""
    asking = [encoder for encoder in encoders if encoder.side.asked.contents]
    if not asking:
        return ()
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
            for encoder in asking
            for rulebook in encoder.side.rulebooks
            for condition in encoder.side.asked.contents
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


def _facts_of(side: Side, name: str) -> Facts | None:
    items = side.library.items
    found = items.find(name)
    if len(found) != 1:
        return None
    return items.facts_of(side.catalogue, found, name).with_known(side.fixed)


def applying(encoded: Iterable[Encoded]) -> Pair:
    """Whether a shipment passes every rulebook that applies."""
    return all_hold(any_holds((each.applies.opposite, each.passes)) for each in encoded)

