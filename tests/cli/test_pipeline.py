"""`validate` in a pipeline: waivers, the exit code, counts, and what changed since a report."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from exportcheck.cli.app import app
from exportcheck.core.problems import UnusableInput

LATER = date.today() + timedelta(days=30)
H20 = {"item.sku": "NVIDIA H20", "destination": "CN", "ship_date": "2025-05-01"}
FAILS = {"id": "A-1/1", **H20}
OPEN = {
    "id": "B-2/1",
    "item.sku": "MI308X",
    "destination": "CN",
    "ship_date": "2024-05-01",
    "exporter.name": "AMD",
}
PASSES = {"id": "C-3/1", **H20, "ship_date": "2025-04-01"}

Validate = Callable[..., Result]


@pytest.fixture
def validate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Validate:
    """Run `validate` on these lines in an empty folder, for an ordinary buyer."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def run(*lines: dict[str, Any], options: tuple[str, ...] = ()) -> Result:
        rows = "".join(json.dumps(line) + "\n" for line in lines)
        Path("orders.jsonl").write_text(rows, encoding="utf-8")
        return CliRunner().invoke(
            app, ["validate", "orders.jsonl", "--assume", "ordinary", *options]
        )

    return run


def waive(text: str, *, expires: date = LATER, more: str = "") -> tuple[str, str]:
    """A waiver file that names this, and the option that gives it."""
    Path("w.yaml").write_text(
        f"waivers:\n  - {text}\n    reason: applied for\n    approver: R. Roe\n"
        f'    expires: "{expires}"\n{more}',
        encoding="utf-8",
    )
    return ("--waivers", "w.yaml")


def test_the_lines_of_these_tests_come_to_all_verdicts(validate: Validate) -> None:
    """One line fails, one is open and one passes; each exit code stands for itself."""
    assert validate(FAILS).exit_code == 1
    assert validate(OPEN).exit_code == 3
    assert validate(PASSES).exit_code == 0


def test_a_waiver_changes_the_exit_code_and_no_outcome(validate: Validate) -> None:
    """The line is reported with its outcome, and with who waived it, why and how long."""
    done = validate(FAILS, PASSES, options=(*waive("line: A-1/1"), "--format", "json"))
    assert done.exit_code == 0
    report = json.loads(done.stdout)
    line = report["lines"][0]
    assert (line["verdict"], line["outcome"]) == ("fail", "license_required")
    assert line["waiver"] == {
        "reason": "applied for",
        "approver": "R. Roe",
        "expires": str(LATER),
        "at": "w.yaml:2",
    }
    assert report["lines"][1]["waiver"] is None
    assert (report["summary"]["fail"], report["summary"]["waived"]) == (1, 1)
    assert report["summary"]["exit_code"] == 0
    assert report["warnings"] == []
    assert "1 of the lines waived" in done.stderr


def test_an_order_is_waived_with_all_its_lines(validate: Validate) -> None:
    """The ids of its lines begin with that of the order and a slash."""
    second = {**FAILS, "id": "A-1/2"}
    assert validate(FAILS, second, options=waive("order: A-1")).exit_code == 0
    assert validate(FAILS, {**FAILS, "id": "A-12/1"}, options=waive("order: A-1")).exit_code == 1
    assert validate(FAILS, {**FAILS, "id": "A-1"}, options=waive("line: A-1")).exit_code == 1


@pytest.mark.parametrize(
    ("file", "code"), [("orders.jsonl", 0), ("s.jsonl", 1), ("other/orders.jsonl", 1)]
)
def test_a_waiver_may_mean_one_file(validate: Validate, file: str, code: int) -> None:
    """The file is named by the end of its path, part by part."""
    done = validate(FAILS, options=waive(f"line: A-1/1\n    file: {file}"))
    assert done.exit_code == code


@pytest.mark.parametrize(("days", "code"), [(1, 0), (0, 1), (-1, 1)])
def test_a_waiver_counts_before_the_day_it_expires(
    validate: Validate, days: int, code: int
) -> None:
    """On that day and after it the line fails the run again, and the waiver is told."""
    expires = date.today() + timedelta(days=days)
    done = validate(FAILS, options=waive("line: A-1/1", expires=expires))
    assert done.exit_code == code
    assert ("w.yaml:2:5: warning[EC602]" in done.stderr) == (code == 1)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("line: A-1/9", "names no line that was judged"),
        ("line: C-3/1", "is not needed"),
        ("line: A-1/1\n    outcome: undetermined", "does not cover the outcome `license_required`"),
    ],
)
def test_a_waiver_that_nobody_needs_is_a_warning(validate: Validate, line: str, told: str) -> None:
    """It is told with its place, and changes nothing."""
    done = validate(FAILS, PASSES, options=(*waive(line), "--format", "json"))
    assert done.exit_code == 1
    assert "w.yaml:2:5: warning[EC601]" in done.stderr
    assert told in json.loads(done.stdout)["warnings"][0]["message"]


