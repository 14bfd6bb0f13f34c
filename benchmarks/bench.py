"""Every budget of the library in one run: speed beside its peers, start, memory, growth.

python benchmarks/bench.py [--corpus DIR] [--articles 60] [--size 20000] [--json FILE]

`make bench` runs it in an environment of its own, with the peers. Exits with 1 if a budget is missed. Speeds
are ratios of one run; `growth.py` shows the growth of more and longer texts.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from footprint import memory, starting
from growth import MOST, growth, pieces
from rich.console import Console
from rich.table import Table
from speed import EXTRACT, NER, QUANTULUM, RULES, read_texts, throughput

from dnextract.pipeline import Extractor

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


def table(lines: list[Line]) -> Table:
    """Show what was measured beside its budget."""
    shown = Table("what", "budget", "", title="Budgets")
    shown.add_column("measured", justify="right")
    for line in lines:
        budget = f"≥ {line.least:g}" if line.least else f"≤ {line.most:g}" if line.most else ""
        verdict = {True: "[green]kept", False: "[red]missed", None: ""}[line.passed]
        value = f"{line.value:,.0f}" if line.value >= 100 else f"{line.value:.2f}"
        shown.add_row(line.what, budget, verdict, f"{value} {line.unit}")
    return shown


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the library against its budgets.")
    parser.add_argument("--corpus", type=Path, help="a folder of articles; the library's by default")
    parser.add_argument("--articles", type=int, default=60, help="how many of them to read")
    parser.add_argument("--size", type=int, default=20_000, help="characters of the texts that grow")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    options = parser.parse_args()
    lines = [
        *compared(throughput(read_texts(options.corpus, options.articles))),
        *footprint(options.corpus, options.articles),
        *grown(options.size),
    ]
    Console().print(table(lines))
    if options.json:
        cells = [{**line._asdict(), "passed": line.passed} for line in lines]
        options.json.write_text(json.dumps(cells, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if any(line.passed is False for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
