"""Blocks: rows of an order file that follow each other and have the same columns.

Many lines are quicker looked at column by column than row by row. A block has its cells by column;
a row of it is made where one line is looked at by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from exportcheck.core.problems import Problem
from exportcheck.reading.rows import Row

# How many rows that come one by one are put together.
MOST_ROWS = 4096
# How many rows of a long file are judged first.
FIRST_ROWS = 128


class Block:
    """Rows with the same columns, each with its id.

    `blanks` says whether an empty cell states nothing, as in a table; elsewhere it is a mistake.
    """

    blanks = False
    names: tuple[str, ...]
    ids: Sequence[str]

    def __len__(self) -> int:
        raise NotImplementedError

    @cached_property
    def columns(self) -> Sequence[Sequence[Any]]:
        """The cells of each column, from the first row to the last."""
        raise NotImplementedError

    @property
    def lines(self) -> Sequence[int]:
        """The number of the line of the file on which each row stands."""
        raise NotImplementedError

    @property
    def file(self) -> str:
        raise NotImplementedError

    @property
    def as_csv(self) -> Sequence[str] | None:
        """The rows as lines of CSV, where they stand so in the file and every cell is harmless."""
        return None

    def row(self, index: int) -> Row:
        raise NotImplementedError

    def part(self, start: int, stop: int) -> Block:
        """The rows from one index to before another."""
        raise NotImplementedError


class RowBlock(Block):
    """Rows that were read one by one."""

    def __init__(self, rows: Sequence[Row], ids: Sequence[str]) -> None:
        self.rows, self.ids = rows, ids
        self.names, self.blanks = rows[0].names, rows[0].blanks

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def columns(self) -> Sequence[Sequence[Any]]:
        return tuple(zip(*(row.cells for row in self.rows), strict=True))

    @property
    def lines(self) -> Sequence[int]:
        return [row.line for row in self.rows]

    @property
    def file(self) -> str:
        return self.rows[0].file

    def row(self, index: int) -> Row:
        return self.rows[index]

    def part(self, start: int, stop: int) -> Block:
        return RowBlock(self.rows[start:stop], self.ids[start:stop])


def in_blocks(
    rows: Iterable[tuple[Row, str] | Block | Problem],
) -> Iterator[Block | Problem]:
    """Rows with their ids put together as far as their columns are the same, in their order."""
    together: list[Row] = []
    ids: list[str] = []

    def block() -> Iterator[Block]:
        if together:
            yield RowBlock(tuple(together), tuple(ids))
            together.clear()
            ids.clear()

    for each in rows:
        if isinstance(each, (Block, Problem)):
            yield from block()
            yield each
            continue
        row, line_id = each
        last = together[-1] if together else row
        if (
            len(together) == MOST_ROWS
            or row.names != last.names
            or row.blanks is not last.blanks
            or row.file != last.file
        ):
            yield from block()
        together.append(row)
        ids.append(line_id)
    yield from block()


def in_parts(blocks: Iterable[Block | Problem], most: int) -> Iterator[Block | Problem]:
    """Blocks of no more than so many rows; the first are small, so that what is learned from them
    helps with the rest."""
    size = min(FIRST_ROWS, most)
    for each in blocks:
        if isinstance(each, Problem):
            yield each
            continue
        start = 0
        while start < len(each):
            stop = min(start + size, len(each))
            yield each if stop - start == len(each) else each.part(start, stop)
            start, size = stop, min(2 * size, most)


def one_by_one(blocks: Iterable[Block | Problem]) -> Iterator[tuple[Row, str] | Problem]:
    """The rows of blocks with their ids."""
    for each in blocks:
        if isinstance(each, Problem):
            yield each
        else:
            yield from ((each.row(index), line_id) for index, line_id in enumerate(each.ids))
