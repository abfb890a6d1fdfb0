"""Text for a terminal or a file: wrapped, styled where there is a terminal, and never interpreted.

Whatever a file or a user wrote passes through `plain`, which shows control and bidirectional
characters as escapes. Console markup, emoji codes and highlighting are off.
"""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {"pass": "bold green", "fail": "bold red", "review": "bold yellow"}
WIDTH = 80
WIDEST = 100
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def plain(text: str) -> str:
    """The text with every character that a terminal could obey shown as an escape.

    So is what the log of a workflow obeys wherever it stands in a line, in its older form.
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(
            sign if unicodedata.category(sign) not in _HIDDEN else f"\\u{ord(sign):04x}"
            for sign in text
        )
    return _COMMAND.sub(_as_escape, text)


def json_text(value: object, *, indent: int | None = None) -> str:
    """A value as JSON, in which no workflow command stands and nothing turns or hides text."""
    text = _TURNS.sub(_as_escape, json.dumps(value, ensure_ascii=False, indent=indent))
    return _COMMAND.sub(_as_escape, text)


# What JSON may have in a text as it is, and a terminal or an editor obeys.
_TURNS = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def _as_escape(sign: re.Match[str]) -> str:
    return f"\\u{ord(sign[0]):04x}"


# The first sign of a command of a build server: an older one of GitHub, of Azure, of TeamCity.
_COMMAND = re.compile(r"#(?=#\w*\[)")


def _no_command(line: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A line that no log of a workflow takes for a command: one begins with `::` after blanks."""
    for index, (part, style) in enumerate(line):
        text = part.lstrip()
        if text:
            if not "".join(each for each, _ in line[index:]).lstrip().startswith("::"):
                return line
            tamed = part[: len(part) - len(text)] + "\\u003a" + text[1:]
            return [*line[:index], (tamed, style), *line[index + 1 :]]
    return line


class Page:
    """Lines of a report, each with the style of its parts."""

    __slots__ = ("lines", "width")

    def __init__(self, width: int = WIDTH) -> None:
        self.width = width
        self.lines: list[list[tuple[str, str]]] = []

    def blank(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append([])

    def heading(self, text: str) -> None:
        self.blank()
        self.lines.append([(plain(text), "bold")])

    def say(
        self,
        text: str,
        *,
        indent: int = 2,
        label: str = "",
        hang: int = 0,
        style: str = "",
        label_style: str = "bold",
    ) -> None:
        """A paragraph, wrapped; further lines hang under its text, or by `hang` under its label."""
        start = " " * indent + plain(label)
        rest = " " * (indent + (hang or len(plain(label))))
        lines = textwrap.wrap(
            plain(text),
            width=self.width,
            initial_indent=start,
            subsequent_indent=rest,
            break_on_hyphens=False,
            break_long_words=False,
            drop_whitespace=True,
        )
        for number, line in enumerate(lines or [start.rstrip()]):
            # A word longer than the line may have been put below its label.
            head = start if number == 0 and line.startswith(start) else ""
            shown = label_style if label else ""
            self.lines.append([(head, shown), (line[len(head) :], style)])

    def verbatim(self, line: str, *, indent: int = 2) -> None:
        """A line as it is, such as one of an example."""
        self.lines.append([(" " * indent + plain(line) if line.strip() else "", "")])

    def table(self, rows: Iterable[tuple[str, ...]], *, indent: int = 4) -> None:
        """Columns as wide as their longest cell; the last one wraps."""
        cells = [tuple(plain(cell) for cell in row) for row in rows]
        if not cells:
            return
        widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]) - 1)]
        lead = indent + sum(widths) + 2 * len(widths)
        for row in cells:
            start = " " * indent + "".join(
                cell.ljust(width) + "  " for cell, width in zip(row, widths, strict=False)
            )
            words = textwrap.wrap(
                row[-1],
                width=max(self.width - lead, 20),
                break_on_hyphens=False,
                break_long_words=False,
            ) or [""]
            self.lines.append([((start + words[0]).rstrip(), "")])
            self.lines.extend([(" " * lead + line, "")] for line in words[1:])

    def text(self) -> str:
        """The page without styles."""
        lines = ("".join(part for part, _ in _no_command(line)) for line in self.lines)
        return "".join(line.rstrip() + "\n" for line in lines)

    def print(self, console: Console) -> None:
        """The page on a terminal."""
        from rich.text import Text

        for line in self.lines:
            text = Text(no_wrap=True, overflow="ignore")
            for part, style in _no_command(line):
                text.append(part, style or None)
            text.rstrip()
            console.print(text, soft_wrap=True)


def problem_page(
    problems: Iterable[tuple[str, str, str, str, str, int, int, str]], width: int
) -> Page:
    """Problems with the line they are in: place, severity, code, message, source, column, width,
    help."""
    page = Page(width)
    for place, severity, code, message, source, column, span, help in problems:
        color = "bold red" if severity == "error" else "bold yellow"
        page.lines.append(
            [
                (plain(f"{place}: "), "bold"),
                (f"{severity}[{code}]", color),
                (plain(f": {message}"), ""),
            ]
        )
        if source:
            number = place.rpartition(":")[0].rpartition(":")[2]
            margin = " " * len(number)
            shown, at = plain(source.expandtabs(1)), column - 1
            page.lines.append([(f"  {number} | ", "dim"), (shown, "")])
            page.lines.append([(f"  {margin} | ", "dim"), (" " * at + "~" * max(1, span), color)])
        if help:
            page.say(help, indent=3, label="help: ")
    return page
