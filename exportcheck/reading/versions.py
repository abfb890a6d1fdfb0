"""The versions of a rule: their days, conditions, review policies, bars and obligations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, overload

from exportcheck.core.rules import Bar, Obligation, ReviewPolicy, Version
from exportcheck.core.windows import Window
from exportcheck.reading.compiling import Cursor
from exportcheck.reading.condition_files import ConditionCompiler


class KeptVersions(Sequence[Version]):
    """The versions of a rule that was checked before, each read when it is first looked at."""

    def __init__(
        self, cursor: Cursor, windows: tuple[Window, ...], compiler: ConditionCompiler
    ) -> None:
        self.cursor, self.windows, self.compiler = cursor, windows, compiler
        self.read: dict[int, Version] = {}

    @overload
    def __getitem__(self, index: int) -> Version: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Version]: ...
    def __getitem__(self, index: int | slice) -> Version | Sequence[Version]:
        if isinstance(index, slice):
            return tuple(self)[index]
        index = range(len(self.windows))[index]
        if index not in self.read:
            told = len(self.cursor.problems)
            version = compile_version(self.cursor[index], self.windows[index], self.compiler)
            self.cursor.refuse_since(told)
            self.read[index] = version
        return self.read[index]

    def __len__(self) -> int:
        return len(self.windows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self.windows)


def windows_of(cursor: Cursor) -> Iterable[Window]:
    """The days on which each version of a rule holds, the oldest first."""
    entries = list(cursor)
    days = [entry.day("effective_from") for entry in entries]
    for index, (entry, first) in enumerate(zip(entries, days, strict=True)):
        following = days[index + 1] if index + 1 < len(days) else None
        if first and following and following <= first:
            same = following == first
            entries[index + 1]["effective_from"].say(
                "EC302",
                f"two versions begin on {first}"
                if same
                else f"this version does not begin after the one before it, of {first}",
                "on a day one version holds: put both conditions into one, under `any`, or make a "
                "rule of each"
                if same
                else "put the oldest version first",
            )
        end = entry.day("superseded_on")
        if first and end and end <= first:
            entry["superseded_on"].say(
                "EC302",
                f"the version ends on {end}, "
                + (
                    "the day on which it begins" if end == first else f"before it begins on {first}"
                ),
                "`superseded_on` is the first day on which it no longer holds"
                + (": a day on which it holds comes before" if end == first else ""),
            )
        if end and following and following < end:
            entry["superseded_on"].say(
                "EC302",
                f"the version overlaps with the next one, which begins on {following}",
                f'write `superseded_on: "{following}"` or remove it',
            )
        yield Window(first or date.min, end or following)


def compile_version(entry: Cursor, window: Window, compiler: ConditionCompiler) -> Version:
    """A version of a rule, in its days."""
    for key in ("announced", "published", "compliance_from"):
        entry.day(key)
    unless = entry.get("unless")
    resolved = entry.get("resolved_when")
    return Version(
        window=window,
        when=compiler.when(entry),
        unless=None if unless is None else compiler.condition(unless),
        source=entry.text("source"),
        url=entry.text("url"),
        read_in=entry.text("read_in"),
        confidence=entry.text("confidence"),
        note=entry.text("note"),
        cites=entry.texts("cites"),
        announced=entry.text("announced"),
        published=entry.text("published"),
        compliance_from=entry.text("compliance_from"),
        review_by=entry.day("review_by"),
        reviewer=entry.text("reviewer"),
        policies=tuple(
            ReviewPolicy(
                policy=policy.text("policy"),
                when=compiler.when(policy),
                cites=policy.texts("cites"),
                note=policy.text("note"),
                place=policy.place,
            )
            for policy in entry.get("review_policy") or ()
        ),
        bars=tuple(
            Bar(
                title=bar.text("title"),
                when=compiler.when(bar),
                cites=bar.texts("cites"),
                place=bar.place,
            )
            for bar in entry.get("bars") or ()
        ),
        obligations=tuple(_obligation(each) for each in entry.get("obligations") or ()),
        advice=entry.text("advice"),
        resolved_when=None if resolved is None else compiler.condition(resolved),
        place=entry.place,
    )


def _obligation(entry: Cursor) -> Obligation:
    days: Any = entry.data.get("days_before")
    if days is not None and not (str(days).isascii() and str(days).isdigit()):
        entry["days_before"].say(
            "EC401", f"`{days}` is not a number of days", "write a whole number"
        )
        days = None
    return Obligation(
        do=entry.text("do"),
        cites=entry.texts("cites"),
        days_before=None if days is None else int(days),
        confidence=entry.text("confidence"),
        for_application=entry.text("for") == "application",
        place=entry.place,
    )
