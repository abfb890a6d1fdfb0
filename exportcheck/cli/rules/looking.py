"""What `rules lint` looks at: the folders that its arguments lie in, read as far as they can be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path

from exportcheck.cli.arguments import usage
from exportcheck.core.cases import Case
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.core.records import Record
from exportcheck.linting.check import View
from exportcheck.reading.case_files import read_cases
from exportcheck.reading.folders import (
    RuleFile,
    collect_files,
    default_rules,
    path_for_people,
    paths_of,
    rulebooks_in,
    shown_where_read,
    yaml_files,
)
from exportcheck.reading.library import library_of
from exportcheck.reading.source_files import sources_of
from exportcheck.reading.unread_files import unread_in


class Looked(Record):
    """The files with what they say, if they could be read; what is wrong with them is told.

    `paths` lead from the names of files to those that a person can open.
    """

    files: tuple[RuleFile, ...]
    library: Library | None
    view: View
    problems: tuple[Problem, ...]
    paths: dict[str, str]

    def shown(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        return shown_where_read(problems, self.paths)

    @cached_property
    def refused(self) -> frozenset[Place]:
        """Where something is that cannot be used: no warning says there what to write instead."""
        errors = (each for each in self.problems if each.severity == "error")
        return frozenset(each.place for each in self.shown(errors))


def folders_of(paths: Iterable[str], rules: Iterable[str]) -> list[Path]:
    """Our rules, then the folders of `--rules`, then those in which the paths lie."""
    folders = [default_rules(), *map(Path, rules)]
    for path in map(Path, paths):
        if not path.exists():
            raise usage(str(path), "there is no such file or folder", "write a path that exists")
        if not any(_is_under(path, folder) for folder in folders):
            folders.append(_folder_of(path))
    return folders


def _is_under(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _folder_of(path: Path) -> Path:
    """The folder of rules that a path is, or lies in."""
    if path.is_dir() and any(each.name == "rulebook.yaml" for each in yaml_files(path)):
        return path
    around = [path, *path.resolve().parents] if path.is_dir() else list(path.resolve().parents)
    home = next((each for each in around if (each / "rulebook.yaml").is_file()), around[0])
    if home.name == "items" or any((home.parent / n).is_file() for n in _COMMON):
        return home.parent
    return home


# What stands beside the rulebooks of a whole set of rules.
_COMMON = ("facts.yaml", "countries.yaml")


def look(folders: list[Path], today: date, shown: Iterable[str] = ()) -> Looked:
    """Read everything; what could not be read is among the problems.

    If only some paths are to be shown, cases elsewhere are not read, nor files for their wording.
    """
    files = collect_files(folders)
    within = tuple(map(Path, shown))
    with_cases = [
        folder
        for folder in folders
        if not within or any(_is_under(p, folder) or _is_under(folder, p) for p in within)
    ]
    library: Library | None = None
    cases: tuple[Case, ...] = ()
    problems: tuple[Problem, ...] = ()
    paths = paths_of(files)
    try:
        library = library_of(files)
        for number, folder in enumerate(folders):
            if folder in with_cases:
                # The cases of a rulebook that is replaced are left out, as its rules are.
                replaced = frozenset[str]().union(*map(rulebooks_in, folders[number + 1 :]))
                read = read_cases([folder], library, leaving_out=replaced)
                cases, problems = (*cases, *read.cases), (*problems, *read.problems)
    except UnusableInput as error:
        problems = error.problems
    told = [f for f in files if not within or any(_is_under(f.path, path) for path in within)]
    sources = sources_of(told, with_cases)
    paths.update({s.file: path_for_people(Path(s.file)) for s in sources if s.is_cases})
    view = View(
        rulebooks=() if library is None else library.rulebooks,
        cases=cases,
        sources=sources,
        today=today,
        all_cases_read=not any(each.severity == "error" for each in problems),
        items=None if library is None else library.items,
        contradictions=() if library is None else library.contradictions,
        unread=tuple(unread_in(folders)),
    )
    return Looked(files=files, library=library, view=view, problems=problems, paths=paths)


def lies_in(problem: Problem, paths: Iterable[str]) -> bool:
    """Whether a problem lies in one of these files and folders."""
    return any(_is_under(Path(problem.place.file), Path(path)) for path in paths)
