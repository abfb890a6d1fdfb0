"""What holds for all shipments under the law of one day: gaps, overlaps, idle rules, order.

Each question is decided by the solver over the whole space of `Law`; where something is found, a
witness shows it, and where nothing is, that is proved within the limits that the report states.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any, TypeVar

import z3

from exportcheck.analysis.accepted import accepted_pairs
from exportcheck.analysis.algebra import (
    Formula,
    NotDecided,
    Pair,
    Solver,
    both,
    either,
    negated,
)
from exportcheck.analysis.cases import Law, plainest, verdict_formula
from exportcheck.analysis.idle import Idling, without
from exportcheck.analysis.instead import degrees_of, stopped_instead
from exportcheck.analysis.stages import Encoded, applying_undoubted
from exportcheck.analysis.vocabulary import Side
from exportcheck.analysis.witnesses import (
    Judge,
    Shows,
    Unconfirmed,
    are,
    reasons_in,
    witness_of,
)
from exportcheck.core.accepting import Acceptance
from exportcheck.core.judgments import Determination, Judgment
from exportcheck.core.proofs import Analysis, Axis, Group, Idle, Shared, Unusable
from exportcheck.core.rules import Advises, Classifies, Excepts, Obliges, Rule
from exportcheck.core.truth import FAILS, HOLDS

# What makes an item more capable; an axis along which the answer should not get lighter.
CAPABILITIES = (
    "item.total_processing_performance",
    "item.bit_length_times_tops",
    "item.performance_density",
    "item.memory_bandwidth_density",
    "item.interconnect_bandwidth",
    "item.link_bandwidth",
    "item.dram_bandwidth",
    "item.dram_plus_interconnect_bandwidth",
)
# What lets something go that is stopped otherwise; a review stops it as a failure does.
LIGHTER = (("fail", "pass"), ("review", "pass"))


T = TypeVar("T")


class Analyzer:
    """Asks the questions of one side, one after another."""

    def __init__(
        self, side: Side, judge: Judge, most: int, acceptances: Sequence[Acceptance] = ()
    ) -> None:
        self.side, self.judge, self.most = side, judge, most
        self.acceptances = tuple(acceptances)
        self.used: set[Acceptance] = set()
        self.law = Law(side)
        self.solver = self.law.solver()
        # For questions of many parts, which it keeps.
        self.whole = self.law.solver()
        self.undecided: list[str] = []
        self.unconfirmed: list[str] = []

    def analysis(self) -> Analysis:
        names = [name for name in CAPABILITIES if name in self.law.space.numbers]
        axes = tuple(map(self._axis, names))
        return Analysis(
            day=self.side.day,
            facts=len(self.law.space.facts),
            contents=sum(content.alike for content in self.law.contents),
            overlaps=tuple(self._overlaps()),
            idle=tuple(self._asked("idle rules", self._idle)),
            unusable=tuple(self._asked("unusable exceptions", self._unusable)),
            shared=tuple(self._asked("exceptions that both cover", self._shared)),
            axes=axes,
            accepted=tuple(each for each in self.acceptances if each in self.used),
            unused=tuple(each for each in self.acceptances if each not in self.used),
            undecided=tuple(self.undecided),
            unconfirmed=tuple(self.unconfirmed),
        )

    def _asked(self, question: str, found: Callable[[], Iterator[T]]) -> Iterator[T]:
        try:
            yield from found()
        except NotDecided:
            self.undecided.append(question)

    def _groups(
        self,
        question: str,
        wanted: Formula,
        reasons: Mapping[str, Formula],
        shows: Shows,
        stronger: Mapping[str, Any] | None = None,
        solver: Solver | None = None,
    ) -> Iterator[Group]:
        """The groups of what is wanted, each with a witness; with `stronger` a pair of items."""
        solver = solver or self.solver
        number = 1 if stronger is None else 2
        try:
            for rules, least, model in reasons_in(solver, wanted, reasons, self.most):
                found = plainest(self.law, solver, least, model, stronger)
                witness = witness_of(
                    self.law.space,
                    found,
                    (self.side,) * number,
                    (self.judge,) * number,
                    shows,
                    stronger=stronger is not None,
                )
                yield Group(rules=rules, witness=witness)
        except NotDecided:
            self.undecided.append(question)
        except Unconfirmed as error:
            self.unconfirmed.append(f"{question}: {error}")

    def _overlaps(self) -> Iterator[Group]:
        """Two paragraphs that describe one item."""
        for each in self.law.encoded[0]:
            holds = {name: truth.holds for name, truth in each.paragraphs.items()}
            two = either(both(pair) for pair in combinations(holds.values(), 2))
            yield from self._groups("overlaps", two, holds, _describe_twice)

    def _rules(self, kind: type | None = None) -> Iterator[tuple[Encoded, Rule]]:
        for each in self.law.encoded[0]:
            for rule in each.rulebook.rules:
                if rule.on(self.side.day) is None or isinstance(rule.effect, Obliges):
                    continue
                if isinstance(rule.effect, Advises) and not rule.effect.holds_open:
                    continue
                if kind is None or isinstance(rule.effect, kind):
                    yield each, rule

    def _idle(self) -> Iterator[Idle]:
        (encoder,) = self.law.encoders
        idling = Idling(encoder, self.law.encoded[0], self.solver, self.whole)
        for each, rule in self._rules():
            # One that never holds may still leave answers open, and then it is not idle.
            if idling.turns(each, rule):
                continue
            holds = both((each.applies.holds, _truth_of(each, rule).holds))
            if self.solver.solve(holds) is None:
                yield Idle(rule=rule.name, holds=False)
            else:
                yield Idle(rule=rule.name, holds=True, instead=self._instead(rule))

    def _instead(self, rule: Rule) -> tuple[str, ...] | None:
        """What stops already all that an idle rule stops; nothing of one that never stops."""
        own = degrees_of(self.law.encoded[0]).get(rule.name)
        if own is None:
            return None
        others = degrees_of(without(self.law.encoders[0], rule))
        rest = {name: each for name, each in others.items() if name != rule.name}
        try:
            return stopped_instead(self.solver, own, rest)
        except NotDecided:
            self.undecided.append(f"what stops instead of {rule.name}")
        except Unconfirmed as error:
            self.unconfirmed.append(f"{rule.name}: {error}")
        return None

    def _unusable(self) -> Iterator[Unusable]:
        for each, rule in self._rules(Excepts):
            needed = either(
                truth.holds
                for requirement, truth in each.requirements.items()
                if rule.id in each.covering[requirement]
            )
            if self.solver.solve(each.exceptions[rule.id].holds, needed) is None:
                able = self.solver.solve(each.eligible[rule.id].holds, needed) is not None
                yield Unusable(rule=rule.name, eligible=able)

    def _shared(self) -> Iterator[Shared]:
        excepting = [
            (each, rule)
            for each, rule in self._rules(Excepts)
            if isinstance(rule.effect, Excepts) and not rule.effect.is_license
        ]
        for (each, first), (other, second) in combinations(excepting, 2):
            duties = [_duties(rule, self.side.day) for rule in (first, second)]
            if each is not other or duties[0] == duties[1]:
                continue
            together = (each.exceptions[first.id].holds, each.exceptions[second.id].holds)
            both_cover = [
                (requirement, truth)
                for requirement, truth in each.requirements.items()
                if {first.id, second.id} <= each.covering[requirement]
            ]
            # Most that cover one requirement are for shipments that the other is not for.
            if not both_cover or not self.whole.together(*together):
                continue
            for requirement, truth in both_cover:
                if self.whole.together(truth.holds, *together):
                    yield Shared(
                        rules=(first.name, second.name),
                        requirement=f"{each.rulebook.id}/{requirement}",
                        only=(
                            tuple(do for do in duties[0] if do not in duties[1]),
                            tuple(do for do in duties[1] if do not in duties[0]),
                        ),
                    )
                    break

    def _axis(self, name: str) -> Axis:
        """Two items, the second with more of one capability, all else equal.

        What is found from that capability, as performance density from TPP, may be more as well.
        """
        numbers = self.law.space.numbers
        moving = {name, *_found_from(name, self.law)}
        stronger = {
            fact: z3.Real(f"{fact} of the stronger") for fact in CAPABILITIES if fact in moving
        }
        swaps = [(numbers[fact], variable) for fact, variable in stronger.items()]

        def other(formula: Formula) -> Formula:
            return formula if isinstance(formula, bool) else z3.substitute(formula, *swaps)

        solver = Solver(
            [
                *self.law.premises,
                *(other(premise) for premise in self.law.premises),
                *(variable >= numbers[fact] for fact, variable in stronger.items()),
                stronger[name] > numbers[name],
            ]
        )
        lighter: list[Group] = []
        # A doubt about what is stated is no treatment of the item.
        stopped = negated(applying_undoubted(self.law.encoded[0]).holds)
        turns = {
            weak: both(
                (
                    verdict_formula(self.law, 0, weak),
                    stopped,
                    other(verdict_formula(self.law, 0, strong)),
                )
            )
            for weak, strong in LIGHTER
        }
        accepted = tuple(self._accepted(name, solver, either(turns.values()), other))
        rest = both(map(negated, accepted))
        for weak, strong in LIGHTER if self._is_possible(solver, turns.values(), rest) else ():
            wanted = both((turns[weak], rest))
            lighter += self._groups(
                f"order by {name}",
                wanted,
                self.law.failing() if weak == "fail" else {},
                are(weak, strong),
                stronger,
                solver,
            )
        gaps: list[Group] = []
        for each in self.law.encoded[0]:
            holds = {rule: truth.holds for rule, truth in each.classifications.items()}
            none = [other(truth.fails) for truth in each.classifications.values()]
            gaps += self._groups(
                f"gaps by {name}",
                both((either(holds.values()), *none)),
                holds,
                _describe_the_first_only,
                stronger,
                solver,
            )
        return Axis(fact=name, lighter=tuple(lighter), gaps=tuple(gaps))

    def _is_possible(self, solver: Solver, some: Iterable[Formula], rest: Formula) -> bool:
        """Whether some of these may be; each is asked by itself where that is not decided."""
        try:
            return solver.solve(either(some), rest) is not None
        except NotDecided:
            return True

    def _accepted(
        self, name: str, solver: Solver, lighter: Formula, other: Callable[[Formula], Formula]
    ) -> Iterator[Formula]:
        """What is accepted of one capability; an acceptance counts as used if it covers a pair."""
        for acceptance in self.acceptances:
            if name not in acceptance.more_of:
                continue
            pairs = accepted_pairs(self.law, acceptance, other)
            yield pairs
            if acceptance in self.used:
                continue
            try:
                if solver.solve(lighter, pairs) is not None:
                    self.used.add(acceptance)
            except NotDecided:
                self.undecided.append(f"whether {acceptance.place} is used")


def _found_from(name: str, law: Law) -> set[str]:
    """The numbers that are found from one, or in the same way as it."""
    found = {name}
    facts = [fact for fact in law.space.facts.values() if fact.name in law.space.numbers]
    own = law.space.facts[name]
    for _ in facts:
        for fact in facts:
            alike = own.formula and (fact.formula, fact.inputs) == (own.formula, own.inputs)
            if alike or not found.isdisjoint(fact.inputs):
                found.add(fact.name)
    return found


def _describe_twice(determinations: Sequence[Determination]) -> bool:
    (determination,) = determinations
    return any(len(_described(judgment)) > 1 for judgment in determination.judgments)


def _describe_the_first_only(determinations: Sequence[Determination]) -> bool:
    first, second = determinations
    return any(
        _described(before) and not _described(after) and _is_ruled_out(after)
        for before, after in zip(first.judgments, second.judgments, strict=True)
    )


def _described(judgment: Judgment) -> frozenset[str]:
    return frozenset(
        finding.rule.effect.paragraph
        for finding in judgment.classifications
        if finding.truth is HOLDS and isinstance(finding.rule.effect, Classifies)
    )


def _is_ruled_out(judgment: Judgment) -> bool:
    return all(finding.truth is FAILS for finding in judgment.classifications)


def _truth_of(encoded: Encoded, rule: Rule) -> Pair:
    for truths in (
        encoded.classifications,
        encoded.requirements,
        encoded.prohibitions,
        encoded.exceptions,
        encoded.advisories,
    ):
        if rule.id in truths:
            return truths[rule.id]
    raise LookupError(rule.name)


def _duties(rule: Rule, day: date) -> tuple[str, ...]:
    version = rule.on(day)
    return () if version is None else tuple(each.do for each in version.obligations)
