"""Ids that are used twice, found in files of any length.

The ids of a file are put aside. Where each is longer than the one before it, or as long and later
in order, as numbers that count up, none is used twice. Otherwise a number is made of each: two ids
that are the same have the same number, so that only numbers are compared, a part of them at a time,
and the ids themselves are looked at only where two numbers agree.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import lt
from tempfile import SpooledTemporaryFile
from typing import Any

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.reading.rows import problem

# How many numbers are compared at once, and how much is kept in memory of what is put aside.
AT_ONCE = 250_000
IN_MEMORY = 1024 * 1024


class SeenIds:
    """The ids of the lines of one file that state one; an id can be printed, as `id_of` sees to."""

    def __init__(self) -> None:
        self._ids = SpooledTemporaryFile(  # noqa: SIM115 (closed at the end)
            IN_MEMORY, "w+", encoding="utf-8", newline=""
        )
        self._lines = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        self._count = 0
        # The last id, while each comes after the one before it.
        self._last: str | None = ""

    def add(self, ids: Sequence[str], lines: Sequence[int]) -> None:
        """Take ids with the lines on which they stand."""
        self._ids.write("\n".join([*ids, ""]))
        self._lines.write(array("q", lines).tobytes())
        self._count += len(ids)
        if self._last is not None:
            self._last = ids[-1] if _rise(self._last, ids) else None

    def repeated(self, shown: str) -> Iterator[Problem]:
        """A problem for each id that a line before it has; those lines are judged all the same."""
        try:
            again = frozenset(self._again()) if self._last is None else frozenset()
            if again:
                yield from self._told(shown, again)
        finally:
            for each in (self._ids, self._lines):
                each.close()

    def _again(self) -> Iterator[int]:
        """The numbers that more than one id has."""
        parts = self._count // AT_ONCE + 1
        with SpooledTemporaryFile(IN_MEMORY) as made:
            self._ids.seek(0)
            entries = (entry.rstrip("\n") for entry in self._ids)
            while numbers := array("q", map(hash, islice(entries, AT_ONCE))):
                made.write(numbers.tobytes())
            for part in range(parts):
                made.seek(0)
                own: list[int] = []
                while raw := made.read(8 * AT_ONCE):
                    own += [each for each in array("q", raw) if each % parts == part]
                if len(set(own)) < len(own):
                    yield from (each for each, times in Counter(own).items() if times > 1)

    def _told(self, shown: str, again: frozenset[int]) -> Iterator[Problem]:
        first: dict[str, int] = {}
        self._ids.seek(0)
        self._lines.seek(0)
        for entry in self._ids:
            (line,) = array("q", self._lines.read(8))
            written = entry.rstrip("\n")
            if hash(written) not in again:
                continue
            if written not in first:
                first[written] = line
                continue
            yield problem(
                Place(shown, line, 1),
                "EC003",
                f"the id `{written}` is used twice",
                f"it is used first at {shown}:{first[written]}, judged or not: give each line an "
                "id of its own",
            )


def _rise(last: str, ids: Sequence[str]) -> bool:
    """Whether each id is longer than the one before it, or as long and later in order."""
    lengths = [len(last), *map(len, ids)]
    together = [last, *ids]
    keys: Sequence[Any] = together
    if len(set(lengths)) > 1:
        keys = list(zip(lengths, together, strict=True))
    return all(map(lt, keys, islice(keys, 1, None)))
