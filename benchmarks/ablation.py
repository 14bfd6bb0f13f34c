"""What each part of the library is worth: the scores without it.

python benchmarks/ablation.py [--corpus DIR --gold FILE]

A pattern file or one family of its cues is left out by taking the words from its rules, the carry-over by
forgetting everything between sentences, the tagger by `names=None`. "The tagger alone" names what is measured
where the rules do it otherwise.
"""

import argparse
import sys
from unittest.mock import patch

from common import Data, add_data_options, predict, read_data

from dnextract.join.context import Discourse
from dnextract.join.figures import ReadFrame
from dnextract.layers import SentenceLayers, compile_lexicons
from dnextract.names.mentions import NameMention
from dnextract.patterns import Patterns, load_patterns
from dnextract.patterns.models import PatternFile
from dnextract.pipeline import Extractor
from dnextract.scoring import score
from dnextract.tagger import Tags

CUES = "connectives"
LEVELS = ("span", "quantity", "record", "full")
WORDS = ("forms", "symbols", "prefixes", "before", "after", "glued_before")  # where a rule has its words


class TaggerAlone(Extractor):
    """An extractor for which only the tagger finds what is measured."""

    def _tag(self, layers: list[SentenceLayers]) -> list[SentenceLayers]:
        return [
            s._replace(frames=tuple(f._replace(names=self._renamed(f, s.tags)) for f in s.frames))
            for s in super()._tag(layers)
        ]

    def _renamed(self, read: ReadFrame, tags: Tags | None) -> tuple[NameMention, ...]:
        starts = [token.start for token in read.frame.tokens]
        names = [n for n in read.names if n.label != "METRIC"]
        for tagged in tags.metrics() if tags else ():
            inside = [i for i, start in enumerate(starts) if tagged.start <= start < tagged.end]
            if inside:
                names.append(NameMention(inside[0], inside[-1] + 1, "METRIC", "tagger"))
        return tuple(sorted(names, key=lambda n: n.first))


def without(group: str, cues: str | None = None) -> Extractor:
    """Make an extractor whose pattern files with names that begin with `group` hold no words.

    With `cues` it is the rule of that id alone that holds none.
    """
    kept = Patterns(
        tuple(
            (name, emptied(file, cues) if name.startswith(group) else file)
            for name, file in load_patterns().files
        )
    )
    extractor = Extractor()
    extractor._lexicons = compile_lexicons(kept)
    return extractor


def emptied(file: PatternFile, cues: str | None) -> PatternFile:
    """Take the words from every rule, or from one."""
    rules = tuple(
        rule.model_copy(update={field: () for field in WORDS if hasattr(rule, field)})
        if cues in (None, rule.id)
        else rule
        for rule in file.rules
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
    row("the tagger (rules alone)", Extractor(names=None), data, base)
    row("heads of metrics (the tagger alone)", TaggerAlone(), data, base)
    with patch("dnextract.pipeline.carry_over", lambda *_: Discourse()):
        row("carry-over between sentences", Extractor(), data, base)
    groups = ("figures/", "indicators/", "names/metric_heads", "names/organisations", "places/", "periods/")
    for group in (*groups, "predicates", "qualifiers", "status"):
        row(f"patterns/{group}", without(group), data, base)
    for rule in load_patterns().cues(CUES):
        row(f"{CUES}: {rule}", without(f"join/{CUES}", rule), data, base)
    return 0


if __name__ == "__main__":
    sys.exit(main())
