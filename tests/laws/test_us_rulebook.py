"""The refinement law over the rules and items that come with the tool.

Laws: of two shipments of which one is known less exactly, a settled verdict of that one is the
verdict of the other; a settled verdict for a family is that of each of its members; and without
any facts of the shipment nothing passes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import cast

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from exportcheck.core import questions
from exportcheck.core.catalogue import Catalogue, Fact
from exportcheck.core.caveats import places_not_told
from exportcheck.core.conditions import tests_in as every_test_in
from exportcheck.core.determine import determine
from exportcheck.core.facts import Contradiction, Facts, Known, Origin
from exportcheck.core.findings import Outcome
from exportcheck.core.items import Item
from exportcheck.core.library import Library
from exportcheck.core.questions import open_questions
from exportcheck.core.readings import readings_taken
from exportcheck.core.supposing import Supposing
from exportcheck.core.truth import HOLDS, UNKNOWN
from exportcheck.core.values import Choice, Interval, Value, hull

DAYS = (
    date(2022, 8, 31),
    date(2022, 10, 21),
    date(2023, 10, 30),
    date(2023, 11, 17),
    date(2024, 5, 1),
    date(2025, 4, 20),
    date(2025, 6, 2),
    date(2026, 2, 10),
    date(2026, 8, 1),
)
COUNTRIES = ("CN", "HK", "MO", "AE", "SA", "DE", "SG", "KH", "NI", "RU", "UA", "IR", "US", "GL")
ECCNS = ("3a090.a.1", "3a090.b", "3a001.a.7", "3a001.b.2.a.1", "4a003.b", "4a003.g", "5a992.z.1")
FEW = settings(
    max_examples=settings().max_examples // 3,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),
)
MANY = settings(suppress_health_check=list(HealthCheck), phases=(Phase.generate,))


def families(library: Library) -> Iterator[tuple[Item, ...]]:
    """The members of each family, each family once."""
    found: dict[str, list[Item]] = {}
    for position in range(len(library.items)):
        item = library.items.at(position)
        found.setdefault(f"{item.maker} {item.family}", []).append(item)
    yield from (tuple(items) for items in found.values())


def value_of(fact: Fact, chance: random.Random) -> Value:
    """An exact value of a fact of the shipment."""
    if fact.kind == "country":
        return Choice.of(chance.choice(COUNTRIES))
    if fact.kind == "yes_no":
        return Choice.of(chance.choice(("yes", "no")))
    if fact.kind == "one_of":
        return Choice.of(chance.choice(tuple(fact.options)))
    if fact.kind == "eccn" and chance.randrange(2):
        return Choice.of(chance.choice(ECCNS))
    if fact.pattern:
        # Few entries and licenses leave anything open; most shipments have none.
        return Choice.of(chance.choice(("none", "none", "none", fact.like.lower())))
    if fact.kind == "text":
        return Choice.of(chance.choice(("nvidia", "amd", "none", "d123456")))
    return Interval.exactly(chance.randint(1, 1000))


def usual(
    catalogue: Catalogue, fact: Fact, place: str, chance: random.Random, *, always: bool
) -> Value:
    """A value of a fact, often or always that of an ordinary buyer in one place: some then pass."""
    assumed = fact.assume.get("ordinary")
    word = place if fact.kind == "country" else assumed.value if assumed else ""
    if word and (always or chance.randrange(4) != 3):
        return catalogue.parse(fact, word)
    return value_of(fact, chance)


def known(value: Value) -> Known:
    return Known(value=value, origin=Origin.STATED)


def widened(value: Value, known_by: Fact) -> Value:
    """What may stand for a figure that is known less exactly."""
    if isinstance(value, Interval) and value.low is not None and known_by.kind != "date":
        return Interval(value.low / 2, None if value.high is None else value.high * 2)
    if isinstance(value, Choice) and known_by.kind == "eccn":
        # Who states a paragraph above states less.
        return Choice(frozenset(word.rpartition(".")[0] or word for word in value.options or ()))
    return hull(value, known_by.unknown)


@st.composite
def pairs(
    draw: st.DrawFn, library: Library, *, ordinary: bool = False
) -> tuple[Facts, Facts, date]:
    """A shipment of a catalogue item with some facts stated, and the same known less exactly.

    There are more facts than the library draws of an example, so chance is drawn, as a seed.
    """
    chance = random.Random(draw(st.integers(0, 2**32 - 1)))
    day = draw(st.sampled_from(DAYS))
    position = draw(st.integers(0, len(library.items) - 1))
    item = library.items.at(position)
    base = library.items.facts_of(library.catalogue, (item,), item.name)
    more = dict(base.stated)
    # What is named as the catalogue has it bears no other's name; the reader of a line says so.
    more["item.bears_known_name"] = known(Choice.of("no"))
    place = draw(st.sampled_from(COUNTRIES))
    for fact in library.catalogue:
        of_item = fact.name.startswith(("item.", "reading.")) and fact.name != "item.eccn"
        if of_item or fact.kind in ("any_of", "date"):
            continue
        # What is often told of a shipment is often told here, so that answers are settled; what
        # follows from other facts is seldom told beside them, since the two would seldom agree.
        if chance.randrange(40) < (1 if fact.formula else 38):
            more[fact.name] = known(usual(library.catalogue, fact, place, chance, always=ordinary))
    for name, reading in library.readings.items():
        more[f"reading.{name}"] = known(Choice.of(chance.choice(tuple(reading.options))))
    more["ship_date"] = known(Interval.exactly(day.toordinal()))
    less = {}
    for name, told in more.items():
        fact = library.catalogue[name]
        lost = chance.randrange(25)
        if lost == 0 and not name.startswith("reading."):
            continue
        less[name] = known(widened(told.value, fact)) if lost == 1 else told
    contains = None if chance.randrange(10) == 0 else base.contains
    return (
        Facts(library.catalogue, less, contains=contains),
        Facts(library.catalogue, more, contains=base.contains),
        day,
    )


def test_learning_never_turns_a_verdict_of_the_us_rules(library: Library) -> None:
    """A settled verdict on a real item, and each settled rule, stand when more is learned.

    The examples are not idle: passes and fails are among those settled, and some that were open.
    """
    seen: set[tuple[str, str]] = set()

    for ordinary in (True, False):

        @MANY
        @given(ordinary=st.just(ordinary), data=st.data())
        def learned(ordinary: bool, data: st.DataObject) -> None:
            less, more, day = data.draw(pairs(library, ordinary=ordinary))
            try:
                first = determine(library.rulebooks, less, day)
                second = determine(library.rulebooks, more, day)
            except Contradiction:
                return
            assert first.verdict in ("review", second.verdict)
            now = {found.name: found.truth for found in second.findings}
            for found in first.findings:
                assert found.truth in (UNKNOWN, now[found.name]), found.name
            seen.add((first.verdict, second.verdict))

        learned()

    assert {("pass", "pass"), ("fail", "fail"), ("review", "pass")} <= seen


def stated(library: Library, items: tuple[Item, ...], place: str, day: date) -> Facts:
    base = library.items.facts_of(library.catalogue, items, "any of them")
    words = {
        "destination": place,
        "end_user.country": place,
        "end_user.headquarters": place,
        "end_user.ultimate_parent_headquarters": place,
        "datacenter.country": place,
        "destination_region": "none",
        "consignee.is_end_user": "yes",
        "intermediate.country": place,
        "parties.listed": "no",
        "parties.of_macau_or_d5": "no",
        "parties.called_after_macau_or_d5": "no",
        "parties.of_regions_of_746_6": "no",
        "item.bears_known_name": "no",
        "end_use": "civil",
        "transaction": "export",
        "shipped_from": "US",
        "bis_notice": "no",
        "license": "none",
        "purchase_order": "yes",
        "nac.confirmed": "yes",
        "uae.approved_entities": "no",
        "gp10.authorized": "no",
        "letter_reviewed": "no",
        "exporter.name": items[0].maker.casefold(),
    }
    facts = {**base.stated, "ship_date": known(Interval.exactly(day.toordinal()))}
    for name, word in words.items():
        facts[name] = known(Choice.of(word))
    for name, reading in library.readings.items():
        facts[f"reading.{name}"] = known(Choice.of(reading.default))
    return Facts(library.catalogue, facts, contains=base.contains)


def test_a_settled_verdict_for_a_family_is_that_of_each_member(library: Library) -> None:
    """What is judged of a product name holds for whichever of its variants is meant."""
    several = [items for items in families(library) if len(items) > 1]
    assert several
    settled = 0
    for items in several:
        for place, day in (("CN", DAYS[3]), ("CN", DAYS[6]), ("DE", DAYS[6]), ("SA", DAYS[8])):
            family = determine(library.rulebooks, stated(library, items, place, day), day)
            if family.verdict == "review":
                continue
            settled += 1
            for item in items:
                alone = determine(library.rulebooks, stated(library, (item,), place, day), day)
                assert alone.verdict == family.verdict, (item.name, place, day)
    assert settled


def test_nothing_passes_of_which_nothing_is_known(library: Library) -> None:
    """With no fact stated, the answer is open on every day."""
    for day in DAYS:
        assert determine(library.rulebooks, Facts(library.catalogue, {}), day).verdict == "review"


def test_no_item_passes_by_its_name_alone(library: Library) -> None:
    """An item of the catalogue with nothing said of the shipment is never a pass."""
    for position in range(len(library.items)):
        item = library.items.at(position)
        facts = library.items.facts_of(library.catalogue, (item,), item.name)
        for day in (DAYS[0], DAYS[6]):
            assert determine(library.rulebooks, facts, day).verdict != "pass", item.name


@FEW
@given(data=st.data())
def test_an_open_answer_says_what_would_settle_it(library: Library, data: st.DataObject) -> None:
    """Whatever is stated, an open answer asks a question, or tells its limit, flag or place."""
    facts, _, day = data.draw(pairs(library))
    try:
        found = determine(library.rulebooks, facts, day)
    except Contradiction:
        return
    asked = open_questions(found)
    if found.verdict == "review":
        limits = [limit for judgment in found.judgments for limit in judgment.limits]
        flags = [flag for flag in found.advisories if flag.truth is HOLDS]
        assert asked or limits or flags or places_not_told(found)
    else:
        assert asked == ()
    for taken in readings_taken(found):
        assert taken.option in taken.reading.options


@FEW
@given(data=st.data())
def test_an_outcome_by_what_was_learned_is_that_of_a_whole_judgment(
    library: Library, data: st.DataObject
) -> None:
    """What each answer leads to is found by what it may still change, and is what it would be."""
    less, more, day = data.draw(pairs(library))
    try:
        before = determine(library.rulebooks, less, day)
        whole = determine(library.rulebooks, more, day)
    except Contradiction:
        return
    assert Supposing(before).outcome(more) is whole.outcome


@pytest.mark.parametrize("profile", ["none", "ordinary"])
@FEW
@given(data=st.data())
def test_whatever_is_supposed_leads_where_a_whole_judgment_does(
    library: Library, profile: str, data: st.DataObject
) -> None:
    """Names on lists, places, readings, dates and paragraphs among them, one after another."""
    _, stated, day = data.draw(pairs(library))
    chance = random.Random(data.draw(st.integers(0, 2**32 - 1)))
    kept = chance.choice((0.05, 0.3, 0.9))
    left = {
        name: told
        for name, told in stated.stated.items()
        if chance.random() < kept or name in ("destination", "ship_date")
    }
    facts = Facts(library.catalogue, left, contains=stated.contains, profile=profile)
    try:
        before = determine(library.rulebooks, facts, day)
    except Contradiction:
        return
    listed = [name for book in library.rulebooks for each in book.lists for name in each.by_name]
    supposing, facts = Supposing(before), before.facts
    for fact in chance.sample(list(library.catalogue), 12):
        if fact.kind in ("any_of", "items", "formats"):
            continue
        value = value_of(fact, chance)
        if fact.kind == "text" and not fact.pattern and chance.randrange(2):
            value = Choice.of(chance.choice(listed))
        more = facts.supposing(fact.name, known(value))
        try:
            whole = determine(library.rulebooks, more, day)
        except Contradiction:
            with pytest.raises(Contradiction):
                supposing.outcome(more)
            continue
        assert supposing.outcome(more) is whole.outcome
        facts = more


@pytest.mark.parametrize(
    ("sku", "place", "profile"),
    [
        ("Huawei Ascend 950PR", "NE", "ordinary"),
        ("Hygon DCU K100 / K100_AI", "NO", "ordinary"),
        ("NVIDIA RTX A6000 (Ampere)", "AE", "none"),
        ("Hygon DCU K100 / K100_AI", "CN", "none"),
    ],
)
def test_what_each_answer_leads_to_is_what_it_would_be(
    library: Library, sku: str, place: str, profile: str
) -> None:
    """Each answer to each open question, judged once more from nothing."""
    item = library.items.facts_of(library.catalogue, library.items.find(sku), sku)
    stated = {**item.stated, "destination": known(Choice.of(place))}
    for name, reading in library.readings.items():
        stated[f"reading.{name}"] = known(Choice.of(reading.default))
    facts = Facts(library.catalogue, stated, contains=item.contains, profile=profile)
    found = determine(library.rulebooks, facts, date(2026, 8, 3))
    told = open_questions(found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(questions, "Supposing", _FromNothing)
        afresh = [question.answers for question in open_questions(found)]
    assert [question.answers for question in told] == afresh
    outcomes = {answer.outcome for answers in afresh for answer in answers}
    # Where nothing is assumed, one more fact settles none of these.
    assert len(outcomes) > 1 or profile == "none"


class _FromNothing(Supposing):
    """Judges whatever is supposed anew."""

    def outcome(self, facts: Facts) -> Outcome:
        rulebooks = [judgment.rulebook for judgment in self.before.judgments]
        return determine(rulebooks, facts, self.before.as_of).outcome


LEAVES = (
    *("3A090.a.1", "3A090.b.2", "3A001.a.1.a", "3A001.a.7.a", "3A001.b.2.a.1", "3A001.e.2.a.1"),
    *("3A001.z.4.b", "4A003.b", "4A003.g", "4A003.z.2.a", "4A005.z.1", "5A002.z.1.b", "5A992.c"),
)


def test_the_deeper_paragraph_turns_no_verdict_round(library: Library) -> None:
    """What is settled of a paragraph that is stated stands for every paragraph below it."""
    catalogue = library.catalogue
    seen: set[tuple[str, str]] = set()
    words = {"nac.confirmed": "yes", "other_reasons_reviewed": "yes", "letter_reviewed": "yes"}
    for name in ("NVIDIA T4", "NVIDIA L40", "NVIDIA H100 SXM5 80GB"):
        base = dict(library.items.facts_of(catalogue, library.items.find(name), name).stated)
        base["ship_date"] = known(Interval.exactly(date(2026, 8, 3).toordinal()))
        for reading, each in library.readings.items():
            base[f"reading.{reading}"] = known(Choice.of(each.default))
        for fact, word in words.items():
            base[fact] = known(catalogue.parse(catalogue[fact], word))
        for place, leaf in ((p, each) for p in ("CN", "JP", "MY") for each in LEAVES):
            base["destination"] = known(Choice.of(place))
            steps = [""]
            for step in leaf.split("."):
                steps.append(f"{steps[-1]}.{step}".lstrip("."))
            verdicts = []
            for stated_as in steps[1:]:
                value = catalogue.parse(catalogue["item.eccn"], stated_as)
                facts = Facts(catalogue, {**base, "item.eccn": known(value)}, profile="ordinary")
                verdicts.append(determine(library.rulebooks, facts, date(2026, 8, 3)).verdict)
            if leaf.startswith("4A005"):
                verdicts = verdicts[1:]  # the entry alone states what its heading lists
            for before, after in pairwise(verdicts):
                assert before in ("review", after), (name, place, leaf, verdicts)
                seen.add((before, after))
    assert {("review", "fail"), ("review", "pass"), ("fail", "fail")} <= seen


def test_the_names_of_approved_designers_are_those_of_the_list(library: Library) -> None:
    """The makers of circuits in a system are held against the very names of Supplement No. 6."""
    rulebook = library.rulebooks[0]
    listed = next(each for each in rulebook.lists if each.answers == "designer.approved")
    acm = next(rule for rule in rulebook.rules if rule.id == "ACM")
    named = {
        word
        for version in acm.versions
        for condition in version.conditions
        for test in every_test_in(condition)
        if test.fact.name == "item.maker"
        for word in cast("tuple[str, ...]", test.operand)
    }
    assert named == set(listed.by_name)
