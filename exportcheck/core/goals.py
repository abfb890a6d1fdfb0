"""What the cases of a rulebook are to show: the goals of `exportcheck rules coverage`.

- Each version of a rule, each `unless` and `resolved_when`, each bar, each review policy and each
  defined term holds in some case, and fails in some case.
- So does each part of their conditions, in any case in which it is judged.
- Each limit is compared with a number below it, with the limit itself, and with one above it.
- Each day that a test names is compared with that day and with the day before.
- Each day on which a version begins or ends has a case on it and one on the day before, and both
  name the rule.

A defined term is looked into where it is defined, and counted once; each use of it is a part of its
own. A test of a fact of kind any_of is one part, whatever it stands for, and a negation is not
counted beside what it negates. What no case could show is no goal, and is told with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from exportcheck.core.conditions import (
    OPERATORS,
    AllOf,
    AnyOf,
    Condition,
    ContainsAny,
    Not,
    PartRequires,
    RuleHolds,
    Term,
    Test,
)
from exportcheck.core.places import Place
from exportcheck.core.problems import joined
from exportcheck.core.rules import Rule, Rulebook, Version
from exportcheck.core.truth import FAILS, HOLDS, Truth
from exportcheck.core.values import Interval

BELOW, AT, ABOVE = "below", "at", "above"
DAY_BEFORE, THE_DAY = "the day before", "the day"
_SIDES = {
    BELOW: "a number below",
    AT: "the number itself",
    ABOVE: "a number above",
    DAY_BEFORE: DAY_BEFORE,
    THE_DAY: THE_DAY,
}
_LIMITS = ("at_least", "more_than", "at_most", "less_than")
_DAYS = ("on_or_after", "before")


@dataclass(frozen=True, slots=True)
class Owner:
    """What a part belongs to: a version of a rule, a rulebook, or a defined term."""

    name: str
    rule: Rule | None = None
    version: Version | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Goal:
    """One thing to be seen of one part: a truth, or a side of a limit or of a day.

    `key` is what a step of a determination names the part by: its condition, or the version of a
    rule. `condition` is what has to be met. The days of a version have no condition, but a `day`.
    """

    owner: Owner
    part: str
    want: Truth | str
    place: Place
    key: object = None
    condition: Condition | None = None
    day: date | None = None

    @property
    def words(self) -> str:
        """What nobody has seen while the goal is not met."""
        if self.day is not None:
            return f"no case that names it on {self.day}, {self.title}"
        if isinstance(self.want, Truth):
            return f"never {self.want.value}: {self.part}"
        return f"not compared with {_SIDES[self.want]}: {self.part}"

    @property
    def title(self) -> str:
        """What a case for the goal shows."""
        if self.day is not None:
            return f"{self.want} {self.part}"
        if isinstance(self.want, Truth):
            return f"{self.part} {self.want.value}"
        return f"{_SIDES[self.want]} of {self.part}"


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A goal that no case can meet, and why."""

    goal: Goal
    why: str


def goals_of(rulebooks: Iterable[Rulebook]) -> tuple[list[Goal], list[Unreachable]]:
    """The goals of these rulebooks and of the terms that they use, and what cannot be one."""
    terms: dict[str, Term] = {}
    found: list[Goal | Unreachable] = []
    folders: list[str] = []
    for rulebook in rulebooks:
        folders.append(rulebook.place.file.removesuffix("rulebook.yaml"))
        found.extend(_of_rulebook(rulebook, terms))
    looked_into: set[str] = set()
    while ahead := [term for name, term in terms.items() if name not in looked_into]:
        for term in ahead:
            looked_into.add(term.name)
            # A company's rules may use the terms of the regulation, whose cases are not theirs.
            if not term.part.place.file.startswith(tuple(folders)):
                continue
            owner = Owner(f"term `{term.name}`")
            found.extend(_whole(term.part, "the term", owner, terms))
    return (
        [each for each in found if isinstance(each, Goal)],
        [each for each in found if isinstance(each, Unreachable)],
    )


def _of_rulebook(rulebook: Rulebook, terms: dict[str, Term]) -> Iterator[Goal | Unreachable]:
    if not is_always(rulebook.applies_when):
        owner = Owner(f"rulebook {rulebook.id}")
        yield from _whole(rulebook.applies_when, "`applies_when`", owner, terms)
    for rule in rulebook.rules:
        for version in rule.versions:
            yield from _of_version(rule, version, terms)
        yield from _days(rulebook, rule)


def _of_version(
    rule: Rule, version: Version, terms: dict[str, Term]
) -> Iterator[Goal | Unreachable]:
    owner = Owner(rule.name, rule, version)
    alone = not (version.unless or version.resolved_when or version.bars)
    if alone:
        yield from _whole(version.when, "the rule", owner, terms, key=version, place=version.place)
    else:
        for want in (HOLDS, FAILS):
            yield Goal(
                owner=owner,
                part="the rule",
                want=want,
                place=version.place,
                key=version,
                condition=version.when,
            )
        yield from _whole(version.when, "`when`", owner, terms)
    if version.unless is not None:
        yield from _whole(version.unless, "`unless`", owner, terms)
    if version.resolved_when is not None:
        yield from _whole(version.resolved_when, "`resolved_when`", owner, terms)
    for bar in version.bars:
        yield from _whole(bar.when, f"the bar “{bar.title}”", owner, terms)
    for policy in version.policies:
        # A policy without a condition is the one that is left when those before it fail.
        if not is_always(policy.when):
            yield from _whole(policy.when, f"the review policy {policy.policy}", owner, terms)


