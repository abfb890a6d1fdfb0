"""The checks, one line each, and what runs them."""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType

from exportcheck.core.problems import Problem, in_order
from exportcheck.linting.check import WARNING, Check, View
from exportcheck.linting.checks import (
    accepted_in_vain,
    always_barred,
    always_holds,
    confusable_letters,
    covers_nothing,
    day_out_of_range,
    exact_figure,
    gap_between_thresholds,
    gap_between_versions,
    invisible_characters,
    listed_twice,
    malformed_citation,
    misread_elsewhere,
    names_no_item,
    never_holds,
    no_case_excludes,
    no_case_requires,
    overlapping_thresholds,
    policy_not_reached,
    printed_quotes,
    review_overdue,
    shadowed_rule,
    source_missing,
    text_cut_off,
    trailing_space,
    two_classifications,
    unread_file,
    unused_term,
    without_condition,
)

MODULES: tuple[ModuleType, ...] = (
    misread_elsewhere,
    invisible_characters,
    confusable_letters,
    trailing_space,
    printed_quotes,
    unread_file,
    text_cut_off,
    accepted_in_vain,
    unused_term,
    listed_twice,
    gap_between_versions,
    day_out_of_range,
    never_holds,
    always_holds,
    gap_between_thresholds,
    overlapping_thresholds,
    covers_nothing,
    always_barred,
    shadowed_rule,
    two_classifications,
    exact_figure,
    without_condition,
    names_no_item,
    policy_not_reached,
    no_case_requires,
    no_case_excludes,
    malformed_citation,
    review_overdue,
    source_missing,
)
CHECKS: tuple[Check, ...] = tuple(module.CHECK for module in MODULES)


def run_checks(view: View, checks: Iterable[Check] = CHECKS) -> tuple[Problem, ...]:
    """What all checks find, in the order of the files."""
    run = tuple(checks)
    found = [problem for check in run for problem in check.find(view)]
    codes = {check.code for check in run}
    if accepted_in_vain.CHECK in run:
        found += accepted_in_vain.in_vain(view, found, codes)
    return in_order(found)


def accepted(view: View, problems: Iterable[Problem]) -> frozenset[Problem]:
    """The warnings that a comment in their line or the line above accepts; errors never are."""
    codes: dict[tuple[str, int], set[str]] = {}
    for comment in accepted_in_vain.comments(view):
        for line in comment.lines if comment.has_reason else ():
            codes.setdefault((comment.place.file, line), set()).add(comment.code)
    return frozenset(
        problem
        for problem in problems
        if problem.severity == WARNING
        and problem.code in codes.get((problem.place.file, problem.place.line), ())
    )
