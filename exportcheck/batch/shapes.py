"""Lines of one shape: what has the same columns is answered by the same tree, many lines at a time.

A block of lines is looked at column by column. Each different cell is read once; the day and the
item of a line lead to a root of the tree, and the root with the cells of the parts that some line
was asked for leads to the answer. Only where such a combination is new is the tree gone down, and
only where the tree has no answer yet is a line judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set, Sized
from contextlib import suppress
from itertools import repeat
from typing import Any, cast

from exportcheck.batch.cells import Cells, keep
from exportcheck.batch.columns import Cell, Part
from exportcheck.batch.covers import Covers
from exportcheck.batch.days import Dated
from exportcheck.batch.desks import Block, Desk, Row
from exportcheck.batch.leaves import Leaves
from exportcheck.batch.naming import NOTHING_SAID, Naming
from exportcheck.batch.same import Same
from exportcheck.batch.state import told_of
from exportcheck.batch.tree import Node, Root, Tree
from exportcheck.batch.whole_lines import Lines, WholeLines
from exportcheck.core.answers import Brief, brief_of
from exportcheck.core.facts import Contradiction
from exportcheck.core.findings import CLAIM, Outcome
from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.core.sameness import Sameness
from exportcheck.core.screening import Screen
from exportcheck.core.shipment import Judged


class Shape:
    """Lines with the same columns: their parts, and the tree of questions for them.

    `shared` gives the answer that says the same as another, if there is one; `screens` are for the
    look-up of names.
    """

    def __init__(
        self,
        library: Library,
        desk: Desk,
        parts: tuple[Part, ...],
        tree: Tree[Brief],
        *,
        blanks: bool,
        shared: Callable[[Brief], Brief],
        screens: dict[str, Screen | None],
    ) -> None:
        self.library, self.desk, self.parts, self.tree = library, desk, parts, tree
        self._shared = shared
        self._cells = Cells(
            library,
            desk,
            parts,
            tree.around,
            blanks=blanks,
            screens=screens,
        )
        self._naming = Naming(library, parts, tree.around, self._cells.cell)
        self._covers = Covers(library, tree, self._cells.cell)
        self.whole = WholeLines(tree, parts, self._cells.cell)
        self._same = Same(tree, parts, self._cells.cell, self.whole)
        self.has_item = bool(parts) and parts[0].is_item
        # What columns beside those of the item have a say in.
        beside = (part.facts for part in parts if not part.is_item)
        self._stated = library.catalogue.followers_of(frozenset[str]().union(*beside))
        self._claim = next((n for n, part in enumerate(parts) if CLAIM in part.names), None)
        # The parts that were asked for so far; of what is claimed the reason may tell.
        self._asked: tuple[int, ...] = () if self._claim is None else (self._claim,)
        self._is_wide = False
        self._leaves = Leaves(library.rulebooks)
        by_item = {each.name for each in tree.lists}
        self._declared_of_items = tuple(
            declared
            for declared, lists in library.contradicted_by_lists
            if not by_item.isdisjoint(each.name for each in lists)
        )
        self._contradicted: dict[Cell, bool] = {}
        self._roots: dict[tuple[object, ...], Root[Brief] | None] = {}
        self._found: dict[tuple[object, ...], Brief | Node[Brief]] = {}
        # What each leaf comes to, by what is in doubt and what is claimed.
        self._ends: dict[tuple[object, ...], Brief | Node[Brief]] = {}
        self._settled: dict[object, Brief] = {}

    def __len__(self) -> int:
        """How much is held, in things of about a kilobyte or less."""
        held: tuple[Sized, ...] = (
            self.tree,
            self._found,
            self._ends,
            self._leaves,
            self._naming,
            self._roots,
        )
        return sum(map(len, held))

    def briefs(
        self, block: Block, dated: Sequence[Dated | None]
    ) -> tuple[list[Brief | None], list[int], Lines]:
        """The answer to each line of a block, which lines are to be judged by themselves, and the
        lines as they were read.

        `dated` is the day of each line, or None for one whose day cannot be read.
        """
        columns = block.columns
        apart = set(_where(dated, {None})) if None in dated else set()
        apart.update(_without_facts(block))
        written, named = [], set[int]()
        for part in self.parts:
            read = []
            for unit in part.units or (part,):
                raws, new = unit.written(columns)
                read.append(raws)
                if new and self._cells.some_are_odd(unit, new):
                    apart.update(_where(raws, unit.odd))
                    named.update(_where(raws, unit.naming))
            written.append(list(zip(*read, strict=True)) if part.units else read[0])
        lines = Lines(block, written, dated, apart)
        lines.add(named, self._naming)
        found = None
        while found is None:
            found = self._look_up(lines)
        for index in apart:  # others of its kind may have an answer
            found[index] = None
        # Most blocks have few different answers, and few that are of one line alone.
        own = {e for e in set(found) if e is None or isinstance(e, Node)}
        by_themselves = []
        for index in _where(found, own) if own else ():
            leaf = found[index]
            root = self._root(lines, index) if isinstance(leaf, Node) else None
            found[index] = (
                self._answer(leaf, root, lines, index) if isinstance(leaf, Node) and root else None
            )
            if found[index] is None:
                by_themselves.append(index)
        return cast("list[Brief | None]", found), by_themselves, lines

    def sameness(self, lines: Lines, index: int) -> Sameness | None:
        """By what a line asks the same as others; nothing where the lists speak of its parties."""
        dated = lines.dated[index]
        if dated is None or index in lines.said:
            return None
        return self._same.of(lines, index, dated)

    def _look_up(self, lines: Lines) -> list[Brief | Node[Brief] | None] | None:
        """The answer to each line, or the leaf for one that has its own.

        Nothing where a part was asked for that was never asked before: then the answers found
        differ by it, too.
        """
        if self.tree.is_wide and not self._is_wide:
            self._is_wide = True
            self._found.clear()
            for part in self.parts:
                part.codes.clear()
        asked = self._asked
        intervals = [day and day[1] for day in lines.dated]
        items = lines.written[0] if self.has_item else repeat(None, len(intervals))
        codes = [map(self.parts[n].codes.get, lines.written[n], repeat(None)) for n in asked]
        roots = map(self._roots.get, zip(intervals, items, strict=True))
        found = list(map(self._found.get, zip(roots, *codes, strict=True)))
        for index in lines.said:
            found[index] = None
        if None not in set(found):
            return found
        for index in _where(found, {None}):
            if index in lines.apart:
                continue
            root = self._root(lines, index)
            if root is None:
                continue
            # Cells that come to the same where the lists say nothing may not where they do.
            code = self._cells.cell if index in lines.said else self._code
            key = (root, *[code(n, lines.written[n][index]) for n in asked])
            known = self._found.get(key)
            if known is None:
                known = self._found[key] = self._go_down(root, lines, index, code)
                if self._asked is not asked:
                    self._found.clear()
                    return None
            found[index] = known
        return found

    def _root(self, lines: Lines, index: int) -> Root[Brief] | None:
        """The root at which a line begins; None where it is to be judged by itself."""
        dated = lines.dated[index]
        if dated is None:
            return None
        day, interval = dated
        raw = lines.written[0][index] if self.has_item else None
        said = lines.said.get(index)
        key = (interval, raw) if said is None else (interval, raw, said)
        if key not in self._roots:
            item = self._cells.cell(0, raw) if self.has_item else None
            root: Root[Brief] | None = None
            with suppress(Contradiction):  # it is told of the line as it stands
                if item is None or not self._may_contradict(self.tree.item(item, day)):
                    root = self.tree.root(item, day, interval, said or NOTHING_SAID)
            self._roots[key] = root
        return self._roots[key]

    def _may_contradict(self, item: Cell) -> bool:
        """Whether what the lists say of an item may contradict what a line states beside it."""
        found = self._contradicted.get(item)
        if found is None:
            found = self._contradicted[item] = any(
                declared.may_hold(item.facts, self.library.groups, self._stated)
                for declared in self._declared_of_items
            )
        return found

    def _go_down(
        self, root: Root[Brief], lines: Lines, index: int, code: Callable[[int, Any], Cell]
    ) -> Brief | Node[Brief]:
        """The answer of the leaf to which a line leads, or the leaf if it has more than one."""
        node = root.node
        while (number := node.part) is not None:
            if number not in self._asked:
                self._asked = (*self._asked, number)
            node = self.tree.child(node, code(number, lines.written[number][index]))
        claim = self._claim
        stated = None if claim is None else self._cells.cell(claim, lines.written[claim][index])
        key = (node, root.doubted, stated)
        known = self._ends.get(key)
        if known is None:
            brief = self._answer(node, root, lines, index)
            several = brief is None or brief.outcome is Outcome.LICENSE_EXCEPTION
            known = self._ends[key] = node if several or brief is None else brief
        return known

    def _answer(
        self, node: Node[Brief], root: Root[Brief], lines: Lines, index: int
    ) -> Brief | None:
        """The answer at a leaf, or None where the line cannot be judged."""
        # Of what is claimed, and assumed so that it covers, the reason tells.
        told = self._claim is not None and not node.may_be_licensed
        claim = self._claim or 0
        key: object = self._cells.cell(claim, lines.written[claim][index]) if told else None
        key = (key, root.in_doubt)
        brief = node.answers.get(key)
        is_cover = brief is not None and brief.outcome is Outcome.LICENSE_EXCEPTION
        if is_cover:
            key = (key, *self._assumed(node, lines, index))
            brief = node.answers.get(key)
        if brief is not None:
            return _in_words(brief, root.doubts)
        truths = (key, told_of(node.state))
        brief = self._settled.get(truths)
        if brief is None:
            found = None if is_cover else self._open(node, lines, index)
            found = found or self._judged(node, lines, index, is_cover=is_cover)
            # It may tell of what stands in its line alone.
            if found is None or found.doubts != root.doubts:
                return None
            brief = self._told(found)
            if brief.outcome not in (Outcome.UNDETERMINED, Outcome.LICENSE_EXCEPTION):
                self._settled[truths] = brief
        node.answers[key] = brief
        if brief.outcome is Outcome.LICENSE_EXCEPTION and not is_cover:
            return self._answer(node, root, lines, index)
        return _in_words(brief, root.doubts)

    def _judged(
        self, node: Node[Brief], lines: Lines, index: int, *, is_cover: bool
    ) -> Brief | None:
        """The answer at a leaf by the first line that came there, if it can be judged."""
        row = lines.block.row(index)
        try:
            found = self.whole.determination(lines, index, node.truths)
        except Contradiction:  # it is told of the line as it stands
            return None
        if found.verdict == "pass" and not is_cover:
            # Of lines that pass by the same truths one is read and judged by itself.
            judged = self.desk.judge(row, "")
            if not isinstance(judged, Judged):
                return None
            found = judged.determination
        brief = brief_of(found, self._later(row))
        found.forget()
        return brief

    def _open(self, node: Node[Brief], lines: Lines, index: int) -> Brief | None:
        """The answer at a leaf if it is open; it tells of nothing that is particular to a line."""
        # What the tree never asked for has no say in what it found.
        facts = self.whole.facts(lines, index, self._asked)
        whole = self._later(lines.block.row(index))
        return self._leaves.brief(node.state, facts, lines.day(index), whole)

    def _later(self, row: Row) -> Callable[[], Determination]:
        """What makes the whole determination of a line; it keeps nothing of the tree."""
        desk = self.desk

        def whole() -> Determination:
            judged = desk.judge(row, "")
            assert isinstance(judged, Judged), "a line that has an answer has no problem"
            return judged.determination

        return whole

    def _told(self, brief: Brief) -> Brief:
        """An answer as it is kept: with what it shares with others, and what it hears its own."""
        kept = self._shared(brief)
        return kept if kept is brief or not brief.questions else kept.but(heard={})

    def _assumed(self, node: Node[Brief], lines: Lines, index: int) -> tuple[object, ...]:
        """What is assumed of a line only so that an exception covers."""
        dated = lines.dated[index]
        assert dated is not None
        said = lines.said.get(index, NOTHING_SAID)
        return self._covers.assumed(node, dated, lines.written, index, said)

    def _code(self, number: int, raw: Any) -> Cell:
        """The cell by which answers are kept: of those that come to the same, one."""
        part = self.parts[number]
        code = part.codes.get(raw)
        if code is None:
            code = self._cells.cell(number, raw)
            if number != self._claim:
                code = self.tree.like(number, code)
            keep(part.codes, raw, code)
        return code


def _without_facts(block: Block) -> Iterable[int]:
    """The lines that state nothing; what is wrong with them is told of each."""
    stated = [
        column for name, column in zip(block.names, block.columns, strict=True) if name != "id"
    ]
    left: Iterable[int] = range(len(block))
    for column in stated:
        if None not in column and not (block.blanks and "" in column):
            return ()
        left = [at for at in left if column[at] is None or (block.blanks and column[at] == "")]
    return left


def _where(all_of_them: Sequence[Any], sought: Set[Any]) -> list[int]:
    """Where one of those sought stands."""
    return [index for index, each in enumerate(all_of_them) if each in sought]


def _in_words(brief: Brief, doubts: tuple[str, ...]) -> Brief:
    """An answer in the words of the doubts about what a line states."""
    return brief if brief.doubts == doubts else brief.doubting(doubts)
