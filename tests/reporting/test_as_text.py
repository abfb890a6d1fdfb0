"""The text report says what a reader needs, in the order in which they need it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from exportcheck.core.answers import answered
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.reports import Report, Summary
from exportcheck.core.shipment import decide
from exportcheck.reading.entries import Entry
from exportcheck.reading.library import load_library
from exportcheck.reading.shipments import ShipmentReader
from exportcheck.reporting.as_table import tally
from exportcheck.reporting.as_text import determination_page


@pytest.fixture(scope="module")
def rules() -> Library:
    return load_library(use_cache=False)


def page(
    rules: Library,
    day: str,
    facts: dict[str, str],
    *,
    why: bool = False,
    profile: str = "ordinary",
) -> str:
    reader = ShipmentReader(rules, profile, law_of=date.fromisoformat(day))
    entries = [Entry(name, value, Place("x")) for name, value in facts.items()]
    shipment, problems = reader.read(entries, id="x", place=Place("x"))
    assert shipment is not None, problems
    judged = decide(rules.rulebooks, shipment)
    assert not isinstance(judged, Problem)
    return determination_page(answered(judged), width=80, why=why).text()


H20 = {"item.sku": "NVIDIA H20", "destination": "CN"}


def test_the_answer_comes_first_and_what_was_not_checked_last(rules: Library) -> None:
    """Sections stand in the order of a reader's questions."""
    text = page(rules, "2025-05-01", H20)
    headings = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert headings[0] == "FAIL  license required"
    order = [
        "Classification",
        "Destination",
        "License requirements",
        "License exceptions",
        "Sources",
        "Not checked",
    ]
    positions = [headings.index(name) for name in order]
    assert positions == sorted(positions)
    assert text.rstrip().endswith("This is not legal advice.")


def test_that_no_company_rules_were_read_is_told_once_where_it_was_not_checked(
    rules: Library,
) -> None:
    """The rules that come with the tool are alone, so a policy of the company is not among them."""
    text = " ".join(page(rules, "2025-05-01", H20).split())
    told = "- company rules; none were read beside us-ear This is not legal advice."
    assert text.split("Not checked")[1].count(told) == 1
    assert text.count("company rules") == 1


def test_each_number_stands_beside_its_line_with_the_distance(rules: Library) -> None:
    """The H20 is 32 below the 2400 of 3A090.b, and the report says so."""
    text = page(rules, "2025-05-01", H20)
    assert "Total processing performance: 2368 TPP = 148 TFLOPS FP16 × 16 bit" in text
    assert any(
        "at least 2400" in line and "no" in line and "32 below" in line and "3A090.b" in line
        for line in text.splitlines()
    )


def test_every_assumption_that_was_used_is_printed(rules: Library) -> None:
    """The exporter assumed to be the maker is named, since the letter turns on it."""
    text = page(rules, "2025-05-01", H20)
    assert "exporter.name: NVIDIA, the same as `item.maker`" in text
    text = page(rules, "2025-05-01", {**H20, "exporter.name": "NVIDIA"})
    assert "exporter.name: NVIDIA, the same" not in text


def test_an_obligation_has_its_day(rules: Library) -> None:
    """The notification of NAC is due 25 calendar days before the shipment."""
    facts = {"item.sku": "RTX 4090", "destination": "CN"}
    text = page(rules, "2024-05-01", facts)
    assert text.startswith("REVIEW")
    assert "by 2024-04-06: Notify BIS" in text.split("Obligations that may apply\n")[1]
    text = page(rules, "2024-05-01", {**facts, "nac.confirmed": "yes"})
    assert text.startswith("PASS  license exception")
    assert "by 2024-04-06: Notify BIS" in text.split("Obligations\n")[1]


def test_a_reading_that_matters_is_told_with_its_other_outcome(rules: Library) -> None:
    """An H100 for Malaysia passes only as long as the AI Diffusion text is not enforced."""
    text = " ".join(page(rules, "2026-02-01", {"item.sku": "H100", "destination": "MY"}).split())
    other = "with --reading ai-diffusion=as_codified the answer is: license required (fail)"
    head, _, rest = text.partition("Classification")
    assert f"rests on a reading of disputed law: {other}." in " ".join(head.split())
    assert other in rest


def test_why_shows_also_what_does_not_hold(rules: Library) -> None:
    """Every rule in force is there, with its place, and those that fail say why."""
    text = page(rules, "2025-05-01", H20, why=True)
    assert "us-ear/746.8.russia" in text
    assert "us-ear/embargoes/part-746.yaml:" in text
    assert "destination is China (CN), not in RU: fails" in " ".join(text.split())


