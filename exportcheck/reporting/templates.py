"""New rules, items, cases and rulebooks as YAML text, from answers to a few questions.

What was answered is written so that it reads as the text it was, whatever signs are in it; a test
of a fact that is written as a mapping or list stays one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

Answers = Mapping[str, Sequence[str]]

# What every reader of YAML takes for the text that it is.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _.()/-]*[A-Za-z0-9.)]", re.ASCII)
_NOT_PLAIN = re.compile(r"[A-Z]{2}|true|false|null|on|off|y|n|yes|no", re.ASCII | re.IGNORECASE)


def scalar(text: str) -> str:
    """A text as YAML: as it is where nobody could misread it, else in quotes."""
    if _PLAIN.fullmatch(text) and not _NOT_PLAIN.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=not text.isprintable())


def value(text: str) -> str:
    """A value of a fact: `yes` and `no`, mappings and lists as they are."""
    if text in ("yes", "no") or (text[:1], text[-1:]) in (("{", "}"), ("[", "]")):
        return text
    return scalar(text)


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(scalar(text) for text in texts)}]"


def _facts(pairs: Iterable[str], indent: str) -> str:
    """`FACT=VALUE` pairs as lines of a mapping."""
    split = (pair.partition("=") for pair in pairs)
    return "".join(f"{indent}{name.strip()}: {value(told.strip())}\n" for name, _, told in split)


def rule_entry(answers: Answers) -> str:
    """One rule with its first version."""
    one = {name: given[0] for name, given in answers.items() if given}
    effect = one["effect"]
    stated = {
        "classifies": lambda: scalar(one["paragraph"]),
        "requires_license": lambda: _flow(one, ("reason", "part")),
        "excepts": lambda: f"{{symbol: {scalar(one['symbol'])}, covers: {_covers(answers)}}}",
    }.get(effect, lambda: "true")()
    version = f"""\
      - effective_from: {scalar(one["effective-from"])}
        source: {scalar(one["source"])}
        read_in: {scalar(one["read-in"])}
        confidence: {one["confidence"]}
"""
    if answers.get("when"):
        version += f"        when:\n{_facts(answers['when'], ' ' * 10)}"
    if one.get("policy"):
        version += (
            f"        review_policy:\n          - policy: {one['policy']}\n"
            f"            cites: {_listed(answers['cites'])}\n"
        )
    if effect == "obliges":
        version += (
            f"        obligations:\n          - do: {scalar(one['do'])}\n"
            f"            cites: {_listed(answers['cites'])}\n"
        )
    if effect == "advises":
        version += f"        advice: {scalar(one['advice'])}\n"
    return (
        f"  - id: {scalar(one['id'])}\n    title: {scalar(one['title'])}\n"
        f"    cites: {_listed(answers['cites'])}\n    {effect}: {stated}\n"
        f"    versions:\n{version}"
    )


def _covers(answers: Answers) -> str:
    return "all" if list(answers["covers"]) == ["all"] else _listed(answers["covers"])


def _flow(one: Mapping[str, str], keys: Iterable[str]) -> str:
    return "{" + ", ".join(f"{key}: {scalar(one[key])}" for key in keys if one.get(key)) + "}"


def item_entry(answers: Answers) -> str:
    """One item with the facts that were given."""
    one = {name: given[0] for name, given in answers.items() if given}
    sources = "".join(f"      - {scalar(source)}\n" for source in answers["sources"])
    return (
        f"  - sku: {scalar(one['sku'])}\n    family: {scalar(one.get('family') or one['sku'])}\n"
        f"    kind: {one['item-kind']}\n    confidence: {one['confidence']}\n"
        f"    sources:\n{sources}"
        + (f"    facts:\n{_nested(answers['fact'])}" if answers.get("fact") else "")
    )


def _nested(pairs: Iterable[str]) -> str:
    """Facts of an item, nested: `peak.fp16=...` below `peak`."""
    lines: list[str] = []
    before: list[str] = []
    for name, _, told in sorted(pair.partition("=") for pair in pairs):
        *levels, last = name.strip().removeprefix("item.").split(".")
        for depth, level in enumerate(levels):
            if before[: depth + 1] != levels[: depth + 1]:
                lines.append(f"{' ' * (6 + 2 * depth)}{level}:\n")
        before = levels
        lines.append(f"{' ' * (6 + 2 * len(levels))}{last}: {value(told.strip())}\n")
    return "".join(lines)


def case_entry(answers: Answers) -> str:
    """One case."""
    one = {name: given[0] for name, given in answers.items() if given}
    text = f"  - name: {scalar(one['name'])}\n"
    if one.get("item"):
        text += f"    item: {scalar(one['item'])}\n"
    text += f"    date: {scalar(one['date'])}\n"
    if answers.get("given"):
        text += f"    given:\n{_facts(answers['given'], ' ' * 6)}"
    text += f"    expect: {one['expect']}\n"
    for key in ("rests_on", "not_on"):
        named = answers.get(key.replace("_", "-"))
        text += f"    {key}: {_listed(named)}\n" if named else ""
    return text


def rulebook_text(answers: Answers) -> str:
    """The head of a rulebook."""
    one = {name: given[0] for name, given in answers.items() if given}
    lines = [
        f"id: {scalar(one['book'])}",
        f"title: {scalar(one['book-title'])}",
        f"jurisdiction: {scalar(one['jurisdiction'])}",
        f"version: {json.dumps(one['version'])}",
        f"first_day: {scalar(one['first-day'])}",
        f"verified_through: {scalar(one['verified-through'])}",
    ]
    for key in ("covers-what", "not-covered"):
        lines += ["", f"{'covers' if key == 'covers-what' else 'not_covered'}:"]
        lines += [f"  - {scalar(text)}" for text in answers[key]]
    return "\n".join(lines) + "\n"


def file_head(kind: str, answers: Answers) -> str:
    """What stands before the first entry of a new file."""
    if kind == "rule":
        title = scalar(answers["title"][0])
        return f"title: {title}\ncites: {_listed(answers['cites'])}\n\nrules:\n"
    if kind == "item":
        maker, home = scalar(answers["maker"][0]), scalar(answers["headquarters"][0])
        return f"maker: {maker}\nheadquarters: {home}\nitems:\n"
    return "cases:\n"
