"""Conditions as they are written in rule files: facts with tests, joined, and defined terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import partial

from exportcheck.core.catalogue import Catalogue, Fact, Member
from exportcheck.core.conditions import (
    OPERATORS,
    AllOf,
    AnyOf,
    Condition,
    ContainsAny,
    Not,
    OfAny,
    Operand,
    PartRequires,
    RuleHolds,
    Term,
    Test,
    always,
    plain_operator,
    rests_on_rules,
)
from exportcheck.core.contradictions import DeclaredContradiction
from exportcheck.core.eccns import as_named
from exportcheck.core.groups import Groups
from exportcheck.core.order_words import suggested
from exportcheck.core.paragraphs import PARAGRAPH
from exportcheck.core.problems import did_you_mean, either
from exportcheck.core.quantities import NotAQuantity, Unreadable
from exportcheck.core.values import Choice, Interval
from exportcheck.reading.compiling import Cursor


class ConditionCompiler:
    """Compiles conditions with the facts, groups and terms that are known.

    Without any (`None`) they ask for facts and country codes only, as contradictions do. Of what
    was checked and `kept` they are compiled as far as they are looked at.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        groups: Groups | None,
        terms: Mapping[str, Cursor] | None,
        *,
        kept: bool = False,
    ) -> None:
        self.kept = kept
        self._reads: dict[str, frozenset[str]] = {}
        self.catalogue = catalogue
        self.groups = Groups() if groups is None else groups
        self.terms: Mapping[str, Cursor] = {} if terms is None else terms
        self.facts_only = groups is None and terms is None
        self._compiled: dict[str, Condition] = {}
        self._rest_on_rules: dict[str, bool] = {}
        self._operands: dict[tuple[str, object], Operand] = {}
        self._under_way: list[str] = []

    def when(self, cursor: Cursor, key: str = "when") -> Condition:
        """The condition under a key; without one, the condition that always holds."""
        entry = cursor.get(key)
        return always(cursor.place) if entry is None else self.condition(entry)

    def condition(self, cursor: Cursor) -> Condition:
        parts = tuple(part for name, entry in cursor.entries() for part in self._entry(name, entry))
        return parts[0] if len(parts) == 1 else AllOf(parts=parts, place=cursor.place)

    def _entry(self, name: str, entry: Cursor) -> Iterable[Condition]:
        match name:
            case "all":
                yield AllOf(parts=tuple(map(self.condition, entry)), place=entry.place)
            case "any":
                yield AnyOf(parts=tuple(map(self.condition, entry)), place=entry.place)
            case "not":
                yield Not(part=self.condition(entry), place=entry.place)
            case "contains_any":
                yield ContainsAny(part=self.condition(entry), place=entry.place)
            case "is":
                for term in each_of(entry):
                    yield self.term(term)
            case "holds":
                yield RuleHolds(
                    rules=tuple(str(each.data) for each in each_of(entry)), place=entry.place
                )
            case "requires_license_under":
                yield PartRequires(
                    parts=entry.texts("parts"),
                    other_than=entry.texts("other_than"),
                    place=entry.place,
                )
            case _:
                if name in self.catalogue:
                    yield from self._tests(self.catalogue[name], entry)
                else:
                    entry.say(
                        "EC201",
                        f"`{name}` is not a fact this tool knows",
                        suggested(name, tuple(self.catalogue.facts)),
                        key=True,
                    )

    def term(self, cursor: Cursor) -> Condition:
        name = str(cursor.data)
        if self.facts_only:
            cursor.say(
                "EC205",
                f"a contradiction takes facts only, and `{name}` would be a defined term",
                "write what the term stands for",
            )
            return always(cursor.place)
        if name not in self.terms:
            cursor.say(
                "EC202", f"`{name}` is not a defined term", did_you_mean(name, tuple(self.terms))
            )
            return always(cursor.place)
        if name in self._under_way:
            cursor.say(
                "EC204",
                f"the term `{name}` is defined by itself",
                f"it leads through {either([f'`{each}`' for each in self._under_way])}",
            )
            return always(cursor.place)
        if name not in self._compiled:
            self._under_way.append(name)
            self._compiled[name] = self.condition(self.terms[name]["when"])
            self._under_way.pop()
        part = self._compiled[name]
        if name not in self._rest_on_rules:
            self._rest_on_rules[name] = rests_on_rules(part)
        return Term(
            name=name,
            part=part,
            rests_on_rules=self._rest_on_rules[name],
            place=cursor.place,
        )

    def _tests(self, fact: Fact, entry: Cursor) -> Iterable[Condition]:
        if fact.members:
            made = OfAny(self._read_by(fact), partial(self._members, fact, entry))
            if not self.kept:
                tuple(made)  # a mistake is told where rules are read
            yield AnyOf(parts=made, place=entry.place, fact=fact.name)
            return
        if not isinstance(entry.data, dict):
            yield from self._test(fact, plain_operator(fact), entry)
            return
        for operator, operand in entry.entries():
            yield from self._test(fact, operator, operand)

    def _read_by(self, fact: Fact) -> frozenset[str]:
        """The facts at which a test of a fact looks."""
        found = self._reads.get(fact.name)
        if found is None:
            members = (self._read_by(self.catalogue[each.fact]) for each in fact.members)
            guards = (each.guard for each in fact.members if each.guard)
            own = (fact.name,) if not fact.members else ()
            found = self._reads[fact.name] = frozenset((*own, *guards)).union(*members)
        return found

    def _members(self, fact: Fact, entry: Cursor) -> tuple[Condition, ...]:
        """The tests of the facts that a fact of kind any_of takes in."""
        told = len(entry.problems)
        parts = tuple(self._member(member, entry) for member in fact.members)
        if self.kept:
            entry.refuse_since(told)
        return parts

    def _member(self, member: Member, entry: Cursor) -> Condition:
        parts = tuple(self._tests(self.catalogue[member.fact], entry))
        if member.guard:
            guard = self.catalogue[member.guard]
            value = self.catalogue.parse(guard, member.value)
            assert isinstance(value, Choice)
            assert value.only is not None
            test = Test(
                fact=guard,
                operator=plain_operator(guard),
                operand=(value.only,),
                written=member.value,
                place=entry.place,
            )
            parts = (test, *parts)
        return parts[0] if len(parts) == 1 else AllOf(parts=parts, place=entry.place)

    def _test(self, fact: Fact, operator: str, entry: Cursor) -> Iterable[Condition]:
        if operator not in OPERATORS or fact.kind not in OPERATORS[operator].kinds:
            fitting = [name for name, each in OPERATORS.items() if fact.kind in each.kinds]
            entry.say(
                "EC205",
                f"`{operator}` is not a test of `{fact.name}`",
                f"a fact of kind {fact.kind} takes {either([f'`{name}`' for name in fitting])}",
                key=True,
            )
            return
        kind = "country" if fact.kind == "country" else fact.name
        key = (kind, tuple(entry.data) if isinstance(entry.data, list) else entry.data)
        operand = self._operands.get(key)
        if operand is None:
            operand = self._operand(fact, entry)
            if operand is None:
                return
            self._operands[key] = operand
        if isinstance(entry.data, list):
            written = ", ".join(str(each) for each in entry.data)
        else:
            written = {True: "yes", False: "no"}.get(entry.data, str(entry.data))
        yield Test(
            fact=fact, operator=operator, operand=operand, written=written, place=entry.place
        )

    def _operand(self, fact: Fact, entry: Cursor) -> Operand | None:
        words: list[str] = []
        for each in each_of(entry):
            meant = _as_text(fact, each.data)
            if meant:
                each.say("EC401", f"`{each.data}` is a test written as text", f"write `{meant}`")
                continue
            if fact.kind == "country":
                if self._is_place(each):
                    words.append(str(each.data))
                continue
            try:
                value = self.catalogue.parse(fact, each.data)
            except Unreadable as error:
                help = error.help
                if isinstance(error, NotAQuantity):
                    example = f"`{{at_least: {error.example}}}`"
                    help = f"write a number with its unit under a test: {example}"
                each.say("EC401", error.message, help, surely=_as_a_test(fact, each.data))
                continue
            if isinstance(value, Interval):
                if value.low is None or not value.is_exact:
                    each.say(
                        "EC401",
                        f"`{each.data}` is not one exact number",
                        "write a number with its unit",
                        surely=_as_a_test(fact, each.data),
                    )
                    return None
                return Fraction(value.low)
            if isinstance(value, Choice) and value.only is not None:
                words.append(as_named(value.only) if fact.kind == "eccn" else value.only)
        return tuple(words) or None

    def _is_place(self, cursor: Cursor) -> bool:
        name = str(cursor.data)
        if name in self.catalogue.countries or name in self.groups.groups:
            return True
        if self.facts_only and len(name) != 2:
            cursor.say(
                "EC202",
                f"`{name}` is not a country code, and a contradiction takes no country groups",
                "write the codes of the countries, such as `{in: [CN, MO]}`",
            )
            return False
        from exportcheck.reading.tests_meant import parted

        known_places = {*self.catalogue.countries, *self.groups.groups}
        several = parted(name)
        if len(several) > 1 and known_places.issuperset(several):
            listed = ", ".join(f'"{each}"' if ":" in each else each for each in several)
            whole = f"[{listed}]" if cursor.route[-1] in ("in", "not_in") else f"{{in: [{listed}]}}"
            within = isinstance(cursor.route[-1], int)
            hint = f"write each by itself: `{listed}`" if within else f"write `{whole}`"
        else:
            hint = did_you_mean(name, tuple(self.groups.groups))
        if not hint and ":" in name:
            known = ", ".join(self.groups.groups)
            hint = f"the groups are {known}" if known else "no country group is declared here"
        hint = hint or self.catalogue.country_hint(name)
        cursor.say("EC202", f"`{name}` is not a country code or a country group", hint)
        return False


