"""`exportcheck rules test`: the cases beside the rules."""

from __future__ import annotations

from typing import Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.exits import FAILS, PASSES, UNUSABLE, leave
from exportcheck.cli.rules.folders import rule_folders


def run_cases(
    containing: Annotated[
        str, typer.Argument(metavar="[WORD]", help="Only cases whose file or name contains this.")
    ] = "",
    rules: options.Rules = None,
    locked: options.Locked = False,
) -> None:
    """Run the cases beside the rules; show expected and found for each that fails."""
    import sys

    from exportcheck.cli import arguments
    from exportcheck.cli.output import print_problems, show, width_of
    from exportcheck.core.cases import run_case
    from exportcheck.reading.case_files import read_cases
    from exportcheck.reporting.as_lists import case_results_page

    library = arguments.library_of(rules, locked=locked)
    read = read_cases(rule_folders(rules), library)
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
