"""The reports of an analysis tell why no answer turns on a rule."""

from __future__ import annotations

import json
from datetime import date

from exportcheck.core.proofs import Analysis, Idle
from exportcheck.reporting.as_proofs import analysis_page
from exportcheck.reporting.as_proofs_json import analysis_json


def analysis_with(*idle: Idle) -> Analysis:
    return Analysis(
        day=date(2025, 1, 1),
        facts=1,
        contents=0,
        overlaps=(),
        idle=idle,
        unusable=(),
        shared=(),
        axes=(),
        accepted=(),
        unused=(),
        undecided=(),
        unconfirmed=(),
    )


def told(*idle: Idle) -> str:
    text = analysis_page(analysis_with(*idle), width=80).text()
    return " ".join(text.split("Rules that decide nothing")[1].split("Exceptions")[0].split())


def test_each_idle_rule_is_told_with_what_stops_instead() -> None:
    """By one rule or several, or by a rulebook whose paragraphs disagree."""
    text = told(
        Idle(rule="co/a", holds=True, instead=("co/b",)),
        Idle(rule="co/c", holds=True, instead=("co/b", "co/d")),
        Idle(rule="co/e", holds=True, instead=("co",)),
    )
    assert "what co/a stops, co/b stops already" in text
    assert "what co/c stops, co/b and co/d stop already" in text
    assert "what co/e stops, co as a whole stops already" in text


def test_an_idle_rule_is_told_by_what_would_be_the_same() -> None:
    """Nobody is alarmed by a rule that holds beside another which stops the same."""
    text = told(Idle(rule="co/a", holds=True, instead=("co/b",)))
    assert "hold, and every answer is the same without them: co/a" in text


def test_a_rule_that_stops_nothing_is_told_so_and_what_cannot_stop_is_not() -> None:
    """A requirement that is always covered stops nothing; a paragraph is not asked about."""
    text = told(
        Idle(rule="co/a", holds=True, instead=()),
        Idle(rule="co/b", holds=True),
        Idle(rule="co/c", holds=False),
    )
    assert "co/a stops nothing" in text
    assert text.count("stops") == 1


def test_the_json_has_null_where_it_is_not_asked() -> None:
    """An empty list says that the rule stops nothing."""
    analysis = analysis_with(
        Idle(rule="co/a", holds=True, instead=("co/b", "co/d")),
        Idle(rule="co/c", holds=True, instead=()),
        Idle(rule="co/e", holds=True),
    )
    idle = json.loads(analysis_json(analysis))["idle"]
    assert [each["instead"] for each in idle] == [["co/b", "co/d"], [], None]
