"""A file as it was written: its text, and each word or text in it with its place and its quotes.

Rules are judged by what they say; some mistakes can be seen only in how it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from exportcheck.core.places import Place


@dataclass(frozen=True, slots=True)
class Scalar:
    """One key or value as written; `plain` says that it stands without quotes.

    `within` is the number of the list that it is an entry of, counted through the file, else 0.
    """

    text: str
    place: Place
    width: int
    plain: bool
    within: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file. Its scalars are found when they are first looked at."""

    file: str
    text: str
    is_cases: bool
    scan: Callable[[str, str], Sequence[Scalar]] = field(repr=False, compare=False)
    _found: list[Sequence[Scalar]] = field(default_factory=list, repr=False, compare=False)

    @property
    def scalars(self) -> Sequence[Scalar]:
        if not self._found:
            self._found.append(self.scan(self.text, self.file))
        return self._found[0]

    @property
    def lines(self) -> list[str]:
        """The lines, broken only where YAML breaks them."""
        return self.text.replace("\r\n", "\n").split("\n")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """At a place of a file, `old` is to be written as `new`."""

    place: Place
    old: str
    new: str
