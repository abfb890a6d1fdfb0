"""What the question of the end use tells: what it leaves out would be stated as civil."""

from __future__ import annotations

import pytest

from exportcheck.core.library import Library


@pytest.mark.parametrize(
    ("end_use", "named"),
    [
        ("military", "744.17(d)"),  # the Wassenaar Munitions List, too
        ("weapons_of_mass_destruction", "1C350"),  # 744.4(a): a whole plant for precursors
        ("supercomputer", "41,600"),  # 772.1
        ("advanced_node_ics", "(a)(2)(ii)"),  # 744.23: a facility whose node is not known
        ("semiconductor_equipment", "software"),  # 744.23(a)(4)(i)
    ],
)
def test_an_end_use_is_told_as_far_as_its_paragraph_goes(
    library: Library, end_use: str, named: str
) -> None:
    assert named in library.catalogue.facts["end_use"].options[end_use]