def test_why_tells_a_rule_that_fails_by_what_decides_it_and_a_term_once(rules: Library) -> None:
    """A rule that holds is told in full, one that fails in a few words, so that it can be read."""
    whole = page(rules, "2025-05-01", H20, why=True).split("Every rule in force")[1]
    of_rule = {
        each.split()[0]: " ".join(each.split())
        for each in re.split(r"\n  (?=us-ear/)", whole.split("\nSources")[0])[1:]
    }
    russia = of_rule["us-ear/746.8.russia"]
    assert "destination is China (CN), not in RU: fails" in russia
    assert "all of these" not in russia
    letter = of_rule["us-ear/letter.2025-04-09.nvidia"]
    assert "item.family is NVIDIA H20: holds" in letter
    assert "holds (told above)" in whole
    assert len(whole.splitlines()) < 1500
    told = [line.strip() for line in whole.splitlines() if line.endswith("holds")]
    assert told.count("destined to Macau or D:5: holds") == 1


def test_hong_kong_counts_as_china_and_a_territory_is_told(rules: Library) -> None:
    """The report says which country governs, or that none is known to."""
    text = " ".join(page(rules, "2025-05-01", {**H20, "destination": "HK"}).split())
    assert "Hong Kong (HK), which counts as China (85 FR 83788)" in text
    assert text.startswith("FAIL")
    text = " ".join(page(rules, "2025-05-01", {**H20, "destination": "GL"}).split())
    assert text.startswith("REVIEW")
    assert "gets the treatment of the country it belongs to" in text


def test_the_tally_always_has_the_same_counts() -> None:
    """Zero is printed, too, and nothing judged is never exit 0."""
    empty = Report(lines=(), problems=()).summary
    assert tally(empty) == "0 judged: 0 pass, 0 fail, 0 review; 0 could not be judged"
    assert empty.exit_code == 2


@pytest.mark.parametrize(
    ("counts", "unusable", "code"),
    [
        ({"pass": 1, "fail": 0, "review": 0}, 0, 0),
        ({"pass": 1, "fail": 0, "review": 1}, 0, 3),
        ({"pass": 1, "fail": 1, "review": 1}, 0, 1),
        ({"pass": 1, "fail": 1, "review": 1}, 1, 2),
        ({"pass": 0, "fail": 0, "review": 0}, 1, 2),
    ],
)
def test_exit_codes_of_a_batch(counts: dict[str, int], unusable: int, code: int) -> None:
    """2 before 1 before 3 before 0."""
    assert Summary(counts=counts, unusable=unusable).exit_code == code


# ---- license exceptions that are claimed, and obligations --------------------------------

CLAIM = {
    "item.kind": "system",
    "item.contains": "NVIDIA T4",
    "item.designed_for_datacenters": "yes",
    "item.eccn": "4A003.b",
    "destination": "DE",
    "exporter.name": "Example Reseller",
    "license_exception_confirmed": "yes",
}


def words(text: str) -> str:
    """The report without its line breaks."""
    return " ".join(text.split())


def test_a_license_exception_is_called_by_the_symbol_that_is_claimed(rules: Library) -> None:
    """One rule is for several symbols; the report names the one on which the answer rests."""
    text = words(page(rules, "2026-08-03", {**CLAIM, "license": "STA"}))
    assert "License Exception STA covers it" in text
    assert "Another license exception of part 740 (STA): covers it" in text


def test_a_claimed_exception_that_covers_nothing_is_told(rules: Library) -> None:
    """A claim of LVS for what only part 742 asks of advanced computing items is not passed over."""
    facts = {"item.sku": "H100 SXM", "item.eccn": "3A090", "destination": "CN", "license": "LVS"}
    text = words(page(rules, "2026-08-03", facts))
    assert "no license exception covers it (LVS, which is claimed, does not)" in text
    assert "LVS is claimed and covers none of these requirements" in text
    facts = {**facts, "item.sku": "T4", "item.eccn": "3A991", "destination": "DE"}
    free = words(page(rules, "2026-08-03", {**facts, "license": "TMP"}))
    assert "TMP is claimed and not needed, since no license requirement applies" in free


