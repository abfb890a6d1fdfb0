"""Item files and specifications: one item readable at a glance, each figure with its confidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from exportcheck.core.catalogue import Catalogue, fold
from exportcheck.core.facts import Contradiction, Known, Origin
from exportcheck.core.items import Item, full_name, names_of, with_formats
from exportcheck.core.problems import did_you_mean
from exportcheck.core.quantities import Unreadable
from exportcheck.reading.compiling import Cursor, reached

_COUNT = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


def compile_item(
    entry: Cursor, maker: str, headquarters: str, catalogue: Catalogue, origin: Origin
) -> Item:
    """One item; figures that cannot be read are problems."""
    sku, family, kind = entry.text("sku"), entry.text("family"), entry.text("kind")
    confidence = entry.text("confidence")
    stated: dict[str, Known] = {}

    def put(name: str, written: Any, cursor: Cursor, confidence: str, note: str = "") -> None:
        fact = catalogue[name]
        try:
            value = catalogue.parse(fact, written)
        except Unreadable as error:
            cursor.tell("EC401", error)
            return
        shown = ", ".join(written) if isinstance(written, list) else _plain(written)
        stated[name] = Known(
            value=value,
            origin=origin,
            written=shown,
            place=cursor.place,
            confidence=confidence,
            note=note,
        )

    if maker:
        put("item.maker", maker, entry, "high")
    if headquarters:
        put("item.maker_headquarters", headquarters, entry, "high")
    put("item.family", full_name(maker, family or sku), entry, "high")
    if kind:
        put("item.kind", kind, entry, "high")
    section = entry.get("facts")
    for name, cursor in _figures(section, "item") if section else ():
        if isinstance(cursor.data, dict):
            put(
                name,
                cursor.data["value"],
                cursor["value"],
                cursor.text("confidence", confidence),
                cursor.text("note"),
            )
        else:
            put(name, cursor.data, cursor, confidence)
    try:
        stated = with_formats(catalogue, stated)
    except Contradiction as contradiction:
        (section or entry).say(
            "EC402",
            f"`{contradiction.fact.name}` is stated for a format that is not in `formats`",
            "add the format to `formats`, or remove the rate",
        )
    published = entry.get("published")
    return Item(
        sku=sku,
        maker=maker,
        family=family or sku,
        aliases=entry.texts("aliases"),
        kind=kind,
        facts=stated,
        contains=tuple(
            (each.text("item"), _count(each["count"])) for each in entry.get("contains") or ()
        ),
        confidence=confidence,
        sources=entry.texts("sources"),
        notes=entry.texts("notes"),
        published={} if published is None else {k: str(v) for k, v in published.data.items()},
        place=entry.place,
    )


def _count(cursor: Cursor) -> int:
    count = count_of(cursor.data)
    if count is None:
        cursor.say("EC401", *no_count(cursor.data))
    return count or 1


def count_of(written: object) -> int | None:
    """How many items are meant, or None where that is no number of items."""
    return int(str(written)) if _COUNT.fullmatch(str(written)) else None


def no_count(written: object) -> tuple[str, str]:
    """What is wrong with what is written for a number of items, and what to write."""
    wrong = "`count` is empty" if written is None else f"`{written}` is not a number of items"
    return wrong, "write a whole number from 1 on"


def _plain(written: Any) -> str:
    return {True: "yes", False: "no"}.get(written, str(written))


def _figures(section: Cursor, prefix: str) -> Iterable[tuple[str, Cursor]]:
    """The facts of a nested section by their full names."""
    for key, cursor in section.entries():
        name = f"{prefix}.{key}"
        if isinstance(cursor.data, dict) and "value" not in cursor.data:
            yield from _figures(cursor, name)
        elif cursor.data is not None:
            yield name, cursor


def item_names(item: Item) -> frozenset[str]:
    own = (item.sku, *item.aliases, item.family)
    return names_of(item.maker, own)


def build_index(items: list[tuple[Item, Cursor]]) -> dict[str, tuple[int, ...]]:
    """Folded names to positions; a name that two families share is a problem.

    A sku or alias of one item stands for that item alone, a family name for all its members.
    """
    exact: dict[str, int] = {}
    families: dict[str, list[int]] = {}
    for position, (item, cursor) in enumerate(items):
        for name in sorted(names_of(item.maker, (item.sku, *item.aliases))):
            if name in exact and exact[name] != position:
                other = items[exact[name]][0]
                cursor.say(
                    "EC203",
                    f"`{item.name}` and `{other.name}` share the name `{name}`",
                    "give each item names of its own",
                )
            exact.setdefault(name, position)
        for name in names_of(item.maker, (item.family,)):
            families.setdefault(name, []).append(position)
    for name, members in families.items():
        makers = {items[position][0].maker for position in members}
        if len(makers) > 1:
            items[members[-1]][1].say(
                "EC203",
                f"two makers share the family name `{name}`",
                "give one of the families another name",
            )
    index: dict[str, tuple[int, ...]] = {name: (position,) for name, position in exact.items()}
    for name, members in families.items():
        if name in index and index[name][0] not in members:
            bearer = index[name][0]
            # Ours come first: the mistake is that of the file laid over them.
            items[max(bearer, members[0])][1].say(
                "EC203",
                f"the family name `{name}` is also the name of `{items[bearer][0].name}`",
                "give one of them another name",
            )
        index[name] = tuple(members)
    return index


def check_contents(items: list[tuple[Item, Cursor]], index: dict[str, tuple[int, ...]]) -> None:
    """Systems contain items that exist, and only systems contain items."""
    names = tuple(item.name for item, _ in items)

    def inside(position: int) -> Iterable[int]:
        contents = items[position][0].contains
        return (p for name, _ in contents for p in index.get(fold(name), ()))

    for position, (item, cursor) in enumerate(items):
        if bool(item.contains) != (item.kind == "system"):
            cursor.say(
                "EC108",
                f"`{item.name}` is {'' if item.contains else 'not '}said to "
                "contain items" + (", but it is not a system" if item.contains else ""),
                "a system names what it contains; nothing else does",
            )
        for index_, (name, _) in enumerate(item.contains):
            if fold(name) not in index:
                cursor["contains"][index_].say(
                    "EC202", f"`{name}` is not in the item catalogue", did_you_mean(name, names)
                )
            elif position in reached(index[fold(name)], inside):
                cursor["contains"][index_].say("EC204", f"`{name}` contains itself")
