"""What is wrong with a text that is no YAML, in plain words and where the mistake begins.

The parser tells where it could not go on, in words of its own trade. From what it was reading, and
from the lines around, follows what was probably meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from exportcheck.core.mistyped import hidden_in, named, seen_as
from exportcheck.reading.tests_meant import limit_meant

_KEY = re.compile(r"(?:- +)*([^\s:#'\"\[{][^:#]*):(?:\s|$)")
_NO_SPACE = re.compile(r"(?:- +)*([\w.]+):(\S.*)")
_CLOSES = {"{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where a mistake begins, by line and column from 1 on, what it is, and what to write."""

    line: int
    column: int
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class _Stuck:
    """Where the parser stopped and what it was reading, from 0 on, among the lines of the text."""

    lines: Sequence[str]
    line: int
    column: int
    from_line: int
    from_column: int
    doing: str
    problem: str

    def text(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    @property
    def at(self) -> str:
        """The character at which it stopped."""
        return self.text(self.line)[self.column : self.column + 1]

    @property
    def begins_its_line(self) -> bool:
        return not self.text(self.line)[: self.column].strip()

    @property
    def above(self) -> int:
        """The line above that says something, or -1."""
        return _above(self.lines, self.line)

    def here(self, message: str, help: str) -> Mistake:
        return Mistake(self.line + 1, self.column + 1, message, help)

    def where_it_began(self, message: str, help: str) -> Mistake:
        return Mistake(self.from_line + 1, self.from_column + 1, message, help)


def mistake_of(error: Any, lines: Sequence[str]) -> Mistake:
    """The mistake for which the parser gave up."""
    mark = error.problem_mark or error.context_mark
    began = error.context_mark or mark
    if mark is None:
        return Mistake(1, 1, "the YAML is not well formed", _LOOK)
    stuck = _Stuck(
        lines,
        *(mark.line, mark.column, began.line, began.column),
        error.context or "",
        error.problem or "",
    )
    hidden = _hidden(stuck)
    if hidden is not None:
        return hidden
    for words, told in _TOLD:
        if words.search(stuck.problem):
            found = told(stuck)
            if found is not None:
                return found
    reason = (stuck.problem or stuck.doing).replace("\n", " ")
    return stuck.here(f"the YAML cannot be read: {reason}", _LOOK)


_LOOK = "check the indentation, the colons and the quotes around this line"


def _above(lines: Sequence[str], line: int) -> int:
    for each in range(min(line, len(lines)) - 1, -1, -1):
        if lines[each].strip() and not lines[each].lstrip().startswith("#"):
            return each
    return -1


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _hidden(stuck: _Stuck) -> Mistake | None:
    """A character that cannot be seen, in the lines that were being read."""
    for line in range(min(stuck.from_line, stuck.line), stuck.line + 1):
        at = hidden_in(stuck.text(line))
        if at >= 0:
            character = stuck.text(line)[at]
            instead = "write an ordinary space" if seen_as(character) else "remove it"
            message = f"here is {named(character)}, which cannot be told by sight"
            return Mistake(line + 1, at + 1, message, instead)
    return None


def _sign(stuck: _Stuck) -> Mistake | None:
    """A character with which nothing can begin."""
    if stuck.at == "\t":
        return _tab(stuck)
    return stuck.here(f"nothing can begin with `{stuck.at}`", "put the whole value in quotes")


def _tab(stuck: _Stuck) -> Mistake | None:
    return stuck.here("here is a tab; YAML is indented with spaces only", "write spaces for it")


def _no_colon(stuck: _Stuck) -> Mistake | None:
    """A line that was taken for a key until the next one began."""
    return _lacks_colon(stuck.text(stuck.from_line), stuck.from_line, stuck.from_column)


def _lacks_colon(text: str, line: int, column: int) -> Mistake:
    words = text[column:].strip()
    dash = re.match(r"-(?=[^\s-])", words)
    if dash:
        return Mistake(
            *(line + 1, column + 1),
            "after the dash of an entry a space is missing",
            f"write `- {words[1:]}`",
        )
    spaced = _NO_SPACE.fullmatch(words)
    if spaced:
        return Mistake(
            *(line + 1, column + 1),
            f"after the colon of `{spaced[1]}` a space is missing",
            f"write `{spaced[1]}: {spaced[2]}`",
        )
    key, _, value = words.partition(" ")
    return Mistake(
        *(line + 1, column + 1),
        f"`{words}` has no colon after its key",
        f"write `{key}: {value}`".replace(": `", ":`"),
    )


def _colon(stuck: _Stuck) -> Mistake | None:
    """A colon where none can be: in a text, or below a key that has its value already."""
    text = stuck.text(stuck.line)
    if re.search(r":\s", text[: stuck.column]):
        value = text[: stuck.column].rpartition(": ")[2] + text[stuck.column :]
        return stuck.here(
            "a second colon in one line", f'put a text with a colon in quotes: `"{value.strip()}"`'
        )
    above = stuck.above
    if above < 0:
        return None
    before, here = stuck.text(above), _indent(text)
    start = len(before) - len(re.sub(r"^ *(?:- +)*", "", before))
    key = _KEY.match(before.strip())
    further = _above(stuck.lines, above)
    continued = further >= 0 and _indent(stuck.text(further)) < _indent(before)
    if key is None and not (continued and _has_value(stuck.text(further))):
        return _lacks_colon(before, above, start)
    if key is None:
        return stuck.here(
            "a colon in a text that goes on over lines", "put the whole text in quotes"
        )
    return Mistake(
        *(stuck.line + 1, here + 1),
        f"this line is indented as if it belonged to `{key[1]}` above, which has its value already",
        f"begin it in column {start + 1} like line {above + 1}, or indent that line otherwise",
    )


def _has_value(text: str) -> bool:
    """Whether a line has a key and, beside it, the beginning of a text."""
    key = _KEY.match(text.strip())
    return key is not None and bool(text.strip()[key.end() :].strip(" |>"))


def _misplaced(stuck: _Stuck) -> Mistake | None:
    """Something that does not continue the mapping or list that was being read."""
    if stuck.at in ("]", "}"):
        return stuck.here(f"`{stuck.at}` closes a bracket that was not opened", "remove it")
    if not stuck.begins_its_line:
        before = stuck.text(stuck.line)[: stuck.column].rstrip()
        if before[-1:] in ("'", '"'):
            above = _open_above(stuck, before)
            if above is not None:
                return above
            return stuck.here(
                "text after the quote that closes",
                "put the whole value into one pair of quotes; within single ones write `''` for "
                "an apostrophe",
            )
        return stuck.here("here is more than one value", "put the whole value in quotes")
    columns = _columns_above(stuck)
    if stuck.column in columns:
        is_entry = stuck.text(stuck.line)[stuck.column :].startswith("- ")
        what, whose = ("an entry", "keys") if is_entry else ("a key", "the entries of a list")
        return stuck.here(
            f"{what} stands in the column of {whose}",
            "indent it as what it belongs to",
        )
    where = " or ".join(str(column + 1) for column in sorted(columns, reverse=True)[:2])
    return stuck.here(
        f"this line begins in column {stuck.column + 1}, and nothing above it does",
        f"begin it in column {where}, as what it belongs to",
    )


def _columns_above(stuck: _Stuck) -> set[int]:
    """The columns in which what is open above begins: lines, and what follows a dash."""
    found: set[int] = set()
    least = len(stuck.text(stuck.line)) + 80
    line = stuck.line
    while (line := _above(stuck.lines, line)) >= 0:
        text = stuck.text(line)
        for match in reversed([*re.finditer(r"(?:^ *|(?<=- ) *)(?=\S)", text)]):
            lead = text[: match.end()]
            if not lead.strip(" -") and match.end() < least:
                least = match.end()
                found.add(least)
    return found


def _bracket(stuck: _Stuck) -> Mistake | None:
    opened = stuck.text(stuck.from_line)[stuck.from_column : stuck.from_column + 1]
    closes = _CLOSES.get(opened)
    if closes is None:
        return None
    at = _open_quote(stuck.text(stuck.from_line), stuck.from_column)
    if stuck.line != stuck.from_line and at >= 0:
        return Mistake(stuck.from_line + 1, at + 1, *_UNCLOSED)
    if stuck.line != stuck.from_line:
        return stuck.where_it_began(
            f"the bracket `{opened}` that opens here is not closed", f"write `{closes}` at its end"
        )
    if stuck.at in ("]", "}"):
        return stuck.here(f"`{stuck.at}` closes what `{opened}` opened", f"write `{closes}`")
    return stuck.here(
        f"before this a comma or `{closes}` is missing",
        "part the entries with commas; a text with a comma, colon or bracket needs quotes",
    )


_UNCLOSED = ("the quote that opens here is not closed", "write it at its end")


def _open_quote(text: str, column: int) -> int:
    """Where within brackets a quote opens that its line does not close, or -1."""
    while opened := re.compile(r"""[\[{,:]\s*(["'])""").search(text, column):
        quote = opened[1]
        closed = text.find(quote, opened.end())
        while closed > 0 and quote == '"' and text[closed - 1] == "\\":
            closed = text.find(quote, closed + 1)
        if closed < 0:
            return opened.end() - 1
        column = closed + 1
    return -1


def _open_above(stuck: _Stuck, before: str) -> Mistake | None:
    """A quote left open above, where the first one of a later line of its own was taken to close.

    A text that goes on over lines has no key in its last one.
    """
    quote = before[-1]
    if quote in before[:-1] or not _KEY.match(before.strip()):
        return None
    for line in range(stuck.line - 1, -1, -1):
        text = stuck.text(line)
        opened = re.search(rf"(?:^|[:\-\[{{,])\s+({quote})[^{quote}]*$", text)
        if opened:
            return Mistake(line + 1, opened.start(1) + 1, *_UNCLOSED)
        if quote in text:
            return None
    return None


def _quote(stuck: _Stuck) -> Mistake | None:
    return stuck.where_it_began(*_UNCLOSED)


def _escape(stuck: _Stuck) -> Mistake | None:
    return stuck.here(
        "within double quotes a backslash begins a sign of its own",
        r"use single quotes, or write `\\`",
    )


def _entry(stuck: _Stuck) -> Mistake | None:
    return stuck.here(
        "an entry of a list begins in the line of its key", "begin it in a line of its own"
    )


def _block(stuck: _Stuck) -> Mistake | None:
    text = stuck.text(stuck.line)
    limit = re.fullmatch(r"(.*:\s+)(>=?\s*[0-9][^#]*?)\s*(?:#.*)?", text)
    if limit:
        column = len(limit[1])
        meant = limit_meant(limit[2], ("at_least", "more_than"))
        return Mistake(
            *(stuck.line + 1, column + 1),
            "`>` begins a text over lines, and no test",
            f"write the test as a key: `{limit[1].strip()} {meant}`",
        )
    return stuck.here("text stands beside `|` or `>`", "begin the text in the next line")


def _after_all(stuck: _Stuck) -> Mistake | None:
    return stuck.here("this does not belong to what stands above", _LOOK)


# What the parser says, in either of its builds, and who tells it otherwise.
_TOLD: tuple[tuple[re.Pattern[str], Callable[[_Stuck], Mistake | None]], ...] = (
    (re.compile("tab character"), _tab),
    (re.compile("cannot start any token"), _sign),
    (re.compile("could not find expected ':'"), _no_colon),
    (re.compile("mapping values are not allowed"), _colon),
    (re.compile("expected key|expected '-' indicator|expected <block end>"), _misplaced),
    (re.compile("expected ',' or"), _bracket),
    (re.compile("unexpected end of stream"), _quote),
    (re.compile("unknown escape character"), _escape),
    (re.compile("sequence entries are not allowed"), _entry),
    (re.compile("comment or line break|chomping or indentation"), _block),
    (re.compile("<document start>"), _after_all),
)
