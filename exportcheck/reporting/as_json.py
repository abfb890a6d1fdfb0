"""Determinations and reports as JSON, the same byte for byte for the same question.

Schemas `exportcheck/determination/1`, `exportcheck/report/1` and `exportcheck/problem/1`: keys may
be added within a version, none is renamed or removed. Each row of JSONL is a line that was judged
or a problem for which one was not; `schema` tells which, and the `verdict` of a problem is
`unusable`, so that whoever looks at the verdicts alone takes it for no pass.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from exportcheck.core.answers import Answered
from exportcheck.core.asked import item_digest, line_digest, readings_asked
from exportcheck.core.catalogue import Catalogue
from exportcheck.core.caveats import not_checked, places_not_told, warnings
from exportcheck.core.changes import Changes, Stand
from exportcheck.core.counts import SUBJECTS, Counts
from exportcheck.core.evaluate import Step
from exportcheck.core.findings import ExceptionFinding, Finding, RequirementFinding
from exportcheck.core.judgments import Determination
from exportcheck.core.problems import Problem
from exportcheck.core.questions import Question
from exportcheck.core.reports import Report, Summary
from exportcheck.core.step_words import excluded_by, step_words
from exportcheck.core.telling import deciding_findings, reason
from exportcheck.core.truth import FAILS, HOLDS
from exportcheck.core.values import Choice
from exportcheck.core.waivers import Waiver
from exportcheck.reporting.printing import json_text
from exportcheck.version import __version__

DETERMINATION = "exportcheck/determination/1"
REPORT = "exportcheck/report/1"
PROBLEM = "exportcheck/problem/1"


def report_begin() -> str:
    """A report as one JSON document, up to its first line."""
    return f'{{\n  "schema": "{REPORT}",\n  "lines": ['


def in_report(told: dict[str, Any]) -> str:
    """A determination in a report, without the mark that parts it from the one before."""
    text = json_text(told, indent=2)
    # A line break inside a string is escaped, so every one here is between two parts.
    indented = text.replace("\n", "\n    ")
    return f"\n    {indented}"


def in_row(told: dict[str, Any]) -> str:
    """A determination as one row of JSONL."""
    return json_text(told) + "\n"


def report_end(report: Report, *, empty: bool) -> str:
    """What follows the lines of a report."""
    document: dict[str, Any] = {
        "problems": [problem(each) for each in report.problems],
        "warnings": [problem(each) for each in report.warnings],
        "summary": {**summary(report.summary), **_counts(report.counts)},
    }
    if report.changes is not None:
        document["changes"] = _changes(report.changes)
    text = json_text(document, indent=2)
    return f"{'' if empty else chr(10) + '  '}],{text[1:]}\n"


def line_text(line: Answered, *, why: bool = False) -> str:
    """A line as one row of JSONL."""
    return in_row(determination(line, why=why))


def problem_text(each: Problem) -> str:
    """What could not be judged as one row of JSONL."""
    told = {"schema": PROBLEM, "verdict": "unusable", **problem(each)}
    return json_text(told) + "\n"


def summary(counts: Summary) -> dict[str, Any]:
    return {
        "lines": counts.lines,
        **counts.counts,
        "unusable": counts.unusable,
        "waived": sum(counts.waived.values()),
        "fail_on": counts.fail_on,
        "exit_code": counts.exit_code,
    }


def _counts(counts: Counts | None) -> dict[str, Any]:
    """The counts of `--summary`: by outcome, and by each subject with verdicts."""
    if counts is None:
        return {}
    by_outcome = {each.value: number for each, number in sorted(counts.outcomes.items(), key=str)}
    told: dict[str, Any] = {"by_outcome": by_outcome}
    for subject in SUBJECTS:
        told[f"by_{subject}"] = {
            name: dict(sorted(verdicts.items())) for name, verdicts in counts.by(subject)
        }
    return told


def _changes(changes: Changes) -> dict[str, Any]:
    def stand(each: Stand | None) -> dict[str, Any] | None:
        if each is None:
            return None
        rules = None if each.rules is None else list(each.rules)
        return {"outcome": each.outcome, "decided_by": rules}

    return {
        "since": changes.since,
        "lines": [
            {
                "id": change.id,
                "file": change.file,
                "was": stand(change.was),
                "now": stand(change.now),
                "because": list(change.because),
            }
            for change in changes.all
        ],
    }


def _waiver(waiver: Waiver | None) -> dict[str, Any] | None:
    if waiver is None:
        return None
    return {
        "reason": waiver.reason,
        "approver": waiver.approver,
        "expires": waiver.expires.isoformat(),
        "at": waiver.place.address,
    }


def problem(each: Problem) -> dict[str, Any]:
    return {
        "file": each.place.file,
        "line": each.place.line,
        "column": each.place.column,
        "code": each.code,
        "severity": each.severity,
        "message": each.message,
        "help": each.help,
    }


def determination(line: Answered, *, why: bool = False) -> dict[str, Any]:
    """One determination as the contract has it."""
    found, shipment = line.judged.determination, line.judged.shipment
    catalogue = found.facts.catalogue
    classification = _classification(found)
    told = {name for each in classification["excluded"] for name in each["rules"]}
    return {
        "schema": DETERMINATION,
        "id": shipment.id,
        "verdict": found.verdict,
        "outcome": found.outcome.value,
        "as_of": found.as_of.isoformat(),
        "item": shipment.item,
        "destination": _destination(found),
        "file": shipment.place.file,
        "line": shipment.place.line,
        "reason": reason(found),
        "decided_by": [finding.name for finding in deciding_findings(found)],
        "waiver": _waiver(line.waiver),
        "asked": {
            "line": line_digest(shipment),
            "item": item_digest(shipment),
            "profile": found.facts.profile,
            "readings": readings_asked(shipment),
            "tool": __version__,
        },
        "classification": classification,
        "requirements": [
            _requirement(each) for each in found.requirements if why or each.truth is not FAILS
        ],
        "exceptions": [
            exception(each, why=why)
            for judgment in found.judgments
            for each in judgment.exceptions
            if why or judgment.is_needed(each)
        ],
        "prohibitions": [_plain(e) for e in found.prohibitions if why or e.truth is not FAILS],
        "obligations": [
            {
                "rule": duty.rule.name,
                "do": duty.obligation.do,
                "due": duty.due.isoformat() if duty.due else None,
                "cites": list(duty.obligation.cites),
                "confidence": duty.obligation.confidence or None,
                "for": "application" if duty.obligation.for_application else "shipment",
            }
            for duty in found.duties
        ],
        "obligations_in_question": [
            {
                "rule": duty.rule.name,
                "do": duty.obligation.do,
                "due": duty.due.isoformat() if duty.due else None,
                "cites": list(duty.obligation.cites),
            }
            for duty in found.duties_in_question
        ],
        "advisories": [
            {
                **_plain(each),
                "raised": each.raised.value,
                "advice": each.version.advice,
                "holds_open": each.holds_open,
            }
            for each in found.advisories
            if why or each.truth is not FAILS
        ],
        "open_questions": [_question(each) for each in line.questions],
        "review_policy_questions": [_question(each) for each in line.policy_questions],
        "assumptions": [
            {
                "fact": fact.name,
                "value": catalogue.show(fact, known),
                "profile": found.facts.profile,
                "note": known.note or None,
            }
            for fact, known in found.assumed
        ],
        "readings": [
            {
                "name": taken.reading.name,
                "option": taken.option,
                "other_outcomes": {name: outcome.value for name, outcome in taken.others},
                "confidence": taken.reading.confidence,
            }
            for taken in line.readings
        ],
        "explanation": {
            each.name: _step(each.step, catalogue) if why else because(each.step, catalogue)
            for judgment in found.judgments
            for each in (judgment.findings if why else judgment.findings_told)
            if why or each.name not in told
        },
        "limits": [
            *(limit for judgment in found.judgments for limit in judgment.limits),
            *places_not_told(found),
        ],
        "warnings": list(warnings(found)),
        "not_checked": list(not_checked(found)),
        "rulebooks": [
            {
                "id": judgment.rulebook.id,
                "version": judgment.rulebook.version,
                "digest": judgment.rulebook.digest,
                "verified_through": judgment.rulebook.verified_through.isoformat(),
                "strict_currency": judgment.rulebook.strict_currency,
            }
            for judgment in found.judgments
        ],
    }


def _destination(found: Determination) -> str | None:
    value = found.facts["destination"].value
    return value.only if isinstance(value, Choice) else None


def _classification(found: Determination) -> dict[str, Any]:
    paragraphs = {
        judgment.paragraph.written if judgment.paragraph.is_exact else None
        for judgment in found.judgments
    }
    return {
        "paragraph": paragraphs.pop() if len(paragraphs) == 1 else None,
        "rules": [
            finding.name
            for judgment in found.judgments
            for finding in judgment.classifications
            if finding.truth is HOLDS
        ],
        "possible": sorted({judgment.paragraph.written for judgment in found.judgments} - {""}),
        "excluded": excluded(
            [f for judgment in found.judgments for f in judgment.classifications],
            found.facts.catalogue,
        ),
    }


def excluded(findings: Iterable[Finding], catalogue: Catalogue) -> list[dict[str, Any]]:
    """The classifications that fail by one thing other than a number, by what that is."""
    by: dict[str, list[str]] = {}
    for each in findings:
        if because := excluded_by(each, catalogue):
            by.setdefault(because, []).append(each.name)
    return [{"because": because, "rules": rules} for because, rules in by.items()]


def _plain(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.name,
        "title": finding.rule.title,
        "truth": finding.truth.value,
        "cites": list(finding.cites),
        "source": finding.version.source,
        "confidence": finding.version.confidence,
        "at": finding.version.place.address,
    }


def _requirement(finding: RequirementFinding) -> dict[str, Any]:
    return {
        **_plain(finding),
        "covered_by": finding.covered_by[0].name if finding.covered_by else None,
        "review_policy": finding.review_policy,
    }


def exception(finding: ExceptionFinding, *, why: bool = False) -> dict[str, Any]:
    """An exception; what one that fails would oblige to is no obligation of anybody."""
    return {
        "rule": finding.name,
        "symbol": finding.symbol,
        "truth": finding.truth.value,
        "barred_by": finding.barred_by.title if finding.barred_by else None,
        "obligations": [
            {"do": duty.do, "cites": list(duty.cites)}
            for duty in finding.version.obligations
            if why or finding.truth is not FAILS
        ],
        "cites": list(finding.cites),
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "fact": question.fact.name,
        "ask": question.fact.ask,
        "needed_by": list(question.needed_by),
        "answers": {answer.words: answer.outcome.value for answer in question.answers},
        "rests_on": [fact.name for fact in question.rests_on],
        "note": question.note or None,
    }


def because(step: Step, catalogue: Catalogue) -> dict[str, Any]:
    """What a rule's truth rests on: the tests that decide, not all that were made."""
    return {
        "truth": step.truth.value,
        "because": [_step(leaf, catalogue) for leaf in step.deciding],
    }


def _step(step: Step, catalogue: Catalogue) -> dict[str, Any]:
    told: dict[str, Any] = {"truth": step.truth.value, "says": step_words(step, catalogue)}
    if step.parts:
        told["steps"] = [_step(part, catalogue) for part in step.parts]
    else:
        told["at"] = step.condition.place.address
    return told


def problems_text(problems: Iterable[Problem]) -> str:
    """Problems alone, as a report without lines."""
    return report_begin() + report_end(Report(lines=(), problems=tuple(problems)), empty=True)
