"""A shipment line: what it is called, what is known of it, and the day whose law applies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from exportcheck.core.determine import determine
from exportcheck.core.facts import Contradiction, Facts, Known, Origin
from exportcheck.core.judgments import Determination
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.records import Record
from exportcheck.core.rules import Rulebook


class Shipment(Record):
    """One line to be judged; `written` are its facts as the line states them, in their order."""

    id: str
    item: str
    facts: Facts
    as_of: date
    place: Place
    written: tuple[tuple[str, str], ...] = ()
    dated_today: bool = False
    date_overridden: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The facts that the line states."""
        return tuple(name for name, _ in self.written)

    @property
    def texts(self) -> Sequence[str]:
        """What is written for each of them."""
        return tuple(text for _, text in self.written)


class Judged(Record):
    """A shipment with its determination."""

    shipment: Shipment
    determination: Determination


def decide(
    rulebooks: Iterable[Rulebook],
    shipment: Shipment,
    before: Determination | None = None,
) -> Judged | Problem:
    """Judge one shipment; facts that contradict each other are a problem, not an answer.

    What rests on the same facts and law as a determination made before is taken from it.
    """
    try:
        determination = determine(rulebooks, shipment.facts, shipment.as_of, before)
    except Contradiction as contradiction:
        return contradiction_problem(contradiction, shipment.place)
    return Judged(shipment=shipment, determination=determination)


def contradiction_problem(contradiction: Contradiction, place: Place) -> Problem:
    """The sentence for two statements of one fact that cannot both be true."""
    fact = contradiction.fact

    def told(known: Known) -> str:
        value = known.written or contradiction.shown(known)
        return f"{value} ({known.note or known.origin.value})"

    first, second = contradiction.first, contradiction.second
    # What the catalogue says is not told as a mistake there, where the user cannot mend it.
    places = (known.place for known in (first, second) if known.origin is Origin.STATED)
    return Problem(
        place=next(filter(None, places), place),
        code="EC402",
        message=f"`{fact.name}` is {told(first)}, and it is also {told(second)}",
        help="both cannot be true: correct one, or leave it out",
    )
