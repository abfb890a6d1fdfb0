"""The command line end to end: arguments in, text and exit code out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"


def run(*arguments: str, cwd: Path = ROOT, **more: Any) -> subprocess.CompletedProcess[str]:
    """One run of the tool in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "exportcheck", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


H20 = ("check", "NVIDIA H20", "--to", "CN", "--date")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((*H20, "2025-04-08"), 0),
        ((*H20, "2025-04-09"), 1),
        (("check", "MI308X", "--to", "CN", "--date", "2024-05-01"), 3),
        ((*H20, "2025-02-30"), 2),
        (("check", "NVIDIA H2O", "--to", "CN"), 2),
        (("check", "NVIDIA H20", "--to", "cn"), 2),
        (("check",), 2),
        (("check", "NVIDIA H20", "--frmat", "json"), 2),
        (("nonsense",), 2),
        (("validate", str(EXAMPLES / "h20-story.yaml")), 1),
        (("validate", str(EXAMPLES / "mistakes.yaml")), 2),
        (("validate", "no-such-file.yaml"), 2),
        (("rules", "test", "no case has this name"), 2),
        (("--version",), 0),
    ],
)
def test_exit_codes_say_what_came_out(arguments: tuple[str, ...], code: int) -> None:
    """Pass is 0, fail 1, unusable 2, undetermined 3."""
    done = run(*arguments)
    assert done.returncode == code, done.stdout + done.stderr


@pytest.mark.parametrize("format", ["text", "json", "jsonl"])
def test_the_format_never_changes_the_exit_code(format: str) -> None:
    """One order file leaves with the same code in every format."""
    for name, code in (("h20-story.yaml", 1), ("mistakes.yaml", 2), ("orders.jsonl", 1)):
        done = run("validate", str(EXAMPLES / name), "--format", format)
        assert done.returncode == code


