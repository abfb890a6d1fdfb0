"""EC410 two-classifications: two rules that can classify one item in different paragraphs

What it finds
    Two classifying rules in force together that both hold for some values of the facts they test,
    with such values. Pairs of which one rests on other rules or on contained items are left out,
    since what these give cannot be told from the conditions alone.

Why it matters
    Where both hold the paragraph cannot be told, so every line with such an item stays open. In the
    control list the paragraphs exclude each other; an end of a range, or an "unless described
    in", is missing.

Instead of
    - id: 3A090.a
      when: {item.total_processing_performance: {at_least: 4800}}
    - id: 3A090.b
      when: {item.total_processing_performance: {at_least: 2400}}

Write
    - id: 3A090.b
      when: {item.total_processing_performance: {at_least: 2400, less_than: 4800}}
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from exportcheck.core.problems import Problem
from exportcheck.core.rules import Classifies, Rule
from exportcheck.linting.check import WARNING, Check, View
from exportcheck.linting.deciding import Decider, Situation, common


def _both(first: Rule, second: Rule, decider: Decider) -> Situation | None:
    """A situation in which both certainly hold."""
    for one in first.versions:
        for other in second.versions:
            window = common(one.window, other.window)
            if window is not None:
                both = [decider.whole(one), decider.whole(other)]
                found = decider.situation(both, [], window)
                if found is not None and found.certain:
                    return found
    return None


def find(view: View) -> Iterator[Problem]:
    """Each such pair, at the later rule."""
    for rulebook in view.rulebooks:
        for first, second in combinations(rulebook.that(Classifies), 2):
            if first.effect == second.effect:
                continue
            found = _both(first, second, view.deciders[rulebook.id])
            if found is not None:
                yield CHECK.problem(
                    second.place,
                    f"`{second.id}` and `{first.id}` can both hold"
                    + (f", as where {found.words}" if found.words else ""),
                    f"`{first.id}` is in line {first.place.line} of "
                    f"{first.place.file.rpartition('/')[2]}; let one exclude the other",
                )


CHECK = Check(code="EC410", name="two-classifications", severity=WARNING, find=find)
