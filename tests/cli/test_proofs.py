"""`rules analyze`, `diff` and `impact` on the command line: exit codes, and lines that run."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from exportcheck.cli.app import app
from exportcheck.core.problems import UnusableInput

RUN = CliRunner()
BOOK = """\
id: {id}
title: Rules
jurisdiction: the company
version: "1"
first_day: "2022-01-01"
verified_through: "2027-01-01"
covers: [everything]
not_covered: [nothing]
"""
RULES = """\
title: Rules
cites: [Rule 1]
rules:
  - id: need
    title: A license is needed
    requires_license: {{reason: RS, part: "742"}}
    versions:
      - effective_from: "2024-01-01"
        source: Rule 1
        read_in: the rule
        confidence: primary
        when: {{item.total_processing_performance: {{at_least: {limit}}}}}
"""
ORDERS = """\
shipments:
  - id: SO-1
    ship_date: "2025-01-01"
    end_user.name: Buyer
    item.total_processing_performance: 1600 TPP
"""


@pytest.fixture
def whole(tmp_path: Path, few_rules: Path) -> list[str]:
    """Two whole folders with one rulebook of one rule each: at 1600 and at 1601."""
    folders = []
    for limit in (1600, 1601):
        folder = tmp_path / str(limit)
        (folder / "co").mkdir(parents=True)
        for name in ("facts.yaml", "countries.yaml"):
            (folder / name).write_bytes((few_rules / name).read_bytes())
        for name, text in (
            ("rulebook.yaml", BOOK.format(id="co")),
            ("rules.yaml", RULES.format(limit=limit)),
        ):
            (folder / "co" / name).write_text(text, encoding="utf-8")
        folders.append(str(folder))
    return folders


def test_what_newly_passes_is_exit_1_and_comes_with_a_line(whole: list[str]) -> None:
    """The JSON names the turn and the line; the other way round nothing new passes."""
    done = RUN.invoke(app, ["rules", "diff", *whole, "--format", "json"])
    assert done.exit_code == 1, done.output
    (flip,) = json.loads(done.stdout)["answers"]["flips"]
    assert (flip["before"], flip["after"]) == ("fail", "pass")
    assert RUN.invoke(app, ["rules", "diff", *reversed(whole)]).exit_code == 0


def test_every_span_of_days_is_told(whole: list[str]) -> None:
    """A rule turns the same answers since its day, on however many days another one changes."""
    uses = ("civil", "military", "supercomputer", "military_intelligence", "advanced_node_ics")
    versions = "".join(
        f'      - {{effective_from: "{year}-01-01", source: s, read_in: r, confidence: primary, '
        f"when: {{end_use: {use}}}}}\n"
        for year, use in enumerate(uses, 2025)
    )
    for folder in whole:
        with (Path(folder) / "co" / "rules.yaml").open("a", encoding="utf-8") as rules:
            rules.write(
                f"  - id: other\n    title: T\n    prohibits: true\n    versions:\n{versions}"
            )
    done = RUN.invoke(app, ["rules", "diff", *whole])
    assert done.exit_code == 1, done.output
    assert "fail → pass by co/need, since 2024-01-01" in " ".join(done.stdout.split())


def test_equal_rules_are_said_to_be_proved_equal(whole: list[str]) -> None:
    """The same folder twice: nothing differs, and it says so."""
    done = RUN.invoke(app, ["rules", "diff", whole[0], whole[0]])
    assert done.exit_code == 0
    assert "equal in meaning, proved" in done.stdout
    assert "no difference" in done.stdout


def test_impact_counts_the_lines_that_turn(whole: list[str], tmp_path: Path) -> None:
    """A line at 1600 newly passes, by the rule and customer; exit 1."""
    orders = tmp_path / "orders.yaml"
    orders.write_text(ORDERS, encoding="utf-8")
    done = RUN.invoke(app, ["rules", "impact", *whole, str(orders), "--format", "json"])
    assert done.exit_code == 1, done.output
    found = json.loads(done.stdout)
    assert found["by_rule"] == {"co/need": 1}
    assert found["by_customer"] == {"Buyer": 1}
    back = RUN.invoke(app, ["rules", "impact", *reversed(whole), str(orders)])
    assert back.exit_code == 0
    assert "pass → fail" in back.stdout


def test_an_order_that_cannot_be_used_goes_before_one_that_newly_passes(
    whole: list[str], tmp_path: Path
) -> None:
    """Exit 2 before 1, as everywhere; the line that turns is told all the same."""
    orders = tmp_path / "orders.yaml"
    orders.write_text(ORDERS + "  - id: SO-2\n    destination: nowhere\n", encoding="utf-8")
    done = RUN.invoke(app, ["rules", "impact", *whole, str(orders)])
    assert done.exit_code == 2
    assert "NEWLY PASSES" in done.stdout
    assert "1 problem, so that this is not all" in done.stdout


def test_impact_goes_by_the_columns_of_the_configuration(whole: list[str], tmp_path: Path) -> None:
    """A table with headings of its own is read as `validate` reads it."""
    (tmp_path / "exportcheck.yaml").write_text(
        "columns: {Order: id, When: ship_date, TPP: item.total_processing_performance}\n",
        encoding="utf-8",
    )
    orders = tmp_path / "orders.csv"
    orders.write_text("Order,When,TPP\nSO-1,2025-01-01,1600\n", encoding="utf-8")
    done = RUN.invoke(app, ["rules", "impact", *whole, str(orders)])
    assert done.exit_code == 1, done.output
    assert "SO-1" in done.stdout
    assert RUN.invoke(app, ["rules", "impact", *whole, "-"]).exit_code != 0


def test_a_folder_with_facts_alone_is_laid_over_ours(tmp_path: Path) -> None:
    """A company's rulebook asks facts of its own, and is no whole set of rules."""
    from exportcheck.reading.revisions import library_at

    company = Path(__file__).parents[2] / "examples" / "company-rulebook" / "rules"
    library = library_at(str(company), tmp_path)
    assert [book.id for book in library.rulebooks] == ["us-ear", "northwind"]


