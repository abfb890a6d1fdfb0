"""What order systems call the facts, for messages and searches to suggest a fact by.

Nothing is taken for a fact by these words: whoever maps a column says what it means. Where a word
is used of two facts, both are suggested.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from exportcheck.core.catalogue import fold
from exportcheck.core.problems import did_you_mean, either

_NAMES: Mapping[tuple[str, ...], str] = {
    (
        "id",
    ): "order, order no, order number, sales order, so number, order line, order id, document no, "
    "document number",
    (
        "item.sku",
    ): "material, material no, material number, material description, sku, part, part no, "
    "part number, product, product name, product code, article, article no, article number, item, "
    "item no, item number, item code, item name, model, description",
    ("quantity",): "qty, order qty, order quantity, ordered, pieces, pcs, units, count",
    ("unit_value",): "price, unit price, net price, value per unit",
    ("ship_date",): "date, shipping date, shipment date, ship on, dispatch date, goods issue date, "
    "requested ship date, planned ship date",
    ("destination",): "country, ship to country, ship to country code, country of destination, "
    "destination country, delivery country, consignee country",
    ("destination", "consignee.name"): "ship to, shipto, deliver to, delivery address",
    ("consignee.name",): "ship to party, ship to name, consignee, recipient",
    ("end_user.name", "purchaser.name"): "customer, customer name, client, client name, account, "
    "account name, company",
    ("end_user.name",): "end customer, end customer name, end user, user",
    (
        "purchaser.name",
    ): "sold to, sold to party, sold to name, bill to, bill to party, buyer, payer, purchaser",
    ("exporter.name",): "seller, exporter, selling company",
    ("intermediate.name",): "intermediate consignee",
    ("shipped_from",): "ship from, ship from country, shipping country, country of export",
    ("license",): "license no, license number, export license, licence, licence number",
    (
        "item.eccn",
    ): "eccn no, eccn number, export classification, export control classification number",
}
_BY_WORD = {fold(word): facts for facts, words in _NAMES.items() for word in words.split(", ")}


def facts_called(word: str, known: Collection[str]) -> tuple[str, ...]:
    """The facts that order systems call so, of those that are known."""
    return tuple(name for name in _BY_WORD.get(fold(word), ()) if name in known)


def suggested(written: str, known: Collection[str]) -> str:
    """Which fact was probably meant by a name that is none, in words; nothing if none is near."""
    called = facts_called(written, known)
    if called:
        return f"did you mean {either([f'`{name}`' for name in called])}?"
    near = did_you_mean(written, tuple(known))
    if near:
        return near
    within = _with_the_words_of(written, known)
    return f"did you mean {either([f'`{name}`' for name in within])}?" if within else ""


# So many names that have the words of another are worth to be told.
_FEW = 3


def _with_the_words_of(written: str, known: Iterable[str]) -> list[str]:
    """Names that have all the words of one, in whatever order, if they are few."""
    words = _words(written)
    found = [name for name in known if words and words <= _words(name)]
    return found if len(found) <= _FEW else []


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", name.casefold()))
