"""EC414 policy-not-reached: a review policy that never applies, since one before it always does

What it finds
    Under `review_policy` an entry behind one without a condition, or behind entries of which one
    always holds where it does.

Why it matters
    The first review policy that holds is the one that applies. What stands behind one that always
    holds is never told, so an application is announced to be reviewed more lightly, or more
    strictly, than the text says.

Instead of
    review_policy:
      - {policy: case_by_case, cites: [15 CFR 742.4(b)]}
      - {policy: presumption_of_denial, when: {destination: {in: [D:5]}}, cites: [15 CFR 742.4(b)]}

Write
    review_policy:
      - {policy: presumption_of_denial, when: {destination: {in: [D:5]}}, cites: [15 CFR 742.4(b)]}
      - {policy: case_by_case, cites: [15 CFR 742.4(b)]}
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.problems import Problem
from exportcheck.linting.check import WARNING, Check, View
from exportcheck.linting.deciding import Decider
from exportcheck.linting.shapes import is_written


def find(view: View) -> Iterator[Problem]:
    """Each such entry."""
    for rulebook, rule, version in view.versions():
        decider: Decider = view.deciders[rulebook.id]
        for number, policy in enumerate(version.policies):
            before = version.policies[:number]
            whole = next((each for each in before if not is_written(each.when)), None)
            if whole is not None:
                why = f"the one in line {whole.place.line} has no condition, so it always applies"
            else:
                asked = [decider.whole(version), policy.when]
                others = [each.when for each in before]
                if (
                    not others
                    or decider.situation(asked, [], version.window) is None
                    or decider.situation(asked, others, version.window) is not None
                ):
                    continue
                why = "wherever it holds, one before it holds as well"
            yield CHECK.problem(
                policy.place,
                f"the review policy `{policy.policy}` of `{rule.id}` is never reached: {why}",
                "write the narrower ones first, and the one without a condition last",
            )


CHECK = Check(code="EC414", name="policy-not-reached", severity=WARNING, find=find)
