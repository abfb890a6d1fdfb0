"""Case files: given facts, the outcome expected, and the rules that it must rest on.

Cases live beside the rules they test, in `*.cases.yaml`, and are written by whoever writes rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from exportcheck.core.cases import Case
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, did_you_mean
from exportcheck.core.windows import day_help, parse_day
from exportcheck.reading.compiling import Cursor
from exportcheck.reading.documents import Document
from exportcheck.reading.entries import Entry, entries_in
from exportcheck.reading.folders import CASES, rulebook_of, yaml_files
from exportcheck.reading.schemas import cases_schema
from exportcheck.reading.shipments import ShipmentReader
from exportcheck.reading.strict_yaml import read_yaml
from exportcheck.reading.structure import check_structure


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """All cases that were read, and what is wrong with the files."""

    cases: tuple[Case, ...]
    problems: tuple[Problem, ...]


def read_cases(
    folders: Iterable[Path], library: Library, *, leaving_out: Collection[str] = ()
) -> CaseFiles:
    """The cases under these folders, in the order of the files, but for those of some rulebooks."""
    cases: list[Case] = []
    problems: list[Problem] = []
    schema = cases_schema(library.catalogue)
    for folder in folders:
        for path in yaml_files(folder):
            if not path.name.casefold().endswith(CASES):
                continue
            if leaving_out and rulebook_of(folder, path) in leaving_out:
                continue
            document, whole = read_yaml(path.read_bytes(), str(path)), Place(str(path))
            found = list(document.problems) or check_structure(document, schema)
            if not found:
                cases.extend(_cases(document, path.relative_to(folder).as_posix(), library, found))
            # What is told of no case leaves the whole file unread.
            problems.extend(each if each.line else each.but(line=whole) for each in found)
    return CaseFiles(tuple(cases), tuple(problems))


def _cases(
    document: Document, file: str, library: Library, problems: list[Problem]
) -> Iterable[Case]:
    root = Cursor.at_root(document, problems)
    common = list(entries_in(document, ("given",), root.data.get("given")))
    profile = root.text("assume", "ordinary")
    seen: dict[str, Cursor] = {}
    for entry in root["cases"]:
        before = len(problems)
        name = entry.text("name")
        if name in seen:
            entry["name"].say(
                "EC203",
                f"the case `{name}` is here twice",
                f"it stands first at {seen[name].place}",
            )
        seen[name] = entry
        case = _case(entry, file, common, profile, library)
        problems[before:] = [each.but(line=entry.place) for each in problems[before:]]
        if case is not None:
            yield case


def _case(
    entry: Cursor, file: str, common: list[Entry], profile: str, library: Library
) -> Case | None:
    day = parse_day(entry.text("date"))
    if day is None:
        entry["date"].say(
            "EC301",
            f"`{entry.text('date')}` is not a calendar day",
            day_help(entry.text("date")),
        )
        return None
    own = list(entries_in(entry.document, (*entry.route, "given"), entry.data.get("given")))
    if entry.get("item") is not None:
        own.insert(0, Entry("item.sku", entry.data["item"], entry["item"].place))
    stated = {each.name for each in own}
    entries = [each for each in common if each.name not in stated] + own
    profile, readings = entry.text("assume", profile), _readings(entry, library)
    reader = ShipmentReader(library, profile, readings, day)
    shipment, problems = reader.read(entries, id=entry.text("name"), place=entry.place)
    entry.problems.extend(problems)
    rules = {rule.name for rulebook in library.rulebooks for rule in rulebook.rules}
    rests_on = _rules(entry, "rests_on", rules)
    not_on = _rules(entry, "not_on", rules)
    for index, rule in enumerate(not_on):
        if rule in rests_on and len(not_on) == len(entry["not_on"].data):
            entry["not_on"][index].say(
                "EC402",
                f"`{entry['not_on'][index].data}` stands under `rests_on` and under `not_on`",
                "it holds or it does not: remove one of the two",
            )
    if shipment is None:
        return None
    return Case(
        name=entry.text("name"),
        file=file,
        shipment=shipment,
        given=tuple((each.name, each.written) for each in entries),
        assume=profile,
        readings=readings,
        expect=entry.text("expect"),
        rests_on=rests_on,
        not_on=not_on,
        paragraph=entry.text("paragraph"),
        review_policy=entry.text("review_policy"),
        asks=entry.texts("asks"),
        known_gap=entry.text("known_gap"),
        place=entry.place,
    )


def altered(case: Case, changes: Mapping[str, str], library: Library) -> Case | None:
    """The case with some facts stated otherwise and nothing expected; `ship_date` moves its day.

    None where the facts do not go together.
    """
    facts = dict(changes)
    day = parse_day(facts.pop("ship_date", "")) or case.shipment.as_of
    readings = {n.removeprefix("reading."): facts.pop(n) for n in changes if n[:8] == "reading."}
    readings = {**case.readings, **readings}
    given = {name: written for name, written in case.given if name != "ship_date"}
    given.update(facts)
    entries = (Entry(name, written, case.place) for name, written in given.items())
    reader = ShipmentReader(library, case.assume, readings, day)
    shipment, _ = reader.read(entries, id=case.name, place=case.place)
    if shipment is None:
        return None
    return case.but(
        shipment=shipment,
        given=tuple(given.items()),
        readings=readings,
        rests_on=(),
        not_on=(),
        paragraph="",
        review_policy="",
        asks=(),
        known_gap="",
    )


def _readings(entry: Cursor, library: Library) -> Mapping[str, str]:
    taken = {}
    section = entry.get("readings")
    for name, cursor in section.entries() if section else ():
        reading = library.readings.get(name)
        if reading is None:
            cursor.say(
                "EC202",
                f"`{name}` is not a reading",
                did_you_mean(name, tuple(library.readings)),
                key=True,
            )
        elif cursor.data not in reading.options:
            cursor.say(
                "EC202",
                f"`{cursor.data}` is not an option of the reading `{name}`",
                did_you_mean(str(cursor.data), tuple(reading.options)),
            )
        else:
            taken[name] = str(cursor.data)
    return taken


def _rules(entry: Cursor, key: str, rules: set[str]) -> tuple[str, ...]:
    """The rules named, each with its rulebook; a rule that does not exist is a problem."""
    named = []
    for each in entry.get(key) or ():
        written = str(each.data)
        full = rules_meant(written, rules, entry.document.file.replace("\\", "/").split("/"))
        if len(full) != 1:
            each.say("EC202", *not_a_rule(written, rules))
        else:
            named.append(full[0])
    return tuple(named)


def rules_meant(written: str, rules: Collection[str], home: Collection[str]) -> list[str]:
    """The rules of that name, with or without its rulebook; one where it is clear which is meant.

    Two rulebooks may use one id: a case means that of its own folder, which is one of `home`.
    """
    full = [rule for rule in rules if rule == written or rule.partition("/")[2] == written]
    if len(full) > 1:
        full = [rule for rule in full if rule.partition("/")[0] in home] or full
    return full


def not_a_rule(written: str, rules: Collection[str]) -> tuple[str, str]:
    """What is said of a name that no rule bears, and the rule that may be meant."""
    short = tuple(rule.partition("/")[2] for rule in rules)
    return f"`{written}` is not a rule", did_you_mean(written, short)
