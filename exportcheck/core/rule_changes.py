"""Two libraries of rules compared as they are written: what was added, removed and changed.

What a rule asks is compared by meaning as far as that can be seen: places, the names of terms, and
the order of the parts of a condition do not count. Whether another answer comes of a change is for
the analysis.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date

from exportcheck.core.conditions import (
    AllOf,
    AnyOf,
    Condition,
    ContainsAny,
    Not,
    PartRequires,
    RuleHolds,
    Term,
    Test,
    terms_in,
)
from exportcheck.core.groups import Group, Groups
from exportcheck.core.library import Library
from exportcheck.core.list_changes import Change, freed, told_otherwise
from exportcheck.core.records import Record
from exportcheck.core.rewording import Tell, Teller, parts_reworded, reworded
from exportcheck.core.rules import Excepts, Rule, Rulebook, Version


class Changes(Record):
    """All that two libraries differ in, and the listings whose end or start lets names go.

    `not_decided` are facts that are declared otherwise and lists that say otherwise what is like a
    name on them or believed of it, as far as nobody has compared them.
    """

    rules: tuple[Change, ...]
    around: tuple[Change, ...]
    freed: tuple[Change, ...]
    not_decided: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.rules or self.around or self.freed)

    @property
    def may_let_pass(self) -> tuple[Change, ...]:
        """The listings by which a name may pass that did not."""
        return tuple(each for each in self.freed if each.aspects)


def changes_between(old: Library, new: Library, tell: Tell) -> Changes:
    """Everything that differs, rules first, in the order of the names; `tell` words conditions."""
    tellers = Teller(old, tell), Teller(new, tell)
    terms = dict(_defined_otherwise(*tellers))
    around = (*terms.values(), *_around(old, new))
    lists = tuple(told_otherwise(old, new))
    return Changes(
        rules=tuple(_rule_changes(*tellers, terms.keys())),
        around=around,
        freed=(*lists, *freed(old, new)),
        not_decided=(
            *(each for each in around if each.what == "changed" and each.name.startswith("fact ")),
            *(each for each in lists if each.aspects),
        ),
    )


def meaning(condition: Condition | None) -> Hashable:
    """What a condition asks, without places, names of terms, and the order of its parts."""
    match condition:
        case None:
            return None
        case Test():
            operand = condition.operand
            asked = frozenset(operand) if isinstance(operand, tuple) else operand
            return (condition.fact.name, condition.operator, asked)
        case AllOf() | AnyOf():
            parts = frozenset(map(meaning, condition.parts))
            return next(iter(parts)) if len(parts) == 1 else (type(condition).__name__, parts)
        case Term():
            return meaning(condition.part)
        case Not() | ContainsAny():
            return (type(condition).__name__, meaning(condition.part))
        case RuleHolds():
            return ("rules", frozenset(condition.rules))
        case PartRequires():
            return ("parts", frozenset(condition.parts), frozenset(condition.other_than))


def law_of(version: Version) -> Hashable:
    """What of a version an outcome rests on."""
    return (
        meaning(version.when),
        meaning(version.unless),
        meaning(version.resolved_when),
        frozenset(meaning(bar.when) for bar in version.bars),
    )


class Laws:
    """What a library says on each day, told apart only by what an outcome rests on."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._laws: dict[tuple[str, int], Hashable] = {}

    def on(self, day: date) -> Hashable:
        return tuple(
            (
                rulebook.id,
                meaning(rulebook.applies_when),
                day < rulebook.first_day,
                rulebook.strict_currency and day > rulebook.verified_through,
                tuple(sorted(self._rules(rulebook, day), key=lambda rule: str(rule[0]))),
                _places(rulebook.groups, day),
                tuple((name, reading.default) for name, reading in rulebook.readings.items()),
            )
            for rulebook in self.library.rulebooks
        )

    def _rules(self, rulebook: Rulebook, day: date) -> Iterator[tuple[str, Hashable]]:
        for rule in rulebook.rules:
            for number, window in enumerate(rule.windows):
                if day in window:
                    key = (rule.name, number)
                    if key not in self._laws:
                        self._laws[key] = (rule.effect, law_of(rule.versions[number]))
                    yield rule.id, self._laws[key]
                    break


