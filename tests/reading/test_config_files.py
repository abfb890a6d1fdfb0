"""The configuration of a project: where it is found, and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from exportcheck.core.problems import UnusableInput
from exportcheck.reading.config_files import NAME, Settings, find_config, read_config


def test_the_nearest_configuration_is_found(tmp_path: Path) -> None:
    """A folder's own configuration goes before those of the folders above it."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    assert find_config(inner) is None
    (tmp_path / NAME).touch()
    assert find_config(inner) == tmp_path / NAME
    (inner.parent / NAME).mkdir()
    assert find_config(inner) == tmp_path / NAME, "a folder of that name is none"
    (inner / NAME).touch()
    assert find_config(inner) == inner / NAME


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch])
def test_the_search_stops_at_the_root_of_a_repository(tmp_path: Path, make: object) -> None:
    """What lies above a repository does not count, whether `.git` is a folder or a file."""
    root = tmp_path / "repository"
    inner = root / "a"
    inner.mkdir(parents=True)
    (tmp_path / NAME).touch()
    assert find_config(inner) == tmp_path / NAME
    assert callable(make)
    make(root / ".git")
    assert find_config(inner) is None
    (root / NAME).touch()
    assert find_config(inner) == root / NAME


def test_what_a_configuration_says(tmp_path: Path) -> None:
    """Folders of rules are seen from the configuration; what it does not say is empty."""
    path = tmp_path / NAME
    path.write_text(
        "assume: none\nreadings: {a: b}\nrules: [mine, /else]\nstrict_currency: true\n",
        encoding="utf-8",
    )
    assert read_config(path) == Settings(
        file=str(path),
        assume="none",
        readings={"a": "b"},
        rules=(tmp_path / "mine", Path("/else")),
        strict_currency=True,
    )
    path.write_text("strict_currency: false\n", encoding="utf-8")
    assert read_config(path) == Settings(file=str(path))


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", "[]\n", "assume\n"])
def test_a_file_without_settings_is_a_mistake(tmp_path: Path, text: str) -> None:
    """A file that says nothing that can be used is told, and breaks nothing."""
    path = tmp_path / NAME
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput) as refused:
        read_config(path)
    assert {problem.place.file for problem in refused.value.problems} == {str(path)}


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Each mistake has its line and column."""
    path = tmp_path / NAME
    path.write_text("assume: all\nstrict: true\nrules: x\n", encoding="utf-8")
    with pytest.raises(UnusableInput) as refused:
        read_config(path)
    places = [(each.place.line, each.place.column) for each in refused.value.problems]
    assert places == [(1, 9), (2, 1), (3, 8)]
