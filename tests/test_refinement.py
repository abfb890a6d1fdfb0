"""The refinement law: learning a fact may settle an open answer and never changes a settled one.

Held over generated condition trees with generated facts, and over the rules as they are with
generated shipments whose facts are learned one after another.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exportcheck.core import conditions as told
from exportcheck.core.catalogue import Catalogue, Fact
from exportcheck.core.conditions import AllOf, AnyOf, Condition, Not, Term
from exportcheck.core.evaluate import Situation, evaluate
from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.groups import Groups
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.shipment import Shipment, decide
from exportcheck.core.truth import UNKNOWN
from exportcheck.core.values import Choice, Interval, Value
from exportcheck.reading.entries import Entry
from exportcheck.reading.library import load_library
from exportcheck.reading.shipments import ShipmentReader

HERE = Place("x", 1, 1)
DAY = date(2025, 1, 1)
NUMBERS = ("x", "y")
WORDS = ("p", "q")
OPTIONS = ("a", "b", "c")
CATALOGUE = Catalogue(
    facts={
        **{n: Fact(name=n, kind="quantity", unit="TPP", meaning="", ask="") for n in NUMBERS},
        **{
            n: Fact(name=n, kind="one_of", meaning="", ask="", options=dict.fromkeys(OPTIONS, ""))
            for n in WORDS
        },
    },
    countries={},
)

limits = st.integers(0, 6).map(Fraction)


def number_test(name: str) -> st.SearchStrategy[Condition]:
    operators = st.sampled_from(["at_least", "more_than", "at_most", "less_than", "equals"])
    return st.builds(
        lambda operator, limit: told.Test(
            fact=CATALOGUE[name], operator=operator, operand=limit, written="", place=HERE
        ),
        operators,
        limits,
    )


def word_test(name: str) -> st.SearchStrategy[Condition]:
    return st.sets(st.sampled_from(OPTIONS), min_size=1).map(
        lambda words: told.Test(
            fact=CATALOGUE[name],
            operator="one_of",
            operand=tuple(sorted(words)),
            written="",
            place=HERE,
        )
    )


tests = st.one_of(*map(number_test, NUMBERS), *map(word_test, WORDS))
conditions: st.SearchStrategy[Condition] = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda p: AllOf(parts=tuple(p), place=HERE)),
        st.lists(inner, max_size=3).map(lambda p: AnyOf(parts=tuple(p), place=HERE)),
        inner.map(lambda p: Not(part=p, place=HERE)),
        inner.map(lambda p: Term(name="t", part=p, place=HERE)),
    ),
    max_leaves=12,
)


@st.composite
def narrowings(draw: st.DrawFn) -> tuple[dict[str, Value], dict[str, Value]]:
    """What is known of each fact, and the same or narrower."""
    wide: dict[str, Value] = {}
    narrow: dict[str, Value] = {}
    for name in NUMBERS:
        ends = sorted(draw(st.lists(st.integers(0, 12), min_size=4, max_size=4)))
        half = [Fraction(end, 2) for end in ends]
        low, high = draw(st.booleans()), draw(st.booleans())
        wide[name] = Interval(half[0] if low else None, half[3] if high else None)
        narrow[name] = Interval(half[1], half[2])
    for name in WORDS:
        options = draw(st.sets(st.sampled_from(OPTIONS), min_size=1))
        inner = draw(st.sets(st.sampled_from(sorted(options)), min_size=1))
        wide[name], narrow[name] = Choice(frozenset(options)), Choice(frozenset(inner))
    return wide, narrow


def truth(condition: Condition, values: dict[str, Value]) -> object:
    stated = {n: Known(value=v, origin=Origin.STATED) for n, v in values.items()}
    situation = Situation(Facts(CATALOGUE, stated), Groups(), DAY, {})
    return evaluate(condition, situation).truth


@given(conditions, narrowings())
@settings(max_examples=400, deadline=None)
def test_a_settled_condition_stays_as_it_is(
    condition: Condition, values: tuple[dict[str, Value], dict[str, Value]]
) -> None:
    """Narrowing what is known never turns a condition that holds or fails."""
    wide, narrow = values
    before, after = truth(condition, wide), truth(condition, narrow)
    assert before is UNKNOWN or before is after


LIBRARY = load_library(use_cache=False)
FACTS: dict[str, list[Any]] = {
    "item.sku": [
        "H20",
        "H100",
        "L40",
        "L4",
        "RTX 4090",
        "RTX 4090 D",
        "MI308X",
        "Ascend 910C",
        "B200",
        "DGX H100",
        "RTX A6000",
        "A800",
        "T4",
    ],
    "destination": ["CN", "HK", "MO", "SG", "DE", "AE", "VN", "RU", "CU", "GL", "UA", "US", "IL"],
    "ship_date": [
        "2022-09-01",
        "2022-12-01",
        "2023-10-30",
        "2023-12-01",
        "2024-06-01",
        "2025-05-01",
        "2025-09-01",
        "2026-02-01",
        "2026-08-01",
    ],
    "exporter.name": ["NVIDIA", "AMD", "Somebody"],
    "transaction": ["export", "reexport", "transfer"],
    "shipped_from": ["US", "TW"],
    "end_user.country": ["CN", "SG", "DE"],
    "end_user.headquarters": ["CN", "SG", "US"],
    "end_user.ultimate_parent_headquarters": ["CN", "SG", "MO"],
    "consignee.is_end_user": ["yes"],
    "consignee.headquarters": ["CN", "SG"],
    "datacenter.country": ["CN", "SG"],
    "destination_region": ["none", "crimea"],
    "intermediate.exists": ["yes", "no"],
    "intermediate.country": ["RU", "DE"],
    "parties.listed": ["yes", "no"],
    "end_use": ["civil", "military", "supercomputer"],
    "bis_notice": ["yes", "no"],
    "letter_reviewed": ["yes", "no"],
    "license": ["none", "D1234567"],
    "purchase_order": ["yes", "no"],
    "nac.confirmed": ["yes", "no"],
    "uae.approved_entities": ["yes", "no"],
    "gp10.authorized": ["yes", "no"],
    "certification.supplement_2_dd": ["yes", "no"],
    "item.total_processing_performance": ["1000", "3000", "5000"],
    "item.performance_density": ["1", "4", "7"],
    "item.designed_for_datacenters": ["yes", "no"],
    "item.kind": ["integrated_circuit", "system", "memory"],
}


@st.composite
def learned(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Facts of one shipment in the order in which they are learned, the day first."""
    names = draw(st.permutations([name for name in FACTS if name != "ship_date"]))
    kept = names[: draw(st.integers(3, len(names)))]
    day = draw(st.sampled_from(FACTS["ship_date"]))
    rest = [(name, draw(st.sampled_from(FACTS[name]))) for name in kept]
    return [("ship_date", day), *rest]


