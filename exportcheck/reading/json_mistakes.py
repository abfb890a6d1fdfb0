"""What is wrong with a text that is no JSON, in plain words and where the mistake is.

The parser says what it expected, which differs from one of its versions to the next; what was
probably meant follows from what stands there.
"""

from __future__ import annotations

import json
import re
from typing import TypeAlias

# Line and column from 1 on, what is wrong, and what to write.
Mistake: TypeAlias = tuple[int, int, str, str]

_CUT_OFF = "perhaps it was cut off when it was written or copied: write it anew"
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB]..)\\u([dD][c-fC-F]..)")
_HALF = re.compile(r"(?<!\\)(?:\\\\)*(\\u[dD][89a-fA-F]..)")


def json_mistake(text: str) -> Mistake | None:
    """The first mistake of a text that is no JSON, or nothing."""
    try:
        # Numbers stay text: how long they are is no matter of JSON.
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        return _told(text, error)
    except RecursionError:
        return None  # it is nested too deep, which is told otherwise
    half = _HALF.search(_PAIR.sub(r"\1............", text))
    if half is not None:
        return _at(text, half.start(1), f"`{half[1]}` is half of a character", "write it as it is")
    return None


def as_yaml(text: str) -> str:
    """A text that is JSON, without what JSON may have and YAML has not.

    Outside of quotes a tab is a blank, and within them there is none. A character beyond the first
    65,536 has two escapes.
    """
    return _PAIR.sub(_as_one, text.replace("\t", " "))


def _as_one(pair: re.Match[str]) -> str:
    number = 0x10000 + ((int(pair[2], 16) & 0x3FF) << 10) + (int(pair[3], 16) & 0x3FF)
    return f"{pair[1]}\\U{number:08X}"


def _told(text: str, error: json.JSONDecodeError) -> Mistake:
    at = error.pos
    rest = text[at:].lstrip(" \t\r\n")
    before = text[:at].rstrip(" \t\r\n")
    if not rest:
        return _at(
            text, len(before), "the file ends here, and not all brackets are closed", _CUT_OFF
        )
    if error.msg.startswith("Unterminated"):
        return _at(text, at, "the quote that opens here is not closed", f"close it; {_CUT_OFF}")
    if error.msg.startswith("Invalid control"):
        what = "a tab" if text[at] == "\t" else "a line break" if text[at] in "\r\n" else ""
        instead = {"a tab": r"`\t`", "a line break": r"`\n`"}.get(what, "")
        return _at(
            text,
            at,
            f"a text in quotes has {what or 'a control character'} in it",
            f"close the quote before it, or write {instead}" if what else "remove it",
        )
    if error.msg.startswith("Invalid"):
        return _at(
            text,
            at,
            "within quotes a backslash begins a sign of its own",
            r"write `\\` for a backslash",
        )
    if error.msg.startswith("Extra data"):
        of_lines = rest.startswith(("{", "["))
        return _at(
            text,
            at,
            "a second value begins here" if of_lines else "text after the end of the JSON",
            "a file with an object in each line is named .jsonl" if of_lines else "remove it",
        )
    comma = before.rfind(",") if before.endswith(",") else at if rest.startswith(",") else -1
    if comma >= 0 and text[comma + 1 :].lstrip(" \t\r\n")[:1] in ("]", "}"):
        return _at(text, comma, "a comma before a bracket that closes", "remove it")
    at = len(text) - len(rest) if text.endswith(rest) else at
    if rest.startswith(("//", "/*", "#")):
        return _at(text, at, "JSON has no comments", "remove it")
    if rest.startswith("'"):
        return _at(text, at, "a text stands in single quotes", 'write double ones, `"`')
    if "property name" in error.msg:
        return _at(text, at, "a key is not in quotes", 'write it in double quotes: `"destination"`')
    if "':'" in error.msg:
        return _at(text, at, "before this the colon after a key is missing", "write `:`")
    if "','" in error.msg:
        return _at(
            text, at, "before this a comma or a bracket that closes is missing", "write it there"
        )
    word = re.match(r"[\w.+-]+", rest)
    if word is not None and at == 0:
        return _at(text, at, "the file is not JSON", 'it begins with `{"shipments": [`')
    return _at(
        text,
        at,
        f"`{word[0] if word else rest[0]}` is not a value of JSON",
        'write a text in double quotes: `"DE"`',
    )


def _at(text: str, at: int, message: str, help: str) -> Mistake:
    line = text.count("\n", 0, at) + 1
    return line, at - text.rfind("\n", 0, at), message, help
