"""Options that several commands share, and what they are read into."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput, did_you_mean, either
from exportcheck.core.windows import parse_day
from exportcheck.reading.library import load_library
from exportcheck.reading.shipments import PROFILES

Rules = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules",
        metavar="DIR",
        help="A folder of rules to lay over ours; may be given more than once.",
    ),
]
Assume = Annotated[
    str | None,
    typer.Option(
        "--assume",
        metavar="PROFILE",
        help="What to assume when a fact is missing: `ordinary` or `none`.",
    ),
]
ReadingOption = Annotated[
    list[str] | None,
    typer.Option(
        "--reading", metavar="NAME=OPTION", help="Take another option of a reading of disputed law."
    ),
]
Day = Annotated[
    str | None,
    typer.Option("--date", metavar="DATE", help="The day whose law applies (2025-05-01)."),
]
Format = Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json or jsonl.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the report to a file."),
]
Why = Annotated[bool, typer.Option("--why", help="Show every rule and why it holds or not.")]
FORMATS = ("text", "json", "jsonl")


def usage(option: str, message: str, help: str = "") -> UnusableInput:
    """A mistake on the command line, told like any other."""
    return UnusableInput([Problem(place=Place(option), code="EC501", message=message, help=help)])


def choice(option: str, written: str, known: Iterable[str]) -> str:
    names = tuple(known)
    if written not in names:
        choices = either([f"`{name}`" for name in names])
        raise usage(
            option,
            f"`{written}` is not {choices}",
            did_you_mean(written, names) or f"write {choices}",
        )
    return written


def profile_of(written: str | None, default: str) -> str:
    return choice("--assume", written or default, PROFILES)


def day_of(written: str | None) -> date | None:
    if written is None:
        return None
    day = parse_day(written)
    if day is None:
        raise usage(
            "--date", f"`{written}` is not a calendar day", "write year-month-day: 2025-05-01"
        )
    return day


def readings_of(written: list[str] | None, library: Library) -> dict[str, str]:
    taken = {}
    for each in written or ():
        name, sign, option = each.partition("=")
        if not sign:
            raise usage("--reading", f"`{each}` has no `=`", "write NAME=OPTION")
        choice("--reading", name, library.readings)
        taken[name] = choice(f"--reading {name}", option, library.readings[name].options)
    return taken


def library_of(folders: list[Path] | None) -> Library:
    return load_library(folders or ())