def _places(groups: Groups, day: date) -> Hashable:
    return (
        frozenset(
            (name, day >= group.recorded_from, _members(groups, group, day))
            for name, group in groups.groups.items()
        ),
        groups.listed,
        frozenset(
            (code, each.as_code) for code, each in groups.treated.items() if each.since <= day
        ),
    )


def _members(groups: Groups, group: Group, day: date) -> Hashable:
    """The members under every option of the readings that choose a day of the group."""
    names = {change.reading for change in group.changes if change.reading}
    options = {option for change in group.changes for option in change.otherwise}
    return (
        group.on(day),
        frozenset(
            (name, option, groups.under({name: option}).members(group.name, day))
            for name in names
            for option in options
        ),
    )


def days_of_change(library: Library) -> set[date]:
    """The days on which the law of a library may become another; listings are apart."""
    days: set[date] = set()
    for rulebook in library.rulebooks:
        days.add(rulebook.first_day)
        days |= {each.since for each in rulebook.groups.treated.values()}
        for group in rulebook.groups.groups.values():
            days.add(group.recorded_from)
            for change in group.changes:
                days |= {change.day, *filter(None, change.otherwise.values())}
        for rule in rulebook.rules:
            for window in rule.windows:
                days.add(window.first)
                if window.end is not None:
                    days.add(window.end)
    return days


def _rule_changes(old: Teller, new: Teller, terms: Set[str]) -> Iterator[Change]:
    before, after = _rules_of(old.library), _rules_of(new.library)
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield Change(name=name, what="removed", details=(before[name][1].title,))
        elif name not in before:
            yield Change(name=name, what="added", details=(after[name][1].title,))
        else:
            aspects, details = _between(old, new, before[name], after[name], terms)
            if aspects:
                yield Change(name=name, what="changed", aspects=aspects, details=details)


def _rules_of(library: Library) -> dict[str, tuple[Rulebook, Rule]]:
    return {rule.name: (book, rule) for book in library.rulebooks for rule in book.rules}


