"""The schemas: valid themselves, made from the catalogue, and without branches to be lost in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.conditions import OPERATORS
from exportcheck.reading import fact_schemas, rule_schemas, schemas
from exportcheck.reading.folders import default_rules
from exportcheck.reading.strict_yaml import read_yaml
from exportcheck.reading.structure import check_structure

SCHEMAS: dict[str, Callable[[Catalogue], schemas.Schema]] = {
    "facts": lambda catalogue: rule_schemas.with_conditions(fact_schemas.facts_schema(), catalogue),
    "countries": lambda _: schemas.countries_schema(),
    "items": schemas.items_schema,
    "cases": schemas.cases_schema,
    "orders": schemas.orders_schema,
    "spec": schemas.spec_schema,
    "groups": lambda _: rule_schemas.groups_schema(),
    "rulebook": lambda catalogue: rule_schemas.with_conditions(
        rule_schemas.rulebook_schema(), catalogue
    ),
    "rules": lambda catalogue: rule_schemas.with_conditions(rule_schemas.rules_schema(), catalogue),
}


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping inside a schema."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from parts(each)
    elif isinstance(value, list):
        for each in value:
            yield from parts(each)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_and_names_its_draft(catalogue: Catalogue, name: str) -> None:
    """Each schema fits the draft that it names, so that editors can use it."""
    schema = SCHEMAS[name](catalogue)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_has_no_branches_and_no_patterns(catalogue: Catalogue, name: str) -> None:
    """No `oneOf` or `anyOf`, whose messages name the wrong branch, and no pattern to be fooled."""
    for part in parts(SCHEMAS[name](catalogue)):
        keywords = set(part) & {"oneOf", "anyOf", "allOf", "not", "if", "pattern"}
        # A name such as `not` may be a property of a condition.
        assert not keywords or "type" not in part, keywords


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_mapping_with_keys_is_closed_and_has_a_noun(catalogue: Catalogue, name: str) -> None:
    """An unknown key is refused everywhere, and the message can say in what."""
    for part in parts(SCHEMAS[name](catalogue)):
        if part.get("type") == "object" and "properties" in part:
            assert part["additionalProperties"] is False
            assert part["x-noun"]


def test_a_condition_may_test_every_fact_with_its_operators(catalogue: Catalogue) -> None:
    """The schema of a condition has each fact with the tests of its kind."""
    properties = rule_schemas.condition_schema(catalogue)["properties"]
    for fact in catalogue:
        tests = set(properties[fact.name]["properties"])
        kind = catalogue[fact.members[0].fact].kind if fact.members else fact.kind
        assert tests == {name for name, each in OPERATORS.items() if kind in each.kinds}, fact.name


def test_an_order_line_may_state_every_fact_that_can_be_stated(catalogue: Catalogue) -> None:
    """The schema of an order line has each fact by its dotted name."""
    line = schemas.orders_schema(catalogue)["properties"]["shipments"]["items"]["properties"]
    stated = {
        fact.name
        for fact in catalogue
        if fact.kind != "any_of" and not fact.name.startswith("reading.")
    }
    assert stated <= set(line)
    assert "id" in line


def test_the_files_that_come_with_the_tool_fit_their_schemas(catalogue: Catalogue) -> None:
    """Facts, countries, items and cases of the tool have the structure that the schemas say."""
    root = default_rules()
    checked = 0
    for pattern, name in (
        ("facts.yaml", "facts"),
        ("countries.yaml", "countries"),
        ("items/*.yaml", "items"),
        ("**/*.cases.yaml", "cases"),
    ):
        schema = SCHEMAS[name](catalogue)
        for path in root.glob(pattern):
            checked += 1
            assert check_structure(read_yaml(path.read_bytes(), path.name), schema) == []
    assert checked > 20
