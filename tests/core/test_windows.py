"""Windows of days: edges, words, and what is a day at all."""

from __future__ import annotations

from datetime import date

import pytest

from exportcheck.core.windows import Window, joined_windows, parse_day

A, B, C = date(2023, 11, 17), date(2025, 1, 13), date(2026, 1, 15)


def test_a_window_ends_before_its_end() -> None:
    """A version is in force on its first day and not on the day of the next."""
    window = Window(A, B)
    assert A in window
    assert date(2025, 1, 12) in window
    assert B not in window
    assert date(2023, 11, 16) not in window
    assert C in Window(B)


def test_windows_without_a_gap_between_them_are_one() -> None:
    """Days that follow each other are told as one span; a gap of a day parts them."""
    next_day = date(2025, 1, 14)
    apart = [Window(A, B), Window(next_day, C)]
    assert joined_windows(reversed(apart)) == apart
    assert joined_windows([Window(C), Window(B, C), Window(A, B)]) == [Window(A)]
    assert joined_windows([Window(A, C), Window(B, next_day), Window(B, C)]) == [Window(A, C)]
    assert joined_windows([Window(A), Window(B, C)]) == [Window(A)]
    assert joined_windows([]) == []


@pytest.mark.parametrize(("end", "reversed"), [(A, True), (date(2023, 1, 1), True), (B, False)])
def test_a_window_that_ends_on_or_before_its_first_day_is_reversed(
    end: date, reversed: bool
) -> None:
    """A window without a day is reversed; one without an end is not."""
    assert Window(A, end).is_reversed is reversed
    assert not Window(A).is_reversed


def test_windows_overlap_by_a_day_at_least() -> None:
    """Windows that only meet do not overlap; one day in both is enough."""
    assert not Window(A, B).overlaps(Window(B, C))
    assert Window(A, date(2025, 1, 14)).overlaps(Window(B, C))
    assert Window(A).overlaps(Window(C))


def test_windows_in_words() -> None:
    """The words of a window say that its end is not in it."""
    assert str(Window(A)) == "since 2023-11-17"
    assert str(Window(A, B)) == "from 2023-11-17, up to but not including 2025-01-13"
    assert str(Window(A, date(2023, 11, 18))) == "on 2023-11-17"


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-31",
        "2023-02-29",
        "2023-13-01",
        "0000-01-01",
        "20231117",
        "2023-11-17T00:00",
        "2023-W01-1",
        "17.11.2023",
        "2023-11-17 ",
        "2023-11-17\n",
        "２０２３-11-17",
        "23-11-17",
        "",
    ],
)
def test_what_is_not_a_day(text: str) -> None:
    """Unreal days and other spellings of days are not days."""
    assert parse_day(text) is None


def test_a_leap_day_is_a_day() -> None:
    """The 29th of February is a day in leap years."""
    assert parse_day("2024-02-29") == date(2024, 2, 29)
