"""`validate --jobs`: on several cores every report is the one that is written on one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from exportcheck.cli import jobs
from exportcheck.cli.app import app
from exportcheck.reporting.formats import FORMATS

SKUS = ("NVIDIA H20", "H100", "RTX 4090", "T4", "MI308X", "HI00", "Ascend 910B")
PLACES = ("CN", "DE", "SG", "AE", "RU", "XX")
NAMES = ("Acme Works", "Huawei Technologies", "Müller GmbH", "=1+1", "")
DAYS = ("2024-05-01", "2025-04-20", "2025-10-01", "2026-09-01", "2026-13-01")


@pytest.fixture
def orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two files of lines of all kinds, with mistakes; they are sent a few lines at a time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(jobs, "SHARE", 7)
    (tmp_path / ".git").mkdir()
    chance = random.Random(20261201)
    lines = ["id,item.sku,destination,end_user.name,ship_date"]
    for number in range(120):
        cells = [chance.choice(each) for each in (SKUS, PLACES, NAMES, DAYS)]
        lines.append(f"SO-{number % 90},{','.join(cells)}")
    Path("a.csv").write_text("\n".join(lines), encoding="utf-8")
    rows = [
        f'{{"id": "J-{number}", "item.sku": "H20", "destination": "{chance.choice(PLACES)}"}}'
        for number in range(20)
    ]
    Path("b.jsonl").write_text("\n".join([*rows, "{"]), encoding="utf-8")
    Path("w.yaml").write_text(
        "waivers:\n"
        + "".join(
            f"  - line: {line}\n    reason: applied for\n    approver: R. Roe\n"
            f'    outcome: {outcome}\n    expires: "2999-01-01"\n'
            for line, outcome in (("SO-3", "license_required"), ("J-999", "prohibited"))
        ),
        encoding="utf-8",
    )
    return ["a.csv", "b.jsonl"]


def reports(orders: list[str], cores: int) -> dict[str, str]:
    """What a run on so many cores writes, and how it leaves."""
    options = [f"--format={name}=out.{name}" for name in FORMATS]
    always = ("--assume", "ordinary", "--waivers", "w.yaml", "--summary")
    done = CliRunner().invoke(app, ["validate", *orders, *always, "--jobs", str(cores), *options])
    found = {name: Path(f"out.{name}").read_text(encoding="utf-8") for name in FORMATS}
    return {**found, "stderr": done.stderr, "exit": str(done.exit_code)}


def test_every_report_is_the_same_on_any_number_of_cores(orders: list[str]) -> None:
    """All formats, the counts, the waivers, the mistakes and the exit code."""
    one = reports(orders, 1)
    assert one["exit"] == "2"
    assert "names no line that was judged" in one["stderr"]
    assert reports(orders, 2) == one
    assert reports(orders, 3) == one


@pytest.mark.parametrize("written", ["0", "-1", "x", "1.5", "", "1000"])
def test_a_number_of_cores_is_one_or_more(orders: list[str], written: str) -> None:
    """Anything else is a mistake, and nothing is judged."""
    done = CliRunner().invoke(app, ["validate", *orders, "--jobs", written])
    assert done.exit_code != 0
    assert not done.stdout


@pytest.mark.parametrize(
    ("written", "right"), [("2", True), ('"2"', True), ("two", False), ("0", False)]
)
def test_the_configuration_may_say_on_how_many_cores(
    orders: list[str], written: str, *, right: bool
) -> None:
    """A number is used, and anything else is a mistake in it, by which nothing is judged."""
    Path("exportcheck.yaml").write_text(f"jobs: {written}\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["validate", orders[0], "--format", "csv"])
    assert ("is not a number of cores" in str(done.exception)) is not right
    assert bool(done.stdout) is right


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_run_of_which_a_process_is_stopped_is_no_answer(tmp_path: Path, number: int) -> None:
    """It leaves with the code of a failure of the tool, and no report."""
    lines = ['{"item.sku": "NVIDIA H20", "destination": "CN"}\n'] * 40_000
    (tmp_path / "o.jsonl").write_text("".join(lines), encoding="utf-8")
    run = subprocess.Popen(
        [
            *(sys.executable, "-m", "exportcheck", "validate", "o.jsonl", "--jobs", "2"),
            *("--format", "json=out.json"),
        ],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        env={**os.environ, "NO_COLOR": "1"},
    )
    children: list[int] = []
    due = time.monotonic() + 60
    while len(children) < 2 and time.monotonic() < due:
        time.sleep(0.05)
        listed = Path(f"/proc/{run.pid}/task/{run.pid}/children")
        if not listed.exists():
            run.kill()
            pytest.skip("the processes of a process are not listed here")
        children = [int(each) for each in listed.read_text().split()]
    os.kill(children[0], number)
    _, said = run.communicate(timeout=120)
    assert run.returncode == 70
    assert b"nothing was decided" in said
    assert not (tmp_path / "out.json").exists()
