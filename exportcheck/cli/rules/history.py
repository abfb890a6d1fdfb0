"""`exportcheck rules list`, `show`, `timeline` and `due`: what the rules are, were and will be."""

from __future__ import annotations

from typing import Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.exits import FAILS, PASSES, leave


def list_rules(
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
) -> None:
    """List every rule with its effect and the days since which it has held."""
    import sys

    from exportcheck.cli import arguments
    from exportcheck.cli.output import show, width_of
    from exportcheck.reporting.as_rules import rules_page

    library = arguments.library_with(rules, config, no_config)
    show(rules_page(library, width=width_of(sys.stdout)), sys.stdout)


def show_rule(
    rule: Annotated[str, typer.Argument(metavar="ID", help="The id of a rule, such as 3A090.a.")],
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
) -> None:
    """Show a rule with its history, its conditions in words, and its sources."""
    import sys

    from exportcheck.cli import arguments
    from exportcheck.cli.output import show, width_of
    from exportcheck.core.problems import did_you_mean
    from exportcheck.reporting.as_rules import rule_page

    library = arguments.library_with(rules, config, no_config)
    every = [each for rulebook in library.rulebooks for each in rulebook.rules]
    found = [
        (each, rulebook)
        for rulebook in library.rulebooks
        for each in rulebook.rules
        if rule in (each.id, each.name)
    ]
    if not found:
        raise arguments.usage(
            "ID",
            f"`{rule}` is not a rule",
            did_you_mean(rule, [each.id for each in every]) or "`exportcheck rules list` shows all",
        )
    for each, rulebook in found:
        show(rule_page(each, rulebook, width=width_of(sys.stdout)), sys.stdout)


def timeline(
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
) -> None:
    """List what changed when, with its source."""
    import sys

    from exportcheck.cli import arguments
    from exportcheck.cli.output import show, width_of
    from exportcheck.core.calendar import timeline as events_of
    from exportcheck.reporting.as_lists import timeline_page

    library = arguments.library_with(rules, config, no_config)
    page = timeline_page(events_of(library.rulebooks), width=width_of(sys.stdout))
    show(page, sys.stdout)


def due(
    day: options.Day = None,
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
) -> None:
    """List what is stale, due for review or about to change; exit 1 if anything is overdue."""
    import sys
    from datetime import date

    from exportcheck.cli import arguments
    from exportcheck.cli.output import show, width_of
    from exportcheck.core.calendar import due as due_on
    from exportcheck.reporting.as_lists import due_page

    today = arguments.day_of(day) or date.today()
    library = arguments.library_with(rules, config, no_config)
    found = due_on(library.rulebooks, today)
    show(due_page(found, today, width=width_of(sys.stdout)), sys.stdout)
    leave(FAILS if any(each.overdue for each in found) else PASSES)
