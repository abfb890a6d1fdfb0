"""The narrowed YAML: what is read, what is refused, and at which place."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportcheck.core.places import Place
from exportcheck.reading.documents import Document
from exportcheck.reading.strict_yaml import MOST_DEPTH, read_yaml

DEEPER = MOST_DEPTH + 1


def read(text: str | bytes) -> Document:
    return read_yaml(text if isinstance(text, bytes) else text.encode(), "f.yaml")


def told(document: Document) -> list[tuple[str, str]]:
    return [(str(problem.place), problem.code) for problem in document.problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("Yes", "Yes"),
        ("True", "True"),
        ("TRUE", "TRUE"),
        ("Null", "Null"),
        ("3E001", "3E001"),
        ("12:30", "12:30"),
        ("0100", "0100"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("2025-05-01", "2025-05-01"),
        ("4800", "4800"),
        ("5.92", "5.92"),
        ("-1", "-1"),
        ("=", "="),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ('"true"', "true"),
        ("'null'", "null"),
        ('""', ""),
        ("|\n    two\n    lines", "two\nlines\n"),
        (">-\n    one\n    line", "one line"),
    ],
)
def test_what_stands_there_is_what_is_read(written: str, value: Any) -> None:
    """Only `true`, `false` and `null`, plain and in small letters, are not text."""
    document = read(f"a: {written}\n")
    assert document.problems == []
    assert document.data == {"a": value}


@pytest.mark.parametrize("key", ["NO", "on", "3E001", "12:30", "1", "null", "true", "'<<'"])
def test_keys_are_text(key: str) -> None:
    """A key is the text that stands there, whatever it looks like."""
    document = read(f"{key}: x\n")
    assert document.problems == []
    assert document.data == {key.strip("'"): "x"}


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("a: 1\nb: 2\na: 3\n", [("f.yaml:3:1", "EC003")]),
        ("a:\n  b: 1\n  b: 2\n", [("f.yaml:3:3", "EC003")]),
        ("a: {b: 1, b: 2}\n", [("f.yaml:1:11", "EC003")]),
        ("a: 1\n'a': 2\n", [("f.yaml:2:1", "EC003")]),
        ("a: &x 1\n", [("f.yaml:1:4", "EC002")]),
        ("a: &x 1\nb: *x\n", [("f.yaml:1:4", "EC002"), ("f.yaml:2:4", "EC002")]),
        ("&x a: 1\n", [("f.yaml:1:1", "EC002")]),
        ("a: &x {b: 1}\n", [("f.yaml:1:4", "EC002")]),
        ("a: !!int 1\n", [("f.yaml:1:4", "EC002")]),
        ("a: !!python/object/apply:os.system [x]\n", [("f.yaml:1:4", "EC002")]),
        ("a: ! x\n", [("f.yaml:1:4", "EC002")]),
        ("!!binary a: 1\n", [("f.yaml:1:1", "EC002")]),
        ("a: {b: 1}\n<<: {c: 2}\n", [("f.yaml:2:1", "EC002")]),
        ("a: 1\n---\nb: 2\n", [("f.yaml:2:1", "EC002")]),
        ("? [a, b]\n: c\n", [("f.yaml:1:3", "EC002")]),
        ("? {a: b}\n: c\n", [("f.yaml:1:3", "EC002")]),
        ("a: [1\n", [("f.yaml:1:4", "EC001")]),
        ("a: 1: 2\n", [("f.yaml:1:5", "EC001")]),
        ("a:\n\tb: 1\n", [("f.yaml:2:1", "EC001")]),
        ('a: "x\n', [("f.yaml:1:4", "EC001")]),
        ("a: @x\n", [("f.yaml:1:4", "EC001")]),
        ("a: \x07\n", [("f.yaml:1:4", "EC001")]),
        ("a: 1\nb: x\x1b[31m\n", [("f.yaml:2:5", "EC001")]),
        ("a: x\x00y\n", [("f.yaml:1:5", "EC001")]),
        ("é: ü\nb: \x07x\n", [("f.yaml:2:4", "EC001")]),
        ("ü: 1\nb: é\nc: \x07\n", [("f.yaml:3:4", "EC001")]),
        (b"a: 1\nb: \xff\n", [("f.yaml:2:4", "EC001")]),
        (b"\xff\xfea\x00:\x00", [("f.yaml:1:1", "EC001")]),
        ("[" * DEEPER + "]" * DEEPER, [(f"f.yaml:1:{DEEPER}", "EC001")]),
    ],
)
def test_what_is_refused_is_refused_at_its_place(
    text: str | bytes, problems: list[tuple[str, str]]
) -> None:
    """Whatever is outside the narrowed dialect is a problem at the line and column where it is."""
    assert told(read(text)) == problems


def test_every_problem_is_told_in_a_sentence() -> None:
    """A problem of the YAML says what to do about it, in words of the field."""
    (problem,) = read("destination: CN\ndestination: DE\n").problems
    assert problem.message == "the key `destination` is here twice"
    assert problem.help == "it stands first in line 1; remove one of the two"
    assert problem.width == len("destination")
    (problem,) = read("a: !secret x\n").problems
    assert problem.message == "the tag `!secret` is not allowed"
    (problem,) = read("a: &anchor x\n").problems
    assert problem.message == "the anchor `&anchor` is not allowed"


def test_of_two_values_for_one_key_the_first_is_kept_for_further_checks() -> None:
    """The second value of a repeated key does not replace the first."""
    assert read("a: {x: 1}\na: {y: 2}\n").data == {"a": {"x": "1"}}


def test_a_merge_key_adds_nothing() -> None:
    """The entries behind a merge key are not taken over."""
    assert read("<<: {a: 1}\nb: 2\n").data == {"b": "2"}


def test_the_depth_that_is_allowed_is_read() -> None:
    """A file of the greatest depth is read."""
    text = "[" * MOST_DEPTH + "]" * MOST_DEPTH
    assert read(text).problems == []


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    """A file that begins with a byte order mark is read as one that does not."""
    document = read(b"\xef\xbb\xbfa: 1\n")
    assert document.problems == []
    assert document.data == {"a": "1"}
    assert document.place(("a",), key=True) == Place("f.yaml", 1, 1)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "\n\n"])
def test_an_empty_file_has_no_data(text: str) -> None:
    """Nothing written is nothing read, and no problem of the YAML itself."""
    document = read(text)
    assert document.data is None
    assert document.problems == []


def test_a_yaml_bomb_is_refused_quickly() -> None:
    """Aliases of aliases are refused without being written out."""
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    begun = time.monotonic()
    document = read("\n".join(lines))
    assert time.monotonic() - begun < 2
    assert {problem.code for problem in document.problems} == {"EC002"}


def test_great_depth_is_refused_without_exhausting_the_stack() -> None:
    """A file nested however deep is one problem, told here or by the parser's own bound."""
    assert told(read("[" * 900)) == [(f"f.yaml:1:{DEEPER}", "EC001")]
    for text in ("[" * 100_000, "{a: " * 100_000):
        (problem,) = read(text).problems
        assert (problem.code, problem.place.line) == ("EC001", 1)
        assert "nest" in problem.message


