"""`exportcheck rules new`: a rule, item, case or rulebook from answers, checked before it stays."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.rules import dialogue
from exportcheck.cli.rules.answered import Words
from exportcheck.cli.rules.questions import QUESTIONS, RULE, Answers

if TYPE_CHECKING:
    from exportcheck.core.cases import Case
    from exportcheck.core.library import Library

Many = list[str] | None


def _names(kind: str) -> str:
    names = [question.option for question in QUESTIONS[kind]]
    if kind == "rulebook":
        names = [*names[: -len(RULE)], "and those of its first rule"]
    return f"For {'an' if kind == 'item' else 'a'} {kind}: {', '.join(names)}."


def new(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="rule, item, case or rulebook.")],
    target: Annotated[
        str,
        typer.Argument(
            metavar="PATH", help="The file to begin or add to; for a rulebook its folder of rules."
        ),
    ],
    answer: Annotated[
        Many,
        typer.Option(
            "--answer",
            "-a",
            metavar="NAME=TEXT",
            help="Answer a question by its name. " + " ".join(map(_names, QUESTIONS)),
        ),
    ] = None,
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
) -> None:
    """Write a rule, item, case or rulebook; what no --answer answers is asked.

    Where several texts may be given, repeat it. What was written is checked like any
    other file, with the rules that stand around it, and is taken back where it has a mistake.
    """
    from exportcheck.cli import arguments
    from exportcheck.reporting.templates import file_head

    arguments.choice("KIND", kind, QUESTIONS)
    named = [word for folder in rules or () for word in ("--rules", folder)]
    rules = arguments.rules_of(rules, config, no_config)
    path = Path(target)
    words = Words((*rules, *(() if kind == "rulebook" else _around(kind, path, rules))))
    answers = dialogue.answers_to(kind, answer or [], words)
    told = [f"{name}={text}" for name, texts in answers.items() for text in texts or [""]]
    again = [kind, target, *named, *(word for each in told for word in ("--answer", each))]
    if kind == "rulebook":
        folder = path / answers["book"][0]
        files = _rulebook_files(folder, answers)
        if folder.exists():
            raise arguments.usage("PATH", f"`{folder}` is there already", "write another id")
    else:
        before = path.read_text(encoding="utf-8") if path.is_file() else file_head(kind, answers)
        files = {path: _added(path, before, _entry(kind, answers))}
    _keep(kind, files, [*rules, *_around(kind, path, rules)], shlex.join(again))


def _around(kind: str, path: Path, named: list[str]) -> list[str]:
    """The folder of rules in which the file stands, unless it is ours or among those named."""
    from exportcheck.reading.folders import default_rules

    if kind == "rulebook":
        return [str(path)]
    books = (each for each in path.parents if (each / "rulebook.yaml").is_file())
    around = next((book.parent for book in books), None)
    if around is None or any(_holds(root, [path]) for root in (default_rules(), *map(Path, named))):
        return []
    return [str(around)]


def _entry(kind: str, answers: Answers) -> str:
    from exportcheck.reporting import templates

    of_kind = {
        "rule": templates.rule_entry,
        "item": templates.item_entry,
        "case": templates.case_entry,
    }
    return of_kind[kind](answers)


def _rulebook_files(folder: Path, answers: Answers) -> dict[Path, str]:
    from exportcheck.reporting.templates import file_head, rule_entry, rulebook_text

    return {
        folder / "rulebook.yaml": rulebook_text(answers),
        folder / "rules.yaml": file_head("rule", answers) + "\n" + rule_entry(answers),
    }


def _added(path: Path, before: str, entry: str) -> str:
    """The text with one more entry at its end, where the list that it belongs to must stand."""
    from exportcheck.cli import arguments
    from exportcheck.reading.strict_yaml import read_yaml

    gap = "" if before.endswith("\n\n") else "\n"
    text = f"{before.rstrip()}\n{gap}{entry}"
    old, found = read_yaml(before.encode(), str(path)), read_yaml(text.encode(), str(path))
    lists = [key for key in ("rules", "items", "cases") if key in _mapping(old.data)]
    name = lists[0] if len(lists) == 1 else ""
    kept = _mapping(found.data)
    added = kept.get(name) or []
    if (
        found.problems
        or not name
        or {**kept, name: added[:-1] or None}
        != {
            **_mapping(old.data),
            name: _mapping(old.data)[name] or None,
        }
    ):
        raise arguments.usage(
            "PATH",
            f"nothing can be added at the end of `{path}`",
            "the list of its rules, items or cases must stand last in it",
        )
    return text


def _mapping(data: object) -> dict[str, list[object]]:
    return data if isinstance(data, dict) else {}


def _keep(kind: str, files: Mapping[Path, str], folders: list[str], again: str) -> None:
    """Write the files, and take them back where the rules then have a mistake.

    Whoever was asked is shown how to say `again` what was answered, with the mistake put right.
    """
    from exportcheck.cli.output import emit, print_problems
    from exportcheck.core.problems import Problem, UnusableInput
    from exportcheck.reading.case_files import read_cases
    from exportcheck.reading.folders import default_rules
    from exportcheck.reading.library import load_library
    from exportcheck.reporting.printing import plain

    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    roots = [default_rules(), *map(Path, folders)]
    problems: tuple[Problem, ...] = ()
    cases: tuple[Case, ...] = ()
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            emit(text, str(path))
        library = load_library(map(Path, folders), use_cache=False)
        if kind == "case":
            read = read_cases([root for root in roots if _holds(root, files)], library)
            cases, problems = read.cases, read.problems
    except UnusableInput as error:
        problems = error.problems
    if problems:
        print_problems(problems)
        for path, raw in before.items():
            if raw is not None:
                path.write_bytes(raw)
            else:
                path.unlink(missing_ok=True)
        if kind == "rulebook":
            next(iter(files)).parent.rmdir()
        sys.stderr.write("nothing was written\n")
        if dialogue.asks():
            sys.stderr.write(
                "to say the same again with that put right:\n"
                f"  exportcheck rules new {plain(again)}\n"
            )
        raise typer.Exit(2)
    for path in files:
        sys.stderr.write(f"written to {path}\n")
    if not any(_holds(root, files) for root in roots):
        sys.stderr.write("it stands in no folder of rules that was read: name it with --rules\n")
    elif kind in ("rule", "rulebook"):
        sys.stderr.write(
            "it has no case yet: `rules lint` asks for one that requires the rule and one that "
            "excludes it, and `rules new case` writes them; `rules coverage --rule` offers some\n"
        )
    written = [each for each in cases if any(_is(each.place.file, path) for path in files)]
    if written:
        _tell_outcome(written[-1], library)


def _is(file: str, path: Path) -> bool:
    return Path(file).resolve() == path.resolve()


def _tell_outcome(case: Case, library: Library) -> None:
    """Whether a new case comes out as it expects."""
    from exportcheck.core.cases import run_case

    result = run_case(case, library.rulebooks)
    if result.passes:
        sys.stderr.write("it comes out as expected\n")
        return
    if not case.given:
        sys.stderr.write("it states no fact: neither an item nor a destination\n")
    sys.stderr.write(
        f"it fails: {'; '.join(result.differences)}; `exportcheck rules test` shows why, and the "
        "facts and what is expected can be put right in the file\n"
    )


def _holds(root: Path, files: Iterable[Path]) -> bool:
    return any(path.resolve().is_relative_to(root.resolve()) for path in files)
