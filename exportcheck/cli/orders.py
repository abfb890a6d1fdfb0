"""The order files of a run: which they are, and their rows one after another."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from exportcheck.cli import arguments
from exportcheck.core.catalogue import Catalogue
from exportcheck.core.problems import Problem
from exportcheck.reading.blocks import Block, one_by_one
from exportcheck.reading.config_files import Settings
from exportcheck.reading.order_files import (
    KINDS,
    SUFFIXES,
    OrderSource,
    order_sources,
    rows_of,
    with_ids,
)
from exportcheck.reading.rows import Columns, Row

TABLES = ("csv", "excel", "parquet")


@dataclass(frozen=True, slots=True)
class Orders:
    """Order files in the order in which they were named."""

    sources: tuple[OrderSource | Problem, ...]
    columns: Columns
    delimiter: str

    @property
    def one_shape(self) -> bool:
        """Whether all lines are known to have the same columns."""
        sources = [each for each in self.sources if isinstance(each, OrderSource)]
        return len(sources) == 1 and sources[0].kind in TABLES

    def keep_from(self, outputs: Mapping[str, str | None]) -> None:
        """Refuse a report that would be written over an order file."""
        read = {os.path.realpath(s.path) for s in self.sources if isinstance(s, OrderSource)}
        for name, output in outputs.items():
            if output is not None and os.path.realpath(output) in read:
                raise arguments.usage(
                    "--format", f"`{name}` would be written over the order file {output}"
                )

    def blocks(self, catalogue: Catalogue) -> Iterator[Block | Problem]:
        """Every row with its id, in blocks, and a problem wherever there is one."""
        for source in self.sources:
            if isinstance(source, Problem):
                yield source
                continue
            shown = "stdin" if source.path == "-" else source.path
            yield from with_ids(rows_of(source, catalogue, self.columns, self.delimiter), shown)

    def rows(self, catalogue: Catalogue) -> Iterator[tuple[Row, str] | Problem]:
        """Every row with its id, and a problem wherever there is one."""
        return one_by_one(self.blocks(catalogue))


def orders_of(
    files: Iterable[str], settings: Settings, *, input_format: str | None, delimiter: str | None
) -> Orders:
    """The order files that arguments, options and the configuration name."""
    # The ending of such files says their kind as well: `tsv`, `xlsx`.
    kind = SUFFIXES.get(f".{input_format}", input_format or "")
    if input_format is not None:
        arguments.choice("--input-format", kind, KINDS)
    written = delimiter or settings.delimiter
    if written == "\\t":
        written = "\t"
    if len(written) > 1:
        raise arguments.usage(
            "--delimiter", f"`{written}` is not one character", "write , or ; or | or \\t"
        )
    return Orders(
        sources=tuple(order_sources(files, kind)),
        columns=Columns(settings.columns),
        delimiter=written,
    )
