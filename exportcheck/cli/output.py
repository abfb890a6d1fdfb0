"""Where text goes: the report to stdout or a file, problems and the tally to stderr."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn, TypeAlias

from exportcheck.cli.exits import BROKEN_PIPE, leave
from exportcheck.core.answers import Answered
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.core.reports import Report
from exportcheck.reporting.printing import WIDEST, WIDTH, Page, problem_page

if TYPE_CHECKING:
    from exportcheck.reporting.formats import Format

# The formats asked for, each with the file it goes to, or None for stdout.
Outputs: TypeAlias = Mapping[str, str | None]


def width_of(stream: IO[str]) -> int:
    """80 columns where there is no terminal, else the terminal's width within reason."""
    if not stream.isatty():
        return WIDTH
    try:
        return max(40, min(os.get_terminal_size(stream.fileno()).columns, WIDEST))
    except OSError:
        return WIDTH


def show(page: Page, stream: IO[str]) -> None:
    """Print a page, with styles on a terminal that takes them."""
    if stream.isatty() and not os.environ.get("NO_COLOR"):
        from rich.console import Console

        console = Console(file=stream, markup=False, highlight=False, emoji=False)
        page.print(console)
    else:
        write(page.text(), stream)


def write(text: str, stream: IO[str]) -> None:
    """Write to a stream; a reader that went away is never taken for an answer."""
    with _writable(str(getattr(stream, "name", "the report"))):
        try:
            stream.write(text)
            stream.flush()
        except OSError as error:
            # What was not written is not tried again when the tool leaves.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            if isinstance(error, BrokenPipeError):
                # The shell's own code for a program that the pipe stopped.
                raise SystemExit(BROKEN_PIPE) from None
            raise


# How many characters of a report are written at once.
WRITTEN_TOGETHER = 64 * 1024


class Sink:
    """Where one report goes: stdout, or a file that is there whole or as it was."""

    def __init__(self, output: str | None) -> None:
        self.output = output
        self._file: IO[str] | None = None
        self._temporary: Path | None = None
        self._waiting: list[str] = []
        self._size = 0
        if output is None:
            return
        target = Path(output)
        with _writable(output):
            if target.exists() and not target.is_file():
                # A device or a pipe is written to, never replaced.
                self._file = target.open("w", encoding="utf-8")
                return
            self._whole = Path(os.path.realpath(target))
            self._temporary = self._whole.with_name(f".{self._whole.name}.{os.getpid()}.tmp")
            self._file = self._temporary.open("w", encoding="utf-8", newline="")

    def write(self, text: str) -> None:
        self._waiting.append(text)
        self._size += len(text)
        if self._size > WRITTEN_TOGETHER:
            self._put()

    def _put(self) -> None:
        """Write what waits; lines are short, and to write each by itself takes long."""
        text = "".join(self._waiting)
        self._waiting.clear()
        self._size = 0
        if self._file is None:
            write(text, sys.stdout)
            return
        assert self.output is not None
        with _writable(self.output):
            self._file.write(text)

    def close(self) -> None:
        """Put the file in its place."""
        self._put()
        if self._file is None or self.output is None:
            return
        with _writable(self.output):
            self._file.close()
            if self._temporary is not None:
                self._temporary.replace(self._whole)

    def drop(self) -> None:
        """Leave the file as it was."""
        if self._file is not None and self._temporary is not None:
            self._file.close()
            self._temporary.unlink(missing_ok=True)


