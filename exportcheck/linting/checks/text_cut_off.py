"""EC009 text-cut-off: a sign # that ends a text of prose

What it finds
    In rule files and case files a title, source, note, meaning or another text for people that
    stands without quotes and is followed by a space and #. What stands after is a comment.

Why it matters
    The rest of the text is dropped in silence, and is missed where a report quotes it.

Instead of
    source: Letter of BIS #12 of 18 November 2026

Write
    source: "Letter of BIS #12 of 18 November 2026"

A comment that is meant stands in a line of its own, above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.linting.check import WARNING, Check, View

# Texts for people. What follows the sign is a comment where a space follows it, as in ours.
_PROSE = "title|source|sources|note|notes|meaning|says|name|reason|do|advice|ask|read_in|known_gap"
_CUT = re.compile(rf"\s*(?:- +)*(?:{_PROSE}):[ \t]+([^\s\"'|>\[{{&*#].*?)[ \t]+(#\S.*|# [0-9].*)")


def find(view: View) -> Iterator[Problem]:
    """Each such text, at the sign. A word after a space, `# so`, is a comment that is meant."""
    for source in view.sources:
        if " #" not in source.text:
            continue
        plain = {s.place: s.text for s in source.scalars if s.plain}
        for number, line in enumerate(source.lines, 1):
            cut = _CUT.fullmatch(line)
            if cut and plain.get(Place(source.file, number, cut.start(1) + 1)) == cut[1]:
                yield CHECK.problem(
                    Place(source.file, number, cut.start(2) + 1),
                    f"`{cut[2]}` is a comment, and no part of the text before it",
                    f'put the whole text in quotes, `"{cut[1]} {cut[2]}"`, or write the comment '
                    "in a line of its own",
                    len(cut[2]),
                )


CHECK = Check(code="EC009", name="text-cut-off", severity=WARNING, find=find)
