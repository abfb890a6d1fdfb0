"""What a check is: a code and a name, how bad what it finds is, and a function that finds it.

One module a check, under `checks/`. The docstring of the module is what `exportcheck explain`
prints of it: its first line is the code, the name and a phrase, and under fixed headings it says
what is found, why it matters, and what to write instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property

from exportcheck.core.cases import Case
from exportcheck.core.contradictions import DeclaredContradiction
from exportcheck.core.items import ItemCatalogue
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.records import Record
from exportcheck.core.rules import Excepts, Rule, Rulebook, Version
from exportcheck.core.sources import Edit, Scalar, Source
from exportcheck.linting.deciding import Decider

ERROR, WARNING = "error", "warning"


class View(Record):
    """What checks look at. Without a library that could be read there are no rulebooks and cases.

    `today` is told by whoever asks: a check has no clock. Where a case could not be read, which
    rules have none cannot be told.
    """

    rulebooks: tuple[Rulebook, ...]
    cases: tuple[Case, ...]
    sources: tuple[Source, ...]
    today: date
    all_cases_read: bool = True
    items: ItemCatalogue | None = None
    contradictions: tuple[DeclaredContradiction, ...] = ()
    # Files that nobody reads, each with the name under which it would be read.
    unread: tuple[tuple[str, str], ...] = ()

    @cached_property
    def deciders(self) -> dict[str, Decider]:
        """What decides whether conditions of a rulebook can hold, by the id of the rulebook."""
        return {rulebook.id: Decider(rulebook) for rulebook in self.rulebooks}

    def versions(self) -> Iterator[tuple[Rulebook, Rule, Version]]:
        """Every version of every rule."""
        for rulebook in self.rulebooks:
            for rule in rulebook.rules:
                for version in rule.versions:
                    yield rulebook, rule, version

    def exceptions(self) -> Iterator[tuple[Rulebook, Rule, Excepts]]:
        """Every license exception and license held."""
        for rulebook in self.rulebooks:
            for rule in rulebook.that(Excepts):
                assert isinstance(rule.effect, Excepts)
                yield rulebook, rule, rule.effect

    def written(self, near: Place, text: str) -> tuple[Place, int]:
        """The place and width of a text as it stands at or after a place of a rule file.

        What a rule takes over from its file stands before it; what is not found so is told there.
        """
        found = self._scalars(near.file, text)
        after = [scalar for scalar in found if scalar.place >= near]
        for scalar in after or found:
            return scalar.place, scalar.width
        return near, 1

    def heading(self, of: Place, name: str) -> tuple[Place, int]:
        """The place and width of the key under which the value at a place stands."""
        before = [scalar for scalar in self._scalars(of.file, name) if scalar.place < of]
        return (before[-1].place, before[-1].width) if before else (of, 1)

    def _scalars(self, file: str, text: str) -> list[Scalar]:
        return [
            scalar
            for source in self.sources
            if source.file == file
            for scalar in source.scalars
            if scalar.text == text
        ]


def covers(effect: Excepts, requirement: Rule) -> bool:
    """Whether an exception names a requirement, all of its part, or all."""
    return not effect.covers.isdisjoint(requirement.covered_as)


class Check(Record):
    """One check; `mend` says how what it finds is written safely, where that can be said."""

    code: str
    name: str
    severity: str
    find: Callable[[View], Iterable[Problem]]
    mend: Callable[[View], Iterable[Edit]] | None = None

    def problem(self, place: Place, message: str, help: str = "", width: int = 1) -> Problem:
        return Problem(
            place=place,
            code=self.code,
            message=message,
            help=help,
            width=width,
            severity=self.severity,
        )
