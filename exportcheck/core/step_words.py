"""The steps of an explanation as phrases.

Words are made here once, for every format to print.
"""

from __future__ import annotations

from fractions import Fraction

from exportcheck.core import eccns
from exportcheck.core.catalogue import NUMERIC_KINDS, Catalogue
from exportcheck.core.conditions import (
    OPERATORS,
    AllOf,
    AnyOf,
    ContainsAny,
    Not,
    PartRequires,
    RuleHolds,
    Term,
    Test,
    amount_of,
)
from exportcheck.core.evaluate import Step
from exportcheck.core.facts import Known, Origin
from exportcheck.core.findings import Finding
from exportcheck.core.problems import joined
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN
from exportcheck.core.values import Choice


def step_words(step: Step, catalogue: Catalogue) -> str:
    """One step of an explanation as a phrase."""
    condition = step.condition
    match condition:
        case Test():
            return _test_words(step, condition, catalogue)
        case AllOf():
            return "all of these" if step.parts else "always"
        case AnyOf():
            return "any of these"
        case Not():
            return "not"
        case Term():
            return condition.name
        case ContainsAny():
            return "contains an item that"
        case RuleHolds():
            return f"any of these rules holds: {', '.join(condition.rules)}"
        case PartRequires():
            return part_words(condition)


def part_words(condition: PartRequires) -> str:
    """A condition on the requirements of whole parts, as a phrase."""
    parts = joined([f"part {part}" for part in condition.parts], "or")
    but = f" (other than {joined(condition.other_than)})" if condition.other_than else ""
    return f"a license is required under {parts}{but}"


def _test_words(step: Step, test: Test, catalogue: Catalogue) -> str:
    """A test as a phrase: what was found, and how that compares."""
    operator = OPERATORS[test.operator]
    written = test.written
    if isinstance(test.operand, tuple) and len(test.operand) > 1:
        written = joined(written.split(", "), "or")
    else:
        written = amount_of(test, written)
    subject = _subject(step, test, catalogue)
    if step.truth is UNKNOWN:
        return f"{subject}, to be compared with: {operator.words} {written}"
    if test.operator == "within" and step.truth is HOLDS and step.known is not None:
        paragraph = _paragraph_around(test, step.known)
        return f"{subject}, in {paragraph}" if paragraph else subject
    if operator.words in ("is", "one of"):
        return subject if step.truth is HOLDS else f"{subject}, not {written}"
    if step.truth is HOLDS:
        return f"{subject}, {operator.words} {written}"
    if operator.words.startswith("not "):
        return f"{subject}, {operator.words.removeprefix('not ')} {written}"
    return f"{subject}, not {operator.words} {written}"


def _subject(step: Step, test: Test, catalogue: Catalogue) -> str:
    """What was found of the fact that a test looks at."""
    fact, found = test.fact, "not known"
    if step.known is not None:
        # A number is shown with the places that tell it from the limit it is beside.
        limit = test.operand if isinstance(test.operand, Fraction) and fact.unit else None
        found = catalogue.show(fact, step.known, limit)
        if fact.kind == "yes_no" and step.known.origin is Origin.DERIVED and step.known.note:
            found = f"{found} ({step.known.note})"
    return f"{fact.name} is {found}"


def excluded_by(finding: Finding, catalogue: Catalogue) -> str:
    """What one thing, other than a number, makes a rule fail, or nothing.

    Many classifications fail by the same, such as the kind of the item, which is told once.
    """
    if finding.truth is not FAILS:
        return ""
    found = finding.step.deciding
    test = found[0].condition if len(found) == 1 else None
    if not isinstance(test, Test) or test.fact.kind in NUMERIC_KINDS:
        return ""
    return _subject(found[0], test, catalogue)


def _paragraph_around(test: Test, known: Known) -> str:
    """Of the paragraphs that a test names, those in which a deeper one is that was stated."""
    if not isinstance(test.operand, tuple) or not isinstance(known.value, Choice):
        return ""
    named = dict(zip(test.operand, test.written.split(", "), strict=False))
    if known.value.only in named:
        return ""
    around = [each for word, each in named.items() if eccns.within(known.value, [word]) is HOLDS]
    return joined(around, "or")
