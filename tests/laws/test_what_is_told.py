"""What questions and duties tell: what they leave out would be answered, or done, without it."""

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


def test_the_certification_of_january_2026_is_asked_with_whom_it_shuts_out(
    library: Library,
) -> None:
    """(dd)(1)(iv): nobody named there may get remote access, which is no fact by itself."""
    assert "remote access" in library.catalogue.facts["certification.supplement_2_dd"].ask


def test_the_duties_of_sta_tell_what_stands_instead_of_them(library: Library) -> None:
    """740.20(d)(4): source code and technology that is released within one country."""
    duties = [
        duty
        for rule in library.rulebooks[0].rules
        for version in rule.versions
        for duty in version.obligations
        if "prior consignee statement" in duty.do
    ]
    assert len(duties) == 2
    assert all("15 CFR 740.20(d)(4)" in duty.cites for duty in duties)
