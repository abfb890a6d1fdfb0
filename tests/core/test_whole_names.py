"""What names are called as a whole."""

from __future__ import annotations

import pytest

from exportcheck.core.near_names import NearNames
from exportcheck.core.whole_names import called


@pytest.mark.parametrize(
    ("written", "name"),
    [
        *[(form, "icbc") for form in ("ICBC", "ICBC Ltd", "I.C.B.C. (London) plc", "The ICBC")],
        *[(form, "icbc") for form in ("I C B C Sp. z o.o.", "ICBC, New York Branch", "İCBC A.Ş.")],
        ("Ant Group Singapore Branch", "ant"),
        ("NIO's Europe GmbH & Co. KG", "nio"),
        ("Avito S. de R.L. de C.V.", "avito"),
        ("Ping An (Asia)", "pingan"),
        ("PingAn", "pingan"),
        # One sign is no name: what such a company does stays with it.
        ("T-Bank Ltd", "tbank"),
        ("T-Mobile", "tmobile"),
        ("Nio Garden Supplies", "niogardensupplies"),
        ("Singapore Ltd", "singapore"),
        ("Ltd", "ltd"),
        ("--", ""),
    ],
)
def test_a_form_a_part_and_a_place_are_none_of_it(written: str, name: str) -> None:
    """What is left is the name, and all of it is where nothing would be."""
    assert called(written) == name


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("NIO Europe Ltd", ["NIO Inc."]),
        ("Nio Garden Supplies", []),
        ("Antonio Ltd", []),
        ("Singapore", []),
        ("T-Mobile Ltd", []),
        ("T Bank", ["T-Bank"]),
    ],
)
def test_who_is_called_as_one_is_found(written: str, found: list[str]) -> None:
    """Neither a word among others nor one within another is a name."""
    names = NearNames((name, name) for name in ("NIO Inc.", "T-Bank", "Positive Technologies"))
    assert list(names.by_call(written)) == found


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("irankhodro", ["Iran"]),
        ("lranian", ["Iran"]),
        ("kiran", []),
        ("irã", ["Irã"]),
        ("ira", []),
    ],
)
def test_names_with_which_a_word_begins_are_found(word: str, found: list[str]) -> None:
    """Another word may be joined behind it, and not before it; an accent counts."""
    names = NearNames((name, name) for name in ("Iran", "China", "Irã"))
    assert list(names.begun(word)) == found
