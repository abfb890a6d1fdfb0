"""One rulebook at work on one shipment: its rules become findings, stage after stage.

What an earlier judgment of nearly the same shipment has found is taken over where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar, cast

from exportcheck.core.evaluate import Situation, evaluate
from exportcheck.core.findings import (
    AdvisoryFinding,
    ExceptionFinding,
    Finding,
    PolicyFinding,
    RequirementFinding,
)
from exportcheck.core.rules import (
    Classifies,
    Prohibits,
    RequiresLicense,
    Rule,
    Rulebook,
    Version,
)
from exportcheck.core.truth import FAILS, Truth

F = TypeVar("F", bound=Finding)
# What an answer rests on in any case; on an exception only where a requirement needs it.
ALWAYS_COUNT = (Classifies, RequiresLicense, Prohibits)


class Judging:
    """One rulebook at work on one shipment, stage after stage: each may rest on those before it.

    Of an earlier judgment it takes every finding that looks at no fact that has `changed` since,
    and at no rule once some rule has come out otherwise.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        as_of: date,
        situation: Situation,
        earlier: Mapping[str, Finding],
        changed: frozenset[str],
        truths: Mapping[str, Truth] | None = None,
    ) -> None:
        self.rulebook, self.as_of, self.situation = rulebook, as_of, situation
        self.earlier, self.changed, self.truths = earlier, changed, truths
        self.judged: dict[str, Finding] = {}
        # Findings that stand in for earlier ones, or for none, or the other way round.
        self.replaced: dict[str, tuple[Finding | None, Finding | None]] = {}

    def stage(self, effect: type, find: Callable[[Rule, Version], F]) -> tuple[F, ...]:
        """The rules in force with one effect, judged; later stages may look at them."""
        found = tuple(
            cast("F", self.earlier[rule.id]) if self._stands(rule, version) else find(rule, version)
            for rule, version in self.rulebook.in_force(effect, self.as_of)
        )
        if self.truths is not None:
            self._settle(found, self.truths)
        self.judged.update((each.rule.id, each) for each in found)
        self._compare(found)
        parts = {each.rule.id: each.rule.part for each in found if effect is RequiresLicense}
        self.situation = self.situation.after(Truths(dict(self.judged), _truth), parts)
        return found

    def _settle(self, found: Iterable[Finding], truths: Mapping[str, Truth]) -> None:
        """Take the truths found for such lines."""
        needed = {
            id
            for each in self.judged.values()
            if isinstance(each.rule.effect, RequiresLicense) and each.truth is not FAILS
            for id in self.rulebook.covering(each.rule)
        }
        for each in found:
            if each.rule.id in truths:
                each.step.settle(truths[each.rule.id])
            elif each.rule.id in needed or isinstance(each.rule.effect, ALWAYS_COUNT):
                each.step.settle(FAILS)

    def _compare(self, found: Iterable[Finding]) -> None:
        """Note what is not as it was judged before."""
        for each in found if self.earlier else ():
            before = self.earlier.get(each.rule.id)
            if before is not each:
                self.replaced[each.rule.id] = (before, each)

    def _stands(self, rule: Rule, version: Version) -> bool:
        """Whether an earlier finding of a version of a rule is the one that would be made."""
        before = self.earlier.get(rule.id)
        if before is None or before.version is not version:
            return False
        if not self.changed.isdisjoint(version.facts_read):
            return False
        if not version.rests_on_rules:
            return True
        looked_at = version.rules_read
        for id in tuple(self.replaced) if looked_at is None else looked_at & self.replaced.keys():
            earlier, later = self.replaced[id]
            if _truth(earlier) is not _truth(later):
                return False
            del self.replaced[id]  # it came out the same
        return True

    def finding(self, rule: Rule, version: Version) -> Finding:
        return Finding(rule=rule, version=version, step=evaluate(version.whole, self.situation))

    def requirement(self, rule: Rule, version: Version) -> RequirementFinding:
        return RequirementFinding(
            rule=rule,
            version=version,
            step=evaluate(version.whole, self.situation),
            able=(),
            policies=tuple(
                PolicyFinding(policy=policy, step=evaluate(policy.when, self.situation))
                for policy in version.policies
            ),
        )

    def exception(self, rule: Rule, version: Version) -> ExceptionFinding:
        step = evaluate(version.unbarred, self.situation)
        return ExceptionFinding(rule=rule, version=version, step=step)

    def advisory(self, rule: Rule, version: Version) -> AdvisoryFinding:
        step = evaluate(version.unresolved, self.situation)
        return AdvisoryFinding(rule=rule, version=version, step=step)


def _truth(finding: Finding | None) -> Truth:
    return FAILS if finding is None else finding.truth


class Truths(Mapping[str, Truth]):
    """The truths of the rules judged so far, each found when it is looked at."""

    def __init__(self, findings: Mapping[str, Finding], find: Callable[[Finding], Truth]) -> None:
        self._findings, self._find = findings, find

    def __getitem__(self, rule: str) -> Truth:
        return self._find(self._findings[rule])

    def __iter__(self) -> Iterator[str]:
        return iter(self._findings)

    def __len__(self) -> int:
        return len(self._findings)
