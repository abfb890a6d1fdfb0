"""Why no answer turns on a rule: others which stop already all that it stops.

What others stop is asked of the law without the rule, so that one which makes way for it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from exportcheck.analysis.algebra import Formula, Solver, both, either, is_true_in, negated
from exportcheck.analysis.stages import Encoded
from exportcheck.analysis.witnesses import Unconfirmed
from exportcheck.core.rules import Advises

# When a rule prohibits a shipment, fails it, and does not let it simply go: each is less than the
# one before, and what stops a shipment instead has to do no less.
Degrees: TypeAlias = tuple[Formula, Formula, Formula]


def degrees_of(encoded: Iterable[Encoded]) -> dict[str, Degrees]:
    """All that stops a shipment, by its full name; paragraphs in conflict by their rulebook's."""
    found: dict[str, Degrees] = {}
    for each in encoded:
        name, applies = each.rulebook.id, each.applies.holds
        may_apply = negated(each.applies.fails)
        for rule, truth in each.prohibitions.items():
            holds = both((applies, truth.holds))
            stops = both((may_apply, negated(truth.fails)))
            found[f"{name}/{rule}"] = (holds, holds, stops)
        for rule, truth in each.requirements.items():
            covered = each.covered[rule]
            fails = both((applies, truth.holds, covered.fails))
            stops = both((may_apply, negated(truth.fails), negated(covered.holds)))
            found[f"{name}/{rule}"] = (False, fails, stops)
        for rule, truth in each.advisories.items():
            effect = each.in_force[rule].rule.effect
            if isinstance(effect, Advises) and effect.holds_open:
                stops = both((may_apply, negated(truth.fails)))
                found[f"{name}/{rule}"] = (False, False, stops)
        found[name] = (False, False, both((may_apply, either((each.outside, each.conflict)))))
    return found


def stopped_instead(solver: Solver, own: Degrees, others: Mapping[str, Degrees]) -> tuple[str, ...]:
    """Few of the others that between them stop all that a rule stops; none where it stops nothing.

    There is such a rule for every shipment, and one alone is found where it is enough.
    """
    shown: list[frozenset[str]] = []
    chosen: tuple[str, ...] = ()
    while (stopping := _left_by(chosen, solver, own, others)) is not None:
        if not stopping:
            raise Unconfirmed("nothing else stops what a rule stops on which no answer turns")
        shown.append(stopping)
        chosen = _one_of_each(shown, tuple(others))
    for name in chosen:
        fewer = tuple(each for each in chosen if each != name)
        if _left_by(fewer, solver, own, others) is None:
            chosen = fewer
    return chosen


def _left_by(
    names: Iterable[str],
    solver: Solver,
    own: Degrees,
    others: Mapping[str, Degrees],
) -> frozenset[str] | None:
    """The others that stop some shipment which the rule stops and the named ones do not."""
    left = [
        both((mine, *(negated(others[name][degree]) for name in names)))
        for degree, mine in enumerate(own)
    ]
    model = solver.solve(either(left))
    if model is None:
        return None
    degree = next(number for number, each in enumerate(left) if is_true_in(model, each))
    return frozenset(name for name, each in others.items() if is_true_in(model, each[degree]))


def _one_of_each(shown: Sequence[frozenset[str]], order: Sequence[str]) -> tuple[str, ...]:
    """Few names of which one stands in each set: the one in most of them first."""
    chosen: set[str] = set()
    left = list(shown)
    while left:
        most = max(order, key=lambda name: sum(name in each for each in left))
        chosen.add(most)
        left = [each for each in left if most not in each]
    return tuple(name for name in order if name in chosen)
