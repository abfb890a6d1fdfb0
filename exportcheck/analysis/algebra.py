"""The algebra of three truths as formulas for the solver, and the solver itself.

A truth is a pair of formulas: when it holds, and when it fails; where neither is true it cannot be
told. Formulas that are constant are plain yes and no, so that what cannot matter is never built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import z3

from exportcheck.core.records import Record
from exportcheck.core.truth import FAILS, HOLDS, Truth

# A formula of the solver, or a plain yes or no where it is constant.
Formula: TypeAlias = Any


def both(parts: Iterable[Formula]) -> Formula:
    """Every part."""
    kept = [part for part in parts if part is not True]
    if any(part is False for part in kept):
        return False
    if not kept:
        return True
    return kept[0] if len(kept) == 1 else _joined(z3.Z3_mk_and, kept)


def either(parts: Iterable[Formula]) -> Formula:
    """Some part."""
    kept = [part for part in parts if part is not False]
    if any(part is True for part in kept):
        return True
    if not kept:
        return False
    return kept[0] if len(kept) == 1 else _joined(z3.Z3_mk_or, kept)


def negated(part: Formula) -> Formula:
    if isinstance(part, bool):
        return not part
    context = part.ctx
    if z3.Z3_get_decl_kind(context.ref(), part.decl().ast) == z3.Z3_OP_NOT:
        return part.arg(0)
    return z3.BoolRef(z3.Z3_mk_not(context.ref(), part.as_ast()), context)


def _joined(make: Callable[..., Any], parts: list[Formula]) -> Formula:
    """Formulas under one sign; the solver's own wrapper looks at each of them several times."""
    context = parts[0].ctx
    asts = (z3.Ast * len(parts))(*(part.as_ast() for part in parts))
    return z3.BoolRef(make(context.ref(), len(parts), asts), context)


def differ(first: Formula, second: Formula) -> Formula:
    """One and not the other."""
    if isinstance(first, bool):
        return negated(second) if first else second
    if isinstance(second, bool):
        return negated(first) if second else first
    return False if first.eq(second) else z3.Xor(first, second)


def same(first: Formula, second: Formula) -> bool:
    """Whether two formulas are written alike, so that nothing has to be solved."""
    if isinstance(first, bool) or isinstance(second, bool):
        return first is second
    return bool(first.eq(second))


def key_of(formula: Formula) -> object:
    """Something that is equal for formulas written alike, as long as they are kept."""
    return formula if isinstance(formula, bool) else f"#{formula.get_id()}"


class Pair(Record):
    """When a condition holds and when it fails; `exact` where it always does one of the two."""

    holds: Formula
    fails: Formula
    exact: bool = False

    @property
    def opposite(self) -> Pair:
        return Pair(holds=self.fails, fails=self.holds, exact=self.exact)

    def where(self, enabled: Formula) -> Pair:
        """The truth of a rule where it is enabled; else it fails."""
        if enabled is True:
            return self
        return Pair(
            holds=both((enabled, self.holds)),
            fails=either((negated(enabled), self.fails)),
            exact=self.exact,
        )


def exactly(holds: Formula) -> Pair:
    return Pair(holds=holds, fails=negated(holds), exact=True)


ALWAYS, NEVER = exactly(True), exactly(False)
NOT_TOLD = Pair(holds=False, fails=False)


def constant(truth: Truth) -> Pair:
    return ALWAYS if truth is HOLDS else NEVER if truth is FAILS else NOT_TOLD


def all_hold(parts: Iterable[Pair]) -> Pair:
    parts = tuple(parts)
    holds = both(part.holds for part in parts)
    if all(part.exact for part in parts):
        return exactly(holds)
    return Pair(holds=holds, fails=either(part.fails for part in parts))


def any_holds(parts: Iterable[Pair]) -> Pair:
    return all_hold(part.opposite for part in parts).opposite


class NotDecided(Exception):
    """The solver gave up on a question; nothing may be concluded from that."""


class Solver:
    """Asks whether some shipment satisfies formulas; what it cannot decide it says."""

    # Steps, not seconds: the same question has the same answer on every machine.
    MOST_STEPS = 200_000_000

    def __init__(self, premises: Iterable[Formula] = ()) -> None:
        self._solver = z3.SolverFor("QF_LRA")
        self._solver.set("rlimit", self.MOST_STEPS)
        self._names = 0
        # What is named, with its formula, within each of the suppositions that stand.
        self._named: list[dict[int, tuple[Formula, Formula]]] = [{}]
        self.add(*premises)

    def add(self, *formulas: Formula) -> None:
        for formula in formulas:
            self._solver.add(z3.BoolVal(formula) if isinstance(formula, bool) else formula)

    def named(self, formula: Formula) -> Formula:
        """A variable that is true where the formula is: the solver takes it in once."""
        if isinstance(formula, bool):
            return formula
        known = self._named[-1].get(formula.get_id())
        if known is None:
            self._names += 1
            known = (z3.Bool(f"#{self._names}"), formula)
            self._named[-1][formula.get_id()] = known
            self._solver.add(known[0] == formula)
        return known[0]

    def refutation(self, formulas: Iterable[Formula]) -> list[Formula] | None:
        """Some of the formulas that cannot all be true, or None where all can."""
        names = {self.named(formula).get_id(): formula for formula in formulas}
        answer = self._solver.check(*(self.named(formula) for formula in names.values()))
        if answer == z3.unknown:
            raise NotDecided(self._solver.reason_unknown())
        if answer == z3.sat:
            return None
        return [names[each.get_id()] for each in self._solver.unsat_core()]

    def solve(self, *formulas: Formula) -> Any | None:
        """A model in which the formulas are true, or None where there is none."""
        with self.supposing(*formulas):
            answer = self._solver.check()
            if answer == z3.unknown:
                raise NotDecided(self._solver.reason_unknown())
            return self._solver.model() if answer == z3.sat else None

    @contextmanager
    def supposing(self, *formulas: Formula) -> Iterator[None]:
        """What is added within counts only there."""
        self._solver.push()
        self._named.append({})
        try:
            self.add(*formulas)
            yield
        finally:
            self._solver.pop()
            self._named.pop()

    def together(self, *formulas: Formula) -> bool:
        """Whether all can be true together; each is taken in once, for other questions as well."""
        names = [self.named(formula) for formula in formulas]
        if any(name is False for name in names):
            return False
        return self.possible(*(name for name in names if name is not True))

    def possible(self, *literals: Formula) -> bool:
        """Whether all these variables, or their negations, can be so together."""
        answer = self._solver.check(*literals)
        if answer == z3.unknown:
            raise NotDecided(self._solver.reason_unknown())
        return bool(answer == z3.sat)


def is_true_in(model: Any, formula: Formula) -> bool:
    if isinstance(formula, bool):
        return formula
    return bool(z3.is_true(model.eval(formula, model_completion=True)))
