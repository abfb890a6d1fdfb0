"""A report of any length: what a format keeps of the lines, and what it shows of very many."""

from __future__ import annotations

import gc
import json
import re
import tracemalloc
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from copy import copy
from datetime import date
from pathlib import Path

import pytest

from exportcheck.core.answers import Answered, answered
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.reports import Report, Tally
from exportcheck.core.shipment import Judged, Shipment, decide
from exportcheck.reading.library import load_library
from exportcheck.reading.order_files import read_orders
from exportcheck.reading.shipments import ShipmentReader
from exportcheck.reporting import spooled
from exportcheck.reporting.formats import FORMATS, Style, rendered

Lines = Callable[[str, int], Iterator[Answered]]
H20 = {"item.sku": "NVIDIA H20", "destination": "CN"}
ORDERS = {
    "fail": {**H20, "ship_date": "2025-05-01"},
    "pass": {**H20, "ship_date": "2025-04-01"},
    "review": {"item.sku": "MI308X", "destination": "CN", "ship_date": "2024-05-01"},
}
# The longest comment that GitHub takes, in characters.
COMMENT = 65_536


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Lines:
    """As many lines of a verdict as are asked for, each an object of its own."""
    path = tmp_path_factory.mktemp("orders") / "o.jsonl"
    path.write_text(
        "".join(json.dumps({"id": name, **each}) + "\n" for name, each in ORDERS.items()),
        encoding="utf-8",
    )
    library = load_library()
    reader = ShipmentReader(library, "ordinary", today=date(2025, 6, 2))
    found = {}
    for shipment in read_orders(Path(path), "o.jsonl", reader):
        assert isinstance(shipment, Shipment)
        judged = decide(library.rulebooks, shipment)
        assert isinstance(judged, Judged)
        found[shipment.id] = answered(judged)
        assert found[shipment.id].verdict == shipment.id

    def some(verdict: str, number: int) -> Iterator[Answered]:
        for count in range(number):
            line = copy(found[verdict])
            line.id = f"{verdict}-{count}"
            yield line

    return some


@pytest.mark.parametrize("own", [False, True], ids=["shared", "own"])
@pytest.mark.parametrize("name", ["text", "markdown", "sarif", "junit", "github", "csv"])
def test_lines_that_pass_take_no_memory(
    lines: Lines, name: str, own: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A format keeps no line, nor an answer that is of one line alone; what it must tell later
    lies in a file."""
    monkeypatch.setattr(spooled, "MOST_IN_MEMORY", 1024)
    written = FORMATS[name](Style())
    written.begin()

    def grown(number: int) -> int:
        before, _ = tracemalloc.get_traced_memory()
        for line in lines("pass", number):
            if own:
                line.brief = line.brief.but(heard={})
            for _ in written.take(written.made_of((line,))):
                pass
        gc.collect()  # what only waits to be let go is not kept
        return tracemalloc.get_traced_memory()[0] - before

    tracemalloc.start()
    try:
        grown(300)  # what is kept once, and the rows that are shown
        assert grown(1_000) < 20_000
    finally:
        tracemalloc.stop()
        assert list(written.end(Report(lines=(), problems=(), counted=Tally()))) is not None


def report(lines: Lines, *, fail: int, review: int, passed: int, problems: int = 0) -> Report:
    """The lines that pass stand first."""
    numbers = {"pass": passed, "review": review, "fail": fail}
    return Report(
        lines=tuple(line for verdict, n in numbers.items() for line in lines(verdict, n)),
        problems=tuple(
            Problem(place=Place("o.jsonl", n + 1, 1), code="EC001", message="x" * 200)
            for n in range(problems)
        ),
    )


def verdicts(text: str) -> list[str]:
    return re.findall(r"^\| \S+ (fail|review|pass) \|", text, re.MULTILINE)


def test_markdown_fits_into_a_comment(lines: Lines) -> None:
    """However many lines and mistakes there are; failures are shown, and the rest is counted."""
    text = rendered(
        "markdown", report(lines, fail=20, review=2_000, passed=3_000, problems=500), Style()
    )
    assert len(text) < COMMENT
    shown = verdicts(text)
    assert shown[:20] == ["fail"] * 20
    assert set(shown[20:]) == {"review"}
    left = 2_000 - (len(shown) - 20)
    assert f"Not shown: {left} lines that cannot be told, 3000 that pass" in text
    problems = len(re.findall(r"\(EC001\) \|$", text, re.MULTILINE))
    assert 0 < problems < 500
    assert f"Not shown: {500 - problems} more mistakes" in text


def test_markdown_shows_all_where_there_is_room(lines: Lines) -> None:
    """Failures first, then what cannot be told, then what passes."""
    text = rendered("markdown", report(lines, fail=1, review=2, passed=3), Style())
    assert verdicts(text) == ["fail", "review", "review", "pass", "pass", "pass"]
    assert "Not shown" not in text


def test_markdown_says_how_many_failures_it_leaves_out(lines: Lines) -> None:
    """Where even those have no room."""
    text = rendered("markdown", report(lines, fail=1_000, review=1, passed=1), Style())
    shown = verdicts(text)
    assert len(text) < COMMENT
    assert set(shown) == {"fail"}
    told = f"Not shown: {1_000 - len(shown)} lines that fail, 1 that cannot be told, 1 that passes"
    assert told in text


def test_junit_has_a_suite_for_each_file(lines: Lines) -> None:
    """A file that comes again is one suite, and each has its own counts."""
    whole = report(lines, fail=2, review=1, passed=3)
    first, *rest = whole.lines
    elsewhere = copy(first)
    elsewhere.row = _Elsewhere()
    whole = whole.but(
        lines=(first, elsewhere, *rest),
        problems=(Problem(place=Place("only-wrong.csv", 1, 1), code="EC101", message="empty"),),
    )
    root = ET.fromstring(rendered("junit", whole, Style()))
    told = [
        tuple(suite.attrib[each] for each in ("name", "tests", "failures", "errors", "skipped"))
        for suite in root.iter("testsuite")
    ]
    assert told == [
        ("o.jsonl", "6", "3", "0", "0"),
        ("ö.csv", "1", "0", "0", "0"),
        ("only-wrong.csv", "1", "0", "1", "0"),
    ]
    names = [case.attrib["name"].partition(":")[0] for case in root.iter("testcase")]
    assert names[:6] == ["pass-0", "pass-1", "pass-2", "review-0", "fail-0", "fail-1"]
    assert (root.attrib["tests"], root.attrib["failures"], root.attrib["errors"]) == ("8", "3", "1")


class _Elsewhere:
    place = Place("ö.csv", 2, 1)
    written = ()


def test_jsonl_has_a_row_for_what_could_not_be_judged(lines: Lines) -> None:
    """After the lines; its schema tells it from a line, and its verdict is never `pass`."""
    whole = report(lines, fail=1, review=0, passed=1, problems=2)
    rows = [json.loads(row) for row in rendered("jsonl", whole, Style()).splitlines()]
    assert [row["schema"] for row in rows] == [
        *["exportcheck/determination/1"] * 2,
        *["exportcheck/problem/1"] * 2,
    ]
    assert [row["verdict"] for row in rows] == ["pass", "fail", "unusable", "unusable"]
    assert (rows[2]["file"], rows[2]["line"], rows[2]["code"]) == ("o.jsonl", 1, "EC001")
    assert json.loads(rendered("json", whole, Style()))["problems"] == [
        {key: row[key] for key in row if key not in ("schema", "verdict")} for row in rows[2:]
    ]
