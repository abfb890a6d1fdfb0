"""The item catalogue: items by name or alias, and the families that share a product name.

A family name stands for all its variants: a fact that they share is known, one in which they differ
is bounded by them. So "A100" can be judged without choosing a variant that nobody named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

from exportcheck.core.catalogue import Catalogue, fold
from exportcheck.core.evaluate import is_system
from exportcheck.core.facts import Facts, Known, Origin, combine, hull_of, weakest
from exportcheck.core.places import Place
from exportcheck.core.problems import close_words, suggestion
from exportcheck.core.records import Record
from exportcheck.core.truth import FAILS
from exportcheck.core.values import Choice, Interval

# What is between the words of a name; the form of a module is a word also where no space is.
_BETWEEN_WORDS = re.compile(r"[\W_]+|(?<=\d)(?=(?:sxm|pcie|nvl|oam))", re.IGNORECASE)
APP, _FP64, _LOWER_WEIGHT = "item.adjusted_peak_performance", "item.peak.fp64", Fraction(3, 10)
# No name has more words than this.
_MOST_WORDS = 8


class Item(Record):
    """One item as its maker's file describes it."""

    sku: str
    maker: str
    family: str
    aliases: tuple[str, ...]
    kind: str
    facts: Mapping[str, Known]
    contains: tuple[tuple[str, int], ...]
    confidence: str
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    published: Mapping[str, str]
    place: Place

    @property
    def name(self) -> str:
        return full_name(self.maker, self.sku)


def full_name(maker: str, name: str) -> str:
    return name if fold(name).startswith(fold(maker)) else f"{maker} {name}"


def names_of(maker: str, own: Iterable[str]) -> frozenset[str]:
    """The folded names under which an item is found: each alone and after its maker."""
    return frozenset(folded for name in own for folded in (fold(name), fold(maker) + fold(name)))


