"""What the tests share: the rules that come with the tool, tiny folders of rules, and one question.

Each tiny folder is laid over the rules that come with the tool, as a company's own would be.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.determine import determine
from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.core.shipment import decide
from exportcheck.reading.entries import Entry, flatten
from exportcheck.reading.folders import default_rules
from exportcheck.reading.library import load_library
from exportcheck.reading.shipments import ShipmentReader

# The same examples on every run, so that a failure is everybody's; `--hypothesis-profile=search`
# looks further, with other examples each time. What Hypothesis keeps stays out of the checkout.
settings.register_profile("same", deadline=None, database=None, derandomize=True)
settings.register_profile("search", deadline=None, database=None, max_examples=2000)
settings.load_profile("same")
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "exportcheck-hypothesis")

RULEBOOK = """\
id: co
title: Rules of the company
jurisdiction: the company
version: "1"
first_day: "2022-01-01"
verified_through: "2027-01-01"
covers: [everything]
not_covered: [nothing]
"""


@pytest.fixture(scope="session")
def library() -> Library:
    """The rules that come with the tool."""
    return load_library(use_cache=False)


@pytest.fixture(scope="session")
def catalogue(library: Library) -> Catalogue:
    """The facts of the rules that come with the tool."""
    return library.catalogue


@pytest.fixture(scope="session")
def few_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the rules that come with the tool those that others build on, without the items.

    Facts, countries, groups, terms and requirements are there; what is left out takes most time.
    """
    copy = tmp_path_factory.mktemp("lean") / "rules"
    folders = ("items", "letters", "exceptions", "end-use", "embargoes", "obligations", "parties")
    # The requirements of the Country Chart, and of other entries, rest on a term of the exceptions.
    left_out = (*folders, "country-chart.yaml", "other-entries.yaml")
    shutil.copytree(default_rules(), copy, ignore=shutil.ignore_patterns(*left_out))
    return copy


@pytest.fixture
def lean(few_rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Further folders are laid over a copy of few rules."""
    monkeypatch.setattr("exportcheck.reading.library.default_rules", lambda: few_rules)


@pytest.fixture
def folder(tmp_path: Path, lean: None) -> Path:  # noqa: ARG001
    """A folder of rules with the empty rulebook `co`, laid over few rules."""
    root = tmp_path / "rules"
    (root / "co").mkdir(parents=True)
    (root / "co" / "rulebook.yaml").write_text(RULEBOOK, encoding="utf-8")
    return root


@pytest.fixture
def write(folder: Path) -> Callable[[Mapping[str, str]], Path]:
    """The folder of rules with more files, each under its path in the folder."""

    def written(files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    return written


@pytest.fixture(scope="session")
def judge_by() -> Callable[..., Determination]:
    """The determination of stated facts by the rulebook `co` of a library alone."""

    def judged(
        library: Library, stated: Mapping[str, str], day: date, *, profile: str = "none"
    ) -> Determination:
        catalogue = library.catalogue
        known = {
            name: Known(
                value=catalogue.parse(catalogue[name], text), origin=Origin.STATED, written=text
            )
            for name, text in stated.items()
        }
        book = next(each for each in library.rulebooks if each.id == "co")
        return determine([book], Facts(catalogue, known, profile=profile), day)

    return judged


@pytest.fixture(scope="session")
def mistakes() -> Callable[[Path], tuple[Problem, ...]]:
    """The problems for which a folder of rules is refused."""

    def found(folder: Path) -> tuple[Problem, ...]:
        with pytest.raises(UnusableInput) as refused:
            load_library([folder], use_cache=False)
        return refused.value.problems

    return found


@pytest.fixture(scope="session")
def ask() -> Callable[..., Determination | list[Problem]]:
    """The determination of one line by a library, or the problems for which it is not judged."""

    def answer(
        library: Library, line: Mapping[str, Any], *, profile: str = "none"
    ) -> Determination | list[Problem]:
        reader = ShipmentReader(library, profile, today=date(2025, 6, 2))
        entries = [Entry(".".join(keys), value, Place("line")) for keys, value in flatten(line)]
        shipment, problems = reader.read(entries, id="1", place=Place("line"))
        if shipment is None:
            assert problems, "a line that is not judged says why"
            return problems
        judged = decide(library.rulebooks, shipment)
        return [judged] if isinstance(judged, Problem) else judged.determination

    return answer
