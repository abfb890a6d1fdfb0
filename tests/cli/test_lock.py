"""The lock end to end: what it names is what reports name, and nothing else is used with it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "company-rulebook"
CHECK = ("check", "NVIDIA T4", "--to", "DE", "--date", "2026-03-02", "--assume", "ordinary")


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "exportcheck", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The example of a company in a place of its own, with its lock."""
    copy = tmp_path / "project"
    shutil.copytree(EXAMPLE, copy)
    (copy / ".git").mkdir()
    done = run("rules", "digest", "--lock", cwd=copy)
    assert done.returncode == 0, done.stderr
    assert (copy / "exportcheck.lock").is_file()
    return copy


def test_the_digests_are_those_of_the_reports(project: Path) -> None:
    """`rules digest` prints, and the lock names, the digests that a report gives."""
    told = run("rules", "digest", cwd=project).stdout
    lock = (project / "exportcheck.lock").read_text(encoding="utf-8")
    answer = json.loads(run(*CHECK, "--format", "jsonl", cwd=project).stdout)
    assert len(answer["rulebooks"]) == 2
    for book in answer["rulebooks"]:
        assert f"rulebook {book['id']}  {book['version']}  {book['digest']}" in told
        assert book["digest"] in lock


def test_with_the_lock_the_same_rules_answer(project: Path) -> None:
    """Where nothing differs --locked changes nothing, for each command that takes it."""
    assert run(*CHECK, "--locked", cwd=project).returncode == 0
    assert run("validate", "orders.yaml", "--locked", cwd=project).returncode == 1
    done = run("rules", "test", "northwind", "--rules", "rules", "--locked", cwd=project)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("rules/northwind/rulebook.yaml", "version 2026.3 instead of 2026.2, digest "),
        ("rules/northwind/orders.yaml", "version 2026.2 with other contents, digest "),
        ("rules/facts.yaml", "not the facts that the lock names: digest "),
    ],
)
def test_other_rules_decide_nothing(project: Path, file: str, says: str) -> None:
    """A rulebook or facts that differ are named with how, and the run leaves with 2."""
    text = (project / file).read_text(encoding="utf-8")
    (project / file).write_text(text.replace("2026.2", "2026.3") + "# more\n", encoding="utf-8")
    for arguments in (CHECK, ("validate", "orders.yaml")):
        assert run(*arguments, cwd=project).returncode != 2
        done = run(*arguments, "--locked", cwd=project)
        assert done.returncode == 2
        assert done.stdout == ""
        assert says in done.stderr
        assert "error[EC602]" in done.stderr


def test_rules_missing_or_added_are_told(project: Path) -> None:
    """A lock names all that is loaded, and all that it names is loaded."""
    done = run(*CHECK, "--no-config", "--locked", cwd=project)
    assert done.returncode == 2
    assert "the rulebook northwind, which the lock names, is not loaded" in done.stderr
    run("rules", "digest", "--lock", "--no-config", cwd=project)
    done = run(*CHECK, "--locked", cwd=project)
    assert done.returncode == 2
    assert "the lock does not name the rulebook northwind, which is loaded" in done.stderr


def test_without_a_lock_nothing_is_locked(project: Path) -> None:
    """--locked without a lock is an error, and so is a lock that says nothing."""
    lock = project / "exportcheck.lock"
    text = lock.read_text(encoding="utf-8")
    for broken in ("", "rulebooks: {}\n", text.replace("sha256:", "sha1:")):
        lock.write_text(broken, encoding="utf-8")
        assert run(*CHECK, "--locked", cwd=project).returncode == 2
    lock.unlink()
    done = run(*CHECK, "--locked", cwd=project)
    assert done.returncode == 2
    assert "there is no lock to go by" in done.stderr


def test_a_configuration_can_ask_for_the_lock(project: Path) -> None:
    """`locked: true` is --locked for every check of the project; `rules digest` goes on."""
    config = project / "exportcheck.yaml"
    config.write_text(config.read_text(encoding="utf-8") + "locked: true\n", encoding="utf-8")
    assert run(*CHECK, cwd=project).returncode == 0
    with (project / "rules" / "facts.yaml").open("a", encoding="utf-8") as file:
        file.write("# more\n")
    assert run(*CHECK, cwd=project).returncode == 2
    assert run("rules", "digest", "--lock", cwd=project).returncode == 0
    assert run(*CHECK, cwd=project).returncode == 0
