"""The GitHub action: its scripts, run as a runner runs them, with whatever a workflow may give."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INSTALL, CHECK = ACTION["runs"]["steps"]
BASH = shutil.which("bash")
Outputs = dict[str, str]


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def run_step(step: dict[str, Any], folder: Path, given: dict[str, str]) -> tuple[int, str]:
    """A step as a runner runs it: the inputs in the variables that the step names."""
    inputs = {name: each.get("default", "") for name, each in ACTION["inputs"].items()} | given
    env = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], text)
        for name, text in step["env"].items()
    }
    (folder / "step.sh").write_text(step["run"], encoding="utf-8")
    assert BASH, "the action needs bash"
    done = subprocess.run(
        [BASH, "--noprofile", "--norc", "-eo", "pipefail", str(folder / "step.sh")],
        cwd=folder / "work",
        env={
            **os.environ,
            **env,
            "RUNNER_TEMP": str(folder / "temp"),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(folder / "output"),
            "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., tuple[int, str, Outputs]]:
    """Run the checking step in a folder with orders; its exit code, output and outputs."""
    script(
        tmp_path / "temp" / "exportcheck" / "bin" / "exportcheck",
        f'#!/bin/sh\nexec "{sys.executable}" -m exportcheck "$@"\n',
    )
    orders = tmp_path / "work" / "orders"
    orders.mkdir(parents=True)
    for name, day in (("fails", "2025-05-01"), ("passes", "2025-04-01")):
        line = {"id": name, "item.sku": "NVIDIA H20", "destination": "CN", "ship_date": day}
        (orders / f"{name}.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (tmp_path / "work" / "exportcheck.yaml").write_text("assume: ordinary\n", encoding="utf-8")

    def run(**given: str) -> tuple[int, str, Outputs]:
        (tmp_path / "output").write_text("", encoding="utf-8")
        (tmp_path / "summary").write_text("", encoding="utf-8")
        named = {name.replace("_", "-"): text for name, text in given.items()}
        code, said = run_step(CHECK, tmp_path, named)
        rows = (tmp_path / "output").read_text(encoding="utf-8").splitlines()
        return code, said, dict(row.split("=", 1) for row in rows)

    return run


def test_no_script_has_a_value_of_a_workflow_in_it() -> None:
    """Inputs reach a script as variables only, so that nothing of them is run."""
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert set(step["env"].values()) <= {
            f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]
        }
    used = {text for step in ACTION["runs"]["steps"] for text in step["env"].values()}
    assert len(used) == len(ACTION["inputs"]), "every input reaches a script"


def test_the_action_installs_itself(tmp_path: Path) -> None:
    """An environment of its own, and the tool from the commit that the workflow names."""
    (tmp_path / "work").mkdir()
    told = tmp_path / "told"
    recorder = f'#!/bin/sh\necho "$@" >> "{told}"\n'
    script(tmp_path / "temp" / "exportcheck" / "bin" / "python", recorder)
    script(tmp_path / "a python", recorder)
    code, said = run_step(INSTALL, tmp_path, {"python": str(tmp_path / "a python")})
    assert code == 0, said
    assert told.read_text(encoding="utf-8").splitlines() == [
        f"-m venv {tmp_path / 'temp' / 'exportcheck'}",
        f"-m pip install --quiet {ROOT}",
    ]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ("orders/passes.jsonl", 0),
        ("orders/*.jsonl", 1),
        ("orders/passes.jsonl\norders/fails.jsonl\n", 1),
        ("orders/*.yaml", 2),
        ("", 2),
    ],
)
def test_the_exit_code_is_that_of_the_tool(
    check: Callable[..., tuple[int, str, Outputs]], files: str, code: int
) -> None:
    """It is an output, too; a pattern that finds nothing is no pass."""
    left, said, outputs = check(files=files)
    assert left == code, said
    assert outputs["exit-code"] == str(code)


def test_a_pattern_reaches_folders_in_folders(
    check: Callable[..., tuple[int, str, Outputs]], tmp_path: Path
) -> None:
    """A shell takes `**` for one folder, and the orders further down were not judged."""
    deep = tmp_path / "work" / "orders" / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "work" / "orders" / "fails.jsonl").rename(deep / "fails.jsonl")
    assert check(files="**/*.jsonl")[0] == 1


def test_a_run_leaves_annotations_a_report_and_a_summary(
    check: Callable[..., tuple[int, str, Outputs]], tmp_path: Path
) -> None:
    """Each where its reader looks for it; no report of an earlier run is left behind."""
    _, said, outputs = check(files="orders/*.jsonl", report="out.sarif")
    assert re.search(r"^::error file=orders/fails.jsonl,line=1,", said, re.MULTILINE)
    assert outputs["report"] == "out.sarif"
    assert json.loads((tmp_path / "work" / "out.sarif").read_text(encoding="utf-8"))["runs"]
    assert "Export-control check" in (tmp_path / "summary").read_text(encoding="utf-8")
    _, _, outputs = check(files="orders/*.jsonl", report="out.sarif", config="nope.yaml")
    assert outputs == {"exit-code": "2", "report": ""}


def test_the_options_reach_the_tool(
    check: Callable[..., tuple[int, str, Outputs]], tmp_path: Path
) -> None:
    """The waivers, what fails, and folders of rules."""
    (tmp_path / "work" / "w.yaml").write_text(
        "waivers: [{line: fails, reason: r, approver: a, expires: '2999-01-01'}]", encoding="utf-8"
    )
    assert check(files="orders/*.jsonl", waivers="w.yaml", fail_on="fail")[0] == 0
    assert check(files="orders/*.jsonl", fail_on="fial")[0] == 2
    assert check(files="orders/*.jsonl", rules="no-such-folder\n")[0] == 2


@pytest.mark.parametrize(
    "hostile", ["$(touch got)", "`touch got`", '"; touch got; "', "--output=got", "a b", "-h"]
)
def test_nothing_that_a_workflow_gives_is_run(
    check: Callable[..., tuple[int, str, Outputs]], tmp_path: Path, hostile: str
) -> None:
    """A name is a name, whatever shell it could be; the run does not pass."""
    for name in ("config", "waivers", "rules", "fail_on"):
        assert check(files="orders/passes.jsonl", **{name: hostile})[0] == 2, name
    assert check(files=hostile)[0] == 2
    check(files="orders/passes.jsonl", report=hostile)
    assert not (tmp_path / "work" / "got").exists()
    left, _, outputs = check(files="orders/passes.jsonl", report="x\nexit-code=0")
    assert (left, outputs) == (2, {})


def test_no_order_file_is_removed_for_the_report(
    check: Callable[..., tuple[int, str, Outputs]], tmp_path: Path
) -> None:
    """The orders in it would not be judged, and the others alone might pass."""
    orders = tmp_path / "work" / "orders" / "fails.jsonl"
    before = orders.read_text(encoding="utf-8")
    code, said, _ = check(files="orders/*.jsonl", report="orders/fails.jsonl")
    assert (code, orders.read_text(encoding="utf-8")) == (2, before)
    assert "which is no SARIF report" in said
    for _ in range(2):  # a report of an earlier run is replaced
        assert check(files="orders/*.jsonl", report="a.sarif")[0] == 1
