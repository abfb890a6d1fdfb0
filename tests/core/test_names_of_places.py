"""Names of parties that speak of a place doubt what is assumed of another place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.library import Library
from exportcheck.core.screening import screened
from exportcheck.core.values import Choice

DAY = date(2025, 3, 1)


@pytest.fixture
def known(library: Library) -> Callable[..., Facts]:
    def facts(**written: str) -> Facts:
        stated = {}
        for name, text in written.items():
            fact = library.catalogue[name.replace("__", ".")]
            value = library.catalogue.parse(fact, text)
            stated[fact.name] = Known(value=value, origin=Origin.STATED, written=text)
        begun = Facts(library.catalogue, stated, profile="ordinary")
        return screened(library.rulebooks[0].lists, begun, DAY)

    return facts


def places(facts: Facts, name: str) -> str:
    """The countries in which it may be, and a mark where that is doubted."""
    found = facts[name]
    assert isinstance(found.value, Choice)
    told = "anywhere" if found.value.options is None else " ".join(sorted(found.value.options))
    return f"{told}?" if found.doubted else told


@pytest.mark.parametrize(
    ("written", "country", "headquarters", "parent", "datacenter"),
    [
        ({"destination": "SG", "end_user__name": "Example"}, "SG", "SG", "SG", "SG"),
        ({"destination": "SG", "end_user__name": "X Shanghai"}, "CN SG?", "CN SG?", "CN SG?", "SG"),
        ({"destination": "CN", "end_user__name": "X Shanghai"}, "CN", "CN", "CN", "CN"),
        ({"destination": "US", "end_user__name": "X Shanghai"}, "US", "CN US?", "CN US?", "US"),
        ({"destination": "SG", "end_user__name": "Shanghai"}, "CN SG?", "CN SG?", "CN SG?", "SG"),
        (
            {"destination": "SG", "end_user__name": "X Shanghai", "end_user__country": "SG"},
            *("SG", "CN SG?", "CN SG?", "SG"),
        ),
        (
            {"destination": "SG", "end_user__name": "X Shanghai", "end_user__headquarters": "CN"},
            *("SG", "CN", "CN", "SG"),
        ),
        (
            {"destination": "SG", "end_user__name": "X Shanghai", "end_user__headquarters": "DE"},
            *("CN SG?", "DE", "CN DE?", "SG"),
        ),
        (
            {"destination": "SG", "end_user__name": "Example", "datacenter__name": "Y Moscow"},
            *("SG", "RU SG?", "RU SG?", "RU SG?"),
        ),
        (
            {"destination": "SG", "end_user__name": "X Beijing", "datacenter__name": "Y Moscow"},
            *("CN SG?", "CN RU SG?", "CN RU SG?", "RU SG?"),
        ),
        (
            {"destination": "SG", "parties__of_regions_of_746_6": "no", "end_user__name": "X"},
            *("SG", "anywhere?", "anywhere", "SG"),
        ),
        (
            {"destination": "SG", "parties__called_after_macau_or_d5": "yes"},
            *("anywhere?", "anywhere", "anywhere", "anywhere?"),
        ),
        (
            {
                "destination": "SG",
                "end_user__name": "X Shanghai",
                "parties__called_after_macau_or_d5": "no",
            },
            *("SG", "SG", "SG", "SG"),
        ),
    ],
)
def test_a_place_is_the_one_assumed_or_the_one_of_the_name(
    known: Callable[..., Facts],
    written: dict[str, str],
    country: str,
    headquarters: str,
    parent: str,
    datacenter: str,
) -> None:
    """Where the two are one, where it is in the United States, and where what is stated tells why
    it is called so, nothing is doubted."""
    facts = known(**written)
    assert places(facts, "end_user.country") == country
    assert places(facts, "end_user.headquarters") == headquarters
    assert places(facts, "end_user.ultimate_parent_headquarters") == parent
    assert places(facts, "datacenter.country") == datacenter


@pytest.mark.parametrize(
    ("name", "country", "doubted"),
    [("X Shanghai", "SG", True), ("X Shanghai", "CN", False), ("Example", "SG", False)],
)
def test_a_consignee_called_after_another_place_may_be_another_company(
    known: Callable[..., Facts], name: str, country: str, doubted: bool
) -> None:
    """The ultimate consignee is then not assumed to be the end user."""
    facts = known(destination=country, end_user__country=country, consignee__name=name)
    assert facts["consignee.is_end_user"].doubted is doubted


@pytest.mark.parametrize(
    ("written", "doubted"),
    [
        ({"end_user__name": "Embassy of Iran"}, True),
        ({"end_user__name": "Embassy of Cuba"}, False),
        ({"end_user__headquarters": "IR"}, True),
        ({"end_user__headquarters": "CN"}, False),
        ({"purchaser__name": "Example"}, False),
    ],
)
def test_only_iran_doubts_that_its_regulations_do_not_prohibit(
    known: Callable[..., Facts], written: dict[str, str], doubted: bool
) -> None:
    """Of all countries of which a name may speak that one counts."""
    facts = known(destination="SG", **written)
    assert facts["iran.prohibited_by_part_560"].doubted is doubted
