"""Ways in which a pass was once got falsely, or the tool was broken; each stays closed."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from exportcheck import UnusableInput, assess, load_rulebooks
from exportcheck.reading.folders import RuleFile, collect_files, default_rules

RULES = load_rulebooks()


def verdict(facts: dict[str, Any], day: str) -> str:
    return assess(RULES, facts, date=day, assume="ordinary").verdict


@pytest.mark.parametrize("code", ["CN", "IR", "KP", "RU"])
def test_where_an_item_is_installed_counts_for_every_item(code: str) -> None:
    """A graphics card sold to Singapore and installed in China is not free."""
    facts = {"item.sku": "RTX 4090", "destination": "SG", "datacenter.country": code}
    answer = assess(RULES, facts, date="2026-06-01", assume="ordinary")
    assert "no_license_required" not in answer.outcome


def test_a_transfer_from_elsewhere_is_an_export() -> None:
    """ACA covers a transfer within China; from where one comes is asked, and not assumed."""
    facts = {"item.sku": "RTX 4090", "destination": "CN", "transaction": "transfer"}
    assert verdict(facts, "2026-06-01") == "review"
    assert verdict({**facts, "shipped_from": "CN"}, "2026-06-01") == "pass"


@pytest.mark.parametrize(
    "facts",
    [
        {"destination": "UA", "destination_region": "crimea"},
        {"destination": "RU", "destination_region": "donetsk"},
        {"destination": "DE", "datacenter.country": "UA", "destination_region": "luhansk"},
        {"destination": "DE", "destination_region": "none", "end_use": "civil"},
        {"destination": "DE", "end_use": "civil", "end_use_country": "DE"},
    ],
)
def test_a_region_and_the_place_of_a_civil_end_use_are_where_the_item_goes(
    facts: dict[str, str],
) -> None:
    """Such lines are judged; of another place they contradict themselves."""
    goes_there = facts.get("destination_region", "none") != "none"
    assert verdict({"item.sku": "T4", **facts}, "2026-06-01") == ("fail" if goes_there else "pass")


@pytest.mark.parametrize("day", ["2022-09-15", "2023-10-30"])
@pytest.mark.parametrize("name", ["Nvidia, Inc.", "NVIDIA International, Inc.", "NVIDlA"])
def test_another_spelling_of_an_addressee_does_not_pass(name: str, day: str) -> None:
    """A name that is not recognized leaves a letter's item open."""
    facts = {"item.sku": "H100", "destination": "CN", "exporter.name": name}
    assert verdict(facts, day) != "pass"


@pytest.mark.parametrize(
    "facts",
    [
        {"item.sku": "RTX 4090 D", "item.contains": ["H100 SXM"]},
        {"item.kind": "integrated_circuit", "item.contains": ["H100 SXM"]},
        {"item.kind": "memory", "item.total_processing_performance": "10000"},
        {"item.kind": "integrated_circuit", "item.formats": []},
        {"item.sku": "T4", "intermediate.exists": "no", "intermediate.country": "IR"},
        {"item.sku": "T4", "license": "pending"},
        {"item.sku": "T4", "item.formats": [["int8"]]},
        {"item.sku": "T4", "item.formats": [{"a": "1"}]},
        {"item.kind": "system", "item.contains": [{"item": "NVIDIA L2", "contians": ["H100"]}]},
        {"item.contains": [{"item": "NVIDIA L2", "item.designed_for_datacenters": "yes"}]},
        {"item.total_processing_performance": "20000", "item.bit_length_times_tops": "4799"},
        {"item.sku": "T4", "destination_region": "crimea"},
        {"item.sku": "T4", "end_use": "civil", "end_use_country": "VE"},
    ],
)
def test_facts_that_cannot_all_be_true_are_refused(facts: dict[str, Any]) -> None:
    """What contradicts itself, or is no value at all, decides nothing."""
    with pytest.raises(UnusableInput):
        assess(RULES, {**facts, "destination": "CN"}, date="2024-06-01", assume="ordinary")


def test_an_intermediate_consignee_that_is_described_exists() -> None:
    """The profile does not assume away what the line says."""
    facts = {"item.sku": "T4", "destination": "DE", "intermediate.country": "CN"}
    assert verdict(facts, "2026-06-01") == "review"


