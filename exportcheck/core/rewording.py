"""What a rule says before and after, line by line, so that no negation and no alternative is lost.

A condition is told by whoever has the words for it; the lines under another are indented below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

from exportcheck.core.conditions import Condition
from exportcheck.core.library import Library
from exportcheck.core.rules import REVIEW_POLICIES, Obligation, Rule, Rulebook, Version

# A condition of a rulebook in lines.
Tell: TypeAlias = Callable[[Library, Rulebook, Condition], Sequence[str]]
STEP = "  "


def reworded(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """The lines of both in one: after `-` what is said no more, after `+` what is said now."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag == "equal":
            yield from (f"  {line}" for line in before[first:last])
        else:
            yield from (f"- {line}" for line in before[first:last])
            yield from (f"+ {line}" for line in after[begin:end])


class Teller:
    """Tells the versions of the rules of one library."""

    def __init__(self, library: Library, tell: Tell) -> None:
        self.library, self.tell = library, tell

    def condition(self, book: Rulebook, condition: Condition | None) -> list[str]:
        return [] if condition is None else list(self.tell(self.library, book, condition))

    def parts(self, book: Rulebook, rule: Rule, version: Version) -> dict[str, list[str]]:
        """Each part of a version under its name."""
        return {
            "title": [rule.title],
            "citations": list(rule.cites_of(version)),
            "it holds when": self.condition(book, version.when),
            "unless": self.condition(book, version.unless),
            "it is resolved when": self.condition(book, version.resolved_when),
            "barred where": self._under(book, ((bar.title, bar.when) for bar in version.bars)),
            "review policies, the first that holds": self._under(
                book, ((REVIEW_POLICIES[each.policy], each.when) for each in version.policies)
            ),
            "obligations": list(map(_duty, version.obligations)),
            "advice": [version.advice] if version.advice else [],
            "note": [version.note] if version.note else [],
            "source": [
                *filter(None, (version.source, version.url, version.read_in, version.confidence)),
                *(f"published {version.published}" for _ in filter(None, [version.published])),
                *(f"announced {version.announced}" for _ in filter(None, [version.announced])),
            ],
        }

    def _under(self, book: Rulebook, named: Iterable[tuple[str, Condition]]) -> list[str]:
        """Conditions, each under its name."""
        return [
            line
            for name, condition in named
            for line in (
                f"{name}:",
                *(f"{STEP}{line}" for line in self.condition(book, condition)),
            )
        ]


def _duty(duty: Obligation) -> str:
    days = "" if duty.days_before is None else f", {duty.days_before} days before"
    return f"{duty.do}{days}{' (for an application)' if duty.for_application else ''}"


def parts_reworded(
    before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """The parts that are told otherwise, each under its name."""
    for name, lines in before.items():
        if lines != after[name]:
            yield f"{name}:"
            yield from reworded(lines, after[name])
