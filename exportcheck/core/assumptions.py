"""Assumptions: what a named profile takes for granted of a fact, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable

from exportcheck.core.records import Record

# In place of a country, of a name that cannot be looked up.
ANYWHERE = ""


class ByNames(Record):
    """That names of parties which speak of a place doubt what is assumed.

    `fact` is what the list of such names answers. Of all names those of the parties `of` count,
    and of all countries those of `only`; where none are given, any. A name speaks of nothing new
    where it speaks of the place that is assumed, or of the place that the fact `beside` says; nor
    does it where that place is one of `not_in`, or where one of the facts `told_by` is stated of
    the same party as the place of which it speaks: that is why it has that name. One that cannot
    be looked up may speak of any place; that counts where all names and countries do.
    """

    fact: str
    of: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    beside: str = ""
    not_in: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()

    def places(self, speaks_of: Iterable[tuple[str, str]]) -> frozenset[str]:
        """The countries that count of those of which the names of parties speak, or `ANYWHERE`."""
        return frozenset(
            country
            for party, country in speaks_of
            if (not self.of or party in self.of)
            and (not self.only or country in self.only)
            and not (country == ANYWHERE and self.of)
        )

    @property
    def told(self) -> str:
        """What speaks against what is assumed, as it is told."""
        names = ", ".join((*self.of, *self.only))
        return f"{self.fact} ({names})" if names else self.fact


class Assumption(Record):
    """What a profile takes for granted: a value, or the value of another fact.

    It is not taken for granted where one of the facts of `doubted_by` is stated and speaks against
    it: one of the same kind by another value, one that is yes or no by a yes, any other by itself.
    What is stated as the profile would take it for granted anyway speaks against nothing. Of a fact
    that `only_as` names, those values speak against it and no others. Names that speak of a place
    doubt it as `by_names` says.
    """

    value: str = ""
    same_as: str = ""
    doubted_by: tuple[str, ...] = ()
    only_as: tuple[tuple[str, tuple[str, ...]], ...] = ()
    by_names: ByNames | None = None

    @property
    def doubts(self) -> tuple[str, ...]:
        """The facts that may speak against it."""
        names = self.by_names
        return (*self.doubted_by, *((names.fact, *names.told_by) if names else ()))

    @property
    def same(self) -> tuple[str, ...]:
        """The facts whose value it takes over, or looks at."""
        beside = self.by_names.beside if self.by_names else ""
        return tuple(name for name in (self.same_as, beside) if name)

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The facts that change what is assumed."""
        return (*self.same, *self.doubts)

    @property
    def unnamed(self) -> tuple[str, ...]:
        """The facts that change what is assumed where no name speaks of a place."""
        return (*((self.same_as,) if self.same_as else ()), *self.doubted_by)

    @property
    def against(self) -> tuple[str, ...]:
        """What speaks against it, as it is told."""
        words = dict(self.only_as)
        told = (
            f"{name} ({', '.join(words[name])})" if name in words else name
            for name in self.doubted_by
        )
        return (*told, *((self.by_names.told,) if self.by_names else ()))
