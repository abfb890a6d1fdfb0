"""What was read and checked once, kept as JSON in the user's cache directory.

The first line is the digest of the others, the second says what documents and items there are; each
document has two more, its data and the places of its values, and is read when it is asked for.

The key is a digest of all files, with the tool's version, so a file that changed is never answered
from here. JSON is safe to read whoever wrote it. What was changed since it was written, which its
first line tells, or is out of shape, is ignored and read anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from exportcheck.core.items import ItemCatalogue
from exportcheck.core.places import Place
from exportcheck.reading.documents import Data, Document, Route
from exportcheck.reading.folders import RuleFile, digest_of
from exportcheck.version import __version__


def _cache_path(files: tuple[RuleFile, ...]) -> Path | None:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        root = Path(base) if base else Path.home() / ".cache"
    except RuntimeError:
        return None
    digest = digest_of(files).removeprefix("sha256:")
    # In a checkout the code changes without its version: its newest file counts, too.
    package = Path(__file__).resolve().parent.parent
    rooms = [entry.path for entry in os.scandir(package) if entry.is_dir()]
    newest = max(
        entry.stat().st_mtime_ns
        for room in rooms
        for entry in os.scandir(room)
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
        digest, _, body = path.read_bytes().partition(b"\n")
        if digest.decode("ascii") != sha256(body).hexdigest():
            return None
        first, *texts = body.split(b"\n")
        kept: dict[str, Any] = json.loads(first)
        own = {str(name): texts[2 * at : 2 * at + 2] for at, name in enumerate(kept["documents"])}
        index = {name: tuple(positions) for name, positions in kept["index"].items()}
        names = tuple(kept["names"])
        in_file = {
            file.name: int(kept["in_file"][file.name]) for file in files if file.kind == "items"
        }
        if sum(in_file.values()) != len(names):
            return None
        if own.keys() != {file.name for file in files} or len(texts) != 2 * len(own):
            return None
        documents = _Kept(own)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    of_items = digest_of(file for file in files if file.kind == "items")
    return documents, ItemCatalogue(names=names, index=index, digest=of_items, in_file=in_file)


def _joined(route: Route) -> str:
    return "\n".join(map(str, route))


class _KeptDocument(Document):
    """A document whose places are read when the first of them is looked at."""

    __slots__ = ("_found", "_text")

    def __init__(self, file: str, data: Data, text: bytes) -> None:
        super().__init__(file, data)
        self._text = text
        self._found: dict[str, list[int]] | None = None

    def place(self, route: Route, *, key: bool = False) -> Place:  # noqa: ARG002
        return Place.later(self.file, partial(self._at, route))

    def _at(self, route: Route) -> tuple[int, int]:
        """Line and column of the value at a route, else of what surrounds it."""
        if self._found is None:
            self._found = json.loads(self._text)
            assert self._found is not None
        while True:
            found = self._found.get(_joined(route))
            if found is not None:
                return found[0], found[1]
            if not route:
                return 1, 1
            route = route[:-1]


class _Kept(Mapping[str, Document]):
    """The documents that were kept, each read when it is asked for: most items never are."""

    def __init__(self, texts: Mapping[str, Sequence[bytes]]) -> None:
        self.texts = texts
        self.read: dict[str, Document] = {}

    def __getitem__(self, name: str) -> Document:
        if name not in self.read:
            data, places = self.texts[name]
            self.read[name] = _KeptDocument(name, json.loads(data), places)
        return self.read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def to_cache(
    files: tuple[RuleFile, ...], documents: Mapping[str, Document], items: ItemCatalogue
) -> None:
    """Keep what was checked; a cache that cannot be written is not needed."""
    path = _cache_path(files)
    if path is None:
        return
    kinds = {file.name: file.kind for file in files}
    kept: list[Any] = [
        {
            "documents": list(documents),
            "index": items.index,
            "in_file": items.in_file,
            "names": items.names,
        }
    ]
    for name, document in documents.items():
        kept += [document.data, _places(document, kinds[name])]
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        lines = (json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in kept)
        body = "\n".join(lines).encode()
        temporary.write_bytes(sha256(body).hexdigest().encode() + b"\n" + body)
        temporary.replace(path)
    except OSError:
        return


def _places(document: Document, kind: str) -> dict[str, list[int]]:
    """The places of a document that somebody may ask for, by joined routes."""
    return {
        _joined(route): [line, column]
        for route, (line, column, _) in document.values.items()
        if kind in ("rules", "rulebook", "groups", "parties")
        or (kind == "items" and (len(route) == 2 or "facts" in route))
    }