def _days(rulebook: Rulebook, rule: Rule) -> Iterator[Goal | Unreachable]:
    """A version that began or ended a day late, or a day early, would be noticed."""
    firsts = {version.window.first: version for version in rule.versions}
    ends = {v.window.end: v for v in rule.versions if v.window.end is not None}
    for day, version in sorted({**ends, **firsts}.items()):
        verb = "begins" if day in firsts else "ends"
        for want, on in ((DAY_BEFORE, day - timedelta(days=1)), (THE_DAY, day)):
            goal = Goal(
                owner=Owner(rule.name, rule, version),
                part=f"it {verb}",
                want=want,
                place=version.place,
                day=on,
            )
            if on < rulebook.first_day:
                yield Unreachable(goal, f"{rulebook.id} answers from {rulebook.first_day} on")
            else:
                yield goal


def _whole(
    condition: Condition,
    part: str,
    owner: Owner,
    terms: dict[str, Term],
    *,
    key: object = None,
    place: Place | None = None,
) -> Iterator[Goal | Unreachable]:
    """The goals of a condition that stands by itself, and those of its parts."""
    for want in (HOLDS, FAILS):
        goal = Goal(
            owner=owner,
            part=part,
            want=want,
            place=place or condition.place,
            key=condition if key is None else key,
            condition=condition,
        )
        if want is FAILS and is_always(condition):
            yield Unreachable(goal, "it has no condition")
        else:
            yield goal
    yield from _inside(condition, owner, terms)


def _part(
    condition: Condition, owner: Owner, terms: dict[str, Term]
) -> Iterator[Goal | Unreachable]:
    """The goals of a part of a condition."""
    if isinstance(condition, Not):
        yield from _part(condition.part, owner, terms)
    elif not is_always(condition):
        yield from _whole(condition, condition_words(condition), owner, terms)


def _inside(
    condition: Condition, owner: Owner, terms: dict[str, Term]
) -> Iterator[Goal | Unreachable]:
    match condition:
        case Test():
            yield from _sides(condition, owner)
        case Term():
            terms.setdefault(condition.name, condition)
        case AnyOf() if condition.fact:
            return
        case AllOf() | AnyOf():
            for part in condition.parts:
                yield from _part(part, owner, terms)
        case Not() | ContainsAny():
            yield from _part(condition.part, owner, terms)


def _sides(test: Test, owner: Owner) -> Iterator[Goal | Unreachable]:
    wants: tuple[str, ...] = ()
    if test.operator in _LIMITS:
        wants = (BELOW, AT, ABOVE)
    elif test.operator in _DAYS:
        wants = (DAY_BEFORE, THE_DAY)
    for want in wants:
        goal = Goal(
            owner=owner,
            part=condition_words(test),
            want=want,
            place=test.place,
            key=test,
            condition=test,
        )
        if want is BELOW and test.operand == 0:
            yield Unreachable(goal, "no quantity is less than zero")
        else:
            yield goal


def side_of(test: Test, value: object) -> str:
    """The side of a limit or a day on which a value lies for certain, or nothing."""
    if not isinstance(value, Interval) or not isinstance(test.operand, Fraction):
        return ""
    if test.operator in _DAYS:
        sides = {test.operand: THE_DAY, test.operand - 1: DAY_BEFORE}
        return sides.get(value.low, "") if value.is_exact and value.low is not None else ""
    if value.equals(test.operand) is HOLDS:
        return AT
    if value.more_than(test.operand) is HOLDS:
        return ABOVE
    return BELOW if value.at_least(test.operand) is FAILS else ""


def is_always(condition: Condition) -> bool:
    """Whether a condition asks for nothing."""
    return isinstance(condition, AllOf) and not condition.parts


def condition_words(condition: Condition) -> str:
    """A part of a condition as a phrase for who looks it up."""
    match condition:
        case Test():
            return (
                f"{condition.fact.name} {OPERATORS[condition.operator].words} {condition.written}"
            )
        case AnyOf() if condition.fact:
            tests = list(_tests(condition))
            told = dict.fromkeys(f"{OPERATORS[t.operator].words} {t.written}" for t in tests)
            return f"{condition.fact} {' and '.join(told)}"
        case AllOf() | AnyOf():
            word = "and" if isinstance(condition, AllOf) else "or"
            return _shortly(f" {word} ".join(map(condition_words, condition.parts)))
        case Not():
            return f"not ({condition_words(condition.part)})"
        case Term():
            return f"is “{condition.name}”"
        case ContainsAny():
            return f"contains an item: {condition_words(condition.part)}"
        case RuleHolds():
            return f"{joined(condition.rules, 'or')} holds"
        case PartRequires():
            return f"a license is required under part {joined(condition.parts, 'or')}"


def _shortly(text: str) -> str:
    return text if len(text) <= 90 else text[:87].rstrip() + "..."


def _tests(condition: AnyOf) -> Iterator[Test]:
    """The tests of the first fact that a fact of kind any_of stands for, its guard left out."""
    first = condition.parts[0]
    for part in first.parts if isinstance(first, AllOf) else (first,):
        if isinstance(part, Test) and part.place >= condition.place:
            yield part
