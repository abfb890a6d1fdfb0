"""Which rules decide an answer, by their names in one short list."""

from __future__ import annotations

from exportcheck.core.judgments import Determination
from exportcheck.core.rules import Excepts
from exportcheck.core.telling import deciding_findings
from exportcheck.core.truth import FAILS


def decided_by(determination: Determination) -> tuple[str, ...]:
    """What fails a shipment or holds it open; for one that passes, the exceptions it passes by."""
    deciding = deciding_findings(determination)
    if determination.verdict == "pass":
        deciding = [each for each in deciding if isinstance(each.rule.effect, Excepts)]
    elif not deciding:
        # Nothing is asked, and still it does not pass: the classifications disagree.
        deciding = [
            each
            for judgment in determination.judgments
            if judgment.limits
            for each in judgment.classifications
            if each.truth is not FAILS
        ]
    return tuple(each.name for each in deciding)
