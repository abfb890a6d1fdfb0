"""The formats of a report: one table, from a name to what writes it.

A format is told each line as it is judged and what the run came to at the end, and gives text for
each; it never changes the exit code. Those that can give a line at once do, so that a run of any
length needs no more memory; the others keep the lines. Each module is imported when it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING

from exportcheck.core.records import Record
from exportcheck.core.reports import Answered, Report
from exportcheck.reporting.printing import WIDTH

if TYPE_CHECKING:
    from exportcheck.reporting.as_csv import CsvLines

# How much of what is told later is kept in memory, in bytes.
MOST_IN_MEMORY = 4 * 1024 * 1024


class Style(Record):
    """How much is told, how wide text may be, and whether all lines have the same columns."""

    why: bool = False
    width: int = WIDTH
    quiet: bool = False
    one_shape: bool = False


class Format:
    """One report in one format; this one keeps the lines and tells all at the end."""

    def __init__(self, style: Style, text: Callable[[Report, Style], str]) -> None:
        self.style, self._text = style, text
        self._lines: list[Answered] = []

    def begin(self) -> str:
        return ""

    def line(self, line: Answered) -> str:
        """What is told at once of a line."""
        self._lines.append(line)
        return ""

    def end(self, report: Report) -> Iterable[str]:
        """What is told when all lines are judged; the report given has no lines of its own."""
        yield self._text(report.but(lines=tuple(self._lines)), self.style)


class _Text(Format):
    """Failures first: what does not fail waits, outside memory where it is much."""

    def __init__(self, style: Style) -> None:
        from tempfile import SpooledTemporaryFile

        super().__init__(style, lambda *_: "")
        self._later: dict[str, IO[str]] = {
            verdict: SpooledTemporaryFile(  # noqa: SIM115 (closed at the end)
                MOST_IN_MEMORY, "w+", encoding="utf-8", newline=""
            )
            for verdict in ("review", "pass")
        }

    def line(self, line: Answered) -> str:
        if self.style.quiet and line.verdict == "pass":
            return ""
        text = self._told(line)
        if line.verdict == "fail":
            return text
        self._later[line.verdict].write(text)
        return ""

    def _told(self, line: Answered) -> str:
        from exportcheck.reporting.as_table import lines_page
        from exportcheck.reporting.as_text import determination_page

        if self.style.why:
            return determination_page(line, width=self.style.width, why=True).text() + "\n"
        return lines_page((line,), width=self.style.width).text()

    def end(self, report: Report) -> Iterator[str]:
        from exportcheck.reporting.as_counts import extra_pages

        for kept in self._later.values():
            kept.seek(0)
            yield from kept
            kept.close()
        for page in extra_pages(report, self.style.width):
            yield "\n" + page.text()


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

    def end(self, _: Report) -> Iterable[str]:
        return ()


class _Csv(Format):
    """Lines of one shape are told at once; others wait for the columns of all."""

    _told: CsvLines | None = None

    def line(self, line: Answered) -> str:
        if self._told is None:
            if not self.style.one_shape:
                return super().line(line)
            from exportcheck.reporting.as_csv import CsvLines

            self._told = CsvLines([name for name, _ in line.row.written])
            return self._told.heading() + self._told.line(line)
        return self._told.line(line)

    def end(self, report: Report) -> Iterator[str]:
        from exportcheck.reporting.as_csv import csv_text

        if self._told is None:
            yield csv_text(report.but(lines=tuple(self._lines)))
        else:
            yield from map(self._told.mistake, report.problems)


class _Github(Format):
    def line(self, line: Answered) -> str:
        from exportcheck.reporting.as_github import line_text

        return line_text(line)

    def end(self, report: Report) -> Iterator[str]:
        from exportcheck.reporting.as_github import end_text

        yield end_text(report)


def _markdown(report: Report, _: Style) -> str:
    from exportcheck.reporting.as_markdown import markdown_text

    return markdown_text(report)


def _sarif(report: Report, _: Style) -> str:
    from exportcheck.reporting.as_sarif import sarif_text

    return sarif_text(report)


def _junit(report: Report, _: Style) -> str:
    from exportcheck.reporting.as_junit import junit_text

    return junit_text(report)


def _none(*_: object) -> str:
    return ""


FORMATS: Mapping[str, Callable[[Style], Format]] = {
    "text": _Text,
    "json": lambda style: _Json(style, _none),
    "jsonl": lambda style: _Jsonl(style, _none),
    "csv": lambda style: _Csv(style, _none),
    "markdown": lambda style: Format(style, _markdown),
    "github": lambda style: _Github(style, _none),
    "sarif": lambda style: Format(style, _sarif),
    "junit": lambda style: Format(style, _junit),
}


def rendered(name: str, report: Report, style: Style) -> str:
    """A report of which all lines are at hand, in a format."""
    written = FORMATS[name](style)
    parts = [written.begin(), *map(written.line, report.lines)]
    return "".join((*parts, *written.end(report.but(lines=(), counted=report.tally))))
