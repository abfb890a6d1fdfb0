"""The item catalogue: names, families, formats, contents, and the figures that makers publish."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from exportcheck.core.determine import determine
from exportcheck.core.facts import Contradiction, Facts, Known, Origin
from exportcheck.core.items import Item, full_name, with_formats
from exportcheck.core.judgments import Determination
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.core.values import Choice, Interval
from exportcheck.reading.library import load_library

Ask = Callable[..., Any]
TPP, PD = "item.total_processing_performance", "item.performance_density"
ITEMS = """\
maker: Acme
headquarters: "US"
items:
  - sku: QX9 40GB
    family: QX9
    aliases: [Qx-nined]
    kind: integrated_circuit
    confidence: high
    sources: [https://example.org]
    facts:
      designed_for_datacenters: yes
      formats: [fp16]
      peak: {fp16: 500 TFLOPS dense}
      logic_die_area: 800 mm²
      memory_capacity: 40 GB
  - sku: QX9 80GB
    family: QX9
    kind: integrated_circuit
    confidence: low
    sources: [https://example.org]
    facts:
      designed_for_datacenters: yes
      formats: [fp16]
      peak: {fp16: 400 TFLOPS dense}
      memory_capacity: 80 GB
  - sku: QX9 Server
    family: QX9 Server
    kind: system
    confidence: high
    sources: [https://example.org]
    contains: [{item: QX9 40GB, count: 8}]
  - sku: KZ4
    family: KZ4
    kind: integrated_circuit
    confidence: high
    sources: [https://example.org]
    facts: {peak: {fp8: 100 TFLOPS dense}}
  - sku: WV1 Card
    family: WV1
    kind: integrated_circuit
    confidence: high
    sources: [https://example.org]
    facts: {formats: [fp16], peak: {fp16: 1 TFLOPS dense}, logic_die_area: 800 mm²,
            dram_bandwidth: 1 GB/s, link_bandwidth: 0 GB/s, host_bandwidth: 1 GB/s}
  - sku: WV1 Box
    family: WV1
    kind: system
    confidence: high
    sources: [https://example.org]
    contains: [{item: QX9 40GB, count: 8}]
    facts: {formats: [fp16], peak: {fp16: 1 TFLOPS dense}, logic_die_area: 800 mm²,
            dram_bandwidth: 1 GB/s, link_bandwidth: 0 GB/s, host_bandwidth: 1 GB/s}
"""


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The rules that come with the tool, with items of one more maker."""
    root = tmp_path_factory.mktemp("rules")
    (root / "items").mkdir()
    (root / "items" / "acme.yaml").write_text(ITEMS, encoding="utf-8")
    return load_library([Path(root)], use_cache=False)


def all_items(library: Library) -> list[Item]:
    return [library.items.at(position) for position in range(len(library.items))]


def facts_of(library: Library, name: str) -> Facts:
    found = library.items.find(name)
    assert found, name
    return library.items.facts_of(library.catalogue, found, name)


# ---- names ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["QX9 40GB", "qx9-40gb", "ACME QX9 40GB", "acme_qx9/40 gb", "Qx-nined", "QXNINED"],
)
def test_an_item_is_found_by_its_name_in_any_spelling(acme: Library, name: str) -> None:
    """Case, spaces and punctuation do not matter, with or without the maker."""
    assert [item.name for item in acme.items.find(name)] == ["Acme QX9 40GB"]


@pytest.mark.parametrize("name", ["QX9 41GB", "QX", "QX90", "X9 40GB", "", "---", "Acme"])
def test_a_near_miss_is_never_a_guess(acme: Library, name: str) -> None:
    """A name that no item bears finds nothing."""
    assert acme.items.find(name) == ()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("QX9 41GB", "Acme QX9 40GB"),
        ("acme qx9 40 gbb", "Acme QX9 40GB"),
        ("Qx-nind", "Acme Qx-nined"),
        ("NVIDIA H10", "NVIDIA H100"),
    ],
)
def test_a_near_miss_is_an_error_with_a_suggestion(
    acme: Library, ask: Ask, name: str, hint: str
) -> None:
    """A line with a name that is nearly right is not judged, and says what may be meant."""
    (problem,) = ask(acme, {"item.sku": name, "destination": "DE"})
    assert isinstance(problem, Problem)
    assert problem.code == "EC206"
    assert problem.message == f"`{name}` is not in the item catalogue"
    assert hint in problem.help
    assert problem.help.startswith("did you mean `")


def test_an_item_with_other_figures_is_not_suggested_where_one_has_the_same(
    library: Library,
) -> None:
    """The digits of a name are what tells items apart."""
    assert library.items.suggest("H100 PCE") == "did you mean `NVIDIA H100 PCIe`?"


def test_a_suggestion_can_be_written_as_it_is(library: Library) -> None:
    """What is suggested for a misspelled name finds an item."""
    for item in all_items(library)[::5]:
        hint = library.items.suggest(item.name[:-1] + "~x")
        for name in hint.split("`")[1::2]:
            assert library.items.find(name), name


def test_no_name_stands_for_two_items(library: Library) -> None:
    """Every item of the catalogue is found by its own full name, or as a member of its family."""
    for item in all_items(library):
        assert item in library.items.find(item.name), item.name
        for alias in item.aliases:
            assert item in library.items.find(alias), alias
        family = library.items.find(full_name(item.maker, item.family))
        assert item in family
        assert {each.family for each in family} == {item.family}


# ---- families ---------------------------------------------------------------------------


def test_a_family_has_the_bounds_of_its_members(acme: Library) -> None:
    """What variants share is known, what differs is bounded, what one lacks is missing."""
    family = facts_of(acme, "Acme QX9")
    assert family["item.memory_capacity"].value == Interval(Fraction(40), Fraction(80))
    assert family["item.memory_capacity"].confidence == "low"
    assert family["item.designed_for_datacenters"].value == Choice.of("yes")
    assert family[TPP].value == Interval(Fraction(6400), Fraction(8000))
    assert family["item.logic_die_area"].origin is Origin.MISSING
    assert family["item.sku"].value == Choice.of("acmeqx940gb", "acmeqx980gb")


def test_a_family_holds_what_every_member_holds(library: Library) -> None:
    """Each figure of each member lies inside what is known of its family."""
    for item in all_items(library):
        family = facts_of(library, full_name(item.maker, item.family))
        for name, known in item.facts.items():
            value, outer = known.value, family[name].value
            if (isinstance(value, Interval) and isinstance(outer, Interval)) or (
                isinstance(value, Choice) and isinstance(outer, Choice)
            ):
                assert value.meet(outer) == value, (item.name, name)


def test_a_family_of_chips_and_systems_may_contain_something(acme: Library) -> None:
    """A product name for a card and a box passes nothing that the box would not pass."""
    facts = {
        name: Known(value=Choice.of(word), origin=Origin.STATED)
        for name, word in {
            "destination": "CN",
            "end_user.country": "CN",
            "end_user.headquarters": "CN",
            "end_user.ultimate_parent_headquarters": "CN",
            "consignee.is_end_user": "yes",
            "datacenter.country": "CN",
            "intermediate.exists": "no",
            "parties.listed": "no",
            "end_use": "civil",
            "bis_notice": "no",
            "license": "none",
            "nac.confirmed": "no",
            "exporter.name": "acme",
            "transaction": "export",
            "shipped_from": "US",
        }.items()
        if name in acme.catalogue
    }
    verdicts = {}
    for name in ("Acme WV1", "WV1 Card", "WV1 Box"):
        base = facts_of(acme, name)
        whole = Facts(acme.catalogue, {**base.stated, **facts}, contains=base.contains)
        verdicts[name] = determine(acme.rulebooks, whole, date(2025, 6, 2)).verdict
    assert verdicts["WV1 Box"] == "fail"
    assert verdicts["Acme WV1"] != "pass"


# ---- formats ----------------------------------------------------------------------------


def stated(library: Library, **written: Any) -> dict[str, Known]:
    catalogue = library.catalogue
    names = {name: "item." + name.replace("__", ".") for name in written}
    return {
        names[name]: Known(
            value=catalogue.parse(catalogue[names[name]], text), origin=Origin.STATED
        )
        for name, text in written.items()
    }


def test_the_list_of_formats_gives_the_others_no_rate(library: Library) -> None:
    """A format that the maker does not list has the rate zero; a listed one may have any."""
    facts = with_formats(library.catalogue, stated(library, formats=["fp16", "fp8"]))
    assert facts["item.peak.int8"].value == Interval.exactly(0)
    assert "item.peak.fp16" not in facts
    assert "item.peak.fp8" not in facts


def test_a_rate_outside_the_list_of_formats_is_a_contradiction(library: Library) -> None:
    """A rate for a format that the maker does not list cannot be true with the list."""
    with pytest.raises(Contradiction):
        with_formats(
            library.catalogue, stated(library, formats=["fp16"], peak__fp8="100 TOPS dense")
        )


def test_without_the_list_no_format_is_left_out(library: Library) -> None:
    """Where the list is not stated, no rate is taken for zero."""
    facts = stated(library, peak__fp8="100 TOPS dense")
    assert with_formats(library.catalogue, facts) == facts


@pytest.mark.parametrize("sku", [None, "Acme QX9 40GB"])
def test_a_line_with_a_rate_outside_its_formats_is_not_judged(
    acme: Library, ask: Ask, sku: str | None
) -> None:
    """The contradiction is told for catalogue items and for items that the line describes."""
    line = {"item.sku": sku, "item.formats": ["fp16"], "item.peak.fp8": "100 TFLOPS dense"}
    found = ask(acme, line)
    assert isinstance(found, list)
    assert [problem.code for problem in found] == ["EC402"]
    assert "item.peak.fp8" in found[0].message


# ---- a line and the catalogue -----------------------------------------------------------


def test_a_line_that_contradicts_the_catalogue_is_not_judged(acme: Library, ask: Ask) -> None:
    """A figure on the line that the catalogue excludes is a problem that tells both."""
    (problem,) = ask(acme, {"item.sku": "QX9 40GB", "item.logic_die_area": "700 mm²"})
    assert problem.code == "EC402"
    assert "700 mm²" in problem.message
    assert "800 mm²" in problem.message
    assert "both cannot be true" in problem.help


def test_a_contradiction_is_told_at_the_line(acme: Library, ask: Ask) -> None:
    """Formats on the line that leave out a rate of the catalogue are told where the line is."""
    (problem,) = ask(acme, {"item.sku": "KZ4", "item.formats": ["fp16"]})
    assert (problem.code, problem.place) == ("EC402", Place("line"))
    assert "100 TFLOPS dense (item catalogue)" in problem.message


def test_a_line_narrows_what_the_catalogue_leaves_open(acme: Library, ask: Ask) -> None:
    """A figure on the line that is inside the bounds of the family is taken."""
    found = ask(acme, {"item.sku": "Acme QX9", "item.memory_capacity": "80 GB"})
    assert isinstance(found, Determination)
    assert found.facts["item.memory_capacity"].value == Interval.exactly(80)
    assert found.facts["item.memory_capacity"].origin is Origin.STATED


def test_a_system_contains_what_the_catalogue_says(acme: Library, ask: Ask) -> None:
    """A server with chips of 3A090 is 4A090, by what it contains."""
    found = ask(acme, {"item.sku": "QX9 Server", "ship_date": "2025-06-02", "item.eccn": "none"})
    assert found.judgments[0].paragraph.value == Choice.of("4a090a")


@pytest.mark.parametrize(
    "contents", [["WV1 Card"], "WV1 Card", [{"item": "WV1 Card", "count": "8"}]]
)
def test_a_line_cannot_replace_the_contents_of_a_system(
    acme: Library, ask: Ask, contents: Any
) -> None:
    """Contents on the line beside those of the catalogue never make a server harmless."""
    found = ask(acme, {"item.sku": "QX9 Server", "item.contains": contents})
    if isinstance(found, Determination):
        assert found.judgments[0].paragraph.value == Choice.of("4a090a")
    else:
        assert found


def test_a_system_described_by_its_contents(acme: Library, ask: Ask) -> None:
    """A line without a name that lists its contents is a system that contains those items."""
    contents = {"item.contains": ["WV1 Card", "QX9 40GB"], "item.eccn": "none"}
    found = ask(acme, {**contents, "ship_date": "2025-06-02"})
    assert found.facts["item.kind"].value == Choice.of("system")
    assert found.judgments[0].paragraph.value == Choice.of("4a090a")


def test_contents_that_cannot_be_read_are_never_left_out(acme: Library, ask: Ask) -> None:
    """One unknown name among the contents leaves the line unjudged."""
    for bad in ("QX9 41GB", "", None, True, ["WV1 Card"], {"count": "8"}):
        found = ask(acme, {"item.contains": ["WV1 Card", bad]})
        assert isinstance(found, list), bad


def test_contents_stated_twice_are_told(acme: Library, ask: Ask) -> None:
    """Of two lists of contents neither is silently taken."""
    found = ask(acme, {"item": {"contains": ["QX9 40GB"]}, "item.contains": ["WV1 Card"]})
    assert isinstance(found, list)
    assert [problem.code for problem in found] == ["EC003"]


# ---- the figures of the makers ----------------------------------------------------------


def outside(value: Interval, published: Fraction) -> bool:
    """Whether a published figure is more than one percent outside what the facts give."""
    slack = published / 100
    low, high = value.low or Fraction(0), value.high
    return published + slack < low or (high is not None and published - slack > high)


def published_items() -> list[str]:
    return [
        item.name
        for item in all_items(load_library(use_cache=False))
        if set(item.published) - {"note"}
    ]


PUBLISHED = published_items()


def test_there_are_published_figures_to_compare() -> None:
    """The comparison below is not empty."""
    assert len(PUBLISHED) > 30


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_figure_is_what_the_facts_give(library: Library, name: str) -> None:
    """TPP and density from the stated rates and areas agree with the maker's or tracker's figure.

    Within one percent. Where the file explains a difference in a note there must be one: a figure
    outside what the facts give, or facts that do not come down to one figure.
    """
    (item,) = (each for each in library.items.find(name) if each.name == name)
    facts = library.items.facts_of(library.catalogue, (item,), name)
    wrong, open_ = [], []
    for key, written in item.published.items():
        if key == "note":
            continue
        fact = library.catalogue[f"item.{key}"]
        value, figure = facts[fact.name].value, library.catalogue.parse(fact, written)
        assert isinstance(value, Interval)
        assert isinstance(figure, Interval)
        assert figure.low is not None
        shown = (key, written, facts.catalogue.show(fact, facts[fact.name]))
        if outside(value, figure.low):
            wrong.append(shown)
        elif not value.is_exact:
            open_.append(shown)
    if item.published.get("note"):
        assert wrong or open_, "the note explains a difference that is not there"
    else:
        assert wrong == []


def test_every_item_has_a_source_and_a_fact(library: Library) -> None:
    """No item of the catalogue is without a source, and figures tell how sure they are."""
    for item in all_items(library):
        assert item.sources, item.name
        for name, known in item.facts.items():
            assert known.confidence in ("high", "medium", "low", ""), (item.name, name)
        assert item.confidence in ("high", "medium", "low")
