"""A text that is no YAML: what is wrong is told in plain words, where it begins."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from exportcheck.reading import strict_yaml
from exportcheck.reading.strict_yaml import read_yaml

RULE = "rules:\n  - id: r\n    title: t\n"
MISTAKES = {
    "a key without a colon": (
        RULE + "    when\n      destination: FR\n",
        ("4:5", "`when` has no colon after its key", "write `when:`"),
    ),
    "a key with a value and no colon": (
        RULE + "    prohibits true\n    versions: []\n",
        ("4:5", "`prohibits true` has no colon after its key", "write `prohibits: true`"),
    ),
    "the first line without a colon": (
        "title t\ncites: [p]\n",
        ("1:1", "`title t` has no colon after its key", "write `title: t`"),
    ),
    "no space after a colon": (
        "title:t\ncites: [p]\n",
        ("1:1", "after the colon of `title` a space is missing", "write `title: t`"),
    ),
    "two colons in a line": (
        "title: Chips: the upper tier\n",
        ("1:13", "a second colon in one line", '`"Chips: the upper tier"`'),
    ),
    "a colon in a text of several lines": (
        "note: a text\n  that goes on\n  with this: it\n",
        ("3:12", "a colon in a text that goes on over lines", "put the whole text in quotes"),
    ),
    "a key indented as if it belonged to a value": (
        "title: t\n  cites: [p]\n",
        ("2:3", "this line is indented as if it belonged to `title` above", "begin it in column 1"),
    ),
    "a key below one that was indented too little": (
        "terms:\n  a chip:\n  meaning: m\n    when: {}\n",
        ("4:5", "as if it belonged to `meaning` above", "or indent that line otherwise"),
    ),
    "a key indented too little": (
        RULE + "   prohibits: true\n",
        ("4:4", "this line begins in column 4, and nothing above it does", "column 5 or 3"),
    ),
    "an entry indented too little": (
        "a:\n  b:\n    - x\n   - y\n",
        ("4:4", "this line begins in column 4, and nothing above it does", "begin it in column"),
    ),
    "a key in the column of a list": (
        "a:\n  - x\n  b: c\n",
        ("3:3", "a key stands in the column of the entries of a list", "indent it"),
    ),
    "an entry in the column of keys": (
        "a:\n  b: c\n  - x\n",
        ("3:3", "an entry stands in the column of keys", "indent it"),
    ),
    "an entry in the line of its key": (
        "a: - b\n",
        ("1:4", "an entry of a list begins in the line of its key", "a line of its own"),
    ),
    "no space after a dash": (
        "a:\n  - x\n  -y\n",
        ("3:3", "after the dash of an entry a space is missing", "write `- y`"),
    ),
    "a tab in the indentation": (
        RULE + "\tprohibits: true\n",
        ("4:1", "here is a tab; YAML is indented with spaces only", "write spaces for it"),
    ),
    "a tab after spaces": (
        RULE + "  \tprohibits: true\n",
        ("4:3", "here is a tab; YAML is indented with spaces only", "write spaces for it"),
    ),
    "a bracket that is not closed": (
        "a: {b: 1\nc: 2\n",
        ("1:4", "the bracket `{` that opens here is not closed", "write `}` at its end"),
    ),
    "a quote within a bracket that is not closed": (
        'a: ["15 CFR 744.23(b)]\nb: {c: "CN"}\n',
        ("1:5", "the quote that opens here is not closed", "write it at its end"),
    ),
    "a second quote within a bracket that is not closed": (
        'a: ["1", "2]\nb: "CN"\n',
        ("1:10", "the quote that opens here is not closed", "write it at its end"),
    ),
    "a bracket that was not opened": (
        "a: [CN]]\n",
        ("1:8", "`]` closes a bracket that was not opened", "remove it"),
    ),
    "the wrong bracket": (
        "a: {b: 1]\n",
        ("1:9", "`]` closes what `{` opened", "write `}`"),
    ),
    "a comma that is missing": (
        "a: {b: 1 c: 2}\n",
        ("1:11", "before this a comma or `}` is missing", "part the entries with commas"),
    ),
    "a quote that is not closed": (
        'a: "CN\nb: 1\n',
        ("1:4", "the quote that opens here is not closed", "write it at its end"),
    ),
    "a quote that the next one in quotes closes": (
        'a: "2026-01-01\nb: s\nc: "x"\n',
        ("1:4", "the quote that opens here is not closed", "write it at its end"),
    ),
    "a second quote of a line that a later one closes": (
        '- {a: "1"}\n- b: "2"\n  c: "x\n  d: s\n  e: "y"\n',
        ("3:6", "the quote that opens here is not closed", "write it at its end"),
    ),
    "a single quote that a later one closes": (
        "a:\n  - 'x\nb: it's\n",
        ("2:5", "the quote that opens here is not closed", "write it at its end"),
    ),
    "text after a quote that was opened above": (
        'a: "x\n  and more" y\n',
        ("2:13", "text after the quote that closes", "one pair of quotes"),
    ),
    "an apostrophe in single quotes": (
        "a: 'it's'\n",
        ("1:8", "text after the quote that closes", "write `''` for an apostrophe"),
    ),
    "a backslash in double quotes": (
        'a: "x\\d"\n',
        ("1:", "within double quotes a backslash begins a sign of its own", "single quotes"),
    ),
    "a sign that means something else": (
        "a: @x\n",
        ("1:4", "nothing can begin with `@`", "put the whole value in quotes"),
    ),
    "text beside a bar": ("a: |x\n  b\n", ("1:5", "text stands beside `|` or `>`", "next line")),
    "a no-break space alone in the last line": (
        "a: b\n\u00a0",
        ("2:1", "here is U+00A0 (no-break space)", "write an ordinary space"),
    ),
    "a no-break space in an indentation": (
        "a:\n  - b: c\n  \u00a0\u00a0d: e\n",
        ("3:3", "here is U+00A0 (no-break space)", "write an ordinary space"),
    ),
}


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def loader(request: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Either build of the parser; their words differ."""
    found = getattr(yaml, request.param, None)
    if found is None:
        pytest.skip("the parser written in C is not built")
    monkeypatch.setattr(strict_yaml, "LOADER", found)
    return found


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_in_plain_words_where_it_begins(loader: Any, name: str) -> None:  # noqa: ARG001
    """Indentation, tabs, colons, brackets and quotes are named, whichever parser gave up."""
    text, (where, message, help) = MISTAKES[name]
    problem = next(p for p in read_yaml(text.encode(), "f").problems if p.code == "EC001")
    assert f"{problem.place.line}:{problem.place.column}".startswith(where)
    assert message in problem.message
    assert help in problem.help


def test_what_nobody_foresaw_is_told_in_the_words_of_the_parser() -> None:
    """Rather those than none."""
    (problem,) = read_yaml(b"%YAML 9\n", "f").problems
    assert problem.message.startswith("the YAML cannot be read: ")
