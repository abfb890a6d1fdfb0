"""The files of rules and cases as they were written, for checks of their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from exportcheck.core.places import Place
from exportcheck.core.sources import Scalar, Source
from exportcheck.reading.folders import CASES, RuleFile, yaml_files
from exportcheck.reading.strict_yaml import MOST_DEPTH

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def sources_of(files: Iterable[RuleFile], folders: Iterable[Path]) -> tuple[Source, ...]:
    """The rule files under their names, and the case files of these folders under their paths.

    A file that is not UTF-8 text is left to the reader that says so.
    """
    return tuple(_sources(files, folders))


def _sources(files: Iterable[RuleFile], folders: Iterable[Path]) -> Iterator[Source]:
    for file in files:
        yield from _source(file.name, file.raw, is_cases=False)
    for folder in folders:
        for path in yaml_files(folder):
            if path.name.casefold().endswith(CASES):
                yield from _source(str(path), path.read_bytes(), is_cases=True)


def _source(name: str, raw: bytes, *, is_cases: bool) -> Iterator[Source]:
    try:
        yield Source(name, raw.decode("utf-8-sig"), is_cases, scalars_in)
    except UnicodeDecodeError:
        return


def scalars_in(text: str, file: str) -> tuple[Scalar, ...]:
    """Every key and value of a YAML text, as far as it can be read."""
    found = []
    lists = 0
    within: list[int] = []
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                if len(within) == MOST_DEPTH:
                    break
                is_list = isinstance(event, yaml.SequenceStartEvent)
                lists += is_list
                within.append(lists if is_list else 0)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                within.pop()
            elif isinstance(event, yaml.ScalarEvent):
                start, end = event.start_mark, event.end_mark
                assert start is not None
                assert end is not None
                width = end.column - start.column if start.line == end.line else 1
                place = Place(file, start.line + 1, start.column + 1)
                plain = event.style in (None, "")
                in_list = within[-1] if within else 0
                found.append(Scalar(event.value, place, max(1, width), plain, in_list))
    except yaml.YAMLError:
        # The reader tells it; what stands before is checked all the same.
        pass
    return tuple(found)
