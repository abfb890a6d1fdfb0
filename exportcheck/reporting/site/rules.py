"""Pages of rules: what a rule does, each of its versions with its source, and its cases."""

from __future__ import annotations

from collections.abc import Iterator

from exportcheck.core.cases import Case
from exportcheck.core.conditions import Condition
from exportcheck.core.findings import Outcome
from exportcheck.core.problems import joined
from exportcheck.core.rules import (
    ALL,
    CONFIDENCES,
    REVIEW_POLICIES,
    Excepts,
    Obligation,
    Rule,
    Rulebook,
    Version,
)
from exportcheck.core.telling import OUTCOMES
from exportcheck.reporting.as_rules import (
    always_holds,
    day_words,
    effect_words,
    held_words,
    review_words,
    terms_of,
)
from exportcheck.reporting.site.atlas import Atlas, Material, rules_in
from exportcheck.reporting.site.blocks import (
    Block,
    Code,
    Faint,
    Fold,
    Heading,
    Pairs,
    Piece,
    Points,
    Say,
    Sheet,
    Strong,
    Table,
    To,
    Words,
    spread,
)
from exportcheck.reporting.site.citations import cites, linked
from exportcheck.reporting.site.sentences import Speaker, capital

MANY = 12
HOME = To("The rulebook", "index")


def rules_index(material: Material, atlas: Atlas) -> Sheet:
    """Every rule by rulebook and by what it does."""
    blocks: list[Block] = []
    for book in material.library.rulebooks:
        blocks.append(Heading((book.title,)))
        rows = tuple(
            (
                (atlas.rule(rule.name, rule.id),),
                (rule.title,),
                (effect_words(rule.effect),),
                (held_words(rule),),
                (rule.versions[-1].confidence,),
            )
            for rule in book.rules
        )
        blocks.append(Table(("rule", "title", "what it does", "in force", "text"), rows))
    told = [f"{word}: {meaning}" for word, meaning in CONFIDENCES.items()]
    blocks.append(Say((f"How the text was read. {capital('; '.join(told))}.",), "faint"))
    return Sheet("rules/index", "Rules", "list", "", tuple(blocks), (HOME,))


def rule_sheets(material: Material, atlas: Atlas) -> Iterator[Sheet]:
    """A page for each rule."""
    requiring: dict[str, list[Case]] = {}
    excluding: dict[str, list[Case]] = {}
    for case in material.cases:
        for name in case.rests_on:
            requiring.setdefault(name, []).append(case)
        for name in case.not_on:
            excluding.setdefault(name, []).append(case)
    for book, rule in rules_in(material.library):
        speaker = Speaker(book, material.library.catalogue, atlas)
        blocks: list[Block] = [*_summary(rule, book, material, atlas)]
        now = rule.on(material.day)
        for number, version in reversed(tuple(enumerate(rule.versions, 1))):
            blocks += _version(rule, version, number, speaker, in_force=version is now)
        blocks += _terms(rule, book, atlas)
        blocks += _cases("Cases that must rest on it", requiring.get(rule.name, []), atlas)
        blocks += _cases("Cases that must not rest on it", excluding.get(rule.name, []), atlas)
        if len(blocks) and rule.name not in requiring and rule.name not in excluding:
            blocks += [Heading(("Cases",)), Say(("No case names this rule.",), "faint")]
        yield Sheet(
            atlas.paths["rule", rule.name],
            f"{rule.id}: {rule.title}",
            "rule",
            " ".join((*rule.cites, effect_words(rule.effect))),
            tuple(blocks),
            (HOME, To("Rules", "rules/index")),
        )


def _summary(rule: Rule, book: Rulebook, material: Material, atlas: Atlas) -> Iterator[Block]:
    yield Say((f"{capital(effect_words(rule.effect))}, {held_words(rule)}.",), "lead")
    reviewed = [review_words(version) for version in rule.versions if version.review_by]
    pairs: list[tuple[str, Words]] = [
        ("Citation", cites(rule.cites)),
        ("Rulebook", (atlas.to(book.title, "rulebook", book.id),)),
    ]
    if isinstance(rule.effect, Excepts):
        pairs.append(("Covers", _covers(rule.effect, book, atlas)))
    pairs.append(
        ("Review", (f"{capital('; '.join(reviewed))}." if reviewed else "No day is set.",))
    )
    pairs.append(("File", (Code(rule.place.address),)))
    if rule.on(material.day) is None:
        yield Say(
            (
                f"No version of this rule is in force on {material.day}; ",
                Code("rules docs --date"),
                " tells the law of another day.",
            ),
            "warning",
        )
    yield Pairs(tuple(pairs))


