"""JSON Schemas for every kind of file, made from the catalogue of facts.

They say the structure, for editors and for the first check of a file; what a value means is checked
where it is read. No `oneOf` or `anyOf`: their messages would name the wrong branch. Annotations
that begin with `x-` hold the words in which a mistake is told.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from exportcheck.core.conditions import OPERATORS
from exportcheck.core.facts import KINDS, NUMERIC_KINDS, Catalogue, Fact
from exportcheck.core.formulas import FORMULAS
from exportcheck.core.rules import CONFIDENCES, REVIEW_POLICIES

Schema: TypeAlias = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SCALAR = ["string", "number", "boolean"]
TEXT: Schema = {"type": "string", "minLength": 1}
FIGURE: Schema = {"type": ["string", "number"]}
DAY: Schema = {"type": "string", "format": "date", "description": "a calendar day, 2025-05-01"}
CODE: Schema = {"type": "string", "description": "a two-letter country code, in quotes"}
TEXTS: Schema = {"type": "array", "items": TEXT, "minItems": 1}
CONFIDENCE: Schema = {"enum": list(CONFIDENCES)}
FIGURE_CONFIDENCES = ("high", "medium", "low")


def mapping(
    noun: str, properties: dict[str, Schema], *, required: tuple[str, ...] = (), **more: Any
) -> Schema:
    """A mapping with these keys and no others; `noun` names it in messages."""
    return {
        "type": "object",
        "x-noun": noun,
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def by_name(noun: str, value: Schema) -> Schema:
    """A mapping whose keys are names of the writer's choice."""
    return {"type": "object", "x-noun": noun, "minProperties": 1, "additionalProperties": value}


def items_of(value: Schema) -> Schema:
    return {"type": "array", "items": value, "minItems": 1}


def facts_schema() -> Schema:
    """`facts.yaml`: the catalogue itself."""
    assumed = {
        "type": [*SCALAR, "object"],
        "x-noun": "an assumption",
        "properties": {"same_as": TEXT},
        "additionalProperties": False,
    }
    fact = mapping(
        "a fact",
        {
            "kind": {"enum": list(KINDS)},
            "unit": TEXT,
            "options": by_name("the options", TEXT),
            "meaning": TEXT,
            "ask": TEXT,
            "flag": TEXT,
            "pattern": TEXT,
            "like": TEXT,
            "bit_length": FIGURE,
            "of": items_of(
                {
                    "type": ["string", "object"],
                    "x-noun": "a member",
                    "properties": {"fact": TEXT, "when": by_name("a guard", {"type": SCALAR})},
                    "required": ["fact", "when"],
                    "additionalProperties": False,
                }
            ),
            "derived": mapping(
                "a derivation",
                {
                    "formula": {"enum": list(FORMULAS)},
                    "from": {"type": "array", "items": TEXT},
                },
                required=("formula", "from"),
            ),
            "assume": by_name("the assumptions", assumed),
            "cites": TEXTS,
        },
        required=("kind", "meaning", "ask"),
    )
    return _file("the facts file", {"facts": by_name("the facts", fact)}, ("facts",))


def countries_schema() -> Schema:
    """`countries.yaml`: country codes and names."""
    return _file(
        "the countries file", {"countries": by_name("the countries", TEXT)}, ("countries",)
    )


def items_schema(catalogue: Catalogue) -> Schema:
    """Items of one maker."""
    figure = {
        "type": [*SCALAR, "array", "object"],
        "x-noun": "a figure",
        "items": TEXT,
        "properties": {
            "value": {"type": [*SCALAR, "array"], "items": TEXT},
            "confidence": {"enum": list(FIGURE_CONFIDENCES)},
            "source": TEXT,
            "note": TEXT,
        },
        "required": ["value"],
        "additionalProperties": False,
    }
    published = {
        name.removeprefix("item."): FIGURE
        for name, fact in catalogue.facts.items()
        if name.startswith("item.") and fact.formula and fact.kind == "quantity"
    }
    item = mapping(
        "an item",
        {
            "sku": TEXT,
            "family": TEXT,
            "aliases": TEXTS,
            "kind": {"enum": list(catalogue["item.kind"].options)},
            "confidence": {"enum": list(FIGURE_CONFIDENCES)},
            "sources": TEXTS,
            "contains": items_of(
                mapping(
                    "a contained item", {"item": TEXT, "count": FIGURE}, required=("item", "count")
                )
            ),
            "facts": _nested("an item", catalogue, "item.", figure),
            "published": mapping("published figures", {**published, "note": TEXT}),
            "notes": TEXTS,
        },
        required=("sku", "family", "kind", "confidence", "sources"),
    )
    return _file(
        "an items file",
        {"maker": TEXT, "headquarters": CODE, "items": items_of(item)},
        ("maker", "items"),
    )


