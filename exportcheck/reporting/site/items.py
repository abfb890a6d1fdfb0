"""Pages of items: each figure with its source and confidence, what follows, and the paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.items import Item
from exportcheck.core.judgments import Determination
from exportcheck.core.measures import measures
from exportcheck.core.problems import joined
from exportcheck.reporting.as_classification import MARKS, paragraph_words
from exportcheck.reporting.as_lists import (
    COLUMNS,
    derived_figures,
    short_figure,
    stated_figures,
)
from exportcheck.reporting.site.atlas import Atlas, Material, every_item
from exportcheck.reporting.site.blocks import (
    Block,
    Code,
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
from exportcheck.reporting.site.citations import linked
from exportcheck.reporting.site.regions import short_paragraph
from exportcheck.reporting.site.rules import HOME
from exportcheck.reporting.site.sentences import capital
from exportcheck.reporting.site.standing import Charts, standing


def item_sheets(
    material: Material, atlas: Atlas, found: dict[str, Determination | None], charts: Charts
) -> Iterator[Sheet]:
    """The list of items, and a page for each; `found` tells how each is classified."""
    blocks: list[Block] = [
        Say(
            (
                "TPP and PD (performance density) as defined in ECCN 3A090, DRAM bandwidth in "
                "GB/s. 3610-6080 is a bound from both sides, >80000 one from below; ? is not "
                "known. A paragraph that cannot be told is open. See ",
                To("the chart", "chart"),
                ".",
            ),
            "faint",
        )
    ]
    rows: list[tuple[Words, ...]] = []
    for item in every_item(material):
        rows.append(_row(item, material, atlas, found[item.name]))
        yield _sheet(item, material, atlas, found[item.name], charts)
    head = ("item", "maker", "TPP", "PD", "DRAM", f"paragraph on {material.day}", "confidence")
    blocks.append(Table(head, tuple(rows), frozenset({2, 3, 4})))
    yield Sheet("items/index", "Items", "list", "", tuple(blocks), (HOME,))


def _row(
    item: Item, material: Material, atlas: Atlas, found: Determination | None
) -> tuple[Words, ...]:
    numbers: tuple[Words, ...] = ((), (), ())
    if item.kind != "system":
        facts = material.library.items.facts_of(material.library.catalogue, (item,), item.name)
        numbers = tuple((short_figure(facts, name),) for name in COLUMNS)
    link = atlas.to(item.sku, "item", item.name)
    return ((link,), (item.maker,), *numbers, (short_paragraph(found),), (item.confidence,))


def _sheet(
    item: Item, material: Material, atlas: Atlas, found: Determination | None, charts: Charts
) -> Sheet:
    library = material.library
    facts = library.items.facts_of(library.catalogue, (item,), item.name)
    pairs: list[tuple[str, Words]] = [
        ("Kind", (item.kind.replace("_", " "),)),
        ("Maker", (item.maker,)),
        ("Family", (item.family,)),
        ("Confidence", (item.confidence,)),
    ]
    if item.aliases:
        pairs.append(("Also called", (joined(item.aliases),)))
    if item.contains:
        pairs.append(("Contains", _contained(item, material, atlas)))
    pairs.append(("File", (Code(item.place.address),)))
    blocks: list[Block] = [
        Pairs(tuple(pairs)),
        *_classified(found, material, atlas),
        *standing(item, charts, atlas.paths["item", item.name]),
    ]
    blocks.append(Heading(("Figures",)))
    rows = tuple(
        ((To(fact.name, "facts", fact.name),), (shown,), (marks,))
        for fact, shown, marks in stated_figures(item, library)
    )
    blocks.append(Table(("fact", "value", "note"), rows))
    derived = tuple(
        ((To(fact.name, "facts", fact.name),), (shown,))
        for fact, shown in derived_figures(facts, library)
    )
    if derived:
        blocks += [Heading(("Derived",)), Table(("fact", "value and account"), derived)]
    if item.published:
        blocks.append(Heading(("Published elsewhere",)))
        blocks.append(Pairs(tuple((name, (value,)) for name, value in item.published.items())))
    if item.notes:
        blocks.append(Heading(("Notes",)))
        blocks.append(Points(tuple(Point((note,)) for note in item.notes)))
    blocks.append(Heading(("Sources",)))
    blocks.append(Points(tuple(Point((linked(source),)) for source in item.sources)))
    return Sheet(
        atlas.paths["item", item.name],
        item.name,
        "item",
        " ".join((item.family, *item.aliases)),
        tuple(blocks),
        (HOME, To("Items", "items/index")),
    )


def _contained(item: Item, material: Material, atlas: Atlas) -> Words:
    parts: list[Words] = []
    for name, count in item.contains:
        known = material.library.items.find(name)
        link = atlas.to(name, "item", known[0].name) if len(known) == 1 else name
        parts.append((f"{count} × ", link))
    return spread(parts)


def _classified(found: Determination | None, material: Material, atlas: Atlas) -> Iterator[Block]:
    """The paragraph on the day, and each number beside each line."""
    yield Heading((f"Classification by the law of {material.day}",))
    if found is None:
        yield Say(("Its facts contradict each other, so nothing is told.",), "warning")
        return
    for judgment in found.judgments:
        if not judgment.classifications:
            continue
        yield Say((Strong(capital(paragraph_words(judgment))), f" ({judgment.rulebook.title})."))
        for measure in measures(judgment.classifications, found.facts):
            name = capital(measure.fact.name.removeprefix("item.").replace("_", " "))
            of = f" of {measure.item}" if measure.item else ""
            account = f" = {measure.account}" if measure.account else ""
            yield Say((To(name, "facts", measure.fact.name), f"{of}: {measure.shown}{account}"))
            rows = tuple(
                (
                    (line.words,),
                    (MARKS[line.truth],),
                    (line.distance,),
                    spread(
                        [atlas.rule(f"{judgment.rulebook.id}/{rule}", rule) for rule in line.rules]
                    ),
                )
                for line in measure.lines
            )
            yield Table(("line", "met", "distance", "rules"), rows)
    yield Say(
        (
            "The exporter is taken to be neither a fabricator nor an OSAT company, and to classify "
            "the item in no other entry. This is not legal advice.",
        ),
        "faint",
    )
