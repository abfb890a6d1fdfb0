"""What a system may contain: items of the catalogue, those that every test treats alike as one."""

from __future__ import annotations

from collections.abc import Hashable

import z3

from exportcheck.analysis.algebra import (
    Pair,
    key_of,
)
from exportcheck.analysis.encoding import Content, Encoder, Scope
from exportcheck.analysis.shared import beside_the_day
from exportcheck.analysis.vocabulary import Side
from exportcheck.core.conditions import (
    ContainsAny,
    rests_on_rules,
)
from exportcheck.core.evaluate import is_system
from exportcheck.core.facts import Facts
from exportcheck.core.rules import Rulebook
from exportcheck.core.truth import FAILS


def contents_of(encoders: tuple[Encoder, ...]) -> tuple[Content, ...]:
    """The items that a system may contain, those that every test treats alike as one."""
    questions = _content_questions(encoders)
    if not questions:
        return ()
    kinds: dict[tuple[object, ...], Content] = {}
    kept: list[Pair] = []  # a formula that is let go may give its number to another
    rest = any(rests_on_rules(condition) for _, _, condition in questions)
    sides = {id(encoder.side.library): encoder.side for encoder in encoders}
    names = set.intersection(*(set(side.library.items.names) for side in sides.values()))
    for name in sorted(names):
        facts = {key: _facts_of(side, name) for key, side in sides.items()}
        known = {key: each for key, each in facts.items() if each is not None}
        if len(known) < len(facts):
            continue
        if any(is_system(each) is not FAILS for each in known.values()):
            continue  # a system inside stands for what it contains
        truths = [
            encoder.condition(
                condition.part,
                rulebook,
                Scope({}, {}, inner=known[id(encoder.side.library)]),
            )
            for encoder, rulebook, condition in questions
        ]
        kept += truths
        key = tuple(key_of(part) for truth in truths for part in (truth.holds, truth.fails))
        if rest:
            # What rests on rules judged before cannot be compared here: each item is a kind.
            key = (*key, name)
        first = kinds.get(key)
        kinds[key] = (
            Content(name=name, inside=z3.Bool(f"contains {name}"), alike=1, facts=known)
            if first is None
            else first.but(alike=first.alike + 1)
        )
    return tuple(kinds.values())


def _content_questions(
    encoders: tuple[Encoder, ...],
) -> list[tuple[Encoder, Rulebook, ContainsAny]]:
    """What is asked of contents, each question once: sides alike answer one question alike."""
    found: dict[Hashable, tuple[Encoder, Rulebook, ContainsAny]] = {}
    for encoder in encoders:
        for condition in encoder.side.asked.contents if encoder.side.item is None else ():
            for rulebook in encoder.side.rulebooks:
                found.setdefault(encoder.key(condition, rulebook), (encoder, rulebook, condition))
    return list(found.values())


def _facts_of(side: Side, name: str) -> Facts | None:
    """The facts of an item under the readings taken, found once for all days."""
    items = side.library.items
    found = items.find(name)
    if len(found) != 1:
        return None
    key = (id(side.library), name)
    if key not in side.memory.seen:
        facts = items.facts_of(side.catalogue, found, name)
        side.memory.seen[key] = facts.with_known(beside_the_day(side.fixed))
    return side.memory.seen[key]
