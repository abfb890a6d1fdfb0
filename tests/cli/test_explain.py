"""`explain`: the words that a reader meets, each from what knows it."""

from __future__ import annotations

import pytest

from exportcheck.core.library import Library
from exportcheck.core.words import WORDS, told_of


@pytest.mark.parametrize(
    ("word", "where", "meaning"),
    [
        ("TPP", "the unit of `item.total_processing_performance`", ""),
        ("performance density", "a fact, `item.performance_density`", "TPP"),
        ("D:5", "a group of countries of us-ear", "CN"),
        ("d:5", "a group of countries of us-ear", "CN"),
        ("A:1", "a group of countries of us-ear", "DE"),
        ("MY", "a country code, MY", "Malaysia"),
        ("malaysia", "a country code, MY", "Malaysia"),
        ("AT", "a country code, AT", "Austria"),
        ("3A090", "a paragraph of the control list, 3A090.a, by us-ear/3A090.a", ""),
        ("3A090.b", "a paragraph of the control list, 3A090.b, by us-ear/3A090.b", ""),
        ("NAC", "how an exception is claimed", ""),
        ("H20", "an item of the catalogue", "NVIDIA H20"),
        ("us-ear", "a rulebook", "verified through"),
        ("individual notice", "a reason of license requirements of us-ear", ""),
        ("ordinary", "a profile", "item.eccn"),
        ("waivers", "a word of the reports", "no license"),
        *((word, "a word of the reports", WORDS[word]) for word in WORDS),
    ],
)
def test_a_word_is_told_by_what_knows_it(
    library: Library, word: str, where: str, meaning: str
) -> None:
    """Each word finds its meaning where it is kept."""
    told = list(told_of(word, library))
    assert any(at.startswith(where) and meaning in text for at, text in told), told


def test_a_defined_term_is_told_once_by_its_owner(library: Library) -> None:
    """Every term of every rulebook has one place."""
    terms = {name for book in library.rulebooks for name in book.terms}
    for name in terms:
        told = [at for at, _ in told_of(name, library) if at.startswith("a defined term")]
        assert len(told) == 1, told


def test_a_word_that_nobody_knows_is_not_told(library: Library) -> None:
    """Nothing is made up."""
    assert list(told_of("grfx", library)) == []
