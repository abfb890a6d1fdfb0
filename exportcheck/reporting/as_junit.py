"""A report as JUnit XML: one test case a line, as the viewers of build servers show it.

A line that cannot be told is a failure too, of type `review`: a viewer must not show it green. A
line that is waived is skipped, with its outcome and its waiver. A case has no file and line of its
own: the schema of Jenkins knows none, so they stand in its text.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from exportcheck.core.problems import Problem
from exportcheck.core.reports import Answered, Report
from exportcheck.core.telling import OUTCOMES
from exportcheck.reporting.printing import plain


def junit_text(report: Report) -> str:
    """A suite for each order file; what could not be read is an error in it."""
    files: dict[str, tuple[list[Answered], list[Problem]]] = {}
    for line in report.lines:
        files.setdefault(line.place.file, ([], []))[0].append(line)
    for problem in report.problems:
        files.setdefault(problem.place.file, ([], []))[1].append(problem)
    failed = sum(_fails(line) for line in report.lines)
    total = len(report.lines) + len(report.problems)
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="exportcheck" tests="{total}" failures="{failed}" '
        f'errors="{len(report.problems)}">',
    ]
    for file, (lines, problems) in files.items():
        rows.extend(_suite(file, lines, problems))
    rows.append("</testsuites>")
    return "\n".join(rows) + "\n"


def _suite(file: str, lines: list[Answered], problems: list[Problem]) -> Iterable[str]:
    failed = sum(_fails(line) for line in lines)
    waived = sum(line.waiver is not None for line in lines)
    yield (
        f"  <testsuite name={value(file)} file={value(file)} "
        f'tests="{len(lines) + len(problems)}" '
        f'failures="{failed}" errors="{len(problems)}" skipped="{waived}">'
    )
    for line in lines:
        to = line.destination or "?"
        name = f"{line.id}: {line.item or 'item'} to {to}, {line.as_of}"
        case = f"    <testcase classname={value(file)} name={value(name)}"
        if line.verdict == "pass":
            yield f"{case}/>"
            continue
        message = f"{OUTCOMES[line.outcome]}: {line.reason}"
        told = [
            line.place.address,
            message,
            *(f"? {question.fact.ask}" for question in line.questions),
        ]
        told += [f"{each.name}: {'; '.join(each.cites)}" for each in line.rules]
        yield f"{case}>"
        if line.waiver is not None:
            words = f"{message} ({line.waiver.words})"
            yield f"      <skipped message={value(words)}>{content(told)}</skipped>"
            yield "    </testcase>"
            continue
        yield (
            f"      <failure type={value(line.verdict)} message={value(message)}>"
            f"{content(told)}</failure>"
        )
        yield "    </testcase>"
    for problem in problems:
        name = str(problem.place)
        yield f"    <testcase classname={value(file)} name={value(name)}>"
        yield (
            f"      <error type={value(problem.code)} message={value(problem.message)}>"
            f"{content([str(problem.place), problem.message, problem.help])}</error>"
        )
        yield "    </testcase>"
    yield "  </testsuite>"


def _fails(line: Answered) -> bool:
    return line.verdict != "pass" and line.waiver is None


def value(text: str) -> str:
    return quoteattr(_allowed(text))


def content(lines: Iterable[str]) -> str:
    from xml.sax.saxutils import escape

    return escape("\n".join(_allowed(line) for line in lines if line))


def _allowed(text: str) -> str:
    """Text of characters that XML 1.0 allows."""
    shown = plain(text)
    return "".join(c if c not in "\ufffe\uffff" else f"\\u{ord(c):04x}" for c in shown)
