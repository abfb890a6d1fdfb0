"""Mistakes in rule files: each told at its line and column, in words, with a remedy.

Every case is a tiny rulebook laid over the real one, with one mistake in it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.reading.library import load_library
from exportcheck.reading.strict_yaml import read_yaml

HEAD = """\
id: mine
title: Company rules
jurisdiction: Example
version: "1"
first_day: "2022-01-01"
verified_through: "2026-01-01"
covers: [x]
not_covered: [y]
"""
RULES = """\
title: Own rules
cites: [policy 1]
rules:
  - id: own.1
    title: A rule
    requires_license: {reason: policy, part: own}
    versions:
      - effective_from: "2024-01-01"
        source: policy 1
        read_in: the policy
        confidence: primary
        when:
          destination: "FR"
"""


def folder(tmp_path: Path, rules: str = RULES, head: str = HEAD, facts: str = "") -> Path:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "rulebook.yaml").write_text(head, encoding="utf-8")
    (mine / "rules.yaml").write_text(rules, encoding="utf-8")
    if facts:
        (mine / "facts.yaml").write_text(facts, encoding="utf-8")
    return mine


def problems(where: Path) -> tuple[Problem, ...]:
    with pytest.raises(UnusableInput) as caught:
        load_library([where], use_cache=False)
    return caught.value.problems


def test_the_rulebook_without_a_mistake_is_loaded(tmp_path: Path) -> None:
    """The rulebook that the mistakes are put into is itself whole."""
    library = load_library([folder(tmp_path)], use_cache=False)
    assert [rulebook.id for rulebook in library.rulebooks] == ["us-ear", "mine"]


MISTAKES = [
    (
        '"2024-01-01"\n',
        "“2024–01–01”\n",
        8,
        25,
        "EC301",
        "is not a calendar day",
        'hyphens for U+2013 (en dash), `"2024-01-01"`',
    ),
    (
        'destination: "FR"',
        "or: [{destination: FR}]",
        13,
        11,
        "EC201",
        "`or` is not a fact this tool knows",
        "write `any:`",
    ),
    (
        'destination: "FR"',
        "and: [{destination: FR}]",
        13,
        11,
        "EC201",
        "`and` is not a fact this tool knows",
        "write `all:`",
    ),
    (
        'destination: "FR"',
        'destinaton: "FR"',
        13,
        11,
        "EC201",
        "`destinaton` is not a fact this tool knows",
        "did you mean `destination`?",
    ),
    (
        'destination: "FR"',
        'destination: "XX"',
        13,
        24,
        "EC202",
        "`XX` is not a country code or a country group",
        "write a two-letter",
    ),
    (
        'destination: "FR"',
        "destination: {in: [D:9]}",
        13,
        30,
        "EC202",
        "`D:9` is not a country code or a country group",
        "did you mean `D:",
    ),
    (
        'destination: "FR"',
        "is: no such term",
        13,
        15,
        "EC202",
        "`no such term` is not a defined term",
        "",
    ),
    (
        'destination: "FR"',
        "is: excluded by Note 3",
        13,
        15,
        "EC202",
        "`excluded by Note 3` is not a defined term",
        "did you mean `excluded by Note 2`?",
    ),
    (
        'destination: "FR"',
        "item.dram_bandwidth: {at_least: 600}",
        13,
        43,
        "EC401",
        "`600` has no unit",
        "write `600 GB/s`",
    ),
    (
        'destination: "FR"',
        "item.dram_bandwidth: {at_least: 5 GiB/s}",
        13,
        43,
        "EC401",
        "`GiB/s` is not a unit of this fact",
        "1 GiB/s is 1.073741824 GB/s",
    ),
    (
        'destination: "FR"',
        "item.dram_bandwidth: {atleast: 600 GB/s}",
        13,
        33,
        "EC102",
        "`atleast` is not a key of a test of `item.dram_bandwidth`",
        "did you mean `at_least`?",
    ),
    (
        'destination: "FR"',
        "destination: {at_least: 5}",
        13,
        25,
        "EC102",
        "`at_least` is not a key of a test of `destination`",
        "`in`",
    ),
    (
        'destination: "FR"',
        "end_use: millitary",
        13,
        20,
        "EC401",
        "`millitary` is not",
        "did you mean `military`",
    ),
    (
        'destination: "FR"',
        "exporter.name: begins_with Northwind",
        13,
        26,
        "EC401",
        "`begins_with Northwind` is a test written as text",
        "write `{begins_with: Northwind}`",
    ),
    (
        'destination: "FR"',
        "exporter.name: not Northwind",
        13,
        26,
        "EC401",
        "`not Northwind` is a test written as text",
        "write `not: {exporter.name: Northwind}`",
    ),
    (
        'destination: "FR"',
        "destination: not CN",
        13,
        24,
        "EC401",
        "`not CN` is a test written as text",
        'write `{not_in: ["CN"]}`',
    ),
    (
        'destination: "FR"',
        "end_use: one_of civil, military",
        13,
        20,
        "EC401",
        "is a test written as text",
        "write `{one_of: [civil, military]}`",
    ),
    (
        'destination: "FR"',
        "license_number: x",
        13,
        11,
        "EC201",
        "`license_number` is not a fact this tool knows",
        "",
    ),
    (
        '"2024-01-01"',
        '"2023-02-31"',
        8,
        25,
        "EC301",
        "`2023-02-31` is not a calendar day",
        "February 2023 has 28 days",
    ),
    (
        '"2024-01-01"\n',
        '"2024-01-01"\n        superseded_on: "2023-01-01"\n',
        9,
        24,
        "EC302",
        "the version ends on 2023-01-01, before it begins on 2024-01-01",
        "first day",
    ),
    (
        "        source: policy 1\n",
        "",
        8,
        9,
        "EC103",
        "a version of a rule lacks `source`",
        "write `source` here, such as `source: 88 FR 73458`",
    ),
    ("cites: [policy 1]\n", "", 1, 1, "EC103", "a rules file lacks `cites`", ""),
    (
        "requires_license: {reason: policy, part: own}\n",
        "prohibits: true\n    classifies: X\n",
        4,
        5,
        "EC108",
        "the rule `own.1` has two effects",
        "give it one of",
    ),
    (
        "    requires_license: {reason: policy, part: own}\n",
        "",
        4,
        5,
        "EC108",
        "the rule `own.1` has no effect",
        "give it one of",
    ),
    (
        "confidence: primary",
        "confidence: certain",
        11,
        21,
        "EC105",
        "`confidence` is `certain`, which is not",
        "write `primary`",
    ),
    (
        "        when:\n",
        "        wenn:\n",
        12,
        9,
        "EC102",
        "`wenn` is not a key of a version of a rule",
        "did you mean `when`?",
    ),
    ("id: own.1", "id: own 1", 4, 9, "EC203", "`own 1` is not a rule id", "use letters"),
    (
        "title: Own rules",
        "title: Own rules\ntitle: Again",
        2,
        1,
        "EC003",
        "the key `title` is here twice",
        "line 1",
    ),
    (
        "title: Own rules",
        "title: &x Own rules",
        1,
        8,
        "EC002",
        "the anchor `&x` is not allowed",
        "write the value out",
    ),
    ("title: Own rules", "title: !!str Own rules", 1, 8, "EC002", "the tag", "without a tag"),
    ("rules:", "rules: []\nrulez:", 3, 8, "EC106", "`rules` is empty", ""),
]


@pytest.mark.usefixtures("lean")
@pytest.mark.parametrize(
    ("old", "new", "line", "column", "code", "message", "help"),
    MISTAKES,
    ids=[f"{mistake[4]} {mistake[1].strip()[:40]!r}" for mistake in MISTAKES],
)
def test_a_mistake_is_told_at_its_place(
    tmp_path: Path, old: str, new: str, line: int, column: int, code: str, message: str, help: str
) -> None:
    """One mistake is one problem with its place, its sentence, and what to write instead."""
    assert RULES.count(old) == 1
    found = problems(folder(tmp_path, RULES.replace(old, new)))
    told = [(p.place.line, p.place.column, p.code) for p in found]
    assert (line, column, code) in told, [f"{p.place}: {p.code} {p.message}" for p in found]
    problem = found[told.index((line, column, code))]
    assert problem.place.file.endswith("mine/rules.yaml")
    assert message in problem.message
    assert help in problem.help


@pytest.mark.usefixtures("lean")
def test_all_mistakes_of_one_run_are_shown(tmp_path: Path) -> None:
    """Three mistakes in two rules are three problems, in the order of their lines."""
    second = RULES.split("rules:\n")[1].replace("own.1", "own.2").replace('"FR"', '"F"')
    text = RULES.replace('"FR"', '"XX"') + second.replace('"2024-01-01"', '"2024-13-01"')
    found = problems(folder(tmp_path, text))
    assert [p.code for p in found] == ["EC202", "EC301", "EC202"]
    assert [p.place.line for p in found] == sorted(p.place.line for p in found)


@pytest.mark.usefixtures("lean")
def test_overlapping_and_disordered_versions_are_told(tmp_path: Path) -> None:
    """A version must end before the next begins, and the oldest comes first."""
    version = RULES[RULES.index("      - effective_from") :]
    later = version.replace("2024-01-01", "2025-01-01")
    text = RULES.replace(
        'effective_from: "2024-01-01"\n',
        'effective_from: "2024-01-01"\n        superseded_on: "2025-06-01"\n',
    )
    (overlap,) = problems(folder(tmp_path, text + later))
    assert "overlaps with the next one, which begins on 2025-01-01" in overlap.message
    (tmp_path / "b").mkdir()
    earlier = version.replace("2024-01-01", "2023-01-01")
    (order,) = problems(folder(tmp_path / "b", RULES + earlier))
    assert "does not begin after the one before it" in order.message


@pytest.mark.usefixtures("lean")
def test_an_id_is_used_once_and_a_term_is_not_its_own_definition(tmp_path: Path) -> None:
    """A second rule of the same id, and a circle of terms, are mistakes."""
    twice = RULES + RULES.split("rules:\n")[1]
    (found,) = problems(folder(tmp_path, twice))
    assert "the rule id `own.1` is used twice" in found.message
    (tmp_path / "b").mkdir()
    circle = RULES + (
        "terms:\n  one: {meaning: x, when: {is: two}}\n  two: {meaning: x, when: {is: one}}\n"
    )
    found_too = problems(folder(tmp_path / "b", circle))
    assert any("is defined by itself" in problem.message for problem in found_too)


@pytest.mark.usefixtures("lean")
def test_an_exception_covers_and_rests_on_rules_that_exist_and_come_before(
    tmp_path: Path,
) -> None:
    """`covers` names requirements of the rulebook; `holds` names rules judged before."""
    text = RULES.replace(
        "requires_license: {reason: policy, part: own}",
        "excepts: {symbol: X, covers: [own.9]}",
    ).replace('destination: "FR"', "holds: [own.1, own.7]")
    messages = [problem.message for problem in problems(folder(tmp_path, text))]
    assert "`own.9` is not a license requirement of this rulebook" in messages
    assert "`own.7` is not a rule of this rulebook" in messages
    assert "`own.1` is judged after this rule" in messages


@pytest.mark.usefixtures("lean")
def test_a_rulebook_without_rules_is_a_mistake(tmp_path: Path) -> None:
    """A folder that decides nothing must not look like one that allows everything."""
    found = problems(folder(tmp_path, "title: x\ncites: [y]\n"))
    assert any("has no rules" in problem.message for problem in found)


def test_a_fact_can_be_added_and_used_without_python(tmp_path: Path) -> None:
    """A company declares a fact in YAML and uses it in a rule the same day."""
    from exportcheck import assess

    facts = (
        "facts:\n  buyer.rating:\n    kind: one_of\n    options: {good: fine, bad: not fine}\n"
        "    meaning: What sales thinks of the buyer.\n    ask: How is the buyer rated?\n"
    )
    rules = RULES.replace('destination: "FR"', "buyer.rating: bad")
    library = load_library([folder(tmp_path, rules, facts=facts)], use_cache=False)
    given = {"item.sku": "T4", "destination": "FR"}
    open_answer = assess(library, given, date="2024-05-01", assume="ordinary")
    assert open_answer.open_questions == ("buyer.rating",)
    bad = assess(library, {**given, "buyer.rating": "bad"}, date="2024-05-01", assume="ordinary")
    assert bad.outcome == "license_required"
    good = assess(library, {**given, "buyer.rating": "good"}, date="2024-05-01", assume="ordinary")
    assert good.verdict == "pass"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [" * 40, "nested deeper"),
        ("a: 1\n---\nb: 2\n", "second document"),
        ("a: *x\n", "alias"),
        ("<<: {a: 1}\n", "merge keys"),
        ("? [a]\n: b\n", "a key must be a single word"),
        ("a: \x07\n", "character that YAML does not allow"),
        ("a: [1\nb: 2\n", "the bracket `[` that opens here is not closed"),
        ("a: @x\n", "nothing can begin with `@`"),
        ("\ta: 1\n", "here is a tab"),
    ],
)
def test_yaml_outside_the_dialect_is_refused(text: str, words: str) -> None:
    """What other readers expand or execute is a problem with its place here."""
    found = read_yaml(text.encode(), "x.yaml").problems
    assert any(words in problem.message for problem in found), found
    assert all(problem.place.line >= 1 for problem in found)


def test_a_yaml_bomb_costs_nothing() -> None:
    """Aliases are never expanded, so a billion laughs are a few problems."""
    lines = ['a0: &a0 "x"'] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)
    ]
    document = read_yaml("\n".join(lines).encode(), "x.yaml")
    assert len(document.problems) < 200
    assert document.problems


def test_values_stay_what_was_written() -> None:
    """`NO` is Norway, `3E001` an ECCN, 12:30 a time, and a number the text of its digits."""
    document = read_yaml(b'a: [NO, 3E001, 12:30, 0100, 1.50, true, null, "true", on]\n', "x")
    assert document.data == {
        "a": ["NO", "3E001", "12:30", "0100", "1.50", True, None, "true", "on"]
    }
    assert document.place(("a", 1)).column == 9
    assert document.problems == []


def test_a_cache_that_was_tampered_with_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache file that is not in shape is ignored, and the files are read anew."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first = load_library()
    (kept,) = (tmp_path / "cache" / "exportcheck").iterdir()
    for broken in ("", "{}", "[1, 2]", '{"documents": 5}', "\x00"):
        kept.write_text(broken, encoding="utf-8")
        again = load_library()
        assert [len(b.rules) for b in again.rulebooks] == [len(b.rules) for b in first.rulebooks]
    cached = load_library()
    assert cached.rulebooks[0].digest == first.rulebooks[0].digest
    assert cached.items.names == first.items.names
