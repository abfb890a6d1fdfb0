"""EC403 never-holds: a condition that can never hold

What it finds
    A condition, or one way of an `any`, whose tests contradict each other whatever the facts: two
    limits that leave no number between them, two words that one fact cannot be at once, a term
    required and excluded. It may be of a rule, or among the `contradictions` of a facts file. Facts
    are taken one by one; that a formula ties two of them is not seen.

Why it matters
    A requirement or prohibition that can never hold passes everything. An `unless` or a bar that
    can never hold is one that the law has and the rule has not.

Instead of
    item.total_processing_performance: {at_least: 4800, less_than: 1600}

Write
    item.total_processing_performance: {at_least: 1600, less_than: 4800}

Keys side by side must all hold; for one of several, write `any`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from exportcheck.core.conditions import AllOf, AnyOf, Condition, ContainsAny, Not, Term
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.windows import Window
from exportcheck.linting.check import ERROR, Check, View
from exportcheck.linting.deciding import Decider
from exportcheck.linting.shapes import all_terms, conditions_of


def _contradicting(condition: Condition, decider: Decider, window: Window) -> Place:
    """Where what stands above in a condition is contradicted; else its own place."""
    parts = condition.parts if isinstance(condition, AllOf) else ()
    for number in range(1, len(parts) + 1):
        if decider.situation(parts[:number], [], window) is None:
            return parts[number - 1].place
    return condition.place


def _dead(
    condition: Condition, beside: list[Condition], decider: Decider, window: Window
) -> Iterator[Place]:
    """Where a condition, or a way within it, cannot hold together with what stands beside it."""
    if decider.situation([condition, *beside], [], window) is None:
        yield _contradicting(condition, decider, window)
        return
    match condition:
        case AllOf():
            for index, part in enumerate(condition.parts):
                if isinstance(part, AllOf | AnyOf | Not | ContainsAny):
                    others = [*condition.parts[:index], *condition.parts[index + 1 :]]
                    yield from _dead(part, [*beside, *others], decider, window)
        case AnyOf():
            # The ways of an any_of fact are not written one by one.
            for part in condition.parts:
                if part.place != condition.place:
                    yield from _dead(part, beside, decider, window)
        case Not() | ContainsAny() if not isinstance(condition.part, Term):
            # What is excluded, or sought in a contained item, must be possible by itself.
            yield from _dead(condition.part, [], decider, window)


def find(view: View) -> Iterator[Problem]:
    """Each such place, once; what the parts of a version ask together is told at its `when`."""
    found: dict[Place, str] = {}
    for rulebook in view.rulebooks:
        decider = view.deciders[rulebook.id]
        for term in all_terms((rulebook,)).values():
            for place in _dead(term.part, [], decider, Window(rulebook.first_day)):
                found.setdefault(place, f"this part of the term `{term.name}` can never hold")
    for rulebook, rule, version in view.versions():
        decider = view.deciders[rulebook.id]
        for condition in conditions_of(version):
            for place in _dead(condition, [], decider, version.window):
                found.setdefault(place, f"this condition of `{rule.id}` can never hold")
        asked = [decider.whole(version)]
        if (
            version.unless is not None
            and decider.situation([version.when], [], version.window) is not None
            and decider.situation(asked, [], version.window) is None
        ):
            message = f"this `unless` takes all of the rule `{rule.id}` away"
            found.setdefault(version.unless.place, message)
    if view.rulebooks:
        whens = [each.when for each in view.contradictions]
        decider = Decider(view.rulebooks[0], whens)
        for each in whens:
            for place in _dead(each, [], decider, Window(date.min)):
                found.setdefault(place, "this contradiction can never hold, so it refuses no line")
    for place, message in found.items():
        yield CHECK.problem(
            place, message, "its tests contradict each other: compare them with the law"
        )


CHECK = Check(code="EC403", name="never-holds", severity=ERROR, find=find)
