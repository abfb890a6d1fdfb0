"""What the facts of a line say together: what cannot all be true, and what follows from it.

A line that contradicts itself is not judged. Most of what cannot be is declared beside the facts;
what compares two facts with each other stands here; what compares an item with those of the
catalogue whose name it bears, in `namesakes`. Facts that follow are added, so that a profile does
not assume otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from exportcheck.core.catalogue import Fact
from exportcheck.core.conditions import Test
from exportcheck.core.evaluate import Step
from exportcheck.core.facts import Contradiction, Facts, Origin
from exportcheck.core.library import Library
from exportcheck.core.problems import joined
from exportcheck.core.quantities import WAFER
from exportcheck.core.screening import screened
from exportcheck.core.truth import FAILS, HOLDS
from exportcheck.core.values import Choice, Interval, Value
from exportcheck.reading.namesakes import NAMESAKE, below_its_name, namesake
from exportcheck.reading.stated import Line, derived

# How high bandwidth memory is called, as names are folded: each name of the list that answers
# `item.hbm_by_name` has one of them, but for those that may speak of another memory.
_HIGH_BANDWIDTH = (
    *("hbm", "hbw", "highbandwidthmemory", "高带宽内存", "高带宽存储器", "高带宽显存"),
    *("高頻寬記憶體", "高帯域メモリ", "고대역폭메모리"),
    *("aquabolt", "flarebolt", "flashbolt", "icebolt", "shinebolt"),
)


NOTHING = Interval.exactly(0)
_PERFORMANCES = ("item.total_processing_performance", "item.bit_length_times_tops")
_DENSITY = "item.performance_density"
_TRANSISTORS = "item.aggregated_transistors"
_QUOTIENTS = (
    (_DENSITY, _PERFORMANCES[0], "item.logic_die_area"),
    ("item.memory_bandwidth_density", "item.memory_bandwidth", "item.memory_package_area"),
)


def contradictions(line: Line) -> Iterator[str]:
    """Why the facts of a line cannot all be true, each in a sentence.

    Where one fact is stated otherwise than it follows, that is told by itself.
    """
    for check in _CHECKS:
        with suppress(Contradiction):
            yield from check(line)


def _declared(line: Line) -> Iterator[str]:
    """What is declared beside the facts that no line can state together."""
    facts, groups = line.facts(), line.library.groups
    # What a line says nothing of cannot be what is wrong with it.
    touched = facts.catalogue.followers_of(line.stated)
    for contradiction in line.library.contradictions:
        if contradiction.facts.isdisjoint(touched):
            continue
        step = contradiction.judged(facts, groups)
        if step.truth is HOLDS:
            yield f"{contradiction.says}: {joined(list(dict.fromkeys(_told(step, facts))))}"


def by_lists(facts: Facts, library: Library, day: date) -> Iterator[str]:
    """What no line can state together, of which a list says a part by a name that the line states.

    The facts are consistent but for that.
    """
    for contradiction, lists in library.contradicted_by_lists:
        parties = (name for each in lists for name in each.parties)
        if facts.catalogue.followers_of(facts.stated).isdisjoint(parties):
            continue
        try:
            known = screened(lists, facts, day)
        except Contradiction:
            continue  # it is told where the line is judged
        step = contradiction.judged(known, library.groups)
        if step.truth is HOLDS and contradiction.judged(facts, library.groups).truth is not HOLDS:
            yield f"{contradiction.says}: {joined(list(dict.fromkeys(_told(step, known))))}"


def _told(step: Step, facts: Facts) -> Iterator[str]:
    """What is known of the facts for which a condition holds."""
    for leaf in step.leaves(HOLDS):
        known = leaf.known
        if known is not None and isinstance(leaf.condition, Test):
            fact = leaf.condition.fact
            how = "assumed" if known.origin is Origin.ASSUMED else ""
            if known.origin is Origin.DERIVED and known.place:
                how = known.note  # a list that has the name says it
            shown = facts.catalogue.show(fact, known)
            yield f"`{fact.name}` is {shown}{f' ({how})' if how else ''}"


def _contents(line: Line) -> Iterator[str]:
    kind = line.word("item.kind")
    if line.contains and kind not in ("", "system"):
        yield f"`item.contains` is stated of an item of kind `{kind}`"


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


def _described(line: Line) -> Iterator[str]:
    """What is asked of an item that is described is known of one of the catalogue."""
    if "item.sku" not in line.stated or line.described:
        return
    for name in (NAMESAKE, "item.mainly_memory"):
        if line.word(name) == "yes" and line.stated[name].origin is Origin.STATED:
            yield f"`{name}` is yes, and `item.sku` is an item that the catalogue describes"


def _packager(line: Line) -> Iterator[str]:
    """A fabricator that packages what it makes is the exporter, where that is a fabricator."""
    if not line.word("packaging.by") == line.word("exporter.role") == "fabricator":
        return
    packager, exporter = line.word("packaging.name"), line.word("exporter.name")
    # A long name and a short one, or that of a branch, are of one company; nothing is in any.
    if packager not in exporter and exporter not in packager:
        yield (
            "`packaging.by` and `exporter.role` are fabricator, and `packaging.name` is another "
            "company than `exporter.name`"
        )


def _transaction(line: Line) -> Iterator[str]:
    """A transfer (in-country) begins and ends in one country, as the law counts places; a reexport
    does not.
    """
    begin, end = (_counted(line, name) for name in ("shipped_from", "destination"))
    if line.word("transaction") == "transfer" and begin and end and begin != end:
        yield (
            "`transaction` is a transfer within one country, and the item is shipped from "
            f"{begin} to {end}"
        )
    # What is moved between Hong Kong and China may be called the one or the other.
    begin, end = (line.word(name) for name in ("shipped_from", "destination"))
    if line.word("transaction") == "reexport" and begin and begin == end:
        yield (
            "`transaction` is a reexport, which goes from one foreign country to another, and the "
            f"item is shipped from {begin} to {end}"
        )


def _counted(line: Line, name: str) -> str:
    """The country as which a stated place counts, or nothing."""
    return line.library.groups.counts_as(line.word(name), date.max)


def _elsewhere(line: Line) -> Iterator[str]:
    """An end use that is civil has no other place than where the item goes and is used."""
    country = line.word("end_use_country")
    places = {line.word(name) for name in line.library.catalogue.places if name in line.stated}
    if "destination" not in line.stated or "" in places:
        return
    if country and country not in places and line.word("end_use") == "civil":
        yield f"`end_use_country`, of another end use, is {country}, and `end_use` is civil"


def _only_where(line: Line) -> Iterator[str]:
    """What is stated of a party of which the line says that there is none."""
    for name in line.stated:
        needed = line.library.catalogue[name].only_where
        if needed and line.word(needed) == "no":
            yield f"`{name}` is stated, and `{needed}` is no"


def _at_least(line: Line) -> Iterator[str]:
    """A number that is less than what it is made of, or than what that is made of."""
    facts, catalogue = line.facts(), line.library.catalogue
    for name, known in line.stated.items():
        for least in catalogue.no_less_than(name):
            low, value = facts[least].value, known.value
            assert isinstance(low, Interval)
            assert isinstance(value, Interval)
            if low.low is not None and value.at_least(low.low) is FAILS:
                shown = (catalogue.show(catalogue[each], facts[each]) for each in (name, least))
                yield f"`{name}` is {next(shown)}, which is less than `{least}`, {next(shown)}"
                break


def _named_as_one(line: Line) -> Iterator[tuple[Fact, str, list[str]]]:
    """Each fact by which two parties are said to be one, its name stated, and the other names."""
    for fact in line.library.catalogue.of_one_party:
        name, *others = fact.one_name or ("",)
        if name in line.stated and line.word(fact.name) == "yes":
            yield fact, name, others


def _one_name(line: Line) -> Iterator[str]:
    """Two parties that are said to be one, and each has another name."""
    stated, catalogue = line.stated, line.library.catalogue
    for fact, name, others in _named_as_one(line):
        facts = line.facts()
        # What is stated counts: whether it fits what would follow from others is told elsewhere.
        names = {other: stated[other] if other in stated else facts[other] for other in others}
        meets = (catalogue[name].meet(stated[name].value, each.value) for each in names.values())
        if all(met.is_empty for met in meets):
            known = " and ".join(f"`{other}` is {each.written}" for other, each in names.items())
            yield f"`{fact.name}` is yes, `{name}` is {stated[name].written}, and {known}"


def _memory(line: Line) -> Iterator[str]:
    """High bandwidth memory is in the package of the circuit that it belongs to."""
    if _is_high_bandwidth(line) and line.word("item.contains_hbm") == "no":
        of_type = line.stated["item.memory_type"]
        says = "the catalogue says that " if of_type.origin is Origin.CATALOGUE else ""
        catalogue = line.library.catalogue
        shown = of_type.written or catalogue.show(catalogue["item.memory_type"], of_type)
        yield (
            f"`item.contains_hbm` is no, and {says}`item.memory_type` is {shown}, "
            "which is high bandwidth memory"
        )


def _is_high_bandwidth(line: Line) -> bool:
    """Whether the memory of a circuit is of a type of high bandwidth memory."""
    known = line.stated.get("item.memory_type")
    if known is None or line.word("item.kind") not in ("", "integrated_circuit"):
        return False
    types = known.value.options if isinstance(known.value, Choice) else None
    # Variants of one product may have several.
    return all(any(name in each for name in _HIGH_BANDWIDTH) for each in types or ("",))


def _no_die_area(line: Line) -> Iterator[str]:
    """A circuit that computes has no performance density where it has no applicable die area.

    Nor has it transistors then that are aggregated over its advanced logic dies.
    """
    if line.word("item.kind") not in ("", "integrated_circuit"):
        return
    if line.word("item.advanced_logic") == "no":
        return
    transistors = line.stated.get(_TRANSISTORS)
    if transistors is not None and transistors.value == NOTHING:
        yield (
            f"`{_TRANSISTORS}` is zero, and `item.advanced_logic` is not said to be no: only what "
            "has no advanced logic dies has no such transistors"
        )
    density = line.stated.get(_DENSITY)
    if density is None or density.value != NOTHING:
        return
    if not _is_nothing(line, _PERFORMANCES[0]):
        yield (
            "`item.performance_density` is zero, and `item.advanced_logic` is not said to be no, "
            "nor the TPP to be zero: only what has no dies of non-planar transistors has no "
            "performance density"
        )


def _larger_than_a_wafer(line: Line) -> Iterator[str]:
    """A performance density is of dies, and a circuit has none beyond a wafer."""
    density, performance = (line.stated.get(name) for name in (_DENSITY, _PERFORMANCES[0]))
    if density is None or performance is None or line.word("item.kind") != "integrated_circuit":
        return
    most = density.value.high if isinstance(density.value, Interval) else None
    least = performance.value.low if isinstance(performance.value, Interval) else None
    if most and least and least > most * WAFER:
        yield (
            f"`{_DENSITY}` is {density.written}, and the TPP {performance.written}: that is of "
            "dies larger together than a wafer"
        )


def _is_nothing(line: Line, name: str) -> bool:
    """Whether a fact is known to be zero; one that contradicts itself is told elsewhere."""
    try:
        return line.facts()[name].value == NOTHING
    except Contradiction:
        return True


def _quotients(line: Line) -> Iterator[str]:
    """A quotient is zero where what is divided is, and nowhere else; of a density, see above.

    Where what it is divided by is stated, it is derived, and contradicts what that comes to.
    """
    for name, divided, by in _QUOTIENTS:
        stated, whole = line.stated.get(name), line.stated.get(divided)
        if stated is None or whole is None or by in line.stated:
            continue
        if whole.value == NOTHING and _is_more(stated.value):
            yield f"`{name}` is {stated.written}, and `{divided}`, which it divides, is zero"
        elif stated.value == NOTHING and _is_more(whole.value) and name != _DENSITY:
            yield f"`{name}` is zero, and `{divided}`, which it divides, is {whole.written}"


def _is_more(value: Value) -> bool:
    """Whether a number is more than zero, however much."""
    low = value.low if isinstance(value, Interval) else None
    return isinstance(value, Interval) and low is not None and (low > 0 or value.low_open)


def _claimed(line: Line) -> Iterator[str]:
    """A format for which the maker claims a rate has one, and what has one processes."""
    formats = line.stated.get("item.formats")
    listed = formats.value.options if formats and isinstance(formats.value, Choice) else None
    if not listed or "" in listed:
        return
    # Variants of one product may have several.
    claimed = frozenset.intersection(*(frozenset(each.split(",")) for each in listed))
    rates = [f for name, f in line.library.catalogue.formats.items() if name in claimed]
    for name in (*(rate.name for rate in rates), *_PERFORMANCES):
        known = line.stated.get(name)
        if known is not None and known.value == NOTHING:
            yield f"`{name}` is zero, and `item.formats` says that a rate is claimed"


_CHECKS: tuple[Callable[[Line], Iterator[str]], ...] = (
    _declared,
    _contents,
    _maker,
    _described,
    _packager,
    below_its_name,
    _transaction,
    _elsewhere,
    _only_where,
    _at_least,
    _one_name,
    _memory,
    _no_die_area,
    _quotients,
    _larger_than_a_wafer,
    _claimed,
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
        needed = catalogue[name].only_where
        if needed:
            stated.setdefault(needed, derived("yes"))
    for fact in catalogue.of_one_party:
        if not stated.keys().isdisjoint(fact.no_when_stated):
            stated.setdefault(fact.name, derived("no"))
    if _is_high_bandwidth(line) and stated["item.memory_type"].origin is Origin.STATED:
        stated.setdefault("item.contains_hbm", derived("yes"))
    if line.word("item.kind") == "integrated_circuit" and "item.sku" in stated:
        # What the catalogue describes is known to process.
        stated.setdefault("item.mainly_memory", derived("no"))
    for _, name, others in _named_as_one(line):
        facts = line.facts()
        if all(o not in stated and facts[o].value == catalogue[o].unknown for o in others):
            # Who is one of the parties bears its name, and may be on a list by it.
            note = f"the same as `{name}`"
            stated[others[0]] = replace(stated[name], origin=Origin.DERIVED, note=note)
    _tell_apart(line)
    if NAMESAKE in catalogue and NAMESAKE not in stated:
        bears = namesake(line)
        if bears is not None:
            stated[NAMESAKE] = bears


def _tell_apart(line: Line) -> None:
    """Two parties of whom different things are known are two, unless the line says otherwise.

    A consignee in another country than the end user, or of another name, is not the end user.
    """
    stated, catalogue = line.stated, line.library.catalogue
    facts = line.facts()
    for name, known in tuple(stated.items()):
        fact = catalogue[name]
        if fact.formula != "same_as_when":
            continue
        same, other = fact.inputs
        if same not in stated and fact.meet(known.value, facts[other].value).is_empty:
            stated[same] = derived("no", f"`{name}` is not `{other}`")
