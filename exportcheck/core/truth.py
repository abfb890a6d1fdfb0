"""Three truth values and their algebra.

A condition holds, fails, or cannot be told from what is known. The weakest part decides a
conjunction, the strongest an alternative. Nothing here or above may ask whether a fact *is known*:
that keeps the refinement law, by which learning a fact may settle an unknown and never changes a
settled answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NoReturn


class Truth(Enum):
    """Whether a condition holds, fails, or is unknown."""

    FAILS = "fails"
    UNKNOWN = "unknown"
    HOLDS = "holds"

    def __bool__(self) -> NoReturn:
        """Refuse a two-valued test, which would take every member for true."""
        raise TypeError("a truth has three values: compare it with `is Truth.HOLDS`")

    def __invert__(self) -> Truth:
        return _NEGATED[self]


HOLDS, FAILS, UNKNOWN = Truth.HOLDS, Truth.FAILS, Truth.UNKNOWN
_NEGATED = {HOLDS: FAILS, FAILS: HOLDS, UNKNOWN: UNKNOWN}


def all_of(truths: Iterable[Truth]) -> Truth:
    """The weakest of the truths; an empty conjunction holds."""
    result = HOLDS
    for truth in truths:
        if truth is FAILS:
            return FAILS
        if truth is UNKNOWN:
            result = UNKNOWN
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """The strongest of the truths; an empty alternative fails."""
    result = FAILS
    for truth in truths:
        if truth is HOLDS:
            return HOLDS
        if truth is UNKNOWN:
            result = UNKNOWN
    return result


def agreed(truths: Iterable[Truth]) -> Truth:
    """The truth that all possibilities share, else unknown; nothing possible is unknown."""
    first: Truth | None = None
    for truth in truths:
        if first is None:
            first = truth
        elif truth is not first:
            return UNKNOWN
    return UNKNOWN if first is None else first
