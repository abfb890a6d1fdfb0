"""EC207 unused-term: a defined term that no rule uses

What it finds
    A term under `terms` that no condition of any rule names under `is`, neither itself nor through
    another term that is used.

Why it matters
    A term that nobody uses decides nothing. Often a rule was to use it and spells out something
    else, or an exclusion that the law makes was defined and then forgotten.

Instead of
    terms:
      excluded by Note 2: {meaning: ..., when: {item.designed_for_datacenters: no}}
    rules:
      - id: 3A090.a        # and no `is: excluded by Note 2` anywhere

Write
    unless: {is: excluded by Note 2}

or remove the term.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.problems import Problem
from exportcheck.linting.check import WARNING, Check, View
from exportcheck.linting.shapes import all_terms


def find(view: View) -> Iterator[Problem]:
    """Each term that is not among those used."""
    used = all_terms(view.rulebooks)
    defined = {name: place for book in view.rulebooks for name, (_, place) in book.terms.items()}
    for name, place in defined.items():
        if name not in used:
            at, width = view.heading(place, name)
            yield CHECK.problem(
                at, f"no rule uses the term `{name}`", "use it under `is`, or remove it", width
            )


CHECK = Check(code="EC207", name="unused-term", severity=WARNING, find=find)
