"""Lists of parties: who stands on them since when, and which fact a name on a list answers.

Names are matched whole, without case, spaces and punctuation; nothing is guessed. A list here may
be an excerpt, and names are spelled in many ways, so a name that is not found says nothing: only a
match settles a fact, and to `yes`. What the exporter states must agree with it. A name that shares
the words by which a listed party is known is not taken for it, but it is not assumed to be on no
list either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from exportcheck.core.catalogue import Catalogue, Fact
from exportcheck.core.facts import Facts, Known, Origin, combine
from exportcheck.core.near_names import NearNames
from exportcheck.core.nobody import cannot_be_looked_up
from exportcheck.core.places import Place
from exportcheck.core.records import Record
from exportcheck.core.values import Choice, Value
from exportcheck.core.windows import Window


class Listing(Record):
    """One party on a list: its name, all names it goes by, and the days of its listing.

    `alone` says that nobody whose name has the name in it is meant, such as a subsidiary.
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


class PartyList(Record):
    """A list of parties, and the yes-or-no fact that a name on it answers.

    `parties` are the facts that hold the names; `every` says that all of them must be on the
    list, as an approval asks, where otherwise one is enough. `knows_items` says that it has
    each name that belongs on it of those that the item catalogue knows, so that others of the
    catalogue are not on it; what a line states itself is never taken so. `near_by` says which
    names are like one on it: those that are `alike`, those that have one `in_full`, or `never`
    any. With `by_word` it is a list of words, which takes nobody to be on it, and has those in
    full that are no companies by their legal form. `whole` says that it has each name that
    belongs on it, so that nobody of another name is believed to be on it, but where a fact of
    `but_where` is known to be as told there. `disbelieves` names facts with what is not
    believed of one on it, or of one that has a name of it in full, because a line says so.
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
        if self.is_of_words:
            return None
        for listing in self.by_name.get(folded, ()):
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
            found = self._kept[written] = tuple(like)
        return found

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


_BY_WORD = "by_word"
NEAR = {
    "alike": Near(NearNames.near, ("names that have one in full", "names that are alike")),
    "in_full": Near(NearNames.within, ("names that have one in full",)),
    _BY_WORD: Near(NearNames.by_word, ("names that have a word of one",)),
    "never": Near(lambda *_: (), ()),
}
# How many names a list keeps the look-up of.
_MOST_KEPT = 100_000


def screened(lists: Iterable[PartyList], facts: Facts, day: date) -> Facts:
    """The facts with those that names on the lists answer.

    Raises `Contradiction` where the exporter states that no party is on a list, and one is, or that
    parties are approved, and the approval of one is not in force.
    """
    found: dict[str, Known] = {}
    lists = tuple(lists)
    named = _named({fact for each in lists for fact in each.parties}, facts)
    for each in lists:
        known = _answer(each, day, named) if named else None
        if known is None:
            continue
        # Who is on one list is on some; who is approved no more may still be on others.
        answered = tuple(each.answered(facts.catalogue))
        for fact in answered if known.written == "yes" else answered[:1]:
            if fact.name not in found:
                stated = facts.stated.get(fact.name)
                if stated is not None:
                    combine(fact, stated, known)
                found[fact.name] = known
    for each in lists:
        if each.knows_items and each.answers not in found and each.answers not in facts.stated:
            known = _not_on(each, facts)
            if known is not None:
                found[each.answers] = known
    for each in lists:
        if not each.every and each.near_by != "never":
            _doubt(each, facts, day, found)
        if each.disbelieves:
            found.update(_said_otherwise(each, facts, day))
    # Whether somebody is on one list all the same may rest on whether another is believed.
    for each in sorted(
        (each for each in lists if each.whole), key=lambda each: bool(each.but_where)
    ):
        _disbelieve(each, facts, day, found)
    return facts.with_known(found) if found else facts


def read_by_lists(lists: Iterable[PartyList], catalogue: Catalogue) -> frozenset[str]:
    """The facts by which `screened` goes: while they stand, it finds what it has found."""
    return frozenset[str]().union(*(each.reads(catalogue) for each in lists))


def _named(parties: Iterable[str], facts: Facts) -> dict[str, str]:
    """The facts whose one name is known, with it."""
    values = ((fact, facts[fact].value) for fact in parties)
    return {
        fact: value.only
        for fact, value in values
        if isinstance(value, Choice) and value.only is not None
    }


def _answer(party_list: PartyList, day: date, named: Mapping[str, str]) -> Known | None:
    """What the names say: yes by a match, no where an approval is not in force, else nothing."""
    listings = list(_found(party_list, day, named))
    lapsed = list(_lapsed(party_list, day, named)) if party_list.every else []
    if lapsed:
        fact, listing = lapsed[0]
        note = f"`{fact}` is {listing.name}, on the {party_list.title} only {listing.window}"
        return _says("no", listing.place, f"{note} ({listing.source})")
    if not listings or (party_list.every and len(listings) < len(party_list.parties)):
        return None
    told = dict.fromkeys(_told(party_list, *one) for one in listings)
    return _says("yes", listings[0][1].place, "; ".join(told))


def _says(word: str, place: Place, note: str) -> Known:
    return Known(value=Choice.of(word), origin=Origin.DERIVED, written=word, place=place, note=note)


# Where the maker of an item is at home.
HOME = "item.maker_headquarters"


def _not_on(party_list: PartyList, facts: Facts) -> Known | None:
    """That names known with an item of the catalogue, which is no system, are not on a list.

    A name that was ever on the list, or is like one on it, is left open, and so is all where the
    catalogue does not know where the maker is, or it is in a country of those on the list.
    """
    home = facts[HOME].value if HOME in facts.catalogue else None
    country = home.only if isinstance(home, Choice) else None
    if country is None or facts[HOME].origin is not Origin.CATALOGUE:
        return None
    if country in {each.country for each in party_list.listings()}:
        return None
    told = []
    for fact in party_list.parties:
        known = facts[fact]
        name = known.value.only if isinstance(known.value, Choice) else None
        if (
            name is None
            or known.origin is not Origin.CATALOGUE
            or facts.contains != ()
            or name in party_list.by_name
            or party_list.near(known.written)
        ):
            return None
        told.append(f"`{fact}` is {known.written} by the item catalogue")
    note = f"{', '.join(told)}, not on the {party_list.title}"
    return _says("no", party_list.place, note)


def _doubt(party_list: PartyList, facts: Facts, day: date, found: dict[str, Known]) -> None:
    """A name like one on the list, or that cannot be looked up, speaks against assuming that no
    party is on any."""
    *_, asked = party_list.answered(facts.catalogue)
    if asked.name in found or asked.name in facts.stated or not asked.assume:
        return
    for fact in party_list.parties:
        known = facts.stated.get(fact)
        told = "" if known is None else _doubted(party_list, known, day, asked)
        if known is not None and told:
            found[asked.name] = _open_by(asked, f"`{fact}` is {known.written}, {told}")
            return


def _disbelieve(party_list: PartyList, facts: Facts, day: date, found: dict[str, Known]) -> None:
    """Where a list is whole, nobody of another name is on it because the line says so."""
    asked = facts.catalogue[party_list.answers]
    stated = facts.stated.get(asked.name)
    if stated is None or stated.value != Choice.of("yes") or asked.name in found:
        return
    for fact, name in _named(party_list.parties, facts).items():
        written = facts[fact].written
        meant = (each for each in party_list.near(written) if not each.alone)
        if party_list.on(day, name) or any(day in each.window for each in meant):
            continue
        others = party_list.other_than(fact)
        if not any(found.get(other, facts[other]).value == value for other, value in others):
            told = f"`{asked.name}` is yes, and `{fact}` is {written}, which is not on the"
            note = f"{told} {party_list.title}: state the name that stands there"
            if party_list.is_of_words:
                note = f"{note}, with no legal form of a company"
            found[asked.name] = _open_by(asked, note)
            return


def _said_otherwise(party_list: PartyList, facts: Facts, day: date) -> Iterator[tuple[str, Known]]:
    """What a line states that is not believed of one whom it names and who is on the list."""
    if facts[party_list.answers].value == Choice.of("no") and party_list.answers in facts.stated:
        return
    for fact in party_list.parties:
        known = facts.stated.get(fact)
        name = known.value.only if known and isinstance(known.value, Choice) else None
        if known is None or name is None:
            continue
        listing = party_list.on(day, name) or party_list.in_full(day, known.written)
        if listing is None:
            continue
        for asked, value in party_list.disbelieves:
            stated = facts.stated.get(asked)
            if stated is not None and stated.value == value:
                told = f"`{asked}` is {stated.written}, and `{fact}` is {known.written}, where "
                note = (
                    f"{told}{listing.name} is on the {party_list.title}: state which is right, or "
                    f"that it is another (`{party_list.answers}`)"
                )
                yield asked, _open_by(facts.catalogue[asked], note)


def _open_by(asked: Fact, note: str) -> Known:
    """What is known of a fact that is left open, whatever is stated or assumed, for a doubt."""
    return Known(value=asked.unknown, origin=Origin.MISSING, note=note, doubted=True)


def _doubted(party_list: PartyList, known: Known, day: date, asked: Fact) -> str:
    """What is doubtful about a party's name, or nothing."""
    nobody_is_on_it = party_list.is_of_words
    why = cannot_be_looked_up(known.written) if known.written and not nobody_is_on_it else ""
    if why:
        return f"which {why}: state who it is"
    name = known.value.only if isinstance(known.value, Choice) else None
    listing = None if name is None else party_list.like(day, known.written)
    if listing is None:
        return ""
    told = f"and {listing.name} is on the {party_list.title} ({listing.source}): find out whether "
    if asked.name == party_list.answers:
        return f"{told}one of those is meant (`{party_list.answers}`)"
    return f"{told}they are the same, or one owns the other"


