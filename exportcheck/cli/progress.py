"""How far a long run has come: told on a terminal only, and gone when the run ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
# A run that is over by then shows nothing, in seconds.
PATIENCE = 1.0
EVERY = 0.2


def watched(lines: Iterable[T]) -> Iterator[T]:
    """The lines as they are, some at a time, counted on a terminal while they are judged."""
    if not sys.stderr.isatty():
        yield from lines
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, markup=False, highlight=False)
    columns = (SpinnerColumn(), TextColumn("{task.completed} lines judged"), TimeElapsedColumn())
    shown = Progress(*columns, console=console, transient=True, auto_refresh=False)
    task, count, due = None, 0, time.monotonic() + PATIENCE
    try:
        for line in lines:
            yield line
            count += len(line) if isinstance(line, Sequence) else 1
            if time.monotonic() < due:
                continue
            if task is None:
                shown.start()
                task = shown.add_task("", total=None)
            shown.update(task, completed=count, refresh=True)
            due = time.monotonic() + EVERY
    finally:
        shown.stop()
