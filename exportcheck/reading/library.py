"""A folder of rules to everything a determination needs: facts, items, rulebooks.

Files are read and hashed at each start. What they say is checked once for each content: the plain
data of files without a mistake is kept as JSON in the user's cache directory under the digest of
the files, and later runs build the same values from it without the YAML parser and without
jsonschema. A rulebook with a mistake decides nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from exportcheck.core.facts import Catalogue, Origin
from exportcheck.core.groups import Groups
from exportcheck.core.items import Item, ItemCatalogue
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput, did_you_mean, in_order
from exportcheck.core.rules import Reading, Rulebook
from exportcheck.reading.catalogue_files import (
    compile_countries,
    compile_facts,
    compile_groups,
    with_readings,
)
from exportcheck.reading.compiling import RULEBOOK_ID, Cursor
from exportcheck.reading.item_files import build_index, check_contents, compile_item
from exportcheck.reading.rule_files import ConditionCompiler, collect_terms, compile_rules
from exportcheck.reading.strict_yaml import Document, read_yaml
from exportcheck.version import __version__

MOST_RULE_BYTES = 8 * 1024 * 1024
CASES = ".cases.yaml"


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One file under a rules folder: where it is, its name from there, its kind, its bytes."""

    path: Path
    name: str
    kind: str
    rulebook: str
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """What was read: the catalogue of facts, the items, the rulebooks, and the files behind."""

    catalogue: Catalogue
    items: ItemCatalogue
    rulebooks: tuple[Rulebook, ...]
    files: tuple[RuleFile, ...] = field(default=(), repr=False)

    @property
    def readings(self) -> dict[str, Reading]:
        return {name: r for rulebook in self.rulebooks for name, r in rulebook.readings.items()}


def default_rules() -> Path:
    """The rules that come with the tool: inside the package, or beside it in a checkout."""
    inside = Path(__file__).resolve().parent.parent / "_rules"
    return inside if inside.is_dir() else inside.parent.parent / "rules"


def load_library(folders: Iterable[Path] = (), *, use_cache: bool = True) -> Library:
    """The rules that come with the tool, and those of further folders laid over them.

    A rulebook of a later folder replaces one of the same id. Raises `UnusableInput` with all
    problems when any file has a mistake.
    """
    files = collect_files((default_rules(), *folders))
    cached = _from_cache(files) if use_cache else None
    if cached is not None:
        documents, items = cached
        return _build(files, documents, items)
    documents = {file.name: read_yaml(file.raw, file.name) for file in files}
    problems = [problem for document in documents.values() for problem in document.problems]
    library = None
    if not problems:
        library = _checked(files, documents, problems)
    if problems or library is None:
        raise UnusableInput(shown_where_read(problems, files))
    if use_cache:
        _to_cache(files, documents, library.items)
    return library


def shown_where_read(problems: Iterable[Problem], files: Iterable[RuleFile]) -> tuple[Problem, ...]:
    """The problems with the paths that a person can open."""
    paths = {file.name: _path_for_people(file.path) for file in files}
    return in_order(
        replace(
            problem,
            place=Place(
                paths.get(problem.place.file, problem.place.file),
                problem.place.line,
                problem.place.column,
            ),
        )
        for problem in problems
    )


def _path_for_people(path: Path) -> str:
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def collect_files(folders: Iterable[Path]) -> tuple[RuleFile, ...]:
    """All files of the folders but the cases, those of a replaced rulebook left out."""
    found: dict[str, RuleFile] = {}
    for index, folder in enumerate(folders):
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
        files = list(_files_of(folder, "" if index == 0 else f"{folder.name}/"))
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
        replaced = {file.rulebook for file in files if file.rulebook}
        found = {name: file for name, file in found.items() if file.rulebook not in replaced}
        for file in files:
            found[file.name] = file
    return tuple(found[name] for name in sorted(found))


def _lone_problem(file: str, code: str, message: str, help: str) -> Problem:
    return Problem(place=Place(file), code=code, message=message, help=help)


def _files_of(folder: Path, prefix: str) -> Iterable[RuleFile]:
    own = folder.name if (folder / "rulebook.yaml").is_file() else ""
    for path in sorted(folder.rglob("*.yaml")):
        relative = path.relative_to(folder).as_posix()
        if path.name.endswith(CASES):
            continue
        raw = _read(path)
        parts = relative.split("/")
        rulebook = own or (parts[0] if (folder / parts[0] / "rulebook.yaml").is_file() else "")
        kind = _kind(parts, rulebook)
        if kind:
            yield RuleFile(path, prefix + relative, kind, rulebook, raw)


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
        return "groups" if "destinations" in parts[:-1] else "rules"
    return ""


