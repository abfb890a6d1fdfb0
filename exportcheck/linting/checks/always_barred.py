"""EC408 always-barred: a license exception that its own bars never let be used

What it finds
    A version of a license exception for which some bar holds in every situation in which the
    exception itself holds.

Why it matters
    The exception is written and never open, so the shipment it is for fails. Most often a bar lacks
    a `not`, or names the destinations that were to be spared.

Instead of
    when: {destination: {in: [A:1]}}
    bars:
      - title: it goes to Country Group A:1
        when: {destination: {in: [A:1]}}

Write
    when: {destination: {in: [A:1]}}
    bars:
      - title: it goes to Country Group D:5
        when: {destination: {in: [D:5]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.problems import Problem
from exportcheck.linting.check import ERROR, Check, View


def find(view: View) -> Iterator[Problem]:
    """Each such version; one that cannot hold at all is told as that."""
    for rulebook, rule, _ in view.exceptions():
        decider = view.deciders[rulebook.id]
        for version in rule.versions:
            asked, window = [decider.whole(version)], version.window
            bars = [bar.when for bar in version.bars]
            if not bars or decider.situation(asked, [], window) is None:
                continue
            if decider.situation(asked, bars, window) is None:
                yield CHECK.problem(
                    version.bars[0].place,
                    f"whenever `{rule.id}` could be used, one of its bars holds",
                    "compare the bars with what the exception asks",
                )


CHECK = Check(code="EC408", name="always-barred", severity=ERROR, find=find)
