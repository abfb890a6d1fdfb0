"""The public Python interface."""

from __future__ import annotations

import subprocess
import sys

import pytest

import exportcheck
from exportcheck import UnusableInput, assess, load_rulebooks

H20 = {"item.sku": "NVIDIA H20", "destination": "CN"}


def test_the_example_of_the_readme_holds() -> None:
    """The H20 is free to China the day before the letter and needs a license from its day on."""
    rulebooks = load_rulebooks()
    assert assess(rulebooks, H20, date="2025-04-08", assume="ordinary").verdict == "pass"
    answer = assess(rulebooks, H20, date="2025-04-09", assume="ordinary")
    assert (answer.verdict, answer.outcome) == ("fail", "license_required")
    assert "Letter to NVIDIA" in answer.reason
    assert answer.as_dict()["schema"] == "exportcheck/determination/1"


def test_nothing_is_assumed_unless_asked_for() -> None:
    """Without a profile the answer is open, and names the facts that it needs."""
    answer = assess(load_rulebooks(), H20, date="2025-04-08")
    assert answer.verdict == "review"
    assert "end_use" in answer.open_questions


@pytest.mark.parametrize(
    ("facts", "more", "words"),
    [
        ({**H20, "item.dram_bandwidth": 4000.0}, {"date": "2025-04-08"}, "float"),
        ({**H20, "destination": "China"}, {"date": "2025-04-08"}, "country code"),
        ({**H20, "destinatoin": "CN"}, {"date": "2025-04-08"}, "not a fact"),
        (H20, {}, "no day is stated"),
        (H20, {"date": "2025-02-29"}, "calendar day"),
        (H20, {"date": "2025-04-08", "assume": "all"}, "profile"),
        (H20, {"date": "2025-04-08", "readings": {"x": "y"}}, "reading"),
    ],
)
def test_what_cannot_be_used_is_raised_with_its_sentence(
    facts: dict[str, object], more: dict[str, object], words: str
) -> None:
    """A mistake in the question is an exception with problems, never an answer."""
    with pytest.raises(UnusableInput, match=words) as caught:
        assess(load_rulebooks(), facts, **more)  # type: ignore[arg-type]
    assert caught.value.problems


def test_all_public_names_can_be_had() -> None:
    """Every name in `__all__` is there, and no other name is invented."""
    for name in exportcheck.__all__:
        assert getattr(exportcheck, name) is not None
    with pytest.raises(AttributeError):
        _ = exportcheck.no_such_name


def test_importing_the_package_loads_nothing_heavy() -> None:
    """`import exportcheck` brings neither typer, rich, yaml nor jsonschema."""
    program = (
        "import sys, exportcheck; exportcheck.__version__; "
        "print(sorted({'typer', 'rich', 'yaml', 'jsonschema'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_cached_check_imports_neither_yaml_nor_jsonschema() -> None:
    """Once the rules are cached, a check needs only what it uses."""
    program = (
        "import sys\n"
        "sys.argv = ['exportcheck', 'check', 'H20', '--to', 'CN', '--date', '2025-05-01']\n"
        "from exportcheck.cli.app import run\n"
        "try:\n    run()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'yaml', 'jsonschema', 'pydantic'} & set(sys.modules)), file=sys.stderr)\n"
    )
    load_rulebooks()
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"
