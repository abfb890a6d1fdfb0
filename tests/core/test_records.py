"""Records: values that never change."""

from __future__ import annotations

import pytest

from exportcheck.core.records import Record


class Point(Record):
    """A record with a default."""

    x: int
    y: int = 0


class Named(Point):
    """A record that adds a field to another."""

    name: str


def test_a_record_is_its_fields() -> None:
    """Records with the same fields are equal, also as keys; those of other classes are not."""
    assert Point(x=1) == Point(x=1, y=0)
    assert {Point(x=1): "a"}[Point(x=1, y=0)] == "a"
    assert Point(x=1) != Point(x=2)
    assert Named(x=1, name="n") != Point(x=1)
    assert Named(x=1, name="n").y == 0


def test_a_record_never_changes() -> None:
    """A field cannot be set; another record is made instead."""
    point = Point(x=1)
    with pytest.raises(AttributeError, match="never changes"):
        point.x = 2  # type: ignore[misc]
    assert point.but(x=2) == Point(x=2)
    assert point.x == 1


@pytest.mark.parametrize("fields", [{}, {"y": 1}, {"x": 1, "z": 2}])
def test_missing_and_unknown_fields_are_refused(fields: dict[str, int]) -> None:
    """A record is made with all its fields and no others."""
    with pytest.raises(TypeError, match="missing or unknown"):
        Point(**fields)
    with pytest.raises(TypeError, match="missing or unknown"):
        Point(x=1).but(z=2)
