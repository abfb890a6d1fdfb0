"""Where something was written: the address that every statement and every problem carries."""

from __future__ import annotations

from collections.abc import Callable
from functools import total_ordering
from typing import Any


@total_ordering
class Place:
    """A file with line and column, both counted from 1; 0 where only the file is known.

    A place never changes. Line and column may be looked up when they are first asked for: of the
    thousands of places in a rulebook a check tells a few.
    """

    __slots__ = ("_at", "file")

    def __init__(self, file: str, line: int = 0, column: int = 0) -> None:
        self.file = file
        self._at: tuple[int, int] | Callable[[], tuple[int, int]] = (line, column)

    @classmethod
    def later(cls, file: str, look_up: Callable[[], tuple[int, int]]) -> Place:
        """A place of which line and column are looked up when they are asked for."""
        place = cls(file)
        place._at = look_up
        return place

    @property
    def at(self) -> tuple[int, int]:
        """Line and column."""
        if not isinstance(self._at, tuple):
            self._at = self._at()
        return self._at

    @property
    def line(self) -> int:
        return self.at[0]

    @property
    def column(self) -> int:
        return self.at[1]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Place):
            return NotImplemented
        return self.file == other.file and self.at == other.at

    def __lt__(self, other: Place) -> bool:
        return (self.file, self.at) < (other.file, other.at)

    def __hash__(self) -> int:
        return hash((self.file, self.at))

    def __reduce__(self) -> tuple[Any, ...]:
        # Another process gets line and column, not what looks them up.
        return Place, (self.file, *self.at)

    def __repr__(self) -> str:
        return f"Place({self.file!r}, {self.line}, {self.column})"

    def __str__(self) -> str:
        if not self.line:
            return self.file
        if not self.column:
            return f"{self.file}:{self.line}"
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def address(self) -> str:
        """File and line, as reports print it."""
        return f"{self.file}:{self.line}" if self.line else self.file
