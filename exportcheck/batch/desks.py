"""What a batch asks of whoever reads lines: blocks, and what a line states, in part and whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol

from exportcheck.core.answers import Block as WrittenBlock
from exportcheck.core.answers import Written
from exportcheck.core.facts import Facts, Known
from exportcheck.core.problems import Problem
from exportcheck.core.shipment import Judged


class Row(Written, Protocol):
    """A line as it was written: the names of facts, and a cell for each."""

    names: tuple[str, ...]
    cells: Sequence[Any]
    blanks: bool


class Block(WrittenBlock, Protocol):
    """Lines with the same columns.

    `blanks` says whether an empty cell states nothing.
    """

    blanks: bool

    def row(self, index: int) -> Row: ...


class Desk(Protocol):
    """What reads lines for the batch, in part and whole."""

    @property
    def law_of(self) -> date | None: ...

    @property
    def today(self) -> date | None: ...

    @property
    def profile(self) -> str: ...

    def common(self) -> dict[str, Known]:
        """What every line has in common: the readings taken."""

    def read_cells(
        self, names: Sequence[str], cells: Sequence[Any], *, blanks: bool
    ) -> tuple[dict[str, Known], tuple[Facts, ...] | None] | None:
        """What cells of a line state, or None where there is something to say about them."""

    def plain(self, name: str, cells: Iterable[Any]) -> Iterable[Any]:
        """Those of the cells of one column of which it is seen at once that they are not odd."""

    def judge(
        self,
        row: Any,
        line_id: str,
    ) -> Judged | list[Problem]:
        """The determination of a line by itself, or what is wrong with it."""
