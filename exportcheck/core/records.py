"""Records: values with named fields that never change.

They are what a frozen, keyword-only dataclass is, without the code that `dataclass` compiles for
each class at import: with some sixty of them that was a quarter of the time a check takes. A class
attribute is the default of its field. Values that are made by the thousand stay dataclasses, and
what is no value, but at work, is a class like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, NoReturn, Self, TypeVar, dataclass_transform

K = TypeVar("K")
V = TypeVar("V")


def _annotations(cls: type) -> dict[str, Any]:
    """The annotations of a class itself; `inspect` does the same and takes long to import."""
    return dict(vars(cls).get("__annotations__", {}))


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Record:
    """A value with the fields that its class annotates, given by keyword."""

    _fields: ClassVar[frozenset[str]] = frozenset()
    _required: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        own = frozenset(name for name in _annotations(cls) if name[0] != "_")
        cls._fields = cls._fields | own
        cls._required = frozenset(name for name in cls._fields if not hasattr(cls, name))

    def __init__(self, **values: Any) -> None:
        given = values.keys()
        if given != self._fields and not (self._required <= given <= self._fields):
            wrong = sorted((self._required - given) | (given - self._fields))
            raise TypeError(f"{type(self).__name__}: missing or unknown: {', '.join(wrong)}")
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} never changes: `{name}` cannot be set")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), *self._values().values()))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self._values().items())
        return f"{type(self).__name__}({told})"

    def _values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in sorted(self._fields)}

    def but(self, **changes: Any) -> Self:
        """The same record with some fields changed."""
        kept = {name: self.__dict__[name] for name in self._fields & self.__dict__.keys()}
        return type(self)(**{**kept, **changes})


class Later(Mapping[K, V]):
    """A mapping that is read when it is first looked at."""

    def __init__(self, read: Callable[[], Mapping[K, V]]) -> None:
        self._read = read
        self._found: Mapping[K, V] | None = None

    def _all(self) -> Mapping[K, V]:
        if self._found is None:
            self._found = self._read()
        return self._found

    def __getitem__(self, key: K) -> V:
        return self._all()[key]

    def __contains__(self, key: object) -> bool:
        return key in self._all()

    def __iter__(self) -> Iterator[K]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())
