"""Files of a project that are named on the command line: read and checked whole, or not used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.reading.documents import Document
from exportcheck.reading.schemas import Schema
from exportcheck.reading.strict_yaml import read_yaml
from exportcheck.reading.structure import check_structure


def read_project_file(
    path: Path, schema: Callable[[], Schema], *, what: str, option: str
) -> Document:
    """A YAML file of that structure; raises `UnusableInput` with every mistake in it.

    `what` names the file in a sentence ("the waivers"), `option` is what names it.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnusableInput(
            [
                Problem(
                    place=Place(str(path)),
                    code="EC001",
                    message=f"{what} cannot be read ({error.strerror or error})",
                    help=f"write the path of a YAML file, or leave {option} out",
                )
            ]
        ) from error
    document = read_yaml(raw, str(path))
    problems = list(document.problems) or check_structure(document, schema())
    if problems:
        raise UnusableInput(problems)
    return document
