"""Two bodies of law compared: what turns, a shipment that shows it, and what is proved equal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from exportcheck.analysis.differences import Comparison
from exportcheck.analysis.witnesses import Judge
from exportcheck.cli.rules.trials import judge_by
from exportcheck.core.library import Library
from exportcheck.core.proofs import Differences
from exportcheck.core.quantities import parse_quantity
from exportcheck.core.rule_changes import changes_between
from exportcheck.core.values import Interval
from exportcheck.core.windows import Window

Alone = Callable[[str], Library]
Requiring = Callable[..., str]
TPP = "item.total_processing_performance"


def compared(old: Library, new: Library, on: date | None = None) -> Differences:
    def judges(profile: str) -> tuple[Judge, Judge]:
        return judge_by(old, {}, profile), judge_by(new, {}, profile)

    return Comparison((old, new), judges, {}, most=5, on=on).differences()


def tpp_of(differences: Differences, number: int = 0) -> Fraction:
    value = parse_quantity(str(differences.flips[number].witness.lines[0][TPP]), "TPP")
    assert isinstance(value, Interval)
    assert value.low is not None
    return value.low


def test_a_threshold_that_moves_up_lets_pass_what_lies_between(
    alone: Alone, requiring: Requiring
) -> None:
    """From 1600 to 1601: the witness is at least 1600 and below 1601, and newly passes."""
    old = alone(requiring(f"{{{TPP}: {{at_least: 1600}}}}"))
    new = alone(requiring(f"{{{TPP}: {{at_least: 1601}}}}"))
    found = compared(old, new)
    (flip,) = found.flips
    assert (flip.before, flip.after, flip.rules) == ("fail", "pass", ("co/need",))
    assert 1600 <= tpp_of(found) < 1601
    assert found.newly_passes
    assert not found.equal


def test_a_threshold_that_moves_down_lets_nothing_new_pass(
    alone: Alone, requiring: Requiring
) -> None:
    """From 1600 to 1599 something fails that passed, and nothing else turns."""
    old = alone(requiring(f"{{{TPP}: {{at_least: 1600}}}}"))
    new = alone(requiring(f"{{{TPP}: {{at_least: 1599}}}}"))
    found = compared(old, new)
    assert [(flip.before, flip.after) for flip in found.flips] == [("pass", "fail")]
    assert 1599 <= tpp_of(found) < 1600
    assert not found.newly_passes


def test_a_strict_line_differs_from_an_inclusive_one_at_one_number_only(
    alone: Alone, requiring: Requiring
) -> None:
    """`at_least` to `more_than`: the witness is exactly the line."""
    old = alone(requiring(f"{{{TPP}: {{at_least: 1600}}}}"))
    new = alone(requiring(f"{{{TPP}: {{more_than: 1600}}}}"))
    assert tpp_of(compared(old, new)) == 1600


def test_a_rewritten_condition_is_proved_equal(alone: Alone, requiring: Requiring) -> None:
    """De Morgan, and a range as the negation of the other two: no shipment tells them apart."""
    old = alone(
        requiring(f"{{{TPP}: {{at_least: 1600, less_than: 4800}}, destination: {{in: [D:5]}}}}")
    )
    new = alone(
        requiring(
            f"{{not: {{any: [{{{TPP}: {{less_than: 1600}}}}, {{{TPP}: {{at_least: 4800}}}}, "
            "{destination: {not_in: [D:5]}}]}}"
        )
    )
    assert changes_between(old, new).rules
    found = compared(old, new)
    assert found.equal
    assert found.spans


def test_a_later_beginning_turns_only_the_days_between(alone: Alone, requiring: Requiring) -> None:
    """A rule that begins a month later lets pass during that month, and on no other day."""
    old = alone(requiring("{destination: CN}", since="2024-01-01"))
    new = alone(requiring("{destination: CN}", since="2024-02-01"))
    found = compared(old, new)
    # Before the rule begins a rulebook of one rule says nothing, so it holds everything open.
    assert {span for flip in found.flips for span in flip.spans} == {
        Window(date(2024, 1, 1), date(2024, 2, 1))
    }


def test_the_same_rules_need_no_solver(alone: Alone, requiring: Requiring) -> None:
    """What is written alike is equal, without a span to solve."""
    library = alone(requiring("{destination: CN}"))
    found = compared(library, library)
    assert found.equal
    assert not found.spans
    assert not changes_between(library, library)


def test_a_requirement_that_only_another_one_repeats_may_go(
    alone: Alone, requiring: Requiring
) -> None:
    """A second rule within the first one's reach changes no answer; the file shows it is gone."""
    second = """\
  - id: again
    title: Needed again
    requires_license: {reason: RS, part: "744"}
    versions:
      - effective_from: "2024-01-01"
        source: Rule 2
        read_in: the rule
        confidence: primary
        when: {destination: CN, end_use: military}
"""
    old = alone(requiring("{destination: CN}", second))
    new = alone(requiring("{destination: CN}"))
    assert [change.what for change in changes_between(old, new).rules] == ["removed"]
    assert compared(old, new).equal


def test_a_changed_condition_is_told_by_its_tests(alone: Alone, requiring: Requiring) -> None:
    """What is asked no more and what is asked now stand beside the rule."""
    old = alone(requiring(f"{{{TPP}: {{at_least: 1600}}}}"))
    new = alone(requiring(f"{{{TPP}: {{at_least: 1601}}}}"))
    (change,) = changes_between(old, new).rules
    assert change.aspects == ("conditions",)
    assert change.details == (f"no more {TPP} at least 1600", f"now {TPP} at least 1601")
