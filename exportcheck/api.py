"""The public Python interface: load the rules once, then ask about as many shipments as you like.

from exportcheck import assess, load_rulebooks

rulebooks = load_rulebooks()
answer = assess(
    rulebooks,
    {"item.sku": "NVIDIA H20", "destination": "CN"},
    date="2025-05-01",
    assume="ordinary",
)
answer.verdict, answer.outcome      # ("fail", "license_required")
answer.reason                       # one sentence
answer.as_dict()                    # what `--format json` prints for a line
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exportcheck.core.answers import Answered, answered
from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.core.shipment import decide
from exportcheck.core.telling import reason
from exportcheck.core.windows import day_help, parse_day
from exportcheck.reading.entries import Entry, flatten
from exportcheck.reading.library import load_library
from exportcheck.reading.shipments import ShipmentReader

PLACE = "the facts given"


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer for one shipment."""

    answer: Answered

    @property
    def determination(self) -> Determination:
        """Everything the answer rests on: findings, classification, obligations."""
        return self.answer.judged.determination

    @property
    def verdict(self) -> str:
        """`pass`, `fail` or `review`."""
        return self.determination.verdict

    @property
    def outcome(self) -> str:
        """One of the outcomes, such as `license_required`."""
        return self.determination.outcome.value

    @property
    def reason(self) -> str:
        """The reason in one sentence."""
        return reason(self.determination)

    @property
    def open_questions(self) -> tuple[str, ...]:
        """The names of the facts that leave the answer open."""
        return tuple(question.fact.name for question in self.answer.asked)

    def as_dict(self) -> dict[str, Any]:
        """The determination in the shape of schema `exportcheck/determination/1`."""
        from exportcheck.reporting.as_json import determination

        return determination(self.answer)


def load_rulebooks(*folders: str | Path) -> Library:
    """The rules that come with the tool, with further folders of rules laid over them.

    Raises `UnusableInput`, whose `problems` tell every mistake with file, line and column.
    """
    return load_library(map(Path, folders))


def assess(
    rulebooks: Library,
    facts: Mapping[str, Any],
    *,
    date: str | None = None,
    assume: str = "none",
    readings: Mapping[str, str] | None = None,
) -> Assessment:
    """Judge one shipment, given as nested or dotted facts in the form of an order line.

    The law of `date` applies, else that of the fact `ship_date`; there is no clock here, so one of
    them must be given. Numbers are given as text with their unit, or as whole numbers; a float is
    refused, since it is not exact.

    Raises `UnusableInput` for a fact that cannot be read, an unknown item, or facts that contradict
    each other: nothing is decided then.
    """
    _check(rulebooks, date, assume, readings or {})
    entries = [
        Entry(".".join(keys), _text(keys, value), Place(PLACE)) for keys, value in flatten(facts)
    ]
    reader = ShipmentReader(
        rulebooks, assume, dict(readings or {}), None if date is None else parse_day(date)
    )
    shipment, problems = reader.read(entries, id="", place=Place(PLACE))
    if shipment is None:
        raise UnusableInput(problems)
    judged = decide(rulebooks.rulebooks, shipment)
    if isinstance(judged, Problem):
        raise UnusableInput([judged])
    return Assessment(answered(judged))


def _check(rulebooks: Library, date: str | None, assume: str, readings: Mapping[str, str]) -> None:
    problems = []
    if date is not None and parse_day(date) is None:
        problems.append(_problem(f"`{date}` is not a calendar day", day_help(date)))
    if assume not in ("ordinary", "none"):
        problems.append(_problem(f"`{assume}` is not a profile", "write `ordinary` or `none`"))
    for name, option in readings.items():
        known = rulebooks.readings.get(name)
        if known is None or option not in known.options:
            problems.append(_problem(f"`{name}={option}` is not a reading and option", ""))
    if problems:
        raise UnusableInput(problems)


def _text(keys: Iterable[str], value: Any) -> Any:
    if isinstance(value, float):
        name = ".".join(keys)
        raise UnusableInput(
            [_problem(f"`{name}` is a float, which is not exact", "give the number as text")]
        )
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _problem(message: str, help: str) -> Problem:
    return Problem(place=Place(PLACE), code="EC501", message=message, help=help)
