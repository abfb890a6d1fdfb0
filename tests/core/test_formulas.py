"""Derived facts at known figures; their bounds are in tests/laws."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from exportcheck.core.catalogue import Catalogue, Fact
from exportcheck.core.facts import Contradiction, Facts, Known, Origin
from exportcheck.core.values import ANYTHING, NOT_NEGATIVE, Choice, Interval

F = Fraction
TPP, PD = "item.total_processing_performance", "item.performance_density"


def facts(catalogue: Catalogue, **written: Any) -> Facts:
    """Facts of an item from texts; a double underscore stands for a dot."""
    known = {}
    for key, text in written.items():
        name = "item." + key.replace("__", ".")
        known[name] = Known(
            value=catalogue.parse(catalogue[name], text), origin=Origin.STATED, written=str(text)
        )
    return Facts(catalogue, known)


def test_the_a100_by_hand(catalogue: Catalogue) -> None:
    """624 dense INT8 TOPS times 8 bit are 4,992 TPP, and 826 mm² make a density of 6.0436."""
    a100 = facts(
        catalogue,
        formats=["fp16", "bf16", "int8"],
        peak__fp16="312 TFLOPS dense",
        peak__bf16="312 TFLOPS dense",
        peak__int8="624 TOPS dense",
        logic_die_area="826 mm²",
    )
    assert a100[TPP].value == Interval.exactly(4992)
    assert a100[PD].value == Interval.exactly(F(4992, 826))


def test_a_format_outside_the_list_has_no_rate(catalogue: Catalogue) -> None:
    """With all claimed formats stated the result is exact; others are not waited for."""
    chip = facts(catalogue, formats=["int8"], peak__int8="100 TOPS dense")
    assert chip[TPP].value == Interval.exactly(800)


def test_a_claimed_format_without_a_rate_may_have_any(catalogue: Catalogue) -> None:
    """A format that the maker claims and whose rate is not stated leaves the top open."""
    chip = facts(catalogue, formats=["int8", "fp4"], peak__int8="100 TOPS dense")
    assert chip[TPP].value == Interval(F(800), None)


def test_without_the_list_of_formats_the_top_is_open(catalogue: Catalogue) -> None:
    """Rates without the list of formats bound the result from below only."""
    chip = facts(catalogue, peak__int8="100 TOPS dense")
    assert chip[TPP].value == Interval(F(800), None)


def test_tf32_counts_between_19_and_32_bits(catalogue: Catalogue) -> None:
    """Since the text does not say which length TF32 has, both ends are carried."""
    chip = facts(catalogue, formats=["tf32"], peak__tf32="100 TFLOPS dense")
    assert chip[TPP].value == Interval(F(1900), F(3200))


def test_an_unstated_basis_carries_both_ends(catalogue: Catalogue) -> None:
    """A rate that may be sparse leaves the result between half and whole."""
    chip = facts(catalogue, formats=["int8"], peak__int8="100 TOPS")
    assert chip[TPP].value == Interval(F(400), F(800))


def test_a_bounded_area_bounds_the_density_from_its_side(catalogue: Catalogue) -> None:
    """An area of at most so much is enough to know a density of at least so much."""
    chip = facts(catalogue, total_processing_performance="4000", logic_die_area="at most 800 mm²")
    assert chip[PD].value == Interval(F(5), None)
    chip = facts(catalogue, total_processing_performance="4000", logic_die_area="more than 800 mm²")
    assert chip[PD].value == Interval(F(0), F(5), high_open=True)


@pytest.mark.parametrize("area", ["0 mm²", "at most 0 mm²"])
def test_no_area_at_all_is_never_a_low_density(catalogue: Catalogue, area: str) -> None:
    """An area of zero does not make the density small or settle it as such."""
    chip = facts(catalogue, total_processing_performance="4000", logic_die_area=area)
    value = chip[PD].value
    assert isinstance(value, Interval)
    assert value.high is None


def test_bandwidths_are_added(catalogue: Catalogue) -> None:
    """Links and system bus make the interconnect; DRAM and interconnect are added exactly."""
    chip = facts(
        catalogue,
        link_bandwidth="0.9 TB/s",
        host_bandwidth="128 GB/s",
        dram_bandwidth="3.35 TB/s",
    )
    assert chip["item.interconnect_bandwidth"].value == Interval.exactly(1028)
    assert chip["item.dram_plus_interconnect_bandwidth"].value == Interval.exactly(4378)


def test_a_consignee_that_is_the_end_user_is_where_the_end_user_is(catalogue: Catalogue) -> None:
    """Only the statement that they are the same gives the consignee the end user's country."""
    there = Known(value=Choice.of("CN"), origin=Origin.STATED)
    for word, options in (("yes", frozenset({"CN"})), ("no", None)):
        same = Known(value=Choice.of(word), origin=Origin.STATED)
        found = Facts(catalogue, {"consignee.is_end_user": same, "end_user.country": there})
        value = found["consignee.country"].value
        assert isinstance(value, Choice)
        assert value.options == options
    alone = Facts(catalogue, {"end_user.country": there})["consignee.country"].value
    assert isinstance(alone, Choice)
    assert alone.options is None


