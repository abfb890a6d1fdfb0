"""EC412 without-condition: a rule that holds for every shipment, since it has no `when`

What it finds
    A version that asks nothing, neither by `when` nor by `unless` (of a license exception: nor by
    a bar), of a rule that requires a license, prohibits, classifies, is a license exception or
    holds answers open. An obligation for every shipment is usual, and so is advice that no answer
    waits for.

Why it matters
    A forgotten `when` makes a rule as wide as can be. A requirement or prohibition without one
    stops all trade, and an exception without one lets go whatever it covers.

Instead of
    excepts: {symbol: ABC, covers: all}
    versions:
      - effective_from: "2026-11-18"

Write
    excepts: {symbol: ABC, covers: [own.1]}
    versions:
      - effective_from: "2026-11-18"
        when: {destination: "FR"}

Where the rule is to hold always, accept it with the reason: `# accepted EC412: the manual says so`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.problems import Problem, joined
from exportcheck.core.rules import (
    ALL,
    Advises,
    Classifies,
    Effect,
    Excepts,
    Prohibits,
    RequiresLicense,
    Version,
)
from exportcheck.linting.check import WARNING, Check, View
from exportcheck.linting.shapes import is_written


def _asks_nothing(version: Version) -> bool:
    return not is_written(version.when) and version.unless is None and not version.bars


def _does(effect: Effect) -> str:
    """What a rule that always holds does; nothing where it is usual that one does."""
    match effect:
        case Excepts() if ALL in effect.covers:
            return "it covers everything, whatever needs a license by its rulebook"
        case Excepts():
            covered = joined([f"`{each}`" for each in sorted(effect.covers)])
            return f"it covers everything that needs a license by {covered}"
        case RequiresLicense():
            return "it holds for every shipment, and each needs a license"
        case Prohibits():
            return "it holds for every shipment, and each is prohibited"
        case Classifies():
            return f"it holds for every item, and each is described in {effect.paragraph}"
        case Advises() if effect.holds_open:
            return "it holds for every shipment, and no answer passes until it is resolved"
    return ""


def find(view: View) -> Iterator[Problem]:
    """Each such version, with what it does."""
    for _, rule, version in view.versions():
        does = _does(rule.effect) if _asks_nothing(version) else ""
        if does:
            yield CHECK.problem(
                version.place,
                f"this version of `{rule.id}` has no `when`: {does}",
                "write `when` with what it asks, or accept it: `# accepted EC412: why`",
            )


CHECK = Check(code="EC412", name="without-condition", severity=WARNING, find=find)
