"""How fast order files are judged, beside a bare pass over the file and a database.

    python tests/benchmarks/order_files.py [LINES]

It makes its own file (seeded), and in one run on one core measures

- (a) a bare `csv.reader` pass over it;
- (b) DuckDB, if it is installed: the file read, a hand-written test of TPP, density and destination
  joined to it, and the file written with the answer, on one thread;
- `exportcheck validate` to CSV, with reasons, rules, citations and open questions in each line;
- `exportcheck validate` on a hundredth of the lines: to JSONL, and to CSV with nothing assumed;
- the same to JSONL of orders of a month for 5 SKUs, 5 destinations and 5 buyers, in which the same
  is often asked again, and once more of that file with each line in it ten times;
- what one more line costs once what lines ask was asked before: of orders for 5 SKUs, 5
  destinations and 5 buyers, by the rules that come with the tool, and with as many again laid over
  them, each with a limit and places of its own.

It prints seconds and ratios, and the memory at its highest for a file and for one of a tenth of its
lines, with what is ordinary assumed and with nothing.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from exportcheck.core.values import Interval
from exportcheck.reading.library import load_library

SEED = 20260924
FIRST_DAY = date(2024, 9, 25)
HEADING = (
    "id,item.sku,destination,ship_date,end_user.name,end_user.headquarters,quantity,unit_value\n"
)


def write_orders(
    path: Path,
    lines: int,
    *,
    items: int = 200,
    destinations: int = 60,
    buyers: int = 5000,
    days: int = 730,
    times: int = 1,
) -> None:
    """Orders of 200 SKUs, 60 destinations, two years of days, 5,000 buyers with headquarters.

    Each of them stands in the file so many `times`, each time with an id of its own.
    """
    chance = random.Random(SEED)
    library = load_library()
    names = list(library.items.names)
    # The names of items, and for some of them the name without its maker, are the 200 SKUs.
    skus = (names + [name.partition(" ")[2] for name in names if " " in name])[:400]
    skus = [sku for sku in skus if len(library.items.find(sku)) == 1 and "," not in sku][:items]
    places = sorted(chance.sample(sorted(library.catalogue.countries), 55))
    places = list(dict.fromkeys(["CN", "HK", "MO", "US", "AE", *places]))[:destinations]
    names = [f"Buyer {number} Works" for number in range(buyers)]
    homes = [chance.choice(places) for _ in names]
    ships = [(FIRST_DAY + timedelta(days=step)).isoformat() for step in range(days)]
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADING)
        for number in range(lines):
            buyer = chance.randrange(buyers)
            rest = (
                f"{chance.choice(skus)},{chance.choice(places)},{chance.choice(ships)},"
                f"{names[buyer]},{homes[buyer]},{chance.randrange(1, 500)},"
                f"{chance.randrange(1000, 40000)} USD\n"
            )
            file.writelines(f"SO-{number + lines * time},{rest}" for time in range(times))


BOOK = """\
id: more
title: As many rules again
jurisdiction: a company
version: "1"
first_day: "2022-01-01"
verified_through: "2026-12-31"
covers: [orders]
not_covered: [everything else]
"""
RULE = """\
  - id: more-{number}
    title: More of {number}
    cites: [a manual]
    requires_license: {{reason: its own}}
    versions:
      - effective_from: "{day}"
        source: a manual
        read_in: the manual itself
        confidence: primary
        when:
          item.total_processing_performance: {{at_least: {tpp} TPP}}
          destination: {{in: [{places}]}}
          not: {{end_user.headquarters: {home}}}
