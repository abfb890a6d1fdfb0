"""What to write instead of a name that no item of the catalogue bears."""

from __future__ import annotations

from datetime import date

from exportcheck.core.catalogue import fold
from exportcheck.core.library import Library
from exportcheck.reading.spoiled import spoiled

# The facts by whose names an item may be found.
_NAMES = ("item.sku", "item.family")


def meant(written: str, library: Library) -> str:
    """Another name, or how an item is described of which the name says the type of a part only."""
    spoilt = spoiled(None, written)
    if spoilt:
        return spoilt
    of_type = _says_the_type(written, library, exactly=True)
    if of_type:
        return of_type
    return (
        library.items.suggest(written)
        or _says_the_type(written, library, exactly=False)
        or "`exportcheck items list` shows all; `--spec FILE` describes a new one"
    )


def _says_the_type(written: str, library: Library, *, exactly: bool) -> str:
    """That a name is one for another fact, such as the type of memory; nothing where it is not.

    Names of such facts are known from the lists of words that speak of them.
    """
    for each in (each for book in library.rulebooks for each in book.lists if each.is_of_words):
        facts = [name for name in each.parties if name not in _NAMES]
        known = fold(written) in each.by_name or (
            not exactly and each.in_full(date.max, written) is not None
        )
        if facts and known and facts[0].startswith("item."):
            return (
                f"it is a name for `{facts[0]}` and of no one item: describe the item by its "
                "figures, in the order or in a file for `--spec`"
            )
    return ""
