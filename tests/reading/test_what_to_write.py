"""What a lawyer writes who never saw a rule file: each help has what to write, to be copied."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.problems import Problem
from exportcheck.reading.fact_schemas import facts_schema
from exportcheck.reading.forms import such_as
from exportcheck.reading.rule_schemas import (
    groups_schema,
    parties_schema,
    rulebook_schema,
    rules_schema,
    with_conditions,
)
from exportcheck.reading.schemas import Schema, cases_schema
from exportcheck.reading.strict_yaml import read_yaml
from exportcheck.reading.structure import check_structure

Mistakes = Callable[[Path], tuple[Problem, ...]]

HEAD = 'title: T\ncites: ["15 CFR 744.23(b)"]\n'
RULE = """rules:
  - id: r1
    title: R
    requires_license: {reason: RS, part: "744"}
    versions:
      - effective_from: "2023-11-17"
        source: s
        read_in: r
        confidence: primary
"""

CONDITIONS = {
    "destination: [MY, TH]": "write `{in: [MY, TH]}`",
    'destination: [MY, "D:5"]': 'write `{in: [MY, "D:5"]}`',
    "destined: [MY, TH]": "write `{in: [MY, TH]}`",
    "item.family: [A, B]": "write `{one_of: [A, B]}`",
    "destination: {in: MY, TH}": "write the list in brackets: `{in: [MY, TH]}`",
    "end_use: {in: civil, military}": "write the list in brackets: `{one_of: [civil, military]}`",
    'ship_date: "2026-01-31 or later"': '`{on_or_after: "2026-01-31"}`',
    "destination: {MY, TH}": "write `{in: [MY, TH]}`",
    "destination: MY and TH": "write `{in: [MY, TH]}`",
    'destination: "MY, D:5"': 'write `{in: [MY, "D:5"]}`',
    "destination: {in: MY and TH}": "write `[MY, TH]`",
    "destination: {in: [MY and TH]}": "write each by itself: `MY, TH`",
    "destination: {in: [D: 5]}": 'write `"D:5"` with its quotes',
    "destination: {one_of: [MY, TH]}": "write `{in: [MY, TH]}`",
    "item.performance_density: [1.6, 5.92]": "write one number under a test",
    'item.performance_density: {">=": 5.92}': "write `{at_least: 5.92}`",
    "item.performance_density: {greater_than: 5.92}": "write `{more_than: 5.92}`",
    "item.performance_density: {between: [1.6, 5.92]}": "write `{at_least: 1.6, at_most: 5.92}`",
    "item.performance_density: {between: 1.6 and 5.92}": "write `{at_least: 1.6, at_most: 5.92}`",
    "ship_date: {after: 2026-01-31}": 'write `{on_or_after: "2026-02-01"}`, the day after',
    "item.total_processing_performance: 4800 or more": "`{at_least: 4800}`",
    "item.performance_density: {at_least: 5,92}": "write a point, `{at_least: 5.92}`",
    "item.performance_density: {at_least: 1600–4800}": "`{at_least: 1600, at_most: 4800}`",
    "item.performance_density: 1600-4800": "`{at_least: 1600, at_most: 4800}`",
    "item.dram_bandwidth: 100 to 600 GB/s": "`{at_least: 100 GB/s, at_most: 600 GB/s}`",
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_test_written_otherwise(folder: Path, mistakes: Mistakes, condition: str) -> None:
    """Several values, signs, words and a comma for a point: the help has the test to write."""
    path = folder / "co" / "rules.yaml"
    text = f"{HEAD}{RULE}        when: {{{condition}}}\n"
    path.write_text(text, encoding="utf-8")
    told = mistakes(folder)
    assert CONDITIONS[condition] in told[0].help


@pytest.mark.parametrize("sign", [">", ">=", "> "])
def test_a_limit_that_begins_a_text_over_lines(folder: Path, mistakes: Mistakes, sign: str) -> None:
    """`>` begins a text over lines in YAML; who writes a limit with it is told the test."""
    path = folder / "co" / "rules.yaml"
    text = f"{HEAD}{RULE}        when:\n          item.performance_density: {sign} 4800\n"
    path.write_text(text, encoding="utf-8")
    (problem,) = mistakes(folder)
    test = "at_least" if "=" in sign else "more_than"
    assert f"`item.performance_density: {{{test}: 4800}}`" in problem.help


PARTY = (
    "title: T\ncites: [C]\nread_in: r\nlists:\n"
    "  own: {title: t, meaning: m, answers: parties.listed, parties: [end_user.name]}\n"
    "entries:\n  - {name: N, stands_on: [own], since: d, source: s, confidence: high%s}\n"
)
FACT = "facts:\n  company.tier: {kind: one_of, meaning: m, ask: a%s}\n"
CASE = 'cases:\n  - {name: n, date: "2026-01-01", expect: prohibited%s}\n'
SHAPES: dict[str, tuple[str, str]] = {
    "cites as a text": ("cites: 15 CFR 744.23(b)\ntitle: T\n", '`cites: ["15 CFR 744.23(b)"]`'),
    "rests_on as a text": (CASE % ", rests_on: letter", "`rests_on: [letter]`"),
    "rests_on as a text of two": (CASE % ', rests_on: "a, b"', "`rests_on: [a, b]`"),
    "aliases as a text": (PARTY % ", aliases: Adatum", "`aliases: [Adatum]`"),
    "options as a text": (FACT % ', options: "low, high"', "`options: {low: ..., high: ...}`"),
    "options as a list": (FACT % ", options: [low, high]", "`low: what it means`"),
    "assume as a word": (FACT % ", assume: no", "`ordinary: no`"),
    "any without dashes": (
        HEAD + RULE + "        when: {any: {destination: CN, end_use: civil}}\n",
        "with a dash, `- destination: ...`",
    ),
    "all as a text": (HEAD + RULE + "        when: {all: destination}\n", "`all: [{destination"),
    "versions without a dash": (
        HEAD + RULE.replace("      - eff", "        eff"),
        "with a dash, `- effective_from: ...`",
    ),
    "rules without a dash": (
        HEAD + "rules:\n  id: r1\n  title: R\n",
        "with a dash, `- id: ...`",
    ),
    "rules by name": (HEAD + "rules:\n  r1: {title: R}\n", "with a dash, `- id: ...`"),
    "contradictions without a dash": (
        FACT % "" + 'contradictions:\n  says: s\n  when: {destination: "CN"}\n',
        "with a dash, `- says: ...`",
    ),
    "a policy as a word": (
        HEAD + RULE + "        review_policy: presumption_of_denial\n",
        '`review_policy: [{policy: presumption_of_denial, cites: ["15 CFR 742.6(a)(6)"]}]`',
    ),
    "a policy in words": (
        HEAD + RULE + "        review_policy: [denial]\n",
        '`review_policy: {policy: denial, cites: ["15 CFR 742.6(a)(6)"]}`',
    ),
    "a bar as a text": (
        HEAD + RULE + "        bars: it goes to D:5\n",
        '`bars: [{title: "it goes to D:5", when: {destination: "CN"}, cites: [',
    ),
    "a reason as the effect": (
        HEAD + RULE.replace('{reason: RS, part: "744"}', "RS"),
        "`requires_license: {reason: RS}`",
    ),
    "a symbol as the effect": (
        HEAD + RULE.replace('requires_license: {reason: RS, part: "744"}', "excepts: NAC"),
        "`excepts: {symbol: NAC, covers: all}`",
    ),
    "a list of conditions": (
        HEAD + RULE + "        when: [{destination: CN}]\n",
        "`when: {all: [...]}` where each must hold, `any` where one must",
    ),
    "a term as the condition": (
        HEAD + RULE + "        when: a chip of our tier\n",
        "`when: {is: a chip of our tier}` if that is a term",
    ),
    "a condition without anything": (HEAD + RULE + "        when:\n", "`when: {destination: "),
    "a title in brackets": (HEAD.replace("T", "[T]"), "without the brackets: `title: T`"),
    "an entry with a colon": (
        "title: T\ncites:\n  - BIS letter: page 2\n",
        'write `"BIS letter: page 2"` with its quotes',
    ),
    "covers missing": (
        HEAD
        + RULE.replace('requires_license: {reason: RS, part: "744"}', "excepts: {symbol: NAC}"),
        "write `covers` here, such as `covers: all`",
    ),
    "meaning missing": (
        HEAD + 'terms:\n  a chip: {when: {destination: "CN"}}\n',
        "write `meaning` here, such as `meaning: A chip",
    ),
    "confidence of a party missing": (
        PARTY.replace(", confidence: high", "") % "",
        "such as `confidence: high`",
    ),
}


def _schema(text: str, catalogue: Catalogue) -> Schema:
    if "lists:" in text:
        return parties_schema()
    if text.startswith("cases:"):
        return cases_schema(catalogue)
    return with_conditions(
        facts_schema() if text.startswith("facts:") else rules_schema(), catalogue
    )


@pytest.mark.parametrize("name", SHAPES)
def test_a_value_of_another_shape(catalogue: Catalogue, name: str) -> None:
    """A text, a list or a mapping where another belongs: the help shows that very place."""
    text, help = SHAPES[name]
    told = check_structure(read_yaml(text.encode(), "f"), _schema(text, catalogue))
    assert help in told[0].help


def _mappings(schema: Schema) -> Iterator[Schema]:
    """Each mapping with keys that a schema describes, wherever it stands."""
    if schema.get("properties"):
        yield schema
    for inner in schema.values():
        for each in inner if isinstance(inner, list) else [inner]:
            if isinstance(each, dict):
                yield from _mappings(each)


@pytest.mark.parametrize(
    "schema", [rulebook_schema(), groups_schema(), parties_schema(), rules_schema(), facts_schema()]
)
def test_what_is_shown_for_a_missing_key_may_stand_there(schema: Schema) -> None:
    """An example that is copied brings no second mistake: it has the shape of its place."""
    for mapping in _mappings(schema):
        for key, wanted in mapping["properties"].items():
            shown = re.search(r"such as `(.*)`", such_as([key], mapping))
            if shown is not None and "type" in wanted:
                written = read_yaml(shown[1].encode(), "f").data
                kind = Draft202012Validator({"properties": {key: {"type": wanted["type"]}}})
                assert kind.is_valid(written), (mapping.get("x-noun"), shown[1])


ELSEWHERE: dict[str, tuple[str, str]] = {
    "until of a version": (HEAD + RULE + "        until: d\n", "write `superseded_on`"),
    "since of a version": (
        HEAD + RULE.replace("effective_from", "since"),
        "write `effective_from`",
    ),
    "effective_from of a party": (PARTY.replace("since", "effective_from") % "", "write `since`"),
    "unless under when": (
        HEAD + RULE + "        when: {destination: CN, unless: {end_use: civil}}\n",
        "it stands beside `when`",
    ),
    "note under when": (
        HEAD + RULE + "        when: {all: [{destination: CN, note: x}]}\n",
        "it stands beside `when`",
    ),
    "note under a rule": (
        HEAD + RULE.replace("    title: R\n", "    title: R\n    note: x\n"),
        "put it under `versions`: a version of a rule may have it",
    ),
    "destination of a case": (CASE % ", destination: CN", "put it under `given`"),
    "expect under given": (CASE % ", given: {rests_on: a}", "it stands beside `given`"),
    "a kind of other tools": (FACT.replace("one_of", "boolean") % "", "write `yes_no`"),
    "a verdict expected": (CASE.replace("prohibited", "review") % "", "write `undetermined`"),
    "what is no key of a version": (
        HEAD + RULE + "        zzz: x\n",
        "it may have `effective_from`, `announced`",
    ),
    "what is no fact": (
        HEAD + RULE + "        when: {zzz: x}\n",
        "`exportcheck facts` lists what may stand here",
    ),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_key_of_another_place(catalogue: Catalogue, name: str) -> None:
    """A key that belongs elsewhere, or has another name: the help says where, or the name."""
    text, help = ELSEWHERE[name]
    told = check_structure(read_yaml(text.encode(), "f"), _schema(text, catalogue))
    assert [each.help.partition(", in the same")[0] for each in told] == [
        told[0].help.partition(", in the same")[0]
    ]
    assert help in told[0].help


def test_a_list_that_is_not_there_is_told_with_those_that_are(
    folder: Path, mistakes: Mistakes
) -> None:
    """Who misses the name of a list sees the names."""
    text = PARTY.replace("stands_on: [own]", "stands_on: [denied, own]").replace(
        "since: d", 'since: "2026-01-01"'
    )
    (folder / "co" / "parties").mkdir()
    (folder / "co" / "parties" / "p.yaml").write_text(text % "", encoding="utf-8")
    told = {each.message: each.help for each in mistakes(folder)}
    assert told["`denied` is not a list of this file"] == "its lists are `own`"
