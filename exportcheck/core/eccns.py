"""ECCNs as the control list orders them: an entry (3A090), its paragraphs, and theirs (3A090.a.1).

What is said of a paragraph is said of all below it. Of who states 3A090 it is not known whether the
item is in 3A090.a, since the list goes on below; so a statement is a place in a tree, and learning
the deeper paragraph may settle a comparison and never turns it round.

An ECCN is kept in lower case with a point before each step, however the steps are joined: 3A001.a1a
is 3a001.a.1.a. `none` and EAR99 are entries without paragraphs. Some entries list items in their
heading beside the paragraphs (4A005): who states such an entry alone states those items.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth, any_of
from exportcheck.core.values import ANYTHING, Choice

_ECCN = re.compile(r"([0-9][A-E][0-9]{3})((?:[.]?[a-z0-9]+)*)", re.ASCII)
_STEPS = re.compile("[a-z]+|[0-9]+")
_WITHOUT_ENTRY = ("none", "EAR99")
# Where the heading of an entry lists items itself, it stands among the paragraphs by this name.
HEADING = "heading"


def eccn_word(written: str) -> str | None:
    """An ECCN as it is kept; None for what is none."""
    if written in _WITHOUT_ENTRY:
        return written.lower()
    found = _ECCN.fullmatch(written)
    if found is None:
        return None
    return ".".join((found[1].lower(), *_STEPS.findall(found[2])))


def as_stated(word: str, paragraphs: Mapping[str, frozenset[str]]) -> str:
    """The place of an item that is stated so: an entry whose heading lists items means those."""
    heading = f"{word}.{HEADING}"
    return heading if heading in paragraphs.get(word, ()) else word


def as_named(word: str) -> str:
    """What a rule names that is written so: an entry means all that is in it."""
    return word.removesuffix(f".{HEADING}")


def entry(word: str) -> str:
    """The entry in which an ECCN is: 3a001 of 3a001.a.7."""
    return word.partition(".")[0]


def product_group(word: str) -> str:
    """The product group of an ECCN, which is its letter (D for software); `none` without entry."""
    return word[1].upper() if word[0].isdigit() else "none"


def series(word: str) -> str:
    """The series of an ECCN, which is the digit behind its letter (6 for 3A611); `none` without."""
    return word[2] if word[0].isdigit() else "none"


def above(word: str) -> Iterable[str]:
    """An ECCN and the paragraphs above it, up to its entry."""
    steps = word.split(".")
    return (".".join(steps[:number]) for number in range(1, len(steps) + 1))


def is_in(word: str, paragraph: str) -> Truth:
    """Whether an ECCN is in a paragraph; unknown where the paragraph is below what is stated."""
    if f"{word}.".startswith(f"{paragraph}."):
        return HOLDS
    return UNKNOWN if paragraph.startswith(f"{word}.") else FAILS


def within(value: Choice, paragraphs: Iterable[str]) -> Truth:
    """Whether an item is in one of these paragraphs, by the ECCNs that are still possible."""
    paragraphs = tuple(paragraphs)
    truths = {any_of(is_in(word, each) for each in paragraphs) for word in value.options or ()}
    return truths.pop() if len(truths) == 1 else UNKNOWN


def meet(first: Choice, second: Choice) -> Choice:
    """What both allow: of 3A001 and 3A001.a the deeper one."""
    if first.options is None or second.options is None:
        return first if second.options is None else second
    pairs = [(one, other) for one in first.options for other in second.options]
    return Choice(
        frozenset(
            one if is_in(one, other) is HOLDS else other
            for one, other in pairs
            if is_in(one, other) is not FAILS
        )
    )


def narrower(value: Choice, paragraphs: Iterable[str]) -> Choice | None:
    """The first of these paragraphs that would say more than what is known; None without one."""
    for paragraph in paragraphs:
        met = meet(value, Choice.of(paragraph))
        if not met.is_empty and met != value:
            return met
    return None


def another(value: Choice) -> Choice:
    """A paragraph of what is known that nobody names; anything where nothing is known."""
    if value == ANYTHING:
        return Choice.of("\N{BULLET}")
    return Choice(frozenset(f"{word}.\N{BULLET}" for word in value.options or ()))
