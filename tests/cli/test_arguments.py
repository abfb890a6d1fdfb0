"""The configuration on the command line: found or named, told, overruled, and its mistakes."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from exportcheck.cli.app import app
from exportcheck.cli.guard import guarded

RULES = """\
title: T
cites: [C]
rules:
  - id: r
    title: R
    prohibits: true
    versions:
      - effective_from: "2022-01-01"
        source: s
        read_in: r
        confidence: primary
        when: {end_use: military, reading.my-reading: strict}
"""
READINGS = """\
readings:
  my-reading:
    question: q
    options: {strict: s, mild: m}
    default: strict
    why: w
    confidence: unverified
    sources: [s]
"""
Tool = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture
def project(
    folder: Path,
    write: Callable[[Mapping[str, str]], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A folder with a company's rules, in which the tool runs; no cache, no folder above counts."""
    rulebook = (folder / "co" / "rulebook.yaml").read_text(encoding="utf-8")
    write({"co/rulebook.yaml": rulebook + READINGS, "co/rules.yaml": RULES})
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def tool(project: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Tool]:
    """One run of `check` in this process: its exit code, its answer, and what stderr says."""

    def run(*arguments: str, day: str = "2025-06-02") -> tuple[int, dict[str, Any], str]:
        facts = ("item.kind=memory", "end_use=military")
        line = ["check", "--to", "DE", "--date", day, "--format", "jsonl"]
        line += [part for fact in facts for part in ("--fact", fact)]
        with pytest.raises(SystemExit) as left:
            guarded(lambda: app([*line, *arguments]))
        said = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, json.loads(said.out or "{}"), said.err

    assert project.is_dir()
    yield run
    gc.unfreeze()


def settle(where: Path, text: str) -> None:
    where.mkdir(parents=True, exist_ok=True)
    (where / "exportcheck.yaml").write_text(text, encoding="utf-8")


def rulebooks(answer: dict[str, Any]) -> set[str]:
    return {each["id"] for each in answer["rulebooks"]}


def prohibited(answer: dict[str, Any]) -> bool:
    return any(e["rule"] == "co/r" and e["truth"] == "holds" for e in answer["prohibitions"])


def test_a_configuration_is_found_upward_and_told(
    tool: Tool, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings of a folder above hold, its folders of rules are seen from it, and it is named."""
    settle(project, "rules: [rules]\n")
    (project / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(project / "a" / "b")
    code, answer, told = tool()
    assert (code, prohibited(answer)) == (1, True)
    assert told.startswith("settings of ../../exportcheck.yaml\n")


def test_without_a_configuration_nothing_is_told(tool: Tool) -> None:
    """Where there is none the options alone count."""
    _, answer, told = tool()
    assert rulebooks(answer) == {"us-ear"}
    assert "settings" not in told


def test_a_configuration_can_be_named_and_left_out(tool: Tool, project: Path) -> None:
    """`--config` goes before the one that is found, `--no-config` reads none, and not both."""
    settle(project, "assume: none\n")
    settle(project / "other", "rules: [../rules]\n")
    _, answer, told = tool("--config", "other/exportcheck.yaml")
    assert "co" in rulebooks(answer)
    assert told.startswith("settings of other/exportcheck.yaml\n")
    _, answer, told = tool("--no-config")
    assert rulebooks(answer) == {"us-ear"}
    assert "settings" not in told
    code, answer, told = tool("--no-config", "--config", "other/exportcheck.yaml")
    assert (code, answer) == (2, {})
    assert "contradict each other" in told


def test_options_go_before_the_configuration(tool: Tool, project: Path) -> None:
    """What is said on the command line replaces what the configuration says of the same."""
    settle(project, "rules: [rules]\nassume: none\nreadings: {my-reading: mild}\n")
    _, answer, _ = tool()
    assert not prohibited(answer)
    assert not answer["assumptions"]
    _, answer, _ = tool("--assume", "ordinary")
    assert answer["assumptions"]
    _, answer, _ = tool("--reading", "my-reading=strict")
    assert prohibited(answer)


@pytest.mark.parametrize(("day", "limited"), [("2027-01-01", False), ("2027-01-02", True)])
def test_a_configuration_may_be_strict_about_days(
    tool: Tool, project: Path, day: str, limited: bool
) -> None:
    """With `strict_currency` no day passes that is later than the rules were verified."""
    settle(project, "rules: [rules]\nreadings: {my-reading: mild}\nstrict_currency: true\n")
    code, answer, _ = tool(day=day)
    assert code == 3
    said = json.dumps(answer)
    assert ("Rules of the company was verified through 2027-01-01 only" in said) is limited


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("assum: none\n", "exportcheck.yaml:1:1", "`assum`"),
        ("assume: all\n", "exportcheck.yaml:1:9", "`all`"),
        ("readings:\n  my-reading: [mild]\n", "exportcheck.yaml:2:15", "my-reading"),
        ("rules: rules\n", "exportcheck.yaml:1:8", "rules"),
        ("strict_currency: maybe\n", "exportcheck.yaml:1:18", "strict_currency"),
        ("assume: none\nassume: none\n", "exportcheck.yaml:2:1", "assume"),
        ("assume: [none\n", "exportcheck.yaml:", ""),
        ("rules: [rules]\nreadings: {my-redding: mild}\n", "exportcheck.yaml: readings",
         "did you mean `my-reading`"),
        ("rules: [rules]\nreadings: {my-reading: milt}\n", "exportcheck.yaml: readings my-reading",
         "did you mean `mild`"),
        ("rules: [rulez]\n", "rulez", "there is no folder of rules `rulez` beside this file"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_configuration_is_told_at_its_place(
    tool: Tool, project: Path, text: str, place: str, message: str
) -> None:
    """Nothing is decided with a configuration that has a mistake; it is told where it is."""
    settle(project, text)
    code, answer, told = tool()
    assert (code, answer) == (2, {})
    assert place in told
    assert message in " ".join(told.split())


def test_a_configuration_that_is_not_there_is_told(tool: Tool) -> None:
    """A file named by `--config` that cannot be read is a mistake, never no settings."""
    for name in ("nothing.yaml", "rules"):
        code, answer, told = tool("--config", name)
        assert (code, answer) == (2, {})
        assert "the configuration cannot be read" in told
