"""A document against its schema, told in our words."""

from __future__ import annotations

import pytest

from exportcheck.core.places import Place
from exportcheck.reading.schemas import TEXT, Schema, file_of, items_of, mapping
from exportcheck.reading.strict_yaml import read_yaml
from exportcheck.reading.structure import check_structure

SCHEMA: Schema = file_of(
    "a test file",
    {
        "name": TEXT,
        "flag": {"type": "boolean"},
        "colour": {"enum": ["red", "green"]},
        "parts": items_of(mapping("a part", {"id": TEXT, "note": TEXT}, required=("id", "note"))),
    },
    ("name",),
)


@pytest.mark.parametrize(
    ("text", "place", "code", "message", "help"),
    [
        ("", (1, 1), "EC101", "the file is empty", "write a test file with `name`"),
        ("nam: x\nname: y\n", (1, 1), "EC102", "`nam` is not a key of a test file", "`name`?"),
        (
            "name: x\nzzz: y\n",
            (2, 1),
            "EC102",
            "`zzz` is not a key of a test file",
            "it may have `name`, `flag`, `colour` and `parts`",
        ),
        ("flag: true\n", (1, 1), "EC103", "a test file lacks `name`", "write `name` here"),
        (
            "name: x\nparts:\n  - {}\n",
            (3, 5),
            "EC103",
            "a part lacks `id` and `note`",
            "write `id` and `note` here",
        ),
        (
            "name: x\nflag: yes\n",
            (2, 7),
            "EC104",
            "`flag` is `yes`, expected `true` or `false`",
            "",
        ),
        ("name: [x]\n", (1, 7), "EC104", "`name` is a list, expected text", ""),
        ("name: {a: b}\n", (1, 7), "EC104", "`name` is a mapping, expected text", ""),
        ("name:\n", (1, 6), "EC104", "`name` is empty, expected text", ""),
        ("name: true\n", (1, 7), "EC104", "`name` is `true`, expected text", ""),
        ("[x]\n", (1, 1), "EC104", "the file is a list, expected a mapping", ""),
        (
            "name: x\ncolour: reed\n",
            (2, 9),
            "EC105",
            "`colour` is `reed`, which is not `red` or `green`",
            "did you mean `red`",
        ),
        (
            "name: x\ncolour: blue\n",
            (2, 9),
            "EC105",
            "`colour` is `blue`, which is not `red` or `green`",
            "write `red` or `green`",
        ),
        ('name: ""\n', (1, 7), "EC106", "`name` is empty", "fill it in, or remove it"),
        ("name: x\nparts: []\n", (2, 8), "EC106", "`parts` is empty", "fill it in"),
    ],
)
def test_a_problem_of_structure(
    text: str, place: tuple[int, int], code: str, message: str, help: str
) -> None:
    """Each kind of mistake of structure has its place, its sentence and its remedy."""
    (problem,) = check_structure(read_yaml(text.encode(), "f"), SCHEMA)
    assert problem.place == Place("f", *place)
    assert (problem.code, problem.message) == (code, message)
    assert help in problem.help


def test_what_fits_has_no_problem() -> None:
    """A document of the right structure is left alone."""
    text = b"name: x\nflag: false\ncolour: red\nparts: [{id: a, note: b}]\n"
    assert check_structure(read_yaml(text, "f"), SCHEMA) == []
