"""The heading of a table: the fact that each column stands for, whatever kind of file it is.

A table whose heading has a name that is no fact is not judged at all: a column that nobody reads
could have been the one that matters. For the same reason a heading that bears the name of a fact
means that fact, and no configuration leaves it out or takes it for another.
"""

from __future__ import annotations

from collections.abc import Sequence

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.order_words import facts_called, suggested
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, either
from exportcheck.reading.rows import IGNORED, Columns, problem


def facts_named(
    headings: Sequence[str], places: Sequence[Place], catalogue: Catalogue, columns: Columns
) -> tuple[list[str], list[Problem]]:
    """The facts that the headings name, and what is wrong with them, each at its place."""
    names: list[str] = []
    problems = []
    for heading, place in zip(headings, places, strict=True):
        name = columns.fact(heading.strip())
        wrong = _wrong(heading.strip(), name, names, catalogue)
        if wrong:
            problems.append(problem(place, *wrong, max(len(heading), 1)))
        names.append(name)
    return names, problems


def is_a_column(name: str, catalogue: Catalogue) -> bool:
    """Whether an order file may have a column of that name."""
    if name in ("id", "item.sku", IGNORED):
        return True
    return name in catalogue and not name.startswith("reading.")


def _wrong(
    heading: str, name: str, before: Sequence[str], catalogue: Catalogue
) -> tuple[str, str, str] | None:
    """The code, the sentence and the help for a heading that cannot be taken so."""
    if name != heading and heading != "id" and is_a_column(heading, catalogue):
        taken = "leaves it out" if name == IGNORED else f"takes it for `{name}`"
        return (
            "EC203",
            f"the heading `{heading}` is the name of a fact, and `columns:` {taken}",
            "what a line states counts: give the column of the table another name, or take the "
            "heading out of `columns:` in exportcheck.yaml",
        )
    if not heading and name != IGNORED:
        return "EC201", "the column has no heading", "name a fact there, or remove the column"
    if name != IGNORED and name in before:
        return "EC003", f"two columns are `{name}`", "remove one of the two"
    if not is_a_column(name, catalogue):
        return (
            "EC201",
            f"the heading `{heading}` is not a fact this tool knows",
            _help(heading, name, catalogue),
        )
    return None


def _help(heading: str, name: str, catalogue: Catalogue) -> str:
    """What to write instead: the facts that order systems call so, or one of a name like it."""
    known = (*catalogue.facts, "id", "item.sku")
    called = facts_called(heading, known)
    if called:
        perhaps = either([f"`{heading}: {each}`" for each in called])
        return f"map it under `columns:` in exportcheck.yaml, perhaps as {perhaps}"
    near = suggested(name, known)
    return near or "map it under `columns:` in exportcheck.yaml, to a fact or to `ignore`"
