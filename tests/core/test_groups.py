"""Country groups: membership on a day, codes that count as others, codes that nobody lists."""

from __future__ import annotations

from datetime import date

import pytest

from exportcheck.core.groups import Change, Group, Groups, TreatedAs
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth

RECORDED = date(2022, 1, 1)
JOINED, LEFT = date(2024, 3, 15), date(2024, 5, 30)
GROUPS = Groups(
    groups={
        "D:5": Group(
            name="D:5",
            meaning="",
            members=frozenset({"CN", "NI"}),
            changes=(
                Change(
                    day=JOINED,
                    added=frozenset({"NI"}),
                    removed=frozenset(),
                    source="",
                    confidence="high",
                ),
                Change(
                    day=LEFT,
                    added=frozenset(),
                    removed=frozenset({"CY"}),
                    source="",
                    confidence="high",
                ),
            ),
            place=Place("g"),
            recorded_from=RECORDED,
        )
    },
    listed=frozenset({"CN", "NI", "CY", "DE"}),
    treated={"HK": TreatedAs(code="HK", as_code="CN", since=date(2020, 12, 23), source="")},
)
BEFORE, BETWEEN, AFTER = date(2024, 3, 14), date(2024, 5, 29), date(2024, 5, 30)


@pytest.mark.parametrize(
    ("code", "day", "truth"),
    [
        ("CN", BEFORE, HOLDS),
        ("NI", BEFORE, FAILS),
        ("NI", JOINED, HOLDS),
        ("CY", BETWEEN, HOLDS),
        ("CY", AFTER, FAILS),
        ("DE", AFTER, FAILS),
        ("HK", AFTER, HOLDS),
        ("GL", AFTER, UNKNOWN),
        ("CN", date(2021, 12, 31), UNKNOWN),
        ("CN", RECORDED, HOLDS),
    ],
)
def test_membership_on_a_day(code: str, day: date, truth: Truth) -> None:
    """A code joins on the day of the amendment; unlisted codes and unrecorded days are unknown."""
    assert GROUPS.contains("D:5", code, day) is truth


@pytest.mark.parametrize(
    ("name", "code", "truth"),
    [
        ("CN", "CN", HOLDS),
        ("CN", "HK", HOLDS),
        ("HK", "HK", HOLDS),
        ("HK", "CN", FAILS),
        ("GL", "GL", HOLDS),
        ("DE", "GL", UNKNOWN),
        ("DE", "CN", FAILS),
    ],
)
def test_a_country_named_by_its_code(name: str, code: str, truth: Truth) -> None:
    """A country takes in itself and what counts as it; a place nobody lists may be anyone's."""
    assert GROUPS.contains(name, code, AFTER) is truth


def test_hong_kong_counts_as_china_since_a_day() -> None:
    """Before the day from which a code counts as another it is itself."""
    assert GROUPS.counts_as("HK", date(2020, 12, 22)) == "HK"
    assert GROUPS.counts_as("HK", date(2020, 12, 23)) == "CN"
    assert GROUPS.counts_as("DE", AFTER) == "DE"


def test_groups_of_a_code() -> None:
    """The groups of a code are those of the code that governs it, on that day."""
    assert GROUPS.of("HK", AFTER) == ("D:5",)
    assert GROUPS.of("NI", BEFORE) == ()


@pytest.mark.parametrize(
    ("group", "code", "day", "truth"),
    [
        ("D:5", "NI", date(2024, 3, 14), FAILS),
        ("D:5", "NI", date(2024, 3, 15), HOLDS),
        ("D:5", "CY", date(2024, 5, 29), HOLDS),
        ("D:5", "CY", date(2024, 5, 30), FAILS),
        ("D:5", "KH", date(2026, 2, 2), HOLDS),
        ("D:5", "KH", date(2026, 2, 3), FAILS),
        ("D:4", "AE", date(2026, 7, 9), HOLDS),
        ("D:4", "AE", date(2026, 7, 10), FAILS),
        ("A:5", "AE", date(2026, 7, 9), FAILS),
        ("A:5", "AE", date(2026, 7, 10), HOLDS),
        ("A:5", "US", date(2026, 7, 10), FAILS),
        ("D:5", "HK", date(2025, 6, 2), HOLDS),
        ("D:5", "MO", date(2025, 6, 2), FAILS),
        ("D:1", "MO", date(2025, 6, 2), HOLDS),
        ("A:1", "LI", date(2025, 6, 2), HOLDS),
        ("D:5", "GL", date(2025, 6, 2), UNKNOWN),
    ],
)
def test_the_country_groups_of_the_regulation(
    library: Library, group: str, code: str, day: date, truth: Truth
) -> None:
    """The amendments of Supplement No. 1 to part 740 take effect on their days."""
    assert library.rulebooks[0].groups.contains(group, code, day) is truth


