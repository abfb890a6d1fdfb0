"""The last guard: every way out of the command line that is not an answer."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TextIO

from exportcheck.cli.exits import BROKEN, STOPPED, UNUSABLE
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput


def guarded(run: Callable[[], None]) -> None:
    """Run the tool; a bug in it is one plain message and exit 70, so that it is never an answer."""
    # What is closed takes no report; the exit code is the answer all the same.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        # A terminal without the regulation's signs gets them as escapes, not a crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, _stopped)
    try:
        _permitted(run)
    except UnusableInput as error:
        from exportcheck.cli.output import print_problems

        print_problems(error.problems)
        sys.exit(UNUSABLE)
    except (KeyboardInterrupt, BrokenPipeError):
        sys.stderr.close()
        sys.exit(STOPPED)
    except Exception as error:
        # A reader who must report the bug needs its kind and place, not a page of frames.
        frame = error.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        at = f" at {frame.tb_frame.f_code.co_name}:{frame.tb_lineno}" if frame else ""
        print(
            f"exportcheck: internal error, nothing was decided: {type(error).__name__}: "
            f"{str(error)[:200]!r}{at}",
            file=sys.stderr,
        )
        sys.exit(BROKEN)


def _permitted(run: Callable[[], None]) -> None:
    """Run the tool; a path that its user may not look at is told, wherever that comes out."""
    try:
        run()
    except PermissionError as error:
        if error.filename is None:
            raise
        place, said = Place(str(error.filename)), f"it cannot be looked at ({error.strerror})"
        raise UnusableInput([Problem(place=place, code="EC001", message=said)]) from error


def _nowhere() -> TextIO:
    """What takes text and keeps none."""
    return Path(os.devnull).open("w", encoding="utf-8")


def _stopped(number: int, _: object) -> NoReturn:
    """A build server stops the tool: it leaves as it would by itself, and no half of a report."""
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(128 + number)
