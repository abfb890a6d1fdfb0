"""`exportcheck items`: the catalogue of chips and systems."""

from __future__ import annotations

from typing import Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.commands import PlainCommand, PlainGroup

app = typer.Typer(
    cls=PlainGroup,
    help="The catalogue of chips and systems.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list", cls=PlainCommand)
def list_items(
    containing: Annotated[
        str, typer.Argument(metavar="[WORD]", help="Only items whose name contains this.")
    ] = "",
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
) -> None:
    """List items by maker, with the numbers that matter."""
    import sys

    from exportcheck.cli import arguments
    from exportcheck.cli.output import show, width_of
    from exportcheck.core.catalogue import fold
    from exportcheck.reporting.as_lists import items_page

    library = arguments.library_with(rules, config, no_config)
    wanted = [
        item
        for item in map(library.items.at, range(len(library.items)))
        if fold(containing) in fold(item.name)
    ]
    if not wanted:
        raise arguments.usage(
            "WORD", f"no item has `{containing}` in its name", library.items.suggest(containing)
        )
    show(items_page(wanted, library, width=width_of(sys.stdout)), sys.stdout)


@app.command("show", cls=PlainCommand)
def show_item(
    item: Annotated[str, typer.Argument(metavar="ITEM", help="A name or alias of the item.")],
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
) -> None:
    """Show all that is known of an item, with sources and confidence."""
    import sys

    from exportcheck.cli import arguments
    from exportcheck.cli.output import show, width_of
    from exportcheck.reporting.as_lists import item_page

    library = arguments.library_with(rules, config, no_config)
    found = library.items.find(item)
    if not found:
        raise arguments.usage(
            "ITEM",
            f"`{item}` is not in the item catalogue",
            library.items.suggest(item) or "`exportcheck items list` shows all",
        )
    for number, each in enumerate(found):
        if number:
            sys.stdout.write("\n")
        show(item_page(each, library, width=width_of(sys.stdout)), sys.stdout)
