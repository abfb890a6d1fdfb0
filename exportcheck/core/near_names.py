"""Names that are nearly alike: those that share the words by which somebody is known, or that are
written nearly so, signs that look alike counted as one.

What is near is never taken to be the same; whoever asks has to find out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Generic, TypeVar

from exportcheck.core.catalogue import fold
from exportcheck.core.name_words import (
    LONG,
    OF_COMPANIES,
    alike,
    is_common,
    is_numbered,
    known_by,
    parted_otherwise,
    subject_in_order,
    subject_of,
    words_of,
)
from exportcheck.core.whole_names import called

T = TypeVar("T")


class NearNames(Generic[T]):
    """What stands under names as they are written, to be found by a name that is near one."""

    def __init__(self, names: Iterable[tuple[str, T]]) -> None:
        self._names = tuple(names)
        # What was asked for last is asked for again, in another way.
        self._last: tuple[str, tuple[T, ...]] = "", ()
        plain: dict[str, list[T]] = {}
        look: dict[str, list[T]] = {}
        for written, found in self._names:
            folded = fold(written)
            plain.setdefault(folded, []).append(found)
            look.setdefault(alike(folded), []).append(found)
        self._plain, self._look = _Spellings(plain), _Spellings(look)

    @cached_property
    def _known(self) -> _Words[T]:
        """The names by each word by which they are known, with all such words."""
        return _Words(known_by, (each for each in self._names if not is_numbered(each[0])))

    @cached_property
    def _whole(self) -> _Words[T]:
        """The names by each word of theirs but a legal form, with all of them."""
        return _Words(subject_of, self._names)

    @cached_property
    def _longer(self) -> _LongerWords:
        return _LongerWords(self._whole.by_word)

    @cached_property
    def _common(self) -> _Words[tuple[tuple[str, ...], T]]:
        """Names by whose words nobody in particular is known, by each, with them in order."""
        common = (each for each in self._names if is_numbered(each[0]))
        return _Words(subject_of, ((n, (subject_in_order(n), found)) for n, found in common))

    @cached_property
    def _by_call(self) -> Mapping[str, list[T]]:
        """The names by what they are called but for their form, their part and places."""
        by_call: dict[str, list[T]] = {}
        for written, found in self._names:
            by_call.setdefault(called(written), []).append(found)
        return by_call

    @cached_property
    def _beginnings(self) -> list[tuple[str, T]]:
        """The names with which words may begin; one with an accent is not meant without it."""
        folded = ((fold(name), found) for name, found in self._names)
        return [(alike(n) if n.isascii() else n, found) for n, found in folded]

    def near(self, written: str) -> Iterator[T]:
        """Those that share the words by which they are known, but for a sign in a word, or by which
        the one written is, those that it has in it, and those that are written nearly so; one may
        come more than once."""
        words, folded = known_by(written), fold(written)
        meant = words.union(parted_otherwise(written), *map(self._known.like, words))
        for word in sorted(meant):
            for other, found in self._known.by_word.get(word, ()):
                if other <= meant or words <= other:
                    yield found
        yield from self._of_common_words(written)
        yield from self._written_nearly(folded)

    def _of_common_words(self, written: str) -> Iterator[T]:
        """Those by whose words nobody in particular is known, where they say who is meant.

        They do where there are enough of them, or where nothing else is said; two of them where one
        follows the other, whatever stands beside them.
        """
        ordered, is_common_too = subject_in_order(written), is_numbered(written)
        subject, following = frozenset(ordered), frozenset(pairwise(ordered))
        for word in sorted(subject):
            for other, (in_order, found) in self._common.by_word.get(word, ()):
                if other <= subject:
                    is_told = len(other) >= _TELLING or other == subject or in_order in following
                else:
                    is_told = is_common_too and len(subject) >= _TELLING and subject <= other
                if is_told:
                    yield found

    def within(self, written: str) -> Iterator[T]:
        """Those that the one written has in it, word by word but for their legal form and a sign
        in a longer word, and those that are written nearly so; one may come more than once."""
        words = subject_of(written).union(parted_otherwise(written))
        longer = (word for word in words if len(word) >= _LONGER - 1 and not is_common(word))
        like = (each for word in longer for each in self._longer.like(word))
        yield from self._whole.within(words.union(like))
        yield from self._written_nearly(fold(written))

    def by_word(self, written: str) -> Iterator[T]:
        """Those that the one written has in it, where it has no legal form of a company."""
        words = frozenset(map(alike, words_of(written))).union(parted_otherwise(written))
        if words.isdisjoint(OF_COMPANIES):
            yield from self._whole.within(subject_of(written).union(parted_otherwise(written)))

    def by_call(self, written: str) -> Iterator[T]:
        """Those that are called as the one written is, whatever their form, part and place."""
        yield from self._by_call.get(called(written), ())

    def begun(self, word: str) -> Iterator[T]:
        """Those with which a word begins."""
        ways = word, alike(word)
        for begin, found in self._beginnings:
            if any(way.startswith(begin) for way in ways):
                yield found

    def _written_nearly(self, folded: str) -> Iterator[T]:
        """Those that are written nearly as a folded name, signs that look alike counted as one."""
        if folded != self._last[0]:
            found = *self._plain.near(folded), *self._look.near(alike(folded))
            self._last = folded, found
        yield from self._last[1]


class _LongerWords:
    """The longer of some words, by their first sign, since another one makes another word."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for word in words:
            if len(word) >= _LONGER:
                self._by_first.setdefault(word[0], []).append(word)
        self._rests: dict[str, frozenset[str]] = {}

    def like(self, word: str) -> Iterator[str]:
        """Those that are one sign away from a word, which is not the first, or it."""
        rests, size = frozenset(_rests(word)), len(word)
        for each in self._by_first.get(word[0], ()):
            if -1 <= len(each) - size <= 1 and not rests.isdisjoint(self._rests_of(each)):
                yield each

    def _rests_of(self, word: str) -> frozenset[str]:
        rests = self._rests.get(word)
        if rests is None:
            rests = self._rests[word] = frozenset(_rests(word))
        return rests


