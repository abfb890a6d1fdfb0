"""Workflow commands as GitHub shows them: ten of each kind are marked, all are in the log."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from exportcheck.cli.app import app

LINE = {"item.sku": "NVIDIA H20", "destination": "CN", "ship_date": "2025-05-01"}
MORE = "GitHub marks 10 errors, warnings and notices each, the log has all"


@pytest.mark.parametrize(
    ("lines", "waived", "more"),
    [(10, False, False), (11, False, True), (9, True, False), (12, True, True)],
)
def test_the_counts_are_marked_and_say_that_there_is_more(
    tmp_path: Path, lines: int, waived: bool, more: bool
) -> None:
    """The notice with the counts is among the first ten, and no line is left out of the log."""
    rows = [json.dumps({**LINE, "id": f"SO-1/{n}"}) for n in range(lines)]
    (tmp_path / "o.jsonl").write_text("\n".join(rows), encoding="utf-8")
    waiver = {"order": "SO-1", "reason": "on hold", "approver": "J. Doe", "expires": "2999-01-01"}
    (tmp_path / "w.yaml").write_text(json.dumps({"waivers": [waiver]}), encoding="utf-8")
    told = ["--assume", "ordinary", "--format", "github"]
    if waived:
        told += ["--waivers", str(tmp_path / "w.yaml")]
    done = CliRunner().invoke(app, ["validate", str(tmp_path / "o.jsonl"), *told])
    level = "notice" if waived else "error"
    marked = [row for row in done.stdout.splitlines() if row.startswith(f"::{level} ")]
    counts = [row for row in done.stdout.splitlines() if f"::{lines} judged" in row]
    assert len(counts) == 1
    if waived:
        assert counts[0] in marked[:10]
    assert len([row for row in marked if "SO-1/" in row]) == lines
    assert (MORE in counts[0]) is more
