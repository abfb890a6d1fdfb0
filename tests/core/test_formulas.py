"""Derived facts at known figures; their bounds are in tests/laws."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.values import Choice, Interval

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
