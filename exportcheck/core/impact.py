"""What a change of rules does to real orders: which lines get another answer, by which rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from exportcheck.core.deciding import decided_by
from exportcheck.core.records import Record
from exportcheck.core.shipment import Judged

UNUSABLE = "unusable"

# What stands in the place of a rule where none decides a line.
NO_RULE = "no rule by itself"


class Row(Record):
    """One line of an order file under the old and the new rules, and what decides it under each."""

    file: str
    id: str
    item: str
    customer: str
    before: str
    after: str
    decided_before: tuple[str, ...]
    decided_after: tuple[str, ...]

    @property
    def flips(self) -> bool:
        return self.before != self.after

    @property
    def newly_passes(self) -> bool:
        return self.after == "pass" and self.before != "pass"

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that stop it on the side where it does not pass."""
        return self.decided_before if self.after == "pass" else self.decided_after


class Impact(Record):
    """All lines; `problems` counts those that neither side could use."""

    rows: tuple[Row, ...]
    problems: int

    @property
    def flips(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.flips)

    @property
    def turns(self) -> Mapping[tuple[str, str], int]:
        """How many lines turn from what to what."""
        return Counter((row.before, row.after) for row in self.flips)

    @property
    def newly_passes(self) -> bool:
        return any(row.newly_passes for row in self.rows)

    def by_rule(self) -> Mapping[str, int]:
        """How many lines turn by each rule; a line that several rules decide counts for each."""
        return Counter(rule for row in self.flips for rule in row.rules or (NO_RULE,))

    def by_customer(self) -> Mapping[str, int]:
        return Counter(row.customer or "not named" for row in self.flips)


def row_of(file: str, id: str, old: Judged | None, new: Judged | None) -> Row:
    """One line; a side that could not use it has no answer."""
    either = new or old
    facts = None if either is None else either.shipment.facts
    before, after = (
        UNUSABLE if judged is None else judged.determination.verdict for judged in (old, new)
    )
    return Row(
        file=file,
        id=id,
        item="" if either is None else either.shipment.item,
        customer="" if facts is None else facts["end_user.name"].written,
        before=before,
        after=after,
        decided_before=() if old is None else decided_by(old.determination),
        decided_after=() if new is None else decided_by(new.determination),
    )


def impact_of(rows: Iterable[Row], problems: int) -> Impact:
    return Impact(rows=tuple(rows), problems=problems)
