"""What the tests of the analysis share: a rulebook of a few lines, alone, on one day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from exportcheck.core.library import Library
from exportcheck.reading.folders import default_rules
from exportcheck.reading.library import load_library

SYSTEM = """
  - sku: Small
    family: Small
    kind: integrated_circuit
    sources: [https://example.com/]
    confidence: high
    facts:
      designed_for_datacenters: yes
      peak: {fp16: 10 TFLOPS dense}
"""


@pytest.fixture
def alone(write: Callable[[Mapping[str, str]], Path]) -> Callable[[str], Library]:
    """The library with the rulebook `co` alone, which has these rules."""

    def read(rules: str) -> Library:
        items = (default_rules() / "items" / "metax.yaml").read_text(encoding="utf-8")
        items += SYSTEM
        files = {"co/rules.yaml": rules, "items/items.yaml": items}
        library = load_library([write(files)], use_cache=False)
        book = next(each for each in library.rulebooks if each.id == "co")
        return library.but(rulebooks=(book,))

    return read


@pytest.fixture
def requiring() -> Callable[..., str]:
    """A file with one license requirement that asks this, and further rules."""

    def written(when: str, more: str = "", since: str = "2024-01-01") -> str:
        return f"""\
title: Rules
cites: [Rule 1]
rules:
  - id: need
    title: A license is needed
    requires_license: {{reason: RS, part: "742"}}
    versions:
      - effective_from: "{since}"
        source: Rule 1
        read_in: the rule
        confidence: primary
        when: {when}
{more}"""

    return written
