"""The command line: arguments in, exit code out; each command is a module of its own.

Typer builds every command that it is told of at start, which takes longer than a check; so it is
told of the one that is asked for, and of all only where help or a mistake needs them. The modules
of commands import nothing heavy; what a command needs it imports when it runs.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Annotated, Any

import typer

from exportcheck.cli.commands import PlainCommand, PlainGroup
from exportcheck.cli.guard import guarded
from exportcheck.version import __version__

# Each command or group of commands, by the module and the name in it.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "check": ("check", "check"),
    "validate": ("validate", "validate"),
    "classify": ("classify", "classify"),
    "facts": ("facts", "facts"),
    "explain": ("explain", "explain"),
    "items": ("items", "app"),
    "rules": ("rules", "app"),
}


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"exportcheck {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Check a proposed shipment of a chip against export-control rules kept in YAML."""


def application(wanted: str = "") -> typer.Typer:
    """The tool with the command wanted, or with all where that is none of them."""
    app = typer.Typer(
        name="exportcheck",
        cls=PlainGroup,
        help="Check a proposed shipment of a chip against export-control rules kept in YAML.",
        no_args_is_help=True,
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_root)
    for name in (wanted,) if wanted in COMMANDS else COMMANDS:
        module, of_it = COMMANDS[name]
        command = getattr(import_module(f"exportcheck.cli.{module}"), of_it)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name, cls=PlainCommand)(command)
    return app


def __getattr__(name: str) -> Any:
    if name == "app":
        return application()
    raise AttributeError(name)


def run() -> None:
    """The whole tool, with its last guard."""
    guarded(application(sys.argv[1] if len(sys.argv) > 1 else ""))
