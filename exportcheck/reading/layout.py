"""The canonical layout of our files: order of keys, quotes, indentation and blank lines.

Nothing is written anew: what stands in the file is moved, with the comments above it and beside it,
so that whatever has no place in the layout (where a long line breaks, whether a short mapping is
written in one line) stays as its writer had it. The keys of a rule, a case or a fact stand in the
order of the schema; facts, terms and names of the writer's choice stay in theirs. INVARIANT: what
the file says and every comment in it are the same afterwards, or it is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.reading.kinds import KINDS, kind_of
from exportcheck.reading.schemas import Schema
from exportcheck.reading.strict_yaml import LOADER, read_yaml

# Text that others read as a day, a number or a yes or no, and the codes of countries.
_IN_QUOTES = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]+[eE][0-9]+|0[0-9]+|NO|ON", re.ASCII)
_BLOCK = ("|", ">")


def laid_out(raw: bytes, file: str, catalogue: Catalogue) -> tuple[str, tuple[Problem, ...]]:
    """The file in the canonical layout; or what is wrong with it, and nothing."""
    document = read_yaml(raw, file)
    kind = kind_of(document.data, file)
    if document.problems or not kind:
        return "", tuple(document.problems)
    before = raw.decode("utf-8-sig").replace("\r\n", "\n")
    after = _arranged(_quoted(before), KINDS[kind].structure(catalogue))
    again = read_yaml(after.encode(), file)
    if again.problems or again.data != document.data or _comments(after) != _comments(before):
        message = "the file cannot be laid out without changing what it says"
        help = "this is a mistake of the layout, not of the file; leave it as it is"
        return "", (Problem(place=Place(file), code="EC603", message=message, help=help),)
    return after, ()


# ---- quotes ----------------------------------------------------------------------------------


def _quoted(text: str) -> str:
    """The text with double quotes around what others would read as something else."""
    lines = text.split("\n")
    edits: list[tuple[int, int, int, str]] = []
    for event in _events(text):
        if isinstance(event, yaml.ScalarEvent):
            start: Any = event.start_mark
            end: Any = event.end_mark
            if start.line == end.line:
                written = lines[start.line][start.column : end.column]
                told = _in_double_quotes(written, event.value, event.style)
                if told != written:
                    edits.append((start.line, start.column, end.column, told))
    for line, first, last, told in reversed(edits):
        lines[line] = lines[line][:first] + told + lines[line][last:]
    return "\n".join(lines)


def _in_double_quotes(written: str, value: str, style: str | None) -> str:
    if style == "'" and not set('"\\') & set(value) and "''" not in written:
        return f'"{value}"'
    if style in (None, "") and _IN_QUOTES.fullmatch(value):
        return f'"{value}"'
    return written


def _events(text: str) -> Iterator[Any]:
    return iter(yaml.parse(text, Loader=LOADER))


# ---- order and indentation -------------------------------------------------------------------


def _arranged(text: str, schema: Schema) -> str:
    """The lines of a file in the order and with the indentation of the layout."""
    lines = text.split("\n")
    root: Any = yaml.compose(text, Loader=LOADER)
    writer = _Writer(lines)
    first, last = root.start_mark.line, writer.end(root)
    told = [
        *writer.around(lines[:first]),
        *writer.block(root, schema),
        *writer.around(lines[last + 1 :]),
    ]
    while told and not told[-1]:
        told.pop()
    while told and not told[0]:
        told.pop(0)
    return "\n".join(told) + "\n"


class _Writer:
    """Writes the lines of a node at the left edge; who holds it indents them."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def end(self, node: Any) -> int:
        """The last line that belongs to a node, without what stands below it."""
        if _is_block(node):
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        last = node.end_mark.line
        if isinstance(node, yaml.ScalarNode) and node.style in _BLOCK:
            last = min(last, len(self.lines)) - (node.end_mark.column == 0)
            while last > node.start_mark.line and not self.lines[last].strip():
                last -= 1
        elif isinstance(node, yaml.ScalarNode) and not node.value and node.style in (None, ""):
            # Nothing stands there: the mark is where something could.
            last = node.start_mark.line
        return int(last)

    @staticmethod
    def around(lines: Iterable[str]) -> list[str]:
        """Comments and blank lines between entries, two blank lines in a row at most."""
        told: list[str] = []
        for line in lines:
            if line.strip() or told[-2:] != ["", ""]:
                told.append(line.strip())
        return told

    def block(self, node: Any, schema: Schema) -> list[str]:
        if isinstance(node, yaml.MappingNode) and _is_block(node):
            return self.mapping(node, schema)
        if isinstance(node, yaml.SequenceNode) and _is_block(node):
            return self.sequence(node, schema)
        return self.as_is(node.start_mark, node)

    def as_is(self, start: Any, node: Any) -> list[str]:
        """What stands from a mark to the end of a node, further lines as far in as they were."""
        first, *rest = self.lines[start.line : max(self.end(node), start.line) + 1]
        edge = min(len(first) - len(first.lstrip(" -")), start.column)
        told = [first[start.column :], *(_moved(line, edge) for line in rest)]
        # What a text of several lines ends a line with may belong to it.
        is_text = isinstance(node, yaml.ScalarNode) and rest
        return told if is_text else [line.rstrip() for line in told]

    def mapping(self, node: Any, schema: Schema) -> list[str]:
        order = () if _is_free(schema) else schema.get("properties", ())
        entries: list[tuple[str, list[str]]] = []
        before = node.start_mark.line - 1
        for key, value in node.value:
            lead = self.around(self.lines[before + 1 : key.start_mark.line])
            inner = _under(schema, str(key.value))
            if _is_block(value):
                head = self.lines[key.start_mark.line][key.start_mark.column :].rstrip()
                first = value.value[0]
                start = (first[0] if isinstance(first, tuple) else first).start_mark.line
                between = self.around(self.lines[key.start_mark.line + 1 : start])
                inside = [*between, *self.block(value, inner)]
                own = [head, *(_indented(line) for line in inside)]
            else:
                own = self.as_is(key.start_mark, value)
            entries.append((str(key.value), [*lead, *own]))
            before = max(self.end(value), key.end_mark.line)
        place = {name: number for number, name in enumerate(order)}
        if all(name in place for name, _ in entries):
            entries.sort(key=lambda entry: place[entry[0]])
        return [line for _, told in entries for line in told]

    def sequence(self, node: Any, schema: Schema) -> list[str]:
        told: list[str] = []
        before = node.start_mark.line - 1
        for each in node.value:
            told += self.around(self.lines[before + 1 : each.start_mark.line])
            inside = self.block(each, schema.get("items", {}))
            # Comments that a moved entry brings to the top stand above the dash.
            while inside and (not inside[0] or inside[0].startswith("#")):
                told.append(inside.pop(0))
            told += [f"- {inside[0]}", *(_indented(line) for line in inside[1:])]
            before = self.end(each)
        return told


