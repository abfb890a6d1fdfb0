"""Edits to a file: made where the text is what they expect, and never at the price of meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from exportcheck.cli.rules import fixing
from exportcheck.cli.rules.fixing import fix
from exportcheck.cli.rules.looking import look
from exportcheck.core.places import Place
from exportcheck.core.problems import UnusableInput
from exportcheck.core.sources import Edit
from exportcheck.linting.mending import as_seen, mended

TODAY = date(2026, 6, 1)
Small = Callable[[Mapping[str, str]], Path]
RULES = """\
title: t
cites: [p]
rules:
  - id: r
    title: 3E001
    prohibits: true
    versions: [{effective_from: "2023-01-01", source: s, read_in: r, confidence: primary}]
"""


def edit(line: int, column: int, old: str, new: str) -> Edit:
    return Edit(Place("x", line, column), old, new)


def test_several_edits_of_one_line_do_not_move_each_other() -> None:
    """Places are those of the text as it was, whatever else is changed in its line."""
    text = "a: [NO, 3E001]\r\nb: NO"
    wanted = [edit(1, 5, "NO", '"NO"'), edit(1, 9, "3E001", '"3E001"'), edit(2, 4, "NO", '"NO"')]
    assert mended(text, wanted) == 'a: ["NO", "3E001"]\r\nb: "NO"'


def test_an_edit_that_does_not_find_what_it_expects_is_left_out() -> None:
    """A place that says something else is not written over."""
    assert mended("a: FR", [edit(1, 4, "NO", '"NO"'), edit(7, 1, "x", "")]) == "a: FR"


def test_data_as_seen_has_no_hidden_characters_in_keys_and_values() -> None:
    """What cannot be seen is left out, and any space is a space."""
    assert as_seen({"a\u200b": ["b\u00a0c", True, None]}) == {"a": ["b c", True, None]}


def test_the_byte_order_mark_and_the_line_ends_of_a_file_stay(small: Small) -> None:
    """A file of a Windows editor is mended where it has to be and nowhere else."""
    folder = small({})
    path = folder / "co" / "rules.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + RULES.replace("\n", "\r\n").encode())
    assert len(fix(look([folder], TODAY), [str(folder)])) == 1
    expected = RULES.replace("3E001", '"3E001"').replace("\n", "\r\n").encode()
    assert path.read_bytes() == b"\xef\xbb\xbf" + expected


def test_only_the_files_that_are_named_are_mended(small: Small) -> None:
    """A file beside the one that is named stays as it is."""
    folder = small({"co/rules.yaml": RULES, "co/other.yaml": RULES.replace("id: r", "id: s")})
    changes = fix(look([folder], TODAY), [str(folder / "co" / "rules.yaml")])
    assert len(changes) == 1
    assert "3E001\n" in (folder / "co" / "other.yaml").read_text(encoding="utf-8")


def test_nothing_is_written_if_the_rules_would_decide_otherwise(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rules of another meaning are refused as a whole."""
    folder = small({"co/rules.yaml": RULES})
    digests = iter(["one", "another"])
    monkeypatch.setattr(fixing, "meaning", lambda _: next(digests))
    with pytest.raises(UnusableInput, match="would decide something else"):
        fix(look([folder], TODAY), [str(folder)])
    assert (folder / "co" / "rules.yaml").read_text(encoding="utf-8") == RULES


def test_a_file_with_a_mistake_of_yaml_is_not_touched(small: Small) -> None:
    """What cannot be read cannot be shown to say the same afterwards."""
    text = RULES + "rules: [\n"
    folder = small({"co/rules.yaml": text})
    assert fix(look([folder], TODAY), [str(folder)]) == ()
    assert (folder / "co" / "rules.yaml").read_text(encoding="utf-8") == text


def test_a_word_that_cannot_be_used_is_not_put_in_quotes(small: Small) -> None:
    """`Yes` for `yes` is refused by its reader, who says what to write; quotes would not help."""
    text = RULES.replace("confidence: primary}", "confidence: primary, when: {W}}").replace(
        "{W}", "{item.designed_for_datacenters: Yes}"
    )
    folder = small({"co/rules.yaml": text})
    looked = look([folder], TODAY)
    assert [each.code for each in looked.problems] == ["EC401"]
    assert {each.place for each in looked.problems} == looked.refused
    assert not [change for change in fix(looked, [str(folder)]) if "Yes" in change]
    assert "datacenters: Yes}" in (folder / "co" / "rules.yaml").read_text(encoding="utf-8")
