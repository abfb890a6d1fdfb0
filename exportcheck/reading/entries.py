"""Facts as they were written: a name, what is written for it, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from exportcheck.core.places import Place
from exportcheck.reading.documents import Document, Route


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact as it was written, with its place and width, and the place of its name."""

    name: str
    written: Any
    place: Place
    width: int = 1
    name_place: Place | None = None


def flatten(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[tuple[str, ...], Any]]:
    """The leaves of nested or dotted facts: the keys that lead there, and what is written."""
    for key, value in data.items():
        if isinstance(value, dict):
            for route, leaf in flatten(value):
                yield (f"{prefix}{key}", *route), leaf
        else:
            yield (f"{prefix}{key}",), value


def entries_in(document: Document, route: Route, data: Mapping[str, Any] | None) -> Iterator[Entry]:
    """The facts written at a route of a document, each with its places."""
    for keys, value in flatten(data or {}):
        at = (*route, *keys)
        yield Entry(
            ".".join(keys),
            value,
            document.place(at),
            document.width(at),
            document.place(at, key=True),
        )


def as_written(value: Any) -> str:
    """A value as a person would write it in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(as_written, value)) if isinstance(value, list) else str(value)
