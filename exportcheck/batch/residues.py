"""What is left of a condition once part of a line is known.

A residue is a truth, a test whose fact is not known yet, or some of these joined. Each says for
which parts of a line it waits, and given one of them leaves another residue. Residues that ask the
same are one object, and what is left of it is worked out once for each cell: a condition is never
judged twice on the same grounds, however many lines, days and items lead to it.

The algebra is that of `core.truth`: nothing is concluded here that a judgment of the whole line
would not come to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from exportcheck.batch.columns import Cell, Part, is_final
from exportcheck.core.catalogue import Catalogue
from exportcheck.core.conditions import (
    OPERATORS,
    Test,
)
from exportcheck.core.evaluate import is_system
from exportcheck.core.facts import Facts, Known
from exportcheck.core.groups import Groups
from exportcheck.core.questions import asked_instead
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth
from exportcheck.core.values import Choice, Value

NOTHING: frozenset[int] = frozenset()


class Residue:
    """What is left of a condition; `asks` are the parts of a line that it waits for."""

    __slots__ = ("_looks", "asks")
    # What is open counts as unknown.
    truth: Truth = UNKNOWN

    def __init__(self, asks: frozenset[int]) -> None:
        self.asks = asks
        self._looks: frozenset[Residue] | None = None

    @property
    def looks(self) -> frozenset[Residue]:
        """The residues that wait by which it comes to what it does: itself, or those it joins."""
        if self._looks is None:
            self._looks = self._looked()
        return self._looks

    def _looked(self) -> frozenset[Residue]:
        return frozenset((self,))

    def given(self, number: int, cell: Cell) -> Residue:
        """What is left once it is known what a part of the line states."""
        if number not in self.asks:
            return self
        found = cell.after.get(self)
        if found is None:
            found = cell.after[self] = self._given(number, cell)
        return found

    def within(self, inner: Facts, cell: Cell) -> Residue:
        """What is left for one of the items that the item contains."""
        raise NotImplementedError

    def _given(self, number: int, cell: Cell) -> Residue:
        raise NotImplementedError


class Settled(Residue):
    """A truth that nothing of a line can change; an unknown one by what would have to be asked."""

    __slots__ = ("truth",)

    def __init__(self, truth: Truth) -> None:
        super().__init__(NOTHING)
        self.truth = truth

    def within(self, *_: object) -> Residue:
        return self

    def _looked(self) -> frozenset[Residue]:
        return frozenset()


IS, IS_NOT = Settled(HOLDS), Settled(FAILS)


class _Joined(Residue):
    """Parts of which all have to hold, or any."""

    __slots__ = ("join", "parts")

    def __init__(
        self, join: Callable[[Iterable[Residue]], Residue], parts: tuple[Residue, ...]
    ) -> None:
        super().__init__(NOTHING.union(*(part.asks for part in parts)))
        self.join, self.parts = join, parts

    def _looked(self) -> frozenset[Residue]:
        return frozenset[Residue]().union(*(part.looks for part in self.parts))

    def _given(self, number: int, cell: Cell) -> Residue:
        return self.join(
            part.given(number, cell) if number in part.asks else part for part in self.parts
        )

    def within(self, inner: Facts, cell: Cell) -> Residue:
        return self.join(part.within(inner, cell) for part in self.parts)


class _Negated(Residue):
    __slots__ = ("part", "table")

    def __init__(self, table: Residues, part: Residue) -> None:
        super().__init__(part.asks)
        self.table, self.part = table, part

    def _looked(self) -> frozenset[Residue]:
        return self.part.looks

    def _given(self, number: int, cell: Cell) -> Residue:
        return self.table.negation(self.part.given(number, cell))

    def within(self, inner: Facts, cell: Cell) -> Residue:
        return self.table.negation(self.part.within(inner, cell))


class _Asked(Residue):
    """A test whose fact is not known yet, with what is known of it from other parts.

    One `inside` is about an item that the item contains.
    """

    __slots__ = ("context", "day", "groups", "inside", "table", "test")

    def __init__(
        self,
        table: Residues,
        test: Test,
        groups: Groups,
        day: date,
        asks: frozenset[int],
        *,
        inside: bool,
        context: tuple[Mapping[str, Known], ...] = (),
    ) -> None:
        super().__init__(asks)
        self.table, self.test, self.groups, self.day = table, test, groups, day
        self.inside, self.context = inside, context

    def _given(self, number: int, cell: Cell) -> Residue:
        return self._learned(number, cell.facts, cell)

    def within(self, inner: Facts, cell: Cell) -> Residue:
        return self._learned(0, inner, cell) if self.inside else self.given(0, cell)

    def _learned(self, number: int, facts: Facts, cell: Cell) -> Residue:
        waits, name = self.asks - {number}, self.test.fact.name
        if not self.context and (not waits or self.table.is_final(name, facts.stated, waits)):
            return self.table.judged(self.test, self.groups, self.day, facts, cell.facts)
        context = (*self.context, self.table.said(name, facts))
        known = self.table.together(context, facts)
        if waits and not self.table.is_final(name, known.stated, waits):
            return self.table.asked(self.test, self.groups, self.day, waits, context=context)
        return self.table.judged(self.test, self.groups, self.day, known, known)


class _Contained(Residue):
    """Whether the item is a system that contains an item for which the part holds."""

    __slots__ = ("condition", "inside", "part", "table")

    def __init__(self, table: Residues, part: Residue, item: int, *, inside: bool) -> None:
        super().__init__(part.asks | {item})
        self.table, self.part, self.inside = table, part, inside

    def _given(self, _: int, cell: Cell) -> Residue:
        return self._of(cell.facts, cell)

    def within(self, inner: Facts, cell: Cell) -> Residue:
        return self._of(inner, cell) if self.inside else self.given(0, cell)

    def _of(self, facts: Facts, cell: Cell) -> Residue:
        system = is_system(facts)
        if system is FAILS:
            return IS_NOT
        if facts.contains is None:
            return self.table.unknown("item.contains")
        found = self.table.any(self.part.within(inner, cell) for inner in facts.contained())
        return self.table.all((self.table.settled(system, "item.kind"), found))


class _OfParagraph(Residue):
    """A test of the paragraph, which the classifications leave possible when they are settled.

    `classes` are the paragraphs of each rulebook that classifies, each with its residue.
    """

    __slots__ = ("classes", "day", "groups", "table", "test")

    def __init__(
        self, table: Residues, test: Test, groups: Groups, day: date, classes: Classes
    ) -> None:
        super().__init__(NOTHING.union(*(each.asks for book in classes for _, each in book)))
        self.table, self.test, self.groups, self.day = table, test, groups, day
        self.classes = classes

    def _given(self, number: int, cell: Cell) -> Residue:
        return self._with(lambda each: each.given(number, cell))

    def within(self, inner: Facts, cell: Cell) -> Residue:
        return self._with(lambda each: each.within(inner, cell))

    def _with(self, left: Callable[[Residue], Residue]) -> Residue:
        classes = tuple(
            tuple((paragraph, left(each)) for paragraph, each in book) for book in self.classes
        )
        return self.table.of_paragraph(self.test, self.groups, self.day, classes)


Classes = tuple[tuple[tuple[str, Residue], ...], ...]


class Residues:
    """The table of all residues: what asks the same is one.

    `influence` are the parts of a line on which each fact depends. `paragraph` finds what
    classifications leave possible.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        parts: tuple[Part, ...],
        influence: Mapping[str, frozenset[int]],
        item: int | None,
        paragraph: Callable[[Classes], Known],
    ) -> None:
        self._catalogue, self._parts = catalogue, parts
        self._influence, self._item = influence, item
        self._paragraph = paragraph
        self._kept: dict[object, Residue] = {}
        self._said: dict[object, Mapping[str, Known]] = {}
        self._together: dict[tuple[int, ...], Facts] = {}
        self._behind: dict[str, frozenset[str]] = {}

    def __len__(self) -> int:
        return len(self._kept) + len(self._together)

    def contains(self, part: Residue, *, inside: bool) -> Residue:
        """Whether the item contains one for which the part holds."""
        item = self._item
        if item is None:
            return self.unknown("item.contains")
        return self._keep(
            ("contains", part, inside), lambda: _Contained(self, part, item, inside=inside)
        )

    def waits_for(self, name: str) -> frozenset[int]:
        """The parts of a line on which a fact depends."""
        return self._influence[name]

    def is_of_item(self, name: str) -> bool:
        """Whether the part of a line that is the item has a say in a fact."""
        return self._item in self._influence[name]

    def all(self, parts: Iterable[Residue]) -> Residue:
        return self._joined(parts, IS_NOT, IS, self.all)

    def any(self, parts: Iterable[Residue]) -> Residue:
        return self._joined(parts, IS, IS_NOT, self.any)

    def _joined(
        self,
        parts: Iterable[Residue],
        settles: Residue,
        empty: Residue,
        join: Callable[[Iterable[Residue]], Residue],
    ) -> Residue:
        left: dict[Residue, None] = {}
        for part in parts:
            if part is settles:
                return settles
            if part is not empty:
                left[part] = None
        if not left:
            return empty
        if len(left) == 1:
            return next(iter(left))
        kept = tuple(left)
        return self._keep((settles, kept), lambda: _Joined(join, kept))

    def negation(self, part: Residue) -> Residue:
        if part is IS:
            return IS_NOT
        if part is IS_NOT:
            return IS
        if isinstance(part, _Negated):
            return part.part
        return self._keep(("not", part), lambda: _Negated(self, part))

    def unknown(self, *told: object) -> Residue:
        """An unknown truth, by what is told of it."""
        return self._keep(("unknown", *told), lambda: Settled(UNKNOWN))

    def settled(self, truth: Truth, *told: object) -> Residue:
        if truth is UNKNOWN:
            return self.unknown(*told)
        return IS if truth is HOLDS else IS_NOT

    def judged(self, test: Test, groups: Groups, day: date, facts: Facts, asking: Facts) -> Residue:
        """A test of a fact that is known as well as it will be; `asking` are the line's facts."""
        value = facts[test.fact.name].value
        truth = OPERATORS[test.operator].truth(value, test.operand, groups, day)
        if truth is not UNKNOWN:
            return IS if truth is HOLDS else IS_NOT
        fact = asked_instead(asking, test.fact)
        known = asking[fact.name]
        # Which paragraphs may be answered depends on the one that is stated.
        told = known.value if fact.kind == "eccn" else known.is_exact
        why = _not_recorded(test, value, groups, day)
        return self.unknown(test.fact.name, test.operator, test.operand, fact.name, told, why)

    def asked(
        self,
        test: Test,
        groups: Groups,
        day: date,
        asks: frozenset[int],
        *,
        inside: bool = False,
        context: tuple[Mapping[str, Known], ...] = (),
    ) -> Residue:
        """A test of a fact that is not known yet."""
        key = (
            test.fact.name,
            test.operator,
            test.operand,
            _membership(test, groups, day),
            asks,
            inside,
            tuple(map(id, context)),
        )
        return self._keep(
            key, lambda: _Asked(self, test, groups, day, asks, inside=inside, context=context)
        )

    def of_paragraph(self, test: Test, groups: Groups, day: date, classes: Classes) -> Residue:
        """A test of the paragraph that classifications leave possible."""
        if all(not each.asks for book in classes for _, each in book):
            known = self._paragraph(classes)
            truth = OPERATORS[test.operator].truth(known.value, test.operand, groups, day)
            return self.settled(truth, test.operand, classes)
        return self._keep(
            (test.operator, test.operand, classes),
            lambda: _OfParagraph(self, test, groups, day, classes),
        )

    def is_final(self, name: str, stated: Mapping[str, Known], waits: frozenset[int]) -> bool:
        """Whether the parts of a line that are waited for can say more of a fact."""
        return is_final(name, stated, [self._parts[number] for number in waits], self._catalogue)

    def said(self, name: str, facts: Facts) -> Mapping[str, Known]:
        """What is stated of all from which a fact may follow; equal statements are one object."""
        behind = self._behind.get(name)
        if behind is None:
            behind = self._behind[name] = frozenset(
                each
                for each in self._catalogue.facts
                if name in self._catalogue.followers_of((each,))
            )
        stated = {each: known for each, known in facts.stated.items() if each in behind}
        key = tuple((each, known.value, known.doubted) for each, known in sorted(stated.items()))
        return self._said.setdefault(key, stated)

    def together(self, context: tuple[Mapping[str, Known], ...], around: Facts) -> Facts:
        """What was `said` by several parts, as facts; tests of the same are judged by the same."""
        key = tuple(map(id, context))
        found = self._together.get(key)
        if found is None:
            stated = {each: known for part in context for each, known in part.items()}
            found = Facts(around.catalogue, stated, profile=around.profile)
            self._together[key] = found
        return found

    def _keep(self, key: object, make: Callable[[], Residue]) -> Residue:
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
        return found


def _not_recorded(test: Test, value: Value, groups: Groups, day: date) -> object:
    """On a test of a country that is known: what is not recorded of it, as the answer tells."""
    if test.fact.kind != "country" or not isinstance(value, Choice) or value.only is None:
        return None
    places = test.operand if isinstance(test.operand, tuple) else ()
    return groups.not_recorded(places, value.only, day)


def _membership(test: Test, groups: Groups, day: date) -> object:
    """On a test of a country: what decides on a day who is in its places and groups."""
    if not isinstance(test.operand, tuple) or test.fact.kind != "country":
        return None
    return id(groups), groups.stand(test.operand, day)
