"""The count of a long run is for people at a terminal."""

from __future__ import annotations

import io

import pytest

from exportcheck.cli import progress


class Terminal(io.StringIO):
    """A terminal that keeps what is shown."""

    def isatty(self) -> bool:
        return True


def test_a_pipe_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no person looks on, the lines go through and nothing is written."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    assert list(progress.watched(range(3))) == [0, 1, 2]
    assert stream.getvalue() == ""


@pytest.mark.parametrize(("patience", "shown"), [(0.0, True), (60.0, False)])
def test_a_terminal_is_told_of_a_long_run(
    monkeypatch: pytest.MonkeyPatch, patience: float, shown: bool
) -> None:
    """A run that is soon over shows nothing there either."""
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE", patience)
    monkeypatch.setattr(progress, "EVERY", 0.0)
    assert list(progress.watched(range(3))) == [0, 1, 2]
    assert ("3 lines judged" in stream.getvalue()) is shown
