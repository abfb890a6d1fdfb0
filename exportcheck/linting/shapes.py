"""What a condition asks, apart from where and how it is written: a value to compare and to hash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from exportcheck.core.conditions import (
    AllOf,
    AnyOf,
    Condition,
    ContainsAny,
    Not,
    PartRequires,
    RuleHolds,
    Term,
    Test,
    parts_of,
)
from exportcheck.core.rules import Rulebook, Version


def shape(condition: Condition | None) -> tuple[Any, ...]:
    """Two conditions with one shape hold in the same situations; a term is what it stands for."""
    match condition:
        case None:
            return ()
        case Test():
            operand = condition.operand
            words = tuple(sorted(operand)) if isinstance(operand, tuple) else (str(operand),)
            return ("test", condition.fact.name, condition.operator, *words)
        case AllOf() | AnyOf():
            parts = sorted({shape(part) for part in condition.parts}, key=repr)
            if len(parts) == 1:
                return parts[0]
            return ("all" if isinstance(condition, AllOf) else "any", *parts)
        case Not():
            return ("not", shape(condition.part))
        case Term():
            return shape(condition.part)
        case ContainsAny():
            return ("contains", shape(condition.part))
        case RuleHolds():
            return ("holds", *sorted(condition.rules))
        case PartRequires():
            return ("part", *sorted(condition.parts), "but", *sorted(condition.other_than))


def whole(version: Version) -> Condition:
    """What a version asks, its `unless` counted."""
    if version.unless is None:
        return version.when
    negated = Not(part=version.unless, place=version.unless.place)
    return AllOf(parts=(version.when, negated), place=version.when.place)


def is_written(condition: Condition | None) -> bool:
    """Whether there is a condition at all, and not the one that stands for none."""
    return condition is not None and not (isinstance(condition, AllOf) and not condition.parts)


def conditions_of(version: Version) -> Iterator[Condition]:
    """Every condition that a version states, as written."""
    bars = (bar.when for bar in version.bars)
    policies = (policy.when for policy in version.policies)
    for each in (version.when, version.unless, version.resolved_when, *bars, *policies):
        if each is not None and is_written(each):
            yield each


def terms_of(conditions: Iterable[Condition]) -> dict[str, Term]:
    """The terms that conditions use, and those that these use."""
    found: dict[str, Term] = {}
    ahead = list(conditions)
    while ahead:
        condition = ahead.pop()
        if isinstance(condition, Term):
            if condition.name in found:
                continue
            found[condition.name] = condition
        ahead.extend(parts_of(condition))
    return found


def all_terms(rulebooks: tuple[Rulebook, ...]) -> dict[str, Term]:
    """The terms that the rules use, by name."""
    return terms_of(
        condition
        for rulebook in rulebooks
        for conditions in (
            (rulebook.applies_when,),
            *(conditions_of(v) for rule in rulebook.rules for v in rule.versions),
        )
        for condition in conditions
    )