def _of_kind(
    kind: str,
    files: Iterable[RuleFile],
    documents: Mapping[str, Document],
    problems: list[Problem],
    rulebook: str | None = None,
) -> list[Cursor]:
    return [
        Cursor.at_root(documents[file.name], problems)
        for file in files
        if file.kind == kind and (rulebook is None or file.rulebook == rulebook)
    ]


def _checked(
    files: tuple[RuleFile, ...], documents: Mapping[str, Document], problems: list[Problem]
) -> Library | None:
    """Structure first, then meaning: a file out of shape cannot be given one."""
    from exportcheck.reading import schemas
    from exportcheck.reading.structure import check_structure

    def check(kind: str, schema: schemas.Schema) -> None:
        for file in files:
            if file.kind == kind:
                problems.extend(check_structure(documents[file.name], schema))

    check("facts", schemas.facts_schema())
    check("countries", schemas.countries_schema())
    if problems:
        return None
    countries = compile_countries(_of_kind("countries", files, documents, problems))
    catalogue = compile_facts(_of_kind("facts", files, documents, problems), countries)
    if problems:
        return None
    check("items", schemas.items_schema(catalogue))
    check("groups", schemas.groups_schema())
    rulebook_schema = schemas.rulebook_schema()
    rulebook_schema["properties"]["applies_when"] = {"type": "object"}
    check("rulebook", rulebook_schema)
    if problems:
        return None
    readings = [
        reading
        for cursor in _of_kind("rulebook", files, documents, problems)
        for reading in _readings(cursor)
    ]
    whole = with_readings(catalogue, readings)
    check("rules", schemas.with_conditions(schemas.rules_schema(), whole))
    check("rulebook", schemas.with_conditions(schemas.rulebook_schema(), whole))
    if problems:
        return None
    items = _items(files, documents, catalogue, problems)
    return _build(files, documents, items, problems)


def _items(
    files: tuple[RuleFile, ...],
    documents: Mapping[str, Document],
    catalogue: Catalogue,
    problems: list[Problem],
) -> ItemCatalogue:
    """Every item, each checked; `published` figures are left to the tests."""
    cursors = _item_cursors(files, documents, problems)
    built = [(_item(cursor, file, catalogue), cursor) for cursor, file in cursors]
    index = build_index(built)
    check_contents(built, index)
    return ItemCatalogue(
        names=tuple(item.name for item, _ in built),
        index=index,
        build=lambda position: built[position][0],
        digest=_digest(file for file in files if file.kind == "items"),
    )


def _item_cursors(
    files: tuple[RuleFile, ...], documents: Mapping[str, Document], problems: list[Problem]
) -> list[tuple[Cursor, Cursor]]:
    return [
        (entry, file)
        for file in _of_kind("items", files, documents, problems)
        for entry in file["items"]
    ]


def _item(entry: Cursor, file: Cursor, catalogue: Catalogue) -> Item:
    return compile_item(
        entry, file.text("maker"), file.text("headquarters"), catalogue, Origin.CATALOGUE
    )


def _build(
    files: tuple[RuleFile, ...],
    documents: Mapping[str, Document],
    items: ItemCatalogue,
    problems: list[Problem] | None = None,
) -> Library:
    """The values, from documents whose structure was checked."""
    found: list[Problem] = [] if problems is None else problems
    countries = compile_countries(_of_kind("countries", files, documents, found))
    catalogue = compile_facts(_of_kind("facts", files, documents, found), countries)
    names = list(dict.fromkeys(file.rulebook for file in files if file.rulebook))
    roots = {
        name: cursor
        for name in names
        for cursor in _of_kind("rulebook", files, documents, found, name)
    }
    readings = {name: _readings(cursor) for name, cursor in roots.items()}
    catalogue = with_readings(catalogue, (r for each in readings.values() for r in each))
    groups = {
        name: compile_groups(_of_kind("groups", files, documents, found, name), countries)
        for name in names
    }
    shared = _shared_groups(groups.values())
    terms = collect_terms(_of_kind("rules", files, documents, found))
    compiler = ConditionCompiler(catalogue, shared, terms)
    common = [file for file in files if file.kind in ("facts", "countries")]
    rulebooks = tuple(
        _rulebook(
            cursor,
            readings[name],
            shared,
            compiler,
            _of_kind("rules", files, documents, found, name),
            _digest([*common, *(file for file in files if file.rulebook == name)]),
        )
        for name, cursor in roots.items()
    )
    if items.build is None:
        cursors = _item_cursors(files, documents, found)
        items.build = lambda position: _item(*cursors[position], catalogue)
    return Library(catalogue=catalogue, items=items, rulebooks=rulebooks, files=files)