class _Words(Generic[T]):
    """Names by each of some words of theirs, with all of these."""

    def __init__(self, of: Callable[[str], Iterable[str]], names: Iterable[tuple[str, T]]) -> None:
        self.by_word: dict[str, list[tuple[frozenset[str], T]]] = {}
        self._asked = 0
        for written, found in names:
            words = frozenset(of(written))
            for word in words:
                self.by_word.setdefault(word, []).append((words, found))

    def within(self, words: frozenset[str]) -> Iterator[T]:
        """The names all of whose words are among some; one may come more than once."""
        for word in sorted(words):
            for whole, found in self.by_word.get(word, ()):
                if whole <= words:
                    yield found

    def like(self, word: str) -> set[str]:
        """The words that are one sign away from a word, or it."""
        rests = frozenset(_rests(word))
        self._asked += 1
        if self._asked > _SELDOM:
            return {each for rest in rests for each in self._by_rest.get(rest, ())}
        size = len(word)
        return {
            each
            for each in self.by_word
            if -1 <= len(each) - size <= 1 and not rests.isdisjoint(_rests(each))
        }

    @cached_property
    def _by_rest(self) -> Mapping[str, set[str]]:
        """The words by what is left of them without one sign."""
        by_rest: dict[str, set[str]] = {}
        for word in self.by_word:
            for rest in _rests(word):
                by_rest.setdefault(rest, set()).add(word)
        return by_rest


# After so many look-ups it pays to keep names by what is left of their words, and by their runs.
_SELDOM = 50
# In a word of so many signs one of them is a misspelling, but for the first.
_LONGER = 8
# A name of so many words that many names share tells who is meant: a place, a kind, a business.
_TELLING = 3


