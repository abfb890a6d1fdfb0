"""`exportcheck rules fmt`: the canonical layout of rule, case, item and fact files."""

from __future__ import annotations

from typing import Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.exits import FAILS, PASSES, UNUSABLE, leave


def fmt(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, or folders with all in them.")
    ],
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 if something would change.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Change nothing; print what would change.")
    ] = False,
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
) -> None:
    """Lay files out in the canonical way: keys in order, codes and days in quotes, indentation.

    Comments stay with what they stand above or beside. What a file says is never changed: it is
    read before and after, and refused where it would differ. Files of other tools are left alone.
    """
    import sys
    from pathlib import Path

    from exportcheck.cli import arguments
    from exportcheck.cli.output import emit, print_problems, write
    from exportcheck.core.places import Place
    from exportcheck.core.problems import Problem
    from exportcheck.reading.folders import yaml_files
    from exportcheck.reading.layout import laid_out
    from exportcheck.reporting.printing import plain

    catalogue = arguments.library_with(rules, config, no_config).catalogue
    problems: list[Problem] = []
    seen = changed = 0
    for name in paths:
        path = Path(name)
        if not path.exists():
            raise arguments.usage("PATH", f"there is no `{name}`", "write a file or a folder")
        for file in yaml_files(path) if path.is_dir() else [path]:
            try:
                raw = file.read_bytes()
            except OSError as error:
                message = f"the file cannot be read ({error.strerror or error})"
                problems.append(Problem(place=Place(str(file)), code="EC001", message=message))
                continue
            text, found = laid_out(raw, str(file), catalogue)
            problems.extend(found)
            if found or not text:
                continue
            seen += 1
            if text.encode() == raw:
                continue
            changed += 1
            if diff:
                for line in _differences(raw, text, str(file)):
                    write(plain(line) + "\n", sys.stdout)
            elif not check:
                emit(text, str(file))
            if check or not diff:
                sys.stderr.write(f"{'would change' if check else 'changed'} {plain(str(file))}\n")
    print_problems(problems)
    would = " would be" if check or diff else ""
    sys.stderr.write(f"{seen} files, {changed}{would} changed\n")
    leave(UNUSABLE if problems else FAILS if check and changed else PASSES)


def _differences(raw: bytes, text: str, file: str) -> list[str]:
    from difflib import unified_diff

    before = raw.decode("utf-8-sig").splitlines()
    return list(unified_diff(before, text.splitlines(), file, file, lineterm=""))
