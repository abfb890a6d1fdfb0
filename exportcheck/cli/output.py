"""Where text goes: the report to stdout or a file, problems and the tally to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.reporting.printing import WIDEST, WIDTH, Page, problem_page


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
        stream.write(page.text())


def emit(text: str, output: Path | None) -> None:
    """Write a report to stdout, or whole to a file."""
    if output is None:
        sys.stdout.write(text)
        return
    try:
        temporary = output.with_name(output.name + ".tmp")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(output)
    except OSError as error:
        raise UnusableInput(
            [
                Problem(
                    place=Place(str(output)),
                    code="EC001",
                    message=f"the report cannot be written ({error.strerror or error})",
                )
            ]
        ) from error


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
