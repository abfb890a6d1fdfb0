"""Files of accepted findings: read beside the rules, and refused with every mistake in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from exportcheck.core.library import Library
from exportcheck.core.problems import UnusableInput
from exportcheck.reading.accepted_files import read_accepted
from exportcheck.reading.folders import collect_files, default_rules

RIGHT = """\
accepted:
  - more_of: [item.performance_density]
    stopped_by: [742.4.NS1]
    let_go_by: [us-ear/ACA]
    reason: the law has it so
    cites: ["15 CFR 740.8"]
"""


def read(folder: Path, text: str, library: Library) -> tuple[object, ...]:
    book = folder / "us-ear"
    book.mkdir(exist_ok=True)
    (book / "rulebook.yaml").touch()
    (book / "a.accepted.yaml").write_text(text, encoding="utf-8")
    return read_accepted([folder], library)


@pytest.fixture(scope="module")
def library() -> Library:
    from exportcheck.reading.library import load_library

    return load_library()


def test_a_rule_is_named_with_its_rulebook_or_without(tmp_path: Path, library: Library) -> None:
    """Without one it is a rule of the rulebook in which the file stands."""
    (found,) = read(tmp_path, RIGHT, library)
    assert (found.stopped_by, found.let_go_by) == (("us-ear/742.4.NS1",), ("us-ear/ACA",))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("742.4.NS1", "742.4.NS9", "EC202"),
        ("item.performance_density", "item.density", "EC201"),
        ("the law has it so", "' '", "EC104"),
        ("reason: the law has it so", "because: so", "EC102"),
    ],
)
def test_a_mistake_is_told_at_its_place(
    right: str, wrong: str, code: str, tmp_path: Path, library: Library
) -> None:
    """An acceptance that names nothing known, or has no reason, accepts nothing."""
    with pytest.raises(UnusableInput) as refused:
        read(tmp_path, RIGHT.replace(right, wrong), library)
    assert code in {problem.code for problem in refused.value.problems}


def test_it_is_no_rule_file() -> None:
    """What is accepted is no law: no digest of a rulebook is made of it."""
    files = collect_files([default_rules()])
    assert list(default_rules().rglob("*.accepted.yaml"))
    assert not any("accepted" in file.name for file in files)