TEXT = """\
title: T
rules:
  - id: r1
    when: {destination: {in: ["CN", D:5]}}
  - id:   "r 2"
    note: >-
      long
      text
"""


@pytest.mark.parametrize(
    ("route", "value", "key"),
    [
        (("title",), (1, 8), (1, 1)),
        (("rules",), (3, 3), (2, 1)),
        (("rules", 0), (3, 5), (3, 5)),
        (("rules", 0, "id"), (3, 9), (3, 5)),
        (("rules", 0, "when"), (4, 11), (4, 5)),
        (("rules", 0, "when", "destination"), (4, 25), (4, 12)),
        (("rules", 0, "when", "destination", "in"), (4, 30), (4, 26)),
        (("rules", 0, "when", "destination", "in", 1), (4, 37), (4, 37)),
        (("rules", 1, "id"), (5, 11), (5, 5)),
        (("rules", 1, "note"), (6, 11), (6, 5)),
    ],
)
def test_places_of_keys_and_values_are_exact(
    route: tuple[str | int, ...], value: tuple[int, int], key: tuple[int, int]
) -> None:
    """Each value and each key has the line and column where it begins, counted from one."""
    document = read(TEXT)
    assert document.place(route) == Place("f.yaml", *value)
    assert document.place(route, key=True) == Place("f.yaml", *key)


def test_a_place_that_is_not_there_is_that_of_what_surrounds_it() -> None:
    """What is missing is told where it should be."""
    document = read(TEXT)
    assert document.place(("rules", 0, "title")) == Place("f.yaml", 3, 5)
    assert read("").place(("a", "b")) == Place("f.yaml", 1, 1)


def test_widths_are_those_of_what_was_written() -> None:
    """A problem covers the key or value as it was written, with its quotes."""
    document = read(TEXT)
    assert document.width(("rules", 1, "id")) == len('"r 2"')
    assert document.width(("rules", 1, "id"), key=True) == 2
    assert document.width(("rules", 1, "note")) == 1


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=8)
plain = st.recursive(
    words | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=12,
)


@given(plain)
def test_json_is_read_as_it_is(data: Any) -> None:
    """Data written as JSON is read back, each text as the text that it is."""
    text = json.dumps({"data": data}, ensure_ascii=False)
    document = read(text)
    assert document.problems == []
    assert document.data == {"data": data}


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    """Whatever the bytes, there is data or a problem with a place inside the file."""
    document = read(raw)
    for problem in document.problems:
        assert 1 <= problem.place.line <= raw.count(b"\n") + raw.count(b"\r") + 2
        assert problem.place.column >= 1


@given(st.text("ab:-#&*!|>'\"%@`{}[],?\n \t~<0", max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever signs of YAML are mixed, the reader returns, and problems have places."""
    for problem in read(text).problems:
        assert problem.place.line >= 1
        assert problem.place.column >= 1
        assert problem.code in ("EC001", "EC002", "EC003")


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("style", ['"x{}y"', "'x{}y'", "x{}y", '"x{}y\ue000"'])
def test_a_line_ends_where_an_editor_shows_its_end(sign: str, style: str) -> None:
    """What older YAML takes for an end is a character of its value, and shifts no place."""
    written = style.format(sign)
    document = read(f"a: {written}\nk{sign}: [\n  {{b: 1, b: 2}}]\n")
    assert document.data == {"a": written.strip("\"'"), f"k{sign}": [{"b": "1"}]}
    assert told(document) == [("f.yaml:3:10", "EC003")]


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
def test_no_comment_hides_what_another_reader_sees(sign: str) -> None:
    """After such a character one reader sees a line of its own, and another the comment."""
    document = read(f'a: "x{sign}"\nb: y # z{sign}c: d\n')
    assert told(document) == [("f.yaml:2:9", "EC001")]
