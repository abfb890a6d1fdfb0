"""From written facts to a shipment: one path for the command line, order files and cases.

A name that no fact bears, a value that is not of its kind, an item that nobody knows, and facts
that contradict each other are problems; such a line is not judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from exportcheck.core.catalogue import stray_character
from exportcheck.core.facts import Contradiction, Facts, Known, Origin, combine
from exportcheck.core.items import (
    APP,
    Item,
    at_least,
    contents_of,
    full_name,
    least_app,
    with_formats,
)
from exportcheck.core.library import Library
from exportcheck.core.mistyped import mistyped
from exportcheck.core.order_words import suggested
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, did_you_mean
from exportcheck.core.quantities import Unreadable
from exportcheck.core.shipment import Shipment, contradiction_problem
from exportcheck.core.values import Choice, Interval
from exportcheck.reading.consistency import by_lists, contradictions, follow
from exportcheck.reading.entries import Entry, as_written
from exportcheck.reading.item_files import count_of, no_count
from exportcheck.reading.stated import Line

PROFILES = ("ordinary", "none")
# The keys of an item that another contains, where it is not its name alone.
_OF_CONTAINED = frozenset({"item", "count"})


class ShipmentReader:
    """Reads lines with one library, one profile of assumptions, and the readings taken."""

    def __init__(
        self,
        library: Library,
        profile: str = "none",
        readings: Mapping[str, str] | None = None,
        law_of: date | None = None,
        today: date | None = None,
    ) -> None:
        self.library, self.profile = library, profile
        self.readings: Mapping[str, str] = readings or {}
        self.law_of, self.today = law_of, today
        self._readings_known: tuple[tuple[str, Known], ...] = ()

    def read(
        self, entries: Iterable[Entry], *, id: str, place: Place, item: Item | None = None
    ) -> tuple[Shipment | None, list[Problem]]:
        """The shipment that the entries state, or the problems that leave nothing to judge."""
        problems: list[Problem] = []
        stated, contains, name = self.stated_by(entries, place, problems, item)
        dated_today = self.law_of is None and "ship_date" not in stated
        shipped = stated.get("ship_date")
        as_of = self.as_of(stated, place, problems)
        if problems or as_of is None:
            return None, problems
        own = tuple(stated)
        stated.update(self.readings_known())
        facts = Facts(self.library.catalogue, stated, contains=contains, profile=self.profile)
        try:
            for fact_name in own:
                facts[fact_name]
        except Contradiction as contradiction:
            return None, [contradiction_problem(contradiction, place)]
        problems = _together(by_lists(facts, self.library, as_of), place)
        if problems:
            return None, problems
        shipment = Shipment(
            id=id,
            item=name,
            facts=facts,
            as_of=as_of,
            place=place,
            dated_today=dated_today,
            date_overridden=shipped is not None
            and shipped.value != Interval.exactly(as_of.toordinal()),
        )
        return shipment, []

    def stated_by(
        self,
        entries: Iterable[Entry],
        place: Place,
        problems: list[Problem],
        item: Item | None = None,
    ) -> tuple[dict[str, Known], tuple[Facts, ...] | None, str]:
        """The facts that entries state, what the item contains and is called; and what is wrong."""
        stated: dict[str, Known] = {}
        contains: tuple[Facts, ...] | None = None
        app: dict[str, Known] = {}
        sku: Entry | None = None
        seen: set[str] = set()
        for entry in entries:
            if entry.written is None:
                continue
            if entry.name in seen:
                problems.append(
                    _problem(
                        entry, "EC003", f"`{entry.name}` is stated twice", "remove one of the two"
                    )
                )
            elif entry.name == "item.sku":
                sku = entry
            elif entry.name == "item.contains":
                contains, app = self._contained(entry, problems)
            else:
                known = self._known(entry, problems)
                if known is not None:
                    stated[entry.name] = known
            seen.add(entry.name)
        base, name = self._item(sku, item, problems)
        if base is not None:
            if contains is not None:
                problems.append(
                    Problem(
                        place=place,
                        code="EC402",
                        message=f"`item.contains` is stated, and the catalogue says what "
                        f"`{name}` contains",
                        help="leave it out, or describe the system without `item.sku`",
                    )
                )
            contains = base.contains if contains is None else contains
        stated = self._joined(app if base is None else base.stated, stated, place, problems)
        self._consistent(stated, contains, place, problems, described=item is not None)
        if contains:
            stated.setdefault(
                "item.kind",
                Known(value=Choice.of("system"), origin=Origin.DERIVED, written="system"),
            )
        return stated, contains, name

    def _consistent(
        self,
        stated: dict[str, Known],
        contains: tuple[Facts, ...] | None,
        place: Place,
        problems: list[Problem],
        *,
        described: bool,
    ) -> None:
        """What the facts say together: what follows from them, and what cannot all be true."""
        line = Line(stated, contains, self.library, self.profile, described=described)
        follow(line)
        problems += _together(contradictions(line), place)

    def _known(self, entry: Entry, problems: list[Problem]) -> Known | None:
        catalogue = self.library.catalogue
        if entry.name not in catalogue or entry.name.startswith("reading."):
            names = tuple(n for n in catalogue.facts if not n.startswith("reading."))
            last = entry.name.rpartition(".")[2]
            inside = [name for name in names if name.startswith(f"{entry.name}.")]
            of_it = f"state one of its facts, such as `{inside[0]}`" if inside else ""
            problems.append(
                Problem(
                    place=entry.name_place or entry.place,
                    code="EC201",
                    message=f"`{entry.name}` is not a fact this tool knows",
                    help=of_it
                    or suggested(entry.name, names)
                    or "`exportcheck facts` lists all facts",
                    width=len(last) if entry.name_place else entry.width,
                )
            )
            return None
        try:
            value = catalogue.parse(catalogue[entry.name], entry.written)
        except Unreadable as error:
            from exportcheck.reading.spoiled import spoiled  # only a mistake needs it

            mistaken = spoiled(catalogue[entry.name], entry.written) or mistyped(entry.written)
            help = mistaken or error.help
            problems.append(_problem(entry, "EC401", f"`{entry.name}`: {error.message}", help))
            return None
        return Known(
            value=value,
            origin=Origin.STATED,
            written=as_written(entry.written),
            place=entry.place,
        )

    def _item(
        self, sku: Entry | None, item: Item | None, problems: list[Problem]
    ) -> tuple[Facts | None, str]:
        """What the item catalogue, or a specification, says of the item."""
        items = self.library.items
        if item is not None:
            facts = items.facts_of(self.library.catalogue, (item,), item.name)
            return facts, item.name
        if sku is None:
            return None, ""
        written = sku.written
        if not isinstance(written, str) or not written.strip():
            problems.append(
                _problem(sku, "EC401", "`item.sku` is not a name", "write the name of an item")
            )
            return None, ""
        stray = stray_character(written)
        if stray:
            message = f"`item.sku` has an invisible or control character (U+{ord(stray):04X})"
            problems.append(_problem(sku, "EC401", message, "write it again by hand"))
            return None, ""
        found = items.find(written)
        if not found:
            # Only a mistake needs it.
            from exportcheck.reading.item_meant import meant

            message = f"`{written}` is not in the item catalogue"
            problems.append(_problem(sku, "EC206", message, meant(written, self.library)))
            return None, ""
        name = found[0].name if len(found) == 1 else full_family_name(found)
        return items.facts_of(self.library.catalogue, found, name), name

    def _contained(
        self, entry: Entry, problems: list[Problem]
    ) -> tuple[tuple[Facts, ...] | None, dict[str, Known]]:
        """What a system contains, and its adjusted peak performance as far as that tells it."""
        written = entry.written if isinstance(entry.written, list) else [entry.written]
        facts: list[Facts] = []
        counts: list[int] = []
        for each in written:
            name = each.get("item") if isinstance(each, dict) else each
            if isinstance(each, dict) and (others := sorted(each.keys() - _OF_CONTAINED)):
                problems.append(
                    _problem(
                        entry,
                        "EC102",
                        f"`{others[0]}` is not a key of a contained item",
                        did_you_mean(others[0], sorted(_OF_CONTAINED))
                        or "it has `item` and `count` only; the item catalogue says the rest",
                    )
                )
            inner = Entry("item.sku", name, entry.place, entry.width)
            found, _ = self._item(inner, None, problems)
            if found is not None:
                facts.append(found)
                many = each.get("count", 1) if isinstance(each, dict) else 1
                count = count_of(many)
                if count is None:
                    problems.append(_problem(entry, "EC401", *no_count(many)))
                counts.append(count or 1)
        least = least_app(zip(facts, counts, strict=True))
        app = {APP: at_least(least)} if least and APP in self.library.catalogue else {}
        return contents_of(facts) or None, app

    def _joined(
        self,
        base: Mapping[str, Known],
        stated: dict[str, Known],
        place: Place,
        problems: list[Problem],
    ) -> dict[str, Known]:
        """The facts of the catalogue with those of the line; a contradiction is a problem."""
        joined = dict(base)
        for name, known in stated.items():
            if name not in joined:
                joined[name] = known
                continue
            try:
                joined[name] = combine(self.library.catalogue[name], known, joined[name])
            except Contradiction as contradiction:
                problems.append(contradiction_problem(contradiction, place))
        try:
            return with_formats(self.library.catalogue, joined)
        except Contradiction as contradiction:
            problems.append(contradiction_problem(contradiction, place))
            return joined

    def as_of(self, stated: dict[str, Known], place: Place, problems: list[Problem]) -> date | None:
        """The day whose law applies: the one asked for, else the ship date, else today."""
        shipped = stated.get("ship_date")
        day = self.law_of
        if day is None and shipped is not None and isinstance(shipped.value, Interval):
            assert shipped.value.low is not None
            day = date.fromordinal(int(shipped.value.low))
        if day is None:
            day = self.today
        if day is None:
            problems.append(
                Problem(
                    place=place,
                    code="EC401",
                    message="no day is stated",
                    help="write `ship_date`, or give `--date`",
                )
            )
            return None
        stated.setdefault(
            "ship_date",
            Known(
                value=Interval.exactly(day.toordinal()),
                origin=Origin.STATED,
                written=day.isoformat(),
            ),
        )
        return day

    def readings_known(self) -> tuple[tuple[str, Known], ...]:
        """The option taken of each reading, under the name of its fact."""
        if not self._readings_known:
            taken = (
                (reading.fact, self.readings.get(name, reading.default))
                for name, reading in self.library.readings.items()
            )
            self._readings_known = tuple(
                (fact, Known(value=Choice.of(option), origin=Origin.READING, written=option))
                for fact, option in taken
            )
        return self._readings_known


def _together(messages: Iterable[str], place: Place) -> list[Problem]:
    """What the facts of a line cannot be together, each a sentence."""
    help = "they cannot all be true: correct one, or leave it out"
    return [Problem(place=place, code="EC402", message=each, help=help) for each in messages]


def full_family_name(items: tuple[Item, ...]) -> str:
    """The name for several variants of one product."""
    return full_name(items[0].maker, items[0].family)


def _problem(entry: Entry, code: str, message: str, help: str = "") -> Problem:
    return Problem(place=entry.place, code=code, message=message, help=help, width=entry.width)
