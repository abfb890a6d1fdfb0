"""Shipments found by the solver, made plain: a line that a person can read and run.

A shipment of the model states every fact. Here it is drawn toward the ordinary, and then each fact
that its answers do not need is left out; the answers are those of `determine`, which has the last
word. What it does not confirm is never told as found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias


from exportcheck.analysis.algebra import Formula, Solver, both, either, is_true_in, negated
from exportcheck.analysis.encoding import (
    Content,
    Encoded,
    Encoder,
    applying,
    contents_of,
    is_of_intermediate,
)
from exportcheck.analysis.links import links
from exportcheck.analysis.space import Assignment, Space, rational
from exportcheck.analysis.vocabulary import Side
from exportcheck.core.catalogue import Fact
from exportcheck.core.findings import Determination
from exportcheck.core.records import Record

# A shipment line: facts by name, as an order file writes them.
Line: TypeAlias = Mapping[str, str | tuple[str, ...]]
# How a line is judged; None where it cannot be read or contradicts itself.
Judge: TypeAlias = Callable[[Line], Determination | None]

# What a witness is drawn toward beside the assumptions of an ordinary buyer.
_PLAIN = {"item.kind": "integratedcircuit", "item.eccn": "none", "license": "none"}


class Law:
    """One or two sides encoded over one space of shipments."""

    def __init__(self, *sides: Side) -> None:
        self.sides = sides
        self.space = Space(sides)
        self.encoders = tuple(Encoder(side, self.space) for side in sides)
        self.contents = contents_of(self.encoders)
        for encoder in self.encoders:
            encoder.contents = self.contents
        self.encoded = tuple(
            tuple(encoder.judgment(rulebook) for rulebook in encoder.side.rulebooks)
            for encoder in self.encoders
        )
        self.passes = tuple(applying(each) for each in self.encoded)
        self.premises = [*self.space.premises, *links(self.space), *_about(self)]

    def solver(self) -> Solver:
        return Solver(self.premises)

    def failing(self, side: int = 0) -> dict[str, Formula]:
        """The reasons for which a shipment fails, by the full names of their rules."""
        return {
            f"{each.rulebook.id}/{rule}": formula
            for each in self.encoded[side]
            for rule, formula in each.failing().items()
        }

    def rules(self, side: int, of: Callable[[Encoded], Mapping[str, Any]]) -> dict[str, Any]:
        """The truths of some kind of rules of all rulebooks, by their full names."""
        return {
            f"{each.rulebook.id}/{rule}": truth
            for each in self.encoded[side]
            for rule, truth in of(each).items()
        }

    def kinds_of_shipment(self) -> str:
        """How large the space is, in words."""
        return f"{len(self.space.facts)} facts, {len(self.contents)} kinds of contained items"


def _about(law: Law) -> list[Formula]:
    if "item.kind" not in law.space.words or not law.contents:
        return []
    system = law.space.is_word("item.kind", "system")
    some = either(content.inside for content in law.contents)
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
    """One shipment of a model: every fact, and what a system contains."""

    assignment: Assignment
    inside: tuple[Content, ...]


def plainest(law: Law, solver: Solver, wanted: Formula, model: Any) -> Found:
    """The shipment of a model, moved toward the ordinary as far as what is wanted still holds."""
    space = law.space
    settled: list[Formula] = [wanted]

    def prefer(formula: Formula) -> None:
        nonlocal model
        if not is_true_in(model, formula):
            other = solver.solve(*settled, formula)
            if other is None:
                settled.append(negated(formula))
                return
            model = other
        settled.append(formula)

    for name in space.words:
        for word in _preferred(space, name):
            formula = space.is_word(name, word)
            if formula is not False:
                prefer(formula)
    for content in law.contents:
        prefer(negated(content.inside))
    for name, variable in space.numbers.items():
        for number in _plain_numbers(space, name, space.assignment(model).numbers[name]):
            at = variable == rational(number)
            if is_true_in(model, at) or solver.solve(*settled, at) is not None:
                prefer(at)
                break
    return Found(
        assignment=space.assignment(model),
        inside=tuple(each for each in law.contents if is_true_in(model, each.inside)),
    )


def _preferred(space: Space, name: str) -> tuple[str, ...]:
    """The words toward which a fact is drawn, the dearest first."""
    fact = space.facts[name]
    assumed = fact.assume.get("ordinary")
    words = [word.option.word for word in space.words[name]]
    first = [_PLAIN[name]] if name in _PLAIN else []
    if assumed is not None and assumed.value:
        folded = assumed.value if fact.kind == "country" else assumed.value.casefold()
        first += [word for word in words if word in (assumed.value, folded)]
    if fact.kind == "one_of" and "integrated_circuit" in words:
        first = ["integrated_circuit"]
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
    for low, high in zip(lines, lines[1:], strict=False):
        middle = (low + high) / 2
        yield Fraction(middle.numerator // middle.denominator)
        yield middle
    yield lines[-1] + 1
    # The number itself, with fewer places as long as that is enough.
    for places in (1, 2, 4, 8):
        yield Fraction(round(found * 10**places), 10**places)
    yield found


def line_of(space: Space, found: Found, side: Side) -> dict[str, str | tuple[str, ...]]:
    """The order line that states all facts of a shipment which a side knows."""
    line: dict[str, str | tuple[str, ...]] = {"ship_date": side.day.isoformat()}
    assignment = found.assignment
    exists = assignment.words.get("intermediate.exists")
    for name in space.facts:
        if name not in side.catalogue:
            continue
        if is_of_intermediate(name) and exists is not None and exists.word == "no":
            continue
        fact = side.catalogue[name]
        if name in assignment.words:
            line[name] = assignment.words[name].written
        else:
            line[name] = written_number(fact, assignment.numbers[name])
    if found.inside:
        line["item.contains"] = tuple(content.name for content in found.inside)
    order = list(side.catalogue.facts)
    return dict(sorted(line.items(), key=lambda entry: order.index(entry[0])))


def written_number(fact: Fact, number: Fraction) -> str:
    """A number as an order file writes it, with its unit."""
    if fact.kind == "date":
        from datetime import date

        return date.fromordinal(int(number)).isoformat()
    basis = " dense" if fact.kind == "throughput" else ""
    unit = fact.unit or ("TOPS" if basis else "")
    return f"{decimal(number)} {unit}{basis}".rstrip()


def decimal(number: Fraction) -> str:
    """A number in digits; one that has no end in digits is cut, and judging will say so."""
    whole, rest = divmod(number, 1)
    if not rest:
        return str(whole)
    digits = ""
    while rest and len(digits) < 30:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    return f"{whole}.{digits}"


def shortened(
    lines: Sequence[Line], judges: Sequence[Judge], verdicts: Sequence[str], keep: Iterable[str]
) -> tuple[Line, ...] | None:
    """Lines with only the facts that their verdicts need; None where one is not confirmed.

    A fact is left out of all lines together: without it each must be judged as before, now from
    less. So nothing left out can matter.
    """

    def confirmed(tried: Sequence[Line]) -> bool:
        for line, judge, verdict in zip(tried, judges, verdicts, strict=True):
            judged = judge(line)
            if judged is None or judged.verdict != verdict:
                return False
        return True

    if not confirmed(lines):
        return None
    kept = tuple(lines)
    names = [name for name in dict.fromkeys(n for line in lines for n in line) if name not in keep]
    step = max(1, len(names) // 2)
    while names:
        start = 0
        while start < len(names):
            dropped = frozenset(names[start : start + step])
            tried = tuple(
                {name: value for name, value in line.items() if name not in dropped}
                for line in kept
            )
            if confirmed(tried):
                kept = tried
                names[start : start + step] = []
            else:
                start += step
        if step == 1:
            break
        step = max(1, step // 2)
    return kept


