"""The site of the rules that come with the tool, made once for all tests, and a strict reader."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from exportcheck.cli.asking import asker
from exportcheck.core.library import Library
from exportcheck.reading.case_files import read_cases
from exportcheck.reading.folders import default_rules
from exportcheck.reporting.site.atlas import Material
from exportcheck.reporting.site.whole import site_files

VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})


class Read(HTMLParser):
    """A page as a browser reads it, strictly: what it links to, and how it nests."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.mistakes: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.places: set[str] = set()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()
        if self.open:
            self.mistakes.append(f"never closed: {self.open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._started(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._started(tag, attrs)

    def _started(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            self.mistakes.append(f"an attribute twice in {tag}")
        self.tags.append((tag, given))
        if tag == "a":
            self.links.append(given["href"])
        elif "href" in given or "src" in given:
            self.loads.append(given.get("href") or given["src"])
        if "id" in given:
            if given["id"] in self.places:
                self.mistakes.append(f"the place {given['id']} twice")
            self.places.add(given["id"])
        inside = self.open[-1] if self.open else ""
        if inside == "p" and tag in ("p", "ul", "ol", "dl", "div", "table", "h2", "h3"):
            self.mistakes.append(f"{tag} in a paragraph")
        if inside in ("ul", "ol") and tag != "li":
            self.mistakes.append(f"{tag} straight in a list")
        if tag == "a" and "a" in self.open:
            self.mistakes.append("a link in a link")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.mistakes.append(f"{tag} is closed and was not the last opened")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="session")
def read_page() -> type[Read]:
    """Reads the text of a page."""
    return Read


@pytest.fixture(scope="session")
def material_of() -> Callable[..., Material]:
    """What a site is made of, by the law of a day."""

    def made(library: Library, *folders: Path, day: date | None = None) -> Material:
        told = day or library.verified_through
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
