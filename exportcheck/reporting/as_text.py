"""A determination as a person reads it: the answer first, then what one would check by hand."""

from __future__ import annotations

from exportcheck.core.answers import Answered
from exportcheck.core.catalogue import Catalogue
from exportcheck.core.caveats import law_of, places_not_told, warnings
from exportcheck.core.conditions import Term
from exportcheck.core.evaluate import Step
from exportcheck.core.facts import Known
from exportcheck.core.findings import ExceptionFinding, Finding, Outcome, RequirementFinding
from exportcheck.core.groups import Groups
from exportcheck.core.judgments import Determination
from exportcheck.core.problems import joined
from exportcheck.core.readings import ReadingTaken
from exportcheck.core.rules import CONFIDENCES
from exportcheck.core.step_words import step_words
from exportcheck.core.telling import OUTCOMES, claim_words, exception_words, policy_words, reason
from exportcheck.core.truth import FAILS, HOLDS, UNKNOWN
from exportcheck.core.values import Choice
from exportcheck.reporting.as_classification import add_classification
from exportcheck.reporting.as_obligations import add_obligations
from exportcheck.reporting.as_questions import add_questions
from exportcheck.reporting.printing import STYLES, Page
from exportcheck.reporting.sources import add_not_checked, add_sources

# More requirements than these that cannot be told are told by their citations alone.
MOST_OPEN = 6


def determination_page(line: Answered, *, width: int, why: bool = False, said: str = "") -> Page:
    """The report of one determination; `said` tells how its day was chosen."""
    page = Page(width)
    found = line.judged.determination
    _headline(page, line, said)
    add_classification(page, found)
    _destination(page, found)
    _requirements(page, found, why)
    _exceptions(page, found, why)
    _prohibitions(page, found)
    _flags(page, found)
    add_questions(page, found, "Open questions", line.questions, why=why)
    policy = "Questions on which the review policy depends"
    add_questions(page, found, policy, line.policy_questions, why=why)
    add_obligations(page, line, why=why)
    _advice(page, found)
    _assumptions(page, found)
    _readings(page, line, why)
    if why:
        _everything(page, found)
    add_sources(page, found, why)
    add_not_checked(page, found)
    return page


def _headline(page: Page, line: Answered, said: str) -> None:
    found, shipment = line.judged.determination, line.judged.shipment
    verdict = found.verdict.upper()
    page.lines.append([(verdict, STYLES[found.verdict]), (f"  {OUTCOMES[found.outcome]}", "bold")])
    what = shipment.item or "An item described by its figures"
    fact, known = found.facts.catalogue["destination"], found.facts["destination"]
    is_stated = known.value != fact.unknown
    where = f" to {found.facts.catalogue.show(fact, known)}" if is_stated else ""
    asked = "" if is_stated else ", destination not stated"
    page.say(f"{what}{where}{asked}, {law_of(found, said)}.", indent=0)
    page.say(reason(found), indent=0)
    if line.waiver is not None:
        page.say(f"It is {line.waiver.words}.", indent=0, style="yellow")
    turns = [
        _under(taken, option, other)
        for taken in line.readings
        for option, other in taken.others
        if other is not found.outcome
    ]
    if turns:
        page.say(
            f"It rests on a reading of disputed law: {joined(turns)}.", indent=0, style="yellow"
        )
    for warning in warnings(found):
        page.say(warning[0].upper() + warning[1:] + ".", indent=0, style="yellow")


def _destination(page: Page, found: Determination) -> None:
    facts, catalogue = found.facts, found.facts.catalogue
    groups = found.judgments[0].groups
    page.heading("Destination")
    is_stated = facts["destination"].value != catalogue["destination"].unknown
    page.say(_place(catalogue, groups, facts["destination"], found) if is_stated else "not stated")
    told = {facts["destination"].value}
    for name, words in (
        ("end_user.country", "end user in"),
        ("end_user.headquarters", "end user headquartered in"),
        ("end_user.ultimate_parent_headquarters", "its ultimate parent headquartered in"),
        ("consignee.headquarters", "ultimate consignee headquartered in"),
        ("datacenter.country", "data center in"),
    ):
        known = facts[name]
        if known.value not in told and known.value != catalogue[name].unknown:
            told.add(known.value)
            page.say(f"{words} {_place(catalogue, groups, known, found)}")


