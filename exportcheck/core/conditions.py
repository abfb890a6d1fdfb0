"""Conditions as data: what a rule asks of the facts, with the place where each part was written.

A condition is a tree of alternatives, conjunctions and negations over tests of one fact each. The
operators stand in one table; adding one touches this file only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias, overload

from exportcheck.core import eccns
from exportcheck.core.catalogue import Fact
from exportcheck.core.groups import Groups
from exportcheck.core.name_words import alike
from exportcheck.core.places import Place
from exportcheck.core.records import Record
from exportcheck.core.truth import UNKNOWN, Truth
from exportcheck.core.values import Choice, Interval, Value

Operand: TypeAlias = Fraction | tuple[str, ...]


class Test(Record):
    """One fact compared with what the rule writes beside it.

    `operand` is a number (a day number for dates) or the words to compare with, folded as the fact
    folds them; `written` is what the rule says, for the reader.
    """

    fact: Fact
    operator: str
    operand: Operand
    written: str
    place: Place


def amount_of(test: Test, written: str) -> str:
    """What a test compares with as it is written, in the unit of its fact where none is written."""
    has_unit = any(each.isalpha() or each in "%/" for each in written)
    return written if has_unit or not test.fact.unit else f"{written} {test.fact.unit}"


class AllOf(Record):
    """Holds when every part holds."""

    parts: tuple[Condition, ...]
    place: Place


class AnyOf(Record):
    """Holds when some part holds.

    `fact` names the fact of kind any_of that was tested, where the parts are tests of its facts.
    """

    parts: Sequence[Condition]
    place: Place
    fact: str = ""


class OfAny(Sequence["Condition"]):
    """The tests of the facts that a fact of kind any_of takes in, made when they are looked at.

    `reads` are the facts that they look at.
    """

    def __init__(self, reads: frozenset[str], make: Callable[[], tuple[Condition, ...]]) -> None:
        self.reads, self._make = reads, make

    @cached_property
    def parts(self) -> tuple[Condition, ...]:
        return self._make()

    @overload
    def __getitem__(self, index: int) -> Condition: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Condition]: ...
    def __getitem__(self, index: int | slice) -> Condition | Sequence[Condition]:
        return self.parts[index]

    def __iter__(self) -> Iterator[Condition]:
        return iter(self.parts)

    def __len__(self) -> int:
        return len(self.parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.parts == tuple(other)

    def __hash__(self) -> int:
        return hash(self.parts)


class Not(Record):
    """Holds when its part fails."""

    part: Condition
    place: Place


class Term(Record):
    """Holds when the condition that a defined term stands for holds.

    `rests_on_rules` says whether it looks at rules judged before, so that its truth may differ from
    one stage of a judgment to the next.
    """

    name: str
    part: Condition
    place: Place
    rests_on_rules: bool = True


class ContainsAny(Record):
    """Holds when the item is a system and some item that it contains satisfies the part."""

    part: Condition
    place: Place


class RuleHolds(Record):
    """Holds when a rule judged earlier (a classification or a requirement) holds."""

    rules: tuple[str, ...]
    place: Place


class PartRequires(Record):
    """Holds when a license is required under one of these parts of the regulations.

    The rules named in `other_than` do not count.
    """

    parts: tuple[str, ...]
    other_than: tuple[str, ...]
    place: Place


Condition: TypeAlias = Test | AllOf | AnyOf | Not | Term | ContainsAny | RuleHolds | PartRequires


def rests_on_rules(condition: Condition) -> bool:
    """Whether a condition looks at rules judged before it."""
    match condition:
        case RuleHolds() | PartRequires():
            return True
        case AllOf() | AnyOf():
            return any(map(rests_on_rules, condition.parts))
        case Not() | ContainsAny():
            return rests_on_rules(condition.part)
        case Term():
            return condition.rests_on_rules
        case Test():
            return False


def parts_of(condition: Condition) -> Sequence[Condition]:
    """The conditions directly under one; what a term stands for is under it."""
    match condition:
        case AllOf() | AnyOf():
            return condition.parts
        case Not() | Term() | ContainsAny():
            return (condition.part,)
        case Test() | RuleHolds() | PartRequires():
            return ()


def walk(condition: Condition) -> Iterator[Condition]:
    """A condition and all under it, each before those that are under it."""
    yield condition
    for part in parts_of(condition):
        yield from walk(part)


def tests_in(condition: Condition) -> Iterator[Test]:
    """The tests of a condition, those of contained items and defined terms among them."""
    return (each for each in walk(condition) if isinstance(each, Test))


def terms_in(condition: Condition) -> Iterator[Term]:
    """The defined terms in a condition, each followed by those that it is made of."""
    return (each for each in walk(condition) if isinstance(each, Term))


def facts_read(condition: Condition) -> frozenset[str]:
    """The names of the facts that a condition looks at, those of contained items among them.

    They are found once for each condition and kept with it.
    """
    kept: frozenset[str] | None = condition.__dict__.get("_facts_read")
    if kept is None:
        kept = condition.__dict__["_facts_read"] = _facts_read(condition, inside=True)
    return kept


def facts_read_outside(condition: Condition) -> frozenset[str]:
    """The names of the facts at which a condition looks where the item contains no other."""
    kept: frozenset[str] | None = condition.__dict__.get("_facts_read_outside")
    if kept is None:
        kept = condition.__dict__["_facts_read_outside"] = _facts_read(condition, inside=False)
    return kept


def places_read(condition: Condition) -> frozenset[str]:
    """The countries and groups of them in which a condition looks for a country.

    They are found once for each condition and kept with it.
    """
    kept: frozenset[str] | None = condition.__dict__.get("_places_read")
    if kept is None:
        found = frozenset[str]().union(*map(places_read, parts_of(condition)))
        if isinstance(condition, Test) and condition.fact.kind == "country":
            found |= {*condition.operand} if isinstance(condition.operand, tuple) else set()
        kept = condition.__dict__["_places_read"] = found
    return kept


def _facts_read(condition: Condition, *, inside: bool) -> frozenset[str]:
    """The same, looked for part by part; of a term, which many conditions share, they are kept."""
    found: set[str] = set()
    ahead = [condition]
    while ahead:
        match ahead.pop():
            case Test() as test:
                found.add(test.fact.name)
            case AnyOf(parts=OfAny() as parts):
                found |= parts.reads
            case AllOf() | AnyOf() as joined:
                ahead.extend(joined.parts)
            case Not() as negated:
                ahead.append(negated.part)
            case Term() as term:
                found |= facts_read(term.part) if inside else facts_read_outside(term.part)
            case ContainsAny() as within if inside:
                found |= {"item.kind", "item.contains", *facts_read(within.part)}
    return frozenset(found)


def rules_read(condition: Condition) -> Iterator[str | None]:
    """The rules at which a condition looks; None stands for whatever license is required."""
    for each in walk(condition):
        if isinstance(each, RuleHolds):
            yield from each.rules
        elif isinstance(each, PartRequires):
            yield None


def plain_operator(fact: Fact) -> str:
    """The operator of a test that is written as a plain value."""
    return {"country": "in", "eccn": "within"}.get(fact.kind, "equals")


def always(place: Place) -> Condition:
    """The condition that holds whatever the facts."""
    return AllOf(parts=(), place=place)


class Operator(Record):
    """How a test compares, in which words it is told, and for which kinds of fact it makes sense.

    `truth` takes the value of the fact, the operand, the groups and the day.
    """

    kinds: frozenset[str]
    words: str
    truth: Callable[[Value, Operand, Groups, date], Truth]
    takes_list: bool = False


def _number(value: Value, operand: Operand) -> tuple[Interval, Fraction]:
    if not isinstance(value, Interval) or isinstance(operand, tuple):
        raise TypeError("a comparison of numbers needs numbers on both sides")
    return value, operand


def _at_least(value: Value, operand: Operand, *_: object) -> Truth:
    interval, limit = _number(value, operand)
    return interval.at_least(limit)


def _more_than(value: Value, operand: Operand, *_: object) -> Truth:
    interval, limit = _number(value, operand)
    return interval.more_than(limit)


def _at_most(value: Value, operand: Operand, *_: object) -> Truth:
    return ~_more_than(value, operand)


def _less_than(value: Value, operand: Operand, *_: object) -> Truth:
    return ~_at_least(value, operand)


def _equals(value: Value, operand: Operand, *_: object) -> Truth:
    if isinstance(value, Interval):
        interval, number = _number(value, operand)
        return interval.equals(number)
    return _one_of(value, operand)


def _one_of(value: Value, operand: Operand, *_: object) -> Truth:
    if not isinstance(value, Choice) or not isinstance(operand, tuple):
        raise TypeError("a choice is compared with words")
    return value.one_of(operand)


def _begins_with(value: Value, operand: Operand, *_: object) -> Truth:
    if not isinstance(value, Choice) or not isinstance(operand, tuple):
        raise TypeError("the beginning of a name is compared with words")
    if value.options is None:
        return UNKNOWN
    return value.one_of(frozenset(word for word in value.options if word.startswith(operand)))


def _contains(value: Value, operand: Operand, *_: object) -> Truth:
    if not isinstance(value, Choice) or not isinstance(operand, tuple):
        raise TypeError("what is in a name is compared with words")
    if value.options is None:
        return UNKNOWN
    parts = tuple(map(alike, operand))
    having = (word for word in value.options if any(part in alike(word) for part in parts))
    return value.one_of(frozenset(having))


def _in(value: Value, operand: Operand, groups: Groups, day: date) -> Truth:
    if not isinstance(value, Choice) or not isinstance(operand, tuple):
        raise TypeError("a country is compared with codes and groups")
    if value.options is None:
        return UNKNOWN
    return groups.within(operand, value.options, day)


def _not_in(value: Value, operand: Operand, groups: Groups, day: date) -> Truth:
    return ~_in(value, operand, groups, day)


def _within(value: Value, operand: Operand, *_: object) -> Truth:
    if not isinstance(value, Choice) or not isinstance(operand, tuple):
        raise TypeError("an ECCN is compared with ECCNs")
    return eccns.within(value, operand)


_NUMBERS = frozenset({"quantity", "throughput"})
_WORDS = frozenset({"text", "yes_no", "one_of"})
_NAMES = frozenset({"text"})
_DAYS = frozenset({"date"})
_COUNTRIES = frozenset({"country"})
_ECCNS = frozenset({"eccn"})

OPERATORS: Mapping[str, Operator] = {
    "equals": Operator(kinds=_NUMBERS | _WORDS | _DAYS, words="is", truth=_equals),
    "at_least": Operator(kinds=_NUMBERS, words="at least", truth=_at_least),
    "more_than": Operator(kinds=_NUMBERS, words="more than", truth=_more_than),
    "at_most": Operator(kinds=_NUMBERS, words="at most", truth=_at_most),
    "less_than": Operator(kinds=_NUMBERS, words="less than", truth=_less_than),
    "one_of": Operator(kinds=_WORDS, words="one of", truth=_one_of, takes_list=True),
    # Names are compared without spaces and punctuation, so `Intel` begins `Intelsat`, too.
    "begins_with": Operator(
        kinds=_NAMES, words="beginning with", truth=_begins_with, takes_list=True
    ),
    # Signs that look alike count as one, so that what is found may only look so.
    "contains": Operator(kinds=_NAMES, words="containing", truth=_contains, takes_list=True),
    "in": Operator(kinds=_COUNTRIES, words="in", truth=_in, takes_list=True),
    "not_in": Operator(kinds=_COUNTRIES, words="not in", truth=_not_in, takes_list=True),
    # In this paragraph of the control list, or in one below it.
    "within": Operator(kinds=_ECCNS, words="in", truth=_within, takes_list=True),
    "on_or_after": Operator(kinds=_DAYS, words="on or after", truth=_at_least),
    "before": Operator(kinds=_DAYS, words="before", truth=_less_than),
}
