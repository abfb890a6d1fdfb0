"""JSON Schemas for the files of a rulebook: its head, country groups, rules, and conditions."""

from __future__ import annotations

from exportcheck.core.catalogue import NUMERIC_KINDS, Catalogue, Fact
from exportcheck.core.conditions import OPERATORS
from exportcheck.core.parties import NEAR
from exportcheck.core.rules import CONFIDENCES, REVIEW_POLICIES
from exportcheck.reading.schemas import (
    CODE,
    DAY,
    DAY_OR_NEVER,
    FIGURE,
    FIGURE_CONFIDENCES,
    SCALAR,
    TEXT,
    TEXTS,
    Schema,
    by_name,
    file_of,
    items_of,
    mapping,
    name_of,
    names_of,
)

CONFIDENCE: Schema = {"enum": list(CONFIDENCES)}


def _one_or_more(kind: str, noun: str) -> Schema:
    """One name, or a list of them."""
    return {"type": ["string", "array"], "items": name_of(kind), "minItems": 1, "x-noun": noun}


def rulebook_schema() -> Schema:
    """`rulebook.yaml`: what a rulebook is, and its readings."""
    reading = mapping(
        "a reading",
        {
            "question": TEXT,
            "options": by_name("the options", TEXT, "name-of-it: what it says"),
            "default": TEXT,
            "why": TEXT,
            "confidence": CONFIDENCE,
            "sources": TEXTS,
        },
        required=("question", "options", "default", "why", "confidence", "sources"),
    )
    return file_of(
        "a rulebook",
        {
            "id": TEXT,
            "title": TEXT,
            "jurisdiction": TEXT,
            "version": TEXT,
            "first_day": DAY,
            "verified_through": DAY,
            "verified_note": TEXT,
            "covers": TEXTS,
            "not_covered": TEXTS,
            "applies_when": {"$ref": "#/$defs/condition"},
            "readings": by_name(
                "the readings", reading, "name-of-it: {question: ..., options: ...}"
            ),
        },
        (
            "id",
            "title",
            "jurisdiction",
            "version",
            "first_day",
            "verified_through",
            "covers",
            "not_covered",
        ),
    )


def groups_schema() -> Schema:
    """Country groups with dated membership."""
    codes = {"type": "array", "items": CODE}
    change = mapping(
        "a change of a group",
        {
            "date": DAY,
            "added": codes,
            "removed": codes,
            "source": TEXT,
            "url": TEXT,
            "confidence": {"enum": list(FIGURE_CONFIDENCES)},
            "note": TEXT,
            "reading": name_of("reading"),
            "otherwise": by_name("the other days", DAY_OR_NEVER),
        },
        required=("date", "source", "confidence"),
    )
    group = mapping(
        "a country group",
        {"meaning": TEXT, "members": codes, "changes": items_of(change)},
        required=("meaning", "members"),
    )
    treated = mapping(
        "a treatment",
        {"code": CODE, "as": CODE, "since": DAY, "source": TEXT, "note": TEXT},
        required=("code", "as", "since", "source"),
    )
    return file_of(
        "a country groups file",
        {
            "title": TEXT,
            "cites": TEXTS,
            "url": TEXT,
            "read_in": TEXT,
            "recorded_from": DAY,
            "country_groups": {"type": "boolean"},
            "treated_as": items_of(treated),
            "listed": codes,
            "groups": by_name("the groups", group, '"C:1": {meaning: ..., members: [...]}'),
        },
        ("title", "cites", "read_in", "recorded_from", "listed", "groups"),
    )


def parties_schema() -> Schema:
    """Lists of parties with dated entries."""
    party_list = mapping(
        "a list of parties",
        {
            "title": TEXT,
            "meaning": TEXT,
            "cites": TEXTS,
            "answers": name_of("yes_no fact"),
            "parties": names_of("text fact"),
            "every": {"type": "boolean"},
            "knows_items": {"type": "boolean"},
            "near": {"enum": list(NEAR)},
            "says_where": {"type": "boolean"},
            "asks_only": {"type": "boolean"},
            "whole": {"type": "boolean"},
            "but_where": by_name("the facts", {"type": SCALAR}, "name.of_a_fact: value"),
            "disbelieves": by_name("the facts", {"type": SCALAR}, "name.of_a_fact: value"),
            "same_as": TEXT,
        },
        required=("title", "meaning", "answers", "parties"),
    )
    entry = mapping(
        "a party",
        {
            "name": TEXT,
            "aliases": TEXTS,
            "country": CODE,
            "stands_on": TEXTS,
            "alone": {"type": "boolean"},
            "unlike": TEXTS,
            "since": DAY,
            "until": DAY,
            "source": TEXT,
            "confidence": {"enum": list(FIGURE_CONFIDENCES)},
            "note": TEXT,
        },
        required=("name", "stands_on", "since", "source", "confidence"),
    )
    return file_of(
        "a parties file",
        {
            "title": TEXT,
            "cites": TEXTS,
            "url": TEXT,
            "read_in": TEXT,
            "lists": by_name(
                "the lists",
                party_list,
                "name-of-it: {title: ..., meaning: ..., answers: FACT, parties: [end_user.name]}",
            ),
            "entries": items_of(entry),
        },
        ("title", "cites", "read_in", "lists", "entries"),
    )


