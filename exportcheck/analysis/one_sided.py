"""Shipments that pass by one of two bodies of law, and that the other cannot even read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from exportcheck.analysis.algebra import Formula, NotDecided, Solver, both
from exportcheck.analysis.cases import Law, plainest
from exportcheck.analysis.given import Given
from exportcheck.analysis.stages import applying
from exportcheck.analysis.vocabulary import Side
from exportcheck.analysis.witnesses import Judge, Unconfirmed, are, witness_of
from exportcheck.core.proofs import Flip, Line
from exportcheck.core.windows import Window

UNREADABLE = "unusable"
Spans: TypeAlias = tuple[Window, ...]


class OneReads:
    """Seeks them for the one side that can read them, by the latest law that lets one pass."""

    def __init__(self, only: int, judges: tuple[Judge, Judge], undecided: list[str]) -> None:
        self.only, self.undecided = only, undecided
        self.turn = (UNREADABLE, "pass") if only == 1 else ("pass", UNREADABLE)
        judge, other = judges[only], judges[1 - only]
        # How the one judges a line that the other cannot read.
        self.judge: Judge = lambda line: judge(line) if other(line) is None else None

    def given(self, given: Given, sides: Iterable[tuple[Spans, Side]]) -> Flip | None:
        """One with something that is given."""
        for spans, side in sides:
            law = Law(side)
            line = given.line(self.only, side.day)
            # What a line states anyhow is any there.
            rest = given.stated & law.space.facts.keys()
            line = {name: each for name, each in line.items() if name not in rest}
            wanted, solver = law.passes[0].holds, law.solver()
            flip = self._flip(law, 0, solver, wanted, spans, given.told, line, given.stated)
            if flip is not None:
                return flip.but(profile=given.profile)
        return None

    def passing(
        self,
        told: str,
        against: Formula,
        solver: Solver,
        laws: Sequence[tuple[Spans, Law]],
        *,
        about: str = "",
    ) -> Flip | None:
        """One that states what the other side refuses, such as a fact derived otherwise there."""
        for spans, law in reversed(laws):
            derivations = law.ground.derivations
            passes = applying(law.encoded[self.only]).holds
            read = law.ground.impossible.read_by(self.only)
            wanted = both((against, passes, derivations.sized, *read, *law.dated))
            keeping = {about} - {""}
            if about:
                keeping = keeping.union(*(side.catalogue[about].inputs for side in law.sides))
            flip = self._flip(law, self.only, solver, wanted, spans, told, {}, keeping)
            if flip is not None:
                return flip
        return None

    def _flip(
        self,
        law: Law,
        at: int,
        solver: Solver,
        wanted: Formula,
        spans: Spans,
        told: str,
        line: Line,
        keeping: Iterable[str],
    ) -> Flip | None:
        before, after = self.turn
        side = law.sides[at]
        try:
            model = solver.solve(wanted)
            if model is None:
                return None
            found = plainest(law, solver, wanted, model)
            witness = witness_of(
                law.space,
                found,
                (side,),
                (self.judge,),
                are("pass"),
                beside=(line,),
                keeping=keeping,
            )
        except NotDecided:
            self.undecided.append(f"{told}: whether it passes on {side.day}")
            return None
        except Unconfirmed as error:
            self.undecided.append(f"{told}: {before} \N{RIGHTWARDS ARROW} {after}: {error}")
            return None
        return Flip(before=before, after=after, rules=(), spans=spans, witness=witness, of=told)
