"""Folders gone through whole: nothing in them is left out without a word."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exportcheck.core.problems import Problem
from exportcheck.reading.order_files import OrderSource, order_sources
from exportcheck.reading.walking import matched, walked


@pytest.fixture
def orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a file that is read, and a folder that may not be looked into."""
    (tmp_path / "open").mkdir()
    (tmp_path / "closed").mkdir()
    (tmp_path / "open" / "a.csv").write_text("id,destination\n1,DE\n", encoding="utf-8")
    scandir = os.scandir

    def refused(path: Any = ".") -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(found: list[OrderSource | Problem]) -> list[str]:
    return [
        each.path if isinstance(each, OrderSource) else f"{each.place.file}: {each.message}"
        for each in found
    ]


CLOSED = "closed: the folder cannot be read (Permission denied)"


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("*/*.csv", [CLOSED, "open/a.csv"]),
        ("**/*.csv", [CLOSED, "open/a.csv"]),
        ("open/**/*.csv", ["open/a.csv"]),
        ("op*/a.csv", ["open/a.csv"]),
        (".", [CLOSED, "open/a.csv"]),
        ("closed/*.csv", [CLOSED, "closed/*.csv: no file has such a name"]),
        ("none/*/*.csv", ["none/*/*.csv: no file has such a name"]),
    ],
)
@pytest.mark.usefixtures("orders")
def test_a_folder_that_cannot_be_read_is_told(argument: str, expected: list[str]) -> None:
    """Its orders would be left out, and the others alone might pass."""
    assert told(list(order_sources([argument]))) == expected


def test_a_link_to_a_folder_is_told_and_not_followed(tmp_path: Path) -> None:
    """It may lead around in a circle."""
    (tmp_path / "a").write_text("", encoding="utf-8")
    (tmp_path / "around").symlink_to(tmp_path)
    (tmp_path / "nowhere").symlink_to("none")
    files, hidden = walked(tmp_path)
    assert [each.name for each in files] == ["a", "nowhere"]
    assert [each.place.file for each in hidden] == [str(tmp_path / "around")]


def test_a_pattern_means_what_it_names(orders: Path) -> None:
    """With a whole path, too."""
    assert matched(f"{orders}/o*/*.csv") == ([str(orders / "open" / "a.csv")], [])
