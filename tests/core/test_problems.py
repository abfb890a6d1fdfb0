"""Problems: their order, their suggestions, and joined words."""

from __future__ import annotations

from itertools import permutations

import pytest

from exportcheck.core.places import Place
from exportcheck.core.problems import (
    Problem,
    UnusableInput,
    did_you_mean,
    either,
    in_order,
    joined,
)


def problem(line: int, code: str = "EC201", message: str = "m", file: str = "a.yaml") -> Problem:
    return Problem(place=Place(file, line, 1), code=code, message=message)


def test_problems_are_told_by_place_and_each_once() -> None:
    """Whatever the order of finding, problems come by file, line and code, without repetition."""
    right = (
        problem(2),
        problem(10, "EC101"),
        problem(10),
        problem(1, file="b.yaml"),
    )
    for order in permutations(right):
        assert in_order((*order, order[0])) == right


def test_an_unusable_input_tells_all_its_problems() -> None:
    """The exception carries the problems in order, and its text has the place of each."""
    error = UnusableInput([problem(3), problem(2, message="first")])
    assert [each.place.line for each in error.problems] == [2, 3]
    assert str(error) == "a.yaml:2:1: first; a.yaml:3:1: m"


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("destinaton", "did you mean `destination`?"),
        ("DESTINATION", "did you mean `destination`?"),
        ("quantty", "did you mean `quantity`?"),
        ("xyzzy", ""),
        ("", ""),
    ],
)
def test_a_suggestion_only_when_close(word: str, hint: str) -> None:
    """A word that is nearly a known one is asked about; a far one is not guessed at."""
    assert did_you_mean(word, ("destination", "quantity", "ship_date")) == hint


def test_words_joined_for_a_sentence() -> None:
    """Words are joined with commas and one conjunction."""
    assert either(["a"]) == "a"
    assert either(["a", "b", "c"]) == "a, b or c"
    assert joined(["a", "b"]) == "a and b"
    assert joined([]) == ""


@pytest.mark.parametrize(
    ("place", "shown", "address"),
    [
        (Place("f.yaml", 3, 7), "f.yaml:3:7", "f.yaml:3"),
        (Place("f.yaml", 3), "f.yaml:3", "f.yaml:3"),
        (Place("f.yaml"), "f.yaml", "f.yaml"),
    ],
)
def test_a_place_is_shown_as_editors_read_it(place: Place, shown: str, address: str) -> None:
    """A place is file, line and column as far as they are known."""
    assert str(place) == shown
    assert place.address == address
