"""A specification: one item that is not in the catalogue, in the words of the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exportcheck.core.facts import Origin
from exportcheck.core.items import Item
from exportcheck.core.library import Library
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.reading.compiling import Cursor
from exportcheck.reading.item_files import compile_item

if TYPE_CHECKING:
    from exportcheck.reading.schemas import Schema


def read_spec(path: Path, library: Library) -> tuple[Item | None, list[Problem]]:
    """The item that the file describes, or what is wrong with the file."""
    from exportcheck.reading.project_files import read_project_file
    from exportcheck.reading.schemas import spec_schema

    def schema() -> Schema:
        return spec_schema(library.catalogue)

    try:
        document = read_project_file(path, schema, what="the specification", option="--spec")
    except UnusableInput as error:
        return None, list(error.problems)
    problems: list[Problem] = []
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