@contextmanager
def _writable(output: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnusableInput(
            [
                Problem(
                    place=Place(output),
                    code="EC001",
                    message=f"the report cannot be written ({error.strerror or error})",
                )
            ]
        ) from error


def emit(text: str, output: str | None) -> None:
    """Write a report to stdout, or whole to a file."""
    sink = Sink(output)
    try:
        sink.write(text)
        sink.close()
    except BaseException:
        sink.drop()
        raise


def print_answer(line: Answered, *, outputs: Outputs, why: bool, said: str) -> None:
    """The report of one determination; `said` tells how its day was chosen."""
    from exportcheck.reporting.as_text import determination_page
    from exportcheck.reporting.formats import Style, rendered

    report = Report(lines=(line,), problems=())
    for name, output in outputs.items():
        if name != "text":
            emit(rendered(name, report, Style(why=why)), output)
            continue
        width = width_of(sys.stdout) if output is None else WIDTH
        page = determination_page(line, width=width, why=why, said=said)
        if output is None:
            show(page, sys.stdout)
        else:
            emit(page.text(), output)
    if said and "text" not in outputs:
        sys.stderr.write(f"judged by the law of {line.as_of} ({said})\n")


class Reports:
    """The reports of a run of many lines, each in its format and to its place, as lines come."""

    def __init__(self, outputs: Outputs, *, why: bool, quiet: bool, one_shape: bool) -> None:
        from exportcheck.reporting.formats import FORMATS, Style

        self._written: list[tuple[Format, Sink]] = []
        style = Style(why=why, quiet=quiet, one_shape=one_shape)
        try:
            for name, output in outputs.items():
                told = style
                if name == "text" and output is None and sys.stdout.isatty():
                    told = style.but(width=width_of(sys.stdout), painted=painted)
                written, sink = FORMATS[name](told), Sink(output)
                self._written.append((written, sink))
                sink.write(written.begin())
        except BaseException:
            self.drop()
            raise

    def made_of(self, lines: Sequence[Answered]) -> list[Sequence[Any]]:
        """What each format makes of lines that follow each other; nothing is written yet."""
        return [written.made_of(lines) for written, _ in self._written]

    def take(self, made: Sequence[Sequence[Any]]) -> None:
        """Write what the formats made of the lines that come next."""
        for (written, sink), each in zip(self._written, made, strict=True):
            for text in written.take(each):
                sink.write(text)

    def end(self, report: Report) -> None:
        for written, sink in self._written:
            for text in written.end(report):
                sink.write(text)
        for _, sink in self._written:
            sink.close()

    def drop(self) -> None:
        """Leave files as they were: the run did not come to its end."""
        for _, sink in self._written:
            sink.drop()


def painted(page: Page) -> str:
    """A page as the terminal on stdout takes it."""
    if os.environ.get("NO_COLOR"):
        return page.text()
    from rich.console import Console

    text = io.StringIO()
    console = Console(file=text, force_terminal=True, markup=False, highlight=False, emoji=False)
    page.print(console)
    return text.getvalue()


def leave_with(lines: tuple[Answered, ...], problems: tuple[Problem, ...]) -> NoReturn:
    """Leave with the exit code of what was judged."""
    leave(Report(lines=lines, problems=problems).summary.exit_code)


def print_problems(problems: Iterable[Problem]) -> None:
    """Problems on stderr with the line each is in, and their number."""
    listed = tuple(problems)
    show(problems_page(listed, width_of(sys.stderr)), sys.stderr)
    count = sum(problem.severity == "error" for problem in listed)
    if count > 1:
        sys.stderr.write(f"{count} problems\n")


def problems_page(problems: Iterable[Problem], width: int) -> Page:
    """Problems with the line each is in."""
    sources: dict[str, list[str]] = {}
    rows = []
    for problem in problems:
        place = problem.place
        rows.append(
            (
                str(place),
                problem.severity,
                problem.code,
                problem.message,
                _source(place, sources),
                place.column,
                problem.width,
                problem.help,
            )
        )
    return problem_page(rows, width)


def _source(place: Place, sources: dict[str, list[str]]) -> str:
    if not place.line or not place.column:
        return ""
    if place.file not in sources:
        try:
            with Path(place.file).open(encoding="utf-8-sig", errors="replace") as file:
                text = file.read(16 * 1024 * 1024)
            # A workbook is no text: its rows are not lines.
            sources[place.file] = [] if "\0" in text else text.split("\n")
        except OSError:
            sources[place.file] = []
    lines = sources[place.file]
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    return line if len(line) <= 160 else ""
