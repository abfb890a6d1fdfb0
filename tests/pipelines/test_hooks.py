"""The hooks for pre-commit: their entries, run on the files that they ask for."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
HOOKS = {
    hook["id"]: hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}
ORDER = {"fails": "2025-05-01", "passes": "2025-04-01"}


def run(hook: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The entry of a hook with what pre-commit adds to it."""
    tool, *entry = shlex.split(HOOKS[hook]["entry"])
    assert tool == "exportcheck"
    return subprocess.run(
        [sys.executable, "-m", "exportcheck", *entry, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("path", "hook"),
    [
        ("orders/june.yaml", "exportcheck-orders"),
        ("eu/orders/2026/june.jsonl", "exportcheck-orders"),
        ("orders/june.csv", "exportcheck-orders"),
        ("orders/june.xlsx", "exportcheck-orders"),
        ("orders/june.parquet", "exportcheck-orders"),
        ("orders/exportcheck.yaml", None),
        ("orders/waivers.yaml", None),
        ("reorders/june.yaml", None),
        ("orders/june.txt", None),
        ("compliance/rules/co/letters.yaml", "exportcheck-rules"),
    ],
)
def test_a_hook_takes_its_files_and_no_others(path: str, hook: str | None) -> None:
    """Orders and rules lie in folders of those names; settings and waivers are no orders."""
    taken = [
        name
        for name, each in HOOKS.items()
        if re.search(each["files"], path) and not re.search(each.get("exclude", "^$"), path)
    ]
    assert taken == ([hook] if hook else [])


@pytest.mark.parametrize(("name", "passes"), [("fails", False), ("passes", True)])
def test_the_hook_for_orders_stops_what_does_not_pass(
    tmp_path: Path, name: str, passes: bool
) -> None:
    """A commit with a line that fails is stopped, one whose lines pass is not."""
    (tmp_path / "o.yaml").write_text(
        f'shipments:\n  - {{item.sku: NVIDIA H20, destination: CN, ship_date: "{ORDER[name]}"}}\n',
        encoding="utf-8",
    )
    done = run("exportcheck-orders", "--assume", "ordinary", "o.yaml", cwd=tmp_path)
    assert (done.returncode == 0) == passes, done.stderr


def test_the_hook_for_rules_stops_a_mistake(tmp_path: Path) -> None:
    """The folder is named by `args`; a mistake is told at its line."""
    (tmp_path / "rules" / "co").mkdir(parents=True)
    (tmp_path / "rules" / "co" / "rulebook.yaml").write_text("id: co\ntitel: x\n", encoding="utf-8")
    assert HOOKS["exportcheck-rules"]["pass_filenames"] is False
    done = run("exportcheck-rules", "--rules", "rules", cwd=tmp_path)
    assert done.returncode == 1
    assert "rulebook.yaml:2:1: error" in done.stdout
