"""Folders gone through whole: what of them cannot be looked into is told, never left out.

A link to a folder is not followed, since it may lead around in a circle or out of the project; what
is behind it would be left out as silently as what is in a folder that may not be read.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from pathlib import Path

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem

_LINK_HELP = "name that folder by itself, too, and remove the link"


def walked(folder: Path) -> tuple[list[Path], list[Problem]]:
    """The files under a folder, and a problem for each folder in it that is not looked into.

    A link that leads nowhere is among the files: it is told by whoever opens it.
    """
    files: list[Path] = []
    refused: list[OSError] = []
    hidden: list[Problem] = []
    for inside, folders, names in os.walk(folder, onerror=refused.append):
        files += (Path(inside, name) for name in names)
        hidden += (_linked(path) for name in folders if (path := Path(inside, name)).is_symlink())
    return sorted(files), [*map(_unread, refused), *hidden]


def matched(pattern: str) -> tuple[list[str], list[Problem]]:
    """The paths that a pattern such as `orders/**/*.csv` means, and the folders it cannot read."""
    hidden = []
    for folder in _looked_into(pattern):
        try:
            with os.scandir(folder):
                pass
        except NotADirectoryError:
            pass
        except OSError as error:
            hidden.append(_unread(error))
    return sorted(glob.glob(pattern, recursive=True)), hidden  # noqa: PTH207 (absolute ones too)


def _looked_into(pattern: str) -> Iterator[str]:
    """The folders in which a pattern seeks names, each once."""
    seen = set()
    parts = Path(pattern).parts
    for count, part in enumerate(parts):
        if not glob.has_magic(part):
            continue
        before = str(Path(*parts[:count]))
        # What `**` leads through is looked into, too.
        for start in (before, *([f"{before}/**/"] if part == "**" else [])):
            for found in glob.glob(start, recursive=True):  # noqa: PTH207
                folder = os.path.normpath(found)
                if folder not in seen:
                    seen.add(folder)
                    yield folder


def _unread(error: OSError) -> Problem:
    said = f"the folder cannot be read ({error.strerror or error})"
    place = Place(os.path.normpath(error.filename))
    return Problem(place=place, code="EC001", message=said)


def _linked(path: Path) -> Problem:
    said = "the link leads to a folder, which is not read"
    return Problem(place=Place(str(path)), code="EC001", message=said, help=_LINK_HELP)
