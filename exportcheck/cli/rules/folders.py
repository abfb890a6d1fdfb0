"""Where the commands for rules look: our own folder, then those the options name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exportcheck.core.library import Library
    from exportcheck.reading.case_files import CaseFiles


def rule_folders(rules: list[str] | None) -> list[Path]:
    """Our rules, then the folders of `--rules`."""
    from exportcheck.reading.folders import default_rules

    return [default_rules(), *map(Path, rules or ())]


def layers(rules: list[str] | None) -> Iterator[tuple[Path, Library, CaseFiles]]:
    """Each folder with the rules that its cases are judged by, and its cases.

    They are its own rules and those it is laid over: a company's rule, which forbids more than the
    regulation, makes no case of the regulation fail. The cases of a rulebook that a later folder
    replaces are left out, as its rules are.
    """
    from exportcheck.cli.arguments import library_of
    from exportcheck.reading.case_files import read_cases
    from exportcheck.reading.folders import rulebooks_in

    folders = rule_folders(rules)
    for number, folder in enumerate(folders):
        library = library_of([str(each) for each in folders[1 : number + 1]])
        replaced = {name for later in folders[number + 1 :] for name in rulebooks_in(later)}
        yield folder, library, read_cases([folder], library, leaving_out=replaced)