def _place(catalogue: Catalogue, groups: Groups, known: Known, found: Determination) -> str:
    shown = catalogue.show(catalogue["destination"], known)
    value = known.value
    if not isinstance(value, Choice) or value.only is None:
        return shown
    code, day = value.only, found.as_of
    treated = groups.treated.get(code)
    if treated and treated.since <= day:
        name = catalogue.countries[treated.as_code]
        shown += f", which counts as {name} ({treated.source})"
    if groups.counts_as(code, day) not in groups.listed:
        return f"{shown}, which the Country Groups do not name: what holds there is not known"
    names = groups.of(code, day)
    return (
        f"{shown}, in Country Group{'s'[: len(names) > 1]} {joined(names)}"
        if names
        else (f"{shown}, in no Country Group")
    )


def _is_crowded(found: Determination, why: bool) -> bool:
    """Whether so much is open that one by one it would bury what is asked."""
    return not why and sum(r.truth is UNKNOWN for r in found.requirements) > MOST_OPEN


def _requirements(page: Page, found: Determination, why: bool) -> None:
    page.heading("License requirements")
    open_ones = [r for r in found.requirements if r.truth is not FAILS]
    if not open_ones:
        count = len(found.requirements)
        page.say(
            f"none of the {count} in force that day applies"
            if count
            else "no requirement that is read here was in force that day"
        )
    crowded = _is_crowded(found, why)
    if crowded:
        unknown = [r for r in open_ones if r.truth is UNKNOWN]
        cites = dict.fromkeys(requirement.cites[0] for requirement in unknown)
        of = f"{len(unknown)} of the {len(found.requirements)} in force that day, which --why tells"
        page.say(f"{of}: {'; '.join(cites)}", label="cannot be told: ", hang=2)
    for requirement in open_ones:
        if requirement.truth is UNKNOWN and crowded:
            continue
        if requirement.truth is UNKNOWN:
            page.say(
                f"{requirement.rule.title} ({requirement.cites[0]})",
                label="cannot be told: ",
                hang=4,
            )
            continue
        page.say(requirement.rule.title, label="required: ", hang=2)
        _told(page, requirement)
        page.say(f"review of an application: {policy_words(requirement)}", indent=4, hang=2)
        _because(page, requirement, found.facts.catalogue)


def _told(page: Page, finding: Finding) -> None:
    cites = "; ".join(dict.fromkeys((*finding.cites, finding.version.source)))
    page.say(f"{cites}; {finding.version.window}", indent=4, hang=2)
    if finding.version.confidence not in ("primary", "quoted"):
        confidence = finding.version.confidence
        page.say(f"{confidence}: {CONFIDENCES[confidence]}", indent=4, hang=2, style="yellow")


def _because(page: Page, finding: Finding, catalogue: Catalogue) -> None:
    told = list(dict.fromkeys(step_words(leaf, catalogue) for leaf in finding.step.deciding))
    if told:
        page.say("; ".join(told), indent=4, label="because ", hang=2, label_style="")


def _exceptions(page: Page, found: Determination, why: bool) -> None:
    needed = [r for r in found.requirements if r.truth is not FAILS]
    claim = claim_words(found)
    if not (needed or claim) or not found.exceptions:
        return
    page.heading("License exceptions")
    # Whether one is open matters once it is known that a license is required.
    crowded = _is_crowded(found, why) and all(r.truth is not HOLDS for r in needed)
    if crowded:
        for truth, words in ((UNKNOWN, "cannot be told yet: "), (HOLDS, "open: ")):
            names = [
                "a license held" if each.effect.is_license else each.effect.symbol
                for each in found.exceptions
                if each.truth is truth and any(each.covers(r.rule) for r in needed)
            ]
            if names:
                page.say(joined(names), label=words, hang=2)
    for exception in found.exceptions if needed and not crowded else ():
        if not _is_unclaimed(exception):
            _exception(page, found, exception, needed)
    unclaimed = [e.effect.symbol for e in found.exceptions if _is_unclaimed(e)]
    if needed and unclaimed:
        page.say(joined(unclaimed), label="not claimed: ", hang=2, style="dim")
    if claim:
        page.say(claim, style="yellow")


def _exception(
    page: Page,
    found: Determination,
    exception: ExceptionFinding,
    needed: list[RequirementFinding],
) -> None:
    title = exception.rule.title
    if exception.symbol != exception.effect.symbol:
        title = f"{title} ({exception.symbol})"
    if not any(exception.covers(requirement.rule) for requirement in needed):
        if exception.truth is not FAILS:
            page.say("does not cover these requirements", label=f"{title}: ", hang=2)
        return
    page.say(exception_words(exception), label=f"{title}: ", hang=2)
    barred = exception.eligible is HOLDS and exception.barred_by is not None
    if exception.truth is not HOLDS and not exception.effect.is_license and not barred:
        words = (step_words(leaf, found.facts.catalogue) for leaf in exception.step.deciding)
        leaves = list(dict.fromkeys(words))
        page.say("; ".join(leaves[:3]) + ("; ..." if len(leaves) > 3 else ""), indent=4, hang=2)


