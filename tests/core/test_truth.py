"""The three truths themselves; their algebra is in tests/laws."""

from __future__ import annotations

import pytest

from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN, Truth, agreed, all_of, any_of


@pytest.mark.parametrize("truth", Truth)
def test_a_truth_is_never_taken_for_true_or_false(truth: Truth) -> None:
    """Asking a truth whether it is true is refused, as every member would be."""
    with pytest.raises(TypeError, match="three values"):
        bool(truth)


def test_nothing_asked_holds_and_nothing_offered_fails() -> None:
    """An empty conjunction holds, an empty alternative fails, and no possibility is unknown."""
    assert all_of(()) is HOLDS
    assert any_of(()) is FAILS
    assert agreed(()) is UNKNOWN
