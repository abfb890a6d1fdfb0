"""A run that is stopped leaves nothing behind that could be taken for its report."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_run_leaves_the_reports_as_they_were(tmp_path: Path, number: int) -> None:
    """No part of a report, and none of the files in which it was being written."""
    (tmp_path / "out.json").write_text("earlier", encoding="utf-8")
    run = subprocess.Popen(
        [
            *(sys.executable, "-m", "exportcheck", "validate", "-", "--input-format", "jsonl"),
            *("--format", "json=out.json", "--format", "junit=out.xml"),
        ],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert run.stdin is not None
    run.stdin.write(b'{"item.sku": "NVIDIA H20", "destination": "CN"}\n')
    run.stdin.flush()
    due = time.monotonic() + 60
    while len(list(tmp_path.iterdir())) < 3 and time.monotonic() < due:
        time.sleep(0.05)
    assert len(list(tmp_path.iterdir())) == 3, "the run has begun to write both reports"
    time.sleep(0.2)
    run.send_signal(number)
    code = run.wait(60)
    run.stdin.close()
    assert code in (128 + number, -number)
    assert [each.name for each in tmp_path.iterdir()] == ["out.json"]
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == "earlier"