def test_a_prohibition_is_waived_only_by_name(validate: Validate) -> None:
    """A waiver given for a required license does not cover a line that has become prohibited."""
    line = {
        "id": "A-1/1",
        "item.sku": "Huawei Ascend 910C",
        "destination": "MY",
        "ship_date": "2025-05-13",
    }
    told = validate(line, options=("--format", "jsonl")).stdout
    assert json.loads(told)["outcome"] == "prohibited"
    assert validate(line, options=waive("line: A-1/1")).exit_code == 1
    named = waive("line: A-1/1\n    outcome: prohibited")
    assert validate(line, options=named).exit_code == 0


def test_what_cannot_be_told_is_waived_only_by_name(validate: Validate) -> None:
    """It may be prohibited: here nobody has said whether a party is denied export privileges."""
    line = {**PASSES, "parties.listed": "yes"}
    told = json.loads(validate(line, options=("--format", "jsonl")).stdout)
    assert told["outcome"] == "undetermined"
    assert "parties.denied" in [each["fact"] for each in told["open_questions"]]
    usual = validate(line, options=waive(f"line: {line['id']}"))
    assert usual.exit_code == 3
    assert "does not cover the outcome `undetermined`" in usual.stderr
    named = waive(f"line: {line['id']}\n    outcome: undetermined")
    assert validate(line, options=named).exit_code == 0


def test_a_required_license_beside_which_a_prohibition_is_open_is_waived_as_one(
    validate: Validate,
) -> None:
    """Whoever is on some list may be denied export privileges, which no license overcomes."""
    line = {**FAILS, "parties.listed": "yes"}
    two = [line, {**line, "id": "A-2/1", "end_user.headquarters": "VN"}]
    usual = validate(*two, options=(*waive("line: A-1/1"), "--format", "json"))
    report = json.loads(usual.stdout)
    assert {each["outcome"] for each in report["lines"]} == {"license_required"}
    assert (usual.exit_code, report["summary"]["waived"]) == (1, 0)
    assert "does not cover a required license while a prohibition is open" in usual.stderr
    named = waive("line: A-1/1\n    outcome: prohibited")
    assert validate(line, options=named).exit_code == 0


def test_what_could_not_be_judged_is_never_waived(validate: Validate) -> None:
    """A broken line has no outcome to pass over: the run leaves with 2."""
    broken = {**FAILS, "destination": "china"}
    assert validate(broken, PASSES, options=waive("line: A-1/1")).exit_code == 2
    assert validate(FAILS, {**broken, "id": "b"}, options=waive("line: A-1/1")).exit_code == 2


def test_a_figure_that_contradicts_the_item_is_told_of_its_line(validate: Validate) -> None:
    """A total below the quantity times the TPP of the named item; the next line is judged."""
    line = {
        "item.sku": "NVIDIA H100 SXM5 80GB",
        "destination": "BR",
        "ship_date": "2026-09-24",
        "license": "LPP",
        "license_exception_confirmed": "yes",
        "lpp.tpp_in_the_year": "158320 TPP",
        "exporter.name": "Example Reseller",
        "letter_reviewed": "yes",
    }
    found = validate(
        {**line, "quantity": "11 units"},
        {**line, "quantity": "10 units"},
        options=("--reading", "ai-diffusion=as_codified"),
    )
    assert found.exit_code == 2
    assert "it is also at least 174,152 TPP" in found.output
    assert "1 judged: 1 pass" in found.output


def test_a_line_without_an_id_is_not_waived(validate: Validate) -> None:
    """Its number may be another line's tomorrow."""
    nameless = {name: value for name, value in FAILS.items() if name != "id"}
    assert validate(nameless, options=waive('line: "1"')).exit_code == 1
    assert validate({**nameless, "id": "1"}, options=waive('line: "1"')).exit_code == 0


