"""By what lines of one shape ask the same, so that all that is told of one is told of the others.

What is written in most parts of a line is told of it, and lines that ask the same have it alike.
Figures and names that stand alone in their column may differ, as long as every test of them, and of
what follows from them, comes out alike.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from datetime import date
from typing import Any, Generic, TypeVar

from exportcheck.batch.alike import conditions_of
from exportcheck.batch.columns import Cell, Part
from exportcheck.batch.days import Dated
from exportcheck.batch.tree import Tree
from exportcheck.batch.whole_lines import Lines, WholeLines
from exportcheck.core.catalogue import NUMERIC_KINDS
from exportcheck.core.conditions import Test, tests_in
from exportcheck.core.determine import groups_for
from exportcheck.core.facts import Facts
from exportcheck.core.groups import Groups
from exportcheck.core.sameness import SHIP_DATE, Sameness

A = TypeVar("A")
# Of so many lines that differ in what is told it is kept what is known of them.
MOST_KEPT = 5_000
# Of what is written in a column alone, what may differ: figures, and names of parties.
KINDS = (*NUMERIC_KINDS, "text")


class Same(Generic[A]):
    """By what lines of one shape ask the same; `cell` reads a part of a line, and `whole` puts
    together what several state."""

    def __init__(
        self,
        tree: Tree[A],
        parts: tuple[Part, ...],
        cell: Callable[[int, Any], Cell],
        whole: WholeLines[A],
    ) -> None:
        self._tree, self._cell, self._whole = tree, cell, whole
        catalogue = tree.around.catalogue
        self._own = tuple(
            number
            for number, part in enumerate(parts)
            if part.facts == {*part.names} and all(catalogue[n].kind in KINDS for n in part.names)
        )
        self._told = tuple(n for n in range(len(parts)) if n not in self._own)
        self._follow = tuple(catalogue.followers_of(parts[n].names) for n in self._own)
        self._tests = tuple(self._tests_of(frozenset[str]().union(*self._follow)))
        # The day lies between the same changes of the law, whatever day it is.
        self._follow += (catalogue.followers_of((SHIP_DATE,)),)
        # By what is told of lines: what is known of them, and what their own comes to.
        self._known: dict[Hashable, tuple[Facts, dict[Hashable, Hashable]]] = {}
        self._held = 0

    def of(self, lines: Lines, index: int, dated: Dated) -> Sameness | None:
        """By what a line asks the same as others, of whose parties the lists say nothing."""
        written = lines.written
        day, interval = dated
        told = (interval, *(written[number][index] for number in self._told))
        own = tuple(written[number][index] for number in self._own)
        if self._held > MOST_KEPT:
            self._known.clear()
            self._held = 0
        known = self._known.get(told)
        if known is None:
            known = self._known[told] = self._whole.facts(lines, index, self._told), {}
        facts, comes_to = known
        found = comes_to.get(own)
        if found is None:
            found = comes_to[own] = self._comes_to(facts, own, day)
            self._held += 1
        return Sameness(
            key=(id(self), told, found), own=tuple(zip(self._follow, (*own, day), strict=True))
        )

    def _comes_to(self, facts: Facts, own: tuple[Any, ...], day: date) -> Hashable:
        """What is stated of a line's own, and how each test of it comes out."""
        cells = [self._cell(number, raw) for number, raw in zip(self._own, own, strict=True)]
        known = {name: each for cell in cells for name, each in cell.known.items()}
        if facts.contains:  # what follows for each item within is not looked at here
            return own
        whole, judged = facts.with_known(known), self._tree.residues.judged
        truths = (judged(test, groups, day, whole, whole) for test, groups in self._tests)
        return (*known, *truths)

    def _tests_of(self, facts: frozenset[str]) -> Iterator[tuple[Test, Groups]]:
        """Each test that some rule makes of one of these facts."""
        seen = set()
        for rulebook in self._tree.rulebooks:
            groups = groups_for(rulebook, self._tree.around)
            for condition in conditions_of(rulebook):
                for test in tests_in(condition):
                    told = (test.fact.name, test.operator, test.operand)
                    if test.fact.name in facts and told not in seen:
                        seen.add(told)
                        yield test, groups
