"""EC407 covers-nothing: a license exception that covers no requirement

What it finds
    A license exception, or a license held, under whose conditions none of the requirements it
    covers can hold: they are not in force together, or what the exception asks excludes what they
    ask.

Why it matters
    The exception is never of use, so the shipment it is for fails. Most often `covers` names the
    wrong requirement, or the exception asks for another destination or paragraph.

Instead of
    - id: nac
      excepts: {symbol: NAC, covers: [742.6.china]}
      versions:
        - when: {destination: "FR"}      # while 742.6.china asks for China

Write
    excepts: {symbol: NAC, covers: [742.6.worldwide]}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exportcheck.core.conditions import RuleHolds
from exportcheck.core.problems import Problem, joined
from exportcheck.core.rules import RequiresLicense, Rule, Version
from exportcheck.core.windows import Window, joined_windows
from exportcheck.linting.check import ERROR, Check, View, covers
from exportcheck.linting.deciding import Decider, common


def _meets(version: Version, requirement: Rule, decider: Decider) -> bool:
    """Whether an exception and a requirement can hold together on some day."""
    for required in requirement.versions:
        window = common(version.window, required.window)
        holds = RuleHolds(rules=(requirement.id,), place=requirement.place)
        both = [decider.whole(version), decider.whole(required), holds]
        if window is not None and decider.situation(both, [], window) is not None:
            return True
    return False


def _told(windows: Iterable[Window]) -> str:
    return joined([str(each) for each in joined_windows(windows)]) or "on no day"


def find(view: View) -> Iterator[Problem]:
    """Each version of an exception that meets no requirement; a rule of which none does, once."""
    for rulebook, rule, effect in view.exceptions():
        decider = view.deciders[rulebook.id]
        covered = [each for each in rulebook.that(RequiresLicense) if covers(effect, each)]
        idle = [v for v in rule.versions if not any(_meets(v, r, decider) for r in covered)]
        days = [v.window for each in covered for v in each.versions]
        if covered and not any(v.window.overlaps(each) for v in rule.versions for each in days):
            yield CHECK.problem(
                rule.place,
                f"`{rule.id}` covers no requirement that is in force on a day on which it is",
                f"it is in force {_told(v.window for v in rule.versions)}, and what it covers "
                f"{_told(days)}: compare their days",
            )
            continue
        if len(idle) == len(rule.versions):
            yield CHECK.problem(
                rule.place,
                f"`{rule.id}` covers no requirement that can hold together with it",
                "name under `covers` the requirements it is for, and compare what they ask",
            )
            continue
        for version in idle:
            yield CHECK.problem(
                version.place,
                f"since {version.window.first} `{rule.id}` covers no requirement that can hold "
                "together with it",
                "compare what it asks with the requirements in force then"
                if any(version.window.overlaps(each) for each in days)
                else f"what it covers is in force {_told(days)}: compare their days",
            )


CHECK = Check(code="EC407", name="covers-nothing", severity=ERROR, find=find)
