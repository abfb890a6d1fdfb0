"""What was read and checked once, kept as JSON in the user's cache directory.

The key is a digest of all files, with the tool's version, so a file that changed is never answered
from here. JSON is safe to read whoever wrote it. What was changed since it was written, which its
first line tells, or is out of shape, is ignored and read anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from exportcheck.core.items import ItemCatalogue
from exportcheck.reading.documents import Document
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
    newest = max(path.stat().st_mtime_ns for path in package.glob("*/*.py"))
    return root / "exportcheck" / f"{__version__}-{newest}-{digest}.json"


def from_cache(
    files: tuple[RuleFile, ...],
) -> tuple[dict[str, Document], ItemCatalogue] | None:
    path = _cache_path(files)
    if path is None:
        return None
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
        if digest.decode("ascii") != sha256(body).hexdigest():
            return None
        kept: dict[str, Any] = json.loads(body)
        documents = {
            name: Document(
                name,
                entry["data"],
                {tuple(route): (line, column, 1) for route, line, column in entry["places"]},
            )
            for name, entry in kept["documents"].items()
        }
        index = {name: tuple(positions) for name, positions in kept["index"].items()}
        names = tuple(kept["names"])
        if set(documents) != {file.name for file in files}:
            return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    of_items = digest_of(file for file in files if file.kind == "items")
    return documents, ItemCatalogue(names=names, index=index, digest=of_items)


def to_cache(
    files: tuple[RuleFile, ...], documents: Mapping[str, Document], items: ItemCatalogue
) -> None:
    """Keep what was checked; a cache that cannot be written is not needed."""
    path = _cache_path(files)
    if path is None:
        return
    kinds = {file.name: file.kind for file in files}
    kept = {
        "documents": {
            name: {
                "data": document.data,
                "places": [
                    [list(route), line, column]
                    for route, (line, column, _) in document.values.items()
                    if kinds[name] in ("rules", "rulebook", "groups")
                    or (kinds[name] == "items" and (len(route) == 2 or "facts" in route))
                ],
            }
            for name, document in documents.items()
        },
        "index": items.index,
        "names": items.names,
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        body = json.dumps(kept, ensure_ascii=False).encode()
        temporary.write_bytes(sha256(body).hexdigest().encode() + b"\n" + body)
        temporary.replace(path)
    except OSError:
        return
