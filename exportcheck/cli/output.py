"""Where text goes: the report to stdout or a file, problems and the tally to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO, NoReturn

from exportcheck.cli.exits import BROKEN_PIPE, leave
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.core.reports import Answered, Report
from exportcheck.reporting.printing import WIDEST, WIDTH, Page, problem_page

FORMATS = ("text", "json", "jsonl")


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
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # The shell's own code for a program that the pipe stopped.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise SystemExit(BROKEN_PIPE) from None


def emit(text: str, output: str | None) -> None:
    """Write a report to stdout, or whole to a file."""
    if output is None:
        write(text, sys.stdout)
        return
    target = Path(output)
    try:
        if target.exists() and not target.is_file():
            # A device or a pipe is written to, never replaced.
            with target.open("w", encoding="utf-8") as file:
                file.write(text)
            return
        whole = target.resolve()
        temporary = whole.with_name(f".{whole.name}.{os.getpid()}.tmp")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(whole)
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


def print_answer(line: Answered, *, format: str, output: str | None, why: bool, said: str) -> None:
    """The report of one determination; `said` tells how its day was chosen."""
    if format == "text":
        from exportcheck.reporting.as_text import determination_page

        page = determination_page(line, width=width_of(sys.stdout), why=why, said=said)
        if output is None:
            show(page, sys.stdout)
        else:
            emit(page.text(), output)
        return
    from exportcheck.reporting.as_json import line_text, report_text

    report = Report(lines=(line,), problems=())
    emit(report_text(report, why=why) if format == "json" else line_text(line, why=why), output)
    if said:
        sys.stderr.write(f"judged by the law of {line.judged.determination.as_of} ({said})\n")


def print_report(report: Report, *, format: str, output: str | None, why: bool) -> None:
    """The report of many lines."""
    if format == "text":
        from exportcheck.reporting.as_table import lines_page
        from exportcheck.reporting.as_text import determination_page

        width = width_of(sys.stdout)
        if why:
            pages = [determination_page(line, width=width, why=True) for line in report.lines]
        else:
            pages = [lines_page(report.lines, width=width)]
        if output is not None:
            emit("\n".join(page.text() for page in pages), output)
            return
        for number, page in enumerate(pages):
            if number:
                sys.stdout.write("\n")
            show(page, sys.stdout)
        return
    from exportcheck.reporting.as_json import line_text, report_text

    if format == "json":
        emit(report_text(report, why=why), output)
    else:
        emit("".join(line_text(line, why=why) for line in report.lines), output)


def leave_with(lines: tuple[Answered, ...], problems: tuple[Problem, ...]) -> NoReturn:
    """Leave with the exit code of what was judged."""
    leave(Report(lines=lines, problems=problems).summary.exit_code)


def print_problems(problems: Iterable[Problem]) -> None:
    """Problems on stderr with the line each is in, and their number."""
    listed = tuple(problems)
    sources: dict[str, list[str]] = {}
    rows = []
    for problem in listed:
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
    show(problem_page(rows, width_of(sys.stderr)), sys.stderr)
    if len(listed) > 1:
        sys.stderr.write(f"{len(listed)} problems\n")


def _source(place: Place, sources: dict[str, list[str]]) -> str:
    if not place.line or not place.column:
        return ""
    if place.file not in sources:
        try:
            with Path(place.file).open(encoding="utf-8-sig", errors="replace") as file:
                sources[place.file] = file.read(16 * 1024 * 1024).splitlines()
        except OSError:
            sources[place.file] = []
    lines = sources[place.file]
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    return line if len(line) <= 160 else ""
