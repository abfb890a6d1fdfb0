"""One line for both sides: what a person who runs a witness gets from each of the two.

What a list answers on one side is stated on the other, so the two sides were asked with two lines.
Of those the one is told that both sides judge as found, if need be under a profile that assumes
what is not stated; else the one that passes, which the other side refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from exportcheck.analysis.given import Given
from exportcheck.analysis.one_sided import UNREADABLE
from exportcheck.analysis.witnesses import Judge, are, judged
from exportcheck.core.deciding import decided_by
from exportcheck.core.proofs import Flip, Line, Witness

ASSUMING = "ordinary"


def of_one_line(given: Given, flip: Flip, judges: Callable[[str], tuple[Judge, Judge]]) -> Flip:
    """The flip as one line shows it; as it is where its lines are alike, or none shows it."""
    lines = flip.witness.lines
    if not given.named or lines[0] == lines[1]:
        return flip
    turn = flip.before, flip.after
    for profile in dict.fromkeys((flip.profile, ASSUMING)):
        for line in lines:
            determinations = judged((line, line), judges(profile))
            if determinations is not None and are(*turn)(determinations):
                assuming = f", with --assume {profile}" if profile != flip.profile else ""
                return flip.but(
                    of=f"{flip.of}{assuming}",
                    profile=profile,
                    witness=flip.witness.but(
                        lines=(line, line), decided_by=tuple(map(decided_by, determinations))
                    ),
                )
    return _refused(flip, turn, judges(flip.profile))


def _refused(flip: Flip, turn: tuple[str, str], judges: tuple[Judge, Judge]) -> Flip:
    """The line that passes, where the other side refuses it for what it states."""
    if "pass" not in turn:
        return flip
    side = turn.index("pass")
    line, other = flip.witness.lines[side], flip.witness.lines[1 - side]
    determination, refused = judges[side](line), judges[1 - side](line)
    if determination is None or determination.verdict != "pass" or refused is not None:
        return flip
    told = _stated(line, line.keys() - other.keys())
    return flip.but(
        before=UNREADABLE if side else "pass",
        after="pass" if side else UNREADABLE,
        of=f"{flip.of}, and the line states {told}" if told else flip.of,
        rules=(),
        witness=Witness(lines=(line,), verdicts=("pass",), decided_by=(decided_by(determination),)),
    )


def _stated(line: Line, names: Iterable[str]) -> str:
    return ", ".join(f"`{name}: {line[name]}`" for name in sorted(names))
