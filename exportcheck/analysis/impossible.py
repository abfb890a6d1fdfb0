"""What no line can state together: out of the space where both sides say so, else told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from exportcheck.analysis.algebra import Formula, negated
from exportcheck.analysis.encoding import Encoder
from exportcheck.core.records import Record
from exportcheck.core.rule_changes import meaning


class Impossible(Record):
    """Premises of every shipment, and what one side alone says to be impossible.

    `alone` are those, by what is said of them and by the side that reads such a line all the same.
    """

    premises: tuple[Formula, ...]
    alone: Mapping[tuple[str, int], Formula]

    def read_by(self, *sides: int) -> Iterator[Formula]:
        """That none of these sides alone says it to be impossible."""
        for (_, reader), holds in self.alone.items():
            if 1 - reader in sides:
                yield negated(holds)


def impossible(encoders: Iterable[Encoder]) -> Impossible:
    """What the libraries of all encoders, in their order, say that no line can state together."""
    by_library = {id(each.side.library): each for each in reversed([*encoders])}
    sides = [*by_library.values()][::-1]
    said = [
        {meaning(each.when): each for each in encoder.side.library.contradictions}
        for encoder in sides
    ]
    premises: list[Formula] = []
    alone: dict[tuple[str, int], Formula] = {}
    for number, (encoder, own) in enumerate(zip(sides, said, strict=True)):
        for key, each in own.items():
            holds = encoder.contradicts(each)
            if all(key in other for other in said):
                premises.append(negated(holds))
            else:
                one = ("old", "new")[number]
                alone[f"a line that only the {one} rules refuse: {each.says}", 1 - number] = holds
    return Impossible(premises=tuple(premises), alone=alone)
