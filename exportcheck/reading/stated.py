"""What a line states, by a library and a profile."""

from __future__ import annotations

from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.library import Library
from exportcheck.core.values import Choice


class Line:
    """What a line states, with what the catalogue says of its item, by a library and a profile.

    The item may be `described` in a file of its own instead.
    """

    def __init__(
        self,
        stated: dict[str, Known],
        contains: tuple[Facts, ...] | None,
        library: Library,
        profile: str,
        *,
        described: bool = False,
    ) -> None:
        self.stated, self.contains, self.described = stated, contains, described
        self.library, self.profile = library, profile

    def word(self, name: str) -> str:
        """The one word that is stated of a fact, or nothing."""
        known = self.stated.get(name)
        value = known.value if known is not None else None
        return (value.only or "") if isinstance(value, Choice) else ""

    def facts(self) -> Facts:
        """What is known of the line, with what the profile assumes."""
        catalogue = self.library.catalogue
        return Facts(catalogue, dict(self.stated), contains=self.contains, profile=self.profile)


def derived(word: str, note: str = "") -> Known:
    """What follows from what a line states: one word."""
    return Known(value=Choice.of(word), origin=Origin.DERIVED, written=word, note=note)
