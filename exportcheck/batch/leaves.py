"""The answer at a leaf of the tree where it is open, in short, from the rules that are left there.

Most leaves are open, and what is told of one are the rules that leave it open and the questions to
ask. For that the rules that fail need not be judged again, nor those that are not left because
nothing rests on them. Whatever is told otherwise, such as a pass, is judged whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

from exportcheck.batch.residues import Residue
from exportcheck.batch.state import Book, Left, Ruling, State, asked_of, paragraph_of
from exportcheck.core.answers import Brief, brief_of
from exportcheck.core.conditions import Condition, rules_read
from exportcheck.core.determine import groups_for, outcome_of, passing, with_cover
from exportcheck.core.evaluate import Situation, Step, evaluate
from exportcheck.core.facts import Facts
from exportcheck.core.findings import (
    AdvisoryFinding,
    ExceptionFinding,
    Finding,
    Outcome,
    RequirementFinding,
)
from exportcheck.core.judging import ALWAYS_COUNT
from exportcheck.core.judgments import Determination, Judgment
from exportcheck.core.paragraphs import PARAGRAPH, paragraph_by, paragraph_left
from exportcheck.core.questions import Asked, asked_by
from exportcheck.core.rules import Classifies, Rule, Rulebook
from exportcheck.core.truth import HOLDS, Truth, all_of, any_of

F = TypeVar("F", bound=Finding)


class Leaves:
    """Answers at leaves that are open; what a rule asks by what is left of it is found once."""

    def __init__(self, rulebooks: Sequence[Rulebook]) -> None:
        self.rulebooks = rulebooks
        self._rules = {rule.id: rule for rulebook in rulebooks for rule in rulebook.rules}
        self._beside: dict[Ruling, frozenset[str]] = {}
        self._asked: dict[object, tuple[Asked | Rule, ...]] = {}
        self._held = 0

    def __len__(self) -> int:
        """How much is held, in things of about a kilobyte or less."""
        return self._held // 8

    def brief(
        self, state: State, facts: Facts, day: date, whole: Callable[[], Determination]
    ) -> Brief | None:
        """The answer if it is open, and nothing else has to be told of it.

        `facts` are those of a line that came to the leaf, with what the lists say.
        """
        if any(book.is_limited or not self._has_all_looked_at(book) for book in state):
            return None
        judgments: tuple[Judgment, ...] = ()
        left: dict[int, object] = {}
        for rulebook, book in zip(self.rulebooks, state, strict=True):
            found = _judged(rulebook, book, facts, day, judgments, left)
            if found is None:
                return None
            judgments = (*judgments, found)
        passes = all_of(any_of((~each.applies.truth, each.passes)) for each in judgments)
        outcome = outcome_of(passes, judgments)
        if outcome is not Outcome.UNDETERMINED:
            return None
        determination = Determination(facts=facts, as_of=day, outcome=outcome, judgments=judgments)

        def asks(_: Determination, finding: Finding, step: Step) -> tuple[Asked | Rule, ...]:
            key = left[id(step)]
            asked = self._asked.get(key)
            if asked is None:
                found = asked_by(determination, finding, step)
                asked = self._asked[key] = tuple({_told(each): each for each in found}.values())
                self._held += len(asked)
            return asked

        brief = brief_of(determination, whole, asks)
        determination.forget()
        return brief

    def _has_all_looked_at(self, book: Book) -> bool:
        """Whether the rules left look at no others that may not fail, though they are not left.

        An exception that no requirement needs is not left, and nor is advice.
        """
        needed = frozenset[str]().union(*(ruling.covering for ruling, _ in book.requirements))
        return all(
            self._looked_at_beside(ruling) <= needed
            for left in book.lefts
            if left is not book.timed
            for ruling, _ in left
        )

    def _looked_at_beside(self, ruling: Ruling) -> frozenset[str]:
        """The rules at which one looks that are not left whenever they do not fail."""
        found = self._beside.get(ruling)
        if found is None:
            found = self._beside[ruling] = frozenset(
                id
                for id in rules_read(asked_of(ruling))
                if id is not None and not self._is_always_left(id)
            )
        return found

    def _is_always_left(self, id: str) -> bool:
        # What counts always is left whenever it does not fail, so that others may look at it.
        rule = self._rules.get(id)
        return rule is not None and isinstance(rule.effect, ALWAYS_COUNT)


def _told(each: Asked | Rule) -> object:
    """What is told by something asked: it need be told once."""
    return (each.rule, each.fact.name, id(each.test)) if isinstance(each, Asked) else id(each)


def _judged(
    rulebook: Rulebook,
    book: Book,
    facts: Facts,
    day: date,
    others: Iterable[Judgment],
    left: dict[int, object],
) -> Judgment | None:
    """What is left of a judgment by one rulebook; nothing where its classifications may disagree.

    It is what `core.determine.judge` comes to without the rules that fail. Of each step is noted
    what is `left` of it and of all that it may look at, by which it asks.
    """
    classified = [(paragraph_of(ruling), residue.truth) for ruling, residue in book.classifications]
    if HOLDS in (truth for _, truth in classified) and len({name for name, _ in classified}) > 1:
        return None
    paragraph = paragraph_left(classified)
    if not rulebook.that(Classifies):
        elsewhere = [each.paragraph for each in others if each.rulebook.that(Classifies)]
        paragraph = paragraph_by(elsewhere) or paragraph
    groups = groups_for(rulebook, facts)
    work = _Work(Situation(facts, groups, day, {}), book, left)
    classifications = work.stage(book.classifications, Finding)
    facts = facts.supposing(PARAGRAPH, paragraph)
    work.situation = work.situation.about(facts)
    required = work.stage(book.requirements, partial(RequirementFinding, able=(), policies=()))
    prohibitions = work.stage(book.prohibitions, Finding)
    exceptions = work.stage(book.exceptions, ExceptionFinding)
    requirements = tuple(with_cover(rulebook, required, exceptions))
    flags = work.stage(book.flags, AdvisoryFinding)
    return Judgment(
        rulebook=rulebook,
        facts=facts,
        groups=groups,
        applies=_settled(rulebook.applies_when, work.situation, book.applies),
        classifications=classifications,
        paragraph=paragraph,
        requirements=requirements,
        exceptions=exceptions,
        prohibitions=prohibitions,
        advisories=flags,
        obliging=(),
        limits=(),
        passes=passing(prohibitions, requirements, flags, ()),
        as_of=day,
    )


@dataclass(slots=True)
class _Work:
    """Rules taken up stage after stage: each may look at those before it."""

    situation: Situation
    book: Book
    left: dict[int, object]
    truths: Mapping[str, Truth] = field(default_factory=dict)

    def stage(self, rulings: Left, finding: Callable[..., F]) -> tuple[F, ...]:
        """The rules of a stage as findings, with the truths that are left."""
        book, found = self.book, []
        all_before = tuple(self.truths.items())
        for ruling, residue in rulings:
            version = ruling.version
            step = _settled(asked_of(ruling), self.situation, residue)
            found.append(finding(rule=ruling.rule, version=version, step=step))
            before: object = None
            if version.rests_on_rules:
                looked_at = version.rules_read
                before = all_before if looked_at is None else (*map(self.truths.get, looked_at),)
            classes = book.classifications if PARAGRAPH in version.facts_read else None
            self.left[id(step)] = (ruling, residue, before, classes)
        self.truths = {**self.truths, **{each.rule.id: residue.truth for each, residue in rulings}}
        parts = {each.rule.id: each.rule.part for each, _ in rulings if each.rule.part}
        self.situation = self.situation.after(self.truths, parts)
        return tuple(found)


def _settled(condition: Condition, situation: Situation, residue: Residue) -> Step:
    """The step of a condition of which the truth is found."""
    step = evaluate(condition, situation)
    step.settle(residue.truth)
    return step
