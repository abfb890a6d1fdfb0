"""Where a word is spoken of that nothing is called by: titles, citations, meanings and questions.

All words of what is sought have to stand in one text, each as a word or its beginning, so that
`military end user` finds what speaks of military end users, and `744.11` no 744.110.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from exportcheck.core.library import Library
from exportcheck.core.records import Record
from exportcheck.core.words import WORDS

# A word as short as this stands in too many texts.
SHORTEST = 3


class Mention(Record):
    """One thing whose words speak of what is sought: its kind, its name, and those words."""

    kind: str
    name: str
    words: str


def mentions(sought: str, library: Library) -> tuple[Mention, ...]:
    """The words, lists, rules, terms, groups and facts that speak of it, in this order."""
    patterns = tuple(map(_pattern, _plain(sought).split()))
    if not patterns or len(sought.strip()) < SHORTEST:
        return ()
    return tuple(
        dict.fromkeys(
            mention
            for mention, texts in chain(_of_words(), _of_books(library), _of_facts(library))
            if _speaks(patterns, (mention.name, mention.words, *texts))
        )
    )


def speaks_of(sought: str, texts: Iterable[str]) -> bool:
    """Whether texts have all the words of what is sought."""
    patterns = tuple(map(_pattern, _plain(sought).split()))
    return bool(patterns) and _speaks(patterns, texts)


def _speaks(patterns: Iterable[re.Pattern[str]], texts: Iterable[str]) -> bool:
    whole = _plain(" ".join(texts))
    return all(pattern.search(whole) for pattern in patterns)


def _of_words() -> Iterator[tuple[Mention, tuple[str, ...]]]:
    for word, meaning in WORDS.items():
        yield Mention(kind="words of the reports", name=word, words=meaning), ()


def _of_books(library: Library) -> Iterator[tuple[Mention, tuple[str, ...]]]:
    for book in library.rulebooks:
        for each in book.lists:
            mention = Mention(kind="lists of parties", name=each.name, words=each.title)
            yield mention, (each.meaning,)
        for rule in book.rules:
            yield Mention(kind="rules", name=rule.name, words=rule.title), rule.cites
        for name, (meaning, _) in book.terms.items():
            yield Mention(kind="defined terms", name=name, words=meaning), ()
        for name, group in book.groups.groups.items():
            yield Mention(kind="groups of countries", name=name, words=group.meaning), ()


def _of_facts(library: Library) -> Iterator[tuple[Mention, tuple[str, ...]]]:
    for fact in library.catalogue:
        yield Mention(kind="facts", name=fact.name, words=fact.ask or fact.meaning), (fact.meaning,)


def _plain(text: str) -> str:
    return re.sub(r"[\s_/“”\"'-]+", " ", text).casefold()


def _pattern(word: str) -> re.Pattern[str]:
    last = r"(?![0-9])" if word[-1:].isdigit() else ""
    return re.compile(rf"(?<![^\W_]){re.escape(word)}{last}")
