"""Lines to answers: each distinct question is answered once, and told of every line that asks it.

What a line asks is what the rules in force look at, by which side of each threshold it lies on. A
line that cannot be asked so, such as one with a mistake or with a party that is like one on a list,
is judged by itself. The answer to each line is the one that it would have had alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from exportcheck.batch.columns import ITEM, MOST_KEPT, Cell, Part, parts_of, stated_with
from exportcheck.batch.tree import Node, Tree
from exportcheck.core.conditions import Condition, tests_in
from exportcheck.core.determine import PARAGRAPH
from exportcheck.core.facts import Contradiction, Facts, Known, Origin
from exportcheck.core.findings import CLAIM, Outcome
from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.core.parties import PartyList, may_be_on
from exportcheck.core.problems import Problem
from exportcheck.core.reports import Answered, Brief, Written, brief_of
from exportcheck.core.shipment import Judged
from exportcheck.core.truth import Truth
from exportcheck.core.windows import parse_day

# How much a tree may hold; what it held is worked out again when it is asked again.
MOST_HELD = 500_000


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


@dataclass(slots=True)
class _Shape:
    """Lines with the same columns: their parts, and the tree of questions for them."""

    parts: tuple[Part, ...]
    tree: Tree[Brief]
    day_at: int | None
    blanks: bool
    claim: int | None
    settled: dict[object, Brief] = field(default_factory=dict)
    roots: dict[tuple[int, Cell | None], Node[Brief]] = field(default_factory=dict)


class Batch:
    """Answers lines by the rules of a library."""

    def __init__(self, library: Library, desk: Desk) -> None:
        self.library, self.desk = library, desk
        self._shapes: dict[tuple[tuple[str, ...], bool], _Shape] = {}
        self._changes = sorted(set(_days_of_change(library)))
        self._days: dict[str, tuple[date, int]] = {}
        self._briefs: dict[Hashable, Brief] = {}
        self._lists = tuple(each for rulebook in library.rulebooks for each in rulebook.lists)
        self._told_by_item = frozenset(_told_by_item(library))

    def answers(self, rows: Iterable[tuple[Row, str] | Problem]) -> Iterator[Answered | Problem]:
        """The answer to each row, given with its id, or what is wrong with it; in their order."""
        for each in rows:
            if isinstance(each, Problem):
                yield each
                continue
            row, line_id = each
            try:
                found = self.brief(row)
            except Contradiction:  # it is told of the line as it stands
                found = None
            if found is None:
                yield from self._by_itself(row, line_id)
            else:
                brief, day, item = found
                line = Answered(
                    row, line_id, brief, day, item, _destination(row), self._judge_later
                )
                line.dated_today = self.desk.law_of is None and "ship_date" not in row.names
                line.date_overridden = self._is_overridden(row)
                yield line

    def brief(self, row: Row) -> tuple[Brief, date, str] | None:
        """The answer to a row with its day and item, or None for one to be judged by itself."""
        key = (row.names, row.blanks)
        shape = self._shapes.get(key)
        if shape is None or len(shape.tree) > MOST_HELD:
            shape = self._shapes[key] = self._shape(row)
        found: list[Cell] = []
        cells = row.cells
        try:
            for part in shape.parts:
                at = part.at
                raw = cells[at[0]] if len(at) == 1 else tuple([cells[index] for index in at])
                cell = part.cells.get(raw)
                if cell is None:
                    cell = self._read(shape, part, raw)
                    if cell is None:
                        return None
                found.append(cell)
        except TypeError:  # a list, which is no key
            return None
        if shape.day_at is None:
            day, interval = self._constant_day()
        else:
            dated = self._day(cells[shape.day_at])
            if dated is None:
                return None
            day, interval = dated
        item = found[0] if shape.parts and shape.parts[0].is_item else None
        node = shape.roots.get((interval, item))
        if node is None:
            node = shape.tree.root(item, day, interval, dated=shape.day_at is not None)
            shape.roots[interval, item] = node
        while node.part is not None:
            cell = found[node.part]
            node = node.children.get(cell) or shape.tree.child(node, cell)
        brief = self._answer(shape, node, found, row)
        if brief is None or brief.is_particular:
            return None
        return brief, day, _name(item)

    def _answer(
        self, shape: _Shape, node: Node[Brief], found: list[Cell], row: Row
    ) -> Brief | None:
        """The answer at a leaf, or None where the line cannot be judged."""
        # Of what is claimed, and assumed so that it covers, the reason tells.
        key: object = None if shape.claim is None else found[shape.claim]
        brief = node.answers.get(key)
        if brief is not None and brief.outcome is Outcome.LICENSE_EXCEPTION:
            key = (key, *(_assumed(shape, part, cell) for part, cell in enumerate(found)))
            brief = node.answers.get(key)
        if brief is not None:
            return brief
        truths = (key, tuple(book.truths for book in node.state))
        brief = shape.settled.get(truths)
        if brief is None:
            judged = self.desk.judge(row, "", None, node.truths)
            if isinstance(judged, Judged) and judged.determination.verdict == "pass":
                # Nothing passes that was not judged whole.
                judged = self.desk.judge(row, "")
            if not isinstance(judged, Judged):
                return None
            brief = self._shared(brief_of(judged))
            _forget(judged.determination)
            if brief.outcome not in (Outcome.UNDETERMINED, Outcome.LICENSE_EXCEPTION):
                shape.settled[truths] = brief
        node.answers[key] = brief
        if brief.outcome is Outcome.LICENSE_EXCEPTION and not isinstance(key, tuple):
            return self._answer(shape, node, found, row)
        return brief

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

    def _is_overridden(self, row: Row) -> bool:
        if self.desk.law_of is None or "ship_date" not in row.names:
            return False
        written = row.cells[row.names.index("ship_date")]
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
            parts=parts,
            tree=Tree(
                self.library.rulebooks,
                parts,
                around,
                lists=tuple(_lists_of_item(self.library)),
                by_item=self._told_by_item,
            ),
            day_at=names.index("ship_date") if dated else None,
            blanks=row.blanks,
            claim=next((n for n, part in enumerate(parts) if CLAIM in part.names), None),
        )

    def _read(self, shape: _Shape, part: Part, raw: Any) -> Cell | None:
        """What a part of a line states, kept for the next line; None where it is out of the way."""
        cells = (raw,) if len(part.at) == 1 else raw
        read = self.desk.read_cells(part.names, cells, blanks=shape.blanks)
        if read is None or not read[0].keys() <= part.facts or self._is_special(part, read[0]):
            return None
        if len(part.cells) >= MOST_KEPT:
            part.cells.clear()
        cell = Cell(*read, shape.tree.around)
        for inner in cell.facts.contained():
            inner.settle()
        part.cells[raw] = cell
        return cell

    def _is_special(self, part: Part, known: dict[str, Known]) -> bool:
        """Whether a party may be on a list, a column may contradict one, or is empty and follows
        another part.

        The maker of the item is known at the root, with the day.
        """
        if PARAGRAPH in known:
            return True
        if not part.is_item and any(
            name in self._told_by_item or self._is_listed(name, each)
            for name, each in known.items()
        ):
            return True
        catalogue = self.library.catalogue
        return any(
            name in catalogue
            and name not in known
            and (assumption := catalogue[name].assume.get(self.desk.profile)) is not None
            and bool(assumption.same_as)
            for name in part.names
        )

    def _is_listed(self, name: str, known: Known) -> bool:
        return any(may_be_on(each, known) for each in self._lists if name in each.parties)

    def _constant_day(self) -> tuple[date, int]:
        day = self.desk.law_of or self.desk.today
        assert day is not None
        return day, 0

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


def _assumed(shape: _Shape, number: int, cell: Cell) -> object:
    """What is assumed of the facts that one part of a line alone decides."""
    if cell.assumed is None:
        influence = shape.tree.influence
        alone = (name for name, parts in influence.items() if parts == {number})
        cell.assumed = (
            bool(cell.contains),
            frozenset(
                (name, cell.facts[name].value)
                for name in alone
                if cell.facts[name].origin is Origin.ASSUMED
            ),
        )
    return cell.assumed


def _forget(determination: Determination) -> None:
    """Let go of the steps of a determination that is kept; they are found anew when asked for."""
    for finding in determination.findings:
        finding.step.forget()


def _destination(row: Row) -> str:
    written = row.cells[row.names.index("destination")] if "destination" in row.names else ""
    return str(written or "")


def _name(item: Cell | None) -> str:
    known = item.known.get("item.sku") if item else None
    return known.written if known else ""


def _lists_of_item(library: Library) -> Iterator[PartyList]:
    """The lists on which a name may be that is known with the item, such as its maker's."""
    catalogue = library.catalogue
    of_item = catalogue.followers_of(name for name in catalogue.facts if name.startswith(ITEM))
    for rulebook in library.rulebooks:
        for party_list in rulebook.lists:
            if not of_item.isdisjoint(party_list.parties):
                yield party_list


