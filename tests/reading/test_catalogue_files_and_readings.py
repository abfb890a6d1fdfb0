"""Readings that choose a day or a bit length: their mistakes at their places, and what they choose.

A mark `«...»` surrounds what the problem must point at; the marks are taken out before writing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from exportcheck.core.determine import determine
from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.problems import Problem
from exportcheck.core.readings import readings_taken
from exportcheck.core.values import Choice, Interval
from exportcheck.reading.library import load_library

Write = Callable[[Mapping[str, str]], Path]
Mistakes = Callable[[Path], tuple[Problem, ...]]

HEAD = """\
id: {id}
title: Rules of the company
jurisdiction: the company
version: "1"
first_day: "2022-01-01"
verified_through: "2027-01-01"
covers: [everything]
not_covered: [nothing]
"""
READINGS = """\
readings:
  when-it-left:
    question: q
    options: {table: t, list: l}
    default: table
    why: w
    confidence: unverified
    sources: [s]
"""
GROUPS = """\
title: T
cites: [C]
read_in: r
recorded_from: "2024-01-01"
listed: ["CN", "DE", "FR"]
groups:
  "X:1":
    meaning: m
    members: ["CN"]
    changes:
      - date: "2025-06-01"
        removed: ["FR"]
        source: s
        confidence: high
        reading: when-it-left
        otherwise: {list: "2025-03-01"}
"""
FACTS = """\
facts:
  my.length:
    kind: throughput
    bit_length: {reading: when-it-left, options: {table: 32, list: 19}}
    meaning: m
    ask: a
"""
RULES = """\
title: T
cites: [C]
rules:
  - id: no-x
    title: Not to X:1
    prohibits: true
    versions:
      - effective_from: "2022-01-01"
        source: s
        read_in: r
        confidence: primary
        when: {destination: "X:1"}
"""


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and line and column of what each pair surrounded."""
    spans = []
    while "«" in text:
        start = text.index("«")
        text = text[:start] + text[start + 1 :].replace("»", "", 1)
        spans.append((text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)))
    return text, spans


def files(**changed: str) -> dict[str, str]:
    told = {"groups": GROUPS, "facts": FACTS, "rules": RULES, **changed}
    return {
        "co/rulebook.yaml": HEAD.format(id="co") + READINGS,
        "co/destinations/groups.yaml": told["groups"],
        "facts.yaml": told["facts"],
        "co/rules.yaml": told["rules"],
    }


BOTH = '        reading: when-it-left\n        otherwise: {list: "2025-03-01"}\n'
MISTAKES: dict[str, tuple[str, str, str, str, str]] = {
    "unknown reading": (
        "groups",
        GROUPS.replace("reading: when-it-left", "reading: «when-it-lef»"),
        "EC202",
        "`when-it-lef` is not a reading of this rulebook",
        "did you mean `when-it-left`?",
    ),
    "unknown option": (
        "groups",
        GROUPS.replace("{list: ", "{«lists»: "),
        "EC202",
        "`lists` is not an option of the reading `when-it-left`",
        "did you mean `list`?",
    ),
    "no other day": (
        "groups",
        GROUPS.replace('- date: "2025-06-01"', '- «date: "2025-06-01"').replace(
            '        otherwise: {list: "2025-03-01"}\n', "»"
        ),
        "EC108",
        "`reading` and `otherwise` belong together",
        "the day under each of its other options",
    ),
    "no reading": (
        "groups",
        GROUPS.replace('- date: "2025-06-01"', '- «date: "2025-06-01"').replace(
            "        reading: when-it-left\n", "»"
        ),
        "EC108",
        "`reading` and `otherwise` belong together",
        "the day under each of its other options",
    ),
    "unreal day": (
        "groups",
        GROUPS.replace('"2025-03-01"', '«"2025-02-29"»'),
        "EC301",
        "`2025-02-29` is not a calendar day",
        "February 2025 has 28 days",
    ),
    "length of one option missing": (
        "facts",
        FACTS.replace("my.length:\n    kind", "my.length:\n    «kind»").replace(", list: 19", ""),
        "EC202",
        "the bit length of `my.length` is not given for each option of the reading `when-it-left`",
        "its options are `table` or `list`",
    ),
    "length of an option too many": (
        "facts",
        FACTS.replace("my.length:\n    kind", "my.length:\n    «kind»").replace(
            "list: 19", "list: 19, other: 8"
        ),
        "EC202",
        "the bit length of `my.length` is not given for each option of the reading `when-it-left`",
        "its options are `table` or `list`",
    ),
    "no length": (
        "facts",
        FACTS.replace("19", "«wide»"),
        "EC401",
        "`wide` is not a quantity",
        "",
    ),
}


