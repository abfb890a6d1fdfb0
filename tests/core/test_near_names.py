"""Near names: what is dropped before names are compared could not have been near."""

from __future__ import annotations

import random
from difflib import SequenceMatcher

import pytest

from exportcheck.core.catalogue import fold
from exportcheck.core.facts import Known, Origin
from exportcheck.core.library import Library
from exportcheck.core.near_names import NearNames
from exportcheck.core.screening import Screen
from exportcheck.core.values import Choice

SIGNS = "abcdefghiknorstuvw018"


def changed(name: str, chance: random.Random) -> str:
    """A name with a few signs left out, put in, or taken for others."""
    signs = list(name)
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(signs))
        signs[at : at + chance.randrange(2)] = chance.choice(SIGNS) * chance.randrange(2)
    return "".join(signs) or name


@pytest.mark.parametrize("seed", range(5))
def test_a_name_that_agrees_in_17_of_20_signs_is_found(seed: int) -> None:
    """Whatever is near by its signs is among what is found."""
    chance = random.Random(seed)
    names = ["".join(chance.choices(SIGNS, k=chance.randrange(4, 24))) for _ in range(60)]
    known = NearNames((name, name) for name in names)
    for written in [changed(chance.choice(names), chance) for _ in range(400)]:
        near = [n for n in names if SequenceMatcher(None, n, written).ratio() >= 17 / 20]
        assert set(near[:1]) <= set(known.near(written)) or len(near) > 3


def test_lists_looked_at_together_find_what_each_finds(library: Library) -> None:
    """A name may be on some list when it may be on one of them."""
    fact = "end_user.name"
    lists = [each for book in library.rulebooks for each in book.lists if fact in each.parties]
    screen, chance = Screen(lists), random.Random(4)
    listed = [name for each in lists for found in each.listings() for name in found.names]
    names = [*chance.sample(listed, 40), *(changed(n, chance) for n in chance.sample(listed, 120))]
    names += ["Acme Works", "Buyer 12", "TBD", "中芯国际", "Marten"]
    names += ["ICBC Ltd", "NIO Europe Ltd", "IranKhodro Works", "Singapore Branch"]
    for written in names:
        known = Known(value=Choice.of(fold(written)), origin=Origin.STATED, written=written)
        assert screen.may_find(known) == any(Screen([each]).may_find(known) for each in lists)
        if any(fold(written) in each.by_name or each.near(written) for each in lists):
            assert screen.may_find(known)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Hua wei Tech Co", ["Huawei"]),
        ("Hua-Wei Tech", ["Huawei"]),
        ("HuaweiTech GmbH", ["Huawei"]),
        ("In spur", ["Inspur"]),
        ("Yang tze Memory Tech", ["Yangtze Memory Technologies"]),
        ("Y.M.T.C. Ltd", ["YMTC"]),
        ("Y M T C", ["YMTC"]),
        ("Semi-conductor Manufacturing Int'l Corp", ["Semiconductor Manufacturing International"]),
        # A common word is not taken apart, and a common end alone says nothing.
        ("Fudan Microelectronics", []),
        ("Volkswagen Data Center", []),
        ("World Health Organization", []),
        ("European Commission", []),
    ],
)
def test_words_that_are_parted_otherwise_are_near(written: str, found: list[str]) -> None:
    """Two words as one, or a word with a common one at its end."""
    first, second = "Yangtze Memory Technologies", "Micro Electronics Equipment"
    third, fourth = "Semiconductor Manufacturing International", "Scientific Commission"
    fifth = "Advance Engineering Research Organization"
    names = ("Huawei", "Inspur", "YMTC", first, second, third, fourth, fifth)
    known = NearNames((name, name) for name in names)
    assert list(dict.fromkeys(known.near(written))) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Alibaba Cloud (Germany) GmbH", ["Alibaba"]),
        ("ALlBABA Europe", ["Alibaba"]),
        ("Hua Hong Shanghai", ["Hua Hong"]),
        ("T.S.M.C. Arizona", ["TSMC Ltd"]),
        ("Alibabba", ["Alibaba"]),
        # One word of two, another word that is written nearly so, or a part of a word.
        ("Hua Nan Bank", []),
        ("Horizon Energy AG", []),
        ("Alibabas Kebab House", []),
    ],
)
def test_a_name_that_has_another_in_full_is_near(written: str, found: list[str]) -> None:
    """Every word of the other but its legal form is in it, or all of it is written nearly so."""
    names = ("Alibaba", "Hua Hong", "Horizon Robotics", "TSMC Ltd")
    known = NearNames((name, name) for name in names)
    assert list(dict.fromkeys(known.within(written))) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("University of Science and Technology of China, School of Physical Sciences", ["USTC"]),
        ("Physical Laboratory, China Science & Technology University", ["USTC"]),
        ("Tianjin University Library", ["TJU"]),
        ("Univ. of Tianjin", ["TJU"]),
        ("Acme GmbH; Integrated Solutions", ["IS"]),
        # Two common words apart, or the other way round beside others, say nothing of anybody.
        ("Tianjin Foreign Studies University", []),
        ("Acme Solutions Integrated Energy", []),
        ("Acme University", []),
        ("Best Western Hotel", []),
        ("Best Inc.", ["Best"]),
    ],
)
def test_a_name_of_common_words_is_found_beside_others(written: str, found: list[str]) -> None:
    """A department of a party whose name has common words alone is that party; it passed."""
    known = NearNames(
        (
            ("University of Science and Technology of China", "USTC"),
            ("Tianjin University", "TJU"),
            ("Integrated Solutions", "IS"),
            ("BEST", "Best"),
        )
    )
    assert list(dict.fromkeys(known.near(written))) == found
