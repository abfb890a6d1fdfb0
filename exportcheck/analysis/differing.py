"""Where two bodies of law differ in what their rules ask: the smallest parts, and an outline.

A shipment is answered otherwise only where some rule comes out otherwise by what it asks itself.
What both ask alike stands for itself in the outline of the two, which is the same on many days.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.analysis.algebra import Formula, Pair, differ, either, negated
from exportcheck.analysis.cases import Law
from exportcheck.analysis.encoding import Outline, Scope
from exportcheck.analysis.stages import Encoded
from exportcheck.core.conditions import Condition, ContainsAny, facts_read, parts_of
from exportcheck.core.rules import Rulebook


class Differing:
    """What two sides of a law differ in.

    `formula` says that some rule of the two comes out otherwise by what it asks itself. Where none
    does, neither does any that rests on others, and the answer is the same; so it adds nothing to
    what is asked of the two, and leaves the solver little to look at. `facts` are those that the
    smallest differing parts look at.
    """

    def __init__(self, law: Law) -> None:
        self.law = law
        self.facts: set[str] = set()
        self._known: dict[tuple[int, int], list[Formula] | None] = {}
        old, new = law.encoded
        self.formula: Formula = True
        if [each.rulebook.id for each in old] == [each.rulebook.id for each in new]:
            self.formula = either(
                formula
                for before, after in zip(old, new, strict=True)
                for formula in self._rules(before, after)
            )

    def outline(self) -> tuple[Law, list[Formula]]:
        """The law with what both sides ask alike left open, and what holds of that.

        What cannot be by the outline cannot be by the law.
        """
        old, new = self.law.encoders
        facts = frozenset(self.facts)
        outlines = Outline(old, new, facts), Outline(new, old, facts)
        outline = Law(*self.law.sides, ground=self.law.ground, encoders=outlines)
        return outline, list(self.law.ground.shared.exclusive.values())

    def _rules(self, old: Encoded, new: Encoded) -> Iterator[Formula]:
        yield from _unlike(old.applies, new.applies)
        # The first of two classifications speaks, so their order counts as well.
        yield (old.outside, *old.classifications) != (new.outside, *new.classifications)
        for name in dict.fromkeys((*old.in_force, *new.in_force)):
            first, second = old.in_force.get(name), new.in_force.get(name)
            if first is None or second is None or first.rule.effect != second.rule.effect:
                # A rule that is not in force fails.
                yield from (negated(each.truth.fails) for each in (first, second) if each)
                continue
            parts = self._parts(first.condition, second.condition, old.rulebook, new.rulebook)
            yield from _unlike(first.truth, second.truth) if parts is None else parts

    def _parts(
        self, old: Condition, new: Condition, before: Rulebook, after: Rulebook
    ) -> list[Formula] | None:
        """That two conditions come out otherwise, by the smallest parts in which they differ.

        None where that cannot be said without the rules that they look at.
        """
        first, second = self.law.encoders
        keys = first.key(old, before), second.key(new, after)
        if keys[0] == keys[1]:
            return []
        if keys not in self._known:
            self._known[keys] = self._found(old, new, before, after)
        return self._known[keys]

    def _found(
        self, old: Condition, new: Condition, before: Rulebook, after: Rulebook
    ) -> list[Formula] | None:
        first, second = self.law.encoders
        ours = {first.key(part, before): part for part in parts_of(old)}
        theirs = {second.key(part, after): part for part in parts_of(new)}
        rest = [part for key, part in ours.items() if key not in theirs]
        others = [part for key, part in theirs.items() if key not in ours]
        if type(old) is type(new) and not isinstance(old, ContainsAny) and len(rest) == len(others):
            # Where the parts that are left come out alike, so does the whole.
            found = [self._parts(*pair, before, after) for pair in zip(rest, others, strict=True)]
            if rest and None not in found:
                return [formula for each in found if each for formula in each]
        if first.rests_on_rules(old) or second.rests_on_rules(new):
            return None
        self.facts |= facts_read(old) | facts_read(new)
        scope = Scope({}, {})
        return [*_unlike(first.condition(old, before, scope), second.condition(new, after, scope))]


def _unlike(first: Pair, second: Pair) -> tuple[Formula, Formula]:
    return differ(first.holds, second.holds), differ(first.fails, second.fails)