def test_every_bit_length_can_be_stated() -> None:
    """A chip whose 32-bit rate is its highest is judged by that rate."""
    facts = {
        "item.kind": "integrated_circuit",
        "item.formats": ["fp16", "fp32"],
        "item.peak": {"fp16": "90 TFLOPS dense", "fp32": "90 TFLOPS dense"},
        "item.logic_die_area": "500 mm²",
        "item.designed_for_datacenters": "yes",
        "item.maker_headquarters": "US",
        "destination": "CN",
    }
    answer = assess(RULES, facts, date="2024-06-01", assume="ordinary")
    assert answer.as_dict()["classification"]["paragraph"] == "3A090.b"


def test_a_consignee_elsewhere_than_the_end_user_is_not_a_crash() -> None:
    """Supposing what the line contradicts is left out of the open questions."""
    facts = {
        "item.sku": "H100",
        "destination": "DE",
        "consignee": {"is_end_user": "yes", "country": "DE"},
    }
    assert assess(RULES, facts, date="2026-01-01").verdict == "review"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"consignee.country": "CN"}, "fail"),
        ({"consignee.headquarters": "CN"}, "fail"),
        ({"end_user.name": "One Works", "consignee.name": "Other Works"}, "review"),
        ({"consignee.country": "SG"}, "pass"),
    ],
)
def test_a_consignee_of_whom_other_things_are_known_is_not_assumed_to_be_the_end_user(
    stated: dict[str, str], expected: str
) -> None:
    """It is another party, of which the rest is asked for; who is the same in all is assumed so."""
    facts = {"item.sku": "H20", "destination": "SG", **stated}
    assert verdict(facts, "2025-06-01") == expected


def test_a_consignee_who_is_stated_to_be_the_end_user_is_not_elsewhere() -> None:
    """Where the line itself says that they are one, two places contradict each other."""
    facts = {
        "item.sku": "H20",
        "destination": "SG",
        "consignee": {"is_end_user": "yes", "country": "CN"},
        "end_user.country": "SG",
    }
    with pytest.raises(UnusableInput, match="it is also SG"):
        assess(RULES, facts, date="2025-06-01", assume="ordinary")


def test_a_rule_file_is_read_however_its_ending_is_written(tmp_path: Path) -> None:
    """`.yml` and `.YAML` are rule files too, and one that belongs nowhere is an error."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "rulebook.yaml").write_text("id: mine\n", encoding="utf-8")
    (mine / "embargo.yml").write_text("title: x\n", encoding="utf-8")
    (mine / "more.YAML").write_text("title: x\n", encoding="utf-8")
    names = {file.name for file in collect_files([default_rules(), mine])}
    assert {"mine/embargo.yml", "mine/more.YAML"} <= names
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "embargo.yaml").write_text("title: x\n", encoding="utf-8")
    with pytest.raises(UnusableInput, match=r"nobody reads `embargo\.yaml`"):
        collect_files([default_rules(), tmp_path / "other"])


@pytest.mark.parametrize("change", ["data", "rules", "index", "names", "deep", "signed"])
def test_a_cache_out_of_shape_is_read_anew(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the cache holds, the rules are those of the files."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    load_rulebooks()
    (path,) = (tmp_path / "exportcheck").iterdir()
    _, head, rest = path.read_bytes().split(b"\n", 2)
    kept: dict[str, Any] = json.loads(head)
    # Of each document there are its data and its entries, and at the end all places.
    pieces: list[bytes] = []
    for sizes in kept["documents"].values():
        data, entries = rest[: sizes[0]], rest[sizes[0] : sizes[0] + sizes[1]]
        rest = rest[sizes[0] + sizes[1] :]
        if change == "data":
            data = b"null"
        elif change == "rules":
            without = json.loads(data)
            without.pop("rules", None)
            data = json.dumps(without).encode()
        sizes[:2] = [len(data), len(entries)]
        pieces += [data, entries]
    if change == "index":
        kept["index"] = {"h100": ["a"]}
    elif change == "names":
        kept["names"] = 5
    body = json.dumps(kept).encode() + b"\n" + b"".join(pieces)
    if change in ("deep", "signed"):
        body, rest = (b"[" * 100_000 if change == "deep" else b"{}"), b""
    # A first line that fits, over a body of another shape.
    path.write_bytes(sha256(body).hexdigest().encode() + b"\n" + body + rest)
    again = load_rulebooks()
    assert [len(book.rules) for book in again.rulebooks] == [
        len(book.rules) for book in RULES.rulebooks
    ]


def test_kinds_of_rule_files_are_told_apart() -> None:
    """Every file of the rules has a kind, so none is passed over."""
    files: tuple[RuleFile, ...] = collect_files([default_rules()])
    assert all(file.kind for file in files)
