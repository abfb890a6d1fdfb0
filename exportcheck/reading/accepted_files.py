"""Files `*.accepted.yaml` beside the rules: findings of the analysis that are as the law has it.

They are no law: no answer rests on them, and no digest of a rulebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from exportcheck.core.accepting import Acceptance
from exportcheck.core.library import Library
from exportcheck.core.problems import Problem, UnusableInput, did_you_mean
from exportcheck.reading.compiling import Cursor
from exportcheck.reading.folders import ACCEPTED, rulebook_of, yaml_files
from exportcheck.reading.project_files import read_project_file
from exportcheck.reading.schemas import accepted_schema


def read_accepted(folders: Iterable[Path], library: Library) -> tuple[Acceptance, ...]:
    """Every acceptance in these folders; raises `UnusableInput` with every mistake in them."""
    problems: list[Problem] = []
    found: list[Acceptance] = []
    for folder in folders:
        for path in yaml_files(folder):
            if not path.name.casefold().endswith(ACCEPTED):
                continue
            document = read_project_file(
                path, accepted_schema, what="the accepted findings", option="the file"
            )
            entries = Cursor.at_root(document, problems)["accepted"]
            found += _acceptances(entries, rulebook_of(folder, path), library)
    if problems:
        raise UnusableInput(problems)
    return tuple(found)


def _acceptances(entries: Cursor, rulebook: str, library: Library) -> Iterator[Acceptance]:
    rules = {rule.name for book in library.rulebooks for rule in book.rules}

    def named(entry: Cursor, key: str) -> tuple[str, ...]:
        full = []
        for number, written in enumerate(entry.texts(key)):
            name = written if "/" in written else f"{rulebook}/{written}"
            full.append(name)
            if name not in rules:
                ids = [each.partition("/")[2] for each in sorted(rules)]
                entry[key][number].say(
                    "EC202", f"`{written}` is not a rule", did_you_mean(written, ids)
                )
        return tuple(full)

    for entry in entries:
        more_of = tuple(entry.texts("more_of"))
        for number, fact in enumerate(more_of):
            if fact not in library.catalogue:
                known = list(library.catalogue.facts)
                entry["more_of"][number].say(
                    "EC201", f"`{fact}` is not a fact", did_you_mean(fact, known)
                )
        if not entry.text("reason").strip():
            entry["reason"].say("EC104", "`reason` is blank", "write it, so that a reader can ask")
        yield Acceptance(
            more_of=more_of,
            stopped_by=named(entry, "stopped_by"),
            let_go_by=named(entry, "let_go_by"),
            reason=entry.text("reason"),
            cites=tuple(entry.texts("cites")),
            place=entry.place,
        )
