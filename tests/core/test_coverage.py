"""Goals and coverage: what the cases show of the rules, what they do not, and cases to paste.

1. Each goal is met by the case that shows it, and by nothing less: unknown counts for nothing.
2. What no case can show is no goal, and is told with its reason.
3. A case that is offered can be read, passes, and meets the goals it is offered for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from exportcheck.core.cases import judge_case
from exportcheck.core.conditions import Test as Comparison
from exportcheck.core.coverage import Coverage
from exportcheck.core.goals import Goal, goals_of, side_of
from exportcheck.core.library import Library
from exportcheck.core.offering import offers
from exportcheck.core.rules import Rulebook
from exportcheck.reading.case_files import altered, read_cases
from exportcheck.reading.library import load_library
from exportcheck.reporting.as_coverage import case_lines

RULES = """\
title: T
cites: [C]
terms:
  a large order:
    meaning: M
    when: {quantity: {at_least: 100 units}}
rules:
  - id: r
    title: R
    prohibits: true
    versions:
      - effective_from: "2024-01-01"
        source: S
        read_in: S
        confidence: primary
        when:
          destined: "VN"
          any:
            - is: a large order
            - end_use: military
              not: {end_user.headquarters: "JP"}
        unless: {license: D1234567}
"""
# What the goals of these rules are, by the words in which they are told.
GOALS = {
    "co/r": {
        "the rule": {"holds", "fails"},
        "`when`": {"holds", "fails"},
        "`unless`": {"holds", "fails"},
        "destined in VN": {"holds", "fails"},
        "is “a large order” or end_use is military and not (end_user.headquarters in JP)": {
            "holds",
            "fails",
        },
        "is “a large order”": {"holds", "fails"},
        "end_use is military and not (end_user.headquarters in JP)": {"holds", "fails"},
        "end_use is military": {"holds", "fails"},
        "end_user.headquarters in JP": {"holds", "fails"},
        "it begins": {"the day before", "the day"},
    },
    "term `a large order`": {
        "the term": {"holds", "fails"},
        "quantity at least 100 units": {"below", "at", "above"},
    },
}
Write = Callable[[Mapping[str, str]], Path]


def company(folder: Path) -> tuple[Library, Rulebook]:
    """The library with the company's rules, and their rulebook."""
    library = load_library([folder], use_cache=False)
    return library, next(each for each in library.rulebooks if each.id == "co")


def told(goals: tuple[Goal, ...] | list[Goal]) -> dict[str, dict[str, set[str]]]:
    """Goals by owner and part."""
    found: dict[str, dict[str, set[str]]] = {}
    for goal in goals:
        want = goal.want if isinstance(goal.want, str) else goal.want.value
        found.setdefault(goal.owner.name, {}).setdefault(goal.part, set()).add(want)
    return found


def seen(folder: Path, cases: str) -> tuple[Library, Coverage]:
    """The coverage of the company's rules by cases, all of which pass."""
    (folder / "co" / "a.cases.yaml").write_text(cases, encoding="utf-8")
    library, book = company(folder)
    read = read_cases([folder], library)
    assert read.problems == ()
    shown = Coverage(goals_of([book])[0])
    for case in read.cases:
        result, found = judge_case(case, library.rulebooks)
        assert result.passes, result
        assert found is not None
        shown.see(case, found)
    return library, shown


def test_the_goals_of_a_rule_are_its_versions_parts_limits_and_days(write: Write) -> None:
    """A negation is not counted beside what it negates, and a fact of kind any_of is one part."""
    _, book = company(write({"co/r.yaml": RULES}))
    goals, unreachable = goals_of([book])
    assert told(goals) == GOALS
    assert unreachable == []


CASES = """\
given: {destination: "VN", quantity: 100 units}
cases:
  - name: large
    date: "2024-01-01"
    expect: prohibited
    rests_on: [r]
"""


def test_a_case_meets_the_goals_it_shows_and_no_other(write: Write) -> None:
    """What holds was not seen to fail, and a number at the limit lies on neither side of it."""
    folder = write({"co/r.yaml": RULES})
    _, shown = seen(folder, CASES)
    left = told(shown.missing)
    assert left["term `a large order`"] == {
        "the term": {"fails"},
        "quantity at least 100 units": {"below", "above"},
    }
    assert left["co/r"]["the rule"] == {"fails"}
    assert left["co/r"]["it begins"] == {"the day before"}
    assert left["co/r"]["is “a large order”"] == {"fails"}


def test_what_is_unknown_shows_nothing(write: Write) -> None:
    """A case that does not state a fact is no case for a test of it."""
    folder = write({"co/r.yaml": RULES})
    _, shown = seen(
        folder,
        """\
cases:
  - {name: open, date: "2024-01-01", assume: none, expect: undetermined}
""",
    )
    left = told(shown.missing)
    # That the rule was in force on its day is nothing while no case names it.
    assert left == GOALS


