"""Cases that are run: what differs is told, and two mistakes cannot cancel."""

from __future__ import annotations

from pathlib import Path

import pytest

from exportcheck.core.cases import CaseResult, run_case, untested
from exportcheck.core.library import Library
from exportcheck.reading.case_files import read_cases

CASE = """\
given: {{destination: "CN", nac.confirmed: no}}
cases:
  - name: H100 to China
    item: NVIDIA H100 SXM5 80GB
    date: "2025-06-02"
    {expectations}
"""


def result(library: Library, folder: Path, expectations: str) -> CaseResult:
    """The result of one case with these expectations."""
    text = CASE.format(expectations=expectations.replace("; ", "\n    "))
    (folder / "a.cases.yaml").write_text(text, encoding="utf-8")
    found = read_cases([folder], library)
    assert found.problems == ()
    (case,) = found.cases
    return run_case(case, library.rulebooks)


@pytest.mark.parametrize(
    ("expectations", "differences"),
    [
        ("expect: license_required", ()),
        ("expect: license_required; rests_on: [3A090.a]; paragraph: 3A090.a", ()),
        ("expect: license_required; not_on: [3A090.b]", ()),
        ("expect: license_required; review_policy: presumption_of_denial", ()),
        (
            "expect: no_license_required",
            ("expected `no_license_required`, found `license_required`",),
        ),
        (
            "expect: license_required; rests_on: [3A090.b]",
            ("does not rest on `us-ear/3A090.b`",),
        ),
        (
            "expect: license_required; not_on: [3A090.a]",
            ("rests on `us-ear/3A090.a`, but must not",),
        ),
        (
            "expect: license_required; paragraph: 3A090.b",
            ("expected paragraph `3A090.b`, found `3A090.a`",),
        ),
        (
            "expect: license_required; asks: [destination]",
            ("does not ask for `destination`",),
        ),
        (
            "expect: prohibited; rests_on: [gp10.named]",
            (
                "expected `prohibited`, found `license_required`",
                "does not rest on `us-ear/gp10.named`",
            ),
        ),
    ],
)
def test_a_case_tells_every_difference(
    library: Library, tmp_path: Path, expectations: str, differences: tuple[str, ...]
) -> None:
    """A case passes when outcome, rules, paragraph and questions are all as expected."""
    found = result(library, tmp_path, expectations)
    assert found.differences == differences
    assert found.passes == (not differences)
    assert found.reason.startswith("A license is required")


def test_a_right_outcome_with_the_wrong_policy_does_not_pass(
    library: Library, tmp_path: Path
) -> None:
    """The review policy is compared with those of the requirements that hold."""
    found = result(library, tmp_path, "expect: license_required; review_policy: denial")
    (difference,) = found.differences
    assert difference.startswith("expected review policy `denial`, found `")


def test_facts_that_contradict_each_other_fail_the_case(library: Library, tmp_path: Path) -> None:
    """A case whose facts cannot all be true is a difference, never a crash or a pass."""
    text = """\
cases:
  - name: A consignee that is the end user, elsewhere
    item: NVIDIA H100 SXM5 80GB
    date: "2025-06-02"
    given: {destination: "CN", end_user.country: "CN", consignee.is_end_user: yes,
            consignee.country: "DE"}
    expect: license_required
"""
    (tmp_path / "a.cases.yaml").write_text(text, encoding="utf-8")
    found = read_cases([tmp_path], library)
    results = [run_case(case, library.rulebooks) for case in found.cases]
    assert found.problems or not results[0].passes


def test_a_known_gap_is_a_case_that_fails_and_no_case_that_cannot_be_judged(
    library: Library, tmp_path: Path
) -> None:
    """A gap that closed, and facts that contradict each other, do not hide behind the note."""
    gap = "; known_gap: the letter is not encoded"
    found = result(library, tmp_path, f"expect: prohibited{gap}")
    assert (found.status, found.passes) == ("known_gap", True)
    found = result(library, tmp_path, f"expect: license_required{gap}")
    assert (found.status, found.passes) == ("closed_gap", False)
    text = CASE.format(expectations=f"expect: prohibited{gap}".replace("; ", "\n    "))
    contradicting = text.replace("given: {", "given: {item.paragraph: none, ")
    (tmp_path / "a.cases.yaml").write_text(contradicting, encoding="utf-8")
    (case,) = read_cases([tmp_path], library).cases
    found = run_case(case, library.rulebooks)
    assert found.found == ""
    assert (found.status, found.passes) == ("failed", False)


def test_a_known_gap_tests_no_rule(library: Library, tmp_path: Path) -> None:
    """A rule that only a known gap names is one that no case requires."""
    text = CASE.format(
        expectations="expect: prohibited\n    rests_on: [3A090.a]\n    known_gap: it says"
    )
    (tmp_path / "a.cases.yaml").write_text(text, encoding="utf-8")
    cases = read_cases([tmp_path], library).cases
    missing = {(each.rule.name, each.key) for each in untested(library.rulebooks, cases)}
    assert ("us-ear/3A090.a", "rests_on") in missing


@pytest.mark.parametrize(
    ("expectations", "rules"),
    [
        ("expect: license_required; not_on: [3A090.a]", ["us-ear/3A090.a"]),
        ("expect: license_required; rests_on: [742.6(a)(6).2022]", ["us-ear/742.6(a)(6).2022"]),
        ("expect: license_required; paragraph: 3A090.b", ["us-ear/3A090.a"]),
    ],
)
def test_a_difference_comes_with_the_rules_to_look_up(
    library: Library, tmp_path: Path, expectations: str, rules: list[str]
) -> None:
    """They are those that the case names; one that is not in force that day has no steps."""
    found = result(library, tmp_path, expectations)
    assert [each.rule for each in found.deciding][: len(rules)] == rules
    for each in found.deciding:
        assert (each.truth is None) == (not each.steps)


def test_rules_that_no_case_requires_or_excludes_are_known(
    library: Library, tmp_path: Path
) -> None:
    """A rule is tested when a case rests on it and another must not; both are asked for."""
    (tmp_path / "a.cases.yaml").write_text(
        CASE.format(
            expectations="expect: license_required\n    rests_on: [3A090.a]\n    not_on: [3A090.b]"
        ),
        encoding="utf-8",
    )
    cases = read_cases([tmp_path], library).cases
    missing = {(each.rule.name, each.key) for each in untested(library.rulebooks, cases)}
    assert ("us-ear/3A090.a", "rests_on") not in missing
    assert ("us-ear/3A090.a", "not_on") in missing
    assert ("us-ear/3A090.b", "rests_on") in missing
    assert ("us-ear/3A090.b", "not_on") not in missing
    assert len(list(untested(library.rulebooks, []))) == 2 * sum(
        len(rulebook.rules) for rulebook in library.rulebooks
    )
