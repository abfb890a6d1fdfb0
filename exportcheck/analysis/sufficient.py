"""The facts that suffice for an answer: enough of what a line states to come to it again.

A conjunction that fails needs one part that fails, one that holds needs all; an alternative the
other way round. Of several ways the one that asks for the fewest further facts is taken.
"""

from __future__ import annotations

from exportcheck.core.conditions import (
    AllOf,
    AnyOf,
    ContainsAny,
    PartRequires,
    RuleHolds,
    Test,
)
from exportcheck.core.evaluate import Step
from exportcheck.core.findings import Finding, RequirementFinding
from exportcheck.core.judgments import Determination, Judgment
from exportcheck.core.paragraphs import PARAGRAPH
from exportcheck.core.truth import FAILS, HOLDS


def sufficient_facts(determination: Determination) -> frozenset[str]:
    """Names of facts that lead to the same verdict by themselves, as far as can be seen."""
    needed: set[str] = set()
    for judgment in determination.judgments:
        _Needs(judgment, needed).verdict(determination.verdict)
    stated = determination.facts.stated
    catalogue = determination.facts.catalogue
    found: set[str] = set()
    while needed:
        name = needed.pop()
        if name in stated or name not in catalogue or not catalogue[name].inputs:
            found.add(name)
        else:
            needed.update(catalogue[name].inputs)
    return frozenset(found)


class _Needs:
    """Collects what one judgment needs."""

    def __init__(self, judgment: Judgment, needed: set[str]) -> None:
        self.judgment, self.needed = judgment, needed
        self._rules: set[str] = set()

    def verdict(self, verdict: str) -> None:
        judgment = self.judgment
        self._add(judgment.applies)
        if verdict == "fail":
            self._failing()
            return
        for finding in (*judgment.prohibitions, *judgment.advisories):
            self._add(finding.step)
        for finding in judgment.classifications:
            self._add(finding.step)
        for requirement in judgment.requirements:
            self._passing(requirement, all_of_it=verdict == "review")

    def _failing(self) -> None:
        for prohibition in self.judgment.prohibitions:
            if prohibition.truth is HOLDS:
                self._add(prohibition.step)
                return
        for requirement in self.judgment.requirements:
            if requirement.truth is HOLDS and requirement.covered is FAILS:
                self._add(requirement.step)
                for exception in self.judgment.exceptions:
                    if exception.covers(requirement.rule):
                        self._add(exception.step)
                return

    def _passing(self, requirement: RequirementFinding, *, all_of_it: bool) -> None:
        if all_of_it or requirement.truth is FAILS or not requirement.covered_by:
            self._add(requirement.step)
            if requirement.truth is FAILS:
                return
        for exception in requirement.covered_by[:1]:
            self._add(exception.step)
        if not requirement.covered_by:
            for exception in self.judgment.exceptions:
                if exception.covers(requirement.rule):
                    self._add(exception.step)

    def _add(self, step: Step) -> None:
        self.needed |= self._of(step)

    def _of(self, step: Step) -> set[str]:
        condition = step.condition
        if isinstance(condition, Test):
            return (
                self._of_rules(None) if condition.fact.name == PARAGRAPH else {condition.fact.name}
            )
        if isinstance(condition, ContainsAny):
            inside = {
                each.condition.fact.name
                for each in step.walk()
                if isinstance(each.condition, Test)
                and not each.condition.fact.name.startswith("item.")
            }
            return {"item.kind", "item.contains", *inside}
        if isinstance(condition, RuleHolds | PartRequires):
            return self._of_rules(condition)
        settling = FAILS if isinstance(condition, AllOf) else HOLDS
        if isinstance(condition, AllOf | AnyOf) and step.truth is settling:
            ways = [self._of(part) for part in step.parts if part.truth is settling]
            return min(ways, key=lambda way: (len(way - self.needed), len(way)))
        return set().union(*(self._of(part) for part in step.parts))

    def _of_rules(self, condition: RuleHolds | PartRequires | None) -> set[str]:
        """What the truth of rules judged before needs; without a condition, the paragraph's."""
        found: set[str] = set()
        for finding in self._looked_at(condition):
            if finding.rule.id not in self._rules:
                self._rules.add(finding.rule.id)
                found |= self._of(finding.step)
        self.needed |= found
        return found

    def _looked_at(self, condition: RuleHolds | PartRequires | None) -> tuple[Finding, ...]:
        if condition is None:
            return self.judgment.classifications
        if isinstance(condition, RuleHolds):
            every = [f for f in self.judgment.findings if f.rule.id in condition.rules]
        else:
            every = [
                finding
                for finding in self.judgment.requirements
                if finding.rule.part in condition.parts
                and finding.rule.id not in condition.other_than
            ]
        holding = [finding for finding in every if finding.truth is HOLDS]
        return tuple(holding[:1] or every)
