"""A tree of questions that grows as lines come: each line asks only what still matters.

At a root the day and the item are known. Each branch learns one more part of a line: the
destination, a party's headquarters. What is settled by then stays settled, whatever is learned next
(the refinement law), so below a branch only the tests that are still open matter: cells on which
these all come out alike lead to one node, and a part on which no open test looks is not asked at
all. Where nothing is asked any more, all lines have one answer.

Nothing is decided here. The nodes hold ordinary determinations of what is known so far, and the
answer at a leaf is that of the first line that came there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeAlias, TypeVar

from exportcheck.batch.columns import Part
from exportcheck.core.conditions import OPERATORS, PartRequires, RuleHolds, Test
from exportcheck.core.determine import PARAGRAPH, determine
from exportcheck.core.evaluate import Step, requirements_under
from exportcheck.core.facts import Facts, Known, Origin
from exportcheck.core.findings import Finding
from exportcheck.core.formulas import FORMULAS
from exportcheck.core.groups import Groups
from exportcheck.core.judgments import Determination, Judgment
from exportcheck.core.rules import Rulebook
from exportcheck.core.truth import FAILS, UNKNOWN
from exportcheck.core.values import Interval

A = TypeVar("A")
# An open test, with the groups of its rulebook.
Open: TypeAlias = tuple[Test, Groups]


@dataclass(slots=True, eq=False)
class Cell:
    """What one part of a line states, however it is written."""

    known: Mapping[str, Known]
    contains: tuple[Facts, ...] | None = None


@dataclass(slots=True, eq=False)
class Node(Generic[A]):
    """What is known so far, and the part to ask for next; at a leaf, the answer."""

    determination: Determination
    part: int | None
    cells: Mapping[int, Cell]
    tests: tuple[Open, ...] = ()
    children: dict[Cell, Node[A]] = field(default_factory=dict)
    alike: dict[object, Node[A]] = field(default_factory=dict)
    answer: A | None = None


class Tree(Generic[A]):
    """The tree for lines of one shape, by one set of rulebooks.

    `around` holds what all lines have in common: the readings taken and the profile.
    """

    def __init__(
        self, rulebooks: tuple[Rulebook, ...], parts: tuple[Part, ...], around: Facts
    ) -> None:
        self.rulebooks, self.parts, self.around = rulebooks, parts, around
        self.catalogue = around.catalogue
        self._nodes: dict[object, Node[A]] = {}
        self._first: dict[Cell | None, Determination] = {}
        self._influence = {
            name: frozenset(
                number
                for number, part in enumerate(parts)
                if name in self.catalogue.followers_of(part.facts)
            )
            for name in self.catalogue.facts
        }
        self._computed = frozenset(filter(self._is_computed, self.catalogue.facts))
        self._withheld = {
            name: Known(value=self.catalogue[name].unknown, origin=Origin.MISSING, doubted=True)
            for part in parts
            if not part.is_item
            for name in part.facts
        }

    def __len__(self) -> int:
        return len(self._nodes)

    def root(self, cell: Cell | None, day: date, *, dated: bool) -> Node[A]:
        """The node at which the day and the item are known, if the line has an item.

        `dated` says that the day is the ship date.
        """
        known = dict(cell.known) if cell else {}
        if dated:
            known["ship_date"] = Known(
                value=Interval.exactly(day.toordinal()),
                origin=Origin.STATED,
                written=day.isoformat(),
            )
        facts = Facts(
            self.catalogue,
            {**self.around.stated, **self._withheld, **known},
            contains=cell.contains if cell else None,
            profile=self.around.profile,
        )
        found = determine(self.rulebooks, facts, day, self._first.get(cell))
        self._first[cell] = found
        return self._node(found, {} if cell is None else {0: cell}, 0 if cell is None else 1)

    def child(self, node: Node[A], cell: Cell) -> Node[A]:
        """The node below another for what a line states in the part asked for."""
        number = node.part
        assert number is not None
        found = node.determination
        facts = found.facts.revised(self.parts[number].facts, cell.known)
        # Of a number that is worked out from several, alike so far is not alike.
        signature: object = cell
        if not any(test.fact.name in self._computed for test, _ in node.tests):
            signature = tuple(
                OPERATORS[test.operator].truth(
                    facts[test.fact.name].value, test.operand, groups, found.as_of
                )
                for test, groups in node.tests
            )
        below = node.alike.get(signature)
        if below is None:
            again = determine(self.rulebooks, facts, found.as_of, found)
            below = self._node(again, {**node.cells, number: cell}, number + 1)
            node.alike[signature] = below
        node.children[cell] = below
        return below

    def _node(self, found: Determination, cells: Mapping[int, Cell], following: int) -> Node[A]:
        """The node of such a state: the next part on which an open test looks, or a leaf."""
        state: list[object] = []
        tests: dict[tuple[int, int], Open] = {}
        for judgment in found.judgments:
            epoch = sum(day <= found.as_of for day in judgment.groups.days_of_change())
            state += [epoch, bool(judgment.limits), judgment.paragraph.value]
            for finding in _that_matter(judgment):
                told, open_tests = _residue(finding)
                state.append(told)
                for test in open_tests:
                    tests[id(test), id(judgment)] = (test, judgment.groups)
            state.append(judgment.applies.truth)
            for test in _open_tests(judgment.applies):
                tests[id(test), id(judgment)] = (test, judgment.groups)
        part = min(
            (
                number
                for test, _ in tests.values()
                for number in self._influence[test.fact.name]
                if number >= following
            ),
            default=None,
        )
        for judgment in found.judgments:
            for finding in judgment.findings:
                finding.step.forget()
        # What is known of a fact goes into the state where that is not all of it.
        state += sorted(
            {
                (number, id(cells.get(number)))
                for test, _ in tests.values()
                if test.fact.name in self._computed
                for number in self._influence[test.fact.name]
                if number < following
            }
        )
        key = (part, tuple(state))
        node = self._nodes.get(key)
        if node is None:
            looking = (
                each for each in tests.values() if part in self._influence[each[0].fact.name]
            )
            node = self._nodes[key] = Node(found, part, cells, tuple(looking))
        return node

    def _is_computed(self, name: str) -> bool:
        """Whether a formula of several inputs lies behind a fact, or one whose input may be asked.

        A fact that is no when another is no stays open where that one is yes and where it is not
        known; what is asked then differs.
        """
        fact = self.catalogue[name]
        if fact.formula == "no_when_no":
            return True
        if fact.formula and len(FORMULAS[fact.formula].inputs_of(self.catalogue, fact)) > 1:
            return True
        assumed = (each.same_as for each in fact.assume.values() if each.same_as)
        return any(self._is_computed(source) for source in (*fact.inputs, *assumed))


def _that_matter(judgment: Judgment) -> Iterator[Finding]:
    """The findings on which the answer, its reason and its questions rest, save those that fail."""
    wanted: dict[str, Finding] = {}
    by_id = {found.rule.id: found for found in judgment.findings}

    def want(findings: Iterable[Finding]) -> None:
        for finding in findings:
            if finding.rule.id not in wanted and finding.truth is not FAILS:
                wanted[finding.rule.id] = finding
                _residue(finding)
                assert isinstance(finding.step.note, tuple)
                for rule in finding.step.note[2]:
                    if rule in by_id:
                        want((by_id[rule],))

    want(judgment.classifications)
    want(judgment.requirements)
    want(judgment.prohibitions)
    required = [found.rule for found in judgment.requirements if found.truth is not FAILS]
    want(e for e in judgment.exceptions if any(map(e.covers, required)))
    want(flag for flag in judgment.advisories if flag.holds_open)
    return iter(wanted.values())


def _residue(finding: Finding) -> tuple[object, tuple[Test, ...]]:
    """How a finding stands, and its open tests; kept with its step."""
    step = finding.step
    if not isinstance(step.note, tuple):
        tests = {id(test): test for test in _open_tests(step)}
        told = (id(finding.version), tuple(_stand(step)))
        step.note = (told, tuple(tests.values()), tuple(dict.fromkeys(_looked_at(step))))
    told, open_tests, _ = step.note
    return told, open_tests


def _looked_at(step: Step) -> Iterator[str]:
    """The rules on which what is open of a step looks."""
    for leaf in step.leaves(UNKNOWN):
        if isinstance(leaf.condition, RuleHolds):
            yield from leaf.condition.rules
        elif isinstance(leaf.condition, PartRequires):
            yield from requirements_under(leaf.condition, leaf.situation)


def _open_tests(step: Step) -> Iterator[Test]:
    for leaf in step.leaves(UNKNOWN):
        if isinstance(leaf.condition, Test) and leaf.condition.fact.name != PARAGRAPH:
            yield leaf.condition


def _stand(step: Step) -> Iterator[object]:
    """The truth of a step, and where that is open how each of its parts stands."""
    yield step.truth
    if step.truth is UNKNOWN:
        for part in step.parts:
            yield from _stand(part)
