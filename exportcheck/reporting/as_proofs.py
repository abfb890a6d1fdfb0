"""Analyses and comparisons of rules as text: each finding in a sentence, with a line to run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from exportcheck.core.impact import NO_RULE, Impact
from exportcheck.core.list_changes import Change
from exportcheck.core.problems import counted, joined
from exportcheck.core.proofs import Analysis, Axis, Differences, Flip, Group, Line, Witness
from exportcheck.core.rule_changes import Changes
from exportcheck.core.windows import joined_windows
from exportcheck.reporting.printing import Page

LIMITS = (
    "It speaks of shipments that state every fact the rules test. A line with facts missing never "
    "gets an answer that none of its completions gets, but one body of rules may hold it open "
    "where the other tells.",
    "What a system contains is one or more items of the catalogue.",
    "Names of parties are those the rules mention, or any other, for which `Example Ltd` stands in "
    "the lines; a name on a list counts by the fact that the list answers.",
    "Readings are taken as they are chosen; obligations and review policies are not compared by "
    "their effect.",
)
# What is to be known beside it where two bodies of rules are compared.
LIMITS_OF_DIFF = (
    *LIMITS,
    "Two lists are compared by the names on one of them alone.",
    "A fact that is derived otherwise is compared as a line states it and as each side derives it "
    "where the line leaves it out, with all that follows from it. One of another kind or unit "
    "counts as not known where no writing states it to both, or by what is assumed of it; what one "
    "side alone reads is told. Where only an assumption to be the same as another fact changes, or "
    "what speaks against an assumption, or patterns cannot be compared, or a number becomes a "
    "text, that is said and not decided.",
    "An item of the catalogue is compared where its figures are others, by all that a line may say "
    "beside them; a figure that the catalogue bounds is taken as bounded, and a system that is "
    "described contains it alone. A rule that names items by `item.sku` cannot be told of one that "
    "is described; where such a rule changes, the items that it names are compared by name.",
)
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ._/-]*|[0-9]+(\.[0-9]+)? [A-Za-z/²]+")
# Whether a line is said no more or now, and how deep it stands.
_MARK = re.compile(r"(?:[-+ ] )? *")
_WORDS = ("true", "false", "null")
_COMES = {"pass": "passes", "fail": "fails", "review": "cannot be told"}


def order_file(line: Line) -> list[str]:
    """A witness as the lines of an order file that `exportcheck validate` reads."""
    rows = [f"{name}: {_value(value)}" for name, value in line.items()]
    return ["shipments:", f"  - {rows[0]}", *(f"    {row}" for row in rows[1:])]


def _value(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    if _PLAIN.fullmatch(value) and value.casefold() not in _WORDS and value == value.strip():
        return value
    return json.dumps(value, ensure_ascii=True)


def analysis_page(analysis: Analysis, *, width: int) -> Page:
    """What holds for all shipments of a day."""
    page = Page(width)
    page.say(
        f"By the law of {analysis.day}, over all values of {analysis.facts} facts and any of "
        f"{analysis.contents} contained items",
        indent=0,
    )
    page.heading("Classifications that overlap")
    _groups(page, analysis.overlaps, "two paragraphs describe one item", "no two describe one item")
    page.heading("More of a capability, treated more lightly")
    for axis in analysis.axes:
        accepted = any(axis.fact in each.more_of for each in analysis.accepted)
        _axis(page, axis, ", but for what is accepted" if accepted else "")
    _acceptances(page, analysis)
    page.heading("More of a capability, in no paragraph any more")
    for axis in analysis.axes:
        for group in axis.gaps:
            page.say(f"{axis.fact}: described by {joined(group.rules)}, and then by none")
            _witness(page, group.witness)
    if not any(axis.gaps for axis in analysis.axes):
        page.say(_proved(analysis, "none is left by having more of it"))
    page.heading("Rules that decide nothing on that day")
    never = [each.rule for each in analysis.idle if not each.holds]
    idle = [each.rule for each in analysis.idle if each.holds]
    page.say(joined(never) or "none", label="hold for no shipment: ")
    page.say(joined(idle) or "none", label="hold, and every answer is the same without them: ")
    for each in analysis.idle:
        if each.instead is not None:
            page.say(_instead(each.rule, each.instead), hang=2)
    page.heading("Exceptions under which nothing can go")
    for unusable in analysis.unusable:
        why = "barred wherever it is eligible" if unusable.eligible else "never eligible"
        page.say(f"{unusable.rule}: {why} where a requirement that it covers holds")
    if not analysis.unusable:
        page.say("none")
    page.heading("Exceptions that cover one requirement together, with different obligations")
    for shared in analysis.shared:
        counts = " and ".join(str(len(each)) for each in shared.only)
        page.say(
            f"{joined(shared.rules)}, for {shared.requirement}: {counts} obligations that the "
            "other has not, so what must be done depends on which is claimed"
        )
    if not analysis.shared:
        page.say("none")
    _unsettled(page, analysis.undecided, analysis.unconfirmed)
    _limits(page, LIMITS)
    return page


def _instead(rule: str, instead: Sequence[str]) -> str:
    """Why no answer turns on a rule that stops something; a rulebook stops what has no one rule."""
    if not instead:
        return f"{rule} stops nothing"
    names = [name if "/" in name else f"{name} as a whole" for name in instead]
    return f"what {rule} stops, {joined(names)} {'stops' if len(names) == 1 else 'stop'} already"


def _acceptances(page: Page, analysis: Analysis) -> None:
    """What is left out above, with its reason, and what is accepted for nothing."""
    if analysis.accepted:
        page.heading("Accepted, and left out above")
    for each in analysis.accepted:
        stopped, freed = joined(each.stopped_by), joined(each.let_go_by)
        page.say(f"less is stopped by {stopped}; more is let go{f' by {freed}' if freed else ''}")
        page.say(f"of {joined(each.more_of)}", indent=6)
        page.say(f"{each.reason} ({'; '.join(each.cites)})", indent=6)
    if analysis.unused:
        page.heading("Accepted, but found nowhere on that day")
    for each in analysis.unused:
        page.say(f"{each.place}: {each.reason}", hang=2)


def _axis(page: Page, axis: Axis, besides: str) -> None:
    if not axis.lighter:
        page.say(f"no such item{besides}", label=f"{axis.fact}: ")
        return
    for group in axis.lighter:
        before, after = group.witness.verdicts
        stopped = joined(group.witness.decided_by[0]) or "the rules"
        freed = joined(group.witness.decided_by[1])
        by = f" by {freed}" if freed else ""
        page.say(
            f"an item with less {_COMES[before]} by {stopped}; one with more {_COMES[after]}{by}",
            label=f"{axis.fact}: ",
            hang=2,
        )
        _witness(page, group.witness)


def _groups(page: Page, groups: Sequence[Group], found: str, none: str) -> None:
    for group in groups:
        page.say(f"{found}: {joined(group.rules)}")
        _witness(page, group.witness)
    if not groups:
        page.say(none)


def _proved(analysis: Analysis, sentence: str) -> str:
    return sentence if analysis.settled else f"{sentence}, as far as was decided"


def _witness(page: Page, witness: Witness) -> None:
    """The line, and where a second one differs from it, in what."""
    first, *others = witness.lines
    for row in order_file(first):
        page.lines.append([(f"      {row}", "dim")])
    for other in others:
        changed = {name: value for name, value in other.items() if first.get(name) != value}
        if changed:
            told = "; ".join(f"{name}: {_value(value)}" for name, value in changed.items())
            page.say(told, indent=6, label="and the other one: ", label_style="dim")
        without = [name for name in first if name not in other]
        if without:
            page.say(joined(without), indent=6, label="and the other one without: ")


def changes_page(changes: Changes, *, width: int) -> Page:
    """What two libraries differ in as they are written; rules that changed alike stand together."""
    page = Page(width)
    page.heading("Rules as they are written")
    _changes(page, changes.rules)
    if changes.around:
        page.heading("Around the rules")
        _changes(page, changes.around)
    if changes.freed:
        page.heading("Lists of parties")
        _changes(page, changes.freed)
    if not changes:
        page.say("no difference")
    return page


def _changes(page: Page, changes: Iterable[Change]) -> None:
    alike: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for change in changes:
        alike.setdefault((change.what, change.aspects, change.details), []).append(change.name)
    for (what, aspects, details), names in alike.items():
        told = f" ({', '.join(aspects)})" if aspects else ""
        page.say(_some(names), label=f"{what}{told}: ", hang=2)
        # What a rule says before and after is told whole; of names the first are enough.
        shown = len(details) if what == "changed" else 12
        for detail in details[:shown]:
            mark = _MARK.match(detail)
            label = mark[0] if mark is not None else ""
            style = {"-": "red", "+": "green"}.get(label[:1], "")
            page.say(detail[len(label) :], indent=6, label=label, style=style, label_style=style)
        if len(details) > shown:
            page.say(f"and {len(details) - shown} more", indent=6)


def _some(names: Sequence[str]) -> str:
    if len(names) <= 6:
        return joined(list(names))
    return f"{', '.join(names[:5])} and {len(names) - 5} more"


def differences_page(changes: Changes, differences: Differences, *, width: int) -> Page:
    """Which shipments get another answer; equality is told only where all of it was compared."""
    page = Page(width)
    page.heading("Answers")
    aside = [each.name for each in changes.not_decided]
    if aside:
        page.say(
            f"{_some(aside)}: what the answers owe to that is not compared here; `rules impact` "
            "shows it on order files",
            label="Not decided: ",
        )
    elif differences.equal:
        how = (
            f"decided by the solver for {len(differences.spans)} spans of days, alike in the others"
            if differences.spans
            else "what the answers rest on is the same on every day compared"
        )
        page.say(f"equal in meaning, proved: no shipment gets another answer ({how})")
    titles = {True: "NEWLY PASSES", False: "other turns"}
    for newly in (True, False):
        flips = [flip for flip in differences.flips if flip.newly_passes is newly]
        if flips:
            page.heading(titles[newly])
        for flip in flips:
            _flip(page, flip)
    if differences.more:
        page.say("there may be more groups; --most shows more")
    if differences.only:
        page.say(_some(differences.only), label="only one of the two can read: ", hang=2)
    if differences.apart:
        page.say(joined(differences.apart), label="facts that only one of the two has: ")
    _unsettled(page, differences.undecided, differences.unconfirmed)
    _limits(page, LIMITS_OF_DIFF)
    return page


def _flip(page: Page, flip: Flip) -> None:
    stopped = joined(flip.rules) or joined(
        flip.witness.decided_by[0 if flip.after == "pass" else -1]
    )
    when = "; ".join(map(str, joined_windows(flip.spans)))
    by = f" by {stopped}" if stopped else ""
    of = f"{flip.of}: " if flip.of else ""
    page.say(f"{of}{flip.before} → {flip.after}{by}, {when}", style="bold")
    _witness(page, flip.witness)


def _unsettled(page: Page, undecided: Sequence[str], unconfirmed: Sequence[str]) -> None:
    if undecided:
        page.heading("Not decided")
        for each in undecided:
            page.say(each)
    if unconfirmed:
        page.heading("Not confirmed: a bug of this tool, nothing may be concluded")
        for each in unconfirmed:
            page.say(each)


def _limits(page: Page, limits: Iterable[str]) -> None:
    page.heading("What this does not cover")
    for limit in limits:
        page.say(limit, label="- ", label_style="")


def impact_page(impact: Impact, *, width: int) -> Page:
    """Which lines turn, by rule and customer."""
    page = Page(width)
    told = f"{len(impact.rows)} lines, {len(impact.flips)} get another answer"
    if impact.problems:
        told = f"{told}; {counted(impact.problems, 'problem')}, so that this is not all"
    page.say(told, indent=0)
    for title, newly in (("NEWLY PASSES", True), ("other turns", False)):
        rows = [row for row in impact.flips if row.newly_passes is newly]
        if rows:
            page.heading(title)
            page.table(
                (row.id, f"{row.before} → {row.after}", row.item, _by(row.rules)) for row in rows
            )
    for title, counts in (
        ("By turn", {f"{a} → {b}": count for (a, b), count in impact.turns.items()}),
        ("By rule", impact.by_rule()),
        ("By customer", impact.by_customer()),
    ):
        if counts:
            page.heading(title)
            ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
            page.table((str(count), name) for name, count in ranked)
    if any(not row.rules for row in impact.flips):
        page.say(
            f"{NO_RULE}: no single rule decides these lines, as where a line cannot be used "
            "because what it states contradicts the rules' own data (a list of parties, an item)"
        )
    return page


def _by(rules: Sequence[str]) -> str:
    return f"by {joined(list(rules))}" if rules else ""
