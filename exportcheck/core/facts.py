"""What is known of each fact for one shipment.

A fact is stated on the line, taken from the item catalogue, derived by a formula, chosen as a
reading, assumed by a named profile, or missing. Whatever its origin it is a value of `values.py`.
A fact that is stated and also derived must satisfy both; where that leaves nothing, the facts
contradict each other and nothing is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from exportcheck.core.assumptions import ANYWHERE, Assumption
from exportcheck.core.catalogue import Catalogue, Fact
from exportcheck.core.places import Place
from exportcheck.core.quantities import show_quantity
from exportcheck.core.values import Choice, Interval, Value, hull, meet


class Origin(Enum):
    """How a fact came to be known."""

    STATED = "stated"
    CATALOGUE = "item catalogue"
    DERIVED = "derived"
    ASSUMED = "assumed"
    READING = "reading"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a fact: its value, where it comes from, and how it was written or found.

    `doubted` says that something speaks against assuming it: it is asked for instead. Of names that
    speak of places `speaks_of` has the party and the country of each.
    """

    value: Value
    origin: Origin
    written: str = ""
    place: Place | None = None
    confidence: str = ""
    note: str = ""
    doubted: bool = False
    speaks_of: tuple[tuple[str, str], ...] = ()

    @property
    def says(self) -> tuple[object, ...]:
        """All by which an answer may turn; in what words it is said is left out."""
        return self.value, self.doubted, self.speaks_of

    @property
    def is_exact(self) -> bool:
        return self.value.is_exact


class Contradiction(Exception):
    """Two origins of one fact leave no value that satisfies both."""

    def __init__(self, fact: Fact, first: Known, second: Known) -> None:
        self.fact, self.first, self.second = fact, first, second
        super().__init__(fact.name)

    def shown(self, known: Known) -> str:
        """One of the two values in words."""
        if isinstance(known.value, Interval):
            return show_quantity(known.value, self.fact.unit)
        return " or ".join(sorted(known.value.options or ()))


