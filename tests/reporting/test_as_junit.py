"""JUnit XML as the viewers of build servers read it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from exportcheck.cli.app import app
from tests.viewers import has_the_shape_that_viewers_read, places_as_shown

ORDERS = """\
shipments:
  - {id: A, item.sku: NVIDIA H20, destination: "CN", ship_date: "2025-05-01"}
  - id: B
    item.sku: NVIDIA H20
    destination: "CN"
    ship_date: "2025-06-01"
    end_user.name: 'Ö ]]> <b> & "x" at orders.yaml:99'
  - {id: C, item.sku: NVIDIA H20, destination: "CN", ship_date: "2025-04-01"}
  - {id: D, item.sku: MI308X, destination: "CN", ship_date: "2024-05-01"}
  - {id: E, item.sku: NVIDIA H20, destinatoin: "CN", item.tpp: x}
"""
WAIVERS = """\
waivers:
  - line: B
    reason: on hold in the warehouse
    approver: J. Doe
    expires: "2999-01-01"
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A line of every verdict, a waived one, and one with two mistakes."""
    folder = tmp_path_factory.mktemp("junit")
    (folder / "orders.yaml").write_text(ORDERS, encoding="utf-8")
    (folder / "w.yaml").write_text(WAIVERS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        told = ["--assume", "ordinary", "--waivers", "w.yaml", "--format", "junit"]
        done = CliRunner().invoke(app, ["validate", "orders.yaml", *told])
    assert done.exit_code == 2
    return done.stdout


def test_it_has_the_shape_that_viewers_read(report: str) -> None:
    """A strict viewer takes it, and none shows a time that is no number."""
    has_the_shape_that_viewers_read(report)
    root = ET.fromstring(report)
    assert [len(list(root.iter(tag))) for tag in ("failure", "error", "skipped")] == [2, 2, 1]


def test_a_pull_request_is_marked_at_the_lines(report: str) -> None:
    """By a viewer that looks for the place in the text, whatever else the text says."""
    assert places_as_shown(report) == {
        "orders.yaml:2": "failure",
        "orders.yaml:9": "failure",
        "orders.yaml:10": "error",
    }


def test_each_part_tells_enough_by_itself(report: str) -> None:
    """One viewer shows the text of a case, one its message, and a list of failures its name."""
    root = ET.fromstring(report)
    (skipped,) = root.iter("skipped")
    assert "license required" in (skipped.text or "")
    for told in (skipped.text or "", skipped.attrib["message"]):
        assert "J. Doe" in told
        assert "on hold in the warehouse" in told
    names = [
        case.attrib["name"] for case in root.iter("testcase") if case.find("error") is not None
    ]
    assert names[0].startswith("orders.yaml:10:")
    assert "`destinatoin` is not a fact" in names[0]
    assert [case.attrib["classname"] for case in root.iter("testcase")] == ["orders.yaml"] * 6