def _told_by_item(library: Library) -> Iterator[str]:
    """The facts that such a list may answer, and those that follow upward from them."""
    for party_list in _lists_of_item(library):
        yield from stated_with((party_list.answers,), library.catalogue)


def _days_of_change(library: Library) -> Iterator[date]:
    """The days from which the rules, the groups or a test of a date may say something else."""
    for party_list in _lists_of_item(library):
        yield from party_list.days_of_change()
    for rulebook in library.rulebooks:
        yield rulebook.first_day
        yield date.fromordinal(rulebook.verified_through.toordinal() + 1)
        for name in rulebook.groups.readings:
            # A rulebook laid over another has its groups, and those the readings of that one.
            for option in library.readings[name].options:
                yield from rulebook.groups.under({name: option}).days_of_change()
        yield from rulebook.groups.days_of_change()
        conditions: list[Condition] = [rulebook.applies_when]
        for rule in rulebook.rules:
            for version in rule.versions:
                yield version.window.first
                if version.window.end is not None:
                    yield version.window.end
                conditions.extend(version.conditions)
        for condition in conditions:
            yield from _days_tested(condition)


def _days_tested(condition: Condition) -> Iterator[date]:
    for test in tests_in(condition):
        if test.fact.kind == "date" and not isinstance(test.operand, tuple):
            day = date.fromordinal(int(test.operand))
            # A day may be compared so that it is itself in or out.
            yield day
            yield date.fromordinal(day.toordinal() + 1)
