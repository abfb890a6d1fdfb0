"""`rules test` and `rules coverage` over a company's rules, which are laid over ours."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import typer

from exportcheck.cli.rules.cases import run_cases
from exportcheck.cli.rules.coverage import coverage
from exportcheck.core.problems import UnusableInput
from tests.viewers import has_the_shape_that_viewers_read, places_as_shown

BOOK = """\
id: house
title: House rules
jurisdiction: the company
version: "1"
first_day: "2026-01-01"
verified_through: "2027-01-01"
covers: [everything]
not_covered: [nothing]
"""
RULE = """\
title: T
cites: [C]
rules:
  - id: no-vietnam
    title: No sales to Vietnam
    prohibits: true
    versions:
      - effective_from: "2026-02-01"
        source: S
        read_in: S
        confidence: primary
        when: {destination: "VN"}
"""
CASES = """\
given: {item.kind: integrated_circuit}
cases:
  - name: Vietnam is closed
    date: "2026-02-01"
    given: {destination: "VN"}
    expect: prohibited
    rests_on: [no-vietnam]
"""
OURS = """\
cases:
  - name: Vietnam in the words of the regulation alone
    date: "2022-01-01"
    given: {destination: "VN", item.kind: memory}
    assume: none
    expect: EXPECTED
"""
Left = Callable[..., tuple[int, str, str]]


@pytest.fixture
def house(few_rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A company's rules beside the few of ours, which have one case."""
    ours = tmp_path / "rules"
    shutil.copytree(few_rules, ours, ignore=shutil.ignore_patterns("*.cases.yaml"))
    (ours / "us-ear" / "a.cases.yaml").write_text(
        OURS.replace("EXPECTED", "undetermined"), encoding="utf-8"
    )
    monkeypatch.setattr("exportcheck.reading.library.default_rules", lambda: ours)
    monkeypatch.setattr("exportcheck.reading.folders.default_rules", lambda: ours)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "house"
    folder.mkdir()
    for name, text in (("rulebook", BOOK), ("a", RULE), ("a.cases", CASES)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def left(capsys: pytest.CaptureFixture[str]) -> Left:
    """The exit code of a command, and what it wrote to stdout and to stderr."""

    def run(command: Callable[..., None], **options: Any) -> tuple[int, str, str]:
        with pytest.raises(typer.Exit) as done:
            command(**options)
        return (done.value.exit_code, *capsys.readouterr())

    return run


def test_the_cases_of_a_company_are_run_and_not_ours(house: Path, left: Left) -> None:
    """What is laid over ours, with a first day of its own, is tested by its own cases alone."""
    ours = house.parent / "rules" / "us-ear" / "a.cases.yaml"
    ours.write_text(OURS.replace("EXPECTED", "prohibited"), encoding="utf-8")
    assert left(run_cases, rules=["house"]) == (0, "", "1 case passed, 0 failed\n")
    assert left(run_cases)[0] == 1
    # The company's case rests on its own rule, so that rule was there for it.
    (house / "a.yaml").write_text(RULE.replace('"VN"', '"LA"'), encoding="utf-8")
    code, out, _ = left(run_cases, rules=["house"])
    assert code == 1
    assert "Vietnam is closed" in out
    assert "in the words of the regulation" not in out


def test_a_word_finds_no_case_of_ours_where_a_company_is_tested(
    house: Path,  # noqa: ARG001
    left: Left,
) -> None:
    """`regulation` stands in the name of a case of ours only, which is not the company's."""
    code, _, err = left(run_cases, containing=["regulation"], rules=["house"])
    assert code == 2
    assert err.startswith("no case was found: a test that runs nothing does not pass\n")
    assert "  of 1 case none fits `regulation`\n" in err
    assert "a word is part of a case's name" in err


def test_what_fits_no_case_is_told(house: Path, left: Left) -> None:
    """Which of the words, rules and outcomes; or that there is no case, and how one is written."""
    asked = {"containing": ["Vietnam", "nowhere"], "outcome": ["license_held"]}
    err = left(run_cases, rules=["house"], **asked)[2]
    assert "  of 1 case none fits `nowhere`, nor --outcome license_held\n" in err
    (house / "a.cases.yaml").unlink()
    err = left(run_cases, containing=["Vietnam"], rules=["house"])[2]
    assert "`exportcheck rules new case FILE` writes one" in err
    assert "a word is part" not in err


def test_a_path_names_the_cases_of_a_file_or_folder(house: Path, left: Left) -> None:
    """The path that is printed, or any other to the file, finds its cases."""
    for path in ("house/a.cases.yaml", "house", str(house)):
        assert (house / "a.cases.yaml").is_file()
        done = left(run_cases, containing=[path], rules=["house"])
        assert done == (0, "", "1 case passed, 0 failed\n"), path


def test_a_day_on_which_no_rule_is_in_force_says_when_the_first_begins(
    house: Path, left: Left
) -> None:
    """Between the first day recorded and the first rule a rulebook says nothing, and says so."""
    (house / "a.cases.yaml").write_text(
        CASES.replace("2026-02-01", "2026-01-31").replace("prohibited", "no_license_required"),
        encoding="utf-8",
    )
    code, out, _ = left(run_cases, rules=["house"])
    assert code == 1
    told = " ".join(out.split())
    assert "house/no-vietnam has no version in force on 2026-01-31" in told
    (house / "a.cases.yaml").write_text(
        CASES.replace("2026-02-01", "2026-01-31")
        .replace("prohibited", "undetermined")
        .replace("rests_on", "not_on"),
        encoding="utf-8",
    )
    assert left(run_cases, rules=["house"])[0] == 0


def test_the_cases_of_a_replaced_rulebook_are_left_out(house: Path, left: Left) -> None:
    """A folder named as a rulebook of ours replaces it, and with its rules go its cases."""
    replacing = house.parent / "other" / "us-ear"
    replacing.parent.mkdir()
    shutil.copytree(house, replacing)
    (replacing / "rulebook.yaml").write_text(
        BOOK.replace("id: house", "id: us-ear"), encoding="utf-8"
    )
    code, _, err = left(run_cases, rules=["other/us-ear"])
    assert (code, err.splitlines()[-1]) == (0, "1 case passed, 0 failed")
    assert "replaces the rulebook us-ear" in err


FAILING = """\
  - name: Laos is closed
    date: "2026-02-01"
    given: {destination: "LA"}
    expect: prohibited
    rests_on: [no-vietnam]
"""


def test_a_failing_case_shows_expected_found_and_the_deciding_steps(
    house: Path, left: Left
) -> None:
    """Each step comes with the file and line of the condition that it judged."""
    (house / "a.cases.yaml").write_text(CASES + FAILING, encoding="utf-8")
    code, out, err = left(run_cases, rules=["house"])
    assert code == 1
    assert err == "1 case passed, 1 failed\n"
    assert out.splitlines()[:2] == ["FAILED  Laos is closed", "  house/a.cases.yaml:8:5"]
    told = " ".join(out.split())
    assert "- expected `prohibited`, found" in told
    assert "- does not rest on `house/no-vietnam`" in told
    assert "house/no-vietnam fails house/a.yaml:8" in told
    assert "fails: destination is Lao" in told
    assert "not in VN line 12" in told


def test_a_known_gap_is_told_apart_and_is_an_error_once_it_is_closed(
    house: Path, left: Left
) -> None:
    """A case that fails as its author says is no failure; one that passes after all is."""
    gap = FAILING + "    known_gap: the board has not met\n"
    (house / "a.cases.yaml").write_text(CASES + gap, encoding="utf-8")
    code, out, err = left(run_cases, rules=["house"])
    assert (code, err) == (0, "1 case passed, 0 failed, 1 with a known gap\n")
    assert "Known gaps" in out
    assert "the board has not met" in out
    closed = CASES + "    known_gap: the board has not met\n"
    (house / "a.cases.yaml").write_text(closed, encoding="utf-8")
    code, out, err = left(run_cases, rules=["house"])
    assert (code, err) == (1, "0 cases passed, 1 failed\n")
    assert "the gap is closed: remove `known_gap`" in out


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({}, 2),
        ({"containing": ["laos"]}, 1),
        ({"containing": ["a.cases", "IS"]}, 2),
        ({"containing": ["laos", "vietnam"]}, 0),
        ({"rule": ["no-vietnam"]}, 2),
        ({"rule": ["house/no-vietnam"]}, 2),
        ({"outcome": ["prohibited"]}, 2),
        ({"outcome": ["undetermined"]}, 0),
        ({"outcome": ["undetermined", "prohibited"]}, 2),
        ({"rule": ["no-vietnam"], "containing": ["laos"]}, 1),
    ],
)
def test_filters_choose_cases(
    house: Path, left: Left, options: dict[str, list[str]], found: int
) -> None:
    """Every word must be there; of several rules, or several outcomes, one is enough."""
    (house / "a.cases.yaml").write_text(CASES + FAILING, encoding="utf-8")
    code, out, _ = left(run_cases, rules=["house"], format=["json"], **options)
    if not found:
        assert (code, out) == (2, "")
    else:
        assert json.loads(out)["summary"]["cases"] == found


