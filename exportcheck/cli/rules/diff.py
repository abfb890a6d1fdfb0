"""`exportcheck rules diff`: two bodies of rules compared by what they say and what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.exits import BROKEN, FAILS, PASSES, UNDETERMINED, leave
from exportcheck.cli.rules.analyze import Most, TextOrJson

if TYPE_CHECKING:
    from exportcheck.analysis.witnesses import Judge

Old = Annotated[
    str,
    typer.Argument(
        metavar="OLD",
        help="A folder of rules; or of git a branch, tag or commit (main), or a folder in one "
        "(main:rules).",
    ),
]
New = Annotated[str, typer.Argument(metavar="NEW", help="The same, for what it becomes.")]


def diff(
    old: Old,
    new: New,
    day: options.Day = None,
    reading: options.ReadingOption = None,
    most: Most = "5",
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    format: TextOrJson = "text",
    output: options.Output = None,
) -> None:
    """Compare two bodies of rules: as they are written, and by the answers to all shipments.

    All days on which the two differ are compared, or the one of --date. Of a configuration its
    readings count and not its folders of rules, since OLD and NEW name what is compared.

    Exit codes: 0 nothing passes that did not; 1 something newly passes; 3 that was not decided for
    something; 2 rules that cannot be used; 70 a shipment that the solver found does not get the
    answers it was found for when it is judged, which is a bug of the tool.
    """
    import tempfile
    from pathlib import Path

    from exportcheck.cli import arguments
    from exportcheck.cli.rules.trials import judge_by, number_of, print_pages
    from exportcheck.core.rule_changes import changes_between
    from exportcheck.reading.revisions import library_at

    arguments.choice("--format", format, ("text", "json"))
    shown, on = number_of("--most", most), arguments.day_of(day)
    settings = arguments.settings_of(config, no_config)
    over = tuple(map(Path, rules or ()))
    with tempfile.TemporaryDirectory(prefix="exportcheck-") as aside:
        before = library_at(old, Path(aside, "old"), over)
        after = library_at(new, Path(aside, "new"), over)
        readings = arguments.readings_of(reading, settings, after)
        from exportcheck.analysis.apart import still_not_decided
        from exportcheck.analysis.differences import Comparison
        from exportcheck.reporting.as_proofs import changes_page, differences_page
        from exportcheck.reporting.as_proofs_json import differences_json
        from exportcheck.reporting.site.sentences import told_lines

        changes = changes_between(before, after, told_lines)

        def judges(profile: str) -> tuple[Judge, Judge]:
            return judge_by(before, readings, profile), judge_by(after, readings, profile)

        differences = Comparison((before, after), judges, readings, most=shown, on=on).differences()
        changes = changes.but(not_decided=still_not_decided(changes.not_decided, before, after))
    print_pages(
        lambda width: [
            changes_page(changes, width=width),
            differences_page(changes, differences, width=width),
        ],
        lambda: differences_json(changes, differences),
        format,
        output,
    )
    if differences.unconfirmed:
        leave(BROKEN)
    if differences.newly_passes or (differences.undecided and changes.may_let_pass):
        leave(FAILS)
    undecided = differences.undecided or differences.apart or changes.not_decided
    leave(UNDETERMINED if undecided else PASSES)