def test_a_mistake_in_a_revision_is_told_where_git_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken file of an earlier revision is named `REV:FILE`, not by a folder that is gone."""
    from exportcheck.reading.revisions import library_at

    (tmp_path / "rules" / "co").mkdir(parents=True)
    (tmp_path / "rules" / "co" / "rulebook.yaml").write_text(BOOK.format(id="co"), encoding="utf-8")
    broken = RULES.format(limit="1600 mm").replace("2024-01-01", "2024-02-30")
    (tmp_path / "rules" / "co" / "rules.yaml").write_text(broken, encoding="utf-8")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *arguments], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    for written in ("main", "main:rules"):
        with pytest.raises(UnusableInput) as raised:
            library_at(written, tmp_path / "aside")
        files = {problem.place.file for problem in raised.value.problems}
        assert files == {"main:rules/co/rules.yaml"}


def test_a_revision_that_is_none_is_a_problem(whole: list[str]) -> None:
    """Neither a folder nor a revision: told like any other mistake, also one that looks like an
    option of git."""
    for written in ("no-such-revision", "--upload-pack=x:y"):
        done = RUN.invoke(app, ["rules", "diff", "--", written, whole[0]])
        assert isinstance(done.exception, UnusableInput)


def test_analyze_needs_the_solver_and_says_so() -> None:
    """Without z3 the command tells what to install, and leaves with 2."""
    code = (
        "import sys; sys.modules['z3'] = None; sys.argv = ['exportcheck', 'rules', 'analyze'];"
        "from exportcheck.__main__ import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'exportcheck[analyze]'" in done.stderr


def test_a_customer_who_leaves_a_list_newly_passes_in_the_example(tmp_path: Path) -> None:
    """The line names the customer and runs; what follows from the name is not stated otherwise."""
    example = Path(__file__).resolve().parents[2] / "examples" / "company-rulebook"
    shutil.copytree(example, tmp_path / "new")
    declined = tmp_path / "new" / "rules" / "northwind" / "parties" / "declined.yaml"
    text = declined.read_text(encoding="utf-8")
    since = '    since: "2025-03-01"\n'
    declined.write_text(text.replace(since, f'{since}    until: "2026-06-01"\n'), encoding="utf-8")
    given = [str(example / "rules"), str(tmp_path / "new" / "rules"), "--date", "2026-09-01"]
    config = ["--config", str(example / "exportcheck.yaml")]
    done = RUN.invoke(app, ["rules", "diff", *given, *config, "--format", "json"])
    assert done.exit_code == 1, done.output
    answers = json.loads(done.stdout)["answers"]
    newly = [f for f in answers["flips"] if (f["before"], f["after"]) == ("fail", "pass")]
    assert newly
    assert all("Example Brok" in str(flip) for flip in newly)
    assert "no line shows it" not in done.stdout
