"""What holds for all shipments of a day, on rulebooks whose answers are known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from exportcheck.analysis.properties import Analyzer
from exportcheck.analysis.vocabulary import side_on
from exportcheck.cli.rules.trials import judge_by
from exportcheck.core.library import Library
from exportcheck.core.proofs import Analysis

Alone = Callable[[str], Library]
Requiring = Callable[..., str]
TPP = "item.total_processing_performance"
BODY = """\
    versions:
      - effective_from: "2024-01-01"
        source: Rule 2
        read_in: the rule
        confidence: primary
        when: """


def analyzed(library: Library) -> Analysis:
    side = side_on(library, {}, date(2025, 1, 1))
    return Analyzer(side, judge_by(library, {}), 3).analysis()


def test_a_requirement_with_an_upper_end_treats_more_more_lightly(
    alone: Alone, requiring: Requiring
) -> None:
    """Between 1600 and 4800 a license is needed, above not: two items show it."""
    library = alone(requiring(f"{{{TPP}: {{at_least: 1600, less_than: 4800}}}}"))
    (axis,) = analyzed(library).axes
    (group,) = axis.lighter
    assert group.rules == ("co/need",)
    assert group.witness.verdicts == ("fail", "pass")


def test_a_requirement_without_an_upper_end_is_in_order(alone: Alone, requiring: Requiring) -> None:
    """From a line on, more is never treated more lightly."""
    (axis,) = analyzed(alone(requiring(f"{{{TPP}: {{at_least: 1600}}}}"))).axes
    assert not axis.lighter


def test_a_gap_above_a_paragraph_is_found(alone: Alone, requiring: Requiring) -> None:
    """A paragraph that ends at 4800 leaves the stronger item in none."""
    more = f"""\
  - id: P.a
    title: A paragraph
    classifies: P.a
{BODY}{{{TPP}: {{at_least: 1600, less_than: 4800}}}}
"""
    (axis,) = analyzed(alone(requiring(f"{{{TPP}: {{at_least: 1600}}}}", more))).axes
    (group,) = axis.gaps
    assert group.rules == ("P.a",)


def test_two_paragraphs_that_meet_are_an_overlap(alone: Alone, requiring: Requiring) -> None:
    """The witness is described by both, at the one number that they share."""
    more = f"""\
  - id: P.a
    title: One
    classifies: P.a
{BODY}{{{TPP}: {{at_least: 4800}}}}
  - id: P.b
    title: Other
    classifies: P.b
{BODY}{{{TPP}: {{at_most: 4800}}}}
"""
    (group,) = analyzed(alone(requiring("{destination: CN}", more))).overlaps
    assert group.rules == ("pa", "pb")
    assert group.witness.lines[0][TPP] == "4800 TPP"


def test_a_rule_that_cannot_hold_and_one_that_decides_nothing_are_told_apart(
    alone: Alone, requiring: Requiring
) -> None:
    """A contradiction holds for no shipment; a repetition holds, and nothing turns on it."""
    more = f"""\
  - id: never
    title: Never
    requires_license: {{reason: RS, part: "742"}}
{BODY}{{destination: CN, not: {{destination: CN}}}}
  - id: again
    title: Again
    requires_license: {{reason: RS, part: "742"}}
{BODY}{{destination: CN, end_use: military}}
"""
    found = analyzed(alone(requiring("{destination: CN}", more)))
    assert {(each.rule, each.holds) for each in found.idle} == {
        ("co/never", False),
        ("co/again", True),
    }


def test_an_exception_barred_wherever_it_is_eligible_covers_nothing(
    alone: Alone, requiring: Requiring
) -> None:
    """Its bar holds whenever the requirement does."""
    more = f"""\
  - id: EXC
    title: An exception
    excepts: {{symbol: EXC, covers: [need]}}
{BODY}{{end_use: civil}}
        bars:
          - title: to China
            cites: [Rule 2]
            when: {{destination: CN}}
"""
    (found,) = analyzed(alone(requiring("{destination: CN}", more))).unusable
    assert (found.rule, found.eligible) == ("co/EXC", True)


def test_two_exceptions_with_different_duties_for_one_requirement_are_shown(
    alone: Alone, requiring: Requiring
) -> None:
    """Both cover one shipment, and each obliges to something of its own."""

    def exception(name: str, duty: str) -> str:
        return f"""\
  - id: {name}
    title: An exception
    excepts: {{symbol: {name}, covers: [need]}}
{BODY}{{end_use: civil}}
        obligations:
          - do: {duty}
            cites: [Rule 2]
"""

    more = exception("EXA", "Notify before") + exception("EXB", "Report after")
    (found,) = analyzed(alone(requiring("{destination: CN}", more))).shared
    assert found.rules == ("co/EXA", "co/EXB")
    assert found.only == (("Notify before",), ("Report after",))
