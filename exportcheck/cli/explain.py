"""`exportcheck explain`: what a code, a rule, a fact, an outcome or an exit code means."""

from __future__ import annotations

from typing import Annotated

import typer

from exportcheck.cli import options


def explain(
    topic: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TOPIC]", help="A code (EC301), a rule id, a fact, an outcome..."),
    ] = None,
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
) -> None:
    """Explain a code, an outcome, a rule, a fact, a key, a group, a country, an item or a word.

    Without a topic the topics are listed.
    """
    import sys

    from exportcheck.cli import arguments
    from exportcheck.cli.output import show, width_of
    from exportcheck.core.explanations import folded, glossary
    from exportcheck.core.mentions import mentions
    from exportcheck.core.problems import did_you_mean
    from exportcheck.core.words import WORDS, told_of
    from exportcheck.linting.codes import codes
    from exportcheck.reading.key_meanings import MEANINGS, places_of
    from exportcheck.reporting.as_explanation import (
        explanation_page,
        mentions_page,
        short_rule_page,
        topics_page,
        word_page,
    )
    from exportcheck.reporting.as_lists import facts_page

    width = width_of(sys.stdout)
    told = {**codes(), **glossary()}
    if not topic:
        show(topics_page(told.values(), width=width), sys.stdout)
        return
    sought = " ".join(topic)
    # A code may be named by its name, and an outcome by its words.
    names = {folded(name): each for name, each in told.items()}
    names |= {folded(each.title.partition(":")[0]): each for each in told.values()}
    if folded(sought) in names:
        show(explanation_page(names[folded(sought)], width=width), sys.stdout)
        # A reason for control may be the code of a country as well: AT, MT.
        if len(sought) > 2 or not sought.isalpha():
            return
    library = arguments.library_with(rules, config, no_config)
    every = [rule for rulebook in library.rulebooks for rule in rulebook.rules]
    pages = [short_rule_page(r, width=width) for r in every if sought in (r.id, r.name)]
    if sought in library.catalogue:
        pages.append(facts_page([library.catalogue[sought]], width=width))
    places = places_of(sought)
    places += told_of(sought, library)
    if places:
        pages.append(word_page(sought, places, width=width))
    if not pages and folded(sought) not in names and (found := mentions(sought, library)):
        pages.append(mentions_page(sought, found, width=width))
    if not pages and folded(sought) not in names:
        from exportcheck.cli.rules import app

        commands = {each.name for each in app.registered_commands}
        known = [*told, *(rule.id for rule in every), *library.catalogue.facts]
        known += [key for keys in MEANINGS.values() for key in keys]
        known += [*WORDS, *(each for book in library.rulebooks for each in book.groups.groups)]
        known += [book.id for book in library.rulebooks]
        raise arguments.usage(
            "TOPIC",
            f"nothing here is called `{sought}`",
            (f"it is a command: `exportcheck rules {sought} --help`" if sought in commands else "")
            or did_you_mean(sought, known)
            or library.items.suggest(sought)
            or "`exportcheck explain` lists the topics",
        )
    for page in pages:
        show(page, sys.stdout)
