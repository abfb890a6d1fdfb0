"""What no answer to a question can change is told before what is asked."""

from __future__ import annotations

from typing import Any

import pytest

from exportcheck import assess, load_rulebooks
from exportcheck.core.answers import brief_of
from exportcheck.core.blockers import blocked
from exportcheck.core.findings import Outcome
from exportcheck.core.judgments import Determination
from exportcheck.core.questions import asked_next, open_questions

COMPUTER = {"item.sku": "NVIDIA DGX H100", "item.eccn": "4A003.c"}
CHIP = {"item.sku": "NVIDIA H100 SXM5 80GB"}


def found(line: dict[str, Any], day: str, assume: str = "ordinary") -> Determination:
    return assess(load_rulebooks(), line, date=day, assume=assume).answer.judged.determination


@pytest.mark.parametrize(
    ("line", "day", "told"),
    [
        # A question stays, and whatever comes of it the column of that day is not known.
        (
            {**COMPUTER, "destination": "MY"},
            "2025-05-01",
            "Whether a license is required by “National security, NS Column 1” (15 CFR 742.4(a)) "
            "cannot be told: NS Column 1 is recorded from 2026-07-23 only, and no answer to a "
            "question changes that.",
        ),
        # No Country Group names a territory.
        (
            {**CHIP, "destination": "BL"},
            "2026-05-01",
            "Whether a license is required by “Items at the level of 3A090.a to destinations in "
            "scope” (15 CFR 742.6(a)(6)(iii)) cannot be told: the Country Groups do not name a "
            "place that is stated; a territory gets the treatment of the country it belongs to "
            "(15 CFR 738.3(b)), so state that country.",
        ),
    ],
)
def test_the_place_whose_law_is_not_recorded_is_told_first(
    line: dict[str, Any], day: str, told: str
) -> None:
    """A rule that stays open whatever is answered is the reason, though other things are asked."""
    answer = found(line, day)
    assert answer.outcome is Outcome.UNDETERMINED
    brief = brief_of(answer)
    assert brief.reason.begin == told
    assert brief.questions


def test_what_an_answer_may_close_is_no_blocker() -> None:
    """A license that may be held covers whatever the Country Chart said."""
    line = {**COMPUTER, "destination": "MY"}
    assert [finding.name for finding, _ in blocked(found(line, "2025-05-01"))] == [
        "us-ear/742.4.NS1"
    ]
    assert not list(blocked(found({**line, "license": "D1234567"}, "2025-05-01")))
    assert not list(blocked(found(line, "2026-09-01")))
    assert not list(blocked(found(line, "2025-05-01", "none")))


def test_what_is_asked_after_a_question_that_stands_alone_is_told() -> None:
    """Where no answer to it settles anything, and nothing is announced that is not there."""
    answer = found({"item.sku": "NVIDIA DGX H100", "destination": "MY"}, "2025-05-01")
    (question,) = open_questions(answer)
    assert question.fact.name == "classification_reviewed"
    after = dict(asked_next(answer, question))
    assert next(fact.name for fact in after["yes"]) == "item.eccn"
    assert after["no"] == ()
    answer = found({**COMPUTER, "destination": "MY"}, "2025-05-01")
    (question,) = open_questions(answer)
    assert dict(asked_next(answer, question)) == {"yes": (), "no": ()}
