"""Lists of parties: who stands on them since when, which fact a name on a list answers, and which
names are like one on it.

Names are matched whole, without case, spaces and punctuation; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from exportcheck.core.catalogue import Catalogue, Fact
from exportcheck.core.name_words import subject_of, words_of
from exportcheck.core.near_names import NearNames
from exportcheck.core.places import Place
from exportcheck.core.records import Record
from exportcheck.core.values import Value
from exportcheck.core.windows import Window

# Where the maker of an item is at home.
HOME = "item.maker_headquarters"


class Listing(Record):
    """One party on a list: its name, all names it goes by, and the days of its listing.

    `alone` says that nobody whose name has the name in it is meant, such as a subsidiary, and
    `unlike` has the words of names that are like it and mean others, or words that begin so.
    """

    name: str
    names: tuple[str, ...]
    window: Window
    source: str
    confidence: str
    note: str
    place: Place
    country: str = ""
    alone: bool = False
    unlike: frozenset[frozenset[str]] = frozenset()


class PartyList(Record):
    """A list of parties, and the yes-or-no fact that a name on it answers.

    `parties` are the facts that hold the names; `every` says that all of them must be on the
    list, as an approval asks, where otherwise one is enough. `knows_items` says that it has
    each name that belongs on it of those that the item catalogue knows, so that others of the
    catalogue are not on it; what a line states itself is never taken so. `near_by` says which
    names are like one on it: those that are `alike`, those that have one `in_full`, those that
    are `called` so but for a legal form, a part of a company or a place, those of which a word
    `begins` with one, or `never` any. With `by_word` it is a list of words, which takes nobody
    to be on it, and has those in full that are no companies by their legal form. `whole` says
    that it has each name that belongs on it, so that nobody of another name is believed to be
    on it, but where a fact of `but_where` is known to be as told there. `disbelieves` names
    facts with what is not believed of one on it, or of one that has a name of it in full,
    because a line says so.
    `says_where` says that who has one of its names may be in the country of that entry, and
    `asks_only` that its names are known from hearsay: of one that has one it is asked whether it
    is meant.
    `by_name` leads from folded names to their listings; a list is long, and may be read when a
    name is first looked for.
    """

    name: str
    title: str
    meaning: str
    answers: str
    parties: tuple[str, ...]
    every: bool
    by_name: Mapping[str, Sequence[Listing]]
    place: Place
    knows_items: bool = False
    near_by: str = "alike"
    says_where: bool = False
    asks_only: bool = False
    whole: bool = False
    but_where: tuple[tuple[str, Value], ...] = ()
    disbelieves: tuple[tuple[str, Value], ...] = ()

    @property
    def is_of_words(self) -> bool:
        """Whether it is a list of words, which takes nobody to be on it."""
        return self.near_by == _BY_WORD

    def answered(self, catalogue: Catalogue) -> Iterator[Fact]:
        """The fact that the list answers, and those that would say no of it: on one list is on
        some."""
        fact = catalogue[self.answers]
        yield fact
        while fact.formula == "no_when_no":
            fact = catalogue[fact.inputs[0]]
            yield fact

    def reads(self, catalogue: Catalogue) -> Iterator[str]:
        """The facts that say who is on the list, and whether that is believed."""
        yield HOME
        yield from self.parties
        yield from (fact.name for fact in self.answered(catalogue))
        yield from (name for name, _ in (*self.but_where, *self.disbelieves))

    def on(self, day: date, folded: str) -> Listing | None:
        """The listing of a name on a day."""
        if self.is_of_words or self.asks_only:
            return None
        # Most names are on no list.
        if folded in self.by_name:
            for listing in self.by_name[folded]:
                if day in listing.window:
                    return listing
        return None

    def days_of_change(self) -> Iterator[date]:
        """The days on which some party joins or leaves the list."""
        for listings in self.by_name.values():
            for listing in listings:
                yield listing.window.first
                if listing.window.end is not None:
                    yield listing.window.end

    def like(self, day: date, written: str) -> Listing | None:
        """A listing that shares the words by which its party, or the one written, is known, or
        that is written nearly so."""
        return next((each for each in self.near(written) if day in each.window), None)

    def near(self, written: str) -> tuple[Listing, ...]:
        """All such listings, of whatever day; names come again, so they are kept."""
        found = self._kept.get(written)
        if found is None:
            if len(self._kept) == _MOST_KEPT:
                self._kept.clear()
            like = NEAR[self.near_by].find(self._spelled, written)
            words = subject_of(written)
            found = self._kept[written] = tuple(each for each in like if words not in each.unlike)
        return found

    @cached_property
    def countries(self) -> frozenset[str]:
        """All countries of which its names speak, where the list says so."""
        listings = self.listings() if self.says_where else ()
        return frozenset(each.country for each in listings)

    def other_than(self, party: str) -> Iterator[tuple[str, Value]]:
        """Where a party is on the list under another name: facts of it, or of no other party."""
        others = {name.partition(".")[0] for name in self.parties if name != party}
        for fact, value in self.but_where:
            if fact.partition(".")[0] not in others:
                yield fact, value

    def in_full(self, day: date, written: str) -> Listing | None:
        """A listing of which a name has one of the names in it, word by word."""
        return next((each for each in self._spelled.within(written) if day in each.window), None)

    @cached_property
    def _kept(self) -> dict[str, tuple[Listing, ...]]:
        return {}

    @cached_property
    def _spelled(self) -> NearNames[Listing]:
        return NearNames((name, each) for each in self.listings() for name in each.names)

    def listings(self) -> Iterable[Listing]:
        """Every party on the list."""
        return {id(each): each for found in self.by_name.values() for each in found}.values()


class Near(NamedTuple):
    """How the names are found that are like one on a list, and in words which those are."""

    find: Callable[[NearNames[Listing], str], Iterable[Listing]]
    which: tuple[str, ...]


def _begun(names: NearNames[Listing], written: str) -> Iterator[Listing]:
    """Those with which a word begins that is not one for others."""
    for word in words_of(written):
        yield from (each for each in names.begun(word) if subject_of(word) not in each.unlike)


_BY_WORD = "by_word"
_CALLED, _IN_FULL = "names that are called so, whatever their form", "names that have one in full"
NEAR = {
    "alike": Near(NearNames.near, (_CALLED, _IN_FULL, "names that are alike")),
    "in_full": Near(NearNames.within, (_CALLED, _IN_FULL)),
    "called": Near(NearNames.by_call, (_CALLED,)),
    "begins": Near(_begun, ("names with a word that begins as one",)),
    _BY_WORD: Near(NearNames.by_word, ("names that have a word of one",)),
    "never": Near(lambda *_: (), ()),
}
# How many names a list keeps the look-up of.
_MOST_KEPT = 100_000
