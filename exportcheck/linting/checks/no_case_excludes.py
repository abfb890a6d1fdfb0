"""EC503 no-case-excludes: a rule that no case excludes

What it finds
    A rule that no case names under `not_on`.

Why it matters
    If the rule held always, since a part of its condition was lost, every case would still pass
    and nobody would notice.

Instead of
    a rule whose cases all lie within it

Write
    cases:
      - name: on the day before the letter the H20 goes to China without a license
        item: NVIDIA H20
        date: "2025-04-08"
        given: {destination: "CN"}
        expect: no_license_required
        not_on: [letter.2025-04-09.nvidia]

Best is a case just beyond a limit or a day of the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.cases import untested
from exportcheck.core.problems import Problem
from exportcheck.linting.check import WARNING, Check, View


def find(view: View) -> Iterator[Problem]:
    """Each such rule."""
    for each in untested(view.rulebooks, view.cases) if view.all_cases_read else ():
        if each.key == "not_on":
            yield CHECK.problem(
                each.rule.place,
                f"no case excludes the rule `{each.rule.id}`",
                "add a case that names it under `not_on`",
            )


CHECK = Check(code="EC503", name="no-case-excludes", severity=WARNING, find=find)
