"""The folders of rules: which files they hold, of which kind, and a digest of what they say."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Mapping
from hashlib import sha256
from itertools import chain, count
from pathlib import Path

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput, in_order
from exportcheck.core.records import Record
from exportcheck.reading.walking import walked

MOST_RULE_BYTES = 8 * 1024 * 1024
CASES = (".cases.yaml", ".cases.yml")
ACCEPTED = (".accepted.yaml", ".accepted.yml")
YAML = (".yaml", ".yml")
# The folders of a rulebook that hold something other than rules.
FOLDERS = {"destinations": "groups", "parties": "parties"}


class RuleFile(Record):
    """One file under a rules folder: where it is, its name from there, its kind, its bytes.

    `layer` counts the folders laid under its own; `replaces` says that a rulebook of one of them
    gives way to its own.
    """

    path: Path
    name: str
    kind: str
    rulebook: str
    raw: bytes
    layer: int = 0
    replaces: bool = False


def default_rules() -> Path:
    """The rules that come with the tool: inside the package, or beside it in a checkout."""
    inside = Path(__file__).resolve().parent.parent / "_rules"
    return inside if inside.is_dir() else inside.parent.parent / "rules"


def paths_of(files: Iterable[RuleFile]) -> dict[str, str]:
    """The name of each file in reports, with the path that a person can open."""
    return {file.name: path_for_people(file.path) for file in files}


def shown_where_read(problems: Iterable[Problem], paths: Mapping[str, str]) -> tuple[Problem, ...]:
    """The problems with the paths that a person can open."""

    def opened(help: str) -> str:
        for name, path in paths.items():
            help = help.replace(f" at {name}:", f" at {path}:")
        return help

    return in_order(
        problem.but(
            help=opened(problem.help),
            place=Place(
                paths.get(problem.place.file, problem.place.file),
                problem.place.line,
                problem.place.column,
            ),
        )
        for problem in problems
    )


def path_for_people(path: Path) -> str:
    """The path from here, unless that leads upwards."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def collect_files(folders: Iterable[Path]) -> tuple[RuleFile, ...]:
    """All files of the folders but the cases, those of a replaced rulebook left out."""
    found: dict[str, RuleFile] = {}
    for index, folder in enumerate(_each_once(folders)):
        if not folder.is_dir():
            raise UnusableInput(
                [
                    _lone_problem(
                        str(folder),
                        "EC001",
                        "there is no such folder of rules",
                        "write the path of a folder that holds a rulebook.yaml",
                    )
                ]
            )
        files = list(_files_of(folder, "" if index == 0 else f"{folder.resolve().name}/", index))
        if index and not files:
            raise UnusableInput(
                [
                    _lone_problem(
                        str(folder),
                        "EC001",
                        "the folder holds no rule file",
                        "a rulebook is a folder with a rulebook.yaml",
                    )
                ]
            )
        named = {file.rulebook for file in files if file.rulebook}
        replaced = {file.rulebook for file in found.values()} & named
        found = {file.name: file for file in _kept(found.values(), files)}
        for file in files:
            name = _name_apart(file.name, found)
            found[name] = file.but(name=name, replaces=file.rulebook in replaced)
    # The first folder's come first: what is here twice is a mistake of the folder laid over it.
    return tuple(sorted(found.values(), key=lambda file: (file.layer > 0, file.name)))


def _name_apart(name: str, found: Container[str]) -> str:
    """A name in reports for a file that stays beside others: none gives way to it unseen."""
    first, _, rest = name.partition("/")
    names = chain([name], (f"{first}-{number}/{rest}" for number in count(2)))
    return next(each for each in names if each not in found)


def _each_once(folders: Iterable[Path]) -> Iterable[Path]:
    """The folders, each where it is named last."""
    named = list(folders)
    real = [folder.resolve() for folder in named]
    return (each for n, each in enumerate(named) if n == 0 or real[n] not in real[n + 1 :])


def _kept(before: Iterable[RuleFile], over: list[RuleFile]) -> Iterable[RuleFile]:
    """What stays of the files when a folder is laid over them.

    A rulebook takes the place of one of the same name. A folder that has all their rulebooks, and
    facts and countries of its own, is a whole set of rules, such as an edited copy: then its facts,
    countries and items take the place of theirs, too, instead of being declared twice.
    """
    before = tuple(before)
    replaced = {file.rulebook for file in over if file.rulebook}
    common = {file.kind for file in over if not file.rulebook}
    is_whole = common >= {"facts", "countries"} and replaced >= {
        file.rulebook for file in before if file.rulebook
    }
    for file in before:
        if file.rulebook not in replaced and not (is_whole and file.kind in common):
            yield file


def _lone_problem(file: str, code: str, message: str, help: str) -> Problem:
    return Problem(place=Place(file), code=code, message=message, help=help)


