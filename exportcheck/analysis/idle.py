"""Rules on which no answer turns: the law is told apart from what it is without each of them.

A difference of two large formulas is sought in their smallest parts first. Where these come out
alike for every shipment, so does the whole, and nothing large has to be solved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import z3

from exportcheck.analysis.algebra import (
    Formula,
    NotDecided,
    Solver,
    both,
    differ,
    is_true_in,
    key_of,
    negated,
    same,
)
from exportcheck.analysis.encoding import Encoder
from exportcheck.analysis.stages import Encoded, judgments
from exportcheck.core.conditions import PartRequires, RuleHolds, walk
from exportcheck.core.rules import Classifies, Excepts, Rule

_JOINTS = (z3.Z3_OP_AND, z3.Z3_OP_OR, z3.Z3_OP_NOT)
# An answer in parts that must all be so, each by the rulebook and the rule that it is about.
Answer: TypeAlias = Mapping[tuple[str, str], Formula]
# Parts that are others, before and after.
Changes: TypeAlias = Mapping[tuple[str, str], tuple[Formula, Formula]]


def without(encoder: Encoder, rule: Rule) -> tuple[Encoded, ...]:
    """The law without a rule."""
    return judgments(encoder, lambda other: other.name != rule.name)


class Idling:
    """Tells of a rule whether any answer turns on it, prohibited told from unlicensed.

    `whole` is the solver that is asked about whole answers, and keeps their parts.
    """

    def __init__(
        self, encoder: Encoder, law: tuple[Encoded, ...], solver: Solver, whole: Solver
    ) -> None:
        self.encoder, self.solver, self.whole = encoder, solver, whole
        self.answers = _answers_of(law)
        self.looked_at = frozenset(name for each in law for name in _looked_at(each))

    def turns(self, of: Encoded, rule: Rule) -> bool:
        """Whether some shipment of all gets another answer without it."""
        own = (of.rulebook.id, rule.id)
        if isinstance(rule.effect, Classifies | Excepts) or own in self.looked_at:
            others = _answers_of(without(self.encoder, rule))
            changes = [*map(_changes, self.answers, others)]
            alike = Alike(self.solver)
            pairs = [pair for each in changes for pair in each.values()]
            # What it asks for itself goes with it, and tells most.
            pairs.sort(key=lambda pair: not isinstance(pair[1], bool))
            if all(alike.are(*pair) for pair in pairs):
                return False
        else:
            # No other looks at it, so what it asks for itself is all that goes.
            changes = [{own: (each[own], True)} if own in each else {} for each in self.answers]
        return any(map(self._answers_turn, self.answers, changes))

    def _answers_turn(self, answer: Answer, changes: Changes) -> bool:
        """Whether some shipment gets another of the answers in which these parts change."""
        if not changes:
            return False
        rest = [part for at, part in answer.items() if at not in changes]
        before, after = (both(parts) for parts in zip(*changes.values(), strict=True))
        return self.whole.together(*rest, differ(before, after))


def _answers_of(law: tuple[Encoded, ...]) -> tuple[Answer, ...]:
    """That nothing prohibits a shipment, that it does not fail, and that it passes: in parts."""
    allowed: dict[tuple[str, str], Formula] = {}
    not_failing: dict[tuple[str, str], Formula] = {}
    passing: dict[tuple[str, str], Formula] = {}
    for each in law:
        book = each.rulebook.id
        for name, truth in each.prohibitions.items():
            allowed[book, name] = negated(both((each.applies.holds, truth.holds)))
        for name, parts in each.failing().items():
            not_failing[book, name] = negated(both(parts))
        for name, part in zip(each.needed_by, each.passing(), strict=True):
            passing[book, name] = part
    return allowed, not_failing, passing


def _changes(before: Answer, after: Answer) -> Changes:
    return {at: (part, after[at]) for at, part in before.items() if not same(part, after[at])}


def _looked_at(encoded: Encoded) -> Iterator[tuple[str, str]]:
    """The rules at which others look."""
    for each in encoded.in_force.values():
        for condition in walk(each.condition):
            if isinstance(condition, RuleHolds):
                yield from ((encoded.rulebook.id, name) for name in condition.rules)
            elif isinstance(condition, PartRequires):
                for name in encoded.requirements:
                    part = encoded.in_force[name].rule.part
                    if part in condition.parts and name not in condition.other_than:
                        yield encoded.rulebook.id, name


class Alike:
    """Tells whether two formulas are alike for every shipment, from their smallest parts up."""

    def __init__(self, solver: Solver) -> None:
        self.solver = solver
        # A shipment that tells two formulas apart, or None; the formulas are kept with it.
        self._told: dict[tuple[object, object], tuple[Any | None, Formula, Formula]] = {}

    def are(self, first: Formula, second: Formula) -> bool:
        """Whether they are; not where the solver gives up."""
        try:
            return self._apart(first, second) is None
        except NotDecided:
            return False

    def _apart(self, first: Formula, second: Formula) -> Any | None:
        if same(first, second):
            return None
        key = (key_of(first), key_of(second))
        if key not in self._told:
            self._told[key] = (self._found(first, second), first, second)
        return self._told[key][0]

    def _found(self, first: Formula, second: Formula) -> Any | None:
        apart = differ(first, second)
        pairs = _unlike_parts(first, second)
        alike = pairs is not None
        for pair in pairs or ():
            model = self._apart(*pair)
            alike = alike and model is None
            # What tells parts apart often tells the whole.
            if model is not None and is_true_in(model, apart):
                return model
        return None if alike else self.solver.solve(apart)


def _unlike_parts(first: Formula, second: Formula) -> list[tuple[Formula, Formula]] | None:
    """The parts in which two formulas of one shape differ; None where they are of two shapes."""
    if isinstance(first, bool) or isinstance(second, bool):
        return None
    if not first.decl().eq(second.decl()) or first.decl().kind() not in _JOINTS:
        return None
    ours, theirs = _numbered(first), _numbered(second)
    left = [
        [formula.arg(at) for number, at in parts.items() if number not in others]
        for formula, parts, others in ((first, ours, theirs), (second, theirs, ours))
    ]
    return list(zip(*left, strict=True)) if len(left[0]) == len(left[1]) else None


def _numbered(formula: Formula) -> dict[int, int]:
    """The place of each part of a formula, by its number; without the solver's own wrappers."""
    context, whole = formula.ctx_ref(), formula.as_ast()
    return {
        z3.Z3_get_ast_id(context, z3.Z3_get_app_arg(context, whole, at)): at
        for at in range(z3.Z3_get_app_num_args(context, whole))
    }
