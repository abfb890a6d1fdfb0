"""Where what `rules new` writes is to stand, so that it is read as what it is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

# As what the reader of rules reads the file of each kind, and where such a file stands.
_READ_AS = {"rule": "rules", "item": "items", "case": "cases"}
_STAND = {
    "rule": "beside a rulebook.yaml",
    "item": "under `items/` of a folder of rules",
    "case": "beside a rulebook.yaml",
}


def check_path(kind: str, path: Path, folders: list[str]) -> None:
    """A path where what is written would be read as something else, or by nobody, is a mistake."""
    from exportcheck.cli.arguments import usage
    from exportcheck.reading.folders import CASES, YAML, default_rules, read_as, rulebooks_in

    roots = [default_rules(), *map(Path, folders)]
    root = next((each for each in reversed(roots) if holds(each, [path])), None)
    if kind == "rulebook":
        _check_folder(path, root)
        return
    suffix = CASES[0] if kind == "case" else YAML[0]
    name = path.name.split(".")[0] + suffix
    if kind == "case" and not path.name.casefold().endswith(CASES):
        raise usage(
            "PATH",
            f"`{path}` is not read as a file of cases",
            f"give it a name that ends in {suffix}: `{path.with_name(name)}`",
        )
    if path.suffix.casefold() not in YAML:
        raise usage("PATH", f"nobody reads `{path}`", f"give it a name that ends in {suffix}")
    what = _READ_AS[kind]
    if root is None or read_as(root, path) == what:
        return
    books = sorted(rulebooks_in(root))
    if kind == "item":
        place = (root.parent if is_rulebook(root) else root) / "items"
    else:
        place = root if is_rulebook(root) else root / (books[0] if len(books) == 1 else "RULEBOOK")
    raise usage(
        "PATH",
        f"`{path}` is not read as a file of {what}",
        f"{what} stand {_STAND[kind]}: `{place / name}`",
    )


def _check_folder(path: Path, root: Path | None) -> None:
    """The path for a rulebook is that of a folder of rules, which is in no other."""
    from exportcheck.cli.arguments import usage

    if is_rulebook(path):
        root = path.parent
    elif root is None or root.resolve() == path.resolve():
        return
    raise usage(
        "PATH",
        f"`{path}` lies within a folder of rules",
        f"name that folder, `{root}`: the new rulebook gets a folder of its own in it, with its id",
    )


def rules_around(path: Path, named: list[str]) -> list[str]:
    """The folder of rules in which the file stands, unless it is ours or among those named."""
    from exportcheck.reading.folders import default_rules

    books = filter(is_rulebook, path.parents)
    around = next((book.parent for book in books), None)
    if around is None or any(holds(root, [path]) for root in (default_rules(), *map(Path, named))):
        return []
    return [str(around)]


def is_rulebook(folder: Path) -> bool:
    return (folder / "rulebook.yaml").is_file()


def holds(root: Path, files: Iterable[Path]) -> bool:
    return any(path.resolve().is_relative_to(root.resolve()) for path in files)
