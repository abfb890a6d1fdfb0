"""The columns of lines of one shape, in parts that can be looked at apart.

Columns whose facts limit each other, such as all that describe the item, are one part: what is
written in them is read together, once for each combination. Between parts there is nothing to
contradict. Figures from which another is found, such as a price and how many are shipped, are read
one by one and then taken as one part: it is by the other that many come to the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from exportcheck.core.catalogue import NUMERIC_KINDS, Catalogue
from exportcheck.core.facts import Facts, Known
from exportcheck.core.formulas import FORMULAS
from exportcheck.core.library import Library

ITEM = "item."
MOST_KEPT = 200_000


@dataclass(slots=True)
class Part:
    """Columns that are read together: their positions, and the facts that they may state.

    What stands in them `may_contradict` itself or each other by what is declared. Of what is
    written in cells `fine` is what was read and says nothing odd, `naming` what names a party that
    may be on a list, and `odd` that of which a line is judged by itself. `cells` keeps what is
    known of those that were asked for. Columns that are taken together, and need not be read so,
    are `units` of their own.
    """

    names: tuple[str, ...]
    at: tuple[int, ...]
    facts: frozenset[str]
    is_item: bool
    may_contradict: bool
    units: tuple[Part, ...] = ()
    fine: set[Any] = field(default_factory=set)
    naming: set[Any] = field(default_factory=set)
    odd: set[Any] = field(default_factory=set)
    cells: dict[Any, Cell] = field(default_factory=dict)
    # The cells by which answers are kept: of those that come to the same, one.
    codes: dict[Any, Cell] = field(default_factory=dict)

    @property
    def is_apart(self) -> bool:
        """Whether it is one column, of which nothing else is known but by what stands in it."""
        is_one = len(self.names) == 1 and self.facts == {self.names[0]}
        return is_one and not self.is_item and not self.may_contradict

    def written(self, columns: Sequence[Sequence[Any]]) -> tuple[Sequence[Any], Set[Any]]:
        """What is written in the part, line after line, and what of it is not known to be fine.

        `NO_KEY` stands for what cannot be the key of anything.
        """
        own = [columns[at] for at in self.at]
        raws: Sequence[Any] = own[0] if len(own) == 1 else list(zip(*own, strict=True))
        try:
            return raws, set() if self.fine.issuperset(raws) else set(raws) - self.fine
        except TypeError:  # a list, as JSON may have it
            raws = [raw if _is_key(raw) else NO_KEY for raw in raws]
            return raws, set(raws) - self.fine


# In place of what is written, where that cannot be the key of anything.
NO_KEY: Any = object()


def _is_key(raw: object) -> bool:
    try:
        hash(raw)
    except TypeError:
        return False
    return True


class Cell:
    """What one part of a line states, however it is written, with what follows from it.

    `after` holds what is left, once the part is known, of all that waits for it.
    """

    __slots__ = ("after", "contains", "facts", "item", "known", "like")

    def __init__(
        self, known: Mapping[str, Known], contains: tuple[Facts, ...] | None, around: Facts
    ) -> None:
        self.known, self.contains = known, contains
        sku = known.get("item.sku")
        self.item = "" if sku is None else sku.written
        self.facts = Facts(
            around.catalogue,
            {**around.stated, **known},
            contains=contains,
            profile=around.profile,
        )
        self.after: dict[Any, Any] = {}
        # A cell of which no rule takes another view; found when many cells come.
        self.like: Cell | None = None


def of_item(catalogue: Catalogue) -> frozenset[str]:
    """The facts that may be known with an item."""
    return catalogue.followers_of(name for name in catalogue.facts if name.startswith(ITEM))


def parts_of(
    names: Sequence[str],
    asked: Iterable[str],
    library: Library,
    around: Facts,
    read_with_item: frozenset[str] = frozenset(),
) -> tuple[Part, ...]:
    """The parts of the columns asked for, that of the item first, then those on which most depends.

    `names` are all columns, in their order; `around` is known of every line. Names that may be
    known with the item, and all at which lists look beside them, are `read_with_item`.
    """
    catalogue, asked = library.catalogue, tuple(asked)
    limited = tuple(_contradicted(asked, library, around))
    with_item = {name for name in asked if name.startswith(ITEM)}
    if with_item:
        with_item.update(read_with_item.intersection(asked))
    groups = _joined(asked, catalogue, (with_item, *limited))
    contradicted = frozenset[str]().union(*limited)
    parts = []
    for group in groups:
        own = tuple(name for name in names if name in group)
        is_item = any(name.startswith(ITEM) for name in own)
        facts = frozenset(name for name in catalogue.facts if is_item and name.startswith(ITEM))
        parts.append(
            Part(
                names=own,
                at=tuple(names.index(name) for name in own),
                facts=facts | stated_with(own, catalogue) | _told_apart(own, catalogue),
                is_item=is_item,
                may_contradict=not contradicted.isdisjoint(own),
                odd={NO_KEY},
            )
        )
    parts = list(_together(parts, catalogue))
    # What may be assumed to be as elsewhere comes before what stands there: where it is stated,
    # that does not matter.
    stated = {part.at: stated_with(part.names, catalogue) for part in parts}

    def order(part: Part) -> tuple[bool, int, int]:
        after = catalogue.followers_of(part.facts)
        led = sum(other is not part and not stated[other.at].isdisjoint(after) for other in parts)
        return not part.is_item, led, -len(after)

    parts.sort(key=order)
    return tuple(parts)


def influence_of(
    parts: Sequence[Part],
    facts: Iterable[str],
    by_item: Iterable[str],
    follow: Callable[[Iterable[str]], frozenset[str]],
) -> dict[str, frozenset[int]]:
    """For each fact, the parts on which it depends, by which facts `follow` from others.

    `by_item` are facts that are told with the item, which is the first part then.
    """
    reached = [follow(part.facts) for part in parts]
    if by_item:
        reached[0] |= follow(by_item)
    return {
        name: frozenset(number for number, names in enumerate(reached) if name in names)
        for name in facts
    }


def is_final(
    name: str, stated: Mapping[str, Known], unread: Sequence[Part], catalogue: Catalogue
) -> bool:
    """Whether what is known of a fact cannot change when the parts not yet read are."""
    fact = catalogue[name]
    known = stated.get(name)
    if known is not None and not fact.formula and known.value != fact.unknown:
        return True
    if any(name in part.facts for part in unread):
        return False
    inputs = FORMULAS[fact.formula].inputs_of(catalogue, fact) if fact.formula else ()
    assumed = (name for each in fact.assume.values() for name in each.same)
    doubts = frozenset(each for a in fact.assume.values() for each in a.doubts)
    if any(not doubts.isdisjoint(part.facts) for part in unread):
        return False
    return all(is_final(each, stated, unread, catalogue) for each in (*inputs, *assumed))


def stated_with(names: Iterable[str], catalogue: Catalogue) -> frozenset[str]:
    """The facts of columns, and those that follow upward from them."""
    found = set()
    for name in names:
        if name in catalogue and catalogue[name].only_where:
            found.add(catalogue[name].only_where)
        for fact in catalogue.of_one_party:
            if name in fact.no_when_stated:
                found.add(fact.name)
            if fact.one_name and name in (fact.name, fact.one_name[0]):
                found.add(fact.one_name[1])
        while name in catalogue:
            found.add(name)
            fact = catalogue[name]
            if fact.formula != "no_when_no":
                break
            name = fact.inputs[0]
    return frozenset(found)


def _told_apart(names: Iterable[str], catalogue: Catalogue) -> frozenset[str]:
    """Whether two parties are one, of which columns about one of them may say that they are not.

    No column says that they are, but the one that bears the name; so these need not be one part.
    """
    facts = (catalogue[name] for name in names if name in catalogue)
    return frozenset(fact.inputs[0] for fact in facts if fact.formula == "same_as_when")


def _joined(
    names: Sequence[str], catalogue: Catalogue, together: Iterable[Set[str]]
) -> list[set[str]]:
    """The columns in groups: those between which a contradiction is possible are in one, and those
    that are `together`."""
    groups: list[set[str]] = [{name} for name in names]
    join = partial(_join, groups)
    for compared in (*_compared(names, catalogue), *together):
        join(compared)
    upward = {name: stated_with((name,), catalogue) for name in names}
    for name in names:
        if name in catalogue:
            behind = _behind(name, catalogue)
            join((name, *behind))
            # The name of an item states whatever is known of it.
            if any(each.startswith(ITEM) for each in behind):
                join((name, *(each for each in names if each.startswith(ITEM))))
        # Who is on one of two lists is on some, whatever the column of the other says.
        join(other for other in names if not upward[name].isdisjoint(upward[other]))
    return groups


def _join(groups: list[set[str]], columns: Iterable[str]) -> None:
    """Make one of the groups in which some of the columns are."""
    wanted = set(columns)
    hit = [group for group in groups if group & wanted]
    if len(hit) > 1:
        groups[:] = [group for group in groups if group not in hit]
        groups.append(set().union(*hit))


def _together(parts: Iterable[Part], catalogue: Catalogue) -> Iterator[Part]:
    """The parts, and as one those of one column each from which a figure is found."""
    alone: dict[str, Part] = {}
    for part in parts:
        if len(part.names) == 1 and not part.is_item:
            alone[part.names[0]] = part
        else:
            yield part
    groups = [{name} for name in alone]
    for fact in catalogue:
        if fact.formula and fact.kind in NUMERIC_KINDS:
            _join(groups, _behind(fact.name, catalogue))
    for group in groups:
        units = tuple(part for name, part in alone.items() if name in group)
        if len(units) == 1:
            yield units[0]
            continue
        yield Part(
            names=tuple(part.names[0] for part in units),
            at=tuple(part.at[0] for part in units),
            facts=frozenset[str]().union(*(part.facts for part in units)),
            is_item=False,
            may_contradict=False,
            units=units,
        )


def _compared(names: Sequence[str], catalogue: Catalogue) -> Iterator[Set[str]]:
    """Facts that the reader of lines compares with each other."""
    yield {"transaction", "shipped_from", "destination"}
    if "packaging.name" in names:
        yield {"packaging.by", "packaging.name", "exporter.role", "exporter.name"}
    if "end_use_country" in names:
        yield {"end_use_country", "end_use", *catalogue.places}
    for fact in catalogue:
        if fact.only_where:
            yield {fact.name, fact.only_where}
        if least := catalogue.no_less_than(fact.name):
            yield {fact.name, *least}.union(*(_behind(each, catalogue) for each in least))
        if fact.no_when_stated:
            yield {fact.name, *fact.no_when_stated}
        if fact.one_name and fact.one_name[0] in names:
            named = (_behind(name, catalogue) for name in fact.one_name[1:])
            yield {fact.name, *fact.one_name}.union(*named)


def _contradicted(names: Sequence[str], library: Library, around: Facts) -> Iterator[Set[str]]:
    """Columns, or one alone, of which it is declared what cannot stand in them."""
    reached = {name: _reached(name, library.catalogue) for name in names}
    stated = frozenset[str]().union(*reached.values())
    for contradiction in library.contradictions:
        if contradiction.may_hold(around, library.groups, stated):
            facts = contradiction.facts
            yield {name for name in names if not reached[name].isdisjoint(facts)}


def _reached(name: str, catalogue: Catalogue) -> frozenset[str]:
    """The facts that may be known otherwise by what stands in a column."""
    if name.startswith(ITEM):
        return catalogue.followers_of(each for each in catalogue.facts if each.startswith(ITEM))
    return catalogue.followers_of(
        (*stated_with((name,), catalogue), *_told_apart((name,), catalogue))
    )


def _behind(name: str, catalogue: Catalogue) -> frozenset[str]:
    """The facts from which a derived one may become known, however far back."""
    found: set[str] = set()
    ahead = [name] if catalogue[name].formula else []
    while ahead:
        fact = catalogue[ahead.pop()]
        inputs = FORMULAS[fact.formula].inputs_of(catalogue, fact) if fact.formula else ()
        assumed = (each for assumption in fact.assume.values() for each in assumption.rests_on)
        new = [each for each in (*inputs, *assumed) if each not in found]
        found.update(new)
        ahead.extend(each for each in new if each in catalogue)
    return frozenset(found)
