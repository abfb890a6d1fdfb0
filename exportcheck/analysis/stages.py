"""Rulebooks on a day as formulas: the same stages as `determine`, over all shipments at once.

Reads beside `core/determine.py`, and says nothing that it does not. Every answer found with it is
judged again by `determine` before it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

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


class Encoded(Record):
    """One rulebook on a day: the truth of each rule in force, and of the whole.

    `waited_for` is advice that holds a passing answer open for what the item or the shipment is;
    `undoubted` is whether it passes but for advice that only doubts what is stated.
    """

    rulebook: Rulebook
    applies: Pair
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

    def failing(self) -> dict[str, Formula]:
        """Each reason for which a shipment fails: a prohibition, or a requirement uncovered."""
        reasons = {
            name: both((self.applies.holds, truth.holds))
            for name, truth in self.prohibitions.items()
        }
        for name, truth in self.requirements.items():
            reasons[name] = both((self.applies.holds, truth.holds, self.covered[name].fails))
        return reasons


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
        scope.paragraph = lambda words: _found_by_others(others, words)

    def judge(effect: type) -> list[tuple[Rule, Version, Pair]]:
        return [
            (rule, version, encoder.condition(version.whole, rulebook, scope).where(enabled(rule)))
            for rule, version in rulebook.in_force(effect, day)
        ]

    def named(found: Iterable[tuple[Rule, Version, Pair]]) -> dict[str, Pair]:
        return {rule.id: truth for rule, _, truth in found}

    applies = encoder.condition(rulebook.applies_when, rulebook, scope)
    classifying = judge(Classifies)
    scope.judged.update(named(classifying))
    paragraphs = _paragraphs(classifying)
    if not others:
        scope.terms, scope.paragraph = {}, lambda words: _is_paragraph(paragraphs, words)
    requiring = judge(RequiresLicense)
    scope.judged.update(named(requiring))
    scope.parts.update((rule.id, rule.part) for rule, _, _ in requiring)
    prohibiting = judge(Prohibits)
    scope.judged.update(named(prohibiting))
    excepting, eligible = [], {}
    for rule, version in rulebook.in_force(Excepts, day):
        open_to = encoder.condition(version.unbarred, rulebook, scope)
        excepting.append((rule, version, open_to.where(enabled(rule))))
        eligible[rule.id] = encoder.condition(version.whole, rulebook, scope)
    scope.judged.update(named(excepting))
    advising = [
        (rule, encoder.condition(version.unresolved, rulebook, scope).where(enabled(rule)))
        for rule, version in rulebook.in_force(Advises, day)
    ]
    covered = {
        rule.id: any_holds(truth for e, _, truth in excepting if _covers(e, rule))
        for rule, _, _ in requiring
    }
    passes = all_hold(
        (
            *(truth.opposite for _, _, truth in prohibiting),
            *(any_holds((truth.opposite, covered[r.id])) for r, _, truth in requiring),
        )
    )
    conflict = _conflict(classifying)
    asked: dict[str, Pair] = {}
    doubting: dict[str, Pair] = {}
    for rule, truth in advising:
        assert isinstance(rule.effect, Advises)
        if rule.effect.holds_open:
            (doubting if rule.effect.doubts else asked)[rule.id] = truth
    unasked = (truth.fails for truth in asked.values())
    inside = negated(_is_outside(encoder, rulebook))
    undoubted = both((passes.holds, inside, negated(conflict), *unasked))
    return Encoded(
        rulebook=rulebook,
        applies=applies,
        classifications=named(classifying),
        requirements=named(requiring),
        covered=covered,
        covering={
            rule.id: frozenset(e.id for e, _, _ in excepting if _covers(e, rule))
            for rule, _, _ in requiring
        },
        prohibitions=named(prohibiting),
        exceptions=named(excepting),
        eligible=eligible,
        advisories={rule.id: truth for rule, truth in advising},
        waited_for=asked,
        paragraphs=paragraphs,
        conflict=conflict,
        passes=Pair(
            holds=both((undoubted, *(truth.fails for truth in doubting.values()))),
            fails=passes.fails,
        ),
        undoubted=Pair(holds=undoubted, fails=passes.fails),
    )


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


def _paragraphs(classifying: Iterable[tuple[Rule, Version, Pair]]) -> dict[str, Pair]:
    """Whether each paragraph classifies the item, by any of its rules."""
    found: dict[str, list[Pair]] = {}
    for rule, _, truth in classifying:
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


def _conflict(classifying: Iterable[tuple[Rule, Version, Pair]]) -> Formula:
    """A paragraph holds and another one is not ruled out."""
    by_paragraph: dict[str, list[Pair]] = {}
    for rule, _, truth in classifying:
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
