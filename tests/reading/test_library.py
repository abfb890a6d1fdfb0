"""The whole library: folders laid over each other, digests, and what is kept between runs."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from exportcheck.core.library import Library
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.reading.library import load_library

Mistakes = Callable[[Path], tuple[Problem, ...]]
RULES = """\
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
        when: {end_use: military}
"""


@pytest.fixture
def company(folder: Path) -> Path:
    """A folder of rules with one rule."""
    (folder / "co" / "rules.yaml").write_text(RULES, encoding="utf-8")
    return folder


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which loaded rules are kept, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def same(one: Library, other: Library) -> None:
    """Both libraries have the same rules, facts and items."""
    assert one.rulebooks == other.rulebooks
    assert one.catalogue == other.catalogue
    assert one.paths == other.paths
    assert one.items.names == other.items.names
    assert one.items.digest == other.items.digest
    assert dict(one.items.index) == dict(other.items.index)
    for position in range(len(one.items)):
        assert one.items.at(position).but(facts={}) == other.items.at(position).but(facts={})
        mine, theirs = one.items.at(position).facts, other.items.at(position).facts
        assert list(mine) == list(theirs)
        for name, known in mine.items():
            again = theirs[name]
            assert (known.value, known.written, known.note, known.confidence) == (
                again.value,
                again.written,
                again.note,
                again.confidence,
            )


def test_the_rules_that_come_with_the_tool_have_no_mistake(library: Library) -> None:
    """They load, and there is something of everything."""
    assert "us-ear" in {book.id for book in library.rulebooks}
    assert len(library.items) > 50
    assert all(book.rules for book in library.rulebooks)


def test_every_address_of_a_rule_leads_to_a_file(library: Library) -> None:
    """Each rule's place is a line of a file that can be opened, where its id stands."""
    for book in library.rulebooks:
        for rule in book.rules:
            path = Path(library.paths[rule.place.file])
            lines = path.read_text(encoding="utf-8").splitlines()
            assert rule.id in lines[rule.place.line - 1], rule.name


def test_a_folder_is_laid_over_ours(company: Path) -> None:
    """A company's rulebook stands beside those that come with the tool."""
    loaded = load_library([company], use_cache=False)
    assert {"us-ear", "co"} <= {book.id for book in loaded.rulebooks}
    (rule,) = next(book for book in loaded.rulebooks if book.id == "co").rules
    assert loaded.paths[rule.place.file].endswith("co/rules.yaml")


def test_a_rulebook_folder_can_be_given_itself(company: Path) -> None:
    """The folder that holds a rulebook.yaml is a folder of rules, too."""
    loaded = load_library([company / "co"], use_cache=False)
    assert "co" in {book.id for book in loaded.rulebooks}


def test_two_rulebooks_of_one_id_are_a_mistake(company: Path, mistakes: Mistakes) -> None:
    """A rulebook in a folder of another name does not replace one of its id; it is refused."""
    head = company / "co" / "rulebook.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("id: co", "id: us-ear"), "utf-8")
    (problem,) = mistakes(company)
    assert problem.message == "the rulebook id `us-ear` is used twice"
    assert problem.place.file == str(head)
    (path,) = (word for word in problem.help.split() if "rulebook.yaml" in word)
    assert Path(path.partition(":")[0]).is_file()


def test_a_folder_named_like_ours_replaces_it(company: Path) -> None:
    """A folder `us-ear` in a folder of rules is the whole of that rulebook."""
    (company / "co").rename(company / "us-ear")
    head = company / "us-ear" / "rulebook.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("id: co", "id: us-ear"), "utf-8")
    loaded = load_library([company], use_cache=False)
    (book,) = (book for book in loaded.rulebooks if book.id == "us-ear")
    assert [rule.id for rule in book.rules] == ["r1"]


def test_a_folder_that_is_not_there_is_a_mistake(tmp_path: Path, mistakes: Mistakes) -> None:
    """A folder of rules that does not exist, or holds none, leaves nothing to decide with."""
    (problem,) = mistakes(tmp_path / "nowhere")
    assert problem.message == "there is no such folder of rules"
    (tmp_path / "empty").mkdir()
    (problem,) = mistakes(tmp_path / "empty")
    assert problem.message == "the folder holds no rule file"
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert len(mistakes(tmp_path / "file")) == 1


