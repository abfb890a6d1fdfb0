"""Edits to a text: made only where the text says what the edit expects, from the end backwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from exportcheck.core.mistyped import seen_as
from exportcheck.core.sources import Edit
from exportcheck.linting.check import Check, View
from exportcheck.linting.registry import CHECKS


def edits(view: View, checks: Iterable[Check] = CHECKS) -> Mapping[str, list[tuple[str, Edit]]]:
    """What the checks would write otherwise, by file, each edit with the code it is for."""
    found: dict[str, list[tuple[str, Edit]]] = {}
    for check in checks:
        for edit in check.mend(view) if check.mend is not None else ():
            found.setdefault(edit.place.file, []).append((check.code, edit))
    return found


def mended(text: str, wanted: Iterable[Edit]) -> str:
    """The text with the edits made; one that does not find what it expects is left out."""
    lines = text.split("\n")
    for edit in sorted(wanted, reverse=True):
        index, at = edit.place.line - 1, edit.place.column - 1
        if index < len(lines) and lines[index].startswith(edit.old, at):
            line = lines[index]
            lines[index] = line[:at] + edit.new + line[at + len(edit.old) :]
    return "\n".join(lines)


def as_seen(data: Any) -> Any:
    """The data of a file with every text as a reader sees it."""
    if isinstance(data, str):
        return "".join(map(seen_as, data))
    if isinstance(data, dict):
        return {as_seen(key): as_seen(value) for key, value in data.items()}
    return [as_seen(each) for each in data] if isinstance(data, list) else data
