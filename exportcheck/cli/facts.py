"""`exportcheck facts`: what can be stated of an item or a shipment."""

from __future__ import annotations

from typing import Annotated

import typer

from exportcheck.cli import options

# So many facts are named that speak of a word beside those of its name.
MOST_OTHERS = 8


def facts(
    containing: Annotated[
        str,
        typer.Argument(
            metavar="[WORD]", help="Only facts of which a name, question or meaning has it."
        ),
    ] = "",
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
) -> None:
    """List the facts that lines, rules and --fact may name."""
    import sys

    from exportcheck.cli import arguments
    from exportcheck.cli.output import show, width_of
    from exportcheck.core.mentions import speaks_of
    from exportcheck.core.order_words import facts_called
    from exportcheck.core.problems import joined
    from exportcheck.reporting.as_lists import facts_page

    library = arguments.library_with(rules, config, no_config)
    catalogue = library.catalogue
    named = [fact for fact in catalogue if containing.casefold() in fact.name]
    called = [catalogue[name] for name in facts_called(containing, catalogue.facts)]
    spoken = [f for f in catalogue if speaks_of(containing, (f.ask, f.meaning))]
    wanted = named or called or spoken
    if not wanted:
        raise arguments.usage(
            "WORD",
            f"no fact has `{containing}` in its name, its question or its meaning",
            "`exportcheck facts` lists all",
        )
    page = facts_page(wanted, width=width_of(sys.stdout))
    others = [fact for fact in (*called, *spoken) if fact not in wanted]
    if others:
        page.blank()
        page.say(
            joined([f"`{fact.name}`" for fact in others[:MOST_OTHERS]])
            + (f" and {len(others) - MOST_OTHERS} more" if len(others) > MOST_OTHERS else ""),
            indent=0,
            label=f"`{containing}` is also spoken of by ",
            label_style="",
            hang=2,
        )
    show(page, sys.stdout)
