"""EC007 trailing-space: spaces at the end of a line

What it finds
    A line of a rule file or case file that ends in spaces or tabs.

Why it matters
    They cannot be seen, they make two versions of a file differ where nothing changed, and in a
    text that is continued over lines they become part of it.

Instead of
    title: Chips of the upper tier<space>

Write
    title: Chips of the upper tier

`exportcheck rules lint --fix FILE` removes them where they are not part of a text.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.sources import Edit
from exportcheck.linting.check import WARNING, Check, View


def _ends(view: View) -> Iterator[tuple[Place, str]]:
    for source in view.sources:
        for number, line in enumerate(source.lines, 1):
            kept = line.rstrip(" \t")
            if kept != line:
                yield Place(source.file, number, len(kept) + 1), line[len(kept) :]


def find(view: View) -> Iterator[Problem]:
    """Each such line, where the spaces begin."""
    for place, spaces in _ends(view):
        yield CHECK.problem(place, "the line ends in spaces", "remove them", len(spaces))


def mend(view: View) -> Iterator[Edit]:
    """The line without them."""
    for place, spaces in _ends(view):
        yield Edit(place, spaces, "")


CHECK = Check(code="EC007", name="trailing-space", severity=WARNING, find=find, mend=mend)
