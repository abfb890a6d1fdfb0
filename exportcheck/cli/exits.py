"""Exit codes; the README's table is the same."""

from __future__ import annotations

from typing import NoReturn

import typer

PASSES, FAILS, UNUSABLE, UNDETERMINED, BROKEN = 0, 1, 2, 3, 70
STOPPED, BROKEN_PIPE = 130, 141


def leave(code: int) -> NoReturn:
    """Leave a command with its exit code."""
    raise typer.Exit(code)
