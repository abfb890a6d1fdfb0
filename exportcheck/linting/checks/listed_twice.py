"""EC208 listed-twice: one value twice in one list

What it finds
    In rule files a list of words in which one stands twice: a country, a name, a citation.

Why it matters
    The second changes nothing, and may stand in the place of another that was meant: of MY, TH and
    MY again, one was perhaps to be Myanmar, which is MM.

Instead of
    destination: {in: [MY, TH, MY]}

Write
    destination: {in: [MY, TH, MM]}

Which one was meant only a person can tell, so `--fix` leaves it.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.problems import Problem
from exportcheck.core.sources import Scalar
from exportcheck.linting.check import WARNING, Check, View


def find(view: View) -> Iterator[Problem]:
    """Each such value, where it stands again."""
    for source in view.sources:
        if source.is_cases:
            continue
        seen: dict[tuple[int, str], Scalar] = {}
        for scalar in source.scalars:
            if not scalar.within:
                continue
            first = seen.setdefault((scalar.within, scalar.text), scalar)
            if first is not scalar:
                yield CHECK.problem(
                    scalar.place,
                    f"`{scalar.text}` is in this list twice",
                    f"it stands first in line {first.place.line}; remove one, or write the "
                    "other that was meant",
                    scalar.width,
                )


CHECK = Check(code="EC208", name="listed-twice", severity=WARNING, find=find)
