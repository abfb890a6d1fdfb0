"""Party files to lists of parties: names and aliases folded, each entry with its days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from exportcheck.core.catalogue import Catalogue, fold
from exportcheck.core.name_words import subject_of
from exportcheck.core.parties import Listing, PartyList
from exportcheck.core.problems import did_you_mean, joined
from exportcheck.core.quantities import Unreadable
from exportcheck.core.records import Later
from exportcheck.core.values import Value
from exportcheck.core.windows import Window
from exportcheck.reading.compiling import Cursor


def compile_parties(
    files: Iterable[Cursor], catalogue: Catalogue, *, check: bool
) -> tuple[PartyList, ...]:
    """The lists of a rulebook; an entry stands on lists of its own file.

    What was checked before is read when it is first asked for.
    """
    lists: dict[str, PartyList] = {}
    for file in files:
        names = _Names(file, catalogue, check=check)
        for name, entry in file["lists"].entries():
            if name in lists:
                entry.say(
                    "EC203",
                    f"the list `{name}` is defined twice",
                    f"it is defined first at {lists[name].place}",
                    key=True,
                )
            lists[name] = _list(name, entry, names, catalogue)
            if check and not lists[name].by_name:
                entry.say(
                    "EC109",
                    f"no party is on the list `{name}`",
                    "name the list under `stands_on` of an entry, or remove it",
                    key=True,
                )
    return tuple(lists.values())


class _Names:
    """The names in a party file, list by list; an entry is read when a name of it is looked up."""

    def __init__(self, file: Cursor, catalogue: Catalogue, *, check: bool) -> None:
        self.file, self.catalogue, self._check = file, catalogue, check
        self._read: dict[int, Listing] = {}
        self._checked: dict[str, dict[str, list[Listing]]] | None = None

    def of(self, name: str) -> Mapping[str, Sequence[Listing]]:
        """The listings of a list by folded name; where files are checked, of all lists at once."""
        if not self._check:
            return _ByName(self, name)
        if self._checked is None:
            self._checked = {each: {} for each in self.file.data["lists"]}
            for entry in self.file["entries"]:
                _enter(entry, self._checked, self.catalogue)
        return self._checked[name]

    def at(self, number: int) -> Listing:
        """The listing of an entry."""
        if number not in self._read:
            entry = self.file["entries"][number]
            self._read[number] = _listing(entry, entry.day("since"), entry.day("until"))
        return self._read[number]


class _ByName(Mapping[str, Sequence[Listing]]):
    """The listings of one list of a file that was checked before."""

    def __init__(self, names: _Names, name: str) -> None:
        self._names = names
        self._numbers: dict[str, list[int]] = {}
        for number, entry in enumerate(names.file["entries"]):
            if name in entry.data["stands_on"]:
                for each in dict.fromkeys(map(fold, _names_of(entry))):
                    self._numbers.setdefault(each, []).append(number)

    def __getitem__(self, name: str) -> Sequence[Listing]:
        return [self._names.at(number) for number in self._numbers[name]]

    def __contains__(self, name: object) -> bool:
        return name in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def _list(name: str, entry: Cursor, names: _Names, catalogue: Catalogue) -> PartyList:
    _check_fact(entry["answers"], catalogue, "yes_no")
    for each in entry["parties"]:
        _check_fact(each, catalogue, "text")
    same_as = entry.get("same_as")
    if same_as is not None and same_as.data not in names.file.data["lists"]:
        same_as.say(
            "EC202",
            f"`{same_as.data}` is not a list of this file",
            did_you_mean(str(same_as.data), tuple(names.file.data["lists"])),
        )
        same_as = None
    return PartyList(
        name=name,
        title=entry.text("title"),
        meaning=entry.text("meaning"),
        answers=entry.text("answers"),
        parties=entry.texts("parties"),
        every=entry.data.get("every") is True,
        knows_items=entry.data.get("knows_items") is True,
        near_by=entry.text("near", "alike"),
        says_where=entry.data.get("says_where") is True,
        asks_only=entry.data.get("asks_only") is True,
        whole=entry.data.get("whole") is True,
        but_where=tuple(_values(entry.get("but_where"), catalogue)),
        disbelieves=tuple(_values(entry.get("disbelieves"), catalogue)),
        by_name=Later(partial(names.of, name if same_as is None else str(same_as.data))),
        place=entry.place,
    )


def _values(facts: Cursor | None, catalogue: Catalogue) -> Iterator[tuple[str, Value]]:
    """The facts that a list names under one of its keys, each with its value."""
    for fact, written in () if facts is None else facts.entries():
        if fact not in catalogue:
            written.say(
                "EC201",
                f"`{fact}` is not a fact this tool knows",
                did_you_mean(fact, tuple(catalogue.facts)),
                key=True,
            )
            continue
        try:
            yield fact, catalogue.parse(catalogue[fact], written.data)
        except Unreadable as error:
            written.tell("EC401", error)


def _check_fact(cursor: Cursor, catalogue: Catalogue, kind: str) -> None:
    name = str(cursor.data)
    if name not in catalogue:
        cursor.say(
            "EC201",
            f"`{name}` is not a fact this tool knows",
            did_you_mean(name, tuple(catalogue.facts)),
        )
    elif catalogue[name].kind != kind:
        cursor.say(
            "EC205",
            f"`{name}` is a fact of kind {catalogue[name].kind}, not {kind}",
            "a list answers a yes_no fact, by the names that facts of kind text hold",
        )


def _names_of(entry: Cursor) -> tuple[str, ...]:
    return (entry.text("name"), *entry.texts("aliases"))


def _listing(entry: Cursor, since: date | None, until: date | None) -> Listing:
    return Listing(
        name=entry.text("name"),
        names=_names_of(entry),
        window=Window(since or date.min, until),
        source=entry.text("source"),
        confidence=entry.text("confidence"),
        note=entry.text("note"),
        place=entry.place,
        country=entry.text("country"),
        alone=entry.data.get("alone") is True,
        unlike=frozenset(map(subject_of, entry.texts("unlike"))),
    )


def _enter(entry: Cursor, names: dict[str, dict[str, list[Listing]]], catalogue: Catalogue) -> None:
    since, until = entry.day("since"), entry.day("until")
    if since and until and until <= since:
        entry["until"].say(
            "EC302",
            f"the listing ends on {until}, "
            + ("the day on which it begins" if until == since else f"before it begins on {since}"),
            "`until` is the first day on which it no longer holds",
        )
    country = entry.get("country")
    if country is not None and country.data not in catalogue.countries:
        country.say(
            "EC202",
            f"`{country.data}` is not a country code",
            catalogue.country_hint(str(country.data)),
        )
    listing = _listing(entry, since, until)
    folded = [fold(written) for written in listing.names]
    for at, name in enumerate(entry.data["stands_on"]):
        if name not in names:
            _stands_on(entry, at).say(
                "EC202",
                f"`{name}` is not a list of this file",
                did_you_mean(str(name), tuple(names))
                or f"its lists are {joined([f'`{name}`' for name in names])}",
            )
            continue
        by_name = names[name]
        for number, each in enumerate(folded):
            others = by_name.setdefault(each, [])
            same_days = [other for other in others if other.window.overlaps(listing.window)]
            if not each:
                written = _spelled(entry, number)
                written.say("EC401", f"`{written.data}` has no letter or digit", "write a name")
            elif same_days:
                written = _spelled(entry, number)
                written.say(
                    "EC203",
                    f"`{written.data}` is on the list `{name}` twice in the same days",
                    f"it stands first at {same_days[0].place}",
                )
            else:
                others.append(listing)


def _stands_on(entry: Cursor, number: int) -> Cursor:
    """Where the entry names a list; a cursor is made only for what is told."""
    lists: list[Cursor] = list(entry["stands_on"])
    return lists[number]


def _spelled(entry: Cursor, number: int) -> Cursor:
    """Where a name of the entry stands: its own first, then the others that it goes by."""
    names: list[Cursor] = [entry["name"], *(entry.get("aliases") or ())]
    return names[number]
