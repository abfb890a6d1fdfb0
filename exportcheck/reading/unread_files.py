"""Files in folders of rules that look like rules, and that nobody reads for their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from exportcheck.reading.folders import MOST_RULE_BYTES, YAML, path_for_people

# An ending that something was put behind, and the keys with which files of rules begin a list.
_ENDING = re.compile(r"(.+\.ya?ml)(?!\w).*|(.+)\.(?:json|txt|text|yam|yal|yaml\w+|yml\w+)")
_CONTENT = re.compile(
    r'^(?:|\s*\{?\s*")(?:rules|terms|entries|items|facts|cases|groups|lists|versions)"?:',
    re.MULTILINE,
)


def unread_in(folders: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """The path of each such file, with the name under which it would be read."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            if path.suffix.casefold() in YAML or any(part.startswith(".") for part in parts):
                continue
            named = _ENDING.fullmatch(path.name.casefold())
            if named is None or not path.is_file():
                continue
            if named[1]:
                yield path_for_people(path), path.name[: len(named[1])]
            elif _is_like_rules(path):
                yield path_for_people(path), f"{path.name[: len(named[2])]}.yaml"


def _is_like_rules(path: Path) -> bool:
    """Whether a file has a key of a file of rules at the beginning of a line."""
    try:
        if path.stat().st_size > MOST_RULE_BYTES:
            return False
        return _CONTENT.search(path.read_text(encoding="utf-8-sig")) is not None
    except (OSError, UnicodeDecodeError):
        return False
