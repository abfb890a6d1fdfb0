"""What is assumed only so that an exception covers a line; the reason tells it with its value.

Lines of one leaf may differ in it, so their answers are kept apart by what is found here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

from exportcheck.batch.columns import MOST_KEPT, Cell
from exportcheck.batch.days import Dated
from exportcheck.batch.naming import Said
from exportcheck.batch.tree import Node, Tree
from exportcheck.core.conditions import facts_read
from exportcheck.core.facts import Origin
from exportcheck.core.library import Library
from exportcheck.core.rules import RequiresLicense

A = TypeVar("A")


class Covers(Generic[A]):
    """The assumptions of lines of one shape; `cell` reads a part of a line."""

    def __init__(self, library: Library, tree: Tree[A], cell: Callable[[int, Any], Cell]) -> None:
        self._library, self._tree, self._cell = library, tree, cell
        # For a leaf the facts that are read only for cover, with the parts that have a say in them.
        self._asked: dict[tuple[Node[A], int], tuple[tuple[str, ...], tuple[int, ...]]] = {}
        self._found: dict[tuple[object, ...], tuple[object, ...]] = {}

    def assumed(
        self,
        leaf: Node[A],
        dated: Dated,
        written: Sequence[Sequence[Any]],
        index: int,
        said: Said,
    ) -> tuple[object, ...]:
        """What is assumed so of a line, by what is `written` in its parts and the lists `said`."""
        day, interval = dated
        asked = self._asked.get((leaf, interval))
        if asked is None:
            names = tuple(sorted(leaf.read_for_cover - self._read_for_any(day)))
            parts = frozenset[int]().union(*(self._tree.influence[name] for name in names))
            asked = self._asked[leaf, interval] = names, tuple(sorted(parts))
        names, numbers = asked
        key = (names, said.values, *(written[number][index] for number in numbers))
        found = self._found.get(key)
        if found is None:
            cells = (self._cell(number, written[number][index]) for number in numbers)
            stated = {name: known for cell in cells for name, known in cell.known.items()}
            facts = self._tree.around.with_known({**stated, **said.known})
            if len(self._found) > MOST_KEPT:
                self._found.clear()
            found = self._found[key] = tuple(
                (name, known.value)
                for name, known in ((name, facts[name]) for name in names)
                if known.origin is Origin.ASSUMED
            )
        return found

    def _read_for_any(self, day: date) -> frozenset[str]:
        """The facts that are tested for the requirements in force, whatever the item."""
        return frozenset[str]().union(
            *(
                facts_read(version.whole)
                for rulebook in self._library.rulebooks
                for _, version in rulebook.in_force(RequiresLicense, day)
                if "item.contains" not in facts_read(version.whole)
            )
        )
