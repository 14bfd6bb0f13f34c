"""Kill runs at random moments, go on, and compare the store with that of an undisturbed run.

python benchmarks/kills.py [--kills 50] [--articles 400] [--workers 2] [--seed 0]
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from select import select
from typing import Any, Self

import duckdb

# What a store holds apart from runs, times, and the order of rows.
TABLES = {
    "documents": "* EXCLUDE run",
    "records": "*",
    "failures": "source, line, reason",
    "identities": "*",
    "files": "path, size, content, reading, articles",
}
# One process loads what a run needs and forks a child for each, so that kills fall into the work. A small
# chunk gives many moments between transactions.
_RUNS = """
import os, sys
from datetime import datetime
from pathlib import Path
import duckdb, pyarrow
from dnextract.batch import LocalEngine, run_batch
from dnextract.inputs import find_sources
from dnextract.pipeline import default_extractor
from dnextract.store import open_store

def run(db, workers, inputs):
    engine = LocalEngine(int(workers), articles=5)
    with open_store(Path(db)) as store:
        run_batch(find_sources([inputs]), store, engine=engine, version="1", clock=datetime.now)

if __name__ == "__main__":
    default_extractor()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            run(*line.split())
            os._exit(0)
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)
"""


class Runs:
    """A process that starts runs, one at a time, each in a child of its own."""

    def __init__(self, script: Path) -> None:
        script.write_text(_RUNS, encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(self, db: Path, workers: int, inputs: Path, kill_after: float | None = None) -> int:
        """Run, and kill the run after some seconds; give its exit status, -9 if it was killed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{db} {workers} {inputs}\n".encode())
        child = int(self._process.stdout.readline())
        if kill_after is not None and not select([self._process.stdout], [], [], kill_after)[0]:
            os.kill(child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(int(self._process.stdout.readline()))


def contents(db: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Give all that a store holds apart from runs and times, sorted."""
    with duckdb.connect(db, read_only=True) as store:
        return {
            table: store.execute(f"SELECT {columns} FROM {table} ORDER BY ALL").fetchall()
            for table, columns in TABLES.items()
        }


def write_inputs(folder: Path, articles: int, *, later: bool) -> None:
    """Write files and tables of articles; `later`, some have changed and some are mended."""
    for k in range(articles):
        more = ".500" if later and k % 3 == 0 else ""
        text = f"Năm 2024, sản lượng nhà máy {k} đạt {k + 5}{more} tấn, tăng {k % 7},5%."
        path = folder / str(k % 5) / f"{k}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("" if k % 10 == 9 and not later else text, encoding="utf-8")
    for table in ("a", "b"):  # the same addresses in both, and a line that is broken until later
        market = f"ở chợ {table}{later}"
        rows = [
            f'{{"url": "https://example.vn/{k}", "text": "Giá {market} tăng {k % 9},{k}%."}}'
            for k in range(articles)
        ]
        rows[articles // 2] = rows[0] if later else "{"
        (folder / f"{table}.jsonl").write_text("\n".join(rows), encoding="utf-8")


def kill_runs(folder: Path, *, kills: int, articles: int, workers: int, seed: int) -> Iterator[bool]:
    """Kill runs until `kills` were, and tell of each store that came to its end whether it is right.

    The runs find a store of the day before, so that they replace and remove as well as add.
    """
    chance = random.Random(seed)
    inputs, db, undisturbed = folder / "inputs", folder / "killed.duckdb", folder / "undisturbed.duckdb"
    with Runs(folder / "runs.py") as runs:
        write_inputs(inputs, articles, later=False)
        runs.run(undisturbed, workers, inputs)
        before = undisturbed.read_bytes()
        write_inputs(inputs, articles, later=True)
        began = time.monotonic()
        runs.run(undisturbed, workers, inputs)
        lasted = time.monotonic() - began
        expected = contents(undisturbed)
        while kills > 0:
            db.with_name(f"{db.name}.wal").unlink(missing_ok=True)
            db.write_bytes(before)
            while kills > 0 and runs.run(db, workers, inputs, chance.uniform(0, lasted)) == -signal.SIGKILL:
                kills -= 1
            yield runs.run(db, workers, inputs) == 0 and contents(db) == expected


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill runs at random moments and compare their results.")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = list(kill_runs(Path(folder), **vars(options)))
    ended = f"{len(results)} stores brought to their end, {results.count(True)} as undisturbed"
    print(f"{options.kills} kills, {ended}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
