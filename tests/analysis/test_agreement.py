"""The model says of every fully stated shipment what the determination says, rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest
import z3

from exportcheck.analysis.algebra import both, differ, either, is_true_in
from exportcheck.analysis.cases import Found, Law, Settling, verdict_formula
from exportcheck.analysis.idle import Idling
from exportcheck.analysis.idle import without as law_without
from exportcheck.analysis.instead import degrees_of
from exportcheck.analysis.properties import Analyzer
from exportcheck.analysis.stages import applying
from exportcheck.analysis.vocabulary import side_on
from exportcheck.analysis.witnesses import line_of
from exportcheck.cli.rules.trials import judge_by
from exportcheck.core.library import Library
from exportcheck.core.truth import FAILS

TESTS = (
    "item.total_processing_performance: {%s: 1600}",
    "item.performance_density: {%s: 5.92}",
    "item.dram_bandwidth: {%s: 1400 GB/s}",
    "item.dram_plus_interconnect_bandwidth: {%s: 1700 GB/s}",
    "item.interconnect_bandwidth: {%s: 600 GB/s}",
    "destination: {in: [D:5, MO]}",
    "headquartered: {not_in: [A:1]}",
    "consignee.is_end_user: yes",
    "end_use: {one_of: [military, civil]}",
    "item.eccn_entry: 3A001",
    "item.eccn: 3A001.a.7",
    "item.eccn: {within: [3A090.a, 3A001.a, none]}",
    "item.eccn_product_group: {one_of: [A, E]}",
    "item.eccn_exists: no",
    "intermediate.country: CN",
    "intermediate.exists: yes",
    "parties.on_entity_list: yes",
    "parties.listed: no",
    "license: {one_of: [none, NLR]}",
    "item.kind: {one_of: [memory, system]}",
    "contains_any: {item.total_processing_performance: {at_least: 4800}}",
    "contains_any: {item.designed_for_datacenters: yes, destination: CN}",
    'ship_date: {before: "2025-06-01"}',
    "item.paragraph: {one_of: [P.a, none]}",
    "transaction: transfer",
    "shipped_from: CN",
)
SHAPES = (
    ("a", "classifies: P.a"),
    ("b", "classifies: P.b"),
    ("need", 'requires_license: {reason: RS, part: "742"}'),
    ("other", 'requires_license: {reason: RS, part: "744"}'),
    ("never", "prohibits: true"),
    ("EXC", "excepts: {symbol: EXC, covers: [need]}"),
    ("flag", "advises: true"),
)
SAMPLES = 6


def condition(random: Random, depth: int = 2) -> str:
    if depth and random.random() < 0.7:
        joint = random.choice(("all", "any", "not"))
        if joint == "not":
            return f"{{not: {condition(random, depth - 1)}}}"
        parts = ", ".join(condition(random, depth - 1) for _ in range(random.choice((2, 3))))
        return f"{{{joint}: [{parts}]}}"
    test = random.choice(TESTS)
    if "%s" in test:
        test %= random.choice(("at_least", "more_than", "at_most", "less_than"))
    return f"{{{test}}}"


def rule(name: str, effect: str, asked: str) -> str:
    return f"""\
  - id: {name}
    title: {name}
    {effect}
    versions:
      - effective_from: "2024-01-01"
        source: Rule
        read_in: the rule
        confidence: primary
        when: {asked}
{"        advice: Look at it" if effect.startswith("advises") else ""}
"""


def rulebook(random: Random, narrower: int = 0) -> str:
    """A rule of each shape, and more that ask what one of them asks and something beside it."""

    def rules() -> Iterator[str]:
        stopping = []
        for name, effect in SHAPES:
            asked = condition(random)
            if effect.startswith("classifies"):
                asked = asked.replace("item.paragraph: {one_of: [P.a, none]}", "bis_notice: yes")
            if not effect.startswith(("classifies", "excepts")):
                stopping.append((effect, asked))
            yield rule(name, effect, asked)
        for number in range(narrower):
            effect = stopping[number % len(stopping)][0]
            asked = f"{{all: [{random.choice(stopping)[1]}, {condition(random, 1)}]}}"
            yield rule(f"more{number}", effect, asked)

    return "title: Rules\ncites: [Rule]\nrules:\n" + "".join(rules())


def some_shipment(law: Law, random: Random) -> tuple[Any, Found]:
    """A model of the premises moved in random directions."""
    settling = Settling(law.solver(), law.solver().solve())
    wishes = [random.choice(words).formula for words in law.space.words.values()]
    wishes += [content.inside for content in law.contents if random.random() < 0.3]
    for name, variable in law.space.numbers.items():
        line = random.choice(law.space.thresholds(name) or [Fraction(1)])
        number = line + random.choice((-1, 0, 0, 1))
        wishes.append(variable == z3.Q(number.numerator, number.denominator))
    random.shuffle(wishes)
    for wish in wishes:
        if wish is not True:
            settling.prefer([wish])
    model = settling.model
    inside = tuple(each for each in law.contents if is_true_in(model, each.inside))
    return model, Found(assignment=law.space.assignment(model), inside=inside, stronger={})


@pytest.mark.parametrize("seed", range(12))
def test_the_model_agrees_with_the_determination(
    seed: int, alone: Callable[[str], Library]
) -> None:
    """Random rulebooks, random shipments: each rule's truth and the verdict are the same."""
    random = Random(seed)
    library = alone(rulebook(random))
    side = side_on(library, {}, date(2025, 5, 1))
    law, judge = Law(side), judge_by(library, {})
    for _ in range(SAMPLES):
        model, found = some_shipment(law, random)
        line = line_of(law.space, found, side)
        determination = judge(line)
        assert determination is not None, line
        (verdict,) = (
            verdict
            for verdict in ("pass", "fail", "review")
            if is_true_in(model, verdict_formula(law, 0, verdict))
        )
        assert determination.verdict == verdict, line
        (encoded,) = law.encoded[0]
        truths = {
            **encoded.classifications,
            **encoded.requirements,
            **encoded.prohibitions,
            **encoded.exceptions,
            **encoded.advisories,
        }
        for finding in determination.findings:
            truth = truths[finding.rule.id]
            told = (is_true_in(model, truth.holds), is_true_in(model, truth.fails))
            named = {"holds": (True, False), "fails": (False, True), "unknown": (False, False)}
            assert told == named[finding.truth.value], (finding.name, line)