def _rests(word: str) -> Iterator[str]:
    """A longer word, and what is left of it without one of its signs.

    Two words that differ in one sign, or by two that changed places, have such a rest in common.
    """
    if len(word) >= LONG:
        yield word
        yield from (word[:at] + word[at + 1 :] for at in range(len(word)))


class _Spellings(Generic[T]):
    """What stands under names that are folded, to be found by one that differs in few signs."""

    def __init__(self, found: Mapping[str, list[T]]) -> None:
        self.found = found
        self._runs: dict[str, frozenset[tuple[str, ...]]] = {}
        self._asked = 0

    def near(self, folded: str) -> Iterator[T]:
        possible = self._possible(folded)
        if not possible:
            return
        from difflib import get_close_matches

        for name in get_close_matches(folded, possible, 3, _NEARLY):
            yield from self.found[name]

    @cached_property
    def _by_run(self) -> Mapping[tuple[str, ...], frozenset[str]]:
        """For each run of signs, the names that have it."""
        runs: dict[tuple[str, ...], set[str]] = {}
        for name in self.found:
            for run in _runs(name):
                runs.setdefault(run, set()).add(name)
        return {run: frozenset(names) for run, names in runs.items()}

    def _runs_of(self, name: str) -> frozenset[tuple[str, ...]]:
        """The runs of a name, found when it is first compared."""
        runs = self._runs.get(name)
        if runs is None:
            runs = self._runs[name] = _runs(name)
        return runs

    @cached_property
    def _signs(self) -> Mapping[str, int]:
        return {name: _signs(name) for name in self.found}

    def _possible(self, folded: str) -> list[str]:
        """The names that can be near one at all.

        Of two names of n signs each that agree in 17 of 20, the parts that agree are at most
        1 + 3 n / 10, and so one of them is two signs long, or three where n is over eight. Of all
        their signs 3 in 20 do not agree, and those that only one of the two has are among them. A
        part that agrees has two runs of three fewer than signs, so that n / 4 - 2 runs agree, less
        those that come again in a name.
        """
        signs, size, runs = _signs(folded), len(folded), _runs(folded)
        possible: Iterable[str] = self.found
        # Of a short name, whose runs of two are among them, so few agree that any will do.
        again = size - 2 - len(runs) if size > _SHORT else size
        self._asked += 1
        if self._asked > _SELDOM:
            possible = self._with_runs(runs, size, again)
        return [
            name
            for name in possible
            if 7 * size <= 10 * len(name) <= 15 * size
            and 20 * (signs ^ self._signs[name]).bit_count() <= 3 * (size + len(name))
            and not runs.isdisjoint(self._runs_of(name))
            and 8 * (len(runs & self._runs_of(name)) + 2 + again) >= size + len(name)
        ]

    def _with_runs(self, runs: frozenset[tuple[str, ...]], size: int, again: int) -> frozenset[str]:
        """The names that may have as many of the runs as they have to.

        Who has so many of them has one however many others, but for one, are left out; the runs
        that the most names have are.
        """
        least = -(-17 * size // 80) - 2 - again
        found = sorted((self._by_run.get(run, frozenset()) for run in runs), key=len)
        return frozenset().union(*found[: len(found) - max(least - 1, 0)])


# How much of two names has to agree for one to be a misspelling of the other.
_NEARLY = 17 / 20


@lru_cache(64)
def _runs(folded: str) -> frozenset[tuple[str, ...]]:
    """The runs of signs by which near names are found: of three, in short names of two."""
    runs: set[tuple[str, ...]] = set(zip(folded, folded[1:], folded[2:], strict=False))
    if len(folded) <= _SHORT:
        runs.update(pairwise(folded))
    return frozenset(runs or {(folded,)})


@lru_cache(64)
def _signs(folded: str) -> int:
    """The signs that a name has, as bits; some signs share one."""
    bits = 0
    for sign in set(folded):
        bits |= 1 << ord(sign) % 64
    return bits


# Names of up to so many signs are found by runs of two as well; a longer one may be near them.
_SHORT = 12
