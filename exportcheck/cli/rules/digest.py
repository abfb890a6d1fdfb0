"""`exportcheck rules digest`: which rules these are, and the lock that holds a project to them."""

from __future__ import annotations

from typing import Annotated

import typer

from exportcheck.cli import options


def digest(
    rules: options.Rules = None,
    lock: Annotated[
        bool, typer.Option("--lock", help="Write exportcheck.lock, which --locked goes by.")
    ] = False,
    config: options.Config = None,
    no_config: options.NoConfig = False,
) -> None:
    """Print each rulebook with its version and digest, and the digests of facts and items.

    With --lock they are written to exportcheck.lock, beside the configuration if one is used and
    else in the working directory. `check`, `validate` and `rules test` with --locked leave with 2
    where any of them differs.
    """
    import sys
    from pathlib import Path

    from exportcheck.cli import arguments
    from exportcheck.cli.output import emit, write
    from exportcheck.reading.lock_files import NAME, lock_text, pins_of

    settings = arguments.settings_of(config, no_config)
    library = arguments.library_of(rules, settings.but(locked=False))
    for name, pin in pins_of(library).items():
        write(f"{name}  {pin.version + '  ' if pin.version else ''}{pin.digest}\n", sys.stdout)
    if lock:
        path = Path(settings.file).parent / NAME if settings.file else Path(NAME)
        emit(lock_text(library), str(path))
        sys.stderr.write(f"written to {path}\n")
