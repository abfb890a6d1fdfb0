"""How long a cold start takes, beside the imports it cannot do without.

    python tests/benchmarks/cold_start.py [RUNS]

Times whole processes in turn (A B A B ...) and prints medians and ratios. The aims: `check` at most
2.0 times `import typer, rich.console` once the rules are cached, `--version` at most 1.2 times
`import typer`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHECK = ["-m", "exportcheck", "check", "NVIDIA H20", "--to", "CN", "--date", "2025-05-01"]
PAIRS = [
    ("check", CHECK, "import typer, rich.console", 2.0),
    ("--version", ["-m", "exportcheck", "--version"], "import typer", 1.2),
]


def seconds(arguments: list[str]) -> float:
    """The wall time of one process, its output thrown away."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return time.perf_counter() - start


def main(runs: int) -> None:
    print(f"{runs} runs each, in turn; medians in milliseconds")
    for name, arguments, base, aim in PAIRS:
        seconds(arguments)  # fills the cache of rules and compiles the modules
        times = [(seconds(arguments), seconds(["-c", base])) for _ in range(runs)]
        ours = statistics.median(ours for ours, _ in times)
        theirs = statistics.median(theirs for _, theirs in times)
        ratio = statistics.median(ours / theirs for ours, theirs in times)
        print(
            f"{name:<10} {ours * 1000:6.0f}   {base:<28} {theirs * 1000:6.0f}   "
            f"ratio {ratio:.2f} (aim at most {aim})"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
