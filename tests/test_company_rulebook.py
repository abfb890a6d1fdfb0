"""The worked example of a company's rulebook: it is run, and it only adds to what the law asks.

Laws: every case of it passes and every rule of it has one; an order comes out as its id tells; with
the rulebook laid over ours no answer is milder than without; and reports speak of it as a policy of
the company.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from exportcheck.batch.run import Batch
from exportcheck.cli.orders import orders_of
from exportcheck.core.answers import answered
from exportcheck.core.cases import judge_case, run_case, untested
from exportcheck.core.coverage import Coverage
from exportcheck.core.determine import determine
from exportcheck.core.goals import goals_of
from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.core.problems import Problem
from exportcheck.core.reports import Report
from exportcheck.core.shipment import Judged, decide
from exportcheck.reading.case_files import read_cases
from exportcheck.reading.config_files import Settings
from exportcheck.reading.desk import OrderDesk
from exportcheck.reading.library import load_library
from exportcheck.reading.order_files import read_orders
from exportcheck.reading.shipments import ShipmentReader
from exportcheck.reporting.as_text import determination_page
from exportcheck.reporting.formats import Style, rendered

ROOT = Path(__file__).resolve().parent.parent / "examples" / "company-rulebook"
MILDNESS = {"fail": 0, "review": 1, "pass": 2}


@pytest.fixture(scope="module")
def company() -> Library:
    return load_library([ROOT / "rules"], use_cache=False)


def judged(company: Library) -> dict[str, Judged]:
    reader = ShipmentReader(company, "none", today=date(2026, 11, 1))
    found: dict[str, Judged] = {}
    for line in read_orders(ROOT / "orders.yaml", "orders.yaml", reader):
        assert not isinstance(line, Problem), line
        answer = decide(company.rulebooks, line)
        assert isinstance(answer, Judged), answer
        found[line.id.partition(",")[0]] = answer
    return found


def test_every_case_passes_and_every_rule_has_its_cases(company: Library) -> None:
    """The cases beside the company's rules hold, and none of its rules is without."""
    read = read_cases([ROOT / "rules"], company)
    assert not read.problems
    results = [run_case(case, company.rulebooks) for case in read.cases]
    assert len(results) >= 12
    assert [r.case.name for r in results if not r.passes] == []
    own = [book for book in company.rulebooks if book.id == "northwind"]
    assert [each.rule.id for each in untested(own, read.cases)] == []


def test_the_cases_exercise_all_that_the_company_s_rules_say(company: Library) -> None:
    """No day, part of a condition or side of a limit of its rules is without a case."""
    own = [book for book in company.rulebooks if book.id == "northwind"]
    goals, _ = goals_of(own)
    shown = Coverage(goals)
    for case in read_cases([ROOT / "rules"], company).cases:
        result, found = judge_case(case, company.rulebooks)
        assert result.passes
        assert found is not None
        shown.see(case, found)
    assert len(goals) > 30
    assert shown.missing == ()


def test_an_order_comes_out_as_its_id_tells(company: Library) -> None:
    """One order passes, two fail by the company's rules alone, and one is held open."""
    outcomes = {name: each.determination.outcome.value for name, each in judged(company).items()}
    assert outcomes == {
        "N-1": "no_license_required",
        "N-2": "prohibited",
        "N-3": "undetermined",
        "N-4": "no_license_required",
        "N-5": "license_required",
    }


def test_nothing_is_milder_with_the_company_s_rules(company: Library) -> None:
    """Each order, and each case, is judged at least as strictly as by our rulebooks alone."""
    ours = [book for book in company.rulebooks if book.id != "northwind"]
    cases = read_cases([ROOT / "rules"], company).cases
    found: list[tuple[Determination, Determination]] = [
        (each.determination, determine(ours, each.shipment.facts, each.shipment.as_of))
        for each in judged(company).values()
    ]
    for case in cases:
        one = decide(company.rulebooks, case.shipment)
        assert isinstance(one, Judged)
        other = determine(ours, case.shipment.facts, case.shipment.as_of)
        found.append((one.determination, other))
    assert all(MILDNESS[a.verdict] <= MILDNESS[b.verdict] for a, b in found)
    assert any(a.verdict != b.verdict for a, b in found)
    assert company.loosened == ()


def test_a_company_s_rule_goes_by_the_paragraph_that_ours_find(company: Library) -> None:
    """A rulebook that classifies nothing knows the paragraph, and the report has one heading."""
    line = judged(company)["N-5"]
    paragraphs = {each.paragraph.written for each in line.determination.judgments}
    assert paragraphs == {"3A090.a"}
    page = determination_page(answered(line), width=80).text()
    assert page.count("\nClassification\n") == 1
    assert "the law states none" not in page
    assert "review of an application: none is stated" in page


def test_a_batch_answers_as_each_line_is_answered_alone(company: Library) -> None:
    """Groups that turn on a reading of our rulebook are known where the company's asks for them."""
    reader = ShipmentReader(company, "none", today=date(2026, 11, 1))
    orders = orders_of([str(ROOT / "orders.yaml")], Settings(), input_format=None, delimiter=None)
    lines = []
    for each in Batch(company, OrderDesk(reader)).answers(orders.blocks(company.catalogue)):
        assert not isinstance(each, Problem)
        lines += each
    assert {each.id.partition(",")[0]: each.outcome for each in lines} == {
        name: each.determination.outcome for name, each in judged(company).items()
    }


def test_the_json_report_names_both_rulebooks(company: Library) -> None:
    """Each rulebook stands there with its version and digest, and the paragraph is one."""
    line = judged(company)["N-5"]
    text = rendered("json", Report(lines=(answered(line),), problems=()), Style())
    (told,) = json.loads(text)["lines"]
    assert [book["id"] for book in told["rulebooks"]] == ["us-ear", "northwind"]
    assert told["classification"]["paragraph"] == "3A090.a"
    assert told["warnings"] == []


def test_that_no_company_rules_were_read_is_told_without_them_only(company: Library) -> None:
    """What was not checked is that of both rulebooks, and of ours alone one thing more."""
    line = judged(company)["N-5"]
    ours = [book for book in company.rulebooks if book.id != "northwind"]
    alone = decide(ours, line.shipment)
    assert isinstance(alone, Judged)
    text = determination_page(answered(line), width=80).text()
    assert "company rules" not in text.split("Not checked")[1]
    report = Report(lines=(answered(line), answered(alone)), problems=())
    both, one = (
        each["not_checked"] for each in json.loads(rendered("json", report, Style()))["lines"]
    )
    assert both == [text for book in company.rulebooks for text in book.not_covered]
    assert one == [*ours[0].not_covered, "company rules; none were read beside us-ear"]
