"""`exportcheck rules test`: the cases beside the rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.exits import FAILS, PASSES, UNUSABLE, leave
from exportcheck.cli.rules.folders import layers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exportcheck.core.cases import Case
    from exportcheck.core.problems import Problem
    from exportcheck.core.rules import Rulebook

Format = Annotated[
    list[str] | None,
    typer.Option(
        "--format", metavar="FORMAT[=FILE]", help="text, junit or json; several with =FILE."
    ),
]


def run_cases(
    containing: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORD", help="Only cases whose file or name contains these, or under this path."
        ),
    ] = None,
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="ID", help="Only cases that name this rule."),
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option("--outcome", metavar="OUTCOME", help="Only cases that expect this outcome."),
    ] = None,
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    locked: options.Locked = False,
    format: Format = None,
    output: options.Output = None,
) -> None:
    """Run the cases beside the rules; show expected, found and the deciding steps where they fail.

    Cases are judged by the rules of their own folder and of those it is laid over. A case with a
    `known_gap` is to fail: it is told apart, and is an error once it passes.
    """
    import sys

    from exportcheck.cli import arguments
    from exportcheck.cli.output import emit, print_problems, show, width_of
    from exportcheck.core.cases import CaseReport, run_case
    from exportcheck.core.findings import Outcome
    from exportcheck.core.problems import counted, did_you_mean
    from exportcheck.reporting.as_cases import CASE_FORMATS, cases_page

    outputs = arguments.outputs_of(format, output, known=tuple(CASE_FORMATS))
    settings = arguments.settings_of(config, no_config)
    if locked:
        arguments.library_of(rules, settings, locked=True)
    for each in outcome or ():
        arguments.choice("--outcome", each, [known.value for known in Outcome])
    every: list[Case] = []
    run: list[tuple[Case, tuple[Rulebook, ...]]] = []
    problems: list[Problem] = []
    paths: dict[str, str] = {}
    known: set[str] = set()
    for layer in layers(arguments.folders_laid(rules, settings)):
        library, read = layer.library, layer.read_cases()
        known |= {name for book in library.rulebooks for r in book.rules for name in (r.id, r.name)}
        paths.update(library.paths)
        problems.extend(read.problems)
        every.extend(read.cases)
        wanted = _wanted(read.cases, containing or (), rule or (), outcome or ())
        run.extend((case, library.rulebooks) for case in wanted)
    for each in rule or ():
        if each not in known:
            alike = [name for name in sorted(known) if ("/" in name) is ("/" in each)]
            raise arguments.usage(
                "--rule",
                f"`{each}` is not a rule",
                did_you_mean(each, alike) or "`exportcheck rules list` shows all",
            )
    print_problems(problems)
    if not run:
        sys.stderr.write(_nothing_found(every, containing or (), rule or (), outcome or ()))
        leave(UNUSABLE)
    report = CaseReport(
        results=tuple(run_case(case, rulebooks) for case, rulebooks in run),
        problems=tuple(problems),
        paths=paths,
    )
    for name, file in outputs.items():
        if name == "text" and file is None:
            show(cases_page(report, width=width_of(sys.stdout)), sys.stdout)
        else:
            emit(CASE_FORMATS[name](report), file)
    gaps = len(report.that("known_gap"))
    sys.stderr.write(
        f"{counted(len(report.that('passed')), 'case')} passed, {len(report.failed)} failed"
        f"{f', {gaps} with a known gap' if gaps else ''}\n"
    )
    leave(UNUSABLE if problems else FAILS if report.failed else PASSES)


def _nothing_found(
    cases: list[Case], containing: Iterable[str], rules: Iterable[str], outcomes: Iterable[str]
) -> str:
    """Why no case was run: there is none, or which of what was asked for fits none of them."""
    from exportcheck.core.problems import counted

    told = "no case was found: a test that runs nothing does not pass\n"
    if not cases:
        return (
            f"{told}  no case stands beside these rules, in a file `*.cases.yaml`; "
            "`exportcheck rules new case FILE` writes one\n"
        )
    asked = [
        *((f"`{word}`", bool(_wanted(cases, [word], (), ()))) for word in containing),
        *((f"--rule {each}", bool(_wanted(cases, (), [each], ()))) for each in rules),
        *((f"--outcome {each}", bool(_wanted(cases, (), (), [each]))) for each in outcomes),
    ]
    unfit = [words for words, fits in asked if not fits]
    fitting = ", nor ".join(unfit) or f"all of {', '.join(words for words, _ in asked)}"
    told += f"  of {counted(len(cases), 'case')} none fits {fitting}\n"
    if containing:
        told += (
            "  a word is part of a case's name, or of its file as seen from the rules "
            "(`us-ear/letters`); several must all fit; a path is that of a file or folder\n"
        )
    return told


def _wanted(
    cases: Iterable[Case],
    containing: Iterable[str],
    rules: Iterable[str],
    outcomes: Iterable[str],
) -> list[Case]:
    """The cases that contain every word, or lie under it where it is a path, name some of the
    rules, and expect one of the outcomes."""
    words = [(word.casefold(), Path(word).resolve()) for word in containing]
    named, expected = set(rules), set(outcomes)
    return [
        case
        for case in cases
        if all(
            word in f"{case.file} {case.name}".casefold()
            or Path(case.place.file).resolve().is_relative_to(path)
            for word, path in words
        )
        and (not named or not named.isdisjoint(_ids(case)))
        and (not expected or case.expect in expected)
    ]


def _ids(case: Case) -> set[str]:
    """The rules that a case names, each with and without its rulebook."""
    full = {*case.rests_on, *case.not_on}
    return full | {name.partition("/")[2] for name in full}
