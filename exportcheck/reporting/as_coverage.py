"""What the cases do not exercise of the rules, with cases to paste: as text or JSON.

Schema `exportcheck/coverage/1`: keys may be added within a version, none is renamed or removed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from exportcheck.core.cases import CaseResult
from exportcheck.core.goals import Goal, Unreachable
from exportcheck.core.offering import Offer
from exportcheck.core.places import Place
from exportcheck.core.records import Record
from exportcheck.core.truth import Truth
from exportcheck.reporting.printing import WIDTH, Page, json_text, plain

COVERAGE = "exportcheck/coverage/1"
CHECK = "# check against the law before you paste"
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.()-]*", re.ASCII)


class CoverageReport(Record):
    """What the cases of some rulebooks have shown, and what not.

    `paths` lead from the names of rule files to those that a person can open.
    """

    cases: int
    goals: int
    missing: tuple[Goal, ...]
    offers: tuple[Offer, ...]
    most_offers: int
    unreachable: tuple[Unreachable, ...]
    failed: tuple[CaseResult, ...]
    floor: Fraction | None
    paths: Mapping[str, str]

    @property
    def percent(self) -> Fraction:
        """Goals met of all goals, exactly; where there is no goal nothing was shown."""
        met = self.goals - len(self.missing)
        return Fraction(100 * met, self.goals) if self.goals else Fraction(0)

    @property
    def is_enough(self) -> bool:
        return self.floor is None or self.percent >= self.floor

    def place(self, goal: Goal) -> str:
        name, line = goal.place.file, goal.place.line
        return Place(self.paths.get(name, name), line).address


def percent_words(percent: Fraction) -> str:
    """A percentage with two places, cut off: what is not all is never shown as 100."""
    hundredths = int(percent * 100)
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def coverage_page(report: CoverageReport, *, width: int) -> Page:
    """What is not exercised, each with its place, and a case to paste where one was found."""
    page = Page(width)
    offered = {goal for offer in report.offers for goal in offer.goals}
    for offer in report.offers:
        page.blank()
        for goal in offer.goals:
            _goal(page, report, goal)
        first = "" if offer.beside.name else " (a new file begins with a line `cases:`)"
        page.say(f"a case to paste at the end of {offer.beside.place.file}{first}:", indent=4)
        # Lines to paste are not wrapped: a break would change what they say.
        page.lines.extend([(plain(line), "")] for line in case_lines(offer))
    for goal in report.missing:
        if goal not in offered:
            page.blank()
            _goal(page, report, goal)
            page.say(
                "no case nearby leads there; write one"
                if len(report.offers) < report.most_offers
                else "a case is looked for once those above are met",
                indent=4,
            )
    page.blank()
    met = report.goals - len(report.missing)
    page.say(
        f"{percent_words(report.percent)} % exercised: {met} of {report.goals} goals met by "
        f"{report.cases} case{'' if report.cases == 1 else 's'}",
        indent=0,
    )
    return page


def _goal(page: Page, report: CoverageReport, goal: Goal) -> None:
    page.say(goal.words, indent=0, label=f"{goal.owner.name}  ", hang=2)
    page.say(report.place(goal), indent=2, style="dim")


def case_lines(offer: Offer) -> Iterator[str]:
    """The case in the words of a case file."""
    case = offer.case
    yield ""
    yield f"  - name: {_written(case.name)}"
    yield f'    date: "{case.shipment.as_of}"'
    if case.assume != "ordinary":
        yield f"    assume: {case.assume}"
    if case.readings:
        readings = ", ".join(f"{name}: {option}" for name, option in case.readings.items())
        yield f"    readings: {{{readings}}}"
    if case.given:
        yield "    given:"
        yield from (f"      {name}: {_written(written)}" for name, written in case.given)
    yield f"    expect: {case.expect}  {CHECK}"
    for key, rules in (("rests_on", case.rests_on), ("not_on", case.not_on)):
        if rules:
            yield f"    {key}: [{', '.join(rules)}]"


def _written(value: object) -> str:
    """A value as a case file writes it; what could be read otherwise is quoted."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_written(each)}' for name, each in value.items())}}}"
    text = str(value)
    bare = _WORD.fullmatch(text) and text not in ("true", "false", "null") and len(text) > 2
    return text if bare or text in ("yes", "no") else json.dumps(text, ensure_ascii=False)


def coverage_text(report: CoverageReport) -> str:
    return coverage_page(report, width=WIDTH).text()


def coverage_json(report: CoverageReport) -> str:
    """Each goal that is not met, with its place and a case to paste, and what no case can show."""
    pasted = {goal: offer for offer in report.offers for goal in offer.goals}
    document = {
        "schema": COVERAGE,
        "percent": percent_words(report.percent),
        "floor": None if report.floor is None else percent_words(report.floor),
        "is_enough": report.is_enough,
        "goals": report.goals,
        "met": report.goals - len(report.missing),
        "cases": report.cases,
        "failed_cases": [
            {"name": r.case.name, "file": r.case.place.file, "line": r.case.place.line}
            for r in report.failed
        ],
        "missing": [
            {**_told(report, goal), **_pasted(pasted.get(goal))} for goal in report.missing
        ],
        "unreachable": [
            {**_told(report, each.goal), "why": each.why} for each in report.unreachable
        ],
    }
    return json_text(document, indent=2) + "\n"


def _told(report: CoverageReport, goal: Goal) -> dict[str, Any]:
    return {
        "owner": goal.owner.name,
        "place": report.place(goal),
        "want": goal.want.value if isinstance(goal.want, Truth) else goal.want,
        "day": None if goal.day is None else goal.day.isoformat(),
        "words": goal.words,
    }


def _pasted(offer: Offer | None) -> dict[str, Any]:
    if offer is None:
        return {"case": None, "paste_into": None}
    return {
        "case": "\n".join(case_lines(offer)).lstrip("\n") + "\n",
        "paste_into": offer.beside.place.file,
    }


COVERAGE_FORMATS: Mapping[str, Callable[[CoverageReport], str]] = {
    "text": coverage_text,
    "json": coverage_json,
}
