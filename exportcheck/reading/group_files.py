"""The countries and the country groups: from checked files to values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from exportcheck.core.groups import Change, Group, Groups, TreatedAs
from exportcheck.core.problems import did_you_mean
from exportcheck.core.rules import Reading
from exportcheck.reading.compiling import Cursor
from exportcheck.reading.schemas import NEVER


def compile_countries(files: Iterable[Cursor]) -> dict[str, str]:
    """Country codes and their names."""
    countries: dict[str, str] = {}
    for file in files:
        for code, name in file["countries"].entries():
            if not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
                name.say(
                    "EC202",
                    f"`{code}` is not a country code",
                    "write two capital letters in quotes",
                    key=True,
                )
            if countries.get(code, name.data) != name.data:
                name.say(
                    "EC203",
                    f"`{code}` has another name already, {countries[code]}",
                    "leave it out: country codes and their names are shared by all rulebooks",
                    key=True,
                )
            countries[code] = str(name.data)
    return countries


def compile_groups(
    files: Iterable[Cursor], countries: Mapping[str, str], readings: Mapping[str, Reading]
) -> Groups:
    """The country groups and chart columns of all rulebooks; without such a file there are none."""
    groups: dict[str, Group] = {}
    listed: set[str] = set()
    treated: dict[str, TreatedAs] = {}
    for file in files:
        recorded_from = file.day("recorded_from") or date.min
        is_country_group = file.data.get("country_groups") is not False
        listed |= _codes(file, "listed", countries)
        for entry in file.get("treated_as") or ():
            code = entry.text("code")
            if code in treated:
                entry["code"].say("EC203", f"`{code}` is treated twice", "remove one of the two")
            for each in (entry["code"], entry["as"]):
                _check_code(each, countries)
            treated[code] = TreatedAs(
                code=code,
                as_code=entry.text("as"),
                since=entry.day("since") or date.min,
                source=entry.text("source"),
            )
        for name, entry in file["groups"].entries():
            if name in groups:
                entry.say(
                    "EC203",
                    f"the group `{name}` is defined twice",
                    f"it is defined first at {groups[name].place}",
                    key=True,
                )
            if name in countries:
                # A test for the country would take the group's members for it.
                entry.say(
                    "EC203",
                    f"the group `{name}` has the code of a country, {countries[name]}",
                    "give it another name",
                    key=True,
                )
            for change in entry.get("changes") or ():
                _check_reading(change, readings)
            groups[name] = _group(name, entry, countries).but(
                recorded_from=recorded_from, is_country_group=is_country_group
            )
    return Groups(groups=groups, listed=frozenset(listed), treated=treated)


def _group(name: str, entry: Cursor, countries: Mapping[str, str]) -> Group:
    members = _codes(entry, "members", countries)
    changes: list[Change] = []
    for each in entry.get("changes") or ():
        change = Change(
            day=each.day("date") or date.min,
            added=frozenset(_codes(each, "added", countries)),
            removed=frozenset(_codes(each, "removed", countries)),
            source=each.text("source"),
            confidence=each.text("confidence"),
            reading=each.text("reading"),
            otherwise=dict(_other_days(each)),
        )
        if changes and change.day < changes[-1].day:
            each.say(
                "EC302",
                "the changes are not in the order of their days",
                "put the oldest change first",
            )
        changes.append(change)
    # Undo the changes, newest first: each must be visible in the table that it led to.
    table = set(members)
    for index, change in reversed(list(enumerate(changes))):
        if not change.added <= table or change.removed & table:
            entry["changes"][index].say(
                "EC302",
                "the change does not lead to the members written here",
                "a code that was added must be a member afterwards, one removed must not",
            )
        table = (table - change.added) | change.removed
    return Group(
        name=name,
        meaning=entry.text("meaning"),
        members=frozenset(members),
        changes=tuple(changes),
        place=entry.place,
    )


def _check_reading(change: Cursor, readings: Mapping[str, Reading]) -> None:
    """The reading that chooses the day of a change is declared, with the options named."""
    if (change.get("reading") is None) != (change.get("otherwise") is None):
        change.say(
            "EC108",
            "`reading` and `otherwise` belong together",
            "name the reading, and the day under each of its other options",
        )
    named = change.get("reading")
    if named is None:
        return
    reading = readings.get(str(named.data))
    if reading is None:
        named.say(
            "EC202",
            f"`{named.data}` is not a reading of this rulebook",
            did_you_mean(str(named.data), tuple(readings)),
        )
        return
    for option, entry in change["otherwise"].entries() if change.get("otherwise") else ():
        if option not in reading.options:
            entry.say(
                "EC202",
                f"`{option}` is not an option of the reading `{named.data}`",
                did_you_mean(option, tuple(reading.options)),
                key=True,
            )


def _other_days(change: Cursor) -> Iterable[tuple[str, date | None]]:
    """The days of a change under other options of its reading, None for never."""
    section = change.get("otherwise")
    for option in section.data if section else ():
        assert section is not None
        if section.data[option] == NEVER:
            yield option, None
        elif (day := section.day(option)) is not None:
            yield option, day


def _codes(cursor: Cursor, key: str, countries: Mapping[str, str]) -> set[str]:
    codes: set[str] = set()
    for entry in cursor.get(key) or ():
        code = str(entry.data)
        if _check_code(entry, countries) and code in codes:
            entry.say("EC203", f"`{code}` is in the list twice", "remove one of the two")
        codes.add(code)
    return codes


def _check_code(entry: Cursor, countries: Mapping[str, str]) -> bool:
    """Whether a country bears the code; that none does is a mistake."""
    code = str(entry.data)
    if code in countries:
        return True
    help = did_you_mean(code, tuple(countries)) or "see countries.yaml"
    entry.say("EC202", f"`{code}` is not a country code", help)
    return False