def _covers(effect: Excepts, book: Rulebook, atlas: Atlas) -> Words:
    if ALL in effect.covers:
        return ("every license requirement",)
    return spread([atlas.rule(f"{book.id}/{each}", each) for each in sorted(effect.covers)])


def _version(
    rule: Rule, version: Version, number: int, speaker: Speaker, *, in_force: bool
) -> Iterator[Block]:
    of = f"Version {number} of {len(rule.versions)}" if len(rule.versions) > 1 else "The text"
    mark: Words = (" ", Strong("in force")) if in_force else ()
    yield Heading((f"{of}, {version.window}", *mark), anchor=f"version-{number}")
    source: list[Piece | Words] = [linked(version.source)]
    if version.url:
        source.append(linked(version.url))
    pairs: list[tuple[str, Words]] = [
        ("Days", (f"{capital(day_words(version))}.",)),
        ("Source", spread(source, "; ")),
        ("Read in", (version.read_in,)),
        ("Confidence", (f"{version.confidence}: {CONFIDENCES[version.confidence]}",)),
    ]
    if version.cites:
        pairs.append(("Citation", cites(version.cites)))
    if version.review_by:
        pairs.append(("Review", (f"{capital(review_words(version))}.",)))
    yield Pairs(tuple(pairs))
    if version.note:
        yield Say((version.note,), "note")
    yield from _condition("It holds when all of this holds", version.when, speaker)
    if version.unless is not None:
        yield from _condition("Unless", version.unless, speaker)
    for bar in version.bars:
        yield Heading(("Barred where ", bar.title), 3)
        yield Say(("See ", *cites(bar.cites), "."), "faint")
        yield Points(speaker.points(bar.when))
    yield from _policies(version, speaker)
    yield from _duties("Obligations", [d for d in version.obligations if not d.for_application])
    yield from _duties("For an application", [d for d in version.obligations if d.for_application])
    if version.advice:
        yield Heading(("Advice",), 3)
        yield Say((version.advice,))
    if version.resolved_when is not None:
        yield from _condition("It is resolved when", version.resolved_when, speaker)
    yield Say(("Written in ", Code(version.place.address), "."), "faint")


def _condition(label: str, condition: Condition, speaker: Speaker) -> Iterator[Block]:
    points = speaker.points(condition)
    if len(points) == 1:
        label = label.replace(" all of this holds", "")
    yield Heading((label,), 3)
    yield Points(points)


def _policies(version: Version, speaker: Speaker) -> Iterator[Block]:
    if version.policies:
        yield Heading(("How an application is reviewed",), 3)
        yield Say(("The first policy whose condition holds applies.",), "faint")
    for policy in version.policies:
        always = always_holds(policy.when)
        tail = ", in all other cases" if always else ", when:"
        name = capital(REVIEW_POLICIES[policy.policy])
        yield Say((Strong(name), " (", *cites(policy.cites), f"){tail}"))
        if not always:
            yield Points(speaker.points(policy.when))
        if policy.note:
            yield Say((policy.note,), "note")


def _duties(label: str, duties: list[Obligation]) -> Iterator[Block]:
    if not duties:
        return
    yield Heading((label,), 3)
    rows = tuple(
        (
            (duty.do,),
            ("" if duty.days_before is None else f"{duty.days_before} days before",),
            cites(duty.cites),
        )
        for duty in duties
    )
    yield Table(("what must be done", "when", "citation"), rows)


def _terms(rule: Rule, book: Rulebook, atlas: Atlas) -> Iterator[Block]:
    """The defined terms that the rule uses, and those that they are made of."""
    terms = terms_of(rule)
    if terms:
        yield Heading(("Defined terms",))
        yield Pairs(
            tuple(
                (
                    f"“{name}”",
                    (book.terms[name][0], " ", atlas.to("See the term.", "term", name)),
                )
                for name in terms
            )
        )


def expected_words(case: Case) -> str:
    """The answer that a case expects, in words."""
    parts = [OUTCOMES[Outcome(case.expect)]]
    if case.paragraph:
        parts.append(f"paragraph {case.paragraph}")
    if case.review_policy:
        parts.append(REVIEW_POLICIES.get(case.review_policy, "no review policy stated"))
    return joined(parts)


def _cases(label: str, cases: list[Case], atlas: Atlas) -> Iterator[Block]:
    if not cases:
        return
    rows = tuple(
        (
            (atlas.to(case.name, "cases", case.file, at=f"line-{case.place.line}"),),
            (str(case.shipment.as_of),),
            (expected_words(case),),
        )
        for case in cases
    )
    yield Heading((f"{label} ", Faint(f"({len(cases)})")))
    table = Table(("case", "by the law of", "expected"), rows)
    yield table if len(cases) <= MANY else Fold(f"Show all {len(cases)} cases", (table,))