def test_a_filter_that_names_nothing_known_is_a_mistake(house: Path) -> None:  # noqa: ARG001
    """A typo in a filter is told, and never a run of no cases."""
    with pytest.raises(UnusableInput) as refused:
        run_cases(rules=["house"], rule=["no-vietnm"])
    (problem,) = refused.value.problems
    assert problem.help == "did you mean `no-vietnam`?"
    with pytest.raises(UnusableInput) as refused:
        run_cases(rules=["house"], outcome=["prohibitted"])
    (problem,) = refused.value.problems
    assert "`prohibited`" in problem.help


def test_junit_and_json_tell_each_case(house: Path, left: Left) -> None:
    """A failure has its differences and steps, and a known gap is skipped."""
    hostile = FAILING.replace("Laos is closed", '"<b>&\\u202e\\u001b[31m"')
    gap = FAILING.replace("Laos is closed", "Gap") + "    known_gap: the board has not met\n"
    (house / "a.cases.yaml").write_text(CASES + hostile + gap, encoding="utf-8")
    formats = ["junit=out.xml", "json=out.json"]
    assert left(run_cases, rules=["house"], format=formats)[:2] == (1, "")
    text = Path("out.xml").read_text(encoding="utf-8")
    assert "\u202e" not in text
    suites = ET.fromstring(text)
    assert suites.attrib == {
        "name": "exportcheck",
        "tests": "3",
        "failures": "1",
        "errors": "0",
        "time": "0",
    }
    has_the_shape_that_viewers_read(text)
    assert places_as_shown(text) == {"house/a.cases.yaml:8": "failure"}
    failure = suites.find(".//failure")
    assert failure is not None
    assert failure.text is not None
    assert "does not rest on `house/no-vietnam`" in failure.text
    assert "(house/a.yaml:12)" in failure.text
    document = json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert document["schema"] == "exportcheck/cases/1"
    statuses = {case["status"] for case in document["cases"]}
    assert statuses == {"passed", "failed", "known_gap"}
    assert document["summary"]["known_gap"] == 1
    (failed,) = (case for case in document["cases"] if case["status"] == "failed")
    deciding = failed["deciding"][0]
    assert deciding["rule"] == "house/no-vietnam"
    assert deciding["truth"] == "fails"
    assert deciding["steps"][0]["place"] == "house/a.yaml:12"


