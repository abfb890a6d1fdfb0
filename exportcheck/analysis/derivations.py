"""How a fact with a variable on each side is derived there, and when anything is known of it.

A line may state it, where both sides read one writing alike, or leave it out; what is derived then
follows from facts that the line states once for both. A quotient and a product are taken with
numbers of a few sizes where a shipment is sought; that none is found without them is a proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import z3

from exportcheck.analysis.algebra import Formula, both, either, negated
from exportcheck.analysis.space import Seen, Space, have_one_word, rational
from exportcheck.analysis.vocabulary import Side
from exportcheck.core.catalogue import Fact
from exportcheck.core.records import Record
from exportcheck.core.values import Choice, Interval

# Divisors and factors of a shipment that is sought: with them what multiplies is linear.
_SIZES = [z3.Q(2**n, 1) if n >= 0 else z3.Q(1, 2**-n) for n in range(-12, 13)]


class Derivations(Record):
    """What holds of facts with a variable on each side.

    `alike` says that a line is one which both sides read; where `sized` is true, what multiplies is
    so exactly, and without it only as far as is linear. `against` says of a fact and a side that a
    line states it as it is there, where the other side finds something else.
    """

    premises: tuple[Formula, ...]
    alike: Formula
    sized: Formula
    against: Mapping[tuple[str, int], Formula]


def derivations_of(space: Space) -> Derivations:
    """How facts with a variable on each side are derived; the space is told when they are known."""
    return _Deriving(space).found()


class _Deriving:
    def __init__(self, space: Space) -> None:
        self.space = space
        libraries = space.declared.libraries
        self.sides = [
            next(side for side in space.sides if side.library is library)
            for library in libraries
            if any(side.library is library for side in space.sides)
        ]
        self.seen = {id(side): space.of(side) for side in self.sides}
        self.names = sorted(
            name
            for name in space.declared.names
            if all(space.key(name, side) in space.facts for side in self.sides)
        )
        self.sized: Formula = True
        self.premises: list[Formula] = []
        # That all of what a fact is derived from is known on a side.
        self.derived: dict[str, Formula] = {}

    def found(self) -> Derivations:
        space = self.space
        if len(self.sides) < 2 or not self.names:
            return Derivations(premises=(), alike=True, sized=True, against={})
        for name in self.names:
            for side in self.sides:
                key = space.key(name, side)
                stated = name not in space.declared.unread and z3.Bool(f"{key} is stated")
                space.stated[key] = stated
        for side in self.sides:
            for name in self.names:
                self._known(name, side)
        alike, against = [], {}
        for name in self.names:
            self._kept_in_order(name)
            if name in space.declared.unread:
                continue
            keys = [space.key(name, side) for side in self.sides]
            stated = [space.stated[key] for key in keys]
            same = self._same(name, *keys)
            self.premises.append(either((*map(negated, stated), same)))
            alike.append(stated[0] == stated[1])
            for number in range(2):
                other = keys[1 - number]
                against[name, number] = both(
                    (
                        stated[number],
                        negated(stated[1 - number]),
                        self.derived[other],
                        negated(same),
                    )
                )
        return Derivations(
            premises=tuple(self.premises), alike=both(alike), sized=self.sized, against=against
        )

    def _same(self, name: str, first: str, second: str) -> Formula:
        """That a line may state a fact to both, which is then so on each."""
        space = self.space
        scale = space.declared.scaled.get(name)
        if scale is not None:
            ones = [rational(one) for one in scale.ones]
            return space.numbers[first] * ones[1] == space.numbers[second] * ones[0]
        if first in space.numbers:
            return space.numbers[first] == space.numbers[second]
        return have_one_word(space.words[first], space.words[second])

    def _known(self, name: str, side: Side) -> Formula:
        """When a fact is known on a side: stated, or derived from what is."""
        space, key = self.space, self.space.key(name, side)
        if key in space.known:
            return space.known[key]
        if name not in self.names:
            return key in space.facts
        fact = side.catalogue[name]
        derived: Formula = False
        if fact.formula:
            seen = self.seen[id(side)]
            derived = self._derived(fact, side, seen)
        self.derived[key] = derived
        space.known[key] = either((space.stated[key], derived))
        return space.known[key]

    def _derived(self, fact: Fact, side: Side, seen: Seen) -> Formula:
        known = [self._known(name, side) for name in fact.inputs]
        everything = both(known)
        match fact.formula:
            case "sum":
                terms = [
                    seen.numbers[name] if each is True else z3.If(each, seen.numbers[name], 0)
                    for name, each in zip(fact.inputs, known, strict=True)
                    if each is not False
                ]
                self._at_least(fact, seen, z3.Sum([z3.RealVal(0), *terms]), everything)
            case "ratio":
                self._ratio(fact, seen, known)
            case "product":
                self._product(fact, seen, everything)
            case "highest_rate_times_bit_length":
                return self._highest(fact, side, seen, known[1:])
            case "no_when_no":
                everything = both((everything, seen.is_word(fact.inputs[0], "no")))
                self._when(everything, seen.is_word(fact.name, "no"))
            case "is_same" if everything is not False:
                self._when(everything, seen.is_same(fact))
            case "same_as_when" if everything is not False:
                everything = both((everything, seen.is_word(fact.inputs[0], "yes")))
                self._when(everything, seen.equal(fact.name, fact.inputs[1]))
            case _:
                return False
        return everything

    def _when(self, condition: Formula, holds: Formula) -> None:
        self.premises.append(either((negated(condition), holds)))

    def _at_least(self, fact: Fact, seen: Seen, least: Any, everything: Formula) -> None:
        """A number that is so much at least, and just so much where everything is known."""
        result, key = seen.numbers[fact.name], seen.keys[fact.name]
        self.premises.append(result >= least)
        self._when(everything, result == least)
        self.space.least[key] = least

    def _ratio(self, fact: Fact, seen: Seen, known: list[Formula]) -> None:
        result = seen.numbers[fact.name]
        above, below = (seen.numbers.get(name, z3.RealVal(0)) for name in fact.inputs)
        if known[0] is not False:
            self._when(known[0], (above > 0) == (result > 0))
        if known[1] is not False:
            self._when(known[1], below > 0)
        if False in known:
            return
        self._exactly(known, [both((below == n, above == result * n)) for n in _SIZES])

    def _product(self, fact: Fact, seen: Seen, everything: Formula) -> None:
        if everything is False:
            return
        result, factors = seen.numbers[fact.name], [seen.numbers[name] for name in fact.inputs]
        if len(factors) == 1:
            self._when(everything, result == factors[0])
            return
        self._when(everything, (result > 0) == both(factor > 0 for factor in factors))
        first, *middle, last = factors
        ones = [factor == 1 for factor in middle]
        sizes = (both((first == n, *ones, result == last * n)) for n in _SIZES)
        self._exactly([everything], sizes)

    def _exactly(self, known: list[Formula], sizes: Iterator[Formula] | list[Formula]) -> None:
        """What multiplies, for a shipment that is sought."""
        self.sized = z3.Bool("in a few sizes")
        self._when(both((self.sized, *known)), either(sizes))

    def _highest(self, fact: Fact, side: Side, seen: Seen, known: list[Formula]) -> Formula:
        rates: list[Any] = [z3.RealVal(0)]
        whole: list[Formula] = []
        for each in side.catalogue.formats.values():
            bits = _bits(each, side)
            told = each.name in seen.numbers and self._known(each.name, side)
            if bits is None or told is False:
                return False
            # A rate of which the length is disputed still says what it is at least.
            none = True if bits.is_exact else seen.numbers[each.name] == 0
            whole.append(both((told, none)))
            rates.append(seen.numbers[each.name] * rational(bits.low or Fraction(0)))
        for name, told in zip(fact.inputs[1:], known, strict=True):
            whole.append(told)
            if told is not False:
                number = seen.numbers[name]
                rates.append(number if told is True else z3.If(told, number, 0))
        least = z3.Real(f"the least of {seen.keys[fact.name]}")
        self.premises += [least >= rate for rate in rates]
        self.premises.append(either(least == rate for rate in rates))
        everything = both(whole)
        self._at_least(fact, seen, least, everything)
        return everything

    def _kept_in_order(self, name: str) -> None:
        """Two quotients by one divisor, or products with it, are in the order of the others."""
        facts = [side.catalogue[name] for side in self.sides]
        if facts[0].formula != facts[1].formula or facts[0].formula not in ("ratio", "product"):
            return
        if facts[0].inputs != facts[1].inputs or len(facts[0].inputs) != 2:
            return
        seen = [self.seen[id(side)] for side in self.sides]
        for at in range(2):
            moving, divisor = facts[0].inputs[at], facts[0].inputs[1 - at]
            if facts[0].formula == "ratio" and at == 1:
                return
            if divisor in self.names or any(n not in seen[0].numbers for n in (moving, divisor)):
                continue
            known = [self.derived[self.space.key(name, side)] for side in self.sides]
            results = [each.numbers[name] for each in seen]
            first, second = (each.numbers[moving] for each in seen)
            positive = seen[0].numbers[divisor] > 0
            for less, more, low, high in (
                (first, second, *results),
                (second, first, *reversed(results)),
            ):
                self._when(both((*known, positive)), (less <= more) == (low <= high))


def _bits(fact: Fact, side: Side) -> Interval | None:
    """The bit length of a format under the reading taken."""
    known = side.fixed.get(fact.bits_reading)
    if not fact.bits_by_option or known is None or not isinstance(known.value, Choice):
        return fact.bit_length
    return fact.bits_by_option.get(known.value.only or "", fact.bit_length)