class Screen:
    """Lists that are looked at together: whether a name may be on any of them."""

    def __init__(self, lists: Iterable[PartyList]) -> None:
        lists = tuple(lists)
        self._names = frozenset[str]().union(*(each.by_name for each in lists))
        listings = {id(each): each for named in lists for each in named.listings()}.values()
        names = dict.fromkeys(name for listing in listings for name in listing.names)
        self._spelled = NearNames((name, name) for name in names)

    def may_find(self, known: Known) -> bool:
        """Whether a name is, on some day, on a list, like one on it, or cannot be looked up."""
        name = known.value.only if isinstance(known.value, Choice) else None
        return (
            name is None
            or name in self._names
            or bool(cannot_be_looked_up(known.written))
            or any(True for _ in self._spelled.near(known.written))
            or any(True for _ in self._spelled.within(known.written))
        )


def _lapsed(
    party_list: PartyList, day: date, named: Mapping[str, str]
) -> Iterator[tuple[str, Listing]]:
    """The facts whose name was on the list, or will be, and is not on that day."""
    if party_list.is_of_words:
        return
    for fact in party_list.parties:
        listings = party_list.by_name.get(named[fact], ()) if fact in named else ()
        if listings and not any(day in listing.window for listing in listings):
            yield fact, listings[-1]


def _found(
    party_list: PartyList, day: date, named: Mapping[str, str]
) -> Iterator[tuple[str, Listing]]:
    """The facts whose name is on the list, each with its listing."""
    for fact in party_list.parties:
        listing = party_list.on(day, named[fact]) if fact in named else None
        if listing is not None:
            yield fact, listing


def _told(party_list: PartyList, fact: str, listing: Listing) -> str:
    return (
        f"`{fact}` is {listing.name}, on the {party_list.title} {listing.window} ({listing.source})"
    )
