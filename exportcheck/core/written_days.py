"""The days that somebody may have meant by a date written another way, for a message to offer.

Nothing is decided by them: `01/05/2025` is the first of May to one and the fifth of January to
another, so both are offered, and whoever wrote it chooses.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterator
from datetime import date

# A text with its year first, one with its year last, and one with the name of a month.
_YEAR_FIRST = re.compile(r"(\d{4})([-./ ]?)(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-./ ])(\d{1,2})\2(\d{4}|\d\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?[- /]?([a-z]{3,9})\.?[-, /]{0,2}(\d{4}|\d\d)")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?[- /]?(\d{1,2})(?:st|nd|rd|th)?[-, /]{1,2}(\d{4})")
_TIME = re.compile(r"(?<=\d)[t ]+\d{1,2}:\d{2}.*$")
# Of two figures, the century of what is shipped now.
_CENTURY = 2000


def days_meant(text: str) -> tuple[date, ...]:
    """The days that a text may mean, the day before the month first; none where it says none."""
    if not text.isascii():
        return ()
    plain = _TIME.sub("", " ".join(text.casefold().split()))
    found = (_day(*each) for each in _read(plain))
    return tuple(dict.fromkeys(day for day in found if day is not None))


def day_offered(text: str) -> str:
    """What to write for a text that means a day, in words; nothing where none can be told."""
    days = days_meant(text)
    if len(days) < 2:
        return "".join(f"write `{day}`" for day in days)
    return "write " + ", or ".join(f"`{day}` for {day.day} {month_name[day.month]}" for day in days)


def _read(plain: str) -> Iterator[tuple[str, int, int]]:
    """Year, month and day, in each way in which a text can be read."""
    if found := _YEAR_FIRST.fullmatch(plain):
        if found[2] or len(plain) == len("20250501"):
            yield found[1], int(found[3]), int(found[4])
    elif found := _YEAR_LAST.fullmatch(plain):
        first, second, year = int(found[1]), int(found[3]), found[4]
        yield year, second, first
        # With points the day stands first wherever they are used.
        if found[2] != ".":
            yield year, first, second
    elif found := _DAY_FIRST.fullmatch(plain):
        yield found[3], _month(found[2]), int(found[1])
    elif found := _MONTH_FIRST.fullmatch(plain):
        yield found[3], _month(found[1]), int(found[2])


def _month(name: str) -> int:
    """The month that a name is the beginning of; 0 for none."""
    return next((n for n in range(1, 13) if month_name[n].casefold().startswith(name)), 0)


def _day(year: str, month: int, day: int) -> date | None:
    try:
        return date(int(year) + (_CENTURY if len(year) == 2 else 0), month, day)
    except ValueError:
        return None
