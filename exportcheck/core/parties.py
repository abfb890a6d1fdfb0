"""Lists of parties: who stands on them since when, and which fact a name on a list answers.

Names are matched whole, without case, spaces and punctuation; nothing is guessed. A list here may
be an excerpt, and names are spelled in many ways, so a name that is not found says nothing: only a
match settles a fact, and to `yes`. What the exporter states must agree with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from exportcheck.core.catalogue import Fact
from exportcheck.core.facts import Facts, Known, Origin, combine
from exportcheck.core.places import Place
from exportcheck.core.records import Record
from exportcheck.core.values import Choice
from exportcheck.core.windows import Window


class Listing(Record):
    """One party on a list: its name, the folded names it goes by, and the days of its listing."""

    name: str
    window: Window
    source: str
    confidence: str
    note: str
    place: Place


class PartyList(Record):
    """A list of parties, and the yes-or-no fact that a name on it answers.

    `parties` are the facts that hold the names; `every` says that all of them must be on the list,
    as an approval asks, where otherwise one is enough. `by_name` gives the way from folded names to
    their listings; a list is long, and is read when a name is first looked for.
    """

    name: str
    title: str
    meaning: str
    answers: str
    parties: tuple[str, ...]
    every: bool
    by_name: Callable[[], Mapping[str, Sequence[Listing]]]
    place: Place

    def on(self, day: date, folded: str) -> Listing | None:
        """The listing of a name on a day."""
        for listing in self.by_name().get(folded, ()):
            if day in listing.window:
                return listing
        return None


def screened(lists: Iterable[PartyList], facts: Facts, day: date) -> Facts:
    """The facts with those that names on the lists answer.

    Raises `Contradiction` where the exporter states that no party is on a list, and one is.
    """
    found: dict[str, Known] = {}
    for each in lists:
        listings = list(_found(each, facts, day))
        if not listings or (each.every and len(listings) < len(each.parties)):
            continue
        known = Known(
            value=Choice.of("yes"),
            origin=Origin.DERIVED,
            written="yes",
            place=listings[0][1].place,
            note="; ".join(dict.fromkeys(_told(each, *one) for one in listings)),
        )
        for fact in _answered(each, facts):
            if fact.name not in found:
                stated = facts.stated.get(fact.name)
                if stated is not None:
                    combine(fact, stated, known)
                found[fact.name] = known
    return facts.with_known(found) if found else facts


def _answered(party_list: PartyList, facts: Facts) -> Iterator[Fact]:
    """The fact that the list answers, and those that would say no of it: on one list is on some."""
    fact = facts.catalogue[party_list.answers]
    yield fact
    while fact.formula == "no_when_no":
        fact = facts.catalogue[fact.inputs[0]]
        yield fact


def _found(party_list: PartyList, facts: Facts, day: date) -> Iterator[tuple[str, Listing]]:
    """The facts whose name is on the list, each with its listing."""
    for fact in party_list.parties:
        value = facts[fact].value
        if isinstance(value, Choice) and value.only is not None:
            listing = party_list.on(day, value.only)
            if listing is not None:
                yield fact, listing


def _told(party_list: PartyList, fact: str, listing: Listing) -> str:
    return (
        f"`{fact}` is {listing.name}, on the {party_list.title} {listing.window} ({listing.source})"
    )
