"""Exact numbers and quantities: from the text a person wrote to an interval, and back.

A quantity is a number with its unit ("4.8 TB/s", "814 mm²"), or bounds in words ("at most
1716 mm²", "at least 744 mm² and at most 761.56 mm²"). Decimal prefixes convert exactly; whatever
else is written is refused with what to write. Numbers are `Fraction` from here on; no float exists.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from exportcheck.core.problems import either
from exportcheck.core.values import NOT_NEGATIVE, Interval

# The area in mm² of a wafer of 300 mm, which the dies of no circuit exceed together.
WAFER = 70_700

_NUMBER = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,30})?")
_AMOUNT = re.compile(r"(-?[0-9][0-9,_.eE+-]*?)[ ]?((?![0-9,_.+-])[^ ]*)")
# One to three digits, a point, and three that end in 0: 4.800, which nobody writes for 4.8 by need.
_GROUPED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d\d0(?![\d.,])", re.ASCII)
# The same of a figure of processing, whatever it ends in: an item of under a thousand TPP is far
# from every limit, and one of a thousand times as much is beyond.
_GROUPED_RATE = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?= ?(?:(?:TPP|[TG]OPS|[TG]FLOPS)\b|$))", re.ASCII
)
_THREE_DECIMALS = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
_SIDE = re.compile(r"(at least|more than|at most|less than) (.+)")

# One family of units a row: the unit facts are declared in, then what else may be written and how
# many of the declared unit one of it is.
_THROUGHPUT = {
    "TOPS": Fraction(1),
    "TFLOPS": Fraction(1),
    "GOPS": Fraction(1, 1000),
    "GFLOPS": Fraction(1, 1000),
    "POPS": Fraction(1000),
    "PFLOPS": Fraction(1000),
}
_ALSO: dict[str, dict[str, Fraction]] = {
    "GB/s": {"MB/s": Fraction(1, 1000), "TB/s": Fraction(1000), "PB/s": Fraction(10**6)},
    "GB": {"MB": Fraction(1, 1000), "TB": Fraction(1000)},
    "mm²": {"mm2": Fraction(1), "mm^2": Fraction(1), "cm²": Fraction(100), "cm2": Fraction(100)},
    "GB/s/mm²": {"GB/s/mm2": Fraction(1)},
    "TPP/mm²": {"TPP/mm2": Fraction(1), "": Fraction(1)},
    "TPP": {"": Fraction(1)},
    "units": {"": Fraction(1), "unit": Fraction(1)},
    "bit": {"": Fraction(1), "bits": Fraction(1)},
    "W": {"kW": Fraction(1000), "MW": Fraction(10**6)},
    "TOPS": _THROUGHPUT,
}
# Units that people write and that mean something else, with the way out.
_FOREIGN = {
    "GiB/s": "1 GiB/s is 1.073741824 GB/s",
    "MiB/s": "1 MiB/s is 0.001048576 GB/s",
    "TiB/s": "1 TiB/s is 1099.511627776 GB/s",
    "GiB": "1 GiB is 1.073741824 GB",
    "Gb/s": "8 Gb/s are 1 GB/s",
    "Gbit/s": "8 Gbit/s are 1 GB/s",
    "Gbps": "8 Gbps are 1 GB/s",
    "Tbps": "1 Tbps is 125 GB/s",
    "GBps": "`GBps` is written `GB/s`",
    "TBps": "`TBps` is written `TB/s`",
}
_BASES = {"dense": (Fraction(1), Fraction(1)), "sparse": (Fraction(1, 2), Fraction(1, 2))}
_UNSTATED = (Fraction(1, 2), Fraction(1))


class Unreadable(ValueError):
    """A text that is not of its kind: what is wrong, and what to write instead."""

    def __init__(self, message: str, help: str = "") -> None:
        self.message, self.help = message, help
        super().__init__(message)


class NotAQuantity(Unreadable):
    """Neither a number with its unit nor bounds in words."""

    def __init__(self, message: str, unit: str) -> None:
        self.example = f"600 {unit}".rstrip()
        super().__init__(
            message, f"write a quantity, `{self.example}`, or its bounds, `at most {self.example}`"
        )


def parse_number(text: str) -> Fraction:
    """A whole or decimal number in ASCII digits; exponents, signs and separators are refused."""
    if _NUMBER.fullmatch(text):
        return Fraction(text)
    if text.startswith("-"):
        raise Unreadable(f"`{text}` is negative", "write a number of zero or more")
    raise Unreadable(f"`{text}` is not a plain number", "write digits with a decimal point: 1400.5")


def refuse_thousands(text: str, *, of_processing: bool = False) -> None:
    """Raise `Unreadable` where a point may set off thousands: 4.800 is 4800 to some readers.

    A last zero says nothing of a decimal number, so whoever means one can write it without. A
    figure of processing is refused without one, too, `15.832 TPP`, also where a program wrote it;
    with another decimal it is read as it stands.
    """
    found = _GROUPED.search(text)
    if found is None and of_processing:
        found = _GROUPED_RATE.search(text)
    if found is not None:
        number = found[0]
        plain = number.rstrip("0").rstrip(".") if number.endswith("0") else f"{number}0"
        raise Unreadable(
            f"the point of `{number}` may set off thousands",
            f"write `{number.replace('.', '')}` if it does, and `{plain}` if it does not",
        )


def without_thousands(digits: str) -> str:
    """A decimal number as a program writes it: no reader takes its point for one of thousands."""
    return f"{digits}0" if _THREE_DECIMALS.fullmatch(digits) else digits


def parse_quantity(text: str, unit: str) -> Interval:
    """The interval that a quantity or its bounds in words allow, in the declared unit.

    Raises `Unreadable` for a missing or foreign unit, a sign, or words out of the grammar.
    """
    return _parse(text, unit, (Fraction(1), Fraction(1)))


def parse_throughput(text: str, unit: str = "TOPS") -> Interval:
    """A rate with its basis: dense as it is, 2:4 sparse half, unstated between half and whole."""
    figure, _, basis = text.rpartition(" ")
    if basis in _BASES:
        return _parse(figure, unit, _BASES[basis])
    if basis == "unstated":
        return _parse(figure, unit, _UNSTATED)
    return _parse(text, unit, _UNSTATED)


def says_no_basis(text: str) -> bool:
    """Whether a rate says neither `dense` nor `sparse`, so that half of it may be what counts."""
    return text.rpartition(" ")[2] not in _BASES


@lru_cache(64)
def plain_quantity(unit: str) -> re.Pattern[str]:
    """A number with its unit, as most quantities are written; `parse_quantity` reads them all.

    It has no more than two decimals, so that its point sets off no thousands.
    """
    return re.compile(rf"[0-9]{{1,30}}(?:\.[0-9]{{1,2}})? {re.escape(unit)}")


def _parse(text: str, unit: str, basis: tuple[Fraction, Fraction]) -> Interval:
    result = NOT_NEGATIVE
    sides = text.split(" and ")
    if len(sides) > 2:
        raise NotAQuantity(f"`{text}` has more than two bounds", unit)
    for side in sides:
        match = _SIDE.fullmatch(side)
        if match is None:
            if len(sides) == 2:
                raise NotAQuantity(f"`{text}` is not a quantity", unit)
            number = _amount(side, unit)
            low, high = (number if each == 1 else number * each for each in basis)
            bound = Interval(low, high)
        else:
            number, word = _amount(match[2], unit), match[1]
            if word in ("at least", "more than"):
                bound = Interval(low=number * basis[0], low_open=word == "more than")
            else:
                bound = Interval(high=number * basis[1], high_open=word == "less than")
        result = result.meet(bound)
    if result.is_empty:
        raise Unreadable(f"`{text}` leaves no number between its bounds")
    return result


def _amount(text: str, unit: str) -> Fraction:
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise NotAQuantity(f"`{text}` is not a quantity", unit)
    number, written = parse_number(match[1]), match[2]
    if written == unit:
        return number
    factor = _ALSO.get(unit, {}).get(written)
    if factor is not None:
        return number * factor
    if not written and unit == "%" and number <= 1:
        # A spreadsheet keeps 30 % as 0.3.
        share, percent = (f"{show_number(each)} %" for each in (number * 100, number))
        raise Unreadable(
            f"`{text}` has no unit",
            f"write `{share}` if it is a share of one, and `{percent}` if it is percent",
        )
    if not written:
        shown = "TFLOPS dense" if unit == "TOPS" else unit
        raise Unreadable(f"`{text}` has no unit", f"write `{text} {shown}`")
    hint = _FOREIGN.get(written, "")
    accepted = either([f"`{name}`" for name in (unit, *_ALSO.get(unit, {})) if name])
    raise Unreadable(
        f"`{written}` is not a unit of this fact", hint or f"write the quantity in {accepted}"
    )


def show_number(number: Fraction, digits: int = 4) -> str:
    """A number for people: exact where that is short, else rounded, with `≈` to say so."""
    if number.denominator == 1:
        return f"{number.numerator:,}" if abs(number.numerator) >= 10000 else str(number.numerator)
    for places in range(1, digits + 1):
        scaled = number * 10**places
        if scaled.denominator == 1:
            return _point(scaled.numerator, places)
    return "≈" + _point(round(number * 10**digits), digits)


def show_beside(number: Fraction, limit: Fraction) -> str:
    """A number with as many places as it takes not to look equal to the limit it is beside."""
    if number == limit:
        return show_number(number)
    for digits in (2, 4, 8, 16):
        if round(number * 10**digits) != round(limit * 10**digits):
            return show_number(number, digits)
    return show_number(number, 32)


def _point(scaled: int, places: int) -> str:
    whole, rest = divmod(abs(scaled), 10**places)
    grouped = f"{whole:,}" if whole >= 10000 else str(whole)
    return f"{'-' if scaled < 0 else ''}{grouped}.{rest:0{places}d}"


def show_quantity(value: Interval, unit: str, beside: Fraction | None = None) -> str:
    """An interval in the words of the grammar that reads it."""

    def amount(number: Fraction) -> str:
        figure = show_number(number) if beside is None else show_beside(number, beside)
        return f"{figure} {unit}".rstrip()

    if value.low is not None and value.is_exact:
        return amount(value.low)
    sides = []
    if value.low is not None and not (value.low == 0 and not value.low_open):
        sides.append(f"{'more than' if value.low_open else 'at least'} {amount(value.low)}")
    if value.high is not None:
        sides.append(f"{'less than' if value.high_open else 'at most'} {amount(value.high)}")
    return " and ".join(sides) or "not known"
