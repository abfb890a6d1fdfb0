"""The algebra of three truths, exhaustively over all triples.

Laws: double negation, the laws of De Morgan, commutation, association, absorption, distribution,
the neutral and the deciding element, and monotony: settling an unknown part never turns a settled
whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import permutations, product

import pytest

from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth, agreed, all_of, any_of

ALL = (FAILS, UNKNOWN, HOLDS)
PAIRS = list(product(ALL, repeat=2))
TRIPLES = list(product(ALL, repeat=3))
Joining = Callable[[Iterable[Truth]], Truth]


@pytest.mark.parametrize("a", ALL)
def test_negation_twice_is_nothing(a: Truth) -> None:
    """A truth negated twice is itself, and only unknown is its own negation."""
    assert ~~a is a
    assert (~a is a) == (a is UNKNOWN)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_de_morgan(a: Truth, b: Truth) -> None:
    """Not all is any not, and not any is all not."""
    assert ~all_of((a, b)) is any_of((~a, ~b))
    assert ~any_of((a, b)) is all_of((~a, ~b))


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_absorption(a: Truth, b: Truth) -> None:
    """A part that is already in the whole adds nothing."""
    assert all_of((a, any_of((a, b)))) is a
    assert any_of((a, all_of((a, b)))) is a


@pytest.mark.parametrize("join", [all_of, any_of])
@pytest.mark.parametrize("triple", TRIPLES)
def test_order_and_grouping_do_not_matter(join: Joining, triple: tuple[Truth, ...]) -> None:
    """However parts are ordered or grouped, and if one is said twice, the whole is the same."""
    whole = join(triple)
    assert {join(order) for order in permutations(triple)} == {whole}
    a, b, c = triple
    assert join((join((a, b)), c)) is whole
    assert join((a, join((b, c)))) is whole
    assert join((*triple, *triple)) is whole


@pytest.mark.parametrize("triple", TRIPLES)
def test_distribution(triple: tuple[Truth, ...]) -> None:
    """Conjunction spreads over alternative, and alternative over conjunction."""
    a, b, c = triple
    assert all_of((a, any_of((b, c)))) is any_of((all_of((a, b)), all_of((a, c))))
    assert any_of((a, all_of((b, c)))) is all_of((any_of((a, b)), any_of((a, c))))


@pytest.mark.parametrize("a", ALL)
def test_neutral_and_deciding_parts(a: Truth) -> None:
    """A part that holds is nothing to a conjunction and everything to an alternative."""
    assert all_of((a, HOLDS)) is a
    assert any_of((a, FAILS)) is a
    assert all_of((a, FAILS)) is FAILS
    assert any_of((a, HOLDS)) is HOLDS


@pytest.mark.parametrize("join", [all_of, any_of, agreed])
@pytest.mark.parametrize("triple", TRIPLES)
def test_settling_a_part_never_turns_a_settled_whole(
    join: Joining, triple: tuple[Truth, ...]
) -> None:
    """If the whole is settled while parts are unknown, each way to settle them gives the same."""
    whole = join(triple)
    if whole is UNKNOWN:
        return
    ways = product(*((HOLDS, FAILS) if part is UNKNOWN else (part,) for part in triple))
    assert {join(way) for way in ways} == {whole}


@pytest.mark.parametrize("join", [all_of, any_of])
@pytest.mark.parametrize("triple", TRIPLES)
def test_the_whole_is_as_sharp_as_its_parts_allow(join: Joining, triple: tuple[Truth, ...]) -> None:
    """The whole is unknown only if the unknown parts could be settled to make it either."""
    ways = product(*((HOLDS, FAILS) if part is UNKNOWN else (part,) for part in triple))
    outcomes = {join(way) for way in ways}
    assert (join(triple) is UNKNOWN) == (len(outcomes) == 2)


@pytest.mark.parametrize("triple", TRIPLES)
def test_agreement_is_settled_only_where_all_are_the_same(triple: tuple[Truth, ...]) -> None:
    """Possibilities agree on the truth that each of them has."""
    same = len(set(triple)) == 1
    assert agreed(triple) is (triple[0] if same else UNKNOWN)
