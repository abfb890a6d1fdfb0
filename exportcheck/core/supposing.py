"""What a determination would come to if more were known, without judging all of it again.

By the refinement law what is settled stays so when more is learned. So only what is open is asked
again, and of that only what looks at a fact that is known otherwise, or at a rule that comes out
otherwise by it. Nothing passes here: what may pass is judged whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import chain

from exportcheck.core.determine import determine, groups_for, paragraph_of, paragraph_with
from exportcheck.core.evaluate import Situation, Step, truth_of
from exportcheck.core.facts import Facts, Known
from exportcheck.core.findings import Finding, Outcome, RequirementFinding
from exportcheck.core.judging import Truths
from exportcheck.core.judgments import Determination, Judgment
from exportcheck.core.paragraphs import PARAGRAPH, paragraph_by, paragraph_left
from exportcheck.core.rules import Classifies, Version
from exportcheck.core.screening import read_by_lists, screened_since
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth, all_of, any_of


class Supposing:
    """One determination, and what it would come to by facts of which more is known."""

    def __init__(self, before: Determination) -> None:
        self.before = before
        self._rulebooks = tuple(judgment.rulebook for judgment in before.judgments)
        self._lists = tuple(each for rulebook in self._rulebooks for each in rulebook.lists)

    def outcome(self, supposed: Facts) -> Outcome:
        """The outcome by these facts; raises `Contradiction` where they contradict each other."""
        before = self.before
        supposed.settle()
        facts = screened_since(
            self._lists, supposed, before.as_of, before.facts, self._read_by_lists
        )
        changed = facts.unlike(before.facts)
        if self._is_otherwise(changed, facts):
            return self._whole(supposed)
        asked: list[_Anew] = []
        for each in self._open:
            asked.append(_Anew(each, facts, changed, asked))
        passes = all_of(any_of((~each.applies, each.passes)) for each in asked)
        if passes is HOLDS:
            return self._whole(supposed)
        if passes is UNKNOWN:
            return Outcome.UNDETERMINED
        prohibited = any(each.is_prohibited for each in asked if each.applies is not FAILS)
        return Outcome.PROHIBITED if prohibited else Outcome.LICENSE_REQUIRED

    @cached_property
    def _read_by_lists(self) -> frozenset[str]:
        return read_by_lists(self._lists, self.before.facts.catalogue)

    @cached_property
    def _open(self) -> tuple[_Open, ...]:
        return tuple(map(_Open, self.before.judgments))

    def _is_otherwise(self, changed: frozenset[str], facts: Facts) -> bool:
        """Whether more than that is otherwise that more is known, so that nothing need stand."""
        return not _more_is_known(changed, self.before.facts, facts) or any(
            # Readings now choose other days on which groups of countries changed.
            groups_for(judgment.rulebook, facts) is not judgment.groups
            for judgment in self.before.judgments
        )

    def _whole(self, facts: Facts) -> Outcome:
        before = self.before
        return determine(self._rulebooks, facts, before.as_of, before).outcome


def _more_is_known(changed: frozenset[str], before: Facts, after: Facts) -> bool:
    """Whether of all that is known otherwise more is known, of what the item contains, too."""
    catalogue = after.catalogue
    return (
        before.contains is after.contains
        and all(
            catalogue[name].meet(before[name].value, after[name].value) == after[name].value
            for name in changed
        )
        and all(
            _more_is_known(changed, *inner)
            for inner in zip(before.contained(), after.contained(), strict=True)
        )
    )


class _Open:
    """What keeps a judgment open: what would have to come out otherwise for it to pass."""

    def __init__(self, judgment: Judgment) -> None:
        self.judgment = judgment
        self.classifies = bool(judgment.rulebook.that(Classifies))
        self.findings = {finding.rule.id: finding for finding in judgment.findings}
        self.parts = {each.rule.id: each.rule.part for each in judgment.requirements}
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
        found = None
        if not opened.classifies:
            found = paragraph_by([each.paragraph for each in others if each._open.classifies])
        if found is not None:
            facts = facts.supposing(PARAGRAPH, found)
        judgment = self._judgment
        self._situation = Situation(facts, judgment.groups, judgment.as_of, {})
        self.applies = self._asked(judgment.applies)
        self.paragraph: Known = found or self._paragraph(facts)
        if self.paragraph.value != judgment.paragraph.value:
            self._changed |= {PARAGRAPH}
        later = self._situation.about(facts.supposing(PARAGRAPH, self.paragraph))
        self._situation = later.after(Truths(opened.findings, self._truth), opened.parts)

    def _paragraph(self, facts: Facts) -> Known:
        """The paragraph that the classifications and what is stated leave possible."""
        classifications = self._judgment.classifications
        return paragraph_with(
            facts,
            paragraph_left((paragraph_of(each), self._truth(each)) for each in classifications),
        )

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
            if self._looks_anew(finding.version):
                found = self._asked(finding.step)
            self._truths[finding.rule.id] = found
        return found

    def _looks_anew(self, version: Version) -> bool:
        """Whether a version looks at a fact that is known otherwise, or a rule that comes out so.

        A rule looks only at such as are judged before it.
        """
        if not self._changed.isdisjoint(version.facts_read):
            return True
        return any(
            self._requires_otherwise
            if rule is None
            else rule in self._open.findings and self._is_otherwise(self._open.findings[rule])
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
        return (
            step.truth if step.truth is not UNKNOWN else truth_of(step.condition, self._situation)
        )
