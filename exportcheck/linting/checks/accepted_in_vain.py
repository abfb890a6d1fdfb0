"""EC010 accepted-in-vain: a comment that accepts nothing

What it finds
    A comment `# accepted EC303: why` that gives no reason, that stands where nothing is warned of,
    or that names an error.

Why it matters
    Without a reason nobody can look at it again. One that stands about unused may later hide what
    nobody has seen. Errors are never accepted.

Instead of
    superseded_on: "2024-04-01"  # accepted EC303

Write
    superseded_on: "2024-04-01"  # accepted EC303: the stay of 90 FR 50857

It stands in the line of the warning, or alone in the line above.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.linting.check import ERROR, WARNING, Check, View

_ACCEPTED = re.compile(r"# accepted (EC[0-9]{3})(: *\S)?")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that accepts a code, and the lines in which it does."""

    place: Place
    code: str
    lines: tuple[int, ...]
    has_reason: bool


def comments(view: View) -> Iterator[Comment]:
    """Each comment that accepts something, in its line or, alone in a line, in the next one."""
    for source in view.sources:
        if "# accepted EC" not in source.text:
            continue
        for number, line in enumerate(source.lines, 1):
            for found in _ACCEPTED.finditer(line):
                alone = line.lstrip().startswith("#")
                yield Comment(
                    place=Place(source.file, number, found.start() + 1),
                    code=found[1],
                    lines=(number, number + 1) if alone else (number,),
                    has_reason=found[2] is not None,
                )


def find(view: View) -> Iterator[Problem]:
    """Each comment without a reason."""
    for comment in comments(view):
        if not comment.has_reason:
            yield CHECK.problem(
                comment.place,
                f"`{comment.code}` is accepted without a reason, and so it is not",
                f"write why: `# accepted {comment.code}: ...`",
                len(f"# accepted {comment.code}"),
            )


def in_vain(view: View, problems: Iterable[Problem], codes: Collection[str]) -> Iterator[Problem]:
    """Each comment with a reason that accepts none of the problems.

    Where not all could be read, or a check did not run, what it would have found is not known.
    """
    known = {(each.place.file, each.place.line, each.code): each for each in problems}
    for comment in comments(view):
        if not comment.has_reason:
            continue
        met = [known.get((comment.place.file, line, comment.code)) for line in comment.lines]
        if any(each is not None and each.severity == WARNING for each in met):
            continue
        if any(each is not None and each.severity == ERROR for each in met):
            told = f"`{comment.code}` is an error, and errors are not accepted"
        elif view.rulebooks and view.all_cases_read and comment.code in codes:
            told = f"nothing is warned of by `{comment.code}` here"
        else:
            continue
        help = "put it right, and remove the comment" if "error" in told else "remove the comment"
        yield CHECK.problem(comment.place, told, help, len(f"# accepted {comment.code}"))


CHECK = Check(code="EC010", name="accepted-in-vain", severity=WARNING, find=find)
