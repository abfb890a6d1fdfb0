"""EC303 gap-between-versions: days between two versions of a rule on which neither holds

What it finds
    A version that ends (`superseded_on`) before the next one begins (`effective_from`).

Why it matters
    On the days between the rule says nothing: what it requires or prohibits is free on them. That
    may be the law, as where a stay ended; more often a day was mistyped, and shipments of those
    days pass.

Instead of
    - effective_from: "2023-11-17"
      superseded_on: "2024-04-01"
    - effective_from: "2024-04-04"

Write
    - effective_from: "2023-11-17"
    - effective_from: "2024-04-04"

A version without `superseded_on` ends where the next begins. Where the law has such a gap, accept
it with its reason: `# accepted EC303: the stay of 90 FR 50857`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from exportcheck.core.problems import Problem
from exportcheck.linting.check import WARNING, Check, View


def find(view: View) -> Iterator[Problem]:
    """Each gap, where the version before it ends."""
    for rulebook in view.rulebooks:
        for rule in rulebook.rules:
            for version, following in pairwise(rule.versions):
                end, begin = version.window.end, following.window.first
                if end is not None and end < begin:
                    place, width = view.written(version.place, end.isoformat())
                    yield CHECK.problem(
                        place,
                        f"the rule `{rule.id}` says nothing from {end} up to "
                        f"{begin - timedelta(days=1)}: its next version begins on {begin}",
                        f'write `superseded_on: "{begin}"` or remove it',
                        width,
                    )


CHECK = Check(code="EC303", name="gap-between-versions", severity=WARNING, find=find)
