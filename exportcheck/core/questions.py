"""Open questions: which facts leave an answer open, and what it would be either way.

The unknown leaves of the unknown steps name the facts. Each is then supposed to be what would make
its test hold, and what would make it fail, and the determination is made again; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import cached_property, partial
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from exportcheck.core import eccns
from exportcheck.core.catalogue import Fact
from exportcheck.core.conditions import ContainsAny, PartRequires, RuleHolds, Test
from exportcheck.core.determine import determine
from exportcheck.core.evaluate import Step
from exportcheck.core.facts import Contradiction, Facts, Known, Origin
from exportcheck.core.findings import Finding, Outcome
from exportcheck.core.formulas import word_of
from exportcheck.core.judgments import Determination, Judgment
from exportcheck.core.paragraphs import PARAGRAPH
from exportcheck.core.quantities import show_number
from exportcheck.core.records import Record
from exportcheck.core.rules import Rule
from exportcheck.core.supposing import Supposing
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN
from exportcheck.core.values import Choice, Interval, Value

MOST_ANSWERS = 6


class Answer(Record):
    """One answer to an open question, in words, and the outcome that it leads to."""

    words: str
    outcome: Outcome


class Asked(NamedTuple):
    """What an open leaf asks: the fact, by which of its tests if it is one, and for which rule."""

    rule: str
    fact: Fact
    test: Test | None


class Question(Record):
    """A fact that leaves the answer open, the rules that need it, and what each answer leads to.

    The answers are worked out when they are looked at.
    """

    fact: Fact
    needed_by: tuple[str, ...]
    rests_on: tuple[Fact, ...] = ()
    note: str = ""
    work_out: Callable[[], Iterable[Answer]] = tuple

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        return tuple(self.work_out())


def asked_by(determination: Determination, finding: Finding, step: Step) -> Iterator[Asked | Rule]:
    """What the unknown leaves under a step ask, in their order.

    A leaf that looks at other rules asks whatever those ask that are judged with it.
    """
    judgment = _judgment_of(determination, finding)
    for leaf in step.leaves(UNKNOWN):
        condition = leaf.condition
        if isinstance(condition, Test) and condition.fact.name == PARAGRAPH:
            yield from (other.rule for other in judgment.classifications)
        elif isinstance(condition, RuleHolds | PartRequires):
            for other in judgment.findings:
                if _counts(condition, other.rule) and other is not finding:
                    yield other.rule
        elif isinstance(condition, Test):
            yield from _asked(determination, finding, condition.fact, condition)
        elif isinstance(condition, ContainsAny):
            fact = determination.facts.catalogue["item.contains"]
            yield from _asked(determination, finding, fact, None)


def _asked(
    determination: Determination, finding: Finding, fact: Fact, test: Test | None
) -> Iterator[Asked]:
    fact = asked_instead(determination.facts, fact)
    # A fact that was stated, and still the law does not say: asking again would not help. Of an
    # ECCN a paragraph below may say more.
    if fact.kind == "eccn" or not determination.facts[fact.name].is_exact:
        yield Asked(finding.name, fact, test)


# Finds what is asked by a step of a finding.
Asks: TypeAlias = Callable[[Determination, Finding, Step], Iterable[Asked | Rule]]


def open_questions(
    determination: Determination, *, ask_outcomes: bool = True, asks: Asks = asked_by
) -> tuple[Question, ...]:
    """The facts that leave the answer open, first those on which most rules wait.

    Where as many wait, it is the order in which the rules ask. Where only the facts are wanted,
    what each answer leads to need not be found out.
    """
    if determination.outcome is not Outcome.UNDETERMINED:
        return ()
    undecided = _undecided(determination)
    found = _questions(determination, undecided, ask_outcomes=ask_outcomes, asks=asks)
    return tuple(sorted(found, key=lambda question: -len(question.needed_by)))


def policy_questions(determination: Determination) -> tuple[Question, ...]:
    """The facts on which the review policy of a license application depends."""
    if determination.verdict != "fail":
        return ()
    steps = [
        (requirement, finding.step)
        for requirement in determination.requirements
        if requirement.truth is HOLDS and requirement.policy_is_open
        for finding in requirement.policies
        if finding.truth is UNKNOWN
    ]
    return tuple(_questions(determination, steps, ask_outcomes=False))


def _undecided(determination: Determination) -> Iterator[tuple[Finding, Step]]:
    for judgment in determination.judgments:
        if judgment.passes is not UNKNOWN:
            continue
        for finding in judgment.prohibitions:
            yield finding, finding.step
        for requirement in judgment.requirements:
            if requirement.truth is FAILS or requirement.covered is HOLDS:
                continue
            yield requirement, requirement.step
            if requirement.truth is HOLDS:
                for exception in judgment.exceptions:
                    if exception.covers(requirement.rule):
                        yield exception, exception.step
        for flag in judgment.advisories:
            if flag.holds_open and flag.truth is not FAILS:
                yield flag, flag.step


def _questions(
    determination: Determination,
    undecided: Iterable[tuple[Finding, Step]],
    *,
    ask_outcomes: bool = True,
    asks: Asks = asked_by,
) -> Iterator[Question]:
    asked: dict[str, tuple[Fact, dict[str, None], list[Test]]] = {}
    for rule, fact, test in _all_asked(determination, undecided, asks):
        _, needed, tests = asked.setdefault(fact.name, (fact, {}, []))
        needed[rule] = None
        if test is not None and _speaks_of(test, fact):
            tests.append(test)
    supposing = Supposing(determination)
    for fact, needed, tests in asked.values():
        known = determination.facts[fact.name]
        yield Question(
            fact=fact,
            needed_by=tuple(needed),
            work_out=partial(_answers, supposing, fact, tests) if ask_outcomes else tuple,
            rests_on=tuple(_missing_inputs(determination, fact)),
            note=known.note if known.doubted else "",
        )


def _all_asked(
    determination: Determination, undecided: Iterable[tuple[Finding, Step]], asks: Asks
) -> Iterator[Asked]:
    """What the steps ask, and the rules at which they look; each of them once."""
    findings = {id(finding.rule): finding for finding in determination.findings}
    heard: set[int] = set()

    def ask(finding: Finding, step: Step) -> Iterator[Asked]:
        if id(step) in heard:
            return
        heard.add(id(step))
        for each in asks(determination, finding, step):
            if isinstance(each, Asked):
                yield each
            else:
                other = findings[id(each)]
                yield from ask(other, other.step)

    for finding, step in undecided:
        yield from ask(finding, step)


def _speaks_of(test: Test, fact: Fact) -> bool:
    """Whether a test may be made of a fact, or of one by whose value a fact asked for is found.

    Whether two places are the same is no test of one of them.
    """
    return fact.kind != "country" or test.fact.kind == "country"


def asked_instead(facts: Facts, fact: Fact) -> Fact:
    """The fact to ask for: the one from which this one follows, while that is open."""
    while fact.formula:
        follows = {"no_when_no": fact.inputs[0]}
        if word_of(fact) is not None:
            follows[fact.formula] = fact.inputs[0]
        if fact.formula == "same_as_when" and facts[fact.inputs[0]].value == Choice.of("yes"):
            follows["same_as_when"] = fact.inputs[1]
        if fact.formula == "is_same":
            known = (name for name in fact.inputs if not facts[name].is_exact)
            follows["is_same"] = next(known, fact.inputs[0])
        source = follows.get(fact.formula)
        if source is None or facts[source].is_exact:
            return fact
        fact = facts.catalogue[source]
    return fact


def _counts(condition: RuleHolds | PartRequires, rule: Rule) -> bool:
    """Whether a condition on rules judged earlier looks at this one."""
    if isinstance(condition, RuleHolds):
        return rule.id in condition.rules
    return rule.part in condition.parts and rule.id not in condition.other_than


def _judgment_of(determination: Determination, finding: Finding) -> Judgment:
    for judgment in determination.judgments:
        if judgment.rulebook.id == finding.rule.rulebook:
            return judgment
    raise LookupError(finding.name)


def _missing_inputs(determination: Determination, fact: Fact) -> Iterator[Fact]:
    """The stated facts behind a derived one that are not known exactly."""
    catalogue, facts = determination.facts.catalogue, determination.facts
    if not fact.formula or fact.kind == "country":
        return
    for name in fact.inputs:
        inner = catalogue[name]
        if inner.formula:
            yield from _missing_inputs(determination, inner)
        elif not facts[name].is_exact:
            yield inner


def _answers(supposing: Supposing, fact: Fact, tests: list[Test]) -> Iterator[Answer]:
    determination = supposing.before
    known = determination.facts[fact.name]
    # What is doubted may be otherwise than all that was thought of.
    possible = fact.unknown if known.doubted else known.value
    for words, value in _cases(determination, fact, tests):
        narrowed = fact.meet(possible, value)
        if narrowed.is_empty:
            continue
        supposed = Known(value=narrowed, origin=Origin.STATED, written=words)
        try:
            outcome = supposing.outcome(determination.facts.supposing(fact.name, supposed))
        except Contradiction:
            continue  # what is stated elsewhere rules this answer out
        yield Answer(words=words, outcome=outcome)


def asked_next(
    determination: Determination, question: Question
) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """What would be asked after each answer to a question that settles nothing by itself.

    Nothing more may be, though the answer stays open: then something else holds it. That is found
    of the answers that are words alone.
    """
    unknown = question.fact.unknown
    if not isinstance(unknown, Choice) or unknown.options is None:
        return
    rulebooks = tuple(judgment.rulebook for judgment in determination.judgments)
    for words in (each.words for each in question.answers if each.words in unknown.options):
        known = Known(value=Choice.of(words), origin=Origin.STATED, written=words)
        facts = determination.facts.supposing(question.fact.name, known)
        found = determine(rulebooks, facts, determination.as_of, determination)
        later = open_questions(found, ask_outcomes=False)
        yield words, tuple(each.fact for each in later if each.fact is not question.fact)


def _cases(
    determination: Determination, fact: Fact, tests: list[Test]
) -> Iterator[tuple[str, Value]]:
    """The answers worth telling apart: those between which some open test turns."""
    unknown = fact.unknown
    if isinstance(unknown, Choice) and unknown.options is not None:
        for option in sorted(unknown.options, reverse=fact.kind == "yes_no")[:MOST_ANSWERS]:
            yield option, Choice.of(option)
    elif fact.kind == "country":
        yield from _country_cases(determination, tests)
    elif fact.kind == "eccn":
        yield from _eccn_cases(determination.facts[fact.name], tests)
    elif fact.kind == "text":
        # The first word of a list stands for all of it.
        named = {test.written.partition(", ")[0]: Choice.of(*_words(test)[:1]) for test in tests}
        yield from list(named.items())[:MOST_ANSWERS]
        if named:
            yield "anything else", Choice.of("\N{BULLET}")
    elif isinstance(unknown, Interval) and fact.kind != "date":
        yield from _number_cases(fact, tests)


def _words(test: Test) -> tuple[str, ...]:
    return test.operand if isinstance(test.operand, tuple) else ()


def _eccn_cases(known: Known, tests: list[Test]) -> Iterator[tuple[str, Value]]:
    assert isinstance(known.value, Choice)
    found: dict[str, Value] = {}
    for test in tests:
        # The first that says more than what is known stands for all of a list.
        more = eccns.narrower(known.value, _words(test))
        if more is not None:
            written = dict(zip(_words(test), test.written.split(", "), strict=False))
            found.setdefault(written.get(more.only or "", more.only or ""), more)
    yield from list(found.items())[:MOST_ANSWERS]
    if found:
        other = f"another paragraph of {known.written}" if known.is_exact else "anything else"
        yield other, eccns.another(known.value)


def _country_cases(determination: Determination, tests: list[Test]) -> Iterator[tuple[str, Value]]:
    codes = frozenset(determination.facts.catalogue.countries)
    groups = determination.judgments[0].groups
    seen: set[tuple[str, ...]] = set()
    for test in tests:
        operand = tuple(sorted(_words(test)))
        if operand in seen or len(seen) == MOST_ANSWERS // 2:
            continue
        seen.add(operand)
        inside, outside = groups.parted(operand, codes, determination.as_of)
        names = " or ".join(_place_name(determination, name) for name in operand)
        yield f"in {names}", Choice(inside)
        yield f"a listed country not in {names}", Choice(outside)


def _place_name(determination: Determination, name: str) -> str:
    group = determination.judgments[0].groups.groups.get(name)
    return determination.facts.catalogue.countries[name] if group is None else group.title


def _number_cases(fact: Fact, tests: list[Test]) -> Iterator[tuple[str, Value]]:
    limits = sorted({test.operand for test in tests if isinstance(test.operand, Fraction)})
    edges: list[Fraction | None] = [None, *limits, None]
    for low, high in list(pairwise(edges))[:MOST_ANSWERS]:
        words = []
        if low is not None:
            words.append(f"at least {show_number(low)} {fact.unit}".rstrip())
        if high is not None:
            words.append(f"less than {show_number(high)} {fact.unit}".rstrip())
        yield " and ".join(words) or "any", Interval(low, high, False, high is not None)
