"""Two bodies of law compared: what turns, a shipment that shows it, and what is proved equal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import permutations

import pytest

from exportcheck.analysis.differences import Comparison
from exportcheck.analysis.witnesses import Judge
from exportcheck.cli.rules.trials import judge_by
from exportcheck.core.catalogue import fold
from exportcheck.core.facts import Known, Origin
from exportcheck.core.items import Item, ItemCatalogue
from exportcheck.core.library import Library
from exportcheck.core.parties import Listing, PartyList
from exportcheck.core.places import Place
from exportcheck.core.proofs import Differences
from exportcheck.core.quantities import parse_quantity
from exportcheck.core.rule_changes import changes_between
from exportcheck.core.values import Choice, Interval
from exportcheck.core.windows import Window
from exportcheck.reading.rule_schemas import parties_schema
from exportcheck.reporting.site.sentences import told_lines

Alone = Callable[[str], Library]
Requiring = Callable[..., str]
TPP = "item.total_processing_performance"


def compared(old: Library, new: Library, on: date | None = None) -> Differences:
    def judges(profile: str) -> tuple[Judge, Judge]:
        return judge_by(old, {}, profile), judge_by(new, {}, profile)

    return Comparison((old, new), judges, {}, most=5, on=on).differences()


def tpp_of(differences: Differences, number: int = 0) -> Fraction:
    value = parse_quantity(str(differences.flips[number].witness.lines[0][TPP]), "TPP")
    assert isinstance(value, Interval)
    assert value.low is not None
    return value.low


def test_a_threshold_that_moves_up_lets_pass_what_lies_between(
    alone: Alone, requiring: Requiring
) -> None:
    """From 1600 to 1601: the witness is at least 1600 and below 1601, and newly passes."""
    old = alone(requiring(f"{{{TPP}: {{at_least: 1600}}}}"))
    new = alone(requiring(f"{{{TPP}: {{at_least: 1601}}}}"))
    found = compared(old, new)
    (flip,) = found.flips
    assert (flip.before, flip.after, flip.rules) == ("fail", "pass", ("co/need",))
    assert 1600 <= tpp_of(found) < 1601
    assert found.newly_passes
    assert not found.equal


def test_a_threshold_that_moves_down_lets_nothing_new_pass(
    alone: Alone, requiring: Requiring
) -> None:
    """From 1600 to 1599 something fails that passed, and nothing else turns."""
    old = alone(requiring(f"{{{TPP}: {{at_least: 1600}}}}"))
    new = alone(requiring(f"{{{TPP}: {{at_least: 1599}}}}"))
    found = compared(old, new)
    assert [(flip.before, flip.after) for flip in found.flips] == [("pass", "fail")]
    assert 1599 <= tpp_of(found) < 1600
    assert not found.newly_passes


def test_a_strict_line_differs_from_an_inclusive_one_at_one_number_only(
    alone: Alone, requiring: Requiring
) -> None:
    """`at_least` to `more_than`: the witness is exactly the line."""
    old = alone(requiring(f"{{{TPP}: {{at_least: 1600}}}}"))
    new = alone(requiring(f"{{{TPP}: {{more_than: 1600}}}}"))
    assert tpp_of(compared(old, new)) == 1600


def test_a_rewritten_condition_is_proved_equal(alone: Alone, requiring: Requiring) -> None:
    """De Morgan, and a range as the negation of the other two: no shipment tells them apart."""
    old = alone(
        requiring(f"{{{TPP}: {{at_least: 1600, less_than: 4800}}, destination: {{in: [D:5]}}}}")
    )
    new = alone(
        requiring(
            f"{{not: {{any: [{{{TPP}: {{less_than: 1600}}}}, {{{TPP}: {{at_least: 4800}}}}, "
            "{destination: {not_in: [D:5]}}]}}"
        )
    )
    assert changes_between(old, new, told_lines).rules
    found = compared(old, new)
    assert found.equal
    assert found.spans


def test_a_later_beginning_turns_only_the_days_between(alone: Alone, requiring: Requiring) -> None:
    """A rule that begins a month later lets pass during that month, and on no other day."""
    old = alone(requiring("{destination: CN}", since="2024-01-01"))
    new = alone(requiring("{destination: CN}", since="2024-02-01"))
    found = compared(old, new)
    # Before the rule begins a rulebook of one rule says nothing, so it holds everything open.
    assert {span for flip in found.flips for span in flip.spans} == {
        Window(date(2024, 1, 1), date(2024, 2, 1))
    }


def test_the_same_rules_need_no_solver(alone: Alone, requiring: Requiring) -> None:
    """What is written alike is equal, without a span to solve."""
    library = alone(requiring("{destination: CN}"))
    found = compared(library, library)
    assert found.equal
    assert not found.spans
    assert not changes_between(library, library, told_lines)


def test_a_requirement_that_only_another_one_repeats_may_go(
    alone: Alone, requiring: Requiring
) -> None:
    """A second rule within the first one's reach changes no answer; the file shows it is gone."""
    second = """\
  - id: again
    title: Needed again
    requires_license: {reason: RS, part: "744"}
    versions:
      - effective_from: "2024-01-01"
        source: Rule 2
        read_in: the rule
        confidence: primary
        when: {destination: CN, end_use: military}
"""
    old = alone(requiring("{destination: CN}", second))
    new = alone(requiring("{destination: CN}"))
    assert [change.what for change in changes_between(old, new, told_lines).rules] == ["removed"]
    assert compared(old, new).equal


