"""Numbers and quantities from text and back.

Laws: what is shown of an exact short number is read back as that number; a number shown beside a
limit lies on the same side of it as the number itself.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.quantities import (
    Unreadable,
    parse_number,
    parse_quantity,
    parse_throughput,
    plain_quantity,
    refuse_thousands,
    show_beside,
    show_number,
    show_quantity,
    without_thousands,
)
from exportcheck.core.values import Interval

F = Fraction


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("900 GB/s", "GB/s", F(900)),
        ("4.8 TB/s", "GB/s", F(4800)),
        ("0.5 PB/s", "GB/s", F(500000)),
        ("64000 MB/s", "GB/s", F(64)),
        ("80 GB", "GB", F(80)),
        ("1.5 TB", "GB", F(1500)),
        ("512 MB", "GB", F(512, 1000)),
        ("814 mm²", "mm²", F(814)),
        ("814 mm2", "mm²", F(814)),
        ("814 mm^2", "mm²", F(814)),
        ("8.14 cm²", "mm²", F(814)),
        ("8.14 cm2", "mm²", F(814)),
        ("2 GB/s/mm²", "GB/s/mm²", F(2)),
        ("2 GB/s/mm2", "GB/s/mm²", F(2)),
        ("5.92", "TPP/mm²", F(148, 25)),
        ("5.92 TPP/mm²", "TPP/mm²", F(148, 25)),
        ("5.92 TPP/mm2", "TPP/mm²", F(148, 25)),
        ("4800", "TPP", F(4800)),
        ("4800 TPP", "TPP", F(4800)),
        ("8", "units", F(8)),
        ("1 unit", "units", F(1)),
        ("8 units", "units", F(8)),
        ("16", "bit", F(16)),
        ("16 bit", "bit", F(16)),
        ("16 bits", "bit", F(16)),
        ("700 W", "W", F(700)),
        ("1.2 kW", "W", F(1200)),
        ("2 MW", "W", F(2000000)),
        ("7 nm", "nm", F(7)),
        ("814mm²", "mm²", F(814)),
        ("0 GB/s", "GB/s", F(0)),
    ],
)
def test_every_unit_converts_exactly(text: str, unit: str, number: Fraction) -> None:
    """A quantity in any accepted unit is one exact number of the declared unit."""
    assert parse_quantity(text, unit) == Interval.exactly(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("148 TFLOPS dense", F(148)),
        ("148 TOPS dense", F(148)),
        ("148000 GFLOPS dense", F(148)),
        ("148000 GOPS dense", F(148)),
        ("1.5 PFLOPS dense", F(1500)),
        ("1.5 POPS dense", F(1500)),
        ("296 TFLOPS sparse", F(148)),
    ],
)
def test_a_rate_with_its_basis_is_one_number(text: str, number: Fraction) -> None:
    """A dense rate counts whole and a 2:4 sparse one half."""
    assert parse_throughput(text) == Interval.exactly(number)


@pytest.mark.parametrize("text", ["100 TOPS", "100 TOPS unstated"])
def test_a_rate_without_its_basis_lies_between_half_and_whole(text: str) -> None:
    """A rate that does not say whether it is dense is bounded by both meanings."""
    assert parse_throughput(text) == Interval(F(50), F(100))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("at most 1716 mm²", Interval(F(0), F(1716))),
        ("less than 1716 mm²", Interval(F(0), F(1716), high_open=True)),
        ("at least 744 mm²", Interval(F(744))),
        ("more than 744 mm²", Interval(F(744), low_open=True)),
        ("at least 744 mm² and at most 761.56 mm²", Interval(F(744), F(19039, 25))),
        ("more than 7 mm² and less than 8 mm²", Interval(F(7), F(8), True, True)),
        ("at most 8 mm² and at least 7 mm²", Interval(F(7), F(8))),
    ],
)
def test_bounds_in_words(text: str, found: Interval) -> None:
    """One or two bounds in words give the interval they say, its ends in or out."""
    assert parse_quantity(text, "mm²") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("at least 100 TOPS dense", Interval(F(100))),
        ("at least 100 TOPS sparse", Interval(F(50))),
        ("at least 100 TOPS", Interval(F(50))),
        ("at most 100 TOPS", Interval(F(0), F(100))),
        ("at most 100 TOPS sparse", Interval(F(0), F(50))),
    ],
)
def test_a_bounded_rate_takes_the_outer_end_of_its_basis(text: str, found: Interval) -> None:
    """Where the basis is not stated, a lower bound counts half and an upper bound whole."""
    assert parse_throughput(text) == found


@pytest.mark.parametrize(
    ("text", "unit", "message", "help"),
    [
        ("900", "GB/s", "`900` has no unit", "write `900 GB/s`"),
        ("12", "%", "`12` has no unit", "write `12 %`"),
        # A spreadsheet keeps 30 % as 0.3: taken for 0.3 % it would be a small share.
        (
            "0.3",
            "%",
            "`0.3` has no unit",
            "write `30 %` if it is a share of one, and `0.3 %` if it is percent",
        ),
        (
            "1",
            "%",
            "`1` has no unit",
            "write `100 %` if it is a share of one, and `1 %` if it is percent",
        ),
        ("148 TOPS", "GB/s", "`TOPS` is not a unit of this fact", "write the quantity in"),
        ("4 GiB/s", "GB/s", "`GiB/s` is not a unit of this fact", "1.073741824 GB/s"),
        ("4 MiB/s", "GB/s", "`MiB/s`", "0.001048576 GB/s"),
        ("4 TiB/s", "GB/s", "`TiB/s`", "1099.511627776 GB/s"),
        ("80 GiB", "GB", "`GiB`", "1.073741824 GB"),
        ("8 Gb/s", "GB/s", "`Gb/s`", "8 Gb/s are 1 GB/s"),
        ("8 Gbit/s", "GB/s", "`Gbit/s`", "8 Gbit/s are 1 GB/s"),
        ("8 Gbps", "GB/s", "`Gbps`", "8 Gbps are 1 GB/s"),
        ("8 Tbps", "GB/s", "`Tbps`", "125 GB/s"),
        ("8 GBps", "GB/s", "`GBps`", "written `GB/s`"),
        ("8 TBps", "GB/s", "`TBps`", "written `TB/s`"),
        ("8 gb/s", "GB/s", "`gb/s` is not a unit", "`GB/s`, `MB/s`"),
        ("8 mm", "mm²", "`mm` is not a unit", "mm²"),
        ("-5 GB/s", "GB/s", "`-5` is negative", "zero or more"),
        ("1,400 GB/s", "GB/s", "`1,400` is not a plain number", "decimal point"),
        ("1_400 GB/s", "GB/s", "`1_400` is not a plain number", "decimal point"),
        ("1.400.000 GB/s", "GB/s", "`1.400.000` is not a plain number", "decimal point"),
        ("1e3 GB/s", "GB/s", "`1e3` is not a plain number", "decimal point"),
        ("3.00E+001", "TPP", "not", ""),
        ("1. GB/s", "GB/s", "`1.` is not a plain number", ""),
        ("+5 GB/s", "GB/s", "not a quantity", "600 GB/s"),
        (".5 GB/s", "GB/s", "not a quantity", "600 GB/s"),
        ("NaN", "GB/s", "`NaN` is not a quantity", "600 GB/s"),
        ("nan GB/s", "GB/s", "not a quantity", ""),
        ("inf GB/s", "GB/s", "not a quantity", ""),
        ("１００ GB/s", "GB/s", "not a quantity", ""),
        ("٣ GB/s", "GB/s", "not a quantity", ""),
        ("5 GB/s\n", "GB/s", "", ""),
        ("5  GB/s", "GB/s", "not a quantity", ""),
        ("", "GB/s", "not a quantity", ""),
        ("GB/s", "GB/s", "not a quantity", ""),
        ("0x10 GB/s", "GB/s", "not a quantity", ""),
        ("1/2 GB/s", "GB/s", "", ""),
        ("5 GB/s dense", "GB/s", "", ""),
        ("about 5 GB/s", "GB/s", "not a quantity", ""),
        ("At least 5 GB/s", "GB/s", "not a quantity", ""),
        ("5 GB/s and 6 GB/s", "GB/s", "not a quantity", ""),
        ("at least 5 GB/s and 6 GB/s", "GB/s", "not a quantity", ""),
        ("at least 1 GB/s and at least 2 GB/s and at most 3 GB/s", "GB/s", "two bounds", ""),
        ("at least 6 GB/s and at most 5 GB/s", "GB/s", "no number between", ""),
        ("more than 5 GB/s and less than 5 GB/s", "GB/s", "no number between", ""),
        ("less than 0 GB/s", "GB/s", "no number between", ""),
        ("9" * 31, "TPP", "", ""),
    ],
)
def test_whatever_else_is_refused_with_what_to_write(
    text: str, unit: str, message: str, help: str
) -> None:
    """A text out of the grammar is refused, and the refusal says what to write instead."""
    with pytest.raises(Unreadable) as refused:
        parse_quantity(text, unit)
    assert message in refused.value.message
    assert help in refused.value.help


@pytest.mark.parametrize("text", ["5", "5.0", "0", "0.000000000000000000000000000001", "007"])
def test_plain_numbers_are_exact(text: str) -> None:
    """A whole or decimal number is read to its last digit."""
    assert parse_number(text) == Fraction(text)


@pytest.mark.parametrize("text", ["", " 5", "5 ", "+5", "1e3", "0x1", "5.", ".5", "１", "5\n", "½"])
def test_other_spellings_of_numbers_are_refused(text: str) -> None:
    """Signs, exponents, spaces and digits of other scripts are no plain number."""
    with pytest.raises(Unreadable):
        parse_number(text)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (F(4800), "4800"),
        (F(12104), "12,104"),
        (F(148, 25), "5.92"),
        (F(4992, 826), "≈6.0436"),
        (F(0), "0"),
        (F(-5, 2), "-2.5"),
        (F(123456789, 100), "1,234,567.89"),
    ],
)
def test_numbers_for_people(number: Fraction, shown: str) -> None:
    """A short number is shown exactly, a long one rounded and marked as such."""
    assert show_number(number) == shown


@pytest.mark.parametrize(
    ("number", "limit", "shown"),
    [
        (F("5.9199"), F("5.92"), "5.9199"),
        (F("5.92000001"), F("5.92"), "5.92000001"),
        (F("5.92"), F("5.92"), "5.92"),
        (F(4992, 826), F("5.92"), "≈6.04"),
        (F(47999, 10), F(4800), "4799.9"),
    ],
)
def test_a_number_beside_its_limit(number: Fraction, limit: Fraction, shown: str) -> None:
    """A number has as many places as tell it from the limit, and no more than needed."""
    assert show_beside(number, limit) == shown


def test_a_number_at_the_limit_is_shown_as_the_limit() -> None:
    """A number that is exactly the limit is shown in the digits of the limit."""
    for limit in (F("5.92"), F("5.925"), F("1.6"), F(4800), F("0.1234")):
        assert show_beside(limit, limit) == show_number(limit)


decimals = st.decimals(0, 100000, places=4).map(lambda number: F(str(number)))


def shown_as(text: str) -> Fraction:
    return F(text.replace(",", "").replace("≈", ""))


@given(decimals, st.integers(1, 25), st.sampled_from((-1, 1)))
def test_a_number_never_looks_like_a_limit_that_it_is_not(
    limit: Fraction, places: int, side: int
) -> None:
    """Shown beside a limit of four decimals, a number is on the side of it that it is on."""
    number = limit + F(side, 10**places)
    shown = shown_as(show_beside(number, limit))
    assert (shown > limit) == (side > 0)
    assert shown != limit


@given(st.fractions(0, 100000), st.fractions(0, 100000))
def test_any_number_beside_any_limit_is_on_its_side(number: Fraction, limit: Fraction) -> None:
    """Whatever the two are, the shown number compares with the limit as the number does."""
    if number != limit:
        shown = shown_as(show_beside(number, limit))
        assert (shown > limit) == (number > limit)
        assert shown != limit


@given(decimals)
def test_a_number_of_four_places_is_read_back(number: Fraction) -> None:
    """A number of up to four decimals is shown exactly."""
    assert shown_as(show_number(number)) == number
    assert "≈" not in show_number(number)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    number = st.decimals(0, 9999, places=4).map(lambda each: F(str(each)))
    low, high = sorted((draw(number), draw(number)))
    if low == high:
        return Interval.exactly(low)
    return draw(
        st.sampled_from(
            (
                Interval(low, high),
                Interval(low, high, True, False),
                Interval(low, high, False, True),
                Interval(low, high, True, True),
                Interval(low),
                Interval(low, None, True),
                Interval(F(0), high),
                Interval(F(0), high, False, True),
            )
        )
    )


@given(intervals())
def test_an_interval_is_shown_in_words_that_are_read_back(interval: Interval) -> None:
    """An interval of short numbers is shown in words that the grammar reads as that interval."""
    shown = show_quantity(interval, "mm²")
    if shown != "not known":
        assert parse_quantity(shown, "mm²") == interval
    else:
        assert interval == Interval(F(0))


@pytest.mark.parametrize(
    ("interval", "shown"),
    [
        (Interval.exactly(814), "814 mm²"),
        (Interval(F(0)), "not known"),
        (Interval(), "not known"),
        (Interval(F(0), None, True), "more than 0 mm²"),
        (Interval(F(12104), F(15832)), "at least 12,104 mm² and at most 15,832 mm²"),
    ],
)
def test_intervals_for_people(interval: Interval, shown: str) -> None:
    """Bounds are told in words, and zero as a lower bound tells nothing."""
    assert show_quantity(interval, "mm²") == shown


@pytest.mark.parametrize(
    ("text", "number", "without"),
    [
        ("1.000", "1000", "1"),
        ("4.800 TPP", "4800", "4.8"),
        ("at most 12.500 mm²", "12500", "12.5"),
        ("at least 5 mm² and less than 1.250 mm²", "1250", "1.25"),
        ("148.100 TFLOPS dense", "148100", "148.1"),
    ],
)
def test_a_point_that_may_set_off_thousands_is_refused(
    text: str, number: str, without: str
) -> None:
    """Three digits that end in a zero are thousands to some readers: what to write is told."""
    with pytest.raises(Unreadable) as caught:
        refuse_thousands(text)
    assert caught.value.help == f"write `{number}` if it does, and `{without}` if it does not"


@pytest.mark.parametrize(
    ("fact", "text", "instead"),
    [
        ("item.total_processing_performance", "15.832 TPP", "15832"),
        ("item.total_processing_performance", "at most 4.799", "4799"),
        ("item.peak.fp8", "1.979 TFLOPS dense", "1979"),
        ("item.peak.int8", "989.400 TOPS unstated", "989400"),
    ],
)
def test_a_point_in_a_figure_of_processing_is_refused_in_every_file(
    catalogue: Catalogue, fact: str, text: str, instead: str
) -> None:
    """Read as a decimal point it would make of the fastest circuit one that needs no license."""
    with pytest.raises(Unreadable) as caught:
        catalogue.parse(catalogue[fact], text)
    assert caught.value.help.startswith(f"write `{instead}` if it does")


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("item.total_processing_performance", "15.8320 TPP"),
        ("item.total_processing_performance", "1600.125 TPP"),
        ("item.total_processing_performance", "0.125 TPP"),
        ("item.peak.fp8", "1.979 PFLOPS dense"),
        ("item.memory_bandwidth", "1.555 TB/s"),
    ],
)
def test_other_figures_with_three_decimals_are_read(
    catalogue: Catalogue, fact: str, text: str
) -> None:
    """Nobody sets off thousands so, or nobody means so much."""
    assert isinstance(catalogue.parse(catalogue[fact], text), Interval)


@pytest.mark.parametrize(
    "text",
    ["1.625", "4.8", "0.500", "4.8000", "1600.000", "899.999 GB/s", "10.00", "4800", "5.920.1"],
)
def test_a_decimal_number_is_not_taken_for_thousands(text: str) -> None:
    """No thousands begin with a zero or with four digits, and the last digit is needed."""
    refuse_thousands(text)


@pytest.mark.parametrize("unit", ["USD", "TB/s", "mm²", "units", "TPP/mm²"])
@pytest.mark.parametrize("number", ["5", "12.50", "0", "1" * 30])
def test_a_quantity_that_is_seen_to_be_plain_is_read(number: str, unit: str) -> None:
    """What is taken for a plain quantity without being read is one."""
    assert plain_quantity(unit).fullmatch(f"{number} {unit}")
    assert parse_quantity(f"{number} {unit}", unit) == Interval.exactly(Fraction(number))


@pytest.mark.parametrize(
    "text",
    [
        "5",
        "5USD",
        "5 USD ",
        "-5 USD",
        "5. USD",
        "5 EUR",
        "5 USD\n",
        "٥ USD",
        "4.800 USD",
        "1" * 31 + " USD",
    ],
)
def test_other_quantities_are_read_before_anything_is_said_of_them(text: str) -> None:
    """A quantity that is written in any other way may be a mistake."""
    assert not plain_quantity("USD").fullmatch(text)


@pytest.mark.parametrize(
    ("digits", "written"),
    [("360.071", "360.0710"), ("1600.071", "1600.071"), ("4.8", "4.8"), ("0.125", "0.125")],
)
def test_a_number_that_a_program_writes_is_read_back(digits: str, written: str) -> None:
    """Another zero says that the point is a decimal one."""
    assert without_thousands(digits) == written
    assert parse_number(written) == Fraction(digits)
