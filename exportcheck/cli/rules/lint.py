"""`exportcheck rules lint`: whether the files of the rules can be read and hang together."""

from __future__ import annotations

from exportcheck.cli import options
from exportcheck.cli.exits import FAILS, PASSES, leave
from exportcheck.cli.rules.folders import rule_folders


def lint(rules: options.Rules = None) -> None:
    """Check that every rule file, item file and case file can be read and hangs together."""
    import sys

    from exportcheck.cli.output import print_problems
    from exportcheck.core.cases import untested
    from exportcheck.core.problems import Problem, UnusableInput, in_order
    from exportcheck.reading.case_files import read_cases
    from exportcheck.reading.folders import shown_where_read
    from exportcheck.reading.library import load_library

    folders = rule_folders(rules)
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
