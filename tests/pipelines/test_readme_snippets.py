"""The snippets of the README's chapter on pipelines: what they name is there, and they run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from exportcheck.core.findings import Outcome
from exportcheck.reading.config_files import read_config
from exportcheck.reading.waiver_files import read_waivers

ROOT = Path(__file__).resolve().parents[2]
SNIPPETS = dict(
    re.findall(
        r"<!-- snippet ([^\n]+) -->\n```yaml\n(.*?)```",
        (ROOT / "README.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
)


def snippet(name: str) -> Any:
    return yaml.safe_load(SNIPPETS[name])


def test_the_configuration_is_read(tmp_path: Path) -> None:
    """It shows every key that there is."""
    from exportcheck.reading.schemas import config_schema

    path = tmp_path / "exportcheck.yaml"
    path.write_text(SNIPPETS["exportcheck.yaml"], encoding="utf-8")
    settings = read_config(path)
    assert (settings.past_dates, settings.fail_on) == ("forbidden", "review")
    assert settings.format == ("text", f"sarif={tmp_path / 'exportcheck.sarif'}")
    assert settings.waivers == tmp_path / "waivers.yaml"
    assert set(snippet("exportcheck.yaml")) == set(config_schema()["properties"])


def test_the_waivers_are_read(tmp_path: Path) -> None:
    """They show every key that there is."""
    path = tmp_path / "waivers.yaml"
    path.write_text(SNIPPETS["waivers.yaml"], encoding="utf-8")
    first, second = read_waivers(path)
    assert (first.line, second.order) == ("SO-1/2", "SO-7")
    assert second.outcomes == (Outcome.PROHIBITED,)


def test_the_workflow_uses_the_action_as_it_is() -> None:
    """Its inputs and outputs are those of the action."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    steps = snippet("github")["jobs"]["exportcheck"]["steps"]
    (own,) = [step for step in steps if step["uses"].startswith("OWNER/")]
    assert set(own["with"]) <= set(action["inputs"])
    required = {name for name, each in action["inputs"].items() if each.get("required")}
    assert required <= set(own["with"])
    outputs = re.findall(r"steps\.exportcheck\.outputs\.([\w-]+)", SNIPPETS["github"])
    assert outputs
    assert set(outputs) <= set(action["outputs"])


@pytest.mark.parametrize(("state", "code"), [("fails", 1), ("open", 3)])
def test_the_gitlab_job_runs(tmp_path: Path, state: str, code: int) -> None:
    """Its script, after the installation, leaves with the code and the report that it names."""
    job = snippet("gitlab")["exportcheck"]
    (install, *script) = job["script"]
    assert install.startswith("pip install ")
    (tmp_path / "orders").mkdir()
    line = {"item.sku": "NVIDIA H20", "exporter.name": "NVIDIA", "license": "none"}
    if state == "open":
        line = {"item.sku": "MI308X", "exporter.name": "AMD"}
    (tmp_path / "orders" / "june.yaml").write_text(
        json.dumps({"shipments": [{**line, "destination": "CN", "ship_date": "2025-05-01"}]}),
        encoding="utf-8",
    )
    tool = tmp_path / "bin" / "exportcheck"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m exportcheck "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", "\n".join(script)],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{tool.parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert job["allow_failure"] == {"exit_codes": 3}
    report = ET.parse(tmp_path / job["artifacts"]["reports"]["junit"])
    assert len(list(report.getroot().iter("testcase"))) == 1


def test_the_hooks_are_there() -> None:
    """Each hook that the snippet asks for is one of ours."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (repository,) = snippet("pre-commit")["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == [hook["id"] for hook in hooks]


# The step that stops each kind of change.
STOPPED = {"stricter": "", "looser": "diff", "broken": "lint", "not locked": "test"}
HOLD = "when: {company.credit_hold: yes}"
MORE = """
  - id: no-vatican
    title: No shipment to the Vatican
    cites: [Trade compliance manual section 9]
    prohibits: true
    versions:
      - effective_from: "2024-01-01"
        source: Trade compliance manual of 2024
        read_in: the manual itself
        confidence: primary
        when: {destination: "VA"}
"""
MORE_CASES = """
  - name: The Vatican gets nothing
    item: NVIDIA T4
    date: "2024-01-01"
    given: {destination: "VA"}
    expect: prohibited
    rests_on: [northwind/no-vatican]

  - name: Italy does
    item: NVIDIA T4
    date: "2026-03-02"
    given: {destination: "IT"}
    expect: no_license_required
    not_on: [northwind/no-vatican]
"""


@pytest.fixture
def pull_request(tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Runs a script as a step of a job does, in a clone of the company's rules."""
    tool = tmp_path / "bin" / "exportcheck"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m exportcheck "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    env = {
        **os.environ,
        "PATH": f"{tool.parent}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_BASE_REF": "main",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }

    def run(script: str, folder: str = "here") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=tmp_path / folder,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )

    shutil.copytree(ROOT / "examples" / "company-rulebook", tmp_path / "origin")
    git = "git -c user.name=a -c user.email=a@example.com"
    begin = f"git init -qb main; exportcheck rules digest --lock; git add -A; {git} commit -qm x"
    assert run(begin, "origin").returncode == 0
    assert run("git clone -q origin here", ".").returncode == 0
    return run


@pytest.mark.parametrize("change", ["stricter", "looser", "broken", "not locked"])
def test_the_workflow_for_rules_shows_what_changes(
    tmp_path: Path, pull_request: Callable[[str], subprocess.CompletedProcess[str]], change: str
) -> None:
    """Its steps pass what is in order, and stop a change by which something newly passes.

    What changes stands in the summary of the job; a rule that is broken, or that the lock does not
    name, is stopped before that.
    """
    rules, cases = (
        tmp_path / "here" / "rules" / "northwind" / f"orders{end}.yaml" for end in ("", ".cases")
    )
    text = rules.read_text(encoding="utf-8")
    assert HOLD in text
    if change in ("stricter", "not locked"):
        rules.write_text(text + MORE, encoding="utf-8")
        cases.write_text(cases.read_text(encoding="utf-8") + MORE_CASES, encoding="utf-8")
    elif change == "looser":
        rules.write_text(text.replace(HOLD, f'{HOLD[:-1]}, destination: "DE"}}'), encoding="utf-8")
    else:
        rules.write_text(text.replace(HOLD, HOLD.replace("hold", "holt")), encoding="utf-8")
    if change != "not locked":
        pull_request("exportcheck rules digest --lock")
    _, install, *steps = snippet("github-rules")["jobs"]["rules"]["steps"]
    assert install["run"].startswith("pip install ")
    if change == "stricter":  # that a stricter rule passes the comparison is tested where it is
        steps.pop()
    stopped = ""
    for step in steps:
        done = pull_request(step["run"])
        if done.returncode:
            (stopped,) = re.findall(r"exportcheck rules (\w+)", step["run"])
            break
    assert stopped == STOPPED[change], done.stderr
    if change == "looser":
        told = (tmp_path / "summary.md").read_text(encoding="utf-8")
        assert all(row.startswith("    ") for row in told.splitlines())
        assert "newly passes" in told.lower()
