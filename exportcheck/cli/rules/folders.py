"""Where the commands for rules look: our own folder, then those the options name."""

from __future__ import annotations

from pathlib import Path


def rule_folders(rules: list[str] | None) -> list[Path]:
    """Our rules, then the folders of `--rules`."""
    from exportcheck.reading.folders import default_rules

    return [default_rules(), *map(Path, rules or ())]
