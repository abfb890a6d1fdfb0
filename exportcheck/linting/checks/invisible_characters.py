"""EC005 invisible-character: a character that cannot be seen, or a space that is none

What it finds
    In rule files a character without a shape of its own: a zero-width space, a soft hyphen, a mark
    that turns the direction of writing; and a space other than the ordinary one, such as the
    no-break space that word processors write. Case files are left alone: they state what an order
    may contain.

Why it matters
    Two names that look the same are not the same. A rule that names a term or a party with such a
    character reads well beside the regulation and never fits what an order states. A mark that
    turns the direction can make a file show another text than the one that is applied.

Instead of
    title: Chips<U+200B> of the upper tier
    item.dram_bandwidth: {at_least: 600<U+00A0>GB/s}

Write
    title: Chips of the upper tier
    item.dram_bandwidth: {at_least: 600 GB/s}

`exportcheck rules lint --fix FILE` removes the character, and writes an ordinary space for a space.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.mistyped import named, seen_as
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.sources import Edit
from exportcheck.linting.check import ERROR, Check, View


def _unseen(view: View) -> Iterator[tuple[Place, str]]:
    for source in view.sources:
        if source.is_cases or source.text.isascii():
            continue
        for number, line in enumerate(source.lines, 1):
            if not line.isascii():
                for column, character in enumerate(line, 1):
                    if seen_as(character) != character:
                        yield Place(source.file, number, column), character


def find(view: View) -> Iterator[Problem]:
    """Each such character by its name."""
    for place, character in _unseen(view):
        space = seen_as(character) == " "
        kind = "a space that is not the ordinary one" if space else "an invisible character"
        yield CHECK.problem(
            place,
            f"here is {kind}, {named(character)}",
            "write an ordinary space" if space else "remove it",
        )


def mend(view: View) -> Iterator[Edit]:
    """What can be seen of it; nothing of a space at the end of a line."""
    lines = {source.file: source.lines for source in view.sources}
    for place, character in _unseen(view):
        after = lines[place.file][place.line - 1][place.column :]
        ends = not "".join(map(seen_as, after)).strip()
        yield Edit(place, character, "" if ends else seen_as(character))


CHECK = Check(code="EC005", name="invisible-character", severity=ERROR, find=find, mend=mend)
