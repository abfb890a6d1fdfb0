"""A search for cells in which formulas hold: what must be is narrowed first, then ways are tried.

A formula is one of three: a fact that lies in some of its cells, all of several formulas, any of
several. Cells are the bits of a number.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from exportcheck.core.conditions import (
    AllOf,
    AnyOf,
    Condition,
    ContainsAny,
    Not,
    PartRequires,
    RuleHolds,
    Term,
    Test,
)
from exportcheck.linting.shapes import shape

# The cells that are left of each fact.
Box: TypeAlias = dict[Hashable, int]
# So many steps decide every condition that a person can read; beyond them nothing is claimed.
MOST_STEPS = 50_000


@dataclass(frozen=True, slots=True)
class Lies:
    """A fact lies in one of these of all its cells."""

    key: Hashable
    mask: int
    every: int


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Formula, ...]


Formula: TypeAlias = Lies | All | Any
_FREE_YES, _FREE_NO, _FREE = 1, 2, 3


class Formulas:
    """Conditions, wanted to hold or to fail, as formulas; each is made once.

    `mask` gives the cells of a test, `system` those in which the item is a system.
    """

    def __init__(
        self,
        mask: Callable[[Test, bool], tuple[int, int]],
        system: Callable[[], tuple[int, int]],
    ) -> None:
        self.mask, self.system = mask, system
        # The condition is kept beside its formula, so that its identity is not given away.
        self._made: dict[tuple[int, bool], tuple[Condition, Formula]] = {}

    def of(self, condition: Condition, wanted: bool) -> Formula:
        key = (id(condition), wanted)
        if key not in self._made:
            self._made[key] = condition, self._make(condition, wanted)
        return self._made[key][1]

    def _make(self, condition: Condition, wanted: bool) -> Formula:
        match condition:
            case Test():
                return Lies(condition.fact.name, *self.mask(condition, wanted))
            case Not():
                return self.of(condition.part, not wanted)
            case Term():
                return self.of(condition.part, wanted)
            case AllOf() | AnyOf():
                parts = tuple(self.of(part, wanted) for part in condition.parts)
                return All(parts) if isinstance(condition, AllOf) is wanted else Any(parts)
            # What other rules and contained items give is free, but the same wherever it is asked.
            case RuleHolds():
                way = _FREE_YES if wanted else _FREE_NO
                rules = tuple(Lies(("rule", rule), way, _FREE) for rule in condition.rules)
                return Any(rules) if wanted else All(rules)
            case PartRequires():
                return Lies(shape(condition), _FREE_YES if wanted else _FREE_NO, _FREE)
            case ContainsAny():
                free = Lies(shape(condition), _FREE_YES if wanted else _FREE_NO, _FREE)
                return All((free, Lies("item.kind", *self.system()))) if wanted else free


class TooLong(Exception):
    """The search was given up."""


def search(wanted: Iterable[Formula]) -> Box | None:
    """Cells in which all the formulas hold, or None where there are none."""
    return _Search().go(list(wanted), {}, [])


class _Search:
    def __init__(self) -> None:
        self.steps = 0

    def go(self, wanted: list[Formula], box: Box, choices: list[Any]) -> Box | None:
        if not self._narrow(wanted, box, choices):
            return None
        while True:
            ways = self._fewest(box, choices)
            if ways is None:
                return box
            if len(ways) != 1:
                break
            if not self._narrow(list(ways), box, choices):
                return None
        for way in ways:
            found = self.go([way], dict(box), list(choices))
            if found is not None:
                return found
        return None

    def _narrow(self, wanted: list[Formula], box: Box, choices: list[Any]) -> bool:
        """Narrow the box by all that must hold; put the alternatives aside."""
        while wanted:
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise TooLong
            formula = wanted.pop()
            match formula:
                case Lies():
                    left = box.get(formula.key, formula.every) & formula.mask
                    if not left:
                        return False
                    box[formula.key] = left
                case All():
                    wanted.extend(formula.parts)
                case Any() if not any(formula is each for each in choices):
                    choices.append(formula)
        return True

    def _fewest(self, box: Box, choices: list[Any]) -> tuple[Formula, ...] | None:
        """The open alternative with the fewest ways left, taken out; None if none is open."""
        best: tuple[Formula, ...] | None = None
        taken = -1
        still: list[Any] = []
        for choice in choices:
            self.steps += 1
            if any(_is_sure(way, box) for way in choice.parts):
                continue
            ways = tuple(way for way in choice.parts if _is_open(way, box))
            if best is None or len(ways) < len(best):
                best, taken = ways, len(still)
            still.append(choice)
        choices[:] = still
        if best is not None:
            del choices[taken]
        return best


def _is_open(formula: Formula, box: Box) -> bool:
    """Whether a formula may hold, as far as its parts show one by one."""
    match formula:
        case Lies():
            return bool(box.get(formula.key, formula.every) & formula.mask)
        case All():
            return all(_is_open(part, box) for part in formula.parts)
        case Any():
            return any(_is_open(part, box) for part in formula.parts)


def _is_sure(formula: Formula, box: Box) -> bool:
    """Whether a formula holds wherever in the box."""
    match formula:
        case Lies():
            return not box.get(formula.key, formula.every) & ~formula.mask
        case All():
            return all(_is_sure(part, box) for part in formula.parts)
        case Any():
            return any(_is_sure(part, box) for part in formula.parts)