def _as_text(fact: Fact, written: object) -> str:
    """How the test is written that a text stands for, or nothing.

    Nearly every word is seen to be none by its first letter, so that rules are read without the
    patterns of what people write.
    """
    if not isinstance(written, str) or not (written[:1].islower() or written[:1] in ("!", "=")):
        return ""
    if not any(map(str.isspace, written)):
        return ""
    from exportcheck.reading.tests_meant import text_meant

    return text_meant(fact, written)


def _as_a_test(fact: Fact, written: object) -> str:
    """What to write for a limit in words or signs, which belongs under a key, or nothing."""
    from exportcheck.reading.tests_meant import limit_meant

    tests = [name for name, each in OPERATORS.items() if fact.kind in each.kinds]
    meant = limit_meant(written, tests)
    return f"write the test as a key: `{meant}`" if meant else ""


def each_of(cursor: Cursor) -> Iterable[Cursor]:
    return cursor if isinstance(cursor.data, list) else (cursor,)


def collect_terms(files: Iterable[Cursor]) -> dict[str, Cursor]:
    """The defined terms of all rule files; a term defined twice is a problem."""
    terms: dict[str, Cursor] = {}
    for file in files:
        section = file.get("terms")
        for name, entry in section.entries() if section else ():
            if name in terms:
                entry.say(
                    "EC203",
                    f"the term `{name}` is defined twice",
                    f"it is defined first at {terms[name].place}",
                    key=True,
                )
            else:
                terms[name] = entry
    return terms


def compile_contradictions(
    files: Iterable[Cursor], compiler: ConditionCompiler
) -> tuple[DeclaredContradiction, ...]:
    """What no line can state together, by all facts files; it looks at no rule."""
    found = []
    for file in files:
        for entry in file.get("contradictions") or ():
            each = DeclaredContradiction(
                # It is told before a colon, with what the line states.
                says=entry.text("says").rstrip(". \n"),
                when=compiler.when(entry),
                place=entry.place,
            )
            if rests_on_rules(each.when) or PARAGRAPH in each.facts:
                entry["when"].say(
                    "EC205",
                    "a contradiction looks at a rule",
                    "facts contradict each other whatever the rules say: name facts only",
                )
            found.append(each)
    return tuple(found)
