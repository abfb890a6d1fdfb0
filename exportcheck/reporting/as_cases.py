"""The results of the cases beside the rules: as text, JUnit XML, or JSON.

Schema `exportcheck/cases/1`: keys may be added within a version, none is renamed or removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from exportcheck.core.cases import CaseReport, CaseResult, Deciding
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.reports import unusable_in
from exportcheck.core.step_words import step_words
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth
from exportcheck.reporting.as_json import problem
from exportcheck.reporting.as_junit import UNTIMED, at, content, error_of, value
from exportcheck.reporting.printing import WIDTH, Page, json_text

CASES = "exportcheck/cases/1"
# How many open rules are told in text, and how many steps of each.
MOST_OPEN, MOST_STEPS = 2, 3
# A step under `not` or `unless` decides the other way round.
_AS_NEEDED: Mapping[tuple[Truth | None, str], str] = {
    (HOLDS, FAILS.value): ", as the rule asks",
    (FAILS, HOLDS.value): ", which the rule excludes",
}
CLOSED = "it passes, so the gap is closed: remove `known_gap`"


def cases_page(report: CaseReport, *, width: int) -> Page:
    """What failed, with what was expected and found and the deciding steps; then known gaps."""
    page = Page(width)
    for result in report.failed:
        page.blank()
        page.say(result.case.name, indent=0, label="FAILED  ", label_style="bold red", hang=2)
        page.say(str(result.case.place), indent=2, style="dim")
        for difference in _differences(result):
            page.say(difference, indent=4, label="- ")
        page.say(result.reason, indent=4, label="found: ", hang=2)
        # What is settled is told whole; of what is open, enough to begin with.
        opened = [each for each in result.deciding if each.truth is UNKNOWN]
        left = opened[MOST_OPEN:] if len(opened) > MOST_OPEN + 1 else []
        for deciding in result.deciding:
            if deciding not in left:
                _decided(page, deciding, result, report.paths)
        if left:
            page.say(f"and {len(left)} more rules are open; `--format json` has them", indent=4)
    gaps = report.that("known_gap")
    if gaps:
        page.heading("Known gaps")
    for result in gaps:
        page.say(result.case.name, label="gap  ", label_style="bold yellow", hang=2)
        page.say(str(result.case.place), indent=4, style="dim")
        page.say(result.case.known_gap, indent=4)
    return page


def _differences(result: CaseResult) -> tuple[str, ...]:
    return (CLOSED,) if result.status == "closed_gap" else result.differences


def _decided(page: Page, deciding: Deciding, result: CaseResult, paths: Mapping[str, str]) -> None:
    page.say(f"{deciding.rule} {_truth_words(deciding, result)}", indent=4, hang=2)
    page.say(_address(deciding.place, paths), indent=6, style="dim")
    file = f"{_address(deciding.place, paths).rpartition(':')[0]}:"
    steps = list(_steps(deciding, result, paths))
    most = MOST_STEPS if deciding.truth is UNKNOWN and len(steps) > MOST_STEPS + 1 else len(steps)
    for words, place, truth in steps[:most]:
        at = f"line {place.removeprefix(file)}" if place.startswith(file) else place
        label = f"{truth}{_AS_NEEDED.get((deciding.truth, truth), '')}: "
        page.say(f"{words}  {at}", indent=6, label=label, hang=2, label_style="")
    if steps[most:]:
        page.say(f"and {len(steps) - most} more", indent=6)


def _truth_words(deciding: Deciding, result: CaseResult) -> str:
    if deciding.truth is None:
        return f"has no version in force on {result.case.shipment.as_of}"
    return deciding.truth.value


def _steps(
    deciding: Deciding, result: CaseResult, paths: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    catalogue = result.case.shipment.facts.catalogue
    for step in deciding.steps:
        place = _address(step.condition.place, paths)
        yield step_words(step, catalogue), place, step.truth.value


def _address(place: Place, paths: Mapping[str, str]) -> str:
    return Place(paths.get(place.file, place.file), place.line).address


def cases_text(report: CaseReport) -> str:
    return cases_page(report, width=WIDTH).text()


def cases_json(report: CaseReport) -> str:
    """Every case with its status, and what a failing one expected, found and rests on."""
    document = {
        "schema": CASES,
        "cases": [_case(result, report.paths) for result in report.results],
        "problems": [problem(each) for each in report.problems],
        "summary": {
            "cases": len(report.results),
            **{status: len(report.that(status)) for status in _STATUSES},
            "unusable": unusable_in(report.problems),
        },
    }
    return json_text(document, indent=2) + "\n"


_STATUSES = ("passed", "failed", "known_gap", "closed_gap")


def _case(result: CaseResult, paths: Mapping[str, str]) -> dict[str, Any]:
    case = result.case
    return {
        "name": case.name,
        "file": case.place.file,
        "line": case.place.line,
        "status": result.status,
        "expect": case.expect,
        "found": result.found or None,
        "known_gap": case.known_gap or None,
        "differences": list(result.differences),
        "reason": result.reason,
        "deciding": [
            {
                "rule": each.rule,
                "place": _address(each.place, paths),
                "truth": None if each.truth is None else each.truth.value,
                "steps": [
                    {"place": place, "truth": truth, "words": words}
                    for words, place, truth in _steps(each, result, paths)
                ],
            }
            for each in result.deciding
        ],
    }


def cases_junit(report: CaseReport) -> str:
    """A suite for each case file; a known gap is skipped, what cannot be read is an error."""
    files: dict[str, tuple[list[CaseResult], list[Problem]]] = {}
    for result in report.results:
        files.setdefault(result.case.place.file, ([], []))[0].append(result)
    for each in report.problems:
        files.setdefault(each.place.file, ([], []))[1].append(each)
    rows = ['<?xml version="1.0" encoding="UTF-8"?>']
    counts, _ = _counts(report.results, report.problems)
    rows.append(f'<testsuites name="exportcheck" {counts} {UNTIMED}>')
    for file, (results, problems) in files.items():
        named = f"name={value(file)} file={value(file)}"
        rows.append(f"  <testsuite {named} {' '.join(_counts(results, problems))} {UNTIMED}>")
        for result in results:
            rows.extend(_testcase(result, report.paths))
        for each in problems:
            rows.append(error_of(each, file))
        rows.append("  </testsuite>")
    rows.append("</testsuites>")
    return "\n".join(rows) + "\n"


def _counts(results: Iterable[CaseResult], problems: Iterable[Problem]) -> tuple[str, str]:
    """What is counted of all suites, and what of one only, as the schema of Jenkins has it."""
    statuses = [result.status for result in results]
    errors = len(list(problems))
    failures = statuses.count("failed") + statuses.count("closed_gap")
    return (
        f'tests="{len(statuses) + errors}" failures="{failures}" errors="{errors}"',
        f'skipped="{statuses.count("known_gap")}"',
    )


def _testcase(result: CaseResult, paths: Mapping[str, str]) -> Iterator[str]:
    case = result.case
    start = f"    <testcase classname={value(case.file)} name={value(case.name)} {UNTIMED}"
    if result.status == "passed":
        yield f"{start}/>"
        return
    yield f"{start}>"
    if result.status == "known_gap":
        told = [at(case.place), case.known_gap]
        yield f"      <skipped message={value(case.known_gap)}>{content(told)}</skipped>"
    else:
        told = [at(case.place), *_differences(result), result.reason]
        for deciding in result.deciding:
            place = _address(deciding.place, paths)
            told.append(f"{deciding.rule} {_truth_words(deciding, result)} ({place})")
            told += [
                f"  {truth}: {words} ({at})" for words, at, truth in _steps(deciding, result, paths)
            ]
        message = value("; ".join(_differences(result)))
        yield f"      <failure type={value(result.status)} message={message}>"
        yield f"{content(told)}</failure>"
    yield "    </testcase>"


CASE_FORMATS: Mapping[str, Callable[[CaseReport], str]] = {
    "text": cases_text,
    "junit": cases_junit,
    "json": cases_json,
}
