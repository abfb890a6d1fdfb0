"""The numbers of an item beside the lines they are compared with, and their distances."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from exportcheck.core.catalogue import Fact
from exportcheck.core.conditions import OPERATORS, AllOf, ContainsAny, Test
from exportcheck.core.evaluate import Step
from exportcheck.core.facts import Facts, Known
from exportcheck.core.findings import Finding
from exportcheck.core.quantities import show_beside, show_number, show_quantity
from exportcheck.core.records import Record
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth
from exportcheck.core.values import Interval


class Line(Record):
    """One threshold: in words, whether the number meets it, the distance, the rules that ask."""

    words: str
    truth: Truth
    distance: str
    rules: tuple[str, ...]


class Measure(Record):
    """One number of one item, how it was found, and its thresholds from the lowest."""

    item: str
    fact: Fact
    shown: str
    account: str
    confidence: str
    lines: tuple[Line, ...]


_OPPOSITES = {"less_than": "at_least", "at_most": "more_than"}


def measures(findings: Iterable[Finding], facts: Facts) -> tuple[Measure, ...]:
    """The measures that the findings compare, each number once, in the order of the rules."""
    rows: dict[tuple[str, str], tuple[Fact, Known, dict[tuple[str, Fraction], Line]]] = {}
    for finding in findings:
        if _is_about_another_kind(finding.step):
            continue
        for item, step in _compared(finding.step, facts, ""):
            test = step.condition
            if not isinstance(test, Test) or not isinstance(test.operand, Fraction):
                continue
            if not test.operand:
                continue  # whether there is any is no limit to stand beside
            assert step.known is not None
            if not test.fact.name.startswith("item.") or (
                # Not known, and not needed either.
                step.known.value == test.fact.unknown and finding.truth is not UNKNOWN
            ):
                continue
            _, _, lines = rows.setdefault((item, test.fact.name), (test.fact, step.known, {}))
            operator, truth = test.operator, step.truth
            if operator in _OPPOSITES:
                # "Less than 4800" is the other side of the line "at least 4800".
                operator, truth = _OPPOSITES[operator], ~truth
            key = (operator, test.operand)
            before = lines[key].rules if key in lines else ()
            rules = before if finding.rule.id in before else (*before, finding.rule.id)
            lines[key] = Line(
                words=f"{OPERATORS[operator].words} {show_number(test.operand)}",
                truth=truth,
                distance=_distance(step.known, test.operand),
                rules=rules,
            )
    return tuple(
        Measure(
            item=item,
            fact=fact,
            shown=_shown(fact, known, lines),
            account=known.note if fact.formula and known.is_exact else "",
            confidence=known.confidence,
            lines=tuple(lines[key] for key in sorted(lines, key=lambda key: key[1])),
        )
        for (item, _), (fact, known, lines) in rows.items()
    )


def _is_about_another_kind(step: Step) -> bool:
    """Whether the rule classifies items of another kind, or in an entry not known as theirs."""
    return any(
        isinstance(leaf.condition, Test)
        and leaf.condition.fact.name == "item.kind"
        and leaf.truth is FAILS
        for leaf in step.leaves(FAILS)
    ) or any(
        isinstance(part.condition, Test)
        and part.condition.fact.name == "item.eccn_entry"
        and part.truth is not HOLDS
        for part in _conjuncts(step)
    )


def _conjuncts(step: Step) -> Iterator[Step]:
    if isinstance(step.condition, AllOf):
        for part in step.parts:
            yield from _conjuncts(part)
    else:
        yield step


def _compared(step: Step, facts: Facts, item: str) -> Iterator[tuple[str, Step]]:
    """The tests under a step with the name of the contained item that they judge."""
    if isinstance(step.condition, ContainsAny):
        for inner, part in zip(facts.contained(), step.parts, strict=False):
            yield from _compared(part, inner, inner["item.sku"].written)
        return
    if not step.parts:
        yield item, step
    for part in step.parts:
        yield from _compared(part, facts, item)


def _shown(fact: Fact, known: Known, lines: dict[tuple[str, Fraction], Line]) -> str:
    """The number with as many places as tell it from the nearest line."""
    value = known.value
    assert isinstance(value, Interval)
    if value.low is None or not value.is_exact or not lines:
        return show_quantity(value, fact.unit)
    number = value.low
    nearest = min((limit for _, limit in lines), key=lambda limit: abs(limit - number))
    return f"{show_beside(number, nearest)} {fact.unit}".rstrip()


def _distance(known: Known, limit: Fraction) -> str:
    value = known.value
    assert isinstance(value, Interval)
    if value.low is not None and value.is_exact:
        if value.low == limit:
            return "exactly at the line"
        side = "above" if value.low > limit else "below"
        return f"{show_beside(abs(value.low - limit), Fraction(0))} {side}"
    if value.low is not None and value.low >= limit:
        if value.low == limit:
            return "at the line or above"
        return f"at least {show_beside(value.low - limit, Fraction(0))} above"
    if value.high is not None and value.high <= limit:
        if value.high == limit:
            return "at the line or below"
        return f"at least {show_beside(limit - value.high, Fraction(0))} below"
    return "may lie on either side"
