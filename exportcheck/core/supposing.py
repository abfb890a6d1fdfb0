"""What a determination would come to if more were known, without judging all of it again.

By the refinement law what is settled stays so when more is learned, so only what is open is asked
again, and of that only what looks at a fact that is known otherwise, or at a rule that comes out
otherwise by it. Nothing passes here: what may pass is judged whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from exportcheck.core.conditions import AllOf, AnyOf, Not, Term, facts_read, rests_on_rules
from exportcheck.core.determine import determine, groups_for, paragraph_of, paragraph_with
from exportcheck.core.evaluate import Situation, Step, truth_of
from exportcheck.core.facts import Facts, Known
from exportcheck.core.findings import Finding, Outcome, RequirementFinding
from exportcheck.core.judgments import Determination, Judgment
from exportcheck.core.paragraphs import PARAGRAPH, paragraph_by, paragraph_left
from exportcheck.core.parties import read_by_lists, screened
from exportcheck.core.rules import Classifies, Version
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth, all_of, any_of


class Supposing:
    """One determination, and what it would come to by facts of which more is known."""

    def __init__(self, before: Determination) -> None:
        self.before = before
        self._rulebooks = tuple(judgment.rulebook for judgment in before.judgments)
        self._lists = tuple(each for rulebook in self._rulebooks for each in rulebook.lists)
        self._screened_by = read_by_lists(self._lists, before.facts.catalogue)

    def outcome(self, facts: Facts) -> Outcome:
        """The outcome by these facts; raises `Contradiction` where they contradict each other."""
        before = self.before
        facts.settle()
        changed = facts.unlike(before.facts)
        if not changed.isdisjoint(self._screened_by):
            facts = screened(self._lists, facts, before.as_of)
            changed = facts.unlike(before.facts)
        if not _more_is_known(changed, before.facts, facts) or self._by_other_law(facts):
            return self._whole(facts)
        asked: list[_Anew] = []
        for each in self._open:
            asked.append(_Anew(each, facts, changed, asked))
        passes = all_of(any_of((~each.applies, each.passes)) for each in asked)
        if passes is HOLDS:
            return self._whole(facts)
        if passes is UNKNOWN:
            return Outcome.UNDETERMINED
        prohibited = any(each.is_prohibited for each in asked if each.applies is not FAILS)
        return Outcome.PROHIBITED if prohibited else Outcome.LICENSE_REQUIRED

    @cached_property
    def _open(self) -> tuple[_Open, ...]:
        return tuple(map(_Open, self.before.judgments))

    def _by_other_law(self, facts: Facts) -> bool:
        """Whether readings now choose other days on which groups of countries changed."""
        return any(
            groups_for(judgment.rulebook, facts) is not judgment.groups
            for judgment in self.before.judgments
        )

    def _whole(self, facts: Facts) -> Outcome:
        before = self.before
        return determine(self._rulebooks, facts, before.as_of, before).outcome


def _more_is_known(changed: frozenset[str], before: Facts, after: Facts) -> bool:
    """Whether of all that is known otherwise more is known, so that what is settled stays so."""
    catalogue = after.catalogue
    if before.contains is not None and before.contains is not after.contains:
        return False
    return all(
        catalogue[name].meet(before[name].value, after[name].value) == after[name].value
        for name in changed
    )


class _Open:
    """What keeps a judgment open: what would have to come out otherwise for it to pass."""

    def __init__(self, judgment: Judgment) -> None:
        self.judgment = judgment
        self.classifies = bool(judgment.rulebook.that(Classifies))
        self.findings = {finding.rule.id: finding for finding in judgment.findings}
        self.prohibitions = [each for each in judgment.prohibitions if each.truth is UNKNOWN]
        self.requirements = [each for each in judgment.requirements if each.met is not HOLDS]
        self.flags = [f for f in judgment.advisories if f.holds_open and f.truth is not FAILS]


class _Anew:
    """An open judgment asked again, each rule of it when its truth is looked at."""

    def __init__(
        self, opened: _Open, facts: Facts, changed: frozenset[str], others: Sequence[_Anew]
    ) -> None:
        self._open, self._judgment = opened, opened.judgment
        self._changed = changed
        self._truths: dict[str, Truth] = {}
        self._situations: dict[tuple[int, int], Situation] = {}
        elsewhere = None
        if not opened.classifies:
            elsewhere = paragraph_by([each.paragraph for each in others if each._open.classifies])
        # What others find is known from the start, and what this one finds once it is classified.
        self._facts = facts if elsewhere is None else facts.supposing(PARAGRAPH, elsewhere)
        self.applies = self._asked(self._judgment.applies)
        self.paragraph: Known = elsewhere or self._paragraph()
        if elsewhere is None:
            self._facts = facts.supposing(PARAGRAPH, self.paragraph)
        if self.paragraph.value != self._judgment.paragraph.value:
            self._changed |= {PARAGRAPH}

    def _paragraph(self) -> Known:
        """The paragraph that the classifications and what is stated leave possible."""
        judgment = self._judgment
        same = PARAGRAPH not in self._changed
        classified = []
        for finding in judgment.classifications:
            truth = self._truth(finding)
            same = same and truth is finding.truth
            classified.append((paragraph_of(finding), truth))
        if same:
            return judgment.paragraph
        return paragraph_with(self._facts, paragraph_left(classified))

    @property
    def passes(self) -> Truth:
        """Whether it passes, limits of the rulebook aside."""
        if self._judgment.passes is not UNKNOWN:
            return self._judgment.passes
        unmet = (~self._truth(each) for each in self._open.prohibitions)
        required = (r for r in self._open.requirements if self._truth(r) is not UNKNOWN)
        passes = all_of(chain(unmet, map(self._met, required)))
        # As in `passing`: a requirement that is open is no failure.
        if passes is HOLDS and any(
            self._met(each) is not HOLDS for each in self._open.requirements
        ):
            return UNKNOWN
        if passes is HOLDS and any(self._truth(flag) is not FAILS for flag in self._open.flags):
            return UNKNOWN
        return passes

    @property
    def is_prohibited(self) -> bool:
        return any(self._truth(each) is HOLDS for each in self._judgment.prohibitions)

    def _met(self, requirement: RequirementFinding) -> Truth:
        """Whether a requirement fails, or is covered."""
        truth = self._truth(requirement)
        if truth is FAILS:
            return HOLDS
        return any_of((~truth, any_of(map(self._truth, requirement.able))))

    def _truth(self, finding: Finding) -> Truth:
        """The truth of a rule by what is known now."""
        truth = finding.truth
        if truth is not UNKNOWN:
            return truth
        found = self._truths.get(finding.rule.id)
        if found is None:
            found = UNKNOWN
            if self._looks_anew(finding.version, finding.step.situation):
                found = self._asked(finding.step)
            self._truths[finding.rule.id] = found
        return found

    def _looks_anew(self, version: Version, before: Situation) -> bool:
        """Whether a version looks at what may be otherwise than `before`: a fact, or a rule."""
        if not self._changed.isdisjoint(version.facts_read):
            return True
        return any(
            (bool(before.parts) and self._requires_otherwise)
            if rule is None
            else rule in before.rules and self._is_otherwise(self._open.findings[rule])
            for rule in version.looks_at
        )

    @cached_property
    def _requires_otherwise(self) -> bool:
        """Whether some license requirement comes out otherwise."""
        return any(map(self._is_otherwise, self._judgment.requirements))

    def _is_otherwise(self, finding: Finding) -> bool:
        return self._truth(finding) is not finding.truth

    def _asked(self, step: Step) -> Truth:
        """The truth of a step by what is known now."""
        if step.truth is not UNKNOWN:
            return step.truth
        before = step.situation
        key = id(before), id(self._facts)
        situation = self._situations.get(key)
        if situation is None:
            rules = _Truths(before.rules, self._open.findings, self._truth)
            situation = self._situations[key] = Situation(
                self._facts, self._judgment.groups, before.day, rules, before.parts
            )
        return _anew(step, situation, self._changed)


class _Truths(Mapping[str, Truth]):
    """The truths of the rules that were judged `before`, by what is known now."""

    def __init__(
        self,
        before: Mapping[str, Truth],
        findings: Mapping[str, Finding],
        truth: Callable[[Finding], Truth],
    ) -> None:
        self._before, self._findings, self._truth = before, findings, truth

    def __getitem__(self, rule: str) -> Truth:
        if rule not in self._before:
            raise KeyError(rule)
        return self._truth(self._findings[rule])

    def __contains__(self, rule: object) -> bool:
        return rule in self._before

    def __iter__(self) -> Iterator[str]:
        return iter(self._before)

    def __len__(self) -> int:
        return len(self._before)


def _anew(step: Step, situation: Situation, changed: frozenset[str]) -> Truth:
    """The truth of a step where more is known of what has changed."""
    condition = step.condition
    if step.truth is not UNKNOWN:
        return step.truth
    if changed.isdisjoint(facts_read(condition)) and not rests_on_rules(condition):
        return UNKNOWN
    match condition:
        case AllOf():
            return all_of(_anew(part, situation, changed) for part in step.parts)
        case AnyOf():
            return any_of(_anew(part, situation, changed) for part in step.parts)
        case Not():
            return ~_anew(step.parts[0], situation, changed)
        case Term():
            return _anew(step.parts[0], situation, changed)
    return truth_of(condition, situation)
