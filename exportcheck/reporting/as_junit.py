"""A report as JUnit XML: one test case a line, as the viewers of build servers show it.

A line that cannot be told is a failure too, of type `review`: a viewer must not show it green. A
line that is waived is skipped, with its outcome and its waiver. A case has no file and line of its
own: the schema of Jenkins knows none, so its text begins with them, as ` at FILE:LINE`, which is
where a viewer that marks the lines of a pull request looks for them. Some viewers show the text
alone and some the message alone, so each tells enough. The time is 0: none is measured, and a
viewer that finds none shows what is no number. A suite begins with its counts, so the cases are put
aside until all are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from exportcheck.core.answers import Answered
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.telling import OUTCOMES
from exportcheck.reporting.printing import plain
from exportcheck.reporting.spooled import Spool

FAILURE, SKIPPED = "failure", "skipped"
UNTIMED = 'time="0"'


@dataclass(slots=True)
class _Suite:
    """The counts of one order file, and where its cases lie among those of all."""

    tests: int = 0
    failures: int = 0
    skipped: int = 0
    parts: list[tuple[int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Suites:
    """A suite for each order file; what could not be read is an error in it."""

    def __init__(self) -> None:
        self._suites: dict[str, _Suite] = {}
        self._cases = Spool()

    def add(self, file: str, counted: str, case: str) -> None:
        """Take what `case_of` gives of a line."""
        suite = self._suites.setdefault(file, _Suite())
        suite.tests += 1
        suite.failures += counted == FAILURE
        suite.skipped += counted == SKIPPED
        start = self._cases.size
        self._cases.put(case)
        if suite.parts and suite.parts[-1][1] == start:
            start = suite.parts.pop()[0]
        suite.parts.append((start, self._cases.size))

    def text(self, problems: Sequence[Problem]) -> Iterator[str]:
        """The whole report."""
        for problem in problems:
            self._suites.setdefault(problem.place.file, _Suite()).problems.append(problem)
        suites = self._suites.values()
        yield (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<testsuites name="exportcheck" '
            f'tests="{sum(each.tests for each in suites) + len(problems)}" '
            f'failures="{sum(each.failures for each in suites)}" '
            f'errors="{len(problems)}" {UNTIMED}>\n'
        )
        for file, suite in self._suites.items():
            yield (
                f"  <testsuite name={value(file)} file={value(file)} "
                f'tests="{suite.tests + len(suite.problems)}" failures="{suite.failures}" '
                f'errors="{len(suite.problems)}" skipped="{suite.skipped}" {UNTIMED}>\n'
            )
            for start, end in suite.parts:
                yield from self._cases.between(start, end)
            yield from map(_error, suite.problems)
            yield "  </testsuite>\n"
        yield "</testsuites>\n"


def case_of(line: Answered) -> tuple[str, str, str]:
    """The file of a line, what it counts as, and its case."""
    fails = FAILURE if line.verdict != "pass" else ""
    return line.place.file, SKIPPED if line.waiver is not None else fails, _case(line)


def _case(line: Answered) -> str:
    name = f"{line.id}: {line.item or 'item'} to {line.destination or '?'}, {line.as_of}"
    case = f"    <testcase classname={value(line.place.file)} name={value(name)} {UNTIMED}"
    if line.verdict == "pass":
        return f"{case}/>\n"
    message = f"{OUTCOMES[line.outcome]}: {line.reason}"
    told = [
        at(line.place),
        message,
        line.waiver.words if line.waiver is not None else "",
        *(f"? {question.fact.ask}" for question in line.asked),
        *(f"{each.name}: {'; '.join(each.cites)}" for each in line.rules),
    ]
    if line.waiver is not None:
        words = f"{message} ({line.waiver.words})"
        inner = f"<skipped message={value(words)}>{content(told)}</skipped>"
    else:
        inner = (
            f"<failure type={value(line.verdict)} message={value(message)}>"
            f"{content(told)}</failure>"
        )
    return f"{case}>\n      {inner}\n    </testcase>\n"


def _error(problem: Problem) -> str:
    file = problem.place.file
    return f"{error_of(problem, file)}\n"


def error_of(problem: Problem, file: str) -> str:
    """The case of a problem; its name says what is wrong, since some lists show names alone."""
    name = f"{problem.place}: {problem.message}"
    return (
        f"    <testcase classname={value(file)} name={value(name)} {UNTIMED}>\n"
        f"      <error type={value(problem.code)} message={value(problem.message)}>"
        f"{content([at(problem.place), problem.message, problem.help])}</error>\n"
        "    </testcase>"
    )


def at(place: Place) -> str:
    """Where a case stands, in the words that viewers know."""
    return f" at {place.address}"


def value(text: str) -> str:
    return quoteattr(_allowed(text))


def content(lines: Iterable[str]) -> str:
    return escape("\n".join(_allowed(line) for line in lines if line))


def _allowed(text: str) -> str:
    """Text of characters that XML 1.0 allows."""
    shown = plain(text)
    return "".join(c if c not in "\ufffe\uffff" else f"\\u{ord(c):04x}" for c in shown)