def _between(
    teller: Teller,
    other: Teller,
    before: tuple[Rulebook, Rule],
    after: tuple[Rulebook, Rule],
    terms: Set[str],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """In what a rule is another, and what it said before and says now."""
    (_, old), (_, new) = before, after
    aspects: list[str] = []
    details: list[str] = []
    if old.effect != new.effect:
        aspects.append("effect")
        details.append(f"effect: {_effect(old)} → {_effect(new)}")
    if old.windows != new.windows:
        aspects.append("dates")
        details += ["in force:", *reworded([*map(str, old.windows)], [*map(str, new.windows)])]
    pairs = list(_paired(old, new))
    if any(law_of(first) != law_of(second) for first, second in pairs):
        aspects.append("conditions")
    for aspect, told in _TEXTS:
        if any(told(first) != told(second) for first, second in pairs):
            aspects.append(aspect)
    if (old.title, old.cites) != (new.title, new.cites) and "text" not in aspects:
        aspects.append("text")
    said: list[tuple[str, ...]] = []
    by: set[str] = set()
    for first, second in pairs:
        lines = tuple(parts_reworded(teller.parts(*before, first), other.parts(*after, second)))
        used = terms & dict(_terms(second.conditions)).keys()
        by |= used
        if not (lines or used) and law_of(first) != law_of(second):
            places = f"{first.place.address} and {second.place.address}"
            lines = (f"the same in these sentences: compare {places}",)
        if lines and lines not in said:
            said.append(lines)
            details += [f"the version {second.window}"] if len(pairs) > 1 else []
            details += lines
    details += [f"by the term “{name}”, which is defined otherwise" for name in sorted(by)]
    return tuple(aspects), tuple(details)


def _terms(conditions: Iterable[Condition]) -> Iterator[tuple[str, Term]]:
    return ((term.name, term) for each in conditions for term in terms_in(each))


def _defined_otherwise(old: Teller, new: Teller) -> Iterator[tuple[str, Change]]:
    """The defined terms that say something else themselves, as far as a rule uses them."""
    before, after = (_defined(each) for each in (old, new))
    for name in sorted(before.keys() & after.keys()):
        lines = old.condition(*before[name]), new.condition(*after[name])
        if lines[0] != lines[1] and meaning(before[name][1]) != meaning(after[name][1]):
            told = tuple(reworded(*lines))
            yield name, Change(name=f"term “{name}”", what="changed", details=told)


def _defined(teller: Teller) -> dict[str, tuple[Rulebook, Condition]]:
    return {
        name: (rulebook, term.part)
        for rulebook in teller.library.rulebooks
        for rule in rulebook.rules
        for version in rule.versions
        for name, term in _terms(version.conditions)
    }


def _effect(rule: Rule) -> str:
    effect = rule.effect
    if isinstance(effect, Excepts):
        return f"excepts {', '.join(sorted(effect.covers))} ({effect.symbol})"
    told = ", ".join(str(value) for value in vars(effect).values())
    return f"{type(effect).__name__} {told}".strip()


def _paired(old: Rule, new: Rule) -> Iterator[tuple[Version, Version]]:
    """The versions of the two that stand for each other, else those in force together."""
    if len(old.windows) == len(new.windows):
        yield from zip(old.versions, new.versions, strict=True)
        return
    for before, earlier in zip(old.versions, old.windows, strict=True):
        for after, later in zip(new.versions, new.windows, strict=True):
            if earlier.overlaps(later):
                yield before, after


_TEXTS = (
    (
        "review policies",
        lambda v: tuple((each.policy, meaning(each.when)) for each in v.policies),
    ),
    (
        "obligations",
        lambda v: tuple((o.do, o.days_before, o.for_application) for o in v.obligations),
    ),
    (
        "text",
        lambda v: (v.note, v.cites, v.advice, *(bar.title for bar in v.bars)),
    ),
    ("source", lambda v: (v.source, v.url, v.read_in, v.confidence, v.published, v.announced)),
)


def _around(old: Library, new: Library) -> Iterator[Change]:
    """Rulebooks, facts, countries' groups, readings and items."""
    tables: Sequence[tuple[str, Mapping[str, object], Mapping[str, object]]] = (
        ("rulebook", _rulebooks(old), _rulebooks(new)),
        ("fact", declared(old), declared(new)),
        ("contradiction", contradictions(old), contradictions(new)),
        ("group", _groups(old), _groups(new)),
        ("reading", _readings(old), _readings(new)),
        ("item", _items(old), _items(new)),
    )
    for kind, before, after in tables:
        for name in sorted(before.keys() | after.keys()):
            if name not in after:
                yield Change(name=f"{kind} {name}", what="removed")
            elif name not in before:
                yield Change(name=f"{kind} {name}", what="added")
            elif before[name] != after[name]:
                yield Change(name=f"{kind} {name}", what="changed")


# The places of some of what is declared.
MEMBERS, OPTIONS, ASSUMED = 5, 6, 7


def declared(library: Library) -> dict[str, tuple[object, ...]]:
    """What of a fact an answer may rest on; its words for the reader are left out."""
    return {
        fact.name: (
            *(fact.kind, fact.unit, fact.formula, fact.inputs, fact.pattern, fact.members),
            *(tuple(fact.options), dict(fact.assume), fact.bit_length, dict(fact.bits_by_option)),
            *(fact.bits_reading, dict(fact.paragraphs)),
            *(fact.no_when_stated, fact.one_name, fact.only_where, fact.at_least),
        )
        for fact in library.catalogue
    }


def contradictions(library: Library) -> dict[str, object]:
    """What each looks for, by its first words."""
    return {each.says: meaning(each.when) for each in library.contradictions}


def _rulebooks(library: Library) -> dict[str, object]:
    return {
        each.id: (each.first_day, each.verified_through, meaning(each.applies_when))
        for each in library.rulebooks
    }


def _groups(library: Library) -> dict[str, object]:
    found: dict[str, object] = {}
    for rulebook in library.rulebooks:
        for name, group in rulebook.groups.groups.items():
            changes = tuple((c.day, c.added, c.removed, dict(c.otherwise)) for c in group.changes)
            found[name] = (group.members, changes, group.recorded_from)
        found[f"places of {rulebook.id}"] = (
            rulebook.groups.listed,
            {code: (t.as_code, t.since) for code, t in rulebook.groups.treated.items()},
        )
    return found


def _readings(library: Library) -> dict[str, object]:
    return {name: (r.default, dict(r.options)) for name, r in library.readings.items()}


def _items(library: Library) -> dict[str, object]:
    items = (library.items.at(position) for position in range(len(library.items)))
    return {
        item.name: (
            {name: known.value for name, known in item.facts.items()},
            item.aliases,
            item.family,
            item.contains,
        )
        for item in items
    }