def rules_schema() -> Schema:
    """Rules and defined terms."""
    condition = {"$ref": "#/$defs/condition"}
    policy = mapping(
        "a review policy",
        {
            "policy": {"enum": list(REVIEW_POLICIES)},
            "cites": TEXTS,
            "note": TEXT,
            "when": condition,
        },
        required=("policy", "cites"),
    )
    bar = mapping(
        "a bar",
        {"title": TEXT, "cites": TEXTS, "when": condition},
        required=("title", "when", "cites"),
    )
    obligation = mapping(
        "an obligation",
        {
            "do": TEXT,
            "cites": TEXTS,
            "days_before": FIGURE,
            "confidence": CONFIDENCE,
            "for": {"enum": ["shipment", "application"]},
        },
        required=("do", "cites"),
    )
    version = mapping(
        "a version of a rule",
        {
            "effective_from": DAY,
            "announced": DAY,
            "published": DAY,
            "compliance_from": DAY,
            "superseded_on": DAY,
            "source": TEXT,
            "url": TEXT,
            "read_in": TEXT,
            "confidence": CONFIDENCE,
            "review_by": DAY,
            "reviewer": TEXT,
            "note": TEXT,
            "cites": TEXTS,
            "when": condition,
            "unless": condition,
            "review_policy": items_of(policy),
            "bars": items_of(bar),
            "obligations": items_of(obligation),
            "advice": TEXT,
            "resolved_when": condition,
        },
        required=("effective_from", "source", "read_in", "confidence"),
    )
    rule = mapping(
        "a rule",
        {
            "id": TEXT,
            "title": TEXT,
            "cites": TEXTS,
            "classifies": TEXT,
            "requires_license": mapping(
                "a license requirement",
                {"reason": TEXT, "part": TEXT},
                required=("reason",),
            ),
            "prohibits": {"type": "boolean"},
            "excepts": mapping(
                "a license exception",
                {
                    "symbol": TEXT,
                    "covers": _one_or_more("requirement", "license requirements"),
                    "license": {"type": "boolean"},
                },
                required=("symbol", "covers"),
            ),
            "obliges": {"type": "boolean"},
            "advises": {
                "type": ["boolean", "object"],
                "x-noun": "advice",
                "properties": {"holds_open": {"type": "boolean"}, "doubts": {"type": "string"}},
                "required": [],
                "additionalProperties": False,
            },
            "versions": items_of(version),
        },
        required=("id", "title", "versions"),
    )
    term = mapping(
        "a defined term",
        {"meaning": TEXT, "cites": TEXTS, "when": condition},
        required=("meaning", "when"),
    )
    return file_of(
        "a rules file",
        {
            "title": TEXT,
            "cites": TEXTS,
            "terms": by_name("the terms", term, "words of it: {meaning: ..., when: {...}}"),
            "rules": items_of(rule),
        },
        ("title", "cites"),
    )


def condition_schema(catalogue: Catalogue) -> Schema:
    """A condition: facts with a test each, and the words that join conditions."""
    condition = {"$ref": "#/$defs/condition"}
    joining: dict[str, Schema] = {
        "all": items_of(condition),
        "any": items_of(condition),
        "not": condition,
        "is": _one_or_more("term", "defined terms"),
        "contains_any": condition,
        "holds": _one_or_more("rule", "rule ids"),
        "requires_license_under": mapping(
            "parts of the regulations",
            {"parts": names_of("part"), "other_than": names_of("requirement")},
            required=("parts",),
        ),
    }
    return mapping(
        "a condition",
        {**joining, **{fact.name: _test(fact, catalogue) for fact in catalogue}},
        minProperties=1,
    )


def _test(fact: Fact, catalogue: Catalogue) -> Schema:
    kind = catalogue[fact.members[0].fact].kind if fact.members else fact.kind
    operators = {
        name: {"type": ["array", "string"], "items": TEXT, "minItems": 1}
        if operator.takes_list
        else FIGURE
        for name, operator in OPERATORS.items()
        if kind in operator.kinds
    }
    return {
        "type": [*SCALAR, "object"],
        "x-noun": f"a test of `{fact.name}`",
        "description": fact.meaning + (f" In {fact.unit}." if fact.kind in NUMERIC_KINDS else ""),
        "properties": operators,
        "additionalProperties": False,
        "minProperties": 1,
    }


def with_conditions(schema: Schema, catalogue: Catalogue | None) -> Schema:
    """A schema with the definition of a condition that its references point at.

    Before there is a catalogue, a condition is any mapping.
    """
    condition = (
        {"type": "object", "x-noun": "a condition"}
        if catalogue is None
        else condition_schema(catalogue)
    )
    return {**schema, "$defs": {"condition": condition}}