@pytest.mark.parametrize(("destination", "told"), [("DE", "claimed;"), ("BR", "and is not open;")])
@pytest.mark.parametrize("reviewed", ["no", "yes"])
def test_a_claimed_exception_is_not_needless_where_a_red_flag_is_raised(
    rules: Library, destination: str, told: str, reviewed: str
) -> None:
    """4D001 is controlled for reasons that no requirement tells; STA clears them, or is barred."""
    facts = {
        "item.kind": "software_or_technology",
        "item.eccn": "4D001",
        "item.companion_of": "none",
        "license": "STA",
        "license_exception_confirmed": "yes",
        "other_reasons_reviewed": reviewed,
    }
    text = words(page(rules, "2026-08-03", {**facts, "destination": destination}))
    assert told in text
    assert "no license requirement that is told here applies, and a red flag asks" in text
    assert "not needed" not in text


@pytest.mark.parametrize("license", ["none", "NLR", "D1234567"])
def test_what_is_no_claim_of_an_exception_is_not_told_as_one(rules: Library, license: str) -> None:
    """Neither nothing nor the number of a license is a license exception that is claimed."""
    facts = {"item.sku": "H100 SXM", "destination": "VN", "license": license}
    assert "is claimed" not in words(page(rules, "2026-08-03", facts))


def test_a_claimed_exception_that_is_barred_is_not_told_to_be_unclaimed(rules: Library) -> None:
    """A bar that asks which exception it is does not hide the claim."""
    text = words(page(rules, "2026-08-03", {**CLAIM, "license": "LVS"}))
    assert "Another license exception of part 740 (LVS): barred" in text


def test_one_filing_is_told_and_not_two(rules: Library) -> None:
    """To China filing is due whatever the value, so no limit in dollars is told beside it."""
    china = words(page(rules, "2026-08-03", {"item.sku": "T4", "destination": "CN"}))
    assert "whatever the value" in china
    assert "2,500" not in china
    germany = words(page(rules, "2026-08-03", {"item.sku": "T4", "destination": "DE"}))
    assert "2,500" in germany
    assert "whatever the value" not in germany


def test_many_obligations_in_question_are_told_by_their_rule(rules: Library) -> None:
    """The certifications for a case-by-case review do not bury an answer that may not need them."""
    facts = {"item.sku": "AMD MI308X", "destination": "CN"}
    short, full = page(rules, "2026-08-03", facts), page(rules, "2026-08-03", facts, why=True)
    assert "Certification with the application" in short
    assert "which --why tells" in words(short)
    assert "Know Your Customer" not in words(short)
    assert "Know Your Customer" in words(full)


def test_a_day_that_is_past_for_a_shipment_today_is_marked(rules: Library) -> None:
    """The notice that NAC asks 25 days before is late for a shipment that is dated today."""
    facts = {"item.sku": "RTX 4090", "destination": "CN"}
    reader = ShipmentReader(rules, "ordinary", today=date(2026, 8, 3))
    entries = [Entry(name, value, Place("x")) for name, value in facts.items()]
    shipment, _ = reader.read(entries, id="x", place=Place("x"))
    assert shipment is not None
    judged = decide(rules.rulebooks, shipment)
    assert not isinstance(judged, Problem)
    text = words(determination_page(answered(judged), width=80).text())
    assert "by 2026-07-09 (past, for a shipment today): Notify BIS" in text
    assert "(past" not in words(page(rules, "2026-08-03", facts))


FEW = {"item.sku": "NVIDIA H100 SXM5 80GB", "destination": "DE"}


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-09-24", "to Germany (DE), by the law of 2026-09-24."),
        (
            "2031-01-01",
            "to Germany (DE), by the law of 2031-01-01 as it was known on 2026-09-24; the law "
            "after that day is not known here.",
        ),
    ],
)
def test_the_headline_says_how_far_the_law_is_known(rules: Library, day: str, told: str) -> None:
    """Of a day after the text was read, that the law since then is not known."""
    second = " ".join(page(rules, day, {"item.sku": "NVIDIA T4", "destination": "DE"}).split())
    assert told in second.partition("None of the license")[0]


def test_a_destination_that_is_not_stated_is_no_place(rules: Library) -> None:
    """The headline says that it is open, and names no country."""
    told = page(rules, "2026-09-01", {"item.sku": "NVIDIA T4"}).splitlines()
    assert told[1] == "NVIDIA T4, destination not stated, by the law of 2026-09-01."
    assert "to not known" not in "".join(told)


