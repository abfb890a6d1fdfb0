"""The end of a report: the rules it rests on with their sources, and what was not checked."""

from __future__ import annotations

from exportcheck.core.caveats import not_checked
from exportcheck.core.facts import Origin
from exportcheck.core.findings import Finding
from exportcheck.core.judgments import Determination
from exportcheck.core.rules import Classifies
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN
from exportcheck.reporting.printing import Page

# Sources of more rules than these that cannot be told are left to who asks for everything.
MOST_OPEN = 10


def add_sources(page: Page, found: Determination, why: bool) -> None:
    page.heading("Sources")
    rules = _rested_on(found)
    unknown = [finding for finding in rules if finding.truth is UNKNOWN]
    crowded = not why and len(unknown) > MOST_OPEN
    for finding in rules:
        if crowded and finding.truth is UNKNOWN:
            continue
        version = finding.version
        read = f"read in: {version.read_in}" if version.read_in else ""
        told = "; ".join(part for part in (version.source, version.url, read) if part)
        page.say(told, label=f"{finding.name}  ", hang=4)
        page.say(f"{version.place.address} ({version.confidence})", indent=6, style="dim")
        if version.note:
            page.say(version.note, indent=6)
    if crowded:
        page.say(
            f"{len(unknown)} rules that cannot be told; --why names the source of each, and "
            "`exportcheck rules show ID` tells one of them"
        )
    sku = found.facts["item.sku"]
    if sku.place is not None and sku.origin is Origin.CATALOGUE:
        page.say(
            f"{sku.place.address}, {sku.confidence} confidence; `exportcheck items show` "
            "names its sources",
            label="item  ",
            hang=4,
        )
    for judgment in found.judgments:
        book = judgment.rulebook
        page.say(
            f"{book.title}, version {book.version}, verified through {book.verified_through}, "
            f"digest {book.digest.removeprefix('sha256:')[:12]}",
            label=f"{book.id}  ",
            hang=4,
        )


def _rested_on(found: Determination) -> list[Finding]:
    """The rules to look up: those that hold or are open, and if none does, nothing."""
    rules: list[Finding] = [
        f for f in found.findings if f.truth is HOLDS and isinstance(f.rule.effect, Classifies)
    ]
    rules += [f for f in found.requirements if f.truth is not FAILS]
    rules += [f for f in found.exceptions if f.truth is HOLDS and _covers_some(found, f)]
    rules += [f for f in (*found.prohibitions, *found.advisories) if f.truth is not FAILS]
    return rules


def _covers_some(found: Determination, exception: Finding) -> bool:
    covering: list[Finding] = [e for r in found.requirements for e in r.covered_by]
    return exception in covering


def add_not_checked(page: Page, found: Determination) -> None:
    page.heading("Not checked")
    for text in not_checked(found):
        page.say(text, label="- ")
    page.say("This is not legal advice.")
