"""The facts that two libraries declare otherwise, and what of that can be solved.

A fact that is derived otherwise is two variables of the space, one of each side, and so is all that
is derived from it; so is one of which no line states the same to both.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from fractions import Fraction

from exportcheck.analysis.patterns import can_be_compared
from exportcheck.core.catalogue import NUMERIC_KINDS, Fact
from exportcheck.core.formulas import FORMULAS, word_of
from exportcheck.core.library import Library
from exportcheck.core.list_changes import Change
from exportcheck.core.quantities import Unreadable
from exportcheck.core.records import Record
from exportcheck.core.rule_changes import ASSUMED, MEMBERS, OPTIONS, contradictions, declared
from exportcheck.core.values import Interval

# Facts around which the space itself is built: they cannot be two variables.
_ONE = frozenset({"item.kind", "intermediate.exists", "ship_date"})
_FINITE = ("yes_no", "one_of", "country")
_FREE = ("text", "eccn")
# Formulas to which the order of the inputs says nothing, from this input on.
_IN_ANY_ORDER = {"sum": 0, "product": 0, "is_same": 0, "highest_rate_times_bit_length": 1}


class Scale(Record):
    """A unit that both sides read, and what one of it is on each."""

    unit: str
    ones: tuple[Fraction, Fraction]


class Apart(Record):
    """The facts that have a variable on each side.

    No writing states those that are `unread` to both; `otherwise` are derived otherwise themselves,
    not only from such facts. `compared` is whether there is more to it than what is known
    otherwise on each side, so that days are compared on which the rules are alike. What has
    another unit is `scaled`, where some unit is read by both.
    """

    libraries: tuple[Library, ...] = ()
    names: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    otherwise: frozenset[str] = frozenset()
    compared: bool = False
    scaled: Mapping[str, Scale] = {}

    def written_in(self, fact: Fact, library: Library, number: Fraction) -> tuple[Fact, Fraction]:
        """A fact and a number of it as a line states it to both sides, where it can."""
        scale = self.scaled.get(fact.name)
        if scale is None:
            return fact, number
        return fact.but(unit=scale.unit), number / scale.ones[library is self.libraries[1]]

    def key(self, name: str, library: Library) -> str:
        """The name of a fact's variable on a side."""
        if name not in self.names:
            return name
        return f"{name} {'before' if library is self.libraries[0] else 'now'}"


TOGETHER = Apart()


def apart_between(old: Library, new: Library) -> Apart:
    """The facts that have a variable on each side, as far as that is solved."""
    solved = solved_of(old, new)
    unread = frozenset(
        name
        for name in old.catalogue.facts.keys() & new.catalogue.facts.keys()
        if name not in _ONE and _read_by_both(old, new, name) is not True
    )
    otherwise = frozenset(
        name
        for name in old.catalogue.facts.keys() & new.catalogue.facts.keys()
        if name not in _ONE and _derived_otherwise(old, new, name)
    )
    scaled = {
        name: scale
        for name in sorted(solved - unread)
        if (scale := scale_of(old, new, name)) is not None
    }
    names = {*unread, *otherwise, *scaled}
    while more := {
        fact.name
        for library in (old, new)
        for fact in library.catalogue
        if fact.name not in names
        and fact.formula
        and word_of(fact) is None
        and not names.isdisjoint(FORMULAS[fact.formula].inputs_of(library.catalogue, fact))
        and fact.name in old.catalogue
        and fact.name in new.catalogue
    }:
        names |= more
    before, after = declared(old), declared(new)
    return Apart(
        libraries=(old, new),
        names=frozenset(names),
        unread=unread,
        otherwise=otherwise,
        scaled=scaled,
        compared=bool(names)
        or contradictions(old) != contradictions(new)
        or any(_asks_more(before[each], after[each]) for each in solved),
    )


def _asks_more(before: Sequence[object], after: Sequence[object]) -> bool:
    """Whether a fact is declared otherwise in more than what is given on each side."""
    apart = (at for at in range(len(before)) if before[at] != after[at])
    return not {*apart} <= {MEMBERS, OPTIONS, ASSUMED}


def solved_of(old: Library, new: Library) -> frozenset[str]:
    """The names of facts that are declared otherwise, and of which all that is so is solved."""
    before, after = declared(old), declared(new)
    return frozenset(
        name
        for name in before.keys() & after.keys()
        if before[name] != after[name] and _is_solved(old, new, name)
    )


def still_not_decided(changes: Sequence[Change], old: Library, new: Library) -> tuple[Change, ...]:
    """Facts that are declared otherwise in what is not solved."""
    solved = solved_of(old, new)
    return tuple(each for each in changes if each.name.partition(" ")[2] not in solved)


def _doubts(fact: Fact) -> dict[str, tuple[object, ...]]:
    """What speaks against what each profile assumes; a line may state that and not the fact."""
    return {
        profile: (assumption.doubted_by, assumption.only_as, assumption.by_names)
        for profile, assumption in fact.assume.items()
        if assumption.doubts
    }


