"""The words of order systems lead to facts, in messages and searches and nowhere else."""

from __future__ import annotations

import pytest

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.mentions import speaks_of
from exportcheck.core.order_words import _NAMES, facts_called, suggested
from exportcheck.core.places import Place
from exportcheck.reading.headings import facts_named
from exportcheck.reading.rows import OWN_NAMES

# What a line may state that is no fact of the catalogue.
BESIDE = {"id", "item.sku"}


@pytest.mark.parametrize(
    ("heading", "facts"),
    [
        ("Customer", "end_user.name purchaser.name"),
        ("Ship-to", "destination consignee.name"),
        ("SHIP_TO_COUNTRY", "destination"),
        ("Material", "item.sku"),
        ("Qty.", "quantity"),
        ("Sold-To Party", "purchaser.name"),
        ("Delivery block", ""),
    ],
)
def test_a_heading_suggests_what_order_systems_call_so(
    catalogue: Catalogue, heading: str, facts: str
) -> None:
    """Both where a word is used of two facts; the mapping is written out."""
    known = (*catalogue.facts, *BESIDE)
    assert facts_called(heading, known) == tuple(facts.split())
    (problem,) = facts_named([heading], [Place("x", 1, 1)], catalogue, OWN_NAMES)[1]
    assert all(f"`{heading}: {fact}`" in problem.help for fact in facts.split())


def test_every_word_leads_to_facts_that_there_are(catalogue: Catalogue) -> None:
    """No table is kept of names that are gone."""
    assert {name for facts in _NAMES for name in facts} <= {*catalogue.facts, *BESIDE}


def test_a_name_that_is_none_suggests_those_with_its_words(catalogue: Catalogue) -> None:
    """In whatever order, where the spelling comes near none."""
    names = tuple(catalogue.facts)
    assert suggested("item.hbm", names) == (
        "did you mean `item.contains_hbm` or `item.hbm_by_name`?"
    )
    assert suggested("customer", names) == "did you mean `end_user.name` or `purchaser.name`?"
    assert suggested("item.zzz", names) == ""


def test_a_search_finds_questions_and_meanings(catalogue: Catalogue) -> None:
    """Not names alone."""
    found = [f.name for f in catalogue if speaks_of("fingerprint computers", (f.ask, f.meaning))]
    assert found == []
    found = [f.name for f in catalogue if speaks_of("computer finger", (f.ask, f.meaning))]
    assert found == ["item.for_fingerprint_equipment"]