def test_a_bug_is_exit_70_and_never_a_verdict(tmp_path: Path) -> None:
    """An unexpected exception is one plain line on stderr, and nothing on stdout."""
    program = (
        "import sys; import exportcheck.core.shipment as s\n"
        "def broken(*a): raise RuntimeError('boom \\x1b[31m')\n"
        "s.decide = broken\n"
        "sys.argv = ['exportcheck', 'check', 'H20', '--to', 'CN', '--date', '2025-05-01']\n"
        "from exportcheck.cli.app import run; run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 70
    assert done.stdout == ""
    assert "nothing was decided" in done.stderr
    assert "\x1b" not in done.stderr


def test_json_follows_the_contract() -> None:
    """A determination has the keys and values that programs rely on."""
    done = run(*H20, "2025-05-01", "--format", "json")
    report = json.loads(done.stdout)
    assert report["schema"] == "exportcheck/report/1"
    assert report["problems"] == []
    assert report["summary"]["fail"] == 1
    (line,) = report["lines"]
    assert line["schema"] == "exportcheck/determination/1"
    assert line["verdict"] == "fail"
    assert line["outcome"] == "license_required"
    assert line["as_of"] == "2025-05-01"
    classification = line["classification"]
    assert classification["paragraph"] == "none"
    assert (classification["rules"], classification["possible"]) == ([], ["none"])
    excluded = {rule for each in classification["excluded"] for rule in each["rules"]}
    assert "us-ear/4A090.a" in excluded
    (requirement,) = line["requirements"]
    assert requirement["rule"] == "us-ear/letter.2025-04-09.nvidia"
    assert requirement["truth"] == "holds"
    assert requirement["covered_by"] is None
    assert requirement["review_policy"] is None
    assert requirement["cites"] == ["15 CFR 744.23(b)"]
    keys = [
        "schema",
        "id",
        "verdict",
        "outcome",
        "as_of",
        "classification",
        "requirements",
        "exceptions",
        "prohibitions",
        "obligations",
        "advisories",
        "open_questions",
        "assumptions",
        "readings",
        "explanation",
        "rulebooks",
    ]
    assert set(keys) <= set(line)
    (rulebook,) = line["rulebooks"]
    assert rulebook["id"] == "us-ear"
    assert rulebook["digest"].startswith("sha256:")


def test_the_same_question_has_the_same_answer_byte_for_byte(tmp_path: Path) -> None:
    """Neither the directory, the hash seed, the cache nor the time zone shows in the output."""
    orders = str(EXAMPLES / "orders.jsonl")
    outputs = set()
    for seed, cache in (("0", "a"), ("1", "a"), ("2", "b")):
        environment = {
            "PATH": "",
            "PYTHONPATH": str(ROOT),
            "PYTHONHASHSEED": seed,
            "TZ": f"UTC{int(seed) * 7 - 7:+d}",
            "XDG_CACHE_HOME": str(tmp_path / cache),
        }
        done = run("validate", orders, "--format", "json", "--why", cwd=tmp_path, env=environment)
        assert done.returncode == 1, done.stderr
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_today_is_said_aloud() -> None:
    """Without a date the report says that the law of today was used."""
    done = run("check", "NVIDIA H20", "--to", "CN")
    assert "today, since no --date is given" in " ".join(done.stdout.split())
    done = run("check", "NVIDIA H20", "--to", "CN", "--format", "json")
    assert "today" in done.stderr


def test_a_day_after_the_rules_were_read_is_warned_of() -> None:
    """An answer for a day past `verified_through` says so, in text and in JSON."""
    done = run(*H20, "2026-10-01")
    assert "verified through 2026-09-24" in done.stdout.split("Classification")[0]
    done = run(*H20, "2026-10-01", "--format", "jsonl")
    assert json.loads(done.stdout)["warnings"]
    done = run(*H20, "2026-09-24", "--format", "jsonl")
    assert json.loads(done.stdout)["warnings"] == []


def test_output_goes_whole_to_a_file(tmp_path: Path) -> None:
    """`--output` writes what would have been printed, and prints nothing."""
    target = tmp_path / "report.txt"
    done = run(*H20, "2025-05-01", "--output", str(target))
    assert done.returncode == 1
    assert done.stdout == ""
    assert target.read_text(encoding="utf-8") == run(*H20, "2025-05-01").stdout


def test_a_report_that_cannot_be_written_is_not_an_answer(tmp_path: Path) -> None:
    """A directory that does not exist is exit 2, whatever the verdict."""
    done = run(*H20, "2025-04-08", "--output", str(tmp_path / "no" / "report.txt"))
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_nothing_an_order_file_says_reaches_the_terminal_as_a_command(tmp_path: Path) -> None:
    """Escapes, console markup and workflow commands of a file are printed as plain text."""
    orders = tmp_path / "evil.jsonl"
    evil = "x \u001b[31mred [bold]b[/bold] ::error::y \u202e\u0007"
    orders.write_text(
        json.dumps({"id": evil, "item.sku": "NVIDIA H20", "destination": "CN"})
        + "\n"
        + json.dumps({"id": "2", "item.sku": evil, "destination": "CN"})
        + "\n",
        encoding="utf-8",
    )
    for arguments in ((), ("--why",)):
        done = run("validate", str(orders), "--date", "2025-05-01", *arguments)
        both = done.stdout + done.stderr
        assert "\x1b" not in both
        assert "\u202e" not in both
        assert "\x07" not in both
        assert "[bold]b[/bold]" in both


def test_a_rulebook_with_a_mistake_decides_nothing(tmp_path: Path) -> None:
    """A broken rule file is told at its place, and no verdict is printed."""
    rules = tmp_path / "mine"
    rules.mkdir()
    (rules / "rulebook.yaml").write_text("id: mine\ntitle: [\n", encoding="utf-8")
    done = run(*H20, "2025-04-08", "--rules", str(rules))
    assert done.returncode == 2
    assert done.stdout == ""
    assert "rulebook.yaml:" in done.stderr


def test_an_assumption_can_be_turned_off() -> None:
    """With `--assume none` a check asks for what it would have assumed."""
    done = run(*H20, "2025-04-08", "--assume", "none")
    assert done.returncode == 3
    assert "--end-use" in done.stdout
    assert "parties.listed" in done.stdout
    assert "Assumptions" not in done.stdout


def test_a_reading_can_be_chosen_and_its_effect_is_said() -> None:
    """An answer that turns on a reading says which, and the other option gives the other answer."""
    arguments = ("check", "H100", "--to", "MY", "--date", "2026-02-01")
    done = run(*arguments)
    assert done.returncode == 0
    assert "--reading ai-diffusion=as_codified" in done.stdout
    done = run(*arguments, "--reading", "ai-diffusion=as_codified")
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--to", "XX"), "`XX` is not a country code"),
        (("--to", "CN", "--assume", "all"), "`all` is not `ordinary` or `none`"),
        (("--to", "CN", "--format", "yaml"), "`yaml` is not `text`, `json`, `jsonl`"),
        (("--to", "CN", "--end-use", "millitary"), "did you mean `military`"),
        (("--to", "CN", "--fact", "item.dram_bandwidth=5 GiB/s"), "1 GiB/s is 1.073741824 GB/s"),
        (("--to", "CN", "--fact", "item.dram_bandwith=5 GB/s"), "`item.dram_bandwidth`"),
        (("--to", "CN", "--fact", "quantity"), "has no `=`"),
        (("--to", "CN", "--reading", "ai-difusion=as_codified"), "`ai-diffusion`"),
        (("--to", "CN", "--rules", "/no/such/folder"), "there is no such folder"),
        (("--to", "CN", "--spec", "/no/such/file.yaml"), "describe the item twice"),
        (("--to", "CN", "--format", "csv=x", "--format", "json=x"), "two formats go to `x`"),
    ],
)
def test_a_mistake_on_the_command_line_is_one_plain_sentence(
    arguments: tuple[str, ...], sentence: str
) -> None:
    """An unknown country, flag value, fact or unit is told with what to write instead."""
    done = run("check", "NVIDIA H20", *arguments, "--date", "2025-05-01")
    assert done.returncode == 2
    assert done.stdout == ""
    assert sentence in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("items", "list"),
        ("items", "show", "H20"),
        ("items", "show", "DGX H100"),
        ("rules", "list"),
        ("rules", "show", "3A090.a"),
        ("rules", "show", "NAC"),
        ("facts",),
        ("classify", "GB200 NVL72", "--date", "2026-01-15"),
        ("check", "DGX H100", "--to", "CN", "--date", "2024-01-01", "--why"),
    ],
)
def test_lists_and_cards_fit_80_columns_unless_a_word_is_longer(
    arguments: tuple[str, ...],
) -> None:
    """Piped output is wrapped at 80 columns; only a long word, such as a link, passes them."""
    done = run(*arguments)
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout.strip()
    for line in done.stdout.splitlines():
        assert len(line) <= 80 or max(map(len, line.split())) > 36, line


