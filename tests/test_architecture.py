"""Who may import whom, and what every module has."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "exportcheck"
MODULES = sorted(PACKAGE.rglob("*.py"))

# The rooms from the lowest up: what each may import of ours, and of others.
ROOMS: dict[str, tuple[set[str], set[str]]] = {
    "core": ({"core", "version"}, set()),
    # Workbooks and Parquet files are read by optional libraries.
    "reading": (
        {"core", "reading", "version"},
        {"yaml", "jsonschema", "openpyxl", "pyarrow"},
    ),
    "analysis": ({"core", "analysis", "version"}, {"z3"}),
    "linting": ({"core", "linting", "version"}, set()),
    "reporting": ({"core", "reporting", "version"}, {"rich"}),
    "batch": ({"core", "batch"}, set()),
    "cli": (
        {"core", "reading", "linting", "reporting", "batch", "analysis", "cli", "version"},
        {"typer", "rich"},
    ),
}


def imported(module: Path) -> Iterator[str]:
    """The full names that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            if node.module == "exportcheck":
                yield from (f"exportcheck.{alias.name}" for alias in node.names)
            else:
                yield node.module or ""


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_a_room_imports_only_what_it_may(module: Path) -> None:
    """Core knows nothing above it, and rooms on one level do not know each other."""
    room = module.relative_to(PACKAGE).parts[0]
    if room not in ROOMS:
        return
    ours, others = ROOMS[room]
    for name in imported(module):
        top, _, rest = name.partition(".")
        if top == "exportcheck":
            assert rest.split(".")[0] in ours, f"{module}: {name}"
        else:
            assert top in sys.stdlib_module_names or top in others, f"{module}: {name}"


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_a_module_is_short_and_says_what_it_is_for(module: Path) -> None:
    """A module has a docstring, and can be read in one sitting."""
    text = module.read_text(encoding="utf-8")
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), f"{module} has no docstring"
    assert text.count("\n") <= 420, f"{module} is too long"


@pytest.mark.parametrize(
    "module", sorted((PACKAGE / "core").glob("*.py")), ids=lambda module: module.name
)
def test_core_has_no_float_and_no_clock(module: Path) -> None:
    """No float literal, no call of float, no clock, no environment, no randomness in core."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant):
            # The likeness of spellings for suggestions is the one ratio that is not a quantity.
            assert not isinstance(node.value, float) or module.name == "problems.py"
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in ("float", "date.today", "datetime.now", "time.time", "open")
        if isinstance(node, ast.Attribute):
            assert ast.unparse(node) not in ("os.environ", "random.random")


def test_nobody_imports_what_a_dependency_happens_to_bring() -> None:
    """Neither click nor pydantic is named: they are Typer's affair."""
    for module in MODULES:
        tops = {name.partition(".")[0] for name in imported(module)}
        assert not tops & {"click", "pydantic"}, module
