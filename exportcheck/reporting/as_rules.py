"""Rules for people: the list of all, and one rule with its history as a lawyer reads it.

A version says when it was announced, published and came into force, where it was read, and what it
asks. Defined terms stand in it by their names; what they mean is told once, below.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.conditions import (
    OPERATORS,
    AllOf,
    AnyOf,
    Condition,
    ContainsAny,
    Not,
    PartRequires,
    RuleHolds,
    Term,
    Test,
    amount_of,
    terms_in,
)
from exportcheck.core.library import Library
from exportcheck.core.problems import joined
from exportcheck.core.rules import (
    CONFIDENCES,
    REVIEW_POLICIES,
    Advises,
    Classifies,
    Effect,
    Excepts,
    Obliges,
    Prohibits,
    RequiresLicense,
    Rule,
    Rulebook,
    Version,
)
from exportcheck.core.step_words import part_words
from exportcheck.reporting.printing import Page


def effect_words(effect: Effect) -> str:
    """What a rule does, in few words."""
    match effect:
        case Classifies():
            return f"classifies as {effect.paragraph}"
        case RequiresLicense():
            return f"requires a license ({effect.reason})"
        case Prohibits():
            return "prohibits"
        case Excepts():
            return "a license held" if effect.is_license else f"License Exception {effect.symbol}"
        case Obliges():
            return "obliges"
        case Advises():
            return "raises a red flag" if effect.holds_open else "advises"


def held_words(rule: Rule) -> str:
    """Since when a rule has held, and until when."""
    first, end = rule.versions[0].window.first, rule.versions[-1].window.end
    return f"since {first}" + (f", until {end}" if end else "")


def day_words(version: Version) -> str:
    """The days of a version, from its announcement to the day by which it must be complied with."""
    return joined(
        [
            f"{word} {day}"
            for word, day in (
                ("announced", version.announced),
                ("published", version.published),
                ("in force", str(version.window.first)),
                ("to be complied with from", version.compliance_from),
            )
            if day
        ]
    )


def review_words(version: Version) -> str:
    """By whom and when a version is to be reviewed, or nothing."""
    if not version.review_by:
        return ""
    by = f" by {version.reviewer}" if version.reviewer else ""
    return f"to be reviewed{by} on {version.review_by}"


def always_holds(condition: Condition) -> bool:
    """Whether a condition asks nothing."""
    return isinstance(condition, AllOf) and not condition.parts


def rules_page(library: Library, *, width: int) -> Page:
    """Every rule by rulebook: id, effect, since when, title."""
    page = Page(width)
    for rulebook in library.rulebooks:
        page.heading(rulebook.title)
        page.say(
            f"{rulebook.id}, version {rulebook.version}, verified through "
            f"{rulebook.verified_through}, digest {rulebook.digest}"
        )
        for rule in rulebook.rules:
            page.say(
                f"{effect_words(rule.effect)}, {held_words(rule)}", label=f"{rule.id}  ", hang=4
            )
            page.say(rule.title, indent=6, style="dim")
    return page


def rule_page(rule: Rule, rulebook: Rulebook, *, width: int) -> Page:
    """One rule: what it does, each of its versions with its source, and the terms it uses."""
    page = Page(width)
    page.say(rule.title, indent=0, label=f"{rule.name}  ")
    page.say(f"{effect_words(rule.effect)}; {'; '.join(rule.cites)}")
    if isinstance(rule.effect, Excepts):
        page.say(f"covers {joined(sorted(rule.effect.covers))}", hang=2)
    page.say(rule.place.address, style="dim")
    for number, version in enumerate(rule.versions, 1):
        of = f" {number} of {len(rule.versions)}" if len(rule.versions) > 1 else ""
        page.heading(f"Version{of}, in force {version.window}")
        _version(page, version)
    _terms(page, rule, rulebook)
    return page


def _version(page: Page, version: Version) -> None:
    page.say("; ".join(part for part in (version.source, version.url) if part), hang=2)
    page.say(day_words(version), hang=2)
    page.say(f"read in: {version.read_in}", hang=2)
    page.say(f"{version.confidence}: {CONFIDENCES[version.confidence]}", hang=2, style="dim")
    if version.review_by:
        page.say(review_words(version), style="yellow")
    if version.note:
        page.say(version.note, label="note: ", hang=2)
    _part(page, "when", version.when)
    _part(page, "unless", version.unless)
    for bar in version.bars:
        _part(page, f"barred where {bar.title} ({'; '.join(bar.cites)})", bar.when)
    for policy in version.policies:
        label = f"review policy, {REVIEW_POLICIES[policy.policy]} ({'; '.join(policy.cites)})"
        always = " in all other cases" if always_holds(policy.when) else ""
        _part(page, label + always, policy.when)
        if policy.note:
            page.say(policy.note, indent=4, style="dim")
    for duty in version.obligations:
        when = f", {duty.days_before} days before" if duty.days_before is not None else ""
        what = "for an application: " if duty.for_application else "obligation: "
        page.say(f"{duty.do} ({'; '.join(duty.cites)}){when}", label=what, hang=2)
    if version.advice:
        page.say(version.advice, label="advice: ", hang=2)
    _part(page, "resolved when", version.resolved_when)
    page.say(version.place.address, style="dim")


def _part(page: Page, label: str, condition: Condition | None) -> None:
    """A condition under its label; one that always holds is the label alone."""
    if condition is None:
        return
    lines = list(_lines(condition))
    page.say(label + (":" if lines else ""), hang=2)
    for depth, text in lines:
        page.say(text, indent=4 + 2 * depth, hang=2)


def _lines(condition: Condition) -> Iterator[tuple[int, str]]:
    """A condition in words, one part a line with its depth."""
    match condition:
        case Test():
            written = amount_of(condition, condition.written)
            yield 0, f"{condition.fact.name} {OPERATORS[condition.operator].words} {written}"
        case AllOf():
            for part in condition.parts:
                yield from _lines(part)
        case AnyOf():
            yield 0, "any of these:"
            for part in condition.parts:
                for number, (depth, text) in enumerate(_lines(part)):
                    yield (1, f"- {text}") if number == 0 else (depth + 2, text)
        case Not():
            yield 0, "not:"
            yield from ((depth + 1, text) for depth, text in _lines(condition.part))
        case Term():
            yield 0, f"“{condition.name}”"
        case ContainsAny():
            yield 0, "contains an item with:"
            yield from ((depth + 1, text) for depth, text in _lines(condition.part))
        case RuleHolds():
            yield 0, f"any of these rules holds: {joined(condition.rules)}"
        case PartRequires():
            yield 0, part_words(condition)


def _terms(page: Page, rule: Rule, rulebook: Rulebook) -> None:
    """The defined terms that the rule uses, and those that they use, each once."""
    terms = terms_of(rule)
    if not terms:
        return
    page.heading("Defined terms")
    for name, term in terms.items():
        meaning, place = rulebook.terms[name]
        page.say(f"“{name}”: {meaning}", hang=2)
        for depth, text in _lines(term.part):
            page.say(text, indent=4 + 2 * depth, hang=2)
        page.say(place.address, indent=4, style="dim")


def terms_of(rule: Rule) -> dict[str, Term]:
    """The defined terms of a rule by name, in the order in which a reader meets them."""
    terms: dict[str, Term] = {}
    for version in rule.versions:
        for condition in conditions_of(version):
            for term in terms_in(condition):
                terms.setdefault(term.name, term)
    return terms


def conditions_of(version: Version) -> Iterator[Condition]:
    """Every condition of a version, those of its bars and review policies among them."""
    for condition in (version.when, version.unless, version.resolved_when):
        if condition is not None:
            yield condition
    yield from (bar.when for bar in version.bars)
    yield from (policy.when for policy in version.policies)
