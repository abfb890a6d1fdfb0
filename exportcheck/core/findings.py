"""What a judgment is made of: the findings of single rules, and the outcomes, as values."""

from __future__ import annotations

from enum import Enum

from exportcheck.core.conditions import Test, facts_read
from exportcheck.core.evaluate import Step
from exportcheck.core.records import Record
from exportcheck.core.rules import (
    Advises,
    Bar,
    Excepts,
    ReviewPolicy,
    Rule,
    Version,
)
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth, any_of

# The fact under which an exporter claims a license held, or a license exception.
CLAIM = "license"


class Outcome(Enum):
    """What the determination comes to; each has one verdict."""

    PROHIBITED = "prohibited"
    LICENSE_REQUIRED = "license_required"
    UNDETERMINED = "undetermined"
    NO_LICENSE_REQUIRED = "no_license_required"
    LICENSE_HELD = "license_held"
    LICENSE_EXCEPTION = "license_exception"

    @property
    def verdict(self) -> str:
        return _VERDICTS[self]


_VERDICTS = {
    Outcome.PROHIBITED: "fail",
    Outcome.LICENSE_REQUIRED: "fail",
    Outcome.UNDETERMINED: "review",
    Outcome.NO_LICENSE_REQUIRED: "pass",
    Outcome.LICENSE_HELD: "pass",
    Outcome.LICENSE_EXCEPTION: "pass",
}


class InForce(Record):
    """One rule in the version that is in force."""

    rule: Rule
    version: Version

    @property
    def name(self) -> str:
        return self.rule.name

    @property
    def cites(self) -> tuple[str, ...]:
        return self.rule.cites_of(self.version)


class Decided(InForce):
    """A rule that an answer rests on and how it came out, without the steps, which hold all that
    they look at."""

    truth: Truth


class Finding(InForce):
    """One rule in force, judged."""

    step: Step

    @property
    def truth(self) -> Truth:
        return self.step.truth


class PolicyFinding(Record):
    """A review policy, judged: it applies when it holds and all before it fail."""

    policy: ReviewPolicy
    step: Step

    @property
    def truth(self) -> Truth:
        return self.step.truth


class RequirementFinding(Finding):
    """A license requirement: whether it holds, what covers it, and how a license is reviewed.

    `able` are the license exceptions and licenses in force that cover it where they are open.
    """

    able: tuple[ExceptionFinding, ...]
    policies: tuple[PolicyFinding, ...]

    @property
    def covered(self) -> Truth:
        return any_of(exception.truth for exception in self.able)

    @property
    def covered_by(self) -> tuple[ExceptionFinding, ...]:
        """What covers it, unless it fails and needs no cover."""
        if self.truth is FAILS:
            return ()
        return tuple(exception for exception in self.able if exception.truth is HOLDS)

    @property
    def met(self) -> Truth:
        """Whether it fails, or is covered."""
        return HOLDS if self.truth is FAILS else any_of((~self.truth, self.covered))

    @property
    def review_policy(self) -> str | None:
        """The policy that applies; None where none is told here, or it cannot be told."""
        for finding in self.policies:
            if finding.truth is HOLDS:
                return finding.policy.policy
            if finding.truth is UNKNOWN:
                return None
        return None

    @property
    def policy_is_open(self) -> bool:
        for finding in self.policies:
            if finding.truth is not FAILS:
                return finding.truth is UNKNOWN
        return False


class AdvisoryFinding(Finding):
    """A red flag: `raised` says whether it waves, `truth` whether it is open still."""

    @property
    def raised(self) -> Truth:
        return self.step.truth if self.version.resolved_when is None else self.step.parts[0].truth

    @property
    def holds_open(self) -> bool:
        """Whether it is a red flag, which holds a passing answer open, or advice by the way."""
        assert isinstance(self.rule.effect, Advises)
        return self.rule.effect.holds_open


class ExceptionFinding(Finding):
    """A license exception or a license held; its truth already counts the bars."""

    @property
    def eligible(self) -> Truth:
        """Whether its conditions hold, the bars aside."""
        return self.step.parts[0].truth

    @property
    def bars(self) -> tuple[tuple[Bar, Step], ...]:
        """Each bar with its step."""
        _, *not_barred = self.step.parts
        steps = (each.parts[0] for each in not_barred)
        return tuple(zip(self.version.bars, steps, strict=True))

    @property
    def effect(self) -> Excepts:
        assert isinstance(self.rule.effect, Excepts)
        return self.rule.effect

    @property
    def claim(self) -> Step | None:
        """The test of what the exporter claims, where the exception asks for a claim."""
        if self.effect.is_license:
            return None
        conditions = self.step.parts[0] if self.step.parts else self.step
        ahead = [conditions]
        while ahead:
            step = ahead.pop()
            if isinstance(step.condition, Test) and step.condition.fact.name == CLAIM:
                return step
            if CLAIM in facts_read(step.condition):
                ahead.extend(reversed(step.parts))
        return None

    @property
    def symbol(self) -> str:
        """Its symbol: the one claimed, where a rule is for several."""
        claim = self.claim
        if claim is None or claim.truth is not HOLDS or claim.known is None:
            return self.effect.symbol
        return claim.known.written or self.effect.symbol

    @property
    def spoken(self) -> str:
        """What it is called in a sentence."""
        symbol = self.symbol
        return symbol if " " in symbol else f"License Exception {symbol}"

    @property
    def barred_by(self) -> Bar | None:
        for bar, step in self.bars:
            if step.truth is HOLDS:
                return bar
        return None

    def covers(self, rule: Rule) -> bool:
        """Whether the exception is able to cover this requirement: it, or all of its part."""
        return not self.effect.covers.isdisjoint(rule.covered_as)
