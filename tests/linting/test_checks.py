"""The checks, by cases: small rule files with the places where a check finds something, and none.

A case is an entry of `cases/CODE.yaml`: the rule file, the day that is today (2026-06-01 unless it
says so), cases beside the rules if any, where the check finds something (line:column), a part of
the message, and the file after `--fix` where that changes it. Further files stand `beside` it by
their names, and `in` is the one in which something is found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from exportcheck.cli.rules.fixing import fix
from exportcheck.cli.rules.looking import Looked, look
from exportcheck.core.library import Library
from exportcheck.core.problems import Problem
from exportcheck.linting.check import View
from exportcheck.linting.registry import CHECKS, accepted, run_checks
from exportcheck.reading.folders import collect_files, default_rules
from exportcheck.reading.source_files import sources_of

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 6, 1)
Small = Callable[[Mapping[str, str]], Path]


def cases() -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem} {case['name']}")
        for path in sorted(CASES.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def written(small: Small, case: Mapping[str, Any]) -> tuple[Path, Looked]:
    files = {"co/rules.yaml": case["rules"], **case.get("beside", {})}
    if "cases" in case:
        files["co/rules.cases.yaml"] = case["cases"]
    folder = small(files)
    return folder, look([folder], TODAY)


def found(code: str, looked: Looked) -> list[Problem]:
    problems = run_checks(looked.view)
    let = accepted(looked.view, problems)
    return [p for p in problems if p.code == code and p not in let]


@pytest.mark.parametrize(("code", "case"), cases())
def test_a_check_finds_what_it_says_and_where(
    small: Small, code: str, case: Mapping[str, Any]
) -> None:
    """A check finds its mistake at its line and column, and nothing in what is right."""
    _, looked = written(small, case)
    # What cannot be read is judged by its text alone; only then may a reader have refused it.
    refused = code == "EC005" or case.get("unreadable_cases", False)
    assert not looked.problems or refused, [str(p.message) for p in looked.problems]
    problems = found(code, looked)
    assert [f"{p.place.line}:{p.place.column}" for p in problems] == case["finds"]
    assert all(p.place.file.endswith(case.get("in", "co/rules.yaml")) for p in problems)
    assert all(case.get("message", "") in p.message for p in problems)
    assert all(case.get("help", "") in p.help for p in problems)


@pytest.mark.parametrize(("code", "case"), [each for each in cases() if "mended" in each.values[1]])
def test_what_is_safe_is_mended(small: Small, code: str, case: Mapping[str, Any]) -> None:
    """`--fix` writes what the case says, tells each change, and a second run changes nothing."""
    folder, looked = written(small, case)
    changes = fix(looked, [str(folder)])
    after = (folder / "co" / "rules.yaml").read_bytes().decode()
    assert after == case["mended"]
    assert bool(changes) == (case["mended"] != case["rules"])
    assert all(code in change for change in changes)
    again = look([folder], TODAY)
    assert not again.problems
    assert fix(again, [str(folder)]) == ()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_each_check_has_a_case_it_fails_and_one_it_passes(check: Any) -> None:
    """No check is without both, and one that mends has a case that is mended."""
    listed = yaml.safe_load((CASES / f"{check.code}.yaml").read_text(encoding="utf-8"))
    assert any(case["finds"] for case in listed)
    assert any(not case["finds"] for case in listed)
    assert any("mended" in case for case in listed) == (check.mend is not None)


def test_each_case_file_is_of_a_check() -> None:
    """A case file whose check was removed or renamed is told."""
    assert {path.stem for path in CASES.glob("*.yaml")} == {check.code for check in CHECKS}


def test_our_own_rules_have_nothing_to_be_mended(library: Library) -> None:
    """No check finds an error in the rules that come with the tool, nor warns of them."""
    folder = default_rules()
    view = View(
        rulebooks=library.rulebooks,
        cases=(),
        sources=sources_of(collect_files([folder]), [folder]),
        today=library.rulebooks[0].verified_through,
        items=library.items,
        contradictions=library.contradictions,
    )
    # Whether each rule has its cases is for the cases, whose reading takes long.
    checks = [check for check in CHECKS if check.code not in ("EC502", "EC503")]
    problems = run_checks(view, checks)
    let = accepted(view, problems)
    assert [f"{p.place} {p.message}" for p in problems if p not in let] == []
    assert {problem.code for problem in let} == {"EC303"}
