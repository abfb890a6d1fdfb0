"""`exportcheck rules docs`: the rulebook as a site that reads without a network."""

from __future__ import annotations

from typing import Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.exits import UNUSABLE, leave
from exportcheck.cli.rules.folders import rule_folders


def docs(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="The folder of the site: new, or an earlier site.")
    ],
    format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="html or markdown.")
    ] = "html",
    day: options.Day = None,
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
) -> None:
    """Write a page for each rule, destination, item and term, and a chart of the thresholds."""
    import sys
    from pathlib import Path

    from exportcheck.cli import arguments
    from exportcheck.cli.asking import asker
    from exportcheck.cli.output import print_problems
    from exportcheck.cli.site_folder import check_folder, write_site
    from exportcheck.reading.case_files import read_cases
    from exportcheck.reporting.site.atlas import Material
    from exportcheck.reporting.site.whole import FORMATS, site_files

    arguments.choice("--format", format, FORMATS)
    law_of = arguments.day_of(day)
    check_folder(Path(folder))
    rules = arguments.rules_of(rules, config, no_config)
    library = arguments.library_of(rules)
    read = read_cases(rule_folders(rules), library)
    if read.problems:
        print_problems(read.problems)
        leave(UNUSABLE)
    # The same rules give the same site: its day is that of the rules, never today.
    told = law_of or library.verified_through
    material = Material(
        library=library,
        cases=read.cases,
        day=told,
        ask=asker(library, told),
    )
    files = site_files(material, format)
    write_site(Path(folder), files)
    sys.stderr.write(f"{len(files)} files in {folder}, by the law of {told}\n")
