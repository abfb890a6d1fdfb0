"""The JSON Schema for the files of facts: what a fact is, what is assumed of it, and what speaks
against that."""

from __future__ import annotations

from exportcheck.core.catalogue import KINDS
from exportcheck.core.formulas import FORMULAS
from exportcheck.reading.schemas import (
    FIGURE,
    SCALAR,
    TEXT,
    TEXTS,
    Schema,
    by_name,
    file_of,
    items_of,
    mapping,
    name_of,
)

FACT_FORM = "company.credit_hold: {kind: yes_no, meaning: ..., ask: ...}"


def facts_schema() -> Schema:
    """`facts.yaml`: the catalogue itself."""
    assumed = {
        "type": [*SCALAR, "object"],
        "x-noun": "an assumption",
        "properties": {
            "value": FIGURE,
            "same_as": name_of("fact"),
            "doubted_by": items_of(name_of("fact")),
            "only_as": by_name("what alone speaks", TEXTS, "license: [STA, ENC]"),
            "doubted_by_names": {
                "type": "object",
                "x-noun": "a doubt by names",
                "properties": {
                    "fact": name_of("fact"),
                    "of": items_of(name_of("fact")),
                    "only": TEXTS,
                    "beside": name_of("fact"),
                    "not_in": TEXTS,
                    "told_by": items_of(name_of("fact")),
                },
                "required": ["fact"],
                "additionalProperties": False,
            },
        },
        "additionalProperties": False,
    }
    fact = mapping(
        "a fact",
        {
            "kind": {"enum": list(KINDS)},
            "unit": TEXT,
            "flag": TEXT,
            "pattern": TEXT,
            "like": TEXT,
            "not_judged": by_name("the values", TEXT, "GFT: what it is"),
            "paragraphs": by_name("the paragraphs", TEXTS, '"3A090": [a, b, c]'),
            "options": by_name("the options", TEXT, "low: what it means"),
            "bit_length": {
                "type": ["string", "number", "object"],
                "x-noun": "a bit length",
                "properties": {
                    "reading": name_of("reading"),
                    "options": by_name("the options", FIGURE),
                },
                "required": ["reading", "options"],
                "additionalProperties": False,
            },
            "of": items_of(
                {
                    "type": ["string", "object"],
                    "x-noun": "a member",
                    "properties": {
                        "fact": name_of("fact"),
                        "when": by_name("a guard", {"type": SCALAR}),
                    },
                    "required": ["fact", "when"],
                    "additionalProperties": False,
                }
            ),
            "no_when_stated": items_of(name_of("fact")),
            "one_name": items_of(name_of("fact")),
            "only_where": name_of("fact"),
            "at_least": name_of("fact"),
            "meaning": TEXT,
            "ask": TEXT,
            "derived": mapping(
                "a derivation",
                {
                    "formula": {"enum": list(FORMULAS)},
                    "from": {"type": "array", "items": name_of("fact")},
                },
                required=("formula", "from"),
            ),
            "cites": TEXTS,
            "assume": by_name("the assumptions", assumed, "ordinary: no"),
        },
        required=("kind", "meaning", "ask"),
    )
    contradiction = mapping(
        "a contradiction",
        {"says": TEXT, "when": {"$ref": "#/$defs/condition"}},
        required=("says", "when"),
    )
    return file_of(
        "the facts file",
        {
            "facts": by_name("the facts", fact, FACT_FORM),
            "contradictions": items_of(contradiction),
        },
        ("facts",),
    )
