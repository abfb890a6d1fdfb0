"""What changed when, and what is due: parties that join and leave lists, ends of listings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from exportcheck.core.calendar import Due, Event, due, timeline
from exportcheck.core.rules import Rulebook
from exportcheck.reading.library import load_library

RULES = """\
title: T
cites: [C]
rules:
  - id: r
    title: R
    prohibits: true
    versions:
      - effective_from: "2022-01-01"
        source: s
        read_in: r
        confidence: primary
        when: {parties.listed: yes}
"""
HEAD = """\
title: T
cites: [C]
read_in: r
lists:
  black: {title: Black List, meaning: m, answers: parties.listed, parties: [exporter.name]}
  white: {title: White List, meaning: m, answers: parties.listed, parties: [exporter.name]}
entries:
"""
GROUPS = """\
title: T
cites: [C]
read_in: r
recorded_from: "2024-01-01"
country_groups: false
listed: ["CN", "DE"]
groups:
  "Column 9":
    meaning: m
    members: ["CN"]
    changes:
      - {date: "2025-06-01", added: ["CN"], removed: ["DE"], source: s, confidence: high}
"""


def entry(
    name: str,
    since: str,
    until: str = "",
    on: str = "black",
    source: str = "s",
    confidence: str = "high",
    note: str = "",
) -> str:
    days = f'since: "{since}"' + (f', until: "{until}"' if until else "")
    more = f", note: {note}" if note else ""
    return (
        f"  - {{name: {name}, aliases: [{name} Ltd, {name} Inc], stands_on: [{on}], {days}, "
        f"source: {source}, confidence: {confidence}{more}}}\n"
    )


ENTRIES = "".join(
    (
        entry("Old", "2021-12-31", "2022-06-01"),
        entry("First", "2022-01-01"),
        entry("Alone", "2024-05-10", "2026-11-01", note="The stay ends."),
        entry("One", "2024-06-01", confidence="medium"),
        entry("Two", "2024-06-01"),
        entry("Apart", "2024-06-01", source="other"),
        entry("A", "2024-07-01", "2026-12-01", on="black, white"),
        entry("B", "2024-07-01", "2026-12-01", confidence="low"),
        entry("C", "2024-07-01", "2026-12-01"),
    )
)


@pytest.fixture
def book(write: Callable[[Mapping[str, str]], Path]) -> Rulebook:
    folder = write(
        {
            "co/rules.yaml": RULES,
            "co/parties/p.yaml": HEAD + ENTRIES,
            "co/destinations/g.yaml": GROUPS,
        }
    )
    library = load_library([folder], use_cache=False)
    return next(each for each in library.rulebooks if each.id == "co")


def test_parties_join_and_leave_lists(book: Rulebook) -> None:
    """Those of one list, day and source are one event, each party once whatever its names.

    Who joined before the first day of the rulebook is not told; who left after it is.
    """
    moves = [event for event in timeline([book]) if "List: " in event.what]
    assert [(str(event.day), event.what, event.source, event.confidence) for event in moves] == [
        ("2022-01-01", "Black List: First joins", "s", "high"),
        ("2022-06-01", "Black List: Old leaves", "s", "high"),
        ("2024-05-10", "Black List: Alone joins", "s", "high"),
        ("2024-06-01", "Black List: Apart joins", "other", "high"),
        ("2024-06-01", "Black List: One and Two join", "s", "medium"),
        ("2024-07-01", "Black List: A and 2 more join", "s", "low"),
        ("2024-07-01", "White List: A joins", "s", "high"),
        ("2026-11-01", "Black List: Alone leaves", "s", "high"),
        ("2026-12-01", "Black List: A and 2 more leave", "s", "low"),
        ("2026-12-01", "White List: A leaves", "s", "high"),
    ]


def test_a_column_that_changes_is_told_by_its_name(book: Rulebook) -> None:
    """A list of countries that is no Country Group is not called one."""
    told: list[Event] = [event for event in timeline([book]) if "Column 9" in event.what]
    assert [event.what for event in told] == ["Column 9: CN joins, DE leaves"]


@pytest.mark.parametrize(
    ("today", "names"),
    [
        ("2026-10-31", ["black: Alone", "black: A", "black: B", "black: C", "white: A"]),
        ("2026-11-01", ["black: A", "black: B", "black: C", "white: A"]),
        ("2026-11-30", ["black: A", "black: B", "black: C", "white: A"]),
        ("2026-12-01", []),
    ],
)
def test_ends_of_listings_are_due_until_their_day(
    book: Rulebook, today: str, names: list[str]
) -> None:
    """Each end that is still to come is due on its day, with the note of the listing."""
    found: list[Due] = [
        each for each in due([book], date.fromisoformat(today)) if "list" in each.why
    ]
    assert [each.what for each in found] == names
    assert not any(each.overdue for each in found)
    alone = [each for each in found if each.what == "black: Alone"]
    assert [(str(each.day), each.why) for each in alone] == [
        ("2026-11-01", "leaves the list. The stay ends.")
    ] * len(alone)


def test_parties_that_will_come_on_a_list_are_due_until_their_day(book: Rulebook) -> None:
    """Who joins is told as who leaves is, until the day has come."""
    (party_list, *_) = book.lists
    first = min(each.window.first for names in party_list.by_name.values() for each in names)
    before, on_it = first - timedelta(days=1), first
    joins: list[str] = [each.what for each in due([book], before) if "joins" in each.why]
    assert any(each.startswith(f"{party_list.name}: ") for each in joins)
    assert len([each for each in due([book], on_it) if "joins" in each.why]) < len(joins)
