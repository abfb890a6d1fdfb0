"""Windows of days and dated membership.

Laws: the first day is in and the end is out; two windows that meet leave no gap and no overlap; the
members of a group on a day are those that all later amendments lead from.
"""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from exportcheck.core.groups import Change, Group
from exportcheck.core.places import Place
from exportcheck.core.windows import Window, parse_day

DAY = timedelta(days=1)
days = st.dates(date(2000, 1, 1), date(2040, 12, 31))
CODES = ("AE", "CN", "DE", "KH", "NI")


@st.composite
def windows(draw: st.DrawFn) -> Window:
    first = draw(days)
    length = draw(st.none() | st.integers(1, 2000))
    return Window(first, None if length is None else first + length * DAY)


@given(windows())
def test_first_day_in_end_day_out(window: Window) -> None:
    """A window begins on its first day and is over on its end day."""
    assert window.first in window
    assert window.first - DAY not in window
    if window.end is not None:
        assert window.end not in window
        assert window.end - DAY in window


@given(windows(), windows())
def test_overlap_is_a_day_in_both(one: Window, other: Window) -> None:
    """Two windows overlap exactly when the later of their first days is in both."""
    latest = max(one.first, other.first)
    assert one.overlaps(other) == other.overlaps(one) == (latest in one and latest in other)


@given(st.lists(days, min_size=2, max_size=6, unique=True), days)
def test_windows_that_meet_leave_no_gap_and_no_overlap(edges: list[date], day: date) -> None:
    """Of windows that end where the next begins, each day from the first on is in exactly one."""
    edges.sort()
    chain = [Window(a, b) for a, b in zip(edges, [*edges[1:], None], strict=True)]
    for each in (day, *edges, *(edge - DAY for edge in edges)):
        assert sum(each in window for window in chain) == (each >= edges[0])
    assert not any(a.overlaps(b) for a, b in itertools.pairwise(chain))


@given(st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32))
def test_only_days_of_the_calendar_are_days(year: int, month: int, day: int) -> None:
    """A text is a day exactly if the calendar has that day, and it is written back the same."""
    text = f"{year:04}-{month:02}-{day:02}"
    found = parse_day(text)
    try:
        real = date(year, month, day)
    except ValueError:
        assert found is None
    else:
        assert found == real
        assert found.isoformat() == text


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[tuple[date, frozenset[str]]], Group]:
    """Memberships by day, told forward, and the group written with the last of them."""
    first = frozenset(draw(st.sets(st.sampled_from(CODES))))
    told = [(date.min, first)]
    changes = []
    for day in sorted(draw(st.lists(days, max_size=5))):
        before = told[-1][1]
        after = frozenset(draw(st.sets(st.sampled_from(CODES))))
        told.append((day, after))
        changes.append(
            Change(
                day=day,
                added=after - before,
                removed=before - after,
                source="x",
                confidence="high",
            )
        )
    group = Group(
        name="G", meaning="", members=told[-1][1], changes=tuple(changes), place=Place("x")
    )
    return told, group


@given(histories(), days)
def test_members_on_a_day_are_what_later_amendments_lead_from(
    history: tuple[list[tuple[date, frozenset[str]]], Group], day: date
) -> None:
    """Undoing later amendments finds the membership that was told forward, on the very day too."""
    told, group = history
    for each in (day, *(changed for changed, _ in told[1:])):
        expected = [members for since, members in told if since <= each][-1]
        assert group.on(each) == expected
        before = [members for since, members in told if since < each][-1]
        assert group.on(each - DAY) == before
