"""Findings of the analysis that somebody accepts: which, why, and by which law.

What is accepted is a kind of pair of shipments and not one that was found: everything outside it
is still sought, and found.
"""

from __future__ import annotations

from exportcheck.core.places import Place
from exportcheck.core.records import Record


class Acceptance(Record):
    """That more of a capability is treated more lightly, by these rules, is as the law has it.

    The item with less is stopped by some of `stopped_by` and by nothing else; the one with more
    is let go by some of `let_go_by`, or, where that is empty, because no requirement holds.
    """

    more_of: tuple[str, ...]
    stopped_by: tuple[str, ...]
    let_go_by: tuple[str, ...]
    reason: str
    cites: tuple[str, ...]
    place: Place
