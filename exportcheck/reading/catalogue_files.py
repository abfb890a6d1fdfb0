"""The catalogue of facts: from checked files to values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import reduce

from exportcheck.core.assumptions import Assumption, ByNames
from exportcheck.core.catalogue import Catalogue, Fact, Member
from exportcheck.core.eccns import above, eccn_word
from exportcheck.core.formulas import FORMULAS
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
    _check_formats(facts, cursors)
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
    pattern = _pattern(entry)
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
        no_when_stated=entry.texts("no_when_stated"),
        one_name=entry.texts("one_name"),
        only_where=entry.text("only_where"),
        at_least=entry.text("at_least"),
        pattern=pattern,
        like=entry.text("like"),
        not_judged=_not_judged(entry, pattern),
        paragraphs=dict(_paragraphs(entry)),
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


def _not_judged(entry: Cursor, pattern: str) -> dict[str, str]:
    """The values that no rule judges, with what each is; none of them is one that is accepted."""
    section = entry.get("not_judged")
    told: dict[str, str] = {}
    for name, each in section.entries() if section else ():
        if re.fullmatch(pattern, name, re.ASCII):
            each.say("EC107", f"`pattern` accepts `{name}`", "take it out of `pattern`, or of here")
        told[name] = str(each.data)
    return told


def _paragraphs(entry: Cursor) -> Iterable[tuple[str, frozenset[str]]]:
    """The paragraphs of entries that are known whole, the entry and those between counted."""
    section = entry.get("paragraphs")
    for name, each in section.entries() if section else ():
        found = {name}
        for paragraph in each:
            word = eccn_word(f"{name}.{paragraph.data}")
            if word is None:
                told = f"`{name}.{paragraph.data}` is not an ECCN"
                paragraph.say("EC401", told, "write an entry such as 3A090, and below it `a.1`")
            else:
                found.update(above(word))
        yield name.lower(), frozenset(each.lower() for each in found)


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
            plain = entry.get("value")
            word = "" if plain is None else _word(plain)
            if bool(word) == bool(entry.text("same_as")):
                entry.say(
                    "EC108",
                    "an assumption is either a value or that of another fact",
                    "write one of `value` and `same_as`",
                )
            yield (
                profile,
                Assumption(
                    value=word,
                    same_as=entry.text("same_as"),
                    doubted_by=entry.texts("doubted_by"),
                    only_as=tuple(_only_as(entry)),
                    by_names=_by_names(entry.get("doubted_by_names")),
                ),
            )
        else:
            yield profile, Assumption(value=_word(entry))


def _only_as(entry: Cursor) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Of facts that speak against an assumption, the values that alone do so."""
    section = entry.get("only_as")
    for name, values in section.entries() if section else ():
        if name not in entry.texts("doubted_by"):
            values.say(
                "EC205",
                f"`{name}` does not speak against the assumption",
                "name it under `doubted_by`, too",
            )
        yield name, tuple(_word(each) for each in values)


def _by_names(entry: Cursor | None) -> ByNames | None:
    """How names that speak of a place doubt what is assumed."""
    if entry is None:
        return None
    return ByNames(
        fact=entry.text("fact"),
        of=entry.texts("of"),
        only=entry.texts("only"),
        beside=entry.text("beside"),
        not_in=entry.texts("not_in"),
        told_by=entry.texts("told_by"),
    )


def _word(entry: Cursor) -> str:
    """A value as a person wrote it."""
    return {True: "yes", False: "no"}.get(entry.data, str(entry.data))


def _check_references(catalogue: Catalogue, fact: Fact, entry: Cursor) -> None:
    if (fact.kind == "any_of") != bool(fact.members):
        entry.say(
            "EC108",
            f"the fact `{fact.name}` mixes `of` with another kind",
            "`of` belongs to kind any_of, which is stated by its members",
        )
    members = [name for each in fact.members for name in (each.fact, each.guard) if name]
    compared = [*fact.no_when_stated, *fact.one_name, fact.only_where, fact.at_least]
    for name in (*fact.inputs, *members, *filter(None, compared)):
        if name not in catalogue:
            entry.say(
                "EC201",
                f"`{name}` is not a fact this tool knows",
                did_you_mean(name, tuple(catalogue.facts)),
            )
    said = [("no_when_stated", fact), ("one_name", fact)]
    if fact.only_where in catalogue:
        said.append(("only_where", catalogue[fact.only_where]))
    for key, yes_or_no in said:
        if entry.get(key) is not None and yes_or_no.kind != "yes_no":
            entry[key].say(
                "EC205",
                f"`{key}` is about a fact of kind yes_no, and `{yes_or_no.name}` is none",
                "it says whether two parties are one, or whether there is another at all",
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
        names = assumption.by_names
        told = (names.beside, *names.of) if names else ()
        for name in (*assumption.doubts, *filter(None, told)):
            if name not in catalogue:
                entry.say(
                    "EC201",
                    f"`{name}` is not a fact this tool knows",
                    did_you_mean(name, tuple(catalogue.facts)),
                )
        for name, words in assumption.only_as:
            for word in words if name in catalogue else ():
                _check_word(catalogue, catalogue[name], word, entry)
        if assumption.same_as and assumption.same_as not in catalogue:
            entry.say(
                "EC201",
                f"`{assumption.same_as}` is not a fact this tool knows",
                did_you_mean(assumption.same_as, tuple(catalogue.facts)),
            )
        elif assumption.value:
            _check_word(catalogue, fact, assumption.value, entry)


def _check_word(catalogue: Catalogue, fact: Fact, word: str, entry: Cursor) -> None:
    try:
        catalogue.parse(fact, word)
    except Unreadable as error:
        entry.tell("EC401", error)


def _check_formats(facts: Mapping[str, Fact], cursors: Mapping[str, Cursor]) -> None:
    """An arithmetic format has one rate, or one would stand in for the other."""
    rates: dict[str, str] = {}
    for name, fact in facts.items():
        if fact.bit_length is None:
            continue
        format = name.rpartition(".")[2]
        first = rates.setdefault(format, name)
        if first != name:
            cursors[name].say(
                "EC203",
                f"the arithmetic format `{format}` has a rate already, `{first}`",
                "use that fact, or give the format another name",
                key=True,
            )


def _check_loops(catalogue: Catalogue, cursors: Mapping[str, Cursor]) -> None:
    """No fact is derived from itself, assumed from itself or a member of itself."""

    def behind(name: str) -> Iterable[str]:
        fact = catalogue[name]
        members = (member.fact for member in fact.members)
        others = (name for assumption in fact.assume.values() for name in assumption.same)
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