class ItemCatalogue:
    """All items; an item is built when it is first asked for.

    `index` maps a folded name to the positions of the items that bear it; `names` are the full
    names in the order of the files.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        index: Mapping[str, tuple[int, ...]],
        build: Callable[[int], Item] | None = None,
        digest: str = "",
        in_file: Mapping[str, int] | None = None,
    ) -> None:
        self.names, self.index, self.build, self.digest = names, index, build, digest
        self.in_file = in_file or {}
        self._built: dict[int, Item] = {}

    def __len__(self) -> int:
        return len(self.names)

    def at(self, position: int) -> Item:
        if position not in self._built:
            assert self.build is not None
            self._built[position] = self.build(position)
        return self._built[position]

    def __iter__(self) -> Iterable[Item]:
        return (self.at(position) for position in range(len(self.names)))

    def find(self, name: str) -> tuple[Item, ...]:
        """The item of that name or alias, or the members of that family; nothing if none.

        Case, spaces and punctuation are folded; nothing else is guessed.
        """
        return tuple(self.at(position) for position in self.index.get(fold(name), ()))

    def named_in(self, written: str) -> Iterator[tuple[str, tuple[Item, ...]]]:
        """The items whose names stand as words in a name that may say more, longest names first."""
        words = [fold(word) for word in _BETWEEN_WORDS.split(written)]
        words = [word for word in words if word]
        for length in range(min(len(words), _MOST_WORDS), 0, -1):
            first = 0
            while first + length <= len(words):
                name = "".join(words[first : first + length])
                found = self.index.get(name, ()) if all(words[first : first + length]) else ()
                if found:
                    yield name, tuple(self.at(position) for position in found)
                    # What is a part of a longer name is no name by itself.
                    words[first : first + length] = [""] * length
                first += 1

    def headquarters_of(self, maker: str) -> Known | None:
        """Where a maker of items is headquartered, also where more of its name is written."""
        first = fold(maker.partition(" ")[0])
        for position, name in enumerate(self.names):
            if first and fold(name).startswith(first):
                item = self.at(position)
                if fold(maker).startswith(fold(item.maker)):
                    return item.facts.get("item.maker_headquarters")
        return None

    def suggest(self, name: str) -> str:
        """What to write instead of a name that no item bears."""
        folded = fold(name)
        inside = [n for n in self.names if folded and folded in fold(n)][:3]
        if inside:
            return suggestion(inside)
        known = {fold(each): each for each in self.names}
        for position in range(len(self.names)):
            item = self.at(position)
            for each in (item.sku, item.family, *item.aliases):
                name_in_full = full_name(item.maker, each)
                known.setdefault(fold(each), name_in_full)
                known.setdefault(fold(name_in_full), name_in_full)
        close = close_words(folded, tuple(known))
        names = list(dict.fromkeys(known[each] for each in close))
        # A name with other figures is that of another item, where one has the same.
        return suggestion([each for each in names if _figures(each) == _figures(name)] or names)

    def facts_of(self, catalogue: Catalogue, items: tuple[Item, ...], written: str) -> Facts:
        """What is known when one of these items is meant."""
        stated = dict(items[0].facts) if len(items) == 1 else _hull(catalogue, items)
        names = frozenset(fold(item.name) for item in items)
        stated["item.sku"] = Known(
            value=Choice(names),
            origin=Origin.CATALOGUE,
            written=items[0].name if len(items) == 1 else written,
            place=items[0].place,
            confidence=weakest(item.confidence for item in items),
        )
        least = [self._least_app(catalogue, item) for item in items]
        if min(least) and APP in catalogue:
            stated.setdefault(APP, at_least(min(least)))
        return Facts(catalogue, stated, contains=self._contained(catalogue, items))

    def _least_app(self, catalogue: Catalogue, item: Item) -> Fraction:
        """The adjusted peak performance (APP) of what an item contains, at the least."""
        return least_app(
            (self.facts_of(catalogue, self.find(name), name), count)
            for name, count in item.contains
        )

    def _contained(self, catalogue: Catalogue, items: tuple[Item, ...]) -> tuple[Facts, ...] | None:
        """The contained items place by place; unknown where variants differ in their number."""
        if all(item.kind != "system" for item in items):
            return ()
        lists = [item.contains for item in items]
        if not lists[0] or len({len(each) for each in lists}) > 1:
            return None
        return contents_of(
            self.facts_of(
                catalogue,
                tuple(member for name, _ in slot for member in self.find(name)),
                " or ".join(dict.fromkeys(name for name, _ in slot)),
            )
            for slot in zip(*lists, strict=True)
        )


def least_app(contained: Iterable[tuple[Facts, int]]) -> Fraction:
    """The APP of a system that contains these, so many of each, at the least.

    Each counts by its rate at 64 bits, and at the lower of the two weights: that of what is no
    vector processor (15 CFR Part 774 Supp. No. 1, Technical Note to Category 4).
    """
    total = Fraction(0)
    for facts, count in contained:
        of_circuit = is_system(facts) is FAILS
        name = _FP64 if of_circuit else APP
        value = facts[name].value if name in facts.catalogue else None
        if isinstance(value, Interval) and value.low:
            total += value.low * count * (_LOWER_WEIGHT if of_circuit else 1)
    return total


def at_least(app: Fraction) -> Known:
    """What is known of an APP by what a system contains."""
    note = "by the rates at 64 bits of what it contains, at a weight of 0.3"
    return Known(value=Interval(app, None), origin=Origin.DERIVED, note=note)


def contents_of(contained: Iterable[Facts]) -> tuple[Facts, ...] | None:
    """What a system contains that contains these: of a system among them, what that contains.

    Unknown where it is not known of one of them.
    """
    found: list[Facts] = []
    for each in contained:
        if is_system(each) is FAILS:
            found.append(each)
        elif each.contains:
            found.extend(each.contains)
        else:
            return None
    return tuple(found)


def _figures(name: str) -> list[str]:
    """The numbers in a name, each with the letters before it: V100 is not H100."""
    return re.findall(r"[^\W\d_]*\d+", name.casefold())


def _hull(catalogue: Catalogue, items: tuple[Item, ...]) -> dict[str, Known]:
    shared = set(items[0].facts).intersection(*(item.facts for item in items[1:]))
    return {
        name: hull_of(item.facts[name] for item in items)
        for name in catalogue.facts
        if name in shared
    }


def with_formats(catalogue: Catalogue, stated: dict[str, Known]) -> dict[str, Known]:
    """The facts with a rate of zero for each format that the maker does not claim.

    Raises `Contradiction` when a rate is stated for such a format.
    """
    formats = stated.get("item.formats")
    if formats is None or not isinstance(formats.value, Choice) or formats.value.only is None:
        return stated
    claimed = formats.value.only.split(",")
    result = dict(stated)
    for name, fact in catalogue.formats.items():
        if name in claimed:
            continue
        zero = Known(
            value=Interval.exactly(0),
            origin=formats.origin,
            place=formats.place,
            note="not among the formats the maker claims",
        )
        known = stated.get(fact.name)
        result[fact.name] = zero if known is None else combine(fact, known, zero)
    return result
