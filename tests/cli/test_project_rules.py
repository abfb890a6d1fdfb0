"""The commands for those who edit rules read the rules of the project, as `check` does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from exportcheck.cli.app import app
from exportcheck.core.problems import UnusableInput

ROOT = Path(__file__).resolve().parents[2]
RUN = CliRunner()
# A command, and what it says only with the company's own rules.
COMMANDS = {
    "rules list": "credit-hold",
    "rules show credit-hold": "No shipment to a customer on a credit hold",
    "rules timeline": "credit-hold",
    "rules test credit": "cases passed, 0 failed",
    "rules coverage --rule credit-hold": "3 goals met",
    "rules schema rules": "company.credit_hold",
    "rules digest": "northwind",
    "facts company": "company.credit_hold",
    "explain credit-hold": "No shipment to a customer on a credit hold",
    "explain company.credit_hold": "company.credit_hold",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example, in which the rules are named in the configuration alone."""
    folder = shutil.copytree(ROOT / "examples" / "company-rulebook", tmp_path / "company")
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("command", list(COMMANDS))
def test_the_rules_of_the_project_are_read(command: str, project: Path) -> None:  # noqa: ARG001
    """Without --rules each command knows what the configuration lays over ours, and says so."""
    done = RUN.invoke(app, command.split())
    assert done.exit_code == 0, done.output
    assert COMMANDS[command] in done.output
    assert "settings of exportcheck.yaml" in done.stderr


@pytest.mark.parametrize("command", ["rules test credit", "rules coverage --rule credit-hold"])
def test_without_the_configuration_they_are_not(command: str, project: Path) -> None:  # noqa: ARG001
    """With --no-config a rule of the company is nobody's, and its cases are not run."""
    done = RUN.invoke(app, [*command.split(), "--no-config"])
    assert done.exit_code != 0
    assert "no case was found" in done.output or isinstance(done.exception, UnusableInput)


def test_lint_reads_the_files_that_the_configuration_names(project: Path) -> None:
    """A mistake in the company's rules is found though no path and no --rules is given."""
    rules = project / "rules" / "northwind" / "orders.yaml"
    rules.write_text(rules.read_text().replace("company.credit_hold", "company.credit"), "utf-8")
    done = RUN.invoke(app, ["rules", "lint"])
    assert done.exit_code == 1
    assert "rules/northwind/orders.yaml" in done.stdout
    assert "`company.credit` is not a fact" in done.stdout


def test_the_rules_that_are_named_take_the_place_of_those_of_the_project(project: Path) -> None:
    """With --rules the folder that is named is tested, and not the one of the configuration."""
    other = shutil.copytree(project / "rules" / "northwind", project / "other" / "elsewhere")
    shutil.copy(project / "rules" / "facts.yaml", project / "other")
    for each in ("rulebook.yaml", "orders.cases.yaml"):
        text = (other / each).read_text(encoding="utf-8")
        text = text.replace("id: northwind", "id: elsewhere").replace("northwind/", "elsewhere/")
        (other / each).write_text(text, encoding="utf-8")
    (project / "rules" / "northwind" / "orders.cases.yaml").write_text("broken", encoding="utf-8")
    done = RUN.invoke(app, ["rules", "test", "credit", "--rules", "other"])
    assert done.exit_code == 0, done.output


def test_a_question_is_written_with_the_facts_of_the_project(project: Path) -> None:
    """A case that states a fact of the company is right where its rules are read."""
    told = {
        "name": "A hold stops an order",
        "item": "NVIDIA T4",
        "date": "2026-03-02",
        "given": "company.credit_hold=yes",
        "expect": "prohibited",
        "rests-on": "credit-hold",
    }
    answers = [part for name, text in told.items() for part in ("--answer", f"{name}={text}")]
    target = project / "rules" / "northwind" / "more.cases.yaml"
    done = RUN.invoke(app, ["rules", "new", "case", str(target), *answers])
    assert done.exit_code == 0, done.output
    assert "company.credit_hold" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "command",
    ["rules lint", "rules test", "rules list", "check T4 --to DE", "explain x", "rules analyze"],
)
def test_a_folder_that_is_not_there_is_told_at_its_line(project: Path, command: str) -> None:
    """Who misspells the folder in the configuration is shown that line."""
    config = project / "exportcheck.yaml"
    config.write_text("assume: ordinary\nrules:\n  - rules\n  - regeln\n", encoding="utf-8")
    done = RUN.invoke(app, command.split())
    assert isinstance(done.exception, UnusableInput), done.output
    (problem,) = done.exception.problems
    assert str(problem.place) == "exportcheck.yaml:4:5"
    assert problem.message == "there is no folder of rules `regeln` beside this file"


def test_a_column_that_is_no_fact_is_told_at_its_line(project: Path) -> None:
    """A slip of the pen under `columns:` is told there, and not at each order file."""
    config = project / "exportcheck.yaml"
    config.write_text(
        "rules: [rules]\ncolumns:\n  Order: id\n  Price: ignore\n  Ship to: destinaton\n",
        encoding="utf-8",
    )
    (project / "a.csv").write_text("Order,Price,Ship to\nA,1,DE\n", encoding="utf-8")
    done = RUN.invoke(app, ["validate", "a.csv"])
    assert isinstance(done.exception, UnusableInput), done.output
    (problem,) = done.exception.problems
    assert str(problem.place) == "exportcheck.yaml:5:12"
    assert "`destinaton`" in problem.message
    assert "did you mean `destination`" in problem.help
