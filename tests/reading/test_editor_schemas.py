"""The schemas for editors: our files fit them, a misspelt name does not, and each key is explained.

Files are read here as editors read them (YAML 1.2, where `no` is a text and 4800 a number), and as
the tool reads them, where every number is the text that was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from exportcheck.core.library import Library
from exportcheck.reading.editor_schemas import editor_schema, schema_text
from exportcheck.reading.folders import collect_files, default_rules, yaml_files
from exportcheck.reading.kinds import KINDS
from exportcheck.reading.library import load_library
from exportcheck.reading.lock_files import lock_text
from exportcheck.reading.strict_yaml import read_yaml

ROOT = Path(__file__).resolve().parents[2]
COMPANY = ROOT / "examples" / "company-rulebook"
OF_KIND = {"groups": "destinations"}


class Editor(yaml.SafeLoader):
    """YAML 1.2 with its core schema, as editors read it."""


Editor.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", "null|Null|NULL|~|", ["n", "N", "~", ""]),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    Editor.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), list(first)
    )


@pytest.fixture(scope="module")
def company() -> Library:
    return load_library([COMPANY / "rules"], use_cache=False)


@pytest.fixture(scope="module")
def validators(company: Library) -> dict[str, Draft7Validator]:
    """A validator for each kind of file, with the names of ours and of the example."""
    return {kind: Draft7Validator(editor_schema(kind, company)) for kind in KINDS}


def files() -> Iterator[tuple[str, Path]]:
    """Every file that comes with the tool, and of the example, with its kind."""
    for file in collect_files([default_rules(), COMPANY / "rules"]):
        yield OF_KIND.get(file.kind, file.kind), file.path
    for folder in (default_rules(), COMPANY / "rules"):
        for path in yaml_files(folder):
            for kind in ("cases", "accepted"):
                if path.name.endswith(f".{kind}.yaml"):
                    yield kind, path
    yield "orders", COMPANY / "orders.yaml"
    yield "orders", ROOT / "examples" / "h20-story.yaml"
    yield "specification", ROOT / "examples" / "unreleased-chip.yaml"
    yield "config", COMPANY / "exportcheck.yaml"


FILES = list(files())


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_fits_its_draft_and_points_at_what_is_there(
    validators: dict[str, Draft7Validator], kind: str
) -> None:
    """Each schema is a schema, each reference leads somewhere, and no word of ours is left."""
    schema = validators[kind].schema
    Draft7Validator.check_schema(schema)
    for part in parts(schema):
        if isinstance(part.get("$ref"), str):
            assert part["$ref"].removeprefix("#/definitions/") in schema["definitions"]
        assert not [key for key in part if key.startswith("x-")]


def parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from parts(each)
    elif isinstance(value, list):
        for each in value:
            yield from parts(each)


def test_there_are_files_of_every_kind() -> None:
    """No kind is without a file to try it on."""
    assert {kind for kind, _ in FILES} | set(WHOLE) == set(KINDS)


def test_the_readme_names_every_kind() -> None:
    """The chapter for editors lists the kinds that there are, and maps those kept in files."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    chapter = text.partition("### In an editor")[2].partition("\n### ")[0]
    listed = chapter.partition("each kind of file:")[2].partition(". With it")[0]
    assert re.findall(r"`(\w+)`", listed) == list(KINDS)
    mapped = set(re.findall(r"schemas/(\w+)\.schema\.json", chapter))
    assert mapped == set(KINDS) - {"specification", "lock"}


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda each: getattr(each, "name", each))
def test_our_files_fit(validators: dict[str, Draft7Validator], kind: str, path: Path) -> None:
    """No file that the tool takes is marked by an editor, whichever way it reads it."""
    as_editor = yaml.load(path.read_text(encoding="utf-8"), Loader=Editor)
    for data in (as_editor, read_yaml(path.read_bytes(), path.name).data):
        errors = [
            f"{list(error.absolute_path)}: {error.message[:200]}"
            for error in validators[kind].iter_errors(data)
        ]
        assert errors == []


