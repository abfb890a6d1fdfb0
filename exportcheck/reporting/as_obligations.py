"""The obligations of a determination as a person reads them, and when they are due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from exportcheck.core.answers import Answered
from exportcheck.core.judgments import Duty
from exportcheck.core.rules import CONFIDENCES
from exportcheck.reporting.printing import Page

# An obligation that may apply and comes with more than so many others is told by its rule.
MOST_DUTIES = 4
# Of more rules than so many that may oblige only the citations are told.
MOST_RULES = 8


def add_obligations(page: Page, line: Answered, *, why: bool) -> None:
    """Obligations that hold, those for an application, and those that may apply."""
    found = line.judged.determination
    past = found.as_of if line.judged.shipment.dated_today else None
    for title, duties in (
        ("Obligations", [d for d in found.duties if not d.obligation.for_application]),
        ("For a license application", [d for d in found.duties if d.obligation.for_application]),
    ):
        if duties:
            page.heading(title)
            _duties(page, duties, past)
    if found.duties_in_question:
        page.heading("Obligations that may apply")
        of_rule: dict[str, list[Duty]] = {}
        for duty in found.duties_in_question:
            of_rule.setdefault(duty.rule.name, []).append(duty)
        told = list(of_rule.values())
        if not why and len(told) > MOST_RULES:
            all_cites = dict.fromkeys(cite for each in told for cite in each[0].rule.cites[:1])
            page.say(f"{len(told)} rules, which --why tells: {'; '.join(all_cites)}", label="- ")
            return
        for duties in told:
            if why or len(duties) <= MOST_DUTIES:
                _duties(page, duties, past)
            else:
                # What has its day is told in any case.
                dated = [duty for duty in duties if duty.due]
                _duties(page, dated, past)
                cites = "; ".join(duties[0].rule.cites) or duties[0].rule.name
                more = f"{len(duties) - len(dated)} {'more ' if dated else ''}obligations"
                many = f"{more}, which --why tells"
                page.say(f"{duties[0].rule.title} ({cites}): {many}", label="- ")


def _duties(page: Page, duties: Iterable[Duty], past: date | None) -> None:
    """Each obligation; of a shipment that is dated today a day before it is past."""
    for duty in duties:
        passed = " (past, for a shipment today)" if past and duty.due and duty.due < past else ""
        due = f"by {duty.due}{passed}: " if duty.due else ""
        page.say(f"{due}{duty.obligation.do} ({'; '.join(duty.obligation.cites)})", label="- ")
        if duty.obligation.confidence:
            words = CONFIDENCES[duty.obligation.confidence]
            page.say(f"{duty.obligation.confidence}: {words}", indent=4, style="yellow")
