"""What is bounded agrees with what is exact.

Laws: if a comparison of an interval is settled, it comes out the same at every point inside; if it
is unknown, two points inside come out differently; a formula's result for points inside its inputs'
intervals lies inside the interval it gives for those intervals, and narrower inputs never give a
wider result.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exportcheck.core.catalogue import Catalogue, Fact
from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.formulas import times
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth
from exportcheck.core.values import Choice, Interval

Comparison = Callable[[Interval, Fraction], Truth]
COMPARISONS: dict[str, Comparison] = {
    "at_least": lambda interval, limit: interval.at_least(limit),
    "more_than": lambda interval, limit: interval.more_than(limit),
    "at_most": lambda interval, limit: ~interval.more_than(limit),
    "less_than": lambda interval, limit: ~interval.at_least(limit),
    "equals": lambda interval, limit: interval.equals(limit),
}

numbers = st.integers(0, 8).map(lambda n: Fraction(n, 2))


@st.composite
def intervals(draw: st.DrawFn, low: st.SearchStrategy[Fraction | None] | None = None) -> Interval:
    bottom = draw(numbers if low is None else low)
    width = draw(st.none() | numbers)
    top = None if width is None else bottom + width
    open_ends = st.just(False) if width == 0 else st.booleans()
    return Interval(bottom, top, draw(open_ends), draw(open_ends) if top is not None else False)


def points(interval: Interval) -> list[Fraction]:
    """Points inside: the ends that are in, points close to every end, and points far away."""
    low = Fraction(0) if interval.low is None else interval.low
    high = low + 100 if interval.high is None else interval.high
    near = Fraction(1, 1000)
    grid = [low + (high - low) * Fraction(step, 16) for step in range(17)]
    tried = [*grid, low + near, high - near]
    return [p for p in tried if not interval.meet(Interval.exactly(p)).is_empty]


def exactly(number: Fraction) -> Interval:
    return Interval.exactly(number)


@pytest.mark.parametrize("name", COMPARISONS)
@given(interval=intervals(), limit=numbers)
def test_a_settled_comparison_is_that_of_every_point(
    name: str, interval: Interval, limit: Fraction
) -> None:
    """Every point of an interval agrees with its settled truth."""
    compare = COMPARISONS[name]
    whole = compare(interval, limit)
    for point in points(interval):
        assert compare(exactly(point), limit) is not UNKNOWN
        if whole is not UNKNOWN:
            assert compare(exactly(point), limit) is whole


@pytest.mark.parametrize("name", COMPARISONS)
@given(interval=intervals(), limit=numbers)
def test_an_unknown_comparison_has_points_on_both_sides(
    name: str, interval: Interval, limit: Fraction
) -> None:
    """No bound is wasted: a comparison that all points would settle alike is settled."""
    compare = COMPARISONS[name]
    if compare(interval, limit) is UNKNOWN:
        tried = [*points(interval), limit, limit - Fraction(1, 9999), limit + Fraction(1, 9999)]
        inside = [p for p in tried if not interval.meet(exactly(p)).is_empty]
        assert {compare(exactly(p), limit) for p in inside} == {HOLDS, FAILS}


@given(intervals(), intervals())
def test_meet_and_hull_are_both_and_either(one: Interval, other: Interval) -> None:
    """A point is in the meet if it is in both, and in the hull if it is in either."""

    def inside(interval: Interval, point: Fraction) -> bool:
        return not interval.meet(exactly(point)).is_empty

    for point in (*points(one), *points(other), *(Fraction(n, 4) for n in range(40))):
        assert inside(one.meet(other), point) == (inside(one, point) and inside(other, point))
        if inside(one, point) or inside(other, point):
            assert inside(one.hull(other), point)
    assert one.meet(other) == other.meet(one)
    assert one.hull(other) == other.hull(one)


@given(intervals(), intervals())
def test_the_product_of_points_is_in_the_product(one: Interval, other: Interval) -> None:
    """Points multiplied lie inside the product of their intervals."""
    product = times(one, other)
    for a in points(one)[:6] + points(one)[-2:]:
        for b in points(other)[:6] + points(other)[-2:]:
            assert not product.meet(exactly(a * b)).is_empty


def quantity(name: str, unit: str = "GB/s", **more: object) -> Fact:
    return Fact(name=name, kind="quantity", unit=unit, meaning="", ask="", **more)  # type: ignore[arg-type]


def rate(name: str, bits: Interval) -> Fact:
    return Fact(name=name, kind="throughput", unit="TOPS", meaning="", ask="", bit_length=bits)


FACTS = Catalogue(
    facts={
        fact.name: fact
        for fact in (
            quantity("above"),
            quantity("below"),
            quantity("third"),
            quantity("ratio", formula="ratio", inputs=("above", "below")),
            quantity("sum", formula="sum", inputs=("above", "below", "third")),
            quantity("product", formula="product", inputs=("above", "below", "third")),
            Fact(name="whole", kind="yes_no", meaning="", ask=""),
            Fact(
                name="part",
                kind="yes_no",
                meaning="",
                ask="",
                formula="no_when_no",
                inputs=("whole",),
            ),
            Fact(name="eccn", kind="eccn", meaning="", ask=""),
            Fact(
                name="entry", kind="text", meaning="", ask="", formula="entry_of", inputs=("eccn",)
            ),
            Fact(name="item.formats", kind="formats", meaning="", ask=""),
            rate("item.peak.fp16", exactly(Fraction(16))),
            rate("item.peak.fp8", exactly(Fraction(8))),
            rate("item.peak.tf32", Interval(Fraction(19), Fraction(32))),
            quantity(
                "tpp", "TPP", formula="highest_rate_times_bit_length", inputs=("item.formats",)
            ),
        )
    },
    countries={},
)


def derived(name: str, stated: dict[str, Interval | Choice]) -> Interval:
    known = {fact: Known(value=value, origin=Origin.STATED) for fact, value in stated.items()}
    value = Facts(FACTS, known)[name].value
    assert isinstance(value, Interval)
    return value


positive = intervals(low=numbers.map(lambda n: n + Fraction(1, 2)))


@given(intervals(), positive)
def test_the_ratio_of_points_is_in_the_ratio(above: Interval, below: Interval) -> None:
    """A performance density is inside the bounds that bounded TPP and area give."""
    found = derived("ratio", {"above": above, "below": below})
    for a in points(above)[:5] + points(above)[-2:]:
        for b in points(below)[:5] + points(below)[-2:]:
            assert not found.meet(exactly(a / b)).is_empty
            assert derived("ratio", {"above": exactly(a), "below": exactly(b)}) == exactly(a / b)


@given(intervals(), intervals(), intervals())
def test_the_sum_of_points_is_in_the_sum(one: Interval, two: Interval, three: Interval) -> None:
    """A total of bandwidths is inside the bounds that its bounded parts give."""
    found = derived("sum", {"above": one, "below": two, "third": three})
    for a in (points(one)[0], points(one)[-1]):
        for b in (points(two)[0], points(two)[-1]):
            for c in (points(three)[0], points(three)[-1]):
                assert not found.meet(exactly(a + b + c)).is_empty
                exact = {"above": exactly(a), "below": exactly(b), "third": exactly(c)}
                assert derived("sum", exact) == exactly(a + b + c)


@given(intervals(), intervals(), intervals(low=st.just(Fraction(0))))
def test_the_highest_product_of_points_is_in_the_total_processing_performance(
    fp16: Interval, fp8: Interval, tf32: Interval
) -> None:
    """TPP at exact rates is the highest rate times length, inside the bounds of bounded rates."""
    formats = Choice.of("fp16,fp8,tf32")
    found = derived(
        "tpp",
        {
            "item.formats": formats,
            "item.peak.fp16": fp16,
            "item.peak.fp8": fp8,
            "item.peak.tf32": tf32,
        },
    )
    for a in (points(fp16)[0], points(fp16)[-1]):
        for b in (points(fp8)[0], points(fp8)[-1]):
            for c in (points(tf32)[0], points(tf32)[-1]):
                for bits in (19, 32):
                    highest = max(a * 16, b * 8, c * bits)
                    assert not found.meet(exactly(highest)).is_empty
                exact = derived(
                    "tpp",
                    {
                        "item.formats": Choice.of("fp16,fp8"),
                        "item.peak.fp16": exactly(a),
                        "item.peak.fp8": exactly(b),
                    },
                )
                assert exact == exactly(max(a * 16, b * 8))


ZERO, ONE, FIVE = exactly(Fraction(0)), exactly(Fraction(1)), exactly(Fraction(5))


@example("ratio", {"above": (FIVE, FIVE), "below": (ZERO, ONE), "third": (ZERO, ZERO)})
@given(
    st.sampled_from(("ratio", "sum", "product", "tpp")),
    st.fixed_dictionaries(
        {name: st.tuples(intervals(), intervals()) for name in ("above", "below", "third")}
    ),
)
def test_narrower_inputs_never_give_a_wider_result(
    name: str, pairs: dict[str, tuple[Interval, Interval]]
) -> None:
    """Narrowing an input, to zero also, leaves a derived fact inside the bounds it had."""
    if name == "tpp":
        names = dict(
            zip(("item.peak.fp16", "item.peak.fp8", "item.peak.tf32"), pairs.values(), strict=True)
        )
        more: dict[str, Interval | Choice] = {"item.formats": Choice.of("fp16,fp8,tf32")}
    else:
        names, more = pairs, {}
    narrow = derived(name, {**more, **{fact: one for fact, (one, _) in names.items()}})
    wide = derived(name, {**more, **{fact: one.hull(two) for fact, (one, two) in names.items()}})
    assert narrow.meet(wide) == narrow


CHOICES = {
    "part": ("whole", ("yes", "no")),
    "entry": ("eccn", ("3a001", "3a001.a.7", "3a001.z.1.a", "4a003.z.1", "ear99")),
}


@given(st.data(), st.sampled_from(tuple(CHOICES)))
def test_fewer_options_never_give_more_of_them(data: st.DataObject, name: str) -> None:
    """What is derived from words keeps inside what it was when fewer words are still possible."""
    source, options = CHOICES[name]
    wide = data.draw(st.none() | st.frozensets(st.sampled_from(options), min_size=1))
    narrow = data.draw(st.frozensets(st.sampled_from(sorted(wide or options)), min_size=1))
    found = []
    for words in (narrow, wide):
        known = {source: Known(value=Choice(words), origin=Origin.STATED)}
        value = Facts(FACTS, known)[name].value
        assert isinstance(value, Choice)
        found.append(value)
    assert found[0].meet(found[1]) == found[0]
    points = [
        Facts(FACTS, {source: Known(value=Choice.of(word), origin=Origin.STATED)})[name].value
        for word in narrow
    ]
    for point in points:
        assert isinstance(point, Choice)
        assert point.meet(found[0]) == point
