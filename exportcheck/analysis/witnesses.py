"""Witnesses: shipments found by the solver as lines that a person can read and run.

Each fact that the answers do not need is left out; the answers are those of `determine`, which has
the last word. What it does not confirm is never told as found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias

from exportcheck.analysis.algebra import Formula, Solver, both, either, is_true_in, negated
from exportcheck.analysis.cases import Found
from exportcheck.analysis.space import Assignment, Space
from exportcheck.analysis.sufficient import sufficient_facts
from exportcheck.analysis.vocabulary import Side
from exportcheck.core.catalogue import Fact
from exportcheck.core.deciding import decided_by
from exportcheck.core.judgments import Determination
from exportcheck.core.proofs import Line, Witness
from exportcheck.core.quantities import without_thousands

# Whether the determinations of the lines show what was found.
Shows: TypeAlias = Callable[[Sequence[Determination]], bool]
# How a line is judged; None where it cannot be read or contradicts itself.
Judge: TypeAlias = Callable[[Line], Determination | None]

# How many facts are worth being left out one by one.
FEW = 24


class Unconfirmed(Exception):
    """The model and the determination disagree about a shipment: a bug of one of them."""


def reasons_in(
    solver: Solver, wanted: Formula, reasons: Mapping[str, Formula], most: int
) -> Iterator[tuple[tuple[str, ...], Formula, Any]]:
    """The least sets of reasons for which something wanted comes about, each with a model.

    Where there are reasons, nothing wanted comes about without one of them. What contains a set
    found before is not found again; at most `most` are given.
    """
    solved: list[Formula] = [wanted]
    for _ in range(most):
        model = solver.solve(*solved)
        if model is None:
            return
        least = solved
        while True:
            true = [name for name, formula in reasons.items() if is_true_in(model, formula)]
            least = [*solved, *(negated(reasons[n]) for n in reasons if n not in true)]
            if len(true) == 1:
                break
            fewer = solver.solve(*least, either(negated(reasons[name]) for name in true))
            if fewer is None:
                break
            model = fewer
        yield tuple(true), both(least), model
        if not true:
            return
        solved.append(either(negated(reasons[name]) for name in true))


def witness_of(
    space: Space,
    found: Found,
    sides: Sequence[Side],
    judges: Sequence[Judge],
    shows: Shows,
    *,
    stronger: bool = False,
    beside: Sequence[Line] = (),
    keeping: Iterable[str] = (),
) -> Witness:
    """The witness of what was found, once the determinations show it.

    With `stronger` the last line is the other item of the two that the question was about. `beside`
    is what each line states of what was given, and `keeping` what is not left out of it.
    """
    lines = [
        line_of(space, found, side, stronger=stronger and number == len(sides) - 1)
        for number, side in enumerate(sides)
    ]
    for line, more, side in zip(lines, beside, sides, strict=False):
        line.update(more)
        for fact in side.catalogue:
            # What follows from a name that was given is not stated as it was before.
            follows = fact.formula == "same_as_when" and fact.inputs[1] in more
            if follows and fact.name not in more:
                line.pop(fact.name, None)
    keep = {"ship_date", "item.kind", "destination", *keeping}.union(*beside)
    kept = shortened(lines, judges, shows, keep)
    determinations = judged(kept, judges)
    assert determinations is not None
    return Witness(
        lines=kept,
        verdicts=tuple(each.verdict for each in determinations),
        decided_by=tuple(decided_by(each) for each in determinations),
    )


def _in_short(line: Line) -> str:
    """The beginning of a line that is not judged as it was found, for a report of the bug."""
    facts = [f"{name} {value}" for name, value in line.items() if name != "item.contains"]
    return f"no line shows it; tried was one with {', '.join(facts[:6])}, and more"


def are(*verdicts: str) -> Shows:
    """That the lines have these verdicts."""
    return lambda determinations: tuple(each.verdict for each in determinations) == verdicts


def line_of(
    space: Space, found: Found, side: Side, *, stronger: bool = False
) -> dict[str, str | tuple[str, ...]]:
    """The order line that states all facts of a shipment which a side knows."""
    numbers = {**found.assignment.numbers, **(found.stronger if stronger else {})}
    line: dict[str, str | tuple[str, ...]] = {"ship_date": side.day.isoformat()}
    assignment = found.assignment
    for name, key in space.of(side).keys.items():
        if name not in side.catalogue or key in assignment.left_out:
            continue
        fact = side.catalogue[name]
        needed = assignment.words.get(fact.only_where)
        if needed is not None and needed.word == "no":
            continue
        if key in assignment.words:
            line[name] = assignment.words[key].written
        else:
            written = space.declared.written_in(fact, side.library, numbers[key])
            line[name] = written_number(*written)
    if space.from_formats(side):
        formats = side.catalogue.formats.items()
        claimed = tuple(each for each, fact in formats if numbers.get(space.key(fact.name, side)))
        line["item.formats"] = claimed or tuple(side.catalogue.formats)[:1]
    if found.inside:
        line["item.contains"] = tuple(content.name for content in found.inside)
    _told_apart(line, space, assignment)
    order = list(side.catalogue.facts)
    return dict(sorted(line.items(), key=lambda entry: order.index(entry[0])))


def _told_apart(
    line: dict[str, str | tuple[str, ...]], space: Space, assignment: Assignment
) -> None:
    """Write two words of one kind for facts that are said not to be the same, where there are."""
    said = [
        (fact.inputs, assignment.words[key].word == "yes")
        for key, fact in space.facts.items()
        if fact.formula == "is_same" and key in assignment.words
    ]
    if line.get("transaction") == "reexport":
        said.append((("shipped_from", "destination"), False))
    names = sorted({name for inputs, _ in said for name in inputs if name in assignment.words})
    ways = [
        tuple(dict.fromkeys((option.written, option.another or option.written)))
        for option in (assignment.words[name] for name in names)
    ]
    for written in product(*ways):
        tried = {**line, **dict(zip(names, written, strict=True))}
        if all((tried.get(first) == tried.get(second)) is same for (first, second), same in said):
            line.update(tried)
            return


def written_number(fact: Fact, number: Fraction) -> str:
    """A number as an order file writes it, with its unit."""
    if fact.kind == "date":
        return date.fromordinal(int(number)).isoformat()
    basis = " dense" if fact.kind == "throughput" else ""
    unit = fact.unit or ("TOPS" if basis else "")
    return f"{decimal(number)} {unit}{basis}".rstrip()


def decimal(number: Fraction) -> str:
    """A number in digits; one that has no end in digits is cut, and judging will say so."""
    whole, rest = divmod(number, 1)
    if not rest:
        return str(whole)
    digits = ""
    while rest and len(digits) < 30:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    return without_thousands(f"{whole}.{digits}")


def judged(lines: Sequence[Line], judges: Sequence[Judge]) -> list[Determination] | None:
    """The determinations of lines, or None where one of them cannot be judged."""
    found = []
    for line, judge in zip(lines, judges, strict=True):
        determination = judge(line)
        if determination is None:
            return None
        found.append(determination)
    return found


def shortened(
    lines: Sequence[Line], judges: Sequence[Judge], shows: Shows, keep: Iterable[str]
) -> tuple[Line, ...]:
    """Lines with only the facts that are needed; raises `Unconfirmed` where they do not show it.

    A fact is left out of all lines together, and only where they are judged as before from less:
    so nothing left out can matter.
    """

    whole = judged(lines, judges)
    if whole is None or not shows(whole):
        raise Unconfirmed(_in_short(lines[-1]))

    def confirmed(tried: Sequence[Line]) -> bool:
        determinations = judged(tried, judges)
        return (
            determinations is not None
            and shows(determinations)
            # What is held open must be so for the same reasons, not for want of a fact.
            and all(
                before.verdict != "review" or decided_by(before) == decided_by(after)
                for before, after in zip(whole, determinations, strict=True)
            )
        )

    wanted = frozenset(keep).union(*map(sufficient_facts, whole))
    fewer = tuple({n: value for n, value in line.items() if n in wanted} for line in lines)
    kept = fewer if confirmed(fewer) else tuple(lines)
    names = [name for name in dict.fromkeys(n for line in kept for n in line) if name not in keep]
    step = max(1, len(names) // 4)
    while step:
        start = 0
        while start < len(names):
            dropped = frozenset(names[start : start + step])
            tried = tuple(
                {name: value for name, value in line.items() if name not in dropped}
                for line in kept
            )
            if confirmed(tried):
                kept = tried
                names[start : start + step] = []
            else:
                start += step
        # Fact by fact only where few are left: a passing line needs most of what it states.
        step = step // 2 if len(names) <= FEW else 0
    return kept
