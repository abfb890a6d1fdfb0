"""Screening: what the names that a line states answer by the lists of parties, and what they doubt.

A list here may be an excerpt, and names are spelled in many ways, so a name that is not found says
nothing: only a match settles a fact, and to `yes`. What the exporter states must agree with it. A
name that shares the words by which a listed party is known is not taken for it, but it is not
assumed to be on no list either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from exportcheck.core.assumptions import ANYWHERE
from exportcheck.core.catalogue import Catalogue, Fact
from exportcheck.core.facts import Facts, Known, Origin, combine
from exportcheck.core.near_names import NearNames
from exportcheck.core.nobody import cannot_be_looked_up
from exportcheck.core.parties import HOME, Listing, PartyList
from exportcheck.core.places import Place
from exportcheck.core.values import Choice


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
    for name in found.keys() & facts.catalogue.told_by_names:
        places = dict.fromkeys(
            place for each in lists if each.answers == name for place in _places(each, facts, day)
        )
        found[name] = replace(found[name], speaks_of=tuple(places))
    return facts.with_known(found) if found else facts


def read_by_lists(lists: Iterable[PartyList], catalogue: Catalogue) -> frozenset[str]:
    """The facts by which `screened` goes: while they stand, it finds what it has found."""
    return frozenset[str]().union(*(each.reads(catalogue) for each in lists))


def screened_since(
    lists: Iterable[PartyList], facts: Facts, day: date, before: Facts, read: frozenset[str]
) -> Facts:
    """The facts with those that names on the lists answer, where they were looked up `before`.

    What was found on that day stands, unless something by which the lists go (`read`) is known
    otherwise.
    """
    return facts if facts.unlike(before).isdisjoint(read) else screened(lists, facts, day)


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
    if party_list.asks_only and party_list.answers in facts.stated:
        return
    for fact in party_list.parties:
        known = facts.stated.get(fact)
        told = "" if known is None else _doubted(party_list, known, day, asked)
        if known is not None and told:
            found[asked.name] = _open_by(asked, f"`{fact}` is {known.written}, {told}")
            return


def _places(party_list: PartyList, facts: Facts, day: date) -> Iterator[tuple[str, str]]:
    """The parties whose names speak of places by a list, each with the country.

    Where the list says no country, or a name cannot be looked up, it may be of any place.
    """
    for fact in party_list.parties:
        known = facts.stated.get(fact)
        if known is None or not known.written:
            continue
        if cannot_be_looked_up(known.written):
            yield fact, ANYWHERE
            continue
        listings = _listings(party_list, day, known)
        for country in sorted({each.country for each in listings}):
            yield fact, country if party_list.says_where else ANYWHERE


def _listings(party_list: PartyList, day: date, known: Known) -> Iterator[Listing]:
    """Those on a list that have a name, or one like it."""
    name = known.value.only if isinstance(known.value, Choice) else None
    listing = None if name is None else party_list.on(day, name)
    if listing is not None:
        yield listing
    if party_list.near_by != "never":
        yield from (each for each in party_list.near(known.written) if day in each.window)


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
    if asked.name == party_list.answers or party_list.asks_only:
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
        self._otherwise = [each for each in lists if each.near_by in ("called", "begins")]

    def may_find(self, known: Known) -> bool:
        """Whether a name is, on some day, on a list, like one on it, or cannot be looked up."""
        name = known.value.only if isinstance(known.value, Choice) else None
        return (
            name is None
            or name in self._names
            or bool(cannot_be_looked_up(known.written))
            or any(True for _ in self._spelled.near(known.written))
            or any(True for _ in self._spelled.within(known.written))
            or any(each.near(known.written) for each in self._otherwise)
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
