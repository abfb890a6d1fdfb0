"""Rules as data: one effect each, with dated versions, and the rulebooks that hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TypeAlias

from exportcheck.core.conditions import (
    AllOf,
    Condition,
    Not,
    facts_read,
    rests_on_rules,
    rules_read,
)
from exportcheck.core.groups import Groups
from exportcheck.core.parties import PartyList
from exportcheck.core.places import Place
from exportcheck.core.records import Record
from exportcheck.core.windows import Window

# From the lightest to the strictest; the words of 15 CFR part 742.
REVIEW_POLICIES: Mapping[str, str] = {
    "presumption_of_approval": "presumption of approval",
    "case_by_case": "case by case",
    "presumption_of_denial": "presumption of denial",
    "denial": "policy of denial",
}
CONFIDENCES: Mapping[str, str] = {
    "primary": "the text itself was read",
    "quoted": "the text was read as quoted in another document",
    "secondary": "only accounts of others were read",
    "reported": "press reports of a document that is not public",
    "unverified": "not verified, or sources conflict",
}
ALL = "all"
# For how many effects and days the rules in force are kept.
MOST_KEPT = 10_000
# The key of a rule that states its effect.
EFFECTS = ("classifies", "requires_license", "prohibits", "excepts", "obliges", "advises")


class Classifies(Record):
    """The item is described in a paragraph of the control list."""

    paragraph: str


class RequiresLicense(Record):
    """A license is required, for a reason for control or under a part of the regulations."""

    reason: str
    part: str


class Prohibits(Record):
    """The activity is prohibited; no license exception overcomes it."""


class Excepts(Record):
    """A license exception, or a license held, that covers requirements.

    `covers` holds rule ids, whole parts of the regulations (`part 742`), or `all`.
    """

    symbol: str
    covers: frozenset[str]
    is_license: bool


class Obliges(Record):
    """Something must be done, kept, filed or stated."""


class Advises(Record):
    """A red flag: a passing answer is held open until it is resolved.

    Where `holds_open` is false it is advice by the way, which the answer does not wait for. One
    that only `doubts` a fact as it is stated says nothing of how the item itself is treated.
    """

    holds_open: bool = True
    doubts: str = ""


Effect: TypeAlias = Classifies | RequiresLicense | Prohibits | Excepts | Obliges | Advises


class ReviewPolicy(Record):
    """How applications are reviewed when the condition holds; the first that holds applies."""

    policy: str
    when: Condition
    cites: tuple[str, ...]
    note: str
    place: Place


class Bar(Record):
    """What bars the use of a license exception."""

    title: str
    when: Condition
    cites: tuple[str, ...]
    place: Place


class Obligation(Record):
    """What must be done; `days_before` counts calendar days before the shipment.

    `for_application` tells what a license application needs from what the shipment needs.
    """

    do: str
    cites: tuple[str, ...]
    days_before: int | None
    confidence: str
    for_application: bool
    place: Place


class Version(Record):
    """What a rule says during a window of days, and where that was read."""

    window: Window
    when: Condition
    unless: Condition | None
    source: str
    url: str
    read_in: str
    confidence: str
    note: str
    cites: tuple[str, ...]
    announced: str
    published: str
    compliance_from: str
    review_by: date | None
    reviewer: str
    policies: tuple[ReviewPolicy, ...]
    bars: tuple[Bar, ...]
    obligations: tuple[Obligation, ...]
    advice: str
    resolved_when: Condition | None
    place: Place

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition of the version: its own, of its bars, policies and resolution."""
        own = (self.when, self.unless, self.resolved_when)
        return (
            *(each for each in own if each is not None),
            *(bar.when for bar in self.bars),
            *(policy.when for policy in self.policies),
        )

    @cached_property
    def whole(self) -> Condition:
        """What the version asks, its `unless` counted."""
        return self.when if self.unless is None else self._and_not(self.when, self.unless)

    @cached_property
    def unresolved(self) -> Condition:
        """A red flag is open when it is raised and not resolved."""
        if self.resolved_when is None:
            return self.whole
        return self._and_not(self.whole, self.resolved_when)

    @cached_property
    def unbarred(self) -> Condition:
        """An exception is open when its conditions hold and no bar of it does."""
        barring = (Not(part=bar.when, place=bar.place) for bar in self.bars)
        return AllOf(parts=(self.whole, *barring), place=self.place)

    def _and_not(self, first: Condition, second: Condition) -> Condition:
        return AllOf(parts=(first, Not(part=second, place=self.place)), place=self.place)

    @cached_property
    def facts_read(self) -> frozenset[str]:
        """The facts that some condition of the version looks at."""
        return frozenset[str]().union(*map(facts_read, self.conditions))

    @cached_property
    def rests_on_rules(self) -> bool:
        """Whether some condition of the version looks at rules judged before."""
        return any(map(rests_on_rules, self.conditions))

    @cached_property
    def looks_at(self) -> frozenset[str | None]:
        """The rules at which the conditions look; None among them stands for any requirement."""
        return frozenset(each for condition in self.conditions for each in rules_read(condition))

    @cached_property
    def rules_read(self) -> frozenset[str] | None:
        """The rules at which the conditions look; None where that may be any requirement."""
        if None in self.looks_at:
            return None
        return frozenset(each for each in self.looks_at if each is not None)


