"""A file as plain data, with the places of its values apart: what readers of meaning work on."""

from __future__ import annotations

from typing import Any, TypeAlias

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem

Data: TypeAlias = dict[str, Any] | list[Any] | str | bool | None
Route: TypeAlias = tuple[str | int, ...]


class Document:
    """A file as plain data, with the place of each value and of each key by its route."""

    __slots__ = ("data", "file", "keys", "lines", "problems", "values")

    def __init__(self, file: str, data: Data = None) -> None:
        self.file, self.data = file, data
        self.values: dict[Route, tuple[int, int, int]] = {}
        self.keys: dict[Route, tuple[int, int, int]] = {}
        self.problems: list[Problem] = []
        self.lines: tuple[str, ...] = ()

    def place(self, route: Route, *, key: bool = False) -> Place:
        """The place of the value (or key) at a route, else of what surrounds it."""
        while True:
            found = (self.keys if key else self.values).get(route) or self.values.get(route)
            if found is not None:
                return Place(self.file, found[0], found[1])
            if not route:
                return Place(self.file, 1, 1)
            route = route[:-1]

    def width(self, route: Route, *, key: bool = False) -> int:
        found = (self.keys if key else self.values).get(route)
        return found[2] if found else 1