def test_what_cannot_be_used_is_counted_by_cases_and_files(house: Path, left: Left) -> None:
    """A case with two mistakes counts once, and so does a file of which no case is read."""
    broken = "  - {name: X, date: soon, expect: prohibited, rests_on: [no-such, no-other]}\n"
    (house / "a.cases.yaml").write_text(f"cases:\n{broken}{FAILING}", encoding="utf-8")
    more = broken.replace("soon", '"2026-02-01"')
    (house / "b.cases.yaml").write_text(f"cases:\n{more}", encoding="utf-8")
    (house / "c.cases.yaml").write_text("cases:\n  - {nme: X}\n  - {nme: Y}\n", encoding="utf-8")
    code, _, _ = left(run_cases, rules=["house"], format=["json=out.json"])
    document = json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert code == 2
    files = [Path(each["file"]).name for each in document["problems"]]
    assert files.count("b.cases.yaml") == 2
    assert files.count("c.cases.yaml") > 2
    assert document["summary"]["unusable"] == 3


def test_coverage_names_what_is_not_shown_and_offers_a_case(house: Path, left: Left) -> None:  # noqa: ARG001
    """Of a company's rules only the company's cases count, and only its rules are measured."""
    code, out, _ = left(coverage, rules=["house"])
    assert code == 0
    told = " ".join(out.split())
    assert "house/no-vietnam never fails: the rule house/a.yaml:8" in told
    assert "no case that names it on 2026-01-31, the day before it begins" in told
    assert "# check against the law before you paste" in out
    assert out.splitlines()[-1] == "50 % exercised: 2 of 4 goals met by 1 case"
    assert "us-ear/" not in out


