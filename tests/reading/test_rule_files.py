"""Mistakes in rule files: each in a tiny file of its own, at its exact place.

A mark `«...»` in a file below surrounds what the problem must point at; the marks are taken out
before the file is written.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from exportcheck.core.conditions import AllOf, AnyOf, ContainsAny, Not, Term
from exportcheck.core.conditions import Test as FactTest
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.core.rules import Excepts, Prohibits, RequiresLicense, Rule
from exportcheck.reading.library import load_library

Mistakes = Callable[[Path], tuple[Problem, ...]]

RULE = """\
title: T
cites: [C]
rules:
  - id: r1
    title: R
    {effect}
    versions:
      - effective_from: "2023-11-17"
        source: s
        read_in: r
        confidence: primary
"""
BEGIN = RULE.format(effect="prohibits: true")
NEED = RULE.format(effect='requires_license: {reason: RS, part: "742"}')
EXCEPT = NEED + RULE.format(effect="excepts: {symbol: NAC, covers: all}").partition("rules:\n")[
    2
].replace("r1", "r2")


def when(condition: str) -> str:
    """A rule that prohibits under a condition."""
    return BEGIN + f"        when: {condition}\n"


def unmarked(text: str) -> tuple[str, list[tuple[int, int, int]]]:
    """The text without its marks, and line, column and width of what each pair surrounded."""
    spans = []
    while "«" in text:
        start = text.index("«")
        text = text[:start] + text[start + 1 :]
        end = text.index("»")
        text = text[:end] + text[end + 1 :]
        line = text.count("\n", 0, start) + 1
        spans.append((line, start - (text.rfind("\n", 0, start) + 1) + 1, end - start))
    return text, spans


MISTAKES: dict[str, tuple[str, str, str, str]] = {
    # name: (file, code, message, help)
    "unknown fact": (
        when("{«item.total_procesing_performance»: {at_least: 4800}}"),
        "EC201",
        "`item.total_procesing_performance` is not a fact this tool knows",
        "did you mean `item.total_processing_performance`?",
    ),
    "unknown fact in a list": (
        when("\n          any:\n            - «destinaton»: CN"),
        "EC201",
        "`destinaton` is not a fact this tool knows",
        "did you mean `destination`",
    ),
    "unknown term": (
        when("{is: «an item at the levl of 3A090.a»}"),
        "EC202",
        "`an item at the levl of 3A090.a` is not a defined term",
        "did you mean `an item at the level of 3A090.a`",
    ),
    "term defined by itself": (
        "terms:\n  a b:\n    meaning: m\n    when: {is: c d}\n"
        "  c d:\n    meaning: m\n    when: {is: «a b»}\n" + BEGIN,
        "EC204",
        "the term `a b` is defined by itself",
        "it leads through `a b` or `c d`",
    ),
    "unknown group": (
        when("{destination: {in: [«D:55»]}}"),
        "EC202",
        "`D:55` is not a country code or a country group",
        "did you mean `D:5`",
    ),
    "unknown country": (
        when("{destination: {in: [D:5, «China»]}}"),
        "EC202",
        "`China` is not a country code or a country group",
        "write `CN` (China)",
    ),
    "country in small letters": (
        when("{destination: «cn»}"),
        "EC202",
        "`cn` is not a country code or a country group",
        "write `CN` (China)",
    ),
    "unreal day": (
        BEGIN.replace('"2023-11-17"', '«"2023-02-31"»'),
        "EC301",
        "`2023-02-31` is not a calendar day",
        "February 2023 has 28 days",
    ),
    "unreal day of publication": (
        BEGIN + '        published: «"2023-13-01"»\n',
        "EC301",
        "`2023-13-01` is not a calendar day",
        "there is no month 13",
    ),
    "version that ends before it begins": (
        BEGIN + '        superseded_on: «"2023-11-16"»\n',
        "EC302",
        "the version ends on 2023-11-16, before it begins on 2023-11-17",
        "the first day on which it no longer holds",
    ),
    "versions in reversed order": (
        BEGIN + '      - effective_from: «"2022-01-01"»\n        source: s\n        read_in: r\n'
        "        confidence: primary\n",
        "EC302",
        "this version does not begin after the one before it, of 2023-11-17",
        "put the oldest version first",
    ),
    "two versions of one day": (
        BEGIN + '      - effective_from: «"2023-11-17"»\n        source: s\n        read_in: r\n'
        "        confidence: primary\n",
        "EC302",
        "two versions begin on 2023-11-17",
        "put both conditions into one, under `any`",
    ),
    "version that ends on the day on which it begins": (
        BEGIN + '        superseded_on: «"2023-11-17"»\n',
        "EC302",
        "the version ends on 2023-11-17, the day on which it begins",
        "the first day on which it no longer holds: a day on which it holds comes before",
    ),
    "overlapping versions": (
        BEGIN + '        superseded_on: «"2025-01-02"»\n'
        '      - effective_from: "2025-01-01"\n        source: s\n        read_in: r\n'
        "        confidence: primary\n",
        "EC302",
        "the version overlaps with the next one, which begins on 2025-01-01",
        'write `superseded_on: "2025-01-01"` or remove it',
    ),
    "id used twice": (
        BEGIN + BEGIN.partition("rules:\n")[2].replace("id: r1", "id: «r1»"),
        "EC203",
        "the rule id `r1` is used twice",
        "it is used first at ",
    ),
    "id with a space": (
        BEGIN.replace("id: r1", 'id: «"r 1"»'),
        "EC203",
        "`r 1` is not a rule id",
        "use letters, digits",
    ),
    "id with a line break": (
        BEGIN.replace("id: r1", 'id: «"r1\\n"»'),
        "EC203",
        "`r1\n` is not a rule id",
        "use letters, digits",
    ),
    "two effects": (
        BEGIN.replace("- id: r1", "- «»id: r1").replace(
            "prohibits: true", "prohibits: true\n    advises: true"
        ),
        "EC108",
        "the rule `r1` has two effects",
        "give it one of `classifies`",
    ),
    "no effect": (
        BEGIN.replace("    prohibits: true\n", "").replace("- id: r1", "- «»id: r1"),
        "EC108",
        "the rule `r1` has no effect",
        "give it one of `classifies`",
    ),
    "effect that is false": (
        BEGIN.replace("prohibits: true", "prohibits: «false»"),
        "EC105",
        "`prohibits` is not `true`",
        "write `true`, or remove the rule",
    ),
    "section in the place of a part": (
        NEED.replace('part: "742"', "part: «742.6»"),
        "EC107",
        "`742.6` is not the number of a part",
        'write `part: "742"`',
    ),
    "part with the word": (
        NEED.replace('part: "742"', "part: «Part 742»"),
        "EC107",
        "`Part 742` is not the number of a part",
        'write `part: "742"`',
    ),
    "covers naming nothing": (
        EXCEPT.replace("covers: all", "covers: [r1, «r11»]"),
        "EC202",
        "`r11` is not a license requirement of this rulebook",
        "did you mean `r1`?",
    ),
    "covers naming itself": (
        EXCEPT.replace("covers: all", "covers: [«r2»]"),
        "EC202",
        "`r2` is not a license requirement of this rulebook",
        "",
    ),
    "covers nothing": (
        EXCEPT.replace("covers: all", "covers: «»[]"),
        "EC106",
        "`covers` is empty",
        "fill it in, or remove it",
    ),
    "holds naming nothing": (
        NEED + "        when: {holds: [«r9»]}\n",
        "EC202",
        "`r9` is not a rule of this rulebook",
        "",
    ),
    "holds naming a later stage": (
        EXCEPT.replace(
            '      - effective_from: "2023-11-17"',
            '      - when: {holds: [«r2»]}\n        effective_from: "2023-11-17"',
            1,
        ),
        "EC204",
        "`r2` is judged after this rule",
        "a rule may rest on rules of an earlier stage only",
    ),
    "holds naming itself": (
        NEED + "        when: {holds: «r1»}\n",
        "EC204",
        "`r1` is judged after this rule",
        "a rule may rest on rules of an earlier stage only",
    ),
    "number test of a country": (
        when("{destination: {«at_least»: 5}}"),
        "EC102",
        "`at_least` is not a key of a test of `destination`",
        "it may have `in` and `not_in`",
    ),
    "sign for a word": (
        when('{item.performance_density: {«">="»: 5.92}}'),
        "EC102",
        "`>=` is not a key of a test of `item.performance_density`",
        "write `{at_least: 5.92}`",
    ),
    "missing unit": (
        when("{item.dram_bandwidth: {at_least: «1400»}}"),
        "EC401",
        "`1400` has no unit",
        "write `1400 GB/s`",
    ),
    "foreign unit": (
        when("{item.dram_bandwidth: {at_least: «1400 GiB/s»}}"),
        "EC401",
        "`GiB/s` is not a unit of this fact",
        "1 GiB/s is 1.073741824 GB/s",
    ),
    "bounds as a threshold": (
        when("{item.dram_bandwidth: {at_least: «at most 5 GB/s»}}"),
        "EC401",
        "`at most 5 GB/s` is not one exact number",
        "write the test as a key: `{at_most: 5 GB/s}`",
    ),
    "bounds without a test": (
        when("{item.dram_bandwidth: «at least 5 GB/s and less than 6 GB/s»}"),
        "EC401",
        "`at least 5 GB/s and less than 6 GB/s` is not one exact number",
        "write the test as a key: `{at_least: 5 GB/s, less_than: 6 GB/s}`",
    ),
    "sign for a test": (
        when("{item.dram_bandwidth: «'>= 5 GB/s'»}"),
        "EC401",
        "`>= 5 GB/s` is not a quantity",
        "write the test as a key: `{at_least: 5 GB/s}`",
    ),
    "sign for a test of a day": (
        when("{ship_date: «'>= 2026-01-02'»}"),
        "EC401",
        "`>= 2026-01-02` is not a calendar day",
        'write the test as a key: `{on_or_after: "2026-01-02"}`',
    ),
    "word for a threshold": (
        when("{item.dram_bandwidth: {at_least: «much»}}"),
        "EC401",
        "`much` is not a quantity",
        "write a number with its unit under a test: `{at_least: 600 GB/s}`",
    ),
    "point that may set off thousands": (
        when("{item.dram_bandwidth: {at_least: «'1.000 GB/s'»}}"),
        "EC401",
        "the point of `1.000` may set off thousands",
        "write `1000` if it does, and `1` if it does not",
    ),
    "plain point that may set off thousands": (
        when("{item.dram_bandwidth: {at_least: «4.800 GB/s»}}"),
        "EC401",
        "the point of `4.800` may set off thousands",
        "write `4800` if it does, and `4.8` if it does not",
    ),
    "comma that sets off thousands": (
        when("{item.dram_bandwidth: {at_least: 1,«000»}}"),
        "EC102",
        "`000` is not a key of a test of `item.dram_bandwidth`",
        "a comma begins another entry: write a number without one, `1000`",
    ),
    "day in the quotes of a word processor": (
        when("{ship_date: {before: «“2026-11-18”»}}"),
        "EC401",
        "`“2026-11-18”` is not a calendar day",
        'the marks “ and ” are part of the text: write straight ones, `"2026-11-18"`',
    ),
    "country in the quotes of a word processor": (
        when("{destination: «‘FR’»}"),
        "EC202",
        "`‘FR’` is not a country code or a country group",
        'the marks ‘ and ’ are part of the text: write straight ones, `"FR"`',
    ),
    "test with a space that is none": (
        when("{item.dram_bandwidth: {«at_least:\u00a05 GB/s»}}"),
        "EC102",
        "`at_least:\u00a05 GB/s` is not a key of a test of `item.dram_bandwidth`",
        "it has U+00A0 (no-break space), which cannot be told by sight: write an ordinary space "
        "for it",
    ),
    "negative threshold": (
        when("{item.dram_bandwidth: {at_least: «-5 GB/s»}}"),
        "EC401",
        "`-5` is negative",
        "write a number of zero or more",
    ),
    "word that is no option": (
        when("{end_use: «millitary»}"),
        "EC401",
        "`millitary` is not",
        "did you mean `military`",
    ),
    "yes or no misspelled": (
        when("{parties.listed: «y»}"),
        "EC401",
        "`y` is not `yes` or `no`",
        "write `yes` or `no`",
    ),
    "unreal day in a test": (
        when('{ship_date: {before: «"2023-02-30"»}}'),
        "EC401",
        "`2023-02-30` is not a calendar day",
        "February 2023 has 28 days",
    ),
    "missing source": (
        BEGIN.replace("        source: s\n", "").replace("- effective_from", "- «»effective_from"),
        "EC103",
        "a version of a rule lacks `source`",
        "write `source` here, such as `source: 88 FR 73458`",
    ),
    "missing cites": (
        "«»" + BEGIN.replace("cites: [C]\n", ""),
        "EC103",
        "a rules file lacks `cites`",
        'write `cites` here, such as `cites: ["15 CFR 742.6(a)(6)"]`',
    ),
    "rule without a citation, of a bar": (
        EXCEPT + "        bars:\n          - «»title: t\n            when: {end_use: civil}\n",
        "EC103",
        "a bar lacks `cites`",
        'write `cites` here, such as `cites: ["15 CFR 742.6(a)(6)"]`',
    ),
    "several keys missing": (
        "title: T\ncites: [C]\nrules:\n  - «»id: r1\n",
        "EC103",
        "a rule lacks `title` and `versions`",
        "write `title` and `versions` here",
    ),
    "empty list of rules": (
        "title: T\ncites: [C]\nrules: «»[]\n",
        "EC106",
        "`rules` is empty",
        "fill it in, or remove it",
    ),
    "empty list of alternatives": (
        when("{any: «»[]}"),
        "EC106",
        "`any` is empty",
        "fill it in, or remove it",
    ),
    "empty condition": (when("«»{}"), "EC106", "`when` is empty", "fill it in, or remove it"),
    "empty test": (
        when("{destination: «»{}}"),
        "EC106",
        "`destination` is empty",
        "fill it in, or remove it",
    ),
    "empty list of countries": (
        when("{destination: {in: «»[]}}"),
        "EC106",
        "`in` is empty",
        "fill it in, or remove it",
    ),
    "empty list of words": (
        when("{end_use: {one_of: «»[]}}"),
        "EC106",
        "`one_of` is empty",
        "fill it in, or remove it",
    ),
    "empty list of terms": (
        when("{is: «»[]}"),
        "EC106",
        "`is` is empty",
        "fill it in, or remove it",
    ),
    "empty list of rules that hold": (
        EXCEPT + "        bars:\n          - title: t\n            cites: [C]\n"
        "            when: {holds: «»[]}\n",
        "EC106",
        "`holds` is empty",
        "fill it in, or remove it",
    ),
    "condition without anything": (
        BEGIN + "        when:«»\n",
        "EC104",
        "`when` is empty, expected a mapping",
        "",
    ),
    "unknown key": (
        BEGIN + "        «efective_to»: x\n",
        "EC102",
        "`efective_to` is not a key of a version of a rule",
        "",
    ),
    "unknown key that is close": (
        BEGIN + '        «anounced»: "2023-10-17"\n',
        "EC102",
        "`anounced` is not a key of a version of a rule",
        "did you mean `announced`?",
    ),
    "unknown confidence": (
        BEGIN.replace("confidence: primary", "confidence: «primry»"),
        "EC105",
        "`confidence` is `primry`, which is not",
        "did you mean `primary`?",
    ),
    "list where a text is due": (
        BEGIN.replace("title: R", "title: «»[R]"),
        "EC104",
        "`title` is a list, expected text",
        "",
    ),
    "policy of a rule that requires nothing": (
        BEGIN + "        «review_policy»: [{policy: denial, cites: [C]}]\n",
        "EC108",
        "`review_policy` has no meaning for this rule",
        "give the rule the effect it belongs to",
    ),
    "unknown policy": (
        NEED + "        review_policy: [{policy: «denyal», cites: [C]}]\n",
        "EC105",
        "`policy` is `denyal`, which is not",
        "did you mean `denial`?",
    ),
    "red flag without advice": (
        BEGIN.replace("prohibits: true", "advises: true").replace("- effective", "- «»effective"),
        "EC103",
        "the version lacks `advice`",
        "write what is to be resolved",
    ),
    "obligation without anything to do": (
        BEGIN.replace("prohibits: true", "obliges: true").replace("- effective", "- «»effective"),
        "EC103",
        "the version lacks `obligations`",
        "write what must be done",
    ),
    "days before that are no number": (
        BEGIN + "        obligations: [{do: x, cites: [C], days_before: «-25»}]\n",
        "EC401",
        "`-25` is not a number of days",
        "write a whole number",
    ),
    "mistake in a term that no rule uses": (
        "terms:\n  unused:\n    meaning: m\n    when: {end_use: «war»}\n" + BEGIN,
        "EC401",
        "`war` is not",
        "write `civil`",
    ),
    "duplicate key": (
        BEGIN + "        «source»: s\n",
        "EC003",
        "the key `source` is here twice",
        "it stands first in line 9; remove one of the two",
    ),
    "empty file": ("«»", "EC101", "the file is empty", "write a rules file with"),
    "a list instead of a file": (
        "«»- a\n",
        "EC104",
        "the file is a list, expected a mapping",
        "",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_at_its_place(folder: Path, mistakes: Mistakes, name: str) -> None:
    """Each mistake is one problem with its code, its place, its sentence and its remedy."""
    marked, code, message, help = MISTAKES[name]
    text, spans = unmarked(marked)
    path = folder / "co" / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    if not text.startswith("title: T\ncites: [C]\nrules:\n  - id: r1\n    title: R"):
        _with_a_rule(folder)
    found = mistakes(folder)
    problem = next((each for each in found if each.code == code), found[0])
    assert (problem.code, problem.message[: len(message)]) == (code, message)  # begins with it
    assert help in problem.help
    line, column, width = spans[0]
    assert problem.place == Place(str(path), line, column)
    if width:
        assert problem.width == width
    assert [each for each in found if each.place.file == str(path)] == [problem]


def _with_a_rule(folder: Path) -> None:
    """One rule in another file, so that the rulebook is not empty by the mistake."""
    text = BEGIN.replace("r1", "other")
    (folder / "co" / "other.yaml").write_text(text, encoding="utf-8")


def test_a_term_is_defined_once_over_all_rulebooks(folder: Path, mistakes: Mistakes) -> None:
    """A term that a company defines again is told with both places, as a person can open them."""
    path = folder / "co" / "rules.yaml"
    term = (
        "terms:\n  an item at the level of 3A090.a:\n    meaning: m\n    when: {end_use: civil}\n"
    )
    path.write_text(term + BEGIN, encoding="utf-8")
    (problem,) = mistakes(folder)
    assert problem.code == "EC203"
    assert problem.message == "the term `an item at the level of 3A090.a` is defined twice"
    assert problem.place == Place(str(path), 2, 3)
    at = problem.help.removeprefix("it is defined first at ")
    file, line, _ = at.rsplit(":", 2)
    assert file.endswith("742.6-advanced-computing.yaml")
    assert (
        "an item at the level of 3A090.a"
        in Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 2]
    )


def test_all_mistakes_of_a_kind_are_told_in_one_run(folder: Path, mistakes: Mistakes) -> None:
    """Several mistakes of meaning, in several files, are all shown, ordered by place."""
    text, spans = unmarked(
        when("{destination: {in: [«D:55», «XX»]}, item.dram_bandwidth: {at_least: «5»}}")
    )
    (folder / "co" / "b.yaml").write_text(text, encoding="utf-8")
    (folder / "co" / "a.yaml").write_text(
        BEGIN.replace("r1", "ra").replace("2023-11-17", "2023-02-31")
        + "        unless: {is: no such term}\n",
        encoding="utf-8",
    )
    found = mistakes(folder)
    told = [
        (Path(each.place.file).name, each.place.line, each.place.column, each.code)
        for each in found
    ]
    assert told == [
        ("a.yaml", 8, 25, "EC301"),
        ("a.yaml", 12, 22, "EC202"),
        *(
            ("b.yaml", line, column, code)
            for (line, column, _), code in zip(spans, ("EC202", "EC202", "EC401"), strict=True)
        ),
    ]


def test_all_mistakes_of_structure_are_told_in_one_run(folder: Path, mistakes: Mistakes) -> None:
    """Unknown and missing keys in several places are all shown."""
    (folder / "co" / "a.yaml").write_text(
        "title: T\nrules:\n  - id: r\n    wenn: R\n    versions: []\n", encoding="utf-8"
    )
    told = [(each.place.line, each.place.column, each.code) for each in mistakes(folder)]
    assert told == [(1, 1, "EC103"), (3, 5, "EC103"), (4, 5, "EC102"), (5, 15, "EC106")]


def test_a_misspelt_key_is_not_told_as_missing_as_well(folder: Path, mistakes: Mistakes) -> None:
    """One slip is one mistake; what else is missing is told."""
    text = BEGIN.replace("effective_from:", "efective_from:").replace("source:", "quelle:")
    assert text.count("efective_from") == text.count("quelle") == 1
    (folder / "co" / "a.yaml").write_text(text, encoding="utf-8")
    told = {each.message: each.help for each in mistakes(folder)}
    assert "did you mean `effective_from`?" in told.values()
    assert [m for m in told if "lacks" in m] == ["a version of a rule lacks `source`"]


def test_an_id_of_two_files_is_told_in_both(folder: Path, mistakes: Mistakes) -> None:
    """Whoever opens either file finds the other one from there."""
    for name in ("a.yaml", "b.yaml"):
        (folder / "co" / name).write_text(BEGIN, encoding="utf-8")
    told = {Path(each.place.file).name: each.help for each in mistakes(folder)}
    assert told["a.yaml"].startswith("it is used again at ")
    assert "b.yaml:" in told["a.yaml"]
    assert told["b.yaml"].startswith("it is used first at ")
    assert "a.yaml:" in told["b.yaml"]


def test_a_mistake_in_one_rule_leaves_nothing_to_decide_with(folder: Path) -> None:
    """With one broken rule file no library is made, not even with the other rulebooks."""
    (folder / "co" / "rules.yaml").write_text(when("{end_use: war}"), encoding="utf-8")
    with pytest.raises(UnusableInput):
        load_library([folder], use_cache=False)


def test_a_rulebook_without_rules_is_a_mistake(folder: Path, mistakes: Mistakes) -> None:
    """A rulebook that would let everything pass is refused."""
    (problem,) = mistakes(folder)
    assert problem.code == "EC109"
    assert problem.message == "the rulebook `co` has no rules"


# ---- what is read -----------------------------------------------------------------------


@pytest.fixture
def read(folder: Path) -> Callable[[str], Library]:
    """The library with a rules file laid over it."""

    def loaded(text: str) -> Library:
        (folder / "co" / "rules.yaml").write_text(text, encoding="utf-8")
        return load_library([folder], use_cache=False)

    return loaded


def rules_of(library: Library) -> tuple[Rule, ...]:
    return next(book for book in library.rulebooks if book.id == "co").rules


def test_versions_follow_each_other_without_gap(read: Callable[[str], Library]) -> None:
    """A version ends where the next begins, unless it says that it ends before."""
    text = BEGIN + "".join(
        f'      - effective_from: "{day}"\n        source: s\n        read_in: r\n'
        f"        confidence: primary\n{end}"
        for day, end in (
            ("2024-01-01", '        superseded_on: "2024-06-01"\n'),
            ("2025-01-01", ""),
        )
    )
    (rule,) = rules_of(read(text))
    windows = [str(version.window) for version in rule.versions]
    assert windows == [
        "from 2023-11-17, up to but not including 2024-01-01",
        "from 2024-01-01, up to but not including 2024-06-01",
        "since 2025-01-01",
    ]


def test_conditions_are_trees_of_their_words(read: Callable[[str], Library]) -> None:
    """Entries of one mapping join, and each joining word makes its own kind of condition."""
    text = when(
        "{destination: CN, any: [{end_use: civil}, {parties.listed: yes}], "
        "not: {end_use: military}, contains_any: {item.kind: memory}, "
        "is: an item at the level of 3A090.a}"
    )
    (rule,) = rules_of(read(text))
    condition = rule.versions[0].when
    assert isinstance(condition, AllOf)
    assert [type(part) for part in condition.parts] == [FactTest, AnyOf, Not, ContainsAny, Term]
    first = condition.parts[0]
    assert isinstance(first, FactTest)
    assert (first.operator, first.operand, first.written) == ("in", ("CN",), "CN")
    assert first.place.line == 12


def test_two_tests_of_one_fact_join(read: Callable[[str], Library]) -> None:
    """A range is two tests of one fact, each at its own place."""
    (rule,) = rules_of(read(when("{item.performance_density: {at_least: 1.6, less_than: 5.92}}")))
    condition = rule.versions[0].when
    assert isinstance(condition, AllOf)
    operators = [part.operator for part in condition.parts if isinstance(part, FactTest)]
    assert operators == ["at_least", "less_than"]


def test_a_rule_without_a_condition_always_holds(read: Callable[[str], Library]) -> None:
    """Without `when` a rule is for every shipment."""
    (rule,) = rules_of(read(BEGIN))
    condition = rule.versions[0].when
    assert isinstance(condition, AllOf)
    assert condition.parts == ()
    assert isinstance(rule.effect, Prohibits)


def test_a_rule_cites_itself_or_its_file(read: Callable[[str], Library]) -> None:
    """Citations of a rule replace those of its file; those of a version are added."""
    text = NEED.replace("    title: R\n", "    title: R\n    cites: [own]\n")
    (rule,) = rules_of(read(text + "        cites: [own, more]\n"))
    assert rule.cites_of(rule.versions[0]) == ("own", "more")
    assert isinstance(rule.effect, RequiresLicense)
    (rule,) = rules_of(read(NEED))
    assert rule.cites_of(rule.versions[0]) == ("C",)


def test_an_exception_covers_what_it_names(read: Callable[[str], Library]) -> None:
    """`covers` may be one name or a list, and `all`."""
    for written, covers in (("all", {"all"}), ("r1", {"r1"}), ("[r1]", {"r1"})):
        effect = rules_of(read(EXCEPT.replace("covers: all", f"covers: {written}")))[1].effect
        assert isinstance(effect, Excepts)
        assert effect.covers == covers


def test_an_eccn_and_a_country_are_text_in_a_rule(read: Callable[[str], Library]) -> None:
    """`NO` is Norway and `3E001` an ECCN, in quotes or not."""
    text = when("{destination: {in: [NO, DE]}, item.paragraph: 3E001}")
    (rule,) = rules_of(read(text))
    condition = rule.versions[0].when
    assert isinstance(condition, AllOf)
    operands = [part.operand for part in condition.parts if isinstance(part, FactTest)]
    assert operands == [("NO", "DE"), ("3e001",)]