@given(learned(), st.sampled_from(["enforced_only", "as_codified"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_settled_answer_stays_while_more_is_learned(
    facts: list[tuple[str, str]], diffusion: str
) -> None:
    """Over the real rules: from the first settled answer on, every further fact leaves it so."""
    reader = ShipmentReader(LIBRARY, "none", {"ai-diffusion": diffusion})
    settled: str | None = None
    for count in range(1, len(facts) + 1):
        entries = [Entry(name, value, HERE) for name, value in facts[:count]]
        shipment, _ = reader.read(entries, id="x", place=HERE)
        if shipment is None:
            return  # the facts contradict each other: there is no such shipment
        judged = decide(LIBRARY.rulebooks, shipment)
        if isinstance(judged, Problem):
            return
        verdict = judged.determination.verdict
        if settled is not None:
            assert verdict == settled, (facts[:count], judged.determination.outcome)
        elif verdict != "review":
            settled = verdict


def test_a_shipment_without_any_fact_is_open() -> None:
    """Nothing known settles nothing."""
    shipment = Shipment(id="x", item="", facts=Facts(LIBRARY.catalogue, {}), as_of=DAY, place=HERE)
    judged = decide(LIBRARY.rulebooks, shipment)
    assert not isinstance(judged, Problem)
    assert judged.determination.verdict == "review"
