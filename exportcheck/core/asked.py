"""What an answer was asked with, as digests: two reports can tell what changed between them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256

from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.shipment import Shipment
from exportcheck.core.values import Choice, Interval, Value


def line_digest(shipment: Shipment) -> str:
    """The digest of what the line states, as it is written; its id and their order do not count."""
    stated = shipment.written or tuple(
        (name, known.written) for name, known in _of(shipment.facts, Origin.STATED)
    )
    return written_digest(shipment.item, stated)


def written_digest(item: str, stated: Iterable[tuple[str, str]]) -> str:
    """The digest of a line about an item, by the facts as they are written."""
    return _digest([["item", item], *sorted(pair for pair in stated if pair[0] != "id")])


def item_digest(shipment: Shipment) -> str | None:
    """The digest of what the item catalogue says of the item; None for one that is not in it."""
    facts = [
        [name, known.written, *_value(known.value)]
        for name, known in _of(shipment.facts, Origin.CATALOGUE)
    ]
    return _digest(sorted(facts)) if facts else None


def readings_asked(shipment: Shipment) -> dict[str, str]:
    """The option of every reading under which the line was judged."""
    return {
        name.removeprefix("reading."): known.value.only or ""
        for name, known in shipment.facts.stated.items()
        if known.origin is Origin.READING and isinstance(known.value, Choice)
    }


def _of(facts: Facts, origin: Origin, prefix: str = "") -> Iterator[tuple[str, Known]]:
    for name, known in facts.stated.items():
        if known.origin is origin:
            yield f"{prefix}{name}", known
    for number, inner in enumerate(facts.contains or (), 1):
        yield from _of(inner, origin, f"{prefix}{number}.")


def _value(value: Value) -> list[str]:
    if isinstance(value, Interval):
        return [str(value)]
    return ["any"] if value.options is None else sorted(value.options)


def _digest(said: object) -> str:
    return f"sha256:{sha256(_as_text(said).encode('ascii')).hexdigest()}"


_as_text = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
