"""What changed between two runs: which line is the same one, and why its answer is another."""

from __future__ import annotations

from exportcheck.core.changes import REASONS, Change, Stand, changes

BASIS = dict.fromkeys(REASONS, "x")


def stand(id: str, outcome: str = "license_required", file: str = "a", **differs: str) -> Stand:
    return Stand(id=id, file=file, outcome=outcome, rules=("r",), basis={**BASIS, **differs})


def told(earlier: list[Stand], now: list[Stand]) -> list[Change]:
    return list(changes(earlier, now))


def test_an_answer_that_stays_is_no_change() -> None:
    """Whatever it was asked with: only the answer counts, with the rules that decide it."""
    assert not told([stand("1")], [stand("1", rules="y", line="y")])
    other = stand("1").but(rules=("s",))
    (change,) = told([stand("1")], [other.but(basis={**BASIS, "rules": "y"})])
    assert change.words == "license_required still, and by other rules: the rules are others"
    assert not told([stand("1").but(rules=None)], [other]), "what is not told did not change"


def test_every_difference_is_a_reason() -> None:
    """In one order, however they came together."""
    for reason in REASONS:
        (change,) = told([stand("1")], [stand("1", "undetermined", **{reason: "y"})])
        assert change.because == (reason,)
    (change,) = told([stand("1")], [stand("1", "undetermined", tool="y", line="y")])
    assert change.because == ("line", "tool")


def test_a_reading_counts_where_both_know_it() -> None:
    """A reading that came with new rules is no choice of anybody."""
    was = stand("1").but(readings={"a": "x", "old": "x"})
    now = stand("1", "undetermined")
    (change,) = told([was], [now.but(readings={"a": "x", "new": "x"})])
    assert change.because == ()
    (change,) = told([was], [now.but(readings={"a": "y"})])
    assert change.because == ("settings",)


def test_a_line_is_found_in_a_file_of_another_name() -> None:
    """By its id, if one line has it; where several have, the lines are new and gone."""
    assert not told([stand("1", file="june")], [stand("1", file="july")])
    both = [stand("1", file="c"), stand("1", file="d")]
    found = told([stand("1", file="june")], both)
    assert [(each.was is None, each.now is None) for each in found] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert not told([stand("1"), stand("1", file="b")], [stand("1", file="b"), stand("1")])


def test_new_and_gone_lines_are_told() -> None:
    """Those of now in their order, then those that are gone."""
    found = told([stand("1"), stand("2")], [stand("3"), stand("2", "undetermined")])
    assert [(each.id, each.words.split(",")[0].split(":")[0]) for each in found] == [
        ("3", "new"),
        ("2", "was license_required"),
        ("1", "was license_required"),
    ]
    assert found[2].now is None
