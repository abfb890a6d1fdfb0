"""Party files: each mistake at its place, and a name on a list from the file to the answer.

A mark `«...»` surrounds what the problem must point at; the marks are taken out before writing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exportcheck.core.findings import Outcome
from exportcheck.core.problems import Problem
from exportcheck.reading.library import load_library

Write = Callable[[Mapping[str, str]], Path]
Mistakes = Callable[[Path], tuple[Problem, ...]]

FACTS = """\
facts:
  my.buyer: {kind: text, meaning: m, ask: a}
  my.payer: {kind: text, meaning: m, ask: a}
  my.listed: {kind: yes_no, meaning: m, ask: a, assume: {ordinary: no}}
  my.black: {kind: yes_no, meaning: m, ask: a, derived: {formula: no_when_no, from: [my.listed]}}
"""
RULES = """\
title: T
cites: [C]
rules:
  - id: black
    title: Nobody on the black list
    prohibits: true
    versions:
      - effective_from: "2022-01-01"
        source: s
        read_in: r
        confidence: primary
        when: {my.black: yes}
"""
HEAD = """\
title: T
cites: [C]
read_in: r
lists:
  black:
    title: black list
    meaning: m
    answers: my.black
    parties: [my.buyer, my.payer]
entries:
"""
ENTRY = """\
  - name: Acme
    aliases: [Acme Chips]
    country: "CN"
    stands_on: [black]
    since: "2024-05-10"
    until: "2024-11-01"
    source: s
    confidence: high
