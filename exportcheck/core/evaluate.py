"""A condition against the facts: one path, always with the explanation.

Every part is evaluated, also after the answer is settled, so that the explanation can show what did
not hold. A step points at the condition it judged; words are made of it only when it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

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
)
from exportcheck.core.facts import Facts, Known
from exportcheck.core.groups import Groups
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth, all_of, any_of
from exportcheck.core.values import Choice


@dataclass(frozen=True, slots=True)
class Step:
    """One condition judged: its truth, the steps under it, and for a test what was known."""

    condition: Condition
    truth: Truth
    parts: tuple[Step, ...] = ()
    known: Known | None = None

    def leaves(self, truth: Truth | None = None) -> Iterator[Step]:
        """The steps without parts; with a truth, only along steps that have it.

        The unknown leaves of an unknown step are the ones that leave it unknown.
        """
        if truth is not None and self.truth is not truth:
            return
        if not self.parts:
            yield self
        for part in self.parts:
            # Below a negation holds and fails change places, and unknown stays.
            negated = isinstance(self.condition, Not)
            sought = ~truth if negated and truth is not None else truth
            yield from part.leaves(sought)

    def walk(self) -> Iterator[Step]:
        yield self
        for part in self.parts:
            yield from part.walk()


def tested_facts(whole: Step) -> Iterator[str]:
    """The names of the facts that a step and those under it tested."""
    for step in whole.walk():
        if isinstance(step.condition, Test):
            yield step.condition.fact.name


def turns_on(step: Step, among: frozenset[str]) -> frozenset[str]:
    """Which of these facts may change the truth of a step by another value.

    They may not where the other parts of a conjunction or an alternative settle it.
    """
    condition = step.condition
    if isinstance(condition, Test):
        return among & {condition.fact.name}
    turning = [(part, turns_on(part, among)) for part in step.parts]
    found = frozenset[str]().union(*(names for _, names in turning))
    if found and isinstance(condition, AllOf | AnyOf | ContainsAny):
        settling = FAILS if isinstance(condition, AllOf) else HOLDS
        for part, names in turning:
            if part.truth is settling:
                found &= names
    return found


@dataclass(frozen=True, slots=True)
class Situation:
    """What a condition is judged in: facts, groups, the day, and the rules judged before it.

    `parts` says under which part of the regulations each license requirement among them stands.
    """

    facts: Facts
    groups: Groups
    day: date
    rules: Mapping[str, Truth]
    parts: Mapping[str, str] = field(default_factory=dict)
    _terms: dict[str, Step] = field(default_factory=dict, compare=False, repr=False)
    _inside: list[Situation] = field(default_factory=list, compare=False, repr=False)

    def about(self, facts: Facts) -> Situation:
        """The same situation for other facts."""
        return replace(self, facts=facts, _terms={}, _inside=[])

    def inside(self) -> list[Situation]:
        """The same situation for each item that the item contains."""
        if not self._inside:
            self._inside.extend(map(self.about, self.facts.contained()))
        return self._inside


def evaluate(condition: Condition, situation: Situation) -> Step:
    """Judge a condition; unknown facts make it unknown only where they matter."""
    match condition:
        case Test():
            known = situation.facts[condition.fact.name]
            truth = OPERATORS[condition.operator].truth(
                known.value, condition.operand, situation.groups, situation.day
            )
            return Step(condition, truth, (), known)
        case AllOf():
            parts = tuple(evaluate(part, situation) for part in condition.parts)
            return Step(condition, all_of(part.truth for part in parts), parts)
        case AnyOf():
            parts = tuple(evaluate(part, situation) for part in condition.parts)
            return Step(condition, any_of(part.truth for part in parts), parts)
        case Not():
            part = evaluate(condition.part, situation)
            return Step(condition, ~part.truth, (part,))
        case Term():
            part = _term(condition, situation)
            return Step(condition, part.truth, (part,))
        case ContainsAny():
            return _contains_any(condition, situation)
        case RuleHolds():
            # A rule that has no version on that day says nothing, so it does not hold.
            return Step(
                condition,
                any_of(situation.rules.get(rule, FAILS) for rule in condition.rules),
            )
        case PartRequires():
            return Step(
                condition,
                any_of(situation.rules[rule] for rule in requirements_under(condition, situation)),
            )


def _term(term: Term, situation: Situation) -> Step:
    """What a defined term stands for, judged once in a situation."""
    if term.rests_on_rules:
        return evaluate(term.part, situation)
    step = situation._terms.get(term.name)
    if step is None:
        step = situation._terms[term.name] = evaluate(term.part, situation)
    return step


def requirements_under(condition: PartRequires, situation: Situation) -> Iterator[str]:
    """The license requirements that the condition counts, of those judged so far."""
    for rule, part in situation.parts.items():
        if part in condition.parts and rule not in condition.other_than:
            yield rule


def _contains_any(condition: ContainsAny, situation: Situation) -> Step:
    kind = situation.facts["item.kind"]
    is_system = kind.value.one_of({"system"}) if isinstance(kind.value, Choice) else UNKNOWN
    if is_system is FAILS:
        return Step(condition, FAILS, (), kind)
    if situation.facts.contains is None:
        return Step(condition, UNKNOWN, (), situation.facts["item.contains"])
    parts = tuple(
        evaluate(
            condition.part,
            inner,
        )
        for inner in situation.inside()
    )
    return Step(condition, all_of((is_system, any_of(part.truth for part in parts))), parts)
