"""How well metrics are linked to indicators, on the phrases of `linking.yaml`.

python benchmarks/linking.py [--wrong]

A link is right if the phrase has that indicator; precision is of the links made, recall of those there are.
Each row adds one way of linking to the row before; the last rows try how alike a misspelt word must be.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dnextract.linking.abbreviations import find_abbreviations
from dnextract.linking.catalogue import Catalogue, compile_catalogue
from dnextract.linking.indicators import ALIKE, Figure, Linker
from dnextract.names.gazetteer import Gazetteer, compile_gazetteer
from dnextract.patterns import Patterns, load_patterns
from dnextract.patterns.models import CuesFile

GOLD = Path(__file__).with_name("linking.yaml")
NEVER = 101  # alike enough: no word is


@dataclass(frozen=True)
class Phrase:
    """A metric as written, its figure, the text before it, and the indicator it stands for."""

    metric: str
    figure: Figure
    text: str
    indicator: str | None


@dataclass(frozen=True)
class Outcome:
    """The links made of the phrases, in their order."""

    phrases: Sequence[Phrase]
    links: Sequence[str | None]

    @property
    def wrong(self) -> list[tuple[Phrase, str | None]]:
        return [(p, link) for p, link in zip(self.phrases, self.links, strict=True) if link != p.indicator]

    @property
    def precision(self) -> float:
        return self._right / max(1, sum(link is not None for link in self.links))

    @property
    def recall(self) -> float:
        return self._right / max(1, sum(p.indicator is not None for p in self.phrases))

    @property
    def _right(self) -> int:
        pairs = zip(self.phrases, self.links, strict=True)
        return sum(link is not None and link == p.indicator for p, link in pairs)


def load_phrases() -> list[Phrase]:
    """Read the gold."""
    return [_phrase(row) for row in yaml.safe_load(GOLD.read_text(encoding="utf-8"))]


def _phrase(row: Mapping[str, Any]) -> Phrase:
    figure = Figure(row["kind"], row["unit"], row.get("per"), row.get("aspect", "level"))
    return Phrase(row["phrase"], figure, row.get("text", ""), row["id"])


def link_all(
    phrases: Sequence[Phrase],
    catalogue: Catalogue,
    gazetteer: Gazetteer,
    *,
    alike: float = ALIKE,
    abbreviations: bool = True,
) -> Outcome:
    """Link every phrase by itself."""
    links = []
    for phrase in phrases:
        defined = find_abbreviations(phrase.text, catalogue) if abbreviations else {}
        link = Linker(catalogue, gazetteer, defined, alike).link(phrase.metric, phrase.figure)
        links.append(link.indicator)
    return Outcome(phrases, links)


def ways(patterns: Patterns) -> Iterator[tuple[str, Outcome]]:
    """Give the outcome of each way of linking."""
    phrases, gazetteer, catalogue = load_phrases(), compile_gazetteer(patterns), compile_catalogue(patterns)
    plain = [
        named
        for named in patterns.files
        if not (isinstance(named[1], CuesFile) and named[1].family == "metric_wording")
    ]
    as_written = compile_catalogue(Patterns(tuple(plain)))
    yield "names and aliases", link_all(phrases, as_written, gazetteer, alike=NEVER, abbreviations=False)
    yield "+ other wording", link_all(phrases, catalogue, gazetteer, alike=NEVER, abbreviations=False)
    yield "+ abbreviations of the text", link_all(phrases, catalogue, gazetteer, alike=NEVER)
    for alike in (90, 85, 80, 75, 70, 60):
        yield f"+ a word {alike} % alike", link_all(phrases, catalogue, gazetteer, alike=alike)


def main() -> int:
    parser = argparse.ArgumentParser(description="Score the links of metrics to indicators.")
    parser.add_argument("--wrong", action="store_true", help="list what is linked otherwise than the gold")
    options = parser.parse_args()
    patterns = load_patterns()
    print("| way | links | precision | recall |\n|---|---|---|---|")
    for way, outcome in ways(patterns):
        made = sum(link is not None for link in outcome.links)
        print(f"| {way} | {made} | {outcome.precision:.3f} | {outcome.recall:.3f} |")
    if options.wrong:
        used = link_all(load_phrases(), compile_catalogue(patterns), compile_gazetteer(patterns))
        for phrase, link in used.wrong:
            print(f"{phrase.metric} ({phrase.figure.unit}): {link}, not {phrase.indicator}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