def test_a_number_meets_a_side_only_where_it_lies_there_for_certain(write: Write) -> None:
    """A bound may lie on a side, and one that reaches the limit lies on none."""
    library, book = company(write({"co/r.yaml": RULES}))
    (test,) = (goal.condition for goal in goals_of([book])[0] if goal.want == "at")
    assert isinstance(test, Comparison)
    for quantity, side in [
        ("100 units", "at"),
        ("99 units", "below"),
        ("at most 99 units", "below"),
        ("less than 100 units", "below"),
        ("101 units", "above"),
        ("more than 100 units", "above"),
        ("at least 100 units", ""),
        ("at most 100 units", ""),
    ]:
        assert side_of(test, library.catalogue.parse(test.fact, quantity)) == side


def test_days_that_a_test_names_have_two_sides(write: Write) -> None:
    """The day itself and the day before are wanted; any other day shows neither."""
    rules = RULES.replace("end_use: military\n", 'ship_date: {before: "2024-07-01"}\n')
    folder = write({"co/r.yaml": rules})
    part = "ship_date before 2024-07-01"
    for day, left in [
        ("2024-07-01", {"fails": None, "the day": None}),
        ("2024-06-30", {"holds": None, "the day before": None}),
        ("2024-06-29", {"holds": None}),
    ]:
        cases = CASES.replace("2024-01-01", day)
        _, shown = seen(folder, cases)
        wanted = {"holds", "fails", "the day", "the day before"}
        assert told(shown.missing)["co/r"][part] == wanted - set(left)


def test_what_no_case_can_show_is_told_and_is_no_goal(write: Write) -> None:
    """A rule without a condition never fails, and before the first day recorded nothing is told."""
    rules = """\
title: T
cites: [C]
rules:
  - id: r
    title: R
    obliges: true
    versions:
      - effective_from: "2022-01-01"
        source: S
        read_in: S
        confidence: primary
        obligations: [{do: D, cites: [C]}]
  - id: q
    title: Q
    prohibits: true
    versions:
      - effective_from: "2023-01-01"
        source: S
        read_in: S
        confidence: primary
        when: {quantity: {more_than: 0 units}}
"""
    _, book = company(write({"co/r.yaml": rules}))
    goals, unreachable = goals_of([book])
    assert [(each.goal.owner.name, each.goal.words, each.why) for each in unreachable] == [
        ("co/r", "never fails: the rule", "it has no condition"),
        (
            "co/r",
            "no case that names it on 2021-12-31, the day before it begins",
            "co answers from 2022-01-01 on",
        ),
        (
            "co/q",
            "not compared with a number below: quantity more than 0 units",
            "no quantity is less than zero",
        ),
    ]
    assert told(goals)["co/r"] == {"the rule": {"holds"}, "it begins": {"the day"}}
    assert told(goals)["co/q"]["quantity more than 0 units"] == {"at", "above"}


def test_a_term_of_the_regulation_is_not_the_company_s_to_show(write: Write) -> None:
    """A company counts its use of our term, and leaves what the term says to our cases."""
    rules = RULES.replace("is: a large order\n", "is: an item at the level of 3A090.a\n", 1)
    _, book = company(write({"co/r.yaml": rules}))
    goals = told(goals_of([book])[0])
    assert set(goals) == {"co/r"}
    assert goals["co/r"]["is “an item at the level of 3A090.a”"] == {"holds", "fails"}


def test_cases_that_are_offered_meet_their_goals_when_pasted(write: Write) -> None:
    """Pasted at the end of their file they can be read, pass, and leave no goal open."""
    folder = write({"co/r.yaml": RULES})
    text = CASES
    for _ in range(4):
        library, shown = seen(folder, text)
        if not shown.missing:
            break
        found = list(offers(shown, library.rulebooks, partial(altered, library=library)))
        assert found
        for offer in found:
            assert offer.goals
            text += "\n".join(case_lines(offer)) + "\n"
    _, shown = seen(folder, text)
    assert told(shown.missing) == {}
    assert "# check against the law before you paste" in text


POLICIES = """\
title: T
cites: [C]
rules:
  - id: r
    title: R
    requires_license: {reason: X}
    versions:
      - effective_from: "2024-01-01"
        source: S
        read_in: S
        confidence: primary
        when: {destined: "VN"}
        review_policy:
          - {policy: case_by_case, cites: [C]}
          - {policy: denial, cites: [C], when: {end_use: military}}
"""


def test_a_review_policy_behind_one_that_applies_is_not_seen(write: Write) -> None:
    """The first that holds applies: no case shows what another one behind it asks."""
    cases = """\
cases:
  - name: military
    date: "2024-01-01"
    given: {destination: "VN", end_use: military}
    expect: license_required
    review_policy: case_by_case
    rests_on: [r]
"""
    _, shown = seen(write({"co/r.yaml": POLICIES}), cases)
    missing = told(shown.missing)["co/r"]
    assert missing["the review policy denial"] == {"holds", "fails"}
    behind = "          - {policy: case_by_case, cites: [C]}\n"
    first = POLICIES.replace(behind, "") + behind
    _, shown = seen(write({"co/r.yaml": first}), cases.replace(": case_by_case", ": denial"))
    assert told(shown.missing)["co/r"]["the review policy denial"] == {"fails"}
