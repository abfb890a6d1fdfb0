"""Every code that the tool can print is explained, in one form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exportcheck.core.explanations import HEADINGS, folded, glossary
from exportcheck.core.findings import Outcome
from exportcheck.core.rules import CONFIDENCES, REVIEW_POLICIES
from exportcheck.linting.codes import codes
from exportcheck.linting.registry import CHECKS, MODULES

ROOT = Path(__file__).resolve().parents[2]
CODES = codes()


def printed() -> set[str]:
    """The codes that stand in the source as a problem's code."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "exportcheck").rglob("*.py"))
    return {code for text in texts for code in re.findall(r'"(EC[0-9]{3})"', text)}


def test_every_code_in_the_source_is_explained_and_no_other() -> None:
    """`explain` knows the codes that a module raises, and none that nothing raises."""
    assert printed() == set(CODES)
    assert len(printed()) > 40


@pytest.mark.parametrize("code", CODES)
def test_an_explanation_has_its_headings_in_order(code: str) -> None:
    """A code has a name, a phrase, and text under each of the four headings."""
    told = CODES[code]
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*: [^.]+", told.title)
    assert tuple(heading for heading, _ in told.sections) == HEADINGS
    assert all(text.strip() for _, text in told.sections)


def test_a_check_is_called_what_its_documentation_calls_it() -> None:
    """Code and name of a check stand in the first line of its module, and are used once."""
    for module in MODULES:
        told = CODES[module.CHECK.code]
        assert told.title.partition(":")[0] == module.CHECK.name
    names = [each.title.partition(":")[0] for each in CODES.values()]
    assert len(set(names)) == len(names)
    assert len({check.code for check in CHECKS}) == len(CHECKS)


def test_every_outcome_policy_and_confidence_is_explained() -> None:
    """What a report names can be looked up."""
    topics = glossary()
    assert {outcome.value for outcome in Outcome} <= topics.keys()
    assert REVIEW_POLICIES.keys() <= topics.keys()
    assert CONFIDENCES.keys() <= topics.keys()


def test_exit_codes_and_verdicts_are_those_of_the_readme() -> None:
    """The tables of the README and `explain` say the same."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    topics = glossary()
    for row in re.findall(r"^\| `([a-z_]+)` \| (pass|fail|review) \|", readme, re.MULTILINE):
        assert f": {row[1]}, exit code" in topics[row[0]].title
    for code in ("0", "1", "2", "3", "70"):
        assert f"exit-{code}" in topics


@pytest.mark.parametrize("written", ["exit 2", "2", "Exit-2"])
def test_a_topic_may_be_written_in_several_ways(written: str) -> None:
    """Case, spaces and a bare number do not matter."""
    assert folded(written) == "exit-2"
