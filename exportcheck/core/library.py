"""Everything a determination needs, as it was read: facts, items, rulebooks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.contradictions import DeclaredContradiction
from exportcheck.core.groups import Groups
from exportcheck.core.items import ItemCatalogue
from exportcheck.core.parties import PartyList
from exportcheck.core.records import Record
from exportcheck.core.rules import Reading, Rulebook


class Library(Record):
    """The catalogue of facts, the items and the rulebooks; `paths` lead from names to files."""

    catalogue: Catalogue
    items: ItemCatalogue
    rulebooks: tuple[Rulebook, ...]
    contradictions: tuple[DeclaredContradiction, ...] = ()
    paths: Mapping[str, str] = {}
    facts_digest: str = ""

    def strictly_current(self) -> Library:
        """The same library, in which no day after a rulebook's `verified_through` can pass."""
        return self.but(rulebooks=tuple(each.but(strict_currency=True) for each in self.rulebooks))

    @property
    def groups(self) -> Groups:
        """The groups by which places are told apart before the rules of a day are looked at."""
        return self.rulebooks[0].groups if self.rulebooks else Groups()

    @cached_property
    def contradicted_by_lists(
        self,
    ) -> tuple[tuple[DeclaredContradiction, tuple[PartyList, ...]], ...]:
        """What is declared of facts that lists answer by the names on them, each with the lists."""
        answers = [
            (each, self.catalogue.followers_of(f.name for f in each.answered(self.catalogue)))
            for rulebook in self.rulebooks
            for each in rulebook.lists
        ]
        found = (
            (
                declared,
                tuple(each for each, facts in answers if not declared.facts.isdisjoint(facts)),
            )
            for declared in self.contradictions
        )
        return tuple((declared, lists) for declared, lists in found if lists)

    @property
    def loosened(self) -> tuple[str, ...]:
        """How folders laid over others loosen what they say, a sentence each."""
        return tuple(told for rulebook in self.rulebooks for told in rulebook.loosens)

    @property
    def verified_through(self) -> date:
        """The last day through which every rulebook was verified."""
        return min(rulebook.verified_through for rulebook in self.rulebooks)

    @property
    def readings(self) -> dict[str, Reading]:
        """All readings of all rulebooks by name."""
        return {name: r for rulebook in self.rulebooks for name, r in rulebook.readings.items()}
