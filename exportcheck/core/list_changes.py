"""Two libraries compared by their lists of parties: who joins or leaves a list, and when, and what
a list says beside its names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from exportcheck.core.catalogue import fold
from exportcheck.core.library import Library
from exportcheck.core.parties import NEAR, Listing, PartyList
from exportcheck.core.problems import joined
from exportcheck.core.records import Record
from exportcheck.core.values import Choice, Value
from exportcheck.core.windows import Window


class Change(Record):
    """One thing that is not as it was: `aspects` say in what, `details` what it was and is."""

    name: str
    what: str
    aspects: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


def freed(old: Library, new: Library) -> Iterator[Change]:
    """Names that a list stops no more, or that an approval takes in now."""
    before, after = _lists(old), _lists(new)
    for name in sorted(before.keys() | after.keys()):
        first, second = before.get(name), after.get(name)
        rather = second or first
        assert rather is not None
        were, are = _windows(first), _windows(second)
        for found, gained, what in (
            (were - are, False, "listed otherwise or no more"),
            (are - were, True, "listed otherwise or newly"),
        ):
            if found:
                # Fewer answers stop by an approval gained, and by another listing lost.
                aspects = ("may let pass",) if rather.every is gained else ()
                yield Change(name=name, what=what, aspects=aspects, details=_named(found))


class _Aspect(NamedTuple):
    """What a list says beside its names: in words, and whether more may pass by one than by
    another."""

    words: str
    of: Callable[[PartyList], frozenset[str]]
    frees: Callable[[frozenset[str], frozenset[str]], bool]


def _less(before: frozenset[str], after: frozenset[str]) -> bool:
    return not before <= after


def _more(before: frozenset[str], after: frozenset[str]) -> bool:
    return not after <= before


_ASPECTS = (
    _Aspect("what a name on it answers", lambda each: frozenset({each.answers}), _more),
    _Aspect("whose names are looked up", lambda each: frozenset(each.parties), _less),
    _Aspect(
        "whether all must be on it",
        lambda each: frozenset({"all of them" if each.every else "one of them"}),
        _more,
    ),
    _Aspect(
        "which names are like one on it", lambda each: frozenset(NEAR[each.near_by].which), _less
    ),
    _Aspect(
        "whether one of its names is asked about only",
        lambda each: frozenset({"asked"} if each.asks_only else ()),
        _more,
    ),
    _Aspect(
        "what it says of the other names of the item catalogue",
        lambda each: frozenset({"no"} if each.knows_items else ()),
        _more,
    ),
    _Aspect(
        "whether it is whole, so that nobody else is believed to be on it",
        lambda each: frozenset({"whole"} if each.whole else ()),
        _less,
    ),
    _Aspect(
        "where a party is on it under another name",
        lambda each: frozenset(_stated(each.but_where)),
        _more,
    ),
    _Aspect(
        "what is not believed of one on it",
        lambda each: frozenset(_stated(each.disbelieves)),
        _less,
    ),
    _Aspect(
        "of which places its names speak",
        lambda each: (
            frozenset(
                f"{x.name} ({x.country})"
                for found in each.by_name.values()
                for x in found
                if x.country
            )
            if each.says_where
            else frozenset()
        ),
        lambda before, after: before != after,
    ),
    _Aspect(
        "which names are like one on it and mean others",
        lambda each: frozenset(
            " ".join(sorted(words))
            for found in each.by_name.values()
            for x in found
            for words in x.unlike
        ),
        lambda before, after: before != after,
    ),
    _Aspect(
        "which entries are of one party alone",
        lambda each: frozenset(x.name for found in each.by_name.values() for x in found if x.alone),
        lambda before, after: before != after,
    ),
)


def told_otherwise(old: Library, new: Library) -> Iterator[Change]:
    """What a list says otherwise beside its names, and whether that may let pass."""
    before, after = _lists(old), _lists(new)
    for name in sorted(before.keys() & after.keys()):
        for aspect in _ASPECTS:
            was, now = aspect.of(before[name]), aspect.of(after[name])
            if was != now:
                yield Change(
                    name=f"list {name}",
                    what=f"says otherwise {aspect.words}",
                    aspects=("may let pass",) if aspect.frees(was, now) else (),
                    details=(
                        *(f"- {each}" for each in sorted(was - now)),
                        *(f"+ {each}" for each in sorted(now - was)),
                    ),
                )


def _stated(facts: Iterable[tuple[str, Value]]) -> Iterator[str]:
    for name, value in facts:
        words = joined(sorted(value.options or ())) if isinstance(value, Choice) else str(value)
        yield f"{name} {words}"


def _lists(library: Library) -> dict[str, PartyList]:
    return {each.name: each for rulebook in library.rulebooks for each in rulebook.lists}


def _windows(party_list: PartyList | None) -> set[tuple[str, str]]:
    if party_list is None:
        return set()
    listings: Iterable[Listing] = (
        listing for each in party_list.by_name.values() for listing in each
    )
    return {(name, str(listing.window)) for listing in listings for name in listing.names}


def moved(
    old: Iterable[PartyList], new: Iterable[PartyList]
) -> Iterator[tuple[str, Window, tuple[frozenset[str], frozenset[str]]]]:
    """The names that stand on other lists than before: when, and on which before and now."""
    sides = _listings(old), _listings(new)
    for folded in dict.fromkeys((*sides[0], *sides[1])):
        first, second = (side.get(folded, []) for side in sides)
        if [each[:2] for each in first] == [each[:2] for each in second]:
            continue
        written = (second or first)[0][2]
        days = {window.first for _, window, _ in (*first, *second)}
        days |= {window.end for _, window, _ in (*first, *second) if window.end is not None}
        for begins, ends in pairwise([*sorted(days), None]):
            assert begins is not None
            on = tuple(
                frozenset(name for name, window, _ in side if begins in window)
                for side in (first, second)
            )
            if on[0] != on[1]:
                yield written, Window(begins, ends), (on[0], on[1])


def _listings(lists: Iterable[PartyList]) -> dict[str, list[tuple[str, Window, str]]]:
    """For each folded name its lists, the days on them, and how it is written."""
    found: dict[str, list[tuple[str, Window, str]]] = {}
    for each in lists:
        for folded, listings in each.by_name.items():
            for listing in listings:
                names = (name for name in listing.names if fold(name) == folded)
                written = next(names, listing.name)
                found.setdefault(folded, []).append((each.name, listing.window, written))
    return found


def _named(found: set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{name} {window}" for name, window in sorted(found))
