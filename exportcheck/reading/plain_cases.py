"""Cases that state next to nothing, to begin the cases of a rule with that has none yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from exportcheck.core.cases import Case
from exportcheck.core.findings import Outcome
from exportcheck.core.goals import Goal
from exportcheck.core.library import Library
from exportcheck.core.places import Place
from exportcheck.core.shipment import Judged, decide
from exportcheck.reading.case_files import altered
from exportcheck.reading.folders import CASES
from exportcheck.reading.shipments import ShipmentReader

# Where an item goes that nothing is the matter with.
SOMEWHERE = {"destination": "DE"}


@dataclass(slots=True)
class PlainCases:
    """Plain cases by the rules of a library; the item of a day is looked for once."""

    library: Library
    _items: dict[date, str] = field(default_factory=dict)

    def for_goal(self, goal: Goal) -> Iterator[Case]:
        """Of an item that needs no license, of no item, and of nothing; beside the goal's rule."""
        version = goal.owner.version
        last = self.library.rulebooks[-1].verified_through
        day = goal.day or (version.window.first if version is not None else last)
        rules = self.library.paths.get(goal.place.file, goal.place.file)
        nothing = self._nothing(day, Place(rules.rpartition(".")[0] + CASES[0], 1))
        item = self._item(nothing)
        with_item = {"item.sku": item, **SOMEWHERE} if item else SOMEWHERE
        for given in (with_item, SOMEWHERE, {}):
            case = altered(nothing, given, self.library)
            if case is not None:
                yield case

    def _nothing(self, day: date, place: Place) -> Case:
        reader = ShipmentReader(self.library, "ordinary", {}, day)
        shipment, _ = reader.read((), id="", place=place)
        assert shipment is not None
        return Case(
            name="",
            file=place.file,
            shipment=shipment,
            given=(),
            assume="ordinary",
            readings={},
            expect="",
            rests_on=(),
            not_on=(),
            paragraph="",
            review_policy="",
            asks=(),
            known_gap="",
            place=place,
        )

    def _item(self, nothing: Case) -> str:
        """The first item that needs no license to go there, by the law of that day."""
        day = nothing.shipment.as_of
        if day not in self._items:
            self._items[day] = next(self._free(nothing), "")
        return self._items[day]

    def _free(self, nothing: Case) -> Iterator[str]:
        for position in range(len(self.library.items)):
            name = self.library.items.at(position).name
            case = altered(nothing, {"item.sku": name, **SOMEWHERE}, self.library)
            judged = None if case is None else decide(self.library.rulebooks, case.shipment)
            free = Outcome.NO_LICENSE_REQUIRED
            if isinstance(judged, Judged) and judged.determination.outcome is free:
                yield name
