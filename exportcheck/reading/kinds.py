"""The kinds of files that are written by hand: by what each is known, and its structure.

One table for all who treat kinds alike: editors are given a schema of each, and the layout of a
file follows the order of its keys.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.records import Record
from exportcheck.reading import fact_schemas, rule_schemas, schemas
from exportcheck.reading.config_files import NAME as CONFIG
from exportcheck.reading.lock_files import NAME as LOCK
from exportcheck.reading.schemas import Schema


class Kind(Record):
    """A kind of file: its structure, and the sets of keys of which it has one, or its own name.

    Where a structure refers to conditions, `has_conditions` says so.
    """

    structure: Callable[[Catalogue], Schema]
    keys: tuple[frozenset[str], ...] = ()
    name: str = ""
    has_conditions: bool = False


def _keys(*alternatives: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(each.split()) for each in alternatives)


KINDS = {
    "rules": Kind(
        structure=lambda _: rule_schemas.rules_schema(),
        keys=_keys("title cites rules", "title cites terms"),
        has_conditions=True,
    ),
    "cases": Kind(structure=schemas.cases_schema, keys=_keys("cases")),
    "items": Kind(structure=schemas.items_schema, keys=_keys("maker items")),
    "specification": Kind(structure=schemas.spec_schema, keys=_keys("sku kind facts")),
    "facts": Kind(
        structure=lambda _: fact_schemas.facts_schema(), keys=_keys("facts"), has_conditions=True
    ),
    "destinations": Kind(
        structure=lambda _: rule_schemas.groups_schema(), keys=_keys("listed groups")
    ),
    "parties": Kind(structure=lambda _: rule_schemas.parties_schema(), keys=_keys("lists entries")),
    "rulebook": Kind(
        structure=lambda _: rule_schemas.rulebook_schema(),
        keys=_keys("id jurisdiction covers"),
        has_conditions=True,
    ),
    "countries": Kind(structure=lambda _: schemas.countries_schema(), keys=_keys("countries")),
    "accepted": Kind(structure=lambda _: schemas.accepted_schema(), keys=_keys("accepted")),
    "orders": Kind(structure=schemas.orders_schema, keys=_keys("shipments")),
    "waivers": Kind(structure=lambda _: schemas.waivers_schema(), keys=_keys("waivers")),
    "config": Kind(structure=lambda _: schemas.config_schema(), name=CONFIG),
    "lock": Kind(structure=lambda _: schemas.lock_schema(), name=LOCK),
}


def kind_of(data: object, file: str) -> str:
    """Which kind of file this is, by its name or its keys; nothing for one of another tool."""
    own = {kind.name: name for name, kind in KINDS.items() if kind.name}
    if PurePath(file).name in own:
        return own[PurePath(file).name]
    keys = set(data) if isinstance(data, dict) else set()
    return next(
        (name for name, kind in KINDS.items() if any(each <= keys for each in kind.keys)), ""
    )