def test_a_rule_file_with_the_shorter_ending_is_in_force(company: Path) -> None:
    """A file beside rulebook.yaml that ends in `.yml` is read as one that ends in `.yaml`."""
    (company / "co" / "rules.yml").write_text(RULES.replace("r1", "r2"), encoding="utf-8")
    loaded = load_library([company], use_cache=False)
    (book,) = (book for book in loaded.rulebooks if book.id == "co")
    assert [rule.id for rule in book.rules] == ["r1", "r2"]


@pytest.mark.parametrize("name", ["stray/rules.yaml", "rules.yml", "facts.yml"])
def test_a_rule_file_that_belongs_to_no_rulebook_is_told(
    company: Path, mistakes: Mistakes, name: str
) -> None:
    """Rules that somebody wrote are never left out in silence."""
    path = company / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(RULES.replace("r1", "r2"), encoding="utf-8")
    (problem,) = mistakes(company)
    assert (problem.code, problem.place.file) == ("EC109", str(path))


def test_a_mistake_is_shown_where_it_can_be_opened(company: Path, mistakes: Mistakes) -> None:
    """The place of a problem is a path from here, or a whole one."""
    (company / "co" / "rules.yaml").write_text(RULES.replace("military", "war"), "utf-8")
    (problem,) = mistakes(company)
    assert Path(problem.place.file).is_file()


def test_a_file_that_is_no_text_is_a_mistake(company: Path, mistakes: Mistakes) -> None:
    """A rule file with other bytes is refused at the place of the first of them."""
    (company / "co" / "bad.yaml").write_bytes(b"title: T\ncites: [\xff]\n")
    (problem,) = mistakes(company)
    assert (problem.place.line, problem.place.column, problem.code) == (2, 9, "EC001")


def test_the_digest_is_that_of_the_contents(company: Path) -> None:
    """Any change of a rulebook's files changes its digest, and nobody else's."""
    before = {book.id: book.digest for book in load_library([company], use_cache=False).rulebooks}
    again = {book.id: book.digest for book in load_library([company], use_cache=False).rulebooks}
    assert before == again
    (company / "co" / "rules.yaml").write_text(RULES + "# a comment\n", encoding="utf-8")
    after = {book.id: book.digest for book in load_library([company], use_cache=False).rulebooks}
    assert after["co"] != before["co"]
    assert after["us-ear"] == before["us-ear"]
    assert all(digest.startswith("sha256:") for digest in after.values())


def test_cases_are_no_part_of_the_rules(company: Path) -> None:
    """A case file beside the rules changes no digest and is not read as rules."""
    before = load_library([company], use_cache=False)
    (company / "co" / "rules.cases.yaml").write_text("not: even cases", encoding="utf-8")
    after = load_library([company], use_cache=False)
    assert [book.digest for book in before.rulebooks] == [book.digest for book in after.rulebooks]


