"""The README's chapter on the letter: every command of it is run in order, as on a terminal.

The blocks between the marks of the story are a day's work in a repository made of the example of a
company's rulebook: commands without output, commands with what the terminal shows, files to write
and files that were written. `EXPORTCHECK_REWRITE=1 pytest tests/test_story.py` writes what is shown
anew; a person reads the difference.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from exportcheck.cli.rules.questions import RULE

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
STORY = re.compile(r"<!-- story -->\n(.*?)<!-- end of story -->", re.DOTALL)
FOLLOW = re.compile(r"<!-- follow -->\n```sh\n(.*?)```", re.DOTALL)
BLOCK = re.compile(r"(?:<!-- ([^\n]+) -->\n)?```(sh|console|yaml)\n(.*?)```", re.DOTALL)
ANSWERS = [re.compile(rf"{re.escape(each.ask)}(?: \[.*?\])?: (.*)") for each in RULE]


def on_a_terminal(command: str, answers: list[str], folder: Path) -> tuple[int, str]:
    """The exit code of a command, and all that a terminal shows of it; questions are answered."""
    env = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
    env["PATH"] = f"{folder.parent / 'bin'}{os.pathsep}{env['PATH']}"
    for who in ("AUTHOR", "COMMITTER"):
        env |= {f"GIT_{who}_NAME": "Counsel", f"GIT_{who}_EMAIL": "counsel@example.com"}
    if not answers:  # where nothing is asked the count of a slow run would be seen on a terminal
        env["PYTHONUNBUFFERED"] = "1"
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    ours, its = pty.openpty()
    termios.tcsetwinsize(its, (24, 80))
    with subprocess.Popen(
        ["/bin/sh", "-c", command], cwd=folder, env=env, stdin=its, stdout=its, stderr=its
    ) as process:
        os.close(its)
        shown, left = b"", list(answers)
        while True:
            try:
                got = os.read(ours, 4096)
            except OSError:  # nobody writes any more
                break
            shown += got
            if left and shown.endswith(b": "):
                os.write(ours, f"{left.pop(0)}\n".encode())
            elif not got:
                break
        os.close(ours)
    return process.returncode, shown.decode().replace("\r\n", "\n")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The example as a git repository, made as the README says, on its branch `main`."""
    tool = tmp_path / "bin" / "exportcheck"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m exportcheck "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    example = tmp_path / "exportcheck" / "examples" / "company-rulebook"
    shutil.copytree(ROOT / "examples" / "company-rulebook", example)
    found = FOLLOW.search(README.read_text(encoding="utf-8"))
    assert found is not None
    install, *begin = found[1].splitlines()
    assert install.endswith("pip install --quiet '.[analyze]'")
    code, said = on_a_terminal("set -e\n" + "\n".join(begin), [], tmp_path / "exportcheck")
    assert code == 0, said
    folder = tmp_path / "northwind"
    return folder


def test_an_answer_that_cannot_be_one_is_asked_for_again(repository: Path) -> None:
    """A slip in the effect or the day does not cost the answers given before it."""
    answers = ["new", "New", "Manual", "forbids", "prohibits", "18.11.2026", "2026-11-18"]
    command = "exportcheck rules new rule rules/northwind/new.yaml"
    rest = ["Manual", "the manual", "primary", "destination=MY"]
    code, said = on_a_terminal(command, [*answers, *rest], repository)
    assert code == 0, said
    assert "write one of prohibits, requires_license" in said
    assert "write `2026-11-18`" in said
    written = (repository / "rules" / "northwind" / "new.yaml").read_text(encoding="utf-8")
    assert 'effective_from: "2026-11-18"' in written


def test_the_day_of_the_letter_goes_as_it_is_told(repository: Path) -> None:
    """Each command leaves with the code that is told and shows what is shown, one after another."""
    whole = README.read_text(encoding="utf-8")
    found = STORY.search(whole)
    assert found is not None
    story = found[1]
    run: list[str] = []
    for note, kind, text in BLOCK.findall(story):
        what, _, told = note.partition(" ")
        if kind == "yaml" and what == "file":
            (repository / told).write_text(text, encoding="utf-8")
        elif kind == "yaml":
            written = (repository / told.removeprefix("of ")).read_text(encoding="utf-8")
            assert written.endswith(text)
        elif kind == "sh":
            code, said = on_a_terminal(f"set -e\n{text}", [], repository)
            assert code == 0, said
        else:
            command, _, shown = text.removeprefix("$ ").partition("\n")
            answers = [a[1] for line in shown.splitlines() for q in ANSWERS if (a := q.match(line))]
            code, said = on_a_terminal(command, answers, repository)
            assert code == (int(told) if what == "exit" else 0), said
            if what == "first":
                most = int(told.split()[0])
                said = "".join(said.splitlines(keepends=True)[:most]) + "...\n"
            run.append(command)
            if os.environ.get("EXPORTCHECK_REWRITE"):
                now = README.read_text(encoding="utf-8")
                README.write_text(
                    now.replace(f"```console\n{text}```", f"```console\n$ {command}\n{said}```"),
                    encoding="utf-8",
                )
            else:
                assert said == shown, command
    told_of = " ".join(run)
    for each in ("new", "lint", "test", "coverage", "impact", "diff"):
        assert f"rules {each}" in told_of
    assert "validate --locked" in told_of
