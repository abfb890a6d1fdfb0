"""Lists and cards: facts, items, and what happens when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from exportcheck.core.calendar import Due, Event
from exportcheck.core.catalogue import Fact
from exportcheck.core.facts import Facts, Known
from exportcheck.core.items import Item
from exportcheck.core.library import Library
from exportcheck.core.problems import joined
from exportcheck.core.quantities import show_number
from exportcheck.core.values import Interval
from exportcheck.reporting.printing import Page


def facts_page(facts: Iterable[Fact], *, width: int) -> Page:
    """Facts with kind, meaning and options."""
    page = Page(width)
    for fact in facts:
        unit = f" in {fact.unit}" if fact.unit else ""
        page.blank()
        page.say(f"{fact.kind}{unit}", indent=0, label=f"{fact.name}  ", hang=2)
        page.say(fact.meaning)
        for option, meaning in fact.options.items():
            page.say(meaning, indent=4, label=f"{option}: ", hang=2)
        if fact.formula:
            page.say(
                f"derived: {fact.formula} of {joined(fact.inputs) or 'the rules'}", style="dim"
            )
        if fact.members:
            page.say(f"any of {joined([member.fact for member in fact.members])}", style="dim")
        for profile, assumption in fact.assume.items():
            taken = assumption.value or f"the same as {assumption.same_as}"
            against = joined(assumption.against, "or")
            unless = f", unless {against} speaks against it" if against else ""
            page.say(f"profile {profile} assumes {taken}{unless}", style="dim")
    return page


COLUMNS = (
    "item.total_processing_performance",
    "item.performance_density",
    "item.dram_bandwidth",
)


def items_page(items: Iterable[Item], library: Library, *, width: int) -> Page:
    """Items by maker with the numbers that rules compare most."""
    page = Page(width)
    rows: list[tuple[str, ...]] = [("item", "TPP", "PD", "DRAM", "sure")]
    maker = ""
    for item in items:
        if item.maker != maker:
            maker = item.maker
            rows += [("", "", "", "", ""), (maker.upper(), "", "", "", "")]
        facts = library.items.facts_of(library.catalogue, (item,), item.name)
        numbers = ("system", "", "")
        if item.kind != "system":
            first, second, third = (short_figure(facts, name) for name in COLUMNS)
            numbers = (first, second, third)
        rows.append((item.sku, *numbers, item.confidence))
    page.table(rows, indent=0)
    page.say(
        "TPP and PD (performance density) as defined in ECCN 3A090, DRAM bandwidth in GB/s. "
        "`3610-6080` is a bound from both sides, `>80000` from below; `?` is not known.",
        indent=0,
        style="dim",
    )
    return page


def short_figure(facts: Facts, name: str) -> str:
    """A number for a narrow column: exact, a bound, or a question mark."""
    value = facts[name].value
    if not isinstance(value, Interval):
        return ""
    low = show_number(value.low, 1).removeprefix("≈") if value.low else ""
    high = show_number(value.high, 1).removeprefix("≈") if value.high is not None else ""
    if value.is_exact:
        return low or "0"
    if low and high:
        return f"{low}-{high}"
    return f">{low}" if low else f"<{high}" if high else "?"


def item_page(item: Item, library: Library, *, width: int) -> Page:
    """All figures of an item with their sources and confidence."""
    page = Page(width)
    facts = library.items.facts_of(library.catalogue, (item,), item.name)
    page.say(
        f"{item.kind.replace('_', ' ')}, {item.confidence} confidence",
        indent=0,
        label=f"{item.name}  ",
    )
    known = item.facts.get("item.family")
    family = f"family {known.written if known is not None else item.family}"
    page.say(f"also {joined(item.aliases)}; {family}" if item.aliases else family)
    for name, count in item.contains:
        page.say(f"contains {count} × {name}")
    page.heading("Figures")
    page.table(
        [
            (fact.name, "; ".join(part for part in (shown, marks) if part))
            for fact, shown, marks in stated_figures(item, library)
        ],
        indent=2,
    )
    page.heading("Derived")
    page.table(
        [(fact.name, shown) for fact, shown in derived_figures(facts, library)],
        indent=2,
    )
    if item.published:
        page.heading("Published elsewhere")
        page.table(list(item.published.items()), indent=2)
    if item.notes:
        page.heading("Notes")
        for note in item.notes:
            page.say(note, label="- ")
    page.heading("Sources")
    for source in item.sources:
        page.say(source, label="- ")
    page.say(item.place.address, style="dim")
    return page


def stated_figures(item: Item, library: Library) -> Iterator[tuple[Fact, str, str]]:
    """The figures that a maker's file states: each as it is written, and what is said of it."""
    for fact in library.catalogue:
        known = item.facts.get(fact.name)
        if known is not None and not known.note.startswith("not among"):
            shown = known.written or library.catalogue.show(fact, known)
            yield fact, shown, _marks(known, item)


def derived_figures(facts: Facts, library: Library) -> Iterator[tuple[Fact, str]]:
    """The figures that follow from those stated, each with its account."""
    for fact in library.catalogue:
        if fact.formula and fact.kind == "quantity" and facts[fact.name].value != fact.unknown:
            yield fact, _derived(library, fact, facts[fact.name])


def _derived(library: Library, fact: Fact, known: Known) -> str:
    account = f" = {known.note}" if known.note and known.is_exact else ""
    return library.catalogue.show(fact, known) + account


def _marks(known: Known, item: Item) -> str:
    own = known.confidence if known.confidence not in ("", item.confidence, "high") else ""
    return "; ".join(part for part in (own, known.note) if part)


def timeline_page(events: Iterable[Event], *, width: int) -> Page:
    """What changed when: a heading for each day, and what happened on it."""
    page = Page(width)
    day = None
    for event in events:
        if event.day != day:
            day = event.day
            page.heading(f"{day}")
        page.say(f"{event.what} ({event.source}, {event.confidence})", label="- ")
    return page


def due_page(found: Iterable[Due], today: date, *, width: int) -> Page:
    """What is to be looked at, oldest first."""
    page = Page(width)
    page.say(f"as of {today}", indent=0)
    for each in found:
        label = f"{each.day}  {'OVERDUE  ' if each.overdue else ''}{each.what}  "
        page.say(each.why, label=label, hang=4)
    if not page.lines[1:]:
        page.say("nothing is stale, due or about to change")
    return page