def test_every_rule_and_item_can_be_shown() -> None:
    """`rules show` and `items show` print every rule and item of the catalogue."""
    from exportcheck import load_rulebooks
    from exportcheck.reporting.as_lists import item_page
    from exportcheck.reporting.as_rules import rule_page

    library = load_rulebooks()
    for rulebook in library.rulebooks:
        for rule in rulebook.rules:
            assert rule.title in " ".join(rule_page(rule, rulebook, width=80).text().split())
    for position in range(len(library.items)):
        item = library.items.at(position)
        shown = " ".join(item_page(item, library, width=80).text().split())
        assert item.name in shown
        # The head has the family as a rule must write it.
        assert f"family {item.facts['item.family'].written} Figures" in shown.replace(
            "; ", " "
        ) or (item.contains)


def test_flags_of_the_catalogue_are_options_of_check() -> None:
    """Each flag that an open question names is an option of `exportcheck check`."""
    from exportcheck import load_rulebooks

    help_text = run("check", "--help").stdout
    flags = {fact.flag for fact in load_rulebooks().catalogue if fact.flag.startswith("--")}
    for flag in sorted(flags):
        if not flag.startswith("--reading"):
            assert flag in help_text


@pytest.mark.parametrize(
    ("given", "option"),
    [
        (["check", "H100", "--to", "CN", "--to", "DE"], "--to"),
        (["check", "H100", "--to=DE", "--date", "2026-01-01", "--date=2022-01-01"], "--date"),
        (["validate", "-", "--assume", "none", "--assume", "ordinary"], "--assume"),
    ],
)
def test_an_option_of_one_value_is_given_once(given: list[str], option: str) -> None:
    """Which of two was meant is not guessed: the last could turn a fail into a pass."""
    done = run(*given)
    assert done.returncode == 2
    assert not done.stdout
    assert f"`{option}` is given more than once" in done.stderr


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (["validate", ""], "FILE"),
        (["check", ""], "ITEM"),
        (["check", "H100", "--to=DE", "--rules="], "--rules"),
        (["check", "H100", "--to=DE", "--assume", ""], "--assume"),
        (["validate", "-", "--fail-on="], "--fail-on"),
        (["rules", "lint", ""], "PATH"),
    ],
)
def test_an_empty_text_is_no_value(given: list[str], named: str) -> None:
    """It is a variable that is not set: as a path it meant the working directory."""
    done = run(*given)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{named}: error[EC501]: it is empty" in done.stderr


def test_a_path_that_may_not_be_looked_at_is_no_bug() -> None:
    """Where a folder on the way to it is closed even its kind cannot be told."""
    program = (
        "import sys, pathlib\n"
        "def closed(self): raise PermissionError(13, 'Permission denied', str(self))\n"
        "pathlib.Path.is_dir = closed\n"
        "sys.argv = ['exportcheck', 'check', 'H20', '--to', 'DE', '--rules', 'shut/away']\n"
        "from exportcheck.cli.app import run; run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "it cannot be looked at (Permission denied)" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_report_that_cannot_be_written_is_no_bug_and_no_answer() -> None:
    """A full disk behind the standard output is told plainly."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "exportcheck", "check", "H20", "--to", "DE", "--no-config"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "the report cannot be written" in done.stderr


def test_a_closed_standard_output_leaves_the_exit_code() -> None:
    """Nobody reads the report; the answer is in the exit code all the same."""
    command = f"{sys.executable} -m exportcheck check H20 --to CN --date 2026-06-01 >&-"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "internal error" not in done.stderr
