"""What a run of `validate` does beside judging: waivers, counts, and what changed since a report.

Blocks of lines are judged one by one, here or in other processes; what they come to is added up in
their order, and the rest is worked out for the report at the end.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exportcheck.cli import arguments
from exportcheck.core.answers import Answered
from exportcheck.core.changes import Changes, Stand, changes, stand_of
from exportcheck.core.counts import Counts
from exportcheck.core.library import Library
from exportcheck.core.problems import Problem
from exportcheck.core.reports import FAIL_ON, Report, Tally
from exportcheck.core.waivers import Waivers
from exportcheck.reading.config_files import Settings
from exportcheck.reading.shipments import ShipmentReader

if TYPE_CHECKING:
    from exportcheck.batch.desks import Block
    from exportcheck.batch.run import Batch
    from exportcheck.cli.output import Reports

# The formats in which the changes and the counts have their place.
TOLD_IN = ("text", "json", "markdown")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)


@dataclass(slots=True)
class Came:
    """What some lines have come to; another process may find it and send it.

    `made` is what each format made of lines that follow each other.
    """

    waivers: Waivers
    counts: Counts | None
    tally: Tally = field(default_factory=Tally)
    problems: list[Problem] = field(default_factory=list)
    stands: list[Stand] = field(default_factory=list)
    made: list[list[Sequence[Any]]] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(self.tally.counts.values())

    def add(self, later: Came) -> None:
        """Take what later lines have come to, other than what was made of them."""
        self.waivers.add(later.waivers)
        if self.counts is not None and later.counts is not None:
            self.counts.merge(later.counts)
        self.tally.merge(later.tally)
        self.problems += later.problems
        self.stands += later.stands


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One run: what its options ask for."""

    fail_on: str
    waivers: Waivers
    settings: Settings
    reader: ShipmentReader
    summary: bool = False
    since: str = ""
    earlier: tuple[Stand, ...] | None = None

    def nothing(self) -> Came:
        """What no lines come to."""
        return Came(self.waivers.anew(), Counts() if self.summary else None)

    def judged(self, block: Block | Problem, batch: Batch, reports: Reports) -> Came:
        """What the lines of a block come to."""
        came = self.nothing()
        if isinstance(block, Problem):
            came.problems.append(block)
            return came
        for each in batch.answers([block]):
            if isinstance(each, Problem):
                came.problems.append(each)
                continue
            for lines in self._taken(each, came):
                came.tally.add(lines)
                came.made.append(reports.made_of(lines))
        return came

    def _taken(self, lines: Sequence[Answered], came: Came) -> Iterator[Sequence[Answered]]:
        """Judged lines with their waivers, counted; a line that does not count is a problem."""
        forbidden = self.settings.past_dates == "forbidden"
        if not (forbidden or self.waivers.all or self.summary or self.earlier is not None):
            yield lines
            return
        taken = [self._take(line, came) for line in lines]
        yield [line for line in taken if line is not None]

    def _take(self, line: Answered, came: Came) -> Answered | None:
        problem = arguments.back_dated(line, self.settings, self.reader)
        if problem is not None:
            came.problems.append(problem)
            return None
        if self.waivers.all:
            written, file = line.row.written, line.place.file
            waiver = came.waivers.of(
                line.id,
                written,
                file,
                line.outcome,
                may_be_prohibited=line.brief.may_be_prohibited,
            )
            line = line if waiver is None else line.waived(waiver)
        if came.counts is not None:
            came.counts.add(line)
        if self.earlier is not None:
            came.stands.append(stand_of(line))
        return line

    def report(self, came: Came) -> Report:
        """What the run came to, with what was asked for beside the lines."""
        changed = None
        if self.earlier is not None:
            found = tuple(changes(self.earlier, came.stands))
            changed = Changes(since=self.since, all=found)
        return Report(
            lines=(),
            counted=came.tally,
            problems=tuple(came.problems),
            warnings=came.waivers.warnings(),
            fail_on=self.fail_on,
            counts=came.counts,
            changes=changed,
        )


def pipeline_of(
    settings: Settings,
    reader: ShipmentReader,
    *,
    fail_on: str | None,
    waivers: str | None,
    changed_since: str | None,
    summary: bool,
) -> Pipeline:
    """The run that the options and the configuration ask for."""
    wanted = fail_on or settings.fail_on or "review"
    earlier = None
    if changed_since is not None and changed_since.startswith("sha256:"):
        _tell_rules(changed_since, reader.library)
    elif changed_since is not None:
        from exportcheck.reading.report_files import read_report

        earlier = read_report(Path(changed_since))
    return Pipeline(
        fail_on=arguments.choice("--fail-on", wanted, FAIL_ON),
        waivers=_waivers(waivers, settings, reader),
        settings=settings,
        reader=reader,
        summary=summary,
        since=changed_since or "",
        earlier=earlier,
    )


def _waivers(written: str | None, settings: Settings, reader: ShipmentReader) -> Waivers:
    path = Path(written) if written is not None else settings.waivers
    if path is None:
        return Waivers()
    from exportcheck.reading.waiver_files import read_waivers

    assert reader.today is not None
    return Waivers(read_waivers(path), reader.today)


def _tell_rules(digest: str, library: Library) -> None:
    """Whether a rulebook is the one of a digest that an earlier report names."""
    if not _DIGEST.fullmatch(digest):
        raise arguments.usage(
            "--changed-since",
            f"`{digest}` is not the digest of a rulebook",
            "write `sha256:` and its 64 digits as a report has them, or name the report",
        )
    same = [each.id for each in library.rulebooks if each.digest == digest]
    sys.stderr.write(
        f"the rules of {same[0]} are those of {digest}\n"
        if same
        else f"the rules have changed: no rulebook in use is that of {digest}\n"
    )


def tell_beside(report: Report, outputs: Mapping[str, str | None]) -> None:
    """On stderr: the warnings, what no format tells, and the open lines that do not fail."""
    from exportcheck.cli.output import print_problems, show, width_of
    from exportcheck.reporting.as_counts import extra_pages

    print_problems(report.warnings)
    if not any(name in outputs for name in TOLD_IN):
        for page in extra_pages(report, width_of(sys.stderr)):
            show(page, sys.stderr)
    if let_go := report.summary.let_go:
        plural = "line that cannot be told does" if let_go == 1 else "lines that cannot be told do"
        sys.stderr.write(f"{let_go} {plural} not fail this run, by fail_on `fail`\n")
