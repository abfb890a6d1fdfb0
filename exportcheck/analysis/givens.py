"""What two libraries know otherwise beside their rules, each as a question about shipments.

An item whose figures change, a party that joins or leaves a list, a fact that is assumed otherwise:
each fixes some facts to what the one side knows and to what the other does, and leaves all else to
be equal and any. A word that only the new side can read has no answer before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exportcheck.analysis.apart import Apart, solved_of
from exportcheck.analysis.given import Given, words_known
from exportcheck.analysis.given_items import item_givens
from exportcheck.analysis.given_words import given_words
from exportcheck.core.catalogue import Catalogue
from exportcheck.core.facts import Facts, Known
from exportcheck.core.library import Library
from exportcheck.core.list_changes import moved
from exportcheck.core.parties import PartyList
from exportcheck.core.windows import Window


def givens_between(old: Library, new: Library, apart: Apart) -> Iterator[Given]:
    """Everything of the two that is known otherwise, items first."""
    yield from item_givens(old, new, derived=bool(apart.otherwise))
    yield from _lists(old, new)
    yield from _assumptions(old, new)
    yield from given_words(old, new, apart)


def _lists(old: Library, new: Library) -> Iterator[Given]:
    """Names that stand on other lists on the one side than on the other, by those lists."""
    before, after = (
        {each.name: each for rulebook in library.rulebooks for each in rulebook.lists}
        for library in (old, new)
    )
    kinds: dict[tuple[frozenset[str], frozenset[str]], list[tuple[str, Window]]] = {}
    for written, window, on in moved(before.values(), after.values()):
        kinds.setdefault(on, []).append((written, window))
    for on, names in kinds.items():
        lists = tuple(
            [each for each in side.values() if each.name in standing]
            for side, standing in zip((before, after), on, strict=True)
        )
        yield from _listed((lists[0], lists[1]), tuple(names), (old.catalogue, new.catalogue))


def _listed(
    lists: tuple[list[PartyList], list[PartyList]],
    names: tuple[tuple[str, Window], ...],
    catalogues: tuple[Catalogue, Catalogue],
) -> Iterator[Given]:
    """Names that stand on these lists on the two sides.

    A list answers its fact and that some list has the name; what the other side alone answers is
    stated: of one who is on no list there, and of one who is on another one.
    """
    answered = [
        {fact for each in side for fact in _chain(each, catalogue)}
        for side, catalogue in zip(lists, catalogues, strict=True)
    ]
    either_way = sorted(answered[0] | answered[1])
    catalogue = catalogues[1]
    turning = answered[0] ^ answered[1]
    below = {
        fact.name: "no"
        for fact in catalogue
        if fact.formula == "no_when_no"
        and fact.inputs[0] in turning
        and fact.name not in either_way
    }
    above = {
        catalogue[name].inputs[0]
        for name in either_way
        if name in catalogue and catalogue[name].formula == "no_when_no"
    }
    ways = [(set[str](), below)] if not below else [(set[str](), below), (above, {})]
    named = (
        party
        for each in (*lists[0], *lists[1])
        for party in (each.parties if each.every else each.parties[:1])
    )
    titles = [", ".join(each.title for each in side) or "no list" for side in lists]
    count = f"{len(names)} parties" if len(names) > 1 else "a party"
    parties = tuple(dict.fromkeys(named))
    for elsewhere, around in ways:
        known, stated = [], []
        for side in answered:
            off = {name: "no" for name in either_way if name not in side | elsewhere}
            known.append({**dict.fromkeys(either_way, "yes"), **off, **around})
            stated.append({**off, **around})
        yield Given(
            told=f"{count} on {titles[0]} before, on {titles[1]} now",
            known=(words_known(known[0]), words_known(known[1])),
            lines=(stated[0], stated[1]),
            named=names,
            parties=parties,
        )


def _chain(party_list: PartyList, catalogue: Catalogue) -> Iterator[str]:
    """The facts that a name on a list answers."""
    fact = catalogue[party_list.answers]
    yield fact.name
    while fact.formula == "no_when_no":
        fact = catalogue[fact.inputs[0]]
        yield fact.name


def _assumptions(old: Library, new: Library) -> Iterator[Given]:
    """Facts that a profile assumes otherwise where a line leaves them out."""
    for name in sorted(solved_of(old, new)):
        profiles = sorted({*old.catalogue[name].assume, *new.catalogue[name].assume})
        for profile in profiles:
            following = sorted(
                {*old.catalogue.followers_of([name]), *new.catalogue.followers_of([name])}
            )
            sides: list[Mapping[str, Known]] = []
            for library in (old, new):
                facts = Facts(library.catalogue, {}, profile=profile)
                sides.append({each: facts[each] for each in following if each in library.catalogue})
            if [k.value for k in sides[0].values()] != [k.value for k in sides[1].values()]:
                yield Given(
                    told=f"a line that leaves out {name}, with --assume {profile}",
                    known=(sides[0], sides[1]),
                    lines=({}, {}),
                    profile=profile,
                )
