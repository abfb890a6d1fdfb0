"""Options that several commands share. All are text; `arguments` reads what they mean."""

from __future__ import annotations

from typing import Annotated

import typer

Rules = Annotated[
    list[str] | None,
    typer.Option(
        "--rules",
        metavar="DIR",
        help="A folder of rules to lay over ours; may be given more than once.",
    ),
]
Assume = Annotated[
    str | None,
    typer.Option(
        "--assume",
        metavar="PROFILE",
        help="What to assume when a fact is missing: `ordinary` or `none`.",
    ),
]
ReadingOption = Annotated[
    list[str] | None,
    typer.Option(
        "--reading", metavar="NAME=OPTION", help="Take another option of a reading of disputed law."
    ),
]
Day = Annotated[
    str | None,
    typer.Option("--date", metavar="DATE", help="The day whose law applies (2025-05-01)."),
]
Format = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        metavar="FORMAT[=FILE]",
        help="text, json, jsonl, csv, markdown, github, sarif or junit; several with =FILE.",
    ),
]
Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the report to a file."),
]
Why = Annotated[bool, typer.Option("--why", help="Show every rule and why it holds or not.")]
StrictCurrency = Annotated[
    bool,
    typer.Option(
        "--strict-currency", help="Let no day pass that is later than the rules were verified."
    ),
]
Locked = Annotated[
    bool,
    typer.Option("--locked", help="Decide nothing unless the rules are those of exportcheck.lock."),
]
Config = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="The configuration; else exportcheck.yaml here or in a folder above.",
    ),
]
FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="VERDICT",
        help="`review` (as ever): lines that cannot be told leave with 3; `fail`: with 0.",
    ),
]
Waivers = Annotated[
    str | None,
    typer.Option(
        "--waivers", metavar="FILE", help="Lines with which to go on, by whom and until when."
    ),
]
ChangedSince = Annotated[
    str | None,
    typer.Option(
        "--changed-since",
        metavar="REPORT",
        help="List whose answer changed since a report (json, jsonl), and why; or a digest of "
        "rules: whether they are the same.",
    ),
]
Summary = Annotated[
    bool,
    typer.Option("--summary", help="Count lines by outcome, rule, destination, item and question."),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing of lines that pass; text only.")
]
Jobs = Annotated[
    str | None,
    typer.Option(
        "--jobs", metavar="N", help="Judge on N cores; for many lines. The reports are the same."
    ),
]
InputFormat = Annotated[
    str | None,
    typer.Option(
        "--input-format",
        metavar="KIND",
        help="yaml, json, jsonl, csv, tsv, excel or parquet; for - and names that do not say it.",
    ),
]
Delimiter = Annotated[
    str | None,
    typer.Option("--delimiter", metavar="SIGN", help="What parts the cells of CSV files."),
]
NoConfig = Annotated[bool, typer.Option("--no-config", help="Read no configuration.")]
Facts = Annotated[
    list[str] | None,
    typer.Option("--fact", metavar="NAME=VALUE", help="State any fact; repeat as needed."),
]
Spec = Annotated[
    str | None,
    typer.Option("--spec", metavar="FILE", help="Describe an item that is not in the catalogue."),
]
Item = Annotated[str | None, typer.Argument(metavar="[ITEM]", help="A name or alias of the item.")]
