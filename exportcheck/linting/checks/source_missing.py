"""EC506 source-missing: a version whose source is a placeholder

What it finds
    A version of a rule whose `source` or `read_in` says nothing: `TODO`, `tbd`, `?`, `n/a`,
    `unknown`. One that is not there at all is EC103.

Why it matters
    A rule without a source cannot be checked, and what cannot be checked must not let anything
    pass. Where only an account of the text was read, `read_in` says which and `confidence` how sure
    that is.

Instead of
    source: TODO
    read_in: "?"

Write
    source: 88 FR 73458
    read_in: eCFR text of 2026-09-24, ECCN 3A090.a
    confidence: primary
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.problems import Problem
from exportcheck.linting.check import ERROR, Check, View
from exportcheck.linting.checks.malformed_citation import PLACEHOLDER


def find(view: View) -> Iterator[Problem]:
    """Each such source, at its place."""
    for _, rule, version in view.versions():
        for key, text in (("source", version.source), ("read_in", version.read_in)):
            if not text.strip() or PLACEHOLDER.fullmatch(text.strip()):
                place, width = view.written(version.place, text)
                yield CHECK.problem(
                    place,
                    f"`{key}` of this version of `{rule.id}` is `{text}`, which names no source",
                    "write where the rule stands in the law, and where that was read",
                    width,
                )


CHECK = Check(code="EC506", name="source-missing", severity=ERROR, find=find)
