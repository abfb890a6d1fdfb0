"""The checks, one line each, and what runs them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import ModuleType

from exportcheck.core.problems import Problem, in_order
from exportcheck.linting.check import WARNING, Check, View
from exportcheck.linting.checks import (
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
    never_holds,
    no_case_excludes,
    no_case_requires,
    overlapping_thresholds,
    printed_quotes,
    review_overdue,
    shadowed_rule,
    source_missing,
    text_cut_off,
    trailing_space,
    two_classifications,
    unused_term,
    without_condition,
)

MODULES: tuple[ModuleType, ...] = (
    misread_elsewhere,
    invisible_characters,
    confusable_letters,
    trailing_space,
    printed_quotes,
    text_cut_off,
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
    no_case_requires,
    no_case_excludes,
    malformed_citation,
    review_overdue,
    source_missing,
)
CHECKS: tuple[Check, ...] = tuple(module.CHECK for module in MODULES)


# A comment that accepts what one line is warned of, with its reason.
_ACCEPTED = re.compile(r"# accepted (EC[0-9]{3}): \S")


def run_checks(view: View, checks: Iterable[Check] = CHECKS) -> tuple[Problem, ...]:
    """What all checks find, in the order of the files."""
    return in_order(problem for check in checks for problem in check.find(view))


def accepted(view: View, problems: Iterable[Problem]) -> frozenset[Problem]:
    """The warnings that a comment in their line or the line above accepts; errors never are."""
    codes: dict[tuple[str, int], set[str]] = {}
    for source in view.sources:
        if "# accepted EC" in source.text:
            for number, line in enumerate(source.lines, 1):
                for code in _ACCEPTED.findall(line):
                    codes.setdefault((source.file, number), set()).add(code)
                    if line.lstrip().startswith("#"):
                        codes.setdefault((source.file, number + 1), set()).add(code)
    return frozenset(
        problem
        for problem in problems
        if problem.severity == WARNING
        and problem.code in codes.get((problem.place.file, problem.place.line), ())
    )
