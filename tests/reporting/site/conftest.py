"""The site of the rules that come with the tool, made once for all tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from exportcheck.cli.arguments import asker
from exportcheck.core.library import Library
from exportcheck.reading.case_files import read_cases
from exportcheck.reading.folders import default_rules
from exportcheck.reporting.site.atlas import Material
from exportcheck.reporting.site.whole import site_files


@pytest.fixture(scope="session")
def material_of() -> Callable[..., Material]:
    """What a site is made of, by the law of a day."""

    def made(library: Library, *folders: Path, day: date | None = None) -> Material:
        told = day or max(book.verified_through for book in library.rulebooks)
        read = read_cases(folders, library)
        assert not read.problems
        return Material(library=library, cases=read.cases, day=told, ask=asker(library, told))

    return made


@pytest.fixture(scope="session")
def material(library: Library, material_of: Callable[..., Material]) -> Material:
    return material_of(library, default_rules())


@pytest.fixture(scope="session")
def pages(material: Material) -> dict[str, str]:
    """The files of the site as HTML."""
    return site_files(material, "html")


@pytest.fixture(scope="session")
def notes(material: Material) -> dict[str, str]:
    """The files of the site as Markdown."""
    return site_files(material, "markdown")


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as the command writes it, in another process with another order of sets."""
    folder = tmp_path_factory.mktemp("docs") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "exportcheck", "rules", "docs", str(folder)],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder
