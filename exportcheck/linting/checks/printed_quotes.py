"""EC008 printed-quotes: quotation marks of a word processor, which are part of the text

What it finds
    In rule files a text without quotes that begins with a mark such as “ or „. YAML knows only the
    straight marks " and '; any other is a letter of the text. Case files are left alone.

Why it matters
    A citation in such marks is not the one that is looked up, and a name in them is not the name.
    Without quotes, a comma in a list begins another entry.

Instead of
    cites: [“15 CFR 744.23(b)”]

Write
    cites: ["15 CFR 744.23(b)"]

Where the marks are meant, put the whole text in straight quotes.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.mistyped import mistyped, named, opens_with_mark
from exportcheck.core.problems import Problem
from exportcheck.linting.check import WARNING, Check, View


def find(view: View) -> Iterator[Problem]:
    """Each such text, but for a title whose first words alone stand in marks."""
    for source in view.sources:
        if source.is_cases or source.text.isascii():
            continue
        for scalar in source.scalars:
            if scalar.plain and opens_with_mark(scalar.text):
                yield CHECK.problem(
                    scalar.place,
                    f"`{scalar.text}` begins with {named(scalar.text[0])}, which is no quote of "
                    "YAML",
                    mistyped(scalar.text) or 'write straight marks, `"`, around the whole text',
                    scalar.width,
                )


CHECK = Check(code="EC008", name="printed-quotes", severity=WARNING, find=find)