def _shared_groups(groups: Iterable[Groups]) -> Groups:
    """The groups of all rulebooks together: a company's rules may use those of the regulation."""
    result = Groups()
    for each in groups:
        if not each.groups:
            continue
        result = Groups(
            groups={**result.groups, **each.groups},
            listed=result.listed | each.listed,
            treated={**result.treated, **each.treated},
            recorded_from=max(result.recorded_from, each.recorded_from),
        )
    return result


def _readings(cursor: Cursor) -> list[Reading]:
    readings = []
    section = cursor.get("readings")
    for name, entry in section.entries() if section else ():
        options = {key: str(value) for key, value in entry.data["options"].items()}
        default = entry.text("default")
        if default not in options:
            entry["default"].say(
                "EC202",
                f"`{default}` is not an option of this reading",
                did_you_mean(default, tuple(options)),
            )
        readings.append(
            Reading(
                name=name,
                question=entry.text("question"),
                options=options,
                default=default,
                why=entry.text("why"),
                confidence=entry.text("confidence"),
                sources=entry.texts("sources"),
                place=entry.place,
            )
        )
    return readings


def _rulebook(
    cursor: Cursor,
    readings: list[Reading],
    groups: Groups,
    compiler: ConditionCompiler,
    files: list[Cursor],
    digest: str,
) -> Rulebook:
    rulebook_id = cursor.text("id")
    if not RULEBOOK_ID.fullmatch(rulebook_id):
        cursor["id"].say(
            "EC203",
            f"`{rulebook_id}` is not a rulebook id",
            "use lower-case letters, digits and `-`",
        )
    rules = compile_rules(files, rulebook_id, compiler)
    if not rules:
        cursor.say(
            "EC109",
            f"the rulebook `{rulebook_id}` has no rules",
            "a rulebook without rules would let everything pass",
        )
    return Rulebook(
        id=rulebook_id,
        title=cursor.text("title"),
        jurisdiction=cursor.text("jurisdiction"),
        version=cursor.text("version"),
        digest=digest,
        first_day=cursor.day("first_day") or date.min,
        verified_through=cursor.day("verified_through") or date.min,
        verified_note=cursor.text("verified_note"),
        covers=cursor.texts("covers"),
        not_covered=cursor.texts("not_covered"),
        applies_when=compiler.when(cursor, "applies_when"),
        readings={reading.name: reading for reading in readings},
        groups=groups,
        terms={
            name: (entry.text("meaning"), entry.place) for name, entry in compiler.terms.items()
        },
        rules=rules,
        place=cursor.place,
    )


def _digest(files: Iterable[RuleFile]) -> str:
    """One digest of names and contents, whatever the order in which a disk lists them."""
    total = sha256()
    for file in sorted(files, key=lambda each: each.name):
        total.update(f"{file.name}\0{len(file.raw)}\0".encode())
        total.update(file.raw)
    return f"sha256:{total.hexdigest()}"


def _cache_path(files: tuple[RuleFile, ...]) -> Path | None:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        root = Path(base) if base else Path.home() / ".cache"
    except RuntimeError:
        return None
    digest = _digest(files).removeprefix("sha256:")
    # In a checkout the code changes without its version: its newest file counts, too.
    package = Path(__file__).resolve().parent.parent
    newest = max(path.stat().st_mtime_ns for path in package.glob("*/*.py"))
    return root / "exportcheck" / f"{__version__}-{newest}-{digest}.json"


def _from_cache(
    files: tuple[RuleFile, ...],
) -> tuple[dict[str, Document], ItemCatalogue] | None:
    path = _cache_path(files)
    if path is None:
        return None
    try:
        kept: dict[str, Any] = json.loads(path.read_bytes())
        documents = {
            name: Document(
                name,
                entry["data"],
                {tuple(route): (line, column, 1) for route, line, column in entry["places"]},
            )
            for name, entry in kept["documents"].items()
        }
        index = {name: tuple(positions) for name, positions in kept["index"].items()}
        names = tuple(kept["names"])
        if set(documents) != {file.name for file in files}:
            return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    digest = _digest(file for file in files if file.kind == "items")
    return documents, ItemCatalogue(names=names, index=index, digest=digest)


def _to_cache(
    files: tuple[RuleFile, ...], documents: Mapping[str, Document], items: ItemCatalogue
) -> None:
    """Keep what was checked; a cache that cannot be written is not needed."""
    path = _cache_path(files)
    if path is None:
        return
    kinds = {file.name: file.kind for file in files}
    kept = {
        "documents": {
            name: {
                "data": document.data,
                "places": [
                    [list(route), line, column]
                    for route, (line, column, _) in document.values.items()
                    if kinds[name] in ("rules", "rulebook", "groups")
                    or (kinds[name] == "items" and len(route) == 2)
                ],
            }
            for name, document in documents.items()
        },
        "index": items.index,
        "names": items.names,
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        temporary.replace(path)
    except OSError:
        return
