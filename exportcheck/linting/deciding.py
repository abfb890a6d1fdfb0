"""Whether conditions can hold together: exact over their own tests, by cells.

The tests of a fact split its values into finitely many cells within which none of them changes its
truth: for a number the limits and what lies between them, for a word those named and any other, for
a country those alike in every list. A search goes through the cells. Facts are taken to be
independent of each other, and what other rules and contained items give is taken to be free, so
"cannot hold" is right whatever they are, while a situation that is found may be one that a formula
excludes. Only the ship date is tied: it lies in the window, since a shipment is judged by the law
of its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import chain, pairwise

from exportcheck.core import eccns
from exportcheck.core.catalogue import Fact
from exportcheck.core.conditions import OPERATORS, Condition, ContainsAny, Test, parts_of, tests_in
from exportcheck.core.groups import Groups
from exportcheck.core.quantities import show_quantity
from exportcheck.core.records import Record
from exportcheck.core.rules import Rulebook, Version
from exportcheck.core.truth import FAILS, HOLDS
from exportcheck.core.values import Choice, Interval, Value
from exportcheck.core.windows import Window
from exportcheck.linting.searching import All, Box, Formula, Formulas, Lies, TooLong, search
from exportcheck.linting.shapes import conditions_of, terms_of, whole

SHIP_DATE = "ship_date"
_OTHER = "\N{INFORMATION SEPARATOR ONE}"
_HOLD, _FAIL = 1, 2


class Situation(Record):
    """Values under which the conditions hold, in words; not `certain` where some are left open."""

    words: str
    certain: bool


OPEN = Situation(words="", certain=False)


class Decider:
    """Decides conditions of one rulebook, and further ones that are named from the start."""

    def __init__(self, rulebook: Rulebook, further: Iterable[Condition] = ()) -> None:
        self.rulebook = rulebook
        self.tests: dict[str, dict[tuple[object, ...], Test]] = {}
        versions = (version for rule in rulebook.rules for version in rule.versions)
        conditions = [c for version in versions for c in conditions_of(version)]
        conditions += [term.part for term in terms_of(conditions).values()]
        for test in chain.from_iterable(
            map(tests_in, [*conditions, rulebook.applies_when, *further])
        ):
            self.tests.setdefault(test.fact.name, {})[(test.operator, test.operand)] = test
        self.places = {
            word
            for tests in self.tests.values()
            for word in _words(tests.values())
            if next(iter(tests.values())).fact.kind == "country"
        }
        self._named: dict[int, tuple[Condition, frozenset[str]]] = {}
        self._wholes: dict[int, Condition] = {}
        self._lasting: dict[str, _Cells] = {}
        self._days: dict[tuple[int, date], _Day] = {}
        self._any_day = _Day(self, None)

    def whole(self, version: Version) -> Condition:
        """What a version of the rulebook asks, its `unless` counted."""
        if id(version) not in self._wholes:
            self._wholes[id(version)] = whole(version)
        return self._wholes[id(version)]

    def situation(
        self, holding: Sequence[Condition], failing: Sequence[Condition], window: Window
    ) -> Situation | None:
        """A situation in which these conditions hold and those fail; None where there is none.

        It is sought on every day of the window on which a country group that they name changes.
        """
        shipped = self._shipped_in(window)
        try:
            found = self._any_day.search(holding, failing, shipped)
            if found is None or not any(map(self._places_in, (*holding, *failing))):
                return None if found is None else self._any_day.told(found)
            for day in self._days_of([*holding, *failing], window):
                found = day.search(holding, failing, shipped)
                if found is not None:
                    return day.told(found)
        except TooLong:
            return OPEN
        return None

    def _places_in(self, condition: Condition) -> frozenset[str]:
        """The countries and groups with which a condition compares."""
        key = id(condition)
        if key not in self._named:
            tests = [test for test in _own(condition) if test.fact.kind == "country"]
            self._named[key] = condition, frozenset(_words(tests))
        return self._named[key][1]

    def _shipped_in(self, window: Window) -> Formula:
        """That the shipment goes on a day of the window."""
        if SHIP_DATE not in self.tests:
            return All(())
        cells = self.lasting(SHIP_DATE)
        days = [int(v.low) for v in cells.values if isinstance(v, Interval) and v.low is not None]
        # A cell reaches up to the next one, and the first and the last are without end.
        last = [*(day - 1 for day in days[1:]), date.max.toordinal()]
        end = date.max.toordinal() + 1 if window.end is None else window.end.toordinal()
        within = (
            1 << index
            for index, (first, final) in enumerate(zip(days, last, strict=True))
            if final >= window.first.toordinal() and (first < end or index == 0)
        )
        return Lies(SHIP_DATE, sum(within), cells.all)

    def _days_of(self, conditions: Iterable[Condition], window: Window) -> Iterator[_Day]:
        """The days on which a country test may change, under each reading that chooses one."""
        book = self.rulebook
        first = max(window.first, book.first_day)
        named = frozenset[str]().union(*map(self._places_in, conditions))
        asked = [book.groups.groups[name] for name in named if name in book.groups.groups]
        readings = {change.reading for group in asked for change in group.changes if change.reading}
        variants = [book.groups.under({})]
        for name in sorted(readings):
            variants += [book.groups.under({name: o}) for o in book.readings[name].options]
        for groups in variants:
            days = {first, *(group.recorded_from for group in asked)}
            days |= {c.day for group in asked for c in groups.groups[group.name].changes}
            days |= {each.since for each in groups.treated.values()}
            for day in sorted(days):
                if day in window and day >= first:
                    key = (id(groups), day)
                    if key not in self._days:
                        self._days[key] = _Day(self, (groups, day))
                    yield self._days[key]

    def lasting(self, name: str) -> _Cells:
        """The cells of a fact whose tests say the same on every day."""
        if name not in self._lasting:
            tests = tuple(self.tests[name].values())
            self._lasting[name] = _Cells(_values(tests[0].fact, tests), Groups(), date.min)
        return self._lasting[name]


def common(first: Window, second: Window) -> Window | None:
    """The days in both windows."""
    if not first.overlaps(second):
        return None
    ends = [each.end for each in (first, second) if each.end is not None]
    return Window(max(first.first, second.first), min(ends, default=None))


class _Day:
    """The cells of all facts on one day; without a day the tests of countries are left out."""

    def __init__(self, decider: Decider, on: tuple[Groups, date] | None) -> None:
        self.decider = decider
        self.countries = None
        if on is not None:
            # A place that no group names follows the country it belongs to; so it is like one that
            # is listed, or like one that is in no group.
            groups, day = on[0].but(listed=on[0].listed | {_OTHER}), on[1]
            self.countries = _Cells(_countries(decider.places, groups, day), groups, day)
        self.formulas = Formulas(self.mask, self.system)

    def search(
        self, holding: Sequence[Condition], failing: Sequence[Condition], shipped: Formula
    ) -> Box | None:
        made = self.formulas.of
        return search(
            [shipped, *(made(c, True) for c in holding), *(made(c, False) for c in failing)]
        )

    def cells(self, fact: Fact) -> _Cells | None:
        return self.countries if fact.kind == "country" else self.decider.lasting(fact.name)

    def mask(self, test: Test, wanted: bool) -> tuple[int, int]:
        """The cells in which a test is as wanted, and all cells of its fact."""
        cells = self.cells(test.fact)
        return (1, 1) if cells is None else (cells.mask(test, wanted), cells.all)

    def system(self) -> tuple[int, int]:
        """The cells in which the item is a system, which alone contains items."""
        if "item.kind" not in self.decider.tests:
            return 1, 1
        cells = self.decider.lasting("item.kind")
        of_systems = (1 << i for i, v in enumerate(cells.values) if v == Choice.of("system"))
        return sum(of_systems), cells.all

    def told(self, box: Box) -> Situation:
        words, certain = [], True
        for key, mask in sorted(box.items(), key=lambda each: str(each[0])):
            tests = self.decider.tests.get(key) if isinstance(key, str) else None
            fact = next(iter(tests.values())).fact if tests else None
            cells = None if fact is None else self.cells(fact)
            if fact is None or cells is None:
                certain = False
                continue
            settled = mask & ~cells.open
            certain = certain and bool(settled)
            first = ((settled or mask) & -(settled or mask)).bit_length() - 1
            words.append(f"`{key}` is {_shown(fact, cells.values[first])}")
        return Situation(words=", ".join(words), certain=certain)


def _own(condition: Condition) -> Iterator[Test]:
    """The tests of the item and its shipment; what a contained item must be is its own affair."""
    if isinstance(condition, Test):
        yield condition
    elif not isinstance(condition, ContainsAny):
        for part in parts_of(condition):
            yield from _own(part)


class _Cells:
    """A value for each cell of a fact, and for each test the cells in which it holds or fails."""

    def __init__(self, values: Iterable[Value], groups: Groups, day: date) -> None:
        self.values = tuple(values)
        self.all = (1 << len(self.values)) - 1
        self.open = 0
        self.groups, self.day = groups, day
        self._masks: dict[tuple[object, ...], tuple[int, int]] = {}

    def mask(self, test: Test, wanted: bool) -> int:
        key = (test.operator, test.operand)
        if key not in self._masks:
            found = [_truth(test, value, self.groups, self.day) for value in self.values]
            holds, fails = (
                sum(1 << index for index, truth in enumerate(found) if truth & way)
                for way in (_HOLD, _FAIL)
            )
            self._masks[key] = holds, fails
            # Where it cannot be told, it may hold and it may fail.
            self.open |= holds & fails
        return self._masks[key][0 if wanted else 1]


def _truth(test: Test, value: Value, groups: Groups, day: date) -> int:
    truth = OPERATORS[test.operator].truth(value, test.operand, groups, day)
    return _HOLD if truth is HOLDS else _FAIL if truth is FAILS else _HOLD | _FAIL


def _values(fact: Fact, tests: Iterable[Test]) -> Iterator[Value]:
    """A value from every cell into which the tests split a fact that is no country."""
    unknown = fact.unknown
    if isinstance(unknown, Interval):
        limits = sorted({test.operand for test in tests if isinstance(test.operand, Fraction)})
        for number in _numbers(limits, whole=fact.kind == "date"):
            if not Interval.exactly(number).meet(unknown).is_empty:
                yield Interval.exactly(number)
    elif unknown.options is not None:
        yield from map(Choice.of, sorted(unknown.options))
    elif fact.kind == "eccn":
        # In a paragraph that no test divides, all tests are settled: they decide for all others.
        named = _words(tests)
        steps = {each for word in named for each in eccns.above(word)}
        divided = {word.rpartition(".")[0] for word in steps}
        yield from map(Choice.of, sorted(steps - divided))
        yield from (eccns.another(Choice.of(word)) for word in sorted(divided & steps))
        yield Choice.of(_OTHER)
    else:
        yield from map(Choice.of, (*sorted(_words(tests)), _OTHER))


def _words(tests: Iterable[Test]) -> set[str]:
    return {word for test in tests if isinstance(test.operand, tuple) for word in test.operand}


def _countries(named: set[str], groups: Groups, day: date) -> Iterator[Value]:
    """A country from every set of those that the groups and the names treat alike on a day."""
    asked = sorted(named & groups.groups.keys())
    codes = (named - groups.groups.keys()) | groups.listed | groups.treated.keys()
    alike: dict[tuple[object, ...], str] = {}
    for code in sorted(codes):
        governing = groups.counts_as(code, day)
        within = tuple(governing in groups.members(name, day) for name in asked)
        own = {code, governing} & named
        alike.setdefault((governing in groups.listed, within, frozenset(own)), code)
    yield from map(Choice.of, alike.values())


def _numbers(limits: list[Fraction], *, whole: bool) -> Iterator[Fraction]:
    """Each limit, a number between each two, one below and one above; days are whole numbers."""
    yield limits[0] - 1 if whole else limits[0] / 2
    for low, high in pairwise(limits):
        yield low
        if not whole:
            yield (low + high) / 2
        elif high - low > 1:
            yield low + 1
    yield limits[-1]
    yield limits[-1] + 1


def _shown(fact: Fact, value: Value) -> str:
    if isinstance(value, Interval):
        if fact.kind == "date" and value.low is not None:
            return date.fromordinal(int(value.low)).isoformat()
        return show_quantity(value, fact.unit)
    word = str(value.only)
    above, _, step = word.rpartition(".")
    if fact.kind == "eccn" and step == "\N{BULLET}":
        return f"another paragraph of {above}"
    return "another" if word == _OTHER else word
