"""Lines to answers: each distinct question is answered once, and told of every line that asks it.

What a line asks is what the rules in force look at, by which side of each threshold it lies on. A
line that cannot be asked so, such as one with a mistake or with a party that is like one on a list,
is judged by itself. The answer to each line is the one that it would have had alone.
"""

from __future__ import annotations

import gc
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, cast

from exportcheck.batch.columns import MOST_KEPT, parts_of
from exportcheck.batch.days import (
    Dated,
    days_of_change,
    lists_of_item,
    looked_at_with_item,
    told_by_item,
)
from exportcheck.batch.desks import Block, Desk, Row
from exportcheck.batch.shapes import Shape
from exportcheck.batch.tree import Tree
from exportcheck.batch.whole_lines import Lines
from exportcheck.core.answers import Answered, Answers, Brief
from exportcheck.core.facts import Facts
from exportcheck.core.library import Library
from exportcheck.core.problems import Problem
from exportcheck.core.screening import Screen
from exportcheck.core.shipment import Judged
from exportcheck.core.windows import parse_day

# How much the trees may hold, in things of about a kilobyte; what they held is worked out again
# when it is asked again.
MOST_HELD = 300_000


class Batch:
    """Answers lines by the rules of a library."""

    def __init__(self, library: Library, desk: Desk) -> None:
        self.library, self.desk = library, desk
        self._shapes: dict[tuple[tuple[str, ...], bool], Shape] = {}
        self._changes = sorted(set(days_of_change(library)))
        self._days: dict[str, Dated] = {}
        day = desk.law_of or desk.today
        # The day of lines on which no ship date decides; there is one interval for them.
        self._one_day = None if day is None else (day, 0)
        self._briefs: dict[Hashable, Brief] = {}
        self._screens: dict[str, Screen | None] = {}
        self._told_by_item = frozenset(told_by_item(library))
        self._with_item = self._told_by_item.union(looked_at_with_item(library))

    def answers(self, blocks: Iterable[Block | Problem]) -> Iterator[Sequence[Answered] | Problem]:
        """The answers to the lines of blocks, or what is wrong with one; in their order."""
        for each in blocks:
            if isinstance(each, Problem):
                yield each
            else:
                yield from self._answered(each)

    def _answered(self, block: Block) -> Iterator[Sequence[Answered] | Problem]:
        key = (block.names, block.blanks)
        shape = self._shapes.get(key)
        if shape is None or len(shape) > MOST_HELD:
            if sum(map(len, self._shapes.values())) > MOST_HELD:
                self._shapes.clear()
                self._briefs.clear()
                shape = None
                # What was held refers to itself, and there is much of it.
                gc.collect()
            shape = self._shapes[key] = self._shape(block)
        dated = self._dated(block)
        briefs, apart, lines = shape.briefs(block, dated)
        overridden = self._overridden(block)
        is_undated = self.desk.law_of is None and "ship_date" not in block.names
        line = self._line_of(shape, lines, briefs, overridden, is_undated=is_undated)
        start = 0
        for end in (*apart, len(briefs)):
            if end > start:
                yield Answers(
                    block,
                    start,
                    cast("list[Brief]", briefs[start:end]),
                    [day for day, _ in cast("Sequence[Dated]", dated[start:end])],
                    line,
                    undated=(end - start) * is_undated,
                    overridden=sum(overridden[start:end]),
                )
            if end < len(briefs):
                yield from self._by_itself(block.row(end), block.ids[end])
            start = end + 1

    def _line_of(
        self,
        shape: Shape,
        lines: Lines,
        briefs: Sequence[Brief | None],
        overridden: Sequence[bool],
        *,
        is_undated: bool,
    ) -> Callable[[int], Answered]:
        """What makes a line of a block with its answer."""
        block = lines.block
        columns = block.columns
        at = block.names.index("destination") if "destination" in block.names else None

        def line(index: int) -> Answered:
            brief = briefs[index]
            assert brief is not None
            is_overridden = bool(overridden) and overridden[index]
            return Answered(
                block.row(index),
                block.ids[index],
                brief,
                lines.day(index),
                shape.whole.item(lines, index),
                "" if at is None else str(columns[at][index] or ""),
                partial(
                    shape.whole.judged,
                    lines,
                    index,
                    dated_today=is_undated,
                    date_overridden=is_overridden,
                ),
                same=partial(shape.sameness, lines, index),
                dated_today=is_undated,
                date_overridden=is_overridden,
            )

        return line

    def _overridden(self, block: Block) -> list[bool]:
        """Of which lines the day asked for overrides the ship date; nothing where of none."""
        law_of = self.desk.law_of
        if law_of is None or "ship_date" not in block.names:
            return []
        stated = block.columns[block.names.index("ship_date")]
        return [each not in (None, "") and str(each) != str(law_of) for each in stated]

    def _dated(self, block: Block) -> list[Dated | None]:
        """The day of each line."""
        if self.desk.law_of is not None or "ship_date" not in block.names:
            return [self._one_day] * len(block)
        column = block.columns[block.names.index("ship_date")]
        if len(self._days) > MOST_KEPT:
            self._days.clear()
        try:
            for written in set(column) - self._days.keys():
                self._day(written)
        except TypeError:  # a list, which is no day
            return [self._day(each) if isinstance(each, str) else None for each in column]
        return list(map(self._days.get, column))

    def _shared(self, brief: Brief) -> Brief:
        """The answer that says the same, if there is one, so that its explanation is kept once."""
        told = (
            brief.outcome,
            brief.reason,
            brief.doubts,
            brief.may_be_prohibited,
            tuple((id(finding.version), finding.truth) for finding in brief.rules),
            tuple((question.fact.name, question.needed_by) for question in brief.questions),
        )
        return self._briefs.setdefault(told, brief)

    def _by_itself(self, row: Row, line_id: str) -> Iterator[Sequence[Answered] | Problem]:
        """A row that is judged alone."""
        judged = self.desk.judge(row, line_id)
        if isinstance(judged, Judged):
            yield (Answered.of(judged),)
        else:
            yield from judged

    def _shape(self, block: Block) -> Shape:
        names = block.names
        dated = self.desk.law_of is None and "ship_date" in names
        columns = [n for n in names if n != "id" and not (dated and n == "ship_date")]
        around = Facts(self.library.catalogue, self.desk.common(), profile=self.desk.profile)
        parts = parts_of(names, columns, self.library, around, self._with_item)
        tree: Tree[Brief] = Tree(
            self.library.rulebooks,
            parts,
            around,
            self._one_of_each() if dated else (self._one_day or ())[:1],
            lists=tuple(lists_of_item(self.library)),
            by_item=self._told_by_item,
        )
        return Shape(
            self.library,
            self.desk,
            parts,
            tree,
            blanks=block.blanks,
            shared=self._shared,
            screens=self._screens,
        )

    def _one_of_each(self) -> tuple[date, ...]:
        """A day of each interval between two changes of the law."""
        before = (first - timedelta(1) for first in self._changes[:1] if first > date.min)
        return (*before, *self._changes)

    def _day(self, written: Any) -> tuple[date, int] | None:
        """A ship date, and the interval between two changes of the law in which it lies."""
        found = self._days.get(written)
        if found is None:
            day = parse_day(written) if isinstance(written, str) else None
            if day is None:
                return None
            found = self._days[written] = (day, bisect_right(self._changes, day))
        return found
