"""What to write where a value of another shape stands, or where a key is missing: an example.

It is made from the schema of the place and from what was written there, so that each place has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from exportcheck.core.problems import joined
from exportcheck.reading.tests_meant import several_meant

Schema: TypeAlias = Mapping[str, Any]

# What keys may look like; those of prose are shown where they are missing only.
_EXAMPLES = {
    "as": '"CN"',
    "cites": '["15 CFR 742.6(a)(6)"]',
    "code": '"MO"',
    "confidence": "primary",
    "covers": "all",
    "date": '"2026-01-01"',
    "effective_from": '"2026-01-01"',
    "expires": '"2026-12-31"',
    "policy": "presumption_of_denial",
    "read_in": "the Federal Register text",
    "reason": "RS",
    "since": '"2026-01-01"',
    "source": "88 FR 73458",
    "symbol": "NAC",
    "when": '{destination: "CN"}',
}
_PROSE = {
    "ask": "Is the customer on credit hold?",
    "advice": "Ask the customer who will use it.",
    "do": "Keep the record for five years.",
    "meaning": "A chip that our counsel has to see.",
    "title": "Chips that our counsel has to see",
}
_CONDITION = '{destination: "CN"}'
FILL_IN = "fill it in, or remove the key"


def instead(key: str, found: object, schema: Schema, *, in_list: bool = False) -> str:
    """What to write for a value whose shape is not that of its place; `key` is the nearest one."""
    accepted = schema["type"]
    types = [accepted] if isinstance(accepted, str) else accepted
    if found is None:
        return f"{FILL_IN}{_shown(key, schema)}"
    if str(schema.get("x-noun", "")).startswith("a test of "):
        return several_meant(_words(found), schema["properties"])
    if "array" in types and not isinstance(found, list) and not _is_split(found):
        if isinstance(found, dict):
            return _with_a_dash(found, schema)
        return f"write a list: `{key}: {_list(found, schema)}`"
    if "object" in types and "string" not in types:
        return _mapping(key, found, schema)
    if _is_split(found):
        return f"write `{_rejoined(found)}` with its quotes: a colon before a space parts a key"
    if isinstance(found, bool):
        return f'write it in quotes, `"{str(found).lower()}"`'
    if isinstance(found, list) and len(found) == 1 and isinstance(found[0], str):
        return f"write it without the brackets: `{key}: {quoted(found[0])}`"
    return "" if in_list else f"write one text{_shown(key, schema)}"


def such_as(names: Iterable[str], schema: Schema) -> str:
    """Examples of keys that are missing, as far as there are any."""
    told = [f"`{name}: {_example(name, schema, prose=True)}`" for name in names]
    told = [each for each in told if not each.endswith(": ...`")]
    return f", such as {joined(told)}" if told else ""


def quoted(text: str) -> str:
    """A text as it stands within brackets, in quotes where it would not be one without."""
    plain = re.fullmatch(r"[^\W\d_][\w .()/–-]*", text) and text not in ("true", "false", "null")
    return text if plain else f'"{text}"'


def _mapping(key: str, found: object, schema: Schema) -> str:
    if schema.get("x-noun") == "a condition":
        if isinstance(found, list):
            return f"write `{key}: {{all: [...]}}` where each must hold, `any` where one must"
        terms = (
            f"`{key}: {{is: {quoted(str(found))}}}` if that is a term" if _is_text(found) else ""
        )
        return f"write what is tested: `{key}: {_CONDITION}`" + (terms and f", or {terms}")
    if schema.get("x-form"):
        form = schema["x-form"]
        values = schema.get("additionalProperties", {})
        if isinstance(found, str) and values.get("type") == "string" and "," in found:
            names = [each.strip() for each in found.split(",")]
            return f"write each with its text: `{key}: {{{', '.join(f'{n}: ...' for n in names)}}}`"
        return f"write a mapping, each under its name: `{form}`"
    if not schema.get("properties"):
        return ""
    beside = f"{key}: " if key else ""
    return f"write a mapping with its keys: `{beside}{_entry(found, schema)}`"


def _shown(key: str, schema: Schema) -> str:
    """An example of a key and its value, as far as there is any."""
    example = _example(key, {"properties": {key: schema}}, prose=True)
    return f", such as `{key}: {example}`" if example != "..." else ""


def _example(key: str, schema: Schema, *, prose: bool = False) -> str:
    within = schema.get("properties", {}).get(key, {})
    if within.get("enum"):
        return _EXAMPLES[key] if _EXAMPLES.get(key) in within["enum"] else str(within["enum"][0])
    example = _EXAMPLES.get(key, "")
    # The same key may want a word in one place and a list in another.
    if example and (within.get("type") != "array" or example.startswith("[")):
        return example
    if prose and key in _PROSE:
        return _PROSE[key]
    if within.get("type") == "array" and "items" in within and "$ref" not in within["items"]:
        entry = _list(None, within)
        return "..." if entry == "[...]" else entry
    return "..."


def _list(found: object, schema: Schema) -> str:
    """A list with what was written as its entry, or an entry of the right form."""
    items = schema.get("items", {})
    if "$ref" in items:
        return f"[{_CONDITION}]"
    if items.get("properties"):
        return f"[{_entry(found, items)}]"
    if not _is_text(found):
        return "[...]"
    words = [str(found)]
    if "x-names" in items or items.get("format"):
        words = re.split(r"\s*,\s*", str(found))
    return f"[{', '.join(map(quoted, words))}]"


def _with_a_dash(found: Schema, schema: Schema) -> str:
    """How entries are written over lines, to one who left the dash away."""
    items = schema.get("items", {})
    known = items.get("properties")
    first = next(iter(found), "")
    if known is not None and first not in known:
        first = next(iter(items["required"] or known))
    return f"begin each entry in a line of its own with a dash, `- {first}: ...`"


def _entry(found: object, schema: Schema) -> str:
    """A mapping with the keys that it must have; what was written is the first, where it fits."""
    properties = schema["properties"]
    keys = list(schema.get("required") or list(properties)[:3])
    values = {key: _example(key, schema) for key in keys}
    if _is_text(found) and keys:
        first = properties.get(keys[0], {})
        fits = found in first["enum"] if "enum" in first else first.get("type") == "string"
        if fits and "format" not in first:
            values[keys[0]] = quoted(str(found))
    return f"{{{', '.join(f'{key}: {value}' for key, value in values.items())}}}"


def _is_text(found: object) -> bool:
    return isinstance(found, str) and bool(found.strip())


def _is_split(found: object) -> bool:
    """Whether a mapping is a text that a colon before a space made one."""
    if not isinstance(found, dict) or len(found) != 1:
        return False
    (key, value), *_ = found.items()
    return isinstance(value, str) and bool(re.fullmatch(r"[A-Z]|[\w.()/-]+ .*", str(key)))


def _rejoined(found: object) -> str:
    assert isinstance(found, dict)
    (key, value), *_ = found.items()
    gap = "" if len(str(key)) == 1 else " "
    return f'"{key}:{gap}{value}"'


def _words(found: object) -> list[str]:
    """The words of a list, with codes such as D:5 whole."""
    if not isinstance(found, list):
        return []
    return [_rejoined(each).strip('"') if _is_split(each) else str(each) for each in found]
