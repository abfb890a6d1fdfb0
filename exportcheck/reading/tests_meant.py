"""How people write the test of a fact otherwise than rules do, and the test that they mean."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from exportcheck.core.catalogue import Fact
from exportcheck.core.conditions import OPERATORS
from exportcheck.core.windows import parse_day

_NUMBER = r"[0-9][0-9.,]*"
# How people write a limit, and the test of a number and of a day that they mean.
_LIMITS = tuple(
    (re.compile(pattern, re.IGNORECASE), of_a_number, of_a_day)
    for pattern, of_a_number, of_a_day in (
        (r"(?:>=|=>|≥|at[ _]least|from|min(?:imum)?)\s*(.+)", "at_least", "on_or_after"),
        (r"(?:<=|=<|≤|at[ _]most|up to|max(?:imum)?)\s*(.+)", "at_most", ""),
        (r"(?:>|(?:more|greater)[ _]than|above|over|after)\s*(.+)", "more_than", "after"),
        (r"(?:<|less[ _]than|below|under|before)\s*(.+)", "less_than", "before"),
        (r"(?:on or after)\s*(.+)", "", "on_or_after"),
        (r"(.+?)\s*(?:or|and) (?:more|above|higher|later)", "at_least", "on_or_after"),
        (r"(.+?)\s*(?:or|and) (?:less|below|fewer)", "at_most", ""),
    )
)
_RANGE = re.compile(
    rf"(?:between )?({_NUMBER})\s*(?:[-\u2010-\u2015\u2212]|\.\.|to|and)\s*({_NUMBER}.*)"
)
# The names of tests of other tongues and tools.
_KEYS = {
    "at_least": (">=", "=>", "≥", "ge", "gte", "min", "minimum", "from", "greater_or_equal"),
    "more_than": (">", "gt", "greater_than", "greater", "above", "over", "after", "exceeds"),
    "at_most": ("<=", "=<", "≤", "le", "lte", "max", "maximum", "up_to", "less_or_equal"),
    "less_than": ("<", "lt", "below", "under", "smaller_than", "fewer_than"),
    "equals": ("=", "==", "is", "eq", "equal", "equal_to"),
    "in": ("is_in", "one_of", "any_of", "any", "is"),
    "one_of": ("in", "is_in", "any_of", "any"),
    "not_in": ("not", "none_of", "outside", "is_not"),
    "on_or_after": (">=", "since", "from", "at_least"),
    "before": ("<", "until", "earlier_than", "less_than"),
}


def limit_meant(written: object, tests: Collection[str]) -> str:
    """The tests, as a mapping, that a limit in words or signs means, or nothing."""
    text = str(written).strip()
    spans = _RANGE.fullmatch(text)
    if spans and "at_least" in tests:
        unit = re.sub(rf"^{_NUMBER}", "", spans[2])
        return f"{{at_least: {spans[1]}{unit}, at_most: {spans[2]}}}"
    found: list[str] = []
    for side in text.split(" and ") if " and above" not in text else [text]:
        for pattern, of_a_number, of_a_day in _LIMITS:
            test = of_a_day if "before" in tests else of_a_number
            told = pattern.fullmatch(side)
            if told and test:
                found.append(_limit(test, told[1], tests))
                break
        else:
            return ""
    return f"{{{', '.join(found)}}}" if all(found) else ""


def _limit(test: str, value: str, tests: Collection[str]) -> str:
    if test == "after":
        day = parse_day(value)
        return "" if day is None else f'on_or_after: "{day + timedelta(days=1)}"'
    value = f'"{value}"' if parse_day(value) else value
    return f"{test}: {value}" if test in tests else ""


def key_meant(key: str, written: Mapping[str, Any], tests: Mapping[str, Any]) -> str:
    """What to write for a key that is no test of the fact, from what stands under it and beside."""
    value = written[key]
    before = _before(key, written)
    if value is None and key.isdigit() and before:
        return _with_comma(before, key, str(written[before]))
    takes_several = [name for name, schema in tests.items() if _takes_several(schema)]
    alone = [str(each) for each, of_it in written.items() if of_it is None]
    head = before if value is None else key
    list_test = head if head in takes_several else _named_otherwise(head, takes_several)
    if alone and list_test:
        return (
            f"write the list in brackets: `{{{list_test}: [{written[head]}, {', '.join(alone)}]}}`"
        )
    if value is None and takes_several:
        return several_meant(alone, tests)
    folded = key.casefold().strip().replace(" ", "_")
    ends = (
        value
        if isinstance(value, list)
        else re.split(r"\s*(?:,|-|–|\bto\b|\band\b)\s*", str(value))
    )
    if folded in ("between", "range") and "at_least" in tests and len(ends) == 2:
        return f"write `{{at_least: {ends[0]}, at_most: {ends[1]}}}`"
    if folded == "after" and "on_or_after" in tests:
        limit = _limit("after", str(value), tests)
        return f"write `{{{limit}}}`, the day after" if limit else "write `on_or_after`"
    test = _named_otherwise(key, tests)
    return f"write `{{{test}: {_plain(value)}}}`" if test else ""


def _named_otherwise(key: str, tests: Collection[str]) -> str:
    """The test of a fact that goes by another name here, or nothing."""
    folded = key.casefold().strip().replace(" ", "_")
    found = (test for test, others in _KEYS.items() if test in tests and folded in others)
    return next(found, "")


def several_meant(words: Collection[str], tests: Mapping[str, Any]) -> str:
    """The test that takes several values, with these."""
    test = next((name for name, schema in tests.items() if _takes_several(schema)), "")
    if not words:
        return ""
    if test:
        return f"write `{{{test}: [{', '.join(_word(each) for each in words)}]}}`"
    if "at_least" in tests and len(words) == 2:
        low, high = words
        return f"write one number under a test: `{{at_least: {low}, at_most: {high}}}`"
    return "write one value; for another way write `any:` and a list of conditions"


def parted(text: str) -> list[str]:
    """The words that someone joined by a comma, a sign, `and` or `or`."""
    return [each for each in re.split(r"\s*(?:,|;|/|\+|&|\band\b|\bor\b)\s*", text) if each]


def _takes_several(schema: Mapping[str, Any]) -> bool:
    return "array" in schema.get("type", ())


def _before(key: str, written: Mapping[str, Any]) -> str:
    """The nearest key before that has a value."""
    names = list(written)
    earlier = (name for name in reversed(names[: names.index(key)]) if written[name] is not None)
    return next(earlier, "")


def _with_comma(test: str, key: str, before: str) -> str:
    if len(key) == 3:
        return (
            f"a comma begins another entry: write a number without one, `{before}{key}`, "
            f"or with a point, `{before}.{key.rstrip('0') or '0'}`"
        )
    return f"a comma begins another entry: write a point, `{{{test}: {before}.{key}}}`"


def _plain(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_word(str(each)) for each in value)}]"
    return (
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )


def _word(text: str) -> str:
    return f'"{text}"' if ":" in text or "," in text else text


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


def text_meant(fact: Fact, written: str) -> str:
    """How the test is written that a text stands for, or nothing."""
    for pattern, operator in _WORDS:
        told = pattern.fullmatch(written)
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
