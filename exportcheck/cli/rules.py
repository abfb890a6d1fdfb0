"""`exportcheck rules`: for those who write and review rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.commands import PlainCommand, PlainGroup
from exportcheck.cli.exits import FAILS, PASSES, UNUSABLE, leave

app = typer.Typer(
    cls=PlainGroup,
    help="For those who write and review rules.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def _folders(rules: list[str] | None) -> list[Path]:
    from exportcheck.reading.folders import default_rules

    return [default_rules(), *map(Path, rules or ())]


@app.command("list", cls=PlainCommand)
def list_rules(rules: options.Rules = None) -> None:
    """List every rule with its effect and the days since which it has held."""
    import sys

    from exportcheck.cli import arguments
    from exportcheck.cli.output import show, width_of
    from exportcheck.reporting.as_rules import rules_page

    library = arguments.library_of(rules)
    show(rules_page(library, width=width_of(sys.stdout)), sys.stdout)


@app.command("show", cls=PlainCommand)
def show_rule(
    rule: Annotated[str, typer.Argument(metavar="ID", help="The id of a rule, such as 3A090.a.")],
    rules: options.Rules = None,
) -> None:
    """Show a rule with its history, its conditions in words, and its sources."""
    import sys

    from exportcheck.cli import arguments
    from exportcheck.cli.output import show, width_of
    from exportcheck.core.problems import did_you_mean
    from exportcheck.reporting.as_rules import rule_page

    library = arguments.library_of(rules)
    every = [each for rulebook in library.rulebooks for each in rulebook.rules]
    found = [
        (each, rulebook)
        for rulebook in library.rulebooks
        for each in rulebook.rules
        if rule in (each.id, each.name)
    ]
    if not found:
        raise arguments.usage(
            "ID",
            f"`{rule}` is not a rule",
            did_you_mean(rule, [each.id for each in every]) or "`exportcheck rules list` shows all",
        )
    for each, rulebook in found:
        show(rule_page(each, rulebook, width=width_of(sys.stdout)), sys.stdout)


@app.command("timeline", cls=PlainCommand)
def timeline(rules: options.Rules = None) -> None:
    """List what changed when, with its source."""
    import sys

    from exportcheck.cli import arguments
    from exportcheck.cli.output import show, width_of
    from exportcheck.core.calendar import timeline as events_of
    from exportcheck.reporting.as_lists import timeline_page

    library = arguments.library_of(rules)
    page = timeline_page(events_of(library.rulebooks), width=width_of(sys.stdout))
    show(page, sys.stdout)


@app.command("due", cls=PlainCommand)
def due(day: options.Day = None, rules: options.Rules = None) -> None:
    """List what is stale, due for review or about to change; exit 1 if anything is overdue."""
    import sys
    from datetime import date

    from exportcheck.cli import arguments
    from exportcheck.cli.output import show, width_of
    from exportcheck.core.calendar import due as due_on
    from exportcheck.reporting.as_lists import due_page

    today = arguments.day_of(day) or date.today()
    library = arguments.library_of(rules)
    found = due_on(library.rulebooks, today)
    show(due_page(found, today, width=width_of(sys.stdout)), sys.stdout)
    leave(FAILS if any(each.overdue for each in found) else PASSES)


@app.command("lint", cls=PlainCommand)
def lint(rules: options.Rules = None) -> None:
    """Check that every rule file, item file and case file can be read and hangs together."""
    import sys

    from exportcheck.cli.output import print_problems
    from exportcheck.core.cases import untested
    from exportcheck.core.problems import Problem, UnusableInput, in_order
    from exportcheck.reading.case_files import read_cases
    from exportcheck.reading.folders import shown_where_read
    from exportcheck.reading.library import load_library

    folders = _folders(rules)
    try:
        library = load_library(folders[1:], use_cache=False)
    except UnusableInput as error:
        print_problems(error.problems)
        leave(FAILS)
    read = read_cases(folders, library)
    missing = [
        Problem(
            place=each.rule.place,
            code=code,
            message=f"no case {verb} the rule `{each.rule.id}`",
            help=f"add a case that names it under `{each.key}`",
        )
        for each in untested(library.rulebooks, read.cases)
        for code, verb in [
            ("EC502", "requires") if each.key == "rests_on" else ("EC503", "excludes")
        ]
    ]
    problems = in_order([*read.problems, *shown_where_read(missing, library.paths)])
    print_problems(problems)
    counted = (
        f"{len(library.paths)} files, "
        f"{sum(len(rulebook.rules) for rulebook in library.rulebooks)} rules, "
        f"{len(library.items)} items, {len(read.cases)} cases: "
        f"{len(problems)} problem{'' if len(problems) == 1 else 's'}\n"
    )
    sys.stderr.write(counted)
    leave(FAILS if problems else PASSES)


@app.command("test", cls=PlainCommand)
def test(
    containing: Annotated[
        str, typer.Argument(metavar="[WORD]", help="Only cases whose file or name contains this.")
    ] = "",
    rules: options.Rules = None,
) -> None:
    """Run the cases beside the rules; show expected and found for each that fails."""
    import sys

    from exportcheck.cli import arguments
    from exportcheck.cli.output import print_problems, show, width_of
    from exportcheck.core.cases import run_case
    from exportcheck.reading.case_files import read_cases
    from exportcheck.reporting.as_lists import case_results_page

    library = arguments.library_of(rules)
    read = read_cases(_folders(rules), library)
    print_problems(read.problems)
    wanted = [
        case
        for case in read.cases
        if containing.casefold() in f"{case.file} {case.name}".casefold()
    ]
    if not wanted:
        sys.stderr.write("no case was found: a test that runs nothing does not pass\n")
        leave(UNUSABLE)
    results = [run_case(case, library.rulebooks) for case in wanted]
    failed = [result for result in results if not result.passes]
    show(case_results_page(failed, width=width_of(sys.stdout)), sys.stdout)
    sys.stderr.write(f"{len(results) - len(failed)} cases passed, {len(failed)} failed\n")
    leave(UNUSABLE if read.problems else FAILS if failed else PASSES)
