"""Facts: what is written for each kind, where a value comes from, and contradictions."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from exportcheck.core.catalogue import Catalogue, Fact, fold
from exportcheck.core.facts import Contradiction, Facts, Known, Origin, combine, hull_of
from exportcheck.core.quantities import Unreadable
from exportcheck.core.values import ANYTHING, Choice, Interval


def stated(value: Any, **more: Any) -> Known:
    return Known(value=value, origin=Origin.STATED, **more)


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("destination", "CN", Choice.of("CN")),
        ("end_use", "civil", Choice.of("civil")),
        ("parties.listed", "no", Choice.of("no")),
        ("parties.listed", False, Choice.of("no")),
        ("parties.listed", True, Choice.of("yes")),
        ("ship_date", "2025-05-01", Interval.exactly(date(2025, 5, 1).toordinal())),
        ("item.logic_die_area", "814 mm²", Interval.exactly(814)),
        ("item.peak.fp16", "100 TFLOPS sparse", Interval.exactly(50)),
        ("end_user.name", "Huawei Technologies Co., Ltd.", Choice.of("huaweitechnologiescoltd")),
        ("item.formats", "fp8,fp16", Choice.of("fp16,fp8")),
        ("item.formats", ["fp8", "fp16"], Choice.of("fp16,fp8")),
    ],
)
def test_each_kind_of_fact_has_its_values(
    catalogue: Catalogue, name: str, written: Any, value: Any
) -> None:
    """A text that fits the kind of a fact is its value."""
    assert catalogue.parse(catalogue[name], written) == value


STRAY = [
    "CN\n",
    " CN",
    "CN ",
    "C\u200bN",
    "CN\x00",
    "\u202eCN",
    "CN\x1b[31m",
    "",
    " ",
    "\n",
    "\u3000",
]


@pytest.mark.parametrize("written", STRAY)
@pytest.mark.parametrize(
    "name", ["destination", "end_use", "end_user.name", "license", "item.logic_die_area"]
)
def test_stray_characters_are_refused(catalogue: Catalogue, name: str, written: str) -> None:
    """Spaces at the edge, control and invisible characters are never part of a value."""
    with pytest.raises(Unreadable):
        catalogue.parse(catalogue[name], written)


@pytest.mark.parametrize(
    ("name", "written", "message", "help"),
    [
        ("destination", "cn", "`cn` is not a country code", "write `CN` (China)"),
        ("destination", "China", "`China` is not a country code", "write `CN` (China)"),
        ("destination", "Korea, South", "not a country code", "write `KR`"),
        ("destination", "UK", "`UK` is not a country code", "write `GB` (United Kingdom)"),
        ("destination", "CHN", "`CHN` is not a country code", "`CN`"),
        ("destination", "ＣＮ", "`ＣＮ` is not a country code", ""),
        ("destination", True, "`true` is not a country code", "`NO`"),
        ("destination", ["CN"], "`destination` is not a single value", "write one value"),
        ("destination", {"CN": "x"}, "`destination` is not a single value", "write one value"),
        ("parties.listed", "maybe", "`maybe` is not `yes` or `no`", "write `yes` or `no`"),
        ("parties.listed", "Yes", "`Yes` is not `yes` or `no`", "did you mean `yes`?"),
        ("end_use", "millitary", "`millitary` is not", "did you mean `military`"),
        ("ship_date", "2025-02-30", "`2025-02-30` is not a calendar day", "28 days"),
        ("ship_date", "01.05.2025", "`01.05.2025` is not a calendar day", "2025-05-01"),
        ("item.logic_die_area", "814", "`814` has no unit", "write `814 mm²`"),
        ("item.logic_die_area", False, "`false` is not a value of `item.logic", "quotes"),
        ("end_user.name", "---", "`---` has no letter or digit", ""),
        ("item.formats", "fp17", "`fp17` is not an arithmetic format", "`fp16`"),
        ("item.formats", "", "is not an arithmetic format", ""),
        ("item.formats", [], "the formats are not a list", "`fp16`"),
        ("item.formats", [["fp16"]], "is not an arithmetic format", "`fp16`"),
        ("item.formats", [{"fp16": "x"}], "is not an arithmetic format", "`fp16`"),
        ("item.formats", {"fp16": "x"}, "the formats are not a list", "`fp16`"),
        ("item.formats", True, "the formats are not a list", "`fp16`"),
        ("end_user.name", "#REF!", "`#REF!` is not a text", "error value"),
        ("exporter.name", True, "`true` is not a text", "write it in quotes"),
        ("exporter.name", False, "`false` is not a text", "write it in quotes"),
        ("license", False, "`false` is not a text", "write it in quotes"),
        ("destined", "CN", "`destined` cannot be stated by itself", "`destination`"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_to_write(
    catalogue: Catalogue, name: str, written: Any, message: str, help: str
) -> None:
    """A value that is not of the kind of its fact is refused, and never taken for a near one."""
    with pytest.raises(Unreadable) as refused:
        catalogue.parse(catalogue[name], written)
    assert message in refused.value.message
    assert help in refused.value.help


@pytest.mark.parametrize("written", ["no", "No", "n/a", "NaN", "false", True, False, "0", "-", "x"])
def test_a_word_for_nothing_is_not_a_license(catalogue: Catalogue, written: Any) -> None:
    """What does not look like a license's number is not one; only `none` says there is none."""
    fact = catalogue["license"]
    with pytest.raises(Unreadable):
        catalogue.parse(fact, written)
    assert catalogue.parse(fact, "none") == Choice.of("none")


