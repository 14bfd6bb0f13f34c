"""How fast the library reads, beside what anyone would start with: characters a second on one core.

python benchmarks/speed.py [--corpus DIR] [--articles 60] [--profile]

All of them read the same articles, spread evenly over the corpus, in one run; compare the ratios, not the
seconds. A library that is not installed is left out (`make bench` installs them all).
"""

import argparse
import cProfile
import gc
import pstats
import re
import sys
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from dnextract.corpus import load_corpus
from dnextract.patterns import data_folder
from dnextract.pipeline import Extractor

EXTRACT, RULES = "extract", "extract, names=None"
QUANTULUM, NER = "quantulum3", "underthesea.ner"
LONG = 2.0  # seconds: what takes longer is read once
ROUNDS = 3

Reader = Callable[[str], object]


def readers() -> Mapping[str, Reader]:
    """Give the library and its peers, each as a function that reads a text."""
    from underthesea import ner, sent_tokenize, word_tokenize

    numbers = re.compile(r"\d[\d.,]*\s*(?:%|tỷ|triệu|nghìn|USD|đồng)")
    found: dict[str, Reader] = {
        EXTRACT: Extractor().extract,
        RULES: Extractor(names=None).extract,
        "underthesea.word_tokenize": word_tokenize,
        NER: lambda text: [ner(sentence) for sentence in sent_tokenize(text)],  # it is quadratic
        "a regular expression of numbers and units": numbers.findall,
    }
    if find_spec("quantulum3") is not None:
        with warnings.catch_warnings():  # it warns that its classifier is an extra
            warnings.simplefilter("ignore")
            from quantulum3 import classifier
            from quantulum3.parser import parse

        classifier.USE_CLF = False  # of English words; slower, and made for one release of scikit-learn
        found[QUANTULUM] = parse
    return found


def throughput(texts: Sequence[str]) -> dict[str, float]:
    """Give the characters a second of the library and its peers on the same texts."""
    size = sum(map(len, texts))
    speeds = {}
    for name, read in readers().items():
        read(texts[0])  # loads what it needs

        def work(read: Reader = read) -> None:
            for text in texts:
                read(text)

        speeds[name] = size / clock(work)
    return speeds


def clock(work: Callable[[], object]) -> float:
    """Give the processor seconds of the quickest of a few rounds, with the collector at rest."""
    times: list[float] = []
    while len(times) < ROUNDS and sum(times) < LONG:
        gc.collect()
        gc.disable()
        try:
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
        finally:
            gc.enable()
    return min(times)


def read_texts(corpus: Path | None, articles: int) -> list[str]:
    """Load articles of a corpus, the library's by default, at even distances."""
    texts = [article.text for article in load_corpus(corpus or data_folder("corpus"))]
    return texts[:: max(1, len(texts) // articles)][:articles]


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the speed of the library.")
    parser.add_argument("--corpus", type=Path, help="a folder of articles; the library's by default")
    parser.add_argument("--articles", type=int, default=60, help="how many of them to read")
    parser.add_argument("--profile", action="store_true", help="show where the time goes instead")
    options = parser.parse_args()
    texts = read_texts(options.corpus, options.articles)
    if options.profile:
        extractor = Extractor()
        with cProfile.Profile() as profile:
            for text in texts:
                extractor.extract(text)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return 0
    speeds = throughput(texts)
    print("| what | characters/s | of `extract` |\n|---|---|---|")
    for name, speed in speeds.items():
        print(f"| {name} | {speed:,.0f} | {speed / speeds[EXTRACT]:.2f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
