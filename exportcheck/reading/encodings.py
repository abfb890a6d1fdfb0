"""What is no UTF-8 text: told with the encoding that it probably has."""

from __future__ import annotations

_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ENOUGH = 64
SAVE = "save it with the encoding UTF-8"


def is_utf_16(raw: bytes) -> bool:
    """Whether bytes look like UTF-16: with its mark, or every second one is zero."""
    begin = raw[:_ENOUGH]
    zeros = begin.count(0)
    return begin.startswith(_MARKS) or (
        len(begin) > 1
        and zeros >= len(begin) // 2
        and (begin[::2].count(0) == zeros or begin[1::2].count(0) == zeros)
    )


def not_utf_8(raw: bytes, what: str = "the file") -> str:
    """A sentence about bytes that are no text in UTF-8."""
    return f"{what} is {'UTF-16' if is_utf_16(raw) else 'not UTF-8'} text"


def not_text(line: str, error: Exception) -> tuple[str, str]:
    """The sentence and the help for a first line of CSV that no text has."""
    if is_utf_16(line.encode()):
        return "the file is UTF-16 text", "save it as CSV UTF-8"
    return f"the heading is not CSV: {error}", ""
