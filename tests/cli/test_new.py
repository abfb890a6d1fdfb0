"""`rules new` end to end: what it writes is read back without a mistake, or is not written."""

from __future__ import annotations

import os
import select
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from exportcheck.cli.app import app
from exportcheck.reading.strict_yaml import read_yaml
from exportcheck.reporting.templates import scalar

RULE = {
    "id": "end-of-life",
    "title": "No shipment: of “old” stock #1",
    "cites": "Manual, section 3",
    "effective-from": "2026-01-01",
    "source": "Manual",
    "read-in": "the manual",
    "confidence": "primary",
    "when": "destination={in: [E:1, 'NO']}",
}
BOOK = {
    "book": "acme",
    "book-title": "Rules of Acme",
    "first-day": "2024-01-01",
    "verified-through": "2027-12-31",
    "covers-what": "stock",
    "not-covered": "all else",
    **RULE,
}


def run(
    *arguments: str, answers: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    told = [word for each in (answers or {}).items() for word in ("-a", "=".join(each))]
    return subprocess.run(
        [sys.executable, "-m", "exportcheck", "rules", *arguments, *told],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of rules with a new rulebook and its first rule."""
    root = tmp_path_factory.mktemp("new") / "rules"
    done = run("new", "rulebook", str(root), answers=BOOK)
    assert done.returncode == 0, done.stderr
    assert "it has no case yet" in done.stderr
    return root


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Path:
    """The same in a place of its own."""
    return Path(shutil.copytree(made, tmp_path / "rules"))


def test_a_new_rulebook_lacks_nothing_but_cases(book: Path) -> None:
    """Lint asks for a case that requires the rule and for one that excludes it, and that is all."""
    done = run("lint", "--rules", str(book))
    codes = [line.split("[")[1][:5] for line in done.stdout.splitlines() if "warning[" in line]
    assert codes == ["EC502", "EC503"]
    data = yaml.safe_load((book / "acme" / "rules.yaml").read_text(encoding="utf-8"))
    assert data["rules"][0]["title"] == RULE["title"]


def test_new_cases_complete_it(book: Path) -> None:
    """With a case for each side lint has nothing to say, and the cases pass."""
    cases = str(book / "acme" / "rules.cases.yaml")
    common = {"item": "NVIDIA T4", "date": "2026-03-02"}
    for each in (
        {
            "name": "It holds",
            "given": "destination=NO",
            "expect": "prohibited",
            "rests-on": "acme/end-of-life",
        },
        {
            "name": "It does not",
            "given": "destination=DE",
            "expect": "no_license_required",
            "not-on": "acme/end-of-life",
        },
    ):
        done = run("new", "case", cases, "--rules", str(book), answers={**common, **each})
        assert done.returncode == 0, done.stderr
    assert run("lint", "--rules", str(book)).returncode == 0
    done = run("test", "rules.cases", "--rules", str(book))
    assert "0 failed" in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize(
    "effect",
    [
        {"effect": "requires_license", "reason": "policy"},
        {"effect": "requires_license", "reason": "RS", "part": "744", "policy": "denial"},
        {"effect": "advises", "advice": "Ask: who?"},
        {"effect": "obliges", "do": "Keep the papers"},
        {"effect": "excepts", "symbol": "CO", "covers": "all"},
    ],
    ids=lambda each: each["effect"],
)
def test_a_rule_of_every_effect_is_added_to_a_file(book: Path, effect: dict[str, str]) -> None:
    """Whatever a rule does, it is read back, and what stood in the file before stays."""
    path = book / "acme" / "rules.yaml"
    before = path.read_text(encoding="utf-8")
    answers = {**RULE, "id": "second", **effect}
    done = run("new", "rule", str(path), "--rules", str(book), answers=answers)
    assert done.returncode == 0, done.stderr
    assert path.read_text(encoding="utf-8").startswith(before)
    assert [each["id"] for each in read_yaml(path.read_bytes(), "f").data["rules"]] == [
        "end-of-life",
        "second",
    ]
    if "policy" in effect:
        written = path.read_text(encoding="utf-8")
        assert "        review_policy:\n          - policy: denial\n            cites: [" in written


def test_a_new_item_can_be_checked(book: Path) -> None:
    """An item is added under its maker, with nested facts."""
    path = book / "items" / "acme.yaml"
    path.parent.mkdir()
    answers = {
        "maker": "Acme",
        "headquarters": "NO",
        "sku": "A1",
        "confidence": "high",
        "sources": "https://example.org/a1#specs",
    }
    facts = ["-a", "fact=peak.fp16=148 TFLOPS dense", "-a", "fact=logic_die_area=at most 400 mm²"]
    done = run("new", "item", str(path), "--rules", str(book), *facts, answers=answers)
    assert done.returncode == 0, done.stderr
    (item,) = read_yaml(path.read_bytes(), "f").data["items"]
    assert item["facts"] == {
        "peak": {"fp16": "148 TFLOPS dense"},
        "logic_die_area": "at most 400 mm²",
    }
    done = run("new", "item", str(path), answers={**answers, "maker": "Another", "sku": "A2"})
    assert done.returncode == 2
    assert "holds the items of `Acme`" in " ".join(done.stderr.split())


def test_what_is_not_answered_is_named(tmp_path: Path) -> None:
    """Without a terminal each question that has no default is named with its option."""
    done = run("new", "rule", str(tmp_path / "r.yaml"), answers={"id": "x"})
    assert done.returncode == 2
    told = " ".join(done.stderr.split())
    assert (
        "not answered: title, cites, effective-from, source, read-in, confidence; the standard"
        in told
    )
    assert "input is no terminal, so nobody was asked and nothing was read from it" in told
    assert "--answer 'title=...'" in told
    assert "and taken: effect=prohibits; not answered either, and left empty: when" in told
    assert not (tmp_path / "r.yaml").exists()


def test_what_nobody_said_is_told(book: Path) -> None:
    """The effect that was taken, and that a rule without a condition holds for every shipment."""
    path = book / "acme" / "rules.yaml"
    answers = {name: text for name, text in RULE.items() if name != "when"}
    done = run("new", "rule", str(path), answers={**answers, "id": "second"})
    assert done.returncode == 0, done.stderr
    assert "taken, since no --answer says otherwise: effect=prohibits\n" in done.stderr
    assert "it has no condition (`when`), so it holds for every shipment\n" in done.stderr
    done = run("new", "rule", str(path), answers={**RULE, "id": "third", "effect": "prohibits"})
    assert "taken, since" not in done.stderr
    assert "no condition" not in done.stderr


@pytest.mark.parametrize("said", [{}, {"when": ""}])
def test_an_exception_without_a_condition_is_refused(book: Path, said: dict[str, str]) -> None:
    """It would cover every shipment; what it covers is said as well."""
    path = book / "acme" / "rules.yaml"
    before = path.read_bytes()
    answers = {name: text for name, text in RULE.items() if name != "when"}
    answers |= {"id": "second", "effect": "excepts", "symbol": "CO", **said}
    done = run("new", "rule", str(path), answers=answers)
    assert done.returncode == 2
    told = " ".join(done.stderr.split())
    assert "not answered: covers" in told
    assert "an exception without a condition would cover every shipment" in told
    assert path.read_bytes() == before


def test_an_answer_that_says_nothing_is_a_mistake(book: Path) -> None:
    """What only an exception covers is not left out unseen of a rule that prohibits."""
    answers = {**RULE, "id": "second", "covers": "all"}
    done = run("new", "rule", str(book / "acme" / "rules.yaml"), answers=answers)
    assert done.returncode == 2
    told = " ".join(done.stderr.split())
    assert "a rule with the effect `prohibits` has no `covers`: leave it out" in told


@pytest.mark.parametrize(
    ("tests", "told"),
    [
        (
            [
                "item.total_processing_performance={at_least: 4800}",
                "item.total_processing_performance={less_than: 9000}",
            ],
            "stands twice: write `item.total_processing_performance={at_least: 4800, "
            "less_than: 9000}`",
        ),
        (
            ["destination=CN", "destination=MO"],
            "the fact `destination` stands twice: write it once",
        ),
        (["is=a license is held", "is=b"], "write `is=[a license is held, b]`"),
    ],
)
def test_a_fact_that_is_named_twice_is_told_as_such(
    book: Path, tests: list[str], told: str
) -> None:
    """What is given for one fact in two answers is to be one test, and nothing is written."""
    path = book / "acme" / "second.yaml"
    words = [word for each in tests for word in ("-a", f"when={each}")]
    rest = {name: text for name, text in RULE.items() if name != "when"}
    done = run("new", "rule", str(path), *words, answers={**rest, "id": "second"})
    assert done.returncode == 2
    assert told in " ".join(done.stderr.split())
    assert "EC003" not in done.stderr
    assert not path.exists()


def test_all_mistakes_of_options_are_told_at_once(book: Path) -> None:
    """Also those of answers that have nothing to do with each other."""
    answers = {
        "name": "It holds",
        "item": "NVIDIA T5",
        "date": "2026-11-31",
        "given": "destination=Norway",
        "expect": "forbidden",
        "rests-on": "end-of-live",
    }
    done = run("new", "case", str(book / "acme" / "new.cases.yaml"), answers=answers)
    assert done.returncode == 2
    for name in ("item", "date", "given", "expect", "rests-on"):
        assert f"--answer {name}: error[EC501]" in done.stderr
    assert "5 problems\nnothing was written" in done.stderr


@pytest.mark.parametrize(
    ("kind", "place", "told"),
    [
        ("item", "acme/mine.yaml", "under `items/` of a folder of rules: `rules/items/mine.yaml`"),
        ("rule", "mine.yaml", "rules stand beside a rulebook.yaml: `rules/acme/mine.yaml`"),
        ("rule", "acme/mine.txt", "give it a name that ends in .yaml"),
        ("rule", "acme/mine.cases.yaml", "is not read as a file of rules"),
        ("case", "acme/mine.yaml", "that ends in .cases.yaml: `rules/acme/mine.cases.yaml`"),
        ("rulebook", "second", "name that folder, `rules`: the new rulebook"),
        ("rulebook", "acme", "name that folder, `rules`: the new rulebook"),
    ],
)  # fmt: skip
def test_a_path_where_it_would_not_be_read_is_told_before_anything_is_asked(
    book: Path, monkeypatch: pytest.MonkeyPatch, kind: str, place: str, told: str
) -> None:
    """Items stand under `items/`, and PATH of a rulebook is a folder of rules."""
    monkeypatch.chdir(book.parent)
    done = run("new", kind, f"rules/{place}", "--rules", "rules")
    assert done.returncode == 2
    assert told in " ".join(done.stderr.split())
    assert "not answered" not in done.stderr


def test_a_rulebook_alone_takes_no_items(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a rulebook is named as the folder of rules, items stand in the folder around it."""
    monkeypatch.chdir(book.parent)
    done = run("new", "item", "rules/acme/items/mine.yaml", "--rules", "rules/acme")
    assert done.returncode == 2
    assert "`rules/items/mine.yaml`" in " ".join(done.stderr.split())


def test_a_rulebook_takes_the_place_of_none(book: Path) -> None:
    """Neither of ours nor of one that stands in the same folder."""
    for name in ("us-ear", "acme"):
        done = run("new", "rulebook", str(book), answers={**BOOK, "book": name})
        assert done.returncode == 2
        assert f"there is a rulebook `{name}`, whose place this one would take" in done.stderr
    assert (book / "acme" / "rulebook.yaml").exists()


def test_whoever_stops_is_shown_what_was_answered(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also the command without an answer; it goes on with the question after them."""
    monkeypatch.setattr("exportcheck.cli.rules.dialogue.asks", lambda: True)
    path = book / "acme" / "rules.yaml"
    before = path.read_bytes()
    done = CliRunner().invoke(app, ["rules", "new", "rule", str(path)], input="second\nIt's new\n")
    assert done.exit_code == 130
    assert "stopped; nothing was written\nto go on after what was answered:\n" in done.stderr
    again = shlex.split(done.stderr.splitlines()[-1])
    assert again[3:] == ["rule", str(path), "--answer", "id=second", "--answer", "title=It's new"]
    done = CliRunner().invoke(app, again[1:], input="C 1\n")
    assert done.exit_code == 130
    assert done.stdout.startswith("Citations: ")
    assert path.read_bytes() == before


def test_the_keys_of_a_terminal_edit_an_answer(book: Path) -> None:
    """Left goes left, and Ctrl-D shows what was answered."""
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    fcntl, _ = pytest.importorskip("fcntl"), pytest.importorskip("readline")
    ours, its = pty.openpty()
    termios.tcsetwinsize(its, (24, 200))
    command = [sys.executable, "-m", "exportcheck", "rules", "new", "rule"]
    with subprocess.Popen(
        [*command, str(book / "acme" / "rules.yaml")],
        stdin=its,
        stdout=its,
        stderr=its,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1"},
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as process:
        os.close(its)
        shown, keys = b"", [b"scond\x1b[D\x1b[D\x1b[D\x1b[De\n", b"\x04"]
        while select.select([ours], [], [], 60)[0]:
            try:
                shown += os.read(ours, 4096)
            except OSError:  # nobody writes any more
                break
            if keys and shown.endswith((b"states: ", b"Title: ")):
                os.write(ours, keys.pop(0))
        process.kill()
        os.close(ours)
    assert "--answer id=second" in shown.decode()
    assert process.returncode == 130


@pytest.mark.parametrize("wrong", [{"when": "destnation=DE"}, {"effective-from": "2026-02-30"}])
def test_a_mistake_is_told_and_taken_back(book: Path, wrong: dict[str, str]) -> None:
    """A rule with a mistake leaves the file as it was."""
    path = book / "acme" / "rules.yaml"
    before = path.read_bytes()
    answers = {**RULE, "id": "second", **wrong}
    done = run("new", "rule", str(path), "--rules", str(book), answers=answers)
    assert done.returncode == 2
    assert "error[EC" in done.stderr
    assert "nothing was written" in done.stderr
    assert path.read_bytes() == before


def test_what_cannot_be_an_answer_is_asked_again_and_nothing_told_is_lost(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has a mistake of its own is asked for again; after one that only the whole shows the
    answers can be said again.

    The command that is shown for that is the same one, and the rule is written once it is right.
    """
    monkeypatch.setattr("exportcheck.cli.rules.dialogue.asks", lambda: True)
    path = book / "acme" / "rules.yaml"
    told = ["two words", "end-of-life", "second", "", "A title", "15 CFR", "TBD", "C 1; C 2", ""]
    told += ["", "2026-02-30", "2026-02-03", "s", "r", "", "sure", "primary", "destination in MY"]
    told += ["destnation={in: [MY]}", "destination=Malaysia", "destination={in: [MY, D:9]}"]
    told += ["item.dram_bandwidth=>= 5 GB/s", "destination={in: [MY]}, end_use=civil"]
    told += ["item.total_processing_performance={at_least: 1,000}", "end_use=\x1b[Dcivil"]
    told += ["destination={in: [MY]}; is=nowhere"]
    arguments = ["rules", "new", "rule", str(path), "--rules", str(book)]
    done = CliRunner().invoke(app, arguments, input="".join(f"{each}\n" for each in told))
    assert done.exit_code == 2
    assert "`two words` is not a rule id: use letters, digits" in done.stderr
    assert done.stderr.count("this needs an answer") == 3
    assert (
        "the rule id `end-of-life` is used already, at rules/acme/rules.yaml:6: write"
        in done.stderr
    )
    assert "the citation `15 CFR` lacks the title and section" in done.stderr
    assert "the citation `TBD` is a placeholder" in done.stderr
    assert "`2026-02-30` is not a calendar day: February 2026 has 28 days" in done.stderr
    assert "write one of primary, quoted" in done.stderr
    assert "here are two answers: write `;` before `end_use`" in done.stderr
    assert "a comma begins another entry: write a number without one, `1000`" in done.stderr
    assert "here is an invisible or control character (U+001B): type it again" in done.stderr
    assert "\x1b" not in done.stderr
    assert "write FACT=TEST, such as destination={in: [MY, TH]}" in done.stderr
    assert "did you mean `destination`" in done.stderr
    assert "`Malaysia` is not a country code or a country group: write `MY` (Malaysia)" in (
        done.stderr
    )
    assert "`D:9` is not a country code or a country group" in done.stderr
    assert "write the test as a key: `{at_least: 5 GB/s}`" in done.stderr
    assert "`nowhere` is not a defined term" in done.stderr
    again = done.stderr.partition("to say the same again with that put right:\n  ")[2].strip()
    words = shlex.split(again.replace("is=nowhere", "end_use=civil"))
    assert words[:4] == ["exportcheck", "rules", "new", "rule"]
    done = CliRunner().invoke(app, words[1:])
    assert done.exit_code == 0, done.stderr
    (_, rule) = read_yaml(path.read_bytes(), "r").data["rules"]
    assert (rule["id"], rule["cites"]) == ("second", ["C 1", "C 2"])
    assert rule["versions"][0]["when"] == {"destination": {"in": ["MY"]}, "end_use": "civil"}


@pytest.mark.parametrize(
    ("kind", "told", "mistakes"),
    [
        (
            "case",
            "It holds|NVIDIA T5||2026-03-02|end_use=civl|end_use=civil, destination=NO"
            "|destination=Norway||prohibited|end-of-live|end-of-life|nothing",
            [
                "`NVIDIA T5` is not in the item catalogue: did you mean",
                "did you mean `end-of-life`",
                "`nothing` is not a rule",
                "`civl` is not",
                "`Norway` is not a country code: write `NO` (Norway)",
            ],
        ),
        (
            "item",
            "Acme|Norway|NO|A1|||high|a page|peak.fp15=1 TFLOPS dense|item.logic_die_area=1.000 mm²"
            "|logic_die_area=400 mm²",
            ["write `NO` (Norway)", "did you mean `peak.fp16`", "write `1000` if it does"],
        ),
    ],
)
def test_what_the_rules_do_not_know_is_told_as_it_is_typed(
    book: Path, monkeypatch: pytest.MonkeyPatch, kind: str, told: str, mistakes: list[str]
) -> None:
    """A fact, an option, a country or a figure that cannot be read is asked for again."""
    monkeypatch.setattr("exportcheck.cli.rules.dialogue.asks", lambda: True)
    name = "acme/new.cases.yaml" if kind == "case" else "items/acme.yaml"
    arguments = ["rules", "new", kind, str(book / name), "--rules", str(book)]
    done = CliRunner().invoke(app, arguments, input=told.replace("|", "\n") + "\n\n\n")
    assert done.exit_code == (1 if kind == "case" else 0), done.stderr
    for mistake in mistakes:
        assert mistake in done.stderr


def test_a_new_case_that_does_not_come_out_is_told(book: Path) -> None:
    """It is written, for rules and cases grow together, and what to do is said."""
    path = str(book / "acme" / "more.cases.yaml")
    case = {"name": "It holds", "date": "2026-03-02", "expect": "prohibited"}
    done = run("new", "case", path, "--rules", str(book), answers=case)
    assert done.returncode == 1
    assert "taken, since" not in done.stderr
    assert "it states no fact: neither an item nor a destination" in done.stderr
    assert "it fails: expected `prohibited`, found `undetermined`; `exportcheck rules test`" in (
        done.stderr
    )
    case = {**case, "name": "It does", "given": "destination=NO"}
    done = run("new", "case", path, "--rules", str(book), answers=case)
    assert "it comes out as expected" in done.stderr
    assert done.returncode == 0


def test_the_names_of_the_answers_are_in_the_help() -> None:
    """Whoever answers by options need not be asked first to learn their names."""
    told = " ".join(run("new", "--help").stdout.split())
    assert "For a case: name, item, date, given, expect, rests-on, not-on." in told


def test_a_file_with_another_end_is_left_alone(tmp_path: Path) -> None:
    """Where the list of rules is not the last of a file nothing is added to what follows it."""
    path = tmp_path / "r.yaml"
    path.write_text("rules:\n  - id: a\nterms:\n  - b\n", encoding="utf-8")
    done = run("new", "rule", str(path), answers=RULE)
    assert done.returncode == 2
    assert path.read_text(encoding="utf-8") == "rules:\n  - id: a\nterms:\n  - b\n"


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "yes",
        "3E001",
        "a: b",
        "a #b",
        "- a",
        "",
        " x",
        "“q”",
        'say "x"',
        "a\nb: c",
        "{a}",
        "2025-01-01",
        "1.0",
        "null",
        "é",
        "\U0001f600",
        "it's",
    ],
)
def test_a_text_is_written_so_that_it_is_read_back(text: str) -> None:
    """Whatever signs a text has, it is the same text to this tool and to another reader."""
    written = f"key: {scalar(text)}\n"
    assert read_yaml(written.encode(), "f").data == {"key": text}
    assert yaml.safe_load(written) == {"key": text}


def test_the_rules_around_a_file_are_read_without_being_named(book: Path) -> None:
    """A mistake in a rule added to a rulebook is found, wherever its folder of rules lies."""
    path = book / "acme" / "more.yaml"
    wrong = {**RULE, "id": "more", "when": "destination={one_of: [MY]}"}
    done = run("new", "rule", str(path), answers=wrong)
    assert done.returncode == 2
    assert "write `{in: [MY]}`" in done.stderr
    assert not path.exists()
    assert run("new", "rule", str(path), answers={**RULE, "id": "more"}).returncode == 0
