"""`exportcheck rules schema`: JSON Schemas, with which an editor completes and checks the files."""

from __future__ import annotations

from typing import Annotated

import typer

from exportcheck.cli import options
from exportcheck.reading.kinds import KINDS


def schema(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="[KIND]",
            help=f"{', '.join(KINDS)}.",
        ),
    ] = "",
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="DIR", help="Write KIND.schema.json here, or all."),
    ] = None,
) -> None:
    """Print the JSON Schema of a kind of file, or write those of all kinds to a folder.

    They hold every fact, test, country group, rule and term that is known, those of --rules too;
    write them again once others are declared. A file names its schema in its first line:
    # yaml-language-server: $schema=schemas/rules.schema.json
    """
    import sys
    from pathlib import Path

    from exportcheck.cli import arguments
    from exportcheck.cli.output import emit, write
    from exportcheck.core.places import Place
    from exportcheck.core.problems import Problem, UnusableInput
    from exportcheck.reading.editor_schemas import schema_text

    if kind:
        arguments.choice("KIND", kind, KINDS)
    elif output is None:
        raise arguments.usage(
            "KIND",
            "no kind of file is given",
            f"write one of {', '.join(KINDS)}, or --output DIR for all",
        )
    library = arguments.library_with(rules, config, no_config)
    if output is None:
        write(schema_text(kind, library), sys.stdout)
        return
    folder = Path(output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder cannot be made ({error.strerror or error})"
        raise UnusableInput(
            [Problem(place=Place(output), code="EC001", message=message)]
        ) from error
    for each in [kind] if kind else KINDS:
        emit(schema_text(each, library), str(folder / f"{each}.schema.json"))
    sys.stderr.write(f"written to {output}: {kind or ', '.join(KINDS)}\n")
