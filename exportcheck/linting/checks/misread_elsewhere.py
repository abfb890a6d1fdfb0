"""EC004 misread-elsewhere: a word without quotes that other YAML readers take for something else

What it finds
    A value or key without quotes that another YAML reader would not read as text: `NO` (false),
    `on` (true), an ECCN such as `3E001` (the number 30), a day such as 2025-05-01 (a date), a
    number with a leading zero, an underscore or colons.

Why it matters
    exportcheck reads all of these as they are written. An editor, a converter or a script that
    reads and writes the same file turns Norway into `false` and the ECCN 3E001 into `30.0`, and
    nobody notices until a rule no longer holds.

Instead of
    destination: {in: [SE, NO]}
    item.eccn_entry: 3E001

Write
    destination: {in: [SE, "NO"]}
    item.eccn_entry: "3E001"

`exportcheck rules lint --fix FILE` writes the quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.sources import Edit, Scalar
from exportcheck.linting.check import WARNING, Check, View

# `yes` and `no` are what they seem to be, and `true`, `false` and `null` mean the same everywhere.
_YES_NO = "NO No YES Yes On on ON Off off OFF y Y n N True TRUE False FALSE Null NULL".split()  # noqa: SIM905
_MISREAD = {
    "a truth value or nothing": re.compile("|".join(_YES_NO)),
    "a number": re.compile(
        r"[-+]?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)[eE][-+]?[0-9]+"  # 3E001
        r"|0[0-9]+|0[xob][0-9a-fA-F]+|[0-9]+(?:_[0-9]+)+|[+][0-9.]+"
        r"|[0-9]+(?::[0-5]?[0-9])+(?:[.][0-9]*)?"  # 12:30 in base 60
        r"|[-+]?[.](?:inf|Inf|INF)|[.](?:nan|NaN|NAN)"
    ),
    "a date": re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?"),
}


def _is_thousands(lines: list[str], place: Place) -> bool:
    """Whether the comma of a number stands before: `{at_least: 1,000}`, which its reader tells."""
    return bool(re.search(r"[0-9],$", lines[place.line - 1][: place.column - 1]))


def _misread(view: View) -> Iterator[tuple[Scalar, str]]:
    for source in view.sources:
        for scalar in source.scalars:
            if scalar.plain and not _is_thousands(source.lines, scalar.place):
                for kind, pattern in _MISREAD.items():
                    if pattern.fullmatch(scalar.text):
                        yield scalar, kind
                        break


def find(view: View) -> Iterator[Problem]:
    """Each such word, at its place."""
    for scalar, kind in _misread(view):
        yield CHECK.problem(
            scalar.place,
            f"other YAML readers take `{scalar.text}` for {kind}",
            f'write `"{scalar.text}"`',
            scalar.width,
        )


def mend(view: View) -> Iterator[Edit]:
    """Quotes around it."""
    for scalar, _ in _misread(view):
        yield Edit(scalar.place, scalar.text, f'"{scalar.text}"')


CHECK = Check(code="EC004", name="misread-elsewhere", severity=WARNING, find=find, mend=mend)
