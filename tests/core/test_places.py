"""Places: what they say, their order, and how one is looked up that is told later."""

from __future__ import annotations

import pickle

import pytest

from exportcheck.core.places import Place


@pytest.mark.parametrize(
    ("place", "shown", "address"),
    [
        (Place("a.yaml", 3, 5), "a.yaml:3:5", "a.yaml:3"),
        (Place("a.yaml", 3), "a.yaml:3", "a.yaml:3"),
        (Place("a.yaml"), "a.yaml", "a.yaml"),
    ],
)
def test_a_place_says_what_is_known_of_it(place: Place, shown: str, address: str) -> None:
    """File, line and column, as far as they are known."""
    assert (str(place), place.address) == (shown, address)


def test_places_are_in_the_order_of_their_files() -> None:
    """By file, line and column, as numbers."""
    places = [Place("b", 1, 1), Place("a", 10, 1), Place("a", 9, 2), Place("a", 9, 1), Place("a")]
    assert sorted(places) == places[::-1]
    assert Place("a", 2, 1) >= Place("a", 2, 1) > Place("a", 1, 9)


def test_a_place_that_is_looked_up_later_is_like_any_other() -> None:
    """It is looked up once, when it is asked for, and equals the one that it turns out to be."""
    looked: list[str] = []

    def look_up() -> tuple[int, int]:
        looked.append("x")
        return 3, 5

    later = Place.later("a.yaml", look_up)
    assert later.file == "a.yaml"
    assert not looked
    assert (later.line, later.column, str(later)) == (3, 5, "a.yaml:3:5")
    assert later == Place("a.yaml", 3, 5)
    assert hash(later) == hash(Place("a.yaml", 3, 5))
    assert later < Place("a.yaml", 3, 6)
    assert looked == ["x"]


def test_another_process_gets_a_place_and_not_what_looks_it_up() -> None:
    """What looks it up holds a whole document, and need not be able to travel."""
    later = Place.later("a.yaml", lambda: (3, 5))
    assert pickle.loads(pickle.dumps(later)) == Place("a.yaml", 3, 5)
