"""`exportcheck rules new`: a rule, item, case or rulebook from answers, checked before it stays."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exportcheck.cli import options
from exportcheck.cli.exits import FAILS, STOPPED, UNUSABLE
from exportcheck.cli.rules import dialogue
from exportcheck.cli.rules.answered import Words
from exportcheck.cli.rules.placing import check_path, holds, is_rulebook, rules_around
from exportcheck.cli.rules.questions import QUESTIONS, RULE, Answers

if TYPE_CHECKING:
    from exportcheck.core.cases import Case
    from exportcheck.core.library import Library

Many = list[str] | None


def _names(kind: str) -> str:
    asked = QUESTIONS[kind][: -len(RULE)] if kind == "rulebook" else QUESTIONS[kind]
    names = [*dict.fromkeys(question.option for question in asked)]
    if kind == "rulebook":
        names.append("and those of its first rule")
    return f"For {'an' if kind == 'item' else 'a'} {kind}: {', '.join(names)}."


def new(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="rule, item, case or rulebook.")],
    target: Annotated[
        str,
        typer.Argument(
            metavar="PATH",
            help="The file to begin or add to: of rules and cases beside a rulebook.yaml, of items "
            "under `items/`. For a rulebook the folder of rules in which it gets a folder of its "
            "own.",
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
    other file, with the rules that stand around it, and is taken back where it has a mistake
    (exit code 2). A case that comes out otherwise than it expects stays, since cases and rules
    grow together; that is told, and leaves with 1.
    """
    from exportcheck.cli import arguments
    from exportcheck.cli.output import print_problems
    from exportcheck.core.problems import UnusableInput
    from exportcheck.reading.folders import rulebooks_in

    arguments.choice("KIND", kind, QUESTIONS)
    command = [kind, target, *(word for folder in rules or () for word in ("--rules", folder))]
    command += ["--config", config] if config else []
    command += ["--no-config"] if no_config else []
    rules = arguments.rules_of(rules, config, no_config, begins=True)
    path = Path(target)
    check_path(kind, path, [*rules, *rules_around(path, rules)])
    around = [*rules, *([target] if kind == "rulebook" else rules_around(path, rules))]
    home = next((each.name for each in path.resolve().parents if is_rulebook(each)), "")
    known = around if kind != "rulebook" or rulebooks_in(path) else rules
    answers: Answers = {}
    try:
        taken = dialogue.answer(kind, answer or [], Words(tuple(known), home), answers)
        files = _files(kind, path, answers)
        library, cases = _keep(kind, files, around)
    except (KeyboardInterrupt, EOFError):
        sys.stderr.write("\nstopped; nothing was written\n")
        _tell_again("to go on after what was answered", command, answers)
        raise typer.Exit(STOPPED) from None
    except UnusableInput as error:
        print_problems(error.problems)
        sys.stderr.write("nothing was written\n")
        if dialogue.asks():
            _tell_again("to say the same again with that put right", command, answers)
        raise typer.Exit(UNUSABLE) from None
    _tell(kind, files, around, answers, taken)
    written = [each for each in cases if any(_is(each.place.file, path) for path in files)]
    if written and not _comes_out(written[-1], library):
        raise typer.Exit(FAILS)


def _files(kind: str, path: Path, answers: Answers) -> dict[Path, str]:
    """The files with what is new in them."""
    from exportcheck.cli.arguments import usage
    from exportcheck.reading.strict_yaml import read_yaml
    from exportcheck.reporting.templates import file_head

    if kind == "rulebook":
        folder = path / answers["book"][0]
        if folder.exists():
            raise usage("PATH", f"`{folder}` is there already", "write another id")
        return _rulebook_files(folder, answers)
    if kind == "item" and path.is_file():
        maker = _mapping(read_yaml(path.read_bytes(), str(path)).data).get("maker")
        if maker and answers["maker"] != [maker]:
            raise usage(
                "PATH",
                f"`{path}` holds the items of `{maker}`",
                "write those of another maker into a file of their own",
            )
    before = path.read_text(encoding="utf-8") if path.is_file() else file_head(kind, answers)
    return {path: _added(path, before, _entry(kind, answers))}


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


def _mapping(data: object) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}


def _keep(
    kind: str, files: Mapping[Path, str], folders: list[str]
) -> tuple[Library, tuple[Case, ...]]:
    """Write the files, and take them back where the rules then have a mistake."""
    from exportcheck.cli.output import emit
    from exportcheck.core.problems import UnusableInput
    from exportcheck.reading.case_files import read_cases
    from exportcheck.reading.folders import default_rules
    from exportcheck.reading.library import load_library

    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    roots = [default_rules(), *map(Path, folders)]
    cases: tuple[Case, ...] = ()
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            emit(text, str(path))
        library = load_library(map(Path, folders), use_cache=False)
        if kind == "case":
            read = read_cases([root for root in roots if holds(root, files)], library)
            if read.problems:
                raise UnusableInput(read.problems)
            cases = read.cases
    except BaseException:  # also where somebody stops it
        for path, raw in before.items():
            if raw is not None:
                path.write_bytes(raw)
            else:
                path.unlink(missing_ok=True)
        if kind == "rulebook":
            next(iter(files)).parent.rmdir()
        raise
    return library, cases


def _tell_again(what_for: str, command: list[str], answers: Answers) -> None:
    """The command that says all that was answered."""
    from exportcheck.reporting.printing import plain

    told = [f"{name}={text}" for name, texts in answers.items() for text in texts or [""]]
    words = [*command, *(word for each in told for word in ("--answer", each))]
    sys.stderr.write(f"{what_for}:\n  exportcheck rules new {plain(shlex.join(words))}\n")


def _tell(
    kind: str, files: Iterable[Path], folders: list[str], answers: Answers, taken: Answers
) -> None:
    """Where it was written, what nobody had said of it, and what it lacks."""
    from exportcheck.reading.folders import default_rules
    from exportcheck.reporting.printing import plain

    for path in files:
        sys.stderr.write(f"written to {path}\n")
    told = plain(dialogue.shown(taken))
    if told:
        sys.stderr.write(f"taken, since no --answer says otherwise: {told}\n")
    of_rule = kind in ("rule", "rulebook")
    if of_rule and not answers["when"]:
        sys.stderr.write("it has no condition (`when`), so it holds for every shipment\n")
    if not any(holds(root, files) for root in (default_rules(), *map(Path, folders))):
        sys.stderr.write("it stands in no folder of rules that was read: name it with --rules\n")
    elif of_rule:
        sys.stderr.write(
            "it has no case yet: `rules lint` asks for one that requires the rule and one that "
            "excludes it, and `rules new case` writes them; `rules coverage --rule` offers some\n"
        )


def _is(file: str, path: Path) -> bool:
    return Path(file).resolve() == path.resolve()


def _comes_out(case: Case, library: Library) -> bool:
    """Whether a new case comes out as it expects, which is told."""
    from exportcheck.core.cases import run_case

    result = run_case(case, library.rulebooks)
    if result.passes:
        sys.stderr.write("it comes out as expected\n")
        return True
    if not case.given:
        sys.stderr.write("it states no fact: neither an item nor a destination\n")
    sys.stderr.write(
        f"it fails: {'; '.join(result.differences)}; `exportcheck rules test` shows why, and the "
        "facts and what is expected can be put right in the file\n"
    )
    return False
