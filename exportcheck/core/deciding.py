"""Which rules decide an answer, in one short list."""

from __future__ import annotations

from exportcheck.core.findings import Determination, Finding
from exportcheck.core.truth import FAILS, HOLDS


def decided_by(determination: Determination) -> tuple[str, ...]:
    """The rules that decide an answer: what fails it, holds it open, or lets it pass."""
    found = determination
    if found.verdict == "pass":
        return tuple(
            dict.fromkeys(
                exception.name
                for requirement in found.requirements
                if requirement.truth is not FAILS
                for exception in requirement.covered_by
            )
        )
    prohibiting = [each for each in found.prohibitions if each.truth is not FAILS]
    requiring = [
        each for each in found.requirements if each.truth is not FAILS and each.covered is not HOLDS
    ]
    flags = [each for each in found.red_flags if each.truth is not FAILS]
    if found.verdict == "fail":
        deciding: list[Finding] = [
            *(each for each in prohibiting if each.truth is HOLDS),
            *(each for each in requiring if each.truth is HOLDS and each.covered is FAILS),
        ]
    else:
        deciding = [*prohibiting, *requiring, *flags]
        if not deciding:
            # Nothing is asked, and still it does not pass: the classifications disagree.
            deciding = [
                each
                for judgment in found.judgments
                if judgment.limits
                for each in judgment.classifications
                if each.truth is not FAILS
            ]
    return tuple(each.name for each in deciding)
