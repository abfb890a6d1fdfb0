"""JSON Schemas for every kind of file, made from the catalogue of facts.

They say the structure, for editors and for the first check of a file; what a value means is checked
where it is read. No `oneOf` or `anyOf`: their messages would name the wrong branch. Annotations
that begin with `x-` hold the words in which a mistake is told, and say of which kind of thing a
name must be; for editors `editor_schemas` puts the names themselves in their place.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from exportcheck.core.catalogue import Catalogue, Fact
from exportcheck.core.findings import Outcome
from exportcheck.core.reports import FAIL_ON
from exportcheck.core.rules import REVIEW_POLICIES
from exportcheck.reading.shipments import PROFILES

Schema: TypeAlias = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SCALAR = ["string", "number", "boolean"]
TEXT: Schema = {"type": "string", "minLength": 1}
FIGURE: Schema = {"type": ["string", "number"]}
DAY: Schema = {"type": "string", "format": "date", "description": "a calendar day, 2025-05-01"}
NEVER = "never"
DAY_OR_NEVER: Schema = {**TEXT, "description": f"a calendar day, 2025-05-01, or `{NEVER}`"}
TEXTS: Schema = {"type": "array", "items": TEXT, "minItems": 1}
FIGURE_CONFIDENCES = ("high", "medium", "low")


def name_of(kind: str) -> Schema:
    """The name of something that is declared elsewhere, such as a fact or a rule."""
    return {**TEXT, "x-names": kind}


def names_of(kind: str) -> Schema:
    return {**TEXTS, "items": name_of(kind)}


CODE: Schema = {
    "type": "string",
    "x-names": "country",
    "description": "a two-letter country code, in quotes",
}


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


def by_name(noun: str, value: Schema, form: str = "") -> Schema:
    """A mapping whose keys are names of the writer's choice; `form` shows an entry of it."""
    return {
        "type": "object",
        "x-noun": noun,
        "x-form": form,
        "minProperties": 1,
        "additionalProperties": value,
    }


def items_of(value: Schema) -> Schema:
    return {"type": "array", "items": value, "minItems": 1}


def countries_schema() -> Schema:
    """`countries.yaml`: country codes and names."""
    return file_of(
        "the countries file",
        {"countries": by_name("the countries", TEXT, "DE: Germany")},
        ("countries",),
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
                    "a contained item",
                    {"item": name_of("item"), "count": FIGURE},
                    required=("item", "count"),
                )
            ),
            "facts": _nested("an item", catalogue, "item.", figure),
            "published": mapping("published figures", {**published, "note": TEXT}),
            "notes": TEXTS,
        },
        required=("sku", "family", "kind", "confidence", "sources"),
    )
    return file_of(
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


def cases_schema(catalogue: Catalogue) -> Schema:
    """Cases: given facts, the outcome expected, and the rules that it must rest on."""
    case = mapping(
        "a case",
        {
            "name": TEXT,
            "item": name_of("item"),
            "date": DAY,
            "assume": {"enum": list(PROFILES)},
            "given": _flat("the given facts", catalogue),
            "readings": by_name("the readings", TEXT, "name-of-it: OPTION"),
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
            "paragraph": name_of("paragraph"),
            "review_policy": {"enum": [*REVIEW_POLICIES, "none"]},
            "rests_on": names_of("rule"),
            "asks": names_of("fact"),
            "not_on": names_of("rule"),
            "known_gap": TEXT,
            "note": TEXT,
        },
        required=("name", "date", "expect"),
    )
    return file_of(
        "a cases file",
        {
            "title": TEXT,
            "given": _flat("the given facts", catalogue),
            "assume": {"enum": list(PROFILES)},
            "cases": items_of(case),
        },
        ("cases",),
    )


def orders_schema(catalogue: Catalogue) -> Schema:
    """Order files in YAML or JSON: a list of shipment lines."""
    line = _flat("a shipment line", catalogue)
    line["properties"]["id"] = FIGURE
    return file_of("an order file", {"shipments": items_of(line)}, ("shipments",))


def config_schema() -> Schema:
    """`exportcheck.yaml`: the options of the command line, said once for a project."""
    return file_of(
        "the configuration",
        {
            "assume": {"enum": list(PROFILES)},
            "readings": by_name("the readings", TEXT, "name-of-it: OPTION"),
            "rules": TEXTS,
            "strict_currency": {"type": "boolean"},
            "locked": {"type": "boolean"},
            "past_dates": {"enum": ["allowed", "forbidden"]},
            "fail_on": {"enum": list(FAIL_ON)},
            "format": {"type": ["string", "array"], "items": TEXT, "minItems": 1, "minLength": 1},
            "waivers": TEXT,
            "columns": by_name("the columns", name_of("column"), "Ship to: destination"),
            "delimiter": TEXT,
            "jobs": FIGURE,
        },
        (),
    )


def lock_schema() -> Schema:
    """`exportcheck.lock`: versions and digests of the rules that a project is held to."""
    book = mapping("a locked rulebook", {"version": TEXT, "digest": TEXT}, required=("digest",))
    return file_of(
        "the lock",
        {"rulebooks": by_name("the rulebooks", book), "facts": TEXT, "items": TEXT},
        ("rulebooks", "facts", "items"),
    )


def waivers_schema() -> Schema:
    """A waiver file: which lines or orders a run goes on with, who says so, why, until when."""
    waiver = mapping(
        "a waiver",
        {
            "line": FIGURE,
            "order": FIGURE,
            "file": TEXT,
            "outcome": {"enum": [each.value for each in Outcome if each.verdict != "pass"]},
            "reason": TEXT,
            "approver": TEXT,
            "expires": DAY,
        },
        required=("reason", "approver", "expires"),
    )
    return file_of("a waiver file", {"waivers": items_of(waiver)}, ("waivers",))


def accepted_schema() -> Schema:
    """A file of accepted findings: what is treated more lightly for having more, and why."""
    entry = mapping(
        "an accepted finding",
        {
            "more_of": names_of("fact"),
            "stopped_by": items_of({**FIGURE, "x-names": "rule"}),
            "let_go_by": items_of({**FIGURE, "x-names": "rule"}),
            "reason": TEXT,
            "cites": items_of(TEXT),
        },
        required=("more_of", "stopped_by", "reason", "cites"),
    )
    return file_of("a file of accepted findings", {"accepted": items_of(entry)}, ("accepted",))


def spec_schema(catalogue: Catalogue) -> Schema:
    """The specification of one item that is not in the catalogue."""
    entry: Schema = items_schema(catalogue)["properties"]["items"]["items"]
    more: dict[str, Schema] = {"maker": TEXT, "headquarters": CODE}
    properties = {"sku": entry["properties"]["sku"], **more, **entry["properties"]}
    return {
        **file_of("an item specification", properties, ("sku", "kind", "facts")),
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


def file_of(noun: str, properties: dict[str, Schema], required: tuple[str, ...]) -> Schema:
    return {"$schema": DRAFT, **mapping(noun, properties, required=required)}
