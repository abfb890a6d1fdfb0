"""An item beside those of the catalogue whose name it bears.

Who writes a name and lesser figures beside it has mistyped one of them, means another item, or
hides what it is: where the maker agrees or is not told that is a contradiction, else it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.catalogue import fold
from exportcheck.core.facts import Contradiction, Facts, Known, Origin
from exportcheck.core.items import Item
from exportcheck.core.problems import joined
from exportcheck.core.quantities import show_quantity
from exportcheck.core.truth import FAILS
from exportcheck.core.values import ANYTHING, Choice, Interval
from exportcheck.reading.stated import Line, derived

# Whether a circuit bears the name of another by chance.
NAMESAKE = "item.bears_known_name"
# The units of what an item can do: of more of it more is asked.
_CAPABILITIES = frozenset({"TPP", "TPP/mm²", "GB/s"})


def below_its_name(line: Line) -> Iterator[str]:
    """An item that the catalogue does not describe below all that bear its name.

    Of a system that is what it contains.
    """
    if "item.sku" in line.stated and not line.described:
        return
    for name, written, items, whole, agrees in _names(line):
        if not agrees and not _is_system(line):
            continue  # it is asked about instead
        known = line.library.items.facts_of(line.library.catalogue, items, written)
        held = agrees and (whole or not _is_system(line))
        told = next(_below(line.facts(), known), None) if held else None
        if told is None and _is_system(line):
            told = _lesser(line, items, known)
        if told is not None:
            yield told.format(f"{written}, `{name}`,")
            return


def namesake(line: Line) -> Known | None:
    """Whether a circuit that the catalogue does not describe bears the name of one that it does.

    A doubt where it is of less than all that bear the name, and said to be of another maker.
    """
    if "item.sku" in line.stated and not line.described:
        return derived("no")
    for name, written, items, _, agrees in () if _is_system(line) else _names(line):
        known = line.library.items.facts_of(line.library.catalogue, items, written)
        told = None if agrees else next(_below(line.facts(), known), None)
        if told is not None:
            note = (
                f"{told.format(items[0].family)}, whose name stands in `{name}`, {written}: state "
                f"the item as the catalogue has it (`item.sku`), or that it is another "
                f"(`{NAMESAKE}`)"
            )
            return Known(value=ANYTHING, origin=Origin.MISSING, note=note, doubted=True)
    return None


def _names(line: Line) -> Iterator[tuple[str, str, tuple[Item, ...], bool, bool]]:
    """The items whose names a line states: the fact and what it is, and what `_named` says."""
    for name in ("item.sku", "item.family"):
        written = line.stated[name].written if name in line.stated else ""
        for items, whole, agrees in _named(line, written):
            yield name, written, items, whole, agrees


def _named(line: Line, written: str) -> Iterator[tuple[tuple[Item, ...], bool, bool]]:
    """The items whose name is written or stands in what is written.

    With each whether it is the whole name, and whether the item may be of the maker of those.
    """
    known_items, maker = line.library.items, line.word("item.maker")
    whole = known_items.find(written)
    if whole:
        named = [(written, whole)]
    elif line.word("item.kind") in ("", "integrated_circuit", "system"):
        named = list(known_items.named_in(written))
    else:
        return
    for name, items in named:
        own = fold(items[0].maker)
        agrees = own in fold(written) or maker.startswith(own)
        # Cards for personal computers lend their names to lesser ones, such as those of laptops.
        personal = all(_is_no(item, "item.designed_for_datacenters") for item in items)
        if not whole and (personal or not (agrees or any(map(str.isdigit, name)))):
            continue
        yield items, bool(whole), agrees or not maker


def _is_system(line: Line) -> bool:
    return bool(line.contains) or line.word("item.kind") == "system"


def _is_no(item: Item, name: str) -> bool:
    return name in item.facts and item.facts[name].value == Choice.of("no")


def _lesser(line: Line, items: tuple[Item, ...], known: Facts) -> str | None:
    """What a system contains that is neither what its name says nor the equal of it."""
    of_name = known.contains if items[0].kind == "system" else (known,)
    if not line.contains or not of_name:
        return None
    family = line.library.catalogue["item.family"]
    for each in line.contains:
        for one in of_name:
            same = not family.meet(each[family.name].value, one[family.name].value).is_empty
            if same or next(_below(each, one), None) is None:
                return None
    stated = joined(list(dict.fromkeys(each["item.sku"].written for each in line.contains)))
    meant = joined(list(dict.fromkeys(each["item.family"].written for each in of_name)))
    return f"`item.contains` is {stated}, and the catalogue says that {{}} has the name of {meant}"


def _below(facts: Facts, known: Facts) -> Iterator[str]:
    """Each figure that is below what is known, but for those that follow from it."""
    catalogue = facts.catalogue
    for fact in (each for each in catalogue if each.unit in _CAPABILITIES):
        if not fact.name.startswith("item."):
            continue
        try:
            value, least = facts[fact.name].value, known[fact.name].value
        except Contradiction:
            return  # it is told by itself
        if not isinstance(value, Interval) or not isinstance(least, Interval) or not least.low:
            continue
        if value.at_least(least.low) is FAILS:
            yield (
                f"`{fact.name}` is {catalogue.show(fact, facts[fact.name])}, and the catalogue "
                "says that of {} it is at least "
                f"{show_quantity(Interval.exactly(least.low), fact.unit)}"
            )
