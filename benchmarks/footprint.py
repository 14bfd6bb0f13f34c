"""What the library costs before and beside reading: import time, first call, memory on a long stream.

python benchmarks/footprint.py [--corpus DIR] [--articles 60]

Each is taken in a fresh process.
"""

import argparse
import random
import re
import resource
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from speed import read_texts

from dnextract.pipeline import Extractor

PROCESSES = 5
STREAM = 5_000_000  # characters
TEXT = "Năm 2024, doanh thu toàn ngành đạt 39.888 tỷ đồng, tăng 9,07% so với năm 2023."
STARTING = f"""
import time
start = time.perf_counter()
import dnextract
imported = time.perf_counter()
dnextract.extract({TEXT!r})
print(imported - start, time.perf_counter() - imported)
"""


class Start(NamedTuple):
    """Seconds of `import dnextract`, and of the first `extract` after it."""

    imported: float
    first: float


class Memory(NamedTuple):
    """The most memory a process held, in MB: up to the middle of a stream of articles, and in all."""

    half: float
    whole: float


def starting() -> Start:
    """Give the median of a few fresh processes, after one that compiles the modules."""
    taken = [Start(*map(float, run("-P", "-c", STARTING).split())) for _ in range(PROCESSES + 1)][1:]
    return Start(statistics.median(s.imported for s in taken), statistics.median(s.first for s in taken))


def memory(corpus: Path | None, articles: int) -> Memory:
    """Give the memory of a process that reads a long stream and keeps nothing of it."""
    options = ["--articles", str(articles), *(["--corpus", str(corpus)] if corpus else [])]
    return Memory(*map(float, run(__file__, "--stream", *options).split()))


def run(*arguments: str) -> str:
    """Run this interpreter, and give what it prints."""
    return subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True).stdout


def stream(texts: Sequence[str]) -> Iterator[str]:
    """Repeat articles without end, each time with other digits."""
    digits = random.Random(0)
    while True:
        for text in texts:
            yield re.sub(r"\d", lambda _: str(digits.randrange(10)), text)


def peak() -> float:
    """Give the most memory this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # there `getrusage` counts what the process was started from
        held = re.search(r"VmHWM:\s+(\d+)", status.read_text(encoding="ascii"))
        return int(held[1]) / (1 << 10) if held else 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def read_stream(texts: Sequence[str]) -> Memory:
    extractor, size, half = Extractor(), 0, 0.0
    for text in stream(texts):
        extractor.extract(text)
        size += len(text)
        half = half if size > STREAM // 2 else peak()
        if size > STREAM:
            break
    return Memory(half, peak())


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the start and the memory of the library.")
    parser.add_argument("--corpus", type=Path, help="a folder of articles; the library's by default")
    parser.add_argument("--articles", type=int, default=60, help="how many of them make the stream")
    parser.add_argument("--stream", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stream:
        print(*read_stream(read_texts(options.corpus, options.articles)))
        return 0
    start, held = starting(), memory(options.corpus, options.articles)
    print(f"import dnextract {start.imported:.2f} s, first extract {start.first:.2f} s")
    print(f"peak memory {held.half:.0f} MB at the middle of the stream, {held.whole:.0f} MB at its end")
    return 0


if __name__ == "__main__":
    sys.exit(main())
