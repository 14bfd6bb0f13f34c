"""Every budget of the library in one run: speed beside its peers, start, memory, growth.

python benchmarks/bench.py [--corpus DIR] [--articles 60] [--size 20000] [--compiled DIR] [--json FILE]

`make bench` runs it in an environment of its own, with the peers. The library is measured as it is installed,
in pure Python, and once more as the compiled package in the folder `--compiled`, each beside the peers in
its own process. Exits with 1 if the last of them misses a budget. Speeds are ratios of one process;
`growth.py` shows the growth of more and longer texts.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from footprint import memory, starting
from growth import MOST, growth, pieces
from rich.console import Console
from rich.table import Table
from speed import EXTRACT, NER, QUANTULUM, RULES, read_texts, throughput

from dnextract.pipeline import Extractor
from dnextract.text import tokens

PEERS = {QUANTULUM: 8.0, NER: 50.0}  # how many times as fast `extract` is to be
RULES_ALONE = 1.5  # the same for rules alone, of what `extract` is to reach
IMPORT, FIRST = 0.3, 0.7  # seconds
MEMORY = 200.0  # MB
FLAT = 1.05  # times the memory at the middle of a stream
GROWING = ("articles", "digits", "nested brackets", "one endless sentence", "ratios")


class Line(NamedTuple):
    """Something measured, in a unit, and the least or the most it is to be."""

    what: str
    value: float
    unit: str
    least: float | None = None
    most: float | None = None

    @property
    def passed(self) -> bool | None:
        """Tell whether the budget is kept; `None` where there is none."""
        if self.least is None and self.most is None:
            return None
        return (self.least is None or self.value >= self.least) and (
            self.most is None or self.value <= self.most
        )


def compared(speeds: dict[str, float]) -> Iterator[Line]:
    """Give the speeds, and those of the library in terms of its peers'."""
    for name, speed in speeds.items():
        yield Line(name, speed, "characters/s")
    for peer, times in PEERS.items():
        if peer in speeds:
            yield Line(f"{EXTRACT} / {peer}", speeds[EXTRACT] / speeds[peer], "times", times)
            yield Line(f"{RULES} / {peer}", speeds[RULES] / speeds[peer], "times", times * RULES_ALONE)


def footprint(corpus: Path | None, articles: int) -> Iterator[Line]:
    """Give the seconds of the start and the memory of a long stream."""
    start, held = starting(), memory(corpus, articles)
    yield Line("import dnextract", start.imported, "s", most=IMPORT)
    yield Line("first extract", start.first, "s", most=FIRST)
    yield Line("peak memory", held.whole, "MB", most=MEMORY)
    yield Line("peak memory / at the middle of the stream", held.whole / held.half, "times", most=FLAT)


def grown(size: int) -> Iterator[Line]:
    """Give how many times as long ten times the text takes."""
    read, texts = Extractor().extract, pieces()
    for name in GROWING:
        once, tenfold = growth(read, texts[name], size)
        yield Line(f"ten times {size:,} characters of {name}", tenfold / once, "times", most=MOST)


def measured(corpus: Path | None, articles: int, size: int) -> list[Line]:
    """Measure the library that this process has imported."""
    return [
        *compared(throughput(read_texts(corpus, articles))),
        *footprint(corpus, articles),
        *grown(size),
    ]


def measured_apart(package: Path, arguments: Sequence[str]) -> list[Line]:
    """Measure the library in a folder of packages, in a process of its own."""
    path = os.pathsep.join(filter(None, (str(package.resolve()), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, __file__, *arguments, "--lines"]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
    )
    return [Line(*cells) for cells in json.loads(done.stdout)]


def build() -> str:
    """Name the build of the library that this process has imported."""
    return "pure Python" if tokens.__file__.endswith(".py") else "compiled"


def table(builds: Mapping[str, Sequence[Line]]) -> Table:
    """Show what was measured beside its budget, a column for each build."""
    shown = Table("what", "budget", title="Budgets")
    for name in builds:
        shown.add_column(name, justify="right")
    for lines in zip(*builds.values(), strict=True):
        line = lines[0]
        budget = f"≥ {line.least:g}" if line.least else f"≤ {line.most:g}" if line.most else ""
        shown.add_row(line.what, budget, *map(_cell, lines))
    return shown


_VERDICT = {True: "[green]kept", False: "[red]missed", None: ""}


def _cell(line: Line) -> str:
    value = f"{line.value:,.0f}" if line.value >= 100 else f"{line.value:.2f}"
    return f"{value} {line.unit} {_VERDICT[line.passed]}".rstrip()


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the library against its budgets.")
    parser.add_argument("--corpus", type=Path, help="a folder of articles; the library's by default")
    parser.add_argument("--articles", type=int, default=60, help="how many of them to read")
    parser.add_argument("--size", type=int, default=20_000, help="characters of the texts that grow")
    parser.add_argument("--compiled", type=Path, help="a folder with the compiled package, measured too")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    parser.add_argument("--lines", action="store_true", help="print the figures as JSON and no table")
    options = parser.parse_args()
    lines = measured(options.corpus, options.articles, options.size)
    if options.lines:
        print(json.dumps(lines))
        return 0
    builds = {build(): lines}
    if options.compiled:
        arguments = [f"--articles={options.articles}", f"--size={options.size}"]
        arguments += [f"--corpus={options.corpus}"] if options.corpus else []
        builds["compiled"] = measured_apart(options.compiled, arguments)
    Console().print(table(builds))
    if options.json:
        cells = {
            name: [{**line._asdict(), "passed": line.passed} for line in lines]
            for name, lines in builds.items()
        }
        options.json.write_text(json.dumps(cells, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if any(line.passed is False for line in [*builds.values()][-1]) else 0


if __name__ == "__main__":
    sys.exit(main())
