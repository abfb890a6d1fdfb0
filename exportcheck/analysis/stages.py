"""Rulebooks on a day as formulas: the same stages as `determine`, over all shipments at once.

Reads beside `core/determine.py`, and says nothing that it does not. Every answer found with it is
judged again by `determine` before it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

from exportcheck.analysis.algebra import (
    Formula,
    Pair,
    all_hold,
    any_holds,
    both,
    either,
    negated,
)
from exportcheck.analysis.encoding import Encoder, Scope
from exportcheck.core.catalogue import fold
from exportcheck.core.conditions import Condition
from exportcheck.core.paragraphs import NONE
from exportcheck.core.records import Record
from exportcheck.core.rules import (
    Advises,
    Classifies,
    Excepts,
    Prohibits,
    RequiresLicense,
    Rule,
    Rulebook,
    Version,
)

Enabled = Callable[[Rule], Formula]


def every_rule(_: Rule) -> Formula:
    return True


class InForce(Record):
    """A rule in force, the condition by which it counts, and its truth."""

    rule: Rule
    condition: Condition
    truth: Pair


class Encoded(Record):
    """One rulebook on a day: the truth of each rule in force, and of the whole.

    `outside` says that the day is one for which the rulebook gives no answer. `waited_for` is
    advice that holds a passing answer open for what the item or the shipment is; `undoubted` is
    whether it passes but for advice that only doubts what is stated, and `needed` is what it passes
    by, part by part, each with the rule that it is about, or with what else it says.
    """

    rulebook: Rulebook
    outside: bool
    applies: Pair
    in_force: Mapping[str, InForce]
    classifications: Mapping[str, Pair]
    requirements: Mapping[str, Pair]
    covered: Mapping[str, Pair]
    covering: Mapping[str, frozenset[str]]
    prohibitions: Mapping[str, Pair]
    exceptions: Mapping[str, Pair]
    eligible: Mapping[str, Pair]
    advisories: Mapping[str, Pair]
    waited_for: Mapping[str, Pair]
    paragraphs: Mapping[str, Pair]
    conflict: Formula
    passes: Pair
    undoubted: Pair
    needed: tuple[Formula, ...]
    needed_by: tuple[str, ...]

    def failing(self) -> dict[str, tuple[Formula, ...]]:
        """Each reason for which a shipment fails, in its parts.

        A prohibition, or a requirement with everything that covers it ruled out.
        """
        reasons = {
            name: (self.applies.holds, truth.holds) for name, truth in self.prohibitions.items()
        }
        for name, truth in self.requirements.items():
            covering = self.covering[name]
            uncovered = (e.fails for each, e in self.exceptions.items() if each in covering)
            reasons[name] = (self.applies.holds, truth.holds, *uncovered)
        return reasons

    def passing(self) -> tuple[Formula, ...]:
        """All that must be true for a shipment to pass this rulebook, or not to fall under it."""
        return tuple(either((self.applies.fails, each)) for each in self.needed)


def judgments(encoder: Encoder, enabled: Enabled = every_rule) -> tuple[Encoded, ...]:
    """The rulebooks over all shipments; a rule that is not enabled says nothing.

    One that classifies nothing, as a company's own, goes by the paragraphs that those before find.
    """
    found: list[Encoded] = []
    for rulebook in encoder.side.rulebooks:
        before = () if rulebook.that(Classifies) else found
        others = tuple(each.paragraphs for each in before if each.rulebook.that(Classifies))
        found.append(_judgment(encoder, rulebook, enabled, others))
    return tuple(found)


def _judgment(
    encoder: Encoder,
    rulebook: Rulebook,
    enabled: Enabled,
    others: tuple[Mapping[str, Pair], ...],
) -> Encoded:
    day = encoder.side.day
    scope = Scope({}, {})
    if others:
        scope.paragraph = cache(partial(_found_by_others, others))

    in_force: dict[str, InForce] = {}

    def judge(effect: type, asked: Callable[[Version], Condition]) -> list[tuple[Rule, Pair]]:
        found = []
        for rule, version in rulebook.in_force(effect, day):
            condition = asked(version)
            truth = encoder.condition(condition, rulebook, scope).where(enabled(rule))
            in_force[rule.id] = InForce(rule=rule, condition=condition, truth=truth)
            found.append((rule, truth))
        if effect is not Advises:
            scope.judged.update((rule.id, truth) for rule, truth in found)
        return found

    applies = encoder.condition(rulebook.applies_when, rulebook, scope)
    classifying = judge(Classifies, _whole)
    paragraphs = _paragraphs(classifying)
    if not others:
        scope.terms, scope.paragraph = {}, cache(partial(_is_paragraph, paragraphs))
    requiring = judge(RequiresLicense, _whole)
    scope.parts.update((rule.id, rule.part) for rule, _ in requiring)
    prohibiting = judge(Prohibits, _whole)
    eligible = {
        rule.id: encoder.condition(version.whole, rulebook, scope)
        for rule, version in rulebook.in_force(Excepts, day)
    }
    excepting = judge(Excepts, lambda version: version.unbarred)
    advising = judge(Advises, lambda version: version.unresolved)
    covered = {
        rule.id: any_holds(truth for e, truth in excepting if _covers(e, rule))
        for rule, _ in requiring
    }
    met = (
        *(truth.opposite for _, truth in prohibiting),
        *(any_holds((truth.opposite, covered[rule.id])) for rule, truth in requiring),
    )
    passes = all_hold(met)
    conflict = _conflict(classifying)
    asked: dict[str, Pair] = {}
    doubting: dict[str, Pair] = {}
    for rule, truth in advising:
        assert isinstance(rule.effect, Advises)
        if rule.effect.holds_open:
            (doubting if rule.effect.doubts else asked)[rule.id] = truth
    unasked = (truth.fails for truth in asked.values())
    outside = _is_outside(encoder, rulebook)
    unheld = (not outside, negated(conflict), *unasked)
    sure = tuple(truth.fails for truth in doubting.values())
    undoubted = both((passes.holds, *unheld))
    return Encoded(
        rulebook=rulebook,
        outside=outside,
        applies=applies,
        in_force=in_force,
        classifications=_by_id(classifying),
        requirements=_by_id(requiring),
        covered=covered,
        covering={
            rule.id: frozenset(e.id for e, _ in excepting if _covers(e, rule))
            for rule, _ in requiring
        },
        prohibitions=_by_id(prohibiting),
        exceptions=_by_id(excepting),
        eligible=eligible,
        advisories=_by_id(advising),
        waited_for=asked,
        paragraphs=paragraphs,
        conflict=conflict,
        passes=Pair(holds=both((undoubted, *sure)), fails=passes.fails),
        undoubted=Pair(holds=undoubted, fails=passes.fails),
        needed=(*(each.holds for each in met), *unheld, *sure),
        needed_by=(
            *(rule.id for rule, _ in (*prohibiting, *requiring)),
            *("within its days", "no paragraphs in conflict", *asked, *doubting),
        ),
    )


def _whole(version: Version) -> Condition:
    return version.whole


def _by_id(found: Iterable[tuple[Rule, Pair]]) -> dict[str, Pair]:
    return {rule.id: truth for rule, truth in found}


def _is_outside(encoder: Encoder, rulebook: Rulebook) -> bool:
    day = encoder.side.day
    return (
        day < rulebook.first_day
        or not any(rule.on(day) for rule in rulebook.rules)
        or (rulebook.strict_currency and day > rulebook.verified_through)
    )


def _covers(exception: Rule, requirement: Rule) -> bool:
    assert isinstance(exception.effect, Excepts)
    return not exception.effect.covers.isdisjoint(requirement.covered_as)


def _paragraphs(classifying: Iterable[tuple[Rule, Pair]]) -> dict[str, Pair]:
    """Whether each paragraph classifies the item, by any of its rules."""
    found: dict[str, list[Pair]] = {}
    for rule, truth in classifying:
        assert isinstance(rule.effect, Classifies)
        found.setdefault(fold(rule.effect.paragraph), []).append(truth)
    return {paragraph: any_holds(truths) for paragraph, truths in found.items()}


def _is_paragraph(paragraphs: Mapping[str, Pair], words: tuple[str, ...]) -> Pair:
    """Whether the paragraph that is found is one of these: all still possible are, or none is."""
    some = either(truth.holds for truth in paragraphs.values())
    unless_some = True if NONE in words else some
    return Pair(
        holds=both(
            (
                *(truth.fails for name, truth in paragraphs.items() if name not in words),
                unless_some,
            )
        ),
        fails=both(
            (
                *(paragraphs[name].fails for name in words if name in paragraphs),
                some if NONE in words else True,
            )
        ),
    )


def _found_by_others(others: Iterable[Mapping[str, Pair]], words: tuple[str, ...]) -> Pair:
    """Whether the paragraph is one of these where several rulebooks find it: each of them tells."""
    told = [_is_paragraph(each, words) for each in others]
    return Pair(
        holds=both(truth.holds for truth in told), fails=both(truth.fails for truth in told)
    )


def _conflict(classifying: Iterable[tuple[Rule, Pair]]) -> Formula:
    """A paragraph holds and another one is not ruled out."""
    by_paragraph: dict[str, list[Pair]] = {}
    for rule, truth in classifying:
        assert isinstance(rule.effect, Classifies)
        by_paragraph.setdefault(rule.effect.paragraph, []).append(truth)
    holding, possible = [], []
    for truths in by_paragraph.values():
        # The first rule that is not ruled out speaks for its paragraph.
        holding.append(
            either(
                both((truth.holds, *(before.fails for before in truths[:number])))
                for number, truth in enumerate(truths)
            )
        )
        possible.append(negated(both(truth.fails for truth in truths)))
    two = either(both((each, either(possible[:number]))) for number, each in enumerate(possible))
    return both((either(holding), two))


def applying(encoded: Iterable[Encoded]) -> Pair:
    """Whether a shipment passes every rulebook that applies."""
    return all_hold(any_holds((each.applies.opposite, each.passes)) for each in encoded)


def applying_undoubted(encoded: Iterable[Encoded]) -> Pair:
    """The same, but for advice that only doubts what is stated."""
    return all_hold(any_holds((each.applies.opposite, each.undoubted)) for each in encoded)
