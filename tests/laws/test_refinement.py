"""The refinement law: learning more may settle an unknown, and never changes a settled answer.

Laws, over generated conditions, generated rulebooks, and generated pairs of what is known more and
less exactly of one shipment:
- a condition that holds or fails still does so when any fact is narrowed or learned;
- a verdict of pass or fail still stands; only a review may become something else;
- what an answer to an open question would lead to is what a whole judgment then comes to;
- a rule's later version changes nothing before the day it takes effect.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exportcheck.core.assumptions import Assumption
from exportcheck.core.catalogue import Catalogue, Fact
from exportcheck.core.conditions import (
    AllOf,
    AnyOf,
    Condition,
    ContainsAny,
    Not,
    PartRequires,
    RuleHolds,
    Term,
    always,
)
from exportcheck.core.conditions import Test as FactTest
from exportcheck.core.determine import determine
from exportcheck.core.evaluate import Situation, evaluate
from exportcheck.core.facts import Contradiction, Facts, Known, Origin
from exportcheck.core.findings import Outcome
from exportcheck.core.groups import Change, Group, Groups, TreatedAs
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.rules import (
    ALL,
    Advises,
    Bar,
    Classifies,
    Effect,
    Excepts,
    Prohibits,
    RequiresLicense,
    Rule,
    Rulebook,
    Version,
)
from exportcheck.core.supposing import Supposing
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN
from exportcheck.core.values import Choice, Interval, Value, hull
from exportcheck.core.windows import Window

HERE = Place("generated", 1, 1)
DAY = date(2025, 6, 2)
FIRST = date(2024, 1, 1)


def fact(name: str, kind: str, **more: Any) -> Fact:
    return Fact(name=name, kind=kind, meaning="", ask="", **more)


TPP = "item.total_processing_performance"
BITS = Interval(Fraction(1), Fraction(2))
DECLARED = (
    fact("item.kind", "one_of", options={"integrated_circuit": "", "memory": "", "system": ""}),
    fact("item.contains", "items"),
    fact("item.formats", "formats"),
    fact("item.peak.fp16", "throughput", unit="TOPS", bit_length=Interval.exactly(16)),
    fact("item.peak.tf32", "throughput", unit="TOPS", bit_length=BITS),
    fact("item.area", "quantity", unit="mm²"),
    fact(
        TPP,
        "quantity",
        unit="TPP",
        formula="highest_rate_times_bit_length",
        inputs=("item.formats",),
    ),
    fact("item.density", "quantity", unit="TPP/mm²", formula="ratio", inputs=(TPP, "item.area")),
    fact(
        "item.sum", "quantity", unit="GB/s", formula="sum", inputs=("item.peak.fp16", "item.area")
    ),
    fact("item.paragraph", "text", formula="classification"),
    fact("same", "yes_no"),
    fact("end_user.country", "country"),
    fact(
        "consignee.country", "country", formula="same_as_when", inputs=("same", "end_user.country")
    ),
    fact("end_use", "one_of", options={"civil": "", "military": ""}),
    fact("name", "text"),
    fact("day", "date"),
)
CATALOGUE = Catalogue(
    facts={each.name: each for each in DECLARED},
    countries={code: code for code in ("CN", "HK", "DE", "GL", "NI")},
)
GROUPS = Groups(
    groups={
        name: Group(
            name=name,
            meaning="",
            members=frozenset(members),
            changes=changes,
            place=HERE,
            recorded_from=FIRST,
        )
        for name, members, changes in (
            ("A", ("DE",), ()),
            (
                "D",
                ("CN", "NI"),
                (
                    Change(
                        day=DAY,
                        added=frozenset({"NI"}),
                        removed=frozenset(),
                        source="",
                        confidence="high",
                    ),
                ),
            ),
        )
    },
    listed=frozenset({"CN", "DE", "NI"}),
    treated={"HK": TreatedAs(code="HK", as_code="CN", since=FIRST, source="")},
)
PARAGRAPHS = ("3A.a", "3A.b")
WORDS: dict[str, tuple[str, ...]] = {
    "item.kind": ("integrated_circuit", "memory", "system"),
    "item.formats": ("fp16", "fp16,tf32", "tf32"),
    "item.paragraph": ("3aa", "3ab", "none"),
    "same": ("yes", "no"),
    "end_user.country": ("CN", "HK", "DE", "GL", "NI"),
    "consignee.country": ("CN", "HK", "DE", "GL"),
    "end_use": ("civil", "military"),
    "name": ("huawei", "acme", "other"),
}
numbers = st.integers(0, 6).map(Fraction)


# ---- conditions -------------------------------------------------------------------------


@st.composite
def comparisons(draw: st.DrawFn) -> Condition:
    which = draw(
        st.sampled_from([each for each in DECLARED if each.kind not in ("items", "formats")])
    )
    if which.kind == "date":
        operator = draw(st.sampled_from(("equals", "on_or_after", "before")))
        operand: Any = Fraction(draw(st.integers(0, 3)))
    elif which.kind in ("quantity", "throughput"):
        operator = draw(
            st.sampled_from(("at_least", "more_than", "at_most", "less_than", "equals"))
        )
        operand = draw(numbers) * (16 if which.name == TPP else 1)
    elif which.kind == "country":
        operator = draw(st.sampled_from(("in", "not_in")))
        operand = tuple(draw(st.sets(st.sampled_from(("A", "D", "CN", "HK", "GL")), min_size=1)))
    else:
        operator = draw(st.sampled_from(("equals", "one_of")))
        operand = tuple(draw(st.sets(st.sampled_from(WORDS[which.name]), min_size=1)))
    return FactTest(fact=which, operator=operator, operand=operand, written="", place=HERE)


@cache
def conditions(rules: tuple[str, ...] = ()) -> st.SearchStrategy[Condition]:
    leaves: st.SearchStrategy[Condition] = comparisons() | st.just(always(HERE))
    if rules:
        some = st.sets(st.sampled_from(rules), min_size=1)
        leaves |= some.map(lambda ids: RuleHolds(rules=tuple(sorted(ids)), place=HERE))
    if set(REQUIREMENTS) & set(rules):
        others = st.sampled_from(((), REQUIREMENTS[:1]))
        leaves |= others.map(lambda ids: PartRequires(parts=("742",), other_than=ids, place=HERE))
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3).map(lambda parts: AllOf(parts=tuple(parts), place=HERE))
            | st.lists(inner, max_size=3).map(lambda parts: AnyOf(parts=tuple(parts), place=HERE))
            | inner.map(lambda part: Not(part=part, place=HERE))
            | inner.map(lambda part: Term(name="t", part=part, place=HERE))
            | inner.map(lambda part: ContainsAny(part=part, place=HERE))
        ),
        max_leaves=5,
    )


# ---- facts, once more and once less exactly ---------------------------------------------


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, width = draw(numbers), draw(st.none() | numbers)
    if width == 0:
        return Interval.exactly(low)
    high = None if width is None else low + width
    return Interval(low, high, draw(st.booleans()), high is not None and draw(st.booleans()))


@cache
def values(name: str) -> st.SearchStrategy[Value]:
    if name in WORDS:
        words = st.sampled_from(WORDS[name])
        return words.map(Choice.of) | st.sets(words, min_size=1).map(
            lambda several: Choice(frozenset(several))
        )
    return numbers.map(Interval.exactly) | intervals()


def known(value: Value) -> Known:
    return Known(value=value, origin=Origin.STATED)


@st.composite
def pairs(draw: st.DrawFn, depth: int = 1) -> tuple[Facts, Facts]:
    """What is known less exactly, and more: some facts are learned, others are narrowed."""
    less: dict[str, Known] = {}
    more: dict[str, Known] = {}
    for each in DECLARED:
        learned = draw(st.sampled_from(("never", "same", "new", "narrowed")))
        if learned == "never" or each.kind == "items" or (each.formula and draw(st.integers(0, 3))):
            continue
        value = draw(values(each.name))
        more[each.name] = known(value)
        if learned == "same":
            less[each.name] = known(value)
        elif learned == "narrowed":
            less[each.name] = known(hull(value, draw(values(each.name))))
    contents = draw(st.none() | st.lists(pairs(depth - 1), max_size=2)) if depth else None
    inside_less = None if contents is None or draw(st.booleans()) else contents
    return (
        Facts(CATALOGUE, less, contains=inside_less and tuple(pair[0] for pair in inside_less)),
        Facts(CATALOGUE, more, contains=contents and tuple(pair[1] for pair in contents)),
    )


# ---- rulebooks --------------------------------------------------------------------------

REQUIREMENTS = ("r1", "r2")


@pytest.fixture(scope="session")
def plain(library: Library) -> Version:
    """A version with nothing in it but a condition to be put in."""
    version = library.rulebooks[0].rules[0].versions[0]
    return version.but(
        window=Window(FIRST),
        unless=None,
        policies=(),
        bars=(),
        obligations=(),
        resolved_when=None,
        place=HERE,
    )


def rule(name: str, effect: Effect, *versions: Version) -> Rule:
    return Rule(
        id=name,
        rulebook="gen",
        title=name,
        cites=("x",),
        effect=effect,
        windows=tuple(version.window for version in versions),
        versions=versions,
        place=HERE,
    )


def rulebook(rules: Iterable[Rule], applies_when: Condition) -> Rulebook:
    return Rulebook(
        id="gen",
        title="Generated",
        jurisdiction="",
        version="1",
        digest="",
        first_day=FIRST,
        verified_through=date(2030, 1, 1),
        verified_note="",
        covers=(),
        not_covered=(),
        applies_when=applies_when,
        readings={},
        groups=GROUPS,
        lists=(),
        terms={},
        rules=tuple(rules),
        place=HERE,
    )


@st.composite
def rulebooks(draw: st.DrawFn, plain: Version, *, disagreeing: bool = False) -> Rulebook:
    def seldom(strategy: st.SearchStrategy[Condition]) -> Condition | None:
        return draw(strategy) if draw(st.integers(0, 3)) == 0 else None

    def version(rules: tuple[str, ...] = (), **more: Any) -> Version:
        unless = seldom(conditions(rules))
        return plain.but(when=draw(conditions(rules)), unless=unless, **more)

    classes = PARAGRAPHS if disagreeing else (PARAGRAPHS[0], PARAGRAPHS[0])
    rules = [
        rule(f"c{index}", Classifies(paragraph=paragraph), version())
        for index, paragraph in enumerate(classes[: draw(st.integers(0, 2))])
    ]
    judged = tuple(each.id for each in rules)
    needed = [
        rule(name, RequiresLicense(reason="", part="742"), version(judged))
        for name in REQUIREMENTS[: draw(st.integers(1, 2))]
    ]
    rules += needed
    judged += tuple(each.id for each in needed)
    if draw(st.booleans()):
        rules.append(rule("p", Prohibits(), version(judged)))
        judged += ("p",)
    for index in range(draw(st.integers(0, 2))):
        covers = draw(st.sampled_from(((ALL,), ("r1",), ("r2",), REQUIREMENTS)))
        effect = Excepts(symbol="E", covers=frozenset(covers), is_license=draw(st.booleans()))
        bars = tuple(
            Bar(title="b", when=when, cites=("x",), place=HERE)
            for when in draw(st.lists(conditions(judged), max_size=2))
        )
        rules.append(rule(f"e{index}", effect, version(judged, bars=bars)))
    if draw(st.booleans()):
        resolved = draw(st.none() | conditions(judged))
        rules.append(rule("a", Advises(), version(judged, resolved_when=resolved)))
    return rulebook(rules, seldom(conditions()) or always(HERE))


MANY = settings().max_examples
FEW = settings(suppress_health_check=list(HealthCheck), max_examples=MANY // 2)
MORE = settings(suppress_health_check=list(HealthCheck), max_examples=MANY * 3 // 2)


@settings(suppress_health_check=list(HealthCheck))
@given(condition=conditions(("r1", "r2")), pair=pairs(), before=st.data())
def test_learning_never_turns_a_settled_condition(
    condition: Condition, pair: tuple[Facts, Facts], before: st.DataObject
) -> None:
    """A condition settled by bounded or missing facts is the same when they are narrowed."""
    more = {name: before.draw(st.sampled_from((HOLDS, FAILS, UNKNOWN))) for name in REQUIREMENTS}
    less = {name: before.draw(st.sampled_from((truth, UNKNOWN))) for name, truth in more.items()}
    try:
        first = evaluate(condition, Situation(pair[0], GROUPS, DAY, less)).truth
        second = evaluate(condition, Situation(pair[1], GROUPS, DAY, more)).truth
    except Contradiction:
        return  # Facts that contradict each other are a problem of their own: nothing is decided.
    if first is not UNKNOWN:
        assert second is first


def test_learning_never_turns_a_verdict(plain: Version) -> None:
    """A pass stays a pass and a fail a fail, whatever more is learned of the shipment.

    The examples are not idle: they reach every verdict, before and after learning.
    """
    seen: set[tuple[str, str]] = set()

    @MORE
    @given(data=st.data(), pair=pairs())
    def learned(data: st.DataObject, pair: tuple[Facts, Facts]) -> None:
        books = [data.draw(rulebooks(plain)) for _ in range(data.draw(st.integers(1, 2)))]
        seen.update(_verdicts(books, pair))

    learned()
    assert {("review", "pass"), ("review", "fail"), ("pass", "pass"), ("fail", "fail")} <= seen


@FEW
@given(data=st.data(), pair=pairs())
def test_learning_never_turns_a_verdict_where_classifications_disagree(
    plain: Version, data: st.DataObject, pair: tuple[Facts, Facts]
) -> None:
    """A pass stands even if it is learned that two rules classify the item differently."""
    _verdicts([data.draw(rulebooks(plain, disagreeing=True))], pair)


def _verdicts(books: list[Rulebook], pair: tuple[Facts, Facts]) -> set[tuple[str, str]]:
    """The verdicts before and after learning, of which the second must be that of the first."""
    try:
        first, second = (determine(books, facts, DAY).verdict for facts in pair)
    except Contradiction:
        return set()  # Facts that contradict each other are a problem of their own.
    assert first in ("review", second)
    return {(first, second)}


def test_a_pass_stands_when_a_second_paragraph_is_learned(plain: Version) -> None:
    """What may still turn out to be a conflict of classifications holds a pass open already."""
    ordinary = FactTest(
        fact=CATALOGUE["end_use"], operator="equals", operand=("civil",), written="", place=HERE
    )
    book = rulebook(
        (
            rule("c0", Classifies(paragraph="3A.a"), plain.but(when=always(HERE))),
            rule("c1", Classifies(paragraph="3A.b"), plain.but(when=ordinary)),
        ),
        always(HERE),
    )
    less, more = Facts(CATALOGUE, {}), Facts(CATALOGUE, {"end_use": known(Choice.of("civil"))})
    assert _verdicts([book], (less, more)) == {("review", "review")}


def test_what_is_supposed_leads_where_a_whole_judgment_does(plain: Version) -> None:
    """Asking again what is open finds the outcome of judging anew, whatever is supposed.

    The examples are not idle: they turn to every verdict.
    """
    seen: set[str] = set()

    @MORE
    @given(data=st.data(), pair=pairs())
    def supposed(data: st.DataObject, pair: tuple[Facts, Facts]) -> None:
        less, more = pair
        disagreeing = data.draw(st.booleans())
        books = [
            data.draw(rulebooks(plain, disagreeing=disagreeing))
            for _ in range(data.draw(st.integers(1, 2)))
        ]
        try:
            before = determine(books, less, DAY)
        except Contradiction:
            return
        single = [
            less.supposing(name, narrower)
            for name, narrower in more.stated.items()
            if narrower != less.stated.get(name)
        ]
        for facts in (more, *single):
            try:
                whole = determine(books, facts, DAY)
            except Contradiction:
                with pytest.raises(Contradiction):
                    Supposing(before).outcome(facts)
            else:
                assert Supposing(before).outcome(facts) is whole.outcome
                if before.verdict == "review":
                    seen.add(whole.verdict)

    supposed()
    assert seen == {"pass", "fail", "review"}


MILITARY = FactTest(
    fact=CATALOGUE["end_use"], operator="equals", operand=("military",), written="", place=HERE
)
CLASSIFIED = FactTest(
    fact=CATALOGUE["item.paragraph"], operator="equals", operand=("3aa",), written="", place=HERE
)
NEEDED = RequiresLicense(reason="", part="742")
REQUIRED = RuleHolds(rules=("r1",), place=HERE)
UNDER_742 = PartRequires(parts=("742",), other_than=(), place=HERE)
IN_3A = Classifies(paragraph="3A.a")


@pytest.mark.parametrize(
    "books",
    [
        [[("r1", NEEDED, MILITARY), ("p", Prohibits(), REQUIRED)]],
        [[("r1", NEEDED, MILITARY), ("p", Prohibits(), UNDER_742)]],
        [[("c", IN_3A, MILITARY), ("p", Prohibits(), CLASSIFIED)]],
        [[("c", IN_3A, MILITARY)], [("p", Prohibits(), CLASSIFIED)]],
    ],
    ids=["a rule", "any requirement", "the paragraph", "the paragraph of others"],
)
def test_what_is_supposed_turns_what_looks_at_rules(
    plain: Version, books: list[list[tuple[str, Effect, Condition]]]
) -> None:
    """A rule that looks at no fact that is supposed may look at a rule that is turned by it."""
    made = [
        rulebook([rule(n, e, plain.but(when=when)) for n, e, when in book], always(HERE))
        for book in books
    ]
    before = determine(made, Facts(CATALOGUE, {}), DAY)
    supposed = Facts(CATALOGUE, {"end_use": known(Choice.of("military"))})
    assert before.outcome is Outcome.UNDETERMINED
    assert Supposing(before).outcome(supposed) is Outcome.PROHIBITED


def test_what_is_supposed_may_speak_against_what_is_assumed_of_a_part(plain: Version) -> None:
    """Of a contained item less may be known than before, where nothing shows of the item itself."""
    usual = Assumption(value="memory", doubted_by=("same",))
    kind = CATALOGUE["item.kind"].but(assume={"ordinary": usual})
    catalogue = Catalogue(facts={**CATALOGUE.facts, kind.name: kind}, countries=CATALOGUE.countries)
    memory = FactTest(fact=kind, operator="equals", operand=("memory",), written="", place=HERE)
    contained = ContainsAny(part=memory, place=HERE)
    covering = Excepts(symbol="E", covers=frozenset({ALL}), is_license=False)
    rules = (
        rule("r1", NEEDED, plain.but(when=contained)),
        rule("e", covering, plain.but(when=Not(part=MILITARY, place=HERE))),
    )
    books = (rulebook(rules, always(HERE)),)
    facts = Facts(
        catalogue,
        {"item.kind": known(Choice.of("system"))},
        contains=(Facts(catalogue, {}),),
        profile="ordinary",
    )
    before = determine(books, facts, DAY)
    assert before.requirements[0].truth is HOLDS
    military = facts.supposing("end_use", known(Choice.of("military")))
    assert Supposing(before).outcome(military) is Outcome.LICENSE_REQUIRED
    doubted = military.supposing("same", known(Choice.of("yes")))
    assert determine(books, doubted, DAY).outcome is Outcome.UNDETERMINED
    assert Supposing(before).outcome(doubted) is Outcome.UNDETERMINED


@FEW
@given(data=st.data(), pair=pairs(), later=conditions())
def test_a_later_version_changes_nothing_before_it_takes_effect(
    plain: Version, data: st.DataObject, pair: tuple[Facts, Facts], later: Condition
) -> None:
    """With a version added from a later day, every earlier day has the answer that it had."""
    book = data.draw(rulebooks(plain))
    if not book.rules:
        return
    amended = data.draw(st.sampled_from(book.rules))
    day = DAY + timedelta(days=1)
    changed = amended.but(
        windows=(Window(FIRST, day), Window(day)),
        versions=(
            amended.versions[0].but(window=Window(FIRST, day)),
            amended.versions[0].but(window=Window(day), when=later),
        ),
    )
    rules = tuple(changed if each is amended else each for each in book.rules)
    after = rulebook(rules, book.applies_when)
    for each in (FIRST - timedelta(days=1), FIRST, DAY):
        try:
            answers = [determine([b], pair[1], each) for b in (book, after)]
        except Contradiction:
            return
        assert answers[0].outcome is answers[1].outcome
        truths = [[(f.name, f.truth) for f in answer.findings] for answer in answers]
        assert truths[0] == truths[1]
    assert after.rules[book.rules.index(amended)].on(day) is changed.versions[1]
