"""Lines to answers: each distinct question is answered once, and told of every line that asks it.

What a line asks is what the rules in force look at, by which side of each threshold it lies on. A
line that cannot be asked so, such as one with a mistake or with a party that is like one on a list,
is judged by itself. The answer to each line is the one that it would have had alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Protocol

from exportcheck.batch.columns import MOST_KEPT, Cell, Part, parts_of
from exportcheck.batch.days import days_of_change, lists_of_item, told_by_item
from exportcheck.batch.tree import Node, Tree
from exportcheck.core.conditions import facts_read
from exportcheck.core.facts import Contradiction, Facts, Known, Origin
from exportcheck.core.findings import CLAIM, Outcome
from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.core.paragraphs import PARAGRAPH
from exportcheck.core.parties import may_be_on
from exportcheck.core.problems import Problem
from exportcheck.core.reports import Answered, Brief, Written, brief_of
from exportcheck.core.rules import RequiresLicense
from exportcheck.core.shipment import Judged
from exportcheck.core.truth import Truth
from exportcheck.core.windows import parse_day

# How much a tree may hold; what it held is worked out again when it is asked again.
MOST_HELD = 500_000
# In place of a cell that was not read yet.
UNREAD: Any = object()


class Row(Written, Protocol):
    """A line as it was written: the names of facts, and a cell for each."""

    names: tuple[str, ...]
    cells: Sequence[Any]
    blanks: bool


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

    def judge(
        self,
        row: Any,
        line_id: str,
        before: Determination | None = None,
        truths: Sequence[Mapping[str, Truth]] = (),
    ) -> Judged | list[Problem]:
        """The determination of a line by itself, or what is wrong with it.

        What it has in common with an earlier determination, or with what was found for all such
        lines, may be taken from there.
        """


@dataclass
class _Shape:
    """Lines with the same columns: their parts, and the tree of questions for them."""

    names: tuple[str, ...]
    parts: tuple[Part, ...]
    tree: Tree[Brief]
    day_at: int
    blanks: bool
    claim: int | None
    # Where the columns stand that are told of a line; less than nothing where there is none.
    destination_at: int
    overridden_at: int
    dated_today: bool
    settled: dict[object, Brief] = field(default_factory=dict)
    asked_for_cover: dict[tuple[Node[Brief], int], tuple[str, ...]] = field(default_factory=dict)
    roots: dict[tuple[int, Cell | None], Node[Brief]] = field(default_factory=dict)

    @cached_property
    def columns(self) -> tuple[tuple[Part, int], ...]:
        """Each part, and where it stands if it is one column."""
        return tuple((part, part.at[0] if len(part.at) == 1 else -1) for part in self.parts)

    @cached_property
    def has_item(self) -> bool:
        return bool(self.parts) and self.parts[0].is_item


class Batch:
    """Answers lines by the rules of a library."""

    def __init__(self, library: Library, desk: Desk) -> None:
        self.library, self.desk = library, desk
        self._shapes: dict[tuple[tuple[str, ...], bool], _Shape] = {}
        self._changes = sorted(set(days_of_change(library)))
        self._days: dict[str, tuple[date, int]] = {}
        day = desk.law_of or desk.today
        # The day of lines on which no ship date decides; there is one interval for them.
        self._one_day = None if day is None else (day, 0)
        self._last: _Shape | None = None
        self._briefs: dict[Hashable, Brief] = {}
        self._lists = tuple(each for rulebook in library.rulebooks for each in rulebook.lists)
        self._told_by_item = frozenset(told_by_item(library))

    def answers(self, rows: Iterable[tuple[Row, str] | Problem]) -> Iterator[Answered | Problem]:
        """The answer to each row, given with its id, or what is wrong with it; in their order."""
        for each in rows:
            if isinstance(each, Problem):
                yield each
                continue
            row, line_id = each
            try:
                line = self._answered(row, line_id)
            except Contradiction:  # it is told of the line as it stands
                line = None
            if line is None:
                yield from self._by_itself(row, line_id)
            else:
                yield line

    def _answered(self, row: Row, line_id: str) -> Answered | None:
        """The answer to a row, or None for one to be judged by itself."""
        shape = self._last
        if shape is None or row.names is not shape.names or row.blanks is not shape.blanks:
            shape = self._last = self._shapes.get((row.names, row.blanks))
        if shape is None or len(shape.tree) > MOST_HELD:
            shape = self._last = self._shapes[row.names, row.blanks] = self._shape(row)
        cells = row.cells
        found: list[Cell] = []
        try:
            for part, at in shape.columns:
                raw = cells[at] if at >= 0 else tuple([cells[index] for index in part.at])
                cell = part.cells.get(raw, UNREAD)
                if cell is UNREAD:
                    cell = self._read(shape, part, raw)
                if cell is None:
                    return None
                found.append(cell)
            dated = self._day(cells[shape.day_at]) if shape.day_at >= 0 else self._one_day
        except TypeError:  # a list, which is no key
            return None
        if dated is None:
            return None
        day, interval = dated
        item = found[0] if shape.has_item else None
        node = shape.roots.get((interval, item))
        if node is None:
            node = shape.roots[interval, item] = shape.tree.root(item, day, interval)
        while (asked := node.part) is not None:
            cell = found[asked]
            node = node.children.get(cell.like or cell) or shape.tree.child(node, cell)
        brief = self._answer(shape, node, found, row, dated)
        if brief is None or brief.is_particular:
            return None
        return Answered(
            row,
            line_id,
            brief,
            day,
            item.item if item is not None else "",
            str(cells[shape.destination_at] or "") if shape.destination_at >= 0 else "",
            self._judge_later,
            dated_today=shape.dated_today,
            date_overridden=shape.overridden_at >= 0 and self._is_overridden(shape, cells),
        )

    def _answer(
        self,
        shape: _Shape,
        node: Node[Brief],
        found: list[Cell],
        row: Row,
        dated: tuple[date, int],
    ) -> Brief | None:
        """The answer at a leaf, or None where the line cannot be judged."""
        # Of what is claimed, and assumed so that it covers, the reason tells.
        told = shape.claim is not None and not node.may_be_licensed
        key: object = found[shape.claim or 0] if told else None
        brief = node.answers.get(key)
        is_cover = brief is not None and brief.outcome is Outcome.LICENSE_EXCEPTION
        if is_cover:
            key = (key, *self._assumed(shape, node, found, dated))
            brief = node.answers.get(key)
        if brief is not None:
            return brief
        truths = (key, tuple(book.truths for book in node.state))
        brief = shape.settled.get(truths)
        if brief is None:
            judged = self.desk.judge(row, "", None, node.truths)
            if (
                isinstance(judged, Judged)
                and judged.determination.verdict == "pass"
                and not is_cover
            ):
                # Of lines that pass by the same truths one is judged whole.
                judged = self.desk.judge(row, "")
            if not isinstance(judged, Judged):
                return None
            brief = self._shared(brief_of(judged))
            _forget(judged.determination)
            if brief.outcome not in (Outcome.UNDETERMINED, Outcome.LICENSE_EXCEPTION):
                shape.settled[truths] = brief
        node.answers[key] = brief
        if brief.outcome is Outcome.LICENSE_EXCEPTION and not is_cover:
            return self._answer(shape, node, found, row, dated)
        return brief

    def _assumed(
        self, shape: _Shape, node: Node[Brief], found: list[Cell], dated: tuple[date, int]
    ) -> Iterator[object]:
        """What is assumed only so that an exception covers: the reason tells it with its value."""
        day, interval = dated
        asked = shape.asked_for_cover.get((node, interval))
        if asked is None:
            asked = shape.asked_for_cover[node, interval] = tuple(
                sorted(node.read_for_cover - self._read_for_any(day))
            )
        stated = {name: known for cell in found for name, known in cell.known.items()}
        facts = Facts(
            self.library.catalogue,
            {**shape.tree.around.stated, **stated},
            profile=self.desk.profile,
        )
        for name in asked:
            known = facts[name]
            if known.origin is Origin.ASSUMED:
                yield name, known.value

    def _read_for_any(self, day: date) -> frozenset[str]:
        """The facts that are tested for the requirements in force, whatever the item."""
        return frozenset[str]().union(
            *(
                facts_read(version.whole)
                for rulebook in self.library.rulebooks
                for _, version in rulebook.in_force(RequiresLicense, day)
                if "item.contains" not in facts_read(version.whole)
            )
        )

    def _shared(self, brief: Brief) -> Brief:
        """The answer that says the same, if there is one, so that its explanation is kept once."""
        told = (
            brief.outcome,
            brief.reason,
            brief.is_particular,
            tuple((id(finding.version), finding.truth) for finding in brief.rules),
            tuple((question.fact.name, question.needed_by) for question in brief.questions),
        )
        return self._briefs.setdefault(told, brief)

    def _by_itself(self, row: Row, line_id: str) -> Iterator[Answered | Problem]:
        """A row that is judged alone."""
        judged = self.desk.judge(row, line_id)
        if isinstance(judged, Judged):
            yield Answered.of(judged)
        else:
            yield from judged

    def _is_overridden(self, shape: _Shape, cells: Sequence[Any]) -> bool:
        assert self.desk.law_of is not None
        written = cells[shape.overridden_at]
        return written not in (None, "") and str(written) != self.desk.law_of.isoformat()

    def _judge_later(self, row: Any, line_id: str, before: Determination) -> Judged:
        judged = self.desk.judge(row, line_id, before)
        assert isinstance(judged, Judged), "a line that has an answer has no problem"
        return judged

    def _shape(self, row: Row) -> _Shape:
        names = row.names
        dated = self.desk.law_of is None and "ship_date" in names
        columns = [n for n in names if n != "id" and not (dated and n == "ship_date")]
        parts = parts_of(names, columns, self.library.catalogue)
        around = Facts(self.library.catalogue, self.desk.common(), profile=self.desk.profile)
        return _Shape(
            names=names,
            parts=parts,
            tree=Tree(
                self.library.rulebooks,
                parts,
                around,
                self._one_of_each() if dated else (self._one_day or ())[:1],
                lists=tuple(lists_of_item(self.library)),
                by_item=self._told_by_item,
            ),
            day_at=_at(names, "ship_date") if dated else -1,
            blanks=row.blanks,
            claim=next((n for n, part in enumerate(parts) if CLAIM in part.names), None),
            destination_at=_at(names, "destination"),
            overridden_at=-1 if self.desk.law_of is None else _at(names, "ship_date"),
            dated_today=self.desk.law_of is None and "ship_date" not in names,
        )

    def _one_of_each(self) -> tuple[date, ...]:
        """A day of each interval between two changes of the law."""
        before = (first - timedelta(1) for first in self._changes[:1] if first > date.min)
        return (*before, *self._changes)

    def _read(self, shape: _Shape, part: Part, raw: Any) -> Cell | None:
        """What a part of a line states, kept for the next line; None where it is out of the way."""
        if len(part.cells) >= MOST_KEPT:
            part.cells.clear()
        part.cells[raw] = None
        cells = (raw,) if len(part.at) == 1 else raw
        read = self.desk.read_cells(part.names, cells, blanks=shape.blanks)
        if read is None or not read[0].keys() <= part.facts or self._is_special(part, read[0]):
            return None
        cell = Cell(*read, shape.tree.around)
        # What contradicts itself is told of the line as it stands.
        for name in cell.known:
            cell.facts[name]
        for inner in cell.facts.contained():
            inner.settle()
        part.cells[raw] = cell
        return cell

    def _is_special(self, part: Part, known: dict[str, Known]) -> bool:
        """Whether a party may be on a list, or a column may contradict one.

        The maker of the item is known at the root, with the day.
        """
        return PARAGRAPH in known or (
            not part.is_item
            and any(
                name in self._told_by_item or self._is_listed(name, each)
                for name, each in known.items()
            )
        )

    def _is_listed(self, name: str, known: Known) -> bool:
        return any(may_be_on(each, known) for each in self._lists if name in each.parties)

    def _day(self, written: Any) -> tuple[date, int] | None:
        """A ship date, and the interval between two changes of the law in which it lies."""
        found = self._days.get(written)
        if found is None:
            day = parse_day(written) if isinstance(written, str) else None
            if day is None:
                return None
            if len(self._days) >= MOST_KEPT:
                self._days.clear()
            found = self._days[written] = (day, bisect_right(self._changes, day))
        return found


def _forget(determination: Determination) -> None:
    """Let go of the steps of a determination that is kept; they are found anew when asked for."""
    for finding in determination.findings:
        finding.step.forget()


def _at(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else -1
