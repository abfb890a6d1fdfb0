"""The classification for people: many paragraphs in few words, few of them in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exportcheck.reading.library import load_library
from exportcheck.reporting.as_classification import add_classification
from exportcheck.reporting.printing import Page

VERSION = """\
    versions:
      - effective_from: "2022-01-01"
        source: s
        read_in: r
        confidence: primary
        when: {item.kind: memory, end_use: military}
"""


def rules(*paragraphs: str) -> str:
    each = "".join(
        f"  - id: {name}\n    title: T\n    classifies: {name}\n{VERSION}" for name in paragraphs
    )
    return f"title: T\ncites: [C]\nrules:\n{each}"


FEW = ("3A090.a", "3A001.z.1", "4A003.z.1")
MANY = ("3A090.a", "3A001.z.1", "3A001.z.2", "4A090.a", "4A003.z.1", "5A992.z.1")
SHORT = "3A090.a, 4A090.a or one of 4 paragraphs .z (of 3A001, 4A003 and 5A992)"


@pytest.mark.parametrize(
    ("paragraphs", "use", "told"),
    [
        (FEW, "civil", "none of 3A090.a, 3A001.z.1 or 4A003.z.1"),
        (MANY, "civil", f"none of {SHORT}"),
        (FEW, None, "cannot be told: 3A001.z.1, 3A090.a, 4A003.z.1 or none"),
        (
            MANY,
            None,
            "cannot be told: 3A090.a, 4A090.a, none or one of 4 paragraphs .z (of 3A001, 4A003 and "
            "5A992)",
        ),
        (("3A001.z.1",), "military", "3A001.z.1"),
        (
            ("3A001.z.1", "3A001.z.2", "3A001.z.3"),
            "civil",
            "none of one of 3 paragraphs .z (of 3A001)",
        ),
    ],
)
def test_many_paragraphs_are_told_in_few_words(
    write: Callable[[Mapping[str, str]], Path],
    judge_by: Callable[..., Any],
    paragraphs: tuple[str, ...],
    use: str | None,
    told: str,
) -> None:
    """More than two paragraphs .z are counted, with their entries; the others stay as they are."""
    library = load_library([write({"co/rules.yaml": rules(*paragraphs)})], use_cache=False)
    stated = {"item.kind": "memory", **({"end_use": use} if use else {})}
    page = Page(80)
    add_classification(page, judge_by(library, stated, date(2025, 6, 2)))
    assert f"Classification {told}" in " ".join(page.text().split())
