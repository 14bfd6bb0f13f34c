"""How fast the library reads: characters a second on one core.

python benchmarks/speed.py [--corpus DIR] [--profile]

All figures come from one run and the best of three rounds; compare the ratios, not the seconds.
"""

import argparse
import cProfile
import gc
import pstats
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from dnextract.corpus import load_corpus
from dnextract.patterns import data_folder
from dnextract.pipeline import Extractor


def clock(work: Callable[[], object], rounds: int = 3) -> float:
    """Give the seconds of the quickest of a few rounds, with the collector at rest."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        gc.disable()
        try:
            start = time.perf_counter()
            work()
            best = min(best, time.perf_counter() - start)
        finally:
            gc.enable()
    return best


def throughput(texts: Sequence[str]) -> None:
    """Print the speed of the library beside that of what anyone would start with."""
    from underthesea import word_tokenize

    size = sum(map(len, texts))
    few = list(texts)[:20]
    part = sum(map(len, few))
    every, rules = Extractor(), Extractor(names=None)
    regex = re.compile(r"\d[\d.,]*\s*(?:%|tỷ|triệu|nghìn|USD|đồng)")
    rows = {
        "extract": size / clock(lambda: [every.extract(t) for t in texts]),
        "extract, names=None": size / clock(lambda: [rules.extract(t) for t in texts]),
        "underthesea.word_tokenize": part / clock(lambda: [word_tokenize(t) for t in few], 1),
        "a regular expression of numbers and units": size / clock(lambda: [regex.findall(t) for t in texts]),
    }
    print("| what | characters/s | of `extract` |\n|---|---|---|")
    for name, speed in rows.items():
        print(f"| {name} | {speed:,.0f} | {speed / rows['extract']:.2f} |")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the speed of the library.")
    parser.add_argument("--corpus", type=Path, help="a folder of articles; the library's by default")
    parser.add_argument("--profile", action="store_true", help="show where the time goes instead")
    options = parser.parse_args()
    texts = [article.text for article in load_corpus(options.corpus or data_folder("corpus"))]
    if options.profile:
        extractor = Extractor()
        with cProfile.Profile() as profile:
            for text in texts:
                extractor.extract(text)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return 0
    throughput(texts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