def test_a_changed_condition_is_told_before_and_after(alone: Alone, requiring: Requiring) -> None:
    """What it said stands before what it says, each in a sentence."""
    old = alone(requiring(f"{{{TPP}: {{at_least: 1600}}}}"))
    new = alone(requiring(f"{{{TPP}: {{at_least: 1601}}}}"))
    (change,) = changes_between(old, new, told_lines).rules
    assert change.aspects == ("conditions",)
    assert change.details == (
        "it holds when:",
        "- The total processing performance of the item is at least 1600 TPP.",
        "+ The total processing performance of the item is at least 1601 TPP.",
    )


BEFORE = f"{{{TPP}: {{at_least: 1000}}, destination: CN}}"
SAID = (
    "The total processing performance of the item is at least 1000 TPP.",
    "The destination is China (CN).",
)


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (
            f"{{not: {{{TPP}: {{less_than: 1000}}}}, destination: CN}}",
            (
                "it holds when:",
                f"- {SAID[0]}",
                "+ This does not hold:",
                "+   The total processing performance of the item is less than 1000 TPP.",
                f"  {SAID[1]}",
            ),
        ),
        (
            f"{{not: {{{TPP}: {{at_least: 1000}}}}, destination: CN}}",
            (
                "it holds when:",
                f"- {SAID[0]}",
                "+ This does not hold:",
                f"+   {SAID[0]}",
                f"  {SAID[1]}",
            ),
        ),
        (
            f"{{any: [{{{TPP}: {{at_least: 1000}}}}, {{destination: CN}}]}}",
            (
                "it holds when:",
                *(f"- {line}" for line in SAID),
                "+ At least one of these holds:",
                *(f"+   {line}" for line in SAID),
            ),
        ),
        (
            f"{{{TPP}: {{at_least: 1000}}}}\n        unless: {{destination: CN}}",
            (
                "it holds when:",
                f"  {SAID[0]}",
                f"- {SAID[1]}",
                "unless:",
                f"+ {SAID[1]}",
            ),
        ),
    ],
)
def test_a_negation_an_alternative_and_an_exclusion_are_seen(
    alone: Alone, requiring: Requiring, when: str, told: tuple[str, ...]
) -> None:
    """What stands under `not`, `any` or `unless` is told as such, on either side."""
    old, new = alone(requiring(BEFORE)), alone(requiring(when))
    (change,) = changes_between(old, new, told_lines).rules
    assert change.details == told


def test_a_witness_is_a_shipment_of_one_piece(alone: Alone, requiring: Requiring) -> None:
    """Parties and data center are where the shipment goes, as far as that shows the same."""
    old = alone(requiring("{destination: CN}"))
    new = alone(
        requiring(
            "{destination: MY, end_user.country: {not_in: [D:5]}, datacenter.country: "
            "{not_in: [D:5]}, consignee.country: {not_in: [D:5]}}"
        )
    )
    flip = next(each for each in compared(old, new).flips if each.after == "fail")
    (line, _) = flip.witness.lines
    names = ("destination", "end_user.country", "datacenter.country", "consignee.country")
    assert {line[name] for name in names if name in line} == {"MY"}