def test_names_are_folded_and_nothing_else_is_guessed() -> None:
    """Case, width, spaces and punctuation do not tell names apart; letters do."""
    assert fold("NVIDIA H100 (SXM5)") == fold("nvidia-h100 sxm5") == fold("ＮＶＩＤＩＡ H100SXM5")
    assert fold("H100") != fold("H10O")
    assert fold(" -_/ ") == ""


AREA = "item.logic_die_area"


def test_a_missing_fact_is_unbounded(catalogue: Catalogue) -> None:
    """What nobody stated may be any value of its kind, and says that it is missing."""
    facts = Facts(catalogue, {})
    assert facts[AREA] == Known(value=Interval(low=Fraction(0)), origin=Origin.MISSING)
    assert facts["destination"].value == ANYTHING
    assert facts["parties.listed"].value == Choice.of("yes", "no")
    assert facts["ship_date"].value == Interval()


def test_nothing_is_assumed_without_a_profile(catalogue: Catalogue) -> None:
    """Under the profile `none` no fact is assumed."""
    facts = Facts(catalogue, {"destination": stated(Choice.of("DE"))})
    for fact in catalogue:
        assert facts[fact.name].origin is not Origin.ASSUMED


def test_the_ordinary_buyer_is_where_it_is(catalogue: Catalogue) -> None:
    """Under `ordinary`, what is missing is taken from the destination, and says so."""
    facts = Facts(catalogue, {"destination": stated(Choice.of("DE"))}, profile="ordinary")
    hq = facts["end_user.headquarters"]
    assert (hq.value, hq.origin) == (Choice.of("DE"), Origin.ASSUMED)
    assert facts["parties.listed"].value == Choice.of("no")
    names = [fact.name for fact, _ in facts.assumed()]
    assert names == [fact.name for fact in catalogue if fact.name in names]
    assert "end_user.country" in names


def test_what_is_stated_is_never_assumed_away(catalogue: Catalogue) -> None:
    """A stated fact stands under every profile, a bounded one too."""
    facts = Facts(
        catalogue,
        {
            "destination": stated(Choice.of("DE")),
            "end_user.headquarters": stated(Choice.of("CN", "MO")),
        },
        profile="ordinary",
    )
    assert facts["end_user.headquarters"].value == Choice.of("CN", "MO")
    assert facts["end_user.ultimate_parent_headquarters"].value == Choice.of("CN", "MO")


def test_nothing_is_assumed_of_a_place_that_is_missing(catalogue: Catalogue) -> None:
    """An assumption that rests on a missing fact is not made."""
    assert Facts(catalogue, {}, profile="ordinary")["end_user.country"].origin is Origin.MISSING


def test_stated_and_derived_must_both_be_satisfied(catalogue: Catalogue) -> None:
    """A stated sum narrows a derived one, and a stated sum that cannot be is a contradiction."""
    name = "item.interconnect_bandwidth"
    parts = {
        "item.link_bandwidth": stated(Interval.exactly(900)),
        "item.host_bandwidth": stated(Interval(Fraction(0), Fraction(128))),
    }
    narrowed = Facts(catalogue, {**parts, name: stated(Interval(high=Fraction(964)))})
    assert narrowed[name].value == Interval(Fraction(900), Fraction(964))
    contradicted = Facts(catalogue, {**parts, name: stated(Interval.exactly(899))})
    with pytest.raises(Contradiction):
        contradicted[name]


def test_combining_keeps_the_narrower_statement(catalogue: Catalogue) -> None:
    """Of two statements the narrower speaks; two that share nothing contradict each other."""
    fact = catalogue[AREA]
    wide = stated(Interval(Fraction(700), Fraction(900)), written="wide")
    narrow = stated(Interval.exactly(814), written="narrow")
    assert combine(fact, wide, narrow) is narrow
    assert combine(fact, narrow, wide) is narrow
    other = stated(Interval(Fraction(800), Fraction(1000)), written="other")
    both = combine(fact, wide, other)
    assert (both.value, both.written) == (Interval(Fraction(800), Fraction(900)), "")
    with pytest.raises(Contradiction):
        combine(fact, narrow, stated(Interval.exactly(815)))


def test_the_hull_of_variants_is_no_surer_than_the_least_sure() -> None:
    """What is known of several variants has the bounds of all and the lowest confidence."""
    one = stated(Interval.exactly(80), written="80 GB", confidence="high", note="a")
    other = stated(Interval.exactly(40), written="40 GB", confidence="low", note="b")
    both = hull_of((one, other))
    assert both.value == Interval(Fraction(40), Fraction(80))
    assert (both.written, both.note, both.confidence) == ("", "", "low")
    assert hull_of((one, one)) == one


