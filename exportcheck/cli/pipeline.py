"""What a run of `validate` does beside judging: waivers, counts, and what changed since a report.

Lines go through `take` once they are judged and come out with their waivers; the rest is worked out
for the report at the end.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from exportcheck.cli import arguments
from exportcheck.core.changes import Changes, Stand, changes, stand_of
from exportcheck.core.counts import Counts
from exportcheck.core.library import Library
from exportcheck.core.problems import Problem
from exportcheck.core.reports import FAIL_ON, Answered, Report, Tally
from exportcheck.core.waivers import Waivers
from exportcheck.reading.config_files import Settings
from exportcheck.reading.shipments import ShipmentReader

# The formats in which the changes and the counts have their place.
TOLD_IN = ("text", "json", "markdown")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)


@dataclass(slots=True)
class Pipeline:
    """One run: what its options ask for, and what its lines have come to so far."""

    fail_on: str
    waivers: Waivers
    settings: Settings
    reader: ShipmentReader
    counts: Counts | None = None
    since: str = ""
    earlier: tuple[Stand, ...] | None = None
    stands: list[Stand] = field(default_factory=list)

    def take(self, lines: Sequence[Answered]) -> Iterator[Sequence[Answered] | Problem]:
        """Judged lines with their waivers, counted; or the problem for which one does not count."""
        forbidden = self.settings.past_dates == "forbidden"
        if forbidden or self.waivers.all or self.counts is not None or self.earlier is not None:
            for line in lines:
                taken = self._take(line)
                yield taken if isinstance(taken, Problem) else (taken,)
        else:
            yield lines

    def _take(self, line: Answered) -> Answered | Problem:
        problem = arguments.back_dated(line, self.settings, self.reader)
        if problem is not None:
            return problem
        if self.waivers.all:
            written, file = line.row.written, line.place.file
            waiver = self.waivers.of(line.id, written, file, line.outcome)
            line = line if waiver is None else line.waived(waiver)
        if self.counts is not None:
            self.counts.add(line)
        if self.earlier is not None:
            self.stands.append(stand_of(line))
        return line

    def report(self, tally: Tally, problems: Iterable[Problem]) -> Report:
        """What the run came to, with what was asked for beside the lines."""
        changed = None
        if self.earlier is not None:
            found = tuple(changes(self.earlier, self.stands))
            changed = Changes(since=self.since, all=found)
        return Report(
            lines=(),
            counted=tally,
            problems=tuple(problems),
            warnings=self.waivers.warnings(),
            fail_on=self.fail_on,
            counts=self.counts,
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
    run = Pipeline(
        fail_on=arguments.choice("--fail-on", wanted, FAIL_ON),
        waivers=_waivers(waivers, settings, reader),
        settings=settings,
        reader=reader,
        counts=Counts() if summary else None,
    )
    if changed_since is None:
        return run
    if changed_since.startswith("sha256:"):
        _tell_rules(changed_since, reader.library)
        return run
    from exportcheck.reading.report_files import read_report

    run.since, run.earlier = changed_since, read_report(Path(changed_since))
    return run


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
