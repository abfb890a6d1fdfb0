"""Waiver files: what they say, and each mistake at its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from exportcheck.core.findings import Outcome
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.reading.waiver_files import read_waivers

WHOLE = """\
waivers:
  - line: SO-1/2
    file: orders/june.yaml
    outcome: prohibited
    reason: the license is applied for
    approver: R. Roe
    expires: "2030-01-01"
  - order: 7
    reason: asked the customer
    approver: R. Roe
    expires: 2030-02-01
"""


def mistakes(path: Path, text: str) -> list[Problem]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput) as refused:
        read_waivers(path)
    return list(refused.value.problems)


def test_what_a_waiver_says(tmp_path: Path) -> None:
    """It names a line or an order, perhaps in one file and with one outcome."""
    path = tmp_path / "waivers.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    first, second = read_waivers(path)
    assert (first.line, first.order, first.file) == ("SO-1/2", "", "orders/june.yaml")
    assert first.outcomes == (Outcome.PROHIBITED,)
    assert (first.reason, first.approver) == ("the license is applied for", "R. Roe")
    assert (first.expires, first.place.line) == (date(2030, 1, 1), 2)
    assert (second.line, second.order) == ("", "7")
    assert Outcome.PROHIBITED not in second.outcomes


@pytest.mark.parametrize("key", ["reason", "approver", "expires"])
def test_a_waiver_says_why_who_and_until_when(tmp_path: Path, key: str) -> None:
    """None of the three may be left out, or left blank."""
    kept = [row for row in WHOLE.splitlines() if f" {key}:" not in row]
    (found,) = mistakes(tmp_path / "w.yaml", "\n".join(kept[:6]))
    assert found.message == f"a waiver lacks `{key}`"
    assert (found.place.line, found.place.column) == (2, 5)
    blank = [f'    {key}: " "' if f" {key}:" in row else row for row in WHOLE.splitlines()]
    assert len(mistakes(tmp_path / "w.yaml", "\n".join(blank[:7]))) == 1


def test_a_misspelled_key_is_suggested(tmp_path: Path) -> None:
    """An unknown key is told at the key."""
    (found,) = mistakes(tmp_path / "w.yaml", WHOLE.replace("    file:", "    fille:"))
    assert (found.place.line, found.place.column) == (3, 5)
    assert found.help == "did you mean `file`?"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('"2030-01-01"', '"2030-02-30"', 7),
        ("prohibited", "license_exception", 4),
        ("  - line: SO-1/2\n", "  - order: SO-1\n    line: SO-1/2\n", 2),
        ("  - order: 7\n    reason", "  - reason", 8),
        (
            "  - order: 7\n",
            "  - line: SO-1/2\n    file: orders/june.yaml\n    outcome: prohibited\n",
            8,
        ),
        ("waivers:", "waiver:", 1),
        ("orders/june.yaml", ".", 3),
        ("orders/june.yaml", "./", 3),
        ("orders/june.yaml", "..", 3),
        ("orders/june.yaml", "/", 3),
        ("orders/june.yaml", "orders/../june.yaml", 3),
    ],
)
def test_a_waiver_that_cannot_be_understood_counts_nothing(
    tmp_path: Path, old: str, new: str, line: int
) -> None:
    """An unreal day, an outcome that passes, two names, no name, the same name twice, and a file
    that is none: as the end of a path, `.` would be that of every file."""
    assert old in WHOLE
    found = mistakes(tmp_path / "w.yaml", WHOLE.replace(old, new))
    assert line in {each.place.line for each in found}


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A waiver file that was named and is missing is a mistake, never an empty one."""
    with pytest.raises(UnusableInput) as refused:
        read_waivers(tmp_path / "nope.yaml")
    assert "cannot be read" in refused.value.problems[0].message
