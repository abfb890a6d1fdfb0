"""YAML text to plain data with places, in a narrowed dialect.

Values are built here from the parser's events: mappings, lists, `true`, `false`, `null`, and text.
Numbers stay the text they were written in, for the kind of the fact decides what they are; so `NO`
is Norway, `3E001` an ECCN and 12:30 a time. Anchors, aliases, tags, merge keys, duplicate keys,
several documents, and files too large or too deep are problems, each with its place. Data stays
plain; the places lie in side tables by route.

A line ends where an editor shows its end. The parser knows three more ends, of older YAML; before
it sees them they are put into characters that the text has not, and put back into what it reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.reading.documents import Data, Document, Route
from exportcheck.reading.encodings import SAVE, is_utf_16, not_utf_8

MOST_BYTES = 64 * 1024 * 1024
MOST_DEPTH = 30
MOST_NODES = 4_000_000
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "": None, "~": None}
_LINE_ENDS = re.compile(r"\r\n|[\n\r]")
# What an editor does not show as the end of a line, and the parser takes for one.
_NO_ENDS = re.compile("[\x85\u2028\u2029]")
# Characters for private use, of which no font has a picture.
_PRIVATE = range(0xE000, 0xF900)
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(raw: bytes, file: str) -> Document:
    """The document in a file's bytes; what is wrong with it is in its `problems`."""
    document = Document(file)
    if len(raw) > MOST_BYTES:
        _problem(
            document,
            1,
            1,
            "EC001",
            f"the file is larger than {MOST_BYTES // 2**20} MiB",
            help="split it into several files",
        )
        return document
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        _problem(document, line, column, "EC001", not_utf_8(raw), help=SAVE)
        return document
    document.lines = tuple(_LINE_ENDS.split(text))
    kept = _Kept(text)
    text = kept.text
    try:
        _Builder(document, kept).build(text)
    except yaml.MarkedYAMLError as error:
        # Only a mistake needs it.
        from exportcheck.reading.yaml_mistakes import mistake_of

        mistake = mistake_of(error, document.lines)
        _problem(
            document, mistake.line, mistake.column, "EC001", mistake.message, help=mistake.help
        )
    except yaml.YAMLError as error:
        before = _before(text, getattr(error, "position", 0))
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        message, help = "the file has a character that YAML does not allow", ""
        if is_utf_16(raw):
            message, help = not_utf_8(raw), SAVE
        _problem(
            document,
            line,
            column,
            "EC001",
            message,
            help=help or "remove control characters",
        )
    return document


def _before(text: str, position: int) -> str:
    """The text before a position, which the parser written in C counts in bytes."""
    if LOADER is yaml.SafeLoader:
        return text[:position]
    return text.encode()[:position].decode(errors="ignore")


def _problem(
    document: Document,
    line: int,
    column: int,
    code: str,
    message: str,
    *,
    help: str = "",
    width: int = 1,
) -> None:
    document.problems.append(
        Problem(
            place=Place(document.file, line, column),
            code=code,
            message=message,
            help=help,
            width=width,
        )
    )


class _Kept:
    """A text without what the parser takes wrongly for the end of a line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._back: dict[int, str] = {}
        self._outside: set[int] = set()
        if _NO_ENDS.search(text) is None:
            return
        free = (each for each in _PRIVATE if chr(each) not in text)
        self._back = {next(free): sign for sign in sorted(set(_NO_ENDS.findall(text)))}
        self.text = text.translate({ord(sign): each for each, sign in self._back.items()})
        self._outside = {found.start() for found in _NO_ENDS.finditer(text)}

    def read(self, event: Any) -> None:
        """Put back into a scalar what was written there."""
        if self._back:
            event.value = event.value.translate(self._back)
            self._outside.difference_update(range(event.start_mark.index, event.end_mark.index))

    def outside(self) -> tuple[int, int] | None:
        """The line and the column where one stands beside all that is read, as in a comment.

        What follows it stands in the comment for one reader, and in a line of its own for another.
        """
        if not self._outside:
            return None
        before = _LINE_ENDS.split(self.text[: min(self._outside)])
        return len(before), len(before[-1]) + 1


class _Stop(Exception):
    """The document is beyond a bound; what was found so far is reported."""


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being filled."""

    value: dict[str, Any] | list[Any]
    route: Route
    key: str | None = None
    skipping: bool = False