DISPUTED = Groups(
    groups={
        "D:5": GROUPS.groups["D:5"].but(
            changes=(
                Change(
                    day=JOINED,
                    added=frozenset({"NI"}),
                    removed=frozenset(),
                    source="",
                    confidence="high",
                ),
                Change(
                    day=LEFT,
                    added=frozenset(),
                    removed=frozenset({"CY"}),
                    source="",
                    confidence="high",
                    reading="cyprus",
                    otherwise={"early": date(2024, 1, 10)},
                ),
            )
        ),
        "Column 1": Group(
            name="Column 1",
            meaning="",
            members=frozenset({"CN"}),
            changes=(),
            place=Place("g"),
            recorded_from=date(2025, 3, 1),
            is_country_group=False,
        ),
    },
    listed=GROUPS.listed,
)


@pytest.mark.parametrize(
    ("options", "day", "truth"),
    [
        ({}, date(2024, 5, 29), HOLDS),
        ({}, date(2024, 5, 30), FAILS),
        ({"cyprus": "table"}, date(2024, 5, 29), HOLDS),
        ({"cyprus": "early"}, date(2024, 1, 9), HOLDS),
        ({"cyprus": "early"}, date(2024, 1, 10), FAILS),
        ({"other": "early"}, date(2024, 1, 10), HOLDS),
    ],
)
def test_a_reading_chooses_the_day_of_a_change(
    options: dict[str, str], day: date, truth: Truth
) -> None:
    """The day of a disputed change is that of the option taken; other changes keep theirs."""
    groups = DISPUTED.under(options)
    assert groups.contains("D:5", "CY", day) is truth
    assert groups.contains("D:5", "NI", date(2024, 3, 14)) is FAILS
    assert groups.contains("D:5", "NI", JOINED) is HOLDS
    assert DISPUTED.readings == {"cyprus"}
    assert DISPUTED.contains("D:5", "CY", date(2024, 5, 29)) is HOLDS


def test_a_change_may_never_happen_under_an_option() -> None:
    """A change that an option does without is undone for all days, and is on no day."""
    group = Group(
        name="D:5",
        meaning="",
        members=frozenset({"CN", "ET"}),
        changes=(
            Change(
                day=JOINED,
                added=frozenset({"ET"}),
                removed=frozenset(),
                source="",
                confidence="high",
                reading="ethiopia",
                otherwise={"table": None},
            ),
        ),
        place=Place("g"),
    )
    groups = Groups(groups={"D:5": group}, listed=frozenset({"CN", "ET"}))
    assert groups.contains("D:5", "ET", JOINED) is HOLDS
    other = groups.under({"ethiopia": "table"})
    assert other.contains("D:5", "ET", JOINED) is FAILS
    assert other.contains("D:5", "CN", JOINED) is HOLDS
    assert JOINED not in set(other.days_of_change())


def test_changes_stay_in_the_order_of_their_days() -> None:
    """A change that an option moves before another comes before it."""
    days = [change.day for change in DISPUTED.under({"cyprus": "early"}).groups["D:5"].changes]
    assert days == [date(2024, 1, 10), JOINED]


@pytest.mark.parametrize(
    ("name", "day", "truth"),
    [
        ("Column 1", date(2025, 2, 28), UNKNOWN),
        ("Column 1", date(2025, 3, 1), HOLDS),
        ("D:5", date(2021, 12, 31), UNKNOWN),
        ("D:5", date(2022, 1, 1), HOLDS),
    ],
)
def test_each_group_is_recorded_from_its_own_day(name: str, day: date, truth: Truth) -> None:
    """Before a group is recorded who belonged to it is not known, whatever is known of others."""
    assert DISPUTED.contains(name, "CN", day) is truth


def test_a_column_is_no_country_group() -> None:
    """Groups of a code are the Country Groups that are recorded; a column is called by its name."""
    assert DISPUTED.of("CN", date(2025, 6, 2)) == ("D:5",)
    assert DISPUTED.of("CN", date(2021, 12, 31)) == ()
    assert [group.title for group in DISPUTED.groups.values()] == ["Country Group D:5", "Column 1"]
