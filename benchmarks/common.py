"""What the benchmarks share: a corpus with its gold, and what an extractor finds in it."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dnextract.corpus import Article, load_corpus
from dnextract.gold import GoldRecord, check_spans, load_gold
from dnextract.patterns import data_folder
from dnextract.pipeline import Extractor
from dnextract.records import Record


@dataclass(frozen=True)
class Data:
    """Articles and their gold."""

    articles: list[Article]
    gold: list[GoldRecord]


@dataclass(frozen=True)
class Found:
    """A record in the flat form, and the record itself."""

    row: GoldRecord
    record: Record


def read_data(corpus: Path | None = None, gold: Path | None = None) -> Data:
    """Load a corpus and its gold, those of this repository by default, and check the spans."""
    data = Data(load_corpus(corpus or data_folder("corpus")), load_gold(gold or data_folder("gold")))
    check_spans(data.gold, data.articles)
    return data


def add_data_options(parser: argparse.ArgumentParser) -> None:
    """Let the caller name another corpus and its gold."""
    parser.add_argument("--corpus", type=Path, help="a folder of articles; the library's by default")
    parser.add_argument("--gold", type=Path, help="their gold, a file or folder; the library's by default")


def predict(extractor: Extractor, articles: Sequence[Article]) -> list[Found]:
    """Extract every article."""
    found = []
    for article in articles:
        document = extractor.extract(article.text, article.published, article.place)
        rows = map(GoldRecord.model_validate, document.gold_rows(article.id))
        found += [Found(row, record) for row, record in zip(rows, document, strict=True)]
    return found
