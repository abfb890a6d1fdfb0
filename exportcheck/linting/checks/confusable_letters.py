"""EC006 confusable-letter: a word that mixes letters of alphabets which look alike

What it finds
    In rule files a word in which a Cyrillic, Greek or Armenian letter or a wide one stands beside
    Latin letters or digits. Case files are left alone: they state what an order may contain.

Why it matters
    The Cyrillic letter in `СN` looks like the C of China. A name that is spelled so fits nothing
    that an order states, and a reader cannot see why.

Instead of
    title: 3<U+0410>090, the upper tier

Write
    title: 3A090, the upper tier

Only a person can tell which letter is meant, so `--fix` leaves it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.linting.check import WARNING, Check, View

_WORD = re.compile(r"\w+")
_ALIKE = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "FULLWIDTH", "MATHEMATICAL")


def _is_alike(character: str) -> bool:
    return not character.isascii() and unicodedata.name(character, "").startswith(_ALIKE)


def find(view: View) -> Iterator[Problem]:
    """Each such word, at its first foreign letter."""
    for source in view.sources:
        if source.is_cases or source.text.isascii():
            continue
        for number, line in enumerate(source.lines, 1):
            for word in () if line.isascii() else _WORD.finditer(line):
                text = word[0]
                foreign = [index for index, each in enumerate(text) if _is_alike(each)]
                if foreign and any(each.isascii() and each.isalnum() for each in text):
                    letter = text[foreign[0]]
                    yield CHECK.problem(
                        Place(source.file, number, word.start() + foreign[0] + 1),
                        f"`{text}` mixes alphabets: here is U+{ord(letter):04X} "
                        f"({unicodedata.name(letter).lower()})",
                        "write the letter that looks like it",
                    )


CHECK = Check(code="EC006", name="confusable-letter", severity=WARNING, find=find)
