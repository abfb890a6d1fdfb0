"""A specification: one item that is not in the catalogue, in the words of the catalogue."""

from __future__ import annotations

from pathlib import Path

from exportcheck.core.facts import Origin
from exportcheck.core.items import Item
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.reading.compiling import Cursor
from exportcheck.reading.item_files import compile_item
from exportcheck.reading.strict_yaml import read_yaml


def read_spec(path: Path, library: Library) -> tuple[Item | None, list[Problem]]:
    """The item that the file describes, or what is wrong with the file."""
    from exportcheck.reading.schemas import spec_schema
    from exportcheck.reading.structure import check_structure

    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, [
            Problem(
                place=Place(str(path)),
                code="EC001",
                message=f"the file cannot be read ({error.strerror or error})",
            )
        ]
    document = read_yaml(raw, str(path))
    problems = list(document.problems)
    if not problems:
        problems = check_structure(document, spec_schema(library.catalogue))
    if problems:
        return None, problems
    cursor = Cursor.at_root(document, problems)
    item = compile_item(
        cursor, cursor.text("maker"), cursor.text("headquarters"), library.catalogue, Origin.STATED
    )
    for index, (name, _) in enumerate(item.contains):
        if not library.items.find(name):
            cursor["contains"][index].say(
                "EC202", f"`{name}` is not in the item catalogue", library.items.suggest(name)
            )
    if item.contains and item.kind != "system":
        cursor["kind"].say(
            "EC402", "only a system contains items", "write `kind: system`, or drop `contains`"
        )
    return (None, problems) if problems else (item, [])