# Facts that an item states in other keys of its entry.
ITEM_KEYS = (
    "item.sku",
    "item.maker",
    "item.maker_headquarters",
    "item.family",
    "item.kind",
    "item.contains",
)


def _nested(noun: str, catalogue: Catalogue, prefix: str, leaf: Schema) -> Schema:
    """Facts under a prefix as nested mappings: `peak: {fp16: ...}` for `item.peak.fp16`."""
    root = mapping(noun, {})
    for name in catalogue.facts:
        if not name.startswith(prefix) or name in ITEM_KEYS:
            continue
        level, parts = root, name.removeprefix(prefix).split(".")
        for part in parts[:-1]:
            level = level["properties"].setdefault(part, mapping(noun, {}))
        level["properties"][parts[-1]] = leaf
    return root


def rulebook_schema() -> Schema:
    """`rulebook.yaml`: what a rulebook is, and its readings."""
    reading = mapping(
        "a reading",
        {
            "question": TEXT,
            "options": by_name("the options", TEXT),
            "default": TEXT,
            "why": TEXT,
            "confidence": CONFIDENCE,
            "sources": TEXTS,
        },
        required=("question", "options", "default", "why", "confidence", "sources"),
    )
    return _file(
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
            "readings": by_name("the readings", reading),
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
    return _file(
        "a country groups file",
        {
            "title": TEXT,
            "cites": TEXTS,
            "url": TEXT,
            "read_in": TEXT,
            "recorded_from": DAY,
            "treated_as": items_of(treated),
            "listed": codes,
            "groups": by_name("the groups", group),
        },
        ("title", "cites", "read_in", "recorded_from", "listed", "groups"),
    )


def rules_schema() -> Schema:
    """Rules and defined terms."""
    condition = {"$ref": "#/$defs/condition"}
    policy = mapping(
        "a review policy",
        {
            "policy": {"enum": list(REVIEW_POLICIES)},
            "when": condition,
            "cites": TEXTS,
            "note": TEXT,
        },
        required=("policy", "cites"),
    )
    bar = mapping(
        "a bar",
        {"title": TEXT, "when": condition, "cites": TEXTS},
        required=("title", "when", "cites"),
    )
    obligation = mapping(
        "an obligation",
        {"do": TEXT, "cites": TEXTS, "days_before": FIGURE, "confidence": CONFIDENCE},
        required=("do", "cites"),
    )
    version = mapping(
        "a version of a rule",
        {
            "effective_from": DAY,
            "superseded_on": DAY,
            "announced": DAY,
            "published": DAY,
            "compliance_from": DAY,
            "source": TEXT,
            "url": TEXT,
            "read_in": TEXT,
            "confidence": CONFIDENCE,
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
                required=("reason", "part"),
            ),
            "prohibits": {"type": "boolean"},
            "excepts": mapping(
                "a license exception",
                {
                    "symbol": TEXT,
                    "covers": {"type": ["string", "array"], "items": TEXT},
                    "license": {"type": "boolean"},
                },
                required=("symbol", "covers"),
            ),
            "obliges": {"type": "boolean"},
            "advises": {"type": "boolean"},
            "versions": items_of(version),
        },
        required=("id", "title", "versions"),
    )
    term = mapping(
        "a defined term",
        {"meaning": TEXT, "cites": TEXTS, "when": condition},
        required=("meaning", "when"),
    )
    return _file(
        "a rules file",
        {
            "title": TEXT,
            "cites": TEXTS,
            "terms": by_name("the terms", term),
            "rules": items_of(rule),
        },
        ("title", "cites"),
    )