def test_a_rule_without_a_case_is_offered_cases(house: Path, left: Left) -> None:
    """They begin from a plain case, and with all of them pasted nothing is missing."""
    (house / "a.cases.yaml").unlink()
    out = left(coverage, rules=["house"], rule="no-vietnam")[1]
    assert "write one" not in out
    told = " ".join(out.split())
    assert "at the end of house/a.cases.yaml (a new file begins with a line `cases:`):" in told
    assert out.splitlines()[-1] == "0 % exercised: 0 of 4 goals met by 0 cases"
    cases = re.findall(r"^  - name:.*\n(?:    .*\n)+?(?=\n)", out, re.MULTILINE)
    (house / "a.cases.yaml").write_text(f"cases:\n{''.join(cases)}", encoding="utf-8")
    out = left(coverage, rules=["house"], rule="no-vietnam")[1]
    assert out.splitlines()[-1].startswith("100 % exercised: 4 of 4 goals")


def test_offered_cases_go_where_the_rule_is_about(house: Path, left: Left) -> None:
    """A limit and a day are tried where all else of the rule holds; where it fails is elsewhere."""
    text = (house / "a.yaml").read_text(encoding="utf-8")
    limit = "{destination: MY, item.total_processing_performance: {at_least: 1000}}"
    (house / "a.yaml").write_text(text.replace('{destination: "VN"}', limit), encoding="utf-8")
    (house / "a.cases.yaml").unlink()
    out = left(coverage, rules=["house"], rule="no-vietnam")[1]
    cases = re.findall(r"^  - name:.*\n(?:    .*\n)+?(?=\n)", out, re.MULTILINE)
    to = {re.search(r"no-vietnam, (.*)\"", each)[1]: "MY" in each for each in cases}  # type: ignore[index]
    assert len(to) > 3
    assert {title for title, is_there in to.items() if not is_there} == {"the rule fails"}


def test_of_a_case_that_is_open_only_the_beginning_is_told(house: Path, left: Left) -> None:
    """A case that states nothing leaves most rules open; the JSON has them all."""
    text = 'cases:\n  - {name: Nothing, date: "2026-03-02", expect: no_license_required}\n'
    (house / "a.cases.yaml").write_text(text, encoding="utf-8")
    _, out, _ = left(run_cases, rules=["house"])
    assert len(out.splitlines()) < 40
    assert re.search(r"and [0-9]+ more rules are open; `--format json` has them", out)


