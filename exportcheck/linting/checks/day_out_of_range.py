"""EC304 day-out-of-range: a version that begins outside the days of its rulebook

What it finds
    A version that begins before the first day of its rulebook (`first_day` of rulebook.yaml), or
    after the day through which it was verified (`verified_through`) and neither announced nor
    published by that day. One that follows a gap is told as such (EC303).

Why it matters
    A mistyped year is a day like any other. A rule of 2062 holds for nothing that is sold today,
    and one of 1926 holds for what was sold before it was made.

Instead of
    effective_from: "2062-11-18"

Write
    effective_from: "2026-11-18"

A rule that is known before it begins says when it was `announced` or `published`. Whoever has
compared the rules with the law since raises `verified_through`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from exportcheck.core.problems import Problem
from exportcheck.core.rules import Rulebook, Version
from exportcheck.linting.check import WARNING, Check, View


def _wrong(rulebook: Rulebook, version: Version, before: date | None) -> tuple[str, str]:
    """Why the first day of a version lies out of range and what to write, or nothing.

    `before` is the day on which the version before it ends.
    """
    first = version.window.first
    if first < rulebook.first_day:
        return (
            f"before the first day of `{rulebook.id}`, {rulebook.first_day}",
            "correct the year, or write an earlier `first_day` in rulebook.yaml",
        )
    through = rulebook.verified_through.isoformat()
    known = any(day and day <= through for day in (version.announced, version.published))
    if first > rulebook.verified_through and not known and before in (None, first):
        return (
            f"after {through}, the day through which `{rulebook.id}` was verified",
            "correct the year; write when it was `announced` or `published`; or raise "
            "`verified_through` in rulebook.yaml",
        )
    return "", ""


def find(view: View) -> Iterator[Problem]:
    """Each such day, where it is written."""
    ended: date | None = None
    for rulebook, rule, version in view.versions():
        why, help = _wrong(rulebook, version, ended if version is not rule.versions[0] else None)
        ended = version.window.end
        if why:
            first = version.window.first.isoformat()
            place, width = view.written(version.place, first)
            yield CHECK.problem(place, f"`{rule.id}` begins on {first}, {why}", help, width)


CHECK = Check(code="EC304", name="day-out-of-range", severity=WARNING, find=find)
