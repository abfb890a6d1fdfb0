"""Rules by date: what changed when, and what is due to be looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from exportcheck.core.facts import weakest
from exportcheck.core.parties import Listing, PartyList
from exportcheck.core.records import Record
from exportcheck.core.rules import Rulebook

SOON = 90


class Event(Record):
    """Something that happens to a rulebook on a day."""

    day: date
    what: str
    source: str
    confidence: str


def timeline(rulebooks: Iterable[Rulebook]) -> tuple[Event, ...]:
    """Every beginning and end of a version, and every change of a country group, oldest first."""
    events = [event for rulebook in rulebooks for event in _events(rulebook)]
    return tuple(sorted(set(events), key=lambda event: (event.day, event.what)))


def _events(rulebook: Rulebook) -> Iterator[Event]:
    for rule in rulebook.rules:
        for number, version in enumerate(rule.versions):
            verb = "begins" if number == 0 else "changes"
            yield Event(
                day=version.window.first,
                what=f"{rule.name} {verb}: {rule.title}",
                source=version.source,
                confidence=version.confidence,
            )
        last = rule.versions[-1]
        if last.window.end is not None:
            yield Event(
                day=last.window.end,
                what=f"{rule.name} ends: {rule.title}",
                source=last.source,
                confidence=last.confidence,
            )
    yield from _moves(rulebook)
    for group in rulebook.groups.groups.values():
        for change in group.changes:
            moves = [
                *(f"{code} joins" for code in sorted(change.added)),
                *(f"{code} leaves" for code in sorted(change.removed)),
            ]
            yield Event(
                day=change.day,
                what=f"{group.title}: {', '.join(moves)}",
                source=change.source,
                confidence=change.confidence,
            )


def _listings(rulebook: Rulebook) -> Iterator[tuple[PartyList, Listing]]:
    """Every party of every list, each once, whatever the names it goes by."""
    for party_list in rulebook.lists:
        seen: dict[int, Listing] = {}
        for listings in party_list.by_name.values():
            seen.update((id(listing), listing) for listing in listings)
        yield from ((party_list, listing) for listing in seen.values())


def _moves(rulebook: Rulebook) -> Iterator[Event]:
    """Parties that come on a list or leave it, those of one list and day together."""
    moves: dict[tuple[date, str, str, str], list[Listing]] = {}
    for party_list, listing in _listings(rulebook):
        key = (listing.window.first, party_list.title, "joins", listing.source)
        moves.setdefault(key, []).append(listing)
        if listing.window.end is not None:
            key = (listing.window.end, party_list.title, "leaves", listing.source)
            moves.setdefault(key, []).append(listing)
    for (day, title, verb, source), listings in moves.items():
        if day < rulebook.first_day:
            continue
        names = [listing.name for listing in listings]
        who = f"{names[0]} and {len(names) - 1} more" if len(names) > 2 else " and ".join(names)
        verb = verb if len(names) == 1 else verb[:-1]
        yield Event(
            day=day,
            what=f"{title}: {who} {verb}",
            source=source,
            confidence=weakest(listing.confidence for listing in listings),
        )


class Due(Record):
    """Something that a person should look at: since or by a day, and why."""

    day: date
    what: str
    why: str
    overdue: bool


def due(rulebooks: Iterable[Rulebook], today: date) -> tuple[Due, ...]:
    """What is stale, due for review, or about to change, by date."""
    found: list[Due] = []
    for rulebook in rulebooks:
        if rulebook.verified_through < today:
            found.append(
                Due(
                    day=rulebook.verified_through,
                    what=rulebook.id,
                    why=f"verified through this day only. {rulebook.verified_note}".strip(),
                    overdue=True,
                )
            )
        for party_list, listing in _listings(rulebook):
            for day, verb in ((listing.window.first, "joins"), (listing.window.end, "leaves")):
                if day is not None and day > today:
                    found.append(
                        Due(
                            day=day,
                            what=f"{party_list.name}: {listing.name}",
                            why=f"{verb} the list. {listing.note}".strip(),
                            overdue=False,
                        )
                    )
        for rule in rulebook.rules:
            for version in rule.versions:
                in_force = today in version.window
                if version.review_by is not None and (in_force or version.window.first > today):
                    by = f" by {version.reviewer}" if version.reviewer else ""
                    found.append(
                        Due(
                            day=version.review_by,
                            what=rule.name,
                            why=f"to be reviewed{by}: {version.note or rule.title}",
                            overdue=version.review_by < today,
                        )
                    )
                if version.window.first > today:
                    found.append(
                        Due(
                            day=version.window.first,
                            what=rule.name,
                            why="begins to hold",
                            overdue=False,
                        )
                    )
                end = version.window.end
                if end is not None and today < end <= today + timedelta(days=SOON):
                    found.append(
                        Due(day=end, what=rule.name, why="this version ends", overdue=False)
                    )
    return tuple(sorted(found, key=lambda each: (each.day, each.what)))
