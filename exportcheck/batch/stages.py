"""What is left of a condition when nothing but the day is known: the first residue of each rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from exportcheck.batch.residue_table import Residues
from exportcheck.batch.residues import IS_NOT, Classes, Residue
from exportcheck.core.conditions import (
    AllOf,
    AnyOf,
    Condition,
    ContainsAny,
    Not,
    PartRequires,
    RuleHolds,
    Term,
    Test,
)
from exportcheck.core.facts import Facts
from exportcheck.core.groups import Groups
from exportcheck.core.paragraphs import PARAGRAPH


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a condition stands: the groups, the day, and what was judged before it.

    `rules` are the residues of the rules judged so far, `parts` the parts of the regulations under
    which those of them that do require a license; `classes` is None where the paragraph is a fact
    like others. What is known of facts of `told_by_lists` before anything of a line may differ from
    what the parts of the line find `around` them.
    """

    groups: Groups
    day: date
    around: Facts
    told_by_lists: frozenset[str] = frozenset()
    rules: Mapping[str, Residue] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    classes: Classes | None = None
    # What is left of defined terms, which many rules have in common.
    terms: dict[tuple[str, bool], Residue] = field(default_factory=dict)


def residue_of(
    condition: Condition, table: Residues, stage: Stage, *, inside: bool = False
) -> Residue:
    """What is left of a condition at a stage; one `inside` is about a contained item."""

    def of(part: Condition) -> Residue:
        return residue_of(part, table, stage, inside=inside)

    match condition:
        case AllOf():
            return table.all(map(of, condition.parts))
        case AnyOf():
            return table.any(map(of, condition.parts))
        case Not():
            return table.negation(of(condition.part))
        case Term():
            found = stage.terms.get((condition.name, inside))
            if found is None:
                found = stage.terms[condition.name, inside] = of(condition.part)
            return found
        case RuleHolds():
            return table.any(stage.rules.get(rule, IS_NOT) for rule in condition.rules)
        case PartRequires():
            return table.any(
                stage.rules[rule]
                for rule, part in stage.parts.items()
                if part in condition.parts and rule not in condition.other_than
            )
        case ContainsAny():
            part = residue_of(condition.part, table, stage, inside=True)
            return table.contains(part, inside=inside)
        case Test():
            return _test(condition, table, stage, inside=inside)


def _test(test: Test, table: Residues, stage: Stage, *, inside: bool) -> Residue:
    name = test.fact.name
    if name == PARAGRAPH and stage.classes is not None and not inside:
        return table.of_paragraph(test, stage.groups, stage.day, stage.classes)
    asks = table.waits_for(name)
    if not asks:
        return table.judged(test, stage.groups, stage.day, stage.around, stage.around)
    about_item = inside and table.is_of_item(name)
    context = (table.said(name, stage.around),) if name in stage.told_by_lists else ()
    return table.asked(test, stage.groups, stage.day, asks, inside=about_item, context=context)
