"""The first page: which rulebooks there are, how far they reach, what changed, what is due."""

from __future__ import annotations

from exportcheck.core.calendar import due, timeline
from exportcheck.reporting.site.atlas import Atlas, Material
from exportcheck.reporting.site.blocks import (
    Block,
    Heading,
    Pairs,
    Point,
    Points,
    Say,
    Sheet,
    To,
)
from exportcheck.reporting.site.books import verified_words
from exportcheck.reporting.site.lists import due_table, event_words

RECENT = 8


def home_sheet(material: Material, atlas: Atlas) -> Sheet:
    """The first page."""
    library = material.library
    rules = sum(len(book.rules) for book in library.rulebooks)
    blocks: list[Block] = [
        Say(
            (
                f"The rules that exportcheck decides by, as the law stood on {material.day}: ",
                To(f"{rules} rules", "rules/index"),
                " with their history and sources, ",
                To(f"{len(library.catalogue.countries)} destinations", "destinations/index"),
                ", ",
                To(f"{len(library.items)} items", "items/index"),
                " with ",
                To("a chart of the thresholds", "chart"),
                ", ",
                To("defined terms", "terms/index"),
                ", ",
                To("facts", "facts"),
                " and ",
                To(f"{len(material.cases)} cases", "cases/index"),
                ".",
            ),
            "lead",
        ),
        Say(("It is not legal advice, and a pass is not a clearance.",), "warning"),
    ]
    for book in library.rulebooks:
        blocks += [
            Heading((atlas.to(book.title, "rulebook", book.id),)),
            Pairs(
                (
                    ("Jurisdiction", (book.jurisdiction,)),
                    ("Version", (book.version,)),
                    ("Verified through", verified_words(book)),
                    ("Rules", (str(len(book.rules)),)),
                )
            ),
            Heading(("Covered",), 3),
            Points(tuple(Point((text,)) for text in book.covers)),
            Heading(("Not covered",), 3),
            Points(tuple(Point((text,)) for text in book.not_covered)),
        ]
    events = timeline(library.rulebooks)
    past = [event for event in events if event.day <= material.day][-RECENT:]
    coming = [event for event in events if event.day > material.day]
    for label, shown in (("Coming", coming), ("Last changes", past[::-1])):
        if shown:
            blocks.append(Heading((label,)))
            blocks.append(
                Points(
                    tuple(Point((f"{event.day}: ", *event_words(event, atlas))) for event in shown)
                )
            )
    blocks.append(Say((To("The whole timeline", "timeline"),)))
    blocks.append(Heading(("What is due",)))
    blocks.append(Say((f"As of {material.day}.",), "faint"))
    blocks.append(due_table(due(library.rulebooks, material.day), atlas))
    return Sheet("index", "The rulebook", "list", "", tuple(blocks))
