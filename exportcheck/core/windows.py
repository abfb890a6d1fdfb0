"""In force from a day, up to but not including another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `first` up to, not including, `end`; an end of None has not come yet."""

    first: date
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.end is None or day < self.end)

    @property
    def is_reversed(self) -> bool:
        return self.end is not None and self.end <= self.first

    def overlaps(self, other: Window) -> bool:
        return (self.end is None or other.first < self.end) and (
            other.end is None or self.first < other.end
        )

    def __str__(self) -> str:
        if self.end is None:
            return f"since {self.first}"
        if self.end - self.first == timedelta(days=1):
            return f"on {self.first}"
        return f"from {self.first}, up to but not including {self.end}"


def joined_windows(windows: Iterable[Window]) -> list[Window]:
    """The same days, oldest first, in as few windows as there are gaps between them."""
    found: list[Window] = []
    for window in sorted(windows, key=lambda each: each.first):
        last = found[-1] if found else None
        if last is None or (last.end is not None and last.end < window.first):
            found.append(window)
        elif last.end is not None and (window.end is None or window.end > last.end):
            found[-1] = Window(last.first, window.end)
    return found


def is_written_as_day(text: str) -> bool:
    """Whether a text has the form of a day, such as 2025-05-01; there need not be such a day."""
    return _DAY.fullmatch(text) is not None


def day_help(text: str) -> str:
    """What to write for a text that is no calendar day."""
    if not is_written_as_day(text):
        from exportcheck.core.written_days import day_offered

        return day_offered(text) or "write year-month-day: 2025-05-01"
    # Only a mistake needs it.
    from calendar import month_name, monthrange

    year, month, day = map(int, text.split("-"))
    if not 1 <= month <= 12:
        return f"there is no month {month}: write year-month-day, 2025-05-01"
    if day == 0 or year == 0:
        return "days and years are counted from 1 on"
    last = monthrange(year, month)[1]
    of_year = f" {year}" if month_name[month] == "February" else ""
    return f"{month_name[month]}{of_year} has {last} days"


def parse_day(text: str) -> date | None:
    """A real calendar day written YYYY-MM-DD, or None; 2023-02-31 is not a day."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
