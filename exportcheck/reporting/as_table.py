"""Many determinations on a page: a line or two for each, failures first, and the counts."""

from __future__ import annotations

from collections.abc import Iterable

from exportcheck.core.reports import Answered, Report, Summary
from exportcheck.core.telling import OUTCOMES
from exportcheck.reporting.as_counts import extra_pages
from exportcheck.reporting.printing import STYLES, Page


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


def report_pages(report: Report, width: int, *, why: bool, quiet: bool = False) -> list[Page]:
    """The text of a report: a page for each line with everything, or one page of all lines.

    After them the changes and the counts, where they were asked for; `quiet` leaves out the lines
    that pass.
    """
    lines = [line for line in report.lines if not quiet or line.verdict != "pass"]
    if why:
        from exportcheck.reporting.as_text import determination_page

        pages = [determination_page(line, width=width, why=True) for line in lines]
    else:
        pages = [lines_page(lines, width=width)] if lines or not quiet else []
    return [*pages, *extra_pages(report, width)]


def lines_page(lines: Iterable[Answered], *, width: int) -> Page:
    """Many lines, failures first, each with its outcome and reason."""
    order = {"fail": 0, "review": 1, "pass": 2}
    page = Page(width)
    for line in sorted(lines, key=lambda each: order[each.verdict]):
        verdict, line_id, what, why = line_row(line)
        page.say(
            f"{line_id}  {what}, {line.as_of}",
            indent=0,
            label=f"{verdict:<8}",
            label_style=STYLES[line.verdict],
        )
        page.say(f"{OUTCOMES[line.outcome]}: {why}", indent=8)
        for question in line.questions[:3]:
            page.say(question.fact.ask, indent=8, label="? ", label_style="yellow")
        if len(line.questions) > 3:
            page.say(f"and {len(line.questions) - 3} more questions", indent=10)
        if line.waiver is not None:
            page.say(line.waiver.words, indent=8, hang=2, style="yellow")
    return page