def test_only_failures_fail_where_that_is_asked_for(validate: Validate) -> None:
    """`--fail-on fail` lets open lines go, says so, and calls them open in the report."""
    done = validate(OPEN, PASSES, options=("--fail-on", "fail", "--format", "json"))
    assert done.exit_code == 0
    assert "1 line that cannot be told does not fail this run" in done.stderr
    report = json.loads(done.stdout)
    assert report["lines"][0]["verdict"] == "review"
    assert (report["summary"]["review"], report["summary"]["exit_code"]) == (1, 0)
    assert validate(OPEN, FAILS, options=("--fail-on", "fail")).exit_code == 1
    assert validate(OPEN, options=("--fail-on", "review")).exit_code == 3
    broken = {**FAILS, "destination": "china"}
    assert validate(OPEN, broken, options=("--fail-on", "fail")).exit_code == 2


def test_an_unknown_verdict_to_fail_on_is_refused(validate: Validate) -> None:
    """A typo does not quietly mean the one or the other."""
    done = validate(OPEN, options=("--fail-on", "fial"))
    assert isinstance(done.exception, UnusableInput)
    assert done.exception.problems[0].help == "did you mean `fail`?"


def test_the_configuration_says_the_same_as_the_options(validate: Validate) -> None:
    """Paths in it are seen from its folder; an option goes before it."""
    Path("conf").mkdir()
    config = Path("conf/exportcheck.yaml")
    config.write_text(
        "fail_on: fail\nwaivers: w.yaml\nformat: [json=out.json, csv]\n", encoding="utf-8"
    )
    waive("line: A-1/1")
    Path("w.yaml").rename("conf/w.yaml")
    options = ("--config", "conf/exportcheck.yaml")
    done = validate(FAILS, OPEN, options=options)
    assert done.exit_code == 0
    assert done.stdout.startswith("id,")
    assert json.loads(Path("conf/out.json").read_text(encoding="utf-8"))["summary"]["waived"] == 1
    assert validate(OPEN, options=(*options, "--fail-on", "review")).exit_code == 3
    told = validate(FAILS, OPEN, options=(*options, "--format", "text"))
    assert told.stdout.startswith("FAIL ")
    config.write_text("format: xml\n", encoding="utf-8")
    refused = validate(FAILS, options=options).exception
    assert isinstance(refused, UnusableInput)
    assert str(refused.problems[0].place).endswith("exportcheck.yaml: format")


def test_past_days_can_be_forbidden(validate: Validate) -> None:
    """Neither `--date` nor the ship date of a line takes the law of a day that is past."""
    Path("exportcheck.yaml").write_text("past_dates: forbidden\n", encoding="utf-8")
    today, yesterday = date.today(), date.today() - timedelta(days=1)
    lines = [{**FAILS, "id": day, "ship_date": str(day)} for day in map(str, (today, yesterday))]
    done = validate(*lines, options=("--format", "json"))
    assert done.exit_code == 2
    report = json.loads(done.stdout)
    assert [line["id"] for line in report["lines"]] == [str(today)]
    assert [(each["code"], each["line"]) for each in report["problems"]] == [("EC303", 2)]
    refused = validate(*lines, options=("--date", str(yesterday))).exception
    assert isinstance(refused, UnusableInput)
    assert validate(*lines, options=("--date", str(today))).exit_code == 1
    check = ["check", "NVIDIA H20", "--to", "CN"]
    for option in (["--date", str(yesterday)], ["--fact", f"ship_date={yesterday}"]):
        assert isinstance(CliRunner().invoke(app, [*check, *option]).exception, UnusableInput)
    assert CliRunner().invoke(app, check).exit_code == 1


def test_a_configuration_beside_the_orders_counts(validate: Validate) -> None:
    """It is found where none is above the working directory; two that differ are refused."""
    for name in ("a", "b"):
        Path(name).mkdir()
        Path(name, "o.jsonl").write_text(json.dumps(OPEN) + "\n", encoding="utf-8")
    Path("a/exportcheck.yaml").write_text("fail_on: fail\nassume: ordinary\n", encoding="utf-8")
    runner = CliRunner()
    done = runner.invoke(app, ["validate", "a/o.jsonl"])
    assert (done.exit_code, "settings of a/exportcheck.yaml\n" in done.stderr) == (0, True)
    Path("b/exportcheck.yaml").write_text("assume: ordinary\n", encoding="utf-8")
    refused = runner.invoke(app, ["validate", "a/o.jsonl", "b/o.jsonl"]).exception
    assert isinstance(refused, UnusableInput)
    assert "several configurations" in refused.problems[0].message
    Path("exportcheck.yaml").write_text("assume: ordinary\n", encoding="utf-8")
    done = runner.invoke(app, ["validate", "a/o.jsonl"])
    assert done.exit_code == 3
    assert "settings of a/exportcheck.yaml are not used\n" in done.stderr
    assert validate(OPEN, options=("--no-config",)).exit_code == 3


