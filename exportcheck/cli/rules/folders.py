"""Where the commands for rules look: our own folder, then those the options name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from exportcheck.core.library import Library
    from exportcheck.core.rules import Rulebook
    from exportcheck.reading.case_files import CaseFiles


class Layer(NamedTuple):
    """A folder of rules, what it is laid over, and the rulebooks that those after it replace."""

    folder: Path
    library: Library
    replaced: frozenset[str]
    is_first: bool

    def read_cases(self) -> CaseFiles:
        """Its cases; those of a rulebook that is replaced are left out, as its rules are."""
        from exportcheck.reading.case_files import read_cases

        return read_cases([self.folder], self.library, leaving_out=self.replaced)

    @property
    def own_rulebooks(self) -> tuple[Rulebook, ...]:
        """The rulebooks of this folder, without those it is laid over."""
        if self.is_first:
            return self.library.rulebooks
        within = f"{self.folder.name}/"
        return tuple(r for r in self.library.rulebooks if r.place.file.startswith(within))


def rule_folders(rules: list[str] | None) -> list[Path]:
    """Our rules, then the folders of `--rules`."""
    from exportcheck.reading.folders import default_rules

    return [default_rules(), *map(Path, rules or ())]


def layers(rules: list[str]) -> Iterator[Layer]:
    """Each folder that is laid over ours, or ours alone, with what its cases are judged by.

    They are its own rules and those it is laid over: a company's rule, which forbids more than the
    regulation, makes no case of the regulation fail, and those cases are not the company's.
    """
    from exportcheck.cli.arguments import library_of
    from exportcheck.reading.folders import rulebooks_in

    folders = rule_folders(rules)
    for number, folder in enumerate(folders):
        if rules and not number:
            continue
        library = library_of([str(each) for each in folders[1 : number + 1]])
        replaced = frozenset[str]().union(*map(rulebooks_in, folders[number + 1 :]))
        yield Layer(folder, library, replaced, number == 0)
