"""Cells that a spreadsheet has spoiled, told as such.

A spreadsheet turns what looks like a number or a day into one, and writes out something else than
was typed in. Such a cell is an error anyway; here is said what it probably was.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from exportcheck.core.catalogue import NUMERIC_KINDS, Fact
from exportcheck.core.mistyped import error_help
from exportcheck.core.windows import day_help, is_written_as_day

_POWER = re.compile(r"(\d(?:[.,]\d+)?)E([+-])(\d+)", re.ASCII | re.IGNORECASE)
_SERIAL = re.compile(r"([1-9]\d{4})(?:[.,]\d+)?", re.ASCII)
_SLASHES = re.compile(r"(\d{1,4})[/.](\d{1,2})[/.](\d{1,4})", re.ASCII)
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY = re.compile(
    rf"\d{{1,2}}[-/ ](?:{_MONTH})[a-z]*(?:[-/ ]\d{{2,4}})?|(?:{_MONTH})[a-z]*[-/ ]\d{{2,4}}"
    r"|\d{4}-\d{2}-\d{2}(?:[T ]00:00:00)?|\d{1,2}/\d{1,2}/\d{2,4}",
    re.ASCII | re.IGNORECASE,
)
_NARROW = re.compile(r"#{2,}")
# Day 0 of a spreadsheet; it counts a day in 1900 that never was.
_DAY_ZERO = date(1899, 12, 30)


def spoiled(fact: Fact | None, written: object) -> str:
    """What a spreadsheet has probably done to a cell, or nothing; an item's name has no fact."""
    if not isinstance(written, str):
        return ""
    error = error_help(written)
    if error:
        return error
    if _NARROW.fullmatch(written):
        return "a spreadsheet had no room for the value: make the column wider, and save it anew"
    if fact is not None and fact.kind == "date":
        return _of_a_day(written)
    if fact is not None and fact.kind in ("yes_no", "one_of") and written.upper() in _YES_NO:
        return f"a spreadsheet writes so; write `{_YES_NO[written.upper()]}`"
    if (fact is None or fact.kind not in NUMERIC_KINDS) and written.upper() in _YES_NO:
        return "a spreadsheet has turned it into a truth value: enter it anew, as text"
    power = _POWER.fullmatch(written)
    if power is not None:
        digits = power[1].replace(",", ".").rstrip("0").rstrip(".")
        perhaps = f": it was perhaps `{digits}E{int(power[3]):03}`" if len(digits) == 1 else ""
        return f"a spreadsheet has turned it into a number{perhaps}; format the column as text"
    if (fact is None or fact.kind in ("text", "eccn")) and _DAY.fullmatch(written):
        return (
            "a spreadsheet has turned it into a date; format the column as text, and enter it anew"
        )
    return ""


_YES_NO = {"TRUE": "yes", "FALSE": "no"}


def _of_a_day(written: str) -> str:
    serial = _SERIAL.fullmatch(written)
    if serial is not None:
        day = _DAY_ZERO + timedelta(days=int(serial[1]))
        return f"a spreadsheet has turned the date into a number of days: it was perhaps `{day}`"
    if is_written_as_day(written):
        return ""  # there is no such day; the calendar says why
    if _SLASHES.fullmatch(written) or _DAY.fullmatch(written):
        return f"a spreadsheet has written the date in its own way; {day_help(written)}"
    return ""
