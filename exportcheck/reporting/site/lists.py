"""Pages that list: facts, cases, what changed when, and what is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exportcheck.core.calendar import Due, Event, due, timeline
from exportcheck.core.cases import Case
from exportcheck.core.facts import Origin
from exportcheck.core.problems import joined
from exportcheck.reporting.site.atlas import Atlas, Material
from exportcheck.reporting.site.blocks import (
    Block,
    Code,
    Heading,
    Pairs,
    Point,
    Points,
    Say,
    Sheet,
    Table,
    To,
    Words,
    spread,
)
from exportcheck.reporting.site.citations import cites, linked
from exportcheck.reporting.site.rules import HOME, expected_words
from exportcheck.reporting.site.sentences import Speaker, capital


def facts_sheet(material: Material, atlas: Atlas) -> Sheet:
    """Every fact: kind and unit, meaning, options, how it is derived, and what is assumed.

    Below them stands what no line can state together.
    """
    blocks: list[Block] = []
    for fact in material.library.catalogue:
        unit = f" in {fact.unit}" if fact.unit else ""
        blocks.append(Heading((Code(fact.name),), 3, anchor=fact.name))
        blocks.append(Say((fact.meaning,)))
        pairs: list[tuple[str, Words]] = [
            ("Kind", (f"{fact.kind.replace('_', ' ')}{unit}",)),
            ("Stated by", (Code(fact.how_to_state),)),
        ]
        if fact.formula:
            told = joined(fact.inputs) or "the rules"
            pairs.append(("Derived", (f"{fact.formula.replace('_', ' ')} of {told}",)))
        if fact.members:
            members = [To(member.fact, "facts", member.fact) for member in fact.members]
            pairs.append(("Any of", spread(members)))
        for profile, assumption in fact.assume.items():
            taken = assumption.value or f"the same as {assumption.same_as}"
            against = joined(assumption.against, "or")
            unless = f", unless {against} speaks against it" if against else ""
            pairs.append((f"Profile {profile} assumes", (f"{taken}{unless}",)))
        if fact.cites:
            pairs.append(("Citation", cites(fact.cites)))
        blocks.append(Pairs(tuple(pairs)))
        if fact.options:
            points = (Point((Code(name), f": {told}")) for name, told in fact.options.items())
            blocks.append(Points(tuple(points)))
    contradictions = material.library.contradictions
    if contradictions:
        blocks.append(Heading(("What no line can state together",), 2))
        speaker = Speaker(material.library.rulebooks[0], material.library.catalogue, atlas)
    for each in contradictions:
        blocks.append(Heading((capital(each.says),), 3))
        blocks.append(Points(speaker.points(each.when)))
    return Sheet("facts", "Facts", "list", "", tuple(blocks), (HOME,))


def case_sheets(material: Material, atlas: Atlas) -> Iterator[Sheet]:
    """The list of files of cases, and a page for each with what is given and expected."""
    files: dict[str, list[Case]] = {}
    for case in material.cases:
        files.setdefault(case.file, []).append(case)
    rows = []
    for file, cases in files.items():
        rows.append(((atlas.to(file, "cases", file),), (str(len(cases)),)))
        blocks = [block for case in cases for block in _case(case, atlas)]
        yield Sheet(
            atlas.paths["cases", file],
            f"Cases of {file}",
            "cases",
            "",
            tuple(blocks),
            (HOME, To("Cases", "cases/index")),
        )
    told = Say(
        ("What must come out for a shipment, derived from the law and run with the rules.",),
        "faint",
    )
    table = Table(("file", "cases"), tuple(rows), frozenset({1}))
    yield Sheet("cases/index", "Cases", "list", "", (told, table), (HOME,))


def _case(case: Case, atlas: Atlas) -> Iterator[Block]:
    yield Heading((case.name,), 3, anchor=f"line-{case.place.line}")
    facts = case.shipment.facts
    given: list[Words] = []
    if case.shipment.item:
        given.append((atlas.to(case.shipment.item, "item", case.shipment.item),))
    given += [
        (Code(f"{name}: {known.written}"),)
        for name, known in facts.stated.items()
        if known.origin is Origin.STATED
    ]
    readings = [
        (Code(f"{name}: {known.written}"),)
        for name, known in facts.stated.items()
        if known.origin is Origin.READING and known.written != atlas.defaults.get(name)
    ]
    pairs: list[tuple[str, Words]] = [
        ("By the law of", (str(case.shipment.as_of),)),
        ("Given", spread(given)),
        ("Expected", (capital(expected_words(case)),)),
    ]
    if readings:
        pairs.append(("Readings", spread(readings)))
    for label, names in (("Rests on", case.rests_on), ("Not on", case.not_on)):
        if names:
            pairs.append((label, spread([atlas.rule(name) for name in names])))
    if case.asks:
        pairs.append(("Asks", spread([To(name, "facts", name) for name in case.asks])))
    yield Pairs(tuple(pairs))


def timeline_sheet(material: Material, atlas: Atlas) -> Sheet:
    """What changed when, newest first."""
    blocks: list[Block] = []
    day = None
    points: list[Point] = []
    events = sorted(timeline(material.library.rulebooks), key=lambda each: each.day, reverse=True)
    for event in events:
        if event.day != day:
            if points:
                blocks.append(Points(tuple(points)))
            day, points = event.day, []
            blocks.append(Heading((str(day),), anchor=str(day)))
        points.append(Point(event_words(event, atlas)))
    if points:
        blocks.append(Points(tuple(points)))
    return Sheet("timeline", "Timeline", "list", "", tuple(blocks), (HOME,))


def event_words(event: Event, atlas: Atlas) -> Words:
    """An event with a link to its rule and its source."""
    name, _, rest = event.what.partition(" ")
    what: Words = (event.what,)
    if ("rule", name) in atlas.paths:
        what = (atlas.rule(name), f" {rest}")
    return (*what, " (", linked(event.source), f", {event.confidence})")


def due_sheet(material: Material, atlas: Atlas) -> Sheet:
    """What a person has to look at, by when, and who."""
    found = due(material.library.rulebooks, material.day)
    blocks: tuple[Block, ...] = (
        Say((f"As of {material.day}, the day whose law this site tells.",), "faint"),
        due_table(found, atlas),
    )
    return Sheet("due", "What is due", "list", "", blocks, (HOME,))


def due_table(found: Iterable[Due], atlas: Atlas) -> Block:
    """What is due, with links to the rules."""
    rows = tuple(
        (
            (f"{each.day}{' (overdue)' if each.overdue else ''}",),
            (atlas.rule(each.what),),
            (capital(each.why),),
        )
        for each in found
    )
    if not rows:
        return Say(("Nothing is stale, due or about to change.",))
    return Table(("day", "what", "why"), rows)