class Facts:
    """All that is known for one item or shipment; facts are found when asked for, and kept."""

    def __init__(
        self,
        catalogue: Catalogue,
        stated: Mapping[str, Known],
        *,
        contains: tuple[Facts, ...] | None = None,
        profile: str = "none",
    ) -> None:
        self.catalogue = catalogue
        self.stated = stated
        self.contains = contains
        self.profile = profile
        self._found: dict[str, Known] = {}
        self._contained: tuple[Facts, ...] | None = None

    def __getitem__(self, name: str) -> Known:
        known = self._found.get(name)
        if known is None:
            known = self._found[name] = self._find(self.catalogue[name])
        return known

    @property
    def doubts(self) -> tuple[str, ...]:
        """What speaks against what is stated, or against assuming what is not."""
        return tuple(words for _, words in self.doubted)

    @property
    def doubted(self) -> tuple[tuple[str, str], ...]:
        """The facts that are doubted, each with what speaks against it."""
        return doubted_of(self.catalogue, self.stated)

    def _find(self, fact: Fact) -> Known:
        known = self.stated.get(fact.name)
        if fact.formula:
            # Imported late: a formula reads facts, and facts find formulas by name.
            from exportcheck.core.formulas import FORMULAS

            value, how = FORMULAS[fact.formula].find(self, fact.inputs)
            derived = Known(
                value=meet(fact.unknown, value),
                origin=Origin.DERIVED,
                written=self._written_like(fact, value),
                note=how,
            )
            known = derived if known is None else combine(fact, known, derived)
        if known is not None and (known.doubted or known.value != fact.unknown):
            return known
        assumption = fact.assume.get(self.profile)
        if assumption is not None:
            assumed = self._assume(fact, assumption)
            if assumed is not None:
                return self._doubt(fact, assumed, assumption) or self._named(
                    fact, assumed, assumption
                )
        return known or Known(value=fact.unknown, origin=Origin.MISSING)

    def _written_like(self, fact: Fact, value: Value) -> str:
        """A word that was taken from another fact, or is its beginning, as it was written there."""
        if not fact.inputs or not isinstance(value, Choice) or value.only is None:
            return ""
        source = self[fact.inputs[-1]]
        if source.value == value:
            return source.written
        begins = isinstance(source.value, Choice) and (source.value.only or "").startswith(
            value.only
        )
        return source.written[: len(value.only)] if begins else ""

    def _assume(self, fact: Fact, assumption: Assumption) -> Known | None:
        if assumption.same_as:
            other = self[assumption.same_as]
            if other.value == self.catalogue[assumption.same_as].unknown:
                return None
            if other.doubted:
                return other
            return replace(
                other,
                origin=Origin.ASSUMED,
                note=f"the same as `{assumption.same_as}`",
            )
        value = self.catalogue.assumed(fact, assumption.value)
        return Known(value=value, origin=Origin.ASSUMED, written=assumption.value)

    def may_doubt(self, assumption: Assumption) -> bool:
        """Whether something that is stated may speak against an assumption, whatever it is of."""
        return any(
            name in self.stated and self._counts(name, assumption) is not False
            for name in assumption.doubted_by
        )

    def _counts(self, name: str, assumption: Assumption) -> bool | None:
        """Whether what is stated is one of the values that speak against an assumption, if only
        some of them do."""
        words = dict(assumption.only_as).get(name)
        if words is None:
            return None
        fact, value = self.catalogue[name], self.stated[name].value
        return value in [self.catalogue.assumed(fact, word) for word in words]

    def _doubt(self, fact: Fact, assumed: Known, assumption: Assumption) -> Known | None:
        """What is known instead where something that is stated speaks against an assumption."""
        for name in assumption.doubted_by:
            against = self.stated.get(name)
            kind = self.catalogue[name].kind
            if against is None or self._as_assumed(name, against):
                continue
            counts = self._counts(name, assumption)
            if counts is not None:
                speaks = counts
            elif against.value == self.catalogue[name].unknown:
                speaks = against.doubted
            elif kind == "yes_no":
                speaks = against.value == Choice.of("yes")
            else:
                speaks = kind != fact.kind or fact.meet(against.value, assumed.value).is_empty
            if speaks:
                shown = self.catalogue.show(self.catalogue[name], against)
                return Known(
                    value=fact.unknown,
                    origin=Origin.MISSING,
                    note=against.note or f"`{name}` is {shown}, which speaks against assuming it",
                    doubted=True,
                )
        return None

    def _named(self, fact: Fact, assumed: Known, assumption: Assumption) -> Known:
        """What is assumed, or what is known instead where names speak of another place.

        A place is then the one assumed or one of those; whoever states that there are such names,
        and names none, leaves it open.
        """
        by_names = assumption.by_names
        against = self.stated.get(by_names.fact) if by_names else None
        if by_names is None or against is None:
            return assumed
        compared = self[by_names.beside].value if by_names.beside else assumed.value
        is_place = fact.kind == "country" or by_names.beside
        here = compared.options if is_place and isinstance(compared, Choice) else None
        own = {(name.partition(".")[0], self._only_stated(name)) for name in by_names.told_by}
        places = by_names.places(
            (party, country)
            for party, country in against.speaks_of
            if (party.partition(".")[0], country) not in own
        )
        by_word = against.value == Choice.of("yes") and not against.speaks_of
        speaks = by_word or (places and places != here)
        if not speaks or (here is not None and here <= frozenset(by_names.not_in)):
            return assumed
        told = against.note or f"`{by_names.fact}` is yes, which speaks against assuming it"
        known = fact.kind == "country" and places and ANYWHERE not in places
        value = hull(assumed.value, Choice(places)) if known else None
        return Known(value=value or fact.unknown, origin=Origin.MISSING, note=told, doubted=True)

    def _only_stated(self, name: str) -> str | None:
        """The one value that is stated of a fact."""
        value = self.stated[name].value if name in self.stated else None
        return value.only if isinstance(value, Choice) else None

    def _as_assumed(self, name: str, stated: Known) -> bool:
        """Whether a fact is stated as the profile would take it for granted anyway."""
        fact = self.catalogue[name]
        usual = fact.assume.get(self.profile)
        return (
            usual is not None
            and usual.value != ""
            and stated.value == self.catalogue.assumed(fact, usual.value)
        )

    def supposing(self, name: str, known: Known) -> Facts:
        """The same facts with one more known."""
        return self.with_known({name: known})

    def with_known(self, more: Mapping[str, Known]) -> Facts:
        """The same facts with more of them known."""
        return self.revised((), more)

    def revised(self, without: Iterable[str], more: Mapping[str, Known]) -> Facts:
        """The same facts without some that were stated and with others; the rest is kept."""
        dropped = frozenset(without)
        stated = {name: known for name, known in self.stated.items() if name not in dropped}
        facts = Facts(
            self.catalogue, {**stated, **more}, contains=self.contains, profile=self.profile
        )
        changed = self.catalogue.followers_of((*dropped, *more))
        facts._found = {name: known for name, known in self._found.items() if name not in changed}
        if self._contained is not None:
            outside = {name for name in dropped if not name.startswith("item.")}
            around = {n: known for n, known in more.items() if not n.startswith("item.")}
            facts._contained = (
                tuple(inner.revised(outside, around) for inner in self._contained)
                if around or outside
                else self._contained
            )
        return facts

    def unlike(self, other: Facts) -> frozenset[str]:
        """The facts of which something else may be known than of those others."""
        if self.contains is not other.contains or self.profile != other.profile:
            return frozenset(self.catalogue.facts)
        names = self.stated.keys() | other.stated.keys()
        return self.catalogue.followers_of(
            name
            for name in names
            if self.stated.get(name) is not other.stated.get(name)
            and self.stated.get(name) != other.stated.get(name)
        )

    def settle(self) -> None:
        """Raise `Contradiction` if what is stated contradicts what follows from the rest."""
        for name in self.stated:
            self[name]
        for inner in self.contained():
            inner.settle()

    def contained(self) -> tuple[Facts, ...]:
        """The facts of each contained item, within the same shipment."""
        if self._contained is None:
            around = {
                name: known for name, known in self.stated.items() if not name.startswith("item.")
            }
            self._contained = tuple(
                Facts(
                    self.catalogue,
                    {**around, **inner.stated},
                    contains=inner.contains,
                    profile=self.profile,
                )
                for inner in self.contains or ()
            )
        return self._contained

    def assumed(self) -> Iterator[tuple[Fact, Known]]:
        """The assumptions that were used so far, in the order of the catalogue."""
        for fact in self.catalogue:
            known = self._found.get(fact.name)
            if known is not None and known.origin is Origin.ASSUMED:
                yield fact, known


