"""EC404 always-holds: a condition that holds whatever the facts

What it finds
    A condition, or a part of one, that no fact can make fail: a limit of zero or more, a list of
    all options, an `any` of two opposites.

Why it matters
    A part that always holds asks nothing. Under `when` the rule is wider than it reads, in an
    `any` it makes the other ways idle, under `unless` or in a bar it takes the rule away.

Instead of
    any:
      - item.total_processing_performance: {less_than: 4800}
      - item.total_processing_performance: {at_least: 1600}

Write
    item.total_processing_performance: {at_least: 1600, less_than: 4800}

A rule that is to hold always has no `when`, and says why: see EC412.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.conditions import AllOf, AnyOf, Condition, ContainsAny, Not, parts_of
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.windows import Window
from exportcheck.linting.check import WARNING, Check, View
from exportcheck.linting.deciding import Decider
from exportcheck.linting.shapes import all_terms, conditions_of


def _idle(condition: Condition, decider: Decider, window: Window) -> Iterator[Place]:
    if decider.situation([], [condition], window) is None:
        yield condition.place
    elif isinstance(condition, AllOf | AnyOf | Not | ContainsAny):
        for part in parts_of(condition):
            # The ways of an any_of fact are not written one by one.
            if part.place == condition.place and isinstance(condition, AnyOf):
                continue
            yield from _idle(part, decider, window)


def find(view: View) -> Iterator[Problem]:
    """Each such place, once."""
    found: dict[Place, str] = {}
    for rulebook in view.rulebooks:
        decider = view.deciders[rulebook.id]
        for term in all_terms((rulebook,)).values():
            for place in _idle(term.part, decider, Window(rulebook.first_day)):
                found.setdefault(place, f"this part of the term `{term.name}` always holds")
    for rulebook, rule, version in view.versions():
        decider = view.deciders[rulebook.id]
        for condition in conditions_of(version):
            for place in _idle(condition, decider, version.window):
                found.setdefault(place, f"this part of `{rule.id}` always holds")
    for place, message in found.items():
        yield CHECK.problem(place, message, "it asks nothing: write what is meant, or remove it")


CHECK = Check(code="EC404", name="always-holds", severity=WARNING, find=find)