def cases_schema(catalogue: Catalogue) -> Schema:
    """Cases: given facts, the outcome expected, and the rules that it must rest on."""
    case = mapping(
        "a case",
        {
            "name": TEXT,
            "item": TEXT,
            "date": DAY,
            "assume": TEXT,
            "readings": by_name("the readings", TEXT),
            "given": _flat("the given facts", catalogue),
            "expect": {
                "enum": [
                    "prohibited",
                    "license_required",
                    "undetermined",
                    "no_license_required",
                    "license_held",
                    "license_exception",
                ]
            },
            "rests_on": TEXTS,
            "not_on": TEXTS,
            "paragraph": TEXT,
            "review_policy": {"enum": [*REVIEW_POLICIES, "none"]},
            "asks": TEXTS,
            "note": TEXT,
        },
        required=("name", "date", "expect"),
    )
    return _file(
        "a cases file",
        {
            "title": TEXT,
            "given": _flat("the given facts", catalogue),
            "assume": TEXT,
            "cases": items_of(case),
        },
        ("cases",),
    )


def orders_schema(catalogue: Catalogue) -> Schema:
    """Order files in YAML or JSON: a list of shipment lines."""
    line = _flat("a shipment line", catalogue)
    line["properties"]["id"] = FIGURE
    return _file("an order file", {"shipments": items_of(line)}, ("shipments",))


def spec_schema(catalogue: Catalogue) -> Schema:
    """The specification of one item that is not in the catalogue."""
    entry: Schema = items_schema(catalogue)["properties"]["items"]["items"]
    properties = {**entry["properties"], "maker": TEXT, "headquarters": CODE}
    return {
        **_file("an item specification", properties, ("sku", "kind", "facts")),
    }


def _flat(noun: str, catalogue: Catalogue) -> Schema:
    """Facts of a line, nested or dotted."""
    schema = mapping(noun, {})
    for fact in catalogue:
        if fact.kind == "any_of":
            continue
        value = _value(fact)
        schema["properties"][fact.name] = value
        level = schema
        *parts, last = fact.name.split(".")
        for part in parts:
            level = level["properties"].setdefault(part, mapping(noun, {}))
            # A name such as `license` may be a fact and the start of others.
            if "properties" not in level:
                break
        else:
            level["properties"].setdefault(last, value)
    return schema


def _value(fact: Fact) -> Schema:
    """What may stand for one fact on a line."""
    described = {"description": f"{fact.meaning} {fact.ask}", "x-noun": f"`{fact.name}`"}
    if fact.kind == "formats" or fact.kind == "items":
        return {"type": ["array", "string", "null"], **described}
    if fact.kind == "yes_no":
        return {"enum": ["yes", "no", True, False, None], **described}
    if fact.kind == "one_of":
        return {"enum": [*fact.options, None], **described}
    return {"type": [*SCALAR, "null"], **described}


def condition_schema(catalogue: Catalogue) -> Schema:
    """A condition: facts with a test each, and the words that join conditions."""
    condition = {"$ref": "#/$defs/condition"}
    joining: dict[str, Schema] = {
        "all": items_of(condition),
        "any": items_of(condition),
        "not": condition,
        "is": {"type": ["string", "array"], "items": TEXT, "x-noun": "defined terms"},
        "contains_any": condition,
        "holds": {"type": ["string", "array"], "items": TEXT, "x-noun": "rule ids"},
    }
    return mapping(
        "a condition",
        {**joining, **{fact.name: _test(fact, catalogue) for fact in catalogue}},
        minProperties=1,
    )


def _test(fact: Fact, catalogue: Catalogue) -> Schema:
    kind = catalogue[fact.members[0].fact].kind if fact.members else fact.kind
    operators = {
        name: {"type": ["array", "string"], "items": TEXT} if operator.takes_list else FIGURE
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


def _file(noun: str, properties: dict[str, Schema], required: tuple[str, ...]) -> Schema:
    return {"$schema": DRAFT, **mapping(noun, properties, required=required)}


def with_conditions(schema: Schema, catalogue: Catalogue) -> Schema:
    """A schema with the definition of a condition that its references point at."""
    return {**schema, "$defs": {"condition": condition_schema(catalogue)}}
