"""Numbers beside the lines they are compared with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from exportcheck.core.library import Library
from exportcheck.core.measures import Measure, measures
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN

TPP, PD = "item.total_processing_performance", "item.performance_density"


@pytest.fixture
def measured(library: Library, ask: Callable[..., Any]) -> Callable[..., dict[str, Measure]]:
    """The measures of an item's classification by the name of their fact."""

    def found(**stated: str) -> dict[str, Measure]:
        line = {f"item.{name}": text for name, text in stated.items()}
        line |= {
            "item.kind": "integrated_circuit",
            "item.designed_for_datacenters": "yes",
            "ship_date": "2025-06-02",
        }
        judgment = ask(library, line).judgments[0]
        told = measures(judgment.classifications, judgment.facts)
        return {measure.fact.name: measure for measure in told}

    return found


@pytest.mark.parametrize(
    ("tpp", "truths", "distance"),
    [
        ("4799.99", [HOLDS, HOLDS, FAILS], "0.01 below"),
        ("4800", [HOLDS, HOLDS, HOLDS], "exactly at the line"),
        ("4800.01", [HOLDS, HOLDS, HOLDS], "0.01 above"),
        ("at least 5000", [HOLDS, HOLDS, HOLDS], "at least 200 above"),
        ("at most 1500", [FAILS, FAILS, FAILS], "at least 3300 below"),
        ("at least 2000 and at most 5000", [HOLDS, UNKNOWN, UNKNOWN], "may lie on either side"),
    ],
)
def test_each_threshold_once_with_its_distance(
    measured: Callable[..., dict[str, Measure]], tpp: str, truths: list[Any], distance: str
) -> None:
    """The thresholds come from the lowest, each once, with the truth and how far away it is."""
    measure = measured(total_processing_performance=tpp, performance_density="7")[TPP]
    assert [line.words for line in measure.lines] == [
        "at least 1600",
        "at least 2400",
        "at least 4800",
    ]
    assert [line.truth for line in measure.lines] == truths
    assert measure.lines[-1].distance == distance


def test_a_line_names_the_rules_that_ask(measured: Callable[..., dict[str, Measure]]) -> None:
    """A threshold and its other side are one line, with every rule that compares with it."""
    measure = measured(total_processing_performance="5000", performance_density="7")[TPP]
    assert set(measure.lines[-1].rules) == {"3A090.a", "3A090.b"}


def test_a_number_is_shown_with_the_places_that_tell_it_from_its_line(
    measured: Callable[..., dict[str, Measure]],
) -> None:
    """A density just below its limit does not look like the limit."""
    close = measured(total_processing_performance="5000", performance_density="5.919999")[PD]
    assert close.shown == "5.919999 TPP/mm²"
    far = measured(total_processing_performance="4992", logic_die_area="826 mm²")[PD]
    assert far.shown == "≈6.04 TPP/mm²"
    assert "4992 TPP ÷ 826 mm²" in far.account


def test_no_number_stands_beside_a_rule_for_another_kind(
    measured: Callable[..., dict[str, Measure]],
) -> None:
    """The density of memory is no matter of a processor."""
    told = measured(total_processing_performance="5000", performance_density="7")
    assert "item.memory_bandwidth_density" not in told
