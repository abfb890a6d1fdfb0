"""Dates and countries written another way are offered as they are to be written."""

from __future__ import annotations

import pytest

from exportcheck.core.alpha_3 import ALPHA_2
from exportcheck.core.catalogue import Catalogue
from exportcheck.core.windows import day_help
from exportcheck.core.written_days import days_meant


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("01/05/2025", "2025-05-01 2025-01-05"),
        ("1-5-2025", "2025-05-01 2025-01-05"),
        ("25/12/2025", "2025-12-25"),
        ("12/25/2025", "2025-12-25"),
        ("5/5/2025", "2025-05-05"),
        # With points the day stands first.
        ("01.05.2025", "2025-05-01"),
        ("1.5.25", "2025-05-01"),
        ("2025/5/1", "2025-05-01"),
        ("2025-5-1", "2025-05-01"),
        ("20250501", "2025-05-01"),
        ("2025-05-01T00:00:00", "2025-05-01"),
        ("1 May 2025", "2025-05-01"),
        ("1st of May", ""),
        ("1-May-25", "2025-05-01"),
        ("May 1, 2025", "2025-05-01"),
        ("Sept. 3 2025", "2025-09-03"),
        ("31/31/2025", ""),
        ("1/1/0000", ""),
        ("2025-02/03", ""),
        ("202551", ""),
        ("tomorrow", ""),
        ("٠١/٠٥/٢٠٢٥", ""),
    ],
)
def test_the_days_that_a_text_may_mean(written: str, days: str) -> None:
    """Both where it is ambiguous, the day before the month first; none where it says none."""
    assert " ".join(map(str, days_meant(written))) == days


def test_what_to_write_is_the_day_that_was_meant() -> None:
    """And an example only where none is understood."""
    assert day_help("1 May 2025") == "write `2025-05-01`"
    assert day_help("01/05/2025") == ("write `2025-05-01` for 1 May, or `2025-01-05` for 5 January")
    assert day_help("soon") == "write year-month-day: 2025-05-01"
    assert day_help("2025-02-30") == "February 2025 has 28 days"


def test_the_code_of_three_letters_leads_to_ours(catalogue: Catalogue) -> None:
    """Each country has one, but for Kosovo, which has no code of the standard."""
    assert catalogue.country_hint("THA") == "write `TH` (Thailand), its code of two letters"
    assert catalogue.country_hint("usa").startswith("write `US` (United States)")
    assert set(ALPHA_2.values()) == set(catalogue.countries) - {"XK"}
    assert len(ALPHA_2) == len(set(ALPHA_2.values()))
