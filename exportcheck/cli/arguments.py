"""What the text of an argument means, and the mistakes that can be made in it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from exportcheck.core.answers import Answered
from exportcheck.core.items import Item
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput, did_you_mean, either
from exportcheck.core.windows import day_help, parse_day
from exportcheck.reading.config_files import (
    Settings,
    configs_beside,
    find_config,
    misnamed_columns,
    missing_folders,
    read_config,
)
from exportcheck.reading.entries import Entry
from exportcheck.reading.library import load_library
from exportcheck.reading.shipments import PROFILES, ShipmentReader
from exportcheck.reporting.formats import FORMATS
from exportcheck.reporting.printing import plain


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


def outputs_of(
    formats: list[str] | None,
    output: str | None,
    settings: Settings | None = None,
    known: Collection[str] = tuple(FORMATS),
) -> dict[str, str | None]:
    """The formats asked for and where each goes: `sarif=out.sarif` to a file, one to stdout."""
    outputs: dict[str, str | None] = {}
    told = settings.format if settings and not formats else ()
    where = f"{settings.file}: format" if settings and told else "--format"
    for each in formats or told or ["text"]:
        name, sign, file = each.partition("=")
        choice(where, name, known)
        if name in outputs:
            raise usage("--format", f"`{name}` is asked for twice", "remove one of the two")
        if sign and not file:
            raise usage("--format", f"`{each}` names no file", f"write {name}=FILE")
        if file and file in outputs.values():
            raise usage("--format", f"two formats go to `{file}`", "name a file for each")
        outputs[name] = file or None
    to_stdout = [name for name, file in outputs.items() if file is None]
    if output is not None and len(to_stdout) != 1:
        raise usage(
            "--output", "it takes one format, and there are others", "write --format NAME=FILE"
        )
    if output is not None:
        outputs[to_stdout[0]] = output
    elif len(to_stdout) > 1:
        raise usage(
            "--format", "two formats go to stdout", f"write --format {to_stdout[1]}=FILE for one"
        )
    return outputs


def settings_of(
    config: str | None, no_config: bool, *, orders: Iterable[str] = (), quiet: bool = False
) -> Settings:
    """The configuration that is named or found; where it is used it is told.

    One beside the order files counts where there is none from the working directory up.
    """
    if no_config and config is not None:
        raise usage("--no-config", "--config and --no-config contradict each other", "give one")
    if no_config:
        return Settings()
    path = Path(config) if config is not None else _found(orders)
    if path is None:
        return Settings()
    path = Path(os.path.relpath(path))
    settings = read_config(path)
    if not quiet:
        sys.stderr.write(f"settings of {plain(str(path))}\n")
    return settings


def _found(orders: Iterable[str]) -> Path | None:
    """The configuration from the working directory up, else that of the order files."""
    beside = configs_beside(Path(each) for each in orders if each != "-")
    path = find_config(Path.cwd())
    if path is None and len(beside) > 1:
        named = either([f"`{os.path.relpath(each)}`" for each in beside])
        raise usage("--config", "the order files have several configurations", f"name one: {named}")
    if path is None:
        return beside[0] if beside else None
    for other in beside:
        if other.resolve() != path.resolve():
            # Somebody wrote it for these orders and may think that it holds.
            sys.stderr.write(f"settings of {plain(os.path.relpath(other))} are not used\n")
    return path


MOST_JOBS = 256


def back_dated(line: Answered, settings: Settings, reader: ShipmentReader) -> Problem | None:
    """The problem of a line judged by the law of a past day, where the project forbids that."""
    if settings.past_dates != "forbidden" or reader.today is None:
        return None
    if line.as_of >= reader.today:
        return None
    stated = line.judged.shipment.facts.stated.get("ship_date")
    return Problem(
        place=(stated.place if stated else None) or line.place,
        code="EC303",
        message=f"`{line.id}` would be judged by the law of {line.as_of}, which is past",
        help=f"the settings of {settings.file} forbid past dates",
        line=line.place,
    )


def jobs_of(option: str | None, settings: Settings) -> int:
    """On how many cores lines are judged; on one unless more are asked for."""
    written = option if option is not None else settings.jobs or "1"
    if not (written.isascii() and written.isdecimal()) or not 0 < int(written[:4]) <= MOST_JOBS:
        raise usage(
            "--jobs" if option is not None else settings.file,
            f"`{written}` is not a number of cores",
            f"write 1 or more for `jobs`, up to {MOST_JOBS}",
        )
    return int(written)


def profile_of(written: str | None, settings: Settings, default: str) -> str:
    return choice("--assume", written or settings.assume or default, PROFILES)


def day_of(written: str | None) -> date | None:
    if written is None:
        return None
    day = parse_day(written)
    if day is None:
        raise usage("--date", f"`{written}` is not a calendar day", day_help(written))
    return day


def readings_of(written: list[str] | None, settings: Settings, library: Library) -> dict[str, str]:
    taken = {}
    told = [(f"{settings.file}: readings", *each) for each in settings.readings.items()]
    for each in written or ():
        name, sign, option = each.partition("=")
        if not sign:
            raise usage("--reading", f"`{each}` has no `=`", "write NAME=OPTION")
        told.append(("--reading", name, option))
    for where, name, option in told:
        choice(where, name, library.readings)
        taken[name] = choice(f"{where} {name}", option, library.readings[name].options)
    return taken


def rules_of(
    folders: list[str] | None, config: str | None, no_config: bool, *, begins: bool = False
) -> list[str]:
    """The folders laid over ours for those who look at rules: of the options, else the project.

    Whoever begins a rulebook may begin its folder, too.
    """
    if folders:
        return folders
    settings = settings_of(config, no_config)
    return [str(each) for each in settings.rules] if begins else folders_laid(None, settings)


def folders_laid(folders: list[str] | None, settings: Settings) -> list[str]:
    """The folders of the options, else those of the project, which must be there."""
    if folders:
        return folders
    refuse(missing_folders(settings))
    return [str(folder) for folder in settings.rules]


def refuse(problems: Collection[Problem]) -> None:
    """Go no further where there are problems."""
    if problems:
        raise UnusableInput(problems)


def check_columns(settings: Settings, library: Library) -> None:
    """Refuse a configuration that takes a column for what is no fact."""
    refuse(misnamed_columns(settings, library.catalogue))


def library_with(folders: list[str] | None, config: str | None, no_config: bool) -> Library:
    """The rules that those folders make with ours."""
    return library_of(rules_of(folders, config, no_config))


def library_of(
    folders: list[str] | None,
    settings: Settings | None = None,
    *,
    strict_currency: bool = False,
    locked: bool = False,
) -> Library:
    settings = settings or Settings()
    strict_currency = strict_currency or settings.strict_currency
    refuse(missing_folders(settings))
    library = load_library((*settings.rules, *map(Path, folders or ())))
    for warning in library.loosened:
        sys.stderr.write(f"warning: {plain(warning)}\n")
    if locked or settings.locked:
        from exportcheck.reading.lock_files import check_lock

        check_lock(library, settings)
    gc.freeze()
    # What a run makes is kept or let go at once; cycles are few, and to look for them takes long.
    gc.set_threshold(100_000, 20, 50)
    gc.enable()
    return library.strictly_current() if strict_currency else library


def reader_of(
    library: Library,
    profile: str,
    readings: dict[str, str],
    law_of: date | None,
    settings: Settings | None = None,
) -> ShipmentReader:
    """A reader of lines for which the clock is read once, here."""
    today = date.today()
    if settings and settings.past_dates == "forbidden" and law_of and law_of < today:
        raise usage(
            "--date",
            f"{law_of} is past, and {settings.file} forbids past dates",
            "leave it out, or name a day from today on",
        )
    return ShipmentReader(library, profile, readings, law_of, today)


def entries_of(given: Iterable[tuple[str, str | None, str]], facts: Iterable[str]) -> list[Entry]:
    """The facts that options and `--fact` state, each with its option as its place."""
    entries = [
        Entry(name, value, Place(option)) for name, value, option in given if value is not None
    ]
    for each in facts:
        name, sign, value = each.partition("=")
        if not sign:
            raise usage("--fact", f"`{each}` has no `=`", "write NAME=VALUE")
        entries.append(Entry(name, value, Place(f"--fact {name}")))
    return entries


def described_by(spec: str | None, item: str | None, library: Library) -> Item | None:
    """The item of a specification file, if one is given."""
    if spec is None:
        return None
    if item is not None:
        raise usage("--spec", "an ITEM and --spec describe the item twice", "give one of the two")
    from exportcheck.reading.spec_files import read_spec

    described, problems = read_spec(Path(spec), library)
    if described is None:
        raise UnusableInput(problems)
    return described
