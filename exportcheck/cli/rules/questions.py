"""What `rules new` asks: a question for each thing that a rule, item, case or rulebook says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from exportcheck.cli.rules.answered import Words
from exportcheck.core.catalogue import stray_character
from exportcheck.core.findings import Outcome
from exportcheck.core.problems import did_you_mean
from exportcheck.core.rules import CONFIDENCES, REVIEW_POLICIES

Answers = dict[str, list[str]]


@dataclass(frozen=True)
class Question:
    """One question, and the option that answers it; `many` answers are parted by `;`.

    `pairs` shows the form of each answer where it says something of a fact; `reads_as` names what
    it is read as, so that a mistake is told while it can be put right; `why` says why an answer is
    needed. Without an answer the `default` is taken, and where there is none it has to be answered.
    """

    option: str
    ask: str
    default: str | None = None
    many: bool = False
    when: Callable[[Answers], bool] = lambda _: True
    one_of: tuple[str, ...] = ()
    is_day: bool = False
    pairs: str = ""
    reads_as: str = ""
    why: str = ""

    def mistakes(self, texts: Sequence[str], words: Words) -> Iterator[str]:
        """Why an answer cannot be taken, each with what to write."""
        if not texts and self.default is None:
            yield f"this needs an answer{self.why and f': {self.why}'}"
        if len(texts) > 1 and not self.many:
            yield f"this takes one answer, and here are {len(texts)}"
        for text in texts:
            yield from self._mistakes(text, words)
        if self.pairs:
            yield from _said_twice(texts, tests=self.reads_as == "tests")

    def _mistakes(self, text: str, words: Words) -> Iterator[str]:
        from exportcheck.core.windows import day_help, parse_day

        stray = stray_character(text)
        if stray:
            yield f"here is an invisible or control character (U+{ord(stray):04X}): type it again"
        elif self.one_of and text not in self.one_of:
            close = did_you_mean(text, self.one_of)
            known = ", ".join(self.one_of)
            yield f"`{text}` cannot stand here: {close and f'{close} '}write one of {known}"
        elif self.is_day and parse_day(text) is None:
            yield f"`{text}` is not a calendar day: {day_help(text)}"
        elif self.pairs and "=" not in text:
            yield f"`{text}` has no `=`: write {self.pairs}; `exportcheck facts` lists the facts"
        elif self.reads_as:
            yield from words.mistakes(self.reads_as, text)

    def texts(self, told: str) -> list[str]:
        """The texts of an answer, without those that are empty."""
        parts = told.split(";") if self.many else [told]
        return [text.strip() for text in parts if text.strip()]


def _said_twice(texts: Sequence[str], *, tests: bool) -> Iterator[str]:
    """What is said of a fact that two answers name: in a file each key stands once."""
    told: dict[str, list[str]] = {}
    for text in texts:
        name, sign, said = (part.strip() for part in text.partition("="))
        if sign:
            told.setdefault(name, []).append(said)
    for name, tests_of in told.items():
        if len(tests_of) == 1:
            continue
        together = "write it once"
        if tests and all(each[:1] == "{" and each[-1:] == "}" for each in tests_of):
            keys = ", ".join(each[1:-1].strip() for each in tests_of)
            together = f"write `{name}={{{keys}}}`"
        elif tests and name in ("is", "holds"):
            together = f"write `{name}=[{', '.join(tests_of)}]`"
        elif tests:
            together = "write it once, and what must be one of several as a list of its test"
        times = "twice" if len(tests_of) == 2 else f"{len(tests_of)} times"
        yield f"the fact `{name}` stands {times}: {together}"


def _effect(name: str) -> Callable[[Answers], bool]:
    return lambda answers: answers.get("effect") == [name]


def _not_effect(name: str) -> Callable[[Answers], bool]:
    return lambda answers: not _effect(name)(answers)


_TEST = "FACT=TEST, such as destination={in: [MY, TH]}"
_VALUE = "FACT=VALUE, such as destination=MY"
FIGURE_CONFIDENCES = ("high", "medium", "low")
OUTCOMES = tuple(each.value for each in Outcome)
KINDS = ("integrated_circuit", "memory", "system", "software_or_technology")
EFFECTS = ("prohibits", "requires_license", "advises", "obliges", "classifies", "excepts")
RULE = (
    Question("id", "Id of the rule, such as the paragraph that it states", reads_as="id"),
    Question("title", "Title"),
    Question("cites", "Citations", many=True, reads_as="cites"),
    Question(
        "effect",
        f"Effect ({', '.join(EFFECTS)})",
        "prohibits",
        one_of=EFFECTS,
    ),
    Question("paragraph", "Paragraph that it classifies", when=_effect("classifies")),
    Question("reason", "Reason for control", when=_effect("requires_license")),
    Question(
        "part", "Part of the regulations (empty for none)", "", when=_effect("requires_license")
    ),
    Question(
        "policy",
        f"Review of applications ({', '.join(REVIEW_POLICIES)}; empty if nothing is said)",
        "",
        when=_effect("requires_license"),
        one_of=tuple(REVIEW_POLICIES),
    ),
    Question("symbol", "Symbol of the exception", when=_effect("excepts")),
    Question(
        "covers",
        "Requirements that it covers (all for every one)",
        many=True,
        when=_effect("excepts"),
    ),
    Question("do", "What must be done", when=_effect("obliges")),
    Question("advice", "What is to be resolved", when=_effect("advises")),
    Question("effective-from", "First day on which it holds (2026-01-01)", is_day=True),
    Question("source", "Source"),
    Question("read-in", "Text that was read"),
    Question("confidence", f"Confidence ({', '.join(CONFIDENCES)})", one_of=tuple(CONFIDENCES)),
    Question(
        "when",
        "Conditions that must all hold, as FACT=TEST (empty for always)",
        "",
        many=True,
        when=_not_effect("excepts"),
        pairs=_TEST,
        reads_as="tests",
    ),
    Question(
        "when",
        "Conditions that must all hold, as FACT=TEST",
        many=True,
        when=_effect("excepts"),
        pairs=_TEST,
        reads_as="tests",
        why="an exception without a condition would cover every shipment",
    ),
)
QUESTIONS: Mapping[str, tuple[Question, ...]] = {
    "rule": RULE,
    "item": (
        Question("maker", "Maker"),
        Question("headquarters", "Country code of the maker's headquarters", reads_as="country"),
        Question("sku", "Name of the item"),
        Question("family", "Family (empty for the same)", ""),
        Question(
            "item-kind",
            f"Kind ({', '.join(KINDS)})",
            "integrated_circuit",
            one_of=KINDS,
        ),
        Question(
            "confidence",
            f"Confidence ({', '.join(FIGURE_CONFIDENCES)})",
            one_of=FIGURE_CONFIDENCES,
        ),
        Question("sources", "Sources", many=True),
        Question(
            "fact",
            "Facts, as peak.fp16=148 TFLOPS dense (empty for none)",
            "",
            many=True,
            pairs="FACT=VALUE, such as peak.fp16=148 TFLOPS dense",
            reads_as="figures",
        ),
    ),
    "case": (
        Question("name", "Name, a sentence that says what holds"),
        Question("item", "Item (empty for none)", "", reads_as="item"),
        Question("date", "Day whose law applies (2026-01-01)", is_day=True),
        Question("given", "Facts, as FACT=VALUE", "", many=True, pairs=_VALUE, reads_as="values"),
        Question("expect", "Outcome that must come out", one_of=OUTCOMES),
        Question(
            "rests-on", "Rules that must hold (empty for none)", "", many=True, reads_as="rule"
        ),
        Question(
            "not-on", "Rules that must not hold (empty for none)", "", many=True, reads_as="rule"
        ),
    ),
    "rulebook": (
        Question("book", "Id of the rulebook (lower-case letters, digits and -)", reads_as="book"),
        Question("book-title", "Title of the rulebook"),
        Question("jurisdiction", "Whose rules they are", "the company"),
        Question("version", "Version", "1"),
        Question("first-day", "First day for which it can answer (2026-01-01)", is_day=True),
        Question("verified-through", "Day through which it was verified", is_day=True),
        Question("covers-what", "What it covers", many=True),
        Question("not-covered", "What it does not cover", many=True),
        *RULE,
    ),
}
