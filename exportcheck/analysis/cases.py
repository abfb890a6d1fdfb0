"""The law of one or two sides over all shipments, and the plainest shipment that answers.

A model of the solver states every fact somehow; it is drawn toward the ordinary as far as what was
asked for still holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from exportcheck.analysis.algebra import Formula, Solver, both, either, is_true_in, negated
from exportcheck.analysis.apart import TOGETHER, Apart
from exportcheck.analysis.contents import contents_of
from exportcheck.analysis.derivations import derivations_of
from exportcheck.analysis.encoding import Content, Encoder
from exportcheck.analysis.impossible import impossible
from exportcheck.analysis.links import links, listed
from exportcheck.analysis.shared import Shared
from exportcheck.analysis.space import Assignment, Space, number_in, rational
from exportcheck.analysis.stages import Encoded, applying, judgments
from exportcheck.analysis.vocabulary import Side
from exportcheck.core.records import Record

# What a witness is drawn toward beside the assumptions of an ordinary buyer.
_PLAIN = {
    "item.kind": ("integrated_circuit",),
    "item.companion_of": ("none",),
    "item.eccn": ("none",),
    "license": ("none",),
}


class Ground:
    """What the laws of several days are encoded over: one space of shipments and its contents."""

    def __init__(self, sides: Sequence[Side], apart: Apart = TOGETHER) -> None:
        self.space = Space(tuple(sides), apart)
        self.derivations = derivations_of(self.space)
        self.shared = Shared(self.space)
        self.encoders = {id(side): Encoder(side, self.space, self.shared) for side in sides}
        self.contents = contents_of(tuple(self.encoders.values()))
        for encoder in self.encoders.values():
            encoder.contents = self.contents
        self.impossible = impossible(self.encoders.values())
        self.premises = [
            *self.space.premises,
            *links(self.space),
            *self.derivations.premises,
            *_about(self),
            *self.impossible.premises,
        ]


class Law:
    """One or two sides encoded over one space of shipments, which may be that of many days.

    `premises` hold of every shipment of the day, those of the ground beside them on any.
    """

    def __init__(
        self,
        *sides: Side,
        ground: Ground | None = None,
        encoders: tuple[Encoder, ...] | None = None,
    ) -> None:
        self.sides = sides
        self.ground = ground or Ground(sides)
        self.space, self.contents = self.ground.space, self.ground.contents
        self.encoders = encoders or tuple(self.ground.encoders[id(side)] for side in sides)
        self.encoded = tuple(judgments(encoder) for encoder in self.encoders)
        self.passes = tuple(applying(each) for each in self.encoded)
        self.dated = [formula for side in sides for formula in listed(self.space, side)]
        self.premises = [*self.ground.premises, *self.dated]

    def solver(self) -> Solver:
        return Solver(self.premises)

    def failing(self, side: int = 0) -> dict[str, Formula]:
        """The reasons for which a shipment fails, by the full names of their rules."""
        return {name: both(parts) for name, parts in self.failing_parts(side).items()}

    def failing_parts(self, side: int) -> dict[str, tuple[Formula, ...]]:
        """The same, each in its parts."""
        return {
            f"{each.rulebook.id}/{rule}": parts
            for each in self.encoded[side]
            for rule, parts in each.failing().items()
        }

    def passing_parts(self, side: int) -> tuple[Formula, ...]:
        """All that must be true for a shipment to pass."""
        return tuple(part for each in self.encoded[side] for part in each.passing())

    def rules(self, side: int, of: Callable[[Encoded], Mapping[str, Any]]) -> dict[str, Any]:
        """The truths of some kind of rules of all rulebooks, by their full names."""
        return {
            f"{each.rulebook.id}/{rule}": truth
            for each in self.encoded[side]
            for rule, truth in of(each).items()
        }


def _about(ground: Ground) -> list[Formula]:
    if "item.kind" not in ground.space.words or not ground.contents:
        return []
    system = ground.space.is_word("item.kind", "system")
    some = either(content.inside for content in ground.contents)
    # A system contains something; what is none contains nothing.
    return [either((negated(system), some)), either((system, negated(some)))]


def verdict_formula(law: Law, side: int, verdict: str) -> Formula:
    """That a shipment has a verdict."""
    passes = law.passes[side]
    if verdict == "pass":
        return passes.holds
    if verdict == "fail":
        return passes.fails
    return both((negated(passes.holds), negated(passes.fails)))


class Found(Record):
    """One shipment of a model: every fact, and what a system contains.

    `stronger` are the numbers of a second item where the question is about two.
    """

    assignment: Assignment
    inside: tuple[Content, ...]
    stronger: Mapping[str, Fraction]
    model: Any = None


class Settling:
    """Moves a model toward what is preferred, as far as what is supposed still holds."""

    def __init__(self, solver: Solver, model: Any) -> None:
        self.solver, self.model = solver, model

    def prefer(self, formulas: Sequence[Formula]) -> bool:
        """Settle all that can be together, the earlier before the later; whether all could."""
        ahead = [formula for formula in formulas if formula is not False]
        if not all(is_true_in(self.model, formula) for formula in ahead):
            model = self.solver.solve(*ahead)
            if model is None:
                if len(ahead) > 1:
                    half = len(ahead) // 2
                    self.prefer(ahead[:half])
                    self.prefer(ahead[half:])
                return False
            self.model = model
        self.solver.add(*ahead)
        return True


def plainest(
    law: Law,
    solver: Solver,
    wanted: Formula,
    model: Any,
    stronger: Mapping[str, Any] | None = None,
) -> Found:
    """The shipment of a model, moved toward the ordinary; `stronger` numbers toward the same."""
    space = law.space
    stronger = stronger or {}
    with solver.supposing(wanted):
        model = _settled(law, Settling(solver, model), stronger)
    return Found(
        assignment=space.assignment(model),
        inside=tuple(each for each in law.contents if is_true_in(model, each.inside)),
        stronger={name: number_in(model, each) for name, each in stronger.items()},
        model=model,
    )


def _settled(law: Law, settling: Settling, stronger: Mapping[str, Any]) -> Any:
    """The model, moved word by word and number by number."""
    space = law.space
    settling.prefer([negated(stated) for stated in space.stated.values()])
    follows = {name: place for name in space.words if (place := _followed(space, name))}
    alone = [name for name in space.words if name not in follows]
    _choose(settling, space, alone)
    settling.prefer([space.equal(name, place) for name, place in follows.items()])
    _choose(settling, space, follows)
    settling.prefer([negated(content.inside) for content in law.contents])
    settling.prefer([variable == space.numbers[name] for name, variable in stronger.items()])
    # What is derived comes last, so that it follows from plain numbers.
    numbers = sorted(space.numbers.items(), key=lambda each: each[0] in space.known)
    for name, variable in (*numbers, *stronger.items()):
        found = number_in(settling.model, variable)
        for number in _plain_numbers(space, name, found):
            if settling.prefer([variable == rational(number)]):
                break
    return settling.model


def _choose(settling: Settling, space: Space, names: Iterable[str]) -> None:
    """The facts moved toward the word that is dearest to each, else the next one."""
    preferred = {name: _preferred(space, name) for name in names}
    for choice in range(2):
        settling.prefer(
            [
                space.is_word(name, words[choice])
                for name, words in preferred.items()
                if len(words) > choice
            ]
        )


def _followed(space: Space, name: str) -> str:
    """The place where a party or a data center is for an ordinary buyer, if it is one of these."""
    fact = space.facts[name]
    if fact.kind != "country":
        return ""
    assumed = fact.assume.get("ordinary")
    place = assumed.same_as if assumed is not None else ""
    if fact.formula == "same_as_when":
        place = fact.inputs[-1]
    return place if place in space.words else ""


def _preferred(space: Space, name: str) -> tuple[str, ...]:
    """The words toward which a fact is drawn, the dearest first."""
    fact = space.facts[name]
    assumed = fact.assume.get("ordinary")
    words = [word.option.word for word in space.words[name]]
    likes = [*_PLAIN.get(name, ()), *([assumed.value] if assumed is not None else ())]
    first = [word for word in words if word in likes]
    return tuple(dict.fromkeys((*first, *words)))[:2]


def _plain_numbers(space: Space, name: str, found: Fraction) -> Iterable[Fraction]:
    """Numbers to try for a fact: the one found if it is short, the lines, and between them."""
    if space.facts[name].kind == "date":
        yield found
        return
    if found.denominator == 1:
        yield found
    lines = [Fraction(0), *space.thresholds(name)]
    yield from lines
    for low, high in pairwise(lines):
        middle = (low + high) / 2
        yield Fraction(middle.numerator // middle.denominator)
        yield middle
    yield lines[-1] + 1
    yield lines[-1] * 2
    # The number itself, with fewer places as long as that is enough.
    for places in (1, 2, 4, 8):
        yield Fraction(round(found * 10**places), 10**places)
    yield found
