"""A report as SARIF 2.1.0: one result a line that does not pass, at its place and by its rule."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from exportcheck.core.answers import Answered
from exportcheck.core.findings import InForce
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.reports import Report
from exportcheck.core.telling import OUTCOMES
from exportcheck.reporting.printing import json_text, plain
from exportcheck.version import __version__

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
UNDETERMINED = "undetermined"


class Results:
    """One run as its results come: each names the descriptor of its rule, which are told last.

    Failures are errors, lines that cannot be told are warnings, lines that pass are no results.
    """

    def __init__(self, rules: dict[str, dict[str, Any]] | None = None) -> None:
        self._rules = {} if rules is None else rules
        self._order = {name: index for index, name in enumerate(self._rules)}
        self._empty = True

    def begin(self) -> str:
        return (
            f'{{\n  "$schema": "{SCHEMA}",\n  "version": "2.1.0",\n  "runs": [\n    {{\n'
            '      "columnKind": "unicodeCodePoints",\n      "results": ['
        )

    def problem(self, problem: Problem) -> str:
        descriptor = _plain_descriptor(problem.code, "A line or file that cannot be used")
        return self.told(of_problem(problem), descriptor)

    def told(self, result: dict[str, Any], descriptor: dict[str, Any]) -> str:
        """A result, by the descriptor of its rule unless it has one."""
        name = result["ruleId"]
        self._rules.setdefault(name, descriptor)
        result["ruleIndex"] = self._order.setdefault(name, len(self._order))
        mark, self._empty = "" if self._empty else ",", False
        return f"{mark}\n        {_indented(result, 8)}"

    def end(self, invocation: dict[str, Any]) -> str:
        driver = {
            "name": "exportcheck",
            "semanticVersion": __version__,
            "rules": list(self._rules.values()),
        }
        close = "]" if self._empty else "\n      ]"
        return (
            f'{close},\n      "invocations": [{_indented(invocation, 6)}],\n'
            f'      "tool": {{"driver": {_indented(driver, 6)}}}\n    }}\n  ]\n}}\n'
        )

    def end_of(self, report: Report) -> Iterator[str]:
        """What could not be judged, and the end."""
        yield from map(self.problem, report.problems)
        invocation: dict[str, Any] = {
            "executionSuccessful": not report.problems,
            "exitCode": report.summary.exit_code,
        }
        if report.warnings:
            told = [_notice(each) for each in report.warnings]
            invocation["toolConfigurationNotifications"] = told
        yield self.end(invocation)


def _indented(each: dict[str, Any], spaces: int) -> str:
    # A line break inside a string is escaped, so every one here is between two parts.
    return json_text(each, indent=2).replace("\n", "\n" + " " * spaces)


def result_of(line: Answered) -> tuple[dict[str, Any], dict[str, Any]]:
    """A line that does not pass as a result, and the descriptor of its rule."""
    deciding = line.rules
    descriptor = (
        _descriptor(deciding[0])
        if deciding
        else _plain_descriptor(UNDETERMINED, "It cannot be told whether the shipment may go")
    )
    rule_id = descriptor["id"]
    asks = "".join(f" {question.fact.ask}" for question in line.asked)
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
    return result, descriptor


def _descriptor(finding: InForce) -> dict[str, Any]:
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


def of_problem(problem: Problem) -> dict[str, Any]:
    """A problem as a result."""
    told = ". ".join(part for part in (problem.message, problem.help) if part)
    return {
        "ruleId": problem.code,
        "level": problem.severity,
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
    """A place as a location; the region is as exact as the place.

    What is said of a file as a whole stands at its first line: GitHub takes no result without one.
    """
    from urllib.parse import quote

    physical: dict[str, Any] = {
        "artifactLocation": {"uri": quote(os.fsencode(place.file.replace("\\", "/")), safe="/._-~")}
    }
    region = {"startLine": place.line or 1}
    if place.line and place.column:
        region["startColumn"] = place.column
        if width:
            region["endColumn"] = place.column + width
    physical["region"] = region
    return {"physicalLocation": physical}
