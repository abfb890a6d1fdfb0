"""What a reader must know beside an answer: places of which the law is not known, old or loosened
rules, and what was not checked.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from exportcheck.core.blockers import blocked, stated_country
from exportcheck.core.conditions import Test
from exportcheck.core.findings import Outcome
from exportcheck.core.judgments import Determination, Judgment
from exportcheck.core.rules import Rulebook
from exportcheck.core.truth import UNKNOWN


def places_not_told(determination: Determination) -> tuple[str, ...]:
    """Why a place that was stated leaves the answer open, and what to state instead.

    Either no group names it, or a group that alone is asked for is not recorded as early.
    """
    if determination.outcome is not Outcome.UNDETERMINED:
        return ()
    catalogue, day = determination.facts.catalogue, determination.as_of
    told = set()
    stopped = {id(finding) for finding, _ in blocked(determination)}
    for judgment in determination.judgments:
        if judgment.places_are_recorded:
            continue
        groups = judgment.groups
        for test, code, alone in _places_left_open(judgment, stopped):
            place = f"{catalogue.countries[code]} ({code})"
            if groups.counts_as(code, day) not in groups.listed:
                told.add(
                    f"{place} is not named in the Country Groups; a territory gets the treatment "
                    "of the country it belongs to (15 CFR 738.3(b)), so state that country"
                )
                continue
            names = test.operand if alone and isinstance(test.operand, tuple) else ()
            for name in groups.not_recorded(names, code, day) or ():
                since = groups.groups[name].recorded_from
                told.add(
                    f"whether {place} stood in {groups.groups[name].title} on {day} is not "
                    f"known: that is recorded from {since} only"
                )
    return tuple(sorted(told))


def _places_left_open(
    judgment: Judgment, stopped: Container[int]
) -> Iterator[tuple[Test, str, bool]]:
    """The tests of countries that were stated and still cannot be told, with the country.

    They count alone where nothing else leaves the rule open, or nothing else closes it.
    """
    for finding in filter(judgment.may_miss_places, judgment.findings_told):
        leaves = list(finding.step.leaves(UNKNOWN))
        stated = [(leaf.condition, code) for leaf in leaves if (code := stated_country(leaf))]
        for test, code in stated:
            assert isinstance(test, Test)
            yield test, code, len(stated) == len(leaves) or id(finding) in stopped


def warnings(determination: Determination) -> tuple[str, ...]:
    """What a reader must know of the rulebooks beside the answer: loosened, or read long ago."""
    return tuple(
        warning
        for judgment in determination.judgments
        for warning in (
            *judgment.rulebook.loosens,
            after_verified(judgment.rulebook, determination),
        )
        if warning
    )


def law_of(determination: Determination, said: str = "") -> str:
    """By which law it was judged: of a day later than some rules were read, as it was known then.

    `said` tells how the day was chosen.
    """
    day = determination.as_of
    through = min(judgment.rulebook.verified_through for judgment in determination.judgments)
    told = f"by the law of {day}{f' ({said})' if said else ''}"
    if day <= through:
        return told
    return f"{told} as it was known on {through}; the law after that day is not known here"


def after_verified(rulebook: Rulebook, determination: Determination) -> str:
    """The warning for a day later than the text that the rules were read from."""
    if determination.as_of <= rulebook.verified_through:
        return ""
    return (
        f"the rules of {rulebook.id} were verified through {rulebook.verified_through}; "
        f"what changed between then and {determination.as_of} is not in this answer"
    )


def not_checked(determination: Determination) -> tuple[str, ...]:
    """What the rulebooks do not cover; and where one stands alone, that no company's was read."""
    books = [judgment.rulebook for judgment in determination.judgments]
    told = [text for book in books for text in book.not_covered]
    if len(books) == 1:
        told.append(f"company rules; none were read beside {books[0].id}")
    return tuple(told)
