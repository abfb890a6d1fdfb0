"""A condition against the facts: one path, always with the explanation.

A step is a condition in a situation. Its truth and its parts are found when they are looked at: the
truth asks no part that can no longer change it and makes no steps, and the explanation asks them
all. A step points at the condition it judges; words are made of it only when it is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice

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
    facts_read_outside,
)
from exportcheck.core.facts import Facts, Known
from exportcheck.core.groups import Groups
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth, all_of, any_of
from exportcheck.core.values import Choice


class Step:
    """One condition judged: its truth, the steps under it, and for a test what was known."""

    __slots__ = ("_deciding", "_parts", "_truth", "condition", "situation")

    def __init__(self, condition: Condition, situation: Situation) -> None:
        self.condition = condition
        self.situation = situation
        self._truth: Truth | None = None
        self._parts: tuple[Step, ...] | None = None
        self._deciding: tuple[Step, ...] | None = None

    def forget(self) -> None:
        """Let go of the steps under it, which are found anew when they are looked at."""
        if self._truth is not None:
            self._parts = self._deciding = None
            self.situation._terms.clear()

    def settle(self, truth: Truth) -> None:
        """Take a truth that was found another way; the parts are found when they are looked at."""
        self._truth = truth

    @property
    def truth(self) -> Truth:
        """Whether the condition holds; parts that cannot change that are not asked."""
        if self._truth is None:
            self._truth = truth_of(self.condition, self.situation)
        return self._truth

    @property
    def parts(self) -> tuple[Step, ...]:
        if self._parts is None:
            self._parts = tuple(_parts(self))
        return self._parts

    @property
    def known(self) -> Known | None:
        """What was known of the fact that decided, where one fact did."""
        facts, condition = self.situation.facts, self.condition
        if isinstance(condition, Test):
            return facts[condition.fact.name]
        if isinstance(condition, ContainsAny) and not self.parts:
            kind = facts["item.kind"]
            return kind if is_system(facts) is FAILS else facts["item.contains"]
        return None

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

    @property
    def deciding(self) -> tuple[Step, ...]:
        """The leaves on which the truth rests: for what holds one way in which it does.

        An alternative that holds is told by its first part that holds, a conjunction that fails by
        its first part that fails; whatever is unknown is told in full.
        """
        if self._deciding is None:
            self._deciding = tuple(self._decided_by())
        return self._deciding

    def _decided_by(self) -> Iterator[Step]:
        condition, truth = self.condition, self.truth
        if not self.parts:
            if not isinstance(condition, AllOf | AnyOf):  # of nothing
                yield self
            return
        sought = ~truth if isinstance(condition, Not) else truth
        agreeing = (part for part in self.parts if part.truth is sought)
        one_is_enough = (truth is HOLDS and isinstance(condition, AnyOf | ContainsAny)) or (
            truth is FAILS and isinstance(condition, AllOf)
        )
        for part in islice(agreeing, 1) if one_is_enough else agreeing:
            yield from part.deciding

    def walk(self) -> Iterator[Step]:
        yield self
        for part in self.parts:
            yield from part.walk()


def tested_facts(whole: Step) -> frozenset[str]:
    """The names of the facts that a step and those under it tested."""
    condition = whole.condition
    read = facts_read(condition)
    if "item.contains" not in read:
        # All that a condition looks at is tested, unless it is about items that are not there.
        return read
    if is_system(whole.situation.facts) is FAILS:
        return facts_read_outside(condition)
    return frozenset[str]().union(*map(tested_facts, whole.parts))


def turns_on(step: Step, among: frozenset[str]) -> frozenset[str]:
    """Which of these facts may change the truth of a step by another value.

    They may not where the other parts of a conjunction or an alternative settle it.
    """
    condition = step.condition
    if isinstance(condition, Test):
        return among & {condition.fact.name}
    if among.isdisjoint(facts_read(condition)):
        return frozenset()
    settling = None
    if isinstance(condition, AllOf | AnyOf | ContainsAny):
        settling = FAILS if isinstance(condition, AllOf) else HOLDS
    ahead = []
    for part in step.parts:
        if not among.isdisjoint(facts_read(part.condition)):
            ahead.append(part)
        elif part.truth is settling:
            return frozenset()
    turning = [(part, turns_on(part, among)) for part in ahead]
    found = frozenset[str]().union(*(names for _, names in turning))
    if found and settling is not None:
        for part, names in turning:
            if part.truth is settling:
                found &= names
    return found


class Situation:
    """What a condition is judged in: facts, groups, the day, and the rules judged before it.

    `parts` says under which part of the regulations each license requirement among them stands.
    """

    __slots__ = ("_inside", "_terms", "day", "facts", "groups", "parts", "rules")

    def __init__(
        self,
        facts: Facts,
        groups: Groups,
        day: date,
        rules: Mapping[str, Truth],
        parts: Mapping[str, str] | None = None,
    ) -> None:
        self.facts, self.groups, self.day, self.rules = facts, groups, day, rules
        self.parts: Mapping[str, str] = {} if parts is None else parts
        self._terms: dict[str, Step] = {}
        self._inside: list[Situation] = []

    def about(self, facts: Facts) -> Situation:
        """The same situation for other facts."""
        return Situation(facts, self.groups, self.day, self.rules, self.parts)

    def after(self, rules: Mapping[str, Truth], parts: Mapping[str, str]) -> Situation:
        """The situation of the next stage, in which these rules have been judged.

        Terms that rest on no rule stay as they were found.
        """
        later = Situation(self.facts, self.groups, self.day, rules, {**self.parts, **parts})
        later._terms = self._terms
        return later

    def inside(self) -> list[Situation]:
        """The same situation for each item that the item contains."""
        if not self._inside:
            self._inside.extend(map(self.about, self.facts.contained()))
        return self._inside


def evaluate(condition: Condition, situation: Situation) -> Step:
    """Judge a condition; unknown facts make it unknown only where they matter."""
    return Step(condition, situation)


def truth_of(condition: Condition, situation: Situation) -> Truth:
    """Whether a condition holds; parts that cannot change that are not asked."""
    return _TRUTHS[type(condition)](condition, situation)


def _parts(step: Step) -> Iterator[Step]:
    """The steps under a step."""
    situation = step.situation
    match step.condition:
        case AllOf() | AnyOf():
            for part in step.condition.parts:
                yield Step(part, situation)
        case Not():
            yield Step(step.condition.part, situation)
        case Term():
            yield _term(step.condition, situation)
        case ContainsAny() if is_system(situation.facts) is not FAILS:
            for inner in situation.inside():
                yield Step(step.condition.part, inner)


def _term(term: Term, situation: Situation) -> Step:
    """What a defined term stands for, judged once in a situation."""
    if term.rests_on_rules:
        return Step(term.part, situation)
    step = situation._terms.get(term.name)
    if step is None:
        step = situation._terms[term.name] = Step(term.part, situation)
    return step


def _test(test: Condition, situation: Situation) -> Truth:
    assert isinstance(test, Test)
    return OPERATORS[test.operator].truth(
        situation.facts[test.fact.name].value, test.operand, situation.groups, situation.day
    )


def _all(condition: Condition, situation: Situation) -> Truth:
    assert isinstance(condition, AllOf)
    return all_of(truth_of(part, situation) for part in condition.parts)


def _any(condition: Condition, situation: Situation) -> Truth:
    assert isinstance(condition, AnyOf)
    return any_of(truth_of(part, situation) for part in condition.parts)


def _negated(condition: Condition, situation: Situation) -> Truth:
    assert isinstance(condition, Not)
    return ~truth_of(condition.part, situation)


def _defined(term: Condition, situation: Situation) -> Truth:
    assert isinstance(term, Term)
    return _term(term, situation).truth


def _rule_holds(condition: Condition, situation: Situation) -> Truth:
    assert isinstance(condition, RuleHolds)
    # A rule that has no version on that day says nothing, so it does not hold.
    return any_of(situation.rules.get(rule, FAILS) for rule in condition.rules)


def _part_requires(condition: Condition, situation: Situation) -> Truth:
    assert isinstance(condition, PartRequires)
    return any_of(situation.rules[rule] for rule in requirements_under(condition, situation))


def requirements_under(condition: PartRequires, situation: Situation) -> Iterator[str]:
    """The license requirements that the condition counts, of those judged so far."""
    for rule, part in situation.parts.items():
        if part in condition.parts and rule not in condition.other_than:
            yield rule


def is_system(facts: Facts) -> Truth:
    """Whether the item is a system, of which the contained items are looked at."""
    kind = facts["item.kind"].value
    return kind.one_of({"system"}) if isinstance(kind, Choice) else UNKNOWN


def _contains_any(condition: Condition, situation: Situation) -> Truth:
    assert isinstance(condition, ContainsAny)
    facts = situation.facts
    system = is_system(facts)
    if system is FAILS:
        return FAILS
    if facts.contains is None:
        return UNKNOWN
    part = condition.part
    return all_of((system, any_of(truth_of(part, inner) for inner in situation.inside())))


_TRUTHS: Mapping[type, Callable[[Condition, Situation], Truth]] = {
    Test: _test,
    AllOf: _all,
    AnyOf: _any,
    Not: _negated,
    Term: _defined,
    ContainsAny: _contains_any,
    RuleHolds: _rule_holds,
    PartRequires: _part_requires,
}
