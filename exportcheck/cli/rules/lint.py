"""`exportcheck rules lint`: whether the files of the rules can be read, hang together and mean
what they say."""

from __future__ import annotations

from typing import Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.exits import FAILS, PASSES, leave


def lint(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH...]", help="Show only what is found in these."),
    ] = None,
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings, too.")] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Write into the files of PATH what is safe to mend.")
    ] = False,
    format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, json, github or sarif.")
    ] = "text",
    day: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="YYYY-MM-DD",
            help="Tell the reviews that are overdue on this day (2026-12-01); today's unless it is "
            "given. A past commit is judged again by the day of that commit.",
        ),
    ] = None,
    output: options.Output = None,
) -> None:
    """Check that rule, item and case files can be read, hang together and mean what they say.

    A folder that is not ours is read beside our rules. `exportcheck explain CODE` explains what is
    found; a comment `# accepted CODE: reason` in the line accepts a warning.

    Exit codes: 0 no error, 1 an error (with --strict also a warning), 2 a path cannot be used.
    """
    import sys
    from datetime import date

    from exportcheck.cli import arguments
    from exportcheck.cli.output import emit, problems_page, show, width_of
    from exportcheck.cli.rules import looking
    from exportcheck.cli.rules.fixing import fix as mend
    from exportcheck.core.lint_reports import LintReport
    from exportcheck.core.problems import UnusableInput, in_order
    from exportcheck.linting.codes import codes
    from exportcheck.linting.registry import accepted, run_checks
    from exportcheck.reporting.as_lint import LINT_FORMATS
    from exportcheck.reporting.printing import WIDTH, plain

    arguments.choice("--format", format, ("text", *LINT_FORMATS))
    shown = list(paths or ())
    if fix and not shown:
        raise arguments.usage("--fix", "it names no file to mend", "write the files or folders")
    folders = looking.folders_of(shown, arguments.rules_of(rules, config, no_config))
    today = arguments.day_of(day) or date.today()
    try:
        looked = looking.look(folders, today, shown)
        if fix:
            changes = mend(looked, shown)
            sys.stderr.write("".join(f"{plain(change)}\n" for change in changes))
            if changes:
                looked = looking.look(folders, today, shown)
        checked = run_checks(looked.view)
        let = accepted(looked.view, checked)
        open_ones = looked.shown(each for each in checked if each not in let)
        found = in_order(
            [
                *looked.shown(looked.problems),
                *(each for each in open_ones if each.place not in looked.refused),
            ]
        )
        looked_at = {"files": len(looked.files)}
        if looked.library is not None:
            looked_at |= {
                "rules": sum(len(rulebook.rules) for rulebook in looked.view.rulebooks),
                "items": len(looked.library.items),
                "cases": len(looked.view.cases),
            }
        all_cases_read = looked.library is None or looked.view.all_cases_read
    except UnusableInput as error:
        found, let, looked_at, all_cases_read = error.problems, frozenset(), {}, True
    if shown:
        within = tuple(each for each in found if looking.lies_in(each, shown))
        unread = tuple(each for each in found if each.severity == "error")
        # A mistake elsewhere that keeps the rules from being read is not passed over.
        found = within or (unread if not looked_at.get("rules") else ())
    report = LintReport(
        problems=found,
        accepted=len(let),
        looked_at=looked_at,
        codes=codes(),
        strict=strict,
        all_cases_read=all_cases_read,
    )
    if format != "text":
        emit(LINT_FORMATS[format](report), output)
    elif output is not None:
        emit(problems_page(found, WIDTH).text(), output)
    else:
        show(problems_page(found, width_of(sys.stdout)), sys.stdout)
    sys.stderr.write("".join(f"{each}\n" for each in (report.tally, report.not_looked_for) if each))
    leave(PASSES if report.passes else FAILS)
