"""Pages of a rulebook and of what its rules share: terms, groups, lists of parties, readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exportcheck.core.conditions import (
    Condition,
    Term,
    parts_of,
    terms_in,
)
from exportcheck.core.groups import Group
from exportcheck.core.parties import Listing, PartyList
from exportcheck.core.rules import Reading, Rule, Rulebook
from exportcheck.reporting.as_rules import conditions_of, terms_of
from exportcheck.reporting.site.atlas import Atlas, Material, groups_of
from exportcheck.reporting.site.blocks import (
    Block,
    Code,
    Faint,
    Heading,
    Pairs,
    Point,
    Points,
    Say,
    Sheet,
    Strong,
    Table,
    To,
    Words,
    spread,
)
from exportcheck.reporting.site.citations import cited, linked
from exportcheck.reporting.site.mentions import places_named, rules_that_name
from exportcheck.reporting.site.rules import HOME
from exportcheck.reporting.site.sentences import Speaker


def verified_words(book: Rulebook) -> Words:
    """Through which day a rulebook was verified, and what is said of that."""
    return (f"{book.verified_through}. {book.verified_note}".strip(),)


def rulebook_sheets(material: Material, atlas: Atlas) -> Iterator[Sheet]:
    """A page for each rulebook: what it covers and not, and where the law is disputed."""
    for book in material.library.rulebooks:
        blocks: list[Block] = [
            Pairs(
                (
                    ("Jurisdiction", (book.jurisdiction,)),
                    ("Version", (book.version,)),
                    ("Holds rules since", (str(book.first_day),)),
                    ("Verified through", verified_words(book)),
                    ("Digest", (Code(book.digest),)),
                )
            ),
            Heading(("What it covers",)),
            Points(tuple(Point((text,)) for text in book.covers)),
            Heading(("What it does not cover",)),
            Points(tuple(Point((text,)) for text in book.not_covered)),
        ]
        if book.readings:
            blocks.append(Heading(("Where the law is disputed",), anchor="readings"))
            for reading in book.readings.values():
                blocks += _reading(reading)
        groups = groups_of(book)
        if groups:
            blocks.append(Heading(("Groups of destinations",)))
            rows = tuple(
                (
                    (atlas.to(group.name, "group", group.name),),
                    (group.meaning,),
                    (str(len(group.on(material.day))),),
                )
                for group in groups
            )
            blocks.append(Table(("group", "meaning", "members"), rows, frozenset({2})))
        if book.lists:
            blocks.append(Heading(("Lists of parties",)))
            blocks.append(
                Points(
                    tuple(
                        Point((atlas.to(each.title, "list", book.id, each.name),))
                        for each in book.lists
                    )
                )
            )
        path = atlas.paths["rulebook", book.id]
        yield Sheet(path, book.title, "rulebook", book.id, tuple(blocks), (HOME,))


def _reading(reading: Reading) -> Iterator[Block]:
    yield Heading((reading.question,), 3, anchor=f"reading-{reading.name}")
    options = []
    for option, meaning in reading.options.items():
        taken: Words = (" ", Strong("(taken)")) if option == reading.default else ()
        options.append(Point((Code(option), *taken, f": {meaning}")))
    yield Points(tuple(options))
    yield Pairs(
        (
            ("Why", (reading.why,)),
            ("Confidence", (reading.confidence,)),
            ("Sources", spread([cited(source) for source in reading.sources], "; ")),
            ("Another option", (Code(f"--reading {reading.name}=OPTION"),)),
        )
    )


def term_sheets(material: Material, atlas: Atlas) -> Iterator[Sheet]:
    """The list of defined terms, and a page for each."""
    rows = []
    books = material.library.rulebooks
    terms = {name: part for book in books[::-1] for name, part in _terms(book).items()}
    users = _users(books)
    for book in books:
        speaker = Speaker(book, material.library.catalogue, atlas)
        for name, (meaning, place) in book.terms.items():
            if not book.declares(place):
                continue
            link = atlas.to(name, "term", name)
            rows.append(((link,), (meaning,)))
            blocks: list[Block] = [Say((meaning,), "lead")]
            if name in terms:
                blocks.append(Heading(("It holds when all of this holds",)))
                blocks.append(Points(speaker.points(terms[name])))
            rules, others = users.get(name, ([], []))
            blocks.append(Heading(("Used by",)))
            used = [
                *(
                    Point((atlas.rule(rule.name, _short(rule, book)), f": {rule.title}"))
                    for rule in rules
                ),
                *(Point(("the term ", atlas.to(f"“{other}”", "term", other))) for other in others),
            ]
            blocks.append(Points(tuple(used)) if used else Say(("No rule uses it.",), "faint"))
            blocks.append(Say(("Written in ", Code(place.address), "."), "faint"))
            trail = (HOME, To("Terms", "terms/index"))
            path = atlas.paths["term", name]
            yield Sheet(path, f"“{name}”", "term", meaning, tuple(blocks), trail)
    table = Table(("term", "meaning"), tuple(rows))
    yield Sheet("terms/index", "Defined terms", "list", "", (table,), (HOME,))


def _terms(book: Rulebook) -> dict[str, Condition]:
    """What each term stands for, as the rules that use it have it."""
    return {name: term.part for rule in book.rules for name, term in terms_of(rule).items()}


def _short(rule: Rule, book: Rulebook) -> str:
    """A rule as a page of a rulebook names it."""
    return rule.id if rule.rulebook == book.id else rule.name


def _users(books: Iterable[Rulebook]) -> dict[str, tuple[list[Rule], list[str]]]:
    """The rules and the terms that name each term themselves."""
    users: dict[str, tuple[list[Rule], list[str]]] = {}
    for rule in (rule for book in books for rule in book.rules):
        named = {
            term.name: term
            for version in rule.versions
            for condition in conditions_of(version)
            for term in terms_in(condition)
        }
        own = dict.fromkeys(
            name
            for version in rule.versions
            for condition in conditions_of(version)
            for name in outermost(condition)
        )
        for name in own:
            users.setdefault(name, ([], []))[0].append(rule)
        for name, term in named.items():
            for inner in outermost(term.part):
                others = users.setdefault(inner, ([], []))[1]
                if name not in others:
                    others.append(name)
    return users


def outermost(condition: Condition) -> Iterator[str]:
    """The terms that a condition names itself, without those that they are made of."""
    if isinstance(condition, Term):
        yield condition.name
        return
    for part in parts_of(condition):
        yield from outermost(part)


def group_sheets(material: Material, atlas: Atlas) -> Iterator[Sheet]:
    """A page for each group: its members on the day, its changes, and the rules that name it."""
    named = [(book, places_named(book)) for book in material.library.rulebooks]
    for owner in material.library.rulebooks:
        for group in groups_of(owner):
            ruled = tuple(
                block
                for book, places in named
                if book is owner or group.name in places
                for block in rules_that_name(book, places, (group.name,), atlas)
            )
            yield _group(group, owner, ruled, material, atlas)


def _group(
    group: Group, book: Rulebook, ruled: tuple[Block, ...], material: Material, atlas: Atlas
) -> Sheet:
    countries = material.library.catalogue.countries
    members = sorted(group.on(material.day), key=lambda code: countries.get(code, code))
    links = [
        atlas.to(f"{countries.get(code, code)} ({code})", "destination", code) for code in members
    ]
    blocks: list[Block] = [
        Say((group.meaning,), "lead"),
        Heading((f"Members on {material.day} ", Faint(f"({len(members)})"))),
        Say(spread(links)) if links else Say(("None.",)),
        Heading(("Changes",)),
    ]
    moves = []
    for change in reversed(group.changes):
        for verb, codes in (("joins", change.added), ("leaves", change.removed)):
            for code in sorted(codes):
                name = atlas.to(countries.get(code, code), "destination", code)
                day = str(change.day)
                if change.reading:
                    day += f" (see the reading {change.reading})"
                moves.append(
                    ((day,), (name, f" {verb}"), (cited(change.source),), (change.confidence,))
                )
    if moves:
        blocks.append(Table(("since", "change", "source", "confidence"), tuple(moves)))
    else:
        blocks.append(Say((f"None is recorded since {group.recorded_from}.",), "faint"))
    blocks += ruled
    blocks.append(Say(("Written in ", Code(group.place.address), "."), "faint"))
    trail = (HOME, atlas_link(book, atlas))
    path = atlas.paths["group", group.name]
    return Sheet(path, group.title, "group", group.meaning, tuple(blocks), trail)


def atlas_link(book: Rulebook, atlas: Atlas) -> To:
    return To(book.title, atlas.paths["rulebook", book.id])


def list_sheets(material: Material, atlas: Atlas) -> Iterator[Sheet]:
    """A page for each list of parties."""
    for book in material.library.rulebooks:
        for each in book.lists:
            names = sorted(_listings(each), key=lambda one: (one.name.casefold(), one.window.first))
            rows = tuple(
                (
                    (listing.name, *_also(listing)),
                    (str(listing.window),),
                    (linked(listing.source),),
                    (listing.note,),
                )
                for listing in names
            )
            blocks: tuple[Block, ...] = (
                Say((each.meaning,), "lead"),
                Pairs(
                    (
                        ("Answers the fact", (To(each.answers, "facts", each.answers),)),
                        ("Parties here", (str(len(names)),)),
                        ("File", (Code(each.place.address),)),
                    )
                ),
                Table(("party", "on the list", "source", "note"), rows),
            )
            words = " ".join(name for listing in names for name in listing.names)
            path = atlas.paths["list", book.id, each.name]
            trail = (HOME, atlas_link(book, atlas))
            yield Sheet(path, each.title, "list of parties", words, blocks, trail)


def _listings(party_list: PartyList) -> list[Listing]:
    found: dict[int, Listing] = {}
    for listings in party_list.by_name.values():
        found.update((id(listing), listing) for listing in listings)
    return list(found.values())


def _also(listing: Listing) -> Words:
    others = [name for name in listing.names if name != listing.name]
    return (Faint(f" also {', '.join(others)}"),) if others else ()
