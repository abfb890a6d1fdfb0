"""The table of residues: what asks the same is one object, and is worked out once for each cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from exportcheck.batch.columns import Part, is_final
from exportcheck.batch.residues import (
    IS,
    IS_NOT,
    Asked,
    Classes,
    Contained,
    Joined,
    Negated,
    OfParagraph,
    Residue,
    Settled,
)
from exportcheck.core.catalogue import Catalogue
from exportcheck.core.conditions import OPERATORS, Test
from exportcheck.core.facts import Facts, Known
from exportcheck.core.groups import Groups
from exportcheck.core.questions import asked_instead
from exportcheck.core.truth import HOLDS, UNKNOWN, Truth
from exportcheck.core.values import Choice, Value


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
            ("contains", part, inside), lambda: Contained(self, part, item, inside=inside)
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
        return self._keep((settles, kept), lambda: Joined(join, kept))

    def negation(self, part: Residue) -> Residue:
        if part is IS:
            return IS_NOT
        if part is IS_NOT:
            return IS
        if isinstance(part, Negated):
            return part.part
        return self._keep(("not", part), lambda: Negated(self, part))

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
            key, lambda: Asked(self, test, groups, day, asks, inside=inside, context=context)
        )

    def of_paragraph(self, test: Test, groups: Groups, day: date, classes: Classes) -> Residue:
        """A test of the paragraph that classifications leave possible."""
        if all(not each.asks for book in classes for _, each in book):
            known = self._paragraph(classes)
            truth = OPERATORS[test.operator].truth(known.value, test.operand, groups, day)
            return self.settled(truth, test.operand, classes)
        return self._keep(
            (test.operator, test.operand, classes),
            lambda: OfParagraph(self, test, groups, day, classes),
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
        key = tuple((each, *known.says) for each, known in sorted(stated.items()))
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
