"""The way in: `exportcheck` and `python -m exportcheck`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line; an unexpected exception is a message and exit 70, never a verdict."""
    if sys.argv[1:] == ["--version"]:
        # The most frequent call of pipelines; nothing but the number is needed for it.
        from exportcheck.version import __version__

        print(f"exportcheck {__version__}")
        return
    # A start makes many values and leaves no cycles behind; to look for some takes a tenth of its
    # time. It is taken up again once the rules are read.
    gc.disable()
    from exportcheck.cli.app import run

    run()


if __name__ == "__main__":
    main()
