"""The pairs of shipments that an acceptance covers, as a formula."""

from __future__ import annotations

from collections.abc import Callable

from exportcheck.analysis.algebra import Formula, both, either, negated
from exportcheck.analysis.cases import Law
from exportcheck.core.accepting import Acceptance


def stops(law: Law) -> dict[str, Formula]:
    """Each rule for which a shipment may not simply go, by its full name."""
    found: dict[str, Formula] = {}
    for each in law.encoded[0]:
        may_apply = negated(each.applies.fails)
        name = each.rulebook.id
        for rule, truth in (*each.prohibitions.items(), *each.waited_for.items()):
            found[f"{name}/{rule}"] = both((may_apply, negated(truth.fails)))
        for rule, truth in each.requirements.items():
            uncovered = negated(each.covered[rule].holds)
            found[f"{name}/{rule}"] = both((may_apply, negated(truth.fails), uncovered))
        found[name] = both((may_apply, each.conflict))
    return found


def accepted_pairs(
    law: Law, acceptance: Acceptance, other: Callable[[Formula], Formula]
) -> Formula:
    """That the one with less is stopped by these alone, and `other` is let go as it says."""
    why = stops(law)
    lets_go = law.rules(
        0, lambda each: {name: truth.holds for name, truth in each.exceptions.items()}
    )
    needed = law.rules(
        0, lambda each: {name: truth.fails for name, truth in each.requirements.items()}
    )
    named = [formula for name, formula in why.items() if name in acceptance.stopped_by]
    rest = [negated(formula) for name, formula in why.items() if name not in acceptance.stopped_by]
    if acceptance.let_go_by:
        freed = either(lets_go.get(name, False) for name in acceptance.let_go_by)
    else:
        freed = both(needed.values())
    return both((either(named), *rest, other(freed)))
