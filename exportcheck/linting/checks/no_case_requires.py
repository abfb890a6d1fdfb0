"""EC502 no-case-requires: a rule that no case requires

What it finds
    A rule that no case names under `rests_on`.

Why it matters
    If the rule stopped holding, by a typo or a change of a fact, every case would still pass and
    nobody would notice.

Instead of
    a rule without a case

Write
    cases:
      - name: the H20 needs a license for China from the day of the letter
        item: NVIDIA H20
        date: "2025-04-09"
        given: {destination: "CN"}
        expect: license_required
        rests_on: [letter.2025-04-09.nvidia]

in a file `*.cases.yaml` beside the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.cases import untested
from exportcheck.core.problems import Problem
from exportcheck.linting.check import WARNING, Check, View


def find(view: View) -> Iterator[Problem]:
    """Each such rule."""
    for each in untested(view.rulebooks, view.cases) if view.all_cases_read else ():
        if each.key == "rests_on":
            yield CHECK.problem(
                each.rule.place,
                f"no case requires the rule `{each.rule.id}`",
                "add a case that names it under `rests_on`",
            )


CHECK = Check(code="EC502", name="no-case-requires", severity=WARNING, find=find)
