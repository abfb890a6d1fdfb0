"""Two bodies of law compared by their answers, for each span of days in which they differ.

Where both say the same word for word, nothing is solved. Elsewhere both are encoded over one space
of shipments, that of all days compared, and a shipment is sought that they answer otherwise. What
was found for one day is tried on the others before anything is sought there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeAlias

from exportcheck.analysis.algebra import (
    Formula,
    NotDecided,
    Solver,
    both,
    differ,
    either,
    is_true_in,
    negated,
    same,
)
from exportcheck.analysis.apart import Apart, apart_between
from exportcheck.analysis.cases import Ground, Law, plainest, verdict_formula
from exportcheck.analysis.differing import Differing
from exportcheck.analysis.given import Given
from exportcheck.analysis.given_items import every_test
from exportcheck.analysis.givens import givens_between
from exportcheck.analysis.one_line import of_one_line
from exportcheck.analysis.one_sided import UNREADABLE, OneReads
from exportcheck.analysis.refuting import Refuted
from exportcheck.analysis.vocabulary import Memory, Side, side_on
from exportcheck.analysis.witnesses import (
    Judge,
    Unconfirmed,
    are,
    reasons_in,
    witness_of,
)
from exportcheck.core.library import Library
from exportcheck.core.proofs import TURNS, Differences, Flip
from exportcheck.core.rule_changes import Laws, days_of_change
from exportcheck.core.windows import Window

# How many groups are sought for one thing that is known otherwise, for each turn.
GROUPS_OF_GIVEN = 2
ORDER = ((UNREADABLE, "pass"), *TURNS, ("pass", UNREADABLE))
# Who judges a line by each of the two, under a profile of assumptions.
Judges: TypeAlias = Callable[[str], tuple[Judge, Judge]]
# From what to what a shipment turns, and by which rules.
Turn: TypeAlias = tuple[str, str]
Key: TypeAlias = tuple[str, str, tuple[str, ...]]


class Comparison:
    """Compares two libraries, span by span."""

    def __init__(
        self,
        libraries: tuple[Library, Library],
        judges: Judges,
        readings: Mapping[str, str],
        *,
        most: int,
        on: date | None = None,
        given: Given | None = None,
        memory: Memory | None = None,
        apart: Apart | None = None,
    ) -> None:
        self.old, self.new = libraries
        self.judges_by, self.readings = judges, readings
        self.most, self.day, self.given = most, on, given
        self.judges = judges(given.profile if given is not None else "none")
        self._flips: dict[Key, Flip] = {}
        # The shipment that showed each of them, as the solver has it.
        self._models: dict[Key, Any] = {}
        self._undecided: list[str] = []
        self._unconfirmed: list[str] = []
        self._apart: dict[str, None] = {}
        self._refuted = Refuted()
        self._more = False
        # What one of the two alone reads, as far as something passes with it.
        self._only: dict[str, None] = {}
        self._memory = memory or Memory.empty()
        self.apart = apart or apart_between(*libraries)
        self._limits = {
            test.operand
            for library in libraries
            for test in every_test(library)
            if test.fact.name == "ship_date" and isinstance(test.operand, Fraction)
        }

    def differences(self) -> Differences:
        """What the two answer otherwise, by their rules and by what is given on each side."""
        parts = [self._alone()]
        givens = tuple(givens_between(self.old, self.new, self.apart)) if self.given is None else ()
        if givens:
            parts += (
                Comparison(
                    (self.old, self.new),
                    self.judges_by,
                    self.readings,
                    most=self.most,
                    on=self.day,
                    given=given,
                    memory=self._memory,
                    apart=self.apart,
                )._alone()
                for given in givens
            )
        flips = [flip for part in parts for flip in part.flips]
        return Differences(
            flips=tuple(sorted(flips, key=lambda flip: ORDER.index((flip.before, flip.after)))),
            spans=parts[0].spans,
            apart=parts[0].apart,
            only=(
                *(given.told for given in givens if given.only is not None),
                *(name for name in parts[0].only),
                *(
                    f"fact {name}"
                    for name in sorted(
                        self.old.catalogue.facts.keys() ^ self.new.catalogue.facts.keys()
                    )
                ),
            ),
            undecided=tuple(dict.fromkeys(each for part in parts for each in part.undecided)),
            unconfirmed=parts[0].unconfirmed,
            more=any(part.more for part in parts),
        )

    def _alone(self) -> Differences:
        """What they answer otherwise by the rules alone, or by what is given."""
        differing = self._differing()
        spans = [span for together in differing for span in together]
        if differing and self.given is not None and self.given.only is not None:
            given, only = self.given, self.given.only
            sides = ((spans, self._sides(spans[0].first)[only]) for spans in reversed(differing))
            self._tell(self._one_reads(only).given(given, sides))
        elif differing:
            pairs = [self._sides(together[0].first) for together in differing]
            ground = Ground([side for pair in pairs for side in pair], self.apart)
            self._apart |= dict.fromkeys(ground.space.apart)
            solver = Solver(ground.premises)
            laws = [Law(*pair, ground=ground) for pair in pairs]
            with solver.supposing(ground.derivations.alike, *ground.impossible.read_by(0, 1)):
                for together, law in zip(differing, laws, strict=True):
                    self._compare(law, solver, together)
            if self.given is None:
                dated = tuple(zip(differing, laws, strict=True))
                for (name, only), against in ground.derivations.against.items():
                    if name in self.apart.otherwise:
                        told = f"{name}, stated as only {('before', 'now')[only]} it is derived"
                        one = self._one_reads(only)
                        self._tell(one.passing(told, against, solver, dated, about=name))
                for (told, only), against in ground.impossible.alone.items():
                    self._tell(self._one_reads(only).passing(told, against, solver, dated))
        told = f"{self.given.told}: " if self.given is not None else ""
        # What is given is not all that a line may state of it, so a shipment that cannot be shown
        # there is no proof of a mistake of the tool.
        loose = self.given is not None or bool(self.apart.names)
        unshown = self._unconfirmed if loose else []
        return Differences(
            flips=tuple(self._flips.values()),
            spans=tuple(sorted(spans, key=lambda span: span.first)),
            apart=tuple(self._apart),
            only=tuple(self._only) if self.given is None else (),
            undecided=tuple(f"{told}{each}" for each in (*self._undecided, *unshown)),
            unconfirmed=() if loose else tuple(self._unconfirmed),
            more=self._more,
        )

    def _one_reads(self, only: int) -> OneReads:
        return OneReads(only, self.judges, self._undecided)

    def _tell(self, flip: Flip | None) -> None:
        if flip is not None:
            self._only[flip.of] = None
            self._flips[flip.before, flip.after, (flip.of,)] = flip

    def _differing(self) -> list[tuple[Window, ...]]:
        """The spans in which the two are not alike, those of one pair of laws together."""
        laws = Laws(self.old), Laws(self.new)
        alike: dict[object, list[Window]] = {}
        for span in self._spans():
            days = span if self.given is None else self.given.within(span)
            if days is None:
                continue
            first, second = (each.on(span.first) for each in laws)
            if self.given is not None or self.apart.compared or first != second:
                alike.setdefault((first, second, self._dated(span.first)), []).append(days)
        return [tuple(together) for together in alike.values()]

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

    def _sides(self, day: date) -> tuple[Side, Side]:
        """The two bodies of law on a day."""
        given = self.given
        old, new = (
            side_on(
                library,
                self.readings,
                day,
                self._memory,
                given.known[number] if given is not None else None,
                given.items[number] if given is not None else None,
            )
            for number, library in enumerate((self.old, self.new))
        )
        return old, new

    def _compare(self, law: Law, solver: Solver, spans: tuple[Window, ...]) -> None:
        first, second = law.passes
        if same(first.holds, second.holds) and same(first.fails, second.fails):
            return
        differing = Differing(law)
        if differing.formula is False:
            return
        reasons = law.failing(0), law.failing(1)
        again = {turn: self._again(law, turn, _because(turn, reasons), spans) for turn in TURNS}
        outline, exclusive = differing.outline()
        with solver.supposing(*exclusive):
            around = Differing(outline).formula
            possible = {
                turn: self._possible(outline, solver, turn, around, again[turn])
                for turn in (("fail", "pass"), ("pass", "fail"))
            }
        with solver.supposing(*law.dated, differing.formula):
            law.passes = first, second = tuple(
                each.but(holds=solver.named(each.holds), fails=solver.named(each.fails))
                for each in law.passes
            )
            otherwise = either(
                (differ(first.holds, second.holds), differ(first.fails, second.fails))
            )
            try:
                if not any(again.values()) and solver.solve(otherwise) is None:
                    return
            except NotDecided:
                pass  # each turn is asked by itself
            named = tuple(
                {name: solver.named(formula) for name, formula in each.items()} for each in reasons
            )
            for turn in TURNS:
                try:
                    why = _because(turn, named)
                    why = {n: f for n, f in why.items() if n in possible.get(turn, why)}
                    self._flip(law, solver, turn, why, again[turn], spans)
                except NotDecided:
                    self._undecided.append(f"{' → '.join(turn)} on {spans[0].first}")

    def _possible(
        self,
        law: Law,
        solver: Solver,
        turn: Turn,
        around: Formula,
        again: Collection[tuple[str, ...]],
    ) -> frozenset[str]:
        """The reasons for which something may fail on one side that passes on the other."""
        fails, passes = turn.index("fail"), turn.index("pass")
        beside = (*law.passing_parts(passes), around)
        shown = frozenset(name for rules in again for name in rules)
        if len(again) >= (self.most if self.given is None else min(self.most, GROUPS_OF_GIVEN)):
            return shown
        return shown.union(
            name
            for name, (applies, holds, *uncovered) in law.failing_parts(fails).items()
            if name not in shown
            and not self._refuted.is_refuted(solver, holds, (applies, *uncovered, *beside))
        )

    def _again(
        self, law: Law, turn: Turn, reasons: Mapping[str, Formula], spans: tuple[Window, ...]
    ) -> list[tuple[str, ...]]:
        """The reasons of shipments found on other days that turn on these as well."""
        shown = []
        wanted = both((*law.dated, _wanted(law, turn)))
        for (*before, rules), model in self._models.items():
            if tuple(before) != turn or not reasons.keys() >= set(rules):
                continue
            by_these = (
                formula if name in rules else negated(formula) for name, formula in reasons.items()
            )
            if is_true_in(model, both((wanted, *by_these))):
                self._at((*turn, rules), spans)
                shown.append(rules)
        return shown

    def _at(self, key: Key, spans: tuple[Window, ...]) -> None:
        known = self._flips[key]
        self._flips[key] = known.but(spans=(*known.spans, *spans))

    def _flip(
        self,
        law: Law,
        solver: Solver,
        turn: Turn,
        reasons: Mapping[str, Formula],
        again: Sequence[tuple[str, ...]],
        spans: tuple[Window, ...],
    ) -> None:
        known = sum(key[:2] == turn for key in self._flips)
        if "pass" not in turn and known:
            return  # of what does not pass either way one example is enough
        most = self.most if "pass" in turn else 1
        others = [either(negated(reasons[name]) for name in rules) for rules in again]
        alone = {rules[0] for rules in again if len(rules) == 1}
        if set(turn) == {"fail", "pass"} and alone >= reasons.keys():
            return  # each possible reason is told by itself, or there is none
        if self.given is not None:
            # A few groups are enough to tell what comes of one thing; each day has one.
            most = len(again) + max(min(most, GROUPS_OF_GIVEN) - known, 0 if again else 1)
        wanted = both((_wanted(law, turn), law.ground.derivations.sized, *others))
        count = len(again)
        for rules, least, model in reasons_in(solver, wanted, reasons, max(0, most - count)):
            count += 1
            key = (*turn, rules)
            if key in self._flips:
                self._at(key, spans)
                continue
            found = plainest(law, solver, least, model)
            given, day = self.given, law.sides[0].day
            beside = [given.line(side, day) for side in range(2)] if given is not None else []
            try:
                witness = witness_of(
                    law.space, found, law.sides, self.judges, are(*turn), beside=beside
                )
            except Unconfirmed as error:
                self._unconfirmed.append(f"{' → '.join(turn)}: {error}")
                continue
            self._models[key] = found.model
            flip = Flip(
                before=turn[0],
                after=turn[1],
                rules=rules,
                spans=spans,
                witness=witness,
                of=given.told if given is not None else "",
                profile=given.profile if given is not None else "none",
            )
            if given is not None:
                flip = of_one_line(given, flip, self.judges_by)
            self._flips[key] = flip
        self._more = self._more or ("pass" in turn and count >= most)
        if law.ground.derivations.sized is not True and count < most:
            self._left_by_sizes(solver, both((_wanted(law, turn), *others)), turn, count, spans)

    def _left_by_sizes(
        self, solver: Solver, wanted: Formula, turn: Turn, count: int, spans: tuple[Window, ...]
    ) -> None:
        """Whether there may be more where what multiplies is of other sizes."""
        if count:
            self._more = True
        elif solver.solve(wanted) is not None:
            self._undecided.append(
                f"{' → '.join(turn)} on {spans[0].first}: whether quotients or products come to it"
            )


def _wanted(law: Law, turn: Turn) -> Formula:
    """That a shipment turns so."""
    return both(verdict_formula(law, side, verdict) for side, verdict in enumerate(turn))


def _because(turn: Turn, reasons: Sequence[Mapping[str, Formula]]) -> Mapping[str, Formula]:
    """The reasons for which it fails on the side where it does."""
    return reasons[turn.index("fail")] if "fail" in turn else {}
