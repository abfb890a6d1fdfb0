"""What holds for all shipments of a day, on rulebooks whose answers are known."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

from exportcheck.analysis.properties import Analyzer
from exportcheck.analysis.vocabulary import side_on
from exportcheck.cli.rules.trials import judge_by
from exportcheck.core.accepting import Acceptance
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.proofs import Analysis
from exportcheck.reporting.as_proofs_json import analysis_json

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


def analyzed(library: Library, *acceptances: Acceptance) -> Analysis:
    side = side_on(library, {}, date(2025, 1, 1))
    return Analyzer(side, judge_by(library, {}), 3, acceptances).analysis()


def acceptance(*stopped_by: str, let_go_by: tuple[str, ...] = ()) -> Acceptance:
    return Acceptance(
        more_of=(TPP,),
        stopped_by=stopped_by,
        let_go_by=let_go_by,
        reason="the law has it so",
        cites=("Rule 1",),
        place=Place("a.accepted.yaml"),
    )


def test_a_requirement_with_an_upper_end_treats_more_more_lightly(
    alone: Alone, requiring: Requiring
) -> None:
    """Between 1600 and 4800 a license is needed, above not: two items show it."""
    library = alone(requiring(f"{{{TPP}: {{at_least: 1600, less_than: 4800}}}}"))
    (axis,) = analyzed(library).axes
    (group,) = axis.lighter
    assert group.rules == ("co/need",)
    assert group.witness.verdicts == ("fail", "pass")


def test_what_is_accepted_is_found_no_more(alone: Alone, requiring: Requiring) -> None:
    """Nothing but the rule accepted stops the weaker item, and no requirement the stronger."""
    library = alone(requiring(f"{{{TPP}: {{at_least: 1600, less_than: 4800}}}}"))
    analysis = analyzed(library, acceptance("co/need"))
    assert [axis.lighter for axis in analysis.axes] == [()]
    assert (len(analysis.accepted), analysis.unused) == (1, ())


def test_what_is_not_quite_accepted_is_found(alone: Alone, requiring: Requiring) -> None:
    """Another rule that stops the weaker one too, or that lets the stronger go, is not accepted."""
    both = f"""\
  - id: no
    title: It is prohibited
    prohibits: true
{BODY}{{{TPP}: {{at_least: 1600, less_than: 4800}}}}
"""
    library = alone(requiring(f"{{{TPP}: {{at_least: 1600, less_than: 4800}}}}", both))
    for each in (acceptance("co/need"), acceptance("co/need", "co/no", let_go_by=("co/license",))):
        analysis = analyzed(library, each)
        assert analysis.axes[0].lighter
        assert analysis.unused == (each,)
    assert not analyzed(library, acceptance("co/need", "co/no")).axes[0].lighter


def test_a_doubt_about_what_is_stated_is_no_treatment_of_the_item(
    alone: Alone, requiring: Requiring
) -> None:
    """Advice that only doubts a stated fact is asked about where it stands; other advice counts."""

    def asking(effect: str) -> Library:
        more = f"""\
  - id: ask
    title: The ECCN stated is not one for what the figures say
    advises: {effect}
{BODY}{{item.eccn: 3A090.a, not: {{{TPP}: {{at_least: 4800}}}}}}
        advice: Ask
"""
        return alone(requiring(f"{{destination: CN, {TPP}: {{at_least: 1600}}}}", more))

    assert analyzed(asking("true")).axes[0].lighter
    assert not analyzed(asking("{doubts: item.eccn}")).axes[0].lighter


def test_a_doubt_hides_no_other_reason(alone: Alone, requiring: Requiring) -> None:
    """What is stopped by a requirement as well, or held open by other advice, is found."""
    more = f"""\
  - id: doubt
    title: The ECCN stated is not one for what the figures say
    advises: {{doubts: item.eccn}}
{BODY}{{{TPP}: {{less_than: 4800}}}}
        advice: Ask
  - id: ask
    title: Something else is asked
    advises: true
{BODY}{{{TPP}: {{less_than: 3000}}}}
        advice: Ask
"""
    requirement = f"{{destination: CN, {TPP}: {{at_least: 1600, less_than: 4800}}}}"
    (axis,) = analyzed(alone(requiring(requirement, more))).axes
    assert {group.witness.verdicts for group in axis.lighter} == {
        ("fail", "pass"),
        ("review", "pass"),
    }


def test_what_is_accepted_may_be_doubted_or_advised_on_beside(
    alone: Alone, requiring: Requiring
) -> None:
    """An acceptance need not name advice that only doubts a statement, or waits for nothing."""
    more = "".join(
        f"""\
  - id: ask{number}
    title: The ECCN stated is not one for what the figures say
    advises: {{{effect}}}
{BODY}{{{TPP}: {{less_than: 4800}}}}
        advice: Ask
"""
        for number, effect in enumerate(("doubts: item.eccn", "holds_open: false"))
    )
    library = alone(requiring(f"{{{TPP}: {{at_least: 1600, less_than: 4800}}}}", more))
    assert not analyzed(library, acceptance("co/need")).axes[0].lighter


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


def test_what_is_accepted_stands_in_the_json_with_its_place(
    alone: Alone, requiring: Requiring
) -> None:
    """An acceptance says where it is written."""
    accepted = acceptance("co/need")
    found = analyzed(alone(requiring("{destination: CN}")), accepted)
    told = json.loads(analysis_json(found))
    assert [each["place"] for each in told["unused"]] == [str(accepted.place)]
