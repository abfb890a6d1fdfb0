"""EC504 malformed-citation: a citation that cannot be looked up

What it finds
    Under `cites` of a rule, a version, a bar, a review policy or an obligation: a placeholder, a
    citation of the Code of Federal Regulations or the Federal Register out of its form (a comma for
    the point of a section, a paragraph without its parentheses), or parentheses that do not close.
    A missing `cites` is EC103.

Why it matters
    Every statement of a report has its address in the law. An address that leads nowhere cannot be
    checked by the lawyer who answers for the shipment.

Instead of
    cites: [15 CFR, "15 CFR 744,23 b", "CFR 15 742.6(a", TBD]

Write
    cites: ["15 CFR 742.6(a)(6)", "15 CFR 744.23(b)", 88 FR 73458]

What is no federal regulation, such as a policy of the company, is cited in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exportcheck.core.mistyped import seen_as
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem
from exportcheck.linting.check import WARNING, Check, View

PLACEHOLDER = re.compile(r"(?:todo|tbd|tba|fixme|xxx+)\b.*|n/?a|none|unknown|[?.…-]+", re.I | re.S)
# Where the title and the section, or the volume and the page, stand.
_CFR = re.compile(r"[0-9]{1,2} CFR (?:(?:[Pp]arts? )?[0-9]{1,4}\b|[Cc]hapter )")
_FR = re.compile(r"[0-9]{1,3} FR [0-9]{1,6}\b")
_NUMBER = re.compile(r"[0-9][0-9.]*(?: ?[0-9]+| [a-z]{1,3}| ?[(][0-9A-Za-z]{1,4}[)])*")
_COMMA = re.compile(r"\bCFR (?:[Pp]arts? )?[0-9]{1,4},[0-9]")
_BARE_PARAGRAPH = re.compile(r"\bCFR [0-9]{1,4}[.,][0-9]+[a-z]?(?:\([^)]*\))* [a-z](?: ?[0-9])*$")
_SECTION_SIGN = re.compile(r"\b(CFR )§+ ?(?=[0-9])")
_CODES = re.compile(r"\b(?:CFR|C[.]F[.]R[.]?|FR|F[.]R[.]|Fed[.] ?Reg[.])(?![A-Za-z])")


def what_is_wrong(cite: str) -> str:
    """Why a citation cannot be looked up, or nothing."""
    if PLACEHOLDER.fullmatch(cite.strip()) or not cite.strip():
        return "is a placeholder"
    if cite.count("(") != cite.count(")"):
        return "has parentheses that do not close"
    if _NUMBER.fullmatch(cite):
        return "is a number alone (in a list a comma begins another citation)"
    if _COMMA.search(cite):
        return "has a comma where the point of the section belongs"
    if _BARE_PARAGRAPH.search(cite):
        return "names a paragraph without its parentheses"
    if _SECTION_SIGN.search(cite):
        return "has a sign where the number of the section belongs"
    if _CODES.search(cite) and not (_CFR.search(cite) or _FR.search(cite)):
        return "lacks the title and section, or the volume and page"
    return ""


def _cites(view: View) -> Iterator[tuple[Place, str]]:
    for _, rule, version in view.versions():
        for near, cites in [
            (rule.place, rule.cites),
            (version.place, version.cites),
            *((bar.place, bar.cites) for bar in version.bars),
            *((policy.place, policy.cites) for policy in version.policies),
            *((duty.place, duty.cites) for duty in version.obligations),
        ]:
            yield from ((near, cite) for cite in cites)


def find(view: View) -> Iterator[Problem]:
    """Each such citation, once."""
    told: set[Place] = set()
    for near, cite in _cites(view):
        # Hidden characters and other spaces are told by EC005.
        wrong = what_is_wrong("".join(map(seen_as, cite)))
        place, width = view.written(near, cite) if wrong else (near, 1)
        if wrong and place not in told:
            told.add(place)
            plain = _SECTION_SIGN.sub(r"\1", cite)
            yield CHECK.problem(
                place,
                f"the citation `{cite}` {wrong}",
                f"write it without §: `{plain}`"
                if plain != cite
                else "write it as it is looked up: `15 CFR 742.6(a)(6)`, `88 FR 73458`",
                width,
            )


CHECK = Check(code="EC504", name="malformed-citation", severity=WARNING, find=find)
