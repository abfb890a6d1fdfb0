"""Text that is told later: in memory while it is little, else in a file that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

# How much of what is told later is kept in memory, in bytes, and how much is taken up at once.
MOST_IN_MEMORY = 4 * 1024 * 1024
AT_ONCE = 64 * 1024


class Spool:
    """Whole lines of text in the order in which they were put aside; the file ends with it."""

    def __init__(self) -> None:
        self._file: IO[bytes] = SpooledTemporaryFile(MOST_IN_MEMORY)  # noqa: SIM115
        self.size = 0

    def __del__(self) -> None:
        self._file.close()

    def put(self, text: str) -> None:
        raw = text.encode("utf-8", "backslashreplace")
        self._file.write(raw)
        self.size += len(raw)

    def between(self, start: int, end: int) -> Iterator[str]:
        """The text that was put aside while the size grew from `start` to `end`."""
        self._file.seek(start)
        while start < end:
            raw = self._file.read(min(AT_ONCE, end - start))
            if not raw.endswith(b"\n"):
                raw += self._file.readline()
            start += len(raw)
            yield raw.decode("utf-8")

    def all(self) -> Iterator[str]:
        return self.between(0, self.size)
