"""The laws of ECCNs as places in a tree.

Laws: who states a deeper paragraph settles what was open and turns nothing round; what two
statements have in common is what both allow; and no paragraph is in another because its letters
begin alike.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exportcheck.core import eccns
from exportcheck.core.conditions import OPERATORS
from exportcheck.core.groups import Groups
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN
from exportcheck.core.values import ANYTHING, Choice
from exportcheck.core.windows import parse_day

STEPS = st.lists(st.sampled_from(["a", "b", "ab", "z", "1", "2", "10"]), max_size=4)
WORDS = st.one_of(
    st.sampled_from(["none", "ear99"]),
    st.builds(
        lambda name, steps: ".".join((name, *steps)), st.sampled_from(["3a090", "3a001"]), STEPS
    ),
)
VALUES = st.one_of(
    st.just(ANYTHING), st.frozensets(WORDS, min_size=1, max_size=3).map(lambda w: Choice(w))
)
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=3)
DAY = parse_day("2026-06-01")


@given(WORDS, STEPS, PARAGRAPHS)
def test_a_deeper_paragraph_turns_no_answer_round(
    word: str, further: list[str], paragraphs: list[str]
) -> None:
    """What holds or fails of a paragraph holds or fails of every paragraph below it."""
    before = eccns.within(Choice.of(word), paragraphs)
    after = eccns.within(Choice.of(".".join((word, *further))), paragraphs)
    assert before in (UNKNOWN, after)


@given(VALUES, VALUES, PARAGRAPHS)
def test_what_both_allow_is_settled_as_either_settles_it(
    first: Choice, second: Choice, paragraphs: list[str]
) -> None:
    """Together two statements say what each of them says."""
    together = eccns.meet(first, second)
    assert together == eccns.meet(second, first)
    if not together.is_empty:
        truth = eccns.within(together, paragraphs)
        for alone in (first, second):
            assert eccns.within(alone, paragraphs) in (UNKNOWN, truth)


@given(VALUES, PARAGRAPHS)
def test_a_paragraph_that_says_more_is_one_that_is_open(
    value: Choice, paragraphs: list[str]
) -> None:
    """What is asked for is below what is known, and a further paragraph is in none of these."""
    more = eccns.narrower(value, paragraphs)
    if more is not None:
        assert eccns.meet(value, more) == more
        assert eccns.within(more, paragraphs) is HOLDS
    if eccns.within(value, paragraphs) is UNKNOWN and len(value.options or ()) == 1:
        assert more is not None
        assert eccns.within(eccns.another(value), paragraphs) is FAILS


def test_only_whole_steps_count() -> None:
    """3A090.a takes in 3A090.a.1, and neither 3A090.ab nor 3A090.a10 takes in what begins so."""

    def within(stated: str, *named: str) -> object:
        word = eccns.eccn_word(stated)
        paragraphs = tuple(str(eccns.eccn_word(each)) for each in named)
        assert word is not None
        return OPERATORS["within"].truth(Choice.of(word), paragraphs, Groups(), DAY)

    assert within("3A090.a.1", "3A090.a") is HOLDS
    assert within("3A090.a1", "3A090.a") is HOLDS
    assert within("3A090.a", "3A090") is HOLDS
    assert within("3A090.ab", "3A090.a") is FAILS
    assert within("3A001.a.10", "3A001.a.1") is FAILS
    assert within("3A001.a.1", "3A001.a.10") is FAILS
    assert within("3A090", "3A090.a") is UNKNOWN
    assert within("3A090", "3A090.a", "3A090.b", "3A001") is UNKNOWN
    assert within("3A090", "3A001.a") is FAILS
    assert within("none", "3A090", "EAR99") is FAILS
    assert within("none", "3A090", "none") is HOLDS


def test_steps_may_be_joined_with_or_without_points() -> None:
    """One paragraph is one word, however it is written; what is no ECCN is none."""
    written = ("3A001.a.1.a", "3A001.a1a", "3A001.a1.a", "3A001.a.1a")
    assert {eccns.eccn_word(each) for each in written} == {"3a001.a.1.a"}
    assert eccns.eccn_word("EAR99") == "ear99"
    for wrong in ("3a001", "3A01", "3A001.", "3A001..a", "3A001.A", "ear99", "", "3A001 a"):
        assert eccns.eccn_word(wrong) is None


def test_the_heading_of_an_entry_is_one_of_its_paragraphs() -> None:
    """Who states 4A005 states the items of its heading; a rule that names it means them all."""
    known = {"4a005": frozenset({"4a005", "4a005.heading", "4a005.z", "4a005.z.1"})}
    assert eccns.as_stated("4a005", known) == "4a005.heading"
    assert eccns.as_stated("4a005.z.1", known) == "4a005.z.1"
    assert eccns.as_stated("4a003", known) == "4a003"
    assert eccns.as_named("4a005.heading") == "4a005"
    assert eccns.entry("4a005.heading") == "4a005"
