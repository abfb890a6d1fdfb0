"""The configuration of a project: `exportcheck.yaml`, found upward from the working directory.

Where there is none it is sought in the same way from the order files. It says once what the options
of the command line say each time; an option given on the command line goes before it. Where it is
found it is named, so that no answer rests on it unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from exportcheck.core.catalogue import Catalogue
from exportcheck.core.problems import Problem, did_you_mean
from exportcheck.core.records import Record
from exportcheck.reading.compiling import Cursor

NAME = "exportcheck.yaml"


class Settings(Record):
    """What a configuration says; what it does not say is empty."""

    file: str = ""
    assume: str = ""
    readings: Mapping[str, str] = {}
    rules: tuple[Path, ...] = ()
    strict_currency: bool = False
    locked: bool = False
    past_dates: str = "allowed"
    fail_on: str = ""
    format: tuple[str, ...] = ()
    waivers: Path | None = None
    columns: Mapping[str, str] = {}
    delimiter: str = ""
    jobs: str = ""


def find_config(start: Path) -> Path | None:
    """The configuration in a folder or the nearest one above it, up to the root of a repository."""
    return find_upward(NAME, start)


def find_upward(name: str, start: Path) -> Path | None:
    """A file of this name in a folder or the nearest one above it, up to a repository's root."""
    for folder in (start, *start.parents):
        if (folder / name).is_file():
            return folder / name
        if (folder / ".git").exists():
            return None
    return None


def configs_beside(orders: Iterable[Path]) -> list[Path]:
    """The configurations in or above the folders of order files, each once."""
    folders = (path if path.is_dir() else path.parent for path in orders)
    found = (find_config(_whole(folder)) for folder in folders)
    return list({each.resolve(): each for each in found if each is not None}.values())


def _whole(folder: Path) -> Path:
    """The path from the root: its folders are those that it lies in, not those it leads out of."""
    return folder.resolve() if ".." in folder.parts else folder.absolute()


def read_config(path: Path) -> Settings:
    """The settings of a file; raises `UnusableInput` with every mistake in it."""
    from exportcheck.reading.project_files import read_project_file
    from exportcheck.reading.schemas import config_schema

    document = read_project_file(path, config_schema, what="the configuration", option="--config")
    root = Cursor.at_root(document, [])
    readings, columns = root.get("readings"), root.get("columns")
    return Settings(
        file=str(path),
        assume=root.text("assume"),
        readings={} if readings is None else {k: str(v) for k, v in readings.data.items()},
        rules=tuple(_folders(root, path.parent)),
        strict_currency=root.data.get("strict_currency") is True,
        locked=root.data.get("locked") is True,
        past_dates=root.text("past_dates", "allowed"),
        fail_on=root.text("fail_on"),
        format=tuple(_outputs(root, path.parent)),
        waivers=path.parent / root.text("waivers") if root.text("waivers") else None,
        columns={} if columns is None else {k: str(v) for k, v in columns.data.items()},
        delimiter=root.text("delimiter"),
        jobs=str(root.data.get("jobs", "")),
    )


def _folders(root: Cursor, base: Path) -> Iterator[Path]:
    """The folders of rules, as seen from the configuration."""
    for each in root.texts("rules"):
        yield base / each


def misnamed_columns(settings: Settings, catalogue: Catalogue) -> list[Problem]:
    """The columns that are taken for what is no fact, each at its line of the configuration."""
    from exportcheck.reading.headings import is_a_column
    from exportcheck.reading.rows import IGNORED

    ignored = IGNORED.strip()
    wrong = {
        heading: name
        for heading, name in settings.columns.items()
        if name != ignored and not is_a_column(name, catalogue)
    }
    told: list[Problem] = []
    columns = _again(settings, told)["columns"] if wrong else None
    for heading, name in wrong.items():
        assert columns is not None
        columns[heading].say(
            "EC201",
            f"the column `{heading}` is taken for `{name}`, which is not a fact this tool knows",
            did_you_mean(name, (*catalogue.facts, "id", ignored))
            or "write a fact, as `exportcheck facts` lists them, `id` or `ignore`",
        )
    return told


def missing_folders(settings: Settings) -> list[Problem]:
    """The folders of rules that are not there, each at its line of the configuration."""
    told: list[Problem] = []
    if all(folder.is_dir() for folder in settings.rules):
        return told
    for folder, each in zip(settings.rules, _again(settings, told)["rules"], strict=True):
        if not folder.is_dir():
            each.say(
                "EC001",
                f"there is no folder of rules `{each.data}` beside this file",
                "write the path of a folder that holds a rulebook.yaml, as seen from this file",
            )
    return told


def _again(settings: Settings, problems: list[Problem]) -> Cursor:
    """The file of the settings once more, to tell places in it."""
    # Only a mistake is worth the YAML parser, which a check of what is kept does without.
    from exportcheck.reading.strict_yaml import read_yaml

    return Cursor.at_root(read_yaml(Path(settings.file).read_bytes(), settings.file), problems)


def _outputs(root: Cursor, base: Path) -> Iterator[str]:
    """The formats, each with its file as seen from the configuration."""
    for each in root.texts("format"):
        name, sign, file = each.partition("=")
        yield f"{name}={base / file}" if sign and file else each