"""
PARTIES = HEAD + ENTRY
OTHER = ENTRY.replace("Acme Chips", "Best Chips").replace("Acme", "Best")
LATER = ENTRY.replace("2024-11-01", "2025-11-01").replace("2024-05-10", "2024-11-01")


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


def files(parties: str) -> dict[str, str]:
    return {"facts.yaml": FACTS, "co/rules.yaml": RULES, "co/parties/list.yaml": parties}


MISTAKES: dict[str, tuple[str, str, str, str]] = {
    "unknown list": (
        PARTIES.replace("[black]", "[«blak»]") + OTHER,
        "EC202",
        "`blak` is not a list of this file",
        "did you mean `black`?",
    ),
    "unknown fact to answer": (
        PARTIES.replace("my.black", "«my.blak»"),
        "EC201",
        "`my.blak` is not a fact this tool knows",
        "did you mean `my.black`",
    ),
    "unknown fact that names": (
        PARTIES.replace("my.payer]", "«my.payr»]"),
        "EC201",
        "`my.payr` is not a fact this tool knows",
        "did you mean `my.payer`",
    ),
    "a name to answer": (
        PARTIES.replace("answers: my.black", "answers: «my.buyer»"),
        "EC205",
        "`my.buyer` is a fact of kind text, not yes_no",
        "by the names that facts of kind text hold",
    ),
    "a yes or no that names": (
        PARTIES.replace("[my.buyer,", "[«my.listed»,"),
        "EC205",
        "`my.listed` is a fact of kind yes_no, not text",
        "by the names that facts of kind text hold",
    ),
    "ends on its first day": (
        PARTIES.replace('"2024-11-01"', '«"2024-05-10"»'),
        "EC302",
        "the listing ends on 2024-05-10, the day on which it begins",
        "the first day on which it no longer holds",
    ),
    "no day": (
        PARTIES.replace('"2024-05-10"', '«"2024-02-30"»'),
        "EC301",
        "`2024-02-30` is not a calendar day",
        "February 2024 has 29 days",
    ),
    "doubled name": (
        PARTIES + OTHER.replace("name: Best", "name: «ACME»"),
        "EC203",
        "`ACME` is on the list `black` twice in the same days",
        "it stands first at ",
    ),
    "doubled alias": (
        PARTIES + OTHER.replace("[Best Chips]", "[Best Chips, «ACME-CHIPS»]"),
        "EC203",
        "`ACME-CHIPS` is on the list `black` twice in the same days",
        "it stands first at ",
    ),
    "alias that is the name": (
        PARTIES.replace("[Acme Chips]", "[«A.C.M.E.»]"),
        "EC203",
        "`A.C.M.E.` is on the list `black` twice in the same days",
        "it stands first at ",
    ),
    "empty list": (
        PARTIES.replace(
            "entries:",
            "  «white»:\n    title: t\n    meaning: m\n    answers: my.listed\n"
            "    parties: [my.buyer]\nentries:",
        ),
        "EC109",
        "no party is on the list `white`",
        "under `stands_on` of an entry, or remove it",
    ),
    "unknown country": (
        PARTIES.replace('"CN"', '«"UK"»'),
        "EC202",
        "`UK` is not a country code",
        "write `GB` (United Kingdom)",
    ),
    "a name of signs": (
        PARTIES.replace("[Acme Chips]", '[«"..."»]'),
        "EC401",
        "`...` has no letter or digit",
        "write a name",
    ),
    "same as no list": (
        PARTIES.replace("[my.buyer,", "[my.payer]\n    same_as: «blak»\n    cites: [my.buyer,"),
        "EC202",
        "`blak` is not a list of this file",
        "did you mean `black`",
    ),
    "but where no fact": (
        PARTIES.replace("[my.buyer,", "[my.payer]\n    but_where: {«my.lst»: yes}\n    cites: ["),
        "EC201",
        "`my.lst` is not a fact this tool knows",
        "did you mean `my.listed`",
    ),
    "but where it is no value": (
        PARTIES.replace(
            "[my.buyer,", "[my.payer]\n    but_where: {my.listed: «perhaps»}\n    cites: ["
        ),
        "EC401",
        "`perhaps` is not `yes` or `no`",
        "",
    ),
    "no days": (
        HEAD + "  - «name: Acme\n    stands_on: [black]\n    source: s\n    confidence: high»\n",
        "EC103",
        "`since`",
        "",
    ),
}


@pytest.mark.parametrize(("text", "code", "message", "help"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_told_at_its_place(
    write: Write, mistakes: Mistakes, text: str, code: str, message: str, help: str
) -> None:
    """Each mistake in a list of parties is one problem, at line and column, with a remedy."""
    plain, ((line, column, _),) = unmarked(text)
    (problem,) = mistakes(write(files(plain)))
    assert problem.place.file.endswith("co/parties/list.yaml")
    assert (problem.place.line, problem.place.column) == (line, column)
    assert problem.code == code
    assert message in problem.message
    assert help in problem.help


def test_a_list_is_defined_once(write: Write, mistakes: Mistakes) -> None:
    """A second file does not define a list anew; an entry stands on lists of its own file."""
    found = mistakes(write({**files(PARTIES), "co/parties/more.yaml": PARTIES}))
    (problem,) = found
    assert (problem.code, problem.place.line, problem.place.column) == ("EC203", 5, 3)
    assert problem.message == "the list `black` is defined twice"
    assert problem.help.endswith("list.yaml:6:5")


def test_a_doubled_name_points_at_the_listing_it_meets(write: Write, mistakes: Mistakes) -> None:
    """Of a party listed before and again, the listing of the same days is the one to look at."""
    again = HEAD + ENTRY + LATER.replace("[Acme Chips]", "[Acme Two]")
    again += LATER.replace("[Acme Chips]", "[Acme Three]")
    (problem,) = mistakes(write(files(again)))
    assert (problem.place.line, problem.place.column) == (27, 11)
    assert problem.help.endswith("list.yaml:19:5")


@pytest.mark.parametrize(
    "again",
    [LATER, ENTRY.replace("    until: ", "    note: ").replace("2024-05-10", "2024-11-01")],
)
def test_a_party_that_left_may_be_entered_again(write: Write, again: str) -> None:
    """A name may be on a list twice in days that do not meet."""
    load_library([write(files(PARTIES + again))], use_cache=False)


@pytest.mark.parametrize(
    ("day", "line", "outcome"),
    [
        (date(2024, 5, 9), {"my.buyer": "ACME CHIPS"}, Outcome.UNDETERMINED),
        (date(2024, 5, 10), {"my.buyer": "ACME CHIPS"}, Outcome.PROHIBITED),
        (date(2024, 5, 10), {"my.payer": "acme"}, Outcome.PROHIBITED),
        (date(2024, 5, 10), {"my.buyer": "Acm"}, Outcome.UNDETERMINED),
        (date(2024, 5, 10), {"my.buyer": "Acm", "my.listed": "no"}, Outcome.NO_LICENSE_REQUIRED),
        (date(2024, 10, 31), {"my.buyer": "Acme"}, Outcome.PROHIBITED),
        (date(2024, 11, 1), {"my.buyer": "Acme"}, Outcome.UNDETERMINED),
    ],
)
def test_a_name_on_a_list_answers_what_rules_ask(
    write: Write,
    judge_by: Callable[..., Any],
    day: date,
    line: dict[str, str],
    outcome: Outcome,
) -> None:
    """A rule that asks whether a party is listed is answered by the name, in its days."""
    library = load_library([write(files(PARTIES))], use_cache=False)
    assert judge_by(library, line, day).outcome is outcome


def test_a_stated_no_with_a_listed_name_is_a_problem_of_the_line(
    write: Write, ask: Callable[..., Any]
) -> None:
    """The line is not judged; the problem is at the statement, and tells the listing."""
    library = load_library([write(files(PARTIES))], use_cache=False)
    told = {"item.kind": "memory", "my.buyer": "Acme", "ship_date": "2024-05-10"}
    for name in ("my.black", "my.listed"):
        (problem,) = ask(library, {**told, name: "no"})
        assert problem.code == "EC402"
        assert problem.message == (
            f"`{name}` is no (stated), and it is also yes (`my.buyer` is Acme, on the black list "
            "from 2024-05-10, up to but not including 2024-11-01 (s))"
        )
        assert str(problem.place) == "line"
    judged = ask(library, told, profile="ordinary")
    assert judged.outcome is Outcome.PROHIBITED
    assert "my.listed" not in {fact.name for fact, _ in judged.assumed}


def test_a_list_says_the_same_from_the_cache(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list that was checked before gives the same listing, with its place, when it is read."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = write(files(PARTIES))
    fresh, kept = load_library([folder]), load_library([folder])
    found = [
        next(b for b in library.rulebooks if b.id == "co").lists[0].on(date(2024, 8, 1), "acme")
        for library in (fresh, kept)
    ]
    assert found[0] is not None
    assert found[0].place.line == 11
    assert found[0] == found[1]


def test_a_list_of_one_rulebook_answers_what_another_asks(
    write: Write, ask: Callable[..., Any]
) -> None:
    """A company's rule on listed parties sees the lists of the other rulebooks, too."""
    other = {
        f"other/{name.partition('/')[2]}": text
        for name, text in files(PARTIES).items()
        if name != "facts.yaml"
    }
    head = (write({}) / "co" / "rulebook.yaml").read_text(encoding="utf-8")
    folder = write(
        {
            **other,
            "facts.yaml": FACTS,
            "other/rulebook.yaml": head.replace("id: co", "id: other"),
            "co/rules.yaml": RULES.replace("my.black", "my.listed"),
        }
    )
    library = load_library([folder], use_cache=False)
    told = {"item.kind": "memory", "my.buyer": "Acme", "ship_date": "2024-05-10"}
    for profile in ("none", "ordinary"):
        judged = ask(library, told, profile=profile)
        assert "co/black" in judged.rests_on
        assert "my.listed" not in {fact.name for fact, _ in judged.assumed}
