"""What is left of a condition once part of a line is known.

A residue is a truth, a test whose fact is not known yet, or some of these joined. Each says for
which parts of a line it waits, and given one of them leaves another residue. Residues that ask the
same are one object, and what is left of it is worked out once for each cell: a condition is never
judged twice on the same grounds, however many lines, days and items lead to it.

The algebra is that of `core.truth`: nothing is concluded here that a judgment of the whole line
would not come to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from exportcheck.batch.columns import Cell
from exportcheck.core.conditions import (
    Test,
)
from exportcheck.core.evaluate import is_system
from exportcheck.core.facts import Facts, Known
from exportcheck.core.groups import Groups
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth

if TYPE_CHECKING:
    from exportcheck.batch.residue_table import Residues

NOTHING: frozenset[int] = frozenset()
# Parts of a line that are waited for; of many residues they are the same.
_ASKED: dict[frozenset[int], frozenset[int]] = {}


class Residue:
    """What is left of a condition; `asks` are the parts of a line that it waits for."""

    __slots__ = ("asks",)
    # What is open counts as unknown.
    truth: Truth = UNKNOWN

    def __init__(self, asks: frozenset[int]) -> None:
        self.asks = _ASKED.setdefault(asks, asks)

    def given(self, number: int, cell: Cell) -> Residue:
        """What is left once it is known what a part of the line states."""
        if number not in self.asks:
            return self
        found = cell.after.get(self)
        if found is None:
            found = cell.after[self] = self._given(number, cell)
        return found

    def within(self, inner: Facts, cell: Cell) -> Residue:
        """What is left for one of the items that the item contains."""
        raise NotImplementedError

    def _given(self, number: int, cell: Cell) -> Residue:
        raise NotImplementedError


class Settled(Residue):
    """A truth that nothing of a line can change; an unknown one by what would have to be asked."""

    __slots__ = ("truth",)

    def __init__(self, truth: Truth) -> None:
        super().__init__(NOTHING)
        self.truth = truth

    def within(self, *_: object) -> Residue:
        return self


IS, IS_NOT = Settled(HOLDS), Settled(FAILS)


class Joined(Residue):
    """Parts of which all have to hold, or any."""

    __slots__ = ("join", "parts")

    def __init__(
        self, join: Callable[[Iterable[Residue]], Residue], parts: tuple[Residue, ...]
    ) -> None:
        super().__init__(NOTHING.union(*(part.asks for part in parts)))
        self.join, self.parts = join, parts

    def _given(self, number: int, cell: Cell) -> Residue:
        return self.join(
            part.given(number, cell) if number in part.asks else part for part in self.parts
        )

    def within(self, inner: Facts, cell: Cell) -> Residue:
        return self.join(part.within(inner, cell) for part in self.parts)


class Negated(Residue):
    __slots__ = ("part", "table")

    def __init__(self, table: Residues, part: Residue) -> None:
        super().__init__(part.asks)
        self.table, self.part = table, part

    def _given(self, number: int, cell: Cell) -> Residue:
        return self.table.negation(self.part.given(number, cell))

    def within(self, inner: Facts, cell: Cell) -> Residue:
        return self.table.negation(self.part.within(inner, cell))


class Asked(Residue):
    """A test whose fact is not known yet, with what is known of it from other parts.

    One `inside` is about an item that the item contains.
    """

    __slots__ = ("context", "day", "groups", "inside", "table", "test")

    def __init__(
        self,
        table: Residues,
        test: Test,
        groups: Groups,
        day: date,
        asks: frozenset[int],
        *,
        inside: bool,
        context: tuple[Mapping[str, Known], ...] = (),
    ) -> None:
        super().__init__(asks)
        self.table, self.test, self.groups, self.day = table, test, groups, day
        self.inside, self.context = inside, context

    def _given(self, number: int, cell: Cell) -> Residue:
        return self._learned(number, cell.facts, cell)

    def within(self, inner: Facts, cell: Cell) -> Residue:
        return self._learned(0, inner, cell) if self.inside else self.given(0, cell)

    def _learned(self, number: int, facts: Facts, cell: Cell) -> Residue:
        waits, name = self.asks - {number}, self.test.fact.name
        if not self.context and (not waits or self.table.is_final(name, facts.stated, waits)):
            return self.table.judged(self.test, self.groups, self.day, facts, cell.facts)
        context = (*self.context, self.table.said(name, facts))
        known = self.table.together(context, facts)
        if waits and not self.table.is_final(name, known.stated, waits):
            return self.table.asked(self.test, self.groups, self.day, waits, context=context)
        return self.table.judged(self.test, self.groups, self.day, known, known)


class Contained(Residue):
    """Whether the item is a system that contains an item for which the part holds."""

    __slots__ = ("condition", "inside", "part", "table")

    def __init__(self, table: Residues, part: Residue, item: int, *, inside: bool) -> None:
        super().__init__(part.asks | {item})
        self.table, self.part, self.inside = table, part, inside

    def _given(self, _: int, cell: Cell) -> Residue:
        return self._of(cell.facts, cell)

    def within(self, inner: Facts, cell: Cell) -> Residue:
        return self._of(inner, cell) if self.inside else self.given(0, cell)

    def _of(self, facts: Facts, cell: Cell) -> Residue:
        system = is_system(facts)
        if system is FAILS:
            return IS_NOT
        if facts.contains is None:
            return self.table.unknown("item.contains")
        found = self.table.any(self.part.within(inner, cell) for inner in facts.contained())
        return self.table.all((self.table.settled(system, "item.kind"), found))


class OfParagraph(Residue):
    """A test of the paragraph, which the classifications leave possible when they are settled.

    `classes` are the paragraphs of each rulebook that classifies, each with its residue.
    """

    __slots__ = ("classes", "day", "groups", "table", "test")

    def __init__(
        self, table: Residues, test: Test, groups: Groups, day: date, classes: Classes
    ) -> None:
        super().__init__(NOTHING.union(*(each.asks for book in classes for _, each in book)))
        self.table, self.test, self.groups, self.day = table, test, groups, day
        self.classes = classes

    def _given(self, number: int, cell: Cell) -> Residue:
        return self._with(lambda each: each.given(number, cell))

    def within(self, inner: Facts, cell: Cell) -> Residue:
        return self._with(lambda each: each.within(inner, cell))

    def _with(self, left: Callable[[Residue], Residue]) -> Residue:
        classes = tuple(
            tuple((paragraph, left(each)) for paragraph, each in book) for book in self.classes
        )
        return self.table.of_paragraph(self.test, self.groups, self.day, classes)


Classes = tuple[tuple[tuple[str, Residue], ...], ...]
