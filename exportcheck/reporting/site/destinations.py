"""Pages of destinations: the groups that hold each, since when, and the rules that reach it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from exportcheck.core.groups import Group, TreatedAs
from exportcheck.core.rules import Rule, Rulebook
from exportcheck.reporting.site.atlas import Atlas, Material, groups_of
from exportcheck.reporting.site.blocks import (
    Block,
    Heading,
    Piece,
    Say,
    Sheet,
    Table,
    To,
    Words,
    spread,
)
from exportcheck.reporting.site.citations import cited
from exportcheck.reporting.site.mentions import places_named, rules_that_name
from exportcheck.reporting.site.rules import HOME
from exportcheck.reporting.site.sentences import capital


def destination_sheets(material: Material, atlas: Atlas) -> Iterator[Sheet]:
    """The list of destinations, and a page for each."""
    countries = material.library.catalogue.countries
    books = [(book, places_named(book)) for book in material.library.rulebooks]
    rows = []
    for code, name in sorted(countries.items(), key=lambda each: each[1].casefold()):
        held = [
            atlas.to(group, "group", group)
            for book, _ in books
            for group in book.groups.of(code, material.day)
            if book.declares(book.groups.groups[group].place)
        ]
        link = atlas.to(name, "destination", code)
        rows.append(((link,), (code,), spread(held)))
        blocks: list[Block] = []
        told: list[TreatedAs] = []
        for book, named in books:
            if book.groups.groups:
                blocks += _book(code, book, named, told, material, atlas)
        if not blocks:
            blocks = [Say(("No rulebook here groups destinations.",), "faint")]
        yield Sheet(
            atlas.paths["destination", code],
            f"{name} ({code})",
            "destination",
            code,
            tuple(blocks),
            (HOME, To("Destinations", "destinations/index")),
        )
    head = ("destination", "code", f"Country Groups on {material.day}")
    table = Table(head, tuple(rows))
    yield Sheet("destinations/index", "Destinations", "list", "", (table,), (HOME,))


def _book(
    code: str,
    book: Rulebook,
    named: dict[str, list[Rule]],
    told: list[TreatedAs],
    material: Material,
    atlas: Atlas,
) -> Iterator[Block]:
    """What a rulebook adds to those before it, of which the treatments that they `told` are."""
    groups, day = book.groups, material.day
    governing = groups.counts_as(code, day)
    for each in groups.treated.values():
        if code in (each.code, each.as_code) and each not in told:
            own = "" if book is material.library.rulebooks[0] else f"in {book.title} "
            yield _treated(each, code, own, material, atlas)
            told.append(each)
    declares = bool(groups_of(book))
    if declares and governing not in groups.listed:
        yield Say(
            (
                "The Country Groups do not name it, so its membership is not known here. A "
                "territory gets the treatment of the country it belongs to (",
                cited("15 CFR 738.3(b)"),
                "): state that country.",
            ),
            "warning",
        )
    elif declares:
        yield from _memberships(governing, book, day, atlas)
    reached = [code, *([governing] if governing != code else []), *_ever(governing, book)]
    if declares or not named.keys().isdisjoint(reached):
        yield from rules_that_name(book, named, reached, atlas)


def _treated(each: TreatedAs, code: str, own: str, material: Material, atlas: Atlas) -> Block:
    """That a place counts as another, on the page of either."""
    other = each.as_code if code == each.code else each.code
    name = material.library.catalogue.countries.get(other, other)
    link = atlas.to(f"{name} ({other})", "destination", other)
    since: Words = (f" since {each.since} (", cited(each.source), ").")
    if code == each.code:
        return Say((capital(f"{own}it counts as "), link, *since), "note")
    return Say((capital(own), link, " counts as it", *since), "note")


def _ever(code: str, book: Rulebook) -> list[str]:
    """The groups that hold a code now or held it."""
    return [name for name, group in book.groups.groups.items() if _history(code, group)]


def _history(code: str, group: Group) -> tuple[str, ...]:
    """The stretches of days in which a code was in a group, from the first that is recorded."""
    inside = code in group.on(group.recorded_from)
    start = f"since {group.recorded_from} or before" if inside else ""
    told = []
    for change in group.changes:
        if code in change.added and not inside:
            inside, start = True, f"since {change.day}"
        elif code in change.removed and inside:
            inside = False
            told.append(f"{start.replace('since', 'from', 1)}, until {change.day}")
    return (*told, start) if inside else tuple(told)


def _memberships(code: str, book: Rulebook, day: date, atlas: Atlas) -> Iterator[Block]:
    rows: list[tuple[Words, ...]] = []
    for group in groups_of(book):
        told = _history(code, group)
        if not told:
            continue
        link: Piece = atlas.to(group.title, "group", group.name)
        sources = [
            cited(change.source)
            for change in group.changes
            if code in change.added | change.removed
        ]
        now = "yes" if code in group.on(day) else "no"
        rows.append(((link,), (group.meaning,), (now,), ("; ".join(told),), spread(sources, "; ")))
    yield Heading((f"Groups of {book.title}",))
    if rows:
        head = ("group", "meaning", f"on {day}", "when", "source of a change")
        yield Table(head, tuple(rows))
    else:
        yield Say(("It is in no group.",))
