"""`exportcheck rules coverage`: what the cases exercise of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from exportcheck.cli import options
from exportcheck.cli.exits import FAILS, PASSES, UNUSABLE, leave
from exportcheck.cli.rules.folders import layers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from exportcheck.core.library import Library
    from exportcheck.core.problems import Problem

MOST_OFFERS = 20


def coverage(
    floor: Annotated[
        str | None,
        typer.Option("--floor", metavar="PERCENT", help="Exit 1 where less than this is shown."),
    ] = None,
    rule: Annotated[
        str | None,
        typer.Option("--rule", metavar="ID", help="Measure this rule only."),
    ] = None,
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    format: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="FORMAT[=FILE]", help="text or json; both with =FILE."),
    ] = None,
    output: options.Output = None,
) -> None:
    """Show what no case exercises: rules, parts of conditions, sides of limits, and days.

    It measures our rules by our cases; with --rules, those of these folders by their cases. Each
    gap comes with its place and, where one is found nearby, a case to paste. Cases that fail and
    known gaps count for nothing.
    """
    import sys
    from functools import partial
    from itertools import islice

    from exportcheck.cli import arguments
    from exportcheck.cli.output import emit, print_problems, show, width_of
    from exportcheck.core.cases import CaseResult, judge_case
    from exportcheck.core.coverage import Coverage
    from exportcheck.core.goals import Goal, Unreachable, goals_of
    from exportcheck.core.offering import Offer, offers
    from exportcheck.core.problems import counted
    from exportcheck.reading.case_files import altered
    from exportcheck.reading.plain_cases import PlainCases
    from exportcheck.reporting.as_coverage import (
        COVERAGE_FORMATS,
        CoverageReport,
        coverage_page,
    )

    outputs = arguments.outputs_of(format, output, known=tuple(COVERAGE_FORMATS))
    least = None if floor is None else _percent(floor)
    measured = list(layers(arguments.rules_of(rules, config, no_config)))
    missing: list[Goal] = []
    offered: list[Offer] = []
    unreachable: list[Unreachable] = []
    failed: list[CaseResult] = []
    cases = goals = 0
    paths: dict[str, str] = {}
    problems: list[Problem] = []
    if rule is not None:
        _known(rule, [each.library for each in measured])
    for layer in measured:
        paths.update(layer.library.paths)
        rulebooks = layer.library.rulebooks
        wanted, beyond = goals_of(layer.own_rulebooks)
        if rule is not None:
            wanted = [goal for goal in wanted if _is_of(goal.owner.name, rule)]
            beyond = [each for each in beyond if _is_of(each.goal.owner.name, rule)]
        shown = Coverage(wanted)
        read = layer.read_cases()
        problems += read.problems
        for case in read.cases:
            result, found = judge_case(case, rulebooks)
            if found is not None and result.status == "passed":
                shown.see(case, found)
                cases += 1
            elif not result.passes:
                failed.append(result)
        alter = partial(altered, library=layer.library)
        room = MOST_OFFERS - len(offered)
        plain = PlainCases(layer.library).for_goal
        offered += islice(offers(shown, rulebooks, alter, plain), room)
        missing += shown.missing
        unreachable += beyond
        goals += len(shown.goals)
    print_problems(problems)
    if not goals:
        sys.stderr.write("no rule was found: where nothing is to be shown, nothing was\n")
        leave(UNUSABLE)
    report = CoverageReport(
        cases=cases,
        goals=goals,
        missing=tuple(missing),
        most_offers=MOST_OFFERS,
        offers=tuple(offered),
        unreachable=tuple(unreachable),
        failed=tuple(failed),
        floor=least,
        paths=paths,
    )
    for name, file in outputs.items():
        if name == "text" and file is None:
            show(coverage_page(report, width=width_of(sys.stdout)), sys.stdout)
        else:
            emit(COVERAGE_FORMATS[name](report), file)
    if failed:
        verb = "fails and counts" if len(failed) == 1 else "fail and count"
        sys.stderr.write(
            f"{counted(len(failed), 'case')} {verb} for nothing; `exportcheck rules test` shows "
            f"{'it' if len(failed) == 1 else 'them'}\n"
        )
    if not report.is_enough:
        sys.stderr.write(f"less than the floor of {floor} % is exercised\n")
    leave(UNUSABLE if problems else FAILS if failed or not report.is_enough else PASSES)


def _known(rule: str, libraries: Iterable[Library]) -> None:
    """A rule that nobody knows is a mistake, and nothing to be measured."""
    from exportcheck.cli.arguments import usage
    from exportcheck.core.problems import did_you_mean

    books = [book for library in libraries for book in library.rulebooks]
    names = [name for book in books for each in book.rules for name in (each.id, each.name)]
    if rule not in names:
        help = did_you_mean(rule, names) or "`exportcheck rules list` shows all"
        raise usage("--rule", f"`{rule}` is not a rule", help)


def _is_of(name: str, rule: str) -> bool:
    """Whether a rule is the one that is named, with its rulebook or without."""
    return rule in (name, name.partition("/")[2])


def _percent(written: str) -> Fraction:
    """The floor, from 0 to 100."""
    from exportcheck.cli.arguments import usage
    from exportcheck.core.quantities import Unreadable, parse_number

    try:
        number = parse_number(written)
    except Unreadable:
        number = None
    if number is None or number > 100:
        raise usage("--floor", f"`{written}` is not a percentage", "write a number up to 100: 99.5")
    return number