def fact(name: str, kind: str, **more: Any) -> Fact:
    return Fact(name=name, kind=kind, meaning="", ask="", **more)


OWN = Catalogue(
    facts={
        each.name: each
        for each in (
            fact("quantity", "quantity", unit="units"),
            fact("price", "quantity", unit="USD"),
            fact("value", "quantity", unit="USD", formula="product", inputs=("quantity", "price")),
            fact("listed", "yes_no"),
            fact("denied", "yes_no", formula="no_when_no", inputs=("listed",)),
            fact(
                "eccn", "eccn", paragraphs={"3a090": frozenset({"3a090", "3a090.a", "3a090.a.1"})}
            ),
            fact("entry", "text", formula="entry_of", inputs=("eccn",)),
            fact(
                "group",
                "one_of",
                options=dict.fromkeys(("A", "B", "C", "D", "E", "none"), ""),
                formula="product_group_of",
                inputs=("eccn",),
            ),
            fact(
                "series",
                "one_of",
                options=dict.fromkeys((*"0123456789", "none"), ""),
                formula="series_of",
                inputs=("eccn",),
            ),
            fact("exists", "yes_no", formula="has_paragraph", inputs=("eccn",)),
            fact("reading.tf", "one_of", options={"stored": "", "used": ""}),
            fact("item.formats", "formats"),
            fact(
                "item.peak.tf32",
                "throughput",
                unit="TOPS",
                bit_length=Interval(F(19), F(32)),
                bits_reading="reading.tf",
                bits_by_option={"stored": Interval.exactly(32), "used": Interval.exactly(19)},
            ),
            fact("item.peak.int8", "throughput", unit="TOPS", bit_length=Interval.exactly(8)),
            fact(
                "tpp",
                "quantity",
                unit="TPP",
                formula="highest_rate_times_bit_length",
                inputs=("item.formats",),
            ),
        )
    },
    countries={},
)


def own(**written: Any) -> Facts:
    known = {}
    for key, text in written.items():
        name = key.replace("__", ".")
        known[name] = Known(
            value=OWN.parse(OWN[name], text), origin=Origin.STATED, written=str(text)
        )
    return Facts(OWN, known)


@pytest.mark.parametrize(
    ("quantity", "price", "value"),
    [
        ("3 units", "1500.5 USD", Interval.exactly(F(9003, 2))),
        ("0 units", "1500 USD", Interval.exactly(0)),
        ("at least 3 units", "at most 1500 USD", NOT_NEGATIVE),
        ("at most 3 units", "less than 1500 USD", Interval(F(0), F(4500), False, True)),
        ("more than 3 units", "1500 USD", Interval(F(4500), None, True, False)),
    ],
)
def test_a_product_multiplies_its_bounds(quantity: str, price: str, value: Interval) -> None:
    """The value of a shipment is the quantity times the value of one, exactly or in bounds."""
    assert own(quantity=quantity, price=price)["value"].value == value


def test_a_product_tells_its_figures() -> None:
    """The account of a product names each figure with its unit."""
    known = own(quantity="3 units", price="1500 USD")["value"]
    assert known.note == "3 units × 1500 USD"
    assert own(quantity="3 units")["value"].value == NOT_NEGATIVE


@pytest.mark.parametrize(
    ("listed", "denied"), [("no", {"no"}), ("yes", {"yes", "no"}), (None, {"yes", "no"})]
)
def test_who_is_on_no_list_is_not_on_this_one(listed: str | None, denied: set[str]) -> None:
    """Only a no of the whole is a no of the part; a yes of the whole says nothing of it."""
    found = own(**({"listed": listed} if listed else {}))["denied"]
    assert found.value == Choice(frozenset(denied))
    assert found.note == ("`listed` is no" if listed == "no" else "")


def test_a_part_that_is_yes_contradicts_a_whole_that_is_no() -> None:
    """Both cannot be true."""
    with pytest.raises(Contradiction):
        own(listed="no", denied="yes")["denied"]
    assert own(listed="yes", denied="no")["denied"].value == Choice.of("no")


