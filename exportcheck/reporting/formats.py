"""The formats of a report: one table, from a name to what writes it.

A format never changes the exit code. It works in two steps: what it makes of lines as they are
judged is a plain value, which another process may make and send; taken in the order of the lines,
such values give text. Those that can give a line at once do, and the others put it aside as text or
show a bounded part, so that a run of any length needs no more memory. Each module is imported when
it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from exportcheck.core.answers import Answered
from exportcheck.core.records import Record
from exportcheck.core.reports import Report
from exportcheck.reporting.printing import WIDTH, Page


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

    def made_of(self, lines: Sequence[Answered]) -> Sequence[Any]:
        """What the format makes of lines that follow each other; nothing is remembered of it."""
        return [self.line(line) for line in lines]

    def line(self, line: Answered) -> Any:
        """What it makes of a single line."""
        raise NotImplementedError

    def take(self, made: Sequence[Any]) -> Iterable[str]:
        """What is told at once of the lines of which this was made; here it is the text itself."""
        return made

    def end(self, report: Report) -> Iterable[str]:
        """What is told when all lines are judged; the report given has no lines of its own."""
        raise NotImplementedError


class _Text(Format):
    """Failures first: what does not fail waits, outside memory where it is much."""

    def __init__(self, style: Style) -> None:
        from exportcheck.reporting.spooled import Spool

        super().__init__(style)
        self._later = {verdict: Spool() for verdict in ("fail", "review", "pass")}

    def line(self, line: Answered) -> tuple[str, str]:
        from exportcheck.reporting.as_table import line_page
        from exportcheck.reporting.as_text import determination_page

        if self.style.quiet and line.verdict == "pass":
            return line.verdict, ""
        if self.style.why:
            page = determination_page(line, width=self.style.width, why=True)
            return line.verdict, self._shown(page) + "\n"
        return line.verdict, self._shown(line_page(line, width=self.style.width))

    def take(self, made: Sequence[tuple[str, str]]) -> Iterator[str]:
        for verdict, text in made:
            if verdict == "fail" and self.style.painted is None:
                yield text
            else:
                self._later[verdict].put(text)

    def _shown(self, page: Page) -> str:
        return page.text() if self.style.painted is None else self.style.painted(page)

    def end(self, report: Report) -> Iterator[str]:
        from exportcheck.reporting.as_counts import extra_pages

        for kept in self._later.values():
            yield from kept.all()
        for page in extra_pages(report, self.style.width):
            yield "\n" + self._shown(page)


class _Json(Format):
    _empty = True

    def __init__(self, style: Style) -> None:
        from exportcheck.reporting.as_json import in_report
        from exportcheck.reporting.told_alike import ToldAlike

        super().__init__(style)
        self._told = ToldAlike(in_report, why=style.why)

    def begin(self) -> str:
        from exportcheck.reporting.as_json import report_begin

        return report_begin()

    def line(self, line: Answered) -> str:
        return self._told.text(line)

    def take(self, made: Sequence[str]) -> Iterator[str]:
        for text in made:
            yield text if self._empty else f",{text}"
            self._empty = False

    def end(self, report: Report) -> Iterator[str]:
        from exportcheck.reporting.as_json import report_end

        yield report_end(report, empty=self._empty)


class _Jsonl(Format):
    def __init__(self, style: Style) -> None:
        from exportcheck.reporting.as_json import in_row
        from exportcheck.reporting.told_alike import ToldAlike

        super().__init__(style)
        self._told = ToldAlike(in_row, why=style.why)

    def line(self, line: Answered) -> str:
        return self._told.text(line)

    def end(self, report: Report) -> Iterator[str]:
        from exportcheck.reporting.as_json import problem_text

        yield from map(problem_text, report.problems)


class _Csv(Format):
    """Lines of one shape are told at once; others wait, since the columns are those of all."""

    def __init__(self, style: Style) -> None:
        from exportcheck.reporting.as_csv import Answers, Mixed

        super().__init__(style)
        self._answers, self._mixed = Answers(), Mixed()
        self._columns: tuple[str, ...] | None = None

    def made_of(self, lines: Sequence[Answered]) -> Sequence[tuple[tuple[str, ...], str]]:
        if self.style.one_shape:
            return self._answers.together(lines)
        return [self._mixed.line(line, self._answers) for line in lines]

    def take(self, made: Sequence[tuple[tuple[str, ...], str]]) -> Iterator[str]:
        from exportcheck.reporting.as_csv import heading

        for columns, text in made:
            if not self.style.one_shape:
                self._mixed.put(columns, text)
                continue
            if self._columns is None:
                self._columns = columns
                yield heading(columns)
            yield text

    def end(self, report: Report) -> Iterator[str]:
        from exportcheck.reporting.as_csv import heading, mistake

        columns = self._columns
        if columns is None:
            columns = self._mixed.columns
            yield heading(columns)
            yield from self._mixed.rows()
        for problem in report.problems:
            yield mistake(problem, columns)


class _Markdown(Format):
    def __init__(self, style: Style) -> None:
        from exportcheck.reporting.as_markdown import Lines

        super().__init__(style)
        self._lines = Lines()

    def line(self, line: Answered) -> tuple[str, str, tuple[str, ...]]:
        from exportcheck.reporting.as_markdown import line_of

        return line_of(line)

    def take(self, made: Sequence[tuple[str, str, tuple[str, ...]]]) -> Iterable[str]:
        for each in made:
            self._lines.add(*each)
        return ()

    def end(self, report: Report) -> Iterator[str]:
        yield self._lines.page(report)


class _Github(Format):
    """The counts are a notice too: they come before notices that GitHub does not mark."""

    def __init__(self, style: Style) -> None:
        from exportcheck.reporting.spooled import Spool

        super().__init__(style)
        self._notices, self._later = 0, Spool()

    def line(self, line: Answered) -> str:
        from exportcheck.reporting.as_github import line_text

        return line_text(line)

    def take(self, made: Sequence[str]) -> Iterator[str]:
        from exportcheck.reporting.as_github import MOST_MARKED, NOTICE

        for text in made:
            if text.startswith(NOTICE):
                self._notices += 1
                if self._notices >= MOST_MARKED:
                    self._later.put(text)
                    continue
            yield text

    def end(self, report: Report) -> Iterator[str]:
        from exportcheck.reporting.as_github import end_text

        yield end_text(report)
        yield from self._later.all()


class _Sarif(Format):
    def begin(self) -> str:
        from exportcheck.reporting.as_sarif import Results

        self._results = Results()
        return self._results.begin()

    def made_of(self, lines: Sequence[Answered]) -> Sequence[tuple[Any, Any]]:
        from exportcheck.reporting.as_sarif import result_of

        return [result_of(line) for line in lines if line.verdict != "pass"]

    def take(self, made: Sequence[tuple[Any, Any]]) -> Iterator[str]:
        for result, descriptor in made:
            yield self._results.told(result, descriptor)

    def end(self, report: Report) -> Iterable[str]:
        return self._results.end_of(report)


class _Junit(Format):
    def __init__(self, style: Style) -> None:
        from exportcheck.reporting.as_junit import Suites

        super().__init__(style)
        self._suites = Suites()

    def line(self, line: Answered) -> tuple[str, str, str]:
        from exportcheck.reporting.as_junit import case_of

        return case_of(line)

    def take(self, made: Sequence[tuple[str, str, str]]) -> Iterable[str]:
        for each in made:
            self._suites.add(*each)
        return ()

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
    parts = [written.begin(), *written.take(written.made_of(report.lines))]
    return "".join((*parts, *written.end(report.but(lines=(), counted=report.tally))))
