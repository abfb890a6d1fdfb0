"""Facts, countries and country groups of one's own: what may be added, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.facts import Facts
from exportcheck.core.judgments import Determination
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN
from exportcheck.core.values import Choice, Interval
from exportcheck.reading.library import load_library

Mistakes = Callable[[Path], tuple[Problem, ...]]
FACT = """\
facts:
  cooling.liquid:
    kind: yes_no
    meaning: Whether the system is cooled by liquid.
    ask: Is the system cooled by liquid?
    assume: {ordinary: no}
  cooling.capacity:
    kind: quantity
    unit: W
    meaning: Capacity of the cooling.
    ask: What is the capacity of the cooling?
"""
RULE = """\
title: T
cites: [C]
rules:
  - id: cooled
    title: No liquid cooling
    prohibits: true
    versions:
      - effective_from: "2022-01-01"
        source: s
        read_in: r
        confidence: primary
        when:
          any:
            - cooling.liquid: yes
            - cooling.capacity: {more_than: 10 kW}
"""
LINE: dict[str, Any] = {"item.kind": "memory", "destination": "DE", "ship_date": "2025-06-02"}


@pytest.mark.parametrize(
    ("stated", "verdict", "holds"),
    [
        ({"cooling.liquid": "yes"}, "fail", True),
        ({"cooling.liquid": "no", "cooling.capacity": "10.001 kW"}, "fail", True),
        ({"cooling.liquid": "no"}, "review", False),
        ({}, "review", False),
    ],
)
def test_a_fact_can_be_added_without_python(
    folder: Path,
    ask: Callable[..., Any],
    stated: dict[str, str],
    verdict: str,
    holds: bool,
) -> None:
    """A fact in one's own facts.yaml is read from lines and asked for by one's own rules."""
    (folder / "facts.yaml").write_text(FACT, encoding="utf-8")
    (folder / "co" / "rules.yaml").write_text(RULE, encoding="utf-8")
    library = load_library([folder], use_cache=False)
    found = ask(library, {**LINE, **stated})
    assert isinstance(found, Determination)
    assert found.verdict == verdict
    assert ("co/cooled" in found.rests_on) is holds


def test_an_added_fact_is_assumed_as_it_says(folder: Path, ask: Callable[..., Any]) -> None:
    """The assumption of an added fact is made under its profile, and told."""
    (folder / "facts.yaml").write_text(FACT, encoding="utf-8")
    (folder / "co" / "rules.yaml").write_text(RULE, encoding="utf-8")
    library = load_library([folder], use_cache=False)
    found = ask(library, {**LINE, "cooling.capacity": "1 W"}, profile="ordinary")
    assert "cooling.liquid" in {fact.name for fact, _ in found.assumed}
    prohibitions = {each.rule.id: each.truth for each in found.prohibitions}
    assert prohibitions["cooled"] is not HOLDS


def test_a_value_for_an_added_fact_is_checked(folder: Path, ask: Callable[..., Any]) -> None:
    """The kind of an added fact decides what may be written for it."""
    (folder / "facts.yaml").write_text(FACT, encoding="utf-8")
    (folder / "co" / "rules.yaml").write_text(RULE, encoding="utf-8")
    library = load_library([folder], use_cache=False)
    (problem,) = ask(library, {**LINE, "cooling.capacity": "10"})
    assert problem.help == "write `10 W`"
    (problem,) = ask(library, {**LINE, "cooling.liquit": "yes"})
    assert problem.help == "did you mean `cooling.liquid`?"


def one(entry: str) -> str:
    return f"facts:\n  my.fact:\n{entry}"


KNOWN = "    meaning: m\n    ask: a?\n"


@pytest.mark.parametrize(
    ("text", "place", "code", "message", "help"),
    [
        (
            "facts:\n  destination:\n    kind: country\n" + KNOWN,
            (2, 3),
            "EC203",
            "the fact `destination` is declared twice",
            "it is declared first at ",
        ),
        (
            "facts:\n  My Fact:\n    kind: text\n" + KNOWN,
            (2, 3),
            "EC203",
            "`My Fact` is not a name for a fact",
            "lower-case",
        ),
        (
            one("    kind: quantity\n" + KNOWN),
            (3, 5),
            "EC103",
            "the quantity `my.fact` lacks `unit`",
            "write the unit",
        ),
        (
            one("    kind: one_of\n" + KNOWN),
            (3, 5),
            "EC103",
            "the fact `my.fact` lacks `options`",
            "write each option",
        ),
        (
            one("    kind: number\n" + KNOWN),
            (3, 11),
            "EC105",
            "`kind` is `number`, which is not",
            "",
        ),
        (
            one("    kind: text\n    meaning: m\n"),
            (3, 5),
            "EC103",
            "a fact lacks `ask`",
            "write `ask` here",
        ),
        (
            one("    kind: text\n    flags: x\n" + KNOWN),
            (4, 5),
            "EC102",
            "`flags` is not a key of a fact",
            "did you mean `flag`?",
        ),
        (
            one("    kind: yes_no\n    assume: {ordinary: maybe}\n" + KNOWN),
            (3, 5),
            "EC401",
            "`maybe` is not `yes` or `no`",
            "write `yes` or `no`",
        ),
        (
            one("    kind: yes_no\n    assume: {usual: yes}\n" + KNOWN),
            (4, 14),
            "EC202",
            "`usual` is not a profile of assumptions",
            "write `ordinary`",
        ),
        (
            one("    kind: country\n    assume: {ordinary: {same_as: destinatin}}\n" + KNOWN),
            (3, 5),
            "EC201",
            "`destinatin` is not a fact this tool knows",
            "did you mean `destination`",
        ),
        (
            one(
                "    kind: quantity\n    unit: x\n    derived: {formula: prodct, from: [a]}\n"
                + KNOWN
            ),
            (5, 24),
            "EC105",
            "`formula` is `prodct`, which is not",
            "",
        ),
        (
            one(
                "    kind: quantity\n    unit: x\n    derived: {formula: sum, from: [no.such]}\n"
                + KNOWN
            ),
            (3, 5),
            "EC201",
            "`no.such` is not a fact this tool knows",
            "",
        ),
        (
            one("    kind: any_of\n" + KNOWN),
            (3, 5),
            "EC108",
            "the fact `my.fact` mixes `of` with another kind",
            "",
        ),
        (
            one("    kind: text\n    pattern: A|B\n    like: A\n    not_judged: {B: b}\n" + KNOWN),
            (6, 21),
            "EC107",
            "`pattern` accepts `B`",
            "take it out",
        ),
    ],
)
def test_a_mistake_in_a_fact_is_told_at_its_place(
    folder: Path,
    mistakes: Mistakes,
    text: str,
    place: tuple[int, int],
    code: str,
    message: str,
    help: str,
) -> None:
    """A declaration that cannot be used is a problem, and nothing is decided."""
    path = with_facts(folder, text, "end_use: civil")
    (problem,) = mistakes(folder)
    assert str(problem.place) == f"{path}:{place[0]}:{place[1]}"
    assert problem.code == code
    assert problem.message.startswith(message)
    assert help in problem.help


GROUPS = """\
title: Groups
cites: [C]
read_in: r
recorded_from: "2022-01-01"
listed: ["CN", "DE"]
groups:
  "X:1":
    meaning: m
    members: ["CN"]
    changes:
      - {date: "2024-01-01", added: ["CN"], source: s, confidence: high}
