"""Cells of one part that come to the same: of which every test comes out alike, on every day.

Answers are kept by one of them for all, so that many destinations or names share a few answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from exportcheck.batch.columns import Cell
from exportcheck.batch.residue_table import Residues
from exportcheck.core.catalogue import Fact
from exportcheck.core.conditions import Condition, Test, tests_in
from exportcheck.core.determine import groups_for
from exportcheck.core.facts import Facts
from exportcheck.core.groups import Groups
from exportcheck.core.rules import Rulebook


class Alike:
    """The cells of the parts of lines, by what the tests of some rulebooks come to.

    `days` are one of each interval between two changes of the law, and `influence` the parts on
    which each fact depends where no name speaks of a place.
    """

    def __init__(
        self,
        rulebooks: tuple[Rulebook, ...],
        around: Facts,
        days: tuple[date, ...],
        influence: Mapping[str, frozenset[int]],
        residues: Residues,
    ) -> None:
        self._rulebooks, self._around, self._days = rulebooks, around, days
        self._influence, self._residues = influence, residues
        self._tests: dict[int, tuple[tuple[Test, Groups, date], ...]] = {}
        self._first: dict[object, Cell] = {}

    def first(self, number: int, cell: Cell) -> Cell:
        """The first cell of a part of which every test comes out as it does of this one."""
        tests = self._tests.get(number)
        if tests is None:
            tests = self._tests[number] = tuple(self._tests_of(number))
        table, facts = self._residues, cell.facts

        finals: dict[str, bool] = {}

        def seen(test: Test, groups: Groups, day: date) -> object:
            name = test.fact.name
            if name not in finals:
                finals[name] = table.is_final(
                    name, facts.stated, self._influence[name] - {number}
                ) or self._is_taken_over(test.fact, number, facts)
            if finals[name]:
                return table.judged(test, groups, day, facts, facts)
            return id(table.said(name, facts))

        return self._first.setdefault((number, *(seen(*each) for each in tests)), cell)

    def _is_taken_over(self, fact: Fact, number: int, said: Facts) -> bool:
        """Whether what is `said` in a part of a fact, if anything, is the value of another fact.

        Then a test of it comes out as one of that value does, or as if the part said nothing.
        """
        if fact.formula and fact.formula != "same_as_when":
            return False
        when, *sources = fact.inputs or ("",)
        if when and number in self._influence[when]:
            return False
        catalogue = self._around.catalogue
        if any(said.may_doubt(assumption) for assumption in fact.assume.values()):
            return False
        sources += [each.same_as for each in fact.assume.values() if each.same_as]
        return all(self._is_taken_over(catalogue[each], number, said) for each in sources)

    def _tests_of(self, number: int) -> Iterator[tuple[Test, Groups, date]]:
        """Each test that some rule makes of what one part of a line has a say in."""
        for rulebook in self._rulebooks:
            groups = groups_for(rulebook, self._around)
            tests = {
                (test.fact.name, test.operator, test.operand): test
                for condition in conditions_of(rulebook)
                for test in tests_in(condition)
                if number in self._influence[test.fact.name]
            }
            for test in tests.values():
                # Who is in a group differs from day to day.
                places = test.operand if isinstance(test.operand, tuple) else ()
                for day in {groups.stand(places, day): day for day in self._days}.values():
                    yield test, groups, day


def conditions_of(rulebook: Rulebook) -> Iterator[Condition]:
    """All on which an answer may rest."""
    yield rulebook.applies_when
    for rule in rulebook.rules:
        for version in rule.versions:
            yield from (version.unbarred, version.unresolved)
