"""A report as SARIF 2.1.0: one result a line that does not pass, at its place and by its rule."""

from __future__ import annotations

import json
from typing import Any

from exportcheck.core.findings import Finding
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.reports import Answered, Report
from exportcheck.core.telling import OUTCOMES
from exportcheck.reporting.printing import plain
from exportcheck.version import __version__

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
UNDETERMINED = "undetermined"


def sarif_text(report: Report) -> str:
    """The whole report; failures are errors, lines that cannot be told are warnings."""
    rules: dict[str, dict[str, Any]] = {}
    results = [_result(line, rules) for line in report.lines if line.verdict != "pass"]
    results += [_of_problem(problem, rules) for problem in report.problems]
    invocation: dict[str, Any] = {
        "executionSuccessful": not report.problems,
        "exitCode": report.summary.exit_code,
    }
    if report.warnings:
        invocation["toolConfigurationNotifications"] = [_notice(each) for each in report.warnings]
    order = {name: index for index, name in enumerate(rules)}
    for result in results:
        result["ruleIndex"] = order[result["ruleId"]]
    document = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "exportcheck",
                        "semanticVersion": __version__,
                        "rules": list(rules.values()),
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [invocation],
                "results": results,
            }
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _result(line: Answered, rules: dict[str, dict[str, Any]]) -> dict[str, Any]:
    deciding = line.rules
    rule_id = deciding[0].name if deciding else UNDETERMINED
    if rule_id not in rules:
        rules[rule_id] = (
            _descriptor(deciding[0])
            if deciding
            else _plain_descriptor(UNDETERMINED, "It cannot be told whether the shipment may go")
        )
    asks = "".join(f" {question.fact.ask}" for question in line.questions)
    result: dict[str, Any] = {
        "ruleId": rule_id,
        "level": "error" if line.verdict == "fail" else "warning",
        "message": {"text": _message(f"{line.id}: {line.reason}{asks}")},
        "locations": [_location(line.place, 0)],
        "partialFingerprints": {
            "exportcheck/v1": plain(f"{line.id}|{rule_id}|{line.outcome.value}")
        },
        "properties": {
            "id": plain(line.id),
            "outcome": line.outcome.value,
            "outcome_words": OUTCOMES[line.outcome],
            "as_of": line.as_of.isoformat(),
            "rules": [finding.name for finding in deciding],
            "cites": list(dict.fromkeys(cite for each in deciding for cite in each.cites)),
        },
    }
    if line.waiver is not None:
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": plain(line.waiver.words),
                "location": _location(line.waiver.place, 0),
            }
        ]
        result["message"]["text"] += f" ({_message(line.waiver.words)})"
    return result


def _descriptor(finding: Finding) -> dict[str, Any]:
    rule, version = finding.rule, finding.version
    cites = "; ".join(finding.cites)
    descriptor = _plain_descriptor(finding.name, rule.title)
    descriptor["fullDescription"] = {"text": f"{rule.title} ({cites})"}
    told = ". ".join(part for part in (cites, version.source, version.note) if part)
    descriptor["help"] = {
        "text": f"{rule.title}. {told}",
        "markdown": f"**{rule.title}**\n\n{told}",
    }
    if version.url:
        descriptor["helpUri"] = version.url
    return descriptor


def _plain_descriptor(rule_id: str, title: str) -> dict[str, Any]:
    return {
        "id": rule_id,
        "name": rule_id,
        "shortDescription": {"text": title},
        "fullDescription": {"text": title},
        "help": {"text": title, "markdown": title},
    }


def _of_problem(problem: Problem, rules: dict[str, dict[str, Any]]) -> dict[str, Any]:
    rules.setdefault(
        problem.code, _plain_descriptor(problem.code, "A line or file that cannot be used")
    )
    told = ". ".join(part for part in (problem.message, problem.help) if part)
    return {
        "ruleId": problem.code,
        "level": "error",
        "message": {"text": _message(told)},
        "locations": [_location(problem.place, problem.width)],
    }


def _notice(warning: Problem) -> dict[str, Any]:
    told = ". ".join(part for part in (warning.message, warning.help) if part)
    return {
        "descriptor": {"id": warning.code},
        "level": "warning",
        "message": {"text": _message(told)},
        "locations": [_location(warning.place, 0)],
    }


def _message(text: str) -> str:
    """Text of a message in which no link stands: brackets before a parenthesis would make one."""
    shown = plain(text)
    if "](" not in shown:
        return shown
    return shown.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _location(place: Place, width: int) -> dict[str, Any]:
    """A place as a location; the region is as exact as the place."""
    from urllib.parse import quote

    physical: dict[str, Any] = {
        "artifactLocation": {"uri": quote(place.file.replace("\\", "/"), safe="/._-~")}
    }
    if place.line:
        region = {"startLine": place.line}
        if place.column:
            region["startColumn"] = place.column
            if width:
                region["endColumn"] = place.column + width
        physical["region"] = region
    return {"physicalLocation": physical}
