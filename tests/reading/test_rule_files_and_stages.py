"""Rules that rest on rules judged before: what may be named, in a rule or in a term that it uses.

A mark `«...»` surrounds what the problem must point at; the marks are taken out before writing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from exportcheck.core.conditions import PartRequires
from exportcheck.core.problems import Problem
from exportcheck.core.rules import Advises, Rule
from exportcheck.reading.library import load_library

Write = Callable[[Mapping[str, str]], Path]
Mistakes = Callable[[Path], tuple[Problem, ...]]

START = """\
title: T
cites: [C]
rules:
"""
FROM = """\
    versions:
      - effective_from: "2022-01-01"
        source: s
        read_in: r
        confidence: primary
"""


def rule(rule_id: str, effect: str, *more: str) -> str:
    """A rule with one version, and further keys of that."""
    head = f"  - id: {rule_id}\n    title: T\n    {effect}\n{FROM}"
    return head + "".join(f"        {each}\n" for each in more)


NEED = rule("need", 'requires_license: {reason: RS, part: "742"}', 'when: {destination: "CN"}')
KEEP = "obligations: [{do: Keep, cites: [C]}]"


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and line and column of what each pair surrounded."""
    spans = []
    while "«" in text:
        start = text.index("«")
        text = text[:start] + text[start + 1 :].replace("»", "", 1)
        spans.append((text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)))
    return text, spans


def terms(text: str, condition: str) -> str:
    """The file with a defined term before its rules."""
    term = f"terms:\n  my term:\n    meaning: m\n    when: {condition}\n"
    return text.replace("rules:\n", f"{term}rules:\n")


