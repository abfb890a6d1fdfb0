"""Rules on which no answer turns: the law is told apart from what it is without each of them.

A difference of two large formulas is sought in their smallest parts first. Where these come out
alike for every shipment, so does the whole, and nothing large has to be solved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

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
from exportcheck.core.rules import Rule

# Of a formula, its parts: what must all be true.
Parts = tuple[Formula, ...]
_JOINTS = (z3.Z3_OP_AND, z3.Z3_OP_OR, z3.Z3_OP_NOT)


def without(encoder: Encoder, rule: Rule) -> tuple[Encoded, ...]:
    """The law without a rule."""
    return judgments(encoder, lambda other: other.name != rule.name)


def may_turn(solver: Solver, law: tuple[Encoded, ...], other: tuple[Encoded, ...]) -> bool:
    """Whether two encodings of one law, with the same rules, answer some shipment otherwise.

    Prohibited is told from unlicensed.
    """
    changed = [
        [(first, second) for first, second in zip(*parts, strict=True) if not same(first, second)]
        for parts in zip(_answers(law), _answers(other), strict=True)
    ]
    pairs = [pair for each in changed for pair in each]
    # What a rule asks for itself goes with it, so that only the whole tells.
    own = any(isinstance(second, bool) for _, second in pairs)
    alike = Alike(solver)
    if not own and all(alike.are(*pair) for pair in pairs):
        return False
    return any(
        solver.solve(*_in_common(parts, change), differ(*map(both, zip(*change, strict=True))))
        for parts, change in zip(_answers(law), changed, strict=True)
        if change
    )


def _in_common(parts: Parts, changed: list[tuple[Formula, Formula]]) -> Iterator[Formula]:
    """The parts of one that are the other's as well; who differs in the rest has all of these."""
    apart = {key_of(first) for first, _ in changed}
    return (part for part in parts if key_of(part) not in apart)


def _answers(law: tuple[Encoded, ...]) -> tuple[Parts, Parts, Parts]:
    """That a shipment passes, that it does not fail, and that nothing prohibits it: in parts."""
    return (
        tuple(part for each in law for part in each.passing()),
        tuple(negated(both(parts)) for each in law for parts in each.failing().values()),
        tuple(
            negated(both((each.applies.holds, truth.holds)))
            for each in law
            for truth in each.prohibitions.values()
        ),
    )


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
        models = [model for pair in pairs or () if (model := self._apart(*pair)) is not None]
        if pairs and not models:
            return None
        # What tells parts apart often tells the whole.
        told = (model for model in models if is_true_in(model, apart))
        return next(told, None) or self.solver.solve(apart)


def _unlike_parts(first: Formula, second: Formula) -> list[tuple[Formula, Formula]] | None:
    """The parts in which two formulas of one shape differ; None where they are of two shapes."""
    if isinstance(first, bool) or isinstance(second, bool):
        return None
    if not first.decl().eq(second.decl()) or first.decl().kind() not in _JOINTS:
        return None
    ours, theirs = ({key_of(part): part for part in each.children()} for each in (first, second))
    left = _beside(ours, theirs), _beside(theirs, ours)
    return list(zip(*left, strict=True)) if len(left[0]) == len(left[1]) else None


def _beside(parts: Mapping[object, Formula], others: Mapping[object, Formula]) -> list[Formula]:
    return [part for key, part in parts.items() if key not in others]
