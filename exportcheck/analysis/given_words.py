"""What one side alone can read of a fact: words, and any number where its unit or kind is another.

Of a text or an ECCN one word of each kind that the tests of that side tell apart is enough. Whether
there is one is asked of the two patterns themselves.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date

from exportcheck.analysis.apart import Apart, reads, solved_of, words_of
from exportcheck.analysis.given import Given, words_known
from exportcheck.analysis.given_items import every_test
from exportcheck.analysis.patterns import (
    beginning,
    but_not,
    language,
    spelled,
    word_in,
)
from exportcheck.analysis.vocabulary import derived, spellings, word_read
from exportcheck.core.catalogue import NUMERIC_KINDS, Fact, fold
from exportcheck.core.conditions import OPERATORS, Test
from exportcheck.core.facts import Known, Origin
from exportcheck.core.library import Library
from exportcheck.core.values import Choice

_FREE = ("text", "eccn")


def given_words(old: Library, new: Library, apart: Apart) -> Iterator[Given]:
    """What a line may state that one side alone reads."""
    solved = solved_of(old, new)
    for only, library, other in ((1, new, old), (0, old, new)):
        for fact in library.catalogue:
            another = other.catalogue.facts.get(fact.name)
            if another is None:
                continue
            if fact.name in apart.scaled and not reads(other, another, _plain(fact)):
                yield _stated(fact, only)
            if fact.name in apart.unread:
                if fact.name in solved:
                    yield _stated(fact, only)
                continue
            if fact.kind in _FREE and fact.name in solved:
                asks = (fact.kind, fact.pattern) != (another.kind, another.pattern)
                words = _free_words(library, fact, other, another) if asks else iter(())
            else:
                words = _finite_words(library, fact, other, another)
            for word in words:
                known = _known(library, fact, word)
                yield Given(
                    told=f"{fact.name}: {word}",
                    known=(known, known),
                    lines=({fact.name: word}, {fact.name: word}),
                    only=only,
                )


def _known(library: Library, fact: Fact, word: str) -> dict[str, Known]:
    if fact.kind not in _FREE:
        return dict(words_known({fact.name: word}))
    value = library.catalogue.parse(fact, word)
    return {fact.name: Known(value=value, origin=Origin.STATED, written=word)}


def _stated(fact: Fact, only: int) -> Given:
    """A line that states a fact, whatever it states; where nothing asks for it, a plain value."""
    line = {fact.name: _plain(fact)}
    return Given(
        told=f"a line that states {fact.name}",
        known=({}, {}),
        lines=(line, line),
        only=only,
        stated=frozenset({fact.name}),
    )


def _plain(fact: Fact) -> str:
    if fact.kind in NUMERIC_KINDS:
        dense = " dense" if fact.kind == "throughput" else ""
        return f"1 {fact.unit or ('TOPS' if dense else '')}{dense}".rstrip()
    plain = {"date": "2026-01-01", "yes_no": "no", "country": "US"}.get(fact.kind, fact.like)
    return plain or next(iter(fact.options), "Example")


def _finite_words(library: Library, fact: Fact, other: Library, another: Fact) -> Iterator[str]:
    if fact.kind == another.kind == "country":
        # Elsewhere a country that one side alone has counts as it does of the destination.
        if fact.name == "destination":
            yield from sorted(library.catalogue.countries.keys() - other.catalogue.countries.keys())
    elif fact.kind in ("yes_no", "one_of", "country"):
        words = sorted(words_of(library, fact))
        yield from (word for word in words if not reads(other, another, word))


def _free_words(library: Library, fact: Fact, other: Library, another: Fact) -> Iterator[str]:
    """A word of each kind that one side alone reads of a fact in any words."""
    tests = [
        test
        for test in every_test(library)
        if fact.name in (test.fact.name, *test.fact.inputs[:1]) and test.fact.kind != "any_of"
    ]
    kinds: dict[Hashable, str] = {}
    written = [*spellings(fact, tests, library.catalogue.countries)]
    for word in (*written, *_matched(fact, other, another, written)):
        value = word_read(library.catalogue, fact, word)
        if value is not None and not reads(other, another, word):
            kinds.setdefault(_kind(library, fact, tests, value), word)
    yield from kinds.values()


def _kind(library: Library, fact: Fact, tests: list[Test], value: str) -> Hashable:
    groups = library.rulebooks[0].groups
    return tuple(
        OPERATORS[test.operator].truth(
            Choice.of(derived(test.fact, fact, value)), test.operand, groups, date.max
        )
        for test in tests
        if isinstance(test.operand, tuple)
    )


def _matched(fact: Fact, other: Library, another: Fact, written: list[str]) -> Iterator[str]:
    """Words of one pattern and not of the other: any way to write each word, and none of them."""
    own = language(fact.pattern)
    if another.kind in _FREE:
        apart = [own, but_not(language(another.pattern))]
    else:
        apart = [own, *(but_not(spelled(word)) for word in words_of(other, another))]
    if word_in(apart) is None:
        return
    if fact.kind == "eccn":
        ways = [beginning(word) for word in dict.fromkeys(written)]
    else:
        ways = [spelled(name) for name in dict.fromkeys(map(fold, written)) if name]
    for way in ways:
        word = word_in((*apart, way))
        if word is not None:
            yield word
    word = word_in((*apart, *map(but_not, ways)))
    if word is not None:
        yield word
