"""Counts of a run: how many lines came to which outcome, by rule, destination,
item and open question.

Lines are added one at a time and not kept, so a run of any length can be counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from exportcheck.core.answers import Answered
from exportcheck.core.findings import Outcome

# What is counted of each line beside its outcome, with the words for it.
SUBJECTS = ("rule", "destination", "item", "question")


@dataclass(slots=True)
class Counts:
    """How many lines came to each outcome, and for each subject how many to each verdict."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    verdicts: dict[str, dict[str, Counter[str]]] = field(
        default_factory=lambda: {subject: {} for subject in SUBJECTS}
    )

    def add(self, line: Answered) -> None:
        """Count one line; a line that rests on two rules counts for both."""
        self.outcomes[line.outcome] += 1
        names: dict[str, Iterable[str]] = {
            "rule": dict.fromkeys(finding.name for finding in line.rules),
            "destination": (line.destination or "not stated",),
            "item": (line.item or "described by its figures",),
            "question": (question.fact.name for question in line.brief.questions),
        }
        for subject, told in names.items():
            for name in told:
                self.verdicts[subject].setdefault(name, Counter())[line.verdict] += 1

    def merge(self, later: Counts) -> None:
        """Count the lines that were counted elsewhere."""
        self.outcomes.update(later.outcomes)
        for subject, names in later.verdicts.items():
            for name, verdicts in names.items():
                self.verdicts[subject].setdefault(name, Counter()).update(verdicts)

    def by(self, subject: str) -> list[tuple[str, Counter[str]]]:
        """The names of a subject, those of most lines first."""
        found = self.verdicts[subject].items()
        return sorted(found, key=lambda each: (-each[1].total(), each[0]))
