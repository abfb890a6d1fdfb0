"""The formats of a report: one table, from a name to what writes it.

A format is told each line as it is judged and what the run came to at the end, and gives text for
each; it never changes the exit code. Those that can give a line at once do, and the others put it
aside as text or show a bounded part, so that a run of any length needs no more memory; only CSV of
lines with columns of their own keeps them. Each module is imported when it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from exportcheck.core.records import Record
from exportcheck.core.reports import Answered, Answers, Report
from exportcheck.reporting.printing import WIDTH, Page

if TYPE_CHECKING:
    from exportcheck.reporting.as_csv import CsvLines


class Style(Record):
    """How much is told, how wide text may be, and whether all lines have the same columns.

    A terminal is told nothing until the end, since the count of the lines is shown there, and what
    it is told then is `painted`.
    """

    why: bool = False
    width: int = WIDTH
    quiet: bool = False
    one_shape: bool = False
    painted: Callable[[Page], str] | None = None


class Format:
    """One report in one format."""

    def __init__(self, style: Style) -> None:
        self.style = style

    def begin(self) -> str:
        return ""

    def line(self, line: Answered) -> str:
        """What is told at once of a line."""
        raise NotImplementedError

    def lines(self, lines: Sequence[Answered]) -> Iterable[str]:
        """What is told at once of lines that follow each other."""
        return map(self.line, lines)

    def end(self, report: Report) -> Iterable[str]:
        """What is told when all lines are judged; the report given has no lines of its own."""
        raise NotImplementedError


class _Text(Format):
    """Failures first: what does not fail waits, outside memory where it is much."""

    def __init__(self, style: Style) -> None:
        from exportcheck.reporting.spooled import Spool

        super().__init__(style)
        self._later = {verdict: Spool() for verdict in ("fail", "review", "pass")}

    def line(self, line: Answered) -> str:
        if self.style.quiet and line.verdict == "pass":
            return ""
        text = self._told(line)
        if line.verdict == "fail" and self.style.painted is None:
            return text
        self._later[line.verdict].put(text)
        return ""

    def _told(self, line: Answered) -> str:
        from exportcheck.reporting.as_table import line_page
        from exportcheck.reporting.as_text import determination_page

        if self.style.why:
            page = determination_page(line, width=self.style.width, why=True)
            return self._shown(page) + "\n"
        return self._shown(line_page(line, width=self.style.width))

    def _shown(self, page: Page) -> str:
        return page.text() if self.style.painted is None else self.style.painted(page)

    def end(self, report: Report) -> Iterator[str]:
        from exportcheck.reporting.as_counts import extra_pages

        for kept in self._later.values():
            yield from kept.all()
        for page in extra_pages(report, self.style.width):
            yield "\n" + self._shown(page)


class _Json(Format):
    def begin(self) -> str:
        from exportcheck.reporting.as_json import report_begin

        self._count = 0
        return report_begin()

    def line(self, line: Answered) -> str:
        from exportcheck.reporting.as_json import report_line

        self._count += 1
        return report_line(line, first=self._count == 1, why=self.style.why)

    def end(self, report: Report) -> Iterator[str]:
        from exportcheck.reporting.as_json import report_end

        yield report_end(report, empty=not self._count)


class _Jsonl(Format):
    def line(self, line: Answered) -> str:
        from exportcheck.reporting.as_json import line_text

        return line_text(line, why=self.style.why)

    def end(self, report: Report) -> Iterator[str]:
        from exportcheck.reporting.as_json import problem_text

        yield from map(problem_text, report.problems)


class _Csv(Format):
    """Lines of one shape are told at once; others are kept, since the columns are those of all."""

    _told: CsvLines | None = None

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        self._lines: list[Answered] = []

    def line(self, line: Answered) -> str:
        if self._told is None:
            if not self.style.one_shape:
                self._lines.append(line)
                return ""
            from exportcheck.reporting.as_csv import CsvLines

            self._told = CsvLines(line.row.names)
            return self._told.heading() + self._told.line(line)
        return self._told.line(line)

    def lines(self, lines: Sequence[Answered]) -> Iterable[str]:
        if self._told is not None and isinstance(lines, Answers):
            together = self._told.together(lines)
            if together is not None:
                return (together,)
        return super().lines(lines)

    def end(self, report: Report) -> Iterator[str]:
        from exportcheck.reporting.as_csv import csv_text

        if self._told is None:
            yield csv_text(report.but(lines=tuple(self._lines)))
        else:
            yield from map(self._told.mistake, report.problems)


class _Markdown(Format):
    def __init__(self, style: Style) -> None:
        from exportcheck.reporting.as_markdown import Lines

        super().__init__(style)
        self._lines = Lines()

    def line(self, line: Answered) -> str:
        self._lines.add(line)
        return ""

    def end(self, report: Report) -> Iterator[str]:
        yield self._lines.page(report)


class _Github(Format):
    def line(self, line: Answered) -> str:
        from exportcheck.reporting.as_github import line_text

        return line_text(line)

    def end(self, report: Report) -> Iterator[str]:
        from exportcheck.reporting.as_github import end_text

        yield end_text(report)


class _Sarif(Format):
    def begin(self) -> str:
        from exportcheck.reporting.as_sarif import Results

        self._results = Results()
        return self._results.begin()

    def line(self, line: Answered) -> str:
        return self._results.line(line)

    def end(self, report: Report) -> Iterable[str]:
        return self._results.end_of(report)


class _Junit(Format):
    def __init__(self, style: Style) -> None:
        from exportcheck.reporting.as_junit import Suites

        super().__init__(style)
        self._suites = Suites()

    def line(self, line: Answered) -> str:
        self._suites.add(line)
        return ""

    def end(self, report: Report) -> Iterable[str]:
        return self._suites.text(report.problems)


FORMATS: Mapping[str, Callable[[Style], Format]] = {
    "text": _Text,
    "json": _Json,
    "jsonl": _Jsonl,
    "csv": _Csv,
    "markdown": _Markdown,
    "github": _Github,
    "sarif": _Sarif,
    "junit": _Junit,
}


def rendered(name: str, report: Report, style: Style) -> str:
    """A report of which all lines are at hand, in a format."""
    written = FORMATS[name](style)
    parts = [written.begin(), *map(written.line, report.lines)]
    return "".join((*parts, *written.end(report.but(lines=(), counted=report.tally))))
