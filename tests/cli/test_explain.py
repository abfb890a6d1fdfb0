"""`explain`: the words that a reader meets, each from what knows it."""

from __future__ import annotations

import pytest

from exportcheck.core.library import Library
from exportcheck.core.mentions import mentions
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


@pytest.mark.parametrize(
    ("sought", "kind", "name"),
    [
        ("foreign direct product", "words of the reports", "FDPR"),
        ("15 CFR 744.11", "rules", "us-ear/744.11"),
        ("742.6(a)(6)(iii)", "rules", "us-ear/742.6(a)(6)(iii).hq"),
        ("Military end users", "lists of parties", "military-end-users"),
        ("validated end user", "rules", "us-ear/VEU"),
    ],
)
def test_a_word_of_the_field_finds_what_speaks_of_it(
    library: Library, sought: str, kind: str, name: str
) -> None:
    """Titles, citations, meanings and questions are searched for all of its words."""
    assert (kind, name) in {(each.kind, each.name) for each in mentions(sought, library)}


def test_only_whole_words_and_their_beginnings_speak_of_something(library: Library) -> None:
    """No paragraph is found by one that begins alike, and nothing by a part inside a word."""
    assert not [each for each in mentions("744.1", library) if each.name.endswith("/744.11")]
    assert not mentions("ersupercomputer", library)
    assert not mentions("percomputer", library)
    assert not mentions("to", library)


def test_a_list_is_told_by_its_title(library: Library) -> None:
    """With the fact that it answers, and rules that ask it."""
    told = dict(told_of("unverified list", library))
    (meaning,) = told.values()
    assert "It answers `parties.on_unverified_list`, for " in meaning


def test_a_defined_term_is_told_once_by_its_owner(library: Library) -> None:
    """Every term of every rulebook has one place."""
    terms = {name for book in library.rulebooks for name in book.terms}
    for name in terms:
        told = [at for at, _ in told_of(name, library) if at.startswith("a defined term")]
        assert len(told) == 1, told


def test_a_word_that_nobody_knows_is_not_told(library: Library) -> None:
    """Nothing is made up."""
    assert list(told_of("grfx", library)) == []
