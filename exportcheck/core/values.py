"""What is known of a fact: an exact interval of numbers, or the set of values still possible.

A known number is an interval of one point and a missing one is unbounded; a known word is a set of
one and a missing one is `ANYTHING`. So one comparison gives the three truths, and narrowing a value
can settle a comparison but never turn it round. Dates are intervals of day numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers between two ends; an end that is None is open to infinity.

    `low_open` and `high_open` say that the end itself is left out ("more than", "less than").
    """

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def exactly(cls, number: Fraction | int) -> Interval:
        value = Fraction(number)
        return cls(value, value)

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high

    @property
    def is_empty(self) -> bool:
        """Whether no number can satisfy both ends."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def meet(self, other: Interval) -> Interval:
        """The numbers that are in both."""
        low, low_open = self.low, self.low_open
        if other.low is not None and (low is None or other.low > low):
            low, low_open = other.low, other.low_open
        elif other.low is not None and other.low == low:
            low_open = low_open or other.low_open
        high, high_open = self.high, self.high_open
        if other.high is not None and (high is None or other.high < high):
            high, high_open = other.high, other.high_open
        elif other.high is not None and other.high == high:
            high_open = high_open or other.high_open
        return Interval(low, high, low_open, high_open)

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that contains both."""
        low, low_open = None, False
        if self.low is not None and other.low is not None:
            low = min(self.low, other.low)
            low_open = all(i.low_open for i in (self, other) if i.low == low)
        high, high_open = None, False
        if self.high is not None and other.high is not None:
            high = max(self.high, other.high)
            high_open = all(i.high_open for i in (self, other) if i.high == high)
        return Interval(low, high, low_open, high_open)

    # The two comparisons from which the other two follow; strict and inclusive ends kept apart.

    def at_least(self, limit: Fraction) -> Truth:
        if self.low is not None and self.low >= limit:
            return HOLDS
        if self.high is not None and (self.high < limit or (self.high == limit and self.high_open)):
            return FAILS
        return UNKNOWN

    def more_than(self, limit: Fraction) -> Truth:
        if self.low is not None and (self.low > limit or (self.low == limit and self.low_open)):
            return HOLDS
        if self.high is not None and self.high <= limit:
            return FAILS
        return UNKNOWN

    def equals(self, number: Fraction) -> Truth:
        if self.low == number == self.high:
            return HOLDS
        return FAILS if self.meet(Interval(number, number)).is_empty else UNKNOWN


@dataclass(frozen=True, slots=True)
class Choice:
    """The words still possible; `options` is None when any is.

    A country is a choice of codes, yes or no a choice of those two words.
    """

    options: frozenset[str] | None = None

    @classmethod
    def of(cls, *words: str) -> Choice:
        return cls(frozenset(words))

    @property
    def is_exact(self) -> bool:
        return self.options is not None and len(self.options) == 1

    @property
    def is_empty(self) -> bool:
        return self.options is not None and not self.options

    @property
    def only(self) -> str | None:
        """The one word possible, or None."""
        if self.options is not None and len(self.options) == 1:
            return next(iter(self.options))
        return None

    def meet(self, other: Choice) -> Choice:
        if self.options is None:
            return other
        return self if other.options is None else Choice(self.options & other.options)

    def hull(self, other: Choice) -> Choice:
        if self.options is None or other.options is None:
            return ANYTHING
        return Choice(self.options | other.options)

    def one_of(self, words: Iterable[str]) -> Truth:
        """Whether the word is one of these, by what is still possible."""
        if self.options is None or not self.options:
            return UNKNOWN
        inside = self.options & frozenset(words)
        if not inside:
            return FAILS
        return HOLDS if inside == self.options else UNKNOWN


Value: TypeAlias = Interval | Choice
UNBOUNDED = Interval()
NOT_NEGATIVE = Interval(low=Fraction(0))
ANYTHING = Choice()


def meet(first: Value, second: Value) -> Value:
    """What both values allow; both are of the kind of one fact."""
    if isinstance(first, Interval) and isinstance(second, Interval):
        return first.meet(second)
    if isinstance(first, Choice) and isinstance(second, Choice):
        return first.meet(second)
    raise TypeError("an interval cannot meet a choice: the kinds of the fact differ")


def hull(first: Value, second: Value) -> Value:
    """What either value allows; both are of the kind of one fact."""
    if isinstance(first, Interval) and isinstance(second, Interval):
        return first.hull(second)
    if isinstance(first, Choice) and isinstance(second, Choice):
        return first.hull(second)
    raise TypeError("an interval cannot join a choice: the kinds of the fact differ")
