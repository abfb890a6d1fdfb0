"""What was asked for beside the lines, as text: the counts, and what changed since a report."""

from __future__ import annotations

from collections import Counter

from exportcheck.core.changes import Changes
from exportcheck.core.counts import SUBJECTS, Counts
from exportcheck.core.reports import VERDICTS, Report
from exportcheck.core.telling import OUTCOMES
from exportcheck.reporting.printing import Page


def extra_pages(report: Report, width: int) -> list[Page]:
    """A page each for the changes and the counts, where they were asked for."""
    pages = []
    if report.changes is not None:
        pages.append(changes_page(report.changes, width=width))
    if report.counts is not None:
        pages.append(counts_page(report.counts, width=width))
    return pages


def changes_page(changes: Changes, *, width: int) -> Page:
    """Each line whose answer changed, and why."""
    page = Page(width)
    page.heading(f"Changed since {changes.since}")
    if not changes.all:
        page.say("no answer changed, no line is new and none is gone")
    for change in changes.all:
        page.say(f"({change.file}) {change.words}", label=f"{change.id}  ", hang=4)
    return page


def counts_page(counts: Counts, *, width: int) -> Page:
    """The lines by outcome, then by rule, destination, item and open question."""
    page = Page(width)
    page.heading("Lines by outcome")
    page.table((words, str(number)) for words, number in by_outcome(counts))
    for subject in SUBJECTS:
        found = counts.by(subject)
        if found:
            page.heading(f"Lines by {subject}")
            page.table((name, verdict_words(verdicts)) for name, verdicts in found)
    return page


def by_outcome(counts: Counts) -> list[tuple[str, int]]:
    """The outcomes that were found, in the order of their severity."""
    return [(OUTCOMES[each], counts.outcomes[each]) for each in OUTCOMES if counts.outcomes[each]]


def verdict_words(verdicts: Counter[str]) -> str:
    """How many pass, fail and are open, those of which there are any."""
    return ", ".join(f"{verdicts[each]} {each}" for each in VERDICTS if verdicts[each])
