"""Two bodies of law compared by their answers, for each span of days in which they differ.

Where both say the same word for word, nothing is solved. Elsewhere both are encoded over one space
of shipments, and a shipment is sought that they answer otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from exportcheck.analysis.algebra import Formula, NotDecided, Solver, both, differ, either, same
from exportcheck.analysis.cases import Law, plainest, verdict_formula
from exportcheck.analysis.vocabulary import Memory, asked_by, conditions_of, side_on
from exportcheck.analysis.witnesses import (
    Judge,
    Unconfirmed,
    are,
    reasons_in,
    witness_of,
)
from exportcheck.core.conditions import Test
from exportcheck.core.library import Library
from exportcheck.core.proofs import TURNS, Differences, Flip
from exportcheck.core.rule_changes import Laws, days_of_change
from exportcheck.core.windows import Window


class Comparison:
    """Compares two libraries, span by span."""

    def __init__(
        self,
        libraries: tuple[Library, Library],
        judges: tuple[Judge, Judge],
        readings: Mapping[str, str],
        *,
        most: int,
        on: date | None = None,
    ) -> None:
        self.old, self.new = libraries
        self.judges, self.readings = judges, readings
        self.most, self.day = most, on
        self._flips: dict[tuple[str, str, tuple[str, ...]], Flip] = {}
        self._undecided: list[str] = []
        self._unconfirmed: list[str] = []
        self._apart: dict[str, None] = {}
        self._more = False
        self._memory = Memory.empty()
        self._limits = {
            test.operand
            for library in libraries
            for test in every_test(library)
            if test.fact.name == "ship_date" and isinstance(test.operand, Fraction)
        }

    def differences(self) -> Differences:
        spans: list[Window] = []
        for together in self._differing():
            spans += together
            self._compare(tuple(together))
        return Differences(
            flips=tuple(
                sorted(self._flips.values(), key=lambda f: TURNS.index((f.before, f.after)))
            ),
            spans=tuple(sorted(spans, key=lambda span: span.first)),
            apart=tuple(self._apart),
            undecided=tuple(self._undecided),
            unconfirmed=tuple(self._unconfirmed),
            more=self._more,
        )

    def _differing(self) -> Iterator[list[Window]]:
        """The spans in which the two are not alike, those of one pair of laws together."""
        laws = Laws(self.old), Laws(self.new)
        alike: dict[object, list[Window]] = {}
        for span in self._spans():
            first, second = (each.on(span.first) for each in laws)
            if first != second:
                alike.setdefault((first, second, self._dated(span.first)), []).append(span)
        yield from alike.values()

    def _spans(self) -> Iterator[Window]:
        if self.day is not None:
            yield Window(self.day, self.day + timedelta(days=1))
            return
        days = sorted(
            {
                *days_of_change(self.old),
                *days_of_change(self.new),
                *(date.fromordinal(int(limit)) for limit in self._ship_dates()),
            }
        )
        begins = min(
            rulebook.first_day for library in (self.old, self.new) for rulebook in library.rulebooks
        )
        days = [day for day in days if day >= begins]
        for first, end in pairwise([*days, None]):
            assert first is not None
            yield Window(first, end)

    def _ship_dates(self) -> set[Fraction]:
        """The days with which rules compare the day of the shipment."""
        return self._limits

    def _dated(self, day: date) -> tuple[bool, ...]:
        return tuple(day.toordinal() >= limit for limit in sorted(self._ship_dates()))

    def _compare(self, spans: tuple[Window, ...]) -> None:
        day = spans[0].first
        sides = (side_on(each, self.readings, day, self._memory) for each in (self.old, self.new))
        law = Law(*sides)
        self._apart |= dict.fromkeys(law.space.apart)
        first, second = law.passes
        if same(first.holds, second.holds) and same(first.fails, second.fails):
            return
        solver = law.solver()
        law.passes = first, second = tuple(
            each.but(holds=solver.named(each.holds), fails=solver.named(each.fails))
            for each in law.passes
        )
        otherwise = either((differ(first.holds, second.holds), differ(first.fails, second.fails)))
        try:
            if solver.solve(otherwise) is None:
                return
        except NotDecided:
            pass  # each turn is asked by itself
        reasons = tuple(
            {name: solver.named(formula) for name, formula in law.failing(side).items()}
            for side in range(2)
        )
        for before, after in TURNS:
            wanted = both((verdict_formula(law, 0, before), verdict_formula(law, 1, after)))
            why = reasons[(before, after).index("fail")] if "fail" in (before, after) else {}
            try:
                self._flip(law, solver, wanted, (before, after), why, spans)
            except NotDecided:
                self._undecided.append(f"{before} → {after} on {day}")

    def _flip(
        self,
        law: Law,
        solver: Solver,
        wanted: Formula,
        turn: tuple[str, str],
        reasons: Mapping[str, Formula],
        spans: tuple[Window, ...],
    ) -> None:
        count = 0
        # Of what does not pass either way one example is enough.
        most = self.most if "pass" in turn else 1
        for rules, least, model in reasons_in(solver, wanted, reasons, most):
            count += 1
            key = (*turn, rules)
            known = self._flips.get(key)
            if known is not None:
                self._flips[key] = known.but(spans=(*known.spans, *spans))
                continue
            found = plainest(law, solver, least, model)
            try:
                witness = witness_of(law.space, found, law.sides, self.judges, are(*turn))
            except Unconfirmed as error:
                self._unconfirmed.append(f"{' → '.join(turn)}: {error}")
                continue
            self._flips[key] = Flip(
                before=turn[0], after=turn[1], rules=rules, spans=spans, witness=witness
            )
        self._more = self._more or ("pass" in turn and count == self.most)


def every_test(library: Library) -> Iterator[Test]:
    """Every test of every version, whatever its days."""
    conditions = [
        condition
        for rulebook in library.rulebooks
        for rule in rulebook.rules
        for version in rule.versions
        for condition in conditions_of(version)
    ]
    yield from asked_by(conditions).tests
