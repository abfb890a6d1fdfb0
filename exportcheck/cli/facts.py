"""`exportcheck facts`: what can be stated of an item or a shipment."""

from __future__ import annotations

from typing import Annotated

import typer

from exportcheck.cli import options


def facts(
    containing: Annotated[
        str, typer.Argument(metavar="[WORD]", help="Only facts whose name contains this.")
    ] = "",
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
) -> None:
    """List the facts that lines, rules and --fact may name."""
    import sys

    from exportcheck.cli import arguments
    from exportcheck.cli.output import show, width_of
    from exportcheck.reporting.as_lists import facts_page

    library = arguments.library_with(rules, config, no_config)
    wanted = [fact for fact in library.catalogue if containing in fact.name]
    if not wanted:
        raise arguments.usage(
            "WORD", f"no fact has `{containing}` in its name", "`exportcheck facts` lists all"
        )
    show(facts_page(wanted, width=width_of(sys.stdout)), sys.stdout)
