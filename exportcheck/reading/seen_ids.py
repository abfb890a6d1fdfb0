"""Ids that are used twice, found in files of any length.

The ids of a file are put aside with a number made of each. Two ids that are the same have the same
number, so that only numbers are compared, a part of them at a time, and the ids themselves are
looked at only where two numbers agree.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from tempfile import SpooledTemporaryFile

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
        self._numbers = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        self._count = 0

    def add(self, ids: Sequence[str], lines: Sequence[int]) -> None:
        """Take ids with the lines on which they stand."""
        self._ids.write("\n".join([*ids, ""]))
        self._lines.write(array("q", lines).tobytes())
        self._numbers.write(array("q", map(hash, ids)).tobytes())
        self._count += len(ids)

    def repeated(self, shown: str) -> Iterator[Problem]:
        """A problem for each id that a line before it has; those lines are judged all the same."""
        try:
            again = frozenset(self._again())
            if again:
                yield from self._told(shown, again)
        finally:
            for each in (self._ids, self._lines, self._numbers):
                each.close()

    def _again(self) -> Iterator[int]:
        """The numbers that more than one id has."""
        parts = self._count // AT_ONCE + 1
        for part in range(parts):
            self._numbers.seek(0)
            numbers: list[int] = []
            while raw := self._numbers.read(8 * AT_ONCE):
                numbers += [each for each in array("q", raw) if each % parts == part]
            if len(set(numbers)) < len(numbers):
                yield from (each for each, times in Counter(numbers).items() if times > 1)

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
                f"it is used first at {shown}:{first[written]}",
            )
