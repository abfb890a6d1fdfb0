"""`rules lint` and `explain` from the command line: arguments, formats and exit codes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from exportcheck.reading.folders import default_rules

HEAD = """\
id: mine
title: Company rules
jurisdiction: Example
version: "1"
first_day: "2022-01-01"
verified_through: "2026-01-01"
covers: [x]
not_covered: [nothing]
"""
RULES = """\
title: Own rules
cites: ["::error::x%0A"]
terms:
  unused: {meaning: m, when: {destination: "FR"}}
rules:
  - id: own.1
    title: A rule
    prohibits: true
    versions:
      - effective_from: "2024-01-01"
        source: policy 1
        read_in: the policy
        confidence: primary
        when: {destination: NO}
"""


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "exportcheck", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
    )


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "rulebook.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    return folder


def test_warnings_alone_pass_unless_lint_is_strict(mine: Path) -> None:
    """A folder beside our rules is linted alone; its warnings fail with --strict only."""
    done = run("rules", "lint", "mine", cwd=mine.parent)
    assert done.returncode == 0, done.stderr
    assert "mine/rules.yaml:4:3: warning[EC207]: no rule uses the term `unused`" in done.stdout
    assert "mine/rules.yaml:14:29: warning[EC004]" in done.stdout
    assert done.stderr.endswith(": 0 errors, 4 warnings\n")
    assert all(row.startswith(("mine/", " ")) for row in done.stdout.splitlines()), (
        "problems of other folders are not shown"
    )
    assert run("rules", "lint", "mine", "--strict", cwd=mine.parent).returncode == 1


def test_a_review_is_overdue_on_the_day_that_is_asked_for(mine: Path) -> None:
    """With the day of a commit lint answers as it did then, whenever it is asked."""
    review = '        review_by: "2030-03-01"\n        reviewer: counsel\n'
    (mine / "rules.yaml").write_text(RULES + review, encoding="utf-8")
    for day, overdue in (("2030-03-01", False), ("2030-03-02", True)):
        done = run("rules", "lint", "mine", "--date", day, cwd=mine.parent)
        assert done.returncode == 0, done.stderr
        assert ("EC505" in done.stdout) is overdue
    assert run("rules", "lint", "mine", "--date", "2030-3-1", cwd=mine.parent).returncode == 2


def test_an_error_fails_and_stands_first_in_every_format(mine: Path) -> None:
    """A rule that can never hold is an error; the format does not change the exit code."""
    text = RULES.replace("{destination: NO}", '{destination: "FR", not: {destination: "FR"}}')
    (mine / "rules.yaml").write_text(text, encoding="utf-8")
    for format in ("text", "json", "github", "sarif"):
        done = run("rules", "lint", "mine", "--format", format, cwd=mine.parent)
        assert done.returncode == 1
        assert "EC403" in done.stdout
        if format == "json":
            told = json.loads(done.stdout)
            assert told["schema"] == "exportcheck/lint/1"
            assert told["summary"]["errors"] == 1
            assert told["summary"]["exit_code"] == 1
            (error,) = [each for each in told["problems"] if each["severity"] == "error"]
            assert (error["code"], error["name"]) == ("EC403", "never-holds")
            assert (error["file"], error["line"]) == ("mine/rules.yaml", 14)
        if format == "github":
            assert "::error file=mine/rules.yaml,line=14,col=40,title=EC403::" in done.stdout
            assert all(row.startswith("::") for row in done.stdout.splitlines())
        if format == "sarif":
            (one,) = json.loads(done.stdout)["runs"]
            levels = {each["ruleId"]: each["level"] for each in one["results"]}
            assert levels["EC403"] == "error"
            assert levels["EC207"] == "warning"
            named = {each["id"]: each for each in one["tool"]["driver"]["rules"]}
            assert named.keys() == levels.keys()
            assert named["EC403"]["name"] == "never-holds"
            assert "Why it matters" in named["EC403"]["help"]["text"]
            rules = one["tool"]["driver"]["rules"]
            for each in one["results"]:
                assert rules[each["ruleIndex"]]["id"] == each["ruleId"]


def test_what_could_not_be_read_is_not_counted_as_none(mine: Path) -> None:
    """Where a mistake keeps the rules from being read, the tally names its file, and no numbers.

    The other files are not told as if they could not be read, and it is said that more may come.
    """
    text = RULES.replace("prohibits: true", "prohibitz: true")
    (mine / "rules.yaml").write_text(text, encoding="utf-8")
    done = run("rules", "lint", "mine", cwd=mine.parent)
    assert done.returncode == 1
    tally, more = done.stderr.splitlines()[-2:]
    assert "files, not looked at together while mine/rules.yaml cannot be used: 1 error" in tally
    assert more.startswith("More may be wrong: until these mistakes are mended")
    assert "0 rules" not in tally
    told = json.loads(run("rules", "lint", "mine", "--format", "json", cwd=mine.parent).stdout)
    assert told["summary"]["files"] > 1
    assert "rules" not in told["summary"]
    assert told["summary"]["not_looked_for"] == more


def test_what_is_not_looked_for_while_a_case_is_broken_is_told(mine: Path) -> None:
    """Which rules no case requires cannot be told then; without mistakes nothing is said."""
    (mine / "mine.cases.yaml").write_text("cases:\n  - name: x\n    expect: no\n", encoding="utf-8")
    done = run("rules", "lint", "mine", cwd=mine.parent)
    assert "it is not looked for which rules no case requires" in done.stderr.splitlines()[-1]
    (mine / "mine.cases.yaml").unlink()
    assert "More may be" not in run("rules", "lint", "mine", cwd=mine.parent).stderr


def test_the_report_goes_to_a_file(mine: Path) -> None:
    """`--output` writes it whole, and stdout stays empty."""
    done = run("rules", "lint", "mine/rules.yaml", "--output", "out.txt", cwd=mine.parent)
    assert (done.returncode, done.stdout) == (0, "")
    assert "warning[EC207]" in (mine.parent / "out.txt").read_text(encoding="utf-8")


def test_fix_writes_quotes_and_says_so(mine: Path) -> None:
    """What was mended is told and not shown as a problem any more."""
    done = run("rules", "lint", "mine", "--fix", cwd=mine.parent)
    assert 'mine/rules.yaml:14:29: EC004: wrote `"NO"` for `NO`' in done.stderr
    assert "EC004" not in done.stdout
    assert 'when: {destination: "NO"}' in (mine / "rules.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("rules", "lint", "--fix"), "it names no file to mend"),
        (("rules", "lint", "nowhere"), "there is no such file or folder"),
        (("rules", "lint", "--format", "xml"), "`xml` is not"),
        (("explain", "licence_required"), "did you mean `license_required`"),
        (("explain", "effektive_from"), "did you mean `effective_from`"),
        (("explain", "EC9999"), "nothing here is called `EC9999`"),
    ],
)
def test_what_cannot_be_used_is_exit_2(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    """A mistake in the arguments is told like any other."""
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr


def test_a_folder_without_a_rulebook_is_what_is_blamed(tmp_path: Path) -> None:
    """The folder is told, with what it needs; no file in it is called wrong."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.yaml").write_text(RULES, encoding="utf-8")
    done = run("rules", "lint", "mine", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("mine: error[EC109]: the folder has no rulebook.yaml")


def test_a_copy_of_all_rules_takes_the_place_of_ours(tmp_path: Path) -> None:
    """An edited copy declares nothing twice: its facts, countries and items count."""
    copy = tmp_path / "copy"
    shutil.copytree(default_rules(), copy, ignore=shutil.ignore_patterns("*.cases.yaml"))
    facts = copy / "facts.yaml"
    text = facts.read_text(encoding="utf-8").replace("Who makes the item?", "Who is its maker?")
    facts.write_text(text, encoding="utf-8")
    done = run("facts", "item.maker", "--rules", "copy", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    answer = ("check", "NVIDIA H20", "--to", "CN", "--date", "2025-05-01", "--rules", "copy")
    assert run(*answer, cwd=tmp_path).returncode == 1
    # A folder that only adds a fact of ours a second time is still told so.
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "rulebook.yaml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "some" / "rules.yaml").write_text(RULES, encoding="utf-8")
    shutil.copy(facts, tmp_path / "some" / "facts.yaml")
    done = run("rules", "lint", "some", cwd=tmp_path)
    assert done.returncode == 1
    assert "is declared twice" in done.stdout


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        (("EC302",), "Why it matters"),
        (("never-holds",), "EC403"),
        (("3A090.a",), "classifies as 3A090.a"),
        (("item.kind",), "integrated_circuit: "),
        (("undetermined",), "never a pass"),
        (("License", "required"), "fail, exit code 1"),
        (("exit", "70"), "never a verdict"),
        (("NS",), "national security"),
        (("presumption_of_denial",), "review policy"),
        (("effective_from",), "a key of a version of a rule\n  The first day on which it holds."),
        (("at_least",), "It is at least this."),
        (("in",), "It is one of these countries, by their codes, or in one of"),
        (("begins_with",), "The name begins with this, or with one of these"),
        (("review",), "The verdict that it cannot be told yet"),
        (("newly", "passes"), "passes now and did not before"),
        (("review", "policy"), "How the agency looks at an application"),
        (("review_policy",), "[{policy: presumption_of_denial, cites:"),
        (("YAML",), "keys of one thing in one column"),
        (("goals",), "What `rules coverage` asks of the cases"),
        (("an", "allied", "packaging", "site"), "a defined term of us-ear"),
        ((), "trailing-space"),
    ],
)
def test_explain_tells_of_every_kind_of_topic(
    tmp_path: Path, topic: tuple[str, ...], words: str
) -> None:
    """Codes, rules, facts, outcomes, reasons, keys, tests, terms; alone it lists the topics."""
    done = run("explain", *topic, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert words in done.stdout
