"""`exportcheck.lock`: the rules that a project has looked at, by version and digest.

It is written by `rules digest --lock`, is meant to be kept with the project and read by people, and
with `--locked` nothing is decided by any other rules. A lock that cannot be read locks nothing, so
it is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.core.records import Record
from exportcheck.reading.config_files import Settings, find_upward

NAME = "exportcheck.lock"
DIGEST = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
_AGAIN = (
    "`exportcheck rules diff REV RULES` tells what changed since REV, the revision approved; "
    "then write `exportcheck rules digest --lock`"
)


class Pin(Record):
    """One thing that a lock names: its version, if it has one, and its digest."""

    version: str
    digest: str


def pins_of(library: Library) -> dict[str, Pin]:
    """The rulebooks of a library, and its facts and items, each with its digest."""
    books = {
        f"rulebook {book.id}": Pin(version=book.version, digest=book.digest)
        for book in library.rulebooks
    }
    return {
        **books,
        "facts": Pin(version="", digest=library.facts_digest),
        "items": Pin(version="", digest=library.items.digest),
    }


def lock_text(library: Library) -> str:
    """What the lock says of a library."""
    lines = [
        "# The rules that --locked asks for; written by `exportcheck rules digest --lock`.",
        "rulebooks:",
    ]
    for name, pin in pins_of(library).items():
        kind, _, book = name.partition(" ")
        if kind == "rulebook":
            lines += [f"  {book}:", f"    version: {_quoted(pin.version)}"]
            lines += [f"    digest: {pin.digest}"]
        else:
            lines.append(f"{name}: {pin.digest}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)


def lock_path(settings: Settings) -> Path | None:
    """The lock beside the configuration, or where none is used the nearest one upward from here."""
    if settings.file:
        beside = Path(settings.file).parent / NAME
        return beside if beside.is_file() else None
    return find_upward(NAME, Path.cwd())


def check_lock(library: Library, settings: Settings) -> None:
    """Raises `UnusableInput` unless the library is what the lock names, and nothing else."""
    path = lock_path(settings)
    if path is None:
        raise UnusableInput(
            [
                Problem(
                    place=Place(NAME),
                    code="EC601",
                    message="there is no lock to go by",
                    help="write it with `exportcheck rules digest --lock`, or leave --locked out",
                )
            ]
        )
    problems = list(_differences(path, _read(path), pins_of(library)))
    if problems:
        raise UnusableInput(problems)


def _differences(
    path: Path, locked: Mapping[str, tuple[Pin, Place]], loaded: Mapping[str, Pin]
) -> Iterator[Problem]:
    def told(place: Place, message: str) -> Problem:
        return Problem(place=place, code="EC602", message=message, help=_AGAIN)

    for name, pin in loaded.items():
        if name not in locked:
            yield told(
                Place(str(path), 1, 1), f"the lock does not name the {name}, which is loaded"
            )
            continue
        wanted, place = locked[name]
        if pin.digest != wanted.digest:
            yield told(place, f"not the {name} that the lock names: {_unlike(wanted, pin)}")
        elif pin.version != wanted.version:
            yield told(place, f"the {name} has the version {pin.version}, not {wanted.version}")
    for name, (_, place) in locked.items():
        if name not in loaded:
            yield told(place, f"the {name}, which the lock names, is not loaded")


def _unlike(wanted: Pin, pin: Pin) -> str:
    versions = (
        f"version {pin.version} instead of {wanted.version}, "
        if pin.version != wanted.version
        else f"version {pin.version} with other contents, "
        if pin.version
        else ""
    )
    return f"{versions}digest {_short(pin)} instead of {_short(wanted)}"


def _short(pin: Pin) -> str:
    return pin.digest.removeprefix("sha256:")[:12]


def _read(path: Path) -> dict[str, tuple[Pin, Place]]:
    """What a lock names, with the place of each."""
    from exportcheck.reading.compiling import Cursor
    from exportcheck.reading.schemas import lock_schema
    from exportcheck.reading.strict_yaml import read_yaml
    from exportcheck.reading.structure import check_structure

    document = read_yaml(path.read_bytes(), str(path))
    problems = list(document.problems) or check_structure(document, lock_schema())
    if problems:
        raise UnusableInput(problems)
    root = Cursor.at_root(document, problems)
    named = {
        f"rulebook {name}": (entry.text("version"), entry["digest"])
        for name, entry in root["rulebooks"].entries()
    }
    named |= {name: ("", root[name]) for name in ("facts", "items")}
    for _, digest in named.values():
        if not DIGEST.fullmatch(str(digest.data)):
            digest.say("EC602", f"`{digest.data}` is not a digest", _AGAIN)
    if problems:
        raise UnusableInput(problems)
    return {
        name: (Pin(version=version, digest=str(digest.data)), digest.place)
        for name, (version, digest) in named.items()
    }
