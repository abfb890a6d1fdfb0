"""The answers to the questions of `rules new`: those of options, and of a person at a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module

from exportcheck.cli.rules.answered import Words
from exportcheck.cli.rules.questions import EFFECTS, QUESTIONS, Answers, Question
from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput
from exportcheck.reporting.printing import plain


def asks() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def answer(kind: str, given: list[str], words: Words, answers: Answers) -> Answers:
    """Put the answers of options, and of a person at a terminal, among `answers` as they are given.

    Returns those that were taken because nobody was asked. Raises `UnusableInput` with all that is
    wrong with those of options, and where somebody who is asked stops, what `input` raises.
    """
    answers.update(_told(kind, given))
    problems = list(_mistakes(kind, answers, words))
    if asks():
        if problems:
            raise UnusableInput(problems)
        _ask(kind, answers, words)
        return {}
    taken: Answers = {}
    missing = []
    for question in QUESTIONS[kind]:
        if question.option in answers or not question.when(answers):
            continue
        if question.default is None:
            missing.append(question)
        else:
            texts = answers[question.option] = question.texts(question.default)
            taken[question.option] = texts
    if missing:
        problems.append(_unanswered(missing, taken))
    if problems:
        raise UnusableInput(problems)
    return taken


def _told(kind: str, given: list[str]) -> Answers:
    """The answers of options."""
    from exportcheck.cli import arguments

    names = dict.fromkeys(question.option for question in QUESTIONS[kind])
    answers: Answers = {}
    for each in given:
        name, sign, text = each.partition("=")
        if not sign:
            raise arguments.usage("--answer", f"`{each}` has no `=`", "write NAME=TEXT")
        texts = answers.setdefault(arguments.choice("--answer", name, names), [])
        texts.extend([text.strip()] if text.strip() else [])
    return answers


def _mistakes(kind: str, answers: Answers, words: Words) -> Iterator[Problem]:
    """All that is wrong with the answers of options."""
    asked = {each.option: each for each in QUESTIONS[kind] if each.when(answers)}
    for name, texts in answers.items():
        if name in asked:
            wrong = asked[name].mistakes(texts, words)
        else:
            wrong = _out_of_place(name, answers)
        place = Place(f"--answer {name}")
        yield from (Problem(place=place, code="EC501", message=each) for each in wrong)


def _out_of_place(name: str, answers: Answers) -> Iterator[str]:
    """What is said of an answer to a question that a rule of this effect is not asked."""
    effect = answers.get("effect", [] if asks() else ["prohibits"])
    if effect and effect[0] in EFFECTS:
        yield f"a rule with the effect `{effect[0]}` has no `{name}`: leave it out"


def _unanswered(missing: list[Question], taken: Answers) -> Problem:
    names = ", ".join(question.option for question in missing)
    help = [
        f"--answer '{each.option}=...' ({each.ask}{each.why and f'; {each.why}'})"
        for each in missing
    ]
    if shown(taken):
        help.append(f"not answered either, and taken: {shown(taken)}")
    if not all(taken.values()):
        empty = ", ".join(name for name, texts in taken.items() if not texts)
        help.append(f"not answered either, and left empty: {empty}")
    return Problem(
        place=Place("--answer"),
        code="EC501",
        message=f"not answered: {names}; the standard input is no terminal, so nobody was asked "
        "and nothing was read from it",
        help="; ".join(help),
    )


def shown(taken: Answers) -> str:
    """Answers as options would say them."""
    return ", ".join(f"{name}={text}" for name, texts in taken.items() for text in texts)


def _ask(kind: str, answers: Answers, words: Words) -> None:
    """Ask for what is not answered."""
    if os.environ.get("TERM", "dumb") != "dumb":
        # With it the keys of the terminal edit an answer; not every system has it.
        with suppress(ImportError):
            import_module("readline")
    for question in QUESTIONS[kind]:
        if question.option not in answers and question.when(answers):
            answers[question.option] = _asked(question, words)


def _asked(question: Question, words: Words) -> list[str]:
    """What a person answers; what cannot be an answer is asked for again at once."""
    default = question.default or ""
    prompt = f"{question.ask} [{default}]: " if default else f"{question.ask}: "
    while True:
        # The whole prompt is handed over: an editor of lines has to know what stands before them.
        texts = question.texts(input(prompt)) or question.texts(default)
        wrong = next(question.mistakes(texts, words), "")
        if not wrong:
            return texts
        sys.stderr.write(f"{plain(wrong)}\n")
