"""`rules docs` writes a site into a folder, and touches nothing that it did not write."""

from __future__ import annotations

from pathlib import Path

import pytest

from exportcheck.cli.asking import asker
from exportcheck.cli.site_folder import LIST, check_folder, write_site
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.problems import UnusableInput
from exportcheck.core.shipment import Judged, decide
from exportcheck.reading.shipments import ShipmentReader


def test_asking_for_the_classification_alone_gives_the_same(library: Library) -> None:
    """Without the other rules an item is classified as a whole determination classifies it."""
    day = library.rulebooks[0].verified_through
    ask = asker(library, day)
    reader = ShipmentReader(library, "ordinary", {}, day)
    for position in range(0, len(library.items), 7):
        item = library.items.at(position)
        shipment, _ = reader.read([], id="", place=Place(""), item=item)
        assert shipment is not None
        judged = decide(library.rulebooks, shipment)
        assert isinstance(judged, Judged)
        told, whole = ask({}, item), judged.determination
        assert told is not None
        assert [each.paragraph for each in told.judgments] == [
            each.paragraph for each in whole.judgments
        ]
        assert [
            (finding.name, finding.truth)
            for judgment in told.judgments
            for finding in judgment.classifications
        ] == [
            (finding.name, finding.truth)
            for judgment in whole.judgments
            for finding in judgment.classifications
        ]


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_a_new_site_replaces_the_earlier_one(tmp_path: Path) -> None:
    """Pages that are no more are taken away with their folders; what others put there stays."""
    write_site(tmp_path / "new" / "site", {"a.html": "1", "rules/x/b.html": "2"})
    site = tmp_path / "new" / "site"
    (site / "CNAME").write_text("rules.example", encoding="utf-8")
    write_site(site, {"a.html": "3"})
    assert files(site) == {"a.html", "CNAME", LIST}
    assert not (site / "rules").exists()
    assert (site / "a.html").read_text(encoding="utf-8") == "3"


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    """A folder that holds no earlier site is not written into, and is left as it was."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    for refused in (
        lambda: check_folder(tmp_path),
        lambda: write_site(tmp_path, {"a.html": "1"}),
        lambda: check_folder(tmp_path / "mine.txt"),
    ):
        with pytest.raises(UnusableInput):
            refused()
    assert files(tmp_path) == {"mine.txt"}


def test_a_file_of_someone_is_not_written_over(tmp_path: Path) -> None:
    """A page whose name is taken by a file that is not ours stops the whole."""
    write_site(tmp_path, {"a.html": "1"})
    (tmp_path / "b.html").write_text("mine", encoding="utf-8")
    with pytest.raises(UnusableInput, match="not of an earlier site"):
        write_site(tmp_path, {"a.html": "2", "b.html": "2"})
    assert (tmp_path / "b.html").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == "1"


@pytest.mark.parametrize("name", ["../victim.txt", "/etc/hosts", "a/../../victim.txt", "C:x", ""])
def test_a_list_of_files_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    """A list that names a file outside the folder takes nothing away."""
    site = tmp_path / "site"
    write_site(site, {"a.html": "1"})
    (tmp_path / "victim.txt").write_text("mine", encoding="utf-8")
    with (site / LIST).open("a", encoding="utf-8") as listed:
        listed.write(f"{name}\n")
    with pytest.raises(UnusableInput):
        write_site(site, {"a.html": "2"})
    assert (tmp_path / "victim.txt").exists()
