"""EC011 unread-file: a file in a folder of rules that nobody reads

What it finds
    In a folder of rules a file that is written like one of rules, and whose name does not end in
    `.yaml` or `.yml`: an editor has put `.txt` behind it, it is a copy that was kept, or it is
    JSON. A file that begins with a point, and text for people such as `README.md`, is left alone.

Why it matters
    What stands in it counts for nothing, and no command misses it: a prohibition that was saved so
    lets pass what it forbids.

Instead of
    rules/mine/l40.yaml.txt

Write
    rules/mine/l40.yaml

A copy that is to be kept belongs outside of the folder.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.linting.check import WARNING, Check, View


def find(view: View) -> Iterator[Problem]:
    """Each such file, as a whole."""
    for path, instead in view.unread:
        yield CHECK.problem(
            Place(path),
            "nobody reads this file: the name of a file of rules ends in `.yaml`",
            f"save it as `{instead}`, or keep it outside of the folder of rules",
        )


CHECK = Check(code="EC011", name="unread-file", severity=WARNING, find=find)
