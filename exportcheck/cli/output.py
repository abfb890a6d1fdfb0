"""Where text goes: the report to stdout or a file, problems and the tally to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, NoReturn, TypeAlias

from exportcheck.cli.exits import BROKEN_PIPE, leave
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.core.reports import Answered, Report
from exportcheck.reporting.printing import WIDEST, WIDTH, Page, problem_page

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


def print_answer(line: Answered, *, outputs: Outputs, why: bool, said: str) -> None:
    """The report of one determination; `said` tells how its day was chosen."""
    from exportcheck.reporting.as_text import determination_page

    def page(width: int) -> list[Page]:
        return [determination_page(line, width=width, why=why, said=said)]

    _print(Report(lines=(line,), problems=()), page, outputs=outputs, why=why)
    if said and "text" not in outputs:
        sys.stderr.write(f"judged by the law of {line.judged.determination.as_of} ({said})\n")


def print_report(report: Report, *, outputs: Outputs, why: bool, quiet: bool = False) -> None:
    """The report of many lines; a quiet text leaves out those that pass."""
    from exportcheck.reporting.as_table import report_pages

    def pages(width: int) -> list[Page]:
        return report_pages(report, width, why=why, quiet=quiet)

    _print(report, pages, outputs=outputs, why=why)


def _print(
    report: Report, pages: Callable[[int], list[Page]], *, outputs: Outputs, why: bool
) -> None:
    """A report in each format asked for, to stdout or its file."""
    from exportcheck.reporting.formats import FORMATS, Style

    for name, output in outputs.items():
        if name != "text":
            emit(FORMATS[name](report, Style(why=why)), output)
        elif output is not None:
            emit("\n".join(page.text() for page in pages(WIDTH)), output)
        else:
            for number, page in enumerate(pages(width_of(sys.stdout))):
                if number:
                    sys.stdout.write("\n")
                show(page, sys.stdout)


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
    count = sum(problem.severity == "error" for problem in listed)
    if count > 1:
        sys.stderr.write(f"{count} problems\n")


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