def _is_free(schema: Schema) -> bool:
    """Whether it is a mapping of facts, whose order is the writer's."""
    noun = schema.get("x-noun")
    # The facts of an item bear its noun, too.
    return noun in ("the given facts", "a shipment line") or (
        noun == "an item" and "sku" not in schema["properties"]
    )


def _is_block(node: Any) -> bool:
    return isinstance(node, yaml.CollectionNode) and not node.flow_style and bool(node.value)


def _under(schema: Schema, key: str) -> Schema:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    found = properties.get(key, schema.get("additionalProperties", {}))
    return found if isinstance(found, dict) else {}


def _indented(line: str) -> str:
    return f"  {line}" if line else ""


def _moved(line: str, edge: int) -> str:
    return line[edge:] if not line[:edge].strip() else line.lstrip(" ")


# ---- comments --------------------------------------------------------------------------------


def _comments(text: str) -> Counter[str]:
    """Every comment of a text, by what stands outside its scalars after a `#`."""
    return Counter(_comments_in(text))


def _comments_in(text: str) -> Iterator[str]:
    lines = text.split("\n")
    masked = [list(line) for line in lines]
    for event in _events(text):
        if not isinstance(event, yaml.ScalarEvent):
            continue
        start: Any = event.start_mark
        end: Any = event.end_mark
        for number in range(start.line, min(end.line + 1, len(lines))):
            first = start.column if number == start.line else 0
            last = end.column if number == end.line else len(lines[number])
            if event.style in _BLOCK and number == start.line:
                continue
            for column in range(first, last):
                masked[number][column] = "x"
    for line in masked:
        found = re.search(r"(?:^|\s)(#.*)$", "".join(line))
        if found:
            yield found[1].strip()
