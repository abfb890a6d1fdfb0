"""What to write for a key without a meaning in its place: where it belongs, or another word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from exportcheck.core.mistyped import mistyped
from exportcheck.core.problems import did_you_mean, either
from exportcheck.reading.documents import Route
from exportcheck.reading.tests_meant import key_meant

Schema: TypeAlias = Mapping[str, Any]

# What people write in such a mapping for what is no single key in it.
_TOLD: Mapping[str, Mapping[str, str]] = {
    "a condition": {
        "or": "write `any:`, and each way as an entry of its list, `- destination: ...`",
        "and": "write `all:`, or nothing: keys side by side must all hold",
    },
    "an item specification": {
        "item": "write what stands below it without `item`, and its figures under `facts`",
    },
}
# What people write for a key that is called otherwise in such a mapping.
_CALLED: Mapping[str, Mapping[str, str]] = {
    "a version of a rule": {
        "effective": "effective_from",
        "effective_until": "superseded_on",
        "end": "superseded_on",
        "ends": "superseded_on",
        "expires": "superseded_on",
        "from": "effective_from",
        "if": "when",
        "since": "effective_from",
        "to": "superseded_on",
        "until": "superseded_on",
        "except": "unless",
        "policy": "review_policy",
    },
    "a party": {
        "date": "since",
        "effective_from": "since",
        "from": "since",
        "list": "stands_on",
        "lists": "stands_on",
        "superseded_on": "until",
        "to": "until",
    },
    "a case": {"facts": "given", "expected": "expect", "rules": "rests_on", "title": "name"},
    "an obligation": {"text": "do", "title": "do", "what": "do"},
    "a review policy": {"name": "policy", "title": "policy"},
    "a fact": {"question": "ask", "type": "kind", "values": "options"},
    "a defined term": {"definition": "meaning", "title": "meaning"},
}
# What people write for an option that is called otherwise.
_OPTIONS = {
    "bool": "yes_no",
    "boolean": "yes_no",
    "choice": "one_of",
    "day": "date",
    "enum": "one_of",
    "fail": "license_required",
    "float": "quantity",
    "integer": "quantity",
    "list": "one_of",
    "number": "quantity",
    "pass": "no_license_required",
    "review": "undetermined",
    "string": "text",
    "yesno": "yes_no",
}
# More names than these are facts, and a long list of them helps nobody.
_MOST_NAMES = 24


def called(noun: str, key: object) -> str:
    """The key that is meant by another word for it, or nothing."""
    return _CALLED.get(noun, {}).get(str(key).casefold(), "")


def option_meant(written: object, options: Iterable[str]) -> str:
    """A help with the option that is meant by another word for it, or nothing."""
    meant = _OPTIONS.get(str(written).casefold().replace("/", "").replace("-", ""), "")
    return f"write `{meant}`" if meant in options else ""


def unknown_key_help(
    route: Route, schema: Schema, written: Mapping[str, Any], levels: Sequence[Schema]
) -> str:
    """The help; `levels` are the schemas of what surrounds the mapping, the nearest last."""
    key, noun = str(route[-1]), str(schema.get("x-noun", ""))
    names = tuple(schema.get("properties", {}))
    if mistyped(key):
        return mistyped(key)
    if noun.startswith("a test of "):
        meant = key_meant(key, written, schema["properties"])
        if meant:
            return meant
    if called(noun, key):
        return f"write `{called(noun, key)}`"
    return (
        _TOLD.get(noun, {}).get(key.casefold(), "")
        or _elsewhere(key, route, schema, levels)
        or did_you_mean(key, names)
        or (
            "a comma begins another entry: write a number without one, `1000`"
            if key.isdigit()
            else f"it may have {either([f'`{n}`' for n in names]).replace(' or ', ' and ')}"
            if len(names) <= _MOST_NAMES
            else "`exportcheck facts` lists what may stand here"
        )
    )


def _elsewhere(key: str, route: Route, schema: Schema, levels: Sequence[Schema]) -> str:
    """Where the key has a meaning: further out, or under a key of the same mapping."""
    for depth in range(len(levels) - 1, -1, -1):
        beside = route[depth]
        if key in levels[depth].get("properties", {}) and isinstance(beside, str):
            return f"it stands beside `{beside}`, in the same column, and not under it"
    for name, within in schema.get("properties", {}).items():
        for each in (within, within.get("items", {})):
            if isinstance(each, dict) and key in each.get("properties", {}) and "x-noun" in each:
                noun = each["x-noun"]
                return f"put it under `{name}`" + (
                    f": {noun} may have it" if within != each else ""
                )
    return ""


def levels_above(root: Schema, route: Route) -> Iterator[Schema]:
    """The schema of each mapping and list on the way to a route, the outermost first."""
    schema: Schema = root
    for part in route:
        if "$ref" in schema:
            schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
        yield schema
        if isinstance(part, int):
            schema = schema.get("items", {})
        else:
            other = schema.get("additionalProperties")
            within = schema.get("properties", {}).get(part)
            schema = within or (other if isinstance(other, dict) else {})
