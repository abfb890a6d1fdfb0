"""Pages: wrapped text in which nothing that was written elsewhere is obeyed."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from exportcheck.reporting.printing import Page, json_text, plain, problem_page


@pytest.mark.parametrize(
    "character",
    ["\x1b", "\x07", "\x00", "\r", "\n", "\t", "\x9b", "\u202e", "\u200b", "\ufeff", "\u2028"],
)
def test_control_and_invisible_characters_are_shown_as_escapes(character: str) -> None:
    """No character that a terminal obeys, or that nobody sees, is printed as itself."""
    shown = plain(f"a{character}b")
    assert character not in shown
    assert shown == f"a\\u{ord(character):04x}b"


@pytest.mark.parametrize(
    "text", ["mm²", "“x”", "Türkiye", "3A090[a]", "[bold]x[/bold]", "中芯国际"]
)
def test_other_text_is_printed_as_it_is(text: str) -> None:
    """Signs of the regulation, brackets and other scripts stay."""
    assert plain(text) == text


def test_console_markup_is_not_interpreted() -> None:
    """Brackets from a rule or a file reach a terminal as brackets."""
    page = Page(60)
    page.say("ECCN 3A090[a] [bold red]x[/bold red] :smile:", style="bold")
    stream = io.StringIO()
    console = Console(
        file=stream, force_terminal=True, markup=False, highlight=False, emoji=False, width=60
    )
    page.print(console)
    assert "3A090[a] [bold red]x[/bold red] :smile:" in stream.getvalue()


def test_styles_change_nothing_but_the_looks() -> None:
    """Without its escapes, the colored page is the plain one, line by line."""
    import re

    page = Page(50)
    page.heading("A heading")
    page.say("word " * 30, label="label: ", style="yellow")
    page.table([("a", "bb", "a long last cell that has to be wrapped at the edge")])
    stream = io.StringIO()
    page.print(Console(file=stream, force_terminal=True, markup=False, width=50))
    bare = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())
    assert [line.rstrip() for line in bare.splitlines()] == page.text().splitlines()


def test_paragraphs_hang_under_their_label() -> None:
    """Further lines are indented by the label, or by the hang asked for."""
    page = Page(30)
    page.say("one two three four five six", indent=2, label="- ")
    page.say("one two three four five six", indent=2, label="a long label: ", hang=2)
    assert page.text().splitlines() == [
        "  - one two three four five",
        "    six",
        "  a long label: one two three",
        "    four five six",
    ]


def test_a_problem_shows_its_line_with_the_mistake_underlined() -> None:
    """Place, severity, code, message, the source line, the underline, and the remedy."""
    row = ("rules/a.yaml:14:9", "error", "EC201", "`x_` is not a fact", "        x_: 1", 9, 2, "y")
    assert problem_page([row], 80).text().splitlines() == [
        "rules/a.yaml:14:9: error[EC201]: `x_` is not a fact",
        "  14 |         x_: 1",
        "     |         ~~",
        "   help: y",
    ]


def test_no_line_of_a_page_is_a_workflow_command() -> None:
    """A log obeys what begins a line after blanks, and where a line is wrapped a name may do so."""
    page = Page(width=20)
    page.say("a name nearly ::error::x", indent=4)
    page.say("text", label="::warning::y  ")
    page.table([("::debug::z", "a"), ("b", "::notice::c")])
    page.verbatim("::group::d")
    page.verbatim("a::b")
    lines = page.text().splitlines()
    assert not any(line.lstrip().startswith("::") for line in lines)
    assert "    \\u003a:error::x" in lines
    assert "  a::b" in lines


@pytest.mark.parametrize("character", ["\x7f", "\x9b", "\u202e", "\u2028", "\u200b", "\ufeff"])
def test_what_turns_or_hides_text_is_an_escape_in_json(character: str) -> None:
    """It is the same JSON, and shows what stands there."""
    text = json_text({f"a{character}": [f"{character}b ü"]})
    assert character not in text
    assert "ü" in text
    assert json.loads(text) == {f"a{character}": [f"{character}b ü"]}
