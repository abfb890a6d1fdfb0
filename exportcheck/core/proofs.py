"""What an analysis of rules comes to: findings over all shipments, each with a witness."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from exportcheck.core.accepting import Acceptance
from exportcheck.core.records import Record
from exportcheck.core.windows import Window

# A shipment line: facts by name, as an order file writes them.
Line: TypeAlias = Mapping[str, str | tuple[str, ...]]


class Witness(Record):
    """Lines that show a finding, each with its verdict and the rules that decide it."""

    lines: tuple[Line, ...]
    verdicts: tuple[str, ...]
    decided_by: tuple[tuple[str, ...], ...]


class Group(Record):
    """All shipments that show a finding by the same rules, and one of them."""

    rules: tuple[str, ...]
    witness: Witness


class Idle(Record):
    """A rule that decides nothing: it holds for no shipment, or no answer turns on it.

    `instead` are few others that stop already all that it stops, none of them where it stops
    nothing; of what stops nothing by itself, or holds for no shipment, it is not asked.
    """

    rule: str
    holds: bool
    instead: tuple[str, ...] | None = None


class Unusable(Record):
    """An exception under which nothing can go: it is never eligible, or barred whenever it is."""

    rule: str
    eligible: bool


class Shared(Record):
    """Two exceptions that may both cover one requirement and oblige to different things."""

    rules: tuple[str, str]
    requirement: str
    only: tuple[tuple[str, ...], tuple[str, ...]]


class Axis(Record):
    """One capability: where more of it is treated more lightly, and where it leaves the list."""

    fact: str
    lighter: tuple[Group, ...]
    gaps: tuple[Group, ...]


class Analysis(Record):
    """What was found on one day; `undecided` names the questions on which the solver gave up.

    `accepted` are the acceptances under which something falls, the `unused` those under which
    nothing does; what falls under one is left out of the axes.
    """

    day: date
    facts: int
    contents: int
    overlaps: tuple[Group, ...]
    idle: tuple[Idle, ...]
    unusable: tuple[Unusable, ...]
    shared: tuple[Shared, ...]
    axes: tuple[Axis, ...]
    accepted: tuple[Acceptance, ...]
    unused: tuple[Acceptance, ...]
    undecided: tuple[str, ...]
    unconfirmed: tuple[str, ...]

    @property
    def settled(self) -> bool:
        return not (self.undecided or self.unconfirmed)


# From what to what an answer may turn; what newly passes stands first.
TURNS = (
    ("fail", "pass"),
    ("review", "pass"),
    ("pass", "fail"),
    ("pass", "review"),
    ("fail", "review"),
    ("review", "fail"),
)


class Flip(Record):
    """Shipments that get another answer by the same rules: when, and one of them.

    `of` says what of them is known otherwise, where it is not the rules alone; a witness then holds
    under the assumptions of `profile`. What the old side cannot read is `unusable` before.
    """

    before: str
    after: str
    rules: tuple[str, ...]
    spans: tuple[Window, ...]
    witness: Witness
    of: str = ""
    profile: str = "none"

    @property
    def newly_passes(self) -> bool:
        return self.after == "pass"


class Differences(Record):
    """What the two answer otherwise; `apart` are facts that only one of them knows.

    `only` are names and words that only one of them reads, so that lines with them have no answer
    by the other one.
    `spans` were compared by the solver, in the others the two are alike as they are written. What
    is `undecided` or `unconfirmed` was not settled, so equality is not proved.
    """

    flips: tuple[Flip, ...]
    spans: tuple[Window, ...]
    apart: tuple[str, ...]
    only: tuple[str, ...]
    undecided: tuple[str, ...]
    unconfirmed: tuple[str, ...]
    more: bool

    @property
    def equal(self) -> bool:
        return not (self.flips or self.apart or self.only or self.undecided or self.unconfirmed)

    @property
    def newly_passes(self) -> bool:
        return any(flip.newly_passes for flip in self.flips)
