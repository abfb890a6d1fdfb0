"""The layout of files: what they say and every comment stay, and a second time changes nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportcheck.core.catalogue import Catalogue
from exportcheck.reading import layout
from exportcheck.reading.folders import default_rules, yaml_files
from exportcheck.reading.layout import laid_out
from exportcheck.reading.strict_yaml import read_yaml

ROOT = Path(__file__).resolve().parents[2]
FILES = [*yaml_files(default_rules()), *yaml_files(ROOT / "examples")]
UNTIDY = """\
# yaml-language-server: $schema=rules.schema.json
# What the file is about.
title:   T   # of the file
cites: ['C 1']
rules:
# above the first rule
- title: 'R: one'     # its title
  # above the id
  id: r1
  prohibits: true
  versions:
  -   source: s
      effective_from: 2026-01-01
      # above confidence
      confidence: primary
      note: >-
          Two lines # no comment,
          as they are.
      read_in: |
        one

        two
      when:
         any:
         - destination: {in: [NO,
              "DE"]}   # two countries
         - item.eccn: 3E001
           end_use: civil




# at the end
"""
TIDY = """\
# yaml-language-server: $schema=rules.schema.json
# What the file is about.
title:   T   # of the file
cites: ["C 1"]
rules:
  # above the first rule
  # above the id
  - id: r1
    title: "R: one"     # its title
    prohibits: true
    versions:
      - effective_from: "2026-01-01"
        source: s
        read_in: |
          one

          two
        # above confidence
        confidence: primary
        note: >-
            Two lines # no comment,
            as they are.
        when:
          any:
            - destination: {in: ["NO",
                 "DE"]}   # two countries
            - item.eccn: "3E001"
              end_use: civil


# at the end
"""


def test_an_untidy_file_is_laid_out(catalogue: Catalogue) -> None:
    """Keys in their order, days and codes in quotes, two columns a level; comments go along."""
    assert laid_out(UNTIDY.encode(), "f.yaml", catalogue) == (TIDY, ())
    assert laid_out(TIDY.encode(), "f.yaml", catalogue) == (TIDY, ())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_our_files_are_laid_out(path: Path, catalogue: Catalogue) -> None:
    """Each of our files is as the layout has it; no kind of file is left out."""
    raw = path.read_bytes()
    assert laid_out(raw, path.name, catalogue) == (raw.decode(), ())


@given(
    st.lists(
        st.sampled_from(
            [
                "  # note",
                "",
                "    - a",
                "  - id: x",
                "    title: 'y'",
                "key: v",
                "rules:",
                "cites: [",
                "]",
                "  - - z",
                "title: >",
                "   text",
                "cites: ['NO', 2026-01-01]",
                "\ttab",
                "? q",
                "- &a b",
            ]
        ),
        max_size=9,
    )
)
def test_whatever_the_lines_nothing_is_lost(catalogue: Catalogue, lines: list[str]) -> None:
    """Any file is laid out with the same meaning, or is left alone; never an error of ours."""
    raw = "\n".join(["title: T", "cites: [C]", "rules:", *lines, ""]).encode()
    text, _ = laid_out(raw, "f", catalogue)
    if text:
        assert read_yaml(text.encode(), "f").data == read_yaml(raw, "f").data


@pytest.mark.parametrize("broken", ["lost", "comment"])
def test_a_layout_that_loses_something_is_refused(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """Were the layout to drop a value or a comment, the file is left as it is and that is told."""
    changed = {
        "lost": TIDY.replace("civil", "military"),
        "comment": TIDY.replace("# at the end", ""),
    }
    monkeypatch.setattr(layout, "_arranged", lambda *_: changed[broken])
    text, (problem,) = laid_out(UNTIDY.encode(), "f.yaml", catalogue)
    assert text == ""
    assert problem.code == "EC603"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "exportcheck", "rules", "fmt", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_changes_only_without_check_and_diff(tmp_path: Path) -> None:
    """--check tells by its exit code, --diff by what it prints; only without them is it written."""
    file, other = tmp_path / "r.yaml", tmp_path / "workflow.yaml"
    file.write_text(UNTIDY, encoding="utf-8")
    other.write_text("on:   push\n", encoding="utf-8")
    assert run(str(tmp_path), "--check").returncode == 1
    done = run(str(tmp_path), "--diff")
    assert done.returncode == 0
    assert '+      - effective_from: "2026-01-01"' in done.stdout
    assert file.read_text(encoding="utf-8") == UNTIDY
    assert run(str(tmp_path)).returncode == 0
    assert file.read_text(encoding="utf-8") == TIDY
    assert other.read_text(encoding="utf-8") == "on:   push\n"
    assert run(str(tmp_path), "--check").returncode == 0
    file.write_text("rules: [\n", encoding="utf-8")
    assert run(str(file)).returncode == 2