def test_a_condition_that_changes_with_its_day_is_told(alone: Alone, requiring: Requiring) -> None:
    """A version that begins on another day is compared with the one that it stands for."""
    old = alone(requiring("{end_use: military}"))
    new = alone(requiring("{not: {end_use: military}}", since="2024-02-01"))
    (change,) = changes_between(old, new, told_lines).rules
    assert change.aspects == ("dates", "conditions")
    assert "+ This does not hold:" in change.details


def test_a_term_that_is_defined_otherwise_is_told_once(alone: Alone) -> None:
    """The term is told before and after; the rules that use it say that it is by the term."""

    def with_term(when: str, requiring: str) -> str:
        term = f"terms:\n  small: {{meaning: It is small., when: {when}}}\nrules:"
        return requiring.replace("rules:", term, 1)

    rules = """\
title: Rules
cites: [Rule 1]
rules:
  - id: need
    title: A license is needed
    requires_license: {reason: RS, part: "742"}
    versions:
      - effective_from: "2024-01-01"
        source: Rule 1
        read_in: the rule
        confidence: primary
        when: {is: small}
"""
    old = alone(with_term(f"{{{TPP}: {{at_most: 10}}}}", rules))
    new = alone(with_term(f"{{not: {{{TPP}: {{at_most: 10}}}}}}", rules))
    changes = changes_between(old, new, told_lines)
    (rule,) = changes.rules
    assert rule.details == ("by the term “small”, which is defined otherwise",)
    term = next(each for each in changes.around if each.name == "term “small”")
    said = "The total processing performance of the item is at most 10 TPP."
    assert term.details == (f"- {said}", "+ This does not hold:", f"+   {said}")


def test_what_one_day_shows_is_what_a_day_by_itself_shows(
    alone: Alone, requiring: Requiring
) -> None:
    """Compared over all days or over one, the same turns come out: nothing is carried over that
    does not hold there."""
    second = """\
  - id: later
    title: Needed from March
    requires_license: {reason: RS, part: "744"}
    versions:
      - effective_from: "2024-03-01"
        source: Rule 2
        read_in: the rule
        confidence: primary
        when: {destination: {in: [D:5]}}
"""
    old = alone(requiring(f"{{{TPP}: {{at_least: 1600}}}}", second))
    new = alone(requiring(f"{{{TPP}: {{at_least: 1700}}}}", second))
    over_all = compared(old, new)
    for day in (date(2024, 1, 15), date(2024, 3, 1)):
        turns = {(flip.before, flip.after, flip.rules) for flip in compared(old, new, day).flips}
        assert turns == {
            (flip.before, flip.after, flip.rules)
            for flip in over_all.flips
            if any(day in span for span in flip.spans)
        }
        assert turns


def changed(library: Library, name: str, value: str) -> Library:
    """The library with another figure of its item `Small`."""
    fact = library.catalogue[name]
    known = Known(value=library.catalogue.parse(fact, value), origin=Origin.CATALOGUE)

    def build(position: int) -> Item:
        item = library.items.at(position)
        return item.but(facts={**item.facts, name: known}) if item.sku == "Small" else item

    items = ItemCatalogue(library.items.names, library.items.index, build, digest=value)
    return library.but(items=items)


def test_an_item_whose_figure_crosses_a_limit_is_solved(alone: Alone, requiring: Requiring) -> None:
    """From 160 to 80 TPP at a limit of 100: orders that name it newly pass, and back they fail."""
    bare = alone(requiring(f"{{{TPP}: {{at_least: 100}}}}"))
    old = changed(bare, "item.formats", "fp16")
    new = changed(old, "item.peak.fp16", "5 TFLOPS dense")
    found = compared(old, new)
    flips = [(flip.before, flip.after, flip.rules) for flip in found.flips]
    assert ("fail", "pass", ("co/need",)) in flips
    assert found.newly_passes
    assert not found.undecided
    (line, *_) = found.flips[0].witness.lines
    assert "Small" in str(line["item.sku"])
    assert not compared(new, old).newly_passes


def test_an_item_whose_figure_crosses_no_limit_changes_no_answer(
    alone: Alone, requiring: Requiring
) -> None:
    """No test of any rule tells the two figures apart, so it is proved equal."""
    old = alone(requiring(f"{{{TPP}: {{at_least: 100}}}}"))
    assert compared(old, changed(old, "item.peak.fp16", "9 TFLOPS dense")).equal


LISTED = "parties.on_entity_list"


