"""Analyses and comparisons of rules as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from exportcheck.core.impact import Impact
from exportcheck.core.places import Place
from exportcheck.core.proofs import Analysis, Differences
from exportcheck.core.records import Record
from exportcheck.core.rule_changes import Changes
from exportcheck.core.windows import Window
from exportcheck.reporting.as_proofs import LIMITS, LIMITS_OF_DIFF


def analysis_json(analysis: Analysis) -> str:
    return _text("exportcheck/analysis/1", _plain(analysis), {"limits": list(LIMITS)})


def differences_json(changes: Changes, differences: Differences) -> str:
    return _text(
        "exportcheck/rules-diff/1",
        {"changes": _plain(changes), "answers": _plain(differences)},
        {
            "equal": differences.equal and not changes.not_decided,
            "newly_passes": differences.newly_passes,
            "limits": list(LIMITS_OF_DIFF),
        },
    )


def impact_json(impact: Impact) -> str:
    return _text(
        "exportcheck/impact/1",
        {"flips": [_plain(row) for row in impact.flips], "problems": impact.problems},
        {
            "lines": len(impact.rows),
            "newly_passes": impact.newly_passes,
            "by_turn": {f"{a} -> {b}": count for (a, b), count in impact.turns.items()},
            "by_rule": dict(impact.by_rule()),
            "by_customer": dict(impact.by_customer()),
        },
    )


def _text(schema: str, *parts: Mapping[str, Any]) -> str:
    whole: dict[str, Any] = {"schema": schema}
    for part in parts:
        whole |= part
    return json.dumps(whole, indent=2, ensure_ascii=True, sort_keys=True) + "\n"


def _plain(value: Any) -> Any:
    """Records, days, places and tuples as JSON has them."""
    if isinstance(value, Record):
        return {name: _plain(getattr(value, name)) for name in sorted(value._fields)}
    if isinstance(value, Window):
        end = None if value.end is None else value.end.isoformat()
        return {"first": value.first.isoformat(), "end": end}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Place):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
