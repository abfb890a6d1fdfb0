"""What the compilers of files share: a document walked by route, and its problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Set
from datetime import date
from typing import Any, TypeVar

from exportcheck.core.mistyped import mistyped
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.core.quantities import Unreadable
from exportcheck.core.windows import day_help, parse_day
from exportcheck.reading.documents import Document, Route

FACT_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*", re.ASCII)
RULE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._()-]*", re.ASCII)
RULEBOOK_ID = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)
T = TypeVar("T")


def reached(starts: Iterable[T], leads_to: Callable[[T], Iterable[T]]) -> Set[T]:
    """The starts, and all that they lead to by however many steps."""
    found = dict.fromkeys(starts)
    ahead = list(found)
    for each in ahead:
        for following in leads_to(each):
            if following not in found:
                found[following] = None
                ahead.append(following)
    return found.keys()


class Cursor:
    """A value in a document: its data, its route, and where its problems go."""

    __slots__ = ("data", "document", "problems", "route")

    def __init__(
        self, document: Document, route: Route, data: Any, problems: list[Problem]
    ) -> None:
        self.document, self.route, self.data, self.problems = document, route, data, problems

    @classmethod
    def at_root(cls, document: Document, problems: list[Problem]) -> Cursor:
        return cls(document, (), document.data, problems)

    @property
    def place(self) -> Place:
        return self.document.place(self.route)

    def __getitem__(self, key: str | int) -> Cursor:
        return Cursor(self.document, (*self.route, key), self.data[key], self.problems)

    def get(self, key: str) -> Cursor | None:
        if not isinstance(self.data, dict) or self.data.get(key) is None:
            return None
        return self[key]

    def __iter__(self) -> Iterator[Cursor]:
        for index in range(len(self.data)):
            yield self[index]

    def entries(self) -> Iterator[tuple[str, Cursor]]:
        for key in self.data:
            yield key, self[key]

    def text(self, key: str, default: str = "") -> str:
        value = self.data.get(key)
        return default if value is None else str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.data.get(key) or ()
        return (value,) if isinstance(value, str) else tuple(str(each) for each in value)

    def day(self, key: str) -> date | None:
        """The calendar day under a key; an unreal one is a problem."""
        cursor = self.get(key)
        if cursor is None:
            return None
        day = parse_day(str(cursor.data))
        if day is None:
            cursor.say(
                "EC301",
                f"`{cursor.data}` is not a calendar day",
                day_help(str(cursor.data)),
            )
        return day

    def refuse_since(self, told: int) -> None:
        """Go no further where more was told than so many problems, of what was checked and kept:
        it has a mistake that no file without one could have left there."""
        if len(self.problems) > told:
            raise UnusableInput(self.problems[told:])

    def say(
        self, code: str, message: str, help: str = "", *, key: bool = False, surely: str = ""
    ) -> None:
        """Tell a mistake; `surely` is a help that goes before that on strange characters."""
        self.problems.append(
            Problem(
                place=self.document.place(self.route, key=key),
                code=code,
                message=message,
                help=surely or mistyped(self.route[-1] if key else self.data) or help,
                width=self.document.width(self.route, key=key),
            )
        )

    def tell(self, code: str, error: Unreadable) -> None:
        self.say(code, error.message, error.help)
