"""What is left of rulebooks once part of a line is known: the rules that an answer may rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from exportcheck.batch.columns import Cell
from exportcheck.batch.residues import IS, IS_NOT, Residue
from exportcheck.core.rules import Rule, Version


@dataclass(slots=True, eq=False)
class Ruling:
    """A version of a rule in force, and for a requirement what is able to cover it."""

    rule: Rule
    version: Version
    covering: frozenset[str] = frozenset()


# Rulings that do not fail, each with what is left of its condition.
Left: TypeAlias = tuple[tuple[Ruling, Residue], ...]


class Book(NamedTuple):
    """What is left of the rules of one rulebook, as far as an answer may still rest on them.

    `told` is what the day alone says: whether the rulebook can answer for it at all.
    """

    told: object
    applies: Residue
    classifications: Left
    requirements: Left
    prohibitions: Left
    exceptions: Left
    flags: Left
    # Obligations of which the reason tells the day.
    timed: Left

    @property
    def truths(self) -> object:
        """How each ruling stands, whatever would have to be asked to know more."""
        return (
            self.told,
            self.applies.truth,
            tuple((ruling, residue.truth) for left in self[2:] for ruling, residue in left),
        )


State: TypeAlias = tuple[Book, ...]


def told_of(state: State) -> object:
    """What an answer tells by these truths, where nothing is asked any more.

    Where a prohibition holds, or a requirement that nothing is able to cover, the answer tells of
    such rules alone.
    """
    if all(book.applies is IS for book in state):
        against = tuple((book.told, tuple(_against(book))) for book in state)
        if any(rulings for _, rulings in against):
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
    return tuple([_book_given(book, number, cell) for book in state])


def _book_given(book: Book, number: int, cell: Cell) -> Book:
    def learned(left: Left) -> Left:
        if not any(number in residue.asks for _, residue in left):
            return left
        left = tuple([(ruling, residue.given(number, cell)) for ruling, residue in left])
        return _not_failing(left)

    requirements = learned(book.requirements)
    exceptions = learned(book.exceptions)
    return Book(
        book.told,
        book.applies.given(number, cell),
        learned(book.classifications),
        requirements,
        learned(book.prohibitions),
        exceptions if requirements is book.requirements else _needed(exceptions, requirements),
        learned(book.flags),
        learned(book.timed),
    )


def _needed(exceptions: Left, requirements: Left) -> Left:
    """The exceptions that some requirement needs."""
    needed = frozenset[str]().union(*(ruling.covering for ruling, _ in requirements))
    return tuple([each for each in exceptions if each[0].rule.id in needed])


def what_matters(book: Book) -> Book:
    """A rulebook without the rules that fail, and without exceptions that no requirement needs."""
    requirements = _not_failing(book.requirements)
    return Book(
        book.told,
        book.applies,
        _not_failing(book.classifications),
        requirements,
        _not_failing(book.prohibitions),
        _needed(_not_failing(book.exceptions), requirements),
        _not_failing(book.flags),
        _not_failing(book.timed),
    )


def _not_failing(left: Left) -> Left:
    return tuple([each for each in left if each[1] is not IS_NOT])


def all_left(state: State) -> Iterator[Residue]:
    for book in state:
        yield book.applies
        for left in book[2:]:
            yield from (residue for _, residue in left)
