"""A folder of rules to everything a determination needs: facts, items, rulebooks.

Files are read and hashed at each start. What they say is checked once for each content: the plain
data of files without a mistake is kept as JSON in the user's cache directory under the digest of
the files, and later runs build the same values from it without the YAML parser and without
jsonschema. A rulebook with a mistake decides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.facts import Origin
from exportcheck.core.groups import Groups
from exportcheck.core.items import Item, ItemCatalogue
from exportcheck.core.library import Library
from exportcheck.core.parties import PartyList
from exportcheck.core.problems import Problem, UnusableInput, did_you_mean
from exportcheck.core.rules import Reading, Rulebook
from exportcheck.reading.cache import from_cache, to_cache
from exportcheck.reading.catalogue_files import (
    check_bit_lengths,
    compile_facts,
    with_readings,
)
from exportcheck.reading.compiling import RULEBOOK_ID, Cursor
from exportcheck.reading.condition_files import (
    ConditionCompiler,
    collect_terms,
    compile_contradictions,
)
from exportcheck.reading.documents import Document
from exportcheck.reading.folders import (
    RuleFile,
    collect_files,
    default_rules,
    digest_of,
    paths_of,
    shown_where_read,
)
from exportcheck.reading.group_files import compile_countries, compile_groups
from exportcheck.reading.item_files import build_index, check_contents, compile_item
from exportcheck.reading.overlays import loosenings, read_by, views
from exportcheck.reading.party_files import compile_parties
from exportcheck.reading.rule_files import compile_rules


def load_library(
    folders: Iterable[Path] = (), *, use_cache: bool = True, base: Path | None = None
) -> Library:
    """The rules that come with the tool, or of `base`, and of further folders laid over them.

    A rulebook of a later folder replaces one of the same id. Raises `UnusableInput` with all
    problems when any file has a mistake.
    """
    files = collect_files((base or default_rules(), *folders))
    cached = from_cache(files) if use_cache else None
    if cached is not None:
        found: list[Problem] = []
        try:
            kept = _build(files, *cached, found, check=False)
            if not found:
                return kept
        except (LookupError, TypeError, AttributeError, ValueError, RecursionError):
            # The cache is out of shape; what the files say is read anew below.
            pass
    documents, library = _read(files)
    if use_cache:
        to_cache(files, documents, library.items)
    return library


def library_of(files: tuple[RuleFile, ...]) -> Library:
    """What these files say. Raises `UnusableInput` with all problems when any has a mistake."""
    return _read(files)[1]


def _read(files: tuple[RuleFile, ...]) -> tuple[dict[str, Document], Library]:
    from exportcheck.reading.strict_yaml import read_yaml

    documents = {file.name: read_yaml(file.raw, file.name) for file in files}
    problems = [problem for document in documents.values() for problem in document.problems]
    library = None
    if not problems:
        library = _checked(files, documents, problems)
    if problems or library is None:
        raise UnusableInput(shown_where_read(problems, paths_of(files)))
    return documents, library


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
    from exportcheck.reading import fact_schemas, rule_schemas, schemas
    from exportcheck.reading.structure import check_structure

    def check(kind: str, schema: schemas.Schema) -> None:
        for file in files:
            if file.kind == kind:
                problems.extend(check_structure(documents[file.name], schema))

    facts_schema, rulebook_schema = fact_schemas.facts_schema(), rule_schemas.rulebook_schema()
    check("facts", rule_schemas.with_conditions(facts_schema, None))
    check("countries", schemas.countries_schema())
    if problems:
        return None
    countries = compile_countries(_of_kind("countries", files, documents, problems))
    catalogue = compile_facts(_of_kind("facts", files, documents, problems), countries)
    if problems:
        return None
    check("items", schemas.items_schema(catalogue))
    check("groups", rule_schemas.groups_schema())
    check("parties", rule_schemas.parties_schema())
    check("facts", rule_schemas.with_conditions(facts_schema, catalogue))
    check("rulebook", rule_schemas.with_conditions(rulebook_schema, None))
    if problems:
        return None
    readings = [
        reading
        for cursor in _of_kind("rulebook", files, documents, problems)
        for reading in _readings(cursor)
    ]
    whole = with_readings(catalogue, readings)
    check("rules", rule_schemas.with_conditions(rule_schemas.rules_schema(), whole))
    check("rulebook", rule_schemas.with_conditions(rulebook_schema, whole))
    if problems:
        return None
    items = _items(files, documents, catalogue, problems)
    return _build(files, documents, items, problems, check=True)


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
        digest=digest_of(file for file in files if file.kind == "items"),
        in_file=Counter(cursor.document.file for cursor, _ in cursors),
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
    found: list[Problem],
    *,
    check: bool,
) -> Library:
    """The values, from documents whose structure was checked; `check` what they mean, too."""
    countries = compile_countries(_of_kind("countries", files, documents, found))
    catalogue = compile_facts(_of_kind("facts", files, documents, found), countries)
    names = list(dict.fromkeys(file.rulebook for file in files if file.rulebook))
    roots = {
        name: cursor
        for name in names
        for cursor in _of_kind("rulebook", files, documents, found, name)
    }
    readings = {name: _readings(cursor) for name, cursor in roots.items()}
    _check_names(roots, readings, found)
    catalogue = with_readings(catalogue, (r for each in readings.values() for r in each))
    lists = {
        name: compile_parties(
            _of_kind("parties", files, documents, found, name), catalogue, check=check
        )
        for name in names
    }
    # A company's rules may use the groups of the regulation.
    groups = compile_groups(
        _of_kind("groups", files, documents, found),
        countries,
        {reading.name: reading for each in readings.values() for reading in each},
    )
    found.extend(check_bit_lengths(catalogue, (r for each in readings.values() for r in each)))
    seen_by = views(groups, files, partial(_of_kind, "groups", files, documents, found))
    contradictions = compile_contradictions(
        _of_kind("facts", files, documents, found),
        ConditionCompiler(catalogue, None, None, kept=not check),
    )
    terms = collect_terms(_of_kind("rules", files, documents, found))
    compiler = ConditionCompiler(catalogue, groups, terms, kept=not check)
    rulebooks = tuple(
        _rulebook(
            cursor,
            readings[name],
            lists[name],
            seen_by[name],
            compiler,
            _of_kind("rules", files, documents, found, name),
            check,
            digest_of(read_by(name, files)),
            frozenset(file.name for file in files if file.rulebook == name),
            tuple(loosenings(name, files, lists[name], catalogue)),
        )
        for name, cursor in roots.items()
    )
    if items.build is None:
        places = [
            (file.name, number)
            for file in files
            if file.kind == "items"
            for number in range(items.in_file[file.name])
        ]

        def build(position: int) -> Item:
            """The item at a position; only the file that describes it is read."""
            name, number = places[position]
            file = Cursor.at_root(documents[name], found)
            return _item(file["items"][number], file, catalogue)

        items.build = build
    return Library(
        catalogue=catalogue,
        items=items,
        rulebooks=rulebooks,
        contradictions=contradictions,
        paths=paths_of(files),
        facts_digest=digest_of(file for file in files if file.kind in ("facts", "countries")),
    )


def _check_names(
    roots: Mapping[str, Cursor], readings: Mapping[str, list[Reading]], found: list[Problem]
) -> None:
    """No rulebook takes the id, or declares a reading, of one before it."""
    books: dict[str, Cursor] = {}
    declared: dict[str, Reading] = {}
    for name, cursor in roots.items():
        book = cursor.text("id")
        if book in books:
            cursor.say(
                "EC203",
                f"the rulebook id `{book}` is used twice",
                f"it is used first at {books[book].place}; a folder of the same name replaces a "
                "rulebook",
            )
        books[book] = cursor
        for reading in readings[name]:
            if reading.name in declared:
                found.append(
                    Problem(
                        place=reading.place,
                        code="EC203",
                        message=f"the reading `{reading.name}` is declared twice",
                        help=f"it is declared first at {declared[reading.name].place}; take "
                        f"another option with --reading {reading.name}=OPTION or in the "
                        "configuration",
                    )
                )
            declared[reading.name] = reading


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
    lists: tuple[PartyList, ...],
    groups: Groups,
    compiler: ConditionCompiler,
    files: list[Cursor],
    check: bool,
    digest: str,
    own: frozenset[str],
    loosens: tuple[str, ...],
) -> Rulebook:
    rulebook_id = cursor.text("id")
    if not RULEBOOK_ID.fullmatch(rulebook_id):
        cursor["id"].say(
            "EC203",
            f"`{rulebook_id}` is not a rulebook id",
            "use lower-case letters, digits and `-`",
        )
    rules = compile_rules(files, rulebook_id, compiler, check=check)
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
        lists=lists,
        terms={
            name: (entry.text("meaning"), entry.place) for name, entry in compiler.terms.items()
        },
        rules=rules,
        place=cursor.place,
        files=own,
        loosens=loosens,
    )
