"""Citations lead to the page of the law that they name, by the addresses that its hosts publish."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from exportcheck.core.library import Library
from exportcheck.reporting.site.citations import address_of, is_address

ECFR = "https://www.ecfr.gov/current/title-15"
REGISTER = "https://www.federalregister.gov/citation"
LIST = f"{ECFR}/part-774/appendix-Supplement%20No.%201%20to%20Part%20774"
# What an address of either host is made of.
GRAMMAR = re.compile(
    r"https://www\.ecfr\.gov/current/title-[0-9]+/(?:"
    r"section-(?P<section>[0-9]+\.[0-9]+)(?:#p-(?P=section)(?:\([A-Za-z0-9]+\))+)?"
    r"|part-(?P<part>[0-9]+)(?:/appendix-Supplement%20No\.%20[0-9]+%20to%20Part%20(?P=part))?)"
    r"|https://www\.federalregister\.gov/citation/[0-9]+-FR-[0-9]+"
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("15 CFR 744.11", f"{ECFR}/section-744.11"),
        ("15 CFR 740.8(a)(1)", f"{ECFR}/section-740.8#p-740.8(a)(1)"),
        (
            "15 CFR 742.6(b)(10)(iii)(A)(2) and (B)",
            f"{ECFR}/section-742.6#p-742.6(b)(10)(iii)(A)(2)",
        ),
        ("15 CFR 758.1(b)(1), (2), (4)", f"{ECFR}/section-758.1#p-758.1(b)(1)"),
        ("15 CFR 744.2 to 744.4", f"{ECFR}/section-744.2"),
        ("15 CFR part 740", f"{ECFR}/part-740"),
        (
            "15 CFR Part 748 Supp. No. 2, paragraph (dd)(1), note 1",
            f"{ECFR}/part-748/appendix-Supplement%20No.%202%20to%20Part%20748",
        ),
        (
            "15 CFR part 732, Supplement No. 3",
            f"{ECFR}/part-732/appendix-Supplement%20No.%203%20to%20Part%20732",
        ),
        ("15 CFR Part 774 Supp. No. 1, ECCN 3A090, Technical Note 2, point 4", LIST),
        ("15 CFR 774 Supp. No. 1", LIST),
        ("ECCNs 3A001, 4A003 and 4A004", LIST),
        ("22 CFR 126.1", "https://www.ecfr.gov/current/title-22/section-126.1"),
        ("87 FR 62186, ECCN 3A090.a", f"{REGISTER}/87-FR-62186"),
        ("15 CFR 742.6(b)(10) of that time", ""),
        ("NVIDIA Form 8-K of 15 April 2025", ""),
        ("31 CFR part 560", "https://www.ecfr.gov/current/title-31/part-560"),
        ("744.23", ""),
        ("315 CFR 744.23", ""),
    ],
)
def test_a_citation_leads_to_what_it_names(text: str, address: str) -> None:
    """A section at its paragraph, a supplement, a part or a page; nothing else is guessed."""
    assert address_of(text) == address


def test_every_citation_of_the_rules_leads_somewhere_that_there_is(library: Library) -> None:
    """Each that names the CFR, the Register or an ECCN has an address of the form of its host."""
    found = set(citations(library))
    assert len(found) > 200
    for text in found:
        address = address_of(text)
        named = re.search(r"\b(?:CFR|FR) [0-9p P]|\bECCN", text) and "of that time" not in text
        assert bool(address) == bool(named), text
        if address:
            assert GRAMMAR.fullmatch(address), (text, address)
            assert is_address(address)


def citations(library: Library) -> Iterator[str]:
    """What rules, terms of theirs and facts cite, and their sources."""
    for book in library.rulebooks:
        for rule in book.rules:
            yield from rule.cites
            for version in rule.versions:
                yield from (version.source, *version.cites)
                for part in (*version.bars, *version.obligations, *version.policies):
                    yield from part.cites
    for fact in library.catalogue:
        yield from fact.cites