@pytest.mark.parametrize("basis", ["", " unstated", " dense", " sparse"])
def test_a_rate_without_its_basis_is_told_to_count_between_half_and_whole(
    rules: Library, basis: str
) -> None:
    """Where the performance is not exact by it; one that is dense or sparse is counted as such."""
    chip = {"item.kind": "integrated_circuit", "item.formats": "fp16", "destination": "DE"}
    rate = {"item.peak.fp16": f"140 TFLOPS{basis}"}
    told = " ".join(page(rules, "2026-09-01", {**chip, **rate}).split())
    is_open = basis in ("", " unstated")
    assert ("Total processing performance: at least 1120 TPP and at most 2240" in told) is is_open
    why = "`item.peak.fp16` (140 TFLOPS): neither `dense` nor `sparse` is said, so at least half"
    assert (why in told) is is_open


def test_a_line_that_states_little_is_told_by_what_to_state(rules: Library) -> None:
    """Of much that is open no requirement, exception or question goes unnamed, and none buries it.

    The questions on which most rules wait come first and are told in full; --why tells all.
    """
    short = page(rules, "2026-09-01", FEW, profile="none")
    whole = page(rules, "2026-09-01", FEW, profile="none", why=True)
    assert short.startswith("REVIEW  cannot be told yet")
    assert len(short.splitlines()) < 270 < 600 < len(whole.splitlines())
    assert re.search(
        r"cannot be told: \d+ of the \d+ in force that day, which --why tells: 15", short
    )
    assert "cannot be told yet: HBM, a license held, TMP" in short
    assert re.search(r"\d+ rules that cannot be told; --why names the source of each", short)
    asked = [row.strip() for row in short.splitlines() if "answer with" in row]
    assert asked == [row.strip() for row in whole.splitlines() if "answer with" in row]
    assert len(asked) > 20
    assert asked[0] == "answer with --fact end_user.country=..."
    assert short.count("needed by ") == 5
    assert whole.count("needed by ") == len(asked)


def test_a_country_that_is_named_is_not_called_unnamed(rules: Library) -> None:
    """A group that is recorded from a later day only is told so, and only where that alone counts.

    NS Column 2 of the Commerce Country Chart is recorded from 2026-07-23 on.
    """
    assert "is not named in the Country Groups" not in page(
        rules, "2026-09-01", FEW, profile="none"
    )
    stated = {"item.sku": "NVIDIA T4", "destination": "AE", "item.eccn": "3A001.a.7"}
    told = " ".join(page(rules, "2026-07-09", stated).split())
    assert "stood in NS Column 2 on 2026-07-09 is not known: that is recorded from" in told
    elsewhere = page(rules, "2026-09-01", {**FEW, "destination": "AX"})
    assert "is not named in the Country Groups" in " ".join(elsewhere.split())


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        (
            # What requires a license looks at the one, and a red flag at the other.
            {"end_user.name": "Huawei Tech X", "exporter.name": "TSMC Wafers"},
            "one owns the other (and 2 more to find out).",
        ),
        (
            # Of the memory beside a processor no rule asks whether its name is that of a stack.
            {"item.sku": "H100", "intermediate.country": "CN", "intermediate.headquarters": "DE"},
            "A red flag is open and has to be resolved: “An intermediate consignee in or of a "
            "country of concern” (15 CFR part 732 Supp. No. 3).",
        ),
        (
            {"item.sku": "", "item.kind": "memory", "item.memory_type": "HBM3"},
            "Whether it is prohibited cannot be told from what is stated.",
        ),
        ({"end_user.name": "Huawei Tech X"}, "one owns the other (and 1 more to find out)."),
        ({"end_user.name": "TBD"}, "`end_user.name` is TBD, which names nobody: state who it is."),
        (
            {"item.sku": "DGX A100", "classification_reviewed": "no"},
            "Whether a red flag is raised cannot be told from what is stated: “A computer that may "
            "be one of ECCN 4A003 by its adjusted peak performance” (15 CFR Part 774 Supp. No. 1, "
            "ECCN 4A003.b and .c).",
        ),
        (
            {
                "item.sku": "DGX H100",
                "item.eccn": "4A994",
                "item.adjusted_peak_performance": "199 WT",
            },
            "A red flag is open and has to be resolved: “The ECCN stated is not one for what the "
            "figures say” (15 CFR 738.4), and 1 more.",
        ),
    ],
)
def test_what_leaves_an_answer_open_is_told_with_how_much_more_there_is(
    rules: Library, stated: dict[str, str], told: str
) -> None:
    """The reason is one sentence, and does not look as if one doubt were all."""
    given = {"item.sku": "T4", "destination": "DE", **stated}
    facts = {name: each for name, each in given.items() if each}
    assert told in words(page(rules, "2026-09-01", facts))
