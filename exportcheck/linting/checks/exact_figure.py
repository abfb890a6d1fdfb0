"""EC411 exact-figure: a number without a test, which holds for that number alone

What it finds
    In a condition a quantity that stands beside its fact without a test, such as `1000 TPP`. It
    means exactly that number, and what lies a tenth above or below it is left alone.

Why it matters
    The law has limits, and hardly ever a single number. Who means "1000 and more" writes a rule
    that holds for nothing that is sold.

Instead of
    item.total_processing_performance: 4800 TPP

Write
    item.total_processing_performance: {at_least: 4800 TPP}

Where the number itself is meant, `{equals: 4800 TPP}` says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.catalogue import NUMERIC_KINDS
from exportcheck.core.conditions import Condition, Test, tests_in
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.linting.check import WARNING, Check, View
from exportcheck.linting.shapes import conditions_of


def _conditions(view: View) -> Iterator[Condition]:
    for rulebook in view.rulebooks:
        yield rulebook.applies_when
    for _, _, version in view.versions():
        yield from conditions_of(version)


def _plain_tests(view: View) -> dict[Place, Test]:
    """The tests whether a number is the one written, each at its place."""
    return {
        test.place: test
        for condition in _conditions(view)
        for test in tests_in(condition)
        if test.operator == "equals" and test.fact.kind in NUMERIC_KINDS
    }


def find(view: View) -> Iterator[Problem]:
    """Each such number that does not stand under `equals`."""
    tests = _plain_tests(view)
    for source in view.sources if tests else ():
        before = ""
        for scalar in source.scalars:
            test = tests.get(scalar.place)
            if test is not None and before != "equals":
                yield CHECK.problem(
                    scalar.place,
                    f"`{scalar.text}` without a test holds for exactly this number",
                    f"write the test, `{{at_least: {scalar.text}}}`, or `{{equals: {scalar.text}}}`"
                    " where the number itself is meant",
                    scalar.width,
                )
            before = scalar.text


CHECK = Check(code="EC411", name="exact-figure", severity=WARNING, find=find)
