"""A test that was written as text: `begins_with Northwind` is no name, but a test of one."""

from __future__ import annotations

import re

from exportcheck.core.catalogue import Fact
from exportcheck.core.conditions import OPERATORS

# What people put before a value, and the test that they mean. A name may begin so, but hardly with
# a small letter; case does not count where names are compared.
_WORDS = (
    (
        re.compile(r"(?:begins?_with|begins? with|starts?_with|starts? with):?\s+(.+)"),
        "begins_with",
    ),
    (re.compile(r"(?:one_of|one of|any of):?\s+(.+)"), "one_of"),
    (re.compile(r"(?:not_in|not in):?\s+(.+)"), "not_in"),
    (re.compile(r"(?:not|is not|!=?):?\s+(.+)"), "not"),
    (re.compile(r"within:?\s+(.+)"), "within"),
    (re.compile(r"in:?\s+(.+)"), "in"),
    (re.compile(r"(?:equals|==?):?\s+(.+)"), "equals"),
)
# The other test that people mean where a fact does not take the one.
_RATHER = {"not": "not_in", "in": "one_of", "one_of": "in", "equals": "in", "within": "in"}


def meant_by(fact: Fact, written: object) -> str:
    """How the test is written that a text stands for, or nothing."""
    for pattern, operator in _WORDS:
        told = pattern.fullmatch(written) if isinstance(written, str) else None
        if told is None:
            continue
        values = [each.strip() for each in told[1].strip("[] ").split(",")]
        if fact.kind in OPERATORS["at_least"].kinds | OPERATORS["before"].kinds:
            return ""  # limits are told with their numbers and days
        for test in (operator, _RATHER.get(operator, "")):
            if test in OPERATORS and fact.kind in OPERATORS[test].kinds:
                return _as_a_key(fact, test, values)
        if operator in ("not", "not_in"):
            told_plainly = _as_a_key(fact, "one_of", values) if len(values) > 1 else values[0]
            return f"not: {{{fact.name}: {told_plainly}}}"
    return ""


def _as_a_key(fact: Fact, test: str, values: list[str]) -> str:
    quoted = [f'"{each}"' if fact.kind == "country" else each for each in values]
    if len(values) == 1 and test not in ("in", "not_in", "one_of"):
        return f"{{{test}: {quoted[0]}}}"
    return f"{{{test}: [{', '.join(quoted)}]}}"
