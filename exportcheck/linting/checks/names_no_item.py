"""EC413 names-no-item: a test of a name that no item of the catalogue bears

What it finds
    A test of `item.sku`, `item.family` or `item.maker` by names none of which an item of the
    catalogue has. An order may call an item by an alias; a rule compares with the name in full,
    and with the family as it is written with its maker. Of a list in which some names fit, those
    that cannot be meant otherwise are told: a name that is no `item.sku`, and one by which the
    catalogue knows items of another family.

Why it matters
    A prohibition of a name that nothing bears is never met by an item that is called by its name.
    Nothing else says so: an order for the item passes.

Instead of
    item.family: {one_of: [L40, L40S]}

Write
    item.family: {one_of: [NVIDIA L40, NVIDIA L40S]}

`exportcheck items show L40` tells the name and the family. Where an item is meant that is only
described, accept it with the reason: `# accepted EC413: not in the catalogue`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from exportcheck.core.catalogue import fold
from exportcheck.core.conditions import Test, tests_in
from exportcheck.core.items import ItemCatalogue
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, close_words, either, suggestion
from exportcheck.linting.check import WARNING, Check, View
from exportcheck.linting.shapes import all_terms, conditions_of

_WHAT = {"item.sku": "name", "item.family": "family", "item.maker": "maker"}
# The tests of a part of a name, each with what tells whether a name has it.
_PARTS: Mapping[str, Callable[[str, str], bool]] = {
    "begins_with": str.startswith,
    "contains": str.__contains__,
}


class _Names:
    """What the items of a catalogue are called: the folded name with how it is written."""

    def __init__(self, items: ItemCatalogue) -> None:
        self.items = items
        self.by_fact: dict[str, dict[str, str]] = {name: {} for name in _WHAT}
        for position in range(len(items)):
            item = items.at(position)
            self.by_fact["item.sku"][fold(item.name)] = item.name
            for name in ("item.family", "item.maker"):
                known = item.facts.get(name)
                if known is not None:
                    self.by_fact[name][fold(known.written)] = known.written

    def unmet(self, test: Test) -> Iterator[str]:
        """The folded words of a test that no item has, as far as they are amiss."""
        assert isinstance(test.operand, tuple)
        borne, bears = self.by_fact[test.fact.name], _PARTS.get(test.operator, str.__eq__)
        in_part = test.operator in _PARTS
        met = {
            name
            for word in test.operand
            for name in (borne if in_part else {word} & borne.keys())
            if bears(name, word)
        }
        for word in test.operand:
            if any(bears(name, word) for name in met):
                continue
            meant = {fold(each) for each in self.called(test.fact.name, word)}
            # Other spellings of what is named anyhow are for items that are described.
            if not met or test.fact.name == "item.sku" or not (in_part or meant <= met):
                yield word

    def called(self, name: str, word: str) -> list[str]:
        """What the items that are known by a word have of a fact; nothing for a maker."""
        found = self.items.find(word)
        if name == "item.sku":
            return [item.name for item in found]
        families = (item.facts.get(name) for item in found if name == "item.family")
        return list(dict.fromkeys(each.written for each in families if each is not None))

    def instead(self, name: str, word: str) -> str:
        """What to write instead of a word."""
        found = self.called(name, word)
        if found:
            return f"write {either([f'`{each}`' for each in found[:3]])}"
        if name == "item.sku":
            close = close_words(word, tuple(self.items.index))
            near = suggestion(
                list(dict.fromkeys(n for each in close for n in self.called(name, each)))[:3]
            )
        else:
            borne = self.by_fact[name]
            near = suggestion([borne[each] for each in close_words(word, tuple(borne))])
        return near or "`exportcheck items list` shows all; accept it where none of them is meant"


def find(view: View) -> Iterator[Problem]:
    """Each such word, where it stands."""
    if not view.items:
        return
    names = _Names(view.items)
    conditions = [c for _, _, version in view.versions() for c in conditions_of(version)]
    conditions += [rulebook.applies_when for rulebook in view.rulebooks]
    conditions += [term.part for term in all_terms(view.rulebooks).values()]
    told: set[tuple[Place, str]] = set()
    for condition in conditions:
        for test in tests_in(condition):
            if test.fact.name not in _WHAT:
                continue
            for word in names.unmet(test):
                if (test.place, word) in told:
                    continue
                told.add((test.place, word))
                place, written = _written(view, test.place, word)
                part = {"begins_with": "that begins with ", "contains": "containing "}
                begins = part.get(test.operator, "")
                yield CHECK.problem(
                    place,
                    f"no item of the catalogue has {'a' if begins else 'the'} "
                    f"{_WHAT[test.fact.name]} {begins}`{written}`",
                    names.instead(test.fact.name, word),
                    len(written),
                )


def _written(view: View, near: Place, word: str) -> tuple[Place, str]:
    """Where a folded word of a test stands, and how it is written there."""
    for source in view.sources:
        if source.file == near.file:
            for scalar in source.scalars:
                if scalar.place >= near and fold(scalar.text) == word:
                    return scalar.place, scalar.text
    return near, word


CHECK = Check(code="EC413", name="names-no-item", severity=WARNING, find=find)