MISTAKES: dict[str, tuple[str, str, str, str]] = {
    "unknown part": (
        START + NEED + rule("r", "obliges: true", KEEP,
                            'when: {requires_license_under: {parts: [«"724"»]}}'),
        "EC202",
        "no license requirement of this rulebook stands under part `724`",
        "did you mean `742`?",
    ),
    "unknown requirement left out": (
        START + NEED + rule("r", "obliges: true", KEEP,
                    'when: {requires_license_under: {parts: ["742"], other_than: [«ned»]}}'),
        "EC202",
        "`ned` is not a license requirement of this rulebook",
        "did you mean `need`?",
    ),
    "a requirement on requirements": (
        START + NEED + rule("r", 'requires_license: {reason: RS, part: "744"}',
                            'when: {«requires_license_under»: {parts: ["742"]}}'),
        "EC204",
        "license requirements are judged after this rule, or with it",
        "a rule may rest on rules of an earlier stage only",
    ),
    "a classification on requirements": (
        START + NEED + rule("r", "classifies: A",
                            'when: {not: {«requires_license_under»: {parts: ["742"]}}}'),
        "EC204",
        "license requirements are judged after this rule, or with it",
        "a rule may rest on rules of an earlier stage only",
    ),
    "a requirement on requirements in a term": (
        terms(START, '{«requires_license_under»: {parts: ["742"]}}') + NEED
        + rule("r", "classifies: A", "when: {not: {is: my term}}"),
        "EC204",
        "license requirements are judged after this rule, or with it",
        "a rule may rest on rules of an earlier stage only",
    ),
    "unknown part in a term": (
        terms(START, '{requires_license_under: {parts: [«"724"»]}}') + NEED
        + rule("r", "prohibits: true", "when: {is: [my term]}"),
        "EC202",
        "no license requirement of this rulebook stands under part `724`",
        "did you mean `742`?",
    ),
    "unknown rule in a term": (
        terms(START, "{holds: [«ned»]}") + NEED
        + rule("r", "prohibits: true", "when: {is: my term}"),
        "EC202",
        "`ned` is not a rule of this rulebook",
        "did you mean `need`?",
    ),
    "a later rule in a term of a term": (
        terms(START, "{is: other}").replace("rules:\n",
            "  other:\n    meaning: m\n    when: {any: [{holds: «later»}]}\nrules:\n")
        + NEED.replace('{destination: "CN"}', "{not: {is: my term}}")
        + rule("later", "prohibits: true", 'when: {destination: "CN"}'),
        "EC204",
        "`later` is judged after this rule",
        "a rule may rest on rules of an earlier stage only",
    ),
    "a word for advice": (
        START + NEED + rule("r", "advises: {holds_open: false, «holds_opne»: false}", "advice: A"),
        "EC102",
        "`holds_opne`",
        "did you mean `holds_open`?",
    ),
    "a doubt about no fact": (
        START + NEED + rule("r", "advises: {doubts: «item.ecnn»}", "advice: Ask"),
        "EC201",
        "`item.ecnn` is not a fact this tool knows",
        "did you mean `item.eccn`, `item.eccn_entry` or `item.contains`?",
    ),
    "advice with two words": (
        START + NEED + rule("r", "advises: {holds_open: «maybe»}", "advice: Ask"),
        "EC104",
        "`holds_open` is `maybe`, expected `true` or `false`",
        "",
    ),
    "an obligation for nobody": (
        START + NEED
        + rule("r", "obliges: true", "obligations: [{do: K, cites: [C], for: «aplication»}]"),
        "EC105",
        "`aplication`",
        "",
    ),
    "an exception to another part": (
        START + NEED + rule("r", 'excepts: {symbol: X, covers: [«part 724»]}'),
        "EC202",
        "`part 724` is not a license requirement of this rulebook",
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "message", "help"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_told_at_its_place(
    write: Write, mistakes: Mistakes, text: str, code: str, message: str, help: str
) -> None:
    """A rule, part or word that is not there or comes later is told where it is written."""
    plain, (where,) = unmarked(text)
    (problem,) = mistakes(write({"co/rules.yaml": plain}))
    assert problem.place.file.endswith("co/rules.yaml")
    assert (problem.place.line, problem.place.column, problem.code) == (*where, code)
    assert message in problem.message
    assert help in problem.help


def test_terms_that_lead_in_a_circle_are_told_and_no_more(write: Write, mistakes: Mistakes) -> None:
    """A term defined by itself is one mistake, also where a rule rests on it."""
    text = (
        terms(START, "{is: my term}") + NEED + rule("r", "prohibits: true", "when: {is: my term}")
    )
    assert {problem.code for problem in mistakes(write({"co/rules.yaml": text}))} == {"EC204"}


RIGHT = (
    START
    + NEED
    + rule("other", 'requires_license: {reason: RS, part: "744"}', 'when: {destination: "CN"}')
    + rule("flag", "advises: true", "advice: Ask")
    + rule("hint", "advises: {holds_open: false}", "advice: Look")
    + rule("open", "advises: {holds_open: true}", "advice: Ask")
    + rule("doubt", "advises: {doubts: item.eccn}", "advice: Ask")
    + rule("part", "excepts: {symbol: X, covers: [part 742]}")
    + rule(
        "keep",
        "obliges: true",
        "obligations:",
        "  - {do: Ship, cites: [C]}",
        "  - {do: Ship too, cites: [C], for: shipment}",
        "  - {do: Apply, cites: [C], for: application}",
        'when: {requires_license_under: {parts: ["742", "744"], other_than: [need]}}',
    )
)


def test_what_rules_may_say(write: Write) -> None:
    """Advice by the way, whole parts, and whom an obligation is for are read as written."""
    library = load_library([write({"co/rules.yaml": RIGHT})], use_cache=False)
    book = next(each for each in library.rulebooks if each.id == "co")
    rules: dict[str, Rule] = {rule.id: rule for rule in book.rules}
    advice = {name: each.effect.holds_open for name, each in rules.items()
              if isinstance(each.effect, Advises)}  # fmt: skip
    assert advice == {"flag": True, "hint": False, "open": True, "doubt": True}
    assert isinstance(rules["doubt"].effect, Advises)
    assert rules["doubt"].effect.doubts == "item.eccn"
    (version,) = rules["keep"].versions
    assert [duty.for_application for duty in version.obligations] == [False, False, True]
    assert isinstance(version.when, PartRequires)
    assert (version.when.parts, version.when.other_than) == (("742", "744"), ("need",))
    assert (rules["need"].part, rules["part"].part) == ("742", "")
