"""Words that one pattern lets by and another does not, found or shown not to be by the solver.

A pattern is read as the language of all that it matches from end to end, with what it looks ahead
for; one that says more than a language of this kind can is not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import z3

from exportcheck.analysis.algebra import NotDecided

_STEPS = 20_000_000
_CLASSES = {
    "CATEGORY_DIGIT": (("0", "9"),),
    "CATEGORY_SPACE": ((" ", " "), ("\t", "\r")),
    "CATEGORY_WORD": (("0", "9"), ("A", "Z"), ("_", "_"), ("a", "z")),
}


class NotCompared(Exception):
    """A pattern that asks for something that cannot be said of words one by one."""


def any_word() -> Any:
    return z3.Full(z3.ReSort(z3.StringSort()))


def language(pattern: str) -> Any:
    """All words that a pattern matches from end to end; without one, all words."""
    if not pattern:
        return any_word()
    return _then(list(parser.parse(pattern, re.ASCII)), z3.Re(""))


def spelled(word: str) -> Any:
    """All ways to write a folded name with ASCII, whatever its case, spaces and punctuation."""
    letters = [z3.Range("0", "9"), z3.Range("A", "Z"), z3.Range("a", "z")]
    between = z3.Star(z3.Intersect(z3.Range(" ", "~"), z3.Complement(z3.Union(*letters))))
    parts = [between]
    for each in word:
        cases = sorted({each, each.upper()} if each.isascii() else {each})
        parts += [_either([z3.Re(case) for case in cases]), between]
    return z3.Concat(*parts)


def beginning(word: str) -> Any:
    """All words that begin so."""
    return z3.Concat(z3.Re(word), any_word())


@cache
def can_be_compared(pattern: str, another: str) -> bool:
    """Whether it is found out if there is a word that one of two patterns alone matches."""
    try:
        first, second = (language(each) for each in (pattern, another))
        word_in((first, but_not(second)))
        word_in((second, but_not(first)))
    except (NotCompared, NotDecided):
        return False
    return True


def word_in(languages: Iterable[Any]) -> str | None:
    """A word of all these languages, in ASCII where there is one, or None where there is none."""
    languages = tuple(languages)
    edge = z3.Range("!", "~")
    plain = z3.Union(edge, z3.Concat(edge, z3.Star(z3.Range(" ", "~")), edge))
    for written in (plain, z3.Plus(z3.AllChar(z3.ReSort(z3.StringSort())))):
        solver = z3.Solver()
        solver.set("rlimit", _STEPS)
        word = z3.String("word")
        solver.add(*(z3.InRe(word, each) for each in (*languages, written)))
        answer = solver.check()
        if answer == z3.unknown:
            raise NotDecided(solver.reason_unknown())
        if answer == z3.sat:
            return str(solver.model()[word].py_value())
    return None


def but_not(language: Any) -> Any:
    return z3.Complement(language)


def _then(items: Sequence[tuple[Any, Any]], rest: Any) -> Any:
    """What a sequence matches, and then the rest."""
    for at in range(len(items) - 1, -1, -1):
        rest = _one(*items[at], rest, first=at == 0)
    return rest


def _one(op: Any, of: Any, rest: Any, *, first: bool) -> Any:
    match op:
        case ops.LITERAL:
            return z3.Concat(z3.Re(chr(of)), rest)
        case ops.NOT_LITERAL:
            return z3.Concat(_other_than(z3.Re(chr(of))), rest)
        case ops.ANY:
            return z3.Concat(_other_than(z3.Re("\n")), rest)
        case ops.IN:
            return z3.Concat(_set(of), rest)
        case ops.BRANCH:
            return _either([_then(list(each), rest) for each in of[1]])
        case ops.SUBPATTERN if not of[1] and not of[2]:
            return _then(list(of[3]), rest)
        case ops.MAX_REPEAT | ops.MIN_REPEAT:
            low, high, part = of
            if any(name in (ops.ASSERT, ops.ASSERT_NOT, ops.AT) for name, _ in _within(part)):
                raise NotCompared("it looks ahead within what is repeated")
            once = _then(list(part), z3.Re(""))
            if high == ops.MAXREPEAT:
                return z3.Concat(*[once] * low, z3.Star(once), rest)
            return z3.Concat(z3.Loop(once, low, high), rest)
        case ops.ASSERT | ops.ASSERT_NOT if of[0] == 1:
            ahead = _then(list(of[1]), any_word())
            return z3.Intersect(rest, ahead if op == ops.ASSERT else z3.Complement(ahead))
        case ops.AT if of in (ops.AT_END, ops.AT_END_STRING):
            return z3.Intersect(rest, z3.Re(""))
        case ops.AT if first and of in (ops.AT_BEGINNING, ops.AT_BEGINNING_STRING):
            return rest
    raise NotCompared(f"it uses {str(op).lower()}")


def _within(part: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    found = []
    for op, of in part:
        found.append((op, of))
        for inner in of if isinstance(of, tuple) else ():
            if isinstance(inner, parser.SubPattern):
                found += _within(inner)
            elif isinstance(inner, list) and op == ops.BRANCH:
                found += [each for branch in inner for each in _within(branch)]
    return found


def _set(items: Sequence[tuple[Any, Any]]) -> Any:
    found = []
    for op, of in items:
        match op:
            case ops.LITERAL:
                found.append(z3.Re(chr(of)))
            case ops.RANGE:
                found.append(z3.Range(chr(of[0]), chr(of[1])))
            case ops.CATEGORY if str(of) in _CLASSES:
                found += [z3.Range(*each) for each in _CLASSES[str(of)]]
            case ops.NEGATE:
                continue
            case _:
                raise NotCompared(f"it uses {str(of).lower()}")
    some = _either(found)
    return _other_than(some) if items[0][0] == ops.NEGATE else some


def _other_than(characters: Any) -> Any:
    return z3.Intersect(z3.AllChar(z3.ReSort(z3.StringSort())), z3.Complement(characters))


def _either(parts: Sequence[Any]) -> Any:
    return parts[0] if len(parts) == 1 else z3.Union(*parts)
