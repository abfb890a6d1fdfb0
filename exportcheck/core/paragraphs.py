"""The paragraph of the control list in which an item is: what classifications leave possible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from exportcheck.core.catalogue import fold
from exportcheck.core.facts import Known, Origin
from exportcheck.core.truth import FAILS, HOLDS, Truth, any_of
from exportcheck.core.values import Choice

NONE = "none"
PARAGRAPH = "item.paragraph"


def paragraph_left(classified: Iterable[tuple[str, Truth]]) -> Known:
    """The paragraphs that classifications leave possible, each given with its truth.

    INVARIANT: the set only shrinks as facts are learned. While a rule holds, `none` is out; a
    paragraph stays in until every rule for it fails.
    """
    return _left(tuple(classified))


@lru_cache(1024)
def _left(classified: tuple[tuple[str, Truth], ...]) -> Known:
    possible: dict[str, Truth] = {}
    for paragraph, truth in classified:
        possible[paragraph] = any_of((possible.get(paragraph, FAILS), truth))
    options = {paragraph for paragraph, truth in possible.items() if truth is not FAILS}
    if not any(truth is HOLDS for truth in possible.values()):
        options.add(NONE)
    return Known(
        value=Choice(frozenset(fold(option) for option in options)),
        origin=Origin.DERIVED,
        written=" or ".join(sorted(options)),
    )


def paragraph_by(found: Sequence[Known]) -> Known | None:
    """The paragraphs that several rulebooks leave possible, by what each leaves."""
    options: frozenset[str] = frozenset()
    for known in found:
        if not isinstance(known.value, Choice) or known.value.options is None:
            return known
        options |= known.value.options
    if len(found) < 2:
        return found[0] if found else None
    written = dict.fromkeys(word for known in found for word in known.written.split(" or "))
    return Known(value=Choice(options), origin=Origin.DERIVED, written=" or ".join(sorted(written)))