def listing(library: Library, *names: str) -> Library:
    """The library with a list of these names that answers for the Entity List."""
    place = Place("list.yaml")
    by_name = {
        fold(name): (
            Listing(
                name=name,
                names=(name,),
                window=Window(date(2024, 2, 1)),
                source="Rule 1",
                confidence="high",
                note="",
                place=place,
            ),
        )
        for name in names
    }
    some = PartyList(
        name="some-list",
        title="Some List",
        meaning="A list",
        answers=LISTED,
        parties=("end_user.name", "consignee.name"),
        every=False,
        by_name=by_name,
        place=place,
    )
    (book,) = library.rulebooks
    return library.but(rulebooks=(book.but(lists=(some,)),))


def test_a_name_that_leaves_a_list_newly_passes(alone: Alone, requiring: Requiring) -> None:
    """One line shows it to both sides: it names the party, leaves out what the list answers, and
    passes where that is assumed. A name that joins turns the other way."""
    library = alone(requiring(f"{{{LISTED}: yes}}"))
    old, new = listing(library, "Gamma", "Delta"), listing(library, "Gamma")
    found = compared(old, new)
    first = found.flips[0]
    assert (first.before, first.after, first.rules) == ("fail", "pass", ("co/need",))
    assert first.profile == "ordinary"
    assert "with --assume ordinary" in first.of
    before, after = first.witness.lines
    assert before == after
    assert before["end_user.name"] == "Delta"
    assert LISTED not in before
    assert all(span.first >= date(2024, 2, 1) for flip in found.flips for span in flip.spans)
    back = compared(new, old)
    assert next((flip.before, flip.after) for flip in back.flips) == ("pass", "fail")
    assert not back.newly_passes
    assert not back.undecided


def test_a_line_that_one_side_refuses_is_told_as_unusable_there(
    alone: Alone, requiring: Requiring
) -> None:
    """Where nothing is assumed, only a line that says that the party is on no list passes, and the
    side whose list has the name cannot use it: that is no line which fails there."""
    library = alone(requiring(f"{{{LISTED}: yes}}"))
    for name in (LISTED, "parties.listed"):
        library = declaring(library, name, assume={})
    old, new = listing(library, "Gamma", "Delta"), listing(library, "Gamma")
    (line,) = (found := compared(old, new)).flips[0].witness.lines
    assert (found.flips[0].before, found.flips[0].after) == ("unusable", "pass")
    assert f"the line states `parties.listed: no`, `{LISTED}: no`" in found.flips[0].of
    assert (line["end_user.name"], line[LISTED]) == ("Delta", "no")
    assert found.newly_passes
    back = compared(new, old)
    assert ("pass", "unusable") in [(flip.before, flip.after) for flip in back.flips]
    for side, flips in ((old, back.flips), (new, found.flips)):
        for flip in flips:
            verdict = judge_by(side, {}, flip.profile)(flip.witness.lines[-1])
            assert (verdict.verdict if verdict else "unusable") == flip.after


def declaring(library: Library, name: str, **changes: object) -> Library:
    """The library with a fact declared otherwise."""
    facts = dict(library.catalogue.facts)
    facts[name] = facts[name].but(**changes)
    return library.but(catalogue=library.catalogue.but(facts=facts))


def test_an_assumption_that_comes_in_newly_passes(alone: Alone, requiring: Requiring) -> None:
    """A line that leaves the fact out was held open, and passes where the profile assumes it."""
    new = alone(requiring("{bis_notice: yes}"))
    old = declaring(new, "bis_notice", assume={})
    found = compared(old, new)
    assert [(flip.before, flip.after) for flip in found.flips] == [("review", "pass")]
    assert found.flips[0].profile == "ordinary"
    assert "bis_notice" not in found.flips[0].witness.lines[0]
    assert not compared(new, old).newly_passes


def test_a_word_that_the_new_rules_alone_read_newly_passes(
    alone: Alone, requiring: Requiring
) -> None:
    """No answer was given to a line with it; where one passes now, it is seen. Without the word
    nothing new passes, and the two are not said to be equal."""
    old = alone(requiring("{end_use: military}"))
    options = {**old.catalogue["end_use"].options, "hobby": "a hobby"}
    new = declaring(old, "end_use", options=options)
    found = compared(old, new)
    assert [(flip.before, flip.after) for flip in found.flips] == [("unusable", "pass")]
    assert found.flips[0].witness.lines[0]["end_use"] == "hobby"
    back = compared(new, old)
    assert not back.newly_passes
    assert not back.equal


