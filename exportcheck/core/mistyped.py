"""Characters that are not what they look like: those that hide, and the quotes of word processors.

What is refused for one of them looks right to who wrote it, so it is named.
"""

from __future__ import annotations

import re
import unicodedata

_HIDDEN = ("Cf", "Co", "Cs", "Zl", "Zp")
# The quotation marks that word processors write, each with those that may close it.
_MARKS = {"“": "”“", "„": "“”", "”": "”", "‘": "’‘", "‚": "‘’", "’": "’", "«": "»", "»": "«"}


# A dash of a word processor between two digits, where a day has a hyphen.
_DASH = re.compile("(?<=[0-9])[\u2010-\u2015\u2212](?=[0-9])")


def seen_as(character: str) -> str:
    """What a reader sees of a character: nothing of a hidden one, a space of any kind of space."""
    if character.isascii():
        return character
    category = unicodedata.category(character)
    return "" if category in _HIDDEN else " " if category == "Zs" else character


def named(character: str) -> str:
    """A character by its number and name: `U+00A0 (no-break space)`."""
    name = unicodedata.name(character, "without a name").lower()
    return f"U+{ord(character):04X} ({name})"


def turns_direction(character: str) -> bool:
    """Whether a hidden character changes the order in which the others are shown."""
    return unicodedata.bidirectional(character) != "BN"


def hidden_in(text: str) -> int:
    """Where the first character stands that is not what it looks like, or -1."""
    if text.isascii():
        return -1
    found = (at for at, each in enumerate(text) if seen_as(each) != each)
    return next(found, -1)


def is_in_marks(written: str) -> bool:
    """Whether a text stands between the quotation marks of a word processor."""
    return len(written) > 1 and written[-1] in _MARKS.get(written[0], ())


def opens_with_mark(written: str) -> bool:
    """Whether a text begins with such a mark, which nothing closes but its end."""
    closes = _MARKS.get(written[:1], "")
    alone = bool(closes) and not any(each in closes for each in written[1:-1])
    return alone and (written[0] != "’" or is_in_marks(written))


def mistyped(written: object) -> str:
    """What to write for a text with a character that is not what it looks like, or nothing."""
    if not isinstance(written, str) or written.isascii():
        return ""
    dash = _DASH.search(written)
    plain = _DASH.sub("-", written)
    if is_in_marks(written):
        marks = f"{written[0]} and {written[-1]}"
        also = f", and hyphens for {named(dash[0])}" if dash else ""
        return (
            f'the marks {marks} are part of the text: write straight ones{also}, `"{plain[1:-1]}"`'
        )
    if dash:
        return f"it has {named(dash[0])}: write a hyphen, `{plain}`"
    at = hidden_in(written)
    if at < 0:
        return ""
    instead = "write an ordinary space for it" if seen_as(written[at]) else "remove it"
    return f"it has {named(written[at])}, which cannot be told by sight: {instead}"


# Letters of other alphabets that look like one of ours.
_LOOK_LATIN = frozenset("АВЕЅІЈКМНОРСТУХҮаеорсухіјѕһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο")
_OTHER_ALPHABETS = ("CYRILLIC", "GREEK")


def look_alike_in(text: str) -> str:
    """The first letter of another alphabet that stands for one of ours, or nothing.

    A text in which that alphabet has letters of its own, too, is written in it.
    """
    if text.isascii() or not any(each.isascii() and each.isalnum() for each in text):
        return ""
    other = [each for each in text if unicodedata.name(each, "").startswith(_OTHER_ALPHABETS)]
    return other[0] if other and _LOOK_LATIN.issuperset(other) else ""


# `#N/A`, `#REF!`, `#NAME?` and the like, in whatever language of a spreadsheet, as capitals, and
# what programs write for a number that is none.
_ERROR = re.compile(
    r"#[¡¿]?(?:N/[AD]|NV|DIV/0!?|ERR(?:OR)?|GETTING_DATA|[^\W\d_a-z][^\W\d a-z]*[!?])"
    r"|ERR: ?[0-9]{3}|[-+]?[0-9]+[.,]#(?:[QS]NAN|IND|INF)[0-9]*"
)
# Cells by their names: after the sheet, or after a sign with which a formula may begin.
_CELL = r"\$?[A-Z]{1,3}\$?[0-9]+"
_FORMULA = re.compile(
    rf"\{{?=.+|[-+@]{_CELL}(?:[-+*/:;,].*)?|(?:'[^']+'|[^\W\d][\w.]*)!{_CELL}(?::{_CELL})?"
    rf"|[-+@]?[A-Z][A-Z.]+\((?:[^()]*[;,:])?{_CELL}(?:[;,:][^()]*)?\)|{_CELL}:{_CELL}"
)
_MARKED = re.compile(r"[#=+@{!:;(-]|\.#")
ERROR_HELP = (
    "it is an error value of a spreadsheet: mend the formula of the cell, or what it looks up"
)


FORMULA_HELP = "it is a formula, not what it comes to: write the value"


def error_help(written: str) -> str:
    """What to do about what a spreadsheet writes where a formula came to nothing, or about the
    formula itself; nothing for another text."""
    plain = written if written.isascii() else unicodedata.normalize("NFKC", written)
    if _MARKED.search(plain) is None:
        return ""
    plain = plain.upper()
    if _FORMULA.fullmatch(plain) is not None:
        return FORMULA_HELP
    return ERROR_HELP if _ERROR.fullmatch(plain) is not None else ""
