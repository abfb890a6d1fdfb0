"""Why no answer turns on a rule: which others stop what it stops, on rulebooks of a few lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from exportcheck.analysis.properties import Analyzer
from exportcheck.analysis.vocabulary import side_on
from exportcheck.cli.rules.trials import judge_by
from exportcheck.core.library import Library

Alone = Callable[[str], Library]
VERSION = """\
    versions:
      - effective_from: "2024-01-01"
        source: Rule 1
        read_in: the rule
        confidence: primary
        when: """
PROHIBITS = "prohibits: true"
REQUIRES = 'requires_license: {reason: RS, part: "742"}'
ADVISES = "advises: true"
IN_CHINA_OR_IRAN = "any: [{destination: CN}, {destination: IR}]"
IN_CHINA_OR_RUSSIA = "any: [{destination: CN}, {destination: RU}]"


def rule(name: str, effect: str, when: str) -> str:
    advice = "        advice: Ask\n" if effect.startswith("advises") else ""
    return f"  - id: {name}\n    title: T\n    {effect}\n{VERSION}{when}\n{advice}"


def instead(library: Library) -> Mapping[str, tuple[str, ...] | None]:
    """What stops already what each idle rule stops."""
    side = side_on(library, {}, date(2025, 1, 1))
    analysis = Analyzer(side, judge_by(library, {}), 3).analysis()
    assert analysis.settled
    return {each.rule: each.instead for each in analysis.idle}


def found(alone: Alone, *rules: str) -> Mapping[str, tuple[str, ...] | None]:
    return instead(alone("title: Rules\ncites: [Rule 1]\nrules:\n" + "".join(rules)))


def test_the_rule_that_another_repeats_is_named(alone: Alone) -> None:
    """Military use in China is stopped by what stops all that goes to China."""
    assert found(
        alone,
        rule("china", REQUIRES, "{destination: CN}"),
        rule("russia", REQUIRES, "{destination: RU}"),
        rule("again", REQUIRES, "{destination: CN, end_use: military}"),
    ) == {"co/again": ("co/china",)}


def test_several_rules_that_stop_it_between_them_are_named(alone: Alone) -> None:
    """Neither of two rules is enough, and a third one with a share in it is not needed."""
    assert found(
        alone,
        rule(
            "part",
            PROHIBITS,
            f"{{{IN_CHINA_OR_IRAN}, end_use: military, item.kind: system}}",
        ),
        rule("china", PROHIBITS, "{destination: CN}"),
        rule("russia", PROHIBITS, "{destination: RU}"),
        rule("both", PROHIBITS, f"{{{IN_CHINA_OR_RUSSIA}, end_use: military}}"),
    ) == {"co/both": ("co/china", "co/russia")}


def test_the_rule_that_is_enough_is_named_rather_than_two(alone: Alone) -> None:
    """Each of three is idle by the others; the halves by the whole, the whole by the halves."""
    assert found(
        alone,
        rule("east", PROHIBITS, "{destination: CN, end_use: military}"),
        rule("west", PROHIBITS, "{destination: CN, not: {end_use: military}}"),
        rule("whole", PROHIBITS, "{destination: CN}"),
    ) == {
        "co/east": ("co/whole",),
        "co/west": ("co/whole",),
        "co/whole": ("co/east", "co/west"),
    }


def test_what_is_prohibited_is_stopped_by_what_prohibits(alone: Alone) -> None:
    """A requirement that holds wherever a prohibition does stops less than it."""
    assert found(
        alone,
        rule("need", REQUIRES, "{destination: CN}"),
        rule("no", PROHIBITS, "{destination: CN, not: {end_use: civil}}"),
        rule("again", PROHIBITS, "{destination: CN, end_use: military}"),
    ) == {"co/again": ("co/no",)}


def test_advice_that_holds_open_what_is_stopped_is_told_so(alone: Alone) -> None:
    """Advice waits for what needs a license anyway; advice does not stop what needs one."""
    assert found(
        alone,
        rule("need", REQUIRES, "{destination: CN}"),
        rule("ask", ADVISES, "{destination: CN, end_use: military}"),
    ) == {"co/ask": ("co/need",)}
    assert not found(
        alone,
        rule("need", REQUIRES, "{destination: CN}"),
        rule("ask", ADVISES, f"{{{IN_CHINA_OR_RUSSIA}}}"),
    )


def test_a_rule_that_would_stop_it_without_this_one_is_named(alone: Alone) -> None:
    """Of two prohibitions one rests on the requirement, and one on that it does not hold."""
    assert found(
        alone,
        rule("need", REQUIRES, "{destination: CN}"),
        rule("with", PROHIBITS, "{destination: CN, holds: [need]}"),
        rule("without", PROHIBITS, "{destination: CN, not: {holds: [need]}}"),
    ) == {"co/need": ("co/without",), "co/without": None}


def test_a_requirement_that_is_always_covered_stops_nothing(alone: Alone) -> None:
    """What needs a license may go without one under an exception for the same."""
    assert found(
        alone,
        rule("need", REQUIRES, "{end_use: military}"),
        rule("EXC", "excepts: {symbol: EXC, covers: [need]}", "{end_use: military}"),
    ) == {"co/need": ()}


def test_what_stops_nothing_by_itself_has_no_others(alone: Alone) -> None:
    """Neither an exception that nobody needs nor a paragraph of which nothing is asked."""
    assert found(
        alone,
        rule("need", REQUIRES, "{destination: CN}"),
        rule("P.a", "classifies: P.a", "{item.kind: integrated_circuit}"),
        rule("EXC", "excepts: {symbol: EXC, covers: [need]}", "{destination: RU}"),
    ) == {"co/P.a": None, "co/EXC": None}


def test_a_rule_that_never_holds_but_leaves_answers_open_is_not_idle(alone: Alone) -> None:
    """Of a place that no group names it cannot be told, and the answer turns on that."""
    never = "{destination: CN, not: {destination: CN}}"
    assert not found(alone, rule("never", PROHIBITS, never))
    assert found(
        alone, rule("never", PROHIBITS, never), rule("china", PROHIBITS, "{destination: CN}")
    ) == {"co/never": None}
