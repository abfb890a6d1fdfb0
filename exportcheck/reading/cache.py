"""What was read and checked once, kept as JSON in the user's cache directory.

The first line is the digest of what follows but for the places, the second says what documents and
items there are and how long each is. Each document is read when it is asked for, so are the entries
of a list of parties; the places of values stand last, and are read where one is told.

The key is a digest of all files, with the tool's version, so a file that changed is never answered
from here. JSON is safe to read whoever wrote it. What was changed since it was written, which its
first line tells, or is out of shape, is ignored and read anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from exportcheck.core.items import ItemCatalogue
from exportcheck.core.places import Place
from exportcheck.reading.documents import Data, Document, Route
from exportcheck.reading.folders import RuleFile, digest_of
from exportcheck.version import __version__

# What is long in a list of parties, and rarely asked for.
ENTRIES = "entries"


def _cache_path(files: tuple[RuleFile, ...]) -> Path | None:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        root = Path(base) if base else Path.home() / ".cache"
    except RuntimeError:
        return None
    digest = digest_of(files).removeprefix("sha256:")
    # In a checkout the code changes without its version: the newest file of what reads counts, too.
    package = Path(__file__).resolve().parent.parent
    newest = max(
        entry.stat().st_mtime_ns
        for room in ("core", "reading")
        for entry in os.scandir(package / room)
        if entry.name.endswith(".py")
    )
    return root / "exportcheck" / f"{__version__}-{newest}-{digest}.json"


def from_cache(
    files: tuple[RuleFile, ...],
) -> tuple[Mapping[str, Document], ItemCatalogue] | None:
    path = _cache_path(files)
    if path is None:
        return None
    try:
        documents, kept = _read(path)
        index = {name: tuple(positions) for name, positions in kept["index"].items()}
        names = tuple(kept["names"])
        in_file = {
            file.name: int(kept["in_file"][file.name]) for file in files if file.kind == "items"
        }
        if sum(in_file.values()) != len(names):
            return None
        if set(documents) != {file.name for file in files}:
            return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    of_items = digest_of(file for file in files if file.kind == "items")
    return documents, ItemCatalogue(names=names, index=index, digest=of_items, in_file=in_file)


def _read(path: Path) -> tuple[_Kept, dict[str, Any]]:
    """The documents kept in a file, none of them read yet, and what is kept beside them."""
    with path.open("rb") as file:
        digest, first = file.readline(), file.readline()
        kept: dict[str, Any] = json.loads(first)
        sizes = {str(name): tuple(map(int, each)) for name, each in kept["documents"].items()}
        at = 0
        pieces = {}
        for name, (data, entries, _) in sizes.items():
            pieces[name] = slice(at, at + data), slice(at + data, at + data + entries)
            at += data + entries
        body = file.read(at)
        if digest.decode("ascii").strip() != sha256(first + body).hexdigest():
            raise ValueError("it was changed since it was written")
        places = {}
        at = file.tell()
        for name, (_, _, size) in sizes.items():
            places[name] = at, size
            at += size
        if at != os.fstat(file.fileno()).st_size:
            raise ValueError("it was not written to its end")
    return _Kept(path, memoryview(body), pieces, places), kept


def _joined(route: Route) -> str:
    return "\n".join(map(str, route))


class _KeptDocument(Document):
    """A document whose places are read when the first of them is looked at."""

    __slots__ = ("_found", "_text")

    def __init__(self, file: str, data: Data, text: Callable[[], bytes]) -> None:
        super().__init__(file, data)
        self._text = text
        self._found: dict[str, Any] | None = None

    def place(self, route: Route, *, key: bool = False) -> Place:  # noqa: ARG002
        return Place.later(self.file, partial(self._at, route))

    def _at(self, route: Route) -> tuple[int, int]:
        """Line and column of the value at a route, else of what surrounds it; the first ones where
        they cannot be read any more."""
        if self._found is None:
            self._found = self._places()
        while True:
            match self._found.get(_joined(route)):
                case [int() as line, int() as column]:
                    return line, column
            if not route:
                return 1, 1
            route = route[:-1]

    def _places(self) -> dict[str, Any]:
        """All places, by joined routes."""
        try:
            found = json.loads(self._text())
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


class _InPart(dict[str, Any]):
    """The data of a document, of which the entries are read when they are asked for."""

    def __init__(self, data: Mapping[str, Any], entries: Callable[[], Any]) -> None:
        super().__init__(data)
        self._entries = entries

    def __missing__(self, key: str) -> Any:
        if key != ENTRIES:
            raise KeyError(key)
        self[ENTRIES] = found = self._entries()
        return found


class _Kept(Mapping[str, Document]):
    """The documents that were kept, each read when it is asked for: most items never are."""

    def __init__(
        self,
        path: Path,
        body: memoryview,
        pieces: Mapping[str, tuple[slice, slice]],
        places: Mapping[str, tuple[int, int]],
    ) -> None:
        self._path, self._body, self._pieces, self._at = path, body, pieces, places
        self.read: dict[str, Document] = {}

    def __getitem__(self, name: str) -> Document:
        if name not in self.read:
            data, entries = self._pieces[name]
            found = self._parsed(data)
            if entries.start < entries.stop:
                found = _InPart(found, partial(self._parsed, entries))
            self.read[name] = _KeptDocument(name, found, partial(self._places, name))
        return self.read[name]

    def _parsed(self, piece: slice) -> Any:
        return json.loads(bytes(self._body[piece]))

    def _places(self, name: str) -> bytes:
        start, size = self._at[name]
        with self._path.open("rb") as file:
            file.seek(start)
            return file.read(size)

    def __iter__(self) -> Iterator[str]:
        return iter(self._pieces)

    def __len__(self) -> int:
        return len(self._pieces)


def to_cache(
    files: tuple[RuleFile, ...], documents: Mapping[str, Document], items: ItemCatalogue
) -> None:
    """Keep what was checked; a cache that cannot be written is not needed."""
    path = _cache_path(files)
    if path is None:
        return
    kinds = {file.name: file.kind for file in files}
    sizes, pieces, places = {}, [], []
    for name, document in documents.items():
        data, entries = document.data, b""
        if kinds[name] == "parties" and isinstance(data, dict):
            entries = _written(data[ENTRIES])
            data = {key: each for key, each in data.items() if key != ENTRIES}
        told = _written(_places(document, kinds[name]))
        pieces += [_written(data), entries]
        places.append(told)
        sizes[name] = [len(pieces[-2]), len(entries), len(told)]
    kept = {
        "documents": sizes,
        "index": items.index,
        "in_file": items.in_file,
        "names": items.names,
    }
    body = _written(kept) + b"\n" + b"".join(pieces)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_bytes(b"".join((sha256(body).hexdigest().encode(), b"\n", body, *places)))
        temporary.replace(path)
    except OSError:
        return


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _places(document: Document, kind: str) -> dict[str, list[int]]:
    """The places of a document that somebody may ask for, by joined routes."""
    return {
        _joined(route): [line, column]
        for route, (line, column, _) in document.values.items()
        if kind in ("rules", "rulebook", "groups", "parties")
        or (kind == "items" and (len(route) == 2 or "facts" in route))
    }
