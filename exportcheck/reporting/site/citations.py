"""Where the text of a citation can be read: the eCFR for regulations, the Federal Register else.

An address is made only of a citation that names a section, a supplement, a part or a page; nothing
is guessed. A citation of a text "of that time" gets none, since the eCFR shows the one of today.

The eCFR has a page for each part (`title-15/part-740`), section (`title-15/section-740.8`) and
supplement (`title-15/part-774/appendix-Supplement No. 1 to Part 774`), and in a section a place for
each paragraph (`#p-740.8(a)(1)`). Of several paragraphs the first is shown.
"""

from __future__ import annotations

import re

from exportcheck.reporting.site.blocks import Away, Piece, Words, spread

_SECTION = re.compile(
    r"\b(15|22|31) CFR ([0-9]{1,4}\.[0-9]{1,4})(?![0-9])((?:\([A-Za-z0-9]{1,5}\))*)"
)
_PART = re.compile(
    r"\b(15|22|31) CFR (?:[Pp]art )?([0-9]{1,4})\b(?:,? Supp(?:\.|lement) No\. ([0-9]{1,2}))?"
)
_PAGE = re.compile(r"\b([0-9]{2,3}) FR ([0-9]{1,6})\b")
_ENTRY = re.compile(r"\bECCNs? [0-9][A-E][0-9]{3}")
_ECFR = "https://www.ecfr.gov/current"
# An address is as it is written, or it is none: no space, no quote, no sign that ends a link.
_ADDRESS = re.compile(
    r"https://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?(?:[/?#][!#-;=?-Z_a-z~\[\]]*)?"
)


def address_of(text: str) -> str:
    """The address at which a citation can be read, or nothing."""
    if "of that time" in text:
        return ""
    page = _PAGE.search(text)
    if page:
        return f"https://www.federalregister.gov/citation/{page[1]}-FR-{page[2]}"
    section = _SECTION.search(text)
    if section:
        place = f"#p-{section[2]}{section[3]}" if section[3] else ""
        return f"{_ECFR}/title-{section[1]}/section-{section[2]}{place}"
    part = _PART.search(text)
    if part:
        return _part(part[1], part[2], part[3])
    # The control list stands in one place.
    return _part("15", "774", "1") if _ENTRY.search(text) else ""


def _part(title: str, part: str, supplement: str | None) -> str:
    inside = f"/appendix-Supplement%20No.%20{supplement}%20to%20Part%20{part}"
    return f"{_ECFR}/title-{title}/part-{part}{inside if supplement else ''}"


def is_address(text: str) -> bool:
    """Whether a text is an https address that can be linked as it is."""
    return _ADDRESS.fullmatch(text) is not None


def cited(text: str) -> Piece:
    """A citation, with a link where its text can be read."""
    url = address_of(text)
    return Away(text, url) if url else text


def cites(texts: tuple[str, ...]) -> Words:
    """Citations in a row."""
    return spread([cited(text) for text in texts], "; ")


def linked(text: str) -> Piece:
    """A source: a link where it is an address, or where it cites one."""
    return Away(text, text) if is_address(text) else cited(text)
