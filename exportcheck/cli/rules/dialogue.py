"""The answers to the questions of `rules new`: those of options, and of a person at a terminal."""

from __future__ import annotations

import sys

import typer

from exportcheck.cli.rules.answered import Words
from exportcheck.cli.rules.questions import QUESTIONS, Answers, Question


def asks() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def answers_to(kind: str, given: list[str], words: Words) -> Answers:
    """The answers that options give, and those of a person where there is a terminal."""
    from exportcheck.cli import arguments

    names = [question.option for question in QUESTIONS[kind]]
    answers: Answers = {}
    for each in given:
        name, sign, text = each.partition("=")
        if not sign:
            raise arguments.usage("--answer", f"`{each}` has no `=`", "write NAME=TEXT")
        texts = answers.setdefault(arguments.choice("--answer", name, names), [])
        texts.extend([text] if text else [])
    missing = []
    for question in QUESTIONS[kind]:
        if question.option in answers or not question.when(answers):
            continue
        if asks():
            told = _asked(question, words)
            texts = question.texts(told)
        elif question.default is not None:
            texts = [question.default]
        else:
            missing.append(question)
            continue
        answers[question.option] = [text for text in texts if text]
    if missing:
        raise arguments.usage(
            "--answer",
            f"not answered: {', '.join(question.option for question in missing)}",
            "; ".join(f"--answer '{each.option}=...' ({each.ask})" for each in missing),
        )
    return answers


def _asked(question: Question, words: Words) -> str:
    """What a person answers; what cannot be an answer is asked for again at once."""
    while True:
        told: str = typer.prompt(
            question.ask, default=question.default or "", show_default=bool(question.default)
        ).strip()
        wrong = question.wrong(told, words)
        if not wrong:
            return told
        typer.echo(wrong, err=True)