def test_a_folder_that_cannot_be_read_is_a_mistake(
    company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rules would be left out, and what they forbid would pass."""
    scandir = os.scandir

    def refused(path: str) -> Any:
        if Path(path).name == "co":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(UnusableInput) as found:
        load_library([company], use_cache=False)
    (problem,) = found.value.problems
    assert problem.message == "the folder cannot be read (Permission denied)"
    assert problem.place.file == str(company / "co")


def test_rules_behind_a_link_are_a_mistake(company: Path, tmp_path: Path) -> None:
    """A link to a folder was not followed, and one that leads nowhere passed over, unseen."""
    shared = tmp_path / "shared"
    (company / "co").rename(shared)
    (company / "co").symlink_to(shared)
    (company / "gone.yaml").symlink_to("nowhere.yaml")
    with pytest.raises(UnusableInput) as found:
        load_library([company], use_cache=False)
    assert [(Path(each.place.file).name, each.message) for each in found.value.problems] == [
        ("co", "the link leads to a folder, which is not read"),
        ("gone.yaml", "it is no file, so nobody reads it"),
    ]


@pytest.mark.parametrize("alone", [False, True])
def test_a_rulebook_inside_another_one_is_a_mistake(company: Path, alone: bool) -> None:
    """It took the place of the one around it, whose readings and scope nobody read."""
    inner = company / "co" / "co"
    inner.mkdir()
    shutil.copy(company / "co" / "rulebook.yaml", inner)
    with pytest.raises(UnusableInput) as found:
        load_library([company / "co" if alone else company], use_cache=False)
    (problem,) = found.value.problems
    assert problem.code == "EC109"
    assert problem.place.file == str(inner / "rulebook.yaml")
    assert "inside another one, `co`" in problem.message


# ---- the cache --------------------------------------------------------------------------


def test_what_is_kept_is_what_was_read(cache: Path, library: Library) -> None:
    """A library loaded from the cache equals one that was read, items and all."""
    first = load_library()
    assert list((cache / "exportcheck").glob("*.json"))
    kept = load_library()
    same(library, first)
    same(library, kept)
    assert len(kept.items) > 50


def test_the_place_of_a_figure_is_kept(cache: Path) -> None:
    """A figure of an item is told at the same line whether it was read or kept."""
    assert not cache.exists()
    first, kept = load_library(), load_library()
    places = [
        {
            (item.name, name): known.place
            for item in (loaded.items.at(position) for position in range(len(loaded.items)))
            for name, known in item.facts.items()
        }
        for loaded in (first, kept)
    ]
    assert places[0] == places[1]


def test_a_changed_file_is_read_anew(cache: Path, company: Path) -> None:
    """What was kept answers for the very files it was made of only."""
    load_library([company])
    text = RULES.replace("military", "supercomputer")
    (company / "co" / "rules.yaml").write_text(text, encoding="utf-8")
    same(load_library([company]), load_library([company], use_cache=False))
    assert len(list((cache / "exportcheck").glob("*.json"))) == 2


def test_a_mistake_is_never_kept(cache: Path, company: Path) -> None:
    """Files with a mistake are refused each time, and leave nothing in the cache."""
    (company / "co" / "rules.yaml").write_text(RULES.replace("military", "war"), "utf-8")
    for _ in range(2):
        with pytest.raises(UnusableInput):
            load_library([company])
    assert not list(cache.rglob("*.json"))


def test_a_mistake_made_after_the_rules_were_kept_is_told(cache: Path, company: Path) -> None:
    """However late what was kept is read: a file that changed is checked whole, and first."""
    load_library([company])
    load_library([company])
    (kept,) = (cache / "exportcheck").glob("*.json")
    (company / "co" / "rules.yaml").write_text(RULES.replace("military", "war"), "utf-8")
    with pytest.raises(UnusableInput) as found:
        load_library([company])
    assert [problem.code for problem in found.value.problems] == ["EC401"]
    assert list((cache / "exportcheck").glob("*.json")) == [kept]


def test_a_place_is_read_when_it_is_told(cache: Path, company: Path) -> None:
    """Of a library that was kept the places are looked up later, and are those of the files."""
    first, kept = load_library([company]), load_library([company])
    assert list(cache.rglob("*.json"))
    for one, other in zip(first.rulebooks, kept.rulebooks, strict=True):
        for rule, again in zip(one.rules, other.rules, strict=True):
            assert str(again.place) == str(rule.place)
            whens = zip(rule.versions, again.versions, strict=True)
            assert all(str(two.when.place) == str(each.when.place) for each, two in whens)


def _signed(body: str) -> str:
    """A body with the first line that belongs to it."""
    return f"{sha256(body.encode()).hexdigest()}\n{body}"


DAMAGES = {
    "empty": "",
    "no json": "\x00\xff" * 10,
    "a list": "[]",
    "null": "null",
    "a number": "1",
    "no documents": json.dumps({"documents": {}, "index": {}, "names": []}),
    "documents of another kind": json.dumps({"documents": 3, "index": {}, "names": []}),
    "documents without lines": json.dumps({"documents": ["a"], "index": {}, "names": []}),
    "deeply nested": "[" * 100_000,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_in_the_cache_is_read_anew(cache: Path, company: Path, damage: str) -> None:
    """Whatever is out of shape in the cache is ignored, even under a first line that fits."""
    fresh = load_library([company])
    (path,) = (cache / "exportcheck").glob("*.json")
    path.write_text(_signed(DAMAGES[damage]), encoding="utf-8")
    same(load_library([company]), fresh)


def test_a_file_in_the_cache_that_is_cut_off_is_read_anew(cache: Path, company: Path) -> None:
    """A file that was not written to its end is ignored, wherever it breaks off."""
    fresh = load_library([company])
    (path,) = (cache / "exportcheck").glob("*.json")
    text = path.read_text(encoding="utf-8")
    first = len(text.partition("\n")[0])
    for length in (first - 1, first, first + 1, len(text) // 2, len(text) - 1):
        path.write_text(text[:length], encoding="utf-8")
        same(load_library([company]), fresh)


def _without_data(_: Any) -> Any:
    return None


def _without_rules(data: Any) -> Any:
    return {key: value for key, value in data.items() if key != "rules"}


def _with_other_words(data: Any) -> Any:
    data["rules"][0]["versions"][0]["when"] = {"end_use": "war"}
    return data


def _kept(cache: Path) -> tuple[Path, dict[str, Any], dict[str, list[bytes]]]:
    """The one file that is kept, what stands in its second line, and the pieces of each document:
    its data, its entries and its places."""
    (path,) = (cache / "exportcheck").glob("*.json")
    _, first, rest = path.read_bytes().split(b"\n", 2)
    kept = json.loads(first)
    pieces: dict[str, list[bytes]] = {}
    for name, (data, entries, _) in kept["documents"].items():
        pieces[name] = [rest[:data], rest[data : data + entries]]
        rest = rest[data + entries :]
    for name, (_, _, places) in kept["documents"].items():
        pieces[name].append(rest[:places])
        rest = rest[places:]
    assert not rest
    return path, kept, pieces


def _keep(path: Path, kept: dict[str, Any], pieces: dict[str, list[bytes]]) -> None:
    """Write what is kept, under the first line that belongs to it."""
    kept["documents"] = {name: list(map(len, each)) for name, each in pieces.items()}
    told = [piece for data, entries, _ in pieces.values() for piece in (data, entries)]
    body = json.dumps(kept).encode() + b"\n" + b"".join(told)
    places = b"".join(places for _, _, places in pieces.values())
    path.write_bytes(sha256(body).hexdigest().encode() + b"\n" + body + places)


def _changed(cache: Path, change: Callable[[Any], Any]) -> None:
    """Change the data of the company's rules in what is kept."""
    path, kept, pieces = _kept(cache)
    of_rules = pieces[next(name for name in pieces if name.endswith("co/rules.yaml"))]
    of_rules[0] = json.dumps(change(json.loads(of_rules[0]))).encode()
    _keep(path, kept, pieces)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"rules": 3}', b"\xff", b"[" * 100_000])
