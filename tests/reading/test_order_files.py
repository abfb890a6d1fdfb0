"""Order files: good lines are read, broken ones told and left out, and nothing is not a pass."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from exportcheck.core.library import Library
from exportcheck.core.problems import Problem
from exportcheck.core.shipment import Shipment
from exportcheck.reading.order_files import read_orders
from exportcheck.reading.shipments import ShipmentReader

Read = Callable[[str, str], list[Shipment | Problem]]


@pytest.fixture
def read(library: Library, tmp_path: Path) -> Read:
    """What is read from a file with that name and text, or bytes as Latin-1."""

    def found(name: str, text: str) -> list[Shipment | Problem]:
        path = tmp_path / name
        encoding = "latin-1" if name.startswith("raw") else "utf-8"
        path.write_bytes(text.encode(encoding, "surrogatepass"))
        reader = ShipmentReader(library, today=date(2025, 6, 2))
        return list(read_orders(path, name, reader))

    return found


def told(found: list[Shipment | Problem]) -> list[str]:
    """Ids of the shipments, and codes of the problems with their places."""
    return [
        each.id if isinstance(each, Shipment) else f"{each.code} {each.place}" for each in found
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", 'shipments:\n  - {id: A, destination: "DE"}\n  - destination: FR\n'),
        ("a.yml", "shipments:\n  - id: A\n    destination: DE\n  - {destination: FR}\n"),
        ("a.json", '{"shipments": [{"id": "A", "destination": "DE"}, {"destination": "FR"}]}'),
        ("a.jsonl", '{"id": "A", "destination": "DE"}\n\n{"destination": "FR"}\n'),
        ("a.jsonl", '\ufeff{"id": "A", "destination": "DE"}\r\n\r\n{"destination": "FR"}'),
    ],
)
def test_lines_of_each_kind_of_file(read: Read, name: str, text: str) -> None:
    """YAML, JSON and JSONL hold the same lines, with the id stated or the number of the line."""
    found = read(name, text)
    assert told(found)[0] == "A"
    assert [each.facts["destination"].written for each in found if isinstance(each, Shipment)] == [
        "DE",
        "FR",
    ]


def test_a_number_in_json_is_the_text_that_was_written(read: Read) -> None:
    """No number passes through a binary fraction."""
    text = '{"item.total_processing_performance": 4799.9999999999999999999, "id": 7}'
    (shipment,) = read("a.jsonl", text)
    assert isinstance(shipment, Shipment)
    assert shipment.id == "7"
    assert shipment.facts["item.total_processing_performance"].written.startswith("4799.99999")


@pytest.mark.parametrize(
    ("name", "text", "problems"),
    [
        ("a.yaml", "", ["EC101 a.yaml:1:1"]),
        ("a.yaml", "shipments: []\n", ["EC101 a.yaml:1:1"]),
        ("a.yaml", "shipments:\n", ["EC101 a.yaml:1:1"]),
        ("a.jsonl", "", ["EC101 a.jsonl:1:1"]),
        ("a.jsonl", "\n \n", ["EC101 a.jsonl:1:1"]),
        ("a.json", "[]", ["EC103 a.json:1:1"]),
        ("a.yaml", "shipment:\n  - {destination: DE}\n", ["EC103 a.yaml:1:1"]),
        ("a.yaml", "shipments: {destination: DE}\n", ["EC104 a.yaml:1:12"]),
        ("a.yaml", "shipments: [DE]\n", ["EC104 a.yaml:1:13"]),
        ("a.yaml", "shipments:\n  - {}\n", ["EC106 a.yaml:2:5"]),
        ("a.yaml", "shipments:\n  - {id: A}\n", ["EC106 a.yaml:2:5"]),
        ("a.yaml", "shipments:\n  - {id: [A], destination: DE}\n", ["EC401 a.yaml:2:10"]),
        ("a.yaml", "shipments:\n  - {destination: cn}\n", ["EC401 a.yaml:2:19"]),
        ("a.csv.txt", "destination\nDE\n", ["EC001 a.csv.txt"]),
        ("a.yaml", "shipments: [\n", ["EC001 a.yaml:2:1"]),
        ("raw.yaml", "shipments:\n  - {destination: \xe9}\n", ["EC001 raw.yaml:2:19"]),
        ("a.jsonl", "destination: DE\n", ["EC001 a.jsonl:1:1"]),
        ("a.jsonl", "[1]\n", ["EC104 a.jsonl:1:1"]),
        ("a.jsonl", '{"destination": "DE"} {"x": 1}\n', ["EC001 a.jsonl:1:23"]),
        ("a.jsonl", '{"quantity": NaN}\n', ["EC001 a.jsonl:1:1"]),
        ("a.jsonl", '{"quantity": Infinity}\n', ["EC001 a.jsonl:1:1"]),
        ("a.jsonl", '{"destination": "DE", "destination": "CN"}\n', ["EC003 a.jsonl:1:1"]),
        ("raw.jsonl", '{"destination": "\xe9"}\n', ["EC001 raw.jsonl:1:1"]),
        ("a.jsonl", '{"a":' * 5000 + "1" + "}" * 5000 + "\n", ["EC001 a.jsonl:1:1"]),
        ("a.jsonl", '{"a":' * 900 + "1" + "}" * 900 + "\n", None),
        ("a.jsonl", '{"destination": "' + "D" * 2**20 + '"}\n', ["EC001 a.jsonl:1:1"]),
    ],
    ids=range(26),
)  # fmt: skip
def test_what_is_not_a_line_is_told_and_never_judged(
    read: Read, name: str, text: str, problems: list[str] | None
) -> None:
    """A file without lines, or with broken ones, is a problem at its place and no shipment."""
    found = read(name, text)
    if problems is None:
        assert found
        assert all(isinstance(each, Problem) for each in found)
    else:
        assert told(found) == problems


def test_a_broken_line_leaves_the_others(read: Read) -> None:
    """A line with a mistake is told with its place; those before and after are read."""
    text = (
        "shipments:\n"
        "  - {id: A, destination: DE}\n"
        "  - {id: B, destination: cn}\n"
        "  - {id: C, destination: FR, destination: CN}\n"
        "  - {id: D, destination: FR}\n"
    )
    found = read("a.yaml", text)
    assert [each.id for each in found if isinstance(each, Shipment)] == ["A", "D"]
    assert sorted(each for each in told(found) if " " in each) == [
        "EC003 a.yaml:4:30",
        "EC401 a.yaml:3:26",
    ]


def test_a_broken_line_of_one_physical_line_leaves_the_others(read: Read) -> None:
    """In a file without line breaks, too, it is the broken line that is not judged."""
    text = (
        '{"shipments": [{"id": "A", "destination": "DE", "destination": "CN"}, '
        '{"id": "B", "destination": "FR"}]}'
    )
    assert told(read("a.json", text)) == ["EC003 a.json:1:49", "B"]


def test_an_id_stands_for_one_line(read: Read) -> None:
    """A line with an id that was used is told with the place of the first, and judged as well."""
    text = "shipments:\n  - {id: A, destination: DE}\n  - {id: A, destination: CN}\n"
    found = read("a.yaml", text)
    assert told(found) == ["A", "A", "EC003 a.yaml:3:1"]
    assert isinstance(found[2], Problem)
    assert found[2].message == "the id `A` is used twice"
    assert found[2].help == (
        "it is used first at a.yaml:2, judged or not: give each line an id of its own"
    )


def test_an_unknown_name_is_told_at_the_name(read: Read) -> None:
    """A fact that nobody knows is shown where its name is written."""
    found = read("a.yaml", "shipments:\n  - destination: DE\n    end_use_: civil\n")
    assert told(found) == ["EC201 a.yaml:3:5"]
    assert isinstance(found[0], Problem)
    assert found[0].help == "did you mean `end_use`?"


def test_a_key_beside_the_lines_is_told(read: Read) -> None:
    """What stands beside the list of lines is told, and the lines are still read."""
    found = read("a.yaml", "shipment: x\nshipments:\n  - {destination: DE}\n")
    assert told(found) == ["EC102 a.yaml:1:1", "1"]


def test_a_second_document_is_told(read: Read) -> None:
    """Lines behind a second `---` are not left out in silence."""
    text = "shipments:\n  - {destination: DE}\n---\nshipments:\n  - {destination: CN}\n"
    found = read("a.yaml", text)
    assert "EC002 a.yaml:3:1" in told(found)


def test_an_alias_is_never_a_value(read: Read) -> None:
    """A line that borrows from another is not judged."""
    text = (
        "shipments:\n  - {id: A, destination: &d DE}\n"
        "  - {id: B, destination: *d}\n  - {id: C, destination: FR}\n"
    )
    found = read("a.yaml", text)
    assert [each.id for each in found if isinstance(each, Shipment)] == ["C"]


def test_a_file_that_is_not_there_is_told(library: Library, tmp_path: Path) -> None:
    """A file that cannot be opened is a problem, and a folder is no file."""
    reader = ShipmentReader(library, today=date(2025, 6, 2))
    for path in (tmp_path / "none.yaml", tmp_path / "dir.jsonl", tmp_path / "dir.yaml"):
        if path.stem == "dir":
            path.mkdir()
        (problem,) = read_orders(path, "shown", reader)
        assert isinstance(problem, Problem)
        assert problem.code == "EC001"


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1, 2, 0]])
def test_the_order_of_lines_does_not_matter(library: Library, read: Read, order: list[int]) -> None:
    """Each line has the answer that it has by itself, wherever it stands."""
    from exportcheck.core.shipment import Judged, decide

    lines = [
        '{"id": "A", "item.sku": "NVIDIA H20", "destination": "CN"}',
        '{"id": "B", "item.sku": "NVIDIA L4", "destination": "DE"}',
        '{"id": "C", "destination": "RU"}',
    ]
    outcomes = {}
    for each in read("a.jsonl", "\n".join(lines[index] for index in order)):
        assert isinstance(each, Shipment)
        judged = decide(library.rulebooks, each)
        assert isinstance(judged, Judged)
        outcomes[each.id] = judged.determination.outcome.value
    alone = {}
    for line in lines:
        (each,) = read("b.jsonl", line)
        assert isinstance(each, Shipment)
        judged = decide(library.rulebooks, each)
        assert isinstance(judged, Judged)
        alone[each.id] = judged.determination.outcome.value
    assert outcomes == alone


def test_the_problems_of_a_line_are_told_from_left_to_right(read: Read) -> None:
    """Whatever is looked at first."""
    text = "destination,end_user.country,item.sku,ship_date\nchina,nowhere,H2O,1.5.2025\n"
    columns = [each.place.column for each in read("a.csv", text) if isinstance(each, Problem)]
    assert columns == [1, 7, 15, 19]
