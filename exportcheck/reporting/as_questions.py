"""The open questions of a determination as a person reads them, and what each answer leads to."""

from __future__ import annotations

from collections.abc import Iterable

from exportcheck.core.findings import Outcome
from exportcheck.core.judgments import Determination
from exportcheck.core.problems import joined
from exportcheck.core.questions import Question, asked_next
from exportcheck.core.telling import OUTCOMES
from exportcheck.reporting.printing import Page

# So many questions are told with what each answer leads to, and so many rules that wait for one.
MOST_QUESTIONS = 5
MOST_WAITING = 6


def add_questions(
    page: Page, found: Determination, title: str, questions: Iterable[Question], *, why: bool
) -> None:
    """Questions with how to answer each, what the answers lead to, and the rules that wait."""
    listed = tuple(questions)
    if not listed:
        return
    page.heading(title)
    whole = len(listed) if why else MOST_QUESTIONS
    for number, question in enumerate(listed, 1):
        if number == whole + 1:
            page.say("Then, with fewer rules that wait (--why tells more of each):")
        page.say(question.fact.ask, label=f"{number}. ")
        if question.note:
            page.say(question.note, indent=5, hang=2, style="yellow")
        page.say(f"answer with {question.fact.how_to_state}", indent=5, hang=2)
        if number <= whole:
            _answers(page, question)
            if len(listed) == 1:
                _asked_next(page, found, question)
            waiting = question.needed_by if why else question.needed_by[:MOST_WAITING]
            more = len(question.needed_by) - len(waiting)
            names = [*waiting, f"{more} more"] if more else waiting
            page.say(f"needed by {joined(names)}", indent=5, hang=2, style="dim")


def _answers(page: Page, question: Question) -> None:
    """Of what it may be made, and what each answer leads to."""
    if question.rests_on:
        names = [f"`{fact.name}`" for fact in question.rests_on[:6]]
        page.say(f"or state what it is made of: {joined(names)}", indent=5, hang=2)
    leads_on = [a for a in question.answers if a.outcome is not Outcome.UNDETERMINED]
    if question.answers and not leads_on:
        page.say("no answer to this alone settles it", indent=5, hang=2)
    for answer in question.answers if leads_on else ():
        page.say(
            f"{OUTCOMES[answer.outcome]} ({answer.outcome.verdict})",
            indent=5,
            label=f"{answer.words}: ",
            hang=2,
            label_style="",
        )


def _asked_next(page: Page, found: Determination, question: Question) -> None:
    """What is asked after each answer, where a question stands alone and settles nothing."""
    if any(each.outcome is not Outcome.UNDETERMINED for each in question.answers):
        return
    after = list(asked_next(found, question))
    if after and not any(facts for _, facts in after):
        page.say("whatever the answer, nothing more is asked then", indent=5, hang=2)
        return
    for words, facts in after:
        names = [f"`{fact.name}`" for fact in facts]
        if len(names) > MOST_WAITING:
            names[MOST_WAITING:] = [f"{len(names) - MOST_WAITING} more"]
        told = f"then asks for {joined(names)}" if names else "asks nothing more"
        page.say(told, indent=5, label=f"{words}: ", hang=2, label_style="")
