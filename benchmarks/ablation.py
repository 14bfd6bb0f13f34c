"""What each part of the library is worth: the scores without it.

python benchmarks/ablation.py [--corpus DIR --gold FILE]

A pattern file is left out by taking the words from its rules, the carry-over by forgetting everything
between sentences.
"""

import argparse
import sys
from unittest.mock import patch

from common import Data, add_data_options, predict, read_data

from dnextract.join.context import Discourse
from dnextract.layers import compile_lexicons
from dnextract.patterns import Patterns, load_patterns
from dnextract.patterns.models import PatternFile
from dnextract.pipeline import Extractor
from dnextract.scoring import score

LEVELS = ("span", "quantity", "record", "full")
WORDS = ("forms", "symbols", "prefixes", "before", "after", "glued_before")  # where a rule has its words


def without(group: str) -> Extractor:
    """Make an extractor whose pattern files with names that begin with `group` hold no words."""
    kept = Patterns(
        tuple(
            (name, emptied(file) if name.startswith(group) else file) for name, file in load_patterns().files
        )
    )
    extractor = Extractor()
    extractor._lexicons = compile_lexicons(kept)
    return extractor


def emptied(file: PatternFile) -> PatternFile:
    """Take the words from every rule."""
    rules = tuple(
        rule.model_copy(update={field: () for field in WORDS if hasattr(rule, field)}) for rule in file.rules
    )
    return file.model_copy(update={"rules": rules})


def row(name: str, extractor: Extractor, data: Data, base: tuple[float, ...]) -> tuple[float, ...]:
    """Print the change in each F1, in points."""
    result = score(data.gold, [f.row for f in predict(extractor, data.articles)], "core")
    f1 = tuple(100 * result.rates[level].f1 for level in LEVELS)
    shown = (
        (f"{value - old:+.1f}" for value, old in zip(f1, base, strict=True))
        if base
        else map("{:.1f}".format, f1)
    )
    print(f"| {name} | {' | '.join(shown)} |", flush=True)
    return f1


def main() -> int:
    parser = argparse.ArgumentParser(description="Score the library without each of its parts.")
    add_data_options(parser)
    options = parser.parse_args()
    data = read_data(options.corpus, options.gold)
    print(f"| without | {' | '.join(LEVELS)} |\n|---|" + "---|" * len(LEVELS))
    base = row("(all parts)", Extractor(), data, ())
    with patch("dnextract.pipeline.carry_over", lambda *_: Discourse()):
        row("carry-over between sentences", Extractor(), data, base)
    groups = ("figures/", "indicators/", "names/metric_heads", "names/organisations", "places/", "periods/")
    for group in (*groups, "predicates", "qualifiers", "status"):
        row(f"patterns/{group}", without(group), data, base)
    return 0


if __name__ == "__main__":
    sys.exit(main())
