"""The README shows what the tool prints: every console block is run and compared.

A comment before a block limits what is shown: `<!-- first 10 lines -->` or
`<!-- section Obligations -->`. `EXPORTCHECK_REWRITE=1 pytest tests/test_readme.py` writes the
blocks anew; a person reads the difference.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(
    r"(?:<!-- (?:first (?P<first>\d+) lines|section (?P<section>[^\n]+)) -->\n)?"
    r"```console\n\$ (?P<command>[^\n]+)\n(?P<shown>.*?)```",
    re.DOTALL,
)


@dataclass(frozen=True)
class Example:
    """One command in the README, and the part of its output that is shown."""

    command: str
    shown: str
    first: int | None
    section: str | None

    def output(self) -> str:
        """What the command prints, cut as the README cuts it."""
        tool = f"{sys.executable} -m exportcheck"
        done = subprocess.run(
            self.command.replace("exportcheck", tool, 1),
            shell=True,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 1, 2, 3), done.stderr
        lines = done.stdout.splitlines()
        before, after = [], []
        if self.section is not None:
            start = lines.index(self.section)
            end = next((i for i in range(start, len(lines)) if not lines[i]), len(lines))
            lines, before, after = lines[start:end], ["..."], ["..."]
        elif self.first is not None and self.first < len(lines):
            lines, after = lines[: self.first], ["..."]
        return "".join(f"{line}\n" for line in [*before, *lines, *after])


def example(match: re.Match[str]) -> Example:
    first = int(match["first"]) if match["first"] else None
    return Example(match["command"], match["shown"], first, match["section"])


def examples() -> list[Example]:
    """All but those of the story, which tests/test_story.py runs one after another."""
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition("<!-- story -->")
    return [example(match) for match in BLOCK.finditer(before + rest.partition("of story -->")[2])]


EXAMPLES = examples()


def test_the_readme_has_examples() -> None:
    """The README shows at least one example for each of its three readers."""
    assert len(EXAMPLES) >= 6


@pytest.mark.parametrize("shown", EXAMPLES, ids=lambda each: each.command)
def test_a_readme_example_prints_what_it_shows(shown: Example) -> None:
    """A command shown in the README prints exactly the lines beside it."""
    found = shown.output()
    assert found.count("\n") > 1, "the part that is shown is empty"
    if os.environ.get("EXPORTCHECK_REWRITE"):
        text = README.read_text(encoding="utf-8")
        block = f"```console\n$ {shown.command}\n"
        assert text.count(block) == 1
        README.write_text(
            text.replace(f"{block}{shown.shown}```", f"{block}{found}```"), encoding="utf-8"
        )
        return
    assert found == shown.shown
