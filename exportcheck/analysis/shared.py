"""What the encoders of one space have in common: the meaning of conditions, and their formulas."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from exportcheck.analysis.algebra import Formula, Pair
from exportcheck.analysis.space import Space, source_of
from exportcheck.analysis.vocabulary import OF_PLACES, Side
from exportcheck.core.conditions import (
    Condition,
    Operand,
    PartRequires,
    RuleHolds,
    Test,
    facts_read,
    tests_in,
    walk,
)
from exportcheck.core.facts import Known
from exportcheck.core.paragraphs import PARAGRAPH
from exportcheck.core.records import Record
from exportcheck.core.rule_changes import declared, meaning


class Look(Record):
    """What a condition means, as a number, and what its formula rests on.

    `rests_on` are the parts that look at rules judged before, or at the paragraph that they find.
    """

    condition: Condition
    meaning: Hashable
    places: tuple[str, ...]
    tests: tuple[Test, ...]
    asks_contents: bool
    rests_on: tuple[Condition, ...]


class Shared:
    """What the encoders of one space have in common: each condition is encoded once.

    Conditions that mean the same, of another rule, day or side, have one formula.
    """

    def __init__(self, space: Space) -> None:
        self.space = space
        self.pairs: dict[Hashable, tuple[Pair, tuple[Pair, ...]]] = {}
        # The same of outlines, and of what stands for itself there that it does not hold and fail.
        self.outlined: dict[Hashable, Pair] = {}
        self.exclusive: dict[str, Formula] = {}
        self._looks: dict[int, Look] = {}
        self._numbers: dict[Hashable, int] = {}
        self._variants: dict[tuple[int, str], int] = {}
        self._declared: dict[int, dict[str, tuple[object, ...]]] = {}
        self._said: list[list[object]] = []

    def number(self, whole: Hashable) -> int:
        """A number for something, equal where it is equal."""
        return self._numbers.setdefault(whole, len(self._numbers))

    def look(self, condition: Condition) -> Look:
        found = self._looks.get(id(condition))
        if found is None:
            tests = {(t.fact.name, t.operator, _sorted(t.operand)): t for t in tests_in(condition)}
            places = {
                name: None
                for test in tests.values()
                if test.operator in OF_PLACES and isinstance(test.operand, tuple)
                for name in test.operand
            }
            found = self._looks[id(condition)] = Look(
                condition=condition,
                meaning=self.number(meaning(condition)),
                places=tuple(sorted(places)),
                tests=tuple(t for _, t in sorted(tests.items(), key=lambda each: str(each[0]))),
                asks_contents="item.contains" in facts_read(condition),
                rests_on=tuple(
                    each
                    for each in walk(condition)
                    if isinstance(each, RuleHolds | PartRequires)
                    or (isinstance(each, Test) and each.fact.name == PARAGRAPH)
                ),
            )
        return found

    def variant(self, side: Side, look: Look) -> Hashable:
        """The facts asked as a side declares them; where items are contained, all and the readings.

        One with a variable on each side is another there.
        """
        if look.asks_contents:
            return self._variant(side, "")
        return tuple(
            (name, self._variant(side, name), self.space.key(name, side))
            for name in sorted(
                {
                    each.name
                    for test in look.tests
                    for each in (test.fact, source_of(test.fact, side))
                }
            )
        )

    def _variant(self, side: Side, name: str) -> int:
        key = (id(side.library), name)
        if key not in self._variants:
            own = self._declared.get(id(side.library))
            if own is None:
                own = self._declared[id(side.library)] = declared(side.library)
            says: list[object] = [own.get(name)]
            if not name:
                says = [own, side.library.items.digest, beside_the_day(side.fixed)]
            if says not in self._said:
                self._said.append(says)
            self._variants[key] = self._said.index(says)
        return self._variants[key]


def _sorted(operand: Operand) -> str:
    return str(sorted(operand) if isinstance(operand, tuple) else operand)


def beside_the_day(fixed: Mapping[str, Known]) -> dict[str, Known]:
    """What is fixed on every day: the readings taken."""
    return {name: known for name, known in fixed.items() if name.startswith("reading.")}
