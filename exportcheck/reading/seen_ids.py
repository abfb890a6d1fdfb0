"""Ids that are used twice, found in files of any length.

The ids of a file are put aside by their hash and compared at the end, so that no more than a part
of them is in memory at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, in_order
from exportcheck.reading.rows import Row, problem

PARTS = 64
# Ids of a part that are written together, and what of a part is kept in memory then.
TOGETHER = 256
IN_MEMORY = 32 * 1024


class SeenIds:
    """The ids of the lines of one file that state one; an id can be printed, as `id_of` sees to."""

    def __init__(self) -> None:
        self._new: tuple[list[str], ...] = tuple([] for _ in range(PARTS))
        self._parts: dict[int, IO[str]] = {}

    def add(self, line_id: str, row: Row) -> None:
        number = hash(line_id) % PARTS
        new = self._new[number]
        new.append(f"{row.line}\t{line_id}\n")
        if len(new) == TOGETHER:
            self._put_aside(number)

    def _put_aside(self, number: int) -> IO[str]:
        part = self._parts.get(number)
        if part is None:
            part = self._parts[number] = SpooledTemporaryFile(  # noqa: SIM115 (closed at the end)
                IN_MEMORY, "w+", encoding="utf-8", newline=""
            )
        part.write("".join(self._new[number]))
        self._new[number].clear()
        return part

    def repeated(self, shown: str) -> tuple[Problem, ...]:
        """A problem for each id that a line before it has; those lines are judged all the same."""
        parts = (self._put_aside(number) for number in range(PARTS))
        return in_order(found for part in parts for found in _twice(part, shown))


def _twice(part: IO[str], shown: str) -> Iterator[Problem]:
    part.seek(0)
    first: dict[str, str] = {}
    for entry in part:
        line, _, written = entry.rstrip("\n").partition("\t")
        if written not in first:
            first[written] = line
            continue
        yield problem(
            Place(shown, int(line), 1),
            "EC003",
            f"the id `{written}` is used twice",
            f"it is used first at {shown}:{first[written]}",
        )
    part.close()