def test_an_item_that_a_rule_names_no_more_is_compared_by_its_name(
    alone: Alone, requiring: Requiring
) -> None:
    """An item that is described has no name, so it cannot show the difference; a named one does."""
    old = alone(requiring("{item.sku: MetaX Small}"))
    new = alone(requiring("{item.sku: MetaX Tiny}"))
    found = compared(old, new)
    assert ("fail", "pass") in [(flip.before, flip.after) for flip in found.flips]
    assert not found.equal


def test_two_countries_that_are_treated_alike_may_be_two(
    alone: Alone, requiring: Requiring
) -> None:
    """Packed in one country of a group and shipped to another: what stands for both is no one."""
    places = (
        "packaging.country: {in: [D:5]}, destination: {in: [D:5]}, packaging.at_destination: no"
    )
    old = alone(requiring(f"{{{places}}}"))
    new = alone(requiring(f"{{{places}, end_use: military}}"))
    found = compared(old, new)
    assert ("fail", "pass") in [(flip.before, flip.after) for flip in found.flips]
    assert not found.unconfirmed


@pytest.mark.parametrize(
    ("otherwise", "told"),
    [
        ({"knows_items": True}, "+ no"),
        ({"near_by": "never"}, "- names that are alike"),
        ({"near_by": "in_full"}, "- names that are alike"),
        ({"every": True}, "+ all of them"),
        ({"answers": "parties.denied"}, "+ parties.denied"),
        ({"parties": ("end_user.name",)}, "- consignee.name"),
        ({"but_where": (("end_use", Choice.of("civil")),)}, "+ end_use civil"),
        ({"whole": False}, "- whole"),
        ({"disbelieves": ()}, "- end_use civil"),
    ],
)
def test_what_a_list_says_beside_its_names_is_told(
    alone: Alone, requiring: Requiring, otherwise: dict[str, object], told: str
) -> None:
    """Less of what holds an answer open, and more of what settles it, may let pass; the other way
    round it may not, unless it is about others altogether."""
    old = listing(alone(requiring(f"{{{LISTED}: yes}}")), "Gamma")
    (book,) = old.rulebooks
    (some,) = book.lists
    some = some.but(
        parties=("end_user.name", "consignee.name"),
        whole=True,
        disbelieves=(("end_use", Choice.of("civil")),),
    )
    old, new = (
        old.but(rulebooks=(book.but(lists=(each,)),)) for each in (some, some.but(**otherwise))
    )
    changes = changes_between(old, new, told_lines)
    (more,) = changes.freed
    assert more.aspects == ("may let pass",)
    assert told in more.details
    # The names that are like those on a list are not compared one by one.
    assert changes.not_decided == (more,)
    (less,) = changes_between(new, old, told_lines).freed
    turned = otherwise.keys() & {"every", "answers"}
    assert less.aspects == (("may let pass",) if turned else ())


def test_an_entry_that_is_of_one_party_alone_is_told(alone: Alone, requiring: Requiring) -> None:
    """Whose name has the name in it is meant no more, or is meant now: either may let pass."""
    old = listing(alone(requiring(f"{{{LISTED}: yes}}")), "Gamma")
    (book,) = old.rulebooks
    (some,) = book.lists
    only = {name: [each.but(alone=True) for each in of] for name, of in some.by_name.items()}
    new = old.but(rulebooks=(book.but(lists=(some.but(by_name=only),)),))
    (change,) = changes_between(old, new, told_lines).freed
    assert (change.aspects, change.details) == (("may let pass",), ("+ Gamma",))


def test_each_way_in_which_names_are_like_one_can_be_told_otherwise(
    alone: Alone, requiring: Requiring
) -> None:
    """Whatever `near` may say is compared with whatever else it may say."""
    old = listing(alone(requiring(f"{{{LISTED}: yes}}")), "Gamma")
    (book,) = old.rulebooks
    (some,) = book.lists
    ways = parties_schema()["properties"]["lists"]["additionalProperties"]["properties"]["near"]
    each = [old.but(rulebooks=(book.but(lists=(some.but(near_by=way),)),)) for way in ways["enum"]]
    for one, other in permutations(each, 2):
        assert len(changes_between(one, other, told_lines).freed) == 1
