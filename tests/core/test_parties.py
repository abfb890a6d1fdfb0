"""Lists of parties: which names match, on which days, and which facts a match answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest

from exportcheck.core.assumptions import Assumption
from exportcheck.core.catalogue import Catalogue, Fact, fold
from exportcheck.core.facts import Contradiction, Facts, Known, Origin
from exportcheck.core.library import Library
from exportcheck.core.parties import Listing, PartyList
from exportcheck.core.places import Place
from exportcheck.core.screening import read_by_lists, screened
from exportcheck.core.values import ANYTHING, Choice
from exportcheck.core.windows import Window

HERE = Place("list", 7, 5)
SINCE, UNTIL = date(2024, 5, 10), date(2024, 11, 1)
DURING = date(2024, 8, 1)


def fact(name: str, kind: str = "yes_no", **more: object) -> Fact:
    return Fact(name=name, kind=kind, meaning="", ask="", **more)  # type: ignore[arg-type]


def follows(name: str, above: str) -> Fact:
    return fact(name, formula="no_when_no", inputs=(above,))


CATALOGUE = Catalogue(
    facts={
        each.name: each
        for each in (
            fact("buyer", "text"),
            fact("payer", "text"),
            fact("listed", assume={"ordinary": Assumption(value="no")}),
            follows("listed.entity", "listed"),
            follows("listed.entity.denied", "listed.entity"),
            follows("listed.other", "listed"),
            fact("approved"),
            fact("item.maker_headquarters", "country"),
        )
    },
    countries={"FR": "France", "CN": "China"},
)


def listing(name: str, window: Window) -> Listing:
    return Listing(
        name=name,
        names=(name,),
        window=window,
        source="89 FR 1",
        confidence="high",
        note="",
        place=HERE,
    )


def party_list(
    *names: str,
    answers: str = "listed.entity",
    every: bool = False,
    windows: tuple[Window, ...] = (Window(SINCE, UNTIL),),
) -> PartyList:
    found = {fold(name): [listing(name, window) for window in windows] for name in names}
    return PartyList(
        name="entities",
        title="Entity List",
        meaning="",
        answers=answers,
        parties=("buyer", "payer"),
        every=every,
        by_name=found,
        place=HERE,
    )


ACME = party_list("Acme Chips, Ltd.")


def stated(profile: str = "none", **written: str) -> Facts:
    known = {
        name.replace("__", "."): Known(
            value=CATALOGUE.parse(CATALOGUE[name.replace("__", ".")], text),
            origin=Origin.STATED,
            written=text,
        )
        for name, text in written.items()
    }
    return Facts(CATALOGUE, known, profile=profile)


def answer(facts: Facts, name: str = "listed.entity") -> str | None:
    value = facts[name].value
    assert isinstance(value, Choice)
    return value.only


@pytest.mark.parametrize(
    "spelled",
    [
        "Acme Chips, Ltd.",
        "ACME CHIPS LTD",
        "acme chips ltd",
        "AcmeChipsLtd",
        "A.c.m.e-Chips (Ltd)",
        "Ａｃｍｅ　Ｃｈｉｐｓ　Ｌｔｄ",
    ],
)
def test_a_name_matches_however_it_is_spelled(spelled: str) -> None:
    """Case, spaces, punctuation and width of a name make no difference."""
    assert answer(screened([ACME], stated(buyer=spelled), DURING)) == "yes"


@pytest.mark.parametrize(
    "other",
    [
        "Acme Chips",
        "Acme Chip, Ltd.",
        "Acme Chips, Limited",
        "Acme Chips, Ltd. Shanghai",
        "New Acme Chips, Ltd.",
        "Acme",
        "Äcme Chips, Ltd.",
    ],
)
def test_nothing_but_the_whole_name_matches(other: str) -> None:
    """A part of a name, more than it, or one close to it says nothing, and never a no."""
    found = screened([ACME], stated(buyer=other), DURING)
    assert answer(found) is None
    assert answer(found, "listed") is None


def test_a_name_that_is_not_known_for_sure_matches_nothing() -> None:
    """One of two names may be meant, or any: that one of them is listed settles nothing."""
    either = Known(value=Choice.of(fold("Acme Chips, Ltd."), "other"), origin=Origin.CATALOGUE)
    for known in (either, Known(value=ANYTHING, origin=Origin.MISSING)):
        facts = Facts(CATALOGUE, {"buyer": known})
        assert screened([ACME], facts, DURING) is facts


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2024, 5, 9), None),
        (date(2024, 5, 10), "yes"),
        (date(2024, 10, 31), "yes"),
        (date(2024, 11, 1), None),
    ],
)
def test_a_listing_holds_from_its_day_up_to_its_end(day: date, found: str | None) -> None:
    """The day of the listing is in, the day of its end is out."""
    assert answer(screened([ACME], stated(buyer="Acme Chips Ltd"), day)) == found


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2024, 10, 31), "yes"),
        (date(2024, 11, 1), None),
        (date(2025, 1, 1), None),
        (date(2025, 1, 2), "yes"),
    ],
)
def test_a_party_may_be_listed_again(day: date, found: str | None) -> None:
    """Between two listings of one name it is on no list."""
    again = party_list("Acme", windows=(Window(SINCE, UNTIL), Window(date(2025, 1, 2))))
    assert answer(screened([again], stated(buyer="ACME"), day)) == found


def test_any_party_is_enough() -> None:
    """Of several parties one on the list answers, whichever it is; the note tells who and where."""
    found = screened([ACME], stated(buyer="Other", payer="Acme Chips Ltd"), DURING)
    assert answer(found) == "yes"
    known = found["listed.entity"]
    assert known.origin is Origin.DERIVED
    assert known.place == HERE
    assert known.note == (
        "`payer` is Acme Chips, Ltd., on the Entity List from 2024-05-10, up to but not including "
        "2024-11-01 (89 FR 1)"
    )


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ({"buyer": "Acme", "payer": "Best"}, "yes"),
        ({"buyer": "Acme", "payer": "Acme"}, "yes"),
        ({"buyer": "Acme", "payer": "Other"}, None),
        ({"buyer": "Acme"}, None),
        ({"buyer": "Other", "payer": "Other"}, None),
    ],
)
def test_an_approval_asks_for_every_party(names: dict[str, str], found: str | None) -> None:
    """A list that asks for `every` party answers only where all names are known and on it."""
    approved = party_list("Acme", "Best", answers="approved", every=True)
    assert answer(screened([approved], stated(**names), DURING), "approved") == found


def test_every_party_is_on_the_list_on_that_day() -> None:
    """The last day on which all are approved is the day before the first of them leaves; who is
    named and was approved only until then is not approved."""
    approved = party_list("Acme", "Best", answers="approved", every=True)
    facts = stated(buyer="Acme", payer="Best")
    assert answer(screened([approved], facts, date(2024, 10, 31)), "approved") == "yes"
    assert answer(screened([approved], facts, UNTIL), "approved") == "no"


@pytest.mark.parametrize("said", ["listed.entity", "listed"])
def test_a_stated_no_contradicts_a_listed_name(said: str) -> None:
    """Who states that no party is on a list, or on any, and names one that is, contradicts it."""
    with pytest.raises(Contradiction) as found:
        screened([ACME], stated(buyer="Acme Chips Ltd", **{said.replace(".", "__"): "no"}), DURING)
    assert found.value.fact.name == said
    day_before = date(2024, 5, 9)
    facts = stated(buyer="Acme Chips Ltd", **{said.replace(".", "__"): "no"})
    assert answer(screened([ACME], facts, day_before)) == "no"


def test_a_stated_yes_agrees_with_a_listed_name() -> None:
    """A yes that is stated stays a yes."""
    facts = stated(buyer="Acme Chips Ltd", listed="yes", listed__entity="yes")
    assert answer(screened([ACME], facts, DURING)) == "yes"


def test_an_assumed_no_gives_way_to_a_listed_name() -> None:
    """What a profile assumes of unnamed parties does not speak against a name on the list."""
    before = stated("ordinary", buyer="Acme Chips Ltd")
    assert answer(before, "listed") == "no"
    after = screened([ACME], before, DURING)
    assert answer(after, "listed") == answer(after) == "yes"
    unnamed = screened([ACME], stated("ordinary", buyer="Elm Optics"), DURING)
    assert answer(unnamed, "listed") == answer(unnamed) == "no"


@pytest.mark.parametrize(
    "written",
    ["Acme Chip Ltd", "Acmee Chips Ltd", "Acme Trading", "阿克米", "TBD", "to be determined"],
)
def test_nothing_is_assumed_of_a_doubtful_name(written: str) -> None:
    """A name nearly a listed one, in other letters, or that names nobody, leaves the list open."""
    found = screened([ACME], stated("ordinary", buyer=written), DURING)
    assert answer(found, "listed") is None
    assert found["listed"].doubted


def test_a_doubt_says_what_is_to_be_found_out() -> None:
    """Whether a party is on any list: whether it is the one listed, or of it. What a list tells by
    itself: whether one of those is meant, with the fact that answers it."""
    companies = screened([ACME], stated("ordinary", buyer="Acme Chip Ltd"), DURING)["listed"]
    assert companies.note.endswith("find out whether they are the same, or one owns the other")
    places = party_list("a place of the moon", answers="listed")
    found = screened([places], stated("ordinary", buyer="Place of Moon"), DURING)["listed"]
    assert found.note.endswith("find out whether one of those is meant (`listed`)")
    assert ", and a place of the moon is on the" in found.note


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("Huawei", "Huavvei"),
        ("Huawei", "Huavvei Cloud Services"),
        ("Huawei", "HuaweI"),
        ("Huawei", "Huawel"),
        ("Huawei", "Huáwei Ltd"),
        ("SMIC", "5MlC"),
        ("Inspur Group", "1nspur Networks"),
        ("Kern Optics", "Kem Optics"),
        ("Üçüzler Lojistik", "Ucuzler"),
        ("Semicon Nine", "Semic0n Nlne"),
    ],
)
def test_signs_that_look_alike_make_a_name_doubtful(listed: str, written: str) -> None:
    """Two signs that look like one, a digit for a letter or an accent hide no listed name."""
    found = screened([party_list(listed)], stated("ordinary", buyer=written), DURING)
    assert answer(found, "listed") is None or answer(found) == "yes"


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("Huawei Technologies", "Huawai"),
        ("Huawei Technologies", "Hauwei Device"),
        ("Huawei", "Huaweii Trading"),
        ("Kern Optics", "Kern Optiks Works"),
        (
            "Semiconductor Manufacturing International (Beijing) Corporation",
            "Semiconductor Manufacturing Int'l (Beijing) Corp",
        ),
        ("National Supercomputing Center Shenzhen", "Shenzhen National Supercomputing Center"),
        ("National Supercomputing Center Tianjin", "Tianjin Supercomputing Centre"),
    ],
)
def test_a_sign_more_or_less_and_another_order_make_a_name_doubtful(
    listed: str, written: str
) -> None:
    """A misspelled word, a shortened one and a name turned round hide no listed party."""
    found = screened([party_list(listed)], stated("ordinary", buyer=written), DURING)
    assert answer(found, "listed") is None


@pytest.mark.parametrize(
    "written", ["Siren Works", "Supercomputing Center", "Inter Trading", "Shenzhen Center"]
)
def test_a_name_of_other_words_is_not_taken_for_a_listed_one(written: str) -> None:
    """One sign counts in a long word alone, and few common words tell of nobody."""
    others = party_list("Sire", "Intel Trading Looms", "National Supercomputing Center Shenzhen")
    found = screened([others], stated("ordinary", buyer=written), DURING)
    assert answer(found, "listed") == "no"


@pytest.mark.parametrize("written", ["Cordwainer", "Marten", "Vienna Works", "Al Tech"])
def test_other_names_are_not_taken_for_a_listed_one(written: str) -> None:
    """Names that share no more than a few signs are not asked about."""
    others = party_list("Huawei", "Kern Optics", "AI Supercomputing Center")
    found = screened([others], stated("ordinary", buyer=written), DURING)
    assert answer(found, "listed") == "no"


@pytest.mark.parametrize("order", [("Hua Wei", "HuaWei"), ("HuaWei", "Hua Wei")])
def test_what_is_near_does_not_depend_on_what_was_asked_before(order: tuple[str, str]) -> None:
    """Each way of writing a name is looked up by its own words, in whatever order they come."""
    parties = party_list("Wei Trading")
    told = {
        written: screened([parties], stated("ordinary", buyer=written), DURING)["listed"].doubted
        for written in order
    }
    assert told == {"Hua Wei": True, "HuaWei": False}


def test_a_list_answers_the_facts_above_its_own_and_no_others() -> None:
    """Who is on one list is on some list; whether it is on another list nobody said."""
    denied = party_list("Acme", answers="listed.entity.denied")
    found = screened([denied], stated(buyer="Acme"), DURING)
    answers = {name: answer(found, name) for name in CATALOGUE.facts if name.startswith("listed")}
    assert answers == {
        "listed": "yes",
        "listed.entity": "yes",
        "listed.entity.denied": "yes",
        "listed.other": None,
    }
    above = screened([ACME], stated(buyer="Acme Chips Ltd"), DURING)
    assert answer(above, "listed.entity.denied") is None


def test_a_fact_is_answered_by_the_first_list_that_does() -> None:
    """Two lists that answer one fact do not contradict each other; the first is told."""
    second = party_list("Acme Chips Ltd", answers="listed.other").but(title="Other List")
    found = screened([ACME, second], stated(buyer="Acme Chips Ltd"), DURING)
    assert "Entity List" in found["listed"].note
    assert "Other List" in found["listed.other"].note


def of_catalogue(maker: str, country: str, *, origin: Origin = Origin.CATALOGUE) -> Facts:
    """What the item catalogue knows of a circuit, or another what it states."""
    facts = stated(buyer=maker, payer=maker, item__maker_headquarters=country)
    known = {name: replace(each, origin=origin) for name, each in facts.stated.items()}
    return Facts(CATALOGUE, known, contains=())


def test_a_list_that_knows_the_items_says_no_of_another_name_of_the_catalogue() -> None:
    """Not of a name that is or was on it or is like one, nor of a maker in the country of those on
    it, nor of what a line states, nor of a system, nor where the list does not say so."""
    entry = replace_country(ACME, "CN")
    knowing = entry.but(knows_items=True)
    other = of_catalogue("Contoso", "FR")
    found = screened([knowing], other, DURING)
    assert answer(found) == "no"
    assert "by the item catalogue, not on the Entity List" in found["listed.entity"].note
    assert answer(screened([entry], other, DURING)) is None
    assert answer(screened([knowing], of_catalogue("Contoso", "CN"), DURING)) is None
    assert answer(screened([knowing], of_catalogue("Acme Chip", "FR"), DURING)) is None
    acme = of_catalogue("Acme Chips Ltd", "FR")
    assert answer(screened([knowing], acme, DURING)) == "yes"
    assert answer(screened([knowing], acme, UNTIL)) is None
    line = of_catalogue("Contoso", "FR", origin=Origin.STATED)
    assert answer(screened([knowing], line, DURING)) is None
    system = Facts(CATALOGUE, dict(other.stated), contains=(other,))
    assert answer(screened([knowing], system, DURING)) is None
    said = stated(listed__entity="yes").stated
    yes = Facts(CATALOGUE, {**other.stated, **said}, contains=())
    assert answer(screened([knowing], yes, DURING)) == "yes"


def replace_country(some: PartyList, country: str) -> PartyList:
    by_name = {n: [each.but(country=country) for each in f] for n, f in some.by_name.items()}
    return some.but(by_name=by_name)


def test_no_maker_of_the_catalogue_in_macau_or_d5_is_said_to_be_elsewhere(library: Library) -> None:
    """Each circuit of a maker that was ever there is answered yes or left open; others no."""
    (book,) = library.rulebooks
    lists = [each for each in book.lists if each.answers == "designer.of_macau_or_d5"]
    group = book.groups.groups["D:5"]
    there = {"MO", *group.members, *(code for each in group.changes for code in each.added)}
    answers = set()
    for item in map(library.items.at, range(len(library.items))):
        facts = library.items.facts_of(library.catalogue, (item,), item.name)
        value = screened(lists, facts, book.verified_through)["designer.of_macau_or_d5"].value
        home = facts["item.maker_headquarters"].value
        assert isinstance(value, Choice)
        assert isinstance(home, Choice)
        if item.kind == "integrated_circuit":
            assert (value.only == "no") is (home.only is not None and home.only not in there)
        answers.add(value.only)
    assert answers == {"yes", "no", None}


@pytest.mark.parametrize(
    ("near_by", "written", "found"),
    [
        ("alike", "Acme Works", True),
        ("in_full", "Acme Works", False),
        ("in_full", "New Acme Chips GmbH", True),
        ("never", "New Acme Chips GmbH", False),
        ("never", "TBD", False),
    ],
)
def test_a_list_says_which_names_are_near_one_on_it(
    near_by: str, written: str, found: bool
) -> None:
    """Nothing is assumed of a name that is near, by what the list says."""
    named = screened([ACME.but(near_by=near_by)], stated("ordinary", buyer=written), DURING)
    assert (named["listed"].origin is Origin.MISSING) is found
    assert named["listed"].doubted is found


@pytest.mark.parametrize(
    ("names", "believed"),
    [
        ({"buyer": "Acme Chips Ltd"}, True),
        ({"buyer": "Acme Chips Shanghai"}, True),
        ({"buyer": "Contoso"}, False),
        ({"buyer": "Acme Chips Ltd", "payer": "Contoso"}, False),
        ({"buyer": "Contoso", "listed": "yes"}, True),
        ({}, True),
    ],
)
def test_nobody_of_another_name_is_believed_to_be_on_a_whole_list(
    names: dict[str, str], believed: bool
) -> None:
    """A yes that is stated is asked about again, but where nobody is named, or it is told why."""
    others = (("listed", Choice.of("yes")),)
    whole = party_list("Acme Chips, Ltd.", answers="approved", every=True).but(
        whole=True, near_by="in_full", but_where=others
    )
    found = screened([whole], stated(approved="yes", **names), DURING)["approved"]
    assert found.doubted is not believed
    if not believed:
        assert found.origin is Origin.MISSING
        assert "is Contoso, which is not on the Entity List" in found.note
    assert (
        screened([whole.but(by_name={})], stated(approved="no"), DURING)["approved"].doubted
        is False
    )


@pytest.mark.parametrize(
    ("written", "believed"),
    [
        ("Example Ministry", True),
        ("Ministry", True),
        ("Example Ministry Works L.L.C", False),
        ("Ministry Holding", False),
        ("Contoso", False),
    ],
)
def test_a_list_of_words_takes_nobody_to_be_on_it(written: str, believed: bool) -> None:
    """Whoever has none of them, or the legal form of a company, is not believed to be on it."""
    words = party_list("Ministry", answers="approved", every=True).but(
        near_by="by_word", whole=True
    )
    found = screened([words], stated(approved="yes", buyer=written), DURING)["approved"]
    assert found.doubted is not believed
    assert believed or "with no legal form of a company" in found.note
    assert answer(screened([words], stated(buyer=written), DURING), "approved") is None
    other = party_list("Acme", answers="listed", every=True).but(
        whole=True, but_where=(("approved", Choice.of("yes")),)
    )
    both = stated(approved="yes", listed="yes", buyer=written)
    assert screened([other, words], both, DURING)["listed"].doubted is not believed


@pytest.mark.parametrize("alone", [True, False])
def test_somebody_alone_is_meant_by_no_longer_name(alone: bool) -> None:
    """A company that is approved alone gives its approval to no other that bears its name."""
    acme = listing("Acme Chips", Window(SINCE, UNTIL)).but(alone=alone)
    whole = party_list(answers="approved", every=True).but(
        by_name={fold("Acme Chips"): [acme]}, whole=True, near_by="in_full"
    )
    longer = screened([whole], stated(approved="yes", buyer="Acme Chips Health"), DURING)
    assert longer["approved"].doubted is alone
    itself = screened([whole], stated(approved="yes", buyer="ACME chips"), DURING)
    assert not itself["approved"].doubted


@pytest.mark.parametrize(
    ("stated_of_it", "believed"),
    [
        ({"buyer": "Acme Chips Ltd"}, False),
        ({"buyer": "New Acme Chips GmbH"}, False),
        ({"buyer": "New Acme Chips GmbH", "listed__other": "no"}, True),
        ({"buyer": "Acme Works"}, True),
        ({"buyer": "Contoso"}, True),
        ({}, True),
    ],
)
def test_what_a_list_disbelieves_is_asked_about_again(
    stated_of_it: dict[str, str], believed: bool
) -> None:
    """Of one who is named on the list or has a name of it in full, unless it is said to be
    another; another value is believed."""
    telling = party_list("Acme Chips, Ltd.", answers="listed.other").but(
        disbelieves=(("approved", Choice.of("yes")),)
    )
    found = screened([telling], stated(approved="yes", **stated_of_it), DURING)["approved"]
    assert found.doubted is not believed
    assert (found.origin is Origin.MISSING) is not believed
    other = screened([telling], stated(approved="no", **stated_of_it), DURING)
    assert answer(other, "approved") == "no"


class Stated(dict[str, Known]):
    """What is stated, and of which facts that was looked at."""

    def __init__(self, stated: dict[str, Known], looked_at: set[str]) -> None:
        super().__init__(stated)
        self.looked_at = looked_at

    def get(self, name: str, *default: object) -> object:  # type: ignore[override]
        self.looked_at.add(name)
        return super().get(name, *default)

    def __getitem__(self, name: str) -> Known:
        self.looked_at.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.looked_at.add(str(name))
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        self.looked_at.update(self.keys())
        return super().__iter__()


class LookedAt(Facts):
    """Facts that note which of them were looked at, those from which they follow aside."""

    def __init__(self, facts: Facts) -> None:
        self.looked_at: set[str] = set()
        stated = Stated(dict(facts.stated), self.looked_at)
        super().__init__(facts.catalogue, stated, contains=facts.contains, profile=facts.profile)
        self._whole = facts

    def __getitem__(self, name: str) -> Known:
        self.looked_at.add(name)
        return self._whole[name]

    def with_known(self, more: object) -> Facts:  # noqa: ARG002
        return self


@pytest.mark.parametrize("profile", ["none", "ordinary"])
def test_lists_go_by_no_fact_that_they_do_not_name(library: Library, profile: str) -> None:
    """What names on lists answer stands while the facts stand that `read_by_lists` names."""
    lists = tuple(each for book in library.rulebooks for each in book.lists)
    named = read_by_lists(lists, library.catalogue)
    chance = random.Random(7)
    names = [(each.parties, tuple(each.by_name)) for each in lists if each.by_name]
    told = [library.catalogue[name] for name in sorted(named)]
    looked_at: set[str] = set()
    for position in range(0, len(library.items), 2):
        item = library.items.at(position)
        of_item = library.items.facts_of(library.catalogue, (item,), item.name)
        known = {}
        for each in told:
            if each.kind == "text":
                written = chance.choice(
                    chance.choice([found for of, found in names if each.name in of])
                )
            elif each.kind == "country":
                written = chance.choice(("CN", "US", "DE"))
            else:
                written = chance.choice(tuple(each.options) or ("yes", "yes", "no"))
            if chance.randrange(3) == 0:
                value = library.catalogue.parse(each, written)
                known[each.name] = Known(value=value, origin=Origin.STATED, written=written)
        facts = LookedAt(
            Facts(
                library.catalogue,
                {**of_item.stated, **known},
                contains=of_item.contains,
                profile=profile,
            )
        )
        with suppress(Contradiction):
            screened(lists, facts, date(2026, 8, 1))
        assert facts.looked_at <= named
        looked_at |= facts.looked_at
    assert looked_at == named
