"""Law of the cases that stand beside the rules: they show all that they are to show.

Every version, bar, review policy, term and part of a condition has held and has failed; every limit
has a number below it, at it and above it; every day of a rule has a case on it and one before.
"""

from __future__ import annotations

from exportcheck.core.cases import judge_case
from exportcheck.core.coverage import Coverage
from exportcheck.core.goals import goals_of
from exportcheck.core.library import Library
from exportcheck.reading.case_files import read_cases
from exportcheck.reading.folders import default_rules


def test_our_cases_pass_and_show_every_part_of_our_rules(library: Library) -> None:
    """Nothing in our rulebooks could be otherwise without a case that is judged by it."""
    goals, _ = goals_of(library.rulebooks)
    shown = Coverage(goals)
    failed = []
    for case in read_cases([default_rules()], library).cases:
        result, found = judge_case(case, library.rulebooks)
        if not result.passes or found is None:
            failed.append((str(case.place), result.differences))
        elif result.status == "passed":
            shown.see(case, found)
    assert not failed
    assert [f"{g.place.address} {g.owner.name}: {g.words}" for g in shown.missing] == []
