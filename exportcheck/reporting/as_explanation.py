"""What `exportcheck explain` prints: a topic, or the list of topics; and a rule in few words."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from textwrap import dedent

from exportcheck.core.explanations import EXAMPLES, Explanation
from exportcheck.core.mentions import Mention
from exportcheck.core.rules import Rule
from exportcheck.reporting.as_rules import effect_words
from exportcheck.reporting.printing import Page

# So many of one kind are told that speak of a word.
MOST_MENTIONS = 6


def explanation_page(told: Explanation, *, width: int) -> Page:
    """One topic with all its text; examples keep their lines."""
    page = Page(width)
    page.say(f"{told.title} ({told.kind})", indent=0, label=f"{told.topic}  ")
    for heading, text in told.sections:
        if heading:
            page.heading(heading)
        for is_example, lines in groupby(
            text.splitlines(), key=lambda line: heading in EXAMPLES and line[:1] in ("", " ")
        ):
            if is_example:
                for line in dedent("\n".join(lines)).splitlines():
                    page.verbatim(line, indent=4)
            else:
                if heading in EXAMPLES:
                    page.blank()
                page.say(" ".join(" ".join(lines).split()))
    return page


def topics_page(topics: Iterable[Explanation], *, width: int) -> Page:
    """All topics by their kind, each with its phrase."""
    page = Page(width)
    for kind, group in groupby(topics, key=lambda each: each.kind):
        page.heading(kind.capitalize())
        page.table(((each.topic, each.title) for each in group), indent=2)
    page.heading("Also")
    page.say(
        "The id of a rule (`exportcheck rules list`), a fact (`exportcheck facts`), a defined "
        "term, a key of a file of ours (`effective_from`), a test (`at_least`), a country group "
        "(`D:5`), a country, an item, a rulebook, an entry or paragraph (`3A090.a`), the symbol of "
        "an exception (`NAC`), a list of parties (`Entity List`), and words of the reports "
        "(`ECCN`, `waiver`). Of what nothing is called by, such as `military end user` or "
        "`15 CFR 744.11`, it is told what speaks of it."
    )
    return page


def word_page(word: str, told: Iterable[tuple[str, str]], *, width: int) -> Page:
    """What a word of our files means; one that stands in several places means something in each."""
    page = Page(width)
    for where, meaning in told:
        page.say(where, indent=0, label=f"{word}  ")
        page.say(meaning)
    return page


def mentions_page(sought: str, found: Iterable[Mention], *, width: int) -> Page:
    """What speaks of a word that nothing is called by: a few of each kind."""
    page = Page(width)
    page.say(f"Nothing here is called `{sought}`; it is spoken of by these:", indent=0)
    for kind, group in groupby(found, key=lambda each: each.kind):
        of_kind = list(group)
        page.heading(kind.capitalize())
        for each in of_kind[:MOST_MENTIONS]:
            page.say(each.words, label=f"{each.name}  ", hang=2)
        if len(of_kind) > MOST_MENTIONS:
            page.say(f"and {len(of_kind) - MOST_MENTIONS} more")
    page.blank()
    page.say("`exportcheck explain NAME` tells more of each.", indent=0)
    return page


def short_rule_page(rule: Rule, *, width: int) -> Page:
    """One rule: what it does, since when, by what law, and where more is told."""
    page = Page(width)
    page.say(rule.title, indent=0, label=f"{rule.name}  ")
    page.say(f"{effect_words(rule.effect)}; {'; '.join(rule.cites)}")
    end = rule.windows[-1].end
    until = f", up to but not including {end}" if end else ""
    page.say(f"since {rule.windows[0].first}{until}; {rule.place.address}")
    page.say(f"`exportcheck rules show {rule.id}` shows what it asks, and its sources.")
    return page
