"""EC409 shadowed-rule: a rule that changes no answer, since another always holds with it

What it finds
    A rule that only holds where another one with the same effect holds as well, on all of its days:
    the same paragraph, a requirement that the same exceptions cover and that has no review policy
    or obligation of its own, a prohibition.

Why it matters
    The rule can be removed without any answer changing, so it states nothing, or it was to state
    something else: a copy that was not adapted, a condition that lost a part.

Instead of
    - id: own.china
      prohibits: true
      versions: [{when: {destination: "CN"}, ...}]
    - id: own.china-military
      prohibits: true
      versions: [{when: {destination: "CN", end_use: military}, ...}]

Write
    - id: own.china
      prohibits: true
      versions: [{when: {destination: "CN"}, ...}]

or give the second rule the effect that it is to add.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from exportcheck.core.problems import Problem
from exportcheck.core.rules import Classifies, Prohibits, RequiresLicense, Rule
from exportcheck.linting.check import WARNING, Check, View, covers
from exportcheck.linting.deciding import Decider, common


def _is_alike(first: Rule, second: Rule, view: View) -> bool:
    """Whether the first rule has no effect that the second one has not."""
    if any(v.policies or v.obligations for v in first.versions):
        return False
    match first.effect:
        case Classifies():
            return first.effect == second.effect
        case Prohibits():
            return isinstance(second.effect, Prohibits)
        case RequiresLicense():
            return isinstance(second.effect, RequiresLicense) and all(
                covers(effect, first) == covers(effect, second)
                for _, rule, effect in view.exceptions()
                if rule.rulebook == first.rulebook
            )
        case _:
            return False


def _is_within(first: Rule, second: Rule, decider: Decider) -> bool:
    """Whether the first rule holds only on days and in situations in which the second holds."""
    for version in first.versions:
        day = version.window.first
        for other in second.versions:
            window = common(version.window, other.window)
            if window is None:
                continue
            asked, also = [decider.whole(version)], [decider.whole(other)]
            if window.first > day or decider.situation(asked, also, window) is not None:
                return False
            day = window.end or date.max
        if day < (version.window.end or date.max):
            return False
    return True


def _can_hold(rule: Rule, decider: Decider) -> bool:
    """Whether a rule can hold at all; one that cannot is told as such (EC403)."""
    return any(
        decider.situation([decider.whole(version)], [], version.window) is not None
        for version in rule.versions
    )


def find(view: View) -> Iterator[Problem]:
    """Each such rule; of two that hold in the same situations the later one."""
    for rulebook in view.rulebooks:
        shadowed: set[str] = set()
        for rule in reversed(rulebook.rules):
            for other in rulebook.rules:
                if (
                    rule.id != other.id
                    and other.id not in shadowed
                    and _is_alike(rule, other, view)
                    and _is_within(rule, other, view.deciders[rulebook.id])
                    and _can_hold(rule, view.deciders[rulebook.id])
                ):
                    shadowed.add(rule.id)
                    yield CHECK.problem(
                        rule.place,
                        f"`{rule.id}` changes no answer: `{other.id}` holds wherever it does",
                        f"`{other.id}` is in line {other.place.line} of "
                        f"{other.place.file.rpartition('/')[2]}; remove one, or write what differs",
                    )
                    break


CHECK = Check(code="EC409", name="shadowed-rule", severity=WARNING, find=find)
