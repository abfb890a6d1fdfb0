"""The schemas as editors want them: with the names that are known, and what each key means.

The structure is that of the tool's own first check. Where that says which kind of thing a name is,
the names themselves are put here, and where it says that a fact is tested or stated, what may be
written for a fact of that kind; so a name completes, and a misspelt one is marked as it is typed.
The draft is the newest that all the common editors read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from exportcheck.core.catalogue import NUMERIC_KINDS, Fact
from exportcheck.core.conditions import OPERATORS
from exportcheck.core.library import Library
from exportcheck.core.rules import ALL, Classifies, RequiresLicense
from exportcheck.reading import schemas
from exportcheck.reading.key_meanings import meaning_of, test_words
from exportcheck.reading.kinds import KINDS
from exportcheck.reading.rule_schemas import condition_schema
from exportcheck.reading.schemas import Schema

DRAFT = "http://json-schema.org/draft-07/schema#"
_AGAIN = "it is not declared; once it is, write the schemas again with `exportcheck rules schema`"


def schema_text(kind: str, library: Library) -> str:
    """The schema of one kind of file as JSON, the same byte for byte for the same rules."""
    return json.dumps(editor_schema(kind, library), ensure_ascii=False, indent=1) + "\n"


def editor_schema(kind: str, library: Library) -> Schema:
    """The schema of one kind of file, with all names that a library knows."""
    writer = _Writer(library)
    structure = KINDS[kind].structure(library.catalogue)
    del structure["$schema"]
    if KINDS[kind].has_conditions:
        writer.used["condition"] = {}
        writer.used["condition"] = writer.condition(condition_schema(library.catalogue))
    whole = writer.of(structure)
    title = f"exportcheck: {structure['x-noun']}"
    return {
        "$schema": DRAFT,
        "title": title,
        **whole,
        "definitions": {name: writer.used[name] for name in sorted(writer.used)},
    }


class _Writer:
    """Writes schemas anew; what many places share becomes a definition."""

    def __init__(self, library: Library) -> None:
        self.library, self.catalogue = library, library.catalogue
        self.used: dict[str, Schema] = {}

    def of(self, schema: Schema, prefix: str = "") -> Schema:
        """A schema with names and meanings; `prefix` is that of the facts nested in it."""
        if "$ref" in schema:
            return {"$ref": schema["$ref"].replace("$defs", "definitions")}
        if "x-names" in schema:
            return _described(self.name(schema["x-names"]), schema)
        noun = schema.get("x-noun", "")
        if noun.strip("`") in self.catalogue and noun.startswith("`"):
            return self.stated(self.catalogue[noun.strip("`")])
        if noun == "the readings" and schema["additionalProperties"] == schemas.TEXT:
            return self.readings(schema)
        kept = {key: each for key, each in schema.items() if not key.startswith("x-")}
        if schema.get("type") == ["string", "array"]:
            one = self.of(schema["items"])
            return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}
        if "items" in kept:
            kept["items"] = self.of(schema["items"])
        if isinstance(kept.get("additionalProperties"), dict):
            kept["additionalProperties"] = self.of(schema["additionalProperties"])
        if "properties" in kept:
            kept["properties"] = {
                key: self.entry(noun, key, each, prefix)
                for key, each in schema["properties"].items()
            }
        return kept

    def entry(self, noun: str, key: str, schema: Schema, prefix: str) -> Schema:
        """What stands under a key, with the key's meaning."""
        if noun == "an item" and key == "facts" and not prefix:
            inner = self.of(schema, "item.")
            return {"description": meaning_of(noun, key), **inner}
        name = f"{prefix}{key}"
        if prefix and name in self.catalogue:
            return self.figure(self.catalogue[name], schema)
        written = self.of(schema, f"{name}." if prefix else "")
        meaning = meaning_of(noun, key)
        if not meaning or "description" in written:
            return written
        # Beside a reference a description would not be read.
        return {
            "description": meaning,
            **({"allOf": [written]} if "$ref" in written else written),
        }

    # ---- names ---------------------------------------------------------------------------

    def name(self, kind: str) -> Schema:
        """Names of one kind: those known, and for items any other spelling that is found, too."""
        definition = kind.replace(" ", "_")
        if definition not in self.used:
            known = list(dict.fromkeys(self.known(kind)))
            enum: Schema = {"enum": known, "errorMessage": _AGAIN}
            if kind in ("country", "place"):
                countries = self.catalogue.countries
                groups = self.library.rulebooks[0].groups.groups
                enum["enumDescriptions"] = [
                    groups[code].meaning if code in groups else countries[code] for code in known
                ]
                enum["errorMessage"] = "it is not a country code or group; write codes in quotes"
            if kind == "fact":
                enum["enumDescriptions"] = [self.catalogue[each].meaning for each in known]
            # An item is found by its aliases, too, and however it is spelled.
            self.used[definition] = (
                {"anyOf": [enum, {"type": "string"}]} if kind == "item" else enum
            )
        return {"$ref": f"#/definitions/{definition}"}

    def known(self, kind: str) -> Iterable[str]:
        facts, books = self.catalogue, self.library.rulebooks
        rules = [rule for book in books for rule in book.rules]
        required = [rule for rule in rules if isinstance(rule.effect, RequiresLicense)]
        match kind:
            case "country":
                yield from facts.countries
            case "place":
                for book in books:
                    yield from book.groups.groups
                yield from facts.countries
            case "fact":
                yield from facts.facts
            case "yes_no fact" | "text fact":
                yield from (each.name for each in facts if each.kind == kind.split()[0])
            case "reading":
                yield from self.library.readings
            case "item":
                yield from self.library.items.names
            case "term":
                for book in books:
                    yield from book.terms
            case "rule":
                yield from (rule.id for rule in rules)
                yield from (rule.name for rule in rules)
            case "requirement":
                yield ALL
                yield from (rule.id for rule in required)
                yield from (f"part {rule.part}" for rule in required if rule.part)
            case "part":
                yield from (rule.part for rule in required if rule.part)
            case "column":
                yield from ("id", "ignore")
                yield from (each.name for each in facts if each.kind != "any_of")
            case "paragraph":
                yield "none"
                effects = (rule.effect for rule in rules)
                yield from (each.paragraph for each in effects if isinstance(each, Classifies))
            case _:
                raise ValueError(kind)

    def readings(self, schema: Schema) -> Schema:
        """Options taken of readings, each under the reading's name."""
        properties = {
            name: {
                "description": reading.question,
                "enum": list(reading.options),
                "enumDescriptions": list(reading.options.values()),
            }
            for name, reading in self.library.readings.items()
        }
        return {
            "type": "object",
            "minProperties": schema["minProperties"],
            "properties": properties,
            "additionalProperties": False,
        }

    # ---- facts ---------------------------------------------------------------------------

    def value(self, fact: Fact, places: str) -> Schema:
        """What may be written for a fact; `places` are those that a country may be one of."""
        match fact.kind:
            case "yes_no":
                return {"enum": ["yes", "no", True, False]}
            case "one_of":
                meanings = list(fact.options.values())
                return {"enum": list(fact.options), "enumDescriptions": meanings}
            case "country":
                return self.name(places)
            case "text" if fact.name == "item.sku":
                return self.name("item")
            case "text" | "eccn":
                # 3E001 without quotes is a number to an editor, and the ECCN to this tool.
                written: Schema = {"type": ["string", "number"]}
                return {**written, "pattern": f"^(?:{fact.pattern})$"} if fact.pattern else written
            case "formats":
                formats: Schema = {"type": "array", "items": {"enum": list(self.catalogue.formats)}}
                return {"anyOf": [formats, {"type": "string"}]}
            case "items":
                return {"type": ["array", "string"]}
            case kind if kind in NUMERIC_KINDS:
                return {"type": ["string", "number"], "examples": [_example(fact)]}
            case "date":
                return {"type": "string", "format": "date"}
        raise ValueError(fact.kind)

    def stated(self, fact: Fact) -> Schema:
        """A fact of a line or case, which may be left empty."""
        value = self.value(fact, "country")
        return {"description": _told(fact), "anyOf": [value, {"type": "null"}]}

    def figure(self, fact: Fact, schema: Schema) -> Schema:
        """A fact of an item: its value, or a mapping that says more of it."""
        value = self.value(fact, "country")
        more = self.of({key: each for key, each in schema.items() if key != "items"})
        more["properties"] = {**more["properties"], "value": value}
        return {"description": _told(fact), **_or_mapping(value, {**more, "type": "object"})}

    def condition(self, schema: Schema) -> Schema:
        """A condition, with the tests of each fact."""
        whole = self.of({**schema, "properties": {}})
        whole["properties"] = {
            key: self.test(self.catalogue[key], each)
            if key in self.catalogue
            else self.entry(schema["x-noun"], key, each, "")
            for key, each in schema["properties"].items()
        }
        return whole

    def test(self, fact: Fact, schema: Schema) -> Schema:
        """A value that the fact must have, or tests of it."""
        plain = self.catalogue[fact.members[0].fact] if fact.members else fact
        value = self.value(plain, "place")
        tests: dict[str, Any] = {}
        for name in schema["properties"]:
            several: Schema = {"type": "array", "items": value, "minItems": 1}
            takes = {"anyOf": [several, value]} if OPERATORS[name].takes_list else value
            tests[name] = {
                "description": test_words(name),
                **_apart(takes),
            }
        options: Schema = {
            "type": "object",
            "properties": tests,
            "additionalProperties": False,
            "minProperties": 1,
        }
        return {"description": _told(fact), **_or_mapping(value, options)}


def _or_mapping(value: Schema, options: Schema) -> Schema:
    """A value or a mapping; without branches where the type tells which, for better messages."""
    if "type" not in value:
        return {"anyOf": [value, options]}
    types = [value["type"]] if isinstance(value["type"], str) else value["type"]
    return {**options, **value, "type": [*types, "object"]}


def _apart(schema: Schema) -> Schema:
    """A schema beside which a description is read."""
    return {"allOf": [schema]} if "$ref" in schema else schema


def _described(written: Schema, schema: Schema) -> Schema:
    told = schema.get("description")
    return {"description": told, **_apart(written)} if told else written


def _told(fact: Fact) -> str:
    unit = f" In {fact.unit}." if fact.unit and fact.kind in NUMERIC_KINDS else ""
    return f"{fact.meaning}{unit}"


def _example(fact: Fact) -> str:
    return f"100 {fact.unit} dense" if fact.kind == "throughput" else f"100 {fact.unit}".strip()
