"""The formulas behind derived facts; the only part of a fact that needs Python.

A formula takes what is known and the names of its inputs, and gives an interval (or choice) with a
short account of how it was found. It is monotone: narrower inputs give a narrower result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

from exportcheck.core import eccns
from exportcheck.core.catalogue import NUMERIC_KINDS, Fact
from exportcheck.core.quantities import show_number, show_quantity
from exportcheck.core.records import Record
from exportcheck.core.truth import HOLDS
from exportcheck.core.values import ANYTHING, NOT_NEGATIVE, Choice, Interval, Value, meet

if TYPE_CHECKING:
    from exportcheck.core.catalogue import Catalogue, Fact
    from exportcheck.core.facts import Facts

Result = tuple[Value, str]
# From a fact in words, and a word that it may be, to the word of another fact.
OfWord: TypeAlias = "Callable[[Fact, str], str]"


class Formula(Record):
    """How a fact is derived, and from what: in words, and whether a fact and its inputs fit.

    Of a formula that takes word by word, `of_word` is what it does with one.
    """

    find: Callable[[Facts, tuple[str, ...]], Result]
    takes: str
    fits: Callable[[Fact, Sequence[Fact]], bool]
    reads_formats: bool = False
    of_word: OfWord | None = None

    def inputs_of(self, catalogue: Catalogue, fact: Fact) -> tuple[str, ...]:
        """Every fact that the formula looks at for a fact."""
        if not self.reads_formats:
            return fact.inputs
        formats = tuple(catalogue.formats.values())
        readings = (each.bits_reading for each in formats if each.bits_reading)
        return (*fact.inputs, *(each.name for each in formats), *readings)


BEYOND_EVERY_LINE = Fraction(10**30)


def highest_rate_times_bit_length(facts: Facts, inputs: tuple[str, ...]) -> Result:
    """Total processing performance: dense TOPS times bit length, at the format where it is highest.

    Datasheet TOPS already count a multiply-accumulate as two operations, which is the 2 of the
    formula (15 CFR Part 774 Supp. No. 1, ECCN 3A090, Technical Note 2, points 1.b, 2 and 3). A
    format outside the maker's list of formats has no rate; a listed one without a figure may have
    any, so the result is then bounded from below only. It is never less than the other inputs.
    """
    listed = facts[inputs[0]].value
    claimed: frozenset[str] | None = None
    if isinstance(listed, Choice) and listed.options is not None:
        claimed = frozenset(name for option in listed.options for name in option.split(","))
    low, high, account = Fraction(0), Fraction(0), ""
    unbounded = claimed is None
    # A format whose length is disputed comes last: at a tie the others speak for the result.
    for name, fact in sorted(
        facts.catalogue.formats.items(), key=lambda f: bool(f[1].bits_reading)
    ):
        known = facts[fact.name]
        rate, bits = known.value, _bit_length(facts, fact)
        if not isinstance(rate, Interval) or bits is None:
            continue
        if claimed is not None and name not in claimed and rate == fact.unknown:
            continue
        product = times(rate, bits)
        if product.high is None:
            unbounded = True
        if product.low is not None and product.low > low:
            low = product.low
            length = show_quantity(bits, "bit")
            figure = known.written.removesuffix(" dense") or show_quantity(rate, fact.unit)
            account = f"{figure} {name.upper()} × {length}"
        if product.high is not None and product.high > high:
            high = product.high
    result = Interval(low, None if unbounded else high)
    for name in inputs[1:]:
        floor = facts[name].value
        if isinstance(floor, Interval) and floor.low is not None and floor.low > (result.low or 0):
            top = result.high if result.high is None or result.high > floor.low else None
            result, account = Interval(floor.low, top, floor.low_open, False), _figure(facts, name)
    return result, account


def _bit_length(facts: Facts, fact: Fact) -> Interval | None:
    """The bit length of a format; where it is disputed, that of the reading taken."""
    if not fact.bits_by_option or fact.bits_reading not in facts.catalogue:
        return fact.bit_length
    options = facts[fact.bits_reading].value
    if not isinstance(options, Choice) or options.options is None:
        return fact.bit_length
    lengths = [fact.bits_by_option[option] for option in sorted(options.options)]
    return reduce(Interval.hull, lengths)


def times(first: Interval, second: Interval) -> Interval:
    """The product of two intervals of numbers of zero or more."""
    low = (first.low or Fraction(0)) * (second.low or Fraction(0))
    high = None if first.high is None or second.high is None else first.high * second.high
    return Interval(
        low,
        high,
        low != 0 and (first.low_open or second.low_open),
        bool(high) and (first.high_open or second.high_open),
    )


def ratio(facts: Facts, inputs: tuple[str, ...]) -> Result:
    """The first input divided by the second, both zero or more."""
    above, below = (facts[name].value for name in inputs)
    if not isinstance(above, Interval) or not isinstance(below, Interval):
        return NOT_NEGATIVE, ""
    low, low_open = Fraction(0), False
    if above.low and below.high == 0:
        # Nothing to divide by. Whoever narrows a small divisor to zero must not find less than
        # before, so the quotient counts as beyond every line.
        low = BEYOND_EVERY_LINE
    elif above.low is not None and below.high:
        low = above.low / below.high
        low_open = low != 0 and (above.low_open or below.high_open)
    high, high_open = None, False
    if above.high is not None and below.low:
        high = above.high / below.low
        high_open = high != 0 and (above.high_open or below.low_open)
    account = " ÷ ".join(_figure(facts, name) for name in inputs)
    return Interval(low, high, low_open, high_open), account


def total(facts: Facts, inputs: tuple[str, ...]) -> Result:
    """The inputs added up, each zero or more."""
    low, high, low_open, high_open = Fraction(0), Fraction(0), False, False
    unbounded = False
    for name in inputs:
        value = facts[name].value
        if not isinstance(value, Interval):
            return NOT_NEGATIVE, ""
        low += value.low or 0
        low_open = low_open or value.low_open
        if value.high is None:
            unbounded = True
        else:
            high += value.high
            high_open = high_open or value.high_open
    account = " + ".join(_figure(facts, name) for name in inputs)
    return Interval(low, None if unbounded else high, low_open, high_open), account


def product(facts: Facts, inputs: tuple[str, ...]) -> Result:
    """The inputs multiplied, each zero or more: a quantity times a value."""
    result = Interval.exactly(1)
    for name in inputs:
        value = facts[name].value
        if not isinstance(value, Interval):
            return NOT_NEGATIVE, ""
        result = times(result, value)
    return result, " × ".join(_figure(facts, name) for name in inputs)


def same_as_when(facts: Facts, inputs: tuple[str, ...]) -> Result:
    """The value of the second input where the first says yes; else nothing is known."""
    flag, source = (facts[name].value for name in inputs)
    if isinstance(flag, Choice) and flag.one_of({"yes"}) is HOLDS:
        return source, f"the same as `{inputs[1]}`"
    return ANYTHING, ""


def is_same(facts: Facts, inputs: tuple[str, ...]) -> Result:
    """Whether two facts have the same value."""
    first, second = (facts[name].value for name in inputs)
    told = " and ".join(f"`{name}`" for name in inputs)
    if isinstance(first, Choice) and first.only is not None and first == second:
        return Choice.of("yes"), f"{told} are the same"
    if isinstance(first, Choice) and meet(first, second).is_empty:
        return Choice.of("no"), f"{told} are not the same"
    return ANYTHING, ""


def no_when_no(facts: Facts, inputs: tuple[str, ...]) -> Result:
    """No where the input is no: who is on no list is not on this one."""
    value = facts[inputs[0]].value
    if isinstance(value, Choice) and value.one_of({"no"}) is HOLDS:
        return Choice.of("no"), f"`{inputs[0]}` is no"
    return ANYTHING, ""


def entry_of(_: Fact, word: str) -> str:
    """The entry (3A001) of an ECCN that may name a paragraph of it (3A001.a.7)."""
    return eccns.entry(word)


def product_group_of(_: Fact, word: str) -> str:
    """The product group of an ECCN, by its letter."""
    return eccns.product_group(word)


def series_of(_: Fact, word: str) -> str:
    """The series of an ECCN, by the digit behind its letter."""
    return eccns.series(word)


def has_paragraph(eccn: Fact, word: str) -> str:
    """Whether an entry has the paragraph; yes where not all paragraphs of the entry are known."""
    known = eccn.paragraphs.get(eccns.entry(word))
    return "yes" if known is None or word in known else "no"


def _word_by_word(of: OfWord, how: str) -> Callable[[Facts, tuple[str, ...]], Result]:
    """The formula that takes each word which its input may be to another word."""

    def find(facts: Facts, inputs: tuple[str, ...]) -> Result:
        value, source = facts[inputs[0]].value, facts.catalogue[inputs[0]]
        if not isinstance(value, Choice) or value.options is None:
            return ANYTHING, ""
        found = Choice(frozenset(of(source, option) for option in value.options))
        return found, how.format(f"`{inputs[0]}`")

    return find


def classification(*_: object) -> Result:
    """Found by the rules, not by a formula: `determine` puts it among the facts."""
    return ANYTHING, ""


def _figure(facts: Facts, name: str) -> str:
    fact, value = facts.catalogue[name], facts[name].value
    if isinstance(value, Interval) and value.low is not None and value.is_exact:
        return f"{show_number(value.low)} {fact.unit}".strip()
    return facts.catalogue.show(fact, facts[name])


def _are_numbers(*facts: Fact) -> bool:
    return all(fact.kind in NUMERIC_KINDS for fact in facts)


def _is_rate_times_bits(fact: Fact, inputs: Sequence[Fact]) -> bool:
    floors = inputs[1:]
    return (
        _are_numbers(fact, *floors)
        and [each.kind for each in inputs[:1]] == ["formats"]
        and all(each.unit == fact.unit for each in floors)
    )


def _is_ratio(fact: Fact, inputs: Sequence[Fact]) -> bool:
    units = "/".join(each.unit for each in inputs)
    return _are_numbers(fact, *inputs) and len(inputs) == 2 and fact.unit == units


def _is_total(fact: Fact, inputs: Sequence[Fact]) -> bool:
    return _are_numbers(fact, *inputs) and {each.unit for each in inputs} == {fact.unit}


def _is_product(fact: Fact, inputs: Sequence[Fact]) -> bool:
    return _are_numbers(fact, *inputs) and bool(inputs) and inputs[-1].unit == fact.unit


def _is_no_when_no(fact: Fact, inputs: Sequence[Fact]) -> bool:
    return fact.kind == "yes_no" and [each.kind for each in inputs] == ["yes_no"]


def _is_of_eccn(kind: str) -> Callable[[Fact, Sequence[Fact]], bool]:
    return lambda fact, inputs: fact.kind == kind and [each.kind for each in inputs] == ["eccn"]


def _is_the_same(fact: Fact, inputs: Sequence[Fact]) -> bool:
    words = fact.kind != "date" and not _are_numbers(fact)
    return words and [each.kind for each in inputs] == ["yes_no", fact.kind]


def _is_sameness(fact: Fact, inputs: Sequence[Fact]) -> bool:
    return fact.kind == "yes_no" and [each.kind for each in inputs] == ["country", "country"]


def _is_classification(fact: Fact, inputs: Sequence[Fact]) -> bool:
    return fact.kind == "text" and not inputs


FORMULAS: Mapping[str, Formula] = {
    "highest_rate_times_bit_length": Formula(
        find=highest_rate_times_bit_length,
        takes="the list of formats, then numbers of which it is never less, and gives a number",
        fits=_is_rate_times_bits,
        reads_formats=True,
    ),
    "ratio": Formula(
        find=ratio,
        takes="two numbers, and gives one in the unit of the first by that of the second",
        fits=_is_ratio,
    ),
    "sum": Formula(
        find=total,
        takes="numbers in the unit of the fact that they add up to",
        fits=_is_total,
    ),
    "product": Formula(
        find=product,
        takes="numbers, and gives one in the unit of the last",
        fits=_is_product,
    ),
    "same_as_when": Formula(
        find=same_as_when,
        takes="a fact that is yes or no, and one of the kind of the fact it gives, in words",
        fits=_is_the_same,
    ),
    "is_same": Formula(
        find=is_same,
        takes="two countries, and gives yes or no",
        fits=_is_sameness,
    ),
    "no_when_no": Formula(
        find=no_when_no, takes="a fact that is yes or no, and gives one", fits=_is_no_when_no
    ),
    "entry_of": Formula(
        find=_word_by_word(entry_of, "the entry of {}"),
        takes="an ECCN, and gives a text",
        fits=_is_of_eccn("text"),
        of_word=entry_of,
    ),
    "product_group_of": Formula(
        find=_word_by_word(product_group_of, "the product group of {}"),
        takes="an ECCN, and gives one of `A` to `E` and `none`",
        fits=_is_of_eccn("one_of"),
        of_word=product_group_of,
    ),
    "series_of": Formula(
        find=_word_by_word(series_of, "the series of {}"),
        takes="an ECCN, and gives one of `0` to `9` and `none`",
        fits=_is_of_eccn("one_of"),
        of_word=series_of,
    ),
    "has_paragraph": Formula(
        find=_word_by_word(has_paragraph, "by the paragraphs that the entry has"),
        takes="an ECCN, and gives yes or no",
        fits=_is_of_eccn("yes_no"),
        of_word=has_paragraph,
    ),
    "classification": Formula(
        find=classification, takes="nothing, and gives a text", fits=_is_classification
    ),
}


def word_of(fact: Fact) -> OfWord | None:
    """What gives each word of a fact from one of the fact it follows from, where a formula does."""
    return FORMULAS[fact.formula].of_word if fact.formula else None