"""


def write_rules(folder: Path) -> int:
    """A rulebook with as many rules as come with the tool, and so many there are."""
    chance = random.Random(SEED)
    library = load_library()
    count = sum(len(rulebook.rules) for rulebook in library.rulebooks)
    codes = sorted(library.catalogue.countries)
    (folder / "more").mkdir(parents=True)
    (folder / "more/rulebook.yaml").write_text(BOOK, encoding="utf-8")
    with (folder / "more/rules.yaml").open("w", encoding="utf-8") as file:
        file.write("title: More\ncites: [a manual]\nrules:\n")
        for number in range(count):
            file.write(
                RULE.format(
                    number=number,
                    day=FIRST_DAY + timedelta(days=chance.randrange(0, 730, 30)),
                    tpp=chance.randrange(30_000, 60_000),
                    places=", ".join(f'"{code}"' for code in chance.sample(codes, 12)),
                    home=f'"{chance.choice(codes)}"',
                )
            )
    return count


def write_tables(folder: Path) -> None:
    """The figures of the items and the destinations in scope, for the database."""
    library = load_library()
    with (folder / "items.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["sku", "tpp", "density"])
        for name in library.items.names:
            facts = library.items.facts_of(library.catalogue, library.items.find(name), name)
            figures = [
                facts[f"item.{each}"].value
                for each in ("total_processing_performance", "performance_density")
            ]
            row = [
                str(float(value.low)) if isinstance(value, Interval) and value.low else "0"
                for value in figures
            ]
            for alias in (name, name.partition(" ")[2]):
                out.writerow([alias, *row])
    groups = library.rulebooks[0].groups
    with (folder / "places.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["place"])
        for code in library.catalogue.countries:
            if set(groups.of(code, date(2026, 9, 1))) & {"D:1", "D:4", "D:5"}:
                out.writerow([code])


SQL = """
COPY (
  SELECT o.*,
    CASE WHEN (i.tpp >= 4800 OR (i.tpp >= 1600 AND i.density >= 5.92)
            OR (i.tpp >= 2400 AND i.density >= 1.6) OR (i.tpp >= 1600 AND i.density >= 3.2))
          AND (p.place IS NOT NULL OR h.place IS NOT NULL)
         THEN 'license_required' ELSE 'no_license_required' END AS outcome
  FROM read_csv('{orders}', header = true, all_varchar = true) o
  LEFT JOIN read_csv('{folder}/items.csv', header = true) i ON i.sku = o."item.sku"
  LEFT JOIN read_csv('{folder}/places.csv', header = true) p ON p.place = o.destination
  LEFT JOIN read_csv('{folder}/places.csv', header = true) h ON h.place = o."end_user.headquarters"
) TO '{out}' (HEADER)
"""


def bare_pass(path: Path) -> None:
    with path.open(newline="", encoding="utf-8") as file:
        for _ in csv.reader(file):
            pass


def database(path: Path, folder: Path) -> None:
    import duckdb

    connection = duckdb.connect(config={"threads": 1})
    connection.execute(SQL.format(orders=path, folder=folder, out=folder / "duckdb.csv"))


def validate(
    path: Path, form: str, out: Path, profile: str = "ordinary", rules: Path | None = None
) -> int:
    """Judge a file in a process of its own; its memory at the highest, in KiB."""
    command = [sys.executable, "-m", "exportcheck", "validate", str(path), "--no-config"]
    command += ["--rules", str(rules)] if rules else []
    command += ["--assume", profile, f"--format={form}={out}"]
    before = os.times()
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        said = process.stderr.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1, 3), said
    assert os.times().elapsed >= before.elapsed
    return int(used.ru_maxrss)


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def cost_of_more(folder: Path, lines: int, rules: Path | None) -> float:
    """The microseconds that one more line takes where nothing is asked anew."""
    once, twice = folder / "once.csv", folder / "twice.csv"
    for path, count in ((once, lines), (twice, 2 * lines)):
        write_orders(path, count, items=5, destinations=5, buyers=5)

    def took(path: Path) -> float:
        return min(
            seconds(lambda: validate(path, "csv", folder / "out.csv", rules=rules))
            for _ in range(3)
        )

    validate(once, "csv", folder / "out.csv", rules=rules)
    return (took(twice) - took(once)) / lines * 1e6


def main() -> None:
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        orders, tenth, few = folder / "orders.csv", folder / "tenth.csv", folder / "few.csv"
        write_orders(orders, lines)
        write_orders(tenth, lines // 10)
        write_orders(few, max(lines // 100, 1))
        write_tables(folder)
        warm = folder / "warm.csv"
        write_orders(warm, 1)
        validate(warm, "csv", folder / "warm.out")
        bare = min(seconds(lambda: bare_pass(orders)) for _ in range(3))
        print(f"{lines} lines, {orders.stat().st_size / 1e6:.0f} MB")
        print(f"(a) csv.reader alone        {bare:8.2f} s")
        try:
            base = min(seconds(lambda: database(orders, folder)) for _ in range(2))
            print(f"(b) DuckDB, one thread      {base:8.2f} s  {base / bare:6.2f} x (a)")
        except ImportError:
            base = None
            print("(b) DuckDB is not installed")
        memory = 0

        def whole() -> None:
            nonlocal memory
            memory = validate(orders, "csv", folder / "out.csv")

        took = seconds(whole)
        beside = "" if base is None else f"  {took / base:6.2f} x (b)"
        print(f"validate to CSV             {took:8.2f} s  {took / bare:6.2f} x (a){beside}")
        print(f"                            {lines / took:8.0f} lines/s")
        small = validate(tenth, "csv", folder / "out.csv")
        ratio = memory / small
        print(f"memory                      {memory / 1024:8.0f} MiB {ratio:5.2f} x a tenth")
        some = max(lines // 100, 1)
        took = seconds(lambda: validate(few, "jsonl", folder / "out.jsonl"))
        size = (folder / "out.jsonl").stat().st_size / some
        print(f"validate to JSONL           {some / took:8.0f} lines/s, {size:.0f} bytes a line")
        month = folder / "month.csv"
        write_orders(month, some, items=5, destinations=5, buyers=5, days=28)
        once = seconds(lambda: validate(month, "jsonl", folder / "out.jsonl"))
        print(f"    a month's orders        {some / once:8.0f} lines/s")
        write_orders(month, some, items=5, destinations=5, buyers=5, days=28, times=10)
        more = seconds(lambda: validate(month, "jsonl", folder / "out.jsonl")) - once
        print(f"    what was asked before   {9 * some / more:8.0f} lines/s")
        write_orders(warm, max(some // 10, 1))
        small = validate(warm, "csv", folder / "out.csv", "none")

        def unassumed() -> None:
            nonlocal memory
            memory = validate(few, "csv", folder / "out.csv", "none")

        took = seconds(unassumed)
        ratio = memory / small
        print(f"validate, nothing assumed   {some / took:8.0f} lines/s")
        print(f"                            {memory / 1024:8.0f} MiB {ratio:5.2f} x a tenth")
        count = write_rules(folder / "rules")
        alone = cost_of_more(folder, lines // 2, None)
        more = cost_of_more(folder, lines // 2, folder / "rules")
        print(f"one more line               {alone:8.2f} us by the rules alone")
        print(f"                            {more:8.2f} us with {count} more {more / alone:5.2f} x")
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