@pytest.mark.parametrize(
    ("eccn", "entry"),
    [("3A001.a.7", "3a001"), ("3A001", "3a001"), ("EAR99", "ear99"), ("none", "none")],
)
def test_the_entry_of_an_eccn(eccn: str, entry: str) -> None:
    """An ECCN is of the entry in front of its paragraph; EAR99 is one by itself."""
    assert own(eccn=eccn)["entry"].value == Choice.of(entry)


def test_the_entry_is_as_open_as_the_eccn() -> None:
    """Two paragraphs of one entry leave it known, those of two leave both, nothing leaves any."""
    one = Known(value=Choice.of("3a001.a.7", "3a001.b"), origin=Origin.CATALOGUE)
    two = Known(value=Choice.of("3a001.a.7", "4a003.b"), origin=Origin.CATALOGUE)
    assert Facts(OWN, {"eccn": one})["entry"].value == Choice.of("3a001")
    assert Facts(OWN, {"eccn": two})["entry"].value == Choice.of("3a001", "4a003")
    assert own()["entry"].value == ANYTHING


@pytest.mark.parametrize(
    ("eccn", "group", "exists"),
    [
        ("3A090.a.1", "A", "yes"),
        ("3A090.a", "A", "yes"),
        ("3A090", "A", "yes"),
        ("3A090.d", "A", "no"),
        ("3A090.a.1.a", "A", "no"),
        ("3B001.c", "B", "yes"),
        ("3C001", "C", "yes"),
        ("5D002.c.1", "D", "yes"),
        ("4E091", "E", "yes"),
        ("EAR99", "none", "yes"),
        ("none", "none", "yes"),
    ],
)
def test_the_letter_is_the_product_group(eccn: str, group: str, exists: str) -> None:
    """The letter tells the group; of an entry known whole no other paragraph exists."""
    assert own(eccn=eccn)["group"].value == Choice.of(group)
    assert own(eccn=eccn)["exists"].value == Choice.of(exists)
    assert own()["exists"].value == Choice.of("yes", "no")


@pytest.mark.parametrize(
    ("eccn", "series"),
    [("3A611.a", "6"), ("9A515", "5"), ("7A103", "1"), ("3A001.b.2", "0"), ("EAR99", "none")],
)
def test_the_digit_behind_the_letter_is_the_series(eccn: str, series: str) -> None:
    """The first of the three digits tells the series, as in the 600 series."""
    assert own(eccn=eccn)["series"].value == Choice.of(series)


@pytest.mark.parametrize(
    ("option", "tpp", "account"),
    [
        ("stored", Interval.exactly(3200), "100 TFLOPS TF32 × 32 bit"),
        ("used", Interval.exactly(1900), "100 TFLOPS TF32 × 19 bit"),
        (None, Interval(F(1900), F(3200)), None),
    ],
)
def test_a_reading_chooses_the_bit_length(
    option: str | None, tpp: Interval, account: str | None
) -> None:
    """The length of a format that is disputed is that of the reading taken, else both."""
    taken = {"reading__tf": option} if option else {}
    known = own(item__formats=["tf32"], item__peak__tf32="100 TFLOPS dense", **taken)["tpp"]
    assert known.value == tpp
    assert account is None or known.note == account


def test_at_a_tie_a_format_of_known_length_speaks() -> None:
    """Of two formats with the same product the account names the one that no reading chooses."""
    known = own(
        item__formats=["tf32", "int8"],
        item__peak__tf32="100 TFLOPS dense",
        item__peak__int8="400 TOPS dense",
        reading__tf="stored",
    )["tpp"]
    assert known.value == Interval.exactly(3200)
    assert known.note == "400 TOPS INT8 × 8 bit"


def test_two_countries_are_the_same_or_not_where_both_are_known(catalogue: Catalogue) -> None:
    """The packaging is at the destination, or it is not; where one is unknown, neither is said."""

    def at_destination(**countries: str) -> Known:
        known = {
            name.replace("__", "."): Known(value=Choice.of(word), origin=Origin.STATED)
            for name, word in countries.items()
        }
        return Facts(catalogue, known)["packaging.at_destination"]

    assert at_destination(packaging__country="CN", destination="CN").value == Choice.of("yes")
    assert at_destination(packaging__country="CN", destination="MY").value == Choice.of("no")
    assert not at_destination(packaging__country="CN").is_exact
    assert not at_destination(destination="CN").is_exact
    assert not at_destination().is_exact