class _Builder:
    """Builds data from events with a stack of its own, so that no depth can exhaust Python's."""

    def __init__(self, document: Document, kept: _Kept) -> None:
        self.document = document
        self.kept = kept
        self.stack: list[_Open] = []
        self.documents = 0
        self.nodes = 0

    def build(self, text: str) -> None:
        try:
            for event in yaml.parse(text, Loader=LOADER):
                self.take(event)
        except _Stop:
            return
        outside = self.kept.outside()
        if outside is not None:
            message = "what some take for the end of a line stands outside of every value"
            _problem(self.document, *outside, "EC001", message, help="remove this character")

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self.check(event)
            self.kept.read(event)
            self.scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self.check(event)
            self.open({} if isinstance(event, yaml.MappingStartEvent) else [], event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            self.say(
                event,
                "EC002",
                f"the alias `*{event.anchor}` is not allowed",
                "write the value out again",
            )
            self.put(None, event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents == 2:
                self.say(
                    event, "EC002", "a second document begins here", "keep one document a file"
                )
                raise _Stop

    def check(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self.say(event, "EC001", f"the file has more than {MOST_NODES:,} values")
            raise _Stop
        if event.anchor:
            self.say(
                event,
                "EC002",
                f"the anchor `&{event.anchor}` is not allowed",
                "write the value out where it is used",
            )
        if event.tag is not None:
            self.say(
                event,
                "EC002",
                f"the tag `{event.tag}` is not allowed",
                "write the value without a tag",
            )

    def scalar(self, event: Any) -> None:
        plain = event.style in (None, "")
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self.key(top, event, plain)
            return
        text = event.value
        self.put(_WORDS[text] if plain and text in _WORDS else text, event)

    def key(self, top: _Open, event: Any, plain: bool) -> None:
        name = event.value
        route = (*top.route, name)
        mark = event.start_mark
        if plain and name == "<<":
            self.say(event, "EC002", "merge keys are not allowed", "write the entries out")
            name = "<<\N{ZERO WIDTH SPACE}"
            top.skipping = True
        elif name in top.value:
            first = self.document.keys[route]
            self.say(
                event,
                "EC003",
                f"the key `{name}` is here twice",
                f"it stands first in line {first[0]}; remove one of the two",
            )
            top.skipping = True
        else:
            self.document.keys[route] = (mark.line + 1, mark.column + 1, _width(event))
        top.key = name

    def open(self, value: dict[str, Any] | list[Any], event: Any) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self.say(event, "EC002", "a key must be a single word or text")
            raise _Stop
        if len(self.stack) == MOST_DEPTH:
            self.say(event, "EC001", f"the file is nested deeper than {MOST_DEPTH} levels")
            raise _Stop
        self.stack.append(_Open(value, self.put(value, event)))

    def put(self, value: Data, event: Any) -> Route:
        """Store a value where the open mapping or list expects it, and note its place."""
        route: Route = ()
        stored = True
        if not self.stack:
            self.document.data = value
        else:
            top = self.stack[-1]
            if isinstance(top.value, list):
                route = (*top.route, len(top.value))
                top.value.append(value)
            elif top.key is not None:
                route = (*top.route, top.key)
                if top.skipping:
                    stored = top.skipping = False
                else:
                    top.value[top.key] = value
                top.key = None
            else:
                self.say(event, "EC002", "a key must be a single word or text")
                raise _Stop
        if stored:
            mark = event.start_mark
            self.document.values[route] = (mark.line + 1, mark.column + 1, _width(event))
        return route

    def say(self, event: Any, code: str, message: str, help: str = "") -> None:
        mark = event.start_mark
        _problem(
            self.document,
            mark.line + 1,
            mark.column + 1,
            code,
            message,
            help=help,
            width=_width(event),
        )


def _width(event: Any) -> int:
    start, end = event.start_mark, event.end_mark
    return max(1, end.column - start.column) if start.line == end.line else 1
