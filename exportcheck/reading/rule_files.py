"""Rule files to rules: conditions, terms, versions and effects, with every mistake at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

from exportcheck.core.problems import did_you_mean, either
from exportcheck.core.rules import (
    ALL,
    EFFECTS,
    Advises,
    Classifies,
    Effect,
    Excepts,
    Obliges,
    Prohibits,
    RequiresLicense,
    Rule,
    Version,
)
from exportcheck.reading.compiling import RULE_ID, Cursor
from exportcheck.reading.condition_files import ConditionCompiler, each_of
from exportcheck.reading.versions import KeptVersions, compile_version, windows_of


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
    windows = tuple(windows_of(entry["versions"]))
    versions: Sequence[Version]
    if check:
        versions = tuple(map(compile_version, entry["versions"], windows, repeat(compiler)))
        if effect is not None:
            _check_versions(entry, effect)
    else:
        versions = KeptVersions(entry["versions"], windows, compiler)
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
