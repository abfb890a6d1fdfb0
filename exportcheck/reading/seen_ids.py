"""Ids that are used twice, found in files of any length.

The ids of a file are put aside by their hash and compared at the end, so that no more than a part
of them is in memory at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO
from zlib import crc32

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, in_order
from exportcheck.reading.rows import Row, problem

PARTS = 64
IN_MEMORY = 32 * 1024


class SeenIds:
    """The ids of the lines of one file that state one."""

    def __init__(self) -> None:
        self._parts: dict[int, IO[str]] = {}

    def add(self, line_id: str, row: Row) -> None:
        number = crc32(line_id.encode("utf-8", "surrogatepass")) % PARTS
        part = self._parts.get(number)
        if part is None:
            part = self._parts[number] = SpooledTemporaryFile(  # noqa: SIM115 (closed at the end)
                IN_MEMORY, "w+", encoding="utf-8", errors="surrogatepass", newline=""
            )
        part.write(f"{row.line}\t{json.dumps(line_id)}\n")

    def repeated(self, shown: str) -> tuple[Problem, ...]:
        """A problem for each id that a line before it has; those lines are judged all the same."""
        return in_order(found for part in self._parts.values() for found in _twice(part, shown))


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
            f"the id `{json.loads(written)}` is used twice",
            f"it is used first at {shown}:{first[written]}",
        )
    part.close()
