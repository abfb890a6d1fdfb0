"""What cannot be true together, found once: a proof for one day serves on others.

A question of many parts that nothing satisfies is refuted by few of them. Where those are among the
parts of another question, of another day or the other side, that one is refuted as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from exportcheck.analysis.algebra import Formula, NotDecided, Solver


class Refuted:
    """Sets of formulas that no shipment satisfies together, by their numbers."""

    def __init__(self) -> None:
        self._sets: dict[int, list[frozenset[int]]] = {}
        # A formula that is let go may give its number to another.
        self._kept: list[Any] = []

    def is_refuted(self, solver: Solver, first: Formula, rest: Iterable[Formula]) -> bool:
        """Whether nothing satisfies all of these; not where the solver gives up.

        `first` is what the question is about, by which refutations are kept.
        """
        parts = [part for part in (first, *rest) if part is not True]
        if any(part is False for part in parts):
            return True
        numbers = {part.get_id() for part in parts}
        at = first.get_id() if first is not True else 0
        known = self._sets.setdefault(at, [])
        if any(each <= numbers for each in known):
            return True
        try:
            core = solver.refutation(parts)
        except NotDecided:
            return False
        if core is None:
            return False
        self._kept += core
        known.append(frozenset(part.get_id() for part in core))
        return True
