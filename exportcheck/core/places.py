"""Where something was written: the address that every statement and every problem carries."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A file with line and column, both counted from 1; 0 where only the file is known."""

    file: str
    line: int = 0
    column: int = 0

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