@pytest.mark.parametrize("link", [False, True])
def test_a_configuration_above_orders_elsewhere_is_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, link: bool
) -> None:
    """However the path to the orders is written, the configuration that counts is used, once."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "rules").mkdir()
    (tmp_path / "exportcheck.yaml").write_text("assume: ordinary\n", encoding="utf-8")
    (tmp_path / "orders.jsonl").write_text(json.dumps(PASSES) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "rules")
    if link:
        Path("beside").symlink_to(tmp_path)
    orders = "beside/orders.jsonl" if link else "../orders.jsonl"
    done = CliRunner().invoke(app, ["validate", orders])
    assert done.exit_code == 0, done.output
    assert "settings of ../exportcheck.yaml\n" in done.stderr
    assert "not used" not in done.stderr


def test_the_folders_above_orders_are_those_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that the path only leads out of again has no say in the orders."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "exportcheck.yaml").write_text("assume: ordinary\n", encoding="utf-8")
    (tmp_path / "orders.jsonl").write_text(json.dumps(PASSES) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["validate", "rules/../orders.jsonl"])
    assert "settings of" not in done.stderr
    assert done.exit_code == 3


def test_a_configuration_that_is_not_there_is_not_said_to_be_used(validate: Validate) -> None:
    """What cannot be read gives no settings."""
    done = validate(PASSES, options=("--config", "nope.yaml"))
    assert isinstance(done.exception, UnusableInput)
    assert "settings of" not in done.stderr


@pytest.mark.usefixtures("validate")
@pytest.mark.parametrize(
    "command",
    [
        ["rules", "show", "company.letter"],
        ["rules", "list"],
        ["rules", "timeline"],
        ["rules", "due", "--date", "2099-01-01"],
        ["facts"],
        ["classify", "NVIDIA H20", "--date", "2025-05-01"],
        ["items", "list", "H20"],
        ["items", "show", "NVIDIA H20"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_every_command_has_the_rules_of_the_project(command: list[str]) -> None:
    """The folders that the configuration names are laid over ours unless it is left out."""
    folder = Path("rules/company")
    folder.mkdir(parents=True)
    (folder / "rulebook.yaml").write_text(
        "id: company\ntitle: Rules of the company\njurisdiction: the company\nversion: '1'\n"
        "first_day: '2022-01-01'\nverified_through: '2027-01-01'\ncovers: [all]\n"
        "not_covered: [none]\n",
        encoding="utf-8",
    )
    (folder / "letter.yaml").write_text(
        "title: Letters\ncites: [a letter]\nrules:\n  - id: company.letter\n    title: A letter\n"
        "    prohibits: all\n    versions:\n      - effective_from: '2022-01-01'\n"
        "        source: a letter\n        when: {destination: 'KP'}\n",
        encoding="utf-8",
    )
    config = Path("exportcheck.yaml")
    config.write_text("rules: [rules]\n", encoding="utf-8")
    told = CliRunner().invoke(app, command)
    assert told.exit_code in (0, 1), told.exception
    assert "settings of exportcheck.yaml\n" in told.stderr
    config.write_text("rules: [no-such-folder]\n", encoding="utf-8")
    assert isinstance(CliRunner().invoke(app, command).exception, UnusableInput)
    assert CliRunner().invoke(app, [*command, "--no-config"]).exit_code in (0, 1) or command[
        2:3
    ] == ["company.letter"]


def test_a_quiet_run_says_nothing_of_what_passes(validate: Validate) -> None:
    """Where every line passes nothing is said at all; else the lines that do not, and the tally."""
    done = validate(PASSES, options=("--quiet",))
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    done = validate(PASSES, FAILS, options=("--quiet",))
    assert (done.exit_code, "C-3/1" in done.stdout, "A-1/1" in done.stdout) == (1, False, True)
    assert "2 judged" in done.stderr
    done = validate(PASSES, OPEN, options=("--quiet", "--fail-on", "fail"))
    assert (done.exit_code, "B-2/1" in done.stdout) == (0, True)
    assert "does not fail this run" in done.stderr
    done = validate(PASSES, FAILS, options=("--quiet", *waive("line: A-1/1")))
    assert (done.exit_code, "waived by R. Roe" in done.stdout) == (0, True)
    done = validate(PASSES, options=("--quiet", "--format", "csv"))
    assert "C-3/1" in done.stdout, "a machine is told everything"


def test_a_summary_counts_by_outcome_rule_destination_and_item(validate: Validate) -> None:
    """In text after the lines, in JSON under `summary`; else on stderr."""
    lines = (FAILS, {**FAILS, "id": "A-1/2"}, OPEN, PASSES)
    told = json.loads(validate(*lines, options=("--summary", "--format", "json")).stdout)["summary"]
    assert told["by_outcome"] == {
        "license_required": 2,
        "no_license_required": 1,
        "undetermined": 1,
    }
    assert told["by_destination"] == {"CN": {"fail": 2, "pass": 1, "review": 1}}
    assert told["by_item"]["NVIDIA H20"] == {"fail": 2, "pass": 1}
    assert told["by_rule"]["us-ear/letter.2025-04-09.nvidia"] == {"fail": 2}
    assert told["by_question"]["item.performance_density"] == {"review": 1}
    text = validate(*lines, options=("--summary",)).stdout
    assert "Lines by rule\n" in text
    assert "Lines by question\n" in text
    assert "Lines by outcome\n    license required     2\n" in text
    assert "Lines by item\n" in validate(*lines, options=("--summary", "--format", "csv")).stderr
    plain = json.loads(validate(*lines, options=("--format", "json")).stdout)["summary"]
    assert "by_outcome" not in plain


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_what_changed_since_a_report_is_listed_with_its_reason(
    validate: Validate, format: str
) -> None:
    """A line that states something else, one that is new, one that is gone; not one that stays."""
    validate(FAILS, OPEN, PASSES, options=(f"--format={format}=old",))
    changed = {**FAILS, "destination": "DE", "ship_date": "2025-04-01"}
    new = {**FAILS, "id": "new"}
    options = ("--changed-since", "old", "--format", "json")
    told = json.loads(validate(changed, PASSES, new, options=options).stdout)["changes"]
    found = {each["id"]: each for each in told["lines"]}
    assert set(found) == {"A-1/1", "B-2/1", "new"}
    assert found["A-1/1"]["because"] == ["line", "day"]
    assert found["A-1/1"]["was"]["outcome"] == "license_required"
    assert found["B-2/1"]["now"] is None
    assert found["new"]["was"] is None
    text = validate(changed, PASSES, new, options=("--changed-since", "old")).stdout
    assert "Changed since old\n" in text
    assert "the line states something else" in " ".join(text.split())
    csv = validate(changed, PASSES, new, options=("--changed-since=old", "--format=csv"))
    assert "is not judged now" in csv.stderr


def test_a_change_says_whether_rules_item_or_settings_are_others(validate: Validate) -> None:
    """The report of another day, of other rules and item data, told by its digests."""
    validate(FAILS, options=("--format=json=old",))
    report = json.loads(Path("old").read_text(encoding="utf-8"))
    line = report["lines"][0]
    line["outcome"], line["asked"]["item"] = "no_license_required", "sha256:0"
    line["rulebooks"][0]["digest"] = "sha256:0"
    line["asked"]["readings"]["tf32-bit-length"] = "another"
    line["asked"]["readings"]["a reading of those days"] = "x"
    Path("old").write_text(json.dumps(report), encoding="utf-8")
    options = ("--changed-since", "old", "--format", "json")
    (change,) = json.loads(validate(FAILS, options=options).stdout)["changes"]["lines"]
    assert change["because"] == ["item", "rules", "settings"]
    del line["asked"], line["decided_by"]
    line["rulebooks"][0]["digest"] = json.loads(validate(FAILS, options=options).stdout)["lines"][
        0
    ]["rulebooks"][0]["digest"]
    Path("old").write_text(json.dumps(report), encoding="utf-8")
    told = validate(FAILS, options=("--changed-since", "old")).stdout
    assert "why cannot be told from the earlier report" in " ".join(told.split())


@pytest.mark.parametrize("text", ["", "{}", "[1]", "no json", '{"lines": []}', '{"lines": [{}]}'])
def test_what_is_no_report_is_refused(validate: Validate, text: str) -> None:
    """A file that cannot be compared with is never taken for one without changes."""
    Path("old").write_text(text, encoding="utf-8")
    done = validate(PASSES, options=("--changed-since", "old"))
    assert isinstance(done.exception, UnusableInput)
    assert done.exception.problems[0].place.file == "old"


def test_a_digest_tells_whether_the_rules_are_the_same(validate: Validate) -> None:
    """The digest of a rulebook, as a report has it."""
    report = json.loads(validate(PASSES, options=("--format", "jsonl")).stdout)
    digest = report["rulebooks"][0]["digest"]
    same = validate(PASSES, options=("--changed-since", digest))
    assert f"the rules of us-ear are those of {digest}\n" in same.stderr
    other = validate(PASSES, options=("--changed-since", "sha256:" + "0" * 64))
    assert "the rules have changed" in other.stderr
    refused = validate(PASSES, options=("--changed-since", "sha256:00")).exception
    assert isinstance(refused, UnusableInput)


def test_no_line_of_a_workbook_is_shown_under_a_problem(tmp_path: Path) -> None:
    """Its rows are not the lines of the file, which is no text."""
    book = pytest.importorskip("openpyxl").Workbook()
    book.active.append(["id", "destination"])
    for number in range(9):
        book.active.append([str(number), "germany"])
    book.save(tmp_path / "a.xlsx")
    said = CliRunner().invoke(app, ["validate", "--no-config", str(tmp_path / "a.xlsx")]).stderr
    assert "a.xlsx:4:2: error[EC401]" in said
    assert " | " not in said


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "id,end_user.name,destination\nA,x\u2028y\x0cz,DE\nB,,germany\n"),
        ("a.jsonl", '{"id": "x\u2028y", "destination": "DE"}\n{"destination": "germany"}\n'),
        ("a.json", '{"shipments": [{"end_user.name": "x\u2028y",\n"destination": "germany"}]}\n'),
        ("a.yaml", 'shipments: [{end_user.name: "x\u2028y\x85",\ndestination: germany}]\n'),
    ],
)
def test_the_line_that_is_shown_is_the_one_that_is_told(
    tmp_path: Path, name: str, text: str
) -> None:
    """What ends a line for one kind of file is a character like others in another."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    said = CliRunner().invoke(app, ["validate", "--no-config", str(tmp_path / name)]).stderr
    (shown,) = (line for line in said.splitlines() if " | " in line and "germany" in line)
    assert said.index("`destination`: `germany`") < said.index(shown)
    told = next(line for line in said.splitlines() if "`destination`: `germany`" in line)
    number = text[: text.index("germany")].count("\n") + 1
    assert f"{name}:{number}:" in told