def test_supposing_leaves_the_facts_alone(catalogue: Catalogue) -> None:
    """To suppose a fact makes other facts; those that were there stay as they are."""
    facts = Facts(catalogue, {"destination": stated(Choice.of("DE"))})
    supposed = facts.supposing("destination", stated(Choice.of("CN")))
    assert facts["destination"].value == Choice.of("DE")
    assert supposed["destination"].value == Choice.of("CN")


def test_a_contained_item_has_its_own_figures_within_the_same_shipment(
    catalogue: Catalogue,
) -> None:
    """What is asked of a contained item is its own, and of the shipment the shipment's."""
    inner = Facts(catalogue, {AREA: stated(Interval.exactly(800))})
    outer = Facts(
        catalogue,
        {
            AREA: stated(Interval.exactly(1)),
            "item.power": stated(Interval.exactly(10000)),
            "destination": stated(Choice.of("CN")),
        },
        contains=(inner,),
    )
    (found,) = outer.contained()
    assert found[AREA].value == Interval.exactly(800)
    assert found["item.power"].origin is Origin.MISSING
    assert found["destination"].value == Choice.of("CN")


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("destination", Choice.of("CN"), "China (CN)"),
        ("destination", Choice.of("CN", "DE"), "China (CN) or Germany (DE)"),
        ("destination", ANYTHING, "not known"),
        ("destination", Choice(frozenset(("AD", "AE", "AF", "AG", "AI"))), "one of 5 countries"),
        ("ship_date", Interval.exactly(date(2025, 5, 1).toordinal()), "2025-05-01"),
        ("parties.listed", Choice.of("yes", "no"), "not known"),
        ("parties.listed", Choice.of("no"), "no"),
        (AREA, Interval.exactly(814), "814 mm²"),
    ],
)
def test_values_for_people(catalogue: Catalogue, name: str, value: Any, shown: str) -> None:
    """A value is shown in the words of its kind."""
    assert catalogue.show(catalogue[name], stated(value)) == shown


def test_every_fact_can_be_asked_for_and_stated(catalogue: Catalogue) -> None:
    """Each fact has a meaning, a question that ends as one, and an option that states it."""
    for fact in catalogue:
        assert fact.meaning, fact.name
        if not fact.name.startswith("reading."):
            assert fact.ask.rstrip(")").endswith("?"), fact.name
        assert fact.how_to_state.startswith("--")


def test_a_pattern_holds_to_the_end_of_the_text(catalogue: Catalogue) -> None:
    """A text with a pattern must fit it wholly; a second line does not hide behind the first."""
    fact = Fact(name="x", kind="text", meaning="", ask="", pattern="D[0-9]{3}", like="D123")
    assert catalogue.parse(fact, "D123") == Choice.of("d123")
    for written in ("D1234", "xD123", "D12", "D١٢٣"):
        with pytest.raises(Unreadable):
            catalogue.parse(fact, written)


@pytest.mark.parametrize(
    ("more", "name", "doubted"),
    [
        (
            {"end_user.majority_owner_headquarters": "CN"},
            "end_user.ultimate_parent_headquarters",
            1,
        ),
        (
            {"end_user.majority_owner_headquarters": "SG"},
            "end_user.ultimate_parent_headquarters",
            0,
        ),
        ({"end_use_country": "SG"}, "end_use", 1),
        ({}, "end_use", 0),
        ({"exporter.makes_or_packages": "yes"}, "exporter.role", 1),
        ({"exporter.makes_or_packages": "no"}, "exporter.role", 0),
        ({"shipped_from": "VN"}, "transaction", 1),
        ({"shipped_from": "US"}, "transaction", 0),
        ({"transaction": "reexport"}, "shipped_from", 1),
        ({"transaction": "export"}, "shipped_from", 0),
        ({"license": "STA"}, "item.eccn", 1),
        ({"license": "NAC"}, "item.eccn", 0),
        ({"license": "D1234567"}, "item.eccn", 0),
        ({"license": "none"}, "item.eccn", 0),
        ({"item.for_fingerprint_equipment": "yes"}, "item.eccn", 1),
        ({"item.for_fingerprint_equipment": "no"}, "item.eccn", 0),
        ({"intermediate.reviewed": "no"}, "intermediate.exists", 1),
        ({"intermediate.reviewed": "yes"}, "intermediate.exists", 1),
    ],
)
def test_what_is_stated_speaks_against_an_assumption(
    catalogue: Catalogue, more: dict[str, str], name: str, doubted: int
) -> None:
    """By another value of the same kind, a yes, or any other unless the profile assumes it too.

    Of a fact of which only some values speak against it (`only_as`), those.
    """
    written = {"destination": "SG", **more}
    known = {each: stated(catalogue.parse(catalogue[each], text)) for each, text in written.items()}
    found = Facts(catalogue, known, profile="ordinary")[name]
    assert found.doubted is bool(doubted)
    assert found.origin is (Origin.MISSING if doubted else Origin.ASSUMED)
    assert (found.value == catalogue[name].unknown) is bool(doubted)
