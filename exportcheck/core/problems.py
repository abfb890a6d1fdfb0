"""Mistakes as values: what is wrong in a file or a command, where, and what to write instead.

A mistake of a user is returned, never raised, so that one run shows all of them. The message is one
sentence in lower case without a full stop, with the writer's own words in backticks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exportcheck.core.places import Place
from exportcheck.core.records import Record


class Problem(Record):
    """One mistake: its place, its sentence, the remedy, and the number of characters it covers.

    `line` is where the line of an order file begins, or the file, that it leaves unjudged; it is
    told wherever that may have more mistakes than this one, at other places.
    """

    place: Place
    code: str
    message: str
    help: str = ""
    width: int = 1
    severity: str = "error"
    line: Place | None = None

    @property
    def order(self) -> tuple[Place, str, str]:
        return (self.place, self.code, self.message)


class UnusableInput(Exception):
    """Carries the problems that leave nothing to decide with; the command line exits with 2."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("; ".join(f"{p.place}: {p.message}" for p in self.problems))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by file, line, column and code, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.order))


def close_words(word: str, known: Sequence[str]) -> list[str]:
    """The known words that are spelled much like the one written, at most three."""
    # Only a mistake needs it, and its import takes a while.
    from difflib import get_close_matches

    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(name.casefold(), name)
    # Of a short word every letter counts for more: H2O is close to H20.
    cutoff = 0.72 if len(word) > 4 else 0.6
    close = get_close_matches(word.casefold(), folded, n=3, cutoff=cutoff)
    return [folded[name] for name in close]


def suggestion(names: Sequence[str]) -> str:
    """A question that offers the names; nothing if there are none."""
    return f"did you mean {either([f'`{name}`' for name in names])}?" if names else ""


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A suggestion when a known word is close to the one written, else nothing."""
    return suggestion(close_words(word, known))


def either(words: Sequence[str]) -> str:
    """Words joined for a sentence: `a`, `b` or `c`."""
    return joined(words, "or")


def counted(number: int, word: str) -> str:
    """A number with its word: `1 line`, `2 lines`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def joined(words: Sequence[str], last: str = "and") -> str:
    """Words joined with commas and a last conjunction."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
