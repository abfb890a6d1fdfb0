"""What `exportcheck explain` tells: of a code, an outcome, an exit code or a word of the rules.

The words of the tool are said here once; those of the rules and facts stand in their own files.
"""

from __future__ import annotations

from collections.abc import Mapping

from exportcheck.core.findings import Outcome
from exportcheck.core.records import Record
from exportcheck.core.rules import CONFIDENCES, REVIEW_POLICIES
from exportcheck.core.telling import OUTCOMES


class Explanation(Record):
    """One topic: its name, a phrase, and text under headings, lines kept as they are."""

    topic: str
    kind: str
    title: str
    sections: tuple[tuple[str, str], ...] = ()


def read_explanation(docstring: str) -> Explanation:
    """An explanation written as `EC301 name: phrase`, then headings with indented text."""
    first, *rest = docstring.strip().splitlines()
    topic, _, title = first.partition(" ")
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in rest:
        if line and not line[0].isspace() and line in HEADINGS:
            sections.append((line, []))
        else:
            sections[-1][1].append(line)
    return Explanation(
        topic=topic,
        kind="code",
        title=title,
        sections=tuple(
            (heading, "\n".join(lines).strip("\n")) for heading, lines in sections if any(lines)
        ),
    )


EXAMPLES = ("Instead of", "Write")
HEADINGS = ("What it finds", "Why it matters", *EXAMPLES)

_OUTCOMES: Mapping[Outcome, tuple[str, str]] = {
    Outcome.PROHIBITED: (
        "fail, exit code 1",
        "A prohibition holds, which no license exception overcomes. The report names it with its "
        "citation.",
    ),
    Outcome.LICENSE_REQUIRED: (
        "fail, exit code 1",
        "A license requirement holds and neither a license exception nor a license held covers "
        "it. The report says how an application is reviewed, where the law says so.",
    ),
    Outcome.UNDETERMINED: (
        "review, exit code 3",
        "What is stated is not enough, a red flag is open, or the day lies outside the rules. The "
        "report lists the questions, and where each answer leads. It is never a pass.",
    ),
    Outcome.NO_LICENSE_REQUIRED: (
        "pass, exit code 0",
        "No prohibition holds, and every license requirement that the rules know fails. What was "
        "not checked is listed in the report.",
    ),
    Outcome.LICENSE_HELD: (
        "pass, exit code 0",
        "A license is required, and the exporter states one that covers the shipment. Its "
        "conditions apply; whether it is the right one is for a person to compare.",
    ),
    Outcome.LICENSE_EXCEPTION: (
        "pass, exit code 0",
        "A license is required, and a license exception covers the shipment: what it asks holds "
        "and none of its bars does. The obligations that come with it are listed, with their days.",
    ),
}
_EXITS: Mapping[str, tuple[str, str]] = {
    "0": ("every line passes", "For `rules lint` and `rules test`: nothing was found."),
    "1": (
        "the answer is no",
        "At least one line fails; or `rules lint` found an error (with --strict also a warning), "
        "or a case does not come out as it says.",
    ),
    "2": (
        "something could not be used",
        "A mistake on the command line, or a file that cannot be used: nothing was decided for it. "
        "It counts before 1 and 3, whatever the other lines say.",
    ),
    "3": (
        "it cannot be told yet",
        "No line fails, and at least one is undetermined. It is not a pass: answer the open "
        "questions and ask again.",
    ),
    "70": (
        "the tool itself failed",
        "A bug of the tool, and never a verdict. Please report it with the line that was printed.",
    ),
}
_REASONS: Mapping[str, str] = {
    "NS": "national security (15 CFR 742.4)",
    "RS": "regional stability (15 CFR 742.6)",
    "MT": "missile technology (15 CFR 742.5)",
    "NP": "nuclear nonproliferation (15 CFR 742.3)",
    "CB": "chemical and biological weapons (15 CFR 742.2)",
    "CC": "crime control (15 CFR 742.7)",
    "EI": "encryption items (15 CFR 742.15)",
    "AT": "anti-terrorism (15 CFR 742.8 to 742.10 and 742.19)",
}


def glossary() -> dict[str, Explanation]:
    """Outcomes, exit codes, reasons for control, review policies and confidences, by topic."""
    told = [
        Explanation(
            topic=outcome.value,
            kind="outcome",
            title=f"{OUTCOMES[outcome]}: {verdict}",
            sections=(("", text),),
        )
        for outcome, (verdict, text) in _OUTCOMES.items()
    ]
    told += [
        Explanation(topic=f"exit-{code}", kind="exit code", title=title, sections=(("", text),))
        for code, (title, text) in _EXITS.items()
    ]
    told += [
        Explanation(topic=code, kind="reason for control", title=title)
        for code, title in _REASONS.items()
    ]
    told += [
        Explanation(topic=name, kind="review policy", title=title)
        for name, title in REVIEW_POLICIES.items()
    ]
    told += [
        Explanation(topic=name, kind="confidence of a source", title=title)
        for name, title in CONFIDENCES.items()
    ]
    return {each.topic: each for each in told}


def folded(topic: str) -> str:
    """A topic however it is written: `License required`, `license_required`, `exit 2`, `2`."""
    plain = "-".join(topic.replace("_", " ").replace("-", " ").casefold().split())
    return f"exit-{plain}" if plain.isascii() and plain.isdigit() else plain