"""


@pytest.mark.parametrize(
    ("old", "new", "place", "code", "message"),
    [
        (
            'members: ["CN"]',
            'members: ["CX", "ZZ", "CN"]',
            (9, 21),
            "EC202",
            "`ZZ` is not a country",
        ),
        ('members: ["CN"]', 'members: ["CN", "CN"]', (9, 21), "EC203", "`CN` is in the list twice"),
        ("2024-01-01", "2024-02-30", (11, 16), "EC301", "`2024-02-30` is not a calendar day"),
        ('added: ["CN"]', 'added: ["DE"]', (11, 9), "EC302", "the change does not lead to"),
        ('added: ["CN"]', 'removed: ["CN"]', (11, 9), "EC302", "the change does not lead to"),
        ('"X:1"', '"D:5"', (7, 3), "EC203", "the group `D:5` is defined twice"),
        ("recorded_from: ", "since: ", (1, 1), "EC103", "a country groups file lacks"),
    ],
)
def test_a_mistake_in_a_group_is_told_at_its_place(
    folder: Path,
    mistakes: Mistakes,
    old: str,
    new: str,
    place: tuple[int, int],
    code: str,
    message: str,
) -> None:
    """A membership that cannot be, or that changes do not lead to, is a problem."""
    path = folder / "co" / "destinations" / "groups.yaml"
    path.parent.mkdir()
    path.write_text(GROUPS.replace(old, new), encoding="utf-8")
    (folder / "co" / "rules.yaml").write_text(
        RULE.replace("cooling.liquid: yes", "end_use: civil").replace(
            "            - cooling.capacity: {more_than: 10 kW}\n", ""
        ),
        encoding="utf-8",
    )
    problem = mistakes(folder)[0]
    assert str(problem.place) == f"{path}:{place[0]}:{place[1]}"
    assert problem.code == code
    assert problem.message.startswith(message)


def test_a_place_treated_otherwise_than_the_regulation_does_is_a_mistake(
    folder: Path, mistakes: Mistakes
) -> None:
    """Hong Kong is treated as China for every rulebook; a company cannot say otherwise."""
    path = folder / "co" / "destinations" / "groups.yaml"
    path.parent.mkdir()
    treated = 'treated_as:\n  - {code: "HK", as: "DE", since: "2022-01-01", source: s}\n'
    path.write_text(GROUPS + treated, encoding="utf-8")
    (folder / "co" / "rules.yaml").write_text(
        RULE.replace("any:", "end_use: civil").partition("            - cooling")[0],
        encoding="utf-8",
    )
    (problem,) = mistakes(folder)
    assert (problem.code, problem.message) == ("EC203", "`HK` is treated twice")
    assert problem.place == Place(str(path), 13, 12)


@pytest.mark.parametrize(
    ("entry", "wrong", "column"),
    [
        ('{code: "UK", as: "GB", since: "2022-01-01", source: s}', "UK", 12),
        ('{code: "GL", as: "DN", since: "2022-01-01", source: s}', "DN", 22),
    ],
)
def test_a_place_that_is_treated_as_another_and_the_other_are_known_countries(
    folder: Path, mistakes: Mistakes, entry: str, wrong: str, column: int
) -> None:
    """A code that no country bears is a mistake on either side of `treated_as`."""
    path = folder / "co" / "destinations" / "groups.yaml"
    path.parent.mkdir()
    path.write_text(GROUPS + f"treated_as:\n  - {entry}\n", encoding="utf-8")
    (folder / "co" / "rules.yaml").write_text(
        RULE.replace("any:", "end_use: civil").partition("            - cooling")[0],
        encoding="utf-8",
    )
    (problem,) = mistakes(folder)
    assert (problem.code, problem.place) == ("EC202", Place(str(path), 13, column))
    assert problem.message == f"`{wrong}` is not a country code"


def test_a_place_that_a_company_lists_stays_unnamed_in_the_regulation(
    folder: Path,
) -> None:
    """What only a company's file lists is settled for the company's rules, and not for ours."""
    path = folder / "co" / "destinations" / "groups.yaml"
    path.parent.mkdir()
    (folder / "co" / "rules.yaml").write_text(
        RULE.replace("any:", "destination: {in: [X:1]}").partition("            - cooling")[0],
        encoding="utf-8",
    )
    path.write_text(GROUPS.replace('"DE"]', '"DE", "GL"]'), encoding="utf-8")
    ours, companys = load_library([folder], use_cache=False).rulebooks
    day = date(2025, 6, 2)
    for group in ("D:5", "X:1", "CN"):
        assert ours.groups.contains(group, "GL", day) is UNKNOWN
        assert companys.groups.contains(group, "GL", day) is FAILS
    for groups in (ours.groups, companys.groups):
        assert groups.contains("D:5", "FR", day) is FAILS
        assert groups.contains("X:1", "FR", day) is FAILS
        assert groups.contains("D:5", "CN", day) is HOLDS


def test_changes_out_of_order_are_a_mistake(folder: Path, mistakes: Mistakes) -> None:
    """The changes of a group stand in the order of their days."""
    path = folder / "co" / "destinations" / "groups.yaml"
    path.parent.mkdir()
    earlier = '      - {date: "2023-01-01", removed: ["DE"], source: s, confidence: high}\n'
    path.write_text(GROUPS + earlier, encoding="utf-8")
    problem = mistakes(folder)[0]
    assert (problem.place.line, problem.code) == (12, "EC302")
    assert problem.message == "the changes are not in the order of their days"


def test_a_group_of_ones_own_is_used_in_a_rule(folder: Path, ask: Callable[..., Any]) -> None:
    """A company's own group stands beside those of the regulation in the company's rules."""
    path = folder / "co" / "destinations" / "groups.yaml"
    path.parent.mkdir()
    path.write_text(GROUPS.replace('["CN"]', '["DE"]'), encoding="utf-8")
    (folder / "co" / "rules.yaml").write_text(
        RULE.replace("any:", "destination: {in: [X:1]}").partition("            - cooling")[0],
        encoding="utf-8",
    )
    library = load_library([folder], use_cache=False)
    for day, holds in (("2023-12-31", False), ("2024-01-01", True)):
        found = ask(library, {**LINE, "ship_date": day})
        assert ("co/cooled" in found.rests_on) is holds


def test_the_catalogue_has_no_loop(catalogue: Catalogue) -> None:
    """Every fact that comes with the tool can be found with nothing stated."""
    for profile in ("none", "ordinary"):
        facts = Facts(catalogue, {}, profile=profile)
        for fact in catalogue:
            known = facts[fact.name]
            assert not known.value.is_empty
    assert facts["parties.listed"].value == Choice.of("no")


def with_facts(folder: Path, facts: str, test: str) -> Path:
    """The facts file of a folder in which a rule tests one of its facts."""
    (folder / "facts.yaml").write_text(facts, encoding="utf-8")
    (folder / "co" / "rules.yaml").write_text(
        RULE.replace("cooling.liquid: yes", test).replace(
            "            - cooling.capacity: {more_than: 10 kW}\n", ""
        ),
        encoding="utf-8",
    )
    return folder / "facts.yaml"


LOOPS = {
    "derived": (
        "facts:\n"
        "  my.a:\n    kind: quantity\n    unit: x\n    meaning: m\n    ask: a?\n"
        "    derived: {formula: sum, from: [my.b]}\n"
        "  my.b:\n    kind: quantity\n    unit: x\n    meaning: m\n    ask: a?\n"
        "    derived: {formula: sum, from: [my.a]}\n",
        "my.a: {at_least: 5 x}",
    ),
    "assumed": (
        "facts:\n"
        "  my.a:\n    kind: country\n    meaning: m\n    ask: a?\n"
        "    assume: {ordinary: {same_as: my.b}}\n"
        "  my.b:\n    kind: country\n    meaning: m\n    ask: a?\n"
        "    assume: {ordinary: {same_as: my.a}}\n",
        "my.a: CN",
    ),
    "derived and assumed": (
        "facts:\n"
        "  my.a:\n    kind: country\n    meaning: m\n    ask: a?\n"
        "    derived: {formula: same_as_when, from: [consignee.is_end_user, my.b]}\n"
        "  my.b:\n    kind: country\n    meaning: m\n    ask: a?\n"
        "    assume: {ordinary: {same_as: my.a}}\n",
        "my.a: CN",
    ),
    "members": (
        "facts:\n"
        "  my.a:\n    kind: any_of\n    of: [destination, my.b]\n    meaning: m\n    ask: a?\n"
        "  my.b:\n    kind: any_of\n    of: [destination, my.a]\n    meaning: m\n    ask: a?\n",
        "my.a: CN",
    ),
}


@pytest.mark.parametrize("how", LOOPS)
def test_a_fact_that_leads_back_to_itself_is_a_mistake(
    folder: Path, mistakes: Mistakes, how: str
) -> None:
    """A fact found by way of itself, by however many steps, is refused and not run into."""
    facts, test = LOOPS[how]
    path = with_facts(folder, facts, test)
    found = mistakes(folder)
    lines = facts.splitlines()
    assert [(each.code, each.message, each.place) for each in found] == [
        (
            "EC204",
            f"the fact `{name}` leads back to itself",
            Place(str(path), lines.index(f"  {name}:") + 1, 3),
        )
        for name in ("my.a", "my.b")
    ]
    assert {each.help for each in found} == {"it leads through `my.a` and `my.b`"}


def test_facts_that_lead_to_one_another_without_a_loop_are_none(
    folder: Path, ask: Callable[..., Any]
) -> None:
    """Two ways to one fact are no loop."""
    entry = "    kind: quantity\n    unit: x\n" + KNOWN
    facts = (
        f"facts:\n  my.c:\n{entry}"
        f"  my.b:\n{entry}    derived: {{formula: sum, from: [my.c, my.c]}}\n"
        f"  my.a:\n{entry}    derived: {{formula: sum, from: [my.b, my.c]}}\n"
    )
    with_facts(folder, facts, "my.a: {at_least: 15 x}")
    found = ask(load_library([folder], use_cache=False), {**LINE, "my.c": "5 x"})
    assert found.facts["my.a"].value == Interval.exactly(15)
    assert "co/cooled" in found.rests_on


@pytest.mark.parametrize(
    ("kind", "derived"),
    [
        ("quantity\n    unit: W/x", "{formula: ratio, from: [item.power]}"),
        (
            "quantity\n    unit: W/W/W",
            "{formula: ratio, from: [item.power, item.power, item.power]}",
        ),
        ("quantity\n    unit: kW/mm²", "{formula: ratio, from: [item.power, item.logic_die_area]}"),
        ("quantity\n    unit: W/", "{formula: ratio, from: [item.power, destination]}"),
        ("country", "{formula: ratio, from: [item.power, item.power]}"),
        ("quantity\n    unit: W", "{formula: sum, from: []}"),
        ("quantity\n    unit: W", "{formula: sum, from: [item.power, item.logic_die_area]}"),
        ("quantity\n    unit: kW", "{formula: sum, from: [item.power]}"),
        ("country", "{formula: same_as_when, from: [destination]}"),
        ("country", "{formula: same_as_when, from: [destination, destination]}"),
        ("country", "{formula: same_as_when, from: [consignee.is_end_user, end_user.name]}"),
        (
            "quantity\n    unit: W",
            "{formula: same_as_when, from: [consignee.is_end_user, item.power]}",
        ),
        ("country", "{formula: highest_rate_times_bit_length, from: [item.formats]}"),
        (
            "quantity\n    unit: TPP",
            "{formula: highest_rate_times_bit_length, from: [destination]}",
        ),
        ("text", "{formula: classification, from: [destination]}"),
        ("country", "{formula: classification, from: []}"),
    ],
)
def test_a_formula_that_does_not_fit_is_a_mistake(
    folder: Path, mistakes: Mistakes, kind: str, derived: str
) -> None:
    """A formula with inputs of another number, kind or unit than it takes is refused."""
    fact = one(f"    kind: {kind}\n{KNOWN}    derived: {derived}\n")
    path = with_facts(folder, fact, "end_use: civil")
    (problem,) = mistakes(folder)
    line = fact[: fact.index("derived:")].count("\n") + 1
    assert (problem.code, problem.place) == ("EC205", Place(str(path), line, 14))
    assert problem.message.endswith(" does not derive `my.fact` from these facts")
    assert problem.help.startswith("it takes ")


@pytest.mark.parametrize(
    ("assumed", "code", "said"),
    [
        ("{value: civil, doubted_by: [nobody]}", "EC201", "`nobody` is not a fact this tool knows"),
        ("{value: civil, same_as: item.maker}", "EC108", "an assumption is either a value or "),
        ("{doubted_by: [item.maker]}", "EC108", "an assumption is either a value or "),
        (
            "{value: civil, only_as: {end_use: [civil]}}",
            "EC205",
            "`end_use` does not speak against the assumption",
        ),
        (
            "{value: civil, doubted_by: [end_use], only_as: {end_use: [peace]}}",
            "EC401",
            "`peace` is not",
        ),
    ],
)
def test_an_assumption_is_one_of_two_and_doubted_by_facts(
    folder: Path, mistakes: Mistakes, assumed: str, code: str, said: str
) -> None:
    """What an assumption is and what speaks against it is checked."""
    fact = one(f"    kind: text\n{KNOWN}    assume: {{ordinary: {assumed}}}\n")
    with_facts(folder, fact, "end_use: civil")
    found = mistakes(folder)
    assert [each.code for each in found] == [code]
    assert found[0].message.startswith(said)
