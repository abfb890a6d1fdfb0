"""A document against its JSON Schema, told in our words.

The schema's error gives the keyword and the route; the sentence is ours, at the line and column of
the key or value, with a suggestion where a known key is close.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from exportcheck.core.mistyped import mistyped
from exportcheck.core.problems import Problem, close_words, did_you_mean, either
from exportcheck.reading.documents import Document, Route
from exportcheck.reading.forms import instead, such_as
from exportcheck.reading.schemas import Schema
from exportcheck.reading.unknown_keys import (
    called,
    levels_above,
    option_meant,
    unknown_key_help,
)

_TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "number": "a number",
    "boolean": "`true` or `false`",
    "null": "nothing",
}


def check_structure(document: Document, schema: Schema) -> list[Problem]:
    """All problems of the document's structure."""
    from jsonschema import Draft202012Validator

    if document.data is None and not document.problems:
        return [
            Problem(
                place=document.place(()),
                code="EC101",
                message="the file is empty",
                help=f"write {schema['x-noun']} with {_keys(schema['required'])}",
            )
        ]
    found: list[Problem] = []
    for error in Draft202012Validator(schema).iter_errors(document.data):
        found.extend(_tell(document, error, schema))
    return found


def _tell(document: Document, error: Any, root: Schema) -> Iterator[Problem]:
    route: Route = tuple(error.absolute_path)
    schema: Schema = error.schema
    noun = schema.get("x-noun", "this value")
    match error.validator:
        case "additionalProperties":
            known = tuple(schema.get("properties", {}))
            for name in error.instance:
                if name not in known:
                    levels = tuple(levels_above(root, route))
                    help = unknown_key_help((*route, name), schema, error.instance, levels)
                    yield _unknown_key(document, (*route, name), noun, help)
        case "required":
            missing = [name for name in error.validator_value if name not in error.instance]
            is_first = error.message.startswith(repr(missing[0]))
            missing = [name for name in missing if name not in _misspelt(error.instance, schema)]
            if is_first and missing:
                yield _problem(
                    document,
                    route,
                    "EC103",
                    f"{noun} lacks {_keys(missing)}",
                    f"write {_keys(missing)} here{such_as(missing, schema)}",
                )
        case "type":
            accepted = error.validator_value
            names = [accepted] if isinstance(accepted, str) else list(accepted)
            yield _problem(
                document,
                route,
                "EC104",
                f"{_where(route)} is {_found(error.instance)}, expected "
                f"{either([_TYPES[name] for name in names if name != 'null'])}",
                _instead(error.instance)
                if names == ["boolean"]
                else mistyped(error.instance)
                or instead(_key(route), error.instance, schema, in_list=_in_list(route)),
            )
        case "enum":
            options = [str(option) for option in error.validator_value if isinstance(option, str)]
            written = error.instance
            hint = did_you_mean(written, options) if isinstance(written, str) else ""
            choices = either([f"`{option}`" for option in options])
            yield _problem(
                document,
                route,
                "EC105",
                f"{_where(route)} is {_shown(written)}, which is not {choices}",
                mistyped(written) or option_meant(written, options) or hint or f"write {choices}",
            )
        case "minItems" | "minProperties" | "minLength":
            yield _problem(
                document,
                route,
                "EC106",
                f"{_where(route)} is empty",
                "fill it in, or remove it",
            )
        case _:
            yield _problem(document, route, "EC107", f"{_where(route)} is not well formed")


def _misspelt(written: Iterable[Any], schema: Schema) -> set[str]:
    """The keys that unknown ones are taken for, which are told as misspelt and not as missing."""
    known = tuple(schema.get("properties", {}))
    if schema.get("additionalProperties") is not False:
        return set()
    close = (close_words(str(name), known) for name in written if name not in known)
    otherwise = {called(str(schema.get("x-noun", "")), name) for name in written}
    return {words[0] for words in close if words} | otherwise


def _unknown_key(document: Document, route: Route, noun: str, help: str) -> Problem:
    what = "a fact this tool knows" if noun == "a condition" else f"a key of {noun}"
    return Problem(
        place=document.place(route, key=True),
        code="EC201" if noun == "a condition" else "EC102",
        message=f"`{route[-1]}` is not {what}",
        help=help,
        width=document.width(route, key=True),
    )


def _problem(document: Document, route: Route, code: str, message: str, help: str = "") -> Problem:
    return Problem(
        place=document.place(route),
        code=code,
        message=message,
        help=help,
        width=document.width(route),
    )


def _instead(written: object) -> str:
    """What to write where true or false is due, to one who wrote a word for it."""
    words = {"yes": "true", "on": "true", "no": "false", "off": "false"}
    meant = words.get(str(written).casefold(), str(written).casefold())
    return f"write `{meant}`" if meant in ("true", "false") else "write `true` or `false`"


def _key(route: Route) -> str:
    return next((part for part in reversed(route) if isinstance(part, str)), "")


def _in_list(route: Route) -> bool:
    return bool(route) and isinstance(route[-1], int)


def _where(route: Route) -> str:
    words = [part for part in route if isinstance(part, str)]
    return f"`{words[-1]}`" if words else "the file"


def _found(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return _shown(value)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    return f"`{value}`" if value is not None else "empty"


def _keys(names: Iterable[str]) -> str:
    return either([f"`{name}`" for name in names]).replace(" or ", " and ")