class Rule(Record):
    """One rule of law: its effect, the law it states, and its versions, oldest first.

    `windows` are those of the versions, which may be read when they are first looked at.
    """

    id: str
    rulebook: str
    title: str
    cites: tuple[str, ...]
    effect: Effect
    windows: tuple[Window, ...]
    versions: Sequence[Version]
    place: Place

    @property
    def part(self) -> str:
        """The part of the regulations under which it requires a license, if it does."""
        return self.effect.part if isinstance(self.effect, RequiresLicense) else ""

    @cached_property
    def covered_as(self) -> frozenset[str]:
        """What an exception that covers this requirement may name: it, all of its part, or all."""
        return frozenset((ALL, self.id, f"part {self.part}"))

    @property
    def name(self) -> str:
        """The id with its rulebook, as reports and cases write it."""
        return f"{self.rulebook}/{self.id}"

    def on(self, day: date) -> Version | None:
        """The version in force on a day; before the first one the rule says nothing."""
        for index, window in enumerate(self.windows):
            if day in window:
                return self.versions[index]
        return None

    def cites_of(self, version: Version) -> tuple[str, ...]:
        return (*self.cites, *(cite for cite in version.cites if cite not in self.cites))


class Reading(Record):
    """A question on which the law is disputed: its options, the one taken by default, and why."""

    name: str
    question: str
    options: Mapping[str, str]
    default: str
    why: str
    confidence: str
    sources: tuple[str, ...]
    place: Place

    @property
    def fact(self) -> str:
        return reading_fact(self.name)


def reading_fact(name: str) -> str:
    """The name of the fact that holds the option taken of a reading."""
    return f"reading.{name}"


class Rulebook(Record):
    """One jurisdiction's rules: what they cover and not, and how far they were verified."""

    id: str
    title: str
    jurisdiction: str
    version: str
    digest: str
    first_day: date
    verified_through: date
    verified_note: str
    covers: tuple[str, ...]
    not_covered: tuple[str, ...]
    applies_when: Condition
    readings: Mapping[str, Reading]
    groups: Groups
    lists: tuple[PartyList, ...]
    terms: Mapping[str, tuple[str, Place]]
    rules: tuple[Rule, ...]
    place: Place
    strict_currency: bool = False
    # The names of the files that it is read from.
    files: frozenset[str] = frozenset()
    # How a folder laid over others loosens what they say, a sentence each.
    loosens: tuple[str, ...] = ()

    # What was found before, by these rules alone: no copy with others takes it over.

    @cached_property
    def _by_effect(self) -> dict[type, tuple[Rule, ...]]:
        return {}

    @cached_property
    def _covering(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _in_force(self) -> dict[tuple[type, date], tuple[tuple[Rule, Version], ...]]:
        return {}

    def declares(self, place: Place) -> bool:
        """Whether what is written at a place is its own; terms and groups are seen by all."""
        return place.file in self.files

    def that(self, effect: type) -> tuple[Rule, ...]:
        """The rules with this effect, in the order of the files."""
        if effect not in self._by_effect:
            rules = [rule for rule in self.rules if isinstance(rule.effect, effect)]
            # Requirements in the order of the parts of the regulation, as a reader looks them up.
            rules.sort(key=lambda rule: rule.part)
            self._by_effect[effect] = tuple(rules)
        return self._by_effect[effect]

    def only(self, effect: type) -> Rulebook:
        """The same rulebook with the rules of one effect alone."""
        return self.but(rules=self.that(effect))

    def covering(self, rule: Rule) -> frozenset[str]:
        """The license exceptions and licenses that are able to cover a requirement, by id."""
        found = self._covering.get(rule.id)
        if found is None:
            found = self._covering[rule.id] = frozenset(
                each.id
                for each in self.that(Excepts)
                if isinstance(each.effect, Excepts)
                and not each.effect.covers.isdisjoint(rule.covered_as)
            )
        return found

    def in_force(self, effect: type, day: date) -> tuple[tuple[Rule, Version], ...]:
        """The rules with this effect that are in force on a day, each with its version."""
        found = self._in_force.get((effect, day))
        if found is None:
            if len(self._in_force) == MOST_KEPT:
                self._in_force.clear()
            versions = ((rule, rule.on(day)) for rule in self.that(effect))
            found = tuple((rule, version) for rule, version in versions if version is not None)
            self._in_force[effect, day] = found
        return found
