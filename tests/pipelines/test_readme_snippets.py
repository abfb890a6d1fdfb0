"""The snippets of the README's chapter on pipelines: what they name is there, and they run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
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
