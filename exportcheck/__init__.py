"""exportcheck: checks a proposed shipment against export-control rules kept in YAML.

The names below are the public interface; everything else may change. They are loaded when they are
first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exportcheck.version import __version__

if TYPE_CHECKING:
    from exportcheck.api import Assessment, assess, load_rulebooks
    from exportcheck.core.findings import Outcome
    from exportcheck.core.judgments import Determination
    from exportcheck.core.library import Library
    from exportcheck.core.problems import Problem, UnusableInput

_HOMES = {
    "Assessment": "exportcheck.api",
    "assess": "exportcheck.api",
    "load_rulebooks": "exportcheck.api",
    "Determination": "exportcheck.core.judgments",
    "Outcome": "exportcheck.core.findings",
    "Library": "exportcheck.core.library",
    "Problem": "exportcheck.core.problems",
    "UnusableInput": "exportcheck.core.problems",
}

__all__ = [
    "Assessment",
    "Determination",
    "Library",
    "Outcome",
    "Problem",
    "UnusableInput",
    "__version__",
    "assess",
    "load_rulebooks",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `exportcheck` has no attribute `{name}`")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
