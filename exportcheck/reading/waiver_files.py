"""Waiver files: a list of waivers, each with its reason, its approver and the day it ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath

from exportcheck.core.findings import Outcome
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.core.waivers import Waiver
from exportcheck.reading.compiling import Cursor


def read_waivers(path: Path) -> tuple[Waiver, ...]:
    """The waivers of a file; raises `UnusableInput` with every mistake in it."""
    from exportcheck.reading.project_files import read_project_file
    from exportcheck.reading.schemas import waivers_schema

    document = read_project_file(path, waivers_schema, what="the waivers", option="--waivers")
    problems: list[Problem] = []
    waivers = tuple(_waivers(Cursor.at_root(document, problems)["waivers"]))
    if problems:
        raise UnusableInput(problems)
    return waivers


def _waivers(entries: Cursor) -> Iterator[Waiver]:
    seen: dict[tuple[str, str, str, str], Place] = {}
    for entry in entries:
        waiver = _waiver(entry)
        if waiver is None:
            continue
        key = (waiver.line, waiver.order, waiver.file, entry.text("outcome"))
        if key in seen:
            entry.say(
                "EC003", f"{waiver.named} is waived twice", f"it is waived first at {seen[key]}"
            )
        seen[key] = entry.place
        yield waiver


def _waiver(entry: Cursor) -> Waiver | None:
    for key in ("line", "order", "file", "reason", "approver"):
        if key in entry.data and not entry.text(key).strip():
            entry[key].say("EC104", f"`{key}` is blank", "write it, so that a reader can ask")
            return None
    file = entry.text("file")
    if file and (not PurePath(file).name or ".." in PurePath(file).parts):
        entry["file"].say(
            "EC104",
            f"`{file}` names no order file",
            "write the end of its path, or leave it out: then the waiver counts in every file",
        )
        return None
    line, order = entry.text("line"), entry.text("order")
    if bool(line) == bool(order):
        entry.say(
            "EC103",
            "a waiver names a line and an order" if line else "a waiver names no line or order",
            "write either `line:` with the id of a line, or `order:` with what comes before the "
            "`/` in the ids of its lines",
        )
        return None
    day = entry.day("expires")
    if day is None:
        return None
    return Waiver(
        line=line,
        order=order,
        file=file,
        outcome=Outcome(entry.text("outcome")) if entry.get("outcome") else None,
        reason=entry.text("reason"),
        approver=entry.text("approver"),
        expires=day,
        place=entry.place,
    )