def combine(fact: Fact, first: Known, second: Known) -> Known:
    """Both statements of a fact together; the narrower one speaks for it.

    Raises `Contradiction` when no value satisfies both.
    """
    value = fact.meet(first.value, second.value)
    if value.is_empty:
        raise Contradiction(fact, first, second)
    if value == first.value:
        return first
    return second if value == second.value else replace(second, value=value, written="")


def weakest(confidences: Iterable[str]) -> str:
    """The lowest of several confidences; one that is not stated is the highest."""
    order = ("high", "medium", "low")
    return max(confidences, key=lambda each: order.index(each) if each in order else -1)


def hull_of(facts: Iterable[Known]) -> Known:
    """What is known of a fact when any one of several items may be meant."""
    found = tuple(facts)
    value = found[0].value
    for other in found[1:]:
        value = hull(value, other.value)
    same = all(known.value == found[0].value for known in found)
    return replace(
        found[0],
        value=value,
        written=found[0].written if same else "",
        note=found[0].note if same else "",
        confidence=weakest(known.confidence for known in found),
    )


def doubted_of(catalogue: Catalogue, known: Mapping[str, Known]) -> tuple[tuple[str, str], ...]:
    """The facts that are doubted, in the order of the catalogue, each with what speaks against
    it."""
    words = {name: each.note for name, each in known.items() if each.doubted}
    names = filter(words.__contains__, catalogue.facts) if len(words) > 1 else words
    return tuple((name, words[name]) for name in names)
