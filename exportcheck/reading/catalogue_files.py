"""The catalogue of facts, the countries, and the country groups: from checked files to values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce

from exportcheck.core.catalogue import Assumption, Catalogue, Fact, Member
from exportcheck.core.formulas import FORMULAS
from exportcheck.core.groups import Change, Group, Groups, TreatedAs
from exportcheck.core.problems import Problem, did_you_mean, either, joined
from exportcheck.core.quantities import Unreadable, parse_quantity
from exportcheck.core.rules import Reading
from exportcheck.core.values import Interval
from exportcheck.reading.compiling import FACT_NAME, Cursor, reached

PROFILES = ("ordinary",)


def compile_facts(files: Iterable[Cursor], countries: Mapping[str, str]) -> Catalogue:
    """All facts of the facts files; a name declared twice is a problem."""
    facts: dict[str, Fact] = {}
    cursors: dict[str, Cursor] = {}
    for file in files:
        for name, entry in file["facts"].entries():
            if name in facts:
                entry.say(
                    "EC203",
                    f"the fact `{name}` is declared twice",
                    f"it is declared first at {facts[name].place}",
                    key=True,
                )
                continue
            if not FACT_NAME.fullmatch(name):
                entry.say(
                    "EC203",
                    f"`{name}` is not a name for a fact",
                    "use lower-case words joined by `_`, and `.` between levels",
                    key=True,
                )
            facts[name] = _fact(name, entry)
            cursors[name] = entry
    catalogue = Catalogue(facts=facts, countries=countries)
    for name, entry in cursors.items():
        _check_references(catalogue, facts[name], entry)
    _check_loops(catalogue, cursors)
    return catalogue


def _fact(name: str, entry: Cursor) -> Fact:
    kind = entry.text("kind")
    if kind == "quantity" and entry.get("unit") is None:
        entry.say("EC103", f"the quantity `{name}` lacks `unit`", "write the unit it is stated in")
    if kind == "one_of" and entry.get("options") is None:
        entry.say(
            "EC103", f"the fact `{name}` lacks `options`", "write each option and its meaning"
        )
    bits_reading, by_option = _bit_lengths(entry)
    options = entry.get("options")
    derived = entry.get("derived")
    assume = entry.get("assume")
    return Fact(
        name=name,
        kind=kind,
        meaning=entry.text("meaning"),
        ask=entry.text("ask"),
        unit=entry.text("unit") or ("TOPS" if kind == "throughput" else ""),
        options={} if options is None else {key: str(each) for key, each in options.data.items()},
        flag=entry.text("flag"),
        formula="" if derived is None else derived.text("formula"),
        inputs=() if derived is None else derived.texts("from"),
        bit_length=reduce(Interval.hull, by_option.values()) if by_option else None,
        bits_reading=bits_reading,
        bits_by_option=by_option if bits_reading else {},
        members=tuple(_members(entry)),
        pattern=_pattern(entry),
        like=entry.text("like"),
        assume={} if assume is None else dict(_assumptions(assume)),
        cites=entry.texts("cites"),
        place=entry.place,
    )


def _bit_lengths(entry: Cursor) -> tuple[str, dict[str, Interval]]:
    """The bit length of a format, or the reading that chooses it and the length of each option."""
    cursor = entry.get("bit_length")
    if cursor is None:
        return "", {}
    reading, options = "", [("", cursor)]
    if isinstance(cursor.data, dict):
        reading = f"reading.{cursor.text('reading')}"
        options = list(cursor["options"].entries())
    lengths: dict[str, Interval] = {}
    for option, each in options:
        try:
            lengths[option] = parse_quantity(str(each.data), "bit")
        except Unreadable as error:
            each.tell("EC401", error)
    return reading, lengths


def _pattern(entry: Cursor) -> str:
    """A pattern that can be used, with an example that it accepts."""
    pattern, like = entry.text("pattern"), entry.text("like")
    if not pattern:
        return ""
    try:
        fits = re.fullmatch(pattern, like, re.ASCII)
    except re.error as error:
        entry["pattern"].say("EC107", f"the pattern cannot be read: {error}")
        return ""
    if not fits:
        entry.say(
            "EC107", "`like` does not fit `pattern`", "give an example that the pattern accepts"
        )
    return pattern


def _members(entry: Cursor) -> Iterable[Member]:
    for each in entry.get("of") or ():
        if not isinstance(each.data, dict):
            yield Member(fact=str(each.data))
            continue
        for guard, value in each["when"].entries():
            word = {True: "yes", False: "no"}.get(value.data, str(value.data))
            yield Member(fact=each.text("fact"), guard=guard, value=word)


def _assumptions(assume: Cursor) -> Iterable[tuple[str, Assumption]]:
    for profile, entry in assume.entries():
        if profile not in PROFILES:
            entry.say(
                "EC202",
                f"`{profile}` is not a profile of assumptions",
                "write `ordinary`",
                key=True,
            )
        if isinstance(entry.data, dict):
            yield profile, Assumption(same_as=entry.text("same_as"))
        else:
            value = {True: "yes", False: "no"}.get(entry.data, str(entry.data))
            yield profile, Assumption(value=value)


def _check_references(catalogue: Catalogue, fact: Fact, entry: Cursor) -> None:
    if (fact.kind == "any_of") != bool(fact.members):
        entry.say(
            "EC108",
            f"the fact `{fact.name}` mixes `of` with another kind",
            "`of` belongs to kind any_of, which is stated by its members",
        )
    members = [name for each in fact.members for name in (each.fact, each.guard) if name]
    for name in (*fact.inputs, *members):
        if name not in catalogue:
            entry.say(
                "EC201",
                f"`{name}` is not a fact this tool knows",
                did_you_mean(name, tuple(catalogue.facts)),
            )
    inputs = [catalogue[name] for name in fact.inputs if name in catalogue]
    if fact.formula and len(inputs) == len(fact.inputs):
        formula = FORMULAS[fact.formula]
        if not formula.fits(fact, inputs):
            entry["derived"].say(
                "EC205",
                f"`{fact.formula}` does not derive `{fact.name}` from these facts",
                f"it takes {formula.takes}",
            )
    for assumption in fact.assume.values():
        if assumption.same_as and assumption.same_as not in catalogue:
            entry.say(
                "EC201",
                f"`{assumption.same_as}` is not a fact this tool knows",
                did_you_mean(assumption.same_as, tuple(catalogue.facts)),
            )
        elif not assumption.same_as:
            try:
                catalogue.parse(fact, assumption.value)
            except Unreadable as error:
                entry.tell("EC401", error)


def _check_loops(catalogue: Catalogue, cursors: Mapping[str, Cursor]) -> None:
    """No fact is derived from itself, assumed from itself or a member of itself."""

    def behind(name: str) -> Iterable[str]:
        fact = catalogue[name]
        members = (member.fact for member in fact.members)
        others = (assumption.same_as for assumption in fact.assume.values())
        return (each for each in (*fact.inputs, *members, *others) if each in catalogue)

    for name, entry in cursors.items():
        ahead = reached(behind(name), behind)
        if name in ahead:
            loop = [each for each in ahead if name in reached(behind(each), behind)]
            entry.say(
                "EC204",
                f"the fact `{name}` leads back to itself",
                f"it leads through {joined([f'`{each}`' for each in sorted(loop)])}",
                key=True,
            )


def with_readings(catalogue: Catalogue, readings: Iterable[Reading]) -> Catalogue:
    """The catalogue with a fact for each reading."""
    facts = {
        reading.fact: Fact(
            name=reading.fact,
            kind="one_of",
            meaning=reading.question,
            ask=reading.question,
            options=reading.options,
            flag=f"--reading {reading.name}=",
            place=reading.place,
        )
        for reading in readings
    }
    return catalogue.but(facts={**catalogue.facts, **facts})


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


def check_bit_lengths(catalogue: Catalogue, readings: Iterable[Reading]) -> Iterable[Problem]:
    """A bit length that a reading chooses is given for each of its options."""
    by_fact = {reading.fact: reading for reading in readings}
    for fact in catalogue:
        reading = by_fact.get(fact.bits_reading)
        if reading is not None and set(reading.options) != set(fact.bits_by_option):
            yield Problem(
                place=fact.place,
                code="EC202",
                message=f"the bit length of `{fact.name}` is not given for each option of the "
                f"reading `{reading.name}`",
                help=f"its options are {either([f'`{option}`' for option in reading.options])}",
            )


def _other_days(change: Cursor) -> Iterable[tuple[str, date]]:
    """The days of a change under other options of its reading."""
    section = change.get("otherwise")
    for option in section.data if section else ():
        assert section is not None
        day = section.day(option)
        if day is not None:
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