@pytest.mark.parametrize("delimiter", [",", ";", ":"])
def test_no_row_of_csv_is_a_workflow_command(tmp_path: Path, delimiter: str) -> None:
    """The log of a workflow obeys a line that begins with `::`, and an id stands first."""
    text = 'id,end_user.name,destination\n"::error::x",A,DE\nB,C,DE\n'
    quoted = text.replace(",", delimiter)
    for plain in (quoted, quoted.replace('"', "")) if delimiter != ":" else (quoted,):
        (tmp_path / "a.csv").write_text(plain, encoding="utf-8")
        options = ["--no-config", "--delimiter", delimiter, "--format", "csv"]
        said = CliRunner().invoke(app, ["validate", *options, str(tmp_path / "a.csv")]).stdout
        assert "\n'::error::x,A,DE," in said
        assert "\nB,C,DE," in said


@pytest.mark.parametrize("kind", ["tsv", "csv"])
def test_the_ending_of_a_table_with_tabs_says_its_kind_on_the_command_line_too(
    tmp_path: Path, kind: str
) -> None:
    """For the standard input and a name that says nothing; where the name says it, that counts."""
    text = "id\tdestination\nA\tDE\n"
    (tmp_path / "orders.txt").write_text(text, encoding="utf-8")
    (tmp_path / "more.jsonl").write_text('{"id": "B", "destination": "DE"}\n', encoding="utf-8")
    files = [str(tmp_path / "*.*"), "-"]
    options = ["--no-config", "--input-format", kind, "--format", "json"]
    done = CliRunner().invoke(app, ["validate", *options, *files], input=text)
    assert [line["id"] for line in json.loads(done.stdout)["lines"]] == ["B", "A", "A"]
