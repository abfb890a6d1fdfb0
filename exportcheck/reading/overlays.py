"""A folder of rules laid over others: what each rulebook sees, and where it loosens what is below.

A shipment passes when it passes every rulebook, so a rulebook that is added can only be stricter.
Whatever is declared once for all (a fact, an item, a term, a group, a reading, a country) cannot be
declared again: the readers refuse it. Two ways to loosen are left, which a company may mean, and
each is told with every answer: a rulebook that takes the place of one below it, and a list whose
names answer a question of the rules below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from exportcheck.core.catalogue import Catalogue, Fact
from exportcheck.core.groups import Groups
from exportcheck.core.parties import PartyList
from exportcheck.reading.compiling import Cursor
from exportcheck.reading.folders import RuleFile


def read_by(rulebook: str, files: Iterable[RuleFile]) -> tuple[RuleFile, ...]:
    """The files of which a rulebook is made: its own, and the facts and countries it may name."""
    files = tuple(files)
    layer = layers_of(files)[rulebook]
    return tuple(
        file
        for file in files
        if file.rulebook == rulebook
        or (file.kind in ("facts", "countries") and not file.rulebook and file.layer <= layer)
    )


def layers_of(files: Iterable[RuleFile]) -> dict[str, int]:
    """The folder that each rulebook stands in, counted from ours, which is 0."""
    return {file.rulebook: file.layer for file in files if file.rulebook}


def views(
    groups: Groups, files: Iterable[RuleFile], cursors: Callable[[str], Iterable[Cursor]]
) -> dict[str, Groups]:
    """The groups as each rulebook sees them; `cursors` leads to the group files of one.

    A place that only a company's file lists stays unnamed in the regulation, which comes first, and
    a place that only a company treats as another keeps its own treatment there.
    """
    seen: dict[str, Groups] = {}
    listed: frozenset[str] = frozenset()
    treated: frozenset[str] = frozenset()
    for name, layer in layers_of(files).items():
        own_listed, own_treated = set(listed), set(treated)
        for cursor in cursors(name):
            own_listed.update(str(each.data) for each in cursor["listed"])
            own_treated.update(each.text("code") for each in cursor.get("treated_as") or ())
        seen[name] = groups.but(
            listed=frozenset(own_listed),
            treated={code: groups.treated[code] for code in groups.treated if code in own_treated},
        )
        if layer == 0:
            listed, treated = frozenset(own_listed), frozenset(own_treated)
    return seen


def loosenings(
    rulebook: str,
    files: Iterable[RuleFile],
    lists: Iterable[PartyList],
    catalogue: Catalogue,
) -> Iterator[str]:
    """How a rulebook laid over others may let pass what they would not, a sentence each."""
    files = tuple(files)
    layer = layers_of(files)[rulebook]
    if layer == 0:
        return
    if any(file.rulebook == rulebook and file.replaces for file in files):
        yield (
            f"a folder of rules replaces the rulebook {rulebook}: what stood in its place is not "
            "checked"
        )
    layer_of = {file.name: file.layer for file in files}

    def declared(fact: Fact) -> int:
        return layer_of.get(fact.place.file, 0)

    def only_restricts(fact: Fact) -> bool:
        """Whether yes says that a party is on some list of restricted parties, or on one of them,
        by the facts that stand where it does or below."""
        known = (each for each in catalogue if declared(each) <= declared(fact))
        on_a_list = [each for each in known if each.formula == "no_when_no"]
        return fact in on_a_list or any(fact.name in each.inputs for each in on_a_list)

    for each in lists:
        if each.answers not in catalogue:
            continue  # told as a mistake where the list is read
        for fact in each.answered(catalogue):
            says_no = (each.every or each.knows_items) and fact.name == each.answers
            if declared(fact) < layer and (says_no or not only_restricts(fact)):
                yield (
                    f"the list {each.name} of {rulebook} answers {fact.name}, a question of the "
                    "rules it is laid over: a name on it may let pass what they would not"
                )