def _is_unclaimed(exception: ExceptionFinding) -> bool:
    """Whether an exception is closed because the exporter does not claim it."""
    claim = exception.claim
    return exception.truth is FAILS and claim is not None and claim.truth is FAILS


def _prohibitions(page: Page, found: Determination) -> None:
    holding = [p for p in found.prohibitions if p.truth is not FAILS]
    if not holding:
        return
    page.heading("Prohibitions")
    for finding in holding:
        word = "prohibited: " if finding.truth is HOLDS else "cannot be told: "
        page.say(finding.rule.title, label=word, hang=2)
        _told(page, finding)
        _because(page, finding, found.facts.catalogue)


def _flags(page: Page, found: Determination) -> None:
    flags = [f for f in found.red_flags if f.raised is HOLDS and f.truth is not FAILS]
    limits = [limit for judgment in found.judgments for limit in judgment.limits]
    limits += places_not_told(found)
    if not flags and not limits:
        return
    page.heading("What holds the answer open")
    for limit in limits:
        page.say(limit, label="- ")
    for finding in flags:
        page.say(finding.rule.title, label="- ")
        page.say(finding.version.advice, indent=4)
        _told(page, finding)


def _assumptions(page: Page, found: Determination) -> None:
    assumed = found.assumed
    if not assumed:
        return
    page.heading(f"Assumptions (profile `{found.facts.profile}`; none with --assume none)")
    for fact, known in assumed:
        note = f", {known.note}" if known.note else ""
        page.say(
            f"{found.facts.catalogue.show(fact, known)}{note}",
            label=f"{fact.name}: ",
            hang=2,
            label_style="",
        )


def _readings(page: Page, line: Answered, why: bool) -> None:
    outcome = line.judged.determination.outcome
    shown = [taken for taken in line.readings if why or taken.matters(outcome)]
    if not shown:
        return
    page.heading("Readings of disputed law")
    for taken in shown:
        page.say(taken.reading.question, label="- ")
        page.say(taken.reading.options[taken.option], indent=4, label=f"{taken.option}: ", hang=2)
        page.say(
            f"{taken.reading.confidence}: {CONFIDENCES[taken.reading.confidence]}", indent=4, hang=2
        )
        for option, other in taken.others:
            page.say(_under(taken, option, other), indent=4, hang=2)


def _under(taken: ReadingTaken, option: str, outcome: Outcome) -> str:
    """What another option of a reading leads to."""
    chosen = f"--reading {taken.reading.name}={option}"
    return f"with {chosen} the answer is: {OUTCOMES[outcome]} ({outcome.verdict})"


def _advice(page: Page, found: Determination) -> None:
    if not found.advice:
        return
    page.heading("Advice")
    for finding in found.advice:
        page.say(finding.version.advice, label="- ")
        _told(page, finding)


def _everything(page: Page, found: Determination) -> None:
    """Each rule: one that holds or is open in full, one that fails by the first part that does."""
    page.heading("Every rule in force, and why it holds or not")
    catalogue = found.facts.catalogue
    told: set[Step] = set()
    for finding in found.findings:
        page.say(f"{finding.rule.title}: {finding.truth.value}", label=f"{finding.name}  ", hang=2)
        page.say(finding.version.place.address, indent=4, style="dim")
        if finding.step.truth is FAILS:
            page.say(_deciding_words(finding.step, catalogue), indent=4, hang=2, style="dim")
        else:
            _tree(page, finding.step, catalogue, 4, told)


def _deciding_words(step: Step, catalogue: Catalogue) -> str:
    """The parts for which a step comes out as it does, each with its truth."""
    leaves = (f"{step_words(each, catalogue)}: {each.truth.value}" for each in step.deciding)
    return "; ".join(dict.fromkeys(leaves))


def _tree(page: Page, step: Step, catalogue: Catalogue, indent: int, told: set[Step]) -> None:
    """A step with its parts; what fails in it, by what decides that; a term once."""
    line = f"{step_words(step, catalogue)}: {step.truth.value}"
    style = "" if step.truth is HOLDS else "dim"
    # What a term stands for is judged once, and shared by all that use it.
    meant = step.parts[0] if isinstance(step.condition, Term) else None
    above = meant in told
    if step.parts and step.truth is FAILS:
        line += f" ({_deciding_words(step, catalogue)})"
    elif above:
        line += " (told above)"
    page.say(line, indent=indent, hang=2, style=style)
    if meant is not None:
        told.add(meant)
    for part in () if above or step.truth is FAILS else step.parts:
        _tree(page, part, catalogue, indent + 2, told)
