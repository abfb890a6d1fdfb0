"""One of many determinations on a page: a line or two for each; and the counts of all."""

from __future__ import annotations

from exportcheck.core.answers import Answered
from exportcheck.core.problems import counted
from exportcheck.core.reports import Summary
from exportcheck.core.telling import OUTCOMES
from exportcheck.reporting.printing import STYLES, Page

# So many of the open questions are told of each line; those on which most rules wait come first.
MOST_QUESTIONS = 3


def line_row(line: Answered) -> tuple[str, str, str, str]:
    """One line of a table of many: verdict, id, what goes where, the reason."""
    where = line.destination or "?"
    return (
        line.verdict.upper(),
        line.id,
        f"{line.item or 'item'} to {where}",
        line.reason,
    )


def tally(summary: Summary) -> str:
    """The counts, always the same five, and how many lines are waived where any is."""
    counts = summary.counts
    waived = sum(summary.waived.values())
    return (
        f"{summary.lines} judged: {counts['pass']} pass, {counts['fail']} fail, "
        f"{counts['review']} review; {summary.unusable} could not be judged"
        f"{f'; {waived} of the lines waived' if waived else ''}"
    )


def line_page(line: Answered, *, width: int) -> Page:
    """A line with its outcome and reason."""
    page = Page(width)
    verdict, line_id, what, why = line_row(line)
    page.say(
        f"{line_id}  {what}, {line.as_of}",
        indent=0,
        label=f"{verdict:<8}",
        label_style=STYLES[line.verdict],
    )
    page.say(f"{OUTCOMES[line.outcome]}: {why}", indent=8)
    for question in line.asked[:MOST_QUESTIONS]:
        fact = question.fact
        page.say(f"{fact.ask} ({fact.name})", indent=8, label="? ", label_style="yellow")
    more = len(line.asked) - MOST_QUESTIONS
    if more > 0:
        page.say(f"and {counted(more, 'more question')}; --summary names all", indent=10)
    if line.waiver is not None:
        page.say(line.waiver.words, indent=8, hang=2, style="yellow")
    return page
