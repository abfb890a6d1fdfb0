"""`exportcheck rules lint --fix`: what is safe is written into the files, and nothing else.

An edit is made only if the file then says the same, word for word as a reader sees it. A file that
was refused has said nothing: there hidden characters are written as they look wherever they stand.
All edits are given up if the rules as a whole would decide anything else than before.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from exportcheck.cli.arguments import usage
from exportcheck.cli.rules.looking import Looked, lies_in
from exportcheck.core.library import Library
from exportcheck.core.mistyped import hidden_in, named, seen_as, turns_direction
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.core.sources import Edit, Source
from exportcheck.linting.meaning import meaning
from exportcheck.linting.mending import as_seen, edits, mended
from exportcheck.reading.library import library_of
from exportcheck.reading.strict_yaml import read_yaml

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def fix(looked: Looked, within: Iterable[str]) -> tuple[str, ...]:
    """Mend the files within these paths; the changes, one line each."""
    within = tuple(within)
    texts: dict[str, str] = {}
    told: list[str] = []
    wanted = edits(looked.view)
    refused = {each.place.file for each in looked.problems if each.severity == "error"}
    for source in looked.view.sources:
        asked = [
            (code, edit)
            for code, edit in wanted.get(source.file, ())
            if lies_in(_at(edit, looked), within) and not _is_refused(edit, looked)
        ]
        names = (source.file, looked.paths.get(source.file, source.file))
        made = _safe(source, [edit for _, edit in asked], refused=not refused.isdisjoint(names))
        if made:
            texts[source.file] = mended(source.text, made)
            told += [_told(code, edit, looked) for code, edit in sorted(asked) if edit in made]
    if texts:
        _refuse_another_meaning(looked, texts)
        for name, text in texts.items():
            _write(Path(looked.paths.get(name, name)), text)
    return tuple(told)


def _at(edit: Edit, looked: Looked) -> Problem:
    (shown,) = looked.shown([Problem(place=edit.place, code="", message="")])
    return shown


def _is_refused(edit: Edit, looked: Looked) -> bool:
    """Whether an edit is of a value that cannot be used either way; a hidden character is none."""
    return hidden_in(edit.old) != 0 and _at(edit, looked).place in looked.refused


def _told(code: str, edit: Edit, looked: Looked) -> str:
    place = _at(edit, looked).place
    hidden = hidden_in(edit.old) == 0
    old = named(edit.old) if hidden else f"`{edit.old}`" if edit.old.strip() else "the spaces"
    if not edit.new:
        return f"{place}: {code}: removed {old}"
    new = "a space" if edit.new == " " else f"`{edit.new}`"
    return f"{place}: {code}: wrote {new} for {old}"


def _safe(source: Source, asked: list[Edit], *, refused: bool) -> list[Edit]:
    """The edits after which the file says the same; all of them, or those that do one by one.

    A file that was `refused` has decided nothing: it may say anew what a reader sees of it, with
    the hidden characters written as they look.
    """
    seen = [edit for edit in asked if refused and _as_it_looks(edit)]
    start = mended(source.text, seen)
    if seen and read_yaml(start.encode(), source.file).problems:
        seen, start = [], source.text
    began = read_yaml(start.encode(), source.file)
    before = as_seen(began.data)

    def says_the_same(some: list[Edit]) -> bool:
        after = read_yaml(mended(source.text, [*seen, *some]).encode(), source.file)
        return not after.problems and as_seen(after.data) == before

    others = [edit for edit in asked if edit not in seen]
    if not asked or began.problems:
        return []
    if says_the_same(others):
        return asked
    made = [edit for edit in others if says_the_same([edit])]
    return [*seen, *made] if says_the_same(made) else seen


def _as_it_looks(edit: Edit) -> bool:
    """Whether an edit is of a hidden character whose absence shows the text as it looks."""
    return hidden_in(edit.old) == 0 and (bool(seen_as(edit.old)) or not turns_direction(edit.old))


def _refuse_another_meaning(looked: Looked, texts: Mapping[str, str]) -> None:
    """Raise if the rules would decide anything else; unreadable ones decide nothing."""
    if looked.library is None:
        return
    files = tuple(
        file.but(raw=texts[file.name].encode()) if file.name in texts else file
        for file in looked.files
    )
    after: Library | None
    try:
        after = library_of(files)
    except UnusableInput:
        after = None
    if after is None or meaning(after) != meaning(looked.library):
        raise usage(
            "--fix", "the rules would decide something else, so nothing was written", "mend by hand"
        )


def _write(path: Path, text: str) -> None:
    """Write a file whole, with its byte order mark if it had one."""
    mark = BYTE_ORDER_MARK if path.read_bytes().startswith(BYTE_ORDER_MARK) else b""
    whole = path.resolve()
    temporary = whole.with_name(f".{whole.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(mark + text.encode())
        temporary.chmod(whole.stat().st_mode)
        temporary.replace(whole)
    except OSError as error:
        raise usage(str(path), f"the file cannot be written ({error.strerror})") from error
