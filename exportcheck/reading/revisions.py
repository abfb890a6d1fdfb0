"""Rules as they are in a folder, or were at a revision of a git repository.

A revision is read with git itself into a folder of its own, from which nothing is run.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.reading.library import load_library

RULES = "rules"
WHOLE = ("facts.yaml", "countries.yaml")


def library_at(written: str, into: Path, over: tuple[Path, ...] = ()) -> Library:
    """The library of a folder, or of `REV` or `REV:FOLDER` of the repository around us.

    A folder with facts and countries is a whole; another one, such as a company's rulebook with the
    facts that it asks, is laid over the rules that come with the tool. `over` are further folders
    laid over both.
    """
    folder = Path(written)
    if folder.is_dir():
        return _library_of(folder, over)
    revision = written.partition(":")[0]
    try:
        return _library_of(_checked_out(written, into), over)
    except UnusableInput as error:
        raise UnusableInput(_as_of(revision, into, each) for each in error.problems) from error


def _library_of(folder: Path, over: tuple[Path, ...]) -> Library:
    if all((folder / name).is_file() for name in WHOLE):
        return load_library(over, base=folder)
    return load_library((folder, *over))


def _as_of(revision: str, into: Path, problem: Problem) -> Problem:
    """A problem in a file of a revision, named as git names it: `REV:path/from/the/top`."""
    file, into = Path(problem.place.file).absolute(), into.absolute()
    if not file.is_relative_to(into):
        return problem
    named = f"{revision}:{file.relative_to(into).as_posix()}"
    return problem.but(place=Place(named, problem.place.line, problem.place.column))


def _checked_out(written: str, into: Path) -> Path:
    revision, sign, path = written.partition(":")
    path = path.strip("/") if sign else RULES
    commit = _git(
        written, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    top = Path(_git(written, "rev-parse", "--show-toplevel").decode().strip())
    archive = _git(
        written, "-C", str(top), "archive", "--format=tar", commit.decode().strip(), "--", path
    )
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(into, filter="data")
    return into / path


def _git(written: str, *arguments: str) -> bytes:
    try:
        return subprocess.run(["git", *arguments], check=True, capture_output=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise UnusableInput(
            [
                Problem(
                    place=Place(written),
                    code="EC001",
                    message="it is neither a folder nor rules at a revision of a repository here",
                    help="write a folder, REV (its folder `rules`), or REV:FOLDER",
                )
            ]
        ) from error