MISTAKES = [
    ("rules", "item.kind: system", "item.knid: system"),
    ("rules", "item.kind: system", "item.kind: sistem"),
    ("rules", "at_least: 4800", "atleast: 4800"),
    ("rules", "at_least: 4800", "in: 4800"),
    ("rules", 'in: ["D:5"]', 'in: ["D:55"]'),
    ("rules", 'in: ["D:5"]', 'in: ["XX"]'),
    ("rules", "is: excluded by Note 2", "is: excluded by Note 3"),
    ("rules", "holds: [NAC]", "holds: [NACK]"),
    ("rules", "confidence: primary", "confidence: sure"),
    ("rules", "prohibits: true", "prohibit: true"),
    ("rules", "effective_from", "effective_form"),
    ("cases", "expect: license_required", "expect: license_needed"),
    ("cases", "rests_on: [3A090.a]", "rests_on: [3A090.q]"),
    ("cases", 'destination: "CN"', 'destination: "C"'),
    ("cases", "end_use: civil", "end_use: civic"),
    ("cases", "asks: [end_use]", "asks: [enduse]"),
    ("cases", "ai-diffusion: as_codified", "ai-diffusion: codified"),
    ("cases", "ai-diffusion: as_codified", "ai-difusion: as_codified"),
    ("config", "assume: none", "assume: nothing"),
    ("config", "Ship to: destination", "Ship to: destinaton"),
    ("config", "fail_on: fail", "fail_on: failure"),
    ("config", "ai-diffusion: as_codified", "ai-diffusion: codified"),
    ("config", "locked: true", "lock: true"),
    ("accepted", "item.total_processing", "item.totl_processing"),
    ("accepted", "stopped_by: [742.4.NS1]", "stopped_by: [742.4.NS11]"),
    ("accepted", "let_go_by: [NAC]", "let_go_by: [NACK]"),
    ("accepted", "reason: r", "raison: r"),
    ("waivers", "outcome: prohibited", "outcome: no_license_required"),
    ("waivers", "approver: a", "approvr: a"),
    ("waivers", "    reason: r\n", ""),
    ("waivers", "line: SO-1", "lines: [SO-1]"),
    ("lock", "digest:", "digst:"),
    ("lock", "items: sha256:0", "itmes: sha256:0"),
    ("parties", "answers: parties.listed", "answers: parties.lsted"),
    ("parties", "parties: [end_user.name]", "parties: [end_user.country]"),
]
WHOLE = {
    "rules": """\
title: T
cites: [C]
rules:
  - id: r1
    title: R
    prohibits: true
    versions:
      - effective_from: "2022-01-01"
        source: s
        read_in: r
        confidence: primary
        when:
          item.kind: system
          item.total_processing_performance: {at_least: 4800}
          destination: {in: ["D:5"]}
          is: excluded by Note 2
          holds: [NAC]
""",
    "cases": """\
cases:
  - name: n
    date: "2025-01-01"
    readings: {ai-diffusion: as_codified}
    given: {destination: "CN", end_use: civil}
    expect: license_required
    rests_on: [3A090.a]
    asks: [end_use]
""",
    "config": """\
assume: none
columns: {Ship to: destination, Order line: id, Price: ignore}
fail_on: fail
locked: true
readings: {ai-diffusion: as_codified}
""",
    "accepted": """\
accepted:
  - more_of: [item.total_processing_performance]
    stopped_by: [742.4.NS1]
    let_go_by: [NAC]
    reason: r
    cites: [C]
""",
    "waivers": """\
waivers:
  - line: SO-1
    outcome: prohibited
    approver: a
    reason: r
    expires: "2027-01-01"
""",
    "lock": """\
rulebooks: {us-ear: {version: "1", digest: sha256:0}}
facts: sha256:0
items: sha256:0
""",
    "parties": """\
title: T
cites: [C]
read_in: r
lists:
  own: {title: t, meaning: m, answers: parties.listed, parties: [end_user.name]}
entries:
  - {name: N, stands_on: [own], since: "2022-01-01", source: s, confidence: high}
""",
}


@pytest.mark.parametrize(("kind", "right", "wrong"), MISTAKES)
def test_a_misspelt_name_is_marked(
    validators: dict[str, Draft7Validator], kind: str, right: str, wrong: str
) -> None:
    """A fact, test, option, group, term, rule or key that does not exist fails where it stands."""
    text = WHOLE[kind]
    assert right in text
    assert validators[kind].is_valid(yaml.load(text, Loader=Editor))
    assert not validators[kind].is_valid(yaml.load(text.replace(right, wrong), Loader=Editor))


def test_a_lock_that_is_written_fits(
    validators: dict[str, Draft7Validator], company: Library
) -> None:
    """What `rules digest --lock` writes is what the schema of locks describes."""
    assert validators["lock"].is_valid(yaml.load(lock_text(company), Loader=Editor))


def test_a_company_s_own_names_are_known(validators: dict[str, Draft7Validator]) -> None:
    """With --rules its facts and rules complete as ours do."""
    condition = validators["rules"].schema["definitions"]["condition"]["properties"]
    assert condition["company.credit_hold"]["description"].startswith("Whether the finance")
    assert "northwind/credit-hold" in validators["cases"].schema["definitions"]["rule"]["enum"]


def test_every_key_and_fact_says_what_it_means(
    validators: dict[str, Draft7Validator], company: Library
) -> None:
    """Whatever an editor offers it can explain."""
    silent = set()
    for kind, validator in validators.items():
        for part in parts(validator.schema):
            properties = part.get("properties")
            if part.get("type") == "object" and isinstance(properties, dict):
                silent |= {
                    f"{kind}: {key}"
                    for key, each in properties.items()
                    if not each.get("description") and not is_level(key, company)
                }
    assert silent == set()


def is_level(key: str, company: Library) -> bool:
    """Whether a key is only the beginning of names of facts, as `end_user` is, or a figure."""
    return any(f"{key}." in f"{name}." for name in company.catalogue.facts)


def test_a_schema_is_the_same_each_time(company: Library) -> None:
    """Written twice it is the same text, so that a repository shows real changes only."""
    assert schema_text("rules", company) == schema_text("rules", company)
