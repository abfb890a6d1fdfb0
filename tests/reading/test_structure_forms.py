"""Where a list stands in the place of a mapping the help shows what an entry looks like."""

from __future__ import annotations

import pytest

from exportcheck.reading import fact_schemas, rule_schemas
from exportcheck.reading.schemas import Schema
from exportcheck.reading.strict_yaml import read_yaml
from exportcheck.reading.structure import check_structure


@pytest.mark.parametrize(
    ("schema", "text", "shown"),
    [
        (fact_schemas.facts_schema(), "facts:\n  - a\n", "company.credit_hold: {kind: yes_no"),
        (
            rule_schemas.parties_schema(),
            "title: T\ncites: [C]\nread_in: r\nlists: [own]\nentries:\n"
            "  - {name: N, stands_on: [own], since: d, source: s, confidence: high}\n",
            "name-of-it: {title: ..., meaning: ..., answers: FACT, parties: [end_user.name]}",
        ),
        (
            rule_schemas.parties_schema(),
            "title: T\ncites: [C]\nread_in: r\nlists: {own: x}\nentries:\n"
            "  - {name: N, stands_on: [own], since: d, source: s, confidence: high}\n",
            "own: {title: x, meaning: ..., answers: ..., parties: ...}",
        ),
    ],
)
def test_the_help_shows_the_form(schema: Schema, text: str, shown: str) -> None:
    """A list or a text where a mapping is due: the help has a mapping to copy."""
    (problem,) = check_structure(read_yaml(text.encode(), "f"), schema)
    assert problem.code == "EC104"
    assert shown in problem.help
