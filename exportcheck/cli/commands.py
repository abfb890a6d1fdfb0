"""How a command takes its arguments: as the text that was written.

Newer versions of Typer convert every argument through pydantic, whose import takes longer than a
check. Our options are text and lists of text, and what they mean is read by the room that knows
it, with a message of our own; so no conversion is needed. Where Typer has no such hook the classes
here change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    """A command whose options are text, lists of text, and flags.

    An option that takes one value and is given twice is a mistake: which was meant is not guessed.
    So is an empty text: it is what a script writes of a variable that is not set, and read as a
    path it would mean the working directory.
    """

    def get_params(self, ctx: Any) -> list[Any]:
        return [_unconverted(parameter) for parameter in super().get_params(ctx)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args:
            values, _, given = self.make_parser(ctx).parse_args(args=list(args))
            _once_each(given)
            _none_empty(given, values)
        return super().parse_args(ctx, args)


def _once_each(given: Iterable[Any]) -> None:
    """Refuse an option of one value that is given more than once."""
    seen = set()
    for each in given:
        single = each.param_type_name == "option" and not (each.multiple or each.is_flag)
        if single and each.name in seen:
            option = _called(each)
            raise _usage(option, f"`{option}` is given more than once", "give it once")
        seen.add(each.name)


def _none_empty(given: Iterable[Any], values: Mapping[str, Any]) -> None:
    """Refuse an option or an argument that is an empty text."""
    for each in given:
        value = values.get(each.name)
        if value == "" or (isinstance(value, (list, tuple)) and "" in value):
            raise _usage(_called(each), "it is empty", "write a value, or leave it out")


def _called(parameter: Any) -> str:
    """How an option or an argument is called on the command line."""
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return str(parameter.metavar or parameter.name).strip("[].")


def _usage(called: str, message: str, help: str) -> Exception:
    # Only a mistake needs it.
    from exportcheck.cli.arguments import usage

    return usage(called, message, help)


class PlainGroup(TyperGroup):
    """A group of such commands."""

    def get_params(self, ctx: Any) -> list[Any]:
        return [_unconverted(parameter) for parameter in super().get_params(ctx)]
