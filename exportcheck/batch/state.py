"""What is left of rulebooks once part of a line is known: the rules that an answer may rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from exportcheck.batch.columns import Cell
from exportcheck.batch.residues import IS, IS_NOT, NOTHING, Residue
from exportcheck.core.conditions import Condition
from exportcheck.core.rules import Advises, Classifies, Excepts, Rule, Version


@dataclass(slots=True, eq=False)
class Ruling:
    """A version of a rule in force, and for a requirement what is able to cover it."""

    rule: Rule
    version: Version
    covering: frozenset[str] = frozenset()


def paragraph_of(ruling: Ruling) -> str:
    """The paragraph in which a classification puts an item."""
    assert isinstance(ruling.rule.effect, Classifies)
    return ruling.rule.effect.paragraph


def asked_of(ruling: Ruling) -> Condition:
    """What a version asks, as its effect has it: bars and resolutions counted."""
    match ruling.rule.effect:
        case Excepts():
            return ruling.version.unbarred
        case Advises():
            return ruling.version.unresolved
        case _:
            return ruling.version.whole


# Of a rulebook on a day: whether it begins later, whether it is verified so far, what it says where
# no rule of it is in force, and whether a license may be held.
Told: TypeAlias = tuple[bool, bool, str, bool]

# Rulings, each with what is left of its condition.
Rulings: TypeAlias = tuple[tuple[Ruling, Residue], ...]


class Left:
    """Rulings of one effect that do not fail, each with what is left of its condition.

    `asks` are the parts of a line that they wait for.
    """

    __slots__ = ("_rulings", "_table", "asks")

    def __init__(self, table: Lefts, rulings: Rulings) -> None:
        self._table, self._rulings = table, rulings
        self.asks = NOTHING.union(*(residue.asks for _, residue in rulings))

    def __iter__(self) -> Iterator[tuple[Ruling, Residue]]:
        return iter(self._rulings)

    def given(self, number: int, cell: Cell) -> Left:
        """What is left once it is known what a part of the line states."""
        if number not in self.asks:
            return self
        found = cell.after.get(self)
        if found is None:
            found = cell.after[self] = self._table.of(
                (ruling, residue.given(number, cell) if number in residue.asks else residue)
                for ruling, residue in self._rulings
            )
        return found


class Book:
    """What is left of the rules of one rulebook, as far as an answer may still rest on them.

    `told` is what the day alone says; `timed` are obligations of which the reason tells the day.
    """

    __slots__ = (
        "_table",
        "applies",
        "asks",
        "classifications",
        "exceptions",
        "flags",
        "prohibitions",
        "requirements",
        "timed",
        "told",
    )

    def __init__(
        self,
        table: Lefts,
        told: Told,
        applies: Residue,
        lefts: tuple[Left, Left, Left, Left, Left, Left],
    ) -> None:
        self._table, self.told, self.applies = table, told, applies
        self.classifications, self.requirements, self.prohibitions = lefts[:3]
        self.exceptions, self.flags, self.timed = lefts[3:]
        self.asks = applies.asks.union(*(left.asks for left in lefts))

    @property
    def lefts(self) -> tuple[Left, ...]:
        return (
            self.classifications,
            self.requirements,
            self.prohibitions,
            self.exceptions,
            self.flags,
            self.timed,
        )

    @property
    def may_prohibit(self) -> bool:
        """Whether a prohibition holds, or would by what is not known."""
        return any(residue is not IS_NOT for _, residue in self.prohibitions)

    @property
    def is_limited(self) -> bool:
        """Whether the day is one for which the rulebook by itself cannot give a passing answer."""
        begins_later, is_past, is_silent, _ = self.told
        return begins_later or is_past or bool(is_silent)

    @property
    def truths(self) -> object:
        """How each ruling stands, whatever would have to be asked to know more."""
        return (
            self.told,
            self.applies.truth,
            tuple((ruling, residue.truth) for left in self.lefts for ruling, residue in left),
        )

    def given(self, number: int, cell: Cell) -> Book:
        """What is left once it is known what a part of the line states."""
        if number not in self.asks:
            return self
        found = cell.after.get(self)
        if found is None:
            found = cell.after[self] = self._table.book(
                self.told,
                self.applies.given(number, cell),
                *(left.given(number, cell) for left in self.lefts),
            )
        return found


State: TypeAlias = tuple[Book, ...]


class Lefts:
    """The table of what is left: what is the same is one object."""

    def __init__(self) -> None:
        self._lefts: dict[Rulings, Left] = {}
        self._needed: dict[tuple[Left, Left], Left] = {}
        self._books: dict[object, Book] = {}

    def of(self, rulings: Iterable[tuple[Ruling, Residue]]) -> Left:
        """Those of the rulings that do not fail."""
        key = tuple([each for each in rulings if each[1] is not IS_NOT])
        found = self._lefts.get(key)
        if found is None:
            found = self._lefts[key] = Left(self, key)
        return found

    def book(
        self,
        told: Told,
        applies: Residue,
        classifications: Left,
        requirements: Left,
        prohibitions: Left,
        exceptions: Left,
        flags: Left,
        timed: Left,
    ) -> Book:
        """A rulebook without exceptions that no requirement needs."""
        exceptions = self._needed_of(exceptions, requirements)
        lefts = (classifications, requirements, prohibitions, exceptions, flags, timed)
        found = self._books.get((told, applies, lefts))
        if found is None:
            found = self._books[told, applies, lefts] = Book(self, told, applies, lefts)
        return found

    def _needed_of(self, exceptions: Left, requirements: Left) -> Left:
        """The exceptions that some requirement needs."""
        found = self._needed.get((exceptions, requirements))
        if found is None:
            needed = frozenset[str]().union(*(ruling.covering for ruling, _ in requirements))
            found = self._needed[exceptions, requirements] = self.of(
                each for each in exceptions if each[0].rule.id in needed
            )
        return found


def told_of(state: State) -> object:
    """What an answer tells by these truths, where nothing is asked any more.

    Where a prohibition holds, or a requirement that nothing is able to cover, the answer tells of
    such rules alone, and whether there may be a prohibition.
    """
    if all(book.applies is IS for book in state):
        against = tuple((book.told, tuple(_against(book)), book.may_prohibit) for book in state)
        if any(rulings for _, rulings, _ in against):
            return against
    return tuple(book.truths for book in state)


def _against(book: Book) -> Iterator[Ruling]:
    """The prohibitions that hold, and the requirements that hold and are not covered."""
    possible = {ruling.rule.id for ruling, _ in book.exceptions}
    for ruling, residue in book.prohibitions:
        if residue is IS:
            yield ruling
    for ruling, residue in book.requirements:
        if residue is IS and ruling.covering.isdisjoint(possible):
            yield ruling


def given(state: State, number: int, cell: Cell) -> State:
    """What is left of the rules once it is known what a part of the line states."""
    return tuple([book.given(number, cell) for book in state])
