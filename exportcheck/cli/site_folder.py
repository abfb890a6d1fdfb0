"""The folder of a site: written file by file, and nothing in it that we did not write is touched.

A list of our files lies in the folder. A folder without it is ours only when it is empty; a file
that is not on it is somebody's, and is never written over. The list is written before the files, so
that a run that was cut off leaves nothing that a later one would not know.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput

LIST = "exportcheck-site.txt"
_HEAD = "Files of a site made by exportcheck rules docs. Those named here are replaced.\n"


def check_folder(folder: Path) -> None:
    """Refuse a folder that holds something else than an earlier site."""
    if folder.exists() and not folder.is_dir():
        raise _refused(folder, "it is not a folder", "name a folder")
    _earlier(folder)


def write_site(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files, and take away those of an earlier site that are no more."""
    earlier = _earlier(folder)
    taken = [name for name in sorted(files) if name not in earlier and (folder / name).exists()]
    if taken:
        raise _refused(
            folder / taken[0],
            "the file is not of an earlier site",
            "move it, or name another folder",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / LIST, _list_of(earlier | files.keys()))
        for name, text in files.items():
            _write(folder / name, text)
        for name in sorted(earlier - files.keys(), reverse=True):
            (folder / name).unlink(missing_ok=True)
            _remove_empty((folder / name).parent, folder)
        _write(folder / LIST, _list_of(files.keys()))
    except OSError as error:
        raise _refused(folder, error.strerror or str(error), "") from error


def _earlier(folder: Path) -> set[str]:
    """The files of the earlier site in a folder; refused where it holds something else."""
    if not folder.is_dir():
        return set()
    try:
        text = (folder / LIST).read_text(encoding="utf-8")
    except FileNotFoundError:
        if any(folder.iterdir()):
            raise _refused(
                folder, "the folder is not empty and holds no earlier site", "name an empty folder"
            ) from None
        return set()
    except (OSError, UnicodeDecodeError) as error:
        raise _refused(folder / LIST, f"the file cannot be read ({error})", "") from error
    if not text.startswith(_HEAD):
        raise _refused(folder / LIST, "the file is not one that this tool wrote", "remove it")
    names = text[len(_HEAD) :].splitlines()
    for name in names:
        path = PurePosixPath(name)
        if not name or path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
            raise _refused(folder / LIST, f"`{name}` is no file of a site", "remove the file")
    return set(names)


def _list_of(names: Iterable[str]) -> str:
    return _HEAD + "".join(f"{name}\n" for name in sorted(names))


def _write(path: Path, text: str) -> None:
    """A file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_text(text, encoding="utf-8", newline="\n")
    temporary.replace(path)


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _refused(path: Path, message: str, help: str) -> UnusableInput:
    return UnusableInput(
        [
            Problem(
                place=Place(str(path)),
                code="EC001",
                message=f"the site cannot be written: {message}",
                help=help,
            )
        ]
    )
