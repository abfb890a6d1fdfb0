"""Case files: what is given together, what each case adds, and mistakes at their places."""

from __future__ import annotations

from pathlib import Path

import pytest

from exportcheck.core.library import Library
from exportcheck.core.values import Choice
from exportcheck.reading.case_files import read_cases

CASES = """\
title: T
given:
  destination: "CN"
  end_use: civil
cases:
  - name: one
    item: NVIDIA H20 SXM 96GB
    date: "2025-06-02"
    expect: license_required
    rests_on: [letter.2025-04-09.nvidia]
  - name: two
    date: "2025-06-02"
    assume: none
    readings: {ai-diffusion: as_codified}
    given:
      destination: "DE"
      item: {kind: memory}
    expect: undetermined
"""


def test_a_case_has_what_is_given_together_and_its_own(library: Library, tmp_path: Path) -> None:
    """A case's own facts replace those given for all; its item and day are its own."""
    path = tmp_path / "deep" / "er" / "a.cases.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(CASES, encoding="utf-8")
    found = read_cases([tmp_path], library)
    assert found.problems == ()
    one, two = found.cases
    assert (one.name, one.file, one.expect) == ("one", "deep/er/a.cases.yaml", "license_required")
    assert one.rests_on == ("us-ear/letter.2025-04-09.nvidia",)
    assert one.shipment.item == "NVIDIA H20 SXM 96GB"
    assert one.shipment.facts["destination"].value == Choice.of("CN")
    assert one.shipment.facts["parties.listed"].value == Choice.of("no")
    assert two.shipment.facts["destination"].value == Choice.of("DE")
    assert two.shipment.facts["end_use"].value == Choice.of("civil")
    assert two.shipment.facts["item.kind"].value == Choice.of("memory")
    assert two.shipment.facts["parties.listed"].value == Choice.of("yes", "no")
    assert two.shipment.facts["reading.ai-diffusion"].value == Choice.of("as_codified")
    assert two.place.line == 11


@pytest.mark.parametrize(
    ("old", "new", "place", "code", "message", "help"),
    [
        ("2025-06-02", "2025-06-31", (8, 11), "EC301", "`2025-06-31` is not a calendar day", ""),
        (
            "rests_on: [letter.2025-04-09.nvidia]",
            "rests_on: [letter.2025-04-09.nvidia]\n    not_on: [letter.2025-04-09.nvidia]",
            (11, 14),
            "EC402",
            "`letter.2025-04-09.nvidia` stands under `rests_on` and under `not_on`",
            "remove one of the two",
        ),
        ("H20 SXM", "H2O SXM", (7, 11), "EC206", "`NVIDIA H2O SXM 96GB` is not in the item", "H20"),
        (
            "[letter.2025-04-09.nvidia]",
            "[letter.2025-04-09.nvida]",
            (10, 16),
            "EC202",
            "`letter.2025-04-09.nvida` is not a rule",
            "did you mean `letter.2025-04-09.nvidia`",
        ),
        (
            'destination: "CN"',
            'destination: "cn"',
            (3, 16),
            "EC401",
            "`cn` is not a country",
            "`CN`",
        ),
        ("end_use: civil", "end_us: civil", (4, 3), "EC102", "`end_us` is not", "`end_use`"),
        (
            "as_codified",
            "codified",
            (14, 30),
            "EC202",
            "`codified` is not an option",
            "`as_codified`",
        ),
        (
            "ai-diffusion",
            "ai-difusion",
            (14, 16),
            "EC202",
            "`ai-difusion` is not a reading",
            "`ai-",
        ),
        ("name: two", "name: one", (11, 11), "EC203", "the case `one` is here twice", "first at"),
        ("expect: undetermined", "expect: unclear", (18, 13), "EC105", "`expect` is `unclear`", ""),
        ("    expect: undetermined\n", "", (11, 5), "EC103", "a case lacks `expect`", "write"),
        ("assume: none", "assume: nothing", (13, 13), "EC105", "`assume` is `nothing`", "`none`"),
        ("kind: memory", "kind: memori", (17, 20), "EC105", "`kind` is `memori`", "`memory`"),
    ],
)
def test_a_mistake_in_a_case_is_told_at_its_place(
    library: Library,
    tmp_path: Path,
    old: str,
    new: str,
    place: tuple[int, int],
    code: str,
    message: str,
    help: str,
) -> None:
    """A case that cannot be run is a problem, never a case that passes."""
    path = tmp_path / "a.cases.yaml"
    path.write_text(CASES.replace(old, new, 1), encoding="utf-8")
    found = read_cases([tmp_path], library)
    assert found.problems
    problem = found.problems[0]
    assert str(problem.place) == f"{path}:{place[0]}:{place[1]}"
    assert problem.code == code
    assert message in problem.message
    assert help in problem.help


def test_the_cases_that_come_with_the_tool_can_be_read(library: Library) -> None:
    """Every case beside our rules has facts, a day and rules that exist."""
    from exportcheck.reading.folders import default_rules

    found = read_cases([default_rules()], library)
    assert found.problems == ()
    assert found.cases
