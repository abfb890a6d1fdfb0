"""What changed between an earlier report and this run: whose answer, and why.

Both are taken as stands: the little of each line by which two runs are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from exportcheck.core.answers import Answered
from exportcheck.core.asked import item_digest, line_digest, readings_asked
from exportcheck.core.records import Record
from exportcheck.core.telling import deciding_findings
from exportcheck.version import __version__

# Why an answer may have changed: what differs, and the words for it.
REASONS = {
    "line": "the line states something else",
    "item": "the item catalogue says something else of the item",
    "rules": "the rules are others",
    "day": "it is judged by the law of another day",
    "settings": "the assumptions, the readings or the strictness are others",
    "tool": "the version of the tool is another",
}
UNTOLD = "why cannot be told from the earlier report"


class Stand(Record):
    """How a line stood in a report; `basis` says, for each reason, what the answer rested on.

    What the report does not tell is left out, and is then no reason of a change. Of the readings
    those count that both know, since a rulebook that changes may bring others.
    """

    id: str
    file: str
    outcome: str
    rules: tuple[str, ...] | None
    basis: Mapping[str, str]
    readings: Mapping[str, str] = {}


class Change(Record):
    """A line whose answer is another: how it stood and stands, and what differs beside.

    A line that is new has no `was`, one that is gone has no `now`.
    """

    was: Stand | None
    now: Stand | None
    because: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self._one.id

    @property
    def file(self) -> str:
        return self._one.file

    @property
    def _one(self) -> Stand:
        one = self.now or self.was
        assert one is not None
        return one

    @property
    def words(self) -> str:
        """The change in a sentence."""
        if self.was is None:
            return f"new, {self.now.outcome if self.now else ''}"
        if self.now is None:
            return f"was {self.was.outcome}, and is not judged now"
        why = "; ".join(REASONS[each] for each in self.because) or UNTOLD
        if self.was.outcome == self.now.outcome:
            return f"{self.now.outcome} still, and by other rules: {why}"
        return f"was {self.was.outcome}, is {self.now.outcome}: {why}"


class Changes(Record):
    """Every change since a report, with the name of the report."""

    since: str
    all: tuple[Change, ...]


def stand_of(line: Answered) -> Stand:
    """How a line of this run stands."""
    found, shipment = line.judged.determination, line.judged.shipment
    return Stand(
        id=shipment.id,
        file=shipment.place.file,
        outcome=found.outcome.value,
        rules=tuple(finding.name for finding in deciding_findings(found)),
        basis=basis(
            line=line_digest(shipment),
            item=item_digest(shipment),
            rules={each.rulebook.id: each.rulebook.digest for each in found.judgments},
            day=found.as_of.isoformat(),
            profile=found.facts.profile,
            strict=any(each.rulebook.strict_currency for each in found.judgments),
            tool=__version__,
        ),
        readings=readings_asked(shipment),
    )


def basis(
    *,
    line: str | None,
    item: str | None,
    rules: Mapping[str, str],
    day: str,
    profile: str,
    strict: bool,
    tool: str,
) -> dict[str, str]:
    """What an answer rested on, by reason; a report that does not tell the line tells no item."""
    told = {
        "rules": str(sorted(rules.items())),
        "day": day,
        "settings": str((profile, strict)),
        "tool": tool,
    }
    return told if line is None else {**told, "line": line, "item": item or ""}


def changes(earlier: Iterable[Stand], now: Iterable[Stand]) -> Iterator[Change]:
    """The lines whose answer changed, those that are new, then those that are gone.

    A line is the same by its file and id; in a file of another name by its id, if one line has it.
    """
    known = {(each.file, each.id): each for each in earlier}
    others: list[Stand] = []
    pairs: list[tuple[Stand | None, Stand]] = []
    for each in now:
        same = known.pop((each.file, each.id), None)
        pairs.append((same, each))
        if same is None:
            others.append(each)
    moved = _moved(known, others)
    for was, each in pairs:
        if was is None:
            was = moved.get((each.file, each.id))
        if was is None:
            yield Change(was=None, now=each)
        elif _differ(was, each):
            yield Change(was=was, now=each, because=_because(was, each))
    found = {(each.file, each.id) for each in moved.values()}
    yield from (Change(was=each, now=None) for key, each in known.items() if key not in found)


def _moved(
    known: Mapping[tuple[str, str], Stand], others: Iterable[Stand]
) -> dict[tuple[str, str], Stand]:
    """Earlier lines that stand in a file of another name now, by file and id of now."""
    before: dict[str, list[Stand]] = {}
    after: dict[str, list[Stand]] = {}
    for each in known.values():
        before.setdefault(each.id, []).append(each)
    for each in others:
        after.setdefault(each.id, []).append(each)
    return {
        (found[0].file, found[0].id): before[name][0]
        for name, found in after.items()
        if len(found) == 1 and len(before.get(name, ())) == 1
    }


def _differ(was: Stand, now: Stand) -> bool:
    if was.outcome != now.outcome:
        return True
    return was.rules is not None and set(was.rules) != set(now.rules or ())


def _because(was: Stand, now: Stand) -> tuple[str, ...]:
    differ = {each for each in was.basis if was.basis[each] != now.basis.get(each)}
    both = was.readings.keys() & now.readings.keys()
    if any(was.readings[name] != now.readings[name] for name in both):
        differ.add("settings")
    return tuple(reason for reason in REASONS if reason in differ)
