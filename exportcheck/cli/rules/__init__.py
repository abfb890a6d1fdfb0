"""`exportcheck rules`: for those who write and review rules; one module for each command."""

from __future__ import annotations

import typer

from exportcheck.cli.commands import PlainCommand, PlainGroup
from exportcheck.cli.rules import (
    analyze,
    cases,
    coverage,
    diff,
    digest,
    docs,
    fmt,
    history,
    impact,
    lint,
    new,
    schema,
)

app = typer.Typer(
    cls=PlainGroup,
    help="For those who write and review rules.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

app.command("list", cls=PlainCommand)(history.list_rules)
app.command("show", cls=PlainCommand)(history.show_rule)
app.command("timeline", cls=PlainCommand)(history.timeline)
app.command("due", cls=PlainCommand)(history.due)
app.command("lint", cls=PlainCommand)(lint.lint)
app.command("test", cls=PlainCommand)(cases.run_cases)
app.command("coverage", cls=PlainCommand)(coverage.coverage)
app.command("docs", cls=PlainCommand)(docs.docs)
app.command("digest", cls=PlainCommand)(digest.digest)
app.command("fmt", cls=PlainCommand)(fmt.fmt)
app.command("new", cls=PlainCommand)(new.new)
app.command("schema", cls=PlainCommand)(schema.schema)
app.command("analyze", cls=PlainCommand)(analyze.analyze)
app.command("diff", cls=PlainCommand)(diff.diff)
app.command("impact", cls=PlainCommand)(impact.impact)
