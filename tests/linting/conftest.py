"""A whole set of rules so small that it is read in no time, to put one mistake into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

SMALL = {
    "facts.yaml": """\
facts:
  item.sku: {kind: text, meaning: m, ask: a}
  item.maker: {kind: text, meaning: m, ask: a}
  item.maker_headquarters: {kind: country, meaning: m, ask: a}
  item.family: {kind: text, meaning: m, ask: a}
  item.contains: {kind: items, meaning: m, ask: a}
  item.paragraph: {kind: text, meaning: m, ask: a}
  item.eccn_entry: {kind: text, meaning: m, ask: a}
  item.eccn: {kind: eccn, meaning: m, ask: a}
  item.designed_for_datacenters: {kind: yes_no, meaning: m, ask: a}
  item.total_processing_performance: {kind: quantity, unit: TPP, meaning: m, ask: a}
  item.performance_density: {kind: quantity, unit: TPP/mm², meaning: m, ask: a}
  item.kind:
    kind: one_of
    options: {integrated_circuit: o, memory: o, system: o}
    meaning: m
    ask: a
  destination: {kind: country, meaning: m, ask: a}
  end_use: {kind: one_of, options: {civil: o, military: o}, meaning: m, ask: a}
  ship_date: {kind: date, meaning: m, ask: a}
""",
    "countries.yaml": """\
countries: {CN: China, FR: France, IT: Italy, MO: Macau, "NO": Norway, RU: Russia}
""",
    "items/acme.yaml": """\
maker: Acme
headquarters: "FR"
items:
  - sku: L40 48GB
    family: L40
    aliases: [L forty]
    kind: integrated_circuit
    sources: ["https://example.com/"]
    confidence: high
  - sku: L40S
    family: L40S
    kind: integrated_circuit
    sources: ["https://example.com/"]
    confidence: high
""",
    "co/rulebook.yaml": """\
id: co
title: Rules of the company
jurisdiction: the company
version: "1"
first_day: "2022-01-01"
verified_through: "2027-01-01"
covers: [everything]
not_covered: [nothing]
""",
    "co/destinations/groups.yaml": """\
title: t
cites: [p]
read_in: the table
recorded_from: "2022-01-01"
listed: [CN, FR, IT, MO, "NO", RU]
groups:
  D:5:
    meaning: m
    members: [CN, MO, RU]
    changes:
      - {date: "2024-03-01", added: [MO], source: s, confidence: high}
""",
}


@pytest.fixture(scope="session")
def write_small() -> Callable[[Path, Mapping[str, str]], Path]:
    """Writes the small set of rules into a folder, with more files or others in their place."""

    def written(folder: Path, files: Mapping[str, str]) -> Path:
        for name, text in {**SMALL, **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        return folder

    return written


@pytest.fixture
def small(
    tmp_path: Path, write_small: Callable[[Path, Mapping[str, str]], Path]
) -> Callable[[Mapping[str, str]], Path]:
    """The small set of rules in a folder of its own."""
    return lambda files: write_small(tmp_path / "small", files)
