"""What the facts of a line say together: what cannot all be true, and what follows from it.

No one test compares these facts, and a line that contradicts itself is not judged. Facts that
follow are added, so that a profile does not assume otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from exportcheck.core.catalogue import ANOTHER, FACILITIES, OF_REGIONS, ONE_NAME, PLACES
from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.library import Library
from exportcheck.core.values import Choice, Interval

_ZERO = Interval.exactly(0)
_OF_PROCESSING = ("item.peak.", "item.total_processing", "item.bit_length")


@dataclass(frozen=True, slots=True)
class Line:
    """What a line states, with what the catalogue says of its item, by a library and a profile."""

    stated: dict[str, Known]
    contains: tuple[Facts, ...] | None
    library: Library
    profile: str

    def word(self, name: str) -> str:
        """The one word that is stated of a fact, or nothing."""
        known = self.stated.get(name)
        value = known.value if known is not None else None
        return (value.only or "") if isinstance(value, Choice) else ""


def contradictions(line: Line) -> Iterator[str]:
    """Why the facts of a line cannot all be true, each in a sentence."""
    for check in _CHECKS:
        yield from check(line)


def _kind(line: Line) -> Iterator[str]:
    kind = line.word("item.kind")
    if line.contains and kind not in ("", "system"):
        yield f"`item.contains` is stated of an item of kind `{kind}`"
    # Of software and technology the figures are those of the items that they are for.
    processing = [
        name
        for name, known in line.stated.items()
        if name.startswith(_OF_PROCESSING) and known.value != _ZERO
    ]
    if kind == "memory" and processing:
        yield f"`{processing[0]}` is stated of a memory, which does not process"
    if processing and line.word("item.processing_dominates") == "no":
        # With high bandwidth memory it may be of 3A090.c all the same; the ECCN says so.
        yield f"`{processing[0]}` is stated, and processing is not the dominant function"


def _maker(line: Line) -> Iterator[str]:
    """A maker of whom the catalogue knows where it is headquartered."""
    maker, stated = line.stated.get("item.maker"), line.stated.get("item.maker_headquarters")
    if maker is None or stated is None or stated.origin is not Origin.STATED:
        return
    known = line.library.items.headquarters_of(maker.written)
    if (
        known is not None
        and line.library.catalogue["item.maker_headquarters"]
        .meet(stated.value, known.value)
        .is_empty
    ):
        yield (
            f"`item.maker_headquarters` is {stated.written}, and the catalogue says that "
            f"{maker.written} is headquartered in {known.written}"
        )


def _transaction(line: Line) -> Iterator[str]:
    """A transfer (in-country) begins and ends in one country, as the law counts places."""
    begin, end = (_counted(line, name) for name in ("shipped_from", "destination"))
    if line.word("transaction") == "transfer" and begin and end and begin != end:
        yield (
            "`transaction` is a transfer within one country, and the item is shipped from "
            f"{begin} to {end}"
        )


def _counted(line: Line, name: str) -> str:
    """The country as which a stated place counts, or nothing."""
    code = line.word(name)
    groups = [rulebook.groups for rulebook in line.library.rulebooks]
    return groups[0].counts_as(code, date.max) if code and groups else code


def _elsewhere(line: Line) -> Iterator[str]:
    """What is stated of a place to which nothing goes: a region, or the place of another end use.

    An end use that is civil has no other place than where the item goes and is used.
    """
    places = {line.word(name) for name in PLACES if name in line.stated}
    if "destination" not in line.stated or "" in places:
        return
    region, country = line.word("destination_region"), line.word("end_use_country")
    if region not in ("", "none") and places.isdisjoint(OF_REGIONS):
        yield f"`destination_region` is {region}, and the item goes to no place in Ukraine"
    if country and country not in places and line.word("end_use") == "civil":
        yield f"`end_use_country`, of another end use, is {country}, and `end_use` is civil"


def _between(line: Line) -> Iterator[str]:
    described = _described_between(line)
    if described and line.word("intermediate.exists") == "no":
        yield f"`{described}` is stated, and `intermediate.exists` is no"


def _one_name(line: Line) -> Iterator[str]:
    """Two parties that are said to be one, and each has another name."""
    stated, catalogue = line.stated, line.library.catalogue
    for same, (name, others) in ONE_NAME.items():
        if (
            line.word(same) != "yes"
            or name not in stated
            or not set(others) <= set(catalogue.facts)
        ):
            continue
        facts = Facts(catalogue, dict(stated), profile=line.profile)
        # What is stated counts: whether it fits what would follow from others is told elsewhere.
        names = {other: stated[other] if other in stated else facts[other] for other in others}
        meets = (catalogue[name].meet(stated[name].value, each.value) for each in names.values())
        if all(met.is_empty for met in meets):
            known = " and ".join(f"`{other}` is {each.written}" for other, each in names.items())
            yield f"`{same}` is yes, `{name}` is {stated[name].written}, and {known}"


def _memory(line: Line) -> Iterator[str]:
    """High bandwidth memory is in the package of the circuit that it belongs to."""
    if _is_high_bandwidth(line) and line.word("item.contains_hbm") == "no":
        of_type = line.stated["item.memory_type"]
        says = "the catalogue says that " if of_type.origin is Origin.CATALOGUE else ""
        yield (
            f"`item.contains_hbm` is no, and {says}`item.memory_type` is {of_type.written}, "
            "which is high bandwidth memory"
        )
    if line.word("item.processing_dominates") == line.word("item.mainly_memory") == "yes":
        yield "`item.processing_dominates` is yes, and `item.mainly_memory` is yes"


def _is_high_bandwidth(line: Line) -> bool:
    """Whether the memory of a circuit is of a type of high bandwidth memory."""
    of_circuit = line.word("item.kind") in ("", "integrated_circuit")
    return of_circuit and "hbm" in line.word("item.memory_type")


def _facility(line: Line) -> Iterator[str]:
    """What is packaged at an advanced-node facility of Macau or D:5 is packaged in one of them."""
    at = "packaging.country"
    if at not in line.stated and line.word("packaging.at_destination") == "yes":
        at = "destination"
    code = line.word(at)
    groups = [rulebook.groups for rulebook in line.library.rulebooks]
    if (
        line.word("hbm.at_advanced_node_facility") == "yes"
        and code
        and groups
        and not groups[0].ever_within(FACILITIES, code)
    ):
        yield (
            "`hbm.at_advanced_node_facility`, of a facility in Macau or Country Group D:5, is yes, "
            f"and `{at}` is {code}"
        )


def _agency(line: Line) -> Iterator[str]:
    """An agency of a government is none of the private sector."""
    agency, private = "uae.government_agency", "end_user.private_sector"
    if line.word(agency) == line.word(private) == "yes":
        yield f"`{agency}` is yes, and `{private}` is yes"


def _described_between(line: Line) -> str:
    """The first fact that describes an intermediate consignee, or nothing."""
    itself = ("intermediate.exists", "intermediate.reviewed")
    names = (name for name in line.stated if name.startswith("intermediate."))
    return next((name for name in names if name not in itself), "")


_CHECKS: tuple[Callable[[Line], Iterator[str]], ...] = (
    _kind,
    _maker,
    _transaction,
    _elsewhere,
    _between,
    _one_name,
    _memory,
    _facility,
    _agency,
)


def follow(line: Line) -> None:
    """Add what follows from the facts of a line, so that it is not assumed otherwise."""
    stated, catalogue = line.stated, line.library.catalogue
    for name, known in tuple(stated.items()):
        # Who is on one list is on some.
        fact = catalogue[name]
        while fact.formula == "no_when_no" and known.value == Choice.of("yes"):
            fact = catalogue[fact.inputs[0]]
            stated.setdefault(fact.name, replace(known, origin=Origin.DERIVED))
    for same, of_another in ANOTHER.items():
        if same in catalogue and not of_another.isdisjoint(stated):
            stated.setdefault(same, _derived("no"))
    if _described_between(line):
        stated.setdefault("intermediate.exists", _derived("yes"))
    if _is_high_bandwidth(line) and stated["item.memory_type"].origin is Origin.STATED:
        stated.setdefault("item.contains_hbm", _derived("yes"))
    if line.word("item.kind") == "integrated_circuit" and "item.sku" in stated:
        # What the catalogue describes is known to process.
        stated.setdefault("item.mainly_memory", _derived("no"))
    _tell_apart(line)


def _tell_apart(line: Line) -> None:
    """Two parties of whom different things are known are two, unless the line says otherwise.

    A consignee in another country than the end user, or of another name, is not the end user.
    """
    stated, catalogue = line.stated, line.library.catalogue
    facts = Facts(catalogue, dict(stated), profile=line.profile)
    for name, known in tuple(stated.items()):
        fact = catalogue[name]
        if fact.formula != "same_as_when":
            continue
        same, other = fact.inputs
        if same not in stated and fact.meet(known.value, facts[other].value).is_empty:
            stated[same] = _derived("no", f"`{name}` is not `{other}`")


def _derived(word: str, note: str = "") -> Known:
    return Known(value=Choice.of(word), origin=Origin.DERIVED, written=word, note=note)
