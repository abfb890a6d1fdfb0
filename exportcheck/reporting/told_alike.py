"""The JSON of lines that ask the same: it is made once, and told of each with what is its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

from exportcheck.core.answers import Answered
from exportcheck.core.asked import written_digest
from exportcheck.core.sameness import facts_told
from exportcheck.reporting.as_json import determination
from exportcheck.reporting.printing import json_text

# How much text is kept, in characters.
MOST_KEPT = 50_000_000
# What is a line's own, where it stands in what is told.
OWN = (("id",), ("as_of",), ("file",), ("line",), ("reason",), ("asked", "line"))
# In its place stands this, with the number of it. No file may have such a sign in it.
_HOLE = "\x00{}\x00"
_HOLES = re.compile(r'"\\u0000([0-9]+)\\u0000"')


class ToldAlike:
    """Makes the text of lines; `text_of` makes it of what is told."""

    def __init__(self, text_of: Callable[[dict[str, Any]], str], *, why: bool) -> None:
        self._text_of, self._why = text_of, why
        # By what lines ask the same: what of their own is told, and by that the patterns.
        self._told: dict[Hashable, tuple[tuple[int, ...], dict[Hashable, _Pattern]]] = {}
        self._kept = 0

    def text(self, line: Answered) -> str:
        """The text of a line."""
        same = line.sameness if line.waiver is None else None
        if same is None:
            return self._text_of(determination(line, why=self._why))
        told = self._told.get(same.key)
        if told is None:
            own = same.own_told(facts_told(line, why=self._why))
            told = self._told[same.key] = own, {}
        own, patterns = told
        key = tuple([same.own[number][1] for number in own])
        pattern = patterns.get(key)
        if pattern is None:
            pattern = patterns[key] = self._pattern(line)
            self._kept += pattern.length
            if self._kept > MOST_KEPT:
                self._told.clear()
                self._kept = 0
        return pattern.text(line)

    def _pattern(self, line: Answered) -> _Pattern:
        told = determination(line, why=self._why)
        for number, (*path, last) in enumerate(OWN):
            inner = told
            for name in path:
                inner = inner[name]
            inner[last] = _HOLE.format(number)
        return _Pattern(line.judged.shipment.item, self._text_of(told))


class _Pattern:
    """What is told of all lines that ask the same about an item, with holes for their own."""

    __slots__ = ("_holes", "_item", "_parts", "length")

    def __init__(self, item: str, text: str) -> None:
        self._item, self.length = item, len(text)
        self._parts = _HOLES.split(text)
        self._holes = [(at, int(self._parts[at])) for at in range(1, len(self._parts), 2)]

    def text(self, line: Answered) -> str:
        """The text of one of the lines."""
        row = line.row
        place = row.place
        own = (
            json_text(line.id),
            f'"{line.as_of.isoformat()}"',
            _shown(place.file),
            str(place.line),
            _shown(line.reason),
            f'"{written_digest(self._item, row.written)}"',
        )
        parts = self._parts.copy()
        for at, number in self._holes:
            parts[at] = own[number]
        return "".join(parts)


# What many lines have in common as JSON.
_shown = lru_cache(1000)(json_text)
