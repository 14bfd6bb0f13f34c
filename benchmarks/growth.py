"""How the time grows with the text: ten times the text takes ten times as long, whatever stands in it.

python benchmarks/growth.py [--size 1000000] [--only NAME...]

Reads texts of `--size` characters and of ten times as many with the whole library, and texts of a tenth of
that with the stages that read numbers, which here see the text undivided. Exits with 1 if any takes more than
1.15 times ten times as long. The times are those of the processor, with the collector at rest; a longer text
that takes less than a tenth of a second is not judged. All of it takes half an hour; a smaller `--size` shows
the same sooner.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable

from dnextract.corpus import load_corpus
from dnextract.grammar.lexicon import compile_figures
from dnextract.grammar.numbers import find_numbers
from dnextract.patterns import data_folder, load_patterns
from dnextract.pipeline import Extractor
from dnextract.text import tokenize

MOST = 11.5  # times as long for ten times the text
SHORTEST = 0.1  # seconds that tell anything
ENOUGH = 5.0  # seconds for the readings of one text

PIECES = {
    "digits": "1234567890",
    "digits and dots": "1.",
    "grouped digits": "1.234.",
    "digits apart": "123 ",
    "digits and colons": "1:",
    "digits and slashes": "1/",
    "dots": ".",
    "commas": ",",
    "spaces": " ",
    "scale words": "tỷ ",
    "figures of scale words": "2 tỷ 300 triệu ",
    "number words": "hai mươi mốt ",
    "hundreds": "một trăm ",
    "decimals in words": "hai phẩy ",
    "indefinite amounts": "hàng chục ",
    "powers": "10^",
    "fraction signs": "½",
    "opening brackets": "(",
    "nested brackets": "(12 ",
    "closing brackets": "5) ",
    "ranges": "5-",
    "ratios": "5 người/",
    "time words": "tháng năm quý ",
    "one endless sentence": "tăng 5% và giảm 3 tỷ đồng so với năm 2020 , ",
}


def pieces() -> dict[str, str]:
    """Give what texts are made of by repeating it: the articles of the library, and the odd pieces."""
    return {"articles": "\n".join(a.text for a in load_corpus(data_folder("corpus"))), **PIECES}


def growth(read: Callable[[str], object], piece: str, size: int) -> tuple[float, float]:
    """Give the seconds for a text of so many repeated characters, and for ten times as many."""
    text = piece * (size // len(piece) + 1)
    return seconds(read, text), seconds(read, text * 10)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure how the time grows with the text.")
    parser.add_argument("--size", type=int, default=1_000_000, help="characters of the smaller text")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="the names of some of the texts")
    options = parser.parse_args()
    words = compile_figures(load_patterns()).numbers
    extractor = Extractor()

    def read_numbers(text: str) -> object:
        return find_numbers(tokenize(text), words)

    print("| text | extract, s | ten times as long | numbers, s | ten times as long |\n|---|---|---|---|---|")
    linear = True
    for name, piece in pieces().items():
        if options.only and name not in options.only:
            continue
        cells = []
        for read, size in ((extractor.extract, options.size), (read_numbers, options.size // 10)):
            once, tenfold = growth(read, piece, size)
            linear = linear and (tenfold < SHORTEST or tenfold <= MOST * once)
            cells += [f"{once:.2f}", f"{tenfold / once:.1f}" if tenfold >= SHORTEST else "-"]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    return 0 if linear else 1


def seconds(read: Callable[[str], object], text: str) -> float:
    """Give the processor time of the quickest of up to five readings, fewer where they are long."""
    times: list[float] = []
    while len(times) < 5 and sum(times) < ENOUGH:
        gc.collect()
        gc.disable()
        try:
            start = time.process_time()
            read(text)
            times.append(time.process_time() - start)
        finally:
            gc.enable()
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