@pytest.mark.parametrize(
    ("file", "text", "code", "message", "help"), MISTAKES.values(), ids=list(MISTAKES)
)
def test_a_mistake_is_told_at_its_place(
    write: Write, mistakes: Mistakes, file: str, text: str, code: str, message: str, help: str
) -> None:
    """A reading or option that is not there is told where the day or the length rests on it."""
    plain, (where,) = unmarked(text)
    (problem,) = mistakes(write(files(**{file: plain})))
    assert problem.place.file.endswith(f"{file}.yaml")
    assert (problem.place.line, problem.place.column, problem.code) == (*where, code)
    assert message in problem.message
    assert help in problem.help


def test_lengths_by_reading_are_those_of_its_options(write: Write) -> None:
    """The bit length of each option is kept, and without one the length lies between them."""
    fact = load_library([write(files())], use_cache=False).catalogue["my.length"]
    assert fact.bits_reading == "reading.when-it-left"
    assert fact.bits_by_option == {"table": Interval.exactly(32), "list": Interval.exactly(19)}
    assert fact.bit_length is not None
    assert (fact.bit_length.low, fact.bit_length.high) == (19, 32)


def test_lengths_by_a_reading_of_no_rulebook_stay_open(write: Write) -> None:
    """Where the rulebook with the reading was replaced, the length lies between those given."""
    facts = FACTS.replace("when-it-left", "gone")
    library = load_library([write(files(facts=facts))], use_cache=False)
    stated = {
        "item.formats": Known(value=Choice.of("length"), origin=Origin.STATED),
        "my.length": Known(value=Interval.exactly(100), origin=Origin.STATED),
    }
    found = Facts(library.catalogue, stated)["item.total_processing_performance"]
    assert found.value == Interval(Fraction(1900), Fraction(3200))


@pytest.mark.parametrize(
    ("day", "option", "holds", "disputed"),
    [
        ("2025-02-28", "table", True, False),
        ("2025-03-01", "table", True, True),
        ("2025-05-31", "table", True, True),
        ("2025-06-01", "table", False, False),
        ("2025-02-28", "list", True, False),
        ("2025-03-01", "list", False, True),
    ],
)
def test_the_day_of_a_change_is_that_of_the_reading_taken(
    write: Write, day: str, option: str, holds: bool, disputed: bool
) -> None:
    """Every rulebook sees the groups of the reading taken, and the other option is told."""
    folder = write(
        {
            "other/rulebook.yaml": HEAD.format(id="other") + READINGS,
            "other/destinations/groups.yaml": GROUPS,
            "other/rules.yaml": RULES,
            "co/rules.yaml": RULES,
        }
    )
    library = load_library([folder], use_cache=False)
    catalogue = library.catalogue
    stated = {
        name: Known(
            value=catalogue.parse(catalogue[name], text), origin=Origin.STATED, written=text
        )
        for name, text in (("destination", "FR"), ("reading.when-it-left", option))
    }
    books = [each for each in library.rulebooks if each.id in ("co", "other")]
    found = determine(books, Facts(catalogue, stated), date.fromisoformat(day))
    assert found.rests_on == (frozenset({"co/no-x", "other/no-x"}) if holds else frozenset())
    for judgment in found.judgments:
        assert ("X:1" in judgment.groups.of("FR", found.as_of)) is holds
    assert [each.matters(found.outcome) for each in readings_taken(found)] == [True] * disputed
