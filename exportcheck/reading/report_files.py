"""Earlier reports, read back from `--format json` or `jsonl`, to be compared with a run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from exportcheck.core.changes import Stand, basis
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput

MOST_BYTES = 1024 * 1024 * 1024


class _Unlike(ValueError):
    """What was read is JSON and no determination."""


def read_report(path: Path) -> tuple[Stand, ...]:
    """How each line stood; raises `UnusableInput` for a file that is not a report."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _unusable(path, 0, "the file is larger than 1 GiB")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        message = f"the report cannot be read ({error.strerror or error})"
        raise _unusable(path, 0, message) from error
    except UnicodeDecodeError as error:
        raise _unusable(path, 0, "the report is not UTF-8 text") from error
    stands: dict[tuple[str, str], Stand] = {}
    for number, line in _lines(path, text):
        if isinstance(line, dict) and line.get("schema") == "exportcheck/problem/1":
            continue  # what was not judged had no answer
        try:
            stand = _stand(line)
        except (_Unlike, LookupError, TypeError, AttributeError, ValueError) as error:
            raise _unusable(path, number, "this is no determination of exportcheck") from error
        stands[stand.file, stand.id] = stand
    if not stands:
        raise _unusable(path, 0, "the report has no line that was judged")
    return tuple(stands.values())


def _lines(path: Path, text: str) -> Iterator[tuple[int, Any]]:
    """The determinations of a report, each with its line in a file of JSONL, else 0."""
    try:
        whole = json.loads(text)
    except RecursionError as error:
        raise _unusable(path, 0, "the report is not JSON this tool reads") from error
    except ValueError:
        whole = None
    if isinstance(whole, dict) and isinstance(whole.get("lines"), list):
        yield from ((0, line) for line in whole["lines"])
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _unusable(path, number, "the line is not JSON") from error


def _stand(line: Any) -> Stand:
    if not isinstance(line, dict) or line.get("schema") != "exportcheck/determination/1":
        raise _Unlike
    asked = line.get("asked") or {}
    told = basis(
        line=asked.get("line"),
        item=asked.get("item"),
        rules={str(each["id"]): str(each["digest"]) for each in line["rulebooks"]},
        day=str(line["as_of"]),
        profile=asked.get("profile", ""),
        strict=any(each.get("strict_currency") is True for each in line["rulebooks"]),
        tool=asked.get("tool", ""),
    )
    if not asked:
        # A report from before these were told: its silence is no reason of a change.
        del told["settings"], told["tool"]
    rules = line.get("decided_by")
    return Stand(
        id=str(line["id"]),
        file=str(line["file"]),
        outcome=str(line["outcome"]),
        rules=None if rules is None else tuple(str(each) for each in rules),
        basis=told,
        readings={str(name): str(option) for name, option in asked.get("readings", {}).items()},
    )


def _unusable(path: Path, line: int, message: str) -> UnusableInput:
    return UnusableInput(
        [
            Problem(
                place=Place(str(path), line, 1 if line else 0),
                code="EC001",
                message=message,
                help="give a report that `--format json` or `--format jsonl` wrote",
            )
        ]
    )
