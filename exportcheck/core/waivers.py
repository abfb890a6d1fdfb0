"""Waivers: lines that a named person lets a pipeline go on with, for a reason and for a time.

A waiver is a note of the project, no license and no license exception. It changes no outcome: the
line is judged and reported as ever, and only the exit code passes over it. What could not be judged
has no outcome, so nothing waives it. A prohibition is passed over only by a waiver that names it,
and so is what may be one: what cannot be told, and a required license beside which a prohibition is
open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

from exportcheck.core.findings import Outcome
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.records import Record

_LICENSE = Outcome.LICENSE_REQUIRED


class Waiver(Record):
    """Who lets which line, or all lines of which order, go on, why, and before which day.

    `file` is an order file by the end of its path; without it the id counts in every file.
    """

    line: str = ""
    order: str = ""
    file: str = ""
    outcome: Outcome | None = None
    reason: str
    approver: str
    expires: date
    place: Place

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What it covers; of itself a required license, where nothing is or may be forbidden."""
        return (self.outcome or _LICENSE,)

    @property
    def named(self) -> str:
        """What it names, as it is told."""
        what = f"`{self.line}`" if self.line else f"the order `{self.order}`"
        return f"{what} in {self.file}" if self.file else what

    @property
    def words(self) -> str:
        """The waiver in one phrase: who, how long, why."""
        return f"waived by {self.approver}, before {self.expires}: {self.reason}"

    def is_in(self, file: str) -> bool:
        """Whether an order file is the one that the waiver means."""
        wanted = PurePath(self.file).parts
        return not wanted or PurePath(file).parts[-len(wanted) :] == wanted


@dataclass(slots=True)
class Waivers:
    """The waivers of a run on one day; it remembers which of them a line needed."""

    all: tuple[Waiver, ...] = ()
    today: date = date.min
    _lines: dict[str, list[Waiver]] = field(default_factory=dict)
    _orders: dict[str, list[Waiver]] = field(default_factory=dict)
    # By the place of a waiver: those used, and the outcome of a line that one names in vain, with
    # whether it may be prohibited beside that.
    _used: set[Place] = field(default_factory=set)
    _missed: dict[Place, tuple[Outcome, bool]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for waiver in self.all:
            found = self._lines if waiver.line else self._orders
            found.setdefault(waiver.line or waiver.order, []).append(waiver)

    def anew(self) -> Waivers:
        """The same waivers before any line."""
        return Waivers(self.all, self.today)

    def add(self, later: Waivers) -> None:
        """Remember, too, which of them later lines needed."""
        self._used |= later._used
        self._missed.update(later._missed)

    def of(
        self,
        line_id: str,
        written: Iterable[tuple[str, str]],
        file: str,
        outcome: Outcome,
        *,
        may_be_prohibited: bool,
    ) -> Waiver | None:
        """The first waiver that covers a line with its outcome; a line that passes needs none.

        Where it may be prohibited beside that, a waiver covers it that covers a prohibition.
        """
        wanted = Outcome.PROHIBITED if outcome is _LICENSE and may_be_prohibited else outcome
        covering = []
        for waiver in self._naming(line_id, written, file):
            if wanted in waiver.outcomes and self.today < waiver.expires:
                self._used.add(waiver.place)
                covering.append(waiver)
            else:
                self._missed[waiver.place] = outcome, wanted is not outcome
        return covering[0] if covering else None

    def _naming(
        self, line_id: str, written: Iterable[tuple[str, str]], file: str
    ) -> Iterator[Waiver]:
        # A line that states no id is called by its number, which another line may bear tomorrow.
        if not self.all or not any(name == "id" and text for name, text in written):
            return
        parts = line_id.split("/")
        orders = ("/".join(parts[:count]) for count in range(1, len(parts) + 1))
        found = [*self._lines.get(line_id, ())]
        found += [waiver for order in orders for waiver in self._orders.get(order, ())]
        yield from (waiver for waiver in found if waiver.is_in(file))

    def warnings(self) -> tuple[Problem, ...]:
        """The waivers that have expired, and those that no line of the run needed."""
        return tuple(_told(self._warnings()))

    def _warnings(self) -> Iterator[tuple[Waiver, str, str, str]]:
        for waiver in self.all:
            missed = self._missed.get(waiver.place)
            if waiver.expires <= self.today:
                yield (
                    waiver,
                    "EC602",
                    f"the waiver of {waiver.named} expired on {waiver.expires} and counts no more",
                    "have it approved anew, or remove it",
                )
            elif waiver.place in self._used:
                continue
            elif missed is None:
                yield (
                    waiver,
                    "EC601",
                    f"the waiver of {waiver.named} names no line that was judged in this run",
                    "correct the id, or remove it",
                )
            else:
                yield waiver, "EC601", *_in_vain(waiver, *missed)


def _in_vain(waiver: Waiver, outcome: Outcome, may_be_prohibited: bool) -> tuple[str, str]:
    """That a waiver does not cover a line that it names, and what would."""
    told = f"the waiver of {waiver.named}"
    if outcome.verdict == "pass":
        return f"{told} is not needed: the outcome is `{outcome.value}`", "remove it"
    if may_be_prohibited:
        return (
            f"{told} does not cover a required license while a prohibition is open beside it",
            "`--why` tells what that waits for; one that holds is covered by `outcome: prohibited`",
        )
    return (
        f"{told} does not cover the outcome `{outcome.value}`",
        f"it would only if it said `outcome: {outcome.value}`",
    )


def _told(found: Iterable[tuple[Waiver, str, str, str]]) -> Iterator[Problem]:
    for waiver, code, message, help in found:
        yield Problem(place=waiver.place, code=code, message=message, help=help, severity="warning")
