"""Open questions: what is asked, by which rules, and where each answer leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from exportcheck.core.findings import Determination, Outcome
from exportcheck.core.library import Library
from exportcheck.core.questions import (
    Question,
    open_questions,
    policy_questions,
    readings_taken,
)

Ask = Callable[..., Any]
FULL: dict[str, Any] = {
    "item.sku": "NVIDIA H100 SXM5 80GB",
    "ship_date": "2025-06-02",
    "destination": "SA",
    "end_user.country": "SA",
    "end_user.headquarters": "SA",
    "end_user.ultimate_parent_headquarters": "SA",
    "consignee.is_end_user": "yes",
    "datacenter.country": "SA",
    "exporter.name": "NVIDIA",
    "transaction": "export",
    "shipped_from": "US",
    "parties.listed": "no",
    "end_use": "civil",
    "bis_notice": "no",
    "license": "none",
    "purchase_order": "yes",
    "nac.confirmed": "no",
    "intermediate.exists": "no",
    "item.eccn": "none",
    "exporter.role": "other",
}


def line(library: Library, **changes: Any) -> dict[str, Any]:
    """The full line with changes; facts that the catalogue does not have are left out."""
    told = {**FULL, **{name.replace("__", "."): value for name, value in changes.items()}}
    return {name: value for name, value in told.items() if name in library.catalogue}


def asked(found: Determination) -> dict[str, Question]:
    return {question.fact.name: question for question in open_questions(found)}


def test_a_settled_answer_asks_nothing(library: Library, ask: Ask) -> None:
    """Where the answer is settled, no fact is asked for."""
    found = ask(library, line(library))
    assert found.outcome is Outcome.LICENSE_REQUIRED
    assert open_questions(found) == ()


def test_a_missing_headquarters_country_leaves_the_line_undetermined(
    library: Library, ask: Ask
) -> None:
    """Without the headquarters of the buyer the answer is open, asks for it, and says why."""
    found = ask(
        library,
        line(
            library,
            destination="DE",
            end_user__country="DE",
            end_user__headquarters=None,
            end_user__ultimate_parent_headquarters="DE",
            datacenter__country="DE",
        ),
    )
    assert found.outcome is Outcome.UNDETERMINED
    question = asked(found)["end_user.headquarters"]
    assert "us-ear/742.6(a)(6)(iii).hq" in question.needed_by
    outcomes = {answer.outcome for answer in question.answers}
    assert {Outcome.LICENSE_REQUIRED, Outcome.NO_LICENSE_REQUIRED} <= outcomes


def test_a_missing_license_leads_to_a_license_held(library: Library, ask: Ask) -> None:
    """Where only a license could cover it, the question after the license says where it leads."""
    found = ask(library, line(library, license=None))
    question = asked(found)["license"]
    answers = {answer.words: answer.outcome for answer in question.answers}
    assert answers["none"] is Outcome.LICENSE_REQUIRED
    assert answers["anything else"] is Outcome.LICENSE_HELD


def test_an_open_figure_is_asked_for_with_what_it_rests_on(library: Library, ask: Ask) -> None:
    """A derived fact that is open names the stated facts behind it, and each range its outcome."""
    told = line(library)
    del told["item.sku"]
    told |= {
        "item.kind": "integrated_circuit",
        "item.maker": "Example",
        "item.maker_headquarters": "US",
        "item.family": "Example X1",
        "item.designed_for_datacenters": "yes",
        "item.formats": ["fp16"],
        "item.peak.fp16": "200 TFLOPS dense",
        "item.dram_bandwidth": "100 GB/s",
        "item.link_bandwidth": "0 GB/s",
        "item.host_bandwidth": "64 GB/s",
    }
    found = ask(library, told)
    assert found.outcome is Outcome.UNDETERMINED
    question = asked(found)["item.performance_density"]
    assert [fact.name for fact in question.rests_on] == ["item.logic_die_area"]
    outcomes = [answer.outcome for answer in question.answers]
    assert outcomes[0] is Outcome.NO_LICENSE_REQUIRED
    assert outcomes[-1] is Outcome.LICENSE_REQUIRED


def test_an_answer_that_contradicts_what_is_stated_is_not_offered(
    library: Library, ask: Ask
) -> None:
    """Supposing an answer that other facts exclude is no way out, and breaks nothing."""
    found = ask(
        library,
        line(
            library,
            destination="DE",
            end_user__country=None,
            consignee__country="DE",
            datacenter__country="DE",
        ),
    )
    assert isinstance(found, Determination)
    for question in open_questions(found):
        for answer in question.answers:
            assert "China" not in answer.words or question.fact.name != "end_user.country"


def test_a_license_needed_asks_what_its_review_turns_on(library: Library, ask: Ask) -> None:
    """Of a license that is needed, the open facts of its review policy are asked for."""
    found = ask(library, line(library, ship_date="2026-02-10", destination="CN",
                              end_user__country="CN", datacenter__country="CN"))  # fmt: skip
    assert found.verdict == "fail"
    assert "certification.supplement_2_dd" in {
        question.fact.name for question in policy_questions(found)
    }


def test_policies_are_asked_of_failing_lines_only(library: Library, ask: Ask) -> None:
    """A line that passes or is open has no review to ask about."""
    passing = line(library, destination="US", end_user__country="US", datacenter__country="US")
    assert policy_questions(ask(library, passing)) == ()


@pytest.mark.parametrize(("day", "matters"), [("2025-05-14", False), ("2025-05-15", True)])
def test_an_answer_says_when_another_reading_would_change_it(
    library: Library, ask: Ask, day: str, matters: bool
) -> None:
    """A reading of disputed law is told with the outcome of its other option, from its day on."""
    found = ask(
        library,
        line(
            library,
            ship_date=day,
            destination="CH",
            end_user__country="CH",
            end_user__headquarters="CH",
            end_user__ultimate_parent_headquarters="CH",
            datacenter__country="CH",
        ),
    )
    assert found.outcome is Outcome.NO_LICENSE_REQUIRED
    taken = {each.reading.name: each for each in readings_taken(found)}
    assert ("ai-diffusion" in taken) is matters
    if matters:
        diffusion = taken["ai-diffusion"]
        assert diffusion.option == "enforced_only"
        assert diffusion.others == (("as_codified", Outcome.LICENSE_REQUIRED),)
        assert diffusion.matters(found.outcome)
