"""A tree of questions that grows as lines come: each line asks only what still matters.

At a root the day and the item are known. Each branch learns one more part of a line: the
destination, a party's headquarters. What is settled by then stays settled, whatever is learned next
(the refinement law), so a node is what is left of the rules: wherever the same is left, on whatever
day and of whatever item, there is one node, and a part for which nothing waits is not asked at all.
Where nothing is asked any more, all lines have one answer.

At a leaf the truth of each rule that matters is known. The answer is a determination of the first
line that came there, which takes these truths; one that passes is judged again without them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Generic, TypeVar

from exportcheck.batch.alike import Alike, conditions_of
from exportcheck.batch.columns import Cell, Part, influence_of
from exportcheck.batch.naming import NOTHING_SAID, Said
from exportcheck.batch.residue_table import Residues
from exportcheck.batch.residues import NOTHING, Classes, Residue
from exportcheck.batch.stages import Stage, residue_of
from exportcheck.batch.state import (
    Book,
    Lefts,
    Ruling,
    Rulings,
    State,
    given,
    paragraph_of,
)
from exportcheck.core.conditions import Condition, facts_read, tests_in
from exportcheck.core.determine import groups_for, silent_on
from exportcheck.core.facts import Facts, Known, Origin, doubted_of
from exportcheck.core.paragraphs import paragraph_by, paragraph_left
from exportcheck.core.parties import PartyList
from exportcheck.core.rules import (
    Advises,
    Classifies,
    Excepts,
    Obliges,
    Prohibits,
    RequiresLicense,
    Rule,
    Rulebook,
    Version,
)
from exportcheck.core.screening import screened
from exportcheck.core.truth import Truth
from exportcheck.core.values import Choice, Interval

A = TypeVar("A")
# Of so many branches on it is worth while to find cells that come to the same.
MANY = 500
NO = Choice.of("no")


@dataclass(eq=False)
class Node(Generic[A]):
    """What is left of the rules, and the part to ask for next; at a leaf, the answers.

    There is one answer, or one for each claim of the exporter of which it tells, and for what is
    in doubt about the item and the parties.
    """

    state: State
    part: int | None
    children: dict[Cell, Node[A]] = field(default_factory=dict)
    answers: dict[object, A] = field(default_factory=dict)

    @property
    def truths(self) -> tuple[Mapping[str, Truth], ...]:
        """The truth of each rule of each rulebook on which an answer may rest."""
        return tuple(
            {ruling.rule.id: residue.truth for left in book.lefts for ruling, residue in left}
            for book in self.state
        )

    @cached_property
    def may_be_licensed(self) -> bool:
        """Whether a license held may cover the shipment; then no other claim is told of."""
        return any(
            isinstance(ruling.rule.effect, Excepts) and ruling.rule.effect.is_license
            for book in self.state
            for ruling, _ in book.exceptions
        )

    @property
    def read_for_cover(self) -> frozenset[str]:
        """The facts at which the license exceptions look that may cover the shipment."""
        return frozenset[str]().union(
            *(
                facts_read(ruling.version.unbarred)
                for book in self.state
                for ruling, _ in book.exceptions
                if isinstance(ruling.rule.effect, Excepts) and not ruling.rule.effect.is_license
            )
        )


class Root(Generic[A]):
    """The node at which lines begin, and the facts that are doubted, each with the words for it.

    Of the doubts an answer rests on what is `in_doubt`, and where in the same words.
    """

    __slots__ = ("doubted", "doubts", "in_doubt", "node")

    def __init__(self, node: Node[A], doubted: tuple[tuple[str, str], ...]) -> None:
        self.node, self.doubted = node, doubted
        self.doubts = tuple(words for _, words in doubted)
        self.in_doubt = tuple((name, self.doubts.index(words)) for name, words in doubted)


class Tree(Generic[A]):
    """The tree for lines of one shape, by one set of rulebooks.

    `around` holds what all lines have in common: the readings taken and the profile. `days` are
    one of each interval between two changes of the law, as far as lines may lie in it. `lists` are
    those that the item may be on by a name known with it, and `by_item` the facts that they answer.
    """

    def __init__(
        self,
        rulebooks: tuple[Rulebook, ...],
        parts: tuple[Part, ...],
        around: Facts,
        days: tuple[date, ...],
        *,
        lists: tuple[PartyList, ...] = (),
        by_item: frozenset[str] = frozenset(),
    ) -> None:
        self.rulebooks, self.around = rulebooks, around
        catalogue = around.catalogue
        self.lists = lists
        self._list_days = sorted({day for each in lists for day in each.days_of_change()})
        self._has_day = any("ship_date" in part.facts for part in parts)
        has_item = bool(parts) and parts[0].is_item
        item = tuple(by_item) if has_item else ()
        influence = partial(influence_of, parts, catalogue.facts, item)
        self.influence = influence(catalogue.followers_of)
        self.residues = Residues(
            catalogue, parts, self.influence, 0 if has_item else None, _paragraph
        )
        self._lefts = Lefts()
        self._rulings: dict[tuple[int, int], Ruling] = {}
        self._begun: dict[tuple[int, object], Node[A]] = {}
        self._nodes: dict[State, Node[A]] = {}
        self._roots: dict[tuple[Node[A], tuple[tuple[str, str], ...]], Root[A]] = {}
        self._items: dict[tuple[Cell, int], Cell] = {}
        self._told: dict[object, Cell] = {}
        self._branches = 0
        self._alike = Alike(
            rulebooks, around, days, influence(catalogue.followers_unnamed), self.residues
        )
        # Who states that names speak of places says so of every line.
        self._speaks = any(
            (name in around.stated and around.stated[name].value != NO)
            or any(name in part.facts for part in parts)
            for name in catalogue.told_by_names
        )

    def __len__(self) -> int:
        """How much the tree holds, in things of about a kilobyte or less."""
        return len(self.residues) + len(self._nodes) + len(self._roots) + self._branches

    def root(
        self, cell: Cell | None, day: date, interval: int, said: Said = NOTHING_SAID
    ) -> Root[A] | None:
        """The root at which the day and the item are known, if the line has an item.

        `interval` is that between two changes of the law in which the day lies, and `said` what the
        lists say of the parties named. There is none where they say something of the same by a name
        that is known with the item, or where that name speaks of a place. Raises `Contradiction`
        where a list contradicts the item.
        """
        begun = self._begun.get((interval, said.values))
        if begun is None:
            begun = self._node(tuple(self._begin(day, said.known)))
            self._begun[interval, said.values] = begun
        if cell is None:
            return self._root(begun, doubted_of(self.around.catalogue, said.known))
        known = self.item(cell, day)
        by_item = known.facts.stated.keys() - known.known.keys()
        if by_item & (said.known.keys() | self.around.catalogue.told_by_names):
            return None
        doubted = doubted_of(self.around.catalogue, {**known.facts.stated, **said.known})
        # Where no rule asks for the item, it is the next part that is asked for there.
        return self._root(self.child(begun, known) if begun.part == 0 else begun, doubted)

    def _root(self, node: Node[A], doubted: tuple[tuple[str, str], ...]) -> Root[A]:
        found = self._roots.get((node, doubted))
        if found is None:
            found = self._roots[node, doubted] = Root(node, doubted)
        return found

    def child(self, node: Node[A], cell: Cell) -> Node[A]:
        """The node below another for what a line states in the part asked for."""
        below = node.children.get(cell)
        if below is None:
            assert node.part is not None, "it waits for a part"
            self._branches += 1
            below = node.children[cell] = self._node(given(node.state, node.part, cell))
        return below

    @property
    def is_wide(self) -> bool:
        """Whether it is worth while to find cells that come to the same."""
        return self._branches > MANY

    def like(self, number: int, cell: Cell) -> Cell:
        """The cell of which every test comes out as it does of this one, once there are many."""
        if cell.like is None and self.is_wide and not self._speaks:
            cell.like = self._alike.first(number, cell)
        return cell.like or cell

    def _node(self, state: State) -> Node[A]:
        node = self._nodes.get(state)
        if node is None:
            asked = NOTHING.union(*(book.asks for book in state))
            node = self._nodes[state] = Node(state, min(asked, default=None))
        return node

    def item(self, cell: Cell, day: date) -> Cell:
        """What is known of an item on a day: what the lists say of its names is known with it."""
        if not self.lists:
            return cell
        epoch = sum(change <= day for change in self._list_days)
        found = self._items.get((cell, epoch))
        if found is None:
            facts = screened(self.lists, cell.facts, day)
            # On most days the lists say the same, and of some items the rules ask nothing else.
            said = self._asked_about(facts)
            found = self._told.get(said)
            if found is None:
                found = self._told[said] = Cell(cell.known, cell.contains, self.around)
                found.facts = facts
            self._items[cell, epoch] = found
        return found

    def _asked_about(self, facts: Facts) -> object:
        """What is known of all on which some test rests, and of what the item contains."""
        said = tuple(
            (name, *known.says, known.doubted and known.note)
            for name, known in sorted(facts.stated.items())
            if name in self._looked_at
        )
        contained = facts.contains
        return said, None if contained is None else tuple(map(self._asked_about, contained))

    @cached_property
    def _looked_at(self) -> frozenset[str]:
        """The facts on which some test rests, however far back."""
        tested = {
            test.fact.name
            for rulebook in self.rulebooks
            for condition in conditions_of(rulebook)
            for test in tests_in(condition)
        }
        catalogue = self.around.catalogue
        return frozenset(
            name
            for name in catalogue.facts
            if name == "item.kind" or not tested.isdisjoint(catalogue.followers_of((name,)))
        )

    def dated(self, day: date) -> dict[str, Known]:
        """The day as the ship date, unless a column states one."""
        if self._has_day:
            return {}
        value = Interval.exactly(day.toordinal())
        return {"ship_date": Known(value=value, origin=Origin.STATED, written=day.isoformat())}

    def _begin(self, day: date, said: Mapping[str, Known]) -> Iterator[Book]:
        """What is left of each rulebook when the day is known, and what the lists say."""
        around = self.around.with_known({**self.dated(day), **said})
        told = around.catalogue.followers_of(said)
        found: Classes = ()
        for rulebook in self.rulebooks:
            classifies = bool(rulebook.that(Classifies))
            book, classes = self._book(rulebook, day, around, told, None if classifies else found)
            if classifies:
                found = (*found, classes)
            yield book

    def _book(
        self,
        rulebook: Rulebook,
        day: date,
        around: Facts,
        told_by_lists: frozenset[str],
        classes: Classes | None,
    ) -> tuple[Book, tuple[tuple[str, Residue], ...]]:
        """One rulebook, stage after stage as it is judged, and its classifications."""
        groups = groups_for(rulebook, around)
        table = self.residues
        rules: dict[str, Residue] = {}
        parts: dict[str, str] = {}
        stage = Stage(groups, day, around, told_by_lists, classes=classes or None)

        def judged(effect: type, asked: Callable[[Version], Condition]) -> Rulings:
            return tuple(
                (self._ruling(rulebook, rule, version), residue_of(asked(version), table, at))
                for rule, version in rulebook.in_force(effect, day)
            )

        def after(left: Rulings) -> Stage:
            rules.update((ruling.rule.id, residue) for ruling, residue in left)
            parts.update((r.rule.id, r.rule.part) for r, _ in left if r.rule.part)
            return Stage(groups, day, around, told_by_lists, dict(rules), dict(parts), by)

        by = stage.classes
        at = stage
        applies = residue_of(rulebook.applies_when, table, at)
        classifications = judged(Classifies, lambda version: version.whole)
        own = tuple((paragraph_of(ruling), residue) for ruling, residue in classifications)
        if classes is None or not classes:
            by = (own,)
        at = after(classifications)
        requirements = judged(RequiresLicense, lambda version: version.whole)
        at = after(requirements)
        prohibitions = judged(Prohibits, lambda version: version.whole)
        at = after(prohibitions)
        exceptions = judged(Excepts, lambda version: version.unbarred)
        at = after(exceptions)
        advice = judged(Advises, lambda version: version.unresolved)
        flags = tuple(
            (ruling, residue)
            for ruling, residue in advice
            if isinstance(ruling.rule.effect, Advises) and ruling.rule.effect.holds_open
        )
        at = after(advice)
        timed = tuple(
            (ruling, residue)
            for ruling, residue in judged(Obliges, lambda version: version.whole)
            if any(each.days_before is not None for each in ruling.version.obligations)
        )
        told = (
            day < rulebook.first_day,
            rulebook.strict_currency and day > rulebook.verified_through,
            silent_on(rulebook, day),
            any(
                r.rule.effect.is_license
                for r, _ in exceptions
                if isinstance(r.rule.effect, Excepts)
            ),
        )
        lefts = (classifications, requirements, prohibitions, exceptions, flags, timed)
        return self._lefts.book(told, applies, *map(self._lefts.of, lefts)), own

    def _ruling(self, rulebook: Rulebook, rule: Rule, version: Version) -> Ruling:
        key = (id(rule), id(version))
        found = self._rulings.get(key)
        if found is None:
            required = isinstance(rule.effect, RequiresLicense)
            covering = rulebook.covering(rule) if required else frozenset()
            found = self._rulings[key] = Ruling(rule, version, covering)
        return found


def _paragraph(classes: Classes) -> Known:
    """The paragraphs possible by classifications that are settled."""
    found = paragraph_by(
        [paragraph_left((name, each.truth) for name, each in book) for book in classes]
    )
    assert found is not None
    return found