@pytest.mark.parametrize("seed", range(8))
def test_what_stops_instead_of_a_rule_is_found_standing_without_it(
    seed: int, alone: Callable[[str], Library]
) -> None:
    """Random rulebooks in which rules repeat others: what one stops, one named stops as much."""
    random = Random(seed)
    library = alone(rulebook(random, narrower=5))
    side = side_on(library, {}, date(2025, 5, 1))
    analyzer = Analyzer(side, judge_by(library, {}), 3)
    idle = analyzer.analysis()
    assert idle.settled
    told = {each.rule: each.instead for each in idle.idle if each.instead}
    assert told
    law = analyzer.law
    degrees = degrees_of(law.encoded[0])
    for name, names in told.items():
        judge = judge_by(without(library, name), {})
        for wanted in degrees[name]:
            model = analyzer.solver.solve(wanted)
            if model is None:
                continue
            inside = tuple(each for each in law.contents if is_true_in(model, each.inside))
            found = Found(assignment=law.space.assignment(model), inside=inside, stronger={})
            determination = judge(line_of(law.space, found, side))
            assert determination is not None
            assert determination.verdict != "pass"
            standing = {each.name for each in determination.findings if each.truth is not FAILS}
            assert standing & set(names) or "co" in names


def without(library: Library, name: str) -> Library:
    """The library with one rule gone."""
    (book,) = library.rulebooks
    kept = tuple(each for each in book.rules if each.name != name)
    return library.but(rulebooks=(book.but(rules=kept),))


@pytest.mark.parametrize("seed", range(8))
def test_what_turns_without_a_rule_is_what_the_two_whole_laws_tell_apart(
    seed: int, alone: Callable[[str], Library]
) -> None:
    """Found by the smallest parts that differ, or by asking the two laws as they are: the same."""
    law = Law(side_on(alone(rulebook(Random(seed), narrower=4)), {}, date(2025, 5, 1)))
    (encoder,), (encoded,) = law.encoders, law.encoded
    idling = Idling(encoder, encoded, law.solver(), law.solver())
    for each in encoded:
        for rule_of in (found.rule for found in each.in_force.values()):
            laws = encoded, law_without(encoder, rule_of)
            passes = [applying(one) for one in laws]
            prohibited = [
                either(
                    both((book.applies.holds, truth.holds))
                    for book in one
                    for truth in book.prohibitions.values()
                )
                for one in laws
            ]
            turned = either(
                (
                    differ(passes[0].holds, passes[1].holds),
                    differ(passes[0].fails, passes[1].fails),
                    differ(*prohibited),
                )
            )
            assert idling.turns(each, rule_of) is (law.solver().solve(turned) is not None)
