"""Readings of disputed law: which ones an answer took, and what their other options lead to.

A reading counts where a rule in force asks for it, and where it gives a format its bit length or
chooses the day on which a group of countries changed. Each option is supposed in turn, and the
determination is made again; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from exportcheck.core.conditions import facts_read
from exportcheck.core.determine import determine
from exportcheck.core.evaluate import Step, tested_facts, turns_on
from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.findings import Outcome, RequirementFinding
from exportcheck.core.groups import Change
from exportcheck.core.judgments import Determination, Judgment
from exportcheck.core.records import Record
from exportcheck.core.rules import Reading, Rulebook
from exportcheck.core.values import Choice


class ReadingTaken(Record):
    """A reading that was used, the option taken, and the outcomes of the other options."""

    reading: Reading
    option: str
    others: tuple[tuple[str, Outcome], ...]

    def matters(self, outcome: Outcome) -> bool:
        return any(other is not outcome for _, other in self.others)


def readings_taken(determination: Determination) -> tuple[ReadingTaken, ...]:
    """The readings that rules in force asked for, each with what its other options lead to."""
    rulebooks = tuple(judgment.rulebook for judgment in determination.judgments)
    all_readings = _all_readings(rulebooks)
    steps = tuple(_steps_that_read(determination, all_readings))
    tested = frozenset[str]().union(*map(tested_facts, steps))
    otherwise = {
        reading.name
        for rulebook in rulebooks
        for reading in rulebook.readings.values()
        if _acts_otherwise(determination, reading)
    }
    readings = [
        reading
        for rulebook in rulebooks
        for reading in rulebook.readings.values()
        if reading.fact in tested or reading.name in otherwise
    ]
    names = frozenset(reading.fact for reading in readings)
    turning = frozenset[str]().union(*(turns_on(step, names) for step in steps))
    return tuple(
        _taken(
            determination,
            rulebooks,
            reading,
            matters=reading.fact in turning or reading.name in otherwise,
        )
        for reading in readings
    )


def _all_readings(rulebooks: Iterable[Rulebook]) -> frozenset[str]:
    return frozenset(
        reading.fact for rulebook in rulebooks for reading in rulebook.readings.values()
    )


def _steps_that_read(determination: Determination, names: frozenset[str]) -> Iterator[Step]:
    """The steps, those of review policies too, of the rules that look at one of these facts."""
    for judgment in determination.judgments:
        if not names.isdisjoint(facts_read(judgment.rulebook.applies_when)):
            yield judgment.applies
        for finding in judgment.findings:
            if not names.isdisjoint(finding.version.facts_read):
                yield finding.step
                if isinstance(finding, RequirementFinding):
                    yield from (policy.step for policy in finding.policies)


def _acts_otherwise(determination: Determination, reading: Reading) -> bool:
    """Whether a reading acts by more than a test of it.

    It may give the bit length of a format for which a rate is known, or the day on which a group of
    countries changed; there it is taken to matter.
    """
    facts = determination.facts
    taken = facts[reading.fact].written
    others = (option for option in reading.options if option != taken)
    return any(_changes_a_number(facts, reading, option) for option in others) or any(
        _day_is_disputed(determination, judgment, reading) for judgment in determination.judgments
    )


def _changes_a_number(facts: Facts, reading: Reading, option: str) -> bool:
    """Whether an option gives some derived number of the item, or of one it contains, otherwise."""
    catalogue = facts.catalogue
    rates = [each for each in catalogue.formats.values() if each.bits_reading == reading.fact]
    about = (facts, *facts.contained())
    if all(each[rate.name].value == rate.unknown for rate in rates for each in about):
        return False
    numbers = [
        name
        for name in catalogue.followers_of((reading.fact,))
        if catalogue[name].formula and catalogue[name].kind == "quantity"
    ]
    supposed = facts.supposing(
        reading.fact, Known(value=Choice.of(option), origin=Origin.READING, written=option)
    )
    return any(
        before[name].value != after[name].value
        for before, after in zip(about, (supposed, *supposed.contained()), strict=True)
        for name in numbers
    )


def _day_is_disputed(determination: Determination, judgment: Judgment, reading: Reading) -> bool:
    """Whether the day of the law lies between the days that the options give to a change."""
    for group in judgment.rulebook.groups.groups.values():
        for change in group.changes:
            if change.reading == reading.name and _touches(determination, judgment, change):
                days = (change.day, *(day or date.max for day in change.otherwise.values()))
                if min(days) <= determination.as_of < max(days):
                    return True
    return False


def _touches(determination: Determination, judgment: Judgment, change: Change) -> bool:
    """Whether some country of the line may be one that the change moves.

    One that is not known is in no group, nor outside, under any option.
    """
    moved = change.added | change.removed
    facts, groups, day = determination.facts, judgment.rulebook.groups, determination.as_of
    return any(
        groups.counts_as(code, day) in moved
        for about in (facts, *facts.contained())
        for name in facts.catalogue.countries_asked
        if isinstance(value := about[name].value, Choice)
        for code in value.options or ()
    )


def _taken(
    determination: Determination,
    rulebooks: tuple[Rulebook, ...],
    reading: Reading,
    *,
    matters: bool,
) -> ReadingTaken:
    known = determination.facts[reading.fact]
    taken = known.written or reading.default
    others = []
    for option in reading.options:
        if option == taken:
            continue
        if not matters:
            others.append((option, determination.outcome))
            continue
        supposed = replace(known, value=Choice.of(option), written=option)
        facts = determination.facts.supposing(reading.fact, supposed)
        again = determine(rulebooks, facts, determination.as_of, determination)
        others.append((option, again.outcome))
    return ReadingTaken(reading=reading, option=taken, others=tuple(others))
