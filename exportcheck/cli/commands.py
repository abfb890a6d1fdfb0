"""How a command takes its arguments: as the text that was written.

Newer versions of Typer convert every argument through pydantic, whose import takes longer than a
check. Our options are text and lists of text, and what they mean is read by the room that knows
it, with a message of our own; so no conversion is needed. Where Typer has no such hook the classes
here change nothing.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup


class _AsWritten:
    """Takes the place of a converter and leaves the value as it is."""

    def coerce(self, value: Any, **_: Any) -> Any:
        return list(value) if isinstance(value, tuple) else value


def _unconverted(parameter: Any) -> Any:
    if hasattr(parameter, "_runtime_param"):
        parameter._runtime_param = _AsWritten()
    return parameter


class PlainCommand(TyperCommand):
    """A command whose options are text, lists of text, and flags."""

    def get_params(self, ctx: Any) -> list[Any]:
        return [_unconverted(parameter) for parameter in super().get_params(ctx)]


class PlainGroup(TyperGroup):
    """A group of such commands."""

    def get_params(self, ctx: Any) -> list[Any]:
        return [_unconverted(parameter) for parameter in super().get_params(ctx)]
