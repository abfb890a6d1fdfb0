"""The command line: arguments in, exit code out; each command is a module of its own.

Typer builds the whole tree of commands at start, so the modules here import nothing heavy; what a
command needs it imports when it runs.
"""

from __future__ import annotations

from typing import Annotated

import typer

from exportcheck.cli import check, classify, explain, facts, items, rules, validate
from exportcheck.cli.commands import PlainCommand, PlainGroup
from exportcheck.cli.guard import guarded
from exportcheck.version import __version__

app = typer.Typer(
    name="exportcheck",
    cls=PlainGroup,
    help="Check a proposed shipment of a chip against export-control rules kept in YAML.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"exportcheck {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Check a proposed shipment of a chip against export-control rules kept in YAML."""


app.command("check", cls=PlainCommand)(check.check)
app.command("validate", cls=PlainCommand)(validate.validate)
app.command("classify", cls=PlainCommand)(classify.classify)
app.command("facts", cls=PlainCommand)(facts.facts)
app.command("explain", cls=PlainCommand)(explain.explain)
app.add_typer(items.app, name="items")
app.add_typer(rules.app, name="rules")


def run() -> None:
    """The whole tool, with its last guard."""
    guarded(app)