@pytest.mark.parametrize(("floor", "code"), [("50", 0), ("50.01", 1), ("100", 1), ("0", 0)])
def test_a_floor_fails_the_build(
    house: Path,  # noqa: ARG001
    left: Left,
    floor: str,
    code: int,
) -> None:
    """What is just shown is enough, in every format."""
    assert left(coverage, rules=["house"], floor=floor)[0] == code
    done, out, _ = left(coverage, rules=["house"], floor=floor, format=["json"])
    assert done == code
    document = json.loads(out)
    assert document["schema"] == "exportcheck/coverage/1"
    assert (document["percent"], document["goals"], document["met"]) == ("50", 4, 2)
    assert document["is_enough"] is (code == 0)
    assert {each["place"] for each in document["missing"]} == {"house/a.yaml:8"}


@pytest.mark.parametrize("floor", ["101", "-1", "all", "", "1e2"])
def test_a_floor_is_a_percentage(house: Path, floor: str) -> None:  # noqa: ARG001
    """Anything else is a mistake, and no floor of zero."""
    with pytest.raises(UnusableInput):
        coverage(rules=["house"], floor=floor)


def test_a_folder_without_rules_of_its_own_is_not_covered(house: Path, left: Left) -> None:
    """Where there is nothing to show the answer is no percentage, and no success."""
    (house.parent / "more").mkdir()
    (house.parent / "more" / "facts.yaml").write_text(
        "facts: {own.fact: {kind: yes_no, meaning: M, ask: A?}}\n", encoding="utf-8"
    )
    code, out, err = left(coverage, rules=["more"])
    assert (code, out) == (2, "")
    assert "no rule was found" in err


def test_cases_that_fail_and_known_gaps_show_nothing(house: Path, left: Left) -> None:
    """What a failing case shows nobody has checked."""
    gap = CASES.replace("prohibited", "license_required") + "    known_gap: it says\n"
    (house / "a.cases.yaml").write_text(gap, encoding="utf-8")
    code, out, err = left(coverage, rules=["house"])
    assert code == 0
    assert out.splitlines()[-1] == "0 % exercised: 0 of 4 goals met by 0 cases"
    assert err == ""
    (house / "a.cases.yaml").write_text(
        CASES.replace("prohibited", "license_required"), encoding="utf-8"
    )
    code, out, err = left(coverage, rules=["house"])
    assert code == 1
    assert "1 case fails and counts for nothing" in err


def test_coverage_of_one_rule_leaves_the_others_out(house: Path, left: Left) -> None:  # noqa: ARG001
    """Its goals alone are counted, by its id with or without the rulebook; a typo is a mistake."""
    whole = json.loads(left(coverage, rules=["house"], format=["json"])[1])
    for name in ("no-vietnam", "house/no-vietnam"):
        one = json.loads(left(coverage, rules=["house"], rule=name, format=["json"])[1])
        assert 0 < one["goals"] <= whole["goals"]
        assert {each["owner"] for each in one["missing"]} <= {"house/no-vietnam"}
    with pytest.raises(UnusableInput):
        coverage(rules=["house"], rule="no-vietnm")


def test_a_step_of_a_rule_that_holds_by_what_fails_is_told_so(house: Path, left: Left) -> None:
    """What stands under `not` decides the other way round, and says so."""
    rule = RULE.replace('{destination: "VN"}', '{not: {destination: "LA"}}')
    (house / "a.yaml").write_text(rule, encoding="utf-8")
    case = CASES.replace("expect: prohibited", "expect: no_license_required")
    (house / "a.cases.yaml").write_text(case, encoding="utf-8")
    code, out, _ = left(run_cases, rules=["house"])
    assert code == 1
    assert "fails, as the rule asks: destination is " in " ".join(out.split())