def test_places_that_cannot_be_read_leave_the_file(
    cache: Path, company: Path, damage: bytes
) -> None:
    """Where something stands changes no answer: then its file is told, and its first line."""
    load_library([company])
    path, kept, pieces = _kept(cache)
    name = next(name for name in pieces if name.endswith("co/rules.yaml"))
    pieces[name][2] = damage
    _keep(path, kept, pieces)
    rules = next(book for book in load_library([company]).rulebooks if book.id == "co").rules
    assert [str(rule.place) for rule in rules] == [f"{name}:1:1" for _ in rules]


def test_the_entries_of_a_list_are_read_when_a_name_is_looked_up(cache: Path) -> None:
    """The longest list is not read for an item whose parties nobody names; it has all its names."""
    fresh, kept = load_library(), load_library()
    assert list(cache.rglob("*.json"))
    lists = zip(fresh.rulebooks[0].lists, kept.rulebooks[0].lists, strict=True)
    for one, other in lists:
        assert dict(other.by_name) == dict(one.by_name)
        assert len(other.by_name) == len(one.by_name)


@pytest.mark.parametrize("change", [_without_data, _without_rules])
def test_a_cache_that_is_out_of_shape_is_read_anew(
    cache: Path, company: Path, change: Callable[[Any], Any]
) -> None:
    """What is kept and could not be loaded from files is not believed, whoever signed it."""
    fresh = load_library([company])
    _changed(cache, change)
    same(load_library([company]), fresh)


def test_a_mistake_in_the_cache_decides_nothing(cache: Path, company: Path) -> None:
    """A version is read when it is looked at; one with a mistake is told and never used."""
    load_library([company])
    _changed(cache, _with_other_words)
    rules = next(book for book in load_library([company]).rulebooks if book.id == "co").rules
    with pytest.raises(UnusableInput) as found:
        next(iter(rules)).versions[0]
    assert [problem.code for problem in found.value.problems] == ["EC401"]


def test_a_cache_that_was_changed_is_read_anew(cache: Path, company: Path) -> None:
    """What is well formed, and is not what was written, is not believed."""
    fresh = load_library([company])
    (path,) = (cache / "exportcheck").glob("*.json")
    digest, _, body = path.read_text(encoding="utf-8").partition("\n")
    changed = body.replace("military", "supercomputer")
    assert changed != body
    path.write_text(f"{digest}\n{changed}", encoding="utf-8")
    same(load_library([company]), fresh)


def test_a_cache_that_cannot_be_written_is_not_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, company: Path
) -> None:
    """Where the cache cannot be written, the rules are read each time."""
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    same(load_library([company]), load_library([company], use_cache=False))
