"""Every format of a report is read back by a parser of that format, whatever a file says."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from exportcheck.cli.app import app
from exportcheck.cli.options import Format
from exportcheck.reporting.formats import FORMATS


@pytest.fixture
def reports(tmp_path: Path) -> dict[str, str]:
    """One report in every format, of lines with a hostile id, name and mistake."""
    orders = tmp_path / "orders.jsonl"
    line = {"item.sku": "NVIDIA H20", "destination": "CN", "ship_date": "2025-05-01"}
    lines = [
        {**line, "id": "=1+1|<b>::error::", "end_user.name": "@SUM(1)|<i>"},
        {**line, "id": "b", "destination": "::error::|<b>"},
    ]
    orders.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    formats = ("csv", "markdown", "github", "sarif", "junit")
    told = [f"--format={name}={tmp_path / name}" for name in formats]
    done = CliRunner().invoke(app, ["validate", str(orders), "--assume", "ordinary", *told])
    assert done.exit_code == 2
    return {name: (tmp_path / name).read_text(encoding="utf-8") for name in formats}


def test_a_spreadsheet_finds_no_formula(reports: dict[str, str]) -> None:
    """What begins like a formula is text, in cells of the file and of the answer."""
    rows = list(csv.reader(io.StringIO(reports["csv"])))
    assert any("'=1+1|<b>::error::" in row for row in rows)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_workflow_finds_no_command_of_a_file(reports: dict[str, str]) -> None:
    """Every line is one command of ours; a file's own stands in it as data."""
    for line in reports["github"].splitlines():
        assert re.match(r"::(error|warning|notice) ", line)
        properties, _, _ = line[2:].partition("::")
        assert "%3A%3Aerror" in properties or "::error::" not in properties


def test_sarif_and_junit_parse_and_tell_the_answer(reports: dict[str, str]) -> None:
    """A scanner finds one result a line that does not pass and one a mistake."""
    sarif = json.loads(reports["sarif"])
    assert sarif["version"] == "2.1.0"
    assert len(sarif["runs"][0]["results"]) == 2
    suite = ET.fromstring(reports["junit"])
    assert len(list(suite.iter("failure"))) + len(list(suite.iter("error"))) == 2


def test_markdown_shows_no_markup_of_a_file(reports: dict[str, str]) -> None:
    """No tag and no further cell of a table comes from a file."""
    assert not re.search(r"(?<!\\)<[bi]>", reports["markdown"])
    assert "<b>" not in reports["markdown"]
    assert "1\\|" in reports["markdown"]


@pytest.mark.parametrize("name", FORMATS)
def test_the_help_names_every_format(name: str) -> None:
    """The help of `--format` is read before the table of formats is loaded."""
    (option,) = get_args(Format)[1:]
    assert name in re.findall(r"\w+", option.help)
