"""Rule files to rules: conditions, terms, versions and effects, with every mistake at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import Any, overload

from exportcheck.core.problems import UnusableInput, did_you_mean, either
from exportcheck.core.rules import (
    ALL,
    EFFECTS,
    Advises,
    Bar,
    Classifies,
    Effect,
    Excepts,
    Obligation,
    Obliges,
    Prohibits,
    RequiresLicense,
    ReviewPolicy,
    Rule,
    Version,
)
from exportcheck.core.windows import Window
from exportcheck.reading.compiling import RULE_ID, Cursor
from exportcheck.reading.condition_files import ConditionCompiler, each_of


def compile_rules(
    files: Iterable[Cursor], rulebook: str, compiler: ConditionCompiler, *, check: bool
) -> tuple[Rule, ...]:
    """All rules of a rulebook, and unless done before the checks that need to see all of them."""
    rules: dict[str, Rule] = {}
    cursors: dict[str, Cursor] = {}
    for file in files:
        for entry in file.get("rules") or ():
            rule = _rule(entry, file.texts("cites"), rulebook, compiler, check=check)
            if rule.id in rules:
                entry["id"].say(
                    "EC203",
                    f"the rule id `{rule.id}` is used twice",
                    f"it is used first at {rules[rule.id].place}",
                )
                if rules[rule.id].place.file != rule.place.file:
                    # Which of two files is the new one cannot be told, so it is told in both.
                    cursors[rule.id]["id"].say(
                        "EC203",
                        f"the rule id `{rule.id}` is used twice",
                        f"it is used again at {rule.place}",
                    )
                continue
            rules[rule.id], cursors[rule.id] = rule, entry
    if not check:
        return tuple(rules.values())
    for name in compiler.terms:
        # Compiled even where no rule uses it, so that its mistakes are seen.
        entry = compiler.terms[name]
        compiler.term(Cursor(entry.document, entry.route, name, entry.problems))
    for rule_id, entry in cursors.items():
        _check_references(entry, rule_id, rules, compiler.terms)
    return tuple(rules.values())


def _check_references(
    entry: Cursor, rule_id: str, rules: Mapping[str, Rule], terms: Mapping[str, Cursor]
) -> None:
    requirements = [r.id for r in rules.values() if isinstance(r.effect, RequiresLicense)]
    excepts = entry.get("excepts")
    if excepts is not None:
        for each in each_of(excepts["covers"]):
            if each.data not in (
                ALL,
                *requirements,
                *(f"part {rules[id].part}" for id in requirements),
            ):
                each.say(
                    "EC202",
                    f"`{each.data}` is not a license requirement of this rulebook",
                    did_you_mean(str(each.data), requirements)
                    or "an exception covers requirements of its own rulebook only; `all` is all "
                    "of them",
                )
    for cursor in _under(entry, "requires_license_under", terms, set()):
        for each in cursor["other_than"] if cursor.get("other_than") else ():
            if each.data not in requirements:
                each.say(
                    "EC202",
                    f"`{each.data}` is not a license requirement of this rulebook",
                    did_you_mean(str(each.data), requirements),
                )
        known = {rules[name].part for name in requirements}
        for each in cursor["parts"]:
            if each.data not in known:
                each.say(
                    "EC202",
                    f"no license requirement of this rulebook stands under part `{each.data}`",
                    did_you_mean(str(each.data), tuple(sorted(known))),
                )
        if _STAGES.index(type(rules[rule_id].effect)) <= _STAGES.index(RequiresLicense):
            cursor.say(
                "EC204",
                "license requirements are judged after this rule, or with it",
                "a rule may rest on rules of an earlier stage only",
                key=True,
            )
    for cursor in _under(entry, "holds", terms, set()):
        for each in each_of(cursor):
            if each.data not in rules:
                each.say(
                    "EC202",
                    f"`{each.data}` is not a rule of this rulebook",
                    did_you_mean(str(each.data), tuple(rules)),
                )
            elif _STAGES.index(type(rules[each.data].effect)) >= _STAGES.index(
                type(rules[rule_id].effect)
            ):
                each.say(
                    "EC204",
                    f"`{each.data}` is judged after this rule",
                    "a rule may rest on rules of an earlier stage only: classification, "
                    "requirement, prohibition, exception, then advice and obligations",
                )


_STAGES: tuple[type, ...] = (Classifies, RequiresLicense, Prohibits, Excepts, Advises, Obliges)


def _under(
    cursor: Cursor, key: str, terms: Mapping[str, Cursor], seen: set[str]
) -> Iterable[Cursor]:
    """What stands under a key, wherever in a rule and in the terms that it uses."""
    if isinstance(cursor.data, dict):
        for name, entry in cursor.entries():
            if name == key:
                yield entry
            elif name == "is":
                used = {str(each.data) for each in each_of(entry)} & terms.keys() - seen
                seen |= used
                for term in sorted(used):
                    yield from _under(terms[term], key, terms, seen)
            else:
                yield from _under(entry, key, terms, seen)
    elif isinstance(cursor.data, list):
        for entry in cursor:
            yield from _under(entry, key, terms, seen)


def _rule(
    entry: Cursor,
    cites: tuple[str, ...],
    rulebook: str,
    compiler: ConditionCompiler,
    *,
    check: bool,
) -> Rule:
    rule_id = entry.text("id")
    if not RULE_ID.fullmatch(rule_id):
        entry["id"].say(
            "EC203",
            f"`{rule_id}` is not a rule id",
            "use letters, digits, `.`, `-`, `_` and parentheses",
        )
    effect = _effect(entry, compiler)
    windows = tuple(_windows(entry["versions"]))
    versions: Sequence[Version]
    if check:
        versions = tuple(map(_version, entry["versions"], windows, repeat(compiler)))
        if effect is not None:
            _check_versions(entry, effect)
    else:
        versions = _Versions(entry["versions"], windows, compiler)
    own = entry.texts("cites")
    return Rule(
        id=rule_id,
        rulebook=rulebook,
        title=entry.text("title"),
        cites=own or cites,
        effect=effect or Obliges(),
        windows=windows,
        versions=versions,
        place=entry.place,
    )


def _effect(entry: Cursor, compiler: ConditionCompiler) -> Effect | None:
    """The one effect of a rule; none where the rule states none or several."""
    stated = [name for name in EFFECTS if entry.get(name) is not None]
    if len(stated) != 1:
        entry.say(
            "EC108",
            f"the rule `{entry.text('id')}` has {'no effect' if not stated else 'two effects'}",
            f"give it one of {either([f'`{name}`' for name in EFFECTS])}",
        )
        return None
    cursor = entry[stated[0]]
    match stated[0]:
        case "classifies":
            return Classifies(paragraph=str(cursor.data))
        case "requires_license":
            _check_part(cursor)
            return RequiresLicense(reason=cursor.text("reason"), part=cursor.text("part"))
        case "excepts":
            return Excepts(
                symbol=cursor.text("symbol"),
                covers=frozenset(cursor.texts("covers")),
                is_license=cursor.data.get("license") is True,
            )
        case "advises" if isinstance(cursor.data, dict):
            return Advises(
                holds_open=cursor.data.get("holds_open", True) is True,
                doubts=_doubted(cursor, compiler),
            )
    if cursor.data is not True:
        cursor.say("EC105", f"`{stated[0]}` is not `true`", "write `true`, or remove the rule")
    plain: dict[str, Effect] = {
        "prohibits": Prohibits(),
        "obliges": Obliges(),
        "advises": Advises(),
    }
    return plain[stated[0]]


# A part as people cite it: with its title, its section, or the word.
_CITED_PART = re.compile(r"(?:15 CFR )?(?:§ ?|parts? )?(7[3-7][0-9])(?![0-9]).*", re.IGNORECASE)


def _check_part(effect: Cursor) -> None:
    """A part of the regulations is its number, by which exceptions and conditions name it."""
    part = effect.text("part")
    cited = _CITED_PART.fullmatch(part)
    if cited and cited[1] != part:
        effect["part"].say(
            "EC107", f"`{part}` is not the number of a part", f'write `part: "{cited[1]}"`'
        )


def _doubted(advises: Cursor, compiler: ConditionCompiler) -> str:
    """The fact that advice doubts as it is stated, if any."""
    name = advises.text("doubts")
    if name and name not in compiler.catalogue:
        advises["doubts"].say(
            "EC201",
            f"`{name}` is not a fact this tool knows",
            did_you_mean(name, tuple(compiler.catalogue.facts)),
        )
    return name


def _check_versions(entry: Cursor, effect: Effect) -> None:
    """Keys of a version that the effect of its rule has no use for."""
    fitting: dict[str, type] = {
        "review_policy": RequiresLicense,
        "bars": Excepts,
        "advice": Advises,
        "resolved_when": Advises,
    }
    for version in entry["versions"]:
        for key, kind in fitting.items():
            if version.get(key) is not None and not isinstance(effect, kind):
                version[key].say(
                    "EC108",
                    f"`{key}` has no meaning for this rule",
                    "remove it, or give the rule the effect it belongs to",
                    key=True,
                )
        if isinstance(effect, Advises) and version.get("advice") is None:
            version.say("EC103", "the version lacks `advice`", "write what is to be resolved")
        if isinstance(effect, Obliges) and version.get("obligations") is None:
            version.say("EC103", "the version lacks `obligations`", "write what must be done")


class _Versions(Sequence[Version]):
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
            version = _version(self.cursor[index], self.windows[index], self.compiler)
            if len(self.cursor.problems) > told:
                # What was kept has a mistake that no file without one could have left there.
                raise UnusableInput(self.cursor.problems[told:])
            self.read[index] = version
        return self.read[index]

    def __len__(self) -> int:
        return len(self.windows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self.windows)


def _windows(cursor: Cursor) -> Iterable[Window]:
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


def _version(entry: Cursor, window: Window, compiler: ConditionCompiler) -> Version:
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
