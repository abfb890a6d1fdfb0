"""EC505 review-overdue: a version whose day of review has passed

What it finds
    A version in force, or yet to come into force, whose `review_by` lies before today.

Why it matters
    Whoever wrote the rule knew that it would have to be looked at again: a stay that ends, a notice
    that was announced. Until then answers rest on what may no longer be the law.

Instead of
    review_by: "2025-11-09"          # and nobody looked

Write
    review_by: "2026-05-09"
    reviewer: trade counsel

once it was reviewed, with a new version if the law has changed. `exportcheck rules due` lists
what is to be reviewed when.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.problems import Problem
from exportcheck.linting.check import WARNING, Check, View


def find(view: View) -> Iterator[Problem]:
    """Each such version, where its day of review is written."""
    for _, rule, version in view.versions():
        end, day = version.window.end, version.review_by
        if day is not None and day < view.today and (end is None or view.today < end):
            place, width = view.written(version.place, day.isoformat())
            by = f" by {version.reviewer}" if version.reviewer else ""
            yield CHECK.problem(
                place,
                f"`{rule.id}` was to be reviewed{by} by {day}",
                "compare it with the law of today, then write the day of the next review",
                width,
            )


CHECK = Check(code="EC505", name="review-overdue", severity=WARNING, find=find)
