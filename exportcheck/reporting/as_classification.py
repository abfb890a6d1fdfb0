"""The classification as a person checks it by hand: each number beside each line of the list."""

from __future__ import annotations

from collections.abc import Iterable

from exportcheck.core.caveats import law_of, warnings
from exportcheck.core.evaluate import tested_facts
from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.judgments import Determination, Judgment
from exportcheck.core.measures import Measure, measures
from exportcheck.core.problems import joined
from exportcheck.core.quantities import says_no_basis
from exportcheck.core.rules import Classifies
from exportcheck.core.shipment import Judged
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN
from exportcheck.core.values import Choice
from exportcheck.reporting.printing import Page

TPP = "item.total_processing_performance"
MARKS = {HOLDS: "yes", FAILS: "no", UNKNOWN: "?"}


def classification_page(judged: Judged, *, width: int, said: str = "") -> Page:
    """What `classify` prints: the paragraph, and each number beside each line."""
    page = Page(width)
    found = judged.determination
    page.say(
        law_of(found, said),
        indent=0,
        label=f"{judged.shipment.item or 'An item described by its figures'}, ",
        hang=2,
    )
    add_classification(page, found)
    asked = {
        name
        for judgment in found.judgments
        for finding in judgment.classifications
        for name in tested_facts(finding.step)
    }
    assumed = [
        f"{fact.name} {found.facts.catalogue.show(fact, known)}"
        for fact, known in found.assumed
        if any(
            name == fact.name or fact.name in found.facts.catalogue[name].inputs for name in asked
        )
    ]
    if assumed:
        page.say(f"taken for granted: {joined(assumed)}", style="dim", hang=2)
    for warning in warnings(found):
        page.blank()
        page.say(warning[0].upper() + warning[1:] + ".", indent=0, style="yellow")
    return page


def add_classification(page: Page, found: Determination) -> None:
    """What each rulebook that classifies finds; one that does not goes by the others."""
    for judgment in found.judgments:
        if not judgment.rulebook.that(Classifies):
            continue
        if not judgment.classifications:
            page.heading("Classification")
            page.say(f"no paragraph that {judgment.rulebook.id} reads was in force that day")
            continue
        page.heading("Classification")
        page.say(paragraph_words(judgment))
        _measures(page, measures(judgment.classifications, found.facts))
        _rates(page, found.facts)
        contained = found.facts.contains
        if contained:
            names = dict.fromkeys(inner["item.sku"].written for inner in contained)
            page.say(f"contains {joined(list(names))}")
        _datacenter(page, found.facts)


def paragraph_words(judgment: Judgment) -> str:
    """The paragraph that a judgment classifies an item in, or between which it cannot tell."""
    checked = [f.rule.id for f in judgment.classifications]
    paragraph = judgment.paragraph
    if paragraph.is_exact and paragraph.written == "none":
        told = f"none of {_paragraphs(checked)}"
    elif paragraph.is_exact:
        told = paragraph.written
    else:
        told = f"cannot be told: {_paragraphs(paragraph.written.split(' or '))}"
    return f"{told} (stated by the exporter)" if paragraph.origin is Origin.STATED else told


def _paragraphs(paragraphs: list[str]) -> str:
    """The paragraphs, or where they are many those of 3A090 and 4A090 and how many others."""
    own = [p for p in paragraphs if ".z" not in p]
    others = len(paragraphs) - len(own)
    if others <= 2:
        return joined(paragraphs, "or")
    entries = list(dict.fromkeys(p.partition(".z")[0] for p in paragraphs if ".z" in p))
    return joined([*own, f"one of {others} paragraphs .z (of {joined(entries)})"], "or")


def _datacenter(page: Page, facts: Facts) -> None:
    known = facts["item.designed_for_datacenters"]
    if isinstance(known.value, Choice) and known.value.only:
        told = "yes" if known.value.only == "yes" else "no"
        page.say(f"Designed or marketed for datacenters: {told}{_origin(known)}")


def _origin(known: Known) -> str:
    parts = [known.origin.value]
    if known.confidence and known.origin is Origin.CATALOGUE:
        parts.append(f"{known.confidence} confidence")
    return f" ({', '.join(parts)})"


def _rates(page: Page, facts: Facts) -> None:
    """Which rates are counted between half and whole, where the performance is not exact by it."""
    for each in (facts, *facts.contained()):
        if TPP not in each.catalogue or each[TPP].is_exact:
            continue
        rates = [
            f"`{name}` ({known.written.removesuffix(' unstated')})"
            for name, known in each.stated.items()
            if each.catalogue[name].kind == "throughput"
            and known.written
            and says_no_basis(known.written)
        ]
        if rates:
            page.say(
                f"{joined(rates)}: neither `dense` nor `sparse` is said, so at least half of "
                f"{'it' if len(rates) == 1 else 'each'} is counted (were it sparse) and at most "
                "all; write which it is",
                hang=2,
            )


def _measures(page: Page, rows: Iterable[Measure]) -> None:
    """Each number with the lines it is compared with, and how far it is from them."""
    for row in rows:
        name = row.fact.name.removeprefix("item.").replace("_", " ")
        of = f" of {row.item}" if row.item else ""
        account = f" = {row.account}" if row.account else ""
        page.say(f"{name[0].upper()}{name[1:]}{of}: {row.shown}{account}", hang=2)
        page.table(
            (line.words, MARKS[line.truth], line.distance, ", ".join(line.rules))
            for line in row.lines
        )