def _is_solved(old: Library, new: Library, name: str) -> bool:
    first, second = (library.catalogue[name] for library in (old, new))
    if _doubts(first) != _doubts(second):
        return False
    before, after = declared(old)[name], declared(new)[name]
    if before[ASSUMED] != after[ASSUMED] and any(
        assumption.same_as for fact in (first, second) for assumption in fact.assume.values()
    ):
        return False
    if _of_parties(first) != _of_parties(second):
        return False
    if first.kind == second.kind == "any_of":
        return True  # what asks of it asks of its members instead
    if (word_of(first) is None) != (word_of(second) is None):
        return False
    if first.kind == second.kind == "formats":
        return True
    if name in _ONE and (first.kind, first.formula, first.inputs) != (
        second.kind,
        second.formula,
        second.inputs,
    ):
        return False
    if not can_be_compared(first.pattern, second.pattern):
        return False
    return _read_by_both(old, new, name) is not None


def _of_parties(fact: Fact) -> Hashable:
    return fact.no_when_stated, fact.one_name, fact.only_where, fact.at_least


def _read_by_both(old: Library, new: Library, name: str) -> bool | None:
    """Whether some writing of a fact states one thing to both; None where that is not told."""
    facts = old.catalogue[name], new.catalogue[name]
    kinds = [fact.kind for fact in facts]
    if {*kinds} & {"any_of", "items", "formats"}:
        return None if kinds[0] != kinds[1] else True
    numbers = [kind in (*NUMERIC_KINDS, "date") for kind in kinds]
    if all(numbers):
        if kinds[0] == kinds[1]:
            return facts[0].unit == facts[1].unit or scale_of(old, new, name) is not None
        units = {fact.unit or ("TOPS" if fact.kind == "throughput" else "") for fact in facts}
        return False if "date" in kinds or len(units) > 1 else None
    if not any(numbers):
        return _word_for_both(old, new, *facts)
    number, word = facts if numbers[0] else (facts[1], facts[0])
    library = old if numbers[0] else new
    if word.kind not in _FINITE:
        return None if word.kind == "text" else False
    other = new if numbers[0] else old
    return None if any(reads(library, number, each) for each in words_of(other, word)) else False


def scale_of(old: Library, new: Library, name: str) -> Scale | None:
    """A unit that both sides read, for a number of which each declares another."""
    facts = old.catalogue[name], new.catalogue[name]
    if facts[0].kind != facts[1].kind or facts[0].unit == facts[1].unit:
        return None
    for unit in (fact.unit for fact in facts):
        dense = " dense" if facts[0].kind == "throughput" else ""
        try:
            ones = [
                library.catalogue.parse(fact, f"1 {unit}{dense}")
                for library, fact in zip((old, new), facts, strict=True)
            ]
        except Unreadable:
            continue
        lows = [one.low for one in ones if isinstance(one, Interval) and one.is_exact]
        if len(lows) == 2 and all(lows):
            return Scale(unit=unit, ones=(lows[0] or Fraction(0), lows[1] or Fraction(0)))
    return None


def _word_for_both(old: Library, new: Library, first: Fact, second: Fact) -> bool:
    if first.kind in _FREE and second.kind in _FREE:
        return True
    library, fact = (old, first) if first.kind in _FINITE else (new, second)
    other, another = (new, second) if first.kind in _FINITE else (old, first)
    return any(reads(other, another, word) for word in words_of(library, fact))


def words_of(library: Library, fact: Fact) -> Iterator[str]:
    """All words of a fact of a kind that has so many."""
    match fact.kind:
        case "yes_no":
            yield from ("yes", "no")
        case "one_of":
            yield from fact.options
        case _:
            yield from library.catalogue.countries


def reads(library: Library, fact: Fact, written: str) -> bool:
    try:
        library.catalogue.parse(fact, written)
    except Unreadable:
        return False
    return True


def _derived_otherwise(old: Library, new: Library, name: str) -> bool:
    facts = old.catalogue[name], new.catalogue[name]
    if any(word_of(fact) is not None for fact in facts):
        return False  # taken word by word from the fact that is stated, on each side by its own
    return _how(old, facts[0]) != _how(new, facts[1])


def _how(library: Library, fact: Fact) -> Hashable:
    """How a fact is derived, but for an order of its inputs that says nothing."""
    if not fact.formula:
        return None
    first = _IN_ANY_ORDER.get(fact.formula, len(fact.inputs))
    inputs = (fact.inputs[:first], tuple(sorted(fact.inputs[first:])))
    if not FORMULAS[fact.formula].reads_formats:
        return fact.formula, inputs
    lengths = (
        (name, each.bit_length, each.bits_reading, frozenset(each.bits_by_option.items()))
        for name, each in library.catalogue.formats.items()
    )
    return fact.formula, inputs, frozenset(lengths)
