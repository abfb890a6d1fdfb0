"""What `rules lint` found as JSON, GitHub annotations or SARIF; text is the problems themselves.

Schema `exportcheck/lint/1`: keys may be added within a version, none is renamed or removed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from exportcheck.core.lint_reports import LintReport
from exportcheck.reporting import as_github, as_json, as_sarif
from exportcheck.reporting.printing import json_text

LINT = "exportcheck/lint/1"


def _json(report: LintReport) -> str:
    document = {
        "schema": LINT,
        "problems": [
            {
                **as_json.problem(each),
                "width": each.width,
                "name": _name(report, each.code),
            }
            for each in report.problems
        ],
        "summary": {
            "errors": report.errors,
            "warnings": report.warnings,
            "accepted": report.accepted,
            **report.looked_at,
            **({"not_looked_for": report.not_looked_for} if report.not_looked_for else {}),
            "exit_code": 0 if report.passes else 1,
        },
    }
    return json_text(document, indent=2) + "\n"


def _github(report: LintReport) -> str:
    rows = [as_github.of_problem(each) for each in report.problems]
    rows.append(as_github.notice(". ".join(filter(None, (report.tally, report.not_looked_for)))))
    return "".join(f"{row}\n" for row in rows)


def _sarif(report: LintReport) -> str:
    rules: dict[str, dict[str, Any]] = {}
    for problem in report.problems:
        told = report.codes.get(problem.code)
        if told is not None:
            rules[problem.code] = {
                "id": problem.code,
                "name": _name(report, problem.code),
                "shortDescription": {"text": told.title},
                "help": {"text": "\n\n".join(f"{h}\n{text}".strip() for h, text in told.sections)},
            }
    run = as_sarif.Results(rules)
    results = [run.problem(problem) for problem in report.problems]
    end = run.end({"executionSuccessful": True, "exitCode": 0 if report.passes else 1})
    return "".join((run.begin(), *results, end))


def _name(report: LintReport, code: str) -> str:
    told = report.codes.get(code)
    return told.title.partition(":")[0] if told else code


LINT_FORMATS: Mapping[str, Callable[[LintReport], str]] = {
    "json": _json,
    "github": _github,
    "sarif": _sarif,
}