def yaml_files(folder: Path) -> list[Path]:
    """All YAML files under a folder, however their endings are written.

    Raises `UnusableInput` where a folder in it is not looked into, or such a file leads nowhere:
    what is there would be left out.
    """
    found, hidden = walked(folder)
    files = [each for each in found if each.suffix.casefold() in YAML]
    hidden += (
        _lone_problem(str(each), "EC001", "it is no file, so nobody reads it", "remove it")
        for each in files
        if not each.is_file()
    )
    if hidden:
        raise UnusableInput(hidden)
    return files


def rulebook_of(folder: Path, path: Path) -> str:
    """The name of the rulebook to which a file under a folder belongs, or nothing."""
    if (folder / "rulebook.yaml").is_file():
        return folder.resolve().name
    first = path.relative_to(folder).parts[0]
    return first if (folder / first / "rulebook.yaml").is_file() else ""


def read_as(folder: Path, path: Path) -> str:
    """As what a file under a folder is read, by its name and where it stands; nothing if it is not.

    A file of cases is read as `cases`.
    """
    relative = path.resolve().relative_to(folder.resolve())
    if path.suffix.casefold() not in YAML:
        return ""
    if path.name.casefold().endswith(CASES):
        return "cases"
    return _kind(list(relative.parts), rulebook_of(folder, folder / relative))


def rulebooks_in(folder: Path) -> frozenset[str]:
    """The names of the rulebooks that a folder holds: its own, or those of the folders in it."""
    if (folder / "rulebook.yaml").is_file():
        return frozenset({folder.resolve().name})
    return frozenset(path.parent.name for path in folder.glob("*/rulebook.yaml"))


def _files_of(folder: Path, prefix: str, layer: int) -> Iterable[RuleFile]:
    rulebooks: dict[str, str] = {}
    for path in yaml_files(folder):
        relative = path.relative_to(folder).as_posix()
        if path.name.casefold().endswith((*CASES, *ACCEPTED)):
            continue
        raw = _read(path)
        parts = relative.split("/")
        if parts[0] not in rulebooks:  # all that is in one folder belongs to one rulebook
            rulebooks[parts[0]] = rulebook_of(folder, path)
        rulebook = rulebooks[parts[0]]
        kind = _kind(parts, rulebook)
        if kind == "rulebook" and path.parent != _home(folder, rulebook):
            raise UnusableInput([_inside_another(path, rulebook)])
        if not kind:
            # A rule file that nobody reads would let pass what it forbids.
            raise UnusableInput([_unread(path, folder)])
        yield RuleFile(
            path=path,
            name=prefix + relative,
            kind=kind,
            rulebook=rulebook,
            raw=raw,
            layer=layer,
        )


def _home(folder: Path, rulebook: str) -> Path:
    """The folder of a rulebook that a folder holds, or is."""
    return folder if (folder / "rulebook.yaml").is_file() else folder / rulebook


def _inside_another(path: Path, rulebook: str) -> Problem:
    return _lone_problem(
        str(path),
        "EC109",
        f"the rulebook is inside another one, `{rulebook}`, and would take its place",
        "put its folder beside that one, or name it by itself",
    )


def _unread(path: Path, folder: Path) -> Problem:
    """A rule file without a rulebook; where the folder has none at all, that is what is amiss."""
    if any(each.name == "rulebook.yaml" for each in yaml_files(folder)):
        return _lone_problem(
            str(path),
            "EC109",
            "the file belongs to no rulebook, so nobody reads it",
            "put it beside a rulebook.yaml, or under items/",
        )
    return _lone_problem(
        str(folder),
        "EC109",
        f"the folder has no rulebook.yaml, so nobody reads `{path.relative_to(folder)}`",
        "write a rulebook.yaml in it, with id, title, jurisdiction, version, first_day, "
        "verified_through, covers and not_covered",
    )


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_RULE_BYTES:
            raise UnusableInput(
                [
                    _lone_problem(
                        str(path),
                        "EC001",
                        f"the file is larger than {MOST_RULE_BYTES // 2**20} MiB",
                        "split it into several files",
                    )
                ]
            )
        return path.read_bytes()
    except OSError as error:
        raise UnusableInput(
            [_lone_problem(str(path), "EC001", f"the file cannot be read ({error.strerror})", "")]
        ) from error


def _kind(parts: list[str], rulebook: str) -> str:
    if parts[-1] == "facts.yaml":
        return "facts"
    if parts[-1] == "countries.yaml" and not rulebook:
        return "countries"
    if parts[0] == "items" and not rulebook:
        return "items"
    if rulebook:
        if parts[-1] == "rulebook.yaml":
            return "rulebook"
        return next((kind for folder, kind in FOLDERS.items() if folder in parts[:-1]), "rules")
    return ""


def digest_of(files: Iterable[RuleFile]) -> str:
    """One digest of names and contents, whatever the order in which a disk lists them."""
    total = sha256()
    for file in sorted(files, key=lambda each: each.name):
        total.update(f"{file.name}\0{len(file.raw)}\0".encode())
        total.update(file.raw)
    return f"sha256:{total.hexdigest()}"
